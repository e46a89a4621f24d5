"""The ledger of a batch: which application is to do, in hand, done or set aside, and which record answers which input. The only SQLite.

One driver writes it, held apart from others by a lock that the kernel lets go of when the driver dies, so a lease needs no clock: what a
dead driver had in hand is known the moment the next one opens the ledger. Execution is at least once, results exactly once.
"""

import fcntl
import os
import sqlite3
import stat
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import OutputError, UsageError

NAME = "ledger.sqlite"
LOCK = "ledger.lock"
BUSY_S = 90.0
"""How long to wait for another program that has the database locked: one that makes a copy of it needs seconds, not minutes."""


class State(StrEnum):
    """Where an application stands."""

    TODO = "todo"
    RUNNING = "running"
    DONE = "done"
    QUARANTINED = "quarantined"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One application as the ledger knows it.

    number: its row; folder: the path's bytes; mark, input_sha256, config_sha256: of what it was last answered for, "" where it was not;
    crashes: processes that it cost since its input last changed; abandons: drivers that died while it was in hand; reason: why it is set
    aside.
    """

    number: int
    application: str
    folder: bytes
    state: State
    crashes: int
    abandons: int
    mark: str
    input_sha256: str
    config_sha256: str
    reason: str

    @property
    def path(self) -> Path:
        """The application's folder."""
        return Path(os.fsdecode(self.folder))


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one application came to: the input and configuration it answers, the folder's mark, and what is proposed."""

    mark: str
    input_sha256: str
    config_sha256: str
    proposal: str


# Each entry takes the schema one version further; an entry that was released is never changed again.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE run(
            number INTEGER PRIMARY KEY, owner TEXT NOT NULL, uploads BLOB NOT NULL, started_at REAL NOT NULL, ended_at REAL) STRICT""",
        """CREATE TABLE job(
            number INTEGER PRIMARY KEY, application TEXT NOT NULL UNIQUE, folder BLOB NOT NULL,
            state TEXT NOT NULL DEFAULT 'todo' CHECK(state IN ('todo', 'running', 'done', 'quarantined')),
            crashes INTEGER NOT NULL DEFAULT 0, abandons INTEGER NOT NULL DEFAULT 0, lease TEXT,
            mark TEXT NOT NULL DEFAULT '', input_sha256 TEXT NOT NULL DEFAULT '', config_sha256 TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '', run INTEGER NOT NULL REFERENCES run(number),
            CHECK((state = 'running') = (lease IS NOT NULL))) STRICT""",
        """CREATE TABLE result(
            application TEXT NOT NULL, input_sha256 TEXT NOT NULL, config_sha256 TEXT NOT NULL,
            proposal TEXT NOT NULL, run INTEGER NOT NULL REFERENCES run(number), finished_at REAL NOT NULL,
            PRIMARY KEY(application, input_sha256, config_sha256)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX job_by_run ON job(run, number)",
    ),
)
_JOB = "number, application, folder, state, crashes, abandons, mark, input_sha256, config_sha256, reason"


class Ledger:
    """An opened ledger whose lock this process holds; see `opened`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._owner = uuid.uuid4().hex
        self._run = 0

    def begin(self, uploads: Path, applications: Sequence[tuple[str, Path]]) -> None:
        """Begin a run over these applications; what an earlier driver left in hand when it died is to do again.

        Raises UsageError where an application of the same name from another folder is in the ledger and still there.
        """
        with _saying(self._connection), self._connection as db:
            row = db.execute(
                "INSERT INTO run(owner, uploads, started_at) VALUES(?, ?, ?)", (self._owner, os.fsencode(uploads), time.time())
            )
            self._run = row.lastrowid or 0
            db.execute("UPDATE job SET state = 'todo', lease = NULL, abandons = abandons + 1 WHERE state = 'running'")
            self._refuse_doubles(db, applications)
            db.executemany(
                "INSERT INTO job(application, folder, run) VALUES(?, ?, ?)"
                " ON CONFLICT(application) DO UPDATE SET folder = excluded.folder, run = excluded.run",
                ((application, os.fsencode(folder), self._run) for application, folder in applications),
            )

    def jobs(self) -> Iterator[Job]:
        """Yield this run's jobs in the order they were first met; the ledger may be written meanwhile."""
        last = 0
        while rows := self._rows(f"SELECT {_JOB} FROM job WHERE run = ? AND number > ? ORDER BY number LIMIT 500", self._run, last):  # noqa: S608 - our own column names
            for row in rows:
                yield _job(row)
            last = rows[-1][0]

    def job(self, number: int) -> Job:
        """Return one job as it stands now."""
        return _job(self._rows(f"SELECT {_JOB} FROM job WHERE number = ?", number)[0])  # noqa: S608 - as above

    def take(self, job: Job, *, changed: bool = False) -> None:
        """Take a job in hand; changed: its input is another one than before, so what it cost then does not count."""
        with _saying(self._connection), self._connection as db:
            if changed:
                db.execute("UPDATE job SET crashes = 0, abandons = 0 WHERE number = ?", (job.number,))
            db.execute("UPDATE job SET state = 'running', lease = ?, reason = '' WHERE number = ?", (self._owner, job.number))

    def put_back(self, job: Job, *, crashed: bool = False) -> None:
        """Give a job in hand back undone; crashed: it cost its process."""
        with _saying(self._connection), self._connection as db:
            db.execute(
                "UPDATE job SET state = 'todo', lease = NULL, crashes = crashes + ? WHERE number = ? AND lease = ?",
                (int(crashed), job.number, self._owner),
            )

    def put_all_back(self) -> None:
        """Give back everything that is in hand: the run stops in good order."""
        with _saying(self._connection), self._connection as db:
            db.execute("UPDATE job SET state = 'todo', lease = NULL WHERE lease = ?", (self._owner,))

    def finish(self, job: Job, answer: Answer, *, quarantined: str = "") -> bool:
        """Note a job in hand as done, or as set aside for a reason, with its result; False where it is not in our hand any more."""
        state = State.QUARANTINED if quarantined else State.DONE
        with _saying(self._connection), self._connection as db:
            ours = db.execute(
                "UPDATE job SET state = ?, lease = NULL, mark = ?, input_sha256 = ?, config_sha256 = ?, reason = ?,"
                " crashes = 0, abandons = 0 WHERE number = ? AND lease = ?",
                (state, answer.mark, answer.input_sha256, answer.config_sha256, quarantined, job.number, self._owner),
            )
            if ours.rowcount != 1:
                return False
            self._insert_result(db, job.application, answer)
        return True

    def adopt(self, job: Job, answer: Answer) -> None:
        """Note as done what is on disk already: judged by an earlier version, judged again, or written by a driver that died then."""
        with _saying(self._connection), self._connection as db:
            db.execute(
                "UPDATE job SET state = 'done', mark = ?, input_sha256 = ?, config_sha256 = ?, reason = '', crashes = 0,"
                " abandons = 0 WHERE number = ?",
                (answer.mark, answer.input_sha256, answer.config_sha256, job.number),
            )
            self._insert_result(db, job.application, answer)

    def pardon(self, applications: Iterable[str]) -> None:
        """Take applications out of quarantine: it was the machine, not they."""
        with _saying(self._connection), self._connection as db:
            db.executemany(
                "UPDATE job SET state = 'todo', reason = '', crashes = 0, abandons = 0, mark = '', input_sha256 = '', config_sha256 = ''"
                " WHERE application = ? AND state IN ('quarantined', 'todo')",
                ((application,) for application in applications),
            )

    def forget(self, applications: Iterable[str]) -> None:
        """Remove every trace of applications."""
        with _saying(self._connection), self._connection as db:
            for application in applications:
                db.execute("DELETE FROM result WHERE application = ?", (application,))
                db.execute("DELETE FROM job WHERE application = ?", (application,))

    def known(self) -> list[str]:
        """Return every application that the ledger knows."""
        return [row[0] for row in self._rows("SELECT application FROM job ORDER BY number")]

    def finished_before(self, moment: float) -> list[str]:
        """Return the applications whose last result is older than a moment (seconds since 1970)."""
        return [row[0] for row in self._rows("SELECT application FROM result GROUP BY application HAVING max(finished_at) < ?", moment)]

    def end(self) -> None:
        """Note that this run is over."""
        with _saying(self._connection), self._connection as db:
            db.execute("UPDATE run SET ended_at = ? WHERE number = ?", (time.time(), self._run))

    def _insert_result(self, db: sqlite3.Connection, application: str, answer: Answer) -> None:
        db.execute(
            "INSERT INTO result(application, input_sha256, config_sha256, proposal, run, finished_at) VALUES(?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET proposal = excluded.proposal, run = excluded.run, finished_at = excluded.finished_at",
            (application, answer.input_sha256, answer.config_sha256, answer.proposal, self._run, time.time()),
        )

    def _refuse_doubles(self, db: sqlite3.Connection, applications: Sequence[tuple[str, Path]]) -> None:
        """Refuse a second folder of the same name elsewhere: its record would take the place of the first one's."""
        doubles = []
        for application, folder in applications:
            known = db.execute("SELECT folder FROM job WHERE application = ?", (application,)).fetchone()
            if known is not None and known[0] != os.fsencode(folder) and Path(os.fsdecode(known[0])).is_dir():
                doubles.append(application)
        if doubles:
            shown = ", ".join(doubles[:5]) + (" …" if len(doubles) > 5 else "")  # noqa: PLR2004 - enough to see which
            raise UsageError(
                f"{len(doubles)} applications were judged from another folder of uploads that still holds them: {shown};"
                " give these uploads an --out of their own"
            )

    def _rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with _saying(self._connection):
            return self._connection.execute(question, values).fetchall()


@contextmanager
def opened(results: Path, *, busy_s: float = BUSY_S) -> Iterator[Ledger]:
    """Open the ledger of a results folder for writing, made or brought to this version where needed.

    Raises UsageError where another run holds it, or where it is of a newer version or none of ours; OutputError where it cannot be written.
    """
    with held(results):
        path = results / NAME
        _made(path)
        with _saying(path):
            connection = sqlite3.connect(path, timeout=busy_s)
        try:
            with _saying(path):
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA secure_delete = ON")  # what is purged is overwritten
            _migrate(connection, path)
            yield Ledger(connection)
        finally:
            with suppress(sqlite3.Error):
                connection.close()


@contextmanager
def held(results: Path, *, note: bool = True) -> Iterator[None]:
    """Hold the results folder for this process alone, and note which it is.

    Raises UsageError where another one has it, OutputError where it is not writable.
    """
    path = results / LOCK
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; choose another --out or mend its permissions") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
            raise UsageError(f"another prescreen (process {other}) is writing to {results}; wait for it, or stop it first") from error
        if note:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How far a batch is. states, proposals: how many of each; process: the id of the one that is at it now, None where none is.

    a_minute: applications finished in a minute of the last run; seconds: how long it ran or has been running.
    """

    states: dict[str, int]
    proposals: dict[str, int]
    set_aside: dict[str, str]
    process: int | None
    finished: int
    seconds: float
    a_minute: float


def status(results: Path) -> Status:
    """Return how far a batch is, without disturbing it. Raises UsageError where there is no ledger that this version can read."""
    path = results / NAME
    if not path.is_file():
        raise UsageError(f"{results} holds no ledger; run `prescreen run` first")
    with _saying(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)) as db:
        if db.execute("PRAGMA user_version").fetchone()[0] != len(_MIGRATIONS):
            raise UsageError(f"{path} was written by another version of prescreen; use that one, or run the batch again with this one")
        last = db.execute("SELECT number, started_at, ended_at FROM run ORDER BY number DESC LIMIT 1").fetchone() or (0, 0.0, 0.0)
        finished, newest = db.execute("SELECT count(*), max(finished_at) FROM result WHERE run = ?", (last[0],)).fetchone()
        process = _holder(results)
        end = time.time() if process is not None else max(last[2] or 0.0, newest or 0.0, last[1])
        seconds = max(0.0, end - last[1])
        return Status(
            states=dict(db.execute("SELECT state, count(*) FROM job GROUP BY state ORDER BY state")),
            proposals=dict(
                db.execute(
                    "SELECT r.proposal, count(*) FROM result r JOIN job j USING(application, input_sha256, config_sha256)"
                    " WHERE j.state IN ('done', 'quarantined') GROUP BY r.proposal ORDER BY r.proposal"
                )
            ),
            set_aside=dict(db.execute("SELECT application, reason FROM job WHERE state = 'quarantined' ORDER BY application")),
            process=process,
            finished=finished,
            seconds=round(seconds, 1),
            a_minute=round(60 * finished / seconds, 1) if seconds else 0.0,
        )


def status_json(found: Status) -> str:
    """Return the status for a script."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1).decode()


def status_text(found: Status) -> str:
    """Return the status for a person."""

    def told(counts: dict[str, int]) -> str:
        return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"

    at_it = "nobody is at it" if found.process is None else f"process {found.process} is at it"
    lines = [
        f"applications: {told(found.states)}",
        f"proposals: {told(found.proposals)}",
        f"last run: {found.finished} finished in {found.seconds:.0f} s, {found.a_minute:g} a minute; {at_it}",
    ]
    lines += [f"set aside: {application}: {reason}" for application, reason in found.set_aside.items()]
    return "\n".join(lines)


def _holder(results: Path) -> int | None:
    """Return the process that holds the lock, None where nobody does, or where we may only read."""
    try:
        with held(results, note=False):
            return None
    except OutputError:
        return None
    except UsageError:
        return int((results / LOCK).read_text().strip() or 0)


def _made(path: Path) -> None:
    """Make the database file for its owner only; SQLite gives its companions the same mode."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise OutputError(f"{path} is no file; move it away")
            os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; choose another --out or mend its permissions") from error


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    with _saying(path):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(_MIGRATIONS):
            raise UsageError(f"{path} was written by a newer prescreen (schema {version}); use that one, or another --out")
        for number, steps in enumerate(_MIGRATIONS[version:], start=version + 1):
            connection.execute("BEGIN IMMEDIATE")
            try:
                for step in steps:
                    connection.execute(step)
                connection.execute(f"PRAGMA user_version = {number}")
                connection.execute("COMMIT")
            except sqlite3.Error:
                connection.execute("ROLLBACK")
                raise


@contextmanager
def _saying(what: object) -> Iterator[None]:
    """Turn what SQLite raises into one sentence; what was committed before stays."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = what if isinstance(what, Path) else NAME
        if isinstance(error, sqlite3.OperationalError):
            raise OutputError(f"cannot write the ledger {name}: {error}; what was written before stays, run again to go on") from error
        raise UsageError(
            f"the ledger {name} is damaged or none of ours ({error}); move it away, records that are there are kept"
        ) from error


def _job(row: tuple[Any, ...]) -> Job:
    return Job(**dict(zip(Job.__struct_fields__, (*row[:3], State(row[3]), *row[4:]), strict=True)))

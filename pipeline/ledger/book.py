"""The ledger's book: which application is to do, in hand, done or set aside, and which record answers which input.

One driver writes it, held apart from others by a lock that the kernel lets go of when the driver dies, so a lease needs no clock: what a
dead driver had in hand is known the moment the next one opens the ledger. Execution is at least once, results exactly once.
"""

import os
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import UsageError
from pipeline.ledger.lock import held
from pipeline.ledger.schema import BUSY_S, NAME, make_file, migrate, saying


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
        with saying(self._connection), self._connection as db:
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
        with saying(self._connection), self._connection as db:
            if changed:
                db.execute("UPDATE job SET crashes = 0, abandons = 0 WHERE number = ?", (job.number,))
            db.execute("UPDATE job SET state = 'running', lease = ?, reason = '' WHERE number = ?", (self._owner, job.number))

    def put_back(self, job: Job, *, crashed: bool = False) -> None:
        """Give a job in hand back undone; crashed: it cost its process."""
        with saying(self._connection), self._connection as db:
            db.execute(
                "UPDATE job SET state = 'todo', lease = NULL, crashes = crashes + ? WHERE number = ? AND lease = ?",
                (int(crashed), job.number, self._owner),
            )

    def put_all_back(self) -> None:
        """Give back everything that is in hand: the run stops in good order."""
        with saying(self._connection), self._connection as db:
            db.execute("UPDATE job SET state = 'todo', lease = NULL WHERE lease = ?", (self._owner,))

    def finish(self, job: Job, answer: Answer, *, quarantined: str = "") -> bool:
        """Note a job in hand as done, or as set aside for a reason, with its result; False where it is not in our hand any more."""
        state = State.QUARANTINED if quarantined else State.DONE
        with saying(self._connection), self._connection as db:
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
        with saying(self._connection), self._connection as db:
            db.execute(
                "UPDATE job SET state = 'done', mark = ?, input_sha256 = ?, config_sha256 = ?, reason = '', crashes = 0,"
                " abandons = 0 WHERE number = ?",
                (answer.mark, answer.input_sha256, answer.config_sha256, job.number),
            )
            self._insert_result(db, job.application, answer)

    def pardon(self, applications: Iterable[str]) -> None:
        """Take applications out of quarantine: it was the machine, not they."""
        with saying(self._connection), self._connection as db:
            db.executemany(
                "UPDATE job SET state = 'todo', reason = '', crashes = 0, abandons = 0, mark = '', input_sha256 = '', config_sha256 = ''"
                " WHERE application = ? AND state IN ('quarantined', 'todo')",
                ((application,) for application in applications),
            )

    def forget(self, applications: Iterable[str]) -> None:
        """Remove every trace of applications."""
        with saying(self._connection), self._connection as db:
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
        with saying(self._connection), self._connection as db:
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
            if known is not None and known[0] != os.fsencode(folder) and _may_be_there(Path(os.fsdecode(known[0]))):
                doubles.append(application)
        if doubles:
            shown = ", ".join(doubles[:5]) + (" …" if len(doubles) > 5 else "")  # noqa: PLR2004 - enough to see which
            raise UsageError(
                f"{len(doubles)} applications were judged from another folder of uploads that still holds them: {shown};"
                " give these uploads an --out of their own"
            )

    def _rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with saying(self._connection):
            return self._connection.execute(question, values).fetchall()


@contextmanager
def opened(results: Path, *, busy_s: float = BUSY_S) -> Iterator[Ledger]:
    """Open the ledger of a results folder for writing, made or brought to this version where needed.

    Raises UsageError where another run holds it, or where it is of a newer version or none of ours; OutputError where it cannot be written.
    """
    with held(results):
        path = results / NAME
        make_file(path)
        with saying(path):
            connection = sqlite3.connect(path, timeout=busy_s)
        try:
            with saying(path):
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA secure_delete = ON")  # what is purged is overwritten
            migrate(connection, path)
            yield Ledger(connection)
        finally:
            with suppress(sqlite3.Error):
                connection.close()


def _may_be_there(folder: Path) -> bool:
    """Return whether a folder may still hold uploads: one behind an address may always."""
    return folder.is_dir() or not folder.is_absolute()


def _job(row: tuple[Any, ...]) -> Job:
    return Job(**dict(zip(Job.__struct_fields__, (*row[:3], State(row[3]), *row[4:]), strict=True)))

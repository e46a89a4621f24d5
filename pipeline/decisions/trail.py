"""The audit trail: every act of every reviewer in SQLite, appended and never changed; the database itself refuses anything else."""

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import msgspec

from pipeline.errors import OutputError, PrescreenError, UsageError

FILE = "decisions.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS snapshots (sha256 TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, who TEXT NOT NULL, application TEXT NOT NULL,
    revision INTEGER, act TEXT NOT NULL, detail TEXT NOT NULL, record_sha256 TEXT NOT NULL,
    UNIQUE (application, revision)
);
CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER IF NOT EXISTS events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER IF NOT EXISTS snapshots_stay BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER IF NOT EXISTS snapshots_last BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
"""


class Act(StrEnum):
    """What a reviewer does. `opened` and `exported` change nothing and carry no revision."""

    OPENED = "opened"
    EXPORTED = "exported"
    VERDICT = "verdict"
    STRIKE = "strike"
    ADD = "add"
    DECIDE = "decide"
    ISSUE = "issue"
    UNDO = "undo"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One act: when (UTC, ISO 8601), who, on which application, and what was shown then.

    revision: the application's count of changes, this one included; None where nothing is changed. detail: the act's own words.
    record_sha256: the record as it was shown; its bytes are kept as a snapshot.
    """

    id: int
    at: str
    who: str
    application: str
    revision: int | None
    act: Act
    detail: dict[str, str]
    record_sha256: str


class StaleError(PrescreenError):
    """Somebody else changed the application since the page was shown; nothing was recorded."""


class Trail:
    """The trail of one result folder, `review/decisions.sqlite` in it, for its owner only.

    Every act opens the database anew and is on the disk when `append` returns, so a killed server loses nothing.
    """

    def __init__(self, results: Path) -> None:
        self._path = results / "review" / FILE

    @property
    def exists(self) -> bool:
        """Whether anything was ever recorded here."""
        return self._path.is_file()

    @property
    def mark(self) -> tuple[int, int]:
        """Which file the trail is now (its inode) and its last act's id; another file, or an earlier act, after everything was purged."""
        with self._open() as base:
            (last,) = base.execute("SELECT COALESCE(MAX(id), 0) FROM events").fetchone()
        return self._path.stat().st_ino, int(last)

    def prepare(self) -> None:
        """Make the database where there is none. Raises OutputError."""
        folder = self._path.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                raise OutputError(f"{folder} is a link or somebody else's, and would lead personal data there; move it away")
            folder.chmod(0o700)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, mode=0o600))
            self._path.chmod(0o600)
            with self._open() as base:
                base.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"cannot write {self._path}: {error}; mend its permissions, or move it away") from error

    def append(self, *, who: str, application: str, seen: int, act: Act, detail: dict[str, str], record: tuple[str, bytes]) -> int:
        """Record a change of an application and return its new revision.

        seen: the revision that the reviewer was shown; record: hash and bytes of the record that was shown.

        Raises:
            StaleError: the application has been changed since; the database's own uniqueness decides, so of two at once one wins.
            OutputError: it cannot be written.
        """
        with self._changing() as base:
            latest = base.execute("SELECT COALESCE(MAX(revision), 0) FROM events WHERE application = ?", (application,)).fetchone()[0]
            if latest != seen:
                raise StaleError("somebody else changed this application meanwhile; look at it again")
            _insert(base, (who, application, seen + 1, act, detail), record)
        return seen + 1

    def note(self, *, who: str, application: str, act: Act, detail: dict[str, str], record: tuple[str, bytes]) -> None:
        """Record an act that changes nothing: what was opened and shown, what was taken out. Raises OutputError."""
        with self._changing() as base:
            _insert(base, (who, application, None, act, detail), record)

    def events(self, application: str | None = None, *, after: int = 0) -> tuple[Event, ...]:
        """Return the acts in their order, of one application where it is named; after: only those with a greater id.

        Raises UsageError where the file is none of ours.
        """
        where, values = ("WHERE id > ?", (after,)) if application is None else ("WHERE id > ? AND application = ?", (after, application))
        query = f"SELECT id, at, who, application, revision, act, detail, record_sha256 FROM events {where} ORDER BY id"  # noqa: S608 - `where` is one of two literals
        try:
            with self._open() as base:
                rows = base.execute(query, values).fetchall()
            return tuple(
                Event(
                    id=row[0],
                    at=row[1],
                    who=row[2],
                    application=row[3],
                    revision=row[4],
                    act=Act(row[5]),
                    detail=msgspec.json.decode(row[6], type=dict[str, str]),
                    record_sha256=row[7],
                )
                for row in rows
            )
        except (sqlite3.Error, ValueError) as error:
            raise UsageError(f"{self._path} holds no decisions that this version can read; move it away") from error

    def snapshot(self, sha256: str) -> bytes | None:
        """Return the record that was shown, None where there is none of that hash."""
        with self._open() as base:
            row = base.execute("SELECT record FROM snapshots WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else bytes(row[0])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        base = sqlite3.connect(self._path, timeout=15, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = FULL")
            yield base
        finally:
            base.close()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._open() as base:
                base.execute("BEGIN IMMEDIATE")
                try:
                    yield base
                except BaseException:
                    base.execute("ROLLBACK")
                    raise
                base.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputError(f"cannot write {self._path}: {error}; the act was not recorded") from error


def _insert(base: sqlite3.Connection, values: tuple[str, str, int | None, Act, dict[str, str]], record: tuple[str, bytes]) -> None:
    who, application, revision, act, detail = values
    sha256, body = record
    base.execute("INSERT OR IGNORE INTO snapshots VALUES (?, ?)", (sha256, body))
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    base.execute(
        "INSERT INTO events (at, who, application, revision, act, detail, record_sha256) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (now, who, application, revision, act.value, msgspec.json.encode(detail).decode(), sha256),
    )

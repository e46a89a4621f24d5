"""The ledger's file: made for its owner only, brought to this version, and its errors turned into sentences."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputError, UsageError

NAME = "ledger.sqlite"
BUSY_S = 90.0
"""How long to wait for another program that has the database locked: one that makes a copy of it needs seconds, not minutes."""

# Each entry takes the schema one version further; an entry that was released is never changed again.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
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


def make_file(path: Path) -> None:
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


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an opened ledger to this version, each step whole or not at all. Raises UsageError where it is newer, OutputError."""
    with saying(path):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise UsageError(f"{path} was written by a newer prescreen (schema {version}); use that one, or another --out")
        for number, steps in enumerate(MIGRATIONS[version:], start=version + 1):
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
def saying(what: object) -> Iterator[None]:
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

"""The lock on a results folder: one process writes, and the kernel lets go of it when that process dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputError, UsageError

LOCK = "ledger.lock"


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


def holder(results: Path) -> int | None:
    """Return the process that holds the lock, None where nobody does, or where we may only read."""
    try:
        with held(results, note=False):
            return None
    except OutputError:
        return None
    except UsageError:
        return int((results / LOCK).read_text().strip() or 0)

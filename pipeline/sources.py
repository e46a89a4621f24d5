"""Where an application's files are: a folder of this machine, or one behind an address (`s3://…`, `sftp://…`) that is fetched to be read.

A folder behind an address goes by a path whose first step is the scheme ("s3:/bucket/uploads/2026-1"), so that it has a name, a parent and
a place in the ledger like any other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from pipeline import remote
from pipeline.remote import Fetched
from pipeline.stages import stillness
from pipeline.stages.stillness import Mark


def address(folder: Path) -> str | None:
    """Return the address that a path stands for ("s3://bucket/uploads"), None for a folder of this machine."""
    scheme, _, rest = folder.as_posix().partition(":/")
    return f"{scheme}://{rest.lstrip('/')}" if rest and scheme.isidentifier() else None


def mark(folder: Path) -> Mark:
    """Return the state of an application's folder; of one that is gone, a state that no folder has.

    Raises UsageError where an address cannot be reached.
    """
    url = address(folder)
    if url is not None:
        return remote.mark(url)
    with suppress(OSError):
        return stillness.mark(folder)
    return Mark("", 0.0)


@contextmanager
def at_hand(folder: Path, room: Callable[[], Path]) -> Iterator[Fetched]:
    """Give an application's folder on this machine; one behind an address is fetched, and what was fetched is removed afterwards.

    room: says in which private folder to put it; it should be one that somebody removes even where this process is killed.

    Raises UsageError where an address cannot be reached.
    """
    url = address(folder)
    with nullcontext(Fetched(folder=folder)) if url is None else remote.fetched(url, room()) as found:
        yield found


def listed(uploads: Path) -> tuple[list[str], list[str]]:
    """Return the names of the folders and of the files behind an address of uploads. Raises UsageError where it cannot be reached."""
    url = address(uploads)
    return remote.listed(url) if url is not None else ([], [])

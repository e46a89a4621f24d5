"""Tells one state of an application's folder from another without reading a file, and whether somebody is still writing to it."""

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec


class Mark(msgspec.Struct, frozen=True):
    """The state of a folder: digest over names, sizes, times and inodes; newest change in seconds since 1970.

    A file's change time cannot be set back by whoever writes it, so two equal marks mean that nothing was written in between.
    """

    digest: str
    newest: float


def mark(folder: Path) -> Mark:
    """Return the state of a folder now. Raises OSError where the folder itself cannot be read."""
    root = folder.stat(follow_symlinks=False)
    newest, parts = root.st_ctime, []
    for path, status in _entries(folder):
        newest = max(newest, status.st_ctime)
        times = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
        parts.append(os.fsencode(path.relative_to(folder)) + b"\0" + times.encode())
    return Mark(hashlib.sha256(b"\n".join(sorted(parts))).hexdigest(), newest)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder that is no folder, links included and not followed, however deep it lies."""
    for path, entry in _walked(folder):
        if not entry.is_dir(follow_symlinks=False):
            yield path


def is_still(state: Mark, quiet_s: float) -> bool:
    """Return whether the last change lies `quiet_s` back; a change in the future (a clock that was set) tells nothing, so it does not."""
    return quiet_s <= 0 or quiet_s <= time.time() - state.newest


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path, entry in _walked(folder):
        try:
            yield path, entry.stat(follow_symlinks=False)
        except OSError:  # gone since it was listed: the next mark differs
            continue


def _walked(folder: Path) -> Iterator[tuple[Path, "os.DirEntry[str]"]]:
    """Yield every entry below a folder; what cannot be listed is passed over, but the folder itself must be."""
    folders, first = [folder], True
    while folders:
        here = folders.pop()
        try:
            with os.scandir(here) as entries:
                found = list(entries)
        except OSError:
            if first:
                raise
            continue
        first = False
        for entry in found:
            path = Path(entry.path)
            yield path, entry
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)

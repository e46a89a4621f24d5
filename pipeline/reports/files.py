"""Writing what people read: for the owner only, whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import OutputError


def make_folder(folder: Path) -> None:
    """Make a folder for its owner only. Raises OutputError where that cannot be done."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make {folder}: {error.strerror}; choose another --out or mend its permissions") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file for its owner only, whole or not at all. Raises OutputError."""
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb", opener=private) as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())  # else a power cut may leave an empty file under the name
        part.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; what was written before stays, run again to go on") from error


def remove_others(folder: Path, kept: Iterable[str]) -> None:
    """Remove the pages and documents of a folder that are not among the names kept: an old notice must not be sent. Raises OutputError."""
    names = set(kept)
    try:
        for path in folder.iterdir():
            if path.suffix in {".html", ".docx"} and path.name not in names:
                path.unlink()
    except OSError as error:
        raise OutputError(f"cannot remove old pages from {folder}: {error.strerror}") from error


def remove_pages(folder: Path) -> None:
    """Remove the pages of a language that are no longer written, and their folders where there are any. Raises OutputError."""
    for place in (folder / "applications", folder):
        if place.is_dir() and not place.is_symlink():
            remove_others(place, ())
            try:
                place.rmdir()
            except OSError as error:
                raise OutputError(f"cannot remove {place}: {error.strerror}; it holds what is no page of ours") from error


def remove(path: Path) -> None:
    """Remove a file that may be there. Raises OutputError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot remove {path}: {error.strerror}") from error


def private(path: str, flags: int) -> int:
    """Open a file that only its owner may read; an `opener`."""
    return os.open(path, flags, mode=0o600)

"""Opens one application folder: which files are in it, what is declared, and what had to be refused by name."""

import os
import stat
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from pipeline.datamodel.application import Application, Declared, application_id, printable
from pipeline.datamodel.finding import Fault
from pipeline.errors import UsageError
from pipeline.stages.declaration import read_declaration
from pipeline.stages.sniff import format_of, head_of, open_regular

DECLARATION = "application.json"
_DROPPINGS = {"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "__macosx", "icon\r"}
"""What operating systems leave behind; no applicant put it there, so it is no fault."""


class FolderLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much one application folder may hold."""

    max_files: Annotated[
        int,
        Meta(
            ge=1,
            le=10_000,
            description="Files in one application",
            extra={"unit": "files", "source": "our choice; no rule names a number"},
        ),
    ] = 500
    max_depth: Annotated[
        int,
        Meta(
            ge=0,
            le=64,
            description="Folders inside one another",
            extra={"unit": "folders", "source": "our choice; no rule names a number"},
        ),
    ] = 8
    max_file_bytes: Annotated[
        int,
        Meta(
            ge=1,
            description="Bytes of one file",
            extra={"unit": "bytes", "source": "50 MB held in a trial of 64 hostile files, 2026-11-21; doubled for 50-page colour scans"},
        ),
    ] = 100_000_000
    max_declaration_bytes: Annotated[
        int,
        Meta(ge=1, description="Bytes of application.json", extra={"unit": "bytes", "source": "nine short keys; a generous round number"}),
    ] = 1_000_000


def open_application(folder: Path, limits: FolderLimits | None = None) -> tuple[Application, tuple[Fault, ...]]:
    """Return the application in a folder and a fault for each thing in it that was refused.

    Files come sorted by the bytes of their path below the folder, so the order is the same on every machine. Links, pipes, devices,
    hidden files and archives are refused by name and never opened. Raises UsageError where the folder itself cannot be read.
    """
    limits = limits or FolderLimits()
    walk = _Walk(root=folder, limits=limits)
    try:
        walk.descend(folder, depth=0)
    except FileNotFoundError as error:
        raise UsageError(f"there is no folder {printable_name(folder)}; name an application's upload folder") from error
    except NotADirectoryError as error:
        raise UsageError(f"{printable_name(folder)} is not a folder; name an application's upload folder") from error
    except OSError as error:
        raise UsageError(f"the folder {printable_name(folder)} cannot be read ({error.strerror}); check its permissions") from error
    files = sorted(walk.files, key=lambda path: os.fsencode(path.relative_to(folder).as_posix()))
    for path in files[limits.max_files :]:
        walk.refuse(path, "too-many-files", f"more than {limits.max_files} files in one application; this one was not looked at")
    declared, errors = _declaration(folder / DECLARATION, limits, walk)
    application = Application(
        id=application_id(folder),
        folder=folder,
        files=tuple(files[: limits.max_files]),
        declared=declared,
        declaration_errors=errors,
    )
    return application, tuple(sorted(walk.faults, key=lambda fault: (fault.file, fault.error)))


def printable_name(path: Path) -> str:
    """Return a path with `/`, fit for a screen and for JSON; see `printable`."""
    return printable(path.as_posix())


@dataclass
class _Walk:
    """One walk through a folder: the files that may be looked at and the faults of the others."""

    root: Path
    limits: FolderLimits
    files: list[Path] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def descend(self, folder: Path, depth: int) -> None:
        """Take in one folder. Raises OSError where it cannot be listed."""
        entries = _entries(folder, most=20 * self.limits.max_files + 1)
        if len(entries) > 20 * self.limits.max_files:
            self.refuse(folder, "too-many-files", f"more than {20 * self.limits.max_files} entries in one folder; it was not looked into")
            return
        for entry in entries:
            path = Path(entry.path)
            if entry.name.lower() in _DROPPINGS or entry.name.startswith("._"):
                continue
            if depth == 0 and entry.name == DECLARATION and not entry.is_symlink():
                continue
            if entry.is_symlink():
                self.refuse(path, "symlink", "a link to somewhere else; upload the file itself")
            elif entry.name.startswith((".", "~$")):
                self.refuse(path, "hidden-file", "a hidden file or folder; it was not looked at")
            elif entry.is_dir(follow_symlinks=False):
                self._sub_folder(path, depth)
            else:
                self._file(path)

    def refuse(self, path: Path, error: str, message: str, *, ours: bool = False) -> None:
        """Record that something in the folder is not looked at, and why."""
        name = printable_name(path.relative_to(self.root))
        self.faults.append(Fault(where="folder", error=error, message=message, file=name, broken_upload=not ours))

    def _sub_folder(self, path: Path, depth: int) -> None:
        if depth >= self.limits.max_depth:
            self.refuse(path, "too-deep", f"more than {self.limits.max_depth} folders inside one another; not looked into")
            return
        try:
            self.descend(path, depth + 1)
        except OSError:
            self.refuse(path, "unreadable", "this folder cannot be read on our side; check its permissions", ours=True)

    def _file(self, path: Path) -> None:
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode):
                self.refuse(path, "not-regular", "a pipe, socket or device, not a file")
            elif status.st_size > self.limits.max_file_bytes:
                self.refuse(
                    path, "too-large", f"larger than {self.limits.max_file_bytes // 1_000_000} MB; scan it smaller and upload it again"
                )
            elif format_of(head_of(path)).startswith("archive-"):
                self.refuse(path, "archive", "an archive; upload the files in it one by one")
            else:
                self.files.append(path)
        except OSError:
            self.refuse(path, "unreadable", "this file cannot be opened on our side; check its permissions", ours=True)


def _entries(folder: Path, most: int) -> list[os.DirEntry[str]]:
    """Return a folder's entries in the order of their bytes, at most so many, so that a flooded folder cannot fill the memory."""
    with os.scandir(folder) as entries:
        return sorted(islice(entries, most), key=lambda entry: os.fsencode(entry.name))


def _declaration(path: Path, limits: FolderLimits, walk: _Walk) -> tuple[Declared, tuple[str, ...]]:
    """Return the declared facts; nothing is declared where there is no such file."""
    if path.is_symlink():
        return Declared(), ()  # refused by name in the walk
    try:
        with os.fdopen(open_regular(path), "rb") as stream:
            raw = stream.read(limits.max_declaration_bytes + 1)
    except FileNotFoundError:
        return Declared(), ()
    except OSError:
        walk.refuse(
            path, "unreadable", "application.json cannot be opened on our side; check that it is a file and its permissions", ours=True
        )
        return Declared(), ("application.json 无法打开 (cannot be opened)",)
    if len(raw) > limits.max_declaration_bytes:
        return Declared(), ("application.json 过大 (is too large)",)
    return read_declaration(raw)

"""What a file is by its first bytes, whatever its name says; only what is named here is ever given to a decoder."""

import os
import stat
from pathlib import Path

HEAD_BYTES = 1024
"""How much of a file `format_of` wants to see; PDF readers look for the header in the first kilobyte (ISO 32000-1, 7.5.2, note)."""

READABLE = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF", "PDF")

_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_ARCHIVES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
)
_SUFFIXES = {
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "PNG": {".png"},
    "TIFF": {".tif", ".tiff"},
    "BMP": {".bmp", ".dib"},
    "WEBP": {".webp"},
    "HEIF": {".heic", ".heif", ".hif"},
    "PDF": {".pdf"},
}


class NotRegularError(OSError):
    """A link, pipe, socket, device or folder stands where a file was expected."""


def open_regular(path: Path) -> int:
    """Return a descriptor of a regular file, opened for reading without following a link and without waiting on a pipe.

    Raises NotRegularError for anything else than a regular file, OSError where the file cannot be opened.
    """
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise NotRegularError("not a regular file")
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # swapped between the two calls
        os.close(descriptor)
        raise NotRegularError("not a regular file")
    return descriptor


def head_of(path: Path) -> bytes:
    """Return the first bytes of a regular file. Raises as `open_regular`."""
    with os.fdopen(open_regular(path), "rb") as stream:
        return stream.read(HEAD_BYTES)


def format_of(head: bytes) -> str:
    """Return one of `READABLE`, `archive-…`, `word-file`, or "" for everything else.

    head: the first `HEAD_BYTES` of the file.
    """
    picture = _picture_of(head)
    if picture:
        return picture
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or (head.startswith(b"PK") and b"[Content_Types].xml" in head):
        return "word-file"
    for magic, name in _ARCHIVES:
        if head.startswith(magic):
            return f"archive-{name}"
    if head[257:262] == b"ustar":
        return "archive-tar"
    return "PDF" if b"%PDF-" in head else ""


def name_fits(path: Path, file_format: str) -> bool:
    """Return whether the suffix is one of the format's own."""
    return path.suffix.lower() in _SUFFIXES[file_format]


def _picture_of(head: bytes) -> str:
    starts = (
        (b"\xff\xd8\xff", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"II*\x00", "TIFF"),
        (b"MM\x00*", "TIFF"),
        (b"II+\x00", "TIFF"),
        (b"MM\x00+", "TIFF"),
    )
    for magic, name in starts:
        if head.startswith(magic):
            return name
    # A bitmap's two letters alone are also the start of many a text: the reserved words after the size must be zero.
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "BMP"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    return "HEIF" if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS else ""

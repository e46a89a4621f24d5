"""Opens one uploaded file, tells its type by content, and has it decoded into pages in a guarded child of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.datamodel.page import Page
from pipeline.stages import guard
from pipeline.stages.base import BrokenFileError
from pipeline.stages.caps import Caps
from pipeline.stages.sniff import HEAD_BYTES, READABLE, NotRegularError, format_of, name_fits, open_regular


class Intake(Caps, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The stage that all others stand on; its limits are told in `Caps`."""

    def pages(self, path: Path, file: str) -> Iterator[Page]:
        """Yield the pages of one file, lazily; file: its printable name below the application folder.

        Raises BrokenFileError for anything the applicant can mend, at the page where it shows; DecoderStoppedError where decoding
        hung or crashed; OSError where we cannot open the file.
        """
        try:
            upload = open_regular(path)
        except NotRegularError as error:
            raise BrokenFileError("not-regular", "a link, pipe, device or folder stands where a file was expected") from error
        try:
            file_format = self._format(upload)
            yield from guard.pages(upload, file, self, file_format=file_format, mismatch=not name_fits(path, file_format))
        finally:
            os.close(upload)

    def _format(self, upload: int) -> str:
        """Return what an opened file is. Raises BrokenFileError where it is nothing that is looked at."""
        size = os.fstat(upload).st_size
        if not size:
            raise BrokenFileError("empty", "the file is empty; upload it again")
        if size > self.max_file_bytes:
            raise BrokenFileError("too-large", f"larger than {self.max_file_bytes // 1_000_000} MB; scan it smaller and upload it again")
        file_format = format_of(os.pread(upload, HEAD_BYTES, 0))
        if file_format not in READABLE:
            raise _unknown(file_format)
        return file_format


def _unknown(file_format: str) -> BrokenFileError:
    if file_format == "word-file":
        return BrokenFileError("unknown-format", "an Office document; save it as PDF and upload that")
    if file_format.startswith("archive-"):
        return BrokenFileError("archive", "an archive; upload the files in it one by one")
    return BrokenFileError("unknown-format", "neither a picture (JPEG, PNG, TIFF, BMP, WebP, HEIC) nor a PDF; upload one of these")

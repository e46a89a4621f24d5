"""Decodes one uploaded file into pages: type by content, caps before decoding, EXIF turn applied, one page in memory at a time."""

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.datamodel.page import Origin, Page
from pipeline.stages.base import BrokenFileError
from pipeline.stages.caps import Caps
from pipeline.stages.pdf import pdf_pages
from pipeline.stages.raster import frames_of
from pipeline.stages.sniff import HEAD_BYTES, READABLE, NotRegularError, format_of, name_fits, open_regular


class Intake(Caps, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The stage that all others stand on; its limits are told in `Caps`."""

    def pages(self, path: Path, file: str) -> Iterator[Page]:
        """Yield the pages of one file, lazily; file: its printable name below the application folder.

        Raises BrokenFileError for anything the applicant can mend, at the page where it shows; OSError where we cannot open the file.
        """
        data = self._read(path)
        file_format = format_of(data[:HEAD_BYTES])
        if file_format not in READABLE:
            raise _unknown(file_format)
        mismatch = not name_fits(path, file_format)
        if file_format == "PDF":
            yield from self._pdf(data, file, mismatch=mismatch)
        else:
            yield from self._pictures(data, file_format, file, mismatch=mismatch)

    def _read(self, path: Path) -> bytes:
        try:
            descriptor = open_regular(path)
        except NotRegularError as error:
            raise BrokenFileError("not-regular", "a link, pipe, device or folder stands where a file was expected") from error
        with os.fdopen(descriptor, "rb") as stream:
            data = stream.read(self.max_file_bytes + 1)
        if not data:
            raise BrokenFileError("empty", "the file is empty; upload it again")
        if len(data) > self.max_file_bytes:
            raise BrokenFileError("too-large", f"larger than {self.max_file_bytes // 1_000_000} MB; scan it smaller and upload it again")
        return data

    def _pictures(self, data: bytes, file_format: str, file: str, *, mismatch: bool) -> Iterator[Page]:
        for number, frame in enumerate(frames_of(data, file_format, self)):
            height, width = frame.image.shape[:2]
            shrunk_by = max(width, height) / max(frame.size)
            yield Page(
                image=frame.image,
                file=file,
                number=number,
                origin=Origin(
                    format=file_format,
                    file_bytes=len(data),
                    width_px=frame.size[0],
                    height_px=frame.size[1],
                    mode=frame.mode,
                    dpi=frame.dpi,
                    jpeg_quality=frame.jpeg_quality,
                    exif_turn=frame.exif_turn,
                    name_mismatch=mismatch,
                ),
                scale=self.scale_of(frame.size, frame.dpi, camera=frame.camera, shrunk_by=shrunk_by),
            )

    def _pdf(self, data: bytes, file: str, *, mismatch: bool) -> Iterator[Page]:
        for number, page in enumerate(pdf_pages(data, self)):
            yield Page(
                image=page.image,
                file=file,
                number=number,
                origin=Origin(
                    format="PDF",
                    file_bytes=len(data),
                    width_px=page.size[0],
                    height_px=page.size[1],
                    mode=page.mode,
                    dpi=page.dpi,
                    jpeg_quality=page.jpeg_quality,
                    name_mismatch=mismatch,
                    text_layer=page.text_layer,
                    embedded_image=page.embedded,
                ),
                scale=page.scale,
                words=page.words,
                rules=page.rules,
            )


def _unknown(file_format: str) -> BrokenFileError:
    if file_format == "word-file":
        return BrokenFileError("unknown-format", "an Office document; save it as PDF and upload that")
    if file_format.startswith("archive-"):
        return BrokenFileError("archive", "an archive; upload the files in it one by one")
    return BrokenFileError("unknown-format", "neither a picture (JPEG, PNG, TIFF, BMP, WebP, HEIC) nor a PDF; upload one of these")

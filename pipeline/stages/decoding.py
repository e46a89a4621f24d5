"""Decodes the bytes of one file into pages: caps before decoding, EXIF turn applied, one page in memory at a time.

It runs in a guarded child only; `Intake` is what asks for it.
"""

from collections.abc import Iterator

from pipeline.datamodel.page import Origin, Page
from pipeline.stages.caps import Caps
from pipeline.stages.pdf import pdf_pages
from pipeline.stages.raster import frames_of


def decoded(data: bytes, file_format: str, caps: Caps) -> Iterator[Page]:
    """Yield the pages of one file lazily, without its name, which no decoder needs.

    file_format: one of `READABLE`, by content. Raises BrokenFileError for anything the applicant can mend, at the page where it shows.
    """
    return _pdf(data, caps) if file_format == "PDF" else _pictures(data, file_format, caps)


def _pictures(data: bytes, file_format: str, caps: Caps) -> Iterator[Page]:
    for number, frame in enumerate(frames_of(data, file_format, caps)):
        height, width = frame.image.shape[:2]
        shrunk_by = max(width, height) / max(frame.size)
        yield Page(
            image=frame.image,
            file="",
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
            ),
            scale=caps.scale_of(frame.size, frame.dpi, camera=frame.camera, shrunk_by=shrunk_by),
        )


def _pdf(data: bytes, caps: Caps) -> Iterator[Page]:
    for number, page in enumerate(pdf_pages(data, caps)):
        yield Page(
            image=page.image,
            file="",
            number=number,
            origin=Origin(
                format="PDF",
                file_bytes=len(data),
                width_px=page.size[0],
                height_px=page.size[1],
                mode=page.mode,
                dpi=page.dpi,
                jpeg_quality=page.jpeg_quality,
                text_layer=page.text_layer,
                embedded_image=page.embedded,
            ),
            scale=page.scale,
            words=page.words,
            rules=page.rules,
        )

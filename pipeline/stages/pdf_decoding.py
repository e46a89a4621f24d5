"""Decodes the bytes of one PDF into pages, in a guarded child only; apart from `decoding`, since its readers take long to load."""

from collections.abc import Iterator

from pipeline.datamodel.page import Origin, Page
from pipeline.stages.caps import Caps
from pipeline.stages.pdf import one_page, pdf_pages


def ready() -> None:
    """Have the PDF readers load what they load at first use, on a file of our own."""
    for _ in sheets(one_page(), "PDF", Caps()):
        pass


def sheets(data: bytes, file_format: str, caps: Caps) -> Iterator[Page]:
    """Yield the pages of one PDF as `decoding.pictures` does those of a picture."""
    for number, page in enumerate(pdf_pages(data, caps)):
        yield Page(
            image=page.image,
            file="",
            number=number,
            origin=Origin(
                format=file_format,
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

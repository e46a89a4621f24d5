"""What a guarded child answers, and what of it is believed: it has handled a hostile file, so every word is checked."""

import math
from collections.abc import Iterator
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta

from pipeline.datamodel.application import printable
from pipeline.datamodel.geometry import Box, Scale
from pipeline.datamodel.page import Origin, Page, Rgb, Rule, Word
from pipeline.stages.caps import Caps

MOST_BYTES = 16_000_000
"""Bytes of one answer without its pixels: 30,000 words with their boxes come to 2 MB, measured 2026-11-25."""
_FAR_PX = 1_000_000

_Count = Annotated[int, Meta(ge=0, le=2**31)]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the child is asked: to decode what it was handed as this format, under these limits."""

    format: str
    caps: Caps


class PageTold(msgspec.Struct, frozen=True, kw_only=True, tag="page", forbid_unknown_fields=True):
    """One page; its pixels follow as rows of RGB bytes. Fields as in `Page` and `Origin`."""

    number: _Count
    height: _Count
    width: _Count
    stored: tuple[_Count, _Count]
    mode: Annotated[str, Meta(max_length=16)]
    dpi: float | None
    jpeg_quality: float | None
    px_per_mm: float | None
    exif_turn: int = 0
    text_layer: bool = False
    embedded: bool = False
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()


class EndTold(msgspec.Struct, frozen=True, kw_only=True, tag="end", forbid_unknown_fields=True):
    """There are no more pages. closed: whether the kernel took the child's network and files from it."""

    closed: bool


class BrokenTold(msgspec.Struct, frozen=True, kw_only=True, tag="broken", forbid_unknown_fields=True):
    """The file cannot be used, and the applicant can mend it; see `BrokenFileError`."""

    slug: Annotated[str, Meta(pattern="^[a-z-]{1,40}$")]
    message: Annotated[str, Meta(max_length=300)]


class FailedTold(msgspec.Struct, frozen=True, kw_only=True, tag="failed", forbid_unknown_fields=True):
    """Our own code failed in the child: the exception's type and the place in our code."""

    error: Annotated[str, Meta(pattern="^[A-Za-z_]{1,60}$")]
    spot: Annotated[str, Meta(pattern=r"^[\w.]{1,60}:\d{1,6}$")]


Answer = PageTold | EndTold | BrokenTold | FailedTold

encode = msgspec.msgpack.Encoder().encode
_decoder: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


class UnbelievableError(ValueError):
    """An answer that no honest child gives."""


def believed(data: bytes, number: int, caps: Caps) -> Answer:
    """Return an answer whose every field is in its range.

    number: of the page that was asked for. Raises UnbelievableError.
    """
    try:
        answer = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnbelievableError("not an answer") from error
    if isinstance(answer, BrokenTold):
        return msgspec.structs.replace(answer, message=printable(answer.message))
    if isinstance(answer, PageTold) and not all(_believable(answer, number, caps)):
        raise UnbelievableError("a page that cannot be")
    return answer


def page_of(told: PageTold, image: Rgb, file: str, *, file_format: str, file_bytes: int, mismatch: bool) -> Page:
    """Return the page that was told of; what the file is, is not the child's to say. image: (height, width, 3) uint8 RGB."""
    return Page(
        image=image,
        file=file,
        number=told.number,
        origin=Origin(
            format=file_format,
            file_bytes=file_bytes,
            width_px=told.stored[0],
            height_px=told.stored[1],
            mode=told.mode,
            dpi=told.dpi,
            jpeg_quality=told.jpeg_quality,
            exif_turn=told.exif_turn,
            name_mismatch=mismatch,
            text_layer=told.text_layer,
            embedded_image=told.embedded,
        ),
        scale=Scale(told.px_per_mm),
        words=told.words,
        rules=told.rules,
    )


def told_of(page: Page) -> tuple[bytes, memoryview]:
    """Return what the child says of a page, and its pixels."""
    pixels = np.ascontiguousarray(page.image)
    told = PageTold(
        number=page.number,
        height=page.height,
        width=page.width,
        stored=(page.origin.width_px, page.origin.height_px),
        mode=page.origin.mode,
        dpi=page.origin.dpi,
        jpeg_quality=page.origin.jpeg_quality,
        px_per_mm=page.scale.px_per_mm,
        exif_turn=page.origin.exif_turn,
        text_layer=page.origin.text_layer,
        embedded=page.origin.embedded_image,
        words=page.words,
        rules=page.rules,
    )
    return encode(told), pixels.reshape(-1).data


def _believable(told: PageTold, number: int, caps: Caps) -> Iterator[bool]:
    yield told.number == number < max(caps.max_pages, caps.max_frames)
    yield 0 < told.height <= caps.max_side_px
    yield 0 < told.width <= caps.max_side_px
    yield told.exif_turn in {0, 90, 180, 270}
    yield told.mode.isascii()
    yield told.mode.isprintable()
    for value in (told.dpi, told.jpeg_quality, told.px_per_mm):
        yield value is None or (math.isfinite(value) and value > 0)
    yield all(_near(word.box) for word in told.words)
    yield all(_near(rule.box) for rule in told.rules)


def _near(box: Box) -> bool:
    return all(-_FAR_PX <= side <= _FAR_PX for side in (box.x, box.y, box.w, box.h)) and box.w > 0 < box.h

"""A page as stages see it: upright pixels and where they came from. It lives in memory only and is never stored."""

from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import UNKNOWN_SCALE, Box, Quad, Scale

# Rgb: (H, W, 3) uint8. Gray: (H, W) uint8. Mask: (H, W) bool, True where the thing it is named for is.
Rgb = NDArray[np.uint8]
Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What the file itself said about the picture, before anything was decoded or turned.

    `format` is by content ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF", "PDF"), `mode` Pillow's word ("RGB", "L", "CMYK" …);
    `dpi` is None where the file says none; `jpeg_quality` (1-100) is estimated from the quantisation tables, None for others;
    `exif_turn` is clockwise degrees (0, 90, 180, 270) that the file's orientation tag asked for and that were applied.
    """

    format: str
    file_bytes: int
    width_px: int
    height_px: int
    mode: str = "RGB"
    dpi: float | None = None
    jpeg_quality: float | None = None
    exif_turn: int = 0
    name_mismatch: bool = False
    text_layer: bool = False
    embedded_image: bool = False


class Word(msgspec.Struct, frozen=True):
    """A run of text from a born-digital page's text layer, in pixels of the page."""

    text: str
    box: Box


class Rule(msgspec.Struct, frozen=True):
    """A straight line drawn in a born-digital page (table border, underline), in pixels of the page."""

    box: Box


class FoundLines(msgspec.Struct, frozen=True):
    """Lines of text that were found when a page was turned, in its pixels, each with a score 0-1, at a long side of `side_px`."""

    side_px: int
    lines: tuple[tuple[Quad, float], ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One upright page.

    image: (H, W, 3) uint8, RGB, upright, long side at most `intake.max_side_px` pixels.
    file: path relative to the application folder, with `/`; number: zero-based page or frame in that file.
    part, quad: which part of the source picture this page is, and where (None: the whole picture).
    turn: clockwise degrees (0, 90, 180, 270) applied after EXIF; skew_deg: clockwise degrees of fine rotation undone.
    words: the text layer of a born-digital page, empty for pictures.
    found: its lines of text, None where they were not looked for yet, or not on the page as it stands now.
    """

    image: Rgb
    file: str
    number: int
    origin: Origin
    part: int = 0
    quad: Quad | None = None
    turn: int = 0
    skew_deg: float = 0.0
    scale: Scale = UNKNOWN_SCALE
    words: tuple[Word, ...] = field(default=())
    rules: tuple[Rule, ...] = field(default=())
    found: FoundLines | None = None

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.image.shape[0])

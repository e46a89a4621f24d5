"""A sheet of paper in millimetres: printed text and rules on a raster, and the record of what was put there."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.drawing.fonts import Face, characters, font

Rgb: TypeAlias = NDArray[np.uint8]  # (H, W, 3)
Floats: TypeAlias = NDArray[np.floating[Any]]  # float32 where nothing else is said
Ink: TypeAlias = tuple[int, int, int]

BLACK: Ink = (24, 24, 26)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One printed piece of text; (x_mm, y_mm) is the top left of its em box."""

    x_mm: float
    y_mm: float
    text: str
    face: Face
    size_mm: float
    ink: Ink


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A printed straight line."""

    from_mm: tuple[float, float]
    to_mm: tuple[float, float]
    width_mm: float


@dataclass(kw_only=True)
class Sheet:
    """A4 (or another size) being filled. image changes in place; runs and rules are kept for born-digital PDF."""

    kind: str
    size_mm: tuple[float, float] = (210.0, 297.0)
    px_per_mm: float = 200 / 25.4
    face: Face = Face.SONG
    form_kind: str | None = None
    image: Image.Image = field(init=False)
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    seals: list[dict[str, Any]] = field(default_factory=list)
    signatures: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Starts with white paper."""
        self.image = Image.new("RGB", (self.px(self.size_mm[0]), self.px(self.size_mm[1])), (255, 255, 255))

    def px(self, length_mm: float) -> int:
        """Millimetres to whole pixels."""
        return round(length_mm * self.px_per_mm)

    def width_mm(self, text: str, size_mm: float, face: Face | None = None) -> float:
        """How wide the text is when printed."""
        return font(face or self.face, self.px(size_mm)).getlength(text) / self.px_per_mm

    def text(  # noqa: PLR0913 - where, what and how it is printed
        self,
        x_mm: float,
        y_mm: float,
        text: str,
        size_mm: float = 4.2,
        *,
        face: Face | None = None,
        ink: Ink = BLACK,
        align: Literal["left", "centre", "right"] = "left",
        fit_mm: float | None = None,
    ) -> None:
        """Prints one line; shrinks it to fit_mm if that is given and the text is wider."""
        used = covering(face or self.face, text)
        wide = self.width_mm(text, size_mm, used)
        if fit_mm is not None and wide > fit_mm:
            size_mm *= fit_mm / wide
            wide = self.width_mm(text, size_mm, used)
        left = x_mm - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        ImageDraw.Draw(self.image).text(
            (self.px(left), self.px(y_mm + size_mm)), text, font=font(used, self.px(size_mm)), fill=ink, anchor="ls"
        )
        self.runs.append(Run(x_mm=left, y_mm=y_mm, text=text, face=used, size_mm=size_mm, ink=ink))

    def paragraph(  # noqa: PLR0913 - as text
        self, x_mm: float, y_mm: float, text: str, width_mm: float, size_mm: float = 4.2, *, leading: float = 1.7, indent: int = 2
    ) -> float:
        """Prints a paragraph, first line indented by whole characters; returns the y below it."""
        rest = "　" * indent + text
        while rest:
            cut = self._line_length(rest, width_mm, size_mm)
            self.text(x_mm, y_mm, rest[:cut], size_mm, fit_mm=width_mm + 1)
            rest = rest[cut:]
            y_mm += size_mm * leading
        return y_mm

    def _line_length(self, text: str, width_mm: float, size_mm: float) -> int:
        cut = len(text)
        while cut > 1 and self.width_mm(text[:cut], size_mm) > width_mm:
            cut -= 1
        while 1 < cut < len(text) and (text[cut] in "，。；、：）" or text[cut - 1 : cut + 1].isdigit()):
            cut -= 1
        return cut

    def rule(self, from_mm: tuple[float, float], to_mm: tuple[float, float], width_mm: float = 0.25) -> None:
        """Prints a line."""
        ImageDraw.Draw(self.image).line([self.px(v) for v in (*from_mm, *to_mm)], fill=(40, 40, 42), width=max(1, self.px(width_mm)))
        self.rules.append(Rule(from_mm=from_mm, to_mm=to_mm, width_mm=width_mm))

    def frame(self, left: float, top: float, right: float, bottom: float, width_mm: float = 0.25) -> None:
        """Prints a rectangle, all in mm."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        for start, end in pairwise(corners):
            self.rule(start, end, width_mm)

    def stain(self, cover: Floats, ink: Ink, centre_mm: tuple[float, float], strength: float = 1.0) -> tuple[int, int, int, int]:
        """Lays translucent ink over the paper as light passes it: darker where it crosses print.

        cover: (h, w) float32 0..1, at this sheet's px_per_mm. Returns the box (x, y, w, h) px that it took.
        """
        height, width = cover.shape
        left = self.px(centre_mm[0]) - width // 2
        top = self.px(centre_mm[1]) - height // 2
        paper = np.asarray(self.image, np.float32).copy()
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(paper.shape[1], left + width), min(paper.shape[0], top + height)
        part = cover[y0 - top : y1 - top, x0 - left : x1 - left, None] * strength
        paper[y0:y1, x0:x1] *= 1 - part * (1 - np.asarray(ink, np.float32) / 255)
        self.image = Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))
        return (x0, y0, x1 - x0, y1 - y0)

    def paste(self, picture: Rgb, left_mm: float, top_mm: float, width_mm: float) -> None:
        """Prints a picture (H, W, 3) at a width, keeping its shape."""
        shown = Image.fromarray(picture)
        shown = shown.resize((self.px(width_mm), self.px(width_mm * shown.height / shown.width)), Image.Resampling.LANCZOS)
        self.image.paste(shown, (self.px(left_mm), self.px(top_mm)))

    def specimen(self) -> None:
        """Prints the light grey mark that this page is invented."""
        width, height = self.size_mm
        self.text(width - 12, height - 8.5, "样本", 2.6, face=Face.HEI, ink=(196, 196, 196), align="right")


def covering(face: Face, text: str) -> Face:
    """The face itself, or Noto Serif where the face lacks a character."""
    have = characters(face)
    return face if all(ord(c) in have or c in " 　" for c in text) else Face.SONG

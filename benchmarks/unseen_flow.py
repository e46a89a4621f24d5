"""Running text with blanks that a pen fills in, the block where both sides sign, and a seal across the edges of a contract's pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from benchmarks.papers import Deal
from benchmarks.unseen_forms import HANDS, SIGNING
from samples.drawing.fonts import Face, covers
from samples.drawing.handwriting import PEN_BLACK, pen_text, sign
from samples.drawing.paper import Ink, Sheet
from samples.drawing.seals import Seal, cut, press

Segment: TypeAlias = tuple[str, bool]  # words, and whether a pen writes them into a blank
SIZE = 4.6


@dataclass(frozen=True, kw_only=True)
class Pen:
    """The hand and the ink that fill in a contract."""

    hand: Face = Face.HONG_LEI
    ink: Ink = PEN_BLACK

    def write(  # noqa: PLR0913, PLR0917 - where, what and how a hand writes
        self, sheet: Sheet, words: str, x: float, y: float, room: float, rng: np.random.Generator, size: float = 5.4
    ) -> None:
        """Words by this hand."""
        faces = tuple(face for face in (self.hand, *HANDS, Face.SONG) if covers(face, words))
        pen_text(sheet, x, y - 0.5, words, rng, size_mm=size, ink=self.ink, fit_mm=room, faces=faces, digit_faces=faces)

    def width_mm(self, sheet: Sheet, words: str, size: float = 5.4) -> float:
        """How wide this hand writes the words."""
        face = next((face for face in (self.hand, *HANDS) if covers(face, words)), Face.SONG)
        return sheet.width_mm(words, size, face)


def flow(  # noqa: PLR0913, PLR0917 - where, what and who writes
    sheet: Sheet, left: float, y: float, width: float, segments: tuple[Segment, ...], pen: Pen, rng: np.random.Generator
) -> float:
    """Prints a paragraph whose blanks are filled in by hand; a heading begins with #. Returns the y below it."""
    pitch = SIZE * 1.85
    if segments[0][0].startswith("#"):
        sheet.text(left, y + 1, segments[0][0][1:], SIZE, face=Face.HEI_BOLD)
        return y + pitch + 1
    x = left + 2 * SIZE
    for words, filled in segments:
        if filled:
            wide = max(pen.width_mm(sheet, words) + 5, 20.0)
            if x + wide > left + width:
                x, y = left, y + pitch
            pen.write(sheet, words, x + 2.5, y, min(wide, width) - 4, rng)
            sheet.rule((x, y + SIZE * 1.28), (x + min(wide, width), y + SIZE * 1.28), 0.2)
            x += wide
            continue
        rest = words
        while rest:
            count = len(rest)
            while count and x + sheet.width_mm(rest[:count], SIZE) > left + width + (SIZE if rest[count - 1] in "，。；：、）" else 0):
                count -= 1
            sheet.text(x, y, rest[:count], SIZE)
            x += sheet.width_mm(rest[:count], SIZE)
            rest = rest[count:]
            if rest:
                x, y = left, y + pitch
    return y + pitch


def block(  # noqa: PLR0913 - what both sides write and where
    sheet: Sheet,
    deal: Deal,
    pen: Pen,
    rng: np.random.Generator,
    y: float,
    words: tuple[str, str, str],
    *,
    day: str,
    columns: tuple[float, float] = (24.0, 112.0),
) -> float:
    """The seal's side on the left, the person's on the right, a day under each; returns the y below it."""
    left, right = columns
    sheet.text(left, y, words[0], 4.4)
    sheet.text(left, y + 30, words[1], 4.4, fit_mm=70)
    sheet.text(right, y, words[2], 4.4)
    for x in columns:
        sheet.text(x, y + 54, "日期：", 4.4)
        if deal.signed:
            pen.write(sheet, day, x + 14, y + 54, 56, rng, 5.0)
    if deal.signed:
        hands = SIGNING if covers(SIGNING[0], deal.person.name) else HANDS
        sign(sheet, "party-b", deal.person.name, (right + 42, y + 16), rng, size_mm=10.5, ink=pen.ink, hands=hands)
        sign(sheet, "party-a-head", deal.employer.head, (left + 34, y + 42), rng, size_mm=9.0, ink=pen.ink, hands=SIGNING)
    else:
        sheet.signatures += [{"role": "party-b", "kind": "empty"}, {"role": "party-a-head", "kind": "empty"}]
    if deal.seal is not None:
        press(sheet, deal.seal, (left + 46 + float(rng.uniform(-4, 4)), y + 18), float(rng.uniform(-16, 16)), rng)
    return y + 64


def across_edges(pages: list[Sheet], seal: Seal, rng: np.random.Generator) -> None:
    """骑缝章: the pages are fanned out and sealed once, so that each edge bears a strip of the seal."""
    cover = cut(seal, pages[0].px_per_mm, rng)
    height = float(rng.uniform(110, 180))
    strips = np.array_split(np.arange(cover.shape[1]), len(pages))
    for sheet, columns in zip(pages, strips, strict=True):
        strip = cover[:, columns]
        wide = strip.shape[1] / sheet.px_per_mm
        sheet.stain(np.ascontiguousarray(strip), seal.ink, (sheet.size_mm[0] - wide / 2, height), seal.strength)

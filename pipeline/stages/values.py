"""Reads the value in a place on a page: its text, whether the place is bare, whether a pen wrote it; no stage."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Field, FieldName
from pipeline.datamodel.page import Mask, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.imaging.penstrokes import Inks, components, ink_mask, measure_strokes, pen_probability, split_inks, stroke_length, tick_boxes
from pipeline.stages.base import Look
from pipeline.stages.page_text import PUNCTUATION, PageText

EDGES = "：:_＿ 　，,、。|丨"
PREPRINTED_DATE = re.compile(r"[年月日自从起至到止/／\-—－_\s]*")
BOXES = frozenset("□☐口○")
TICKS = frozenset("☑√✓■☒")


@dataclass(frozen=True, kw_only=True)
class Values:
    """Reads values of one page. `keep`: characters per step of an employer name's lattice; `faintest`: optical density of ink."""

    look: Look
    text: PageText
    seen_by: str
    keep: int
    faintest: float
    bare_lines: float
    low_lines: float
    narrow_lines: float
    cell_gap: float
    cell_step: float
    pen_from: float
    print_to: float
    ticked_share: float

    def of_glyphs(self, name: FieldName, label: str, glyphs: Sequence[int], box: Box, *, sure: float = 0.9) -> Field:
        """Return the field whose value is these glyphs; with none in it, the place is read again or said to be bare."""
        glyphs = self._without_edges(glyphs)
        around = self.text.hull(glyphs)
        if around is None:
            return self._bare_or_unread(name, label, box)
        reading = self._joined(glyphs)
        if PREPRINTED_DATE.fullmatch(reading.text) and not self._ink(box, without=glyphs):
            return self._field(name, label, box, Reading(text="", engine=reading.engine), sure=sure, blank=True)
        first = [g for g in glyphs if self.text.glyphs[g].line == self.text.glyphs[glyphs[0]].line]
        drawn = self.text.lines[self.text.glyphs[glyphs[0]].line].from_layer
        handwritten = False if drawn else self._by_pen(self.text.hull(first) or around, reading)
        return self._field(name, label, around, reading, sure=sure, handwritten=handwritten)

    def with_lattice(self, field: Field, glyphs: Sequence[int]) -> Field:
        """Return the field read again from its own strip, with lattices, and by the second engine where there is one."""
        strip = self._strip(self._without_edges(glyphs))
        if strip is None or self.look.engines.ocr is None:
            return field
        again = _trimmed(self.look.ocr.read([strip], keep=self.keep)[0])
        # A strip cut a little short loses a character; the page's own reading then stands, the lattice still serves.
        better = (
            again
            if again.text and again.confidence >= field.reading.confidence - 0.02 and len(again.text) >= len(field.reading.text)
            else None
        )
        reading = better or Reading(
            text=field.reading.text, char_confidence=field.reading.char_confidence, engine=field.reading.engine, lattices=again.lattices
        )
        second = None
        if self.look.engines.second_ocr is not None:
            second = _trimmed(self.look.engines.second_ocr.read([strip])[0])
        return Field(
            page=field.page,
            box=field.box,
            # Two looks at the same pixels that differ are no sure reading, whatever each is sure of.
            confidence=round(min(field.confidence, max(0.1, reading.confidence), 1.0 if again.text == field.reading.text else 0.5), 3),
            seen_by=field.seen_by,
            name=field.name,
            label=field.label,
            reading=reading,
            second=second,
            handwritten=field.handwritten,
        )

    def of_digit_cells(self, name: FieldName, label: str, cells: Sequence[Box]) -> Field:
        """Return the number written one digit a cell: the cells' insides set side by side and read as one line."""
        hull = cells[0]
        for cell in cells:
            hull = hull.hull(cell)
        glyphs = self._without_edges(self.text.inside(hull))
        reading = self._joined(glyphs)
        if len(reading.text) != len(cells) and self.look.engines.ocr is not None and self._ink(hull):
            image = self.look.page.image
            inner = [image[c.y + c.h // 8 : c.bottom - c.h // 8, c.x + c.w // 8 : c.right - c.w // 8] for c in cells]
            again = self.look.ocr.read([_side_by_side([part for part in inner if min(part.shape[:2]) > 1])])[0]
            again = Reading(text=_plain(again.text), char_confidence=_plain_confidence(again), engine=again.engine)
            if abs(len(again.text) - len(cells)) < abs(len(reading.text) - len(cells)):
                reading = again
        if not reading.text and not self._ink(hull):
            return self._field(name, label, hull, reading, sure=0.9, blank=True)
        return self._field(name, label, hull, reading, sure=0.9, handwritten=self._by_pen(hull, reading) if reading.text else None)

    def of_choices(self, name: FieldName, label: str, glyphs: Sequence[int], box: Box) -> Field:
        """Return the options of a place with ☑ or □ before each, as the little boxes are ticked; as read where there are no boxes."""
        place = box.clipped(self.look.page.width, self.look.page.height)
        squares = tick_boxes(self._all_ink(place), self.text.height)
        if not squares:
            return self.of_glyphs(name, label, glyphs, box)
        words: list[list[int]] = [[] for _ in squares]
        for g in glyphs:
            at = self.text.glyphs[g].box
            before = [n for n, (square, _) in enumerate(squares) if self._heads(square, at, place)]
            if before and self.text.glyphs[g].char not in BOXES | TICKS | PUNCTUATION:
                words[before[-1]].append(g)
        plain = "".join(
            ("☑" if inside >= self.ticked_share else "□") + self.text.words(option)
            for option, (_, inside) in zip(words, squares, strict=True)
            if option
        )
        reading = Reading(text=plain, char_confidence=(0.8,) * len(plain), engine="ticks")
        return self._field(name, label, box, reading, sure=0.8)

    def _heads(self, square: Box, glyph: Box, place: Box) -> bool:
        """Return whether a square of the place stands left of a glyph, on its row."""
        level = abs(place.y + square.centre.y - glyph.centre.y) < 0.6 * glyph.h
        return level and place.x + square.centre.x < glyph.centre.x

    def _all_ink(self, place: Box) -> Mask:
        """Return every inked pixel of a place, squares and ticks in any colour, without long ruling lines."""
        if place.area == 0:
            return np.zeros((0, 0), dtype=bool)
        inks = split_inks(self.look.page.image[place.y : place.bottom, place.x : place.right], max(4, round(0.5 * self.text.height)))
        known = self.text.ruling.longer(2 * self.text.height).mask(place)
        # A box is printed thinner than the words; at their threshold its outline breaks.
        return ink_mask(np.maximum(inks.dark, inks.red), known, faintest=self.faintest, share=0.15)

    def _bare_or_unread(self, name: FieldName, label: str, box: Box) -> Field:
        box = box.clipped(self.look.page.width, self.look.page.height)
        nothing = Reading(text="")
        if box.h < self.low_lines * self.text.height or box.w < self.narrow_lines * self.text.height:
            return self._field(name, label, box, nothing, sure=0.3)
        if box.area == 0 or not self._ink(box):
            return self._field(name, label, box, nothing, sure=0.9, blank=True)
        if self.look.engines.ocr is None or box.h > 4 * self.text.height:
            return self._field(name, label, box, nothing, sure=0.3)
        again = self.look.ocr.read([np.ascontiguousarray(self.look.page.image[box.y : box.bottom, box.x : box.right])])[0]
        reading = Reading(text=_plain(again.text), char_confidence=_plain_confidence(again), engine=again.engine)
        return self._field(name, label, box, reading, sure=min(0.5, reading.confidence))

    def _field(  # noqa: PLR0913 - one keyword per field of the observation
        self, name: FieldName, label: str, box: Box, reading: Reading, *, sure: float, handwritten: bool | None = None, blank: bool = False
    ) -> Field:
        return Field(
            page=self.look.index,
            box=box.clipped(self.look.page.width, self.look.page.height),
            confidence=round(sure if blank or not reading.text else min(sure, max(0.1, reading.confidence)), 3),
            seen_by=self.seen_by,
            name=name,
            label=_plain(label),
            reading=reading,
            handwritten=handwritten,
            blank=blank,
        )

    def _without_edges(self, glyphs: Sequence[int]) -> list[int]:
        """Return the glyphs without colons, underlines and the like at either end."""
        kept = list(glyphs)
        while kept and self.text.glyphs[kept[0]].char in EDGES:
            kept.pop(0)
        while kept and self.text.glyphs[kept[-1]].char in EDGES:
            kept.pop()
        return kept

    def _joined(self, glyphs: Iterable[int]) -> Reading:
        chosen = [self.text.glyphs[g] for g in glyphs]
        engine = self.text.lines[chosen[0].line].reading.engine if chosen else ""
        return Reading(text="".join(g.char for g in chosen), char_confidence=tuple(g.confidence for g in chosen), engine=engine)

    def _strip(self, glyphs: Sequence[int]) -> Rgb | None:
        """Return one line of pixels holding the glyphs' lines side by side, None where there are none."""
        image, parts = self.look.page.image, []
        for line in dict.fromkeys(self.text.glyphs[g].line for g in glyphs):
            members = [g for g in glyphs if self.text.glyphs[g].line == line]
            box = self.text.hull(members)
            whole = [g for g, glyph in enumerate(self.text.glyphs) if glyph.line == line]
            if box is None:
                continue
            # The line's own ends are the detector's; only where a label was cut off is the edge ours.
            left = self.text.lines[line].box.x if members[0] == whole[0] else box.x - round(0.06 * box.h)
            right = self.text.lines[line].box.right if members[-1] == whole[-1] else box.right + round(0.1 * box.h)
            cut = Box(left, box.y, right - left, box.h).clipped(image.shape[1], image.shape[0])
            if cut.area:
                parts.append(_without_red(image[cut.y : cut.bottom, cut.x : cut.right]))
        return _side_by_side(parts) if parts else None

    def _ink(self, box: Box, without: Iterable[int] = ()) -> bool:
        """Return whether there is ink in a place besides ruling lines and the glyphs given."""
        mask = self._mask(box, without)
        return mask is not None and stroke_length(mask) > self.bare_lines * self.text.height

    def _mask(self, box: Box, without: Iterable[int] = ()) -> Mask | None:
        inked = self._inked(box, without)
        return None if inked is None else inked[0]

    def _inked(self, box: Box, without: Iterable[int] = ()) -> tuple[Mask, Inks] | None:
        """Return the ink of a place besides ruling lines and the glyphs given, and the place's densities; None where there is none."""
        image = self.look.page.image
        box = box.clipped(image.shape[1], image.shape[0])
        if min(box.w, box.h) < 4:  # noqa: PLR2004 - nothing can stand there
            return None
        inks = split_inks(image[box.y : box.bottom, box.x : box.right], max(4, round(0.5 * self.text.height)))
        known = self.text.ruling.mask(box, margin=2.5)
        for g in without:
            common = self.text.glyphs[g].box.grown(2).overlap(box)
            known[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = True
        mask, _ = components(ink_mask(inks.dark, known, faintest=self.faintest), 0.15 * self.text.height)
        return (mask, inks) if mask.any() else None

    def _by_pen(self, box: Box, reading: Reading) -> bool | None:
        """Return whether the strokes are a pen's, None where that is not sure."""
        inked = self._inked(box)
        if inked is None:
            return None
        strokes = measure_strokes(*inked, self.text.height)
        if strokes is None:
            return None
        pen = pen_probability(strokes, reading.confidence)
        return True if pen >= self.pen_from else False if pen <= self.print_to else None


def _without_red(part: Rgb, least_share: float = 0.01) -> Rgb:
    """Return the pixels with red ink taken away where there is some: a seal often lies over the name."""
    inks = split_inks(part, max(4, part.shape[0] // 3))
    if float((inks.red > 0.25).mean()) < least_share:  # noqa: PLR2004 - as red as only ink is
        return part
    grey = (255 * np.exp(-inks.dark)).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))


def _trimmed(reading: Reading) -> Reading:
    """Return the reading without spaces and without colons and the like at either end."""
    text, sure = _plain(reading.text), _plain_confidence(reading)
    start = len(text) - len(text.lstrip(EDGES))
    end = len(text.rstrip(EDGES))
    sure = sure[start:end] if len(sure) == len(text) else sure
    return Reading(text=text[start:end], char_confidence=sure, engine=reading.engine, lattices=reading.lattices)


def _plain(text: str) -> str:
    return "".join(text.split())


def _plain_confidence(reading: Reading) -> tuple[float, ...]:
    if len(reading.char_confidence) != len(reading.text):
        return reading.char_confidence
    return tuple(confidence for char, confidence in zip(reading.text, reading.char_confidence, strict=True) if not char.isspace())


def _side_by_side(parts: Sequence[Rgb]) -> Rgb:
    """Return the pictures scaled to the tallest one's height and set in one row."""
    height = max(part.shape[0] for part in parts)
    scaled = [
        cv2.resize(part, (max(1, round(part.shape[1] * height / part.shape[0])), height), interpolation=cv2.INTER_AREA) for part in parts
    ]
    return np.ascontiguousarray(np.hstack(scaled))

"""Looks at what stands where a signature belongs: handwriting by a pen, or something else; never whose it is."""

import re
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, PageKindSeen, Role, Seal, Signature, TextLine, Writing
from pipeline.datamodel.page import Mask, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.imaging.pen_or_print import Ink, measure_ink, pen_probability, print_beside
from pipeline.imaging.penstrokes import Inks, components, filled, fingerprint_like, framed, ink_mask, split_inks, stroke_length
from pipeline.imaging.ruling import Ruling, find_ruling, ruling_of
from pipeline.stages.base import Look, Stage

SIGNATURES = frozenset(
    {
        Role.APPLICANT_SIGNATURE,
        Role.EMPLOYER_HEAD_SIGNATURE,
        Role.CONTRACT_EMPLOYER_SIGNATURE,
        Role.CONTRACT_PERSON_SIGNATURE,
        Role.STATEMENT_SIGNATURE,
    }
)
DATE = re.compile(r"[\d〇一二三四五六七八九十年月日号./\-—·:：\sOolI|]+")
HAN = re.compile(r"[\u3400-\u9fff]")
NO_NAME = frozenset("无/一、-丶1")
PRINTED_IN_PLACE = re.compile(r"[\s_＿]*(?:年?月?日|[（(]?(?:盖章|公章|签章|签字|签名|手印|签字或盖章)[）)]?)[:：]?")

Share = Annotated[float, Meta(ge=0, le=1)]
Lines = Annotated[float, Meta(ge=0, le=40)]


class _Place(NamedTuple):
    """A cell's pixels and its ink: masks of what is neither ruling line nor known print nor speck; `faint` is either colour.

    typed: what the page's text layer holds there; label: the label's own print, to compare with.
    """

    box: Box
    line: float
    inks: Inks
    dark: Mask
    red: Mask
    faint: Mask
    sealed: Mask
    typed: str
    label: Ink | None


class _Told(NamedTuple):
    writing: Writing
    confidence: float
    ink: str = "none"
    text: str = ""
    mask: Mask | None = None


class Signatures(Stage, frozen=True, kw_only=True):
    """Yields one `Signature` for every cell with a signature's role. Empty is said only where there is next to no ink."""

    name = "signatures"
    sees = (Signature,)
    after = (TextLine, PageKindSeen, Cell, Seal)

    faintest_ink: Annotated[
        float,
        Meta(
            ge=0.05,
            le=0.5,
            description="Fainter marks than this are paper",
            extra={"unit": "optical density", "source": "noise of JPEG quality 50, drawn places, 2026-11-22"},
        ),
    ] = 0.14
    faintest_red: Annotated[
        float,
        Meta(
            ge=0.05,
            le=0.5,
            description="Fainter red than this is paper",
            extra={"unit": "optical density", "source": "drawn places, 2026-11-22"},
        ),
    ] = 0.16
    ruling_lines: Annotated[
        Lines,
        Meta(
            description="Lines shorter than this belong to writing or to a stamp's frame",
            extra={"unit": "text line heights", "source": "drawn name stamps, 2026-11-22"},
        ),
    ] = 4.0
    speck_lines: Annotated[
        Lines,
        Meta(description="A mark shorter than this is dirt", extra={"unit": "text line heights", "source": "drawn places, 2026-11-22"}),
    ] = 0.13
    empty_lines: Annotated[
        Lines,
        Meta(
            description="Strokes together shorter than this leave a place empty",
            extra={"unit": "text line heights", "source": "a dot or a speck, drawn places, 2026-11-22"},
        ),
    ] = 0.35
    signed_lines: Annotated[
        Lines,
        Meta(
            description="Strokes together shorter than this are no signature (a tick, a dash)",
            extra={"unit": "text line heights", "source": "shortest of 87 real signatures against ticks and dashes, 2026-11-22"},
        ),
    ] = 3.2
    handwritten_from: Annotated[
        Share,
        Meta(
            description="From this probability strokes are a pen's",
            extra={"unit": "probability", "source": "99 of 100 printed names it was fitted on stay below, benchmarks/signatures.md"},
        ),
    ] = 0.7
    over_red: Annotated[
        float,
        Meta(
            ge=0,
            le=3,
            description="Paler strokes beside red ink may be its shadow",
            extra={"unit": "optical density", "source": "grey shadows of drawn seals, 2026-11-22"},
        ),
    ] = 0.5
    red_pen_from: Annotated[
        Share,
        Meta(
            description="From this probability red strokes are a pen's and no stamp's or seal's",
            extra={"unit": "probability", "source": "drawn name stamps, 2026-11-22"},
        ),
    ] = 0.95
    printed_to: Annotated[
        Share,
        Meta(
            description="Up to this probability strokes are a printer's",
            extra={"unit": "probability", "source": "tuning half of the writers, 160 places, 2026-11-22"},
        ),
    ] = 0.05
    date_share: Annotated[
        Share,
        Meta(
            description="Share of a reading in characters of dates from which it is a date",
            extra={"unit": "share", "source": "drawn dates, 2026-11-22"},
        ),
    ] = 0.75

    def see(self, look: Look) -> Iterator[Signature]:
        """Yield what stands in every signature's place. Raises EngineMissingError where there is no reader to tell a date from a name."""
        cells = [cell for cell in look.of(Cell) if cell.role in SIGNATURES]
        if not cells:
            return
        page = look.page
        ruling = ruling_of((rule.box for rule in page.rules), page.width) if page.rules else find_ruling(page.image)
        for cell in cells:
            box = cell.box.clipped(page.width, page.height)
            place = self._place(look, cell, box, ruling)
            told = _Told(Writing.UNCLEAR, 0.3) if place is None else self._tell(look, place)
            yield Signature(
                page=look.index,
                box=box if told.mask is None else _hull(told.mask, box),
                confidence=round(told.confidence, 3),
                seen_by=self.name,
                role=cell.role,
                writing=told.writing,
                ink=told.ink,
                text=told.text,
            )

    def _place(self, look: Look, cell: Cell, box: Box, ruling: Ruling) -> _Place | None:
        """Return the ink of a cell, None where the cell is too small to hold any."""
        lines = [line for line in look.of(TextLine) if line.box.overlap(cell.label_box).area > 0]
        tallest = min([line.box.h for line in lines if line.box.centre.y > cell.label_box.y] or [cell.label_box.h])
        # Large handwriting on the label's line makes its box tall; the label's characters are as high as they are wide.
        characters = sum(char.isalnum() for char in cell.label) or 1
        line = float(min(tallest, max(8.0, 1.5 * cell.label_box.w / characters)))
        if box.h < 0.5 * line or box.w < 0.5 * line:
            return None
        inks = split_inks(look.page.image[box.y : box.bottom, box.x : box.right], max(4, round(0.5 * line)))
        known = np.zeros((box.h, box.w), dtype=bool)
        for printed in [cell.label_box, *(t.box for t in look.of(TextLine) if PRINTED_IN_PLACE.fullmatch(t.reading.text))]:
            common = printed.overlap(box)
            known[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = True
        sealed = np.zeros(known.shape, dtype=bool)
        for seal in look.of(Seal):
            common = seal.box.grown(round(0.1 * seal.box.w)).overlap(box)
            sealed[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = True
        least = self.speck_lines * line
        red, _ = components(ink_mask(inks.red, known, faintest=self.faintest_red), least, keep_off_edge=False)
        # Ruling lines are dark, and longer than the frame of a name stamp.
        known |= ruling.longer(self.ruling_lines * line).mask(box)
        dark, _ = components(ink_mask(inks.dark, known, faintest=self.faintest_ink), least)
        # The thin frame of a stamp is paler than its characters.
        faint, _ = components(
            ink_mask(np.maximum(inks.dark, inks.red), known & (inks.red < self.faintest_red), faintest=self.faintest_red, share=0.2), least
        )
        typed = [word for word in look.page.words if box.holds(word.box.centre) and not cell.label_box.holds(word.box.centre)]
        for word in typed:
            common = word.box.grown(round(0.1 * line)).overlap(box)
            dark[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = False
        said = "".join(word.text for word in typed)
        said = "" if PRINTED_IN_PLACE.fullmatch(said) else said.strip(" _＿:：")
        label = print_beside(look.page.image, cell.label_box, line, max(1, len(cell.label)))
        return _Place(box, line, inks, dark, red, faint, sealed, said, label)

    def _tell(self, look: Look, place: _Place) -> _Told:
        dark = stroke_length(place.dark) / place.line if place.dark.any() else 0.0
        red_alone = place.red & ~place.sealed
        red = stroke_length(red_alone) / place.line if red_alone.any() else 0.0
        if dark >= self.signed_lines:
            return self._strokes(look, place, place.dark, "blue" if _blue(place) else "black")
        if red >= self.signed_lines:
            return self._red(look, place, red_alone, dark)
        if place.typed:
            return _Told(Writing.DATE_ONLY if self._date(place.typed) else Writing.PRINTED, 0.99, "black", place.typed)
        if dark > self.empty_lines or red > self.empty_lines:
            return _Told(Writing.UNCLEAR, 0.5, "black" if dark > red else "red", mask=place.dark | red_alone)
        if stroke_length(place.red) > self.signed_lines * place.line:
            return _Told(Writing.SEAL_ONLY, 0.9, "red", mask=place.red)
        return _Told(Writing.EMPTY, 0.97 if dark + red == 0 else 0.85)

    def _red(self, look: Look, place: _Place, mask: Mask, dark: float) -> _Told:
        """Tell red ink that no seal explains: a name stamp, a fingerprint, a red pen, or a seal that was not found."""
        if dark > self.empty_lines:
            return _Told(Writing.UNCLEAR, 0.5, "black", mask=mask | place.dark)
        if fingerprint_like(mask, place.line):
            return _Told(Writing.FINGERPRINT, 0.85, "red", mask=mask)
        if any(framed(part) or filled(part) for part in _parts(place.faint, mask, place.line)):
            return _Told(Writing.NAME_STAMP, 0.9, "red", mask=mask)
        edge = bool(mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
        if edge or place.sealed.any():
            return _Told(Writing.UNCLEAR, 0.5, "red", mask=mask)
        told = self._strokes(look, place, mask, "red")
        # Printed strokes in red are a stamp's: no form is filled in by a red printer.
        if told.writing is Writing.PRINTED:
            return told._replace(writing=Writing.NAME_STAMP)
        doubtful = told.writing is Writing.HANDWRITTEN and told.confidence < self.red_pen_from
        return told._replace(writing=Writing.UNCLEAR, confidence=0.5) if doubtful else told

    def _strokes(self, look: Look, place: _Place, mask: Mask, ink: str) -> _Told:
        """Tell strokes of one colour: stamp, date, print or pen."""
        stamp = any(framed(part) or filled(part) for part in _parts(place.faint, mask, place.line))
        reading = self._read(look, place, mask, ink)
        text = "".join(reading.text.split())
        if self._date(text) and not stamp:
            return _Told(Writing.DATE_ONLY, 0.9, ink, text, mask)
        density = place.inks.red if ink == "red" else place.inks.dark
        strokes = measure_ink(mask, density, place.inks.blueness, min(6, len(text)) or 3)
        # Grey shadows of a seal's characters are pale and pass for pen strokes.
        pale = ink != "red" and place.red.any() and float(np.median(place.inks.dark[mask])) < self.over_red
        # A tick, a circle or the grain of a dark photo reads as nothing or as one sign; no name does.
        nameless = text in NO_NAME or (len(text) < 2 and not HAN.match(text))  # noqa: PLR2004 - as above
        doubtful = strokes is None or pale or nameless
        pen = 0.5 if strokes is None else pen_probability(strokes, place.label, reading.char_confidence)
        # Strokes that lie as a frame does, but look like a pen's, are left to a person.
        if stamp and pen < self.handwritten_from:
            return _Told(Writing.NAME_STAMP, 0.85, ink, text, mask)
        if stamp or doubtful:
            return _Told(Writing.UNCLEAR, 0.5, ink, text, mask)
        if pen >= self.handwritten_from:
            return _Told(Writing.HANDWRITTEN, pen, ink, text, mask)
        if pen <= self.printed_to:
            return _Told(Writing.PRINTED, 1 - pen, ink, text, mask)
        return _Told(Writing.UNCLEAR, 0.5, ink, text, mask)

    def _date(self, text: str) -> bool:
        dated = sum(len(part) for part in DATE.findall(text))
        return len(text) > 2 and dated >= self.date_share * len(text)  # noqa: PLR2004 - a date has three parts

    def _read(self, look: Look, place: _Place, mask: Mask, ink: str) -> Reading:
        """Return what a recogniser makes of the ink, the other colours and the lines taken away."""
        density = place.inks.red if ink == "red" else place.inks.dark
        box = _hull(mask, Box(0, 0, mask.shape[1], mask.shape[0])).grown(round(0.12 * place.line)).clipped(mask.shape[1], mask.shape[0])
        near = _near(mask)[box.y : box.bottom, box.x : box.right]
        grey = np.where(near, 255 * np.exp(-density[box.y : box.bottom, box.x : box.right]), 255).astype(np.uint8)
        strip: Rgb = np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))
        return look.ocr.read([strip])[0]


def _parts(faint: Mask, mask: Mask, line: float) -> Iterator[Mask]:
    """Yield all ink, paler parts too, and every piece of a stamp's size that holds some of the mask."""
    rows, columns = faint.any(axis=1).sum(), faint.any(axis=0).sum()
    if min(rows, columns) >= line:
        yield faint
    _, found = components(faint, 0.8 * line, keep_off_edge=False)
    for box, _area in found:
        if box.h < line or box.w < line:
            continue  # a character such as 国 has a frame of its own
        part = np.zeros_like(faint)
        part[box.y : box.bottom, box.x : box.right] = faint[box.y : box.bottom, box.x : box.right]
        if (part & mask).any():
            yield part


def _near(mask: Mask) -> Mask:
    """Return the mask widened by two pixels, so that soft edges of strokes stay."""
    wide = np.pad(mask, 2)
    near = np.zeros_like(mask)
    for dy in range(5):
        for dx in range(5):
            near |= wide[dy : dy + mask.shape[0], dx : dx + mask.shape[1]]
    return near


def _blue(place: _Place, least: float = 0.15) -> bool:
    """Whether the ink leans to blue; `least` is how much paler it is in the blue channel, in shares of its density."""
    return float(np.median(place.inks.blueness[place.dark])) >= least * float(np.median(place.inks.dark[place.dark]))


def _hull(mask: Mask, at: Box) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Box(at.x + int(columns[0]), at.y + int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)

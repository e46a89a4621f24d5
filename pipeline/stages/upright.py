"""Turns pages the right way up: a photographed sheet laid flat, the quarter turn by what can be read, then the last few degrees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, ClassVar, NamedTuple

import cv2
import msgspec
import numpy as np
from msgspec import Meta

from pipeline.datamodel.geometry import Box, Quad, Scale
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import FoundLines, Page, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines, FaceEngine, OcrEngine
from pipeline.imaging.quads import clockwise, photographed_sheets
from pipeline.imaging.skew import skew_deg, unskewed
from pipeline.imaging.strips import narrowed, size_of, strip
from pipeline.imaging.turning import turned
from pipeline.stages.found import found_after, found_levelled
from pipeline.stages.spread import cut_out, in_reading_order, pages_of

_SEEN = "measured on 49 real documents in four turns, 2026-11-22"
_TURNS = (0, 90, 180, 270)


class Lines(NamedTuple):
    """What the lines of a page say in one turn: how many gave text, how many characters weighed by confidence squared, and their ems."""

    texts: int = 0
    sure: float = 0.0
    ems: float = 0.0

    @property
    def quality(self) -> float:
        """Sure characters an em of line; about 0.9 for upright Chinese print, under 0.3 upside down."""
        return self.sure / self.ems if self.ems else 0.0

    def with_line(self, line: Rgb, reading: Reading) -> "Lines":
        """Return the sum with one line more; an em is the line's height."""
        sure = sum(min(1.0, max(0.0, confidence)) ** 2 for confidence in reading.char_confidence)
        return Lines(self.texts + bool(reading.text.strip()), self.sure + sure, self.ems + line.shape[1] / line.shape[0])


@dataclass(frozen=True)
class FourTurns:
    """The faces of a picture in each of the four turns, looked for when first asked; in pixels of the turned picture."""

    image: Rgb
    engine: FaceEngine | None
    side_px: int

    @cached_property
    def faces(self) -> dict[int, tuple[Face, ...]]:
        """Every face by clockwise turn; empty without an engine."""
        if self.engine is None:
            return {}
        small = _shrunk(self.image, self.side_px)
        factor = max(self.image.shape[:2]) / max(small.shape[:2])
        engine = self.engine
        return {turn: tuple(_grown(f, factor) for f in engine.faces(turned(small, turn), side_px=self.side_px)) for turn in _TURNS}

    def score(self, turn: int) -> float:
        """Return the best face's score in a turn, 0 where there is none."""
        return max((face.score for face in self.faces.get(turn, ())), default=0.0)


class Upright(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Turning needs no more than a glance: a coarse search for lines, a few of them read both ways, or a face looked for in four turns."""

    name: ClassVar[str] = "upright"

    side_px: Annotated[
        int,
        Meta(
            ge=320,
            le=1600,
            description="Long side at which lines are looked for",
            extra={
                "unit": "px",
                "source": "640 finds the lines of A4; at 960 they need not be looked for again to be read (`text.side_px`); 2026-11-25",
            },
        ),
    ] = 960
    spread_side_px: Annotated[
        int,
        Meta(
            ge=640,
            le=2560,
            description="Long side at which lines are looked for where one picture may hold two pages",
            extra={"unit": "px", "source": "two pages side by side, each as large as one at 900 px"},
        ),
    ] = 1280
    lines_read: Annotated[int, Meta(ge=2, le=20, description="Lines read in each turn", extra={"unit": "lines", "source": _SEEN})] = 6
    glance_heights: Annotated[
        int,
        Meta(
            ge=3,
            le=40,
            description="Length in heights to which a line is read to tell its turn",
            extra={
                "unit": "text heights",
                "source": "22 drawn and 29 real pages, some upside down: turned as at 12, at 6 as well; 2026-11-25",
            },
        ),
    ] = 8
    glance_width: Annotated[
        float,
        Meta(
            ge=0.3,
            le=1,
            description="Share of its width at which a line is read to tell its turn",
            extra={
                "unit": "share 0-1",
                "source": "28 drawn and 21 real pages, some upside down: turned as at 1, at 0.5 as well; 2026-11-25",
            },
        ),
    ] = 0.6
    least_quality: Annotated[
        float,
        Meta(
            ge=0,
            le=2,
            description="Sure characters an em of line from which a turn counts as read",
            extra={"unit": "characters/em", "source": _SEEN},
        ),
    ] = 0.3
    sure_quality: Annotated[
        float,
        Meta(
            ge=0,
            le=2,
            description="Sure characters an em of line from which two lines are surely read the right way up, and are not read upside down",
            extra={
                "unit": "characters/em",
                "source": "13 drawn pages, 22 real documents, 2026-11-25: upright 0.91 to 4.03, upside down at most 0.63",
            },
        ),
    ] = 1.0
    least_lead: Annotated[
        float,
        Meta(ge=1, le=10, description="How many times better the best turn reads than the next", extra={"unit": "ratio", "source": _SEEN}),
    ] = 1.4
    least_texts: Annotated[
        int,
        Meta(
            ge=1,
            le=10,
            description="Lines that must give text for a page to be turned by its lines and not by its face",
            extra={"unit": "lines", "source": "5 of 51 real portraits gave one false line, none gave two; 2026-11-22"},
        ),
    ] = 2
    least_page_px: Annotated[
        int,
        Meta(
            ge=200,
            le=3000,
            description="Long side from which a picture counts as a page where no OCR engine can tell",
            extra={"unit": "px", "source": "A4 at 100 dpi is 1169 px high, an ID photo at 300 dpi 579"},
        ),
    ] = 1000
    face_side_px: Annotated[
        int,
        Meta(
            ge=128,
            le=1280,
            description="Long side at which faces are looked for",
            extra={"unit": "px", "source": "right 42/42 at 640, measured 2026-11-21"},
        ),
    ] = 640
    sheet_face_side_px: Annotated[
        int,
        Meta(
            ge=128,
            le=1280,
            description="Long side at which a person is looked for in a picture of a sheet",
            extra={
                "unit": "px",
                "source": "320 finds even the photos printed on 8 photographed forms; 67 pictures judged as at 640; 2026-11-25",
            },
        ),
    ] = 320
    least_face_score: Annotated[
        float,
        Meta(
            ge=0.5,
            le=1,
            description="Face score from which a turn is believed",
            extra={"unit": "score 0-1", "source": "the turn was right on 42/42 photos, measured 2026-11-21"},
        ),
    ] = 0.7
    least_face_lead: Annotated[
        float,
        Meta(
            ge=0,
            le=0.5,
            description="How much the best turn's face score must lead over the page as it came",
            extra={"unit": "score 0-1", "source": "measured on 51 real portraits in four turns, 2026-11-22"},
        ),
    ] = 0.03
    most_skew_deg: Annotated[
        float,
        Meta(
            ge=0,
            le=15,
            description="Largest lean that is undone",
            extra={"unit": "degrees", "source": "a sheet laid by hand; larger leans are a photo's"},
        ),
    ] = 8.0
    least_skew_deg: Annotated[
        float,
        Meta(
            ge=0,
            le=2,
            description="Smallest lean worth a resampling",
            extra={"unit": "degrees", "source": "0.3 degrees move a line of A4 by one millimetre"},
        ),
    ] = 0.3
    least_half_lines: Annotated[
        int,
        Meta(
            ge=1,
            le=30,
            description="Lines that each half of a picture must hold for it to be parted into two pages",
            extra={"unit": "lines", "source": "drawn spreads and single pages, 2026-11-25; an ID card's side has fewer"},
        ),
    ] = 4
    most_face_share: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Height of a face against the sheet's from which a picture is a portrait and not a sheet to lay flat",
            extra={"unit": "share", "source": "a form's printed photo holds a face of 8 % of A4; a card's 37 % is left to lie as it is"},
        ),
    ] = 0.15

    def turn(self, page: Page, engines: Engines) -> Iterator[Page]:
        """Yield the page upright; as it came, pixel for pixel, where nothing says that it should be turned.

        Without engines only what needs none is done: a sheet is laid flat and its lean undone.
        """
        if page.words:
            yield page  # drawn by a program that knew where up is
            return
        faces = FourTurns(page.image, engines.faces, self.face_side_px)
        sheets = self._sheets(page, engines.faces)
        first, has_lines, sure = self._turned(sheets[0], engines, faces)
        if len(sheets) > 1:
            for part, quad in enumerate(in_reading_order([sheet.quad for sheet in sheets if sheet.quad is not None], first.turn)):
                sheet = replace(page, image=cut_out(page, quad), quad=quad, part=part)
                turned_sheet, lined, _ = self._turned(sheet, engines, FourTurns(sheet.image, engines.faces, self.face_side_px))
                yield self._level(turned_sheet) if lined else turned_sheet
            return
        parts: tuple[Page, ...] = ()
        if has_lines and (sure or engines.ocr is None):
            parts = tuple(
                pages_of(page, first, engines.quick or engines.ocr, least_lines=self.least_half_lines, side_px=self.spread_side_px)
            )
        # Only a page of text has lines to lean; a portrait's pixels must stay what the file held.
        for upright in parts or (first,):
            yield self._level(upright) if has_lines else upright

    def _turned(self, page: Page, engines: Engines, faces: FourTurns) -> tuple[Page, bool, bool]:
        """Return one sheet in its quarter turn, whether it is a page of text, and whether its lines say surely which turn that is."""
        turn, lines, found = self._by_lines(page.image, engines.quick or engines.ocr)
        sure = turn is not None
        if lines.texts < self.least_texts:
            # A button or a pattern may read as a word upside down; a face is the better witness of a picture with hardly any text.
            by_face = self._by_face(faces)
            turn = turn if by_face is None else by_face
        has_lines = lines.texts >= self.least_texts if engines.ocr is not None else max(page.width, page.height) >= self.least_page_px
        if turn:
            page = replace(page, image=turned(page.image, turn), turn=turn)
        return replace(page, found=found_after(found, turn or 0, page.width, page.height)), has_lines, sure

    def _sheets(self, page: Page, engine: FaceEngine | None) -> tuple[Page, ...]:
        """Return the photographed sheets laid flat; the page as it is where there is no sure sheet or a person is in the picture."""
        if page.scale.known:
            return (page,)
        quads = photographed_sheets(page.image)
        if not quads or self._shows_person(quads, FourTurns(page.image, engine, self.sheet_face_side_px)):
            return (page,)
        return tuple(replace(page, image=cut_out(page, quad), quad=quad) for quad in quads)

    def _shows_person(self, quads: Sequence[Quad], faces: FourTurns) -> bool:
        """Return whether a face is too large to be printed on a sheet, or stands beside the sheets."""
        for turn, found in faces.faces.items():
            for face in found:
                tall = max(face.box.w, face.box.h) / max(1, *(min(quad.box.w, quad.box.h) for quad in quads))
                # Only an upright face's place is the picture's own; a turned one is judged by its size alone.
                beside = turn == 0 and not any(quad.box.holds(face.box.centre) for quad in quads)
                if face.score >= self.least_face_score and (beside or tall > self.most_face_share):
                    return True
        return False

    def _level(self, page: Page) -> Page:
        lean = skew_deg(page.image, most_deg=self.most_skew_deg)
        if lean is None or not self.least_skew_deg <= abs(lean) <= self.most_skew_deg:
            return page
        image, factor = unskewed(page.image, lean)
        scale = Scale(page.scale.px_per_mm * factor) if page.scale.px_per_mm is not None else page.scale
        return replace(page, image=image, skew_deg=lean, scale=scale, found=found_levelled(page, lean))

    def _by_lines(self, image: Rgb, ocr: OcrEngine | None) -> tuple[int | None, Lines, FoundLines | None]:
        """Return the turn in which the page's lines read best, None where none stands out, what they say in it, and all lines found."""
        if ocr is None:
            return None, Lines(), None
        found = FoundLines(self.side_px, tuple(ocr.detect(image, side_px=self.side_px)))
        lying, standing = self._strips(image, found)
        across_first = sum(s.shape[1] for s in lying) >= sum(s.shape[1] for s in standing)
        read: dict[int, Lines] = {}
        for turns, strips in (((0, 180), lying), ((90, 270), standing)) if across_first else (((90, 270), standing), ((0, 180), lying)):
            read |= self._read_both_ways(turns, strips, ocr)
            if max(lines.quality for lines in read.values()) >= 2 * self.least_quality:
                break
        best, second = sorted(read.items(), key=lambda item: -item[1].quality)[:2]
        sure = best[1].quality >= self.least_quality and best[1].quality >= self.least_lead * second[1].quality
        return (best[0] if sure else None), best[1], found

    def _strips(self, image: Rgb, found: FoundLines) -> tuple[list[Rgb], list[Rgb]]:
        """Return the likeliest lines lying across the picture, and those standing in it, each turned clockwise to lie."""
        lying: list[tuple[float, Quad]] = []
        standing: list[tuple[float, Quad]] = []
        for quad, score in found.lines:
            # Ordered anew: a standing line that leans has its leftmost two corners at one end.
            corners = clockwise(np.array(quad.corners, dtype=np.float32))
            if not np.isfinite(corners).all():
                continue
            outline = Quad(*[(float(x), float(y)) for x, y in corners])
            width, height = size_of(outline)
            if min(height, width) < 6 or 2 * max(height, width) < 3 * min(height, width):  # noqa: PLR2004 - a square says nothing of its turn
                continue
            if width >= height:
                lying.append((score * min(width, 12 * height), outline))
            else:
                standing.append((score * min(height, 12 * width), outline))
        best = [[quad for _, quad in sorted(group, key=lambda item: -item[0])[: self.lines_read]] for group in (lying, standing)]
        lying_cuts, standing_cuts = ([strip(image, quad, tall=np.inf) for quad in group] for group in best)
        return lying_cuts, [turned(cut, 90) for cut in standing_cuts]

    def _read_both_ways(self, turns: tuple[int, int], strips: list[Rgb], ocr: OcrEngine) -> dict[int, Lines]:
        """Return what the lines say as they are and upside down; two lines are enough where one way is nonsense.

        Where the first two read surely as they are nothing is read upside down: no line reads surely both ways.
        """
        ahead, over = Lines(), Lines()
        cuts = [line[:, : self.glance_heights * line.shape[0]] for line in strips]
        first = self._glanced(cuts[:2], ocr)
        for cut, one in zip(cuts, first, strict=False):
            ahead = ahead.with_line(cut, one)
        if ahead.texts == 2 and ahead.quality >= self.sure_quality:  # noqa: PLR2004 - told above
            return {turns[0]: ahead, turns[1]: over}
        ahead = Lines()
        for n, cut in enumerate(cuts):
            back = turned(cut, 180)
            one, other = (*first[n : n + 1], *self._glanced([back], ocr)) if n < len(first) else self._glanced([cut, back], ocr)
            ahead, over = ahead.with_line(cut, one), over.with_line(back, other)
            high, low = max(ahead.quality, over.quality), min(ahead.quality, over.quality)
            if max(ahead.texts, over.texts) >= 2 and high >= 2 * self.least_quality and high >= 3 * low:  # noqa: PLR2004 - told above
                break
        return {turns[0]: ahead, turns[1]: over}

    def _glanced(self, lines: Sequence[Rgb], ocr: OcrEngine) -> list[Reading]:
        return ocr.read([narrowed(line, self.glance_width) for line in lines])

    def _by_face(self, faces: FourTurns) -> int | None:
        """Return the turn with the best face; the detector fires on turned faces too, with a lower score."""
        best = max(_TURNS, key=lambda turn: (faces.score(turn), -turn))
        if faces.score(best) < self.least_face_score or (best and faces.score(best) < faces.score(0) + self.least_face_lead):
            return None
        return best


def _shrunk(image: Rgb, side_px: int) -> Rgb:
    factor = side_px / max(image.shape[:2])
    return image if factor >= 1 else np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _grown(face: Face, factor: float) -> Face:
    """Return a face of the small copy in pixels of the picture."""
    box = Box(*(round(side * factor) for side in (face.box.x, face.box.y, face.box.w, face.box.h)))
    return Face(box=box, score=face.score, points=tuple((x * factor, y * factor) for x, y in face.points))

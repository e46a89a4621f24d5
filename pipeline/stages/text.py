"""Looks for lines of text: from the text layer where a page was born with one, else by detecting and reading its pixels."""

import math
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Annotated, ClassVar

from msgspec import Meta

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import Face, FacesSeen, Observation, TextLine
from pipeline.datamodel.page import FoundLines, Page, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.imaging.strips import narrowed, stacked_row, strip
from pipeline.stages.base import Look, Stage
from pipeline.stages.layer_lines import FIGURES, contradicts, covered, layer_lines, says_the_same, shown, to_witness


class Text(Stage, frozen=True, kw_only=True):
    """Lines in reading order, each as read, with no correction. Text inside seals is debris and left to whoever knows the seals."""

    name: ClassVar[str] = "text"
    sees: ClassVar[tuple[type[Observation], ...]] = (TextLine,)
    after: ClassVar[tuple[type[Observation], ...]] = (FacesSeen,)
    can_lack: ClassVar[tuple[type[Observation], ...]] = (FacesSeen,)

    side_px: Annotated[
        int,
        Meta(
            ge=640,
            le=2560,
            description="long side at which lines are looked for",
            extra={
                "unit": "px",
                "source": "of the lines found at 1280 px on 22 drawn contract and form pages 960 finds 99 %, 640 92 %; 2026-11-25",
            },
        ),
    ] = 960
    close_side_px: Annotated[
        int,
        Meta(
            ge=640,
            le=2560,
            description="long side at which they are looked for on a page of small print, and where a person holds a card",
            extra={"unit": "px", "source": "what was used for every page until 2026-11-25"},
        ),
    ] = 1280
    person_face_share: Annotated[
        float,
        Meta(
            gt=0.0,
            le=1.0,
            description="share of a picture that a face covers from which a person may be holding a card, whose words stand close together",
            extra={"unit": "share 0-1", "source": "8 drawn held cards 0.12 to 0.14, photos printed on 18 forms up to 0.007; 2026-11-25"},
        ),
    ] = 0.02
    least_line_px: Annotated[
        float,
        Meta(
            ge=4,
            le=40,
            description="height, at the side first looked at, that nine in ten lines must have for a page not to be one of small print",
            extra={"unit": "px", "source": "lines of 16 px were found as well as larger ones, those of 11 px not; drawn pages, 2026-11-25"},
        ),
    ] = 12.0
    portrait_face_share: Annotated[
        float,
        Meta(
            gt=0.0,
            le=1.0,
            description="share of a small picture that a face covers from which the picture is a portrait and is not searched for text",
            extra={"unit": "share 0-1", "source": "measured on 46 single portraits, 2026-11-22: 0.10 to 0.41 save three at 0.04 to 0.08"},
        ),
    ] = 0.08
    portrait_side_px: Annotated[
        int,
        Meta(
            ge=100,
            le=4000,
            description="long side below which a picture with such a face is a portrait",
            extra={
                "unit": "px",
                "source": "an ID photo is asked for at 295 x 413 px; a page or a held card this small is not legible anyway",
            },
        ),
    ] = 700
    long_line_heights: Annotated[
        float,
        Meta(
            ge=2.0,
            le=100.0,
            description="length in heights from which a line is read at less than its width",
            extra={"unit": "text heights", "source": "the shortest lines of which this was measured, see `long_line_width`"},
        ),
    ] = 8.0
    long_line_width: Annotated[
        float,
        Meta(
            ge=0.5,
            le=1.0,
            description="share of its width at which a long line is read; 1 reads it as it stands",
            extra={
                "unit": "share 0-1",
                "source": "of 93 lines of 9 drawn pages none lost a letter or a figure at 0.75, one lost two figures at 0.65; 2026-11-25",
            },
        ),
    ] = 0.75
    layer_gap: Annotated[
        float,
        Meta(
            gt=0.0,
            le=10.0,
            description="gap between two words of a text layer from which they are two lines, as in two cells of a table",
            extra={
                "unit": "text heights",
                "source": "letter-spaced titles stand half to one height apart, cells more; drawn pages, 2026-11-22",
            },
        ),
    ] = 1.5

    witness_letters: Annotated[
        int,
        Meta(
            ge=1,
            le=200,
            description="lines of a text layer with at most so many letters, or with figures or labels, are read from the pixels",
            extra={
                "unit": "letters",
                "source": "names, dates, numbers stand in short lines; prose without a label decides nothing",
            },
        ),
    ] = 16
    witness_every: Annotated[
        int,
        Meta(
            ge=1,
            le=100,
            description="of the other lines of a text layer one in so many is read from the pixels, too",
            extra={"unit": "lines", "source": "a layer that lies is mostly false throughout"},
        ),
    ] = 8
    witness_sure: Annotated[
        float,
        Meta(
            gt=0.0,
            le=1.0,
            description="a letter read from the pixels this surely, and not the layer's, is one that the layer does not show",
            extra={
                "unit": "probability 0-1",
                "source": "our choice: program print reads surely, a page made hard to read does not; reading anew only costs time",
            },
        ),
    ] = 0.5
    glance_grown: Annotated[
        float,
        Meta(
            ge=0.0,
            le=0.5,
            description="by how much of its height a line of a text layer is grown on all sides to be read, as boxes of found lines are",
            extra={"unit": "text heights", "source": "boxes of the layer end where letters do; `glance_width`"},
        ),
    ] = 0.2
    glance_width: Annotated[
        float,
        Meta(
            ge=0.3,
            le=1.0,
            description="share of its width at which a line of a text layer without figures is read first; if that differs, as any",
            extra={
                "unit": "share 0-1",
                "source": "of 74 lines of 4 drawn pages 69 read as the layer says at 0.6; 3 of the others held figures; 2026-11-25",
            },
        ),
    ] = 0.6
    layer_share: Annotated[
        float,
        Meta(
            gt=0.0,
            le=1.0,
            description="share of a line found in the pixels that the layer's lines cover from which it is theirs",
            extra={"unit": "share 0-1", "source": "boxes of one line by two finders share more than half"},
        ),
    ] = 0.5

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield the page's lines of text, top to bottom. Raises EngineMissingError where no engine is loaded.

        A text layer is not believed unread, either.
        """
        if look.page.words:
            yield from self._of_layer(look)
        elif not self._portrait(look):
            yield from self._of_pixels(look)

    def _portrait(self, look: Look) -> bool:
        faces = self._faces(look)
        if not faces or max(look.page.width, look.page.height) >= self.portrait_side_px:
            return False
        return faces[0].box.clipped(look.page.width, look.page.height).area > self.portrait_face_share * look.whole.area

    def _faces(self, look: Look) -> list[Face]:
        return [face for seen in look.of(FacesSeen) for face in seen.faces]

    def _of_layer(self, look: Look) -> Iterator[TextLine]:
        """Yield the layer's lines and those of ink that it does not explain; all of the pixels' lines where these say something else."""
        lines = [self._line(look, reading, box, _quad(box), from_layer=True) for reading, box in layer_lines(look.page, self.layer_gap)]
        asked = list(to_witness(lines, letters=self.witness_letters, every=self.witness_every))
        plain = [line for line in asked if not FIGURES.search(line.reading.text)]
        glances = zip(plain, self._glanced(look, plain), strict=True)
        borne_out = {id(line) for line, reading in glances if says_the_same(line.reading, reading)}
        doubted = [line for line in asked if id(line) not in borne_out]
        if self._contradicted(doubted, self._read(look, [_quad(line.box) for line in doubted])):
            yield from self._of_pixels(look)
        elif look.bears_only_print():
            yield from lines
        else:
            beside = [line for line in self._of_pixels(look) if not covered(line.box, lines, self.layer_share)]
            yield from sorted((*lines, *beside), key=lambda line: (line.box.centre.y, line.box.x))

    def _contradicted(self, lines: Sequence[TextLine], seen: Sequence[Reading]) -> list[TextLine]:
        return [line for line, reading in zip(lines, seen, strict=True) if contradicts(line.reading, reading, self.witness_sure)]

    def _glanced(self, look: Look, lines: Sequence[TextLine]) -> list[Reading]:
        """Return what a cheap look at lines of a layer says; what it does not bear out is read as any line is."""
        boxes = [line.box.grown(round(self.glance_grown * line.box.h)).clipped(look.page.width, look.page.height) for line in lines]
        return look.quick.read([narrowed(strip(look.page.image, _quad(box)), self.glance_width) for box in boxes])

    def _of_pixels(self, look: Look) -> Iterator[TextLine]:
        page = look.page
        quads = [quad for found, _ in self._found(look) if (quad := _on_page(found, page)) is not None]
        for quad, reading in zip(quads, self._read(look, quads), strict=True):
            if reading.text.strip():
                yield self._line(look, reading, quad.box, quad, from_layer=False)

    def _found(self, look: Look) -> Sequence[tuple[Quad, float]]:
        """Return the lines that were found when the page was turned, where it was looked at closely enough; else look for them."""
        page, long = look.page, max(look.page.width, look.page.height)
        found = page.found
        if long > self.side_px and any(face.box.area > self.person_face_share * look.whole.area for face in self._faces(look)):
            return look.quick.detect(page.image, side_px=self.close_side_px)
        if found is None or found.side_px < self.side_px:
            found = FoundLines(self.side_px, tuple(look.quick.detect(page.image, side_px=self.side_px)))
        if min(long, self.close_side_px) <= found.side_px:
            return found.lines
        heights = sorted(_height(quad) for quad, _ in found.lines)
        if not heights or heights[len(heights) // 10] * found.side_px >= self.least_line_px * long:
            return found.lines
        return look.quick.detect(page.image, side_px=self.close_side_px)

    def _read(self, look: Look, quads: Sequence[Quad]) -> list[Reading]:
        """Return what stands in each quad. A tall one is read turned and as a stack of upright characters, and the surer reading counts."""
        readings = [_sound(reading) for reading in look.quick.read([self.narrowed(look.strip(quad)) for quad in quads])]
        stacks = {place: row for place, quad in enumerate(quads) if (row := stacked_row(look.page.image, quad)) is not None}
        if stacks:
            for place, reading in zip(stacks, look.quick.read(list(stacks.values())), strict=True):
                if reading.text and reading.confidence > readings[place].confidence:
                    readings[place] = _sound(reading)
        return readings

    def narrowed(self, line: Rgb) -> Rgb:
        """Return a long line at less than its width: reading costs by width, and print reads the same at three quarters of it."""
        height, width = line.shape[:2]
        return narrowed(line, self.long_line_width if width >= self.long_line_heights * height else 1)

    def _line(self, look: Look, reading: Reading, box: Box, quad: Quad, *, from_layer: bool) -> TextLine:
        return TextLine(
            page=look.index,
            box=box,
            confidence=round(reading.confidence, 3),
            seen_by=self.name,
            reading=reading,
            quad=quad,
            from_layer=from_layer,
        )


def _quad(box: Box) -> Quad:
    return Quad((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))


def _height(quad: Quad) -> float:
    """Return the shorter side of a line of text in pixels, whichever way it runs; 0 where it lies nowhere."""
    height = min(math.dist(quad.top_left, quad.top_right), math.dist(quad.top_left, quad.bottom_left))
    return height if math.isfinite(height) else 0.0


def _on_page(quad: Quad, page: Page) -> Quad | None:
    """Return the quad with its corners moved onto the page, None where nothing of it is left."""
    if not all(math.isfinite(value) for corner in quad.corners for value in corner):
        return None
    corners = [(min(max(x, 0.0), float(page.width)), min(max(y, 0.0), float(page.height))) for x, y in quad.corners]
    clipped = Quad(*corners)
    return clipped if clipped.box.area else None


def _sound(reading: Reading) -> Reading:
    """Return the reading without characters that cannot be printed and with one confidence in 0-1 a character, whatever the engine gave."""
    pairs = [
        (character, min(1.0, max(0.0, confidence)))
        for character, confidence in zip_longest(reading.text, reading.char_confidence[: len(reading.text)], fillvalue=0.0)
        if isinstance(character, str) and shown(character)
    ]
    text = "".join(character for character, _ in pairs)
    return Reading(text=text, char_confidence=tuple(c for _, c in pairs), engine=reading.engine, lattices=reading.lattices)

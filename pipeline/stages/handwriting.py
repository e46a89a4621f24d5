"""Looks for handwriting of a signature's kind anywhere on a page, label or not; no check asks for it, `prescreen look` shows it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, NamedTuple

import cv2
import numpy as np
from msgspec import Meta

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Handwriting, Seal, TextLine
from pipeline.datamodel.page import Mask, Rgb
from pipeline.engines.protocols import InkTold
from pipeline.imaging.ink_view import Print, hull, ink_view
from pipeline.imaging.penstrokes import Inks, components, split_inks, stroke_length, without_dashes
from pipeline.imaging.ruling import find_ruling
from pipeline.stages.base import Look, Stage
from pipeline.stages.pen_regions import SIGNING, asks_here, asks_only, distance, joined, label_end, only, scaled, segments, widest_gap

LETTER = re.compile(r"[^\W\d_]")
LABEL_START = 0.25  # share of a line in which a group that is the line's label begins
OWN_LINE = 0.7  # share of a line from which a group is all of it
SOURCE = "tuning half of drawn pages, benchmarks/handwriting.md, 2026-11-25"

Share = Annotated[float, Meta(ge=0, le=1)]
Lines = Annotated[float, Meta(gt=0, le=40)]


class _Sheet(NamedTuple):
    """A page brought to one size of print: `scale` its pixels to the page's, ink without lines and seals, `line` the text line's height."""

    scale: float
    line: float
    inks: Inks
    ink: Mask
    print: Print | None


class HandwritingStage(Stage, frozen=True, kw_only=True):
    """Yields one `Handwriting` per group of pen strokes that may be a signature, top to bottom; dates alone, ticks and dirt are none.

    The page is brought to one size of print; the ink of every line of text, and of what is no line, is told window by window; windows by
    a pen are joined to groups, and every group is told once more as a whole. Red ink is left to the seals.
    """

    name = "handwriting"
    sees = (Handwriting,)
    after = (TextLine, Seal)
    can_lack = (Seal,)

    line_px: Annotated[
        int, Meta(ge=12, le=64, description="Height a line of print is brought to", extra={"unit": "px", "source": SOURCE})
    ] = 26
    faintest_ink: Annotated[
        float,
        Meta(
            ge=0.05,
            le=0.5,
            description="Fainter marks than this are paper",
            extra={"unit": "optical density", "source": "as in the stage for signatures"},
        ),
    ] = 0.16
    window: Annotated[Lines, Meta(description="Width of a window", extra={"unit": "text line heights", "source": SOURCE})] = 3.0
    cut: Annotated[
        Lines, Meta(description="A gap from which a line of text is cut", extra={"unit": "text line heights", "source": SOURCE})
    ] = 0.5
    label_off: Annotated[
        Lines,
        Meta(
            description="How far a label may end from where its characters say, all taken for equally wide",
            extra={"unit": "text line heights", "source": SOURCE},
        ),
    ] = 1.0
    window_from: Annotated[
        Share,
        Meta(description="From this probability a window is taken for pen strokes", extra={"unit": "probability", "source": SOURCE}),
    ] = 0.4
    group_from: Annotated[
        Share, Meta(description="From this probability a whole group is told", extra={"unit": "probability", "source": SOURCE})
    ] = 0.95
    labelled_from: Annotated[
        Share,
        Meta(description="The same beside print that asks for a signature", extra={"unit": "probability", "source": SOURCE}),
    ] = 0.4
    apart: Annotated[
        Lines, Meta(description="Pen strokes further apart are two groups", extra={"unit": "text line heights", "source": SOURCE})
    ] = 0.8
    least_strokes: Annotated[
        Lines,
        Meta(
            description="Strokes together shorter than this are no signature",
            extra={"unit": "text line heights", "source": "as in the stage for signatures"},
        ),
    ] = 3.2
    least_labelled: Annotated[
        Lines, Meta(description="The same beside print that asks for a signature", extra={"unit": "text line heights", "source": SOURCE})
    ] = 2.4
    upright_lines: Annotated[
        Lines,
        Meta(
            description="What runs from top to bottom and is narrower than this is a printed heading",
            extra={"unit": "text line heights", "source": "headings of the forms in samples/, 2026-11-25"},
        ),
    ] = 1.5
    print_signs: Annotated[
        int,
        Meta(
            ge=2,
            le=40,
            description="So many characters read surely in a line of its own are print",
            extra={"unit": "characters", "source": "a Chinese name has two to four"},
        ),
    ] = 5
    print_sure: Annotated[
        Share, Meta(description="From this confidence in the weakest character on", extra={"unit": "confidence 0-1", "source": SOURCE})
    ] = 0.9
    label_reach: Annotated[
        Lines,
        Meta(
            description="How far a label of signing may be to go before nearer print", extra={"unit": "text line heights", "source": SOURCE}
        ),
    ] = 8.0
    label_below: Annotated[
        Lines, Meta(description="How far below its label a signature may be", extra={"unit": "text line heights", "source": SOURCE})
    ] = 3.0
    label_above: Annotated[
        Lines, Meta(description="How far above its label a signature may be", extra={"unit": "text line heights", "source": SOURCE})
    ] = 1.0
    label_aside: Annotated[
        Lines,
        Meta(
            description="How far to its side a signature above or below its label may begin or end",
            extra={"unit": "text line heights", "source": SOURCE},
        ),
    ] = 2.0

    def see(self, look: Look) -> Iterator[Handwriting]:
        """Yield the groups of one page. Raises EngineMissingError where the reader of strokes is not there."""
        lines = [line for line in look.of(TextLine) if line.box.h > 0]
        if not lines:
            return  # without print there is no scale
        sheet = self._sheet(look, lines)
        pieces = [scaled(line.box, sheet.scale) for line in lines]
        ends = [label_end(line.reading.text) for line in lines]
        regions = [region for piece, end in zip(pieces, ends, strict=True) for region in self._of_line(look, sheet, piece, end)]
        regions += self._beside_lines(look, sheet, pieces)
        for region in sorted(joined(regions, self.apart * sheet.line), key=lambda box: (box.y, box.x)):
            mask = only(sheet.ink, region)
            strokes = stroke_length(mask) / sheet.line if mask.any() else 0.0
            if strokes < self.least_labelled:
                continue
            told = self._told(look, sheet, mask)
            if hull(mask).h > 2 * hull(mask).w < 2 * self.upright_lines * sheet.line:
                continue  # a heading printed from top to bottom, as the first column of a form has
            box = scaled(hull(mask), 1 / sheet.scale).clipped(look.page.width, look.page.height)
            label = self._label(lines, box, sheet.line / sheet.scale)
            asked = label is not None and self._asks(label, box, sheet.line / sheet.scale)
            least, sure = (self.least_labelled, self.labelled_from) if asked else (self.least_strokes, self.group_from)
            if strokes < least or told.hand < max(sure, *told) or self._printed(lines, box):
                continue
            yield Handwriting(
                page=look.index,
                box=box,
                confidence=round(told.hand, 3),
                seen_by=self.name,
                label="" if label is None else label.reading.text,
                label_box=None if label is None else label.box,
            )

    def _asks(self, label: TextLine, box: Box, line: float) -> bool:
        """Whether a label asks for a signature, and for this one."""
        return SIGNING.search(label.reading.text) is not None and asks_here(
            label.box,
            box,
            across=self.label_reach * line,
            aside=self.label_aside * line,
            below=self.label_below * line,
            above=self.label_above * line,
        )

    def _printed(self, lines: Sequence[TextLine], box: Box) -> bool:
        """Whether a group is what a line reads as print: a label of signing, or a number or sure print that it fills."""
        held = [line for line in lines if box.share_inside(line.box.grown(4)) > OWN_LINE]
        own = [line for line in held if line.box.share_inside(box.grown(4)) > OWN_LINE]
        # A scrawl after its label may be in the label's line and unread, so only what begins as the label does is the label.
        label = any(asks_only(line.reading.text) and box.x < line.box.x + LABEL_START * line.box.w for line in held)
        return label or any(self._reads_as_print(line) for line in own)

    def _reads_as_print(self, line: TextLine) -> bool:
        """Whether a line that a group fills is no name: a number, or so many characters read so surely as only print is."""
        text = "".join(line.reading.text.split())
        number = any(char.isdigit() for char in text) and not LETTER.search(text)
        return number or (len(text) >= self.print_signs and line.reading.weakest >= self.print_sure)

    def _sheet(self, look: Look, lines: Sequence[TextLine]) -> _Sheet:
        heights = sorted(line.box.h for line in lines)
        scale = min(1.0, self.line_px / heights[len(heights) // 2])
        image: Rgb = look.page.image
        if scale < 1:
            size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
            image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        line = heights[len(heights) // 2] * scale
        inks = split_inks(image, max(4, round(0.5 * line)))
        known = find_ruling(image).mask(Box(0, 0, image.shape[1], image.shape[0]))
        for seal in look.of(Seal):
            if seal.ink != "red":  # a red one is taken out by its colour
                box = scaled(seal.box, scale).clipped(image.shape[1], image.shape[0])
                known[box.y : box.bottom, box.x : box.right] = True
        ink, _ = components(without_dashes((inks.dark > self.faintest_ink) & ~known, line), 0.13 * line, keep_off_edge=False)
        sure = max(lines, key=lambda one: min(one.reading.char_confidence, default=0) * min(6, len(one.reading.text)))
        box = scaled(sure.box, scale).clipped(image.shape[1], image.shape[0])
        part = (slice(box.y, box.bottom), slice(box.x, min(box.right, box.x + round(4 * line))))
        label = Print(ink[part], inks.dark[part]) if ink[part].any() else None
        return _Sheet(scale, line, inks, ink, label)

    def _told(self, look: Look, sheet: _Sheet, mask: Mask) -> InkTold:
        box = hull(mask)
        part = (slice(box.y, box.bottom), slice(box.x, box.right))
        view = ink_view(mask[part], sheet.inks.dark[part], sheet.inks.blueness[part], line=sheet.line, label=sheet.print)
        (told,) = look.pens.tell([view])
        return told

    def _of_line(self, look: Look, sheet: _Sheet, piece: Box, end: float | None) -> Iterator[Box]:
        """Yield the parts of a line of text that a pen wrote: pieces between gaps, or the end of a piece that starts in print.

        end: share of the line (0-1) at which a label of signing ends, None where none does.
        """
        box = piece.grown(round(0.12 * sheet.line)).clipped(sheet.ink.shape[1], sheet.ink.shape[0])
        if min(box.w, box.h) < 0.4 * sheet.line:
            return
        tall = max(sheet.line, min(piece.h, 2.5 * sheet.line))
        for part in self._parts(sheet, box, None if end is None else piece.x + end * piece.w):
            if part.w < 0.5 * sheet.line:
                continue
            if part.w <= 1.5 * self.window * tall:
                if self._told(look, sheet, only(sheet.ink, part)).hand >= self.window_from:
                    yield part
                continue
            yield from self._end_by_pen(look, sheet, part, round(0.5 * self.window * tall))

    def _parts(self, sheet: _Sheet, box: Box, end: float | None) -> Iterator[Box]:
        """Yield the pieces of a line; the one that a label ends in, at `end` px, is cut once more where its gap is widest near there."""
        for part in segments(sheet.ink, box, self.cut * sheet.line):
            gap = None if end is None or not part.x < end < part.right else widest_gap(sheet.ink, part, end, self.label_off * sheet.line)
            if gap is None:
                yield part
            else:
                yield Box(part.x, part.y, gap - part.x, part.h)
                yield Box(gap, part.y, part.right - gap, part.h)

    def _end_by_pen(self, look: Look, sheet: _Sheet, part: Box, step: int) -> Iterator[Box]:
        """Yield the end of a long piece from where a pen wrote on; every half window takes the mean of the windows over it."""
        count = max(1, -(-part.w // step) - 1)
        hands = [self._told_in(look, sheet, Box(part.x + n * step, part.y, 2 * step, part.h).overlap(part)) for n in range(count)]
        shares = [(one + other) / 2 for one, other in pairwise([hands[0], *hands, hands[-1]])]
        first = len(shares)
        while first and shares[first - 1] >= self.window_from:
            first -= 1
        if len(shares) - first >= 2:  # noqa: PLR2004 - half a window alone is as often print cut in two
            yield Box(part.x + first * step, part.y, part.right - part.x - first * step, part.h)

    def _told_in(self, look: Look, sheet: _Sheet, box: Box) -> float:
        mask = only(sheet.ink, box)
        return self._told(look, sheet, mask).hand if mask.sum() > 0.05 * sheet.line**2 else 0.0

    def _beside_lines(self, look: Look, sheet: _Sheet, pieces: Sequence[Box]) -> Iterator[Box]:
        """Yield what a pen wrote where no line of text was found."""
        rest = sheet.ink.copy()
        for box in pieces:
            wide = box.grown(round(0.12 * sheet.line)).clipped(rest.shape[1], rest.shape[0])
            rest[wide.y : wide.bottom, wide.x : wide.right] = False
        reach = np.ones((2 * round(0.3 * sheet.line) + 1, 2 * round(0.5 * sheet.line) + 1), np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(rest.astype(np.uint8), reach), connectivity=8)
        for x, y, w, h, _ in stats[1:count].tolist():
            box = Box(x, y, w, h)
            if min(w, h) < 1.2 * sheet.line or h > 12 * sheet.line:
                continue
            mask = only(rest, box)
            if mask.any() and self._told(look, sheet, mask).hand >= self.window_from:
                yield hull(mask)

    def _label(self, lines: Sequence[TextLine], box: Box, line: float) -> TextLine | None:
        """Return the print that a group belongs to: the nearest left or above; words of signing go before nearer print."""
        best: tuple[float, TextLine] | None = None
        for other in lines:
            if other.box.share_inside(box) > 0.6:  # noqa: PLR2004 - the writing's own line
                continue
            away = distance(other.box, box)
            if not SIGNING.search(other.reading.text):
                away += self.label_reach * line
            if best is None or away < best[0]:
                best = (away, other)
        return None if best is None or best[0] > 2 * self.label_reach * line else best[1]

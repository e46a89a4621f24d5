"""Finds ruling lines (table borders, underlines) on a page and the table cell around any place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask, Rgb


class Segment(NamedTuple):
    """A nearly horizontal (or vertical) line: from `start` to `end` along it, its place across at both ends, its thickness; pixels."""

    start: float
    end: float
    at_start: float
    at_end: float
    thickness: float = 2.0

    def at(self, along: float) -> float:
        """Return the place across at a place along, on the line drawn on through both ends."""
        if self.end <= self.start:
            return self.at_start
        return self.at_start + (self.at_end - self.at_start) * (along - self.start) / (self.end - self.start)

    def covers(self, along: float, slack: float = 0.0) -> bool:
        """Return whether the line runs past a place along it."""
        return self.start - slack <= along <= self.end + slack

    @property
    def length(self) -> float:
        """Pixels from end to end."""
        return self.end - self.start


class Enclosure(NamedTuple):
    """The lines around a place: None where no line stands on that side. `box` is the space inside them."""

    left: float | None
    top: float | None
    right: float | None
    bottom: float | None

    @property
    def closed(self) -> bool:
        """Whether a line stands on every side: a table cell."""
        return None not in (self.left, self.top, self.right, self.bottom)

    @property
    def ruled(self) -> bool:
        """Whether the place stands between two lines of a table and at least one upright."""
        return self.top is not None and self.bottom is not None and (self.left is not None or self.right is not None)

    def box(self, within: Box) -> Box:
        """Return the space between the lines, the outer box standing in for lines that are not there."""
        left = within.x if self.left is None else round(self.left) + 1
        top = within.y if self.top is None else round(self.top) + 1
        right = within.right if self.right is None else round(self.right)
        bottom = within.bottom if self.bottom is None else round(self.bottom)
        return Box(left, top, max(0, right - left), max(0, bottom - top))


@dataclass(frozen=True)
class Ruling:
    """Every ruling line of a page. `slack` is how far (px) lines may miss each other and still count as meeting."""

    horizontals: tuple[Segment, ...] = ()
    verticals: tuple[Segment, ...] = ()
    slack: float = 8.0

    @cached_property
    def borders(self) -> tuple[Segment, ...]:
        """Horizontal lines that meet an upright: the lines of tables."""
        return tuple(line for line in self.horizontals if any(self.meet(line, upright) for upright in self.verticals))

    @cached_property
    def underlines(self) -> tuple[Segment, ...]:
        """Horizontal lines that meet no upright: blanks to write on."""
        borders = set(self.borders)
        return tuple(line for line in self.horizontals if line not in borders)

    def around(self, x: float, y: float) -> Enclosure:
        """Return the nearest table lines left of, above, right of and below a point."""
        above = [line.at(x) for line in self.borders if line.covers(x, self.slack) and line.at(x) <= y]
        below = [line.at(x) for line in self.borders if line.covers(x, self.slack) and line.at(x) > y]
        left = [line.at(y) for line in self.verticals if line.covers(y, self.slack) and line.at(y) <= x]
        right = [line.at(y) for line in self.verticals if line.covers(y, self.slack) and line.at(y) > x]
        return Enclosure(max(left, default=None), max(above, default=None), min(right, default=None), min(below, default=None))

    def divides(self, x0: float, x1: float, y: float) -> bool:
        """Return whether an upright stands between two places of one row."""
        return any(line.covers(y) and x0 < line.at(y) < x1 for line in self.verticals)

    def separates(self, y0: float, y1: float, x: float) -> bool:
        """Return whether a table line stands between two places of one column."""
        return any(line.covers(x) and y0 < line.at(x) < y1 for line in self.borders)

    def underline(self, x: float, top: float, bottom: float) -> Segment | None:
        """Return the underline that runs through a column between two heights, the highest if there are several."""
        found = [line for line in self.underlines if line.covers(x, self.slack) and top <= line.at(x) <= bottom]
        return min(found, key=lambda line: line.at(x), default=None)

    def longer(self, least: float) -> "Ruling":
        """Return the lines of at least so many pixels."""
        return Ruling(
            tuple(line for line in self.horizontals if line.length >= least),
            tuple(line for line in self.verticals if line.length >= least),
            self.slack,
        )

    def mask(self, box: Box, *, margin: float = 1.5) -> Mask:
        """Return (h, w) bool over the box, True on ruling lines widened by `margin` px."""
        canvas = np.zeros((box.h, box.w), np.uint8)
        for line in self.horizontals:
            ends = (round(line.start) - box.x, round(line.at_start) - box.y), (round(line.end) - box.x, round(line.at_end) - box.y)
            cv2.line(canvas, *ends, 1, max(1, round(line.thickness + 2 * margin)))
        for line in self.verticals:
            ends = (round(line.at_start) - box.x, round(line.start) - box.y), (round(line.at_end) - box.x, round(line.end) - box.y)
            cv2.line(canvas, *ends, 1, max(1, round(line.thickness + 2 * margin)))
        return canvas.astype(bool)

    def meet(self, line: Segment, upright: Segment) -> bool:
        """Return whether a horizontal line and an upright touch or cross."""
        x = upright.at(line.at_start)
        y = line.at(x)
        return line.covers(x, self.slack) and upright.covers(y, self.slack)


def find_ruling(image: Rgb, *, dark_share: float = 0.1) -> Ruling:
    """Return the ruling lines of a page, tilted by up to about three degrees.

    Pixels darker than their surroundings by `dark_share` are opened with long flat kernels; pieces of one line are joined.

    image: (H, W, 3) uint8, RGB. dark_share: 0-1 of the local brightness; a printed hairline on a grey photo is about 0.15.
    """
    height, width = image.shape[:2]
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    local = cv2.blur(grey, (31, 31))
    # Of every local brightness the brightest grey that is still dark beside it, so that the page is compared in whole numbers.
    levels = np.arange(256, dtype=np.float32)
    darkest = np.ceil(levels - dark_share * levels).astype(np.uint8)
    dark = (grey < cv2.LUT(local, darkest)).astype(np.uint8)
    reach = max(24, max(width, height) // 55)
    horizontals = _segments(dark, reach, float(reach))
    verticals = _segments(np.ascontiguousarray(dark.T), reach, float(reach))
    return _without_strokes(Ruling(horizontals, verticals, slack=max(6.0, width / 200)), width)


def ruling_of(boxes: Iterable[Box], width: int) -> Ruling:
    """Return the ruling given by a born-digital page's own lines; width: of the page, in pixels."""
    horizontals, verticals = [], []
    for box in boxes:
        if box.w >= 4 * max(1, box.h):
            horizontals.append(Segment(box.x, box.right, box.centre.y, box.centre.y, max(1, box.h)))
        elif box.h >= 4 * max(1, box.w):
            verticals.append(Segment(box.y, box.bottom, box.centre.x, box.centre.x, max(1, box.w)))
    return Ruling(tuple(horizontals), tuple(verticals), slack=max(4.0, width / 300))


def _without_strokes(ruling: Ruling, width: int) -> Ruling:
    """Return the ruling without long strokes of characters: an upright must meet two horizontals of a table's length, or one if long.

    Lengths in shares of the page's width, measured on drawn forms at 100-200 dpi: a title's strokes stay under 1/25, and a
    character that stands on its underline meets one line only.
    """
    horizontals = tuple(line for line in ruling.horizontals if line.length >= width / 25)
    long = [line for line in horizontals if line.length >= width / 12]
    verticals = []
    for upright in ruling.verticals:
        met = sum(ruling.meet(line, upright) for line in long)
        if met > 1 or (met == 1 and upright.length > width / 10):
            verticals.append(upright)
    return Ruling(horizontals, tuple(verticals), slack=ruling.slack)


def _segments(dark: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]", reach: int, gap: float) -> tuple[Segment, ...]:
    """Return the horizontal segments of a 0/1 picture, longest pieces joined over gaps."""
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, reach), np.uint8))
    left, top, across, down = cv2.boundingRect(opened)
    if not across:
        return ()
    # Most pages have no line in most of their rows: only what lies between the outermost ones is labelled.
    left, top = max(0, left - 1), max(0, top - 1)
    opened = opened[top : top + down + 2, left : left + across + 2]
    joined = cv2.dilate(opened, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for i in range(1, count):
        x, y, w, h = (int(v) for v in stats[i, :4])
        inside = (labels[y : y + h, x : x + w] == i) & (opened[y : y + h, x : x + w] > 0)
        segment = _fit(inside, x + left, y + top)
        if segment is not None and segment.length >= reach and segment.thickness <= max(9.0, reach / 4):
            found.append(segment)
    return _joined(found, gap)


def _fit(inside: Mask, x: int, y: int) -> Segment | None:
    """Return the straight line through a component, None when it is no thin straight thing."""
    columns = np.flatnonzero(inside.any(axis=0))
    if columns.size < 2:  # noqa: PLR2004 - a line needs two points
        return None
    rows = np.arange(inside.shape[0], dtype=np.float32)[:, None]
    weight = inside[:, columns]
    centre = (weight * rows).sum(axis=0) / weight.sum(axis=0)
    slope, offset = np.polyfit(columns, centre, 1)
    thickness = float(np.median(weight.sum(axis=0)))
    # A stroke of a large character or a seal's ring is opened too; it does not lie on one straight line.
    if float(np.abs(centre - (slope * columns + offset)).mean()) > max(2.0, 0.6 * thickness):
        return None
    start, end = float(columns[0]), float(columns[-1])
    return Segment(x + start, x + end, y + slope * start + offset, y + slope * end + offset, thickness)


def _joined(segments: Sequence[Segment], gap: float) -> tuple[Segment, ...]:
    """Return the segments with pieces of one line joined: little gap along, little step across."""
    lines: list[Segment] = []
    for piece in sorted(segments):
        for i, line in enumerate(lines):
            step = abs(line.at_end - piece.at_start)
            if piece.start - line.end <= gap and piece.end > line.end and step <= 2 + line.thickness and piece.start > line.start:
                lines[i] = Segment(line.start, piece.end, line.at_start, piece.at_end, max(line.thickness, piece.thickness))
                break
        else:
            lines.append(piece)
    return tuple(lines)

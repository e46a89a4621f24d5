"""Boxes, quads and scale, all in pixels of the upright page: origin top left, x right, y down, half-open."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec


class Point(NamedTuple):
    """A point in pixels of the upright page."""

    x: float
    y: float


class Box(msgspec.Struct, frozen=True, array_like=True):
    """A half-open rectangle in whole pixels: `x <= px < x + w`, `y <= py < y + h`; written `[x, y, w, h]`."""

    x: int
    y: int
    w: int
    h: int

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> "Box":
        """Return the smallest box that holds every point."""
        xs, ys = zip(*points, strict=True)
        x, y = int(min(xs)), int(min(ys))
        return cls(x, y, int(-(-max(xs) // 1)) - x, int(-(-max(ys) // 1)) - y)

    @property
    def right(self) -> int:
        """First column to the right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.h

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    @property
    def area(self) -> int:
        """Pixels inside; 0 for an empty or inverted box."""
        return max(0, self.w) * max(0, self.h)

    def holds(self, point: tuple[float, float]) -> bool:
        """Return whether the point lies inside."""
        return self.x <= point[0] < self.right and self.y <= point[1] < self.bottom

    def overlap(self, other: "Box") -> "Box":
        """Return the common rectangle; `area == 0` when there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Box(x, y, max(0, min(self.right, other.right) - x), max(0, min(self.bottom, other.bottom) - y))

    def share_inside(self, other: "Box") -> float:
        """Return the share (0-1) of this box that lies inside the other."""
        return self.overlap(other).area / self.area if self.area else 0.0

    def hull(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def grown(self, by: int) -> "Box":
        """Return the box moved outward by so many pixels on every side."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def clipped(self, width: int, height: int) -> "Box":
        """Return what of the box lies on a page of this size."""
        return self.overlap(Box(0, 0, width, height))


class Quad(msgspec.Struct, frozen=True, array_like=True):
    """Four corners in pixels, clockwise from the top left as the content stands."""

    top_left: tuple[float, float]
    top_right: tuple[float, float]
    bottom_right: tuple[float, float]
    bottom_left: tuple[float, float]

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners in order."""
        return (self.top_left, self.top_right, self.bottom_right, self.bottom_left)

    @property
    def box(self) -> Box:
        """The smallest upright box around the corners."""
        return Box.around(self.corners)


def clockwise_quad(corners: Iterable[tuple[float, float]]) -> Quad:
    """Return four corners, in any order, as a quad: the left pair by height, then the right pair; to a tenth of a pixel."""
    by_x = sorted((round(float(x), 1), round(float(y), 1)) for x, y in corners)
    (top_left, bottom_left), (top_right, bottom_right) = (sorted(pair, key=lambda p: p[1]) for pair in (by_x[:2], by_x[2:]))
    return Quad(top_left, top_right, bottom_right, bottom_left)


def in_reading_order(lines: Iterable[tuple[Quad, float]]) -> list[tuple[Quad, float]]:
    """Return lines of text, each with a score, by row and, within a row, from left to right.

    A row is lines whose middles lie within half a height.
    """
    rows: list[list[tuple[Quad, float]]] = []
    for line in sorted(lines, key=lambda line: line[0].box.centre.y):
        box = line[0].box
        if rows and abs(rows[-1][0][0].box.centre.y - box.centre.y) < min(rows[-1][0][0].box.h, box.h) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line[0].box.x)]


class Scale(msgspec.Struct, frozen=True):
    """Pixels per millimetre of paper; `UNKNOWN_SCALE` for a phone photo, which has none."""

    px_per_mm: float | None = None

    @classmethod
    def of_dpi(cls, dpi: float) -> "Scale":
        """Return the scale of a scan of so many dots an inch."""
        return cls(px_per_mm=dpi / 25.4)

    @property
    def known(self) -> bool:
        """Whether millimetres can be told on this page."""
        return self.px_per_mm is not None

    def mm(self, px: float) -> float | None:
        """Return a length in millimetres, or None where the scale is unknown."""
        return None if self.px_per_mm is None else px / self.px_per_mm


UNKNOWN_SCALE = Scale()

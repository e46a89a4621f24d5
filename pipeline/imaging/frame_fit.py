"""Draws a four-sided outline onto a blob of ink: lines along its sides, whatever lies across them or sticks out."""

import cv2
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating]
Points = NDArray[np.float32]  # (n, 2), x and y
BINS = 32  # places along a side at which its outermost ink is looked for
TOLERANCE = 0.025  # of the other side's length: how far from a side's line its ink may lie


def to_unit_square(along: Numbers, across: Numbers) -> NDArray[np.float64] | None:
    """Return (3, 3), the homography that takes the outline's corners to those of the unit square, or None where no four sides are seen.

    along, across: the blob's points in its rectangle, 0 to 1 each. A side is the line that most of the outermost ink in its outer third
    lies on, so that a sign that sticks out, a gap or a photo's perspective does not turn it. Source: Fischler and Bolles 1981.
    """
    sides = [_line(along, across), _line(along, 1 - across), _line(across, along), _line(across, 1 - along)]
    if any(side is None for side in sides):
        return None
    (m0, c0), (m1, c1), (m2, c2), (m3, c3) = (side for side in sides if side is not None)
    top, bottom, left, right = (m0, c0), (-m1, 1 - c1), (m2, c2), (-m3, 1 - c3)
    corners = [_crossing(level, upright) for level, upright in ((top, left), (top, right), (bottom, right), (bottom, left))]
    quad = np.array(corners, dtype=np.float32)
    if not np.isfinite(quad).all() or not cv2.isContourConvex(quad) or cv2.contourArea(quad) < 0.5:  # noqa: PLR2004 - of the rectangle
        return None
    return np.asarray(cv2.getPerspectiveTransform(quad, np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)), dtype=np.float64)


def through(homography: NDArray[np.float64], along: Numbers, across: Numbers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the points' places after the homography."""
    x, y, scale = homography @ np.stack([along, across, np.ones_like(along)])
    return np.asarray(x / scale), np.asarray(y / scale)


def _line(run: Numbers, off: Numbers) -> tuple[float, float] | None:
    """Return slope and start of the line off = slope * run + start along the side at off = 0, or None where less than half is there."""
    near = (off < 1 / 3) & (run >= 0) & (run < 1)
    at = (run[near] * BINS).astype(np.int64)
    outermost = np.full(BINS, np.inf)
    np.minimum.at(outermost, at, off[near])
    seen = np.flatnonzero(np.isfinite(outermost))
    if len(seen) < BINS // 2:
        return None
    x, y = (seen + 0.5) / BINS, outermost[seen]
    first, second = (each.ravel() for each in np.meshgrid(np.arange(len(seen)), np.arange(len(seen)), indexing="ij"))
    apart = second - first > BINS // 4
    first, second = first[apart], second[apart]
    slope = (y[second] - y[first]) / (x[second] - x[first])
    slope, first = slope[np.abs(slope) < 0.35], first[np.abs(slope) < 0.35]  # noqa: PLR2004 - a steeper one is no side of this rectangle
    if not len(slope):
        return None
    on_it = np.abs(y[None] - (y[first][:, None] + slope[:, None] * (x[None] - x[first][:, None]))) < TOLERANCE
    best = int(on_it.sum(axis=1).argmax())
    if on_it[best].sum() < BINS // 2:
        return None
    fitted = np.polyfit(x[on_it[best]], y[on_it[best]], 1)
    return float(fitted[0]), float(fitted[1])


def _crossing(level: tuple[float, float], upright: tuple[float, float]) -> tuple[float, float]:
    """Return where across = m * along + c meets along = n * across + d."""
    (m, c), (n, d) = level, upright
    across = (m * d + c) / (1 - m * n)
    return n * across + d, across

"""Four lines that face each other around ink: the sides of a stamp that is joined to print, to a ring or to a heading of the same ink."""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.floating[Any]]
SCALE = 0.65  # of the picture, at which lines are looked for
STRONG = 0.4  # strength of ink that is drawn as full when lines are looked for
MOST_LINES = 48  # the longest ones, from which sides are taken
LEANING = np.cos(np.radians(12.0))  # of opposite sides against each other, and of the corners against a right one, as a photo turns them
LEAST = 0.4  # of the least side: the shortest piece of a line that is looked at
COVERED = 0.35  # of a side: the least that the longest piece of the four sides covers of its own
NEAREST = 4  # lines on each side of one that are tried together with it
SAMPLES = 32  # along a side
ON_SIDE = (0.06, 0.94)  # of a side: what is looked at, without the corners
BEYOND = (1.06, 1.16)  # of a side: where a table's line goes on beyond the corner


class Sides(NamedTuple):
    """Quadrilaterals (n, 4, 2), clockwise, x and y; shares (n, 4) of their sides that are inked, and of what lies just outside of them.

    beyond: (n,) how many of the eight ends of sides go on beyond their corner, as a table's lines do.
    """

    corners: Floats
    inked: Numbers
    outside: Numbers
    beyond: NDArray[np.int64]


def quads(strength: Floats, *, least: float, sides_px: tuple[float, float], aspect: float) -> Sides:
    """Return what four lines enclose whose ink lies inwards; several may be about the same.

    strength: (H, W) float32, 0 on paper; least: from which strength anything is ink; sides_px: least and most; aspect: least ratio.
    Source: von Gioi et al. 2010, line segments.
    """
    drawn = np.asarray(np.clip(strength * (255 / STRONG), 0, 255), dtype=np.uint8)
    lines = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, SCALE).detect(drawn)[0]
    corners = _corners(lines.reshape(-1, 4).astype(np.float64), sides_px, aspect) if lines is not None else np.empty((0, 4, 2))
    if not len(corners):
        return Sides(np.empty((0, 4, 2), np.float32), np.empty((0, 4)), np.empty((0, 4)), np.empty(0, np.int64))
    return _measured(strength, np.asarray(corners, dtype=np.float32), least)


def _corners(lines: Numbers, sides_px: tuple[float, float], aspect: float) -> Numbers:
    """Return (n, 4, 2): for each line the opposite one and two across that lie closest to its ends."""
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    order = np.argsort(-length)[:MOST_LINES]
    order = order[length[order] > LEAST * sides_px[0]]
    lines, length = lines[order], length[order]
    start, along = lines[:, :2], (lines[:, 2:] - lines[:, :2]) / length[:, None]
    inwards = np.stack([along[:, 1], -along[:, 0]], axis=1)  # the detector has what is brighter on one side
    found = []
    for base in range(len(lines) - 3):  # the longest of the four; the others come after it
        # In the frame of this line, its ink below: x along it, y inwards.
        frame = np.stack([-along[base], inwards[base]])
        first, way, facing = (start - start[base]) @ frame.T, along @ frame.T, inwards @ frame.T
        last = first + way * length[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = first[:, 0] - first[:, 1] * way[:, 0] / way[:, 1]  # where a line across meets this one
        span = sorted((0.0, float(last[base, 0])))
        slack, below = 0.1 * sides_px[0], np.maximum(first[:, 1], last[:, 1]) > 0
        below[:base] = False
        left = _closest((facing[:, 0] > LEANING) & below & (crossing < span[0] + slack), -crossing)
        right = _closest((facing[:, 0] < -LEANING) & below & (crossing > span[1] - slack), crossing)
        middle = (first[:, 1] + last[:, 1]) / 2
        ends = np.minimum(first[:, 0], last[:, 0]), np.maximum(first[:, 0], last[:, 0])
        for one in left:
            for other in right:
                wide = crossing[other] - crossing[one]
                if not sides_px[0] <= wide <= min(sides_px[1], length[base] / COVERED):
                    continue
                within = (ends[1] > crossing[one]) & (ends[0] < crossing[other])
                opposite = (facing[:, 1] < -LEANING) & within & below & (middle >= max(sides_px[0], aspect * wide))
                opposite &= middle <= min(sides_px[1], wide / aspect)
                for across in _closest(opposite, middle):
                    quad = [_meeting(start, along, *pair) for pair in ((base, one), (base, other), (across, other), (across, one))]
                    found.append(quad)
    return np.asarray(found).reshape(-1, 4, 2)


def _closest(chosen: NDArray[np.bool_], away: Numbers) -> list[int]:
    """Return the chosen ones that are least away, a few of them, none but a pixel farther than another."""
    kept: list[int] = []
    for index in np.flatnonzero(chosen)[np.argsort(away[chosen])].tolist():
        if all(abs(away[index] - away[other]) > 1.5 for other in kept):  # noqa: PLR2004 - pixels: the same line in two pieces
            kept.append(index)
            if len(kept) == NEAREST:
                break
    return kept


def _meeting(start: Numbers, along: Numbers, one: int, other: int) -> Numbers:
    """Return the point (2,) where two lines meet; they stand about across each other."""
    (a, b), (c, d) = along[one], along[other]
    dx, dy = start[other] - start[one]
    return np.asarray(start[one] + along[one] * ((dx * d - dy * c) / (a * d - b * c)))


def _measured(strength: Floats, corners: Floats, least: float) -> Sides:
    following = np.roll(corners, -1, axis=1)
    way = following - corners
    centre = corners.mean(axis=1, keepdims=True)
    shorter = np.maximum(np.linalg.norm(way, axis=2).min(axis=1), 1.0)
    normal = np.stack([-way[..., 1], way[..., 0]], axis=-1) / np.maximum(np.linalg.norm(way, axis=2, keepdims=True), 1e-6)
    normal *= np.sign(((centre - corners) * normal).sum(axis=2, keepdims=True))

    def at(places: Numbers, inwards: Numbers) -> Numbers:
        """Return the strongest ink (n, 4, places) at places along the sides over steps inwards (n, steps), pixels."""
        points = (corners[:, :, None] + way[:, :, None] * places[:, None])[:, :, :, None]
        points = points + normal[:, :, None, None] * inwards[:, None, None, :, None]
        x, y = (np.rint(points[..., axis]).astype(np.int64) for axis in (0, 1))
        on = (x >= 0) & (y >= 0) & (x < strength.shape[1]) & (y < strength.shape[0])
        values = strength[np.clip(y, 0, strength.shape[0] - 1), np.clip(x, 0, strength.shape[1] - 1)] * on
        return np.asarray(values.max(axis=3))

    ones = np.ones((len(corners), 1))
    line = at(np.linspace(*ON_SIDE, SAMPLES), ones * np.array([0.0, 1.0, 2.0, 3.0]))
    level = np.maximum(least, 0.4 * np.median(line, axis=(1, 2)))[:, None, None]
    farther = shorter[:, None] * np.array([-0.05, -0.08])
    outside = at(np.linspace(*ON_SIDE, SAMPLES), np.minimum(farther, ones * np.array([-3.0, -4.0])))
    ends = at(np.array([1 - BEYOND[1], 1 - np.mean(BEYOND), 1 - BEYOND[0]]), ones * np.array([-1.0, 0.0, 1.0, 2.0]))
    starts = at(np.array([BEYOND[0], np.mean(BEYOND), BEYOND[1]]), ones * np.array([-1.0, 0.0, 1.0, 2.0]))
    beyond = (ends > level).all(axis=2).sum(axis=1) + (starts > level).all(axis=2).sum(axis=1)
    return Sides(corners, (line > level).mean(axis=2), (outside > level).mean(axis=2), beyond)

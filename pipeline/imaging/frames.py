"""Frames that a stamp can have, found in a mask of ink: four inked sides that stand alone, with signs within."""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask
from pipeline.imaging import ellipses, frame_fit, frame_lines

LEANING = np.array([0.0, -0.015, 0.015, -0.03, 0.03])  # slopes against the frame at which a line through it is looked for
MOST_BEYOND = 1  # ends of sides that go on beyond their corner: print may; the lines of a table's cell do at two corners
TURNED_DEG = 8.0  # more than a photo turns a page's print: what is turned so is no sign of a heading
PERHAPS = 0.4  # inked share of a rectangle's sides from which it is worth while to fit lines to them


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A four-sided outline: its box, the sides of its rectangle (longer first) and clockwise turn, and what is inked.

    share: mean share (0-1) of the sides that is inked, fill: of the whole rectangle, middle: of its inner half both ways.
    """

    box: Box
    sides: tuple[float, float]
    turn_deg: float
    share: float
    fill: float
    middle: float

    def moved(self, dx: int, dy: int) -> "Frame":
        """Return the frame in a picture that begins so far to the left and above."""
        return replace(self, box=Box(self.box.x + dx, self.box.y + dy, self.box.w, self.box.h))


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """What an outline must have whose sides were only seen after lines were fitted to them, as signs of a heading have sides, too.

    least_px: its shorter side; share: inked share of all four sides; fill: most of the whole that is inked.
    """

    least_px: float
    share: float
    fill: float


def framed(  # noqa: PLR0913 - what is looked for is described by exactly these
    mask: Mask,
    *,
    least_px: float,
    most_px: float,
    share: tuple[float, float],
    fill: tuple[float, float],
    aspect: float,
    fitted: Fitted,
) -> list[Frame]:
    """Return square and rectangular outlines: blobs whose four sides are inked; several may overlap (`apart`).

    least_px, most_px: the sides; share: least inked share of the worst side and of all four; fill: least and most of the whole;
    aspect: least ratio of the sides. A ruled table is left out: a line runs through its middle from side to side.
    """
    found: list[Frame] = []
    for points, box in ellipses.blobs(mask, least_px=0.9 * least_px, aspect=0.8 * aspect, kernels_px=(1, 3, 7)):
        if max(box.w, box.h) > 1.5 * most_px or len(points) < 60:  # noqa: PLR2004 - a frame of the least size has more
            continue
        (x, y), (w, h), angle = cv2.minAreaRect(_row_ends(points))
        if not least_px <= min(w, h) <= max(w, h) <= most_px or min(w, h) < aspect * max(w, h):
            continue
        places = _in_frame(points, (x, y), (w, h), angle)
        sides = _side_shares(*places, (w, h))
        homography, most = np.eye(3), fill[1]
        if min(sides) < share[0] or float(np.mean(sides)) < share[1]:
            drawn = frame_fit.to_unit_square(*places) if float(np.mean(sides)) > PERHAPS and min(w, h) >= fitted.least_px else None
            if drawn is None:
                continue
            homography, most = drawn, fitted.fill
            sides = _side_shares(*frame_fit.through(homography, *places), (w, h))
            if min(sides) < share[0] or float(np.mean(sides)) < fitted.share:
                continue
        rows, columns = np.nonzero(mask[box.y : box.bottom, box.x : box.right])
        every = np.stack([columns + box.x, rows + box.y], axis=1).astype(np.float32)
        inside = _inside(*frame_fit.through(homography, *_in_frame(every, (x, y), (w, h), angle)), (w, h))
        if inside is None or not fill[0] <= inside.filled <= most:
            continue
        found.append(
            Frame(
                box=box,
                sides=(max(w, h), min(w, h)),
                turn_deg=(angle + 45) % 90 - 45,
                share=float(np.mean(sides)),
                fill=inside.filled,
                middle=inside.middle,
            )
        )
    return found


def lined(
    mask: Mask, sides: frame_lines.Sides, *, share: tuple[float, float, float], fill: tuple[float, float], fitted: Fitted
) -> list[Frame]:
    """Return the outlines among what four lines enclose: inked sides, little just outside, none that goes on, signs within.

    mask: as in `framed`; share: least of the worst side, of all four, and most just outside; fill, fitted: as there, fitted for what
    lies along the page's edges, as signs of a heading do. Of several that are about the same the best is taken.
    """
    found: list[Frame] = []
    clear = sides.inked.mean(axis=1) - sides.outside.mean(axis=1)
    chosen = (sides.inked.mean(axis=1) >= share[1]) & (sides.inked.min(axis=1) >= share[0])
    chosen &= (sides.outside.mean(axis=1) <= share[2]) & (sides.beyond <= MOST_BEYOND)
    tried: list[Box] = []
    for index in np.flatnonzero(chosen)[np.argsort(-clear[chosen])].tolist():
        corners = sides.corners[index]
        box = Box.around([(float(x), float(y)) for x, y in corners]).clipped(mask.shape[1], mask.shape[0])
        if any(box.overlap(other).area > 0.7 * max(box.area, other.area) for other in tried):
            continue
        tried.append(box)
        way = np.roll(corners, -1, axis=0) - corners
        w, h = (float(each) for each in (np.linalg.norm(way[0::2], axis=1).mean(), np.linalg.norm(way[1::2], axis=1).mean()))
        turn = (math.degrees(math.atan2(way[0, 1], way[0, 0])) + 45) % 90 - 45
        turned = abs(turn) > TURNED_DEG
        mean = float(sides.inked[index].mean())
        if not turned and (min(w, h) < fitted.least_px or mean < fitted.share):
            continue
        rows, columns = np.nonzero(mask[box.y : box.bottom, box.x : box.right])
        unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
        homography = np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), unit), dtype=np.float64)
        inside = _inside(*frame_fit.through(homography, columns + float(box.x), rows + float(box.y)), (w, h))
        if inside is not None and fill[0] <= inside.filled <= (fill[1] if turned else fitted.fill):
            found.append(Frame(box=box, sides=(max(w, h), min(w, h)), turn_deg=turn, share=mean, fill=inside.filled, middle=inside.middle))
    return found


class _Inside(NamedTuple):
    """Shares (0-1) of a rectangle that are inked: of the whole, and of its inner half both ways."""

    filled: float
    middle: float


def _inside(along: NDArray[np.float64], across: NDArray[np.float64], size: tuple[float, float]) -> _Inside | None:
    """Return how much stands in a rectangle, or None where it is an empty box, a block of ink or a ruled table; places of ink, 0 to 1."""
    inside = (np.abs(along - 0.5) <= 0.5) & (np.abs(across - 0.5) <= 0.5)  # noqa: PLR2004 - half of the rectangle each way
    inner = (np.abs(along - 0.5) < 0.25) & (np.abs(across - 0.5) < 0.25)  # noqa: PLR2004 - the inner half both ways
    middle = float(inner.sum()) / max(1.0, 0.25 * size[0] * size[1])
    empty = middle < 0.06  # noqa: PLR2004 - of an empty box
    block = _moat(along[inside], across[inside], size) > 0.5  # noqa: PLR2004 - no paper between frame and signs
    if empty or block or _ruled(along, across, size):
        return None
    return _Inside(float(inside.sum()) / max(1.0, size[0] * size[1]), round(middle, 3))


def apart(found: list[Frame]) -> list[Frame]:
    """Return the frames, the best of those that overlap."""
    kept: list[Frame] = []
    for frame in sorted(found, key=lambda frame: -frame.share * frame.box.area):
        if all(frame.box.overlap(other.box).area < 0.3 * min(frame.box.area, other.box.area) for other in kept):
            kept.append(frame)
    return kept


def _row_ends(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the first and last point of each row, points going row by row: no other one is at a corner of the hull."""
    starts = np.flatnonzero(np.diff(points[:, 1], prepend=-1))
    kept = np.unique(np.concatenate([starts, np.append(starts[1:] - 1, len(points) - 1)]))
    return np.asarray(points[kept], dtype=np.float32)


def _in_frame(
    points: NDArray[np.float32], centre: tuple[float, float], size: tuple[float, float], angle: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the points' places along and across the rectangle, 0 to 1."""
    turn = math.radians(angle)
    dx, dy = points[:, 0] - centre[0], points[:, 1] - centre[1]
    return (dx * math.cos(turn) + dy * math.sin(turn)) / size[0] + 0.5, (dy * math.cos(turn) - dx * math.sin(turn)) / size[1] + 0.5


def _side_shares(along: NDArray[np.float64], across: NDArray[np.float64], size: tuple[float, float]) -> list[float]:
    """Return the share of each side along which ink stands close to it: within 6 % of the shorter side, or 2.5 pixels."""
    near = max(2.5, 0.06 * min(size))
    shares = []
    for run, off, length, extent in (
        (along, across, size[0], size[1]),
        (along, 1 - across, size[0], size[1]),
        (across, along, size[1], size[0]),
        (across, 1 - along, size[1], size[0]),
    ):
        bins = int(np.clip(length / 2, 8, 40))  # two pixels each, so that no bin is empty by rounding
        shares.append(len(np.unique(np.clip((run[off < near / extent] * bins).astype(int), 0, bins - 1))) / bins)
    return shares


def _ruled(along: NDArray[np.float64], across: NDArray[np.float64], size: tuple[float, float]) -> bool:
    """Return whether a straight thin line runs through from side to side, as between the cells of a table; signs leave gaps.

    size: of the rectangle, pixels. A photo turns such a line a little against the frame.
    """
    for run, off, length, extent in ((along, across, size[0], size[1]), (across, along, size[1], size[0])):
        bins = max(24, round(extent))
        clear = slice(bins // 6, bins - bins // 6)  # of the frame itself
        for rise in LEANING * length / extent:
            seen = np.histogram2d(off + rise * (run - 0.5), run, bins=(bins, 40), range=((0, 1), (0, 1)))[0] > 0
            through = (seen[:-1] | seen[1:]).mean(axis=1)[clear] > 0.97  # noqa: PLR2004 - from side to side, if not quite along the frame
            if through.any() and (seen.mean(axis=1)[clear] > 0.9).sum() <= max(4, 0.08 * extent):  # noqa: PLR2004 - and thin
                return True
    return False


def _moat(along: NDArray[np.float64], across: NDArray[np.float64], size: tuple[float, float]) -> float:
    """Return the least share (0-1) that is inked along any rectangle a little within the frame; a marker's block has no paper there."""
    depth = np.minimum(np.minimum(along, 1 - along) * size[0], np.minimum(across, 1 - across) * size[1])
    reach = max(4, round(0.3 * min(size)))
    counts = np.bincount(np.clip(depth, 0, reach).astype(int), minlength=reach + 1)[1:reach]
    around = 2 * (size[0] + size[1]) - 8 * np.arange(1, reach)
    return float((counts / np.maximum(1.0, around)).min())

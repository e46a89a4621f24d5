"""Frames that a stamp can have, found in a mask of ink: four inked sides that stand alone, with signs within."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask
from pipeline.imaging import ellipses


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


def framed(
    mask: Mask, *, least_px: float, most_px: float, share: tuple[float, float], fill: tuple[float, float], aspect: float
) -> list[Frame]:
    """Return square and rectangular outlines: blobs whose four sides are inked; several may overlap (`apart`).

    least_px, most_px: the sides; share: least inked share of the worst side and of all four; fill: least and most of the whole;
    aspect: least ratio of the sides. A ruled table is left out: a line runs through its middle from side to side.
    """
    found: list[Frame] = []
    for points, box in ellipses.blobs(mask, least_px=0.9 * least_px, aspect=0.8 * aspect, kernels_px=(1, 3, 7)):
        if max(box.w, box.h) > 1.5 * most_px or len(points) < 60:  # noqa: PLR2004 - a frame of the least size has more
            continue
        (x, y), (w, h), angle = cv2.minAreaRect(points)
        if not least_px <= min(w, h) <= max(w, h) <= most_px or min(w, h) < aspect * max(w, h):
            continue
        sides = _side_shares(*_in_frame(points, (x, y), (w, h), angle), (w, h))
        if min(sides) < share[0] or float(np.mean(sides)) < share[1]:
            continue
        rows, columns = np.nonzero(mask[box.y : box.bottom, box.x : box.right])
        every = np.stack([columns + box.x, rows + box.y], axis=1).astype(np.float32)
        along, across = _in_frame(every, (x, y), (w, h), angle)
        inside = (np.abs(along - 0.5) <= 0.5) & (np.abs(across - 0.5) <= 0.5)  # noqa: PLR2004 - half of the rectangle each way
        filled = float(inside.sum()) / max(1.0, w * h)
        inner = (np.abs(along - 0.5) < 0.25) & (np.abs(across - 0.5) < 0.25)  # noqa: PLR2004 - the inner half both ways
        middle = float(inner.sum()) / max(1.0, 0.25 * w * h)
        empty = middle < 0.06  # noqa: PLR2004 - of an empty box
        block = _moat(along[inside], across[inside], (w, h)) > 0.5  # noqa: PLR2004 - no paper between frame and signs
        if empty or block or not fill[0] <= filled <= fill[1] or _ruled(along, across, (w, h)):
            continue
        turn = (angle + 45) % 90 - 45
        found.append(
            Frame(box=box, sides=(max(w, h), min(w, h)), turn_deg=turn, share=float(np.mean(sides)), fill=filled, middle=round(middle, 3))
        )
    return found


def apart(found: list[Frame]) -> list[Frame]:
    """Return the frames, the best of those that overlap."""
    kept: list[Frame] = []
    for frame in sorted(found, key=lambda frame: -frame.share * frame.box.area):
        if all(frame.box.overlap(other.box).area < 0.3 * min(frame.box.area, other.box.area) for other in kept):
            kept.append(frame)
    return kept


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

    size: of the rectangle, pixels.
    """
    for run, off, extent in ((along, across, size[1]), (across, along, size[0])):
        bins = max(24, round(extent))
        rows = (np.histogram2d(off, run, bins=(bins, 40), range=((0, 1), (0, 1)))[0] > 0).mean(axis=1)
        inner = rows[bins // 6 : bins - bins // 6]  # clear of the frame itself
        if (inner > 0.97).any() and (inner > 0.9).sum() <= max(4, 0.08 * extent):  # noqa: PLR2004 - from side to side, and thin
            return True
    return False


def _moat(along: NDArray[np.float64], across: NDArray[np.float64], size: tuple[float, float]) -> float:
    """Return the least share (0-1) that is inked along any rectangle a little within the frame; a marker's block has no paper there."""
    depth = np.minimum(np.minimum(along, 1 - along) * size[0], np.minimum(across, 1 - across) * size[1])
    reach = max(4, round(0.3 * min(size)))
    counts = np.bincount(np.clip(depth, 0, reach).astype(int), minlength=reach + 1)[1:reach]
    around = 2 * (size[0] + size[1]) - 8 * np.arange(1, reach)
    return float((counts / np.maximum(1.0, around)).min())

"""Ellipses on pages: where their outline runs, the blobs of a mask, and the picture turned back into a circle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask, Rgb

Points = NDArray[np.float32]  # (n, 2), x and y
DIRECTIONS = 180


@dataclass(frozen=True, kw_only=True)
class Ellipse:
    """x, y: centre; a, b: half-axes along and across `angle_deg`, in pixels; angle_deg: clockwise, 0 = the a-axis lies along x."""

    x: float
    y: float
    a: float
    b: float
    angle_deg: float

    @property
    def major(self) -> float:
        """The longer half-axis."""
        return max(self.a, self.b)

    @property
    def minor(self) -> float:
        """The shorter half-axis."""
        return min(self.a, self.b)

    @property
    def box(self) -> Box:
        """The smallest upright box around the outline."""
        return Box.around([(float(x), float(y)) for x, y in self.outline(1.0)])

    def outline(self, factor: float, directions: int = DIRECTIONS) -> NDArray[np.float64]:
        """Return (directions, 2) points on the outline scaled by a factor, clockwise."""
        turn, t = math.radians(self.angle_deg), np.linspace(0, 2 * np.pi, directions, endpoint=False)
        along, across = factor * self.a * np.cos(t), factor * self.b * np.sin(t)
        return np.stack(
            [
                self.x + along * math.cos(turn) - across * math.sin(turn),
                self.y + along * math.sin(turn) + across * math.cos(turn),
            ],
            axis=1,
        )

    def radii(self, points: Points) -> NDArray[np.float64]:
        """Return each point's distance from the centre in units of the outline there: 1 on it, less inside."""
        turn = math.radians(self.angle_deg)
        dx, dy = points[:, 0] - self.x, points[:, 1] - self.y
        along, across = dx * math.cos(turn) + dy * math.sin(turn), dy * math.cos(turn) - dx * math.sin(turn)
        return np.asarray(np.hypot(along / self.a, across / self.b), dtype=np.float64)

    def scaled(self, factor: float) -> "Ellipse":
        """Return the ellipse in a picture enlarged by a factor."""
        return Ellipse(x=self.x * factor, y=self.y * factor, a=self.a * factor, b=self.b * factor, angle_deg=self.angle_deg)


def blobs(mask: Mask, *, least_px: float, aspect: float, kernels_px: tuple[int, ...]) -> Iterator[tuple[Points, Box]]:
    """Yield the points and box of each connected blob, after closing gaps with ever smaller round kernels; each box once.

    least_px: shorter side from which a blob counts; aspect: least ratio of shorter to longer side. Where the widest closing joins
    nothing to that size, a narrower one does not either.
    """
    seen: set[tuple[int, int, int, int]] = set()
    small = mask.astype(np.uint8)
    for kernel_px in sorted(kernels_px, reverse=True):
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (kernel_px, kernel_px))
        closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel) if kernel_px > 1 else small
        _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
        sides = stats[1:, 2:4]
        large = sides.min(axis=1) >= least_px
        if not large.any():
            return
        for label in (1 + np.flatnonzero(large & (sides.min(axis=1) >= aspect * sides.max(axis=1)))).tolist():
            x, y, w, h = (int(v) for v in stats[label, :4])
            if (x, y, w, h) in seen:
                continue
            seen.add((x, y, w, h))
            rows, columns = np.nonzero((labels[y : y + h, x : x + w] == label) & mask[y : y + h, x : x + w])
            yield np.stack([columns + x, rows + y], axis=1).astype(np.float32), Box(x, y, w, h)


def as_circle(image: Rgb, ellipse: Ellipse, *, radius_px: int, margin: float) -> Rgb:
    """Return a square picture in which the ellipse is a circle of that radius about the middle; mild perspective is taken out.

    margin: how far the picture reaches, in radii; outside the page it is white.
    """
    side = round(2 * radius_px * margin)
    turn = math.radians(ellipse.angle_deg)
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    linear = axes.T @ np.diag([radius_px / ellipse.a, radius_px / ellipse.b]) @ axes
    offset = np.array([side / 2, side / 2]) - linear @ np.array([ellipse.x, ellipse.y])
    matrix = np.hstack([linear, offset[:, None]]).astype(np.float32)
    shrinks = radius_px < ellipse.minor
    flags = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.warpAffine(image, matrix, (side, side), flags=flags, borderValue=(255, 255, 255)), dtype=np.uint8)

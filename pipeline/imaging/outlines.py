"""Outlines that a seal can have, found in a mask of ink: whole rings, frames of four sides, and arcs cut by the page's edge."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Gray, Mask
from pipeline.imaging import ellipses
from pipeline.imaging.ellipses import Ellipse


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A whole outline: share (0-1) of it that is inked, of the space just outside it, and of its inside.

    A seal's ring is thin and stands alone; among handwriting, grids and pictures as much ink lies outside as on the outline.
    """

    ellipse: Ellipse
    share: float
    outside: float
    fill: float

    @property
    def clear(self) -> float:
        """How far the outline stands out against what surrounds it, up to 1."""
        return self.share - self.outside


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A four-sided outline: centre, sides and clockwise turn of its rectangle; shares as of a ring."""

    box: Box
    sides: tuple[float, float]
    turn_deg: float
    share: float
    fill: float


def rings(mask: Mask, *, least_px: float, clear: float, fill: tuple[float, float], axis_ratio: float) -> list[Ring]:
    """Return the round and oval outlines of a mask, strongest first, with nested and doubled ones dropped.

    least_px: shorter axis; clear: as `Ring.clear`, at least; fill: least and most share of the inside that is inked;
    axis_ratio: least ratio of the axes. Source: measured on 71 drawn seals, 2026-11-21.
    """
    found: list[Ring] = []
    for points, box in ellipses.blobs(mask, least_px=least_px, aspect=axis_ratio * 0.75, kernels_px=(1, 3, 7, 13, 21)):
        if len(points) < 60:  # noqa: PLR2004 - a ring of the least size has more
            continue
        outer = ellipses.outermost(points, box.centre)
        ellipse = ellipses.fit(outer, axis_ratio=axis_ratio, longest=1.6 * max(box.w, box.h))
        if ellipse is None or 2 * ellipse.minor < max(least_px, 0.5 * min(box.w, box.h)):
            continue
        ring = _measured(mask, ellipse)
        if ring.clear >= clear and fill[0] < ring.fill < fill[1] and _is_ringed(mask, ellipse):
            found.append(ring)
    return _apart(found)


def dark_rings(dark: Mask, gray: Gray, *, least_px: float, most_px: float, clear: float) -> list[Ring]:
    """Return ring outlines among black print, where blobs run into each other: circles by voting, then an ellipse on their points.

    dark: (H, W) bool, ink; gray: the same page; least_px, most_px: diameters; clear: as in `rings`.
    Source: Yuen 1990, comparative study of Hough transform methods for circle finding (OpenCV's gradient method).
    """
    # Votes are cast on a coarse picture: on a textured photo their number, and so the time, grows with every edge pixel.
    coarse = min(1.0, 600 / max(gray.shape))
    small = cv2.resize(cv2.GaussianBlur(gray, (0, 0), 1.2), None, fx=coarse, fy=coarse, interpolation=cv2.INTER_AREA)
    radii = (round(coarse * least_px / 2), round(coarse * most_px / 2))
    circles = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 1.5, coarse * least_px, param1=120, param2=38, minRadius=radii[0], maxRadius=radii[1]
    )
    found: list[Ring] = []
    for x, y, radius in [] if circles is None else circles.reshape(-1, 3)[:12] / coarse:
        circle = Ellipse(x=float(x), y=float(y), a=float(radius), b=float(radius), angle_deg=0)
        rows, columns = np.nonzero(
            dark[max(0, int(y - 1.2 * radius)) : int(y + 1.2 * radius), max(0, int(x - 1.2 * radius)) : int(x + 1.2 * radius)]
        )
        points = np.stack([columns + max(0, int(x - 1.2 * radius)), rows + max(0, int(y - 1.2 * radius))], axis=1).astype(np.float32)
        if len(points) < 60:  # noqa: PLR2004 - as above
            continue
        near = points[np.abs(circle.radii(points) - 1) < 0.12]  # noqa: PLR2004 - the vote's bins are two pixels wide
        ellipse = ellipses.fit(ellipses.outermost(near, (float(x), float(y))), axis_ratio=0.85, longest=1.2 * most_px) or circle
        ring = max((_measured(dark, each) for each in (ellipse, circle)), key=lambda each: each.share)
        if ring.clear >= clear and ring.fill < 0.5 and _is_ringed(dark, ring.ellipse):  # noqa: PLR2004 - a dark photo is fuller
            found.append(ring)
    return _apart(found)


def frames(mask: Mask, *, least_px: float, most_px: float, share: float, most_fill: float, aspect: float) -> Iterator[Frame]:
    """Yield square and rectangular outlines: blobs whose four sides are inked.

    least_px, most_px: the sides; share: least share of every single side that is inked; most_fill: most share of the inside.
    """
    for points, box in ellipses.blobs(mask, least_px=least_px, aspect=aspect, kernels_px=(1, 3, 7)):
        if max(box.w, box.h) > 1.5 * most_px or len(points) < 60:  # noqa: PLR2004 - as above
            continue
        (x, y), (w, h), angle = cv2.minAreaRect(points)
        if not least_px <= min(w, h) <= max(w, h) <= most_px or min(w, h) < aspect * max(w, h):
            continue
        sides = _side_shares(points, (x, y), (w, h), angle)
        fill = len(points) / max(1.0, w * h)
        if min(sides) >= share and fill <= most_fill:
            turn = (angle + 45) % 90 - 45
            long, short = max(w, h), min(w, h)
            yield Frame(box=box, sides=(long, short), turn_deg=turn, share=float(np.mean(sides)), fill=fill)


def edge_arcs(mask: Mask, *, least_px: float, most_px: float, span_deg: float, clear: float) -> Iterator[Ring]:
    """Yield circles of which only a part lies on the page, cut by its left, right, top or bottom edge.

    least_px, most_px: the diameter; span_deg: the least arc that must be seen; clear: as `Ring.clear`, of the part on the page.
    """
    height, width = mask.shape
    margin = max(2, round(0.012 * max(height, width)))
    for points, box in ellipses.blobs(mask, least_px=least_px * 0.15, aspect=0.12, kernels_px=(3, 7, 13)):
        at_edge = box.x <= margin or box.y <= margin or box.right >= width - margin or box.bottom >= height - margin
        if not at_edge or max(box.w, box.h) < least_px * 0.6 or max(box.w, box.h) > most_px * 1.1:
            continue
        circle = _circle(points, most_px / 2, least_px / 2)
        if circle is None:
            continue
        outline = circle.outline(1.0)
        on_page = (outline[:, 0] >= 0) & (outline[:, 0] < width) & (outline[:, 1] >= 0) & (outline[:, 1] < height)
        seen = float(on_page.mean())
        if not 0.15 < seen < 0.93 or seen * 360 < span_deg:  # noqa: PLR2004 - less is a sliver, more is no cut seal
            continue
        inked = max(float(ellipses.coverage(mask, circle, (float(f),))[on_page].mean()) for f in np.arange(0.95, 1.025, 0.01))
        outside = float(ellipses.coverage(mask, circle, (1.06, 1.09, 1.12))[on_page].mean())
        if inked - outside < clear or not _is_ringed(mask, circle):
            continue
        if abs(np.abs(circle.radii(points)).max() - 1) > 0.12:  # noqa: PLR2004 - ink far outside the circle is no seal's
            continue
        yield _measured(mask, circle)


def _measured(mask: Mask, ellipse: Ellipse) -> Ring:
    thin = max(float(ellipses.coverage(mask, ellipse, (float(factor),)).mean()) for factor in np.arange(0.93, 1.035, 0.01))
    outside = float(ellipses.coverage(mask, ellipse, (1.06, 1.09, 1.12)).mean())
    return Ring(ellipse=ellipse, share=thin, outside=outside, fill=ellipses.fills(mask, ellipse))


def _is_ringed(mask: Mask, ellipse: Ellipse, *, moat: float = 0.75, inner: float = 0.9) -> bool:
    """Return whether the outline is a seal's ring: less ink just inside it, and no second outline within; a fingerprint's ridges repeat.

    moat: most ink beside the ring, inner: most ink along any outline within, both against the ring's own share.
    Source: measured on the seals found in 78 real crops and in 79 drawn ones, 2026-11-22: inner at most 0.87 of the ring.
    """
    height, width = mask.shape

    def inked(factor: float) -> float:
        columns, rows = np.rint(ellipse.outline(factor)).astype(int).T
        inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
        return float(mask[rows[inside], columns[inside]].mean()) if inside.any() else 0.0

    ring = max(inked(float(factor)) for factor in np.arange(0.93, 1.035, 0.02))
    beside = min(inked(float(factor)) for factor in np.arange(0.80, 0.98, 0.02))
    within = max(inked(float(factor)) for factor in np.arange(0.30, 0.80, 0.02))
    return beside < moat * ring and within < inner * ring


def _apart(found: list[Ring]) -> list[Ring]:
    """Drop what is nested in, or all but the same as, a stronger or larger outline."""
    kept: list[Ring] = []
    for ring in sorted(found, key=lambda r: -(r.share + 0.3 * r.ellipse.minor / r.ellipse.major) * r.ellipse.major**0.3):
        e = ring.ellipse
        if all(math.hypot(e.x - k.ellipse.x, e.y - k.ellipse.y) > 0.7 * max(k.ellipse.major, e.major) for k in kept):
            kept.append(ring)
    return [ring for ring in kept if not any(_inside(ring.ellipse, other.ellipse) for other in kept if other is not ring)]


def _inside(small: Ellipse, large: Ellipse) -> bool:
    centre = np.array([[small.x, small.y]], dtype=np.float32)
    return small.major < 0.6 * large.major and float(large.radii(centre)[0]) < 1.0


def _side_shares(points: NDArray[np.float32], centre: tuple[float, float], size: tuple[float, float], angle: float) -> list[float]:
    """Return the share of each side of a rectangle along which ink stands within 6 % of the side."""
    turn = math.radians(angle)
    dx, dy = points[:, 0] - centre[0], points[:, 1] - centre[1]
    along = (dx * math.cos(turn) + dy * math.sin(turn)) / size[0] + 0.5
    across = (dy * math.cos(turn) - dx * math.sin(turn)) / size[1] + 0.5
    shares = []
    for run, off in ((along, across), (along, 1 - across), (across, along), (across, 1 - along)):
        bins = np.clip((run[off < 0.06] * 40).astype(int), 0, 39)  # noqa: PLR2004 - see the docstring
        shares.append(len(np.unique(bins)) / 40)
    return shares


def _circle(points: NDArray[np.float32], most_radius: float, least_radius: float) -> Ellipse | None:
    """Return the circle on which most of the blob's hull lies, or None; always the same random samples of three points."""
    hull = cv2.convexHull(points.astype(np.int32)).reshape(-1, 2).astype(np.float64)
    if len(hull) < 6:  # noqa: PLR2004 - a straight line
        return None
    chance = np.random.default_rng(len(points))
    best: tuple[int, Ellipse] | None = None
    for _ in range(80):
        circle = _through_three(hull[chance.choice(len(hull), 3, replace=False)])
        if circle is None or not least_radius <= circle.a <= most_radius:
            continue
        votes = int((np.abs(circle.radii(hull.astype(np.float32)) - 1) < 0.03).sum())  # noqa: PLR2004 - band as in `ellipses.fit`
        if best is None or votes > best[0]:
            best = (votes, circle)
    return best[1] if best and best[0] >= 5 else None  # noqa: PLR2004 - three are always on it


def _through_three(corners: NDArray[np.float64]) -> Ellipse | None:
    matrix = np.hstack([2 * corners, np.ones((3, 1))])
    if abs(np.linalg.det(matrix)) < 1e-6:  # noqa: PLR2004 - three points on a line
        return None
    x, y, rest = np.linalg.solve(matrix, (corners**2).sum(axis=1))
    radius = math.sqrt(max(0.0, rest + x * x + y * y))
    return replace(Ellipse(x=float(x), y=float(y), a=1.0, b=1.0, angle_deg=0), a=radius, b=radius) if radius > 1 else None

"""Draws an ellipse onto a ring: from a rough circle to the outline that the ink's outer edge follows."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.ellipses import Ellipse

Floats = NDArray[np.float32]
Points = NDArray[np.float32]  # (n, 2), x and y
ACROSS = 120  # directions looked into


def snug(
    strength: Floats, rough: Ellipse, *, edge: float, axis_ratio: float, reach: tuple[float, float] = (0.75, 1.3), tries: int = 90
) -> Ellipse | None:
    """Return the ellipse on which the outer edge of ink lies in the most directions, or None where there is none.

    strength: (H, W) float32, 0 on paper; rough: where about the outline is; edge: least fall of strength over two pixels; axis_ratio:
    least ratio of the axes; reach: inner and outer end of what is looked at, against the rough outline; tries: random samples, always
    the same ones. Source: Fischler and Bolles 1981, RANSAC, a sample taking one point from each fifth of the turn.
    """
    points, sector = _edges(strength, rough, edge, reach)
    if len(np.unique(sector)) < ACROSS // 6:
        return None
    chance = np.random.default_rng(len(points))
    fifths = [np.flatnonzero(sector * 5 // ACROSS == fifth) for fifth in range(5)]
    fifths = [fifth for fifth in fifths if len(fifth)]
    whole = len(fifths) == 5  # noqa: PLR2004 - fewer: a part of the ring lies beyond the page, and only a circle can be told
    best, most = None, 0.0
    for _ in range(tries):
        ellipse = _through(points, fifths, chance, whole=whole, axis_ratio=axis_ratio)
        if ellipse is None or not reach[0] * rough.minor < ellipse.minor <= ellipse.major < reach[1] * rough.major:
            continue
        if np.hypot(ellipse.x - rough.x, ellipse.y - rough.y) > 0.35 * rough.major:  # noqa: PLR2004 - another ring
            continue
        votes = len(np.unique(sector[_on(ellipse, points)])) * (1 + 0.15 * ellipse.minor / rough.minor)
        if votes > most:
            best, most = ellipse, votes
    for _ in range(2):
        on_it = points[_on(best, points)] if best else points[:0]
        best = (_ellipse(on_it, axis_ratio) if whole else _circle(on_it)) or best
    return best


def _on(ellipse: Ellipse, points: Points) -> NDArray[np.bool_]:
    band = max(1.2 / ellipse.minor, 0.018)
    return np.asarray(np.abs(ellipse.radii(points) - 1) < band)


def _edges(strength: Floats, rough: Ellipse, edge: float, reach: tuple[float, float]) -> tuple[Points, NDArray[np.int64]]:
    """Return up to four points a direction where ink ends outwards, and each one's direction (0 to ACROSS)."""
    steps = max(12, round((reach[1] - reach[0]) * rough.major))
    around = rough.outline(1.0, ACROSS) - (rough.x, rough.y)
    away = np.linspace(*reach, steps)
    x, y = ((middle + around[:, axis, None] * away).astype(np.float32) for axis, middle in ((0, rough.x), (1, rough.y)))
    rays = cv2.remap(strength, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    fall = np.zeros_like(rays)
    fall[:, 1:-1] = rays[:, :-2] - rays[:, 2:]
    high = (fall >= edge) & (fall >= np.roll(fall, 1, 1)) & (fall > np.roll(fall, -1, 1))
    on_page = (x >= 1) & (y >= 1) & (x < strength.shape[1] - 2) & (y < strength.shape[0] - 2)
    high &= on_page
    sector, step = np.nonzero(high)
    order = np.argsort(-fall[sector, step], kind="stable")
    rank = np.empty(len(order), dtype=int)
    seen = np.zeros(ACROSS, dtype=int)
    for place in order:
        rank[place] = seen[sector[place]]
        seen[sector[place]] += 1
    few = rank < 4  # noqa: PLR2004 - see the docstring
    sector, step = sector[few], step[few]
    return np.stack([x[sector, step], y[sector, step]], axis=1), sector


def _through(points: Points, fifths: list[NDArray[np.int64]], chance: np.random.Generator, *, whole: bool, axis_ratio: float) -> Ellipse | None:
    if whole:
        return _ellipse(points[[fifth[chance.integers(0, len(fifth))] for fifth in fifths]], axis_ratio)
    every = np.concatenate(fifths)
    return _circle(points[every[chance.integers(0, len(every), 3)]])


def _ellipse(points: Points, axis_ratio: float) -> Ellipse | None:
    if len(points) < 5:  # noqa: PLR2004 - an ellipse has five numbers
        return None
    try:
        (x, y), (width, height), angle = cv2.fitEllipse(points)
    except cv2.error:
        return None
    if not np.isfinite((x, y, width, height, angle)).all() or min(width, height) < max(2.0, axis_ratio * max(width, height)):
        return None
    return Ellipse(x=float(x), y=float(y), a=width / 2, b=height / 2, angle_deg=float(angle))


def _circle(points: Points) -> Ellipse | None:
    """Return the circle that lies closest to the points in algebraic distance. Source: Kasa 1976."""
    if len(points) < 3:  # noqa: PLR2004 - a circle has three numbers
        return None
    middle = points.mean(axis=0, dtype=np.float64)
    x, y = (points - middle).T
    xx, yy, xy, square = float(x @ x), float(y @ y), float(x @ y), x * x + y * y
    determinant = xx * yy - xy * xy
    if determinant <= 1e-4 * (xx + yy) ** 2:  # all but on a line
        return None
    right, down = float(square @ x) / 2, float(square @ y) / 2
    at_x, at_y = (right * yy - down * xy) / determinant, (down * xx - right * xy) / determinant
    radius = float(np.sqrt(at_x**2 + at_y**2 + (xx + yy) / len(points)))
    return Ellipse(x=float(middle[0]) + at_x, y=float(middle[1]) + at_y, a=radius, b=radius, angle_deg=0.0)

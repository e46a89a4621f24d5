"""Draws an ellipse onto a ring: from a rough outline to the one that the ink's outer edge follows."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.ellipses import Ellipse

Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]
Points = NDArray[np.float32]  # (n, 2), x and y
ACROSS = 120  # directions looked into
MOST_STEPS = 48  # places looked at in a direction: a step is 0.011 of the largest outline then, less than what lies on it may be off
NEXT_TO_NOTHING = 1e-9  # of determinants and lengths: below, a division says nothing


def snug(
    strength: Floats, rough: Ellipse, *, edge: float, axis_ratio: float, reach: tuple[float, float] = (0.75, 1.3), tries: int = 96
) -> Ellipse | None:
    """Return the ellipse on which the outer edge of ink lies in the most directions, or None where there is none.

    strength: (H, W) float32, 0 on paper; rough: where about the outline is; edge: least fall of strength over two pixels; axis_ratio:
    least ratio of the axes; reach: inner and outer end of what is looked at, against the rough outline; tries: random samples, always
    the same ones, all fitted at once. Where a fifth of the turn shows nothing (it lies beyond the page), only a circle can be told.
    Source: Fischler and Bolles 1981, RANSAC, a sample taking one point from each fifth of the turn.
    """
    points, sector = _edges(strength, rough, edge, reach)
    starts = np.flatnonzero(np.diff(sector, prepend=-1))
    if len(starts) < ACROSS // 6:
        return None
    chance = np.random.default_rng(len(points))
    fifths = [np.flatnonzero(sector * 5 // ACROSS == fifth) for fifth in range(5)]
    whole = all(len(fifth) for fifth in fifths)
    if whole:
        samples = np.stack([fifth[chance.integers(0, len(fifth), tries)] for fifth in fifths], axis=1)
    else:
        samples = chance.integers(0, len(points), (tries, 3))
    at = (points.astype(np.float64) - (rough.x, rough.y)) / rough.major
    conics = _conics(at[samples])
    forms, axes, centres = _shapes(conics)
    fits = (axes[:, 1] >= axis_ratio * axes[:, 0]) & (axes[:, 1] > reach[0] * rough.minor / rough.major) & (axes[:, 0] < reach[1])
    fits &= np.hypot(*centres.T) < 0.35  # noqa: PLR2004 - farther away is another ring
    if not fits.any():
        return None
    away, narrow = _radii(forms[fits], centres[fits], at), axes[fits, 1]
    band = np.maximum(1.2 / np.maximum(narrow * rough.major, 1.0), 0.018)
    votes = np.logical_or.reduceat(np.abs(away - 1) < band[:, None], starts, axis=1).sum(axis=1)
    # Of two outlines with as many votes the outer one is the ring's.
    best = int(np.argmax(votes * (1 + 0.15 * narrow)))
    on_it = points[np.abs(away[best] - 1) < band[best]]
    found = None
    for _ in range(2):
        fitted = _ellipse(on_it, axis_ratio) if whole else _circle(on_it)
        if fitted is None:
            break
        found, on_it = fitted, points[np.abs(fitted.radii(points) - 1) < max(1.2 / fitted.minor, 0.018)]
    return found


def _edges(strength: Floats, rough: Ellipse, edge: float, reach: tuple[float, float]) -> tuple[Points, NDArray[np.int64]]:
    """Return up to four points a direction where ink ends outwards, and each one's direction (0 to ACROSS), in order of direction."""
    steps = min(MOST_STEPS, max(12, round((reach[1] - reach[0]) * rough.major)))
    around = rough.outline(1.0, ACROSS) - (rough.x, rough.y)
    away = np.linspace(*reach, steps)
    x, y = ((middle + around[:, axis, None] * away).astype(np.float32) for axis, middle in ((0, rough.x), (1, rough.y)))
    rays = cv2.remap(strength, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    fall = np.zeros_like(rays)
    fall[:, 1:-1] = rays[:, :-2] - rays[:, 2:]
    high = fall >= edge
    high[:, 1:-1] &= (fall[:, 1:-1] >= fall[:, :-2]) & (fall[:, 1:-1] > fall[:, 2:])
    high &= (x >= 1) & (y >= 1) & (x < strength.shape[1] - 2) & (y < strength.shape[0] - 2)
    peaks = np.where(high, fall, 0)
    fourth = np.partition(peaks, -4, axis=1)[:, -4]
    sector, step = np.nonzero(high & (peaks >= fourth[:, None]))
    return np.stack([x[sector, step], y[sector, step]], axis=1), sector


def _conics(samples: Numbers) -> Numbers:
    """Return (tries, 5), the conics a x² + b xy + c y² + d x + e y = 1 through samples of five points, or circles through three."""
    x, y = samples[..., 0], samples[..., 1]
    if samples.shape[1] == 3:  # noqa: PLR2004 - a circle: x² + y² + d x + e y = f, divided by f
        rows = np.stack([x, y, -np.ones_like(x)], axis=2)
        d, e, f = _solved(rows, -(x**2 + y**2)).T
        f = np.where(np.abs(f) < NEXT_TO_NOTHING, NEXT_TO_NOTHING, f)
        return np.stack([1 / f, np.zeros_like(f), 1 / f, d / f, e / f], axis=1)
    return _solved(np.stack([x * x, x * y, y * y, x, y], axis=2), np.ones_like(x))


def _solved(rows: Numbers, values: Numbers) -> Numbers:
    """Return the solutions of many small systems; degenerate ones get one that is no ellipse of use."""
    flat = np.abs(np.linalg.det(rows)) < 1e-10  # noqa: PLR2004 - a point drawn twice, or all in a line
    return np.asarray(np.linalg.solve(np.where(flat[:, None, None], np.eye(rows.shape[1]), rows), values[..., None])[..., 0])


def _shapes(conics: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return a, b and c of each conic about its centre (tries, 3), its half-axes, longer first, and its centre (tries, 2)."""
    a, b, c, d, e = conics.T
    determinant = 4 * a * c - b * b
    safe = np.where(determinant > NEXT_TO_NOTHING, determinant, 1.0)
    x, y = (b * e - 2 * c * d) / safe, (b * d - 2 * a * e) / safe
    full = 1 + a * x * x + b * x * y + c * y * y
    full = np.where(np.abs(full) < NEXT_TO_NOTHING, NEXT_TO_NOTHING, full)
    a, b, c = a / full, b / full, c / full
    spread = np.hypot(a - c, b)
    narrow, wide = (a + c + spread) / 2, (a + c - spread) / 2
    true = (determinant > NEXT_TO_NOTHING) & (wide > NEXT_TO_NOTHING)
    axes = np.stack([np.where(true, 1 / np.sqrt(np.where(true, each, 1.0)), 0.0) for each in (wide, narrow)], axis=1)
    return np.stack([a, b, c], axis=1), axes, np.stack([x, y], axis=1)


def _radii(forms: Numbers, centres: Numbers, at: Numbers) -> Numbers:
    """Return each point's distance (tries, n) in units of each conic's outline."""
    a, b, c = forms.T[..., None]
    dx, dy = at[:, 0] - centres[:, :1], at[:, 1] - centres[:, 1:]
    return np.asarray(np.sqrt(np.clip((a * dx + b * dy) * dx + c * dy * dy, 0, 1e6)))


def _ellipse(points: Points, axis_ratio: float) -> Ellipse | None:
    if len(points) < 6:  # noqa: PLR2004 - an ellipse has five numbers
        return None
    (x, y), (width, height), angle = cv2.fitEllipse(points)
    if not np.isfinite((x, y, width, height, angle)).all() or min(width, height) < max(2.0, axis_ratio * max(width, height)):
        return None
    return Ellipse(x=float(x), y=float(y), a=width / 2, b=height / 2, angle_deg=float(angle))


def _circle(points: Points) -> Ellipse | None:
    """Return the circle that lies closest to the points in algebraic distance, or None where they lie on a line. Source: Kasa 1976."""
    if len(points) < 4:  # noqa: PLR2004 - a circle has three numbers
        return None
    middle = points.mean(axis=0, dtype=np.float64)
    x, y = (points - middle).T
    xx, yy, xy, square = float(x @ x), float(y @ y), float(x @ y), x * x + y * y
    determinant = xx * yy - xy * xy
    if determinant <= 1e-4 * (xx + yy) ** 2:
        return None
    right, down = float(square @ x) / 2, float(square @ y) / 2
    at_x, at_y = (right * yy - down * xy) / determinant, (down * xx - right * xy) / determinant
    radius = float(np.sqrt(at_x**2 + at_y**2 + (xx + yy) / len(points)))
    return Ellipse(x=float(middle[0]) + at_x, y=float(middle[1]) + at_y, a=radius, b=radius, angle_deg=0.0)

"""Tells where along a text line each of its characters stands, when the recogniser gave only the line."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Rgb

NARROW = frozenset(",.:;'!|，。：；、（）()[]【】·°-—…1iIlj ")


def glyph_spans(strip: Rgb, text: str) -> tuple[tuple[float, float], ...]:
    """Return the left and right edge of every character of a text, in pixels of the strip.

    The strip's inked columns are laid end to end without the wide gaps, the characters are dealt out over them by their usual
    widths, and an edge close to a gap is moved to it. So spaces that the recogniser dropped do not shift its neighbours.

    strip: (h, w, 3) uint8, RGB, one horizontal line; text: what was read on it, spaces included or not.
    """
    height, width = strip.shape[:2]
    weights = np.array([0.0 if c.isspace() else 0.45 if c in NARROW else 0.6 if ord(c) < 0x2000 else 1.0 for c in text])  # noqa: PLR2004 - Latin
    if not text or weights.sum() == 0:
        return tuple((0.0, float(width)) for _ in text)
    runs = _runs(_inked_columns(strip), gap=max(2, round(0.22 * height))) or [(0, width)]
    lengths = np.array([end - start for start, end in runs], dtype=float)
    stops = np.concatenate(([0.0], np.cumsum(lengths)))
    edges = np.concatenate(([0.0], np.cumsum(weights))) / weights.sum() * stops[-1]
    pitch = stops[-1] / weights.sum()
    snapped = [_snap(edge, stops, 0.42 * pitch) for edge in edges]
    return tuple((_to_page(a, stops, runs, left=True), _to_page(b, stops, runs, left=False)) for a, b in pairwise(snapped))


def _inked_columns(strip: Rgb) -> NDArray[np.bool_]:
    """Return (w,) bool, True where a column of the strip's middle holds ink; upright ruling lines do not count."""
    grey = cv2.cvtColor(np.ascontiguousarray(strip), cv2.COLOR_RGB2GRAY)
    height = grey.shape[0]
    middle = grey[round(0.14 * height) : max(1, round(0.86 * height))]
    paper, ink = float(np.percentile(middle, 85)), float(np.percentile(middle, 3))
    dark = middle < (paper + ink) / 2
    share = dark.mean(axis=0)
    inked: NDArray[np.bool_] = (share > 0.03) & (share < 0.97)  # noqa: PLR2004 - one row of a usual strip; a line's whole height
    return inked


def _runs(columns: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Return half-open runs of True, joined over gaps of at most `gap`."""
    at = np.flatnonzero(columns)
    if at.size == 0:
        return []
    breaks = np.flatnonzero(np.diff(at) > gap + 1)
    starts = at[np.concatenate(([0], breaks + 1))]
    ends = at[np.concatenate((breaks, [at.size - 1]))] + 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def _snap(edge: float, stops: NDArray[np.float64], reach: float) -> float:
    nearest = float(stops[np.argmin(np.abs(stops - edge))])
    return nearest if abs(nearest - edge) <= reach else float(edge)


def _to_page(place: float, stops: NDArray[np.float64], runs: list[tuple[int, int]], *, left: bool) -> float:
    """Return the strip's column of a place on the gapless line; at a gap, the side of it that the edge belongs to."""
    run = int(np.searchsorted(stops, place, side="right" if left else "left")) - 1
    run = min(max(run, 0), len(runs) - 1)
    return float(runs[run][0] + place - stops[run])

"""Tells where along a text line each of its characters stands, when the recogniser gave only the line."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray, Rgb
from pipeline.imaging.levels import percentiles

MOST_CHUNKS = 14  # more gaps than this are letter-spacing, dealt out evenly
MOST_MISFIT = 0.3  # a third off the expected size, squared and logarithmic
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
    inked = _inked_columns(strip)
    colon = next((i for marks in ("：:", "）)") for i, c in enumerate(text[:-1]) if c in marks), None)
    if colon is not None and text[colon + 1 :].strip() and (cut := _after_label(inked, weights, colon + 1, height)):
        before, after = glyph_spans(strip[:, :cut], text[: colon + 1]), glyph_spans(strip[:, cut:], text[colon + 1 :])
        return before + tuple((left + cut, right + cut) for left, right in after)
    wide = _runs(inked, gap=max(3, round(0.2 * height)))
    if 1 < len(wide) <= MOST_CHUNKS:
        return tuple(_dealt_out(text, weights, wide, height))
    runs = _runs(inked, gap=max(2, round(0.22 * height))) or [(0, width)]
    lengths = np.array([end - start for start, end in runs], dtype=float)
    stops = np.concatenate(([0.0], np.cumsum(lengths)))
    edges = np.concatenate(([0.0], np.cumsum(weights))) / weights.sum() * stops[-1]
    pitch = stops[-1] / weights.sum()
    snapped = [_snap(edge, stops, 0.42 * pitch) for edge in edges]
    return tuple((_to_page(a, stops, runs, left=True), _to_page(b, stops, runs, left=False)) for a, b in pairwise(snapped))


def _after_label(inked: NDArray[np.bool_], weights: NDArray[np.float64], characters: int, height: int) -> int | None:
    """Return the column where a label with its colon ends, None where no gap fits.

    A wide gap speaks for it, and that what follows is written about as large as the label, or up to twice as large by hand.
    """
    chunks = _runs(inked, gap=max(2, round(0.15 * height)))
    best, cut = np.inf, None
    for (_, end), (start, _) in pairwise(chunks):
        label = (end - chunks[0][0]) / max(1e-6, float(weights[:characters].sum()))
        value = (chunks[-1][1] - start) / max(1e-6, float(weights[characters:].sum()))
        ratio = np.log(value / label)
        cost = max(0.0, ratio - np.log(2.2), np.log(0.8) - ratio) ** 2 - 0.5 * min(1.0, (start - end) / height)
        if cost < best:
            best, cut = cost, (end + start) // 2
    return cut if best < MOST_MISFIT else None


def _dealt_out(text: str, weights: NDArray[np.float64], chunks: list[tuple[int, int]], height: int) -> list[tuple[float, float]]:
    """Return the spans of characters over chunks of ink that wide gaps part: a label, then handwriting twice as large.

    Each chunk (or two or three together: 川 has gaps of its own) takes the run of characters whose usual width fits it best;
    dynamic programming over both, for three sizes of print.
    """
    sums = np.concatenate(([0.0], np.cumsum(weights)))
    best: tuple[float, list[tuple[int, int, int, int]]] = (np.inf, [(0, len(chunks), 0, len(text))])
    for share in (0.55, 0.65, 0.75):  # a character's advance against the line's height, as detectors box it
        best = min(best, _fitted(chunks, sums, share * height), key=lambda found: found[0])
    spans: list[tuple[float, float]] = []
    for first, last, start, end in best[1]:
        left, right = chunks[first][0], chunks[last - 1][1]
        stops = left + (sums[start : end + 1] - sums[start]) / max(1e-6, sums[end] - sums[start]) * (right - left)
        spans += [(float(a), float(b)) for a, b in pairwise(stops)]
    return spans


def _fitted(chunks: list[tuple[int, int]], sums: NDArray[np.float64], pitch: float) -> tuple[float, list[tuple[int, int, int, int]]]:
    """Return the least cost and its groups (first chunk, end chunk, first character, end character)."""
    count, length = len(chunks), len(sums) - 1
    cost = np.full((count + 1, length + 1), np.inf)
    cost[0, 0] = 0.0
    back = np.zeros((count + 1, length + 1, 2), dtype=int)
    # [j, k]: the usual width of the characters from j to before k; a group has one character at least.
    widths = sums[None, :] - sums[:, None]
    usual = np.log(np.maximum(widths * pitch, 1e-3))
    # A chunk of one stroke (一, a colon) says little, a long one much.
    weight = np.where(np.tri(length + 1, dtype=bool), np.inf, np.maximum(widths, 0.3))
    ends = np.arange(length + 1)
    for i in range(count):
        for taken in range(1, min(3, count - i) + 1):
            inner = sum(chunks[k + 1][0] - chunks[k][1] for k in range(i, i + taken - 1))
            ink = chunks[i + taken - 1][1] - chunks[i][0]
            misfit = np.square(usual - np.log(ink + 0.15 * pitch)) * weight
            # A gap inside a group is a price of its own.
            total = cost[i][:, None] + misfit + 0.6 * inner / pitch
            start = total.argmin(axis=0)
            least = total[start, ends]
            better = least < cost[i + taken]
            cost[i + taken, better] = least[better]
            back[i + taken, better, 0] = i
            back[i + taken, better, 1] = start[better]
    groups: list[tuple[int, int, int, int]] = []
    i, j = count, length
    while i > 0 and np.isfinite(cost[i, j]):
        before = (int(back[i, j, 0]), int(back[i, j, 1]))
        groups.append((before[0], i, before[1], j))
        i, j = before
    return float(cost[count, length]), groups[::-1]


def _inked_columns(strip: Rgb) -> NDArray[np.bool_]:
    """Return (w,) bool, True where a column of the strip's middle holds ink; upright ruling lines do not count."""
    grey: Gray = np.asarray(cv2.cvtColor(np.ascontiguousarray(strip), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    height = grey.shape[0]
    middle = grey[round(0.14 * height) : max(1, round(0.86 * height))]
    paper, ink = percentiles(middle, (85, 3))
    # Whole grey levels below the middle of both, so that the strip is compared in whole numbers.
    dark = middle < int(np.ceil((paper + ink) / 2))
    share = np.count_nonzero(dark, axis=0) / middle.shape[0]
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

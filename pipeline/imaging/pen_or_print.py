"""Tells a pen's strokes from a printer's by their shape and by the print beside them."""

from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask, Rgb
from pipeline.imaging.penstrokes import Density, ink_mask, split_inks

Floats = NDArray[np.float64]
Coefficients = dict[str, NDArray[np.float32]]
PATCH = 9
ROWS = 32

# Fitted 2026-11-22 by the steps of `benchmarks/signature_fit.py` on drawn places only, no real handwriting: shapes on 1,999 pictures, the
# weighing on about 1,370 places; handwriting fonts and characters redrawn with a pen against print in nine faces, six levels of
# scans, copies and photos. Measured in benchmarks/signatures.md.
COEFFICIENTS = Path(__file__).with_name("pen_or_print.npz")


class Hand(NamedTuple):
    """How strokes look, free of size: see `look_at_strokes`."""

    level_spread: float
    upright_spread: float
    level_rise: float
    upright_lean: float
    axis_share: float
    slant_share: float
    bend: float
    stroke_share: float
    width_spread: float
    width_ratio: float
    fill: float
    corners: float
    pressure: float
    blueness: float
    top_wander: float
    bottom_wander: float
    size_spread: float
    seat_spread: float
    pitch_spread: float
    aspect: float


class Print(NamedTuple):
    """The label's own print on the same sheet: stroke width in px, height in px, density, edge softness."""

    stroke_px: float
    height_px: float
    density: float
    pressure: float
    bend: float
    level_spread: float
    width_ratio: float
    corners: float


def look_at_strokes(mask: Mask, dark: Density, blueness: Density, characters: int) -> tuple[Hand, Print] | None:
    """Return the measures of the ink in a place, and those a label is compared by; None where there is too little ink.

    mask: (H, W) bool, the ink; dark, blueness: (H, W) float32 densities; characters: how many a recogniser counts.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size < 8 or columns.size < 8:  # noqa: PLR2004 - a dot has no stroke
        return None
    box = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    ink, density = mask[box], dark[box]
    height, width = ink.shape
    distance = cv2.distanceTransform(np.pad(ink, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    ridge = (distance == cv2.dilate(distance, np.ones((3, 3), np.uint8))) & (distance > 0)
    widths = 2 * distance[ridge] - 1
    stroke = max(1.0, float(widths.mean()))
    angle, weight, bend = _along(density, ink, stroke)
    total = max(1e-9, float(weight.sum()))
    # Angles of strokes in degrees, 0 level, 90 upright; print keeps each family within a few degrees.
    level, upright = np.abs(angle) < 30, np.abs(angle) > 60  # noqa: PLR2004 - thirds of a right angle
    lean = np.where(angle > 0, angle - 90, angle + 90)
    rise, level_spread = _mean_spread(angle[level], weight[level])
    tilt, upright_spread = _mean_spread(lean[upright], weight[upright])
    turned = float(np.clip(rise, -3, 3))
    off = np.minimum(np.abs(angle - turned), np.abs(np.abs(angle - turned) - 90))
    ridge_level, ridge_upright = ridge & level, ridge & upright
    ratio = 0.0
    if min(ridge_level.sum(), ridge_upright.sum()) > 3:  # noqa: PLR2004 - enough for a mean
        both = [max(1.0, float(np.mean(2 * distance[part] - 1))) for part in (ridge_upright, ridge_level)]
        ratio = float(np.log(both[0] / both[1]))
    core = density[ridge & (distance >= 0.35 * stroke)]
    pressure = float(core.std() / max(0.05, core.mean())) if core.size > 3 else 0.0  # noqa: PLR2004 - as above
    contours, _ = cv2.findContours(ink.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    around = max(1.0, sum(cv2.arcLength(contour, closed=True) for contour in contours))
    corners = sum(len(cv2.approxPolyDP(contour, max(1.0, 0.35 * stroke), closed=True)) for contour in contours) * stroke / around
    sizes = _characters(ink, max(1, characters))
    hand = Hand(
        level_spread=level_spread / 10,
        upright_spread=upright_spread / 10,
        level_rise=abs(rise) / 10,
        upright_lean=abs(tilt) / 10,
        axis_share=float(weight[off < 4].sum()) / total,  # noqa: PLR2004 - as in `measure_strokes`
        slant_share=float(weight[off > 15].sum()) / total,  # noqa: PLR2004 - as above
        bend=bend,
        stroke_share=10 * stroke / height,
        width_spread=float(widths.std()) / stroke,
        width_ratio=ratio,
        fill=float(ink.mean()),
        corners=corners,
        pressure=pressure,
        blueness=min(1.0, max(0.0, float(np.median(blueness[box][ink])) / max(0.05, float(np.median(density[ink]))))),
        top_wander=sizes[0],
        bottom_wander=sizes[1],
        size_spread=sizes[2],
        seat_spread=sizes[3],
        pitch_spread=sizes[4],
        aspect=float(np.log(width / max(1, characters) / height)),
    )
    beside = Print(stroke, float(height), float(np.median(core)) if core.size else 0.0, pressure, bend, level_spread, ratio, corners)
    return hand, beside


class Ink(NamedTuple):
    """What is known of ink before it is judged: its measures, those comparable with print, and how much its strokes look like a pen's."""

    hand: Hand
    like: Print
    score: float


def measure_ink(mask: Mask, dark: Density, blueness: Density, characters: int, coefficients: Coefficients | None = None) -> Ink | None:
    """Return everything measured of the ink in a place or of a label's print; None where there is too little. As `look_at_strokes`.

    coefficients: others than those that are shipped, while fitting.
    """
    measured = look_at_strokes(mask, dark, blueness, characters)
    if measured is None:
        return None
    known = coefficients or _coefficients()
    return Ink(
        *measured,
        float(
            patch_shares(stroke_picture(mask, dark), known["filters"], known["offsets"]) @ known["patch_weights"] + known["patch_offset"]
        ),
    )


def print_beside(
    image: Rgb, box: Box, line: float, characters: int, *, coefficients: Coefficients | None = None, faintest: float = 0.14
) -> Ink | None:
    """Return the measures of a label's print, to compare ink with; None where there is none.

    image: (H, W, 3) uint8, RGB, the page; box: the label; line: text line height, px; coefficients: as `measure_ink`;
    faintest: density of the palest print.
    """
    at = box.grown(4).clipped(image.shape[1], image.shape[0])
    if min(at.w, at.h) < 8:  # noqa: PLR2004 - no character is smaller
        return None
    inks = split_inks(image[at.y : at.bottom, at.x : at.right], max(4, round(0.5 * line)))
    mask = ink_mask(inks.dark, np.zeros(inks.dark.shape, dtype=bool), faintest=faintest)
    return measure_ink(mask, inks.dark, inks.blueness, characters, coefficients) if mask.any() else None


def pen_probability(ink: Ink, label: Ink | None, char_confidence: tuple[float, ...]) -> float:
    """Return how likely a pen and no printer made the ink, 0-1.

    label: the print beside it, None where there is none to compare with (then what is usual between pen and print is taken);
    char_confidence: a recogniser's, one a character: print is hardly ever read below 0.97.
    """
    known = _coefficients()
    values = np.array(measures(ink, label or ink, char_confidence))
    scaled = np.clip((values - known["means"]) / known["spreads"], -4, 4)
    if label is None:
        scaled[known["beside"]] = 0
    return float(1 / (1 + np.exp(-(scaled @ known["weights"] + float(known["offset"])))))


def measures(ink: Ink, label: Ink, char_confidence: tuple[float, ...]) -> tuple[float, ...]:
    """Return the numbers a logistic regression weighs: strokes, how far they are from the label's print, how surely they were read."""
    mean = sum(char_confidence) / len(char_confidence) if char_confidence else 0.0
    weakest = min(char_confidence, default=0.0)
    sure = (-float(np.log10(1.003 - mean)), -float(np.log10(1.003 - weakest)), 0.0 if char_confidence else 1.0)
    return (ink.score, ink.score - label.score, label.score, *ink.hand, *beside_print(ink.like, label.like), *sure)


def stroke_picture(mask: Mask, dark: Density, *, rows: int = 40) -> NDArray[np.float32]:
    """Return the ink alone, (rows, W) float32, 0 for paper and about 1 for full ink, whatever its size and darkness were."""
    near = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    high, wide = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = (slice(int(high[0]), int(high[-1]) + 1), slice(int(wide[0]), int(wide[-1]) + 1))
    density = np.where(near, dark, 0)[box].astype(np.float32)
    density = np.clip(density / max(0.1, float(np.quantile(density[mask[box]], 0.8))), 0, 1.3)
    scale = rows / density.shape[0]
    size = (int(np.clip(round(density.shape[1] * scale), 12, 400)), rows)
    return np.asarray(cv2.resize(density, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), np.float32)


def patches(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the squares (N, 81) of a stroke picture that have ink in their middle, each of mean 0 and about variance 1."""
    width = max(PATCH, min(160, round(picture.shape[1] * ROWS / picture.shape[0])))
    small = np.pad(cv2.resize(picture, (width, ROWS), interpolation=cv2.INTER_AREA), 2)
    windows = sliding_window_view(small, (PATCH, PATCH)).reshape(-1, PATCH, PATCH)
    middle = slice(PATCH // 2 - 1, PATCH // 2 + 2)
    inked = windows[windows[:, middle, middle].mean(axis=(1, 2)) > 0.25].reshape(-1, PATCH * PATCH)  # noqa: PLR2004 - a quarter inked
    inked = inked - inked.mean(axis=1, keepdims=True)
    return np.asarray(inked / np.sqrt(inked.var(axis=1, keepdims=True) + 0.01), np.float32)


def patch_shares(picture: NDArray[np.float32], filters: NDArray[np.float32], offsets: NDArray[np.float32]) -> Floats:
    """Return how strongly each little shape of strokes, and its inverse, occurs in a picture, (2 K,).

    filters: (81, K); offsets: (K,). Source: Coates and Ng 2011, an analysis of single-layer networks in unsupervised feature learning.
    """
    found = patches(picture)
    if not len(found):
        return np.zeros(2 * filters.shape[1])
    answers = found @ filters - offsets
    return np.concatenate([np.maximum(answers - 1, 0).mean(axis=0), np.maximum(-answers - 1, 0).mean(axis=0)]).astype(np.float64)


@lru_cache(maxsize=1)
def _coefficients() -> Coefficients:
    with np.load(COEFFICIENTS, allow_pickle=False) as stored:
        return {name: stored[name].astype(bool if name == "beside" else np.float32) for name in stored.files}


def beside_print(ink: Print, label: Print) -> tuple[float, ...]:
    """Return how far ink is from the print of its label: stroke, height, density, evenness, straightness, each about -2 to 2."""
    return (
        float(np.clip(np.log(ink.stroke_px / label.stroke_px), -1.5, 1.5)),
        float(np.clip(np.log(ink.height_px / label.height_px), -1.5, 1.5)),
        float(np.clip(np.log((ink.density + 0.05) / (label.density + 0.05)), -1.5, 1.5)),
        float(np.clip(ink.pressure - label.pressure, -1, 1)),
        float(np.clip(ink.bend - label.bend, -1, 1)),
        float(np.clip((ink.level_spread - label.level_spread) / 10, -1.5, 1.5)),
        float(np.clip(ink.width_ratio - label.width_ratio, -1, 1)),
        float(np.clip(ink.corners - label.corners, -1, 1)),
    )


def _along(density: Density, ink: Mask, stroke: float) -> tuple[Floats, Floats, float]:
    """Return strokes' directions (degrees, -90 to 90, 0 level), how much each pixel counts, and how much strokes bend (0-1)."""
    smooth = cv2.GaussianBlur(density, (0, 0), 0.8)
    dx, dy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    reach = max(1.2, 0.7 * stroke)
    xx, yy, xy = (cv2.GaussianBlur(product, (0, 0), reach) for product in (dx * dx, dy * dy, dx * dy))
    coherence = np.hypot(xx - yy, 2 * xy) / np.maximum(xx + yy, 1e-9)
    weight = np.where(ink, coherence, 0.0).astype(np.float64) ** 2
    across = 0.5 * np.arctan2(2 * xy, xx - yy)
    # Over three stroke widths a straight stroke keeps one direction.
    wide = max(2.0, 2 * stroke)
    cos, sin, norm = (cv2.GaussianBlur(part, (0, 0), wide) for part in (weight * np.cos(2 * across), weight * np.sin(2 * across), weight))
    kept = np.hypot(cos, sin) / np.maximum(norm, 1e-9)
    bend = 1 - float((kept * weight).sum()) / max(1e-9, float(weight.sum()))
    along = np.rad2deg(across) + 90
    return np.where(along > 90, along - 180, along).astype(np.float64), weight, bend  # noqa: PLR2004 - a half turn


def _mean_spread(angles: Floats, weights: Floats) -> tuple[float, float]:
    total = float(weights.sum())
    if total <= 0:
        return 0.0, 0.0
    mean = float((angles * weights).sum()) / total
    return mean, float(np.sqrt((weights * (angles - mean) ** 2).sum() / total))


def _characters(ink: Mask, count: int) -> tuple[float, float, float, float, float]:
    """Return how unevenly characters stand: upper edge, lower edge, height, middle, pitch, in shares of the whole height.

    Cuts lie where the fewest ink is, within a quarter pitch of equal parts.
    """
    height, width = ink.shape
    if count == 1:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    profile = cv2.blur(ink.sum(axis=0).astype(np.float32)[None], (3, 1))[0]
    pitch = width / count
    cuts = [0]
    for n in range(1, count):
        start, end = round((n - 0.3) * pitch), round((n + 0.3) * pitch) + 1
        part = profile[start:end] + 0.02 * height * np.abs(np.linspace(-1, 1, end - start))
        cuts.append(start + int(part.argmin()))
    cuts.append(width)
    tops, bottoms, middles = [], [], []
    for left, right in pairwise(cuts):
        rows, columns = np.flatnonzero(ink[:, left:right].any(axis=1)), np.flatnonzero(ink[:, left:right].any(axis=0))
        if rows.size:
            tops.append(rows[0] / height)
            bottoms.append(rows[-1] / height)
            middles.append((left + (columns[0] + columns[-1]) / 2) / height)
    if len(tops) < 2:  # noqa: PLR2004 - one character has no neighbours
        return 0.0, 0.0, 0.0, 0.0, 0.0
    upper, lower = np.array(tops), np.array(bottoms)
    steps = np.diff(np.array(middles))
    return (
        float(upper.std()),
        float(lower.std()),
        float((lower - upper).std()),
        float(((lower + upper) / 2).std()),
        float(steps.std()) if len(steps) > 1 else 0.0,
    )

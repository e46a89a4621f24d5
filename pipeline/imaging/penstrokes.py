"""Measures ink in a small place: how much of which colour, and whether its strokes are a pen's or a printer's."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask, Rgb

Density = NDArray[np.float32]  # (H, W), optical density, 0 for paper


# Weights of a logistic regression, hand against print, for each measure of `Strokes` and the recogniser's confidence.
# Fitted 2026-11-22 on 575 drawn places with handwriting (real signatures of four writers, four handwriting fonts) and 299 with
# printed names (eight typefaces), four levels of blur, noise and JPEG each.
PEN_WEIGHTS = {
    "axis_concentration": 0.09,
    "top_wander": -3.26,
    "bottom_wander": 4.40,
    "stroke_width": 0.31,
    "width_spread": 1.87,
    "fill": -7.98,
    "height_lines": 4.42,
    "vertices": 3.28,
    "blueness": 4.14,
    "axis_share": -5.14,
    "slant_share": 2.54,
}
PEN_CONFIDENCE_WEIGHT = -7.05
PEN_OFFSET = 3.74


class Inks(NamedTuple):
    """A place's ink by colour, each (H, W) float32 optical density, 0 for paper: `red` alone, and `dark` without the red."""

    dark: Density
    red: Density
    blueness: Density


class Strokes(NamedTuple):
    """How strokes look, each about 0-1 and free of size: see `measure_strokes`."""

    axis_concentration: float
    top_wander: float
    bottom_wander: float
    stroke_width: float
    width_spread: float
    fill: float
    height_lines: float
    vertices: float
    blueness: float
    axis_share: float
    slant_share: float


def split_inks(crop: Rgb, reach: int) -> Inks:
    """Return the densities of a place by colour, light flattened first.

    Red ink hardly darkens the red channel, black ink darkens all alike, so two channels give the two amounts.
    crop: (H, W, 3) uint8, RGB; reach: pixels, wider than any stroke (half a text line is right).
    Source: Ruifrok 2001, colour deconvolution, with two known inks.
    """
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    paper = cv2.blur(cv2.dilate(cv2.medianBlur(np.ascontiguousarray(crop), 3), kernel), (2 * reach + 1, 2 * reach + 1)).astype(np.float32)
    density = -np.log(np.clip(crop.astype(np.float32) / np.maximum(paper, 24.0), 1 / 255, 1.0)).astype(np.float32)
    in_red, in_green, in_blue = density[..., 0], density[..., 1], density[..., 2]
    other = np.minimum(in_green, np.maximum(in_blue, 0.5 * in_green))
    excess = np.clip(other - in_red, 0, None)
    # Black ink on tinted paper is as much denser in one channel all over; red ink shows far less in the red channel than elsewhere.
    excess[excess < 0.2 * other] = 0
    # How much of a red ink's density shows in the red channel, from the pixels that are surely red beside the reddest there; a pale seal
    # has none that are as red as a fresh one's. Of these the upper quarter, so that little of the seal stays dark.
    reddish = excess[excess > 0.12]  # noqa: PLR2004 - over twice the noise of a JPEG at quality 50
    sure = excess > (np.clip(0.5 * np.quantile(reddish, 0.9), 0.12, 0.25) if reddish.size else 0.25)
    sure &= excess > 0.35 * other
    leak = float(np.clip(np.quantile(in_red[sure] / np.maximum(other[sure], 1e-3), 0.75), 0.0, 0.6)) if sure.sum() > 30 else 0.2  # noqa: PLR2004 - enough for a quantile
    red = excess / (1 - leak)
    dark = np.clip(in_red - leak * red, 0, None)
    # JPEG's coarse colour leaves grey shadows on and about red ink; pen and print over it are far darker.
    smooth = cv2.GaussianBlur(red, (0, 0), 0.8)
    beside, about = (cv2.dilate(smooth, np.ones((2 * r + 1, 2 * r + 1), np.uint8)) for r in (max(1, reach // 4), reach))
    dark[(dark < np.minimum(0.5 * beside, 0.45)) | ((dark < 0.4) & (about > 0.15))] = 0  # noqa: PLR2004 - densities of shadows, drawn seals, 2026-11-22
    return Inks(dark.astype(np.float32), red.astype(np.float32), np.clip(in_red - in_blue, 0, None).astype(np.float32))


def ink_mask(density: Density, known: Mask, *, faintest: float, share: float = 0.4) -> Mask:
    """Return (H, W) bool, True where ink: over `share` of the strongest ink in the place, never under `faintest`.

    known: (H, W) bool, True on ruling lines and print, which are left out and do not set the threshold either.
    """
    free = density[~known]
    strongest = float(np.quantile(free, 0.997)) if free.size else 0.0
    return (density > max(faintest, min(0.6, share * strongest))) & ~known


def components(mask: Mask, least_px: float, *, keep_off_edge: bool = True) -> tuple[Mask, list[tuple[Box, int]]]:
    """Return the mask without specks, and box and area of every component that stays.

    least_px: a component whose longer side is shorter is a speck. keep_off_edge: drop thin pieces that lie on the border of
    the place: ends of lines and of neighbouring print.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    height, width = mask.shape
    kept, found = np.zeros(count, dtype=bool), []
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        if max(w, h) < least_px:
            continue
        touches = x == 0 or y == 0 or x + w == width or y + h == height
        if keep_off_edge and touches and (min(w, h) < least_px or max(w, h) < 2 * least_px):
            continue
        kept[i] = True
        found.append((Box(x, y, w, h), area))
    return kept[labels], found


def without_dashes(mask: Mask, line_height: float, *, least: int = 6) -> Mask:
    """Return the mask without dotted or dashed underlines: `least` or more flat marks at one height, short and evenly high."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    flat = (stats[:, 2] < 0.4 * line_height) & (stats[:, 3] < 0.25 * line_height)
    flat[0] = False
    if flat.sum() < least:
        return mask
    heights, drop = centres[:, 1], np.zeros(count, dtype=bool)
    # A page may be a little tilted: a dash belongs to the dashes beside it, not to all of the row.
    for i in np.flatnonzero(flat):
        beside = flat & (np.abs(heights - heights[i]) < 0.1 * line_height) & (np.abs(centres[:, 0] - centres[i, 0]) < 2 * line_height)
        drop[i] = beside.sum() >= least
    return np.asarray(mask & ~drop[labels])


def measure_strokes(mask: Mask, inks: Inks, line_height: float) -> Strokes | None:
    """Return the measures of the ink in a place, None where there is too little of it.

    axis_concentration: how far stroke edges keep to two right-angled directions, 0-1 (print: high; four-fold symmetric, so a
    page's tilt does not matter). slant_share: share of edges 15-75 degrees off those directions. top_wander, bottom_wander:
    unevenness of the writing's upper and lower edge in shares of its height. stroke_width, width_spread: mean stroke width in
    shares of the height, and its variation. fill: inked share of the box. height_lines: height in printed text lines. vertices: corners per
    stroke length of the outline drawn as a polygon. blueness: red density over blue density of the ink, 0 for black.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size < 6 or columns.size < 6:  # noqa: PLR2004 - a dot has no stroke
        return None
    box = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    ink, dark = mask[box], inks.dark[box]
    height = ink.shape[0]
    stroke, spread = _widths(ink)
    concentration, straight, slant = _directions(dark, ink, stroke)
    top, bottom = _wander(ink)
    blue = float(np.median(inks.blueness[box][ink])) / max(0.05, float(np.median(dark[ink])))
    return Strokes(
        axis_concentration=concentration,
        top_wander=top,
        bottom_wander=bottom,
        stroke_width=stroke / height,
        width_spread=spread,
        fill=float(ink.mean()),
        height_lines=height / line_height,
        vertices=_vertices(ink, stroke),
        blueness=min(1.0, blue),
        axis_share=straight,
        slant_share=slant,
    )


def pen_probability(strokes: Strokes, reading_confidence: float) -> float:
    """Return how likely a pen and no printer made the strokes, 0-1.

    reading_confidence: 0-1, how surely a recogniser of print read them: print is hardly ever read below 0.97.
    Measured on writers it was not fitted on, at 0.7 and 0.22: of 100 signed places 85 pen, 15 neither; of 100 printed names 69 print,
    26 neither, 5 pen (2026-11-22).
    """
    total = sum(PEN_WEIGHTS[name] * value for name, value in strokes._asdict().items())
    return float(1 / (1 + np.exp(-(total + PEN_CONFIDENCE_WEIGHT * min(1.0, max(0.5, reading_confidence)) + PEN_OFFSET))))


def stroke_length(mask: Mask) -> float:
    """Return about how long the strokes of a mask are together, in pixels."""
    width, _ = _widths(mask)
    return float(mask.sum()) / max(1.0, width)


def framed(mask: Mask, *, least_share: float = 0.8) -> bool:
    """Return whether a rectangular frame surrounds the ink, turned by up to twelve degrees, as on a name stamp.

    least_share: inked share (0-1) of the weakest side along one straight line; a signature's own outline stays under a half.
    """
    points = cv2.findNonZero(mask.astype(np.uint8))
    if points is None or len(points) < 40:  # noqa: PLR2004 - less ink than a frame has
        return False
    (cx, cy), (across, down), angle = cv2.minAreaRect(points)
    if abs(angle) > 45:  # noqa: PLR2004 - whichever side cv2 measures from, the nearer axis is meant
        angle, across, down = angle - 90 * np.sign(angle), down, across
    if abs(angle) > 12 or min(across, down) < 12:  # noqa: PLR2004 - as in the docstring; smaller is no stamp
        return False
    turn = cv2.getRotationMatrix2D((cx, cy), angle, 1.0)
    upright = cv2.warpAffine(mask.astype(np.uint8), turn, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_NEAREST)
    box = Box(round(cx - across / 2), round(cy - down / 2), round(across), round(down)).clipped(mask.shape[1], mask.shape[0])
    inside = upright[box.y : box.bottom, box.x : box.right]
    band = max(3, round(0.1 * min(across, down)))
    thick = np.ones((3, 3), np.uint8)
    rows = cv2.dilate(inside, thick).mean(axis=1)
    columns = cv2.dilate(inside, thick).mean(axis=0)
    return bool(min(rows[:band].max(), rows[-band:].max(), columns[:band].max(), columns[-band:].max()) >= least_share)


def filled(mask: Mask, *, least_share: float = 0.6, least_side: float = 0.8) -> bool:
    """Return whether the ink is a filled block with its characters left white, turned by up to twelve degrees, as some name stamps are.

    least_share, least_side: inked share (0-1) of the block and of a band along each of its sides; bold print stays under the latter.
    """
    points = cv2.findNonZero(mask.astype(np.uint8))
    if points is None or len(points) < 40:  # noqa: PLR2004 - less ink than a block has
        return False
    (cx, cy), (across, down), angle = cv2.minAreaRect(points)
    if abs(angle) > 45:  # noqa: PLR2004 - as in `framed`
        angle, across, down = angle - 90 * np.sign(angle), down, across
    if abs(angle) > 12 or min(across, down) < 12 or len(points) < least_share * across * down:  # noqa: PLR2004 - as in `framed`
        return False
    turn = cv2.getRotationMatrix2D((cx, cy), angle, 1.0)
    upright = cv2.warpAffine(mask.astype(np.uint8), turn, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_NEAREST)
    box = Box(round(cx - across / 2), round(cy - down / 2), round(across), round(down)).clipped(mask.shape[1], mask.shape[0])
    inside = upright[box.y : box.bottom, box.x : box.right]
    band = max(2, round(0.1 * min(across, down)))
    sides = (inside[:band], inside[-band:], inside[:, :band], inside[:, -band:])
    return bool(min(float(side.mean()) for side in sides) >= least_side)


def tick_boxes(mask: Mask, line_height: float, *, least_side: float = 0.75) -> list[tuple[Box, float]]:
    """Return the little squares to tick among the ink, left to right, each with the inked share (0-1) of its inside.

    A square is 0.4 to 1 text line wide and high; its left, its lower and one more side are inked along `least_side` of their length:
    a tick may stick out at the top right, and 用 is open below.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    found = []
    for i in range(1, count):
        x, y, w, h = (int(v) for v in stats[i, :4])
        if not (0.4 * line_height <= min(w, h) and max(w, h) <= line_height and 0.75 <= w / h <= 1.33):  # noqa: PLR2004 - a square
            continue
        piece = labels[y : y + h, x : x + w] == i
        band = max(2, round(0.2 * min(w, h)))
        rows, columns = piece.mean(axis=1), piece.mean(axis=0)
        left, lower, others = columns[:band].max(), rows[-band:].max(), max(rows[:band].max(), columns[-band:].max())
        inside = mask[y + band + 1 : y + h - band - 1, x + band + 1 : x + w - band - 1]
        if min(left, lower, others) >= least_side and inside.size:
            found.append((Box(x, y, w, h), float(inside.mean())))
    return sorted(found, key=lambda square: (square[0].x, square[0].y))


def fingerprint_like(mask: Mask, line_height: float) -> bool:
    """Return whether the ink is one oval of ridges, 1.2 to 4 text lines high, as a thumb leaves."""
    reach = max(3, round(0.22 * line_height))
    solid = cv2.morphologyEx(
        np.pad(mask, reach).astype(np.uint8), cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    )
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return False
    largest = max(contours, key=cv2.contourArea)
    area, total = cv2.contourArea(largest), float(solid.sum())
    if len(largest) < 6 or area < 0.75 * total:  # noqa: PLR2004 - an ellipse needs six points; the rest is stray ink
        return False
    hull = cv2.contourArea(cv2.convexHull(largest))
    _, (minor, major), _ = cv2.fitEllipse(cv2.convexHull(largest))
    oval = area / max(1.0, np.pi / 4 * minor * major)
    size = major / line_height
    full = float(mask.sum()) / max(1.0, area)
    return bool(area > 0.85 * hull and 0.85 < oval < 1.15 and 1.2 < size < 4 and 1.0 <= major / max(1.0, minor) < 2.2 and full > 0.3)  # noqa: PLR2004 - see the docstring; ridges cover a third and more


def _directions(dark: Density, ink: Mask, stroke: float) -> tuple[float, float, float]:
    """Return how far strokes keep to two right-angled axes, their share within 4 degrees of those, and more than 15 off, all 0-1.

    Directions come from the structure tensor over about a stroke's width, so that a stroke speaks as a whole and noise hardly.
    Source: Bigun 1987, structure tensor.
    """
    smooth = cv2.GaussianBlur(dark, (0, 0), 0.8)
    dx, dy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    reach = max(1.5, 0.9 * stroke)
    xx, yy, xy = (cv2.GaussianBlur(product, (0, 0), reach) for product in (dx * dx, dy * dy, dx * dy))
    coherence = np.hypot(xx - yy, 2 * xy)
    weight = np.where(ink, coherence / np.maximum(xx + yy, 1e-9), 0.0) ** 2
    total = float(weight.sum())
    if total <= 0:
        return 0.0, 0.0, 0.0
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    turn = complex((weight * np.exp(4j * angle)).sum()) / total
    # A page is upright to a few degrees; an axis further off is the writing's own slant, not the page's.
    tilt = float(np.clip(np.angle(turn) / 4, -np.deg2rad(3), np.deg2rad(3)))
    off = np.abs(np.angle(np.exp(4j * (angle - tilt)))) / 4
    near, far = weight[off < np.deg2rad(4)].sum(), weight[off > np.deg2rad(15)].sum()
    return abs(turn), float(near) / total, float(far) / total


def _wander(ink: Mask) -> tuple[float, float]:
    """Return the spread of the ink's upper and lower edge, taken over windows of about one character, in shares of its height."""
    height, width = ink.shape
    window = max(4, round(0.8 * height))
    tops, bottoms = [], []
    for x in range(0, max(1, width - window // 2), max(1, window // 2)):
        rows = np.flatnonzero(ink[:, x : x + window].any(axis=1))
        if rows.size:
            tops.append(rows[0] / height)
            bottoms.append(1 - rows[-1] / height)
    return (float(np.std(tops)), float(np.std(bottoms))) if tops else (0.0, 0.0)


def _widths(ink: Mask) -> tuple[float, float]:
    """Return the mean stroke width in pixels and its coefficient of variation, from the ridges of the distance to paper."""
    distance = cv2.distanceTransform(np.pad(ink, 1).astype(np.uint8), cv2.DIST_L2, 5)
    ridge = (distance == cv2.dilate(distance, np.ones((3, 3), np.uint8))) & (distance > 0)
    widths = 2 * distance[ridge] - 1
    mean = float(widths.mean()) if widths.size else 1.0
    return mean, float(widths.std() / mean) if widths.size else 0.0


def _vertices(ink: Mask, stroke: float) -> float:
    """Return corners of the polygonal outline per ten stroke widths of its length."""
    contours, _ = cv2.findContours(ink.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    corners = sum(len(cv2.approxPolyDP(contour, max(1.0, 0.35 * stroke), closed=True)) for contour in contours)
    length = sum(cv2.arcLength(contour, closed=True) for contour in contours)
    return corners / max(1.0, length) * 10 * stroke / 10

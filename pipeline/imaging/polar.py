"""Round pictures unrolled: the strip of an arc's text, the gap where it begins, and the turn of a star. Angles are clockwise."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray

DOWN_DEG = 90.0  # a direction: clockwise from the x axis, so 90 points down the page


def strip(  # noqa: PLR0913 - a strip is described by exactly these
    image: NDArray[np.uint8], radius_px: int, *, start_deg: float, inner: float, outer: float, rows: int, across: int
) -> NDArray[np.uint8]:
    """Return the ring between two radii unrolled clockwise from a direction as (rows, across) pixels, outer radius on top.

    image: square, (S, S) or (S, S, 3) uint8, the circle about its middle; inner, outer: in radii.
    """
    turn = np.radians(start_deg) + np.linspace(0, 2 * np.pi, across, endpoint=False)
    reach = radius_px * np.linspace(outer, inner, rows)
    return _sampled(image, turn, reach)


def bottom_strip(  # noqa: PLR0913 - as above
    image: NDArray[np.uint8], radius_px: int, *, turn_deg: float, half_deg: float, inner: float, outer: float, rows: int
) -> NDArray[np.uint8]:
    """Return the lower sector of a ring unrolled as it is read there: from left to right, heads to the centre.

    turn_deg: clockwise rotation of the seal, 0 = upright; half_deg: the sector's half angle.
    """
    across = int(2 * math.radians(half_deg) * (inner + outer) / 2 / (outer - inner) * rows)
    turn = np.radians(DOWN_DEG + turn_deg) + np.radians(np.linspace(half_deg, -half_deg, across))
    return _sampled(image, turn, radius_px * np.linspace(inner, outer, rows))


def gaps(ink: Gray, radius_px: int, *, inner: float = 0.68, outer: float = 0.80, level: float = 0.30) -> list[tuple[float, float]]:
    """Return the empty sectors of the text band as (direction of the middle, width), degrees, widest first.

    ink: (S, S) uint8, dark where ink is; inner, outer: the part of the text band that neither the code at the edge nor a line
    under the star reaches. A column is empty where its ink is below p8 + level * (p85 - p8) of all columns.
    Source: the strip: measured on 71 drawn seals, 2026-11-21; the narrower band: set on 111 drawn seals, 2026-11-22.
    """
    band = 255.0 - strip(ink, radius_px, start_deg=0, inner=inner, outer=outer, rows=24, across=720)
    profile = np.asarray(band.mean(axis=0))
    count = len(profile)
    reach = max(3, count // 180)
    padded = np.concatenate([profile[-reach:], profile, profile[:reach]])
    smooth = np.convolve(padded, np.ones(reach) / reach, "same")[reach:-reach]
    low, high = np.percentile(smooth, (8, 85))
    empty = smooth < low + level * (high - low)
    if empty.all() or not empty.any():
        return [(DOWN_DEG, 360.0 if empty.all() else 0.0)]
    shift = int(np.flatnonzero(~empty)[0])
    runs = np.diff(np.concatenate([[0], np.roll(empty, -shift).astype(int), [0]]))
    found = [
        (((first + last) / 2 + shift) / count * 360 % 360, (last - first) / count * 360)
        for first, last in zip(np.flatnonzero(runs == 1), np.flatnonzero(runs == -1), strict=True)
    ]
    return sorted(((float(middle), float(width)) for middle, width in found), key=lambda gap: -gap[1])


def text_ends(  # noqa: PLR0913 - two bands of the arc and what is found in them
    ink: Gray,
    radius_px: int,
    gap: tuple[float, float],
    *,
    text: tuple[float, float] = (0.60, 0.88),
    upper: tuple[float, float] = (0.775, 0.87),
    most_deg: float = 30.0,
    keep_deg: float = 5.0,
) -> tuple[float, float]:
    """Return how far an arc's text lies from the middle of its gap, clockwise and against it, in degrees.

    gap: (direction, width) as `gaps` returns; text: the arc's glyphs; upper: the part of them that a line under the star does not
    reach; an upper stroke is enough, for a character taken away makes another name. The first ink there is the text's; the
    emptiest place before it is where the line's corners, which the gap took for text, end. most_deg: how far beyond the gap is
    looked; keep_deg: space left to the gap's own ends.
    Source: measured on 80 drawn seals of which half have a line, 2026-11-22: at the ends of readings stood the line's corners
    as a character, or the first or last character was nearly as likely twice; sure in 59 of 80 with these ends, in 46 without.
    """
    middle, width = gap
    own = max(0.0, width / 2 - keep_deg)
    high, whole = _columns(ink, radius_px, upper, 10), _columns(ink, radius_px, text, 24)
    low, full = np.percentile(high, (8, 85))
    ground = float(np.percentile(whole, 85))
    if full - low < 0.35 * ground:  # the glyphs do not reach so far out
        return own, own
    inked = high > low + 0.20 * (full - low)
    centre = round(middle * 2)
    ends = []
    for way in (1, -1):
        steps = (centre + way * np.arange(int(2 * own), int(2 * (width / 2 + most_deg)))) % len(whole)
        runs = np.convolve(inked[steps], np.ones(4), "valid") == 4  # noqa: PLR2004 - two degrees are a stroke
        first = int(runs.argmax()) if runs.any() else 0
        before = whole[steps[max(0, first - 26) : first + 1]]
        empty = np.flatnonzero(before <= before.min() + 0.06 * ground)
        valley = before.min() < 0.25 * ground and first > 0  # between two strokes of one glyph there is more ink
        begun = int(empty[np.flatnonzero(np.diff(empty) > 1)[-1] + 1]) if (np.diff(empty) > 1).any() else int(empty[0])
        ends.append(own + (max(0, first - 26) + (begun + int(empty[-1])) / 2) / 2 if valley else own)
    return ends[0], ends[1]


def star_turn(ink: Gray, radius_px: int, *, reach: float = 0.42) -> tuple[float, float]:
    """Return the turn of a five-pointed star about the middle (clockwise, -36..36 degrees, 0 = a tip points up) and its strength 0-1.

    The outermost ink in each direction rises and falls five times a turn; strength is the share of its variation that does.
    """
    band = 255.0 - strip(ink, radius_px, start_deg=-90, inner=0.04, outer=reach, rows=48, across=360)
    profile = np.asarray(band.mean(axis=0))
    spectrum = np.fft.rfft(profile - profile.mean())
    power = np.abs(spectrum) ** 2
    total = float(power[1:].sum())
    if total <= 0 or len(power) < 6:  # noqa: PLR2004 - the fifth harmonic needs six bins
        return 0.0, 0.0
    turn = -math.degrees(float(np.angle(spectrum[5]))) / 5
    return (turn + 36) % 72 - 36, float(power[5] / total)


def _columns(ink: Gray, radius_px: int, band: tuple[float, float], rows: int) -> NDArray[np.float64]:
    """Return the mean ink (0-255) of each half degree of a band, clockwise from the right, smoothed over 2.5 degrees."""
    profile = (255.0 - strip(ink, radius_px, start_deg=0, inner=band[0], outer=band[1], rows=rows, across=720)).mean(axis=0)
    around = np.concatenate([profile[-4:], profile, profile[:4]])
    return np.asarray(np.convolve(around, np.ones(5) / 5, "same")[4:-4])


def turned(image: NDArray[np.uint8], turn_deg: float) -> NDArray[np.uint8]:
    """Return the square picture with a clockwise turn undone, white where nothing was."""
    side = image.shape[0]
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), turn_deg, 1.0)
    flags, white = cv2.INTER_LINEAR, (255, 255, 255)
    return np.asarray(cv2.warpAffine(image, matrix, (side, side), flags=flags, borderValue=white), dtype=np.uint8)


def _sampled(image: NDArray[np.uint8], turn: NDArray[np.float64], reach: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return (len(reach), len(turn)) pixels at these directions (radians) and distances (pixels) from the middle."""
    middle = image.shape[0] / 2 - 0.5
    x = (middle + reach[:, None] * np.cos(turn)).astype(np.float32)
    y = (middle + reach[:, None] * np.sin(turn)).astype(np.float32)
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)

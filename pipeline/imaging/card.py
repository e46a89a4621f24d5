"""Finds a card-shaped rectangle in a picture, lays it flat, and tells whether skin lies over a part of it."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.page import Gray, Rgb

ID_1_MM = (85.6, 54.0)  # Source: ISO/IEC 7810, format ID-1


def card_quads(
    image: Rgb,
    *,
    aspect_slack: float = 0.3,
    least_share: float = 0.008,
    most_share: float = 0.5,
    side_px: int = 900,
    upended: bool = False,
) -> list[Quad]:
    """Return outlines that may be an ID-1 card lying on its long side (`upended`: standing on its short one), best first.

    image: (H, W, 3) uint8 RGB, looked at with a long side of `side_px`. aspect_slack: how far width over height may be off
    1.585, as a share; least_share, most_share: its area over the picture's (what fills the picture is the picture's edge).
    Edges of lightness and of colour are closed and their outlines taken where they fill a four-cornered shape.
    """
    scale = min(1.0, side_px / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    scored: list[tuple[float, Quad]] = []
    shape = ID_1_MM[1] / ID_1_MM[0] if upended else ID_1_MM[0] / ID_1_MM[1]
    for channel in range(3):
        plane = np.asarray(cv2.GaussianBlur(lab[..., channel], (5, 5), 0), dtype=np.uint8)
        for mask in _outline_masks(plane):
            contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
            for contour in contours:
                fit = _four_corners(np.asarray(contour), least_share * plane.size, most_share * plane.size)
                if fit is not None and abs(_aspect(fit[1]) / shape - 1) < aspect_slack and _nearly_square(fit[1]):
                    scored.append((fit[0], fit[1]))
    best: list[tuple[float, Quad]] = []
    for score, quad in sorted(scored, key=lambda pair: (-pair[0], pair[1].corners)):
        if all(_overlap(quad, other) < 0.7 for _, other in best):  # noqa: PLR2004 - the same outline, seen in another channel
            best.append((score, quad))
    return [Quad(*((x / scale, y / scale) for x, y in quad.corners)) for _, quad in best]


def quarter_turned(quad: Quad, quarters: int) -> Quad:
    """Return the same outline whose content stands turned clockwise by so many quarters: its top left comes that much later."""
    corners = quad.corners
    return Quad(*(corners[(place + quarters) % 4] for place in range(4)))


def card_by_anchors(anchors_px: Sequence[tuple[float, float]], anchors_mm: Sequence[tuple[float, float]]) -> Quad:
    """Return the outline of an ID-1 card from three points known on it, in mm from its top left; no perspective is told by three."""
    onto = cv2.getAffineTransform(np.array(anchors_mm, np.float32), np.array(anchors_px, np.float32))
    corners = np.array([[0, 0, 1], [ID_1_MM[0], 0, 1], [*ID_1_MM, 1], [0, ID_1_MM[1], 1]], np.float64) @ onto.T
    return Quad(*((float(x), float(y)) for x, y in corners))


def flattened(image: Rgb, quad: Quad, *, width_px: int) -> Rgb:
    """Return the card as seen from straight above, `width_px` wide; (h, w, 3) uint8 RGB."""
    height = round(width_px * ID_1_MM[1] / ID_1_MM[0])
    target = np.array([[0, 0], [width_px, 0], [width_px, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(np.array(quad.corners, np.float32), target)
    return np.asarray(
        cv2.warpPerspective(image, warp, (width_px, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def skin_share(card: Rgb, area_mm: tuple[float, float, float, float], *, redder: float = 7.0, yellower: float = 7.0) -> float:
    """Return the share (0-1) of an area of a flattened card where something the colour of skin lies.

    area_mm: left, top, right, bottom in mm from the card's top left. Skin is redder and yellower (CIE a*, b*) than the card's own
    ground, which is the median of the card.
    """
    lab = cv2.cvtColor(card.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    k = card.shape[1] / ID_1_MM[0]
    left, top, right, bottom = (round(value * k) for value in area_mm)
    ground = np.median(lab.reshape(-1, 3), axis=0)
    part = lab[top:bottom, left:right]
    if not part.size:
        return 0.0
    return float(((part[..., 1] - ground[1] > redder) & (part[..., 2] - ground[2] > yellower)).mean())


def _outline_masks(plane: Gray) -> list[Gray]:
    """Return masks whose outlines are worth a look: closed edges at two strengths, and both sides of Otsu's threshold."""
    masks = []
    for low, high in ((20, 60), (50, 120)):
        edges = cv2.Canny(plane, low, high)
        masks.append(np.asarray(cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8))
    _, light = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    kernel = np.ones((7, 7), np.uint8)
    opened = np.asarray(cv2.morphologyEx(cv2.morphologyEx(light, cv2.MORPH_CLOSE, kernel), cv2.MORPH_OPEN, kernel), np.uint8)
    return [*masks, opened, np.asarray(255 - opened, np.uint8)]


def _four_corners(contour: NDArray[np.int32], least_area: float, most_area: float) -> tuple[float, Quad] | None:
    """Return (how well the hull fills four corners 0-1, the corners clockwise from the top left), None for other shapes."""
    hull = cv2.convexHull(contour)
    area = cv2.contourArea(hull)
    if not least_area <= area <= most_area:
        return None
    for tightness in (0.02, 0.04, 0.06):
        corners = cv2.approxPolyDP(hull, tightness * cv2.arcLength(hull, closed=True), closed=True)
        if len(corners) == 4:  # noqa: PLR2004 - a quad
            filled = area / max(cv2.contourArea(corners), 1.0)
            return min(filled, 1 / filled), _ordered(corners.reshape(4, 2).astype(np.float64))
    return None


def _ordered(corners: NDArray[np.float64]) -> Quad:
    """Return four corners clockwise, starting with the one nearest the top left."""
    centre = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    first = int(np.argmin(around.sum(axis=1)))
    return Quad(*((float(x), float(y)) for x, y in np.roll(around, -first, axis=0)))


def _aspect(quad: Quad) -> float:
    """Return width over height by the mean of opposite sides."""
    corners = np.array(quad.corners)
    sides = np.hypot(*(corners - np.roll(corners, -1, axis=0)).T)
    return float(sides[0] + sides[2]) / max(float(sides[1] + sides[3]), 1e-6)


def _nearly_square(quad: Quad, *, least_ratio: float = 0.7, most_cosine: float = 0.42) -> bool:
    """Return whether opposite sides are about as long and corners about square, as a held card's are in any sensible perspective.

    least_ratio: shorter over longer of two opposite sides; most_cosine: of a corner, 0.42 = 25 degrees off square. Source: our choice,
    far beyond the 4 % and 12 degrees of the drawn scenes; an outline that ran from a shoulder over the head had 0.46.
    """
    corners = np.array(quad.corners)
    sides = np.roll(corners, -1, axis=0) - corners
    long = np.hypot(*sides.T)
    if long.min() < 1:
        return False
    ratios = np.minimum(long[:2], long[2:]) / np.maximum(long[:2], long[2:])
    cosines = np.abs((sides * np.roll(sides, -1, axis=0)).sum(axis=1) / (long * np.roll(long, -1)))
    return bool(ratios.min() >= least_ratio and cosines.max() <= most_cosine)


def _overlap(one: Quad, other: Quad) -> float:
    """Return intersection over union of two quads' upright boxes; enough to tell the same card."""
    common = one.box.overlap(other.box).area
    return common / max(1, one.box.area + other.box.area - common)

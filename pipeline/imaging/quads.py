"""Finds a sheet lying on a background in a photo and lays it flat."""

from collections.abc import Iterator
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.page import Gray, Rgb

Corners = NDArray[np.float32]

# Share of the picture that the one sheet, and each of several, may cover; how many times larger the largest may be than the
# smallest; the share of the smaller of two that may lie in the other; how many at most. `page_quad` and `sheet_quads` tell more.
ONE_SHARE, EACH_SHARE = (0.25, 0.95), (0.1, 0.6)
MOST_UNEVEN, MOST_COMMON, MOST_SHEETS = 2.5, 0.08, 4
LEAST_CONTRAST, LEAST_SUPPORT, SIDE_PX = 18.0, 0.85, 640


def page_quad(
    image: Rgb,
    *,
    least_share: float = ONE_SHARE[0],
    most_share: float = ONE_SHARE[1],
    least_contrast: float = LEAST_CONTRAST,
    least_support: float = LEAST_SUPPORT,
    side_px: int = SIDE_PX,
) -> Quad | None:
    """Return the outline of the one light sheet in a photo, None where it is not sure that there is one.

    Candidates are four-cornered outlines of light regions; one is believed if along at least `least_support` (0-1) of all four sides the
    picture just inside is lighter than just outside by `least_contrast` (grey levels): a table's frame has paper on both sides, a sheet
    does not. Sides on the picture's own border have no outside and count as supported, but at most two of them may lie there.

    image: (H, W, 3) uint8 RGB; least_share, most_share: of the picture's area; side_px: long side of the copy that is searched.
    """
    grey, factor = _searched(image, side_px)
    return _one(list(_sheets(grey, least_share, most_share, least_contrast, least_support)), factor)


def sheet_quads(  # noqa: PLR0913 - each a limit of its own
    image: Rgb,
    *,
    least_share: float = EACH_SHARE[0],
    most_uneven: float = MOST_UNEVEN,
    most_common: float = MOST_COMMON,
    most_sheets: int = MOST_SHEETS,
    least_contrast: float = LEAST_CONTRAST,
    least_support: float = LEAST_SUPPORT,
    side_px: int = SIDE_PX,
) -> tuple[Quad, ...]:
    """Return the outlines of two and more sheets lying apart in one photo, largest first; empty where there are not two.

    Each is believed as `page_quad` believes one. most_uneven: how many times larger the largest may be than the smallest; most_common:
    share of the smaller of two sheets that may lie in the other; most_sheets: more are not looked for.
    """
    grey, factor = _searched(image, side_px)
    found = list(_sheets(grey, least_share, EACH_SHARE[1], least_contrast, least_support))
    return _several(found, factor, most_uneven=most_uneven, most_common=most_common, most_sheets=most_sheets)


def photographed_sheets(image: Rgb) -> tuple[Quad, ...]:
    """Return what `sheet_quads` finds, else what `page_quad` finds, for one search: empty where no sheet is sure."""
    grey, factor = _searched(image, SIDE_PX)
    found = list(_sheets(grey, EACH_SHARE[0], ONE_SHARE[1], LEAST_CONTRAST, LEAST_SUPPORT))
    each = [one for one in found if one[0] <= EACH_SHARE[1]]
    several = _several(each, factor, most_uneven=MOST_UNEVEN, most_common=MOST_COMMON, most_sheets=MOST_SHEETS)
    one = _one([one for one in found if one[0] >= ONE_SHARE[0]], factor)
    return several or (() if one is None else (one,))


def _one(found: list[tuple[float, Corners]], factor: float) -> Quad | None:
    """Return the largest believed outline, in pixels of the picture."""
    return _quad(max(found, key=lambda one: one[0])[1] / factor) if found else None


def _several(
    found: list[tuple[float, Corners]], factor: float, *, most_uneven: float, most_common: float, most_sheets: int
) -> tuple[Quad, ...]:
    """Return the believed outlines of sheets that lie apart, in pixels of the picture; see `sheet_quads`."""
    found = sorted(found, key=lambda one: -one[0])
    chosen: list[tuple[float, Corners]] = []
    for share, corners in found:
        # One outline around two sheets must not hide them: what holds two others that are apart is left out.
        if _holds_two(corners, [other for other_share, other in found if other_share < 0.75 * share], most_common):
            continue
        apart = all(_common(corners, other) <= most_common for _, other in chosen)
        if apart and (not chosen or chosen[0][0] <= most_uneven * share):
            chosen.append((share, corners))
    if not 2 <= len(chosen) <= most_sheets:  # noqa: PLR2004 - one is `page_quad`'s
        return ()
    return tuple(_quad(corners / factor) for _, corners in chosen)


def rectified(image: Rgb, quad: Quad, *, inset: float = 0.004, a4: bool = True) -> Rgb:
    """Return what stands in the quad, laid flat: (h, w, 3) uint8 RGB, sides as long as the longer of each pair of the quad's sides.

    inset: how far the outline is moved in, as a share of the sides, so that no background is left at the edge. a4: a sheet that comes out
    near A4's proportions is given exactly them, since a slanting view shortens one side.
    """
    warp, size = flattening(quad, inset=inset, a4=a4)
    flat = cv2.warpPerspective(image, warp, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, dtype=np.uint8)


def flattening(quad: Quad, *, inset: float = 0.004, a4: bool = True) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Return the (3, 3) matrix that lays a quad flat, from pixels of the picture to those of the sheet, and the sheet's width, height."""
    corners = np.array(quad.corners, dtype=np.float32)
    corners += (corners.mean(axis=0) - corners) * inset * 2
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    ratio = max(width, height) / min(width, height)
    if a4 and abs(ratio / 2**0.5 - 1) < 0.1:  # noqa: PLR2004 - a slant of 25 degrees shortens a side by a tenth
        width, height = (width, width * 2**0.5) if height > width else (height * 2**0.5, height)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    return np.asarray(warp, dtype=np.float64), (max(1, round(width)), max(1, round(height)))


def clockwise(corners: Corners) -> Corners:
    """Return four corners (4, 2) clockwise, first the one nearest the top left; right for any shape that leans less than 45 degrees."""
    centre = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    return np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)


def _searched(image: Rgb, side_px: int) -> tuple[Gray, float]:
    """Return the small grey copy in which sheets are looked for, and its scale against the picture."""
    height, width = image.shape[:2]
    factor = min(1.0, side_px / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0), dtype=np.uint8), factor


def _sheets(
    grey: Gray, least_share: float, most_share: float, least_contrast: float, least_support: float
) -> Iterator[tuple[float, Corners]]:
    """Yield the believed outlines with their share of the picture; one sheet may come several times."""
    for corners in _candidates(grey):
        share = float(cv2.contourArea(corners)) / grey.size
        if not least_share <= share <= most_share or not _is_sheet_shaped(corners):
            continue
        support, borders = _support(grey, corners, least_contrast)
        if min(support) >= least_support and borders <= 2:  # noqa: PLR2004 - told in `page_quad`
            yield share, corners


def _common(one: Corners, other: Corners) -> float:
    """Return the common area of two outlines as a share of the smaller one."""
    area, _ = cv2.intersectConvexConvex(one, other)
    return float(area) / max(1.0, min(cv2.contourArea(one), cv2.contourArea(other)))


def _holds_two(outline: Corners, others: list[Corners], most_common: float) -> bool:
    inside = [other for other in others if _common(outline, other) > 0.9]  # noqa: PLR2004 - all but its edge
    return any(_common(one, other) <= most_common for one, other in combinations(inside, 2))


def _quad(corners: Corners) -> Quad:
    return Quad(*[(round(float(x), 1), round(float(y), 1)) for x, y in corners])


def _candidates(grey: Gray) -> Iterator[Corners]:
    """Yield four-cornered outlines (4, 2), clockwise from the top left, of light regions at several thresholds and of closed edges."""
    otsu, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks = [np.asarray(grey > level, dtype=np.uint8) for level in (otsu, (otsu + 255) / 2, otsu * 0.8)]
    edges = cv2.dilate(cv2.Canny(grey, 30, 90), np.ones((3, 3), np.uint8))
    masks.append(np.asarray(edges == 0, dtype=np.uint8))
    kernel = np.ones((9, 9), np.uint8)
    for mask in masks:
        # Closing first: print on the sheet must not cut it up; opening then frees it from light things that touch it.
        padded = cv2.copyMakeBorder(mask, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=0)
        calm = cv2.morphologyEx(cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel), cv2.MORPH_OPEN, kernel)
        contours, _ = cv2.findContours(calm, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:4]:
            hull = cv2.convexHull(contour)
            length = cv2.arcLength(hull, closed=True)
            for slack in (0.01, 0.02, 0.04):
                outline = cv2.approxPolyDP(hull, slack * length, closed=True)
                if len(outline) == 4:  # noqa: PLR2004 - a sheet has four corners
                    corners = outline.reshape(4, 2).astype(np.float32) - 12
                    yield clockwise(np.clip(corners, 0, (grey.shape[1] - 1, grey.shape[0] - 1)).astype(np.float32))
                    break


def _is_sheet_shaped(corners: Corners, *, most_lean_deg: float = 25.0, most_ratio: float = 3.0) -> bool:
    """Return whether every corner is near a right angle and the sides are not those of a strip."""
    ahead = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(ahead, axis=1)
    if lengths.min() < 1 or lengths.max() / lengths.min() > most_ratio:
        return False
    cosines = (ahead * np.roll(ahead, 1, axis=0)).sum(axis=1) / (lengths * np.roll(lengths, 1))
    return bool(np.abs(np.degrees(np.arccos(np.clip(-cosines, -1, 1))) - 90).max() <= most_lean_deg)


def _support(grey: Gray, corners: Corners, least_contrast: float) -> tuple[list[float], int]:
    """Return, per side, the share of places where inside is lighter than outside, and how many sides lie on the picture's border."""
    height, width = grey.shape
    step = max(3.0, 0.012 * max(height, width))
    supports: list[float] = []
    borders = 0
    centre = corners.mean(axis=0)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
        normal = np.array([-along[1], along[0]])
        normal = normal if float(np.dot(centre - start, normal)) > 0 else -normal
        places = start + np.linspace(0.06, 0.94, 60)[:, None] * (end - start)
        outside = places - step * normal
        off = (outside[:, 0] < 0) | (outside[:, 1] < 0) | (outside[:, 0] > width - 1) | (outside[:, 1] > height - 1)
        if off.mean() > 0.5:  # noqa: PLR2004 - most of the side has no outside
            borders += 1
            supports.append(1.0)
            continue
        inner, outer = _sampled(grey, places + step * normal), _sampled(grey, outside)
        supports.append(float((inner - outer >= least_contrast)[~off].mean()))
    return supports, borders


def _sampled(grey: Gray, places: NDArray[np.floating]) -> NDArray[np.float64]:
    x = np.clip(np.rint(places[:, 0]), 0, grey.shape[1] - 1).astype(int)
    y = np.clip(np.rint(places[:, 1]), 0, grey.shape[0] - 1).astype(int)
    return np.asarray(grey[y, x], dtype=np.float64)

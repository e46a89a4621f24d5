"""What a bare face shows below the eyes and any mask hides: nostrils, red lips, the line between the lips."""

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray, Mask, Rgb
from pipeline.imaging.face_geometry import inter_eye_px
from pipeline.imaging.face_light import patch

Floats = NDArray[np.float32]

NOSE_TIP, NOSE_FOOT, NOSE_WINGS = 4, 2, (98, 327)
OUTER_LIPS = (61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91)
MOUTH = (78, 13, 14, 308)  # right corner, upper and lower lip in the middle, left corner
COLUMNS = 11  # across the mouth, its corners counted, where the two outermost on each side are left out


class Bare(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a bare face is to be seen below the eyes, each None where it cannot be told.

    nostrils: how much darker (share of luma above the picture's black) the nostrils are than the tip of the nose, 0.3 and more on
    bare faces; lips: how much redder than the skin around them the lips are, over that skin's own redness; mouth_line: how much
    darker the line between the lips is than the skin above and below, over the skin.
    """

    nostrils: float | None
    lips: float | None
    mouth_line: float | None


def bare(image: Rgb, gray: Gray, mesh: Floats, *, black: float = 0.0) -> Bare:
    """Return what is seen of nose and mouth.

    image: (H, W, 3) uint8; gray: (H, W) uint8; mesh: (468, 3) pixels; black: luma (0-255) of the picture's darkest parts, so
    that a faded photo reads as a clear one does.
    """
    eye = inter_eye_px(mesh)
    light = np.maximum(gray.astype(np.float32) - black, 1.0)
    return Bare(nostrils=_nostrils(light, mesh, eye), lips=_lips(image, light, mesh, eye), mouth_line=_mouth_line(light, mesh, eye))


def _nostrils(light: Floats, mesh: Floats, eye: float) -> float | None:
    tip = patch(light, mesh[NOSE_TIP, :2], 0.08 * eye)
    holes = [patch(light, mesh[[wing, NOSE_FOOT], :2].mean(axis=0), 0.12 * eye) for wing in NOSE_WINGS]
    if not tip.size or not all(hole.size for hole in holes):
        return None
    return float(np.mean([1 - np.percentile(hole, 5) / np.median(tip) for hole in holes]))


def _lips(image: Rgb, light: Floats, mesh: Floats, eye: float, *, least_redness: float = 0.04) -> float | None:
    """Return the redness of the lips over that of the skin around, less one; None where the skin has next to none (greyscale)."""
    lips = np.zeros(light.shape, np.uint8)
    cv2.fillPoly(lips, [cv2.convexHull(mesh[list(OUTER_LIPS), :2].astype(np.int32))], 1)
    ring = _grown(lips, 0.22 * eye) & ~_grown(lips, 0.06 * eye)
    if not lips.any() or not ring.any():
        return None
    redness = (image[..., 0].astype(np.float32) - image[..., 1]) / light
    skin = float(np.median(redness[ring]))
    return float(np.median(redness[lips > 0])) / skin - 1 if skin >= least_redness else None


def _grown(mask: NDArray[np.uint8], by: float) -> Mask:
    side = 2 * max(1, round(by / 2)) + 1
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)) > 0)


def _mouth_line(light: Floats, mesh: Floats, eye: float) -> float | None:
    """Return the median over columns between the mouth's corners."""
    right, upper, lower, left = (mesh[point, :2] for point in MOUTH)
    across = [float(right[0]), float(upper[0] + lower[0]) / 2, float(left[0])]
    down = [float(right[1]), float(upper[1] + lower[1]) / 2, float(left[1])]
    if not across[0] < across[1] < across[2]:
        return None
    reach, near, far = round(0.3 * eye), max(1, round(0.1 * eye)), max(1, round(0.12 * eye))
    depths = []
    for x in np.linspace(across[0], across[2], COLUMNS)[2:-2]:
        row, column = round(float(np.interp(x, across, down))), round(float(x))
        if row < reach or row + reach >= light.shape[0] or not 0 <= column < light.shape[1]:
            return None
        strip = light[row - reach : row + reach + 1, column]
        skin = min(float(np.median(strip[:far])), float(np.median(strip[-far:])))
        depths.append(1 - float(strip[reach - near : reach + near + 1].min()) / skin)
    return float(np.median(depths))

"""What stands behind a person: its colour, evenness and shadows, by the person mask and, apart from it, by the picture's border."""

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Mask, Rgb

Floats = NDArray[np.float32]


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """The colour of one region of a picture.

    area: share 0-1 of the picture; white_share: 0-1 of its pixels with every channel at least `white_level`; lightness: CIE L*
    0-100, its median, 5th percentile and standard deviation; a, b: median CIE a*, b*; chroma: distance of (a, b) from grey.
    """

    area: float
    white_share: float
    lightness: float
    lightness_p5: float
    lightness_std: float
    a: float
    b: float
    chroma: float


def cielab(image: Rgb) -> Floats:
    """Return (H, W, 3) float32 CIE L*a*b*: L* 0-100, a* and b* about -128 to 127, for sRGB."""
    return np.asarray(cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), dtype=np.float32)


def behind(person: Floats, chin_row: float, *, at_most: float = 0.1, margin: float = 0.02) -> Mask:
    """Return (H, W) True where surely background: mask below `at_most`, a margin (share of the height) off the person, above the chin.

    Below the chin pale clothes and the mask's own errors lie; the requirement is about what is behind the head.
    """
    ground = (person < at_most).astype(np.uint8)
    side = max(3, int(margin * person.shape[0]))
    # The kernel's border counts as background, or the picture's edge would be eaten too.
    kernel = np.ones((side, side), np.uint8)
    ground = np.asarray(cv2.erode(ground, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=1), dtype=np.uint8)
    ground[max(0, int(chin_row)) :] = 0
    return np.asarray(ground > 0)


def border(shape: tuple[int, int], *, top: float = 0.05, side: float = 0.06, down_to: float = 0.4) -> Mask:
    """Return (H, W) True in a strip along the top and down both sides, shares of height, width and height: found without any model."""
    height, width = shape
    strip = np.zeros(shape, dtype=bool)
    strip[: max(2, int(top * height))] = True
    strip[: int(down_to * height), : max(2, int(side * width))] = True
    strip[: int(down_to * height), -max(2, int(side * width)) :] = True
    return strip


def ground(image: Rgb, lab: Floats, mask: Mask, *, white_level: int = 230, least_px: int = 50) -> Ground | None:
    """Return the colour of a region, or None where fewer than `least_px` pixels of it are seen."""
    if int(mask.sum()) < least_px:
        return None
    light, a, b = (lab[..., channel][mask] for channel in range(3))
    return Ground(
        area=float(mask.mean()),
        white_share=float((image[mask].min(axis=1) >= white_level).mean()),
        lightness=float(np.median(light)),
        lightness_p5=float(np.percentile(light, 5)),
        lightness_std=float(light.std()),
        a=float(np.median(a)),
        b=float(np.median(b)),
        chroma=float(np.hypot(np.median(a), np.median(b))),
    )


def gradient(lab: Floats, mask: Mask, *, least_px: int = 50) -> float | None:
    """Return the largest difference of median colour (CIE76) between the left and right and the upper and lower part of a region.

    None where a part has too few pixels in both directions.
    """
    rows, columns = np.nonzero(mask)
    if rows.size < 2 * least_px:
        return None
    colours = lab[rows, columns]
    differences = []
    for places in (columns, rows):
        first, last = np.quantile(places, (0.3, 0.7))
        low, high = colours[places <= first], colours[places >= last]
        if len(low) >= least_px and len(high) >= least_px and last > first:
            differences.append(float(np.linalg.norm(np.median(low, axis=0) - np.median(high, axis=0))))
    return max(differences, default=None)


def shadow(lab: Floats, mask: Mask, person: Floats, *, near: float = 0.12, least_px: int = 50) -> float | None:
    """Return how much darker (L*) the dark tenth beside the person is than the region's median; a cast shadow is 5 and more.

    near: how far from the person, share of the height. None where too little is seen.
    """
    away = cv2.distanceTransform((person < 0.5).astype(np.uint8), cv2.DIST_L2, 3)  # noqa: PLR2004 - the mask's own midpoint
    beside = mask & (away < near * mask.shape[0])
    if int(beside.sum()) < least_px or int(mask.sum()) < least_px:
        return None
    return float(np.median(lab[..., 0][mask]) - np.percentile(lab[..., 0][beside], 10))

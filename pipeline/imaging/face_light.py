"""Light and colour on a face: exposure, cast, side light, glare."""

from typing import TypeVar

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray, Mask, Rgb
from pipeline.imaging.face_geometry import inter_eye_px, oval

Floats = NDArray[np.float32]

N = TypeVar("N", np.uint8, np.float32)

CHEEKS = (50, 280)
# Places on the person's right and left that lie opposite each other: forehead, cheeks, jaw, beside the mouth.
MIRRORED = ((50, 280), (117, 346), (205, 425), (101, 330), (187, 411), (108, 337), (69, 299), (104, 333), (207, 427), (214, 434),
            (192, 416), (118, 347))  # fmt: skip


class FaceLight(msgspec.Struct, frozen=True, kw_only=True):
    """Light and colour inside the outline of a face.

    luma, over_share (luma >= 247), under_share (luma <= 25): 0-1; contrast: 5th to 95th percentile of luma, 0-1; a, b, chroma:
    mean CIE values; clipped_share (strongest channel >= 253): 0-1, skin burns out in red long before its luma does; side_ratio:
    darker side of the face over the lighter one, 0-1, median over mirrored places, None where too few of them lie in the picture.
    Source of the bands: ISO/IEC 29794-5, over- and under-exposure prevention.
    """

    luma: float
    over_share: float
    under_share: float
    contrast: float
    a: float
    b: float
    chroma: float
    clipped_share: float
    side_ratio: float | None


def face_mask(mesh: Floats, shape: tuple[int, int]) -> Mask:
    """Return (H, W) True inside the face's outline."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(oval(mesh).astype(np.int32)), 1)
    return np.asarray(mask > 0)


def face_light(image: Rgb, gray: Gray, lab: Floats, mesh: Floats, mask: Mask) -> FaceLight | None:
    """Return light and colour inside the face, None where it has no pixels.

    image: (H, W, 3) uint8; gray: (H, W) uint8; lab: (H, W, 3) CIE.
    """
    luma = gray[mask]
    if not luma.size:
        return None
    low, high = np.percentile(luma, (5, 95))
    return FaceLight(
        luma=float(luma.mean()) / 255,
        over_share=float((luma >= 247).mean()),  # noqa: PLR2004 - the standard's band
        under_share=float((luma <= 25).mean()),  # noqa: PLR2004 - the standard's band
        contrast=float(high - low) / 255,
        a=float(lab[..., 1][mask].mean()),
        b=float(lab[..., 2][mask].mean()),
        chroma=float(np.hypot(lab[..., 1][mask], lab[..., 2][mask]).mean()),
        clipped_share=float((image[mask].max(axis=1) >= 253).mean()),  # noqa: PLR2004 - the end of the scale, JPEG's noise off
        side_ratio=_side_ratio(gray, mesh),
    )


def glare_share(image: Rgb, mesh: Floats, *, reach: float = 0.35, level: int = 250) -> float:
    """Return the share (0-1) of burnt-out pixels (every channel at `level` or more) around the eyes, where lenses reflect.

    reach: half the side of the square around each eye, in inter-eye distances.
    """
    half = reach * inter_eye_px(mesh)
    shares = []
    for corners in ((33, 133), (263, 362)):
        around = patch(image, mesh[list(corners), :2].mean(axis=0), half)
        shares.append(float((around.min(axis=2) >= level).mean()) if around.size else 0.0)
    return max(shares)


def patch(array: NDArray[N], centre: Floats, half: float) -> NDArray[N]:
    """Return the square of that half side around a point, cut at the picture's edge; empty outside it."""
    x, y, reach = int(centre[0]), int(centre[1]), max(1, int(half))
    return array[max(0, y - reach) : max(0, y + reach + 1), max(0, x - reach) : max(0, x + reach + 1)]


def _side_ratio(gray: Gray, mesh: Floats) -> float | None:
    half = 0.1 * inter_eye_px(mesh)
    sides = [tuple(patch(gray, mesh[point, :2], half) for point in pair) for pair in MIRRORED]
    ratios = [float(np.log((right.mean() + 1) / (left.mean() + 1))) for right, left in sides if right.size and left.size]
    return float(np.exp(-abs(np.median(ratios)))) if len(ratios) > len(MIRRORED) / 2 else None

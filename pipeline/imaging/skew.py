"""How far a page's lines lean, and the page turned back by that."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Rgb
from pipeline.imaging.light import ink_mask


def skew_deg(image: Rgb, *, most_deg: float = 8.0, least_gain: float = 1.15) -> float | None:
    """Return the clockwise degrees by which the lines of a page lean, None where no angle stands out.

    The angle at which the ink's projection is sharpest: text lines and horizontal rules fall into few rows. Coarse steps of half a
    degree, then a twentieth. least_gain: how much sharper the best angle must be than the middle one of all tried.
    Source: Postl 1986, detection of linear oblique structures and skew scan in digitized documents.
    """
    points, height = _points(image)
    if points.shape[1] < 200:  # noqa: PLR2004 - too little ink to lean
        return None
    coarse = np.arange(-most_deg, most_deg + 0.01, 0.5)
    scores = np.array([_sharpness(points, height, angle) for angle in coarse])
    best = int(scores.argmax())
    if scores[best] < least_gain * float(np.median(scores)):
        return None
    fine = np.arange(coarse[best] - 0.5, coarse[best] + 0.51, 0.05)
    sharp = [_sharpness(points, height, angle) for angle in fine]
    return round(float(fine[int(np.argmax(sharp))]), 2)


def unskewed(image: Rgb, lean_deg: float) -> tuple[Rgb, float]:
    """Return the page turned counterclockwise by `lean_deg` and the factor by which it was scaled so that its long side does not grow.

    Nothing is cut off; the new corners are filled with paper.
    """
    matrix, size, factor = levelling(image.shape[1], image.shape[0], lean_deg)
    paper = [float(v) for v in np.percentile(image[::16, ::16].reshape(-1, 3), 90, axis=0)]
    leveled = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=paper)
    return np.asarray(leveled, dtype=np.uint8), factor


def levelling(width: int, height: int, lean_deg: float) -> tuple[NDArray[np.float64], tuple[int, int], float]:
    """Return the (2, 3) matrix that undoes a page's lean, the width and height it comes out with, and the scale; see `unskewed`."""
    angle = np.deg2rad(abs(lean_deg))
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    across, down = height * sin + width * cos, height * cos + width * sin
    factor = min(1.0, max(height, width) / max(across, down))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), lean_deg, factor)
    matrix[0, 2] += (across * factor - width) / 2
    matrix[1, 2] += (down * factor - height) / 2
    return np.asarray(matrix, dtype=np.float64), (round(across * factor), round(down * factor)), factor


def _points(image: Rgb, *, most: int = 60_000) -> tuple[NDArray[np.float32], int]:
    """Return the lower edges of ink as (2, n) x and y, centred, and the height of the copy they lie on.

    Lower edges: print stands on its baseline, so they line up better than whole letters, and solid pictures leave only their border.
    """
    ink = ink_mask(image, side_px=1000)
    edges = ink & ~np.vstack([ink[1:], np.zeros((1, ink.shape[1]), dtype=bool)])
    y, x = np.nonzero(edges)
    step = max(1, -(-x.size // most))
    centred = np.stack([x[::step] - ink.shape[1] / 2, y[::step] - ink.shape[0] / 2])
    return centred.astype(np.float32), ink.shape[0]


def _sharpness(points: NDArray[np.float32], height: int, angle_deg: float) -> float:
    """Return how unevenly the points fall into rows leaning clockwise by an angle."""
    angle = np.deg2rad(angle_deg)
    rows = points[1] * np.cos(angle) - points[0] * np.sin(angle)
    counts = np.bincount((rows + height).astype(np.int64).clip(0, 2 * height - 1), minlength=2 * height).astype(np.float64)
    return float((counts**2).sum())

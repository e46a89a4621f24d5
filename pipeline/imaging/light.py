"""Flattens uneven light on a page, so that paper is white and ink is dark wherever a shadow falls."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray, Mask, Rgb


def paper_level(grey: Gray, *, side_px: int = 400, reach: float = 0.03) -> Gray:
    """Return the brightness (H, W) uint8 of the paper under and around the ink.

    The largest value in the neighbourhood, grain smoothed away before and steps after, on a small copy. side_px: long side of that
    copy; reach: half-width of the neighbourhood as a share of the long side, wider than any stroke and narrower than any shadow.
    """
    height, width = grey.shape
    factor = min(1.0, side_px / max(height, width))
    small = cv2.resize(grey, (max(1, round(width * factor)), max(1, round(height * factor))), interpolation=cv2.INTER_AREA)
    size = 2 * max(1, round(reach * max(small.shape))) + 1
    bright = cv2.dilate(cv2.GaussianBlur(small, (5, 5), 0), np.ones((size, size), np.uint8))
    calm = cv2.medianBlur(bright, min(size | 1, 255))
    return np.asarray(cv2.resize(calm, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def flattened(image: Rgb, *, side_px: int | None = None) -> NDArray[np.float32]:
    """Return the brightness of a page relative to its paper, (h, w) float32, 0 (black) to 1 (paper).

    image: (H, W, 3) uint8 RGB; side_px: long side to which the page is shrunk first, None to leave it.
    """
    gray = _small_grey(image, side_px)
    paper = np.maximum(paper_level(gray), 1).astype(np.float32)
    return np.asarray(np.minimum(gray.astype(np.float32) / paper, 1.0), dtype=np.float32)


def ink_mask(image: Rgb, *, side_px: int = 1200, least_dark: float = 0.2) -> Mask:
    """Return (h, w) bool, True where a page is darker than its paper by `least_dark` (0-1), on a copy with the long side `side_px`.

    0.2: a hairline of print at 1200 px is about 0.3 darker than paper, print shining through from the back about 0.1; measured on
    drawn and real pages, 2026-11-22.
    """
    grey = _small_grey(image, side_px)
    # Of every brightness of paper how many grey levels are ink on it, so that the page is compared in whole numbers.
    levels = np.arange(256, dtype=np.float32)
    below = np.minimum(levels / np.maximum(levels, 1)[:, None], 1.0) < 1.0 - least_dark
    inked = below.sum(axis=1).astype(np.uint8)
    return np.asarray(grey < cv2.LUT(paper_level(grey), inked))


def _small_grey(image: Rgb, side_px: int | None) -> Gray:
    """Return the brightness of a page, its long side at most `side_px`."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if side_px is not None and max(grey.shape) > side_px:
        factor = side_px / max(grey.shape)
        size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.uint8)

"""Tells whether two pictures may be the same page, and how much ink is on one."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Rgb
from pipeline.imaging.light import flattened, ink_mask


def fingerprint(image: Rgb) -> str:
    """Return a 64-bit perceptual hash as 16 hex digits; the number of differing bits tells how unlike two pages are.

    The signs of the 64 lowest frequencies of where the ink stands, within the box that the ink fills, so that margins, size, light and
    resolution drop out. Source: Zauner 2010, implementation and benchmarking of perceptual image hash functions (DCT hash).
    """
    density = _density(image)
    low = cv2.dct(density)[:9, :9].flatten()[1:]  # the first is the mean: how much ink, not where
    order = np.add.outer(np.arange(9), np.arange(9)).flatten()[1:]
    chosen = low[np.argsort(order, kind="stable")[:64]]
    bits = np.packbits(chosen > np.median(chosen))
    return bits.tobytes().hex()


def hamming(one: str, other: str) -> int:
    """Return how many of the 64 bits of two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def ink_share(image: Rgb, *, margin: float = 0.03) -> float:
    """Return the share (0-1) of pixels darker than paper, without the outer `margin` (scanners' dark edges) and specks."""
    ink = ink_mask(image).astype(np.uint8)
    height, width = ink.shape
    across, down = round(width * margin), round(height * margin)
    inner = ink[down : height - down, across : width - across]
    if not inner.size:
        return 0.0
    kept = cv2.morphologyEx(inner, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return float(kept.mean())


def _density(image: Rgb, *, side: int = 64, tail: float = 0.01) -> NDArray[np.float32]:
    """Return the ink of a page as (side, side) float32 within its ink's box; tail: share of the ink left out at each edge of the box."""
    dark = 1.0 - flattened(image, side_px=600)
    dark[dark < 0.18] = 0.0  # noqa: PLR2004 - paper's own grain and print shining through
    left, right = _span(dark.sum(axis=0), tail)
    top, bottom = _span(dark.sum(axis=1), tail)
    inside = cv2.GaussianBlur(dark[top:bottom, left:right], (0, 0), 2.0)
    return np.asarray(cv2.resize(inside, (side, side), interpolation=cv2.INTER_AREA), dtype=np.float32)


def _span(profile: NDArray[np.float32], tail: float) -> tuple[int, int]:
    total = float(profile.sum())
    if total <= 0:
        return 0, profile.size
    run = np.cumsum(profile) / total
    start, end = int(np.searchsorted(run, tail)), int(np.searchsorted(run, 1 - tail)) + 1
    return (start, end) if end - start >= 8 else (0, profile.size)  # noqa: PLR2004 - a lone line is no box

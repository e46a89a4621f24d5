"""Traces of strong JPEG compression in the pixels themselves, whatever the file says about its quality."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray

# The lowest frequencies of a block (row, column) that carry enough to tell their step, and their step at quality 50.
# Source: ITU-T T.81, table K.1.
_STEPS = {(0, 1): 11, (1, 0): 12, (1, 1): 12, (0, 2): 10, (2, 0): 14, (1, 2): 14, (2, 1): 13, (2, 2): 16, (0, 3): 16, (3, 0): 14}


def blockiness(gray: Gray, *, block: int = 8) -> float:
    """Return the mean step across the 8x8 block borders over the mean step elsewhere: about 1 for an undamaged picture.

    gray: (H, W) uint8, in the pixel grid it was saved in (a crop or a scaled copy hides the blocks). Saving once more at a
    high quality keeps the steps. Source: Wang 2000, blind measurement of blocking artifacts, in its simplest form.
    """
    picture = gray.astype(np.float32)
    return (_ratio(np.abs(np.diff(picture, axis=1)), block) + _ratio(np.abs(np.diff(picture, axis=0)).T, block)) / 2


def _ratio(steps: np.ndarray[tuple[int, ...], np.dtype[np.float32]], block: int) -> float:
    """Return the ratio for steps between columns; a thousandth is added so that an even picture gives 1."""
    borders = np.arange(block - 1, steps.shape[1], block)
    if not borders.size or borders.size == steps.shape[1]:
        return 1.0
    return float((steps[:, borders].mean() + 1e-3) / (np.delete(steps, borders, axis=1).mean() + 1e-3))


def quality_seen(gray: Gray, *, least_blocks: int = 60, clustered: float = 0.55) -> float | None:
    """Return the lowest JPEG quality (1-100) that the pixels went through, also before the last saving; None where none shows.

    gray: (H, W) uint8 in the pixel grid it was saved in. For each low frequency the largest step whose multiples the block
    coefficients cluster at is found; a second saving at a finer step blurs the clusters and does not hide them. The median of
    the steps over those of quality 50 gives the quality as libjpeg counts it. 92 and better leaves too little trace: None.
    least_blocks: coefficients needed beside zero; clustered: mean cosine of their phase, 1 = all on multiples.
    Source: Fan 2003, identification of bitmap compression history; ITU-T T.81, table K.1; limits measured on 19 composed photos.
    """
    height, width = (side // 8 * 8 for side in gray.shape)
    if not height or not width:
        return None
    blocks = gray[:height, :width].astype(np.float32).reshape(height // 8, 8, width // 8, 8).swapaxes(1, 2).reshape(-1, 8, 8) - 128
    # A burnt-out or flat block says nothing: its coefficients are cut off or nought.
    blocks = blocks[(blocks.std(axis=(1, 2)) > 1) & (np.abs(blocks) < 127).all(axis=(1, 2))]  # noqa: PLR2004 - white and black
    if len(blocks) < least_blocks:
        return None
    spectra = np.asarray([cv2.dct(np.ascontiguousarray(block)) for block in blocks], dtype=np.float32)
    ratios = [
        step / at_50
        for (row, column), at_50 in _STEPS.items()
        if (step := _step(spectra[:, row, column], least_blocks, clustered)) is not None
    ]
    if len(ratios) < len(_STEPS) // 2:
        return None
    ratio = float(np.median(ratios))
    return 100 - 50 * ratio if ratio < 1 else 50 / ratio


def _step(coefficients: NDArray[np.float32], least: int, clustered: float) -> int | None:
    """Return the largest step whose multiples the coefficients lie at, None where none but the finest does."""
    found = None
    for step in range(3, 80):
        # A third of a step and more is not nought; less far out, twice the true step would lose the coefficients that refute it.
        beside_zero = coefficients[np.abs(coefficients) > max(2.0, step / 3)]
        if len(beside_zero) < least // 3:
            break
        if float(np.cos(2 * np.pi * beside_zero / step).mean()) > clustered:
            found = step
    return found

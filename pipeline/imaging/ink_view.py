"""Brings the ink of a place to one size, beside the print of its label, as the reader of strokes looks at it."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask, Rgb
from pipeline.imaging.penstrokes import Density, ink_mask, split_inks

Floats = NDArray[np.float32]

ROWS, COLUMNS, LABEL_COLUMNS = 48, 192, 96
FACTS = 5  # numbers beside the two pictures
FULL = 1.4  # ink this many times as dense as usual is as dense as can be told
LARGEST = 3.0  # a dot is not blown up further than this


class InkView(NamedTuple):
    """One ink to be told, three arrays as the network takes them.

    strip: (1, 48, 192) float32, the ink alone, 0 paper, 1 its usual density; label: (1, 48, 96) float32, the start of the label's print
    on the same scale of density, all 0 where there is none; facts: (5,) float32: height and width in text lines (logarithms to
    base 2, halved), blueness 0-1, 1 for red ink, 1 where there is a label.
    """

    strip: Floats
    label: Floats
    facts: Floats


class Print(NamedTuple):
    """A label's own print: its mask (H, W) bool and its density (H, W) float32."""

    mask: Mask
    density: Density


def ink_view(mask: Mask, density: Density, blueness: Density, *, line: float, label: Print | None, red: bool = False) -> InkView:
    """Return the view of the ink in a place.

    mask: (H, W) bool with some ink; density, blueness: (H, W) float32 optical densities; line: text line height, px; label: print to
    compare with; red: whether the ink is.
    """
    box = _core(mask)
    full = max(0.1, float(np.quantile(density[mask], 0.8)))
    blue = float(np.clip(np.median(blueness[mask]) / max(0.05, float(np.median(density[mask]))), 0, 1))
    facts = (0.5 * np.log2(box.h / line), 0.5 * np.log2(box.w / line), blue, float(red), float(label is not None))
    return InkView(
        strip=_fitted(mask, density, box, full, COLUMNS)[None],
        label=(np.zeros((ROWS, LABEL_COLUMNS), np.float32) if label is None else _start(label, full))[None],
        facts=np.array(facts, np.float32),
    )


def print_of(image: Rgb, box: Box, line: float, *, faintest: float) -> Print | None:
    """Return a label's print on an (H, W, 3) RGB page, None where there is none; faintest: density of the palest print."""
    at = box.grown(4).clipped(image.shape[1], image.shape[0])
    if min(at.w, at.h) < 8:  # noqa: PLR2004 - no character is smaller
        return None
    at = Box(at.x, at.y, min(at.w, round(4 * line)), at.h)
    inks = split_inks(image[at.y : at.bottom, at.x : at.right], max(4, round(0.5 * line)))
    mask = ink_mask(inks.dark, np.zeros(inks.dark.shape, dtype=bool), faintest=faintest)
    return Print(mask, inks.dark) if mask.any() else None


def hull(mask: Mask) -> Box:
    """Return the box around all that is True in a mask that holds something."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Box(int(columns[0]), int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)


def _core(mask: Mask, *, stray: float = 0.004) -> Box:
    """Return the box around the ink without the outermost specks; stray: share of the ink that may stay outside at each side."""
    spans = []
    for axis in (1, 0):
        run = np.cumsum(mask.sum(axis=axis))
        spans.append((int(np.searchsorted(run, stray * run[-1], side="right")), int(np.searchsorted(run, (1 - stray) * run[-1])) + 1))
    (top, bottom), (left, right) = spans
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def _start(label: Print, full: float) -> Floats:
    """Return the first characters of a label, as high as the picture."""
    box = hull(label.mask)
    wide = max(1, round(LABEL_COLUMNS * box.h / ROWS))
    return _fitted(label.mask, label.density, Box(box.x, box.y, min(box.w, wide), box.h), full, LABEL_COLUMNS)


def _fitted(mask: Mask, density: Density, box: Box, full: float, columns: int) -> Floats:
    """Return (48, columns) float32, the ink in a box in shares of its full density, in the middle of the picture's height."""
    part = (slice(box.y, box.bottom), slice(box.x, box.right))
    near = cv2.dilate(mask[part].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    ink = np.where(near, np.clip(density[part] / full, 0, FULL), 0).astype(np.float32)
    scale = min(ROWS / box.h, columns / box.w, LARGEST)
    size = (max(1, min(columns, round(box.w * scale))), max(1, min(ROWS, round(box.h * scale))))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    picture = np.zeros((ROWS, columns), np.float32)
    top = (ROWS - size[1]) // 2
    picture[top : top + size[1], : size[0]] = small
    return picture

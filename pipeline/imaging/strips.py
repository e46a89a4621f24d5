"""Cut a line of text out of a page as a horizontal strip, whichever way it runs."""

from itertools import pairwise

import cv2
import numpy as np

from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.page import Mask, Rgb


def strip(image: Rgb, quad: Quad, *, tall: float = 1.5) -> Rgb:
    """Return the quad's pixels as an upright strip, (h, w, 3) uint8 RGB; its sides are the longer of each pair of edges.

    image: (H, W, 3) uint8 RGB. tall: a quad so many times higher than wide holds a vertical line and is turned a quarter
    anticlockwise, so that a line printed sideways lies flat (PaddleOCR's rule and figure).
    """
    corners = np.array(quad.corners, dtype=np.float32)
    width, height = size_of(quad)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    cut = cv2.warpPerspective(image, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(cut) if height >= tall * width else cut, dtype=np.uint8)


def narrowed(line: Rgb, share: float) -> Rgb:
    """Return a line at a share (0-1) of its width; the same array for 1."""
    if share == 1:
        return line
    size = (max(1, round(share * line.shape[1])), line.shape[0])
    return np.asarray(cv2.resize(line, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def size_of(quad: Quad) -> tuple[int, int]:
    """Return the width and height in pixels of the strip that a quad is cut out as, before any turn."""
    corners = np.array(quad.corners, dtype=np.float32)
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return max(1, round(float(max(edges[0], edges[2])))), max(1, round(float(max(edges[1], edges[3]))))


def stacked_row(image: Rgb, quad: Quad, *, tall: float = 2.0) -> Rgb | None:
    """Return the characters of an upright column side by side as a strip, None where the quad is no such column.

    Headings of forms are set one character below the other, each upright; turned by a quarter they cannot be read.

    image: (H, W, 3) uint8 RGB; tall: how many times higher than wide a quad must be to hold two characters. The column is cut
    where rows without ink lie between characters; where characters touch, into squares.
    """
    box = quad.box.clipped(image.shape[1], image.shape[0])
    if not box.area or box.h < tall * box.w:
        return None
    column = image[box.y : box.bottom, box.x : box.right]
    dark = column.min(axis=2)
    low, high = np.percentile(dark, (2, 80))
    inked = (dark < (float(low) + float(high)) / 2).any(axis=1)
    cuts = _cuts(inked, box.w)
    side = max(bottom - top for top, bottom in cuts)
    paper = np.median(column.reshape(-1, 3), axis=0).astype(np.uint8)
    cells = []
    for top, bottom in cuts:
        cell = np.full((side, max(side, box.w), 3), paper, dtype=np.uint8)
        at, left = (side - bottom + top) // 2, (cell.shape[1] - box.w) // 2
        cell[at : at + bottom - top, left : left + box.w] = column[top:bottom]
        cells.append(cell)
    return np.asarray(np.concatenate(cells, axis=1), dtype=np.uint8)


def _cuts(inked: Mask, width: int) -> list[tuple[int, int]]:
    """Return first and last row of each character in a column: runs of ink joined while they fit a square, else equal squares."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for top, bottom in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        # Strokes of one character (二, 言) are apart too, so a run belongs to the one above while both fit a square.
        if runs and bottom - runs[-1][0] <= width:
            runs[-1] = (runs[-1][0], bottom)
        else:
            runs.append((top, bottom))
    if runs and max(bottom - top for top, bottom in runs) <= 1.5 * width:  # else characters touch
        return runs
    many = max(1, round(len(inked) / width))
    rows = np.linspace(0, len(inked), many + 1).astype(int).tolist()
    return list(pairwise(rows))

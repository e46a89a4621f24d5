"""Where on a page coloured ink stands: boxes around what lies close together, so that the rest of the page need not be searched."""

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask

CELL = 8  # pixels of the grid on which ink is gathered


def places(mask: Mask, *, least_px: float, near_px: float) -> list[Box]:
    """Return boxes around ink, each grown by near_px; ink closer together than twice that shares one.

    mask: (H, W) bool; least_px: least height and width of the ink; at the picture's edge, where a part may be beyond it, of one of them.
    """
    height, width = mask.shape
    rows, columns = -(-height // CELL), -(-width // CELL)
    small = mask.view(np.uint8)
    if (rows * CELL, columns * CELL) != (height, width):
        small = np.asarray(cv2.copyMakeBorder(small, 0, rows * CELL - height, 0, columns * CELL - width, cv2.BORDER_CONSTANT, value=0))
    counts = cv2.resize(small.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA) * CELL**2
    cells = (counts > 1.5).astype(np.uint8)  # noqa: PLR2004 - a lone pixel is noise
    reach = 2 * max(1, round(near_px / CELL)) + 1
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(cells, np.ones((reach, reach), np.uint8)), connectivity=8)
    found = []
    for x, y, w, h, _ in stats[1:count].tolist():
        at_edge = x == 0 or y == 0 or x + w >= columns or y + h >= rows
        if (max(w, h) if at_edge else min(w, h)) * CELL >= least_px + (reach - 2) * CELL:
            found.append(Box(x * CELL, y * CELL, w * CELL, h * CELL).clipped(width, height))
    return found

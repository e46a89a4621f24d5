"""Cut a line of text out of a page as a horizontal strip."""

import cv2
import numpy as np

from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.page import Rgb


def strip(image: Rgb, quad: Quad, *, tall: float = 1.5) -> Rgb:
    """Return the quad's pixels as an upright strip, (h, w, 3) uint8 RGB; its sides are the longer of each pair of edges.

    image: (H, W, 3) uint8 RGB. tall: a quad so many times higher than wide holds a vertical line and is turned a quarter
    anticlockwise, so that a line printed sideways lies flat (PaddleOCR's rule and figure).
    """
    corners = np.array(quad.corners, dtype=np.float32)
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = max(1, round(float(max(edges[0], edges[2])))), max(1, round(float(max(edges[1], edges[3]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    cut = cv2.warpPerspective(image, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(cut) if height >= tall * width else cut, dtype=np.uint8)

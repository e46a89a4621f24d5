"""Tell a ticked box from an empty one by its ink, since a recogniser often loses the tick or the whole box."""

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb


def box_ink(image: Rgb, first: Box, pitch: float) -> float:
    """Return the share (0-1) of ink in the place of the tick box before a word.

    The outline is there in ticked and empty boxes alike, so only a comparison of several boxes of one form says anything.

    image: (H, W, 3) uint8, RGB; first: the word's first character; pitch: pixels from one character to the next.
    """
    centre = first.centre
    left, right = centre.x - 1.45 * pitch, centre.x - 0.55 * pitch
    place = Box(round(left), round(centre.y - 0.6 * pitch), round(right - left), round(1.2 * pitch)).clipped(image.shape[1], image.shape[0])
    if not place.area:
        return 0.0
    grey = cv2.cvtColor(np.ascontiguousarray(image[place.y : place.bottom, place.x : place.right]), cv2.COLOR_RGB2GRAY).astype(float)
    paper = float(np.percentile(grey, 85))
    # Weighed by darkness, so that a thin or blurred stroke counts for what it is and no threshold decides.
    return float(np.clip((0.9 * paper - grey) / max(1.0, 0.9 * paper), 0.0, 1.0).mean())

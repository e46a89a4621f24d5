"""How crisp and how dark the letters of a line of text stand on their paper."""

from typing import NamedTuple

import cv2
import numpy as np

from pipeline.datamodel.page import Gray, Rgb
from pipeline.imaging.levels import percentiles


class LineLook(NamedTuple):
    """contrast: ink against paper, 0-1; edge_px: width of the letters' edges in pixels; height_px: of the line."""

    contrast: float
    edge_px: float
    height_px: float

    @property
    def sharpness(self) -> float:
        """Contrast over edge width, the width measured in thirtieths of the line's height: about 1 for a clean scan."""
        return self.contrast / max(1.0, self.edge_px * 30.0 / max(1.0, self.height_px))


def line_look(strip: Rgb) -> LineLook | None:
    """Return how the letters of one line stand on their paper, None where the strip is too small or holds no edge.

    The edge width is contrast over slope at the steepest places: a step of one pixel has width 1, whatever its contrast.
    strip: (h, w, 3) uint8 RGB, one horizontal line. Source: Crete 2007, the blur effect, for the idea; the slope form is our own.
    """
    if min(strip.shape[:2]) < 6:  # noqa: PLR2004 - no letter fits
        return None
    grey: Gray = np.asarray(cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    ink, paper = percentiles(grey, (3, 90))
    drop = paper - ink
    if paper < 1 or drop < 4:  # noqa: PLR2004 - the grain of an empty strip
        return None
    if drop < 60:  # noqa: PLR2004 - noise of a faint line must not pass for slope
        calm = cv2.GaussianBlur(np.asarray(grey, dtype=np.float32), (3, 3), 0)
        steep = float(np.percentile(np.abs(np.diff(calm, axis=1)), 98))
    else:
        (steep,) = percentiles(np.asarray(cv2.absdiff(grey[:, 1:], grey[:, :-1]), dtype=np.uint8), (98,))
    return LineLook(contrast=drop / paper, edge_px=drop / max(steep, 1e-3), height_px=float(strip.shape[0]))

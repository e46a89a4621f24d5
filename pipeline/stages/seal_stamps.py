"""Finds framed stamps where there is ink of a colour: blobs whose four sides are inked, and four lines that face each other."""

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.imaging import frame_lines, frames, tints
from pipeline.imaging.ellipses import Ellipse
from pipeline.imaging.frames import Frame
from pipeline.imaging.tints import Floats
from pipeline.stages.seal_bounds import PAGE_PX, Bounds


def stamps(strength: Floats, place: Box, taken: list[Ellipse], bounds: Bounds) -> list[Frame]:
    """Return framed stamps in one place on a page that do not lie within a ring, the ink in rings counted or left out; some may overlap."""
    side = max(strength.shape)
    least, most = max(18.0, bounds.stamp_side[0] * side), bounds.stamp_side[1] * side if side >= PAGE_PX else 0.85 * side
    fitted = frames.Fitted(least_px=bounds.fitted_side * side, share=bounds.fitted_share, fill=bounds.fitted_fill)
    found: list[Frame] = []
    part = strength[place.y : place.bottom, place.x : place.right]
    free = np.ones(part.shape, dtype=np.uint8)
    rims = [ellipse.outline(1.0 + 0.004 * side / ellipse.minor) - (place.x, place.y) for ellipse in taken]
    cv2.fillPoly(free, [np.round(rim).astype(np.int32) for rim in rims], 0)
    inked = part > bounds.faint
    for seen in (inked & (free > 0), inked) if (inked & (free == 0)).any() else (inked,):
        found += frames.framed(
            seen, least_px=least, most_px=most, share=bounds.stamp_share, fill=bounds.stamp_fill, aspect=0.25, fitted=fitted
        )
    # Four lines are looked for where the ink is not all faint: a photo's cast has edges everywhere.
    if np.count_nonzero(part > 2 * bounds.faint) > 4 * least:
        sides = frame_lines.quads(part, least=bounds.faint, sides_px=(least, most), aspect=0.25)
        for mask in (inked, tints.inked(part, least=bounds.faint)):
            found += frames.lined(mask, sides, share=bounds.lined_share, fill=bounds.stamp_fill, fitted=fitted)
    moved = (frame.moved(place.x, place.y) for frame in found)
    return [frame for frame in moved if not any(_lies_in(frame.box, ellipse) for ellipse in taken)]


def _lies_in(box: Box, ellipse: Ellipse) -> bool:
    """Return whether most of a box lies within a ring or the box is the ring's own, so that a frame there is a part of that seal."""
    across, down = np.linspace(box.x, box.right, 9), np.linspace(box.y, box.bottom, 9)
    points = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2).astype(np.float32)
    return bool((ellipse.radii(points) < 1.05).mean() > 0.6)  # noqa: PLR2004 - a ring fills 0.79 of its box

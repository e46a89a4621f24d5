"""Whether the top of the head has a colour that neither hair nor skin has."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.face_geometry import CHIN, FOREHEAD, face_centre_x, face_width_px

Floats = NDArray[np.float32]


class HeadTop(msgspec.Struct, frozen=True, kw_only=True):
    """The colours above the forehead, shares (0-1) of the person there.

    odd: blue, green, violet, or stronger than any hair (a helmet, a coloured cap); white: as white as paper.
    """

    odd: float
    white: float


def head_top(lab: Floats, person: Floats, mesh: Floats, *, person_at: float = 0.5, least_share: float = 0.15) -> HeadTop | None:
    """Return the colours above the forehead; None where next to no person is seen there (nothing in the picture, or a bald crown).

    lab: (H, W, 3) CIE; person: (H, W) float32 0-1; mesh: (468, 3) pixels; least_share: of the place that must be person.
    Source of what hair may be: hue 0 to 100 degrees and chroma up to 52, from the tuning half of the composed photos, 2026-11-25.
    """
    tall, wide, middle = float(mesh[CHIN, 1] - mesh[FOREHEAD, 1]), face_width_px(mesh), face_centre_x(mesh)
    bottom = float(mesh[FOREHEAD, 1]) - 0.02 * tall
    rows, columns = (bottom - 0.33 * tall, bottom), (middle - 0.42 * wide, middle + 0.42 * wide)
    place = tuple(slice(*(max(0, int(end)) for end in ends)) for ends in (rows, columns))
    inside = person[place] > person_at
    if not inside.any() or inside.mean() < least_share:
        return None
    light, a, b = (lab[place][..., channel][inside] for channel in range(3))
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a))
    odd = (chroma > 12) & ((hue < 0) | (hue > 100) | (chroma > 52))  # noqa: PLR2004 - what hair may be, see the docstring
    white = (light > 92) & (chroma < 6)  # noqa: PLR2004 - paper; white hair is darker
    return HeadTop(odd=float(odd.mean()), white=float(white.mean()))

"""What covers a face: spectacle frames, dark lenses, a mask over nose and mouth."""

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray
from pipeline.imaging.face_geometry import eye_centres, inter_eye_px
from pipeline.imaging.face_light import CHEEKS, patch

Floats = NDArray[np.float32]

BRIDGE = (168, 6)
FOREHEAD = (151, 9, 8, 108, 337, 107, 336)
# Under the nose, lips, chin, and beside the mouth: what a mask covers and a bare face shows in several colours.
LOWER_FACE = (2, 164, 0, 17, 18, 200, 199, 57, 287, 186, 410, 43, 273, 106, 335, 182, 406, 204, 424)

LEAST_CHROMA = 4.0  # below it a forehead has no colour that another could be held against


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """What lies over a face, each None where the place lies outside the picture.

    bridge_edge: strongest horizontal edge across the bridge of the nose over its brightness (a spectacle frame is 0.6 and more);
    eye_darkness: median luma of the eye regions over the cheeks' (dark lenses are 0.36 and less); eye_balance: the darker eye
    region's luma over the other's; forehead_chroma: CIE chroma of the forehead's median colour; lower_chroma: that of the face below
    the nose over the forehead's; lower_difference: CIE76
    distance of the two without lightness; lower_spread: 5th to 95th percentile of a* below the nose over the forehead's chroma.
    """

    bridge_edge: float | None
    eye_darkness: float | None
    eye_balance: float | None
    forehead_chroma: float | None
    lower_chroma: float | None
    lower_difference: float | None
    lower_spread: float | None


def cover(gray: Gray, lab: Floats, mesh: Floats) -> Cover:
    """Return what covers the face; gray: (H, W) uint8; lab: (H, W, 3) CIE; mesh: (468, 3) pixels."""
    eye = inter_eye_px(mesh)
    above, below = (_pixels(lab, mesh, points, 0.07 * eye) for points in (FOREHEAD, LOWER_FACE))
    darkness, balance = _eyes(gray, mesh, eye)
    bridge = _bridge_edge(gray, mesh, eye)
    if above is None or below is None:
        return Cover(
            bridge_edge=bridge,
            eye_darkness=darkness,
            eye_balance=balance,
            forehead_chroma=None,
            lower_chroma=None,
            lower_difference=None,
            lower_spread=None,
        )
    skin, lower = (np.median(part[:, 1:], axis=0) for part in (above, below))
    own = float(np.hypot(*skin))
    chroma = max(own, LEAST_CHROMA)
    low, high = np.percentile(below[:, 1], (5, 95))
    return Cover(
        bridge_edge=bridge,
        eye_darkness=darkness,
        eye_balance=balance,
        forehead_chroma=own,
        lower_chroma=float(np.hypot(*lower)) / chroma,
        lower_difference=float(np.linalg.norm(lower - skin)),
        lower_spread=float(high - low) / chroma,
    )


def _bridge_edge(gray: Gray, mesh: Floats, eye: float) -> float | None:
    bridge = patch(gray, mesh[list(BRIDGE), :2].mean(axis=0), 0.16 * eye).astype(np.float32)
    if min(bridge.shape) < 3:  # noqa: PLR2004 - the smallest patch that has an edge in it
        return None
    edges = np.abs(cv2.Sobel(bridge, cv2.CV_32F, 0, 1, ksize=3)).mean(axis=1)
    return float(edges.max() / (bridge.mean() + 20))


def _eyes(gray: Gray, mesh: Floats, eye: float) -> tuple[float | None, float | None]:
    """Return the luma of the eye regions over the cheeks', and of the darker eye region over the other's."""
    cheeks = [patch(gray, mesh[point, :2], 0.12 * eye) for point in CHEEKS]
    eyes = [patch(gray, centre, 0.22 * eye) for centre in eye_centres(mesh)]
    if not all(place.size for place in (*cheeks, *eyes)):
        return None, None
    skin = float(np.mean([np.mean(cheek) for cheek in cheeks]))
    dark, light = sorted(float(np.median(place)) for place in eyes)
    return (dark + light) / 2 / max(skin, 1.0), (dark + 1) / (light + 1)


def _pixels(lab: Floats, mesh: Floats, points: tuple[int, ...], half: float) -> Floats | None:
    """Return the pixels (n, 3) around points of the mesh, None where one lies outside the picture."""
    places = [patch(lab, mesh[point, :2], half) for point in points]
    return np.concatenate([place.reshape(-1, 3) for place in places]) if all(place.size for place in places) else None

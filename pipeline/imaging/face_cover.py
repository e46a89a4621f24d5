"""What covers a face: spectacle frames, dark lenses, a mask over nose and mouth."""

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray
from pipeline.imaging.face_geometry import eye_centres, inter_eye_px
from pipeline.imaging.face_light import CHEEKS, patch

Floats = NDArray[np.float32]

BRIDGE, CHIN_FRONT, FOREHEAD_FRONT = (168, 6), (200, 199), (151, 9)
LIPS = (0, 17, 37, 267, 84, 314)


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """What lies over a face, each None where the place lies outside the picture.

    bridge_edge: strongest horizontal edge across the bridge of the nose over its brightness (a spectacle frame is 0.6 and more);
    eye_darkness: median luma of the eye regions over the cheeks' (dark lenses are 0.36 and less); lip_redness: CIE a* of the lips
    over the cheeks'; chin_difference: CIE76 colour distance, without lightness, of the chin from the forehead; lip_contrast: CIE76
    distance of the lips from the chin.
    """

    bridge_edge: float | None
    eye_darkness: float | None
    lip_redness: float | None
    chin_difference: float | None
    lip_contrast: float | None


def cover(gray: Gray, lab: Floats, mesh: Floats) -> Cover:
    """Return what covers the face; gray: (H, W) uint8; lab: (H, W, 3) CIE; mesh: (468, 3) pixels."""
    eye = inter_eye_px(mesh)
    cheeks = _colour(lab, mesh, CHEEKS, 0.1 * eye)
    lips = _colour(lab, mesh, LIPS, 0.05 * eye)
    chin = _colour(lab, mesh, CHIN_FRONT, 0.1 * eye)
    forehead = _colour(lab, mesh, FOREHEAD_FRONT, 0.1 * eye)
    return Cover(
        bridge_edge=_bridge_edge(gray, mesh, eye),
        eye_darkness=_eye_darkness(gray, mesh, eye),
        lip_redness=None if lips is None or cheeks is None else float(lips[1] - cheeks[1]),
        chin_difference=None if chin is None or forehead is None else float(np.linalg.norm((chin - forehead)[1:])),
        lip_contrast=None if chin is None or lips is None else float(np.linalg.norm(lips - chin)),
    )


def _bridge_edge(gray: Gray, mesh: Floats, eye: float) -> float | None:
    bridge = patch(gray, mesh[list(BRIDGE), :2].mean(axis=0), 0.16 * eye).astype(np.float32)
    if min(bridge.shape) < 3:  # noqa: PLR2004 - the smallest patch that has an edge in it
        return None
    edges = np.abs(cv2.Sobel(bridge, cv2.CV_32F, 0, 1, ksize=3)).mean(axis=1)
    return float(edges.max() / (bridge.mean() + 20))


def _eye_darkness(gray: Gray, mesh: Floats, eye: float) -> float | None:
    cheeks = [patch(gray, mesh[point, :2], 0.12 * eye) for point in CHEEKS]
    eyes = [patch(gray, centre, 0.22 * eye) for centre in eye_centres(mesh)]
    if not all(place.size for place in (*cheeks, *eyes)):
        return None
    skin = float(np.mean([np.mean(cheek) for cheek in cheeks]))
    return float(np.mean([np.median(place) for place in eyes])) / max(skin, 1.0)


def _colour(lab: Floats, mesh: Floats, points: tuple[int, ...], half: float) -> Floats | None:
    places = [patch(lab, mesh[point, :2], half) for point in points]
    if not all(place.size for place in places):
        return None
    return np.asarray(np.mean([place.reshape(-1, 3).mean(axis=0) for place in places], axis=0), dtype=np.float32)

"""Distances and angles of one face from its 468 mesh points, its eyelid contours and the person mask."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RIGHT_EYE, LEFT_EYE = (33, 133), (263, 362)  # outer and inner corner; the person's own right and left
FOREHEAD, CHIN, NOSE_TIP = 10, 152, 4
RIGHT_SIDE, LEFT_SIDE = 234, 454
# Pairs that mirror each other across the face, right side first: eye corners, temples, cheeks, nose wings, mouth, jaw.
PAIRS = ((33, 263), (133, 362), (127, 356), (234, 454), (93, 323), (129, 358), (98, 327), (61, 291), (50, 280), (172, 397))
LOWER_LID, UPPER_LID, IRIS = (3, 4, 5), (11, 12, 13), 71  # of an eye's contour; the lids' points lie opposite each other


class Pose(NamedTuple):
    """How a head is turned, degrees: roll clockwise, yaw to the picture's right, pitch upward; 0 = straight at the camera."""

    roll_deg: float
    yaw_deg: float
    pitch_deg: float


def pose(mesh: Floats, *, straight_pitch_deg: float = 0.0) -> Pose:
    """Return the head's pose from the mesh's own depth: mirrored pairs give roll and yaw, forehead to chin gives pitch.

    mesh: (468, 3) float32 pixels, z growing away from the camera. straight_pitch_deg: the slope forehead to chin of a head held
    straight, taken off; people differ in it by several degrees, so only coarse pitch limits make sense.
    """
    right, left = (mesh[[pair[side] for pair in PAIRS]] for side in (0, 1))
    x, y, z = (left - right).sum(axis=0).tolist()
    down = (mesh[CHIN] - mesh[FOREHEAD]).tolist()
    return Pose(
        roll_deg=math.degrees(math.atan2(y, x)),
        yaw_deg=math.degrees(math.atan2(z, math.hypot(x, y))),
        pitch_deg=math.degrees(math.atan2(down[2], math.hypot(down[0], down[1]))) - straight_pitch_deg,
    )


def eye_centres(mesh: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the middle (x, y) between the corners of the person's right and left eye, in pixels."""
    return mesh[list(RIGHT_EYE), :2].mean(axis=0), mesh[list(LEFT_EYE), :2].mean(axis=0)


def inter_eye_px(mesh: Floats) -> float:
    """Return the distance of the eye centres. Source: ISO/IEC 29794-5, inter-eye distance."""
    right, left = eye_centres(mesh)
    return float(np.hypot(*(left - right)))


def eyes_to_chin_px(mesh: Floats) -> float:
    """Return the distance from the middle between the eyes to the chin. Source: ISO/IEC 29794-5, distance T."""
    right, left = eye_centres(mesh)
    return float(np.hypot(*(mesh[CHIN, :2] - (right + left) / 2)))


def face_centre_x(mesh: Floats) -> float:
    """Return the column of the face's midline: halfway between its two sides."""
    return float(mesh[RIGHT_SIDE, 0] + mesh[LEFT_SIDE, 0]) / 2


def face_width_px(mesh: Floats) -> float:
    """Return the distance between the two sides of the face."""
    return _span(mesh, RIGHT_SIDE, LEFT_SIDE)


def eye_opening(contour: Floats) -> float:
    """Return how far one eye is open: mean gap of the lids over the eye's width, about 0.3 open, below 0.2 shut.

    contour: (76, 3) float32 pixels as `FaceEngine.eyelids` gives it. Source: Soukupova 2016, eye aspect ratio.
    """
    gaps = np.hypot(*(contour[list(UPPER_LID), :2] - contour[list(LOWER_LID), :2]).T)
    return float(gaps.mean()) / max(float(np.hypot(*(contour[0, :2] - contour[8, :2]))), 1e-6)


def gaze_offset(contours: tuple[Floats, Floats]) -> float:
    """Return how far both irises stand off the middle of their eyes, over the eye's width; to the picture's right is positive.

    contours: right and left eye, each (76, 3) float32 pixels as `FaceEngine.eyelids` gives them. A squint cancels itself out.
    """
    offsets = []
    for contour in contours:
        outer, inner, iris = (contour[place, :2] for place in (0, 8, IRIS))
        across = (inner - outer) * np.sign(inner[0] - outer[0])
        offsets.append(float(np.dot(iris - (outer + inner) / 2, across)) / max(float(np.dot(across, across)), 1e-6))
    return float(np.mean(offsets))


def mouth_opening(mesh: Floats) -> float:
    """Return the widest gap between the inner lips over the eyes-to-chin distance. Source: ISO/IEC 29794-5, mouth closed."""
    return max(_span(mesh, 13, 14), _span(mesh, 82, 87), _span(mesh, 312, 317)) / max(eyes_to_chin_px(mesh), 1.0)


def crown_row(person: Floats, mesh: Floats, *, strip: float = 0.6, person_at: float = 0.5, filled: float = 0.35) -> int | None:
    """Return the first row of the head, hair counted, or None where the mask shows none.

    person: (H, W) float32 0-1. Looked for in a strip of the face's width around its midline; a row belongs to the head where
    that share of it is person. Source: measured on 42 composed ID photos, 2026-11-21.
    """
    centre, half = face_centre_x(mesh), strip * face_width_px(mesh) / 2
    columns = person[:, max(0, int(centre - half)) : max(1, int(centre + half))]
    rows = np.flatnonzero((columns > person_at).mean(axis=1) > filled) if columns.size else np.empty(0)
    return int(rows[0]) if rows.size else None


def head_width_px(person: Floats, mesh: Floats, *, person_at: float = 0.5) -> float:
    """Return the head's width between the eyes and the tip of the nose: the longest run of person around the face's midline.

    person: (H, W) float32 0-1. Ears and hair count; never less than the face's own width.
    """
    middle = min(max(round(face_centre_x(mesh)), 0), person.shape[1] - 1)
    first, last = sorted((float(mesh[NOSE_TIP, 1]), float(np.mean([eye[1] for eye in eye_centres(mesh)]))))
    widest = face_width_px(mesh)
    for row in person[max(0, int(first)) : max(1, int(last) + 1)] > person_at:
        holes = np.flatnonzero(~row)
        right = holes[holes > middle].min(initial=row.size)
        left = holes[holes <= middle].max(initial=-1)
        widest = max(widest, float(right - left - 1))
    return widest


def oval(mesh: Floats) -> NDArray[np.float32]:
    """Return the outline of the face, (36, 2) pixels."""
    return mesh[list(_OVAL), :2]


_OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58,
         132, 93, 234, 127, 162, 21, 54, 103, 67, 109)  # fmt: skip


def _span(mesh: Floats, first: int, second: int) -> float:
    return float(np.hypot(*(mesh[first, :2] - mesh[second, :2])))

"""Whether a picture was stretched: how wide the face in it is for its height, held against people's."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.observation import Face
from pipeline.imaging import face_geometry as geometry

Floats = NDArray[np.float32]
NOSE_TIP, UPPER_LIP, BROW = geometry.NOSE_TIP, 13, 9


class Proportion(NamedTuple):
    """A width over a height of the face, and the logarithm of its mean among people."""

    width: float
    height: float
    usual_log: float

    @property
    def log_off(self) -> float:
        """How far it is from people's mean, as a logarithm."""
        return math.log(max(self.width, 1e-3) / max(self.height, 1e-3)) - self.usual_log


def stretch(mesh: Floats, face: Face, *, told_share: float = 0.667) -> float:
    """Return how many times wider, for its height, the face is than people's are: 1 = as people are, 1.2 = stretched by a fifth.

    Each proportion alone varies by 5 to 7 % between people; the mean of eight varies less. mesh: (468, 3) pixels. told_share: how
    much of a stretch the points follow, since both models draw faces towards the faces they know.
    Source: means and share measured on 14 composed photos stretched from 0.75 to 1.3, 2026-11-25.
    """
    found = _proportions(mesh, face)
    return math.exp(sum(proportion.log_off for proportion in found) / len(found) / told_share)


def _proportions(mesh: Floats, face: Face) -> tuple[Proportion, ...]:
    """Return six proportions by the mesh and two by the detector's own points, which err apart from each other."""
    right, left = geometry.eye_centres(mesh)
    middle = (right + left) / 2

    def down(point: int) -> float:
        return float(np.hypot(*(mesh[point, :2] - middle)))

    tall = _span(mesh, geometry.FOREHEAD, geometry.CHIN)
    points = np.array(face.points)
    apart = float(np.hypot(*(points[0] - points[1])))
    between = (points[0] + points[1]) / 2
    mouth = float(np.hypot(*(between - (points[3] + points[4]) / 2)))
    nose = float(np.hypot(*(between - points[2])))
    return (
        Proportion(_span(mesh, geometry.RIGHT_SIDE, geometry.LEFT_SIDE), tall, -0.193),
        Proportion(_span(mesh, 127, 356), tall, -0.178),  # temples
        Proportion(_span(mesh, 50, 280), _span(mesh, BROW, geometry.CHIN), -0.307),  # cheeks
        Proportion(_span(mesh, geometry.RIGHT_EYE[0], geometry.LEFT_EYE[0]), down(UPPER_LIP), 0.351),
        Proportion(_span(mesh, 172, 397), down(geometry.CHIN), -0.014),  # jaw
        Proportion(_span(mesh, geometry.RIGHT_EYE[1], geometry.LEFT_EYE[1]), down(NOSE_TIP), 0.146),
        Proportion(apart, mouth, -0.029),
        Proportion(apart, nose, 0.479),
    )


def _span(mesh: Floats, first: int, second: int) -> float:
    return float(np.hypot(*(mesh[first, :2] - mesh[second, :2])))

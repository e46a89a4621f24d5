"""Quarter turns of a picture, and of what was found on the turned and scaled copy back onto the picture."""

import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import Rgb


def turned(image: Rgb, turn: int) -> Rgb:
    """Return the picture turned clockwise by 0, 90, 180 or 270 degrees; (H, W, 3) uint8 RGB."""
    return image if turn == 0 else np.ascontiguousarray(np.rot90(image, -(turn // 90)))


def point_turned_back(point: tuple[float, float], turn: int, size: tuple[int, int], scale: float) -> tuple[float, float]:
    """Return a point of the turned copy as a point of the picture.

    turn: clockwise degrees that made the copy; size: width and height of the copy; scale: copy over picture.
    """
    x, y = point
    width, height = size
    back = {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[turn]
    return back[0] / scale, back[1] / scale


def box_turned_back(box: Box, turn: int, size: tuple[int, int], scale: float) -> Box:
    """Return a box of the turned copy as a box of the picture; see `point_turned_back`."""
    corners = ((box.x, box.y), (box.right, box.bottom))
    return Box.around([point_turned_back(corner, turn, size, scale) for corner in corners])


def face_turned_back(face: Face, turn: int, size: tuple[int, int], scale: float) -> Face:
    """Return a face of the turned copy as a face of the picture; its points keep their order."""
    points = tuple((round(x, 2), round(y, 2)) for x, y in (point_turned_back(point, turn, size, scale) for point in face.points))
    return Face(box=box_turned_back(face.box, turn, size, scale), score=face.score, points=points)

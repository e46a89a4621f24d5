"""Turns, nods and opens the mouth of a composed ID photo's face by moving the points of its mesh and the picture with them."""

from __future__ import annotations

import math

import cv2
import numpy as np

from benchmarks.id_photos import HEIGHT, WIDTH, Photo
from benchmarks.photo_spoils import Spoil
from pipeline.datamodel.page import Rgb
from pipeline.engines.faces import Floats
from pipeline.imaging import face_geometry as geometry

INNER_LIPS = (78, 80, 82, 13, 312, 310, 308, 318, 317, 14, 87, 88)


def turned_away(degrees: float) -> Spoil:
    """The head turned to the picture's right."""

    def spoil(p: Photo) -> Rgb:
        around = p.mesh.mean(axis=0)
        at = p.mesh - around
        a = math.radians(degrees)
        # z grows away from the camera, so what is near moves right where the head turns right.
        x = at[:, 0] * math.cos(a) - at[:, 2] * math.sin(a)
        return _moved(p.good, p.mesh[:, :2], np.column_stack([x + around[0], p.mesh[:, 1]]).astype(np.float32))

    return spoil


def nodded(degrees: float) -> Spoil:
    """The head nodded down."""

    def spoil(p: Photo) -> Rgb:
        around = p.mesh.mean(axis=0)
        at = p.mesh - around
        a = math.radians(degrees)
        y = at[:, 1] * math.cos(a) - at[:, 2] * math.sin(a)
        return _moved(p.good, p.mesh[:, :2], np.column_stack([p.mesh[:, 0], y + around[1]]).astype(np.float32))

    return spoil


def mouth_open(share: float) -> Spoil:
    """The lower lip and chin let down by a share of the eyes-to-chin distance, teeth and dark drawn between the lips."""

    def spoil(p: Photo) -> Rgb:
        down = share * geometry.eyes_to_chin_px(p.mesh)
        middle = float(p.mesh[13, 1] + p.mesh[14, 1]) / 2
        half = float(np.hypot(*(p.mesh[308, :2] - p.mesh[78, :2]))) / 2
        centre = float(p.mesh[13, 0])
        target = p.mesh[:, :2].copy()
        below = p.mesh[:, 1] > middle - 0.5
        near = np.exp(-(((p.mesh[:, 0] - centre) / (1.1 * half)) ** 2))
        target[below, 1] += down * near[below]
        picture = _moved(p.good, p.mesh[:, :2], target)
        gap = target[list(INNER_LIPS)].copy()
        gap[7:, 1] = np.maximum(gap[7:, 1], middle + 0.85 * down * near[list(INNER_LIPS)][7:])
        layer = picture.copy()
        cv2.fillPoly(layer, [gap.astype(np.int32)], (58, 24, 26), cv2.LINE_AA)
        teeth = gap.copy()
        teeth[7:, 1] = np.minimum(teeth[7:, 1], middle + 0.4 * down)
        cv2.fillPoly(layer, [teeth.astype(np.int32)], (214, 206, 192), cv2.LINE_AA)
        soft = cv2.GaussianBlur((layer != picture).any(axis=2).astype(np.float32), (0, 0), 0.7)[..., None]
        return np.asarray(picture * (1 - soft) + layer * soft, np.uint8)

    return spoil


def _moved(picture: Rgb, source: Floats, target: Floats, *, reach: float = 9.0) -> Rgb:
    """The picture with its points moved from source to target (n, 2), the pixels between moved as their neighbours are."""
    shift, weight = np.zeros((HEIGHT, WIDTH, 2), np.float32), np.zeros((HEIGHT, WIDTH), np.float32)
    for (x, y), by in zip(target, source - target, strict=True):
        row, column = round(float(y)), round(float(x))
        if 0 <= row < HEIGHT and 0 <= column < WIDTH:
            shift[row, column] += by
            weight[row, column] += 1
    spread = cv2.GaussianBlur(weight, (0, 0), reach)
    dense = np.stack([cv2.GaussianBlur(shift[..., axis], (0, 0), reach) for axis in (0, 1)], axis=-1)
    # Far from every point nothing moves.
    dense = dense / (spread + 0.02 * float(spread.max()))[..., None]
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    at = (columns + dense[..., 0], rows + dense[..., 1])
    return np.asarray(cv2.remap(picture, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)

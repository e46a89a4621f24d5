"""Shades a face from the canonical face mesh of mediapipe: a normal map per identity, lit from the front.

The mesh (468 vertices, 898 triangles, centimetres) is `face_mesh.npz`, from mediapipe's face geometry data, Apache-2.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb: TypeAlias = NDArray[np.uint8]  # (H, W, 3)
Floats: TypeAlias = NDArray[np.floating[Any]]  # float32 where nothing else is said

OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
EYES = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133)),
    ((362, 398, 384, 385, 386, 387, 388, 466, 263), (362, 382, 381, 380, 374, 373, 390, 249, 263)),
)
BROWS = (((70, 63, 105, 66, 107), (46, 53, 52, 65, 55)), ((336, 296, 334, 293, 300), (285, 295, 282, 283, 276)))
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
MOUTH_LINE = (61, 78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 291)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How one face departs from the canonical one; every factor is 1 for the canonical face."""

    width: float = 1.0
    jaw: float = 1.0
    eye_size: float = 1.0
    eye_spacing: float = 1.0
    nose_width: float = 1.0
    lip_height: float = 1.0
    brow_lift_cm: float = 0.0


@dataclass(frozen=True, kw_only=True)
class View:
    """Where the head stands in the picture: centimetres of the head's own frame (y up) to pixels.

    origin_px: where the head's origin (between the eyes, lower) falls; roll_deg: clockwise, 0 = upright.
    """

    px_per_cm: float
    origin_px: tuple[float, float]
    roll_deg: float = 0.0

    def to_px(self, points_cm: Floats) -> Floats:
        """points_cm: (N, 2+) float32, x right, y up; returns (N, 2) float32 pixels, y down."""
        angle = np.deg2rad(self.roll_deg)
        x, y = points_cm[:, 0], -points_cm[:, 1]
        turned = np.stack([x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)], axis=1)
        return np.asarray(turned * self.px_per_cm + np.asarray(self.origin_px), np.float32)


@lru_cache(maxsize=1)
def canonical() -> tuple[Floats, NDArray[np.int16]]:
    """(vertices (468, 3) float32 in cm, triangles (898, 3) int16)."""
    with files(__package__).joinpath("face_mesh.npz").open("rb") as opened, np.load(opened) as stored:
        return stored["vertices_cm"], stored["triangles"]


def shaped(shape: Shape) -> Floats:
    """The vertices (468, 3) of one identity, in cm."""
    vertices = canonical()[0].copy()
    vertices[:, 0] *= shape.width
    below = np.clip((-1.0 - vertices[:, 1]) / 8.0, 0, 1)
    vertices[:, 0] *= 1 + (shape.jaw - 1) * below
    for side, (upper, lower) in zip((-1, 1), EYES, strict=True):
        centre = vertices[list(upper + lower)].mean(axis=0)
        near = np.exp(-(((vertices - centre)[:, :2] / (2.0, 1.2)) ** 2).sum(axis=1))[:, None]
        moved = centre[:2] + (vertices[:, :2] - centre[:2]) * (shape.eye_size, shape.eye_size)
        vertices[:, :2] += near * (moved - vertices[:, :2])
        vertices[:, 0] += near[:, 0] * side * (shape.eye_spacing - 1) * 3.2
    nose = np.exp(-(((vertices - vertices[1])[:, :2] / (2.2, 2.2)) ** 2).sum(axis=1))
    vertices[:, 0] *= 1 + (shape.nose_width - 1) * nose
    mouth = vertices[13]
    lips = np.exp(-(((vertices - mouth)[:, :2] / (3.5, 1.3)) ** 2).sum(axis=1))
    vertices[:, 1] += lips * (vertices[:, 1] - mouth[1]) * (shape.lip_height - 1)
    brows = [index for brow in BROWS for row in brow for index in row]
    vertices[brows, 1] += shape.brow_lift_cm
    return vertices


def shade(vertices: Floats, view: View, size_px: tuple[int, int]) -> tuple[Floats, Floats]:
    """(light (H, W) float32, about 0.3..1.15; cover (H, W) float32 0..1, the face's surface).

    vertices: (468, 3) in cm; size_px: (width, height).
    """
    width, height = size_px
    triangles = canonical()[1].astype(np.int32)
    surface = np.concatenate([_vertex_normals(vertices, triangles), vertices[:, 2:], np.ones((len(vertices), 1))], axis=1)
    points = view.to_px(vertices)
    drawn = np.zeros((height, width, 5), np.float32)  # normal x, y, z; depth; cover
    for triangle in triangles[np.argsort(vertices[triangles, 2].mean(axis=1))]:
        _fill(drawn, points[triangle], surface[triangle].astype(np.float32))
    cover = np.ascontiguousarray(drawn[..., 4])
    normals = np.asarray(cv2.GaussianBlur(drawn[..., :3], (0, 0), 0.28 * view.px_per_cm))
    normals = normals / (np.linalg.norm(normals, axis=2, keepdims=True) + 1e-6)
    direction = np.array([-0.22, 0.38, 1.0], np.float32)
    facing = np.clip(normals @ (direction / np.linalg.norm(direction)), 0, 1)
    depth = np.ascontiguousarray(drawn[..., 3])
    hollow = np.asarray(cv2.GaussianBlur(depth, (0, 0), 0.9 * view.px_per_cm)) - depth
    occlusion = np.clip(hollow, -0.6, 1.2) * cv2.erode(cover, np.ones((3, 3), np.uint8))
    light = 0.40 + 0.60 * facing - 0.13 * occlusion + 0.05 * facing**24
    return light.astype(np.float32), np.asarray(cv2.GaussianBlur(cover, (0, 0), 1.0), np.float32)


def _vertex_normals(vertices: Floats, triangles: NDArray[np.int32]) -> Floats:
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    faces *= np.where(faces[:, 2:] < 0, -1, 1)
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    unit: Floats = normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-6)
    return unit


def _fill(drawn: Floats, corners: Floats, values: Floats) -> None:
    """Interpolates a triangle's values (3, 5) into drawn (H, W, 5); corners: (3, 2) px. Changes drawn in place."""
    left, top = np.maximum(0, np.floor(corners.min(axis=0))).astype(int)
    right, bottom = np.minimum((drawn.shape[1], drawn.shape[0]), np.ceil(corners.max(axis=0)) + 1).astype(int)
    if right <= left or bottom <= top:
        return
    (x0, y0), (x1, y1), (x2, y2) = corners
    area = (y1 - y2) * (x0 - x2) + (x2 - x1) * (y0 - y2)
    if abs(area) < 1e-6:  # seen from its edge
        return
    ys, xs = np.mgrid[top:bottom, left:right]
    first = ((y1 - y2) * (xs - x2) + (x2 - x1) * (ys - y2)) / area
    second = ((y2 - y0) * (xs - x2) + (x0 - x2) * (ys - y2)) / area
    weights = np.stack([first, second, 1 - first - second], axis=-1).astype(np.float32)
    inside = (weights >= -0.02).all(axis=-1)  # a little overlap, so that no seam shows
    drawn[top:bottom, left:right][inside] = weights[inside] @ values

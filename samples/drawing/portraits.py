"""Draws people from the chest up: a shaded face with painted eyes, brows and lips, hair, neck and clothes."""

# ruff: noqa: RUF005 - arrays are added here, no lists are joined

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.drawing.face_mesh import BROWS, EYES, LIPS, MOUTH_LINE, Floats, Rgb, Shape, View, shade, shaped
from samples.drawing.hair import hair_back, hair_front

CROWN_CM, CHIN_CM = 12.3, -9.4
Colour: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Looks:
    """One invented person. Colours are RGB 0-255."""

    shape: Shape = field(default_factory=Shape)
    skin: Colour = (224, 182, 152)
    lips: Colour = (178, 96, 92)
    hair: Colour = (34, 28, 27)
    hair_style: Literal["short", "parted", "bob", "tied"] = "short"
    clothes: Colour = (38, 44, 62)
    tie: Colour | None = (120, 30, 40)
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Pose:
    """How the person is taken. head_share: crown to chin over picture height; eyes_open 0..1; roll_deg clockwise."""

    head_share: float = 0.62
    crown_share: float = 0.11
    centre_share: float = 0.5
    roll_deg: float = 0.0
    eyes_open: float = 1.0
    glasses: Literal["none", "clear", "dark"] = "none"


def draw_person(looks: Looks, pose: Pose, size_px: tuple[int, int], scale: int = 3) -> tuple[Rgb, Floats]:
    """(colour (H, W, 3) uint8 RGB, cover (H, W) float32 0..1); put it on any background with `on_background`.

    size_px: (width, height); scale: how much finer it is drawn before it is reduced.
    """
    width, height = size_px[0] * scale, size_px[1] * scale
    px_per_cm = pose.head_share * height / (CROWN_CM - CHIN_CM)
    origin = (pose.centre_share * width, pose.crown_share * height + CROWN_CM * px_per_cm)
    view = View(px_per_cm=px_per_cm, origin_px=origin, roll_deg=pose.roll_deg)
    canvas = _Canvas(view=view, colour=np.full((height, width, 3), 255, np.float32), cover=np.zeros((height, width), np.float32))
    rng = np.random.default_rng(looks.seed)
    vertices = shaped(looks.shape)
    hair_back(canvas, looks.hair, looks.hair_style, rng)
    _body(canvas, looks)
    _face(canvas, looks, vertices, rng)
    for eye in EYES:
        _eye(canvas, looks, vertices, eye, pose.eyes_open)
    _brows(canvas, looks, vertices, rng)
    _mouth_and_nose(canvas, looks, vertices)
    hair_front(canvas, looks.hair, looks.hair_style, rng)
    if pose.glasses != "none":
        _glasses(canvas, vertices, dark=pose.glasses == "dark")
    colour = cv2.resize(canvas.colour, size_px, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(canvas.cover, size_px, interpolation=cv2.INTER_AREA)
    return np.clip(colour, 0, 255).astype(np.uint8), np.asarray(cover, np.float32)


def on_background(person: tuple[Rgb, Floats], background: Rgb) -> Rgb:
    """The person (colour, cover) before a background (H, W, 3) of the same size."""
    colour, cover = person
    alpha = np.clip(cover, 0, 1)[..., None]
    return (colour * alpha + background * (1 - alpha) + 0.5).astype(np.uint8)


@dataclass(frozen=True, kw_only=True)
class _Canvas:
    """Where a person is painted. colour: (H, W, 3) float32 0-255; cover: (H, W) float32 0..1; both change in place."""

    view: View
    colour: Floats
    cover: Floats

    def mask(self, points_cm: Floats, soft_cm: float = 0.0) -> Floats:
        """(H, W) float32 0..1, the polygon's inside."""
        flat = np.zeros(self.cover.shape, np.uint8)
        cv2.fillPoly(flat, [np.round(self.view.to_px(points_cm) * 16).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
        return self._softened(flat, soft_cm)

    def line(self, points_cm: Floats, width_cm: float, soft_cm: float = 0.0) -> Floats:
        """(H, W) float32 0..1, a stroke along the points."""
        flat = np.zeros(self.cover.shape, np.uint8)
        self._drawn(flat, self.view.to_px(points_cm), width_cm)
        return self._softened(flat, soft_cm)

    def stroke(self, points_cm: Floats, width_cm: float, colour: Colour | Floats, strength: float, clip: Floats | None = None) -> None:
        """Paints one thin stroke, touching only its own box; clip: (H, W) float32 0..1 where it may go."""
        points = self.view.to_px(points_cm)
        pad = width_cm * self.view.px_per_cm + 3
        height, width = self.cover.shape
        left, top = np.clip(np.floor(points.min(axis=0) - pad), 0, (width, height)).astype(int)
        right, bottom = np.clip(np.ceil(points.max(axis=0) + pad), 0, (width, height)).astype(int)
        if right <= left or bottom <= top:
            return
        flat = np.zeros((bottom - top, right - left), np.uint8)
        self._drawn(flat, points - (left, top), width_cm)
        alpha = flat.astype(np.float32) / 255 * strength
        region = (slice(top, bottom), slice(left, right))
        if clip is not None:
            alpha *= clip[region]
        self.colour[region] += (np.asarray(colour, np.float32) - self.colour[region]) * alpha[..., None]

    def paint(self, mask: Floats, colour: Colour | Floats, strength: float = 1.0, *, solid: bool = False) -> None:
        """Lays colour over the mask; a solid layer also covers the background."""
        alpha = (mask * strength)[..., None]
        self.colour[:] = self.colour * (1 - alpha) + np.asarray(colour, np.float32) * alpha
        if solid:
            np.maximum(self.cover, mask, out=self.cover)

    def _drawn(self, flat: NDArray[np.uint8], points: Floats, width_cm: float) -> None:
        thickness = max(1, round(width_cm * self.view.px_per_cm))
        fixed = np.round(points * 16).astype(np.int32)
        cv2.polylines(flat, [fixed], isClosed=False, color=255, thickness=thickness, lineType=cv2.LINE_AA, shift=4)

    def _softened(self, flat: NDArray[np.uint8], soft_cm: float) -> Floats:
        mask = flat.astype(np.float32) / 255
        return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft_cm * self.view.px_per_cm)) if soft_cm else mask


def smooth(points_cm: list[tuple[float, float]], samples: int = 12) -> Floats:
    """A Catmull-Rom curve (N, 2) through open points."""
    given = np.array([points_cm[0], *points_cm, points_cm[-1]], np.float32)
    pieces = []
    for index in range(1, len(given) - 2):
        p0, p1, p2, p3 = given[index - 1 : index + 3]
        t = np.linspace(0, 1, samples, endpoint=False, dtype=np.float32)[:, None]
        pieces.append(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3))
    return np.concatenate([*pieces, given[-1:]]).astype(np.float32)


def mirrored(right_half: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A closed outline from its half with x >= 0, listed top to bottom."""
    return right_half + [(-x, y) for x, y in reversed(right_half)]


def _body(canvas: _Canvas, looks: Looks) -> None:
    skin = np.asarray(looks.skin, np.float32)
    neck = smooth([(5.4, -3), (5.1, -8), (5.0, -11), (5.8, -13.2), (9, -15.2)])
    outline = np.concatenate([neck, [[9, -40], [-9, -40]], neck[::-1] * (-1, 1)]).astype(np.float32)
    mask = canvas.mask(outline)
    canvas.paint(mask, skin * 0.86, solid=True)
    shadow = canvas.mask(np.array([[6, -4], [5.5, -9.5], [2, -11.4], [-2, -11.4], [-5.5, -9.5], [-6, -4]], np.float32), 0.8)
    canvas.paint(shadow * mask, skin * 0.60, 0.8)
    for side in (-1, 1):
        edge = canvas.line(np.array([[5.1 * side, -6], [5.0 * side, -12]], np.float32), 1.0, 0.6)
        canvas.paint(edge * mask, skin * 0.62, 0.55)
    shoulder = smooth([(4.9, -12.2), (7, -13.6), (12, -15.2), (17.5, -17.6), (20.5, -22), (21.5, -30), (22, -45)])
    neckline = np.array([[-4.9, -12.2], [-4.2, -14.2], [0, -19.5], [4.2, -14.2]], np.float32)
    clothes = canvas.mask(np.concatenate([shoulder, shoulder[::-1] * (-1, 1), neckline]).astype(np.float32))
    shirt = canvas.mask(
        np.array([[5.2, -12], [5.6, -14.5], [3, -22], [0, -32], [-3, -22], [-5.6, -14.5], [-5.2, -12], [0, -17.5]], np.float32)
    )
    canvas.paint(clothes, looks.clothes, solid=True)
    folds = canvas.line(np.array([[9, -16], [7, -34]], np.float32), 1.2, 1.0) + canvas.line(
        np.array([[-9, -16], [-7, -34]], np.float32), 1.2, 1.0
    )
    canvas.paint(folds * clothes, np.asarray(looks.clothes) * 1.35 + 6, 0.6)
    canvas.paint(shirt, (232, 234, 240), solid=True)
    if looks.tie is not None:
        canvas.paint(
            canvas.mask(np.array([[-1.2, -16.6], [1.2, -16.6], [0.9, -18.6], [1.8, -32], [-1.8, -32], [-0.9, -18.6]], np.float32)),
            looks.tie,
        )
    for side in (-1, 1):
        lapel = np.array([[5.3 * side, -12.6], [8.2 * side, -16.5], [6.4 * side, -20], [0.4 * side, -32], [2.9 * side, -22]], np.float32)
        canvas.paint(canvas.mask(lapel), np.asarray(looks.clothes) * 0.78, solid=True)


def _face(canvas: _Canvas, looks: Looks, vertices: Floats, rng: np.random.Generator) -> None:
    skin = np.asarray(looks.skin, np.float32)
    height, width = canvas.cover.shape
    wide = looks.shape.width
    for side in (-1, 1):
        ear = smooth([(7.0, 3.2), (8.3, 3.6), (8.9, 2.2), (8.4, 0.2), (7.9, -1.8), (7.0, -2.2)]) * (side * wide, 1)
        canvas.paint(canvas.mask(ear), skin * 0.80, solid=True)
        canvas.paint(canvas.line(ear[8:-10] * (0.965, 1), 0.22, 0.12), skin * 0.55, 0.5)
    skull = smooth(mirrored([(0, 11.3), (4, 10.7), (6.6, 8.6), (7.6, 5), (7.6, 0)])) * (wide, 1)
    canvas.paint(canvas.mask(skull.astype(np.float32)), skin * 0.9, solid=True)
    light, cover = shade(vertices, canvas.view, (width, height))
    tone = np.repeat(skin[None, None], 1, axis=0) * light[..., None]
    tone[..., 1:] *= np.clip(0.55 + 0.45 * light[..., None], 0, 1.02) ** np.array([0.35, 0.7], np.float32)
    grain = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.06 * canvas.view.px_per_cm + 0.6)
    tone += (grain / (grain.std() + 1e-6) * 2.6)[..., None]
    canvas.paint(cover, tone, solid=True)
    for centre, radius, colour, strength in (
        (50, 2.0, (205, 110, 95), 0.16),
        (280, 2.0, (205, 110, 95), 0.16),
        (1, 1.0, (200, 105, 90), 0.12),
    ):
        spot = _spot(canvas, vertices[centre, :2], radius)
        canvas.paint(spot * cover, colour, strength)


def _spot(canvas: _Canvas, centre_cm: Floats, radius_cm: float) -> Floats:
    x, y = canvas.view.to_px(np.asarray(centre_cm, np.float32)[None])[0]
    ys, xs = np.ogrid[: canvas.cover.shape[0], : canvas.cover.shape[1]]
    return np.asarray(np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (radius_cm * canvas.view.px_per_cm) ** 2), np.float32)


def _eye(canvas: _Canvas, looks: Looks, vertices: Floats, eye: tuple[tuple[int, ...], tuple[int, ...]], opened: float) -> None:
    skin = np.asarray(looks.skin, np.float32)
    lower = vertices[list(eye[1]), :2]
    upper = vertices[list(eye[0]), :2] * opened + lower * (1 - opened)
    if opened < 1:
        lid = canvas.mask(np.concatenate([vertices[list(eye[0]), :2], lower[::-1]]), 0.05)
        canvas.paint(lid, skin * 0.84)
    opening = canvas.mask(np.concatenate([upper, lower[::-1]]))
    centre = np.concatenate([vertices[list(eye[0]), :2], lower]).mean(axis=0) + (0, 0.06)
    canvas.paint(opening, (222, 214, 210))
    iris = _disc(canvas, centre, 0.60)
    canvas.paint(opening * iris, (52, 34, 26))
    canvas.paint(opening * _disc(canvas, centre, 0.42), (70, 46, 34), 0.8)
    canvas.paint(opening * _disc(canvas, centre, 0.27), (10, 9, 9))
    canvas.paint(opening * _disc(canvas, centre + (-0.16, 0.18), 0.10), (250, 250, 250), 0.95)
    canvas.paint(canvas.line(upper - (0, 0.10), 0.22, 0.10) * opening, (60, 45, 40), 0.55)
    canvas.paint(canvas.line(upper, 0.15 if opened else 0.2, 0.03), (26, 20, 20), 0.92)
    canvas.paint(canvas.line(lower[1:-1], 0.07, 0.04), skin * 0.45, 0.6)
    canvas.paint(canvas.line(vertices[list(eye[0]), :2][1:-1] + (0, 0.38), 0.08, 0.06), skin * 0.55, 0.7)


def _disc(canvas: _Canvas, centre_cm: Floats, radius_cm: float) -> Floats:
    angles = np.linspace(0, 2 * np.pi, 40, dtype=np.float32)
    return canvas.mask(np.asarray(centre_cm, np.float32) + radius_cm * np.stack([np.cos(angles), np.sin(angles)], axis=1))


def _brows(canvas: _Canvas, looks: Looks, vertices: Floats, rng: np.random.Generator) -> None:
    thin = 0.62 if looks.hair_style in {"bob", "tied"} else 0.95
    for upper_row, lower_row in BROWS:
        upper, lower = vertices[list(upper_row), :2], vertices[list(lower_row), :2]
        middle = (upper + lower) / 2
        upper, lower = middle + (upper - middle) * thin, middle + (lower - middle) * thin
        canvas.paint(canvas.mask(np.concatenate([upper, lower[::-1]]), 0.10), looks.hair, 0.72)
        outward = np.sign(middle.mean(axis=0)[0])
        for _ in range(70):
            along = rng.uniform(0, len(upper) - 1.01)
            step, part = int(along), along % 1
            low = lower[step] * (1 - part) + lower[step + 1] * part
            high = upper[step] * (1 - part) + upper[step + 1] * part
            start = low + (high - low) * rng.uniform(0, 0.5)
            stroke = np.stack([start, start + (outward * 0.35, 0.28)]).astype(np.float32)
            canvas.stroke(stroke, 0.035, looks.hair, 0.35)


def _mouth_and_nose(canvas: _Canvas, looks: Looks, vertices: Floats) -> None:
    skin = np.asarray(looks.skin, np.float32)
    lips = np.asarray(looks.lips, np.float32)
    mask = canvas.mask(vertices[list(LIPS), :2], 0.07)
    canvas.paint(mask, lips, 0.78)
    line = vertices[list(MOUTH_LINE), :2]
    canvas.paint(canvas.mask(np.concatenate([line, vertices[[409, 270, 269, 267, 0, 37, 39, 40, 185], :2]]), 0.12) * mask, lips * 0.78, 0.6)
    canvas.paint(canvas.line(line, 0.09, 0.05), lips * 0.36, 0.9)
    canvas.paint(_spot(canvas, vertices[17, :2] + (0, 0.45), 0.55) * mask, (236, 180, 170), 0.35)
    canvas.paint(_spot(canvas, vertices[17, :2] + (0, -0.55), 0.9), skin * 0.62, 0.28)
    for side in (-1, 1):
        nostril = vertices[2, :2] + (0.88 * side * looks.shape.nose_width, 0.22)
        for shift in (-0.14, 0.0, 0.14):
            canvas.paint(_spot(canvas, nostril + (shift * 1.2, 0.05 * shift * side), 0.20), (52, 28, 24), 0.45)
        wing = np.stack([nostril + (0.70 * side, 0.95), nostril + (0.95 * side, 0.45), nostril + (0.75 * side, 0.0)])
        canvas.paint(canvas.line(smooth([tuple(p) for p in wing]), 0.12, 0.14), skin * 0.50, 0.55)
        fold = smooth([(1.75 * side, -1.3), (2.5 * side, -2.7), (2.95 * side, -4.0)])
        canvas.paint(canvas.line(fold, 0.10, 0.2), skin * 0.6, 0.35)


def _glasses(canvas: _Canvas, vertices: Floats, *, dark: bool) -> None:
    centres = []
    for side, eye in zip((-1, 1), EYES, strict=True):
        centre = vertices[list(eye[0] + eye[1]), :2].mean(axis=0) + (0, -0.15)
        centres.append(centre)
        t = np.linspace(0, 2 * np.pi, 60, dtype=np.float32)
        power = 0.55
        lens = (
            np.stack(
                [np.sign(np.cos(t)) * np.abs(np.cos(t)) ** power * 2.75, np.sign(np.sin(t)) * np.abs(np.sin(t)) ** power * 1.95], axis=1
            ).astype(np.float32)
            + centre
        )
        canvas.paint(canvas.mask(lens), (18, 18, 20) if dark else (225, 232, 240), 0.95 if dark else 0.08)
        canvas.paint(canvas.line(np.concatenate([lens, lens[:1]]), 0.30), (22, 20, 22))
        arm = np.stack([centre + (2.7 * side, 0.6), [8.1 * side, centre[1] + 0.7]]).astype(np.float32)
        canvas.paint(canvas.line(arm, 0.28), (22, 20, 22))
    bridge = smooth([(centres[0][0] + 2.6, centres[0][1] + 0.5), (0, centres[0][1] + 0.95), (centres[1][0] - 2.6, centres[1][1] + 0.5)])
    canvas.paint(canvas.line(bridge, 0.30), (22, 20, 22))

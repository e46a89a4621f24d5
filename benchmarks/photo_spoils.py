"""Spoils composed ID photos in named ways: light, colour, sharpness, ground, place, file."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

from benchmarks.id_photos import HEIGHT, WIDTH, Photo
from pipeline.datamodel.page import Rgb
from pipeline.imaging import face_geometry as geometry

Spoil = Callable[[Photo], Rgb]
WHITE = (255, 255, 255)


def blurred(sigma: float) -> Spoil:
    """Out of focus: a Gaussian of that sigma in pixels."""
    return lambda p: np.asarray(cv2.GaussianBlur(p.good, (0, 0), sigma), np.uint8)


def motion(length: int, degrees: float) -> Spoil:
    """Shaken: a line of that length, at that angle in degrees."""

    def spoil(p: Photo) -> Rgb:
        kernel = np.zeros((length, length), np.float32)
        half_side, a = (length - 1) / 2, math.radians(degrees)
        ends = [(round(half_side + s * half_side * math.cos(a)), round(half_side + s * half_side * math.sin(a))) for s in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        return np.asarray(cv2.filter2D(p.good, -1, kernel / kernel.sum()), np.uint8)

    return spoil


def upscaled(share: float) -> Spoil:
    """Scaled down to a share of the size and up again."""

    def spoil(p: Photo) -> Rgb:
        small = cv2.resize(p.good, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)

    return spoil


def gained(factor: float, offset: float = 0.0) -> Spoil:
    """Every channel times a factor and an offset."""
    return lambda p: np.asarray(np.clip(p.good.astype(np.float32) * factor + offset, 0, 255), np.uint8)


def tinted(r: float, g: float, b: float) -> Spoil:
    """Each channel times a factor of its own: the colour of the light."""
    return lambda p: np.asarray(np.clip(p.good.astype(np.float32) * np.array([r, g, b]), 0, 255), np.uint8)


def saturated(factor: float) -> Spoil:
    """Colours paler (below 1) or stronger (above)."""

    def spoil(p: Photo) -> Rgb:
        gray = cv2.cvtColor(p.good, cv2.COLOR_RGB2GRAY).astype(np.float32)[..., None]
        return np.asarray(np.clip(gray + factor * (p.good.astype(np.float32) - gray), 0, 255), np.uint8)

    return spoil


def gradient_ground(p: Photo) -> Rgb:
    """A ground that darkens from white at the top."""
    ramp = np.linspace(255, 190, HEIGHT, dtype=np.float32)[:, None, None]
    return p.on(np.asarray(np.broadcast_to(ramp, (HEIGHT, WIDTH, 3)), np.float32))


def shadow(depth: float) -> Spoil:
    """A shadow of the person on a white wall, to the right and down."""

    def spoil(p: Photo) -> Rgb:
        cast = cv2.warpAffine(p.cover, np.array([[1, 0, 22], [0, 1, 14]], np.float32), (WIDTH, HEIGHT))
        cast = cv2.GaussianBlur(cast, (0, 0), 7)
        return p.on(np.asarray(255 * (1 - depth * cast)[..., None] * np.ones(3), np.float32))

    return spoil


def side_light(weakest: float) -> Spoil:
    """The person darker towards the right, down to a share of the light."""
    ramp = np.linspace(1.0, weakest, WIDTH, dtype=np.float32)[None, :, None]
    return lambda p: np.asarray(np.where(p.cover[..., None] > 0.05, p.good * ramp, p.good), np.uint8)


def half_in_shade(share: float) -> Spoil:
    """The picture's right half of the person at a share of the light, with a soft edge down the face: a lamp from the left."""

    def spoil(p: Photo) -> Rgb:
        across = (np.arange(WIDTH, dtype=np.float32) - geometry.face_centre_x(p.mesh)) / 8
        light = (1 - (1 - share) / (1 + np.exp(-across)))[None, :, None]
        return np.asarray(np.where(p.cover[..., None] > 0.05, p.good * light, p.good), np.uint8)

    return spoil


def darker_skin(p: Photo) -> Rgb:
    """The person with a third to a half of the light that skin and hair gave back, redder as dark skin is; ground and clothes stay."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    upper = np.clip((float(p.mesh[geometry.CHIN, 1]) + 18 - rows) / 12, 0, 1) * p.cover
    factor = 1 - upper[..., None] * (1 - np.array([0.55, 0.46, 0.42], np.float32))
    return np.asarray(p.good * factor, np.uint8)


def framed(colour: tuple[int, int, int], thick: int) -> Spoil:
    """A frame of that colour and thickness in pixels."""

    def spoil(p: Photo) -> Rgb:
        inner = p.good[thick:-thick, thick:-thick]
        return np.asarray(cv2.copyMakeBorder(inner, thick, thick, thick, thick, cv2.BORDER_CONSTANT, value=colour), np.uint8)

    return spoil


def stretched(x: float) -> Spoil:
    """Wider or narrower than it was."""

    def spoil(p: Photo) -> Rgb:
        wide = cv2.resize(p.good, (round(WIDTH * x), HEIGHT), interpolation=cv2.INTER_AREA if x < 1 else cv2.INTER_LINEAR)
        extra = wide.shape[1] - WIDTH
        if extra >= 0:
            return np.asarray(wide[:, extra // 2 : extra // 2 + WIDTH], np.uint8)
        left = -extra // 2
        return np.asarray(cv2.copyMakeBorder(wide, 0, 0, left, -extra - left, cv2.BORDER_REPLICATE), np.uint8)

    return spoil


def second_face(p: Photo) -> Rgb:
    """A second, smaller face in the corner."""
    picture = p.good
    x0, y0, x1, y1 = 60, 40, 235, 300
    small = cv2.resize(picture[y0:y1, x0:x1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    picture[4 : 4 + small.shape[0], 2 : 2 + small.shape[1]] = small
    return picture


def noisy(sigma: float) -> Spoil:
    """Sensor noise of that standard deviation, seeded from the picture's name."""

    def spoil(p: Photo) -> Rgb:
        rng = np.random.default_rng(int.from_bytes(hashlib.sha256(p.name.encode()).digest()[:4], "big"))
        return np.asarray(np.clip(p.good + rng.normal(0, sigma, p.good.shape), 0, 255), np.uint8)

    return spoil


def sized(width: int, height: int) -> Spoil:
    """The good photo at another size."""
    return lambda p: np.asarray(Image.fromarray(p.good).resize((width, height), Image.Resampling.LANCZOS))

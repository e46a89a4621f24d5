"""What uploads look like that are no plain scan and no plain photo: two pages in one picture, books, moire, glare, cuts, dark rooms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from PIL import Image

from samples.drawing.capture import phone, scan
from samples.drawing.paper import Rgb, Sheet

if TYPE_CHECKING:
    from samples.drawing.capture import Shot

Joint = Literal["scan", "scan-fold", "mat", "touching", "book"]
JOINTS: tuple[Joint, ...] = ("scan", "scan-fold", "mat", "touching", "book")
MATS = ((84, 66, 52), (58, 62, 70), (118, 96, 74))


def together(one: Sheet, other: Sheet, how: Joint, rng: np.random.Generator, *, stacked: bool = False) -> Shot:
    """Two pages in one picture: laid side by side, or one above the other, on a scanner or before a phone, apart, touching or bound.

    scan: white to white; scan-fold: a thin dark line between them; mat: each a little crooked on a dark mat; touching: a shadow between
    them; book: bent into a gutter that lies in shadow. The shot's sheet is the pair as a whole.
    """
    left, right = (np.asarray(sheet.image) for sheet in (one, other))
    if how == "mat":
        return phone(_on_mat(one, left, right, rng, stacked=stacked), rng, long_side_px=3400, tilt=0.02, shadow=0.25, blur_px=0.8)
    if how == "book" and not stacked:
        left, right = _bent(left, rng), np.ascontiguousarray(_bent(right[:, ::-1], rng)[:, ::-1])
    joint = np.concatenate([left, right], axis=0 if stacked else 1)
    if how in {"touching", "scan-fold"}:
        joint = _line(joint, stacked=stacked, depth=0.5 if how == "touching" else 0.7)
    pair = _sheet(one, joint)
    if how.startswith("scan"):
        return scan(pair, rng, dpi=150, skew_deg=float(rng.uniform(-2.0, 2.0)))
    return phone(pair, rng, long_side_px=3400, tilt=0.03, shadow=0.3, blur_px=0.8)


def moire(shot: Shot, rng: np.random.Generator, strength: float = 0.12) -> Shot:
    """The same picture taken off a screen: bands of light and colour at a slant, some pixels wide. strength: share of the brightness."""
    height, width = shot.image.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    image = shot.image.astype(np.float32)
    for channel in range(3):
        angle, period = rng.uniform(0, np.pi), rng.uniform(7.0, 23.0)
        wave = np.sin(2 * np.pi * (xs * np.cos(angle) + ys * np.sin(angle)) / period + rng.uniform(0, 6))
        slow = np.sin(2 * np.pi * (xs * np.sin(angle) + ys * np.cos(angle)) / (period * 17))
        image[..., channel] *= 1 - strength * (0.5 + 0.5 * wave) * (0.6 + 0.4 * slow)
    return replace(shot, image=np.clip(image, 0, 255).astype(np.uint8))


def glare(shot: Shot, centre: tuple[float, float], radius: float) -> Shot:
    """The same picture with a lamp's reflection. centre: shares of width and height; radius: share of the width that is blown out."""
    height, width = shot.image.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot(xs - centre[0] * width, ys - centre[1] * height) / (radius * width)
    light = 1 / (1 + np.exp((away - 1) * 7))
    image = shot.image.astype(np.float32)
    return replace(shot, image=np.clip(image + (300 - image) * light[..., None], 0, 255).astype(np.uint8))


def darkened(shot: Shot, rng: np.random.Generator, level: float) -> Shot:
    """The same picture in too little light. level: share of the light that is left; a sensor's noise does not shrink with it."""
    noise = rng.normal(0, 2.5, shot.image.shape).astype(np.float32)
    return replace(shot, image=np.clip(shot.image.astype(np.float32) * level + noise, 0, 255).astype(np.uint8))


def shrunk(shot: Shot, long_side_px: int) -> Shot:
    """The same picture sent through a messenger that shrinks pictures; its scale is lost."""
    factor = long_side_px / max(shot.image.shape[:2])
    image = cv2.resize(shot.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return replace(shot, image=np.asarray(image, dtype=np.uint8), px_per_mm=None)


def cut(shot: Shot, share: float, side: Literal["left", "right", "top", "bottom"]) -> Shot:
    """The same picture with a share of it beyond the edge."""
    height, width = shot.image.shape[:2]
    top, bottom = round(share * height) * (side == "top"), height - round(share * height) * (side == "bottom")
    left, right = round(share * width) * (side == "left"), width - round(share * width) * (side == "right")
    return replace(shot, image=np.ascontiguousarray(shot.image[top:bottom, left:right]))


def _sheet(like: Sheet, image: Rgb) -> Sheet:
    """A sheet of any size that holds a picture; nothing is recorded on it."""
    size = (image.shape[1] / like.px_per_mm, image.shape[0] / like.px_per_mm)
    sheet = Sheet(kind="pair", size_mm=size, px_per_mm=like.px_per_mm)
    sheet.image = Image.fromarray(image)
    return sheet


def _on_mat(like: Sheet, left: Rgb, right: Rgb, rng: np.random.Generator, *, stacked: bool) -> Sheet:
    """Two sheets lying apart on a dark mat, each a little crooked."""
    gap, height, width = round(14 * like.px_per_mm), left.shape[0], left.shape[1]
    ground = MATS[int(rng.integers(len(MATS)))]
    size = (2 * width + 3 * gap, height + 2 * gap) if not stacked else (width + 2 * gap, 2 * height + 3 * gap)
    mat = np.full((size[1], size[0], 3), ground, np.uint8)
    for place, image in enumerate((left, right)):
        x, y = (gap, gap + place * (height + gap)) if stacked else (gap + place * (width + gap), gap)
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-1.3, 1.3)), 0.985)
        turn[:, 2] += (x, y)
        cover = cv2.warpAffine(np.full((height, width), 255, np.uint8), turn, size, flags=cv2.INTER_LINEAR)[..., None] / 255
        laid = cv2.warpAffine(image, turn, size, flags=cv2.INTER_CUBIC)
        mat = np.clip(mat * (1 - cover) + laid * cover, 0, 255).astype(np.uint8)
    return _sheet(like, mat)


def _line(joint: Rgb, *, stacked: bool, depth: float, half_px: int = 2) -> Rgb:
    """The pair with a thin dark line where it meets, which fades a little along its length."""
    shown = joint.astype(np.float32)
    middle = joint.shape[0 if stacked else 1] // 2
    part = shown[middle - half_px : middle + half_px] if stacked else shown[:, middle - half_px : middle + half_px]
    part *= 1 - depth
    return np.clip(shown, 0, 255).astype(np.uint8)


def _bent(page: Rgb, rng: np.random.Generator, *, reach: float = 0.16) -> Rgb:
    """A left page as a bound book shows it: lines sink and light falls off towards its right edge."""
    height, width = page.shape[:2]
    xs = np.arange(width, dtype=np.float32)
    near = np.clip((xs - (1 - reach) * width) / (reach * width), 0, 1)
    sink = near**2 * rng.uniform(0.006, 0.014) * height
    across = np.broadcast_to(xs, (height, width)).astype(np.float32)
    down = np.arange(height, dtype=np.float32)[:, None] - sink[None, :]
    bent = cv2.remap(page, across, down.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    shade = 1 - near**3 * rng.uniform(0.35, 0.6)
    return np.asarray(np.clip(bent * shade[None, :, None], 0, 255), dtype=np.uint8)

"""Writes by hand: handwriting-font glyphs with slant, jitter and uneven ink, as a filled-in value or a signature."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw

from samples.drawing.fonts import PEN_FACES, Face, covers, first_covering, font
from samples.drawing.paper import Floats, Ink, Sheet

BLUE_BLACK: Ink = (28, 36, 84)
BLUE: Ink = (34, 60, 150)
PEN_BLACK: Ink = (32, 32, 36)
FILL_FACES = (Face.WENKAI_LIGHT, Face.KAI)
RUNNING_FACES = (Face.LONG_CANG, Face.WENKAI_LIGHT, Face.KAI)
DIGIT_FACES = (Face.WENKAI_LIGHT, Face.KAI)


def pen_text(  # noqa: PLR0913 - where, what and how a hand writes
    sheet: Sheet,
    x_mm: float,
    y_mm: float,
    text: str,
    rng: np.random.Generator,
    *,
    size_mm: float = 5.4,
    ink: Ink = BLUE_BLACK,
    fit_mm: float | None = None,
    faces: tuple[Face, ...] = FILL_FACES,
    digit_faces: tuple[Face, ...] = DIGIT_FACES,
) -> None:
    """Fills in a value by hand; (x_mm, y_mm) is the top left of its first character. digit_faces: for a value with figures in it."""
    if any(character.isdigit() for character in text):
        faces = digit_faces
    face = first_covering(faces, text)
    wide = sheet.width_mm(text, size_mm, face)
    if fit_mm is not None and wide > fit_mm:
        size_mm *= fit_mm / wide
    cover = stroked(text, face, sheet.px(size_mm), rng, slant=rng.uniform(-0.02, 0.08), jitter=0.03)
    height, width = cover.shape
    pad_mm = 0.5 * size_mm
    centre = (x_mm - pad_mm + width / 2 / sheet.px_per_mm, y_mm - pad_mm + height / 2 / sheet.px_per_mm)
    sheet.stain(cover, ink, centre, 0.94)


def sign(  # noqa: PLR0913 - as pen_text
    sheet: Sheet,
    role: str,
    name: str,
    centre_mm: tuple[float, float],
    rng: np.random.Generator,
    *,
    size_mm: float = 10.0,
    ink: Ink = PEN_BLACK,
    hands: tuple[Face, ...] = PEN_FACES,
) -> None:
    """Signs with a running hand, one of the hands by chance, and records it."""
    count = len(hands)
    faces = tuple(hands[(int(rng.integers(0, count)) + step) % count] for step in range(count))
    face = first_covering((*(one for one in faces if covers(one, name)), *faces, Face.WENKAI_LIGHT), name)
    cover = stroked(name, face, sheet.px(size_mm), rng, slant=rng.uniform(0.05, 0.3), jitter=0.09, squeeze=0.82)
    turn = rng.uniform(-7, 2)
    height, width = cover.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -turn, 1)
    cover = cv2.warpAffine(cover, matrix, (width, height)).astype(np.float32)
    box = sheet.stain(cover, ink, centre_mm, 0.95)
    sheet.signatures.append({"role": role, "kind": "handwritten", "name": name, "box": list(box)})


def stroked(  # noqa: PLR0913 - as pen_text
    text: str, face: Face, size_px: int, rng: np.random.Generator, *, slant: float, jitter: float, squeeze: float = 0.96
) -> Floats:
    """The ink (H, W) float32 0..1 of a handwritten line, half an em of margin on each side."""
    pad = size_px // 2
    canvas = np.zeros((size_px * 2, int(size_px * (len(text) * 1.05 + 1.2))), np.float32)
    x = float(pad)
    for character in text:
        size = int(size_px * rng.uniform(1 - jitter, 1 + jitter))
        drawn = font(face, size)
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size // 2, size // 2), character, font=drawn, fill=255, anchor="lt" if character in "，。" else "la")
        tile = tile.rotate(rng.uniform(-60, 60) * jitter, resample=Image.Resampling.BICUBIC)
        top = int(pad - size // 2 + rng.uniform(-1, 1) * jitter * size)
        left = int(x - size // 2)
        patch = np.asarray(tile, np.float32) / 255
        y0, x0 = max(0, top), max(0, left)
        y1, x1 = min(canvas.shape[0], top + patch.shape[0]), min(canvas.shape[1], left + patch.shape[1])
        region = canvas[y0:y1, x0:x1]
        np.maximum(region, patch[y0 - top : y1 - top, x0 - left : x1 - left], out=region)
        x += drawn.getlength(character) * squeeze
    return _uneven(_bent(canvas, slant, size_px, rng), rng)


def _bent(canvas: Floats, slant: float, size_px: int, rng: np.random.Generator) -> Floats:
    height, width = canvas.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    sway = [cv2.GaussianBlur(rng.normal(0, 1, canvas.shape).astype(np.float32), (0, 0), size_px * 0.22) for _ in range(2)]
    push = [wave / (wave.std() + 1e-6) * size_px * 0.014 for wave in sway]
    source_x = xs + slant * (ys - height / 2) + push[0]
    return cv2.remap(canvas, source_x.astype(np.float32), (ys + push[1]).astype(np.float32), cv2.INTER_LINEAR).astype(np.float32)


def _uneven(canvas: Floats, rng: np.random.Generator) -> Floats:
    pressure = cv2.GaussianBlur(rng.normal(0, 1, canvas.shape).astype(np.float32), (0, 0), canvas.shape[0] / 10)
    pressure = pressure / (pressure.std() + 1e-6)
    thick = cv2.dilate(canvas, np.ones((2, 2), np.uint8))
    mix = np.clip(0.5 + 0.5 * pressure, 0, 1)
    return np.asarray((canvas * (1 - mix) + thick * mix) * np.clip(0.93 + 0.07 * pressure, 0.7, 1), np.float32)

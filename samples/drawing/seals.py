"""Cuts seals: ring, star, name in an arc of stretched glyphs, a line under the star, a code; and presses them on paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw

from samples.drawing.fonts import Face, first_covering, font
from samples.drawing.paper import Floats, Ink, Sheet

RED: Ink = (206, 34, 44)


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What is cut into a seal and how it is inked. wear 0..1 (uneven ink), strength 0..1 (how much ink)."""

    name: str
    line: str = ""
    code: str = ""
    shape: Literal["round", "oval", "square"] = "round"
    size_mm: float = 42.0
    face: Face = Face.MING
    star: bool = True
    ink: Ink = RED
    wear: float = 0.25
    strength: float = 0.9
    specimen: bool = True


def cut(seal: Seal, px_per_mm: float, rng: np.random.Generator) -> Floats:
    """The seal's ink (S, S) float32 0..1, S about 1.16 times its size; drawn fine and reduced."""
    fine = 3
    size = seal.size_mm * px_per_mm * fine
    canvas = Image.new("L", (int(size * 1.16), int(size * 1.16)), 0)
    if seal.shape == "square":
        _square(canvas, seal, size)
    else:
        _round(canvas, seal, size)
        if seal.shape == "oval":
            canvas = _flattened(canvas, 0.70)
    reduced = canvas.resize((canvas.width // fine, canvas.height // fine), Image.Resampling.LANCZOS)
    return worn(np.asarray(reduced, np.float32) / 255, seal.wear, rng)


def press(sheet: Sheet, seal: Seal, centre_mm: tuple[float, float], turn_deg: float, rng: np.random.Generator) -> None:
    """Presses the seal on the sheet and records it. turn_deg: clockwise, 0 = upright."""
    cover = cut(seal, sheet.px_per_mm, rng)
    middle = cover.shape[0] / 2
    turned = cv2.warpAffine(cover, cv2.getRotationMatrix2D((middle, middle), -turn_deg, 1), cover.shape[::-1])
    left, top, width, height = sheet.stain(turned.astype(np.float32), seal.ink, centre_mm, seal.strength)
    inset = (cover.shape[0] - seal.size_mm * sheet.px_per_mm) / 2
    sheet.seals.append(
        {
            "name": seal.name,
            "line": seal.line,
            "code": seal.code,
            "shape": seal.shape,
            "ink": ink_name(seal.ink),
            "strength": seal.strength,
            "turn": turn_deg,
            "box": [left + inset, top + inset, width - 2 * inset, height - 2 * inset],
        }
    )


def ink_name(ink: Ink) -> str:
    """red, blue or black."""
    red, green, blue = ink
    if red > max(green, blue) + 60:
        return "red"
    return "blue" if blue > red + 40 else "black"


def worn(cover: Floats, wear: float, rng: np.random.Generator) -> Floats:
    """Fine grain and broad patches taken out of the ink; cover: (H, W) float32 0..1."""
    noise = rng.random(cover.shape).astype(np.float32)
    grain = cv2.GaussianBlur(noise, (0, 0), 1.2)
    patches = cv2.GaussianBlur(noise, (0, 0), max(2.0, cover.shape[0] / 12))
    grain = (grain - grain.mean()) / grain.std()
    patches = (patches - patches.mean()) / patches.std()
    kept = 1 - wear * np.clip(0.5 + 0.35 * grain + 0.6 * patches, 0, 1.6)
    return np.asarray(cover * np.clip(kept, 0.05, 1), np.float32)


def _round(canvas: Image.Image, seal: Seal, size: float) -> None:
    draw = ImageDraw.Draw(canvas)
    centre, radius = canvas.width / 2, size / 2
    ring = size * 0.026
    draw.ellipse([centre - radius, centre - radius, centre + radius, centre + radius], outline=255, width=int(ring))
    if seal.star:
        points = []
        for corner in range(10):
            reach = size * 0.165 * (1 if corner % 2 == 0 else 0.382)
            angle = -math.pi / 2 + corner * math.pi / 5
            points.append((centre + reach * math.cos(angle), centre - size * 0.012 + reach * math.sin(angle)))
        draw.polygon(points, fill=255)
    _arc(canvas, seal, radius, ring)
    if seal.line:
        _line(canvas, seal, radius)
    if seal.code:
        _code(canvas, seal, radius, ring)
    if seal.specimen:
        mark = font(Face.HEI, max(8, int(size * 0.052)))
        draw.text((centre + radius * 0.80, centre + radius * 0.94), "样本", font=mark, fill=110, anchor="mm")


def _arc(canvas: Image.Image, seal: Seal, radius: float, ring: float) -> None:
    face = first_covering((seal.face, Face.SONG_BOLD, Face.SONG), seal.name)
    count = len(seal.name)
    room = 236 if seal.line else 262 if seal.code else 300
    degrees = min(room, 24 * count + 30)
    span = math.radians(degrees)
    height = radius * (0.29 if count <= 14 else 0.265)
    middle = radius * 0.905 - ring * 0.5 - height / 2
    step = span / max(1, count - 1)
    wide = min(height * 0.95, step * middle * 0.90)
    for index, character in enumerate(seal.name):
        glyph = _glyph(face, character, wide, height, bold=face is Face.MING)
        _place(canvas, glyph, middle, -math.pi / 2 - span / 2 + index * step, outward=True)


def _glyph(face: Face, character: str, wide: float, height: float, *, bold: bool) -> Image.Image:
    size = int(height * 1.2)
    drawn = font(face, size)
    left, top, right, bottom = drawn.getbbox(character)
    glyph = Image.new("L", (int(right - left) + 6, int(bottom - top) + 6), 0)
    ImageDraw.Draw(glyph).text((3 - left, 3 - top), character, font=drawn, fill=255, stroke_width=int(size * 0.012) if bold else 0)
    em = size * 0.95
    shape = (max(4, int(wide * min(1.0, glyph.width / em))), max(4, int(height * min(1.0, glyph.height / em))))
    return glyph.resize(shape, Image.Resampling.LANCZOS)


def _place(canvas: Image.Image, glyph: Image.Image, reach: float, angle: float, *, outward: bool) -> None:
    side = int(math.hypot(*glyph.size)) + 4
    square = Image.new("L", (side, side), 0)
    square.paste(glyph, ((side - glyph.width) // 2, (side - glyph.height) // 2))
    turn = -math.degrees(angle + math.pi / 2) if outward else -math.degrees(angle - math.pi / 2)
    square = square.rotate(turn, resample=Image.Resampling.BICUBIC)
    x = canvas.width / 2 + reach * math.cos(angle) - side / 2
    y = canvas.height / 2 + reach * math.sin(angle) - side / 2
    canvas.paste(255, (int(x), int(y)), square)


def _line(canvas: Image.Image, seal: Seal, radius: float) -> None:
    face = first_covering((seal.face, Face.SONG_BOLD), seal.line)
    drawn = font(face, int(radius * 0.24))
    text = Image.new("L", (int(drawn.getlength(seal.line)) + 8, int(radius * 0.36)), 0)
    ImageDraw.Draw(text).text((4, 0), seal.line, font=drawn, fill=255, stroke_width=int(radius * 0.004))
    text = text.crop(text.getbbox())
    shape = (int(min(radius * 1.0, text.width)), int(radius * 0.215))
    centre = canvas.width / 2
    canvas.paste(255, (int(centre - shape[0] / 2), int(centre + radius * 0.40)), text.resize(shape, Image.Resampling.LANCZOS))


def _code(canvas: Image.Image, seal: Seal, radius: float, ring: float) -> None:
    height = radius * 0.095
    step = math.radians(5.4)
    for index, character in enumerate(seal.code):
        angle = math.pi / 2 + ((len(seal.code) - 1) / 2 - index) * step
        glyph = _glyph(Face.HEI, character, height * 0.62, height, bold=False)
        _place(canvas, glyph, radius * 0.895 - ring * 0.5, angle, outward=False)


def _square(canvas: Image.Image, seal: Seal, size: float) -> None:
    draw = ImageDraw.Draw(canvas)
    left = (canvas.width - size) / 2
    draw.rectangle([left, left, left + size, left + size], outline=255, width=int(size * 0.05))
    rows = 2
    per_row = math.ceil(len(seal.name) / rows)
    drawn = font(seal.face, int(size * 0.40))
    for index, character in enumerate(seal.name):
        column, row = index // per_row, index % per_row
        x = left + size * (0.72 - 0.44 * column)
        draw.text((x, left + size * (0.28 + 0.44 * row)), character, font=drawn, fill=255, anchor="mm")


def _flattened(canvas: Image.Image, share: float) -> Image.Image:
    flat = Image.new("L", canvas.size, 0)
    squeezed = canvas.resize((canvas.width, int(canvas.height * share)), Image.Resampling.LANCZOS)
    flat.paste(squeezed, (0, (canvas.height - squeezed.height) // 2))
    return flat

"""Cuts seals of many makes for `seal_scenes`: rings of all widths, double ones, stars or none, arcs, lines, codes, stamps; and wears them.

Not the seals of `samples/`: what the finder is measured on must not be drawn by one hand only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.drawing.fonts import Face, font_file

Cover: TypeAlias = NDArray[np.floating[Any]]  # (h, w) 0..1, how much ink

# Song as on most seals, then whatever else shops use; the last four are looked for and left out where they are not installed.
FACES: tuple[tuple[str, int], ...] = (
    *((str(face.value[0]), face.value[1]) for face in (Face.SONG, Face.SONG_BOLD, Face.HEI_BOLD, Face.MING, Face.KAI, Face.WENKAI)),
    ("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),
    ("/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf", 0),
)
SIGNS = "云岚望青屿临栖溪砺江山泉武川恒瑞中天华泰安信达鑫源宏永固晨光宇龙腾启明建设工程技术咨询化电力环保矿业消防煤物流危险品"
ENDS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "应急管理局", "人民医院", "研究院", "第三分公司")
LINES = ("", "", "", "人力资源部", "合同专用章", "财务专用章", "人事专用章", "（1）")


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A seal's ink, cut to its own box: shape as in `Seal`; cover: 0..1."""

    shape: str
    cover: Cover


def seal(shape: str, width_px: float, rng: np.random.Generator) -> Pressed:
    """Return a new seal of a shape and width, unworn and upright."""
    fine = 2 if width_px > 240 else 3
    side = round(width_px * fine)
    height = side
    if shape == "oval":
        height = round(side * rng.uniform(0.64, 0.80))
    elif shape == "rectangle":
        height = round(side * rng.uniform(0.32, 0.72))
    drawn = _ringed(side, height, rng) if shape in {"round", "oval"} else _framed(side, height, rng)
    small = drawn.resize((round(side / fine), max(8, round(height / fine))), Image.Resampling.LANCZOS)
    return Pressed(shape=shape, cover=np.asarray(small, np.float32) / 255)


def turned(cover: Cover, turn_deg: float) -> Cover:
    """Return the ink turned clockwise, on a canvas that holds it."""
    height, width = cover.shape
    turn = math.radians(turn_deg)
    wide = math.ceil(width * abs(math.cos(turn)) + height * abs(math.sin(turn))) + 2
    high = math.ceil(width * abs(math.sin(turn)) + height * abs(math.cos(turn))) + 2
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -turn_deg, 1)
    matrix[:, 2] += ((wide - width) / 2, (high - height) / 2)
    return np.asarray(cv2.warpAffine(cover, matrix, (wide, high), flags=cv2.INTER_LINEAR), dtype=np.float32)


def worn(cover: Cover, wear: float, gap_deg: float, rng: np.random.Generator) -> Cover:
    """Return the ink with grain, broad patches and one missing sector taken out of it; wear: 0..1."""
    noise = rng.random(cover.shape).astype(np.float32)
    kept = np.ones(cover.shape, np.float32)
    for sigma, weight in ((rng.uniform(0.7, 1.5), 0.35), (max(3.0, max(cover.shape) / rng.uniform(6, 14)), 0.6)):
        cloud = cv2.GaussianBlur(noise, (0, 0), sigma)
        kept -= wear * weight * np.clip((cloud - cloud.mean()) / cloud.std() + 0.4, 0, 2)
    if gap_deg:
        y, x = np.mgrid[0 : cover.shape[0], 0 : cover.shape[1]]
        away = np.degrees(np.arctan2(y - cover.shape[0] / 2, x - cover.shape[1] / 2)) - rng.uniform(0, 360)
        kept *= np.clip((np.abs((away + 180) % 360 - 180) - gap_deg / 2) / 3, 0.03, 1)
    return np.asarray(cover * np.clip(kept, 0.03, 1), np.float32)


def words(rng: np.random.Generator, count: int) -> str:
    """Return signs without sense."""
    return "".join(rng.choice(list(SIGNS), count))


@lru_cache(maxsize=256)
def face(number: int, size_px: int) -> ImageFont.FreeTypeFont:
    """Return one of the typefaces at a size."""
    path, index = FACES[number % len(FACES)]
    if not Path(path).exists():
        path, index = str(font_file(Face.SONG)), Face.SONG.value[1]
    return ImageFont.truetype(path, max(6, size_px), index=index)


def _ringed(side: int, height: int, rng: np.random.Generator) -> Image.Image:
    """Return a round seal, pressed flat where height is less than side."""
    canvas = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(canvas)
    radius = side / 2
    ring = radius * float(rng.choice([0.014, 0.025, 0.045, 0.06, 0.085]))
    pen.ellipse([0, 0, side - 1, side - 1], outline=255, width=max(1, round(ring)))
    inner = radius - ring
    if rng.random() < 0.15:
        inner -= radius * 0.035
        pen.ellipse([radius - inner, radius - inner, radius + inner, radius + inner], outline=255, width=max(1, round(radius * 0.012)))
        inner -= radius * 0.02
    centre = str(rng.choice(["star", "star", "star", "", "", "wheel"])) if height > 0.9 * side else ""
    if centre == "star":
        reach = radius * rng.uniform(0.26, 0.36)
        _star(pen, radius, reach)
    elif centre == "wheel":
        reach = radius * 0.24
        pen.ellipse([radius - reach, radius - reach, radius + reach, radius + reach], outline=255, width=max(2, round(reach * 0.3)))
        pen.rectangle([radius - reach * 0.12, radius - reach, radius + reach * 0.12, radius + reach], fill=255)
    _arc(canvas, words(rng, int(rng.integers(2, 12))) + str(rng.choice(ENDS)), radius, inner, rng)
    below = str(rng.choice(LINES)) if height > 0.9 * side else "发票专用章"
    if below:
        _line(canvas, below, radius, radius * rng.uniform(1.38, 1.5), rng)
    if height < 0.9 * side:
        _line(canvas, "".join(rng.choice(list("0123456789ABCDEFGH"), 18)), radius, radius * 1.02, rng)
    elif rng.random() < 0.4:
        _code(canvas, radius, inner, rng)
    return canvas if height == side else canvas.resize((side, height), Image.Resampling.LANCZOS)


def _star(pen: ImageDraw.ImageDraw, radius: float, reach: float) -> None:
    tips = [
        (radius + r * math.cos(math.radians(36 * k - 90)), radius + r * math.sin(math.radians(36 * k - 90)))
        for k in range(10)
        for r in [reach * (1 if k % 2 == 0 else 0.382)]
    ]
    pen.polygon(tips, fill=255)


def _arc(canvas: Image.Image, text: str, radius: float, inner: float, rng: np.random.Generator) -> None:
    number = int(rng.integers(0, len(FACES)))
    high = radius * rng.uniform(0.22, 0.30)
    middle = inner - radius * rng.uniform(0.03, 0.08) - high / 2
    step = math.radians(min(rng.uniform(230, 300), 25 * len(text) + 20)) / max(1, len(text) - 1)
    wide = min(high * 0.95, step * middle * 0.92)
    for index, sign in enumerate(text):
        _place(canvas, _glyph(number, sign, wide, high), middle, -math.pi / 2 + (index - (len(text) - 1) / 2) * step, outward=True)


def _code(canvas: Image.Image, radius: float, inner: float, rng: np.random.Generator) -> None:
    high = radius * 0.09
    for index in range(13):
        glyph = _glyph(8, str(rng.integers(0, 10)), high * 0.6, high)
        _place(canvas, glyph, inner - radius * 0.03 - high / 2, math.pi / 2 + (6 - index) * math.radians(5.4), outward=False)


def _glyph(number: int, sign: str, wide: float, high: float) -> Image.Image:
    drawn = face(number, round(high * 1.2))
    left, top, right, bottom = drawn.getbbox(sign)
    glyph = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4), 0)
    ImageDraw.Draw(glyph).text((2 - left, 2 - top), sign, font=drawn, fill=255)
    return glyph.resize((max(3, round(wide)), max(3, round(high))), Image.Resampling.LANCZOS)


def _place(canvas: Image.Image, glyph: Image.Image, reach: float, angle: float, *, outward: bool) -> None:
    degrees = -math.degrees(angle + math.pi / 2) if outward else -math.degrees(angle - math.pi / 2)
    tile = glyph.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True)
    x, y = canvas.width / 2 + reach * math.cos(angle) - tile.width / 2, canvas.height / 2 + reach * math.sin(angle) - tile.height / 2
    canvas.paste(255, (round(x), round(y)), tile)


def _line(canvas: Image.Image, text: str, radius: float, middle: float, rng: np.random.Generator) -> None:
    drawn = face(int(rng.integers(0, len(FACES))), round(radius * 0.24))
    tile = Image.new("L", (max(4, int(drawn.getlength(text))), round(radius * 0.32)), 0)
    ImageDraw.Draw(tile).text((0, 0), text, font=drawn, fill=255)
    tile = tile.crop(tile.getbbox() or (0, 0, 4, 4)).resize((round(min(radius * 1.1, tile.width)), round(radius * 0.2)))
    canvas.paste(255, (round(radius - tile.width / 2), round(middle - tile.height / 2)), tile)


def _framed(side: int, height: int, rng: np.random.Generator) -> Image.Image:
    """Return a square or rectangular stamp: a frame around one to three rows of signs."""
    canvas = Image.new("L", (side, height), 0)
    pen = ImageDraw.Draw(canvas)
    edge = max(2, round(height * float(rng.choice([0.02, 0.04, 0.06, 0.09]))))
    pen.rectangle([0, 0, side - 1, height - 1], outline=255, width=edge)
    rows = 2 if height > 0.85 * side else int(rng.choice([1, 1, 2, 3])) if height > 0.5 * side else 1
    columns = 2 if height > 0.85 * side else max(2, round(side / height * rows * rng.uniform(0.8, 1.3)))
    number, room = int(rng.integers(0, len(FACES))), 0.92
    cell = ((side - 2 * edge) * room / columns, (height - 2 * edge) * room / rows)
    for row in range(rows):
        for column in range(columns):
            glyph = _glyph(number, str(rng.choice(list(SIGNS))), cell[0] * 0.86, cell[1] * 0.86)
            x = side / 2 + (column - (columns - 1) / 2) * cell[0] - glyph.width / 2
            y = height / 2 + (row - (rows - 1) / 2) * cell[1] - glyph.height / 2
            canvas.paste(255, (round(x), round(y)), glyph)
    return canvas

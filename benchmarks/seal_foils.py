"""Draws pages without a seal that hold what is taken for one: fingerprints, red pens, heads, emblems, photos, logos, tables, codes."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks.seal_cuts import face, words
from benchmarks.seal_scenes import Canvas, blank, captured, copied, printed, stain, written
from pipeline.datamodel.page import Rgb

Ink = tuple[int, int, int]
REDS: tuple[Ink, ...] = ((214, 30, 44), (225, 60, 60), (190, 30, 60), (232, 80, 50))
OTHERS: tuple[Ink, ...] = (*REDS, (40, 60, 170), (30, 30, 34))


def foil(seed: int) -> tuple[Rgb, str]:
    """Return a page without a seal and what stands on it; the same seed draws the same page."""
    rng = np.random.default_rng([seed, 5, 77])
    dpi = float(rng.choice([150, 170, 200]))
    sheet = blank(rng, dpi)
    kind = tuple(FOILS)[seed // 2 % len(FOILS)]
    printed(sheet, rng, dpi, red=kind == "letterhead")
    for _ in range(int(rng.integers(1, 5))):
        FOILS[kind](sheet, rng, dpi / 25.4)
    if rng.random() < 0.5:
        written(sheet, rng, dpi)
    grey = rng.random() < 0.2
    image, _ = captured(copied(sheet, rng) if grey else sheet, rng, int(rng.integers(0, 3)), ground=not grey)
    return image, kind


def _place(sheet: Canvas, rng: np.random.Generator) -> tuple[float, float]:
    return float(rng.uniform(0.12, 0.88) * sheet.shape[1]), float(rng.uniform(0.08, 0.92) * sheet.shape[0])


def _fingerprint(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    wide, high = rng.uniform(11, 17) * mm, rng.uniform(15, 24) * mm
    side = round(1.3 * high)
    y, x = np.mgrid[0:side, 0:side] - side / 2
    sway = cv2.GaussianBlur(rng.normal(0, 1, (side, side)), (0, 0), side / 8)
    sway *= 0.45 * mm / sway.std()
    bent = np.hypot(x * 1.3, (y - 0.1 * high) * rng.uniform(0.8, 1.1)) + sway
    ridges = np.clip(0.5 + 0.9 * np.sin(2 * np.pi * bent / (rng.uniform(0.45, 0.7) * mm)), 0, 1)
    inside = 1 / (1 + np.exp((np.hypot(2 * x / wide, 2 * y / high) - 1 + sway / wide) * 14))
    blots = cv2.GaussianBlur(rng.normal(0, 1, (side, side)), (0, 0), side / 14)
    cover = (ridges * inside * np.clip(0.75 + 0.5 * blots / blots.std(), 0, 1) * rng.uniform(0.5, 0.95)).astype(np.float32)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), float(rng.uniform(-50, 50)), 1)
    stain(sheet, np.asarray(cv2.warpAffine(cover, turn, (side, side)), np.float32), REDS[int(rng.integers(0, 4))], _place(sheet, rng))


def _red_hand(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    written(sheet, rng, mm * 25.4, ink=REDS[int(rng.integers(0, 4))])


def _pen_rings(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    """Draw what a pen draws around a word: an open, wavering ring, or a tick."""
    t = np.linspace(0, rng.uniform(5.4, 7.2), 160) + rng.uniform(0, 6)
    reach = rng.uniform(6, 25) * mm
    waver = 1 + 0.06 * np.sin(2 * t + rng.uniform(0, 6)) + 0.04 * np.sin(3 * t) + np.linspace(0, rng.uniform(-0.15, 0.15), 160)
    at = _place(sheet, rng)
    points = np.stack([at[0] + reach * waver * np.cos(t), at[1] + reach * rng.uniform(0.5, 0.95) * waver * np.sin(t)], axis=1)
    cover = np.zeros(sheet.shape[:2], np.float32)
    cv2.polylines(cover, [points.astype(np.int32)], isClosed=False, color=0.9, thickness=max(2, round(0.5 * mm)), lineType=cv2.LINE_AA)
    stain(sheet, cover, OTHERS[int(rng.integers(0, 6))], (sheet.shape[1] / 2, sheet.shape[0] / 2))


def _letterhead(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    y = rng.uniform(0.5, 0.95) * sheet.shape[0]
    cover = np.zeros(sheet.shape[:2], np.float32)
    cv2.line(cover, (round(20 * mm), round(y)), (sheet.shape[1] - round(20 * mm), round(y)), 1.0, max(2, round(rng.uniform(0.4, 1.2) * mm)))
    _star_on(cover, (sheet.shape[1] / 2, y), rng.uniform(3, 7) * mm)
    stain(sheet, cover, REDS[int(rng.integers(0, 4))], (sheet.shape[1] / 2, sheet.shape[0] / 2))


def _star_on(cover: Canvas, at: tuple[float, float], reach: float) -> None:
    tips = [
        (at[0] + r * math.cos(math.radians(36 * k - 90)), at[1] + r * math.sin(math.radians(36 * k - 90)))
        for k in range(10)
        for r in [reach * (1 if k % 2 == 0 else 0.382)]
    ]
    cv2.fillPoly(cover, [np.array(tips, np.int32)], 1.0, cv2.LINE_AA)


def _emblem(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    """Paint an emblem: a red disc with golden stars and a gate, a golden wreath around it, a red ribbon below."""
    reach = rng.uniform(7, 25) * mm
    at = _place(sheet, rng)
    gold, red = (238, 190, 60), (220, 34, 40)
    canvas = Image.fromarray(sheet.astype(np.uint8))
    pen = ImageDraw.Draw(canvas)
    pen.ellipse([at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach], fill=gold)
    for blade in range(30):
        angle = math.radians(blade * 12)
        pen.line(
            [at[0], at[1], at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle)],
            fill=(200, 120, 40),
            width=max(1, round(0.02 * reach)),
        )
    disc = 0.78 * reach
    pen.ellipse([at[0] - disc, at[1] - disc, at[0] + disc, at[1] + disc], fill=red)
    for dx, dy, size in ((0, -0.3, 0.22), (-0.35, -0.1, 0.09), (0.35, -0.1, 0.09), (-0.18, 0.05, 0.09), (0.18, 0.05, 0.09)):
        tips = [
            (at[0] + reach * (dx + r * math.cos(math.radians(36 * k - 90))), at[1] + reach * (dy + r * math.sin(math.radians(36 * k - 90))))
            for k in range(10)
            for r in [size * (1 if k % 2 == 0 else 0.382)]
        ]
        pen.polygon(tips, fill=gold)
    pen.rectangle([at[0] - 0.4 * reach, at[1] + 0.3 * reach, at[0] + 0.4 * reach, at[1] + 0.5 * reach], fill=gold)
    pen.rectangle([at[0] - 0.7 * reach, at[1] + 0.78 * reach, at[0] + 0.7 * reach, at[1] + 1.02 * reach], fill=red)
    sheet[:] = np.asarray(canvas, np.float32)


def _red_photo(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    """Stick on an ID photo with a red or blue ground."""
    wide = rng.choice([25, 33, 35]) * mm
    high, at = wide * 1.4, _place(sheet, rng)
    canvas = Image.fromarray(sheet.astype(np.uint8))
    pen = ImageDraw.Draw(canvas)
    ground = ((208, 34, 40), (180, 20, 30), (60, 110, 200))[int(rng.integers(0, 3))]
    left, top = at[0] - wide / 2, at[1] - high / 2
    pen.rectangle([left, top, left + wide, top + high], fill=ground)
    pen.ellipse([at[0] - 0.45 * wide, top + 0.72 * high, at[0] + 0.45 * wide, top + 1.5 * high], fill=(40, 44, 60))
    pen.rectangle([left, top + high, left + wide, top + 1.6 * high], fill=(253, 253, 253))
    pen.ellipse([at[0] - 0.24 * wide, top + 0.2 * high, at[0] + 0.24 * wide, top + 0.72 * high], fill=(226, 180, 150))
    pen.chord([at[0] - 0.26 * wide, top + 0.14 * high, at[0] + 0.26 * wide, top + 0.6 * high], 180, 360, fill=(24, 22, 24))
    sheet[:] = np.asarray(canvas, np.float32)


def _logo(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    """Print a mark: a filled disc with a sign left white, a plain ring around one big sign, a filled lozenge or a barred ring."""
    reach, at = rng.uniform(6, 18) * mm, _place(sheet, rng)
    side = round(2.2 * reach)
    tile = Image.new("L", (side, side), 0)
    pen, middle, kind = ImageDraw.Draw(tile), side / 2, int(rng.integers(0, 4))
    round_box = [middle - reach, middle - reach, middle + reach, middle + reach]
    if kind == 0:
        pen.ellipse(round_box, fill=255)
        pen.text((middle, middle), words(rng, 1), font=face(2, round(1.2 * reach)), fill=0, anchor="mm")
    elif kind == 1:
        pen.ellipse(round_box, outline=255, width=max(2, round(rng.uniform(0.05, 0.15) * reach)))
        pen.text((middle, middle), words(rng, 1), font=face(2, round(1.1 * reach)), fill=255, anchor="mm")
    elif kind == 2:
        pen.polygon([(middle, middle - reach), (middle + reach, middle), (middle, middle + reach), (middle - reach, middle)], fill=255)
        pen.text((middle, middle), words(rng, 1), font=face(2, round(0.8 * reach)), fill=0, anchor="mm")
    else:
        pen.ellipse(round_box, outline=255, width=max(2, round(0.2 * reach)))
        pen.rectangle([middle - reach, middle - 0.15 * reach, middle + reach, middle + 0.15 * reach], fill=255)
    stain(sheet, np.asarray(tile, np.float32) / 255, OTHERS[int(rng.integers(0, 6))], at)


def _red_table(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    """Rule a red or blue table with words of that ink in it, as on vouchers."""
    ink = OTHERS[int(rng.integers(0, 5))]
    rows, columns = int(rng.integers(1, 6)), int(rng.integers(1, 6))
    row, column = rng.uniform(7, 20) * mm, rng.uniform(12, 35) * mm
    side = (round(rows * row + 4), round(columns * column + 4))
    tile = Image.new("L", (side[1], side[0]), 0)
    pen, width = ImageDraw.Draw(tile), max(1, round(rng.uniform(0.2, 0.6) * mm))
    for line in range(rows + 1):
        pen.line([0, line * row + 1, side[1], line * row + 1], fill=255, width=width)
    for line in range(columns + 1):
        pen.line([line * column + 1, 0, line * column + 1, side[0]], fill=255, width=width)
    if rows * columns > 1:
        for cell in range(rows * columns):
            place = (cell % columns * column + mm, cell // columns * row + 0.25 * row)
            pen.text(place, words(rng, int(rng.integers(0, 4))), font=face(0, round(4 * mm)), fill=255)
    stain(sheet, np.asarray(tile, np.float32) / 255, ink, _place(sheet, rng))


def _code(sheet: Canvas, rng: np.random.Generator, mm: float) -> None:
    """Print a square code of black modules, three finders in its corners."""
    modules, size = int(rng.choice([25, 33, 41])), rng.uniform(15, 35) * mm
    grid = (rng.random((modules, modules)) < 0.5).astype(np.float32)
    for top, left in ((0, 0), (0, modules - 7), (modules - 7, 0)):
        grid[top : top + 7, left : left + 7] = 1
        grid[top + 1 : top + 6, left + 1 : left + 6] = 0
        grid[top + 2 : top + 5, left + 2 : left + 5] = 1
    cover = np.asarray(cv2.resize(grid, (round(size), round(size)), interpolation=cv2.INTER_NEAREST), np.float32)
    stain(sheet, cover, (20, 20, 20), _place(sheet, rng))


FOILS: dict[str, Callable[[Canvas, np.random.Generator, float], None]] = {
    "fingerprint": _fingerprint,
    "red handwriting": _red_hand,
    "rings by pen": _pen_rings,
    "letterhead": _letterhead,
    "emblem": _emblem,
    "red or blue photo": _red_photo,
    "logo": _logo,
    "coloured table": _red_table,
    "square code": _code,
}

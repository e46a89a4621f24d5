"""Draws what may stand in a signature's place: hands, printed names, stamps, thumbs, dates, marks, seals; each as cover 0-1, float32."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from benchmarks.pen_reader.hands import can_write
from benchmarks.pen_reader.writers import Writer, scrawled, write, writer
from pipeline.datamodel.geometry import Box
from samples.drawing.paper import Floats

FontFile = tuple[str, int]
PENS = ((25, 25, 30), (45, 45, 50), (25, 35, 120), (40, 60, 150), (20, 25, 70), (95, 95, 100), (30, 30, 34))
RED_PENS = ((200, 40, 45), (215, 30, 60))
STAMP_INKS = ((205, 40, 50), (215, 60, 60), (200, 30, 60), (40, 60, 160), (30, 30, 30))
LATIN_NAMES = ("Li Wei", "Zhang Min", "Wang Fang", "J. Chen", "K. Liu", "Peter Zhao", "Anna Sun", "H. Wu", "Tom Huang", "Y. Zhou")
MARKS = ("dash", "dot", "tick", "hole", "cross", "slash", "none", "bleed", "fold", "crumbs", "circle")


def printed(text: str, face: FontFile, em: float, gap: float = 0.0) -> Floats:
    """A text as a printer sets it, `em` pixels a character, `gap` of it between them."""
    drawn = font(face, max(8, round(em)))
    steps = [drawn.getlength(character) + gap * em for character in text]
    tile = Image.new("L", (int(sum(steps) + em), int(2 * em)), 0)
    x = 0.3 * em
    for character, step in zip(text, steps, strict=True):
        ImageDraw.Draw(tile).text((x, 0.3 * em), character, font=drawn, fill=255)
        x += step
    return trim(np.asarray(tile, np.float32) / 255)


def by_strokes(name: str, size: float, rng: np.random.Generator, *, moving: float = 0.0) -> tuple[Floats, str]:
    """A name in a hand of its own, one in nine from top to bottom, one in nine a scrawl; moving: share drawn as a moving pen."""
    chance = rng.random()
    if chance < 0.11 or not can_write(name):
        return uneven(scrawled(size, rng, moving=moving), rng), "scrawl"
    upright = chance > 0.89
    return uneven(write(name, size * (0.5 if upright else 1), writer(rng, moving=moving), rng, upright=upright), rng), "strokes"


def by_font(name: str, file: FontFile, size: float, rng: np.random.Generator, *, loose: bool = False) -> Floats:
    """A name in a handwriting font, leaning and pressed unevenly; loose: no two characters alike in size, turn and height."""
    gap = float(rng.uniform(-0.15, 0.05))
    cover = _loosely(name, file, 1.1 * size, gap, rng) if loose else printed(name, file, 1.1 * size, gap=gap)
    lean = rng.normal(0.05, 0.1)
    wide = np.pad(cover, ((0, 0), (cover.shape[0] // 3,) * 2))
    shear = np.array([[1, -lean, lean * cover.shape[0] / 2], [0, 1, 0]], np.float32)
    return uneven(trim(cv2.warpAffine(wide, shear, (wide.shape[1], wide.shape[0])).astype(np.float32)), rng)


def _loosely(text: str, file: FontFile, em: float, gap: float, rng: np.random.Generator) -> Floats:
    """A text whose characters are set one by one, each of its own size, width, turn and height."""
    uneven_by, tiles = float(rng.uniform(0.04, 0.16)), []
    for character in text:
        tile = printed(character, file, em * float(rng.uniform(1 - uneven_by, 1 + uneven_by)))
        wide = max(2, round(tile.shape[1] * float(rng.uniform(1 - uneven_by, 1 + uneven_by))))
        tile = cv2.resize(tile, (wide, tile.shape[0]), interpolation=cv2.INTER_AREA).astype(np.float32)
        tiles.append(turned(tile, float(rng.normal(0, 30 * uneven_by))))
    low = [round(em * float(rng.normal(0, 0.6 * uneven_by))) for _ in tiles]
    top = max(1, *(tile.shape[0] for tile in tiles))
    step = max(1, round((0.15 + gap) * em))
    sheet = np.zeros((top + 2 * max(1, round(em)), sum(tile.shape[1] + step for tile in tiles) + round(em)), np.float32)
    x = 0
    for tile, down in zip(tiles, low, strict=True):
        y = max(0, sheet.shape[0] // 2 - tile.shape[0] // 2 + down)
        part = sheet[y : y + tile.shape[0], x : x + tile.shape[1]]
        np.maximum(part, tile[: part.shape[0], : part.shape[1]], out=part)
        x += tile.shape[1] + step
    return trim(sheet)


def worn(cover: Floats, rng: np.random.Generator) -> Floats:
    """A cover spread or thinned, softened, faint as a whole or in patches: what pens, printers and stamps have in common."""
    cover = np.pad(cover, 4)
    size = cover.shape[0] / 50
    chance = rng.random()
    if chance < 0.25:
        cover = _softened(cover, max(0.5, size * rng.uniform(0.3, 1.2)))
        # thinner or thicker than it was
        cover = np.asarray(np.clip((cover - rng.uniform(0.25, 0.5)) * 3 + 0.5, 0, 1), np.float32)
    elif chance < 0.6:
        cover = _softened(cover, max(0.4, size * rng.uniform(0.3, 1.3)))
        cover = np.asarray(np.clip(cover * rng.uniform(1.0, 1.5), 0, 1), np.float32)
    if rng.random() < 0.3:
        patches = cv2.GaussianBlur(rng.normal(0, 1, cover.shape).astype(np.float32), (0, 0), max(2.0, size * rng.uniform(3, 12)))
        cover = cover * np.clip(1 - rng.uniform(0.1, 0.5) * (1 + patches / (patches.std() + 1e-6)) / 2, 0.15, 1)
    if rng.random() < 0.15:
        grain = cv2.GaussianBlur(rng.normal(0, 1, cover.shape).astype(np.float32), (0, 0), max(0.6, 0.6 * size))
        cover = cover * (grain / (grain.std() + 1e-6) > -rng.uniform(0.8, 2.0))  # a pen that skips, a dry pad
    return trim(np.asarray(cover * rng.uniform(0.6, 1) if rng.random() < 0.4 else cover, np.float32))


def _softened(cover: Floats, reach: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(cover, (0, 0), reach), np.float32)


def bent(cover: Floats, rng: np.random.Generator) -> Floats:
    """A hand's cover pushed about smoothly, each piece about as large as a character or a part of one."""
    if rng.random() < 0.4:
        return cover
    height = cover.shape[0]
    wide = np.pad(cover, max(2, height // 6))
    shape, reach = wide.shape, max(4.0, height * float(rng.uniform(0.15, 0.5)))
    push = []
    for _ in range(2):
        small = rng.normal(0, 1, (max(2, round(shape[0] / reach) + 2), max(2, round(shape[1] / reach) + 2))).astype(np.float32)
        push.append(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC) * np.float32(0.1 * reach * rng.uniform(0.3, 1)))
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return trim(cv2.remap(wide, xs + push[0], ys + push[1], cv2.INTER_LINEAR).astype(np.float32))


def date_text(rng: np.random.Generator) -> list[str]:
    """The parts of a date in one of the usual ways."""
    year, month, day = int(rng.integers(2019, 2027)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    way = rng.random()
    if way < 0.6:
        return [*str(year), "年", *str(month), "月", *str(day), "日"]
    if way < 0.7:
        return ["".join("〇一二三四五六七八九"[int(c)] for c in str(year)), "年", _spelt(month), "月", _spelt(day), "日"]
    return list(f"{year}{'.-/'[int(rng.integers(3))]}{month}.{day}")


def name_stamp(name: str, face: FontFile, em: float, rng: np.random.Generator, *, bare: float | None = None) -> tuple[Floats, str]:
    """The print of a name stamp: framed, filled or bare; bare: share of bare ones, one in five where None."""
    maker = str(rng.choice(["framed", "framed", "framed", "filled", "unframed"]))
    maker = "unframed" if bare is not None and rng.random() < bare else maker
    rows = [name[:2], name[2:] + ("印" if "印" in characters(face) else "")] if len(name) > 2 and rng.random() < 0.5 else [name]
    tiles = [printed(row, face, em) for row in rows]
    edge = round(0.3 * em)
    width = max(tile.shape[1] for tile in tiles) + 2 * edge
    cover = np.zeros((sum(tile.shape[0] for tile in tiles) + edge * (len(tiles) + 1), width), np.float32)
    y = edge
    for tile in tiles:
        cover[y : y + tile.shape[0], edge : edge + tile.shape[1]] = tile
        y += tile.shape[0] + edge
    if maker == "filled":
        cover = 1 - cover
    elif maker == "framed":
        cv2.rectangle(cover, (0, 0), (width - 1, cover.shape[0] - 1), 1.0, max(2, round(em / 12)))
    return turned(cover * np.clip(rng.normal(0.88, 0.12, cover.shape), 0.2, 1).astype(np.float32), rng.uniform(-6, 6)), maker


def thumb(height: float, rng: np.random.Generator) -> Floats:
    """A fingerprint."""
    h, w = int(height), int(0.75 * height)
    ys, xs = np.mgrid[0:h, 0:w]
    wave = cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0), 8) * 12
    far = np.hypot(xs - w * rng.uniform(0.35, 0.65), (ys - h * rng.uniform(0.55, 0.8)) * 0.8) + wave
    ridges = np.clip(0.55 + 0.55 * np.sin(far * 2 * np.pi / max(4, w / 11)), 0, 1)
    oval = ((xs - w / 2) / (w / 2)) ** 2 + ((ys - h / 2) / (h / 2)) ** 2 < 1
    cover = oval * ridges * np.clip(rng.normal(0.8, 0.2, (h, w)), 0, 1)
    return np.asarray(cv2.GaussianBlur(cover, (0, 0), 0.7), np.float32)


def mark(sheet: Floats, cell: Box, line: int, face: FontFile, rng: np.random.Generator, *, moving: float = 0.0) -> str:
    """Draw something that is no signature at all and return which of MARKS it is; moving: as in `by_strokes`."""
    what = MARKS[int(rng.integers(len(MARKS)))]
    pen = PENS[int(rng.integers(len(PENS)))]
    x, y, thick = round(cell.x + rng.uniform(0.3, 4) * line), cell.centre.y, max(2, round(line / rng.uniform(9, 20)))
    if what in {"dash", "tick", "cross", "slash", "fold", "crumbs"}:
        for ends, colour, width in _strokes(what, cell, (x, y), line, rng):
            stroke(sheet, ends, pen if colour is None else colour, thick if width is None else width)
    elif what == "none":
        cover = write("无" if rng.random() < 0.7 else "一", rng.uniform(0.6, 1.3) * line, writer(rng, moving=moving), rng)
        stain(sheet, cover, x, round(y - cover.shape[0] / 2), pen)
    elif what == "bleed":
        text = "".join(rng.choice(list("以上所填内容属实如有虚假愿承担一切责任"), int(rng.integers(3, 9))))
        cover = printed(text, face, line / 1.45)[:, ::-1] * rng.uniform(0.08, 0.3)
        stain(sheet, cv2.GaussianBlur(cover, (0, 0), max(0.8, line / 30)).astype(np.float32), x, round(y - 0.4 * line), (60, 60, 60))
    else:
        _rounds(what, sheet, (x, round(y)), line, pen, rng)
    return what


Ends = list[tuple[float, float]]


def _strokes(
    what: str, cell: Box, at: tuple[float, float], line: int, rng: np.random.Generator
) -> list[tuple[Ends, tuple[int, ...] | None, int | None]]:
    """Straight strokes of a mark: their points, colour and width; None: the pen's own."""
    x, y = at
    if what == "dash":
        return [([(x, y), (x + rng.uniform(0.5, 2.2) * line, y - rng.uniform(-0.1, 0.6) * line)], None, None)]
    if what == "tick":
        up = (x + rng.uniform(0.8, 1.6) * line, y - rng.uniform(0.3, 0.9) * line)
        return [([(x, y), (x + line / 3, y + 0.4 * line), up], None, None)]
    if what == "cross":
        r = rng.uniform(0.3, 0.7) * line
        return [([(x - r, y - r), (x + r, y + r)], None, None), ([(x + r, y - 0.9 * r), (x - 1.1 * r, y + r)], None, None)]
    if what == "slash":
        return [([(x, y + 0.8 * line), (x + rng.uniform(0.5, 5) * line, y - rng.uniform(0.5, 1.1) * line)], None, None)]
    if what == "fold":
        down, off, grey = rng.random() < 0.5, rng.uniform(-1, 1) * line, (int(rng.integers(150, 215)),) * 3
        ends: Ends = [(x, cell.y - line), (x + off, cell.bottom + line)] if down else [(float(cell.x), y), (float(cell.right), y + off)]
        return [(ends, grey, max(1, line // 16))]
    crumbs: list[tuple[Ends, tuple[int, ...] | None, int | None]] = []
    for _ in range(int(rng.integers(4, 14))):
        left, top = rng.uniform(cell.x, cell.right), rng.uniform(cell.y, cell.bottom)
        across, down_by = rng.normal(0, 0.18 * line, 2)
        crumbs.append(([(left, top), (left + across, top + down_by)], (int(rng.integers(40, 140)),) * 3, max(1, line // 22)))
    return crumbs


def _rounds(what: str, sheet: Floats, at: tuple[int, int], line: int, pen: tuple[int, ...], rng: np.random.Generator) -> None:
    """Dots, a punch hole, or a circle drawn by hand."""
    if what == "dot":
        for _ in range(int(rng.integers(1, 4))):
            dot = (round(at[0] + rng.uniform(0, 2) * line), round(at[1] + rng.uniform(-0.8, 0.8) * line))
            cv2.circle(sheet, dot, max(1, round(line * rng.uniform(0.04, 0.13))), (40, 40, 40), -1, cv2.LINE_AA)
    elif what == "hole":
        radius = round(rng.uniform(0.4, 0.8) * line)
        cv2.circle(sheet, at, radius, (int(rng.integers(40, 235)),) * 3, -1, cv2.LINE_AA)
        cv2.circle(sheet, at, radius, (110, 110, 110), max(1, line // 20), cv2.LINE_AA)
    else:
        axes = (round(rng.uniform(0.4, 1.6) * line), round(rng.uniform(0.35, 0.8) * line))
        cv2.ellipse(sheet, at, axes, float(rng.uniform(-15, 15)), 20, 380, pen, max(2, round(line / 14)), cv2.LINE_AA)


def seal(sheet: Floats, cell: Box, line: int, face: FontFile, rng: np.random.Generator) -> Box:
    """Stamp a unit's seal over a place and return its box."""
    radius = round(rng.uniform(2.2, 3.6) * line)
    side = 2 * radius + 8
    tile = Image.new("L", (side, side), 0)
    pencil = ImageDraw.Draw(tile)
    pencil.ellipse((4, 4, side - 4, side - 4), outline=255, width=max(2, round(0.06 * radius)))
    cut = font(face, max(8, round(0.32 * radius)))
    for n, character in enumerate("江苏恒安化工有限公司"):
        angle = np.deg2rad(-225 + 27 * (n + 0.5))
        letter = Image.new("L", (radius // 2, radius // 2), 0)
        ImageDraw.Draw(letter).text((radius // 4, radius // 4), character, font=cut, fill=255, anchor="mm")
        letter = letter.rotate(-float(np.rad2deg(angle)) - 90, resample=Image.Resampling.BICUBIC)
        at = (int(side / 2 + 0.74 * radius * np.cos(angle)) - radius // 4, int(side / 2 + 0.74 * radius * np.sin(angle)) - radius // 4)
        tile.paste(255, at, letter)
    tips = [
        (side / 2 + r * radius * np.cos(a), side / 2 + r * radius * np.sin(a))
        for r, a in zip([0.3, 0.12] * 5, np.deg2rad(-90 + 36 * np.arange(10)), strict=True)
    ]
    pencil.polygon(tips, fill=255)
    cover = np.asarray(tile.rotate(rng.uniform(-20, 20)), np.float32) / 255
    cover = cover * np.clip(rng.normal(0.85, 0.15, cover.shape), 0.2, 1).astype(np.float32) * rng.uniform(0.55, 0.95)
    x = round(rng.uniform(cell.x - 0.3 * radius, cell.right - 1.5 * radius))
    y = round(cell.centre.y - radius + rng.uniform(-0.8, 0.8) * radius)
    stain(sheet, cover.astype(np.float32), x, y, (205, 35, 45))
    return Box(x, y, side, side)


def stroke(sheet: Floats, points: list[tuple[float, float]], colour: tuple[int, ...], thick: int) -> None:
    """Draw straight strokes through points."""
    at = np.round(np.array(points, np.float64)).astype(np.int32)
    cv2.polylines(sheet, [at], isClosed=False, color=colour, thickness=thick, lineType=cv2.LINE_AA)


def stain(sheet: Floats, cover: Floats, x: int, y: int, ink: tuple[int, ...]) -> None:
    """Put ink on paper where the cover is, its top left at (x, y)."""
    x0, y0, x1, y1 = max(0, x), max(0, y), min(sheet.shape[1], x + cover.shape[1]), min(sheet.shape[0], y + cover.shape[0])
    if x1 > x0 and y1 > y0:
        part = cover[y0 - y : y1 - y, x0 - x : x1 - x, None]
        sheet[y0:y1, x0:x1] *= 1 - part * (1 - np.array(ink, np.float32) / 255)


def turned(cover: Floats, degrees: float) -> Floats:
    """A cover turned by a few degrees."""
    pad = round(0.12 * cover.shape[1]) + 4
    wide = np.pad(cover, pad)
    turn = cv2.getRotationMatrix2D((wide.shape[1] / 2, wide.shape[0] / 2), degrees, 1)
    return trim(cv2.warpAffine(wide, turn, (wide.shape[1], wide.shape[0])).astype(np.float32))


def trim(cover: Floats) -> Floats:
    """A cover without its empty margin."""
    rows, columns = np.flatnonzero((cover > 0.3).any(axis=1)), np.flatnonzero((cover > 0.3).any(axis=0))
    return cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else cover[:1, :1]


def uneven(cover: Floats, rng: np.random.Generator) -> Floats:
    """A cover pressed unevenly."""
    pressure = cv2.GaussianBlur(rng.normal(0, 1, cover.shape).astype(np.float32), (0, 0), max(2.0, cover.shape[0] / 8))
    return np.asarray(cover * np.clip(0.92 + rng.uniform(0, 0.12) * pressure / (pressure.std() + 1e-6), 0.4, 1), np.float32)


@lru_cache(maxsize=64)
def characters(face: FontFile) -> frozenset[str]:
    """What a face has glyphs for."""
    with TTFont(face[0], fontNumber=face[1] if face[0].endswith("ttc") else -1) as opened:
        return frozenset(chr(code) for code in opened.getBestCmap())


@lru_cache(maxsize=512)
def font(face: FontFile, size: int) -> ImageFont.FreeTypeFont:
    """A face at a size."""
    return ImageFont.truetype(face[0], size, index=face[1])


def write_date(
    pens: tuple[FontFile, ...], digits: tuple[FontFile, ...], who: Writer | None, parts: list[str], size: float, rng: np.random.Generator
) -> list[Floats]:
    """The parts of a date in one hand: by strokes where `who` is given, else in a handwriting font, digits perhaps in another."""
    if who is not None and can_write("".join(parts)):
        return [uneven(write(part, size, who, rng), rng) for part in parts]
    file = pens[int(rng.integers(len(pens)))]
    of_digits = digits[int(rng.integers(len(digits)))] if digits and rng.random() < 0.6 else file
    known = [part if set(part) <= characters(file) else "1" for part in parts]
    return [uneven(printed(part, of_digits if part.isdecimal() and part.isascii() else file, size), rng) for part in known]


def _spelt(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")

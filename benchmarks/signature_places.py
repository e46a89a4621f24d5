"""Draws places for signatures beside a printed label, with everything that may stand in one, as scanners and phones see them.

Handwriting comes from handwriting fonts, from characters redrawn stroke by stroke with a pen (`pen_drawn`), and, for measuring
only, from crops of real signatures. Faces of print are found by file name in the system's font folders and in `PLACE_FONTS`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb
from samples.drawing.fonts import Face, font_file
from samples.drawing.paper import Floats

# name of a face: (file, index in its collection); fitting and measuring never share one.
FIT_PRINT = {
    "song": ("NotoSerifCJK-Regular.ttc", 2),
    "song-bold": ("NotoSerifCJK-Bold.ttc", 2),
    "hei": ("NotoSansCJK-Regular.ttc", 2),
    "ming": ("uming.ttc", 0),
    "kai": ("ukai.ttc", 0),
    "wenkai": ("LXGWWenKai-Regular.ttf", 0),
    "wenkai-light": ("LXGWWenKai-Light.ttf", 0),
    "microhei": ("wqy-microhei.ttc", 0),
    "kai-traditional": ("cwkai.ttf", 0),
}
SHUT_PRINT = {
    "song-gb": ("gbsn00lp.ttf", 0),
    "song-taiwan": ("TW-Sung-98_1.ttf", 0),
    "hei-bold": ("NotoSansCJK-Bold.ttc", 2),
    "zenhei": ("wqy-zenhei.ttc", 0),
    "kai-gb": ("gkai00mp.ttf", 0),
    "kai-taiwan": ("TW-Kai-98_1.ttf", 0),
    "fangsong": ("cwfs.ttf", 0),
}
FIT_PENS = (Face.LONG_CANG, Face.MA_SHAN_ZHENG)
SHUT_PENS = (Face.ZHI_MANG_XING, Face.LIU_JIAN_MAO_CAO)
FONT_FOLDERS = ("/usr/share/fonts", os.environ.get("PLACE_FONTS", "/usr/local/share/fonts"))
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建国志文斌海燕立红小东晓辉鹏飞玲宇浩然俊欣怡佳雪梅云峰宏波林鑫博宁子涵"
    "雨晨思远天成春生永福德正学义光庆新民安世昌荣贵"
)
LABELS = ("申请人签字：", "本人签字：", "申请人（签名）：", "签名：", "乙方（签字）：", "承诺人：")
PENS = ((25, 25, 30), (45, 45, 50), (25, 35, 120), (40, 60, 150), (20, 25, 70), (95, 95, 100), (30, 30, 34))
LEVELS = ("scan, clean", "scan, worn", "copy, faint", "photo, good", "photo, shadow", "photo, poor")
KINDS = ("handwritten", "under-seal", "printed", "printed-blue", "name-stamp", "fingerprint", "date-only", "seal-only", "mark", "empty")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A drawn piece of a page (RGB), what stands in it, who or which face made it, and where label, place and seal are (px)."""

    image: Rgb
    kind: str
    maker: str
    name: str
    level: int
    cell: Box
    label: Box
    label_text: str
    seal: Box | None


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Whose handwriting and which faces may be drawn: real crops by writer, handwriting fonts, faces of print; share of pen-drawn names."""

    print_faces: dict[str, tuple[str, int]]
    pens: tuple[Face, ...]
    writers: dict[str, tuple[Path, ...]]
    pen_drawn: float = 0.0


def fit_cast() -> Cast:
    """What the shipped coefficients are fitted on: no real handwriting."""
    return Cast(print_faces=present(FIT_PRINT), pens=FIT_PENS, writers={}, pen_drawn=0.65)


def present(faces: dict[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """The faces whose files are on this machine, with full paths."""
    return {name: (str(files()[file]), index) for name, (file, index) in faces.items() if file in files()}


@lru_cache(maxsize=1)
def files() -> dict[str, Path]:
    """Every font file by its name."""
    return {path.name: path for folder in FONT_FOLDERS for path in Path(folder).rglob("*") if path.suffix in {".ttf", ".ttc", ".otf"}}


def real_writers(folder: Path, *, half: int) -> dict[str, tuple[Path, ...]]:
    """Crops of real signatures on paper by writer; half 0 is for choosing limits, half 1 stays shut until the report."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*_paper_*.png")):
        match = re.search(r"_w(\d+)_paper", path.name)
        if match:
            found.setdefault(f"writer {match[1]}", []).append(path)
    return {writer: tuple(paths) for n, (writer, paths) in enumerate(sorted(found.items())) if n % 2 == half}


def draw(kind: str, cast: Cast, rng: np.random.Generator, *, level: int | None = None) -> Place:
    """One place, its label printed to the left on the same sheet."""
    level = int(rng.integers(0, len(LEVELS))) if level is None else level
    line = int(rng.choice([28, 34, 42, 50, 60]))
    em = line / 1.45
    faces = list(cast.print_faces)
    label_text = str(rng.choice(LABELS))
    document = str(rng.choice([face for face in faces if set(label_text) <= _characters(cast.print_faces[face])]))
    maker = document if rng.random() < 0.5 else str(rng.choice(faces))
    name = _name(rng, _characters(cast.print_faces[maker]))
    label = _printed(label_text, cast.print_faces[document], em)
    height, width = 6 * line, label.shape[1] + round(rng.uniform(7, 12) * line) + 3 * line
    sheet = np.full((height, width, 3), 255.0, np.float32)
    base = round(height / 2 + 0.35 * line)
    black = tuple(int(v) for v in rng.integers(10, 50, 1).repeat(3))
    at = Box(line, base - label.shape[0] + round(0.12 * em), label.shape[1], label.shape[0])
    _stain(sheet, label, at.x, at.y, black)
    cell = Box(at.right, base - round(1.8 * line), width - at.right - line, 3 * line)
    if rng.random() < 0.4:
        cv2.line(sheet, (cell.x, base + line // 8), (cell.right - line, base + line // 8), (40, 40, 40), max(1, line // 20))
    if rng.random() < 0.3:
        cv2.rectangle(sheet, (line // 2, cell.y - 2), (cell.right + 2, cell.bottom + 2), (30, 30, 30), max(1, line // 22))
    pen = PENS[int(rng.integers(len(PENS)))]
    face, maker, seal = maker, "", None
    if kind in {"handwritten", "under-seal"}:
        cover, maker = _handwriting(name, cast, face, rng.uniform(1.05, 2.2) * em, rng)
        _set(sheet, cover, cell, pen, rng, base=None)
    elif kind.startswith("printed"):
        maker = face
        cover = _printed(name, cast.print_faces[maker], em * rng.uniform(0.85, 1.35), gap=float(rng.choice([0, 0, 0, 0.3, 0.6])))
        _set(sheet, cover, cell, (30, 40, 120) if kind == "printed-blue" else black, rng, base=base if rng.random() < 0.7 else None)
    elif kind == "name-stamp":
        cover, maker = _name_stamp(name, cast.print_faces[face], em * rng.uniform(0.9, 1.5), rng)
        _set(
            sheet,
            cover,
            cell,
            ((205, 40, 50), (215, 60, 60), (200, 30, 60), (40, 60, 160), (30, 30, 30))[int(rng.integers(5))],
            rng,
            base=None,
        )
    elif kind == "fingerprint":
        _set(sheet, _fingerprint(rng.uniform(1.9, 2.7) * line, rng), cell, (200, 40, 50), rng, base=None)
    elif kind == "date-only":
        maker = _date(sheet, cell, base, cast, em, rng)
    elif kind == "mark":
        maker = _mark(sheet, cell, line, pen, rng)
    if kind in {"under-seal", "seal-only"} or (kind == "printed" and rng.random() < 0.2):
        seal = _seal(sheet, cell, line, cast, rng)
    return _seen(
        sheet,
        rng,
        level,
        line,
        Place(
            image=np.zeros((0, 0, 3), np.uint8),
            kind=kind,
            maker=maker,
            name=name,
            level=level,
            cell=cell,
            label=at,
            label_text=label_text,
            seal=seal,
        ),
    )


def pen_drawn(text: str, face: tuple[str, int], size: float, rng: np.random.Generator) -> Floats:
    """A name in one hand: the middle lines of a face's strokes, bent, tilted and drawn anew with a pen, character by character."""
    bend, rise, squeeze = rng.uniform(0.012, 0.05), rng.normal(0.05, 0.07), rng.uniform(0.7, 1.05)
    slant, jitter, pace = rng.normal(0.05, 0.12), rng.uniform(0.02, 0.13), rng.uniform(0.75, 1.1)
    pen, pressure = rng.uniform(0.045, 0.11) * size, rng.uniform(0.0, 0.3)
    over = 3
    canvas = np.zeros((round(2.4 * size * over), round((len(text) * 1.25 + 1.5) * size * over)), np.uint8)
    x = 0.6 * size
    for character in text:
        points, links = _middle_lines(character, face)
        scale = size * rng.uniform(1 - jitter, 1 + jitter) / 64
        field = cv2.GaussianBlur(rng.normal(0, 1, (96, 96, 2)).astype(np.float32), (0, 0), rng.uniform(7, 16))
        field = field * np.float32(bend * 64 / max(1e-6, float(field.std())))
        where = points + field[np.clip(points[:, 1], 0, 95).astype(int), np.clip(points[:, 0], 0, 95).astype(int)] - 48
        turn = rng.normal(0, 0.5 * jitter)
        across = (where[:, 0] - slant * where[:, 1]) * squeeze
        down = where[:, 1] - (rise + turn) * where[:, 0]
        across = across + turn * where[:, 1]
        at = np.stack([x + (across + 32) * scale, 1.2 * size + down * scale + rng.normal(0, 0.4 * jitter) * size], axis=1) * over * 8
        weight = 1 + pressure * np.interp(np.arange(len(points)) / max(1, len(points)), np.linspace(0, 1, 12), rng.normal(0, 1, 12))
        for a, b in links:
            thick = max(1, round(float(pen * over * np.clip(weight[a], 0.5, 1.6))))
            cv2.line(canvas, tuple(at[a].astype(int)), tuple(at[b].astype(int)), 255, thick, cv2.LINE_AA, 3)
        x += 64 * scale * squeeze * pace * rng.uniform(1 - jitter, 1 + jitter)
    small = cv2.resize(canvas, (canvas.shape[1] // over, canvas.shape[0] // over), interpolation=cv2.INTER_AREA)
    return _uneven(_trim(small.astype(np.float32) / 255), rng)


@lru_cache(maxsize=4096)
def _middle_lines(character: str, face: tuple[str, int]) -> tuple[Floats, tuple[tuple[int, int], ...]]:
    """Points (N, 2) along the strokes of a character of 64 px in a 96 px square, and which of them follow each other."""
    tile = Image.new("L", (96, 96), 0)
    ImageDraw.Draw(tile).text((48, 48), character, font=_font(face, 64), fill=255, anchor="mm")
    thin = _thinned(np.asarray(tile) > 128)
    ys, xs = np.nonzero(thin)
    index = {(int(x), int(y)): n for n, (x, y) in enumerate(zip(xs, ys, strict=True))}
    links = tuple(
        (n, index[(x + dx, y + dy)])
        for (x, y), n in index.items()
        for dx, dy in ((1, 0), (0, 1), (1, 1), (-1, 1))
        if (x + dx, y + dy) in index
    )
    return np.stack([xs, ys], axis=1).astype(np.float32), links


def _thinned(mask: np.ndarray) -> np.ndarray:
    """Middle lines one pixel wide. Source: Zhang and Suen 1984, a fast parallel algorithm for thinning digital patterns."""
    image = np.pad(mask, 1).astype(np.uint8)
    while True:
        before = image.copy()
        for step in (0, 1):
            ring = [np.roll(image, shift, (0, 1)) for shift in ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))]
            neighbours = sum(part.astype(int) for part in ring)
            turns = sum(((a == 0) & (b == 1)).astype(int) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
            north, east, south, west = ring[0], ring[2], ring[4], ring[6]
            free = (north & east & south, east & south & west) if step == 0 else (north & east & west, north & south & west)
            image[(image == 1) & (neighbours >= 2) & (neighbours <= 6) & (turns == 1) & (free[0] == 0) & (free[1] == 0)] = 0
        if (image == before).all():
            return image[1:-1, 1:-1].astype(bool)


def _name(rng: np.random.Generator, known: frozenset[str]) -> str:
    """A name in characters that a face has."""
    surnames, given = ([c for c in text if c in known] for text in (SURNAMES, GIVEN))
    return str(rng.choice(surnames)) + "".join(str(rng.choice(given)) for _ in range(1 + int(rng.random() < 0.65)))


@lru_cache(maxsize=64)
def _characters(face: tuple[str, int]) -> frozenset[str]:
    with TTFont(face[0], fontNumber=face[1] if face[0].endswith("ttc") else -1) as opened:
        return frozenset(chr(code) for code in opened.getBestCmap())


@lru_cache(maxsize=256)
def _font(face: tuple[str, int], size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face[0], size, index=face[1])


def _printed(text: str, face: tuple[str, int], em: float, gap: float = 0.0) -> Floats:
    drawn = _font(face, max(8, round(em)))
    steps = [drawn.getlength(character) + gap * em for character in text]
    tile = Image.new("L", (int(sum(steps) + em), int(2 * em)), 0)
    x = 0.3 * em
    for character, step in zip(text, steps, strict=True):
        ImageDraw.Draw(tile).text((x, 0.3 * em), character, font=drawn, fill=255)
        x += step
    return _trim(np.asarray(tile, np.float32) / 255)


def _handwriting(name: str, cast: Cast, face: str, size: float, rng: np.random.Generator) -> tuple[Floats, str]:
    if cast.writers:
        maker = str(rng.choice(list(cast.writers)))
        with Image.open(cast.writers[maker][int(rng.integers(len(cast.writers[maker])))]) as opened:
            grey = np.asarray(opened.convert("L"), np.float32)
        cover = _trim(np.clip((235 - grey) / 200, 0, 1))
        scale = size / cover.shape[0]
        return cv2.resize(cover, (max(4, int(cover.shape[1] * scale)), max(4, int(size))), interpolation=cv2.INTER_AREA).astype(
            np.float32
        ), maker
    if rng.random() < cast.pen_drawn:
        return pen_drawn(name, cast.print_faces[face], size, rng), "pen-drawn"
    pen = cast.pens[int(rng.integers(len(cast.pens)))]
    name = name if set(name) <= _characters((str(font_file(pen)), 0)) else _name(rng, _characters((str(font_file(pen)), 0)))
    return _uneven(_printed(name, (str(font_file(pen)), 0), 1.1 * size, gap=rng.uniform(-0.15, 0.05)), rng), pen.name.lower()


def _name_stamp(name: str, face: tuple[str, int], em: float, rng: np.random.Generator) -> tuple[Floats, str]:
    maker = str(rng.choice(["framed", "framed", "framed", "filled", "unframed"]))
    rows = [name[:2], name[2:] + ("印" if "印" in _characters(face) else "")] if len(name) > 2 and rng.random() < 0.5 else [name]
    tiles = [_printed(row, face, em) for row in rows]
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
    return _turned(cover * np.clip(rng.normal(0.88, 0.12, cover.shape), 0.2, 1).astype(np.float32), rng.uniform(-6, 6)), maker


def _fingerprint(height: float, rng: np.random.Generator) -> Floats:
    h, w = int(height), int(0.75 * height)
    ys, xs = np.mgrid[0:h, 0:w]
    wave = cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0), 8) * 12
    far = np.hypot(xs - w * rng.uniform(0.35, 0.65), (ys - h * rng.uniform(0.55, 0.8)) * 0.8) + wave
    ridges = np.clip(0.55 + 0.55 * np.sin(far * 2 * np.pi / max(4, w / 11)), 0, 1)
    oval = ((xs - w / 2) / (w / 2)) ** 2 + ((ys - h / 2) / (h / 2)) ** 2 < 1
    cover = oval * ridges * np.clip(rng.normal(0.8, 0.2, (h, w)), 0, 1)
    return np.asarray(cv2.GaussianBlur(cover, (0, 0), 0.7), np.float32)


def _date(sheet: Floats, cell: Box, base: int, cast: Cast, em: float, rng: np.random.Generator) -> str:
    year, month, day = int(rng.integers(2019, 2027)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    parts = [str(year), "年", str(month), "月", str(day), "日"] if rng.random() < 0.7 else list(f"{year}.{month}.{day}")
    by_hand, x = rng.random() < 0.7, cell.x + 0.4 * em
    pen = PENS[int(rng.integers(len(PENS)))]
    face = cast.print_faces[str(rng.choice(list(cast.print_faces)))]
    hand = (str(font_file(cast.pens[int(rng.integers(len(cast.pens)))])), 0)
    for part in parts:
        printed = not by_hand or (part in "年月日" and rng.random() < 0.6)
        cover = _printed(part, face, em) if printed else _uneven(_printed(part, hand, 1.15 * em), rng)
        _stain(
            sheet,
            cover,
            round(x),
            base - cover.shape[0] + round(0 if printed else rng.uniform(-0.1, 0.1) * em),
            (15, 15, 15) if printed else pen,
        )
        x += cover.shape[1] + (0.15 if printed and not by_hand else rng.uniform(0.15, 0.55)) * em
    return "by hand" if by_hand else "printed"


def _mark(sheet: Floats, cell: Box, line: int, pen: tuple[int, int, int], rng: np.random.Generator) -> str:
    x, y, thick = cell.x + line, cell.centre.y, max(2, line // 14)
    what = str(rng.choice(["dash", "dot", "tick", "hole"]))
    if what == "dash":
        cv2.line(sheet, (x, round(y)), (x + line, round(y - rng.uniform(-0.1, 0.6) * line)), pen, thick, cv2.LINE_AA)
    elif what == "dot":
        cv2.circle(sheet, (x, round(y)), max(2, line // 10), (40, 40, 40), -1, cv2.LINE_AA)
    elif what == "tick":
        points = np.array([[x, round(y)], [x + line // 3, round(y + 0.4 * line)], [x + round(1.1 * line), round(y - 0.5 * line)]])
        cv2.polylines(sheet, [points], isClosed=False, color=pen, thickness=thick, lineType=cv2.LINE_AA)
    else:
        cv2.circle(sheet, (x, round(y)), round(0.55 * line), (120, 120, 120), max(1, line // 20), cv2.LINE_AA)
    return what


def _seal(sheet: Floats, cell: Box, line: int, cast: Cast, rng: np.random.Generator) -> Box:
    radius = round(rng.uniform(2.2, 3.6) * line)
    side = 2 * radius + 8
    tile = Image.new("L", (side, side), 0)
    pencil = ImageDraw.Draw(tile)
    pencil.ellipse((4, 4, side - 4, side - 4), outline=255, width=max(2, round(0.06 * radius)))
    face = _font(cast.print_faces[next(iter(cast.print_faces))], max(8, round(0.32 * radius)))
    for n, character in enumerate("江苏恒安化工有限公司"):
        angle = np.deg2rad(-225 + 27 * (n + 0.5))
        letter = Image.new("L", (radius // 2, radius // 2), 0)
        ImageDraw.Draw(letter).text((radius // 4, radius // 4), character, font=face, fill=255, anchor="mm")
        letter = letter.rotate(-float(np.rad2deg(angle)) - 90, resample=Image.Resampling.BICUBIC)
        tile.paste(
            255,
            (int(side / 2 + 0.74 * radius * np.cos(angle)) - radius // 4, int(side / 2 + 0.74 * radius * np.sin(angle)) - radius // 4),
            letter,
        )
    tips = [
        (side / 2 + r * radius * np.cos(a), side / 2 + r * radius * np.sin(a))
        for r, a in zip([0.3, 0.12] * 5, np.deg2rad(-90 + 36 * np.arange(10)), strict=True)
    ]
    pencil.polygon(tips, fill=255)
    cover = np.asarray(tile.rotate(rng.uniform(-20, 20)), np.float32) / 255
    cover = cover * np.clip(rng.normal(0.85, 0.15, cover.shape), 0.2, 1).astype(np.float32) * rng.uniform(0.55, 0.95)
    x, y = (
        round(rng.uniform(cell.x - 0.3 * radius, cell.right - 1.5 * radius)),
        round(cell.centre.y - radius + rng.uniform(-0.8, 0.8) * radius),
    )
    _stain(sheet, cover.astype(np.float32), x, y, (205, 35, 45))
    return Box(x, y, side, side)


def _set(sheet: Floats, cover: Floats, cell: Box, ink: tuple[int, ...], rng: np.random.Generator, base: int | None) -> None:
    if cover.shape[1] > 0.94 * cell.w or cover.shape[0] > cell.h:
        scale = min(0.94 * cell.w / cover.shape[1], cell.h / cover.shape[0])
        cover = cv2.resize(cover, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    if base is None and rng.random() < 0.4:
        cover = _turned(cover, rng.uniform(-5, 5))
    line = cell.h / 3
    x = rng.uniform(cell.x + 0.05 * line, max(cell.x + 0.1 * line, cell.right - cover.shape[1] - 0.2 * line))
    y = base - cover.shape[0] if base is not None else cell.centre.y - cover.shape[0] / 2 + rng.uniform(-0.25, 0.25) * line
    _stain(sheet, cover, round(x), round(y), ink)


def _stain(sheet: Floats, cover: Floats, x: int, y: int, ink: tuple[int, ...]) -> None:
    x0, y0, x1, y1 = max(0, x), max(0, y), min(sheet.shape[1], x + cover.shape[1]), min(sheet.shape[0], y + cover.shape[0])
    if x1 > x0 and y1 > y0:
        part = cover[y0 - y : y1 - y, x0 - x : x1 - x, None]
        sheet[y0:y1, x0:x1] *= 1 - part * (1 - np.array(ink, np.float32) / 255)


def _turned(cover: Floats, degrees: float) -> Floats:
    pad = round(0.12 * cover.shape[1]) + 4
    wide = np.pad(cover, pad)
    turn = cv2.getRotationMatrix2D((wide.shape[1] / 2, wide.shape[0] / 2), degrees, 1)
    return _trim(cv2.warpAffine(wide, turn, (wide.shape[1], wide.shape[0])).astype(np.float32))


def _trim(cover: Floats) -> Floats:
    rows, columns = np.flatnonzero((cover > 0.3).any(axis=1)), np.flatnonzero((cover > 0.3).any(axis=0))
    return cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else cover[:1, :1]


def _uneven(cover: Floats, rng: np.random.Generator) -> Floats:
    pressure = cv2.GaussianBlur(rng.normal(0, 1, cover.shape).astype(np.float32), (0, 0), max(2.0, cover.shape[0] / 8))
    return np.asarray(cover * np.clip(0.92 + rng.uniform(0, 0.12) * pressure / (pressure.std() + 1e-6), 0.4, 1), np.float32)


def _seen(sheet: Floats, rng: np.random.Generator, level: int, line: int, place: Place) -> Place:
    """The sheet as a scanner (0-2) or a phone (3-5) sees it, on a page wide enough that lines keep their usual share of it."""
    soft = cv2.GaussianBlur(sheet, (0, 0), max(0.3, (0.4, 0.7, 0.9, 0.8, 1.0, 1.35)[level] * line / 42))
    height, width = soft.shape[:2]
    if level == 2:
        grey = soft.mean(axis=2, keepdims=True)
        soft = np.clip(255 - (255 - (grey if rng.random() < 0.5 else soft)) * rng.uniform(0.45, 0.8), 0, 255).repeat(
            3 if grey.size == soft.size else 1, axis=2
        )
    if level >= 3:
        tilt = np.deg2rad(rng.uniform(-1.2, 1.2))
        shear = np.array([[1, np.tan(tilt), 0], [np.tan(tilt + rng.uniform(-0.01, 0.01)), 1, 0]], np.float32)
        shear[:, 2] = (-shear[0, 1] * height / 2, -shear[1, 0] * width / 2)
        soft = cv2.warpAffine(soft, shear, (width, height), borderValue=(255, 255, 255))
        across = np.linspace(0, 1, width)[None, :, None]
        edge = 1 / (1 + np.exp(-(across - rng.uniform(0.2, 0.9)) * 25))
        soft = soft * (1 - rng.uniform(0, 0.08 * level) * across) * (1 - (0.12 * (level - 3) + 0.05) * edge)
    if level >= 1:
        soft = soft * np.array([1, rng.uniform(0.96, 1), rng.uniform(0.9, 1)]) * rng.uniform(0.85, 1)
        for _ in range(int(rng.poisson(1.5))):
            cv2.circle(soft, (int(rng.integers(width)), int(rng.integers(height))), 1, (90, 90, 90), -1)
    grain = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.6)[..., None]
    noisy = np.clip(soft + grain * (1.5, 4, 5, 4, 7, 11)[level], 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", noisy[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, (93, 80, 70, 85, 70, 55)[level]])
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    assert decoded is not None
    seen = cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)
    image = np.full((12 * line, max(width, 38 * line), 3), np.median(seen, axis=(0, 1)), np.uint8)
    image[2 * line : 2 * line + height, :width] = seen
    down = 2 * line
    moved = [None if box is None else Box(box.x, box.y + down, box.w, box.h) for box in (place.cell, place.label, place.seal)]
    assert moved[0] is not None
    assert moved[1] is not None
    return Place(
        image=image,
        kind=place.kind,
        maker=place.maker,
        name=place.name,
        level=level,
        cell=moved[0],
        label=moved[1],
        label_text=place.label_text,
        seal=moved[2],
    )

"""Draws places for signatures beside a printed label, with everything that may stand in one, as scanners and phones see them.

Handwriting comes from handwriting fonts, from strokes of hands of its own (`pen_reader.hands`), and, for measuring only, from crops of
real signatures. Faces of print are found by file name in the system's font folders and in `PLACE_FONTS`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks import signature_inks as inks
from benchmarks.pen_reader.stroke_data import (
    DIGIT_FONTS,
    KANJI_FONTS,
    LATIN_FONTS,
    SHUT_LATIN_FONTS,
    TRAIN_KANJI_FONTS,
    TRAIN_PRINT,
    TUNE_PRINT,
    hand_font,
)
from benchmarks.pen_reader.writers import writer
from benchmarks.signature_inks import FontFile
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb
from samples.drawing.fonts import Face, font_file
from samples.drawing.paper import Floats

# name of a face: (file, index in its collection); fitting and measuring never share one.
FIT_PRINT = {
    "song": ("NotoSerifCJK-Regular.ttc", 2),
    "song-bold": ("NotoSerifCJK-Bold.ttc", 2),
    "song-light": ("NotoSerifCJK-Light.ttc", 2),
    "hei": ("NotoSansCJK-Regular.ttc", 2),
    "hei-light": ("NotoSansCJK-Light.ttc", 2),
    "ming": ("uming.ttc", 0),
    "ming-traditional": ("cwming.ttf", 0),
    "hei-traditional": ("cwheib.ttf", 0),
    "song-big5": ("bsmi00lp.ttf", 0),
    "kai": ("ukai.ttc", 0),
    "wenkai": ("LXGWWenKai-Regular.ttf", 0),
    "wenkai-light": ("LXGWWenKai-Light.ttf", 0),
    "wenkai-bold": ("LXGWWenKai-Bold.ttf", 0),
    "microhei": ("wqy-microhei.ttc", 0),
    "kai-traditional": ("cwkai.ttf", 0),
}
# the system's folders or PLACE_FONTS hold these (fonts-seto, fonts-yozvox-yozfont); trained on besides where they are there
TRAIN_PENS = {"seto": ("setofont.ttf", 0), "yoz-brush": ("YOzBN_.ttf", 0), "yoz": ("YOzRN_.ttf", 0), "yoz-loose": ("YOzRNX.ttf", 0)}
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
WORDS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严0123456789,.:()%"  # noqa: E501 - common characters, in a row
LABELS = ("申请人签字：", "本人签字：", "申请人（签名）：", "签名：", "乙方（签字）：", "承诺人：")
LEVELS = ("scan, clean", "scan, worn", "copy, faint", "photo, good", "photo, shadow", "photo, poor")
KINDS = (
    "handwritten",
    "under-seal",
    "with-thumb",
    "with-date",
    "printed",
    "printed-blue",
    "printed-dated",
    "printed-words",
    "name-stamp",
    "fingerprint",
    "date-only",
    "seal-only",
    "mark",
    "empty",
)
SIGNED = frozenset({"handwritten", "under-seal", "with-thumb", "with-date"})


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
    """Whose handwriting and which faces may be drawn: faces of print, handwriting fonts, Latin ones, ones for digits, real crops by writer.

    strokes: share of the names that are written by strokes, in hands drawn by chance; latin: share in Latin letters; red: share of
    red pens; varied: whether ink is pressed, softened and worn, hands bent besides, as for training; moving: share of the hands by
    strokes that are drawn as a moving pen.
    """

    print_faces: dict[str, FontFile]
    pens: tuple[FontFile, ...]
    latin: tuple[FontFile, ...]
    writers: dict[str, tuple[Path, ...]]
    digits: tuple[FontFile, ...] = ()
    strokes: float = 0.0
    latin_share: float = 0.0
    red: float = 0.07
    varied: bool = False
    moving: float = 0.0


def fit_cast() -> Cast:
    """What is fitted on: no real handwriting."""
    kanji = tuple((str(hand_font(name, subset)), 0) for name, subset in KANJI_FONTS.items())
    pens = (*((str(font_file(face)), 0) for face in FIT_PENS), *kanji)
    latin = tuple((str(hand_font(name, subset)), 0) for name, subset in LATIN_FONTS.items())
    digits = tuple((str(hand_font(name, subset)), 0) for name, subset in DIGIT_FONTS.items())
    return Cast(print_faces=present(FIT_PRINT), pens=pens, latin=latin, writers={}, digits=digits, strokes=0.72, latin_share=0.1)


def tune_cast() -> Cast:
    """What limits are chosen on: what is fitted on, and faces of print that no network learnt."""
    cast = fit_cast()
    return replace(cast, print_faces={**cast.print_faces, **fetched(TUNE_PRINT)})


def train_cast() -> Cast:
    """What is trained on: what is fitted on, more faces and fonts, and ink that varies more."""
    cast = fit_cast()
    return replace(
        cast,
        print_faces={**cast.print_faces, **fetched(TRAIN_PRINT)},
        pens=(*cast.pens, *present(TRAIN_PENS).values(), *fetched(TRAIN_KANJI_FONTS).values()),
        red=0.14,
        varied=True,
        strokes=0.85,
        moving=0.75,
    )


def fetched(packages: dict[str, str]) -> dict[str, FontFile]:
    """The faces of packages, each given with the subset wanted."""
    return {name: (str(hand_font(name, subset)), 0) for name, subset in packages.items()}


def shut_cast() -> Cast:
    """What is measured on: faces, handwriting fonts and Latin hands never fitted on; no hand by strokes."""
    pens = tuple((str(font_file(face)), 0) for face in SHUT_PENS)
    latin = tuple((str(hand_font(name, subset)), 0) for name, subset in SHUT_LATIN_FONTS.items())
    return Cast(print_faces=present(SHUT_PRINT), pens=pens, latin=latin, writers={}, latin_share=0.1)


def present(faces: dict[str, FontFile]) -> dict[str, FontFile]:
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
    document = str(rng.choice([face for face in faces if set(label_text) <= inks.characters(cast.print_faces[face])]))
    face = document if rng.random() < 0.5 else str(rng.choice(faces))
    name = name_in(rng, inks.characters(cast.print_faces[face]))
    label = inks.printed(label_text, cast.print_faces[document], em)
    height, width = 6 * line, label.shape[1] + round(rng.uniform(7, 12) * line) + 3 * line
    sheet = np.full((height, width, 3), 255.0, np.float32)
    base = round(height / 2 + 0.35 * line)
    black = tuple(int(v) for v in rng.integers(10, 50, 1).repeat(3))
    at = Box(line, base - label.shape[0] + round(0.12 * em), label.shape[1], label.shape[0])
    inks.stain(sheet, label, at.x, at.y, black)
    cell = Box(at.right, base - round(1.8 * line), width - at.right - line, 3 * line)
    _ruled(sheet, cell, base, line, rng)
    desk = _Desk(sheet=sheet, cell=cell, line=line, base=base, em=em, name=name, face=face, black=black)
    maker = _fill(kind, desk, cast, rng)
    stamped = None
    if kind in {"under-seal", "seal-only"} or (kind == "printed" and rng.random() < 0.2):
        stamped = inks.seal(sheet, cell, line, cast.print_faces[next(iter(cast.print_faces))], rng)
    blank = np.zeros((0, 0, 3), np.uint8)
    place = Place(
        image=blank, kind=kind, maker=maker, name=name, level=level, cell=cell, label=at, label_text=label_text, seal=stamped
    )  # fmt: skip
    return _seen(sheet, rng, level, line, place)


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """A sheet while it is being filled: the place, its text line height, its base line, the print's size, the name, its face and ink."""

    sheet: Floats
    cell: Box
    line: int
    base: int
    em: float
    name: str
    face: str
    black: tuple[int, ...]


def _fill(kind: str, desk: _Desk, cast: Cast, rng: np.random.Generator) -> str:
    """Put into the place what the kind says and return who or what made it."""
    sheet, cell, line, em = desk.sheet, desk.cell, desk.line, desk.em
    file = cast.print_faces[desk.face]
    pen = inks.PENS[int(rng.integers(len(inks.PENS)))] if rng.random() < 1 - cast.red else inks.RED_PENS[int(rng.integers(2))]
    if kind in SIGNED:
        return _sign(kind, desk, cast, pen, rng)
    if kind.startswith("printed"):
        return _print(kind, desk, cast, rng)
    if kind == "name-stamp":
        bare = 0.55 if cast.varied else None
        cover, maker = inks.name_stamp(desk.name, file, em * rng.uniform(0.9, 1.5), rng, bare=bare)
        cover = inks.worn(cover, rng) if cast.varied else cover
        _set(sheet, cover, cell, inks.STAMP_INKS[int(rng.integers(5))], rng, base=None)
        return maker
    if kind == "fingerprint":
        _set(sheet, inks.thumb(rng.uniform(1.9, 2.7) * line, rng), cell, (200, 40, 50), rng, base=None)
    if kind == "date-only":
        return _date(sheet, cell, desk.base, cast, em, rng)
    return inks.mark(sheet, cell, line, file, rng, moving=cast.moving) if kind == "mark" else ""


def _sign(kind: str, desk: _Desk, cast: Cast, pen: tuple[int, ...], rng: np.random.Generator) -> str:
    """Sign in the place: alone, with a thumb beside or over it, or with a date in the same cell."""
    sheet, cell, em = desk.sheet, desk.cell, desk.em
    if kind != "handwritten" and max(pen) > 190:
        pen = inks.PENS[0]
    dated = kind == "with-date"
    room = replace_width(cell, 0.5) if dated else cell
    cover, maker = handwriting(desk.name, cast, rng.uniform(1.05, 1.8 if dated else 2.2) * em, rng)
    cover = inks.worn(inks.bent(cover, rng), rng) if cast.varied else cover
    _set(sheet, cover, room, pen, rng, base=None)
    if kind == "with-thumb":
        _set(sheet, inks.thumb(rng.uniform(1.9, 2.7) * desk.line, rng), cell, (200, 40, 50), rng, base=None)
    if dated:
        _date(sheet, Box(room.right, cell.y, cell.right - room.right, cell.h), desk.base, cast, 0.8 * em, rng)
    return maker


def _print(kind: str, desk: _Desk, cast: Cast, rng: np.random.Generator) -> str:
    """Print a name or words into the place."""
    cell, file = desk.cell, cast.print_faces[desk.face]
    dated = kind == "printed-dated"
    text = desk.name if kind != "printed-words" else _words(rng, inks.characters(file))
    cover = inks.printed(text, file, desk.em * rng.uniform(0.85, 1.5), gap=float(rng.choice([0, 0, 0, 0.3, 0.6])))
    cover = inks.worn(cover, rng) if cast.varied else cover
    room = replace_width(cell, 0.5) if dated else cell
    colour = (30, 40, 120) if kind == "printed-blue" else desk.black
    _set(desk.sheet, cover, room, colour, rng, base=desk.base if rng.random() < 0.7 else None)
    if dated:
        _date(desk.sheet, Box(room.right, cell.y, cell.right - room.right, cell.h), desk.base, cast, 0.8 * desk.em, rng)
    return desk.face


def replace_width(box: Box, share: float) -> Box:
    """The left share of a box."""
    return Box(box.x, box.y, round(share * box.w), box.h)


def name_in(rng: np.random.Generator, known: frozenset[str]) -> str:
    """A name in characters that a face has."""
    surnames, given = ([c for c in text if c in known] for text in (SURNAMES, GIVEN))
    return str(rng.choice(surnames)) + "".join(str(rng.choice(given)) for _ in range(1 + int(rng.random() < 0.65)))


def words_in(known: frozenset[str]) -> list[str]:
    """Common characters that a face has."""
    return [c for c in WORDS if c in known]


def _words(rng: np.random.Generator, known: frozenset[str]) -> str:
    """Print of any kind: characters, digits, signs."""
    pool = words_in(known)
    if rng.random() < 0.2:
        return "".join(rng.choice(list("0123456789"), int(rng.integers(3, 12))))
    return "".join(rng.choice(pool, int(rng.integers(1, 11))))


def _ruled(sheet: Floats, cell: Box, base: int, line: int, rng: np.random.Generator) -> None:
    """Draw the underline, or none, and sometimes a table's lines."""
    grey = (40, 40, 40)
    chance = rng.random()
    if chance < 0.4:
        cv2.line(sheet, (cell.x, base + line // 8), (cell.right - line, base + line // 8), grey, max(1, line // 20))
    elif chance < 0.5:
        for x in range(cell.x, cell.right - line, max(4, line // 4)):
            cv2.line(sheet, (x, base + line // 8), (x + line // 9, base + line // 8), grey, max(1, line // 20))
    if rng.random() < 0.3:
        cv2.rectangle(sheet, (line // 2, cell.y - 2), (cell.right + 2, cell.bottom + 2), (30, 30, 30), max(1, line // 22))


def handwriting(name: str, cast: Cast, size: float, rng: np.random.Generator) -> tuple[Floats, str]:
    """A name by somebody of the cast, as cover, and whose hand it is."""
    if cast.writers:
        maker = str(rng.choice(list(cast.writers)))
        with Image.open(cast.writers[maker][int(rng.integers(len(cast.writers[maker])))]) as opened:
            grey = np.asarray(opened.convert("L"), np.float32)
        cover = inks.trim(np.clip((235 - grey) / 200, 0, 1))
        scale = size / cover.shape[0]
        wide = (max(4, int(cover.shape[1] * scale)), max(4, int(size)))
        return cv2.resize(cover, wide, interpolation=cv2.INTER_AREA).astype(np.float32), maker
    if rng.random() < cast.latin_share:
        pen = cast.latin[int(rng.integers(len(cast.latin)))]
        return inks.by_font(str(rng.choice(inks.LATIN_NAMES)), pen, size, rng), Path(pen[0]).stem
    if rng.random() < cast.strokes:
        return inks.by_strokes(name, size, rng, moving=cast.moving)
    pen = cast.pens[int(rng.integers(len(cast.pens)))]
    name = name if set(name) <= inks.characters(pen) else name_in(rng, inks.characters(pen))
    return inks.by_font(name, pen, size, rng, loose=cast.varied), Path(pen[0]).stem


def _date(sheet: Floats, cell: Box, base: int, cast: Cast, em: float, rng: np.random.Generator) -> str:
    """Write a date, by hand, in print, or with its 年月日 in print."""
    parts = inks.date_text(rng)
    by_hand, x = rng.random() < 0.75, cell.x + 0.4 * em
    set_between = rng.random() < 0.5
    pen = inks.PENS[int(rng.integers(len(inks.PENS)))]
    file = cast.print_faces[str(rng.choice(list(cast.print_faces)))]
    who = writer(rng, moving=cast.moving) if rng.random() < 0.75 * cast.strokes else None
    hand_covers = inks.write_date(cast.pens, cast.digits, who, parts, 1.15 * em * (0.8 if who else 1.0), rng)
    tight = float(rng.uniform(0.03, 0.3))
    for part, own in zip(parts, hand_covers, strict=True):
        in_print = not by_hand or (part in "年月日" and set_between)
        cover = inks.printed(part, file, em) if in_print else own
        low = base if in_print or part in ".-" else base + round(float(rng.uniform(-0.1, 0.1)) * em)
        drop = round(0.5 * em) if part == "-" else 0
        inks.stain(sheet, cover, round(x), low - drop - cover.shape[0], (15, 15, 15) if in_print else pen)
        x += cover.shape[1] + (0.12 if not by_hand else float(rng.uniform(0.3, 0.5)) if in_print else tight) * em
    return "printed" if not by_hand else "by hand"


def _set(sheet: Floats, cover: Floats, cell: Box, ink: tuple[int, ...], rng: np.random.Generator, base: int | None) -> None:
    if cover.shape[1] > 0.94 * cell.w or cover.shape[0] > cell.h:
        scale = min(0.94 * cell.w / cover.shape[1], cell.h / cover.shape[0])
        cover = cv2.resize(cover, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    if base is None and rng.random() < 0.4:
        cover = inks.turned(cover, rng.uniform(-5, 5))
    line = cell.h / 3
    x = rng.uniform(cell.x + 0.05 * line, max(cell.x + 0.1 * line, cell.right - cover.shape[1] - 0.2 * line))
    y = base - cover.shape[0] if base is not None else cell.centre.y - cover.shape[0] / 2 + rng.uniform(-0.25, 0.25) * line
    inks.stain(sheet, cover, round(x), round(y), ink)


def captured(sheet: Floats, rng: np.random.Generator, level: int, line: int) -> Rgb:
    """A sheet as a scanner (levels 0-2) or a phone (3-5) sees it; line: its text line height in px."""
    soft = cv2.GaussianBlur(sheet, (0, 0), max(0.3, (0.4, 0.7, 0.9, 0.8, 1.0, 1.35)[level] * line / 42))
    height, width = soft.shape[:2]
    if level == 2:
        grey = soft.mean(axis=2, keepdims=True)
        kept = grey.repeat(3, axis=2) if rng.random() < 0.5 else soft
        soft = np.clip(255 - (255 - kept) * np.float32(rng.uniform(0.45, 0.8)), 0, 255)
    if level >= 3:
        tilt = np.deg2rad(rng.uniform(-1.2, 1.2))
        shear = np.array([[1, np.tan(tilt), 0], [np.tan(tilt + rng.uniform(-0.01, 0.01)), 1, 0]], np.float32)
        shear[:, 2] = (-shear[0, 1] * height / 2, -shear[1, 0] * width / 2)
        soft = cv2.warpAffine(soft, shear, (width, height), borderValue=(255, 255, 255))
        across = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
        edge = 1 / (1 + np.exp(-(across - np.float32(rng.uniform(0.2, 0.9))) * 25))
        soft = soft * ((1 - np.float32(rng.uniform(0, 0.08 * level)) * across) * (1 - np.float32(0.12 * (level - 3) + 0.05) * edge))
    if level >= 1:
        soft = soft * np.array([1, rng.uniform(0.96, 1), rng.uniform(0.9, 1)], np.float32) * np.float32(rng.uniform(0.85, 1))
        for _ in range(int(rng.poisson(1.5))):
            cv2.circle(soft, (int(rng.integers(width)), int(rng.integers(height))), 1, (90, 90, 90), -1)
    grain = cv2.GaussianBlur(rng.standard_normal((height, width), dtype=np.float32), (0, 0), 0.6)[..., None]
    noisy = np.clip(soft + grain * np.float32((1.5, 4, 5, 4, 7, 11)[level]), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", noisy[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, (93, 80, 70, 85, 70, 55)[level]])
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)


def _seen(sheet: Floats, rng: np.random.Generator, level: int, line: int, place: Place) -> Place:
    """The place on a page wide enough that lines keep their usual share of it."""
    seen = captured(sheet, rng, level, line)
    height, width = seen.shape[:2]
    image = np.empty((8 * line, max(width, 38 * line), 3), np.uint8)
    image[:] = np.median(seen[::4, ::4], axis=(0, 1)).astype(np.uint8)
    image[line : line + height, :width] = seen
    down = line
    seal = None if place.seal is None else _down(place.seal, down)
    return replace(place, image=image, cell=_down(place.cell, down), label=_down(place.label, down), seal=seal)


def _down(box: Box, rows: int) -> Box:
    return Box(box.x, box.y + rows, box.w, box.h)

"""Pieces of pages with one drawn seal each, at four levels of damage, print running across most arcs; the traps among them.

Level 0 is a clean scan (JPEG 90, turned up to 8 degrees), 1 a tinted one with patchy ink (JPEG 75, up to 25 degrees), 2 a phone photo
(perspective, uneven light, JPEG 70-85), 3 a very faint impression in such a photo at 160 dpi and JPEG 50. Under most seals a name
is printed: the seal's own, another unit's, or one that differs from the seal's in little (the traps: print must never confirm
what the seal does not say). Even numbers are for tuning; odd ones are shut, and half of them bear a face that neither tuning
nor training knows (Debian's texlive-lang-chinese). The seals are cut by samples/drawing, not by the program that the arc's
reader learned from.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.arc_reader.impressions import stored
from pipeline.checks.name_texts import normalise
from pipeline.checks.variants import near_variants
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb
from samples.drawing.fonts import Face, font
from samples.drawing.seals import Seal, cut, worn

LEVELS = (0, 1, 2, 3)
PLACES = (
    "云岚省", "望岚", "青屿市", "临栖", "溪畔", "砺州市", "江苏", "山东省", "榆林市", "泉州", "武汉", "四川", "北京",
    "内蒙古", "兰考县", "晋城市", "浦东新区",
)  # fmt: skip
TRADES = (
    "恒瑞", "中天", "华泰", "安信达", "鑫源", "宏盛", "永固", "晨光", "天宇", "龙腾", "启明", "栖云", "拓岩", "北辰",
    "海棠", "金穗", "砺远", "予衡", "沣淼", "煜晟", "禹舜", "珺桐", "骐骥", "冀中", "赣江", "瓯越", "筑梦",
)  # fmt: skip
FIELDS = (
    "建设工程", "安全技术咨询", "化工", "机电设备", "环保科技", "矿业", "电力建设", "消防工程", "煤业", "物流",
    "危险化学品", "路桥", "勘测设计", "烟花爆竹", "船舶修造", "压力容器检验", "民用爆破", "冶金", "氯碱", "供热",
)  # fmt: skip
FORMS = (
    "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "（集团）有限公司", "有限公司第三分公司",
    "研究院", "厂", "煤矿",
)  # fmt: skip
OTHERS = (
    "应急管理局", "人民医院", "第二中学", "职业技术学院", "市政工程公司", "农业专业合作社", "地质勘查院", "公路管理处",
    "安全生产协会", "特种设备检验所",
)  # fmt: skip
LINES = (
    "", "", "", "", "人力资源部", "人事部", "人事处", "组织人事部", "合同专用章", "财务专用章", "人事专用章",
    "劳动合同专用章", "发票专用章", "项目部", "办公室", "安全环保部",
)  # fmt: skip
REDS = ((206, 34, 44), (190, 20, 60), (225, 60, 70), (235, 80, 60), (150, 45, 60))


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A drawn piece of a page, what its seal says, which name is printed under it ("" none), and where the seal stands."""

    image: Rgb
    seal: Seal
    printed: str
    box: Box


def draw(number: int, level: int) -> Drawn:
    """Return the piece of this number; the same number and level draw the same picture."""
    rng = np.random.default_rng([number, level, 2026])
    name, other = _name(rng), _name(rng)
    line = str(rng.choice(LINES))
    known = (Face.MING, Face.SONG_BOLD, Face.SONG)
    fresh = (Face.FANDOL_SONG, Face.FANDOL_SONG_BOLD) if number % 4 == 1 else known
    seal = Seal(
        name=name,
        line=line,
        code="".join(str(digit) for digit in rng.integers(0, 10, 13)) if rng.random() < 0.4 else "",
        face=fresh[int(rng.integers(len(fresh)))],
        star=bool(rng.random() < 0.92),
        specimen=False,
    )
    radius = int(rng.uniform(85, 125) if level == 3 else rng.uniform(95, 215))
    cover = worn(cut(seal, 2 * radius / seal.size_mm, rng), (0.1, 0.35, 0.3, 0.5)[level], rng)
    side = int(radius * 3.4)
    spread = (8, 25, 30, 60)[level]
    ink = _turned(cover, float(rng.uniform(-spread, spread)), side) * (0.92, 0.85, 0.85, rng.uniform(0.16, 0.32))[level]
    near = near_variants(normalise(name))
    under = (name, name, other, str(near[int(rng.integers(len(near)))]), "")
    printed = under[int(rng.integers(len(under)))]
    image = _page(side, radius, printed, rng)
    image *= 1 - ink[:, :, None] * (1 - np.array(REDS[int(rng.integers(len(REDS)))], np.float32) / 255)
    corners = _box_corners(side, radius)
    if level >= 2:
        image, corners = _from_the_side(image, corners, rng)
    return Drawn(image=_captured(image, level, rng), seal=seal, printed=printed, box=Box.around([(float(x), float(y)) for x, y in corners]))


def others(number: int, level: int, count: int) -> list[str]:
    """Return names of other units, none of them near this seal's, to be refused."""
    rng = np.random.default_rng([number, level, 7])
    return [_name(rng) for _ in range(count)]


def _name(rng: np.random.Generator) -> str:
    if rng.random() < 0.2:
        return f"{rng.choice(PLACES)}{rng.choice(OTHERS)}"
    if rng.random() < 0.12:
        return f"{rng.choice(TRADES)}（{rng.choice(PLACES)}）{rng.choice(FIELDS)}有限公司"
    return "".join(str(rng.choice(words)) for words in (PLACES, TRADES, FIELDS, FORMS))


def _turned(cover: NDArray[np.float32], turn_deg: float, side: int) -> NDArray[np.float32]:
    middle = cover.shape[0] / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), -turn_deg, 1)
    matrix[:, 2] += side / 2 - middle
    return np.asarray(cv2.warpAffine(cover, matrix, (side, side)), dtype=np.float32)


def _page(side: int, radius: int, printed: str, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the paper with the printed name, another line, a table's line, now and then a pen's stroke."""
    canvas = Image.new("RGB", (side, side), (255, 255, 255))
    pen, size = ImageDraw.Draw(canvas), int(radius * rng.uniform(0.15, 0.2))
    face = font(Face.SONG if rng.random() < 0.7 else Face.HEI, size)
    top = side / 2 + radius * rng.uniform(-0.9, 0.5)
    pen.text((side / 2 - radius * rng.uniform(0.8, 1.4), top), printed, font=face, fill=(25, 25, 25))
    pen.text((side / 2 - radius, top + 2 * size), "意见：同意申报", font=face, fill=(25, 25, 25))
    if rng.random() < 0.4:
        at = int(side / 2 + radius * rng.uniform(-1, 1))
        pen.line([(0, at), (side, at)] if rng.random() < 0.5 else [(at, 0), (at, side)], fill=(30, 30, 30), width=max(1, radius // 70))
    if rng.random() < 0.3:
        points = [(side / 2 + radius * rng.uniform(-1, 1), side / 2 + radius * rng.uniform(-0.2, 0.9)) for _ in range(5)]
        pen.line(points, fill=(20, 25, 60), width=max(2, radius // 50), joint="curve")
    return np.asarray(canvas, dtype=np.float32).copy()


def _box_corners(side: int, radius: int) -> NDArray[np.float32]:
    low, high = side // 2 - radius, side // 2 + radius
    return np.array([(low, low), (high, low), (high, high), (low, high)], np.float32)


def _from_the_side(
    image: NDArray[np.float32], corners: NDArray[np.float32], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    side = image.shape[0]
    square = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    lean = (square + rng.uniform(-0.06, 0.06, (4, 2)) * side).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(square, lean)
    seen = cv2.warpPerspective(image, matrix, (side, side), borderValue=(252, 252, 252))
    return np.asarray(seen, np.float32), cv2.perspectiveTransform(corners[None], matrix)[0]


def _captured(image: NDArray[np.float32], level: int, rng: np.random.Generator) -> Rgb:
    side = image.shape[0]
    if level:
        image *= np.linspace(1, 0.88, side, dtype=np.float32)[None, :, None] * np.array([1, 0.985, 0.94], np.float32)
    if level >= 2:  # a phone held by hand, light from one side
        turn, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.3)
        y, x = np.mgrid[0:side, 0:side] / side - 0.5
        image *= np.asarray(1 - strength * (0.5 + x * np.cos(turn) + y * np.sin(turn)), np.float32)[:, :, None]
    image = np.asarray(
        cv2.GaussianBlur(image, (0, 0), (0.5, 0.8, 0.9, 1.0)[level]) + rng.normal(0, (2, 5, 4, 4)[level], image.shape), np.float32
    )
    quality = (90, 75, int(rng.integers(70, 86)), 50)[level]
    return stored(np.asarray(np.clip(image, 0, 255), dtype=np.uint8), quality)

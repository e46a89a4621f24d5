"""Drawn impressions of round and oval seals over print, as a scanner, a copier or a phone hands them on, with what they say and where."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.arc_reader.unit_names import CHARACTERS, Names, listed
from pipeline.datamodel.page import Rgb
from pipeline.imaging.ellipses import Ellipse
from pipeline.imaging.ink import Hue

Floats = NDArray[np.float32]

NOTO, ARPHIC, CNS = "/usr/share/fonts/opentype/noto/", "/usr/share/fonts/truetype/arphic", "/usr/share/fonts/truetype/"
# Debian: fonts-noto-cjk, fonts-noto-cjk-extra, fonts-arphic-*, fonts-wqy-*. Serif faces come more often, as seals are cut in Song.
FACES: tuple[tuple[str, int, int], ...] = (
    *((f"{NOTO}NotoSerifCJK-{weight}.ttc", 2, 3) for weight in ("Light", "Regular", "Medium", "SemiBold", "Bold", "Black")),
    (f"{ARPHIC}/uming.ttc", 0, 6),
    (f"{ARPHIC}-gbsn00lp/gbsn00lp.ttf", 0, 6),
    *((f"{NOTO}NotoSansCJK-{weight}.ttc", 2, 1) for weight in ("Light", "Regular", "Medium", "Bold")),
    (f"{CNS}wqy/wqy-zenhei.ttc", 0, 1),
    (f"{CNS}wqy/wqy-microhei.ttc", 0, 1),
    (f"{ARPHIC}-gkai00mp/gkai00mp.ttf", 0, 1),
)
INKS: tuple[Hue, ...] = ("red", "blue", "black")
REDS = (
    (200, 30, 40),
    (215, 45, 50),
    (190, 20, 60),
    (225, 60, 70),
    (180, 30, 40),
    (235, 70, 60),
    (170, 30, 60),
    (150, 40, 60),
    (240, 90, 90),
)
BLUES = ((40, 60, 190), (30, 40, 150), (60, 80, 200))
R = 300  # radius in pixels at which a seal is cut


@dataclass(frozen=True, kw_only=True)
class Impression:
    """A picture with one seal: what the arc says, its outline as a finder would give it, and where its text begins and ends.

    image: (H, W, 3) uint8 RGB; ends: points (x, y) at the middle of the text band before the first and behind the last character.
    """

    image: Rgb
    name: str
    hue: Hue
    ellipse: Ellipse
    ends: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """A seal as it is cut: its ink 0-1, half axes in pixels, and the half span of its text in radians."""

    cover: Floats
    axes: tuple[float, float]
    half_span: float
    band: float


def impression(seed: int) -> Impression:
    """Return the impression of this number; the same number draws the same picture."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    name = Names(chance).name()
    cut = _cut(name, chance)
    ink: Hue = chance.choices(INKS, (80, 9, 11))[0]
    radius = chance.choices([chance.uniform(55, 85), chance.uniform(85, 150), chance.uniform(150, 250)], [2, 4, 4])[0]
    side = int(radius * 2.6)
    matrix = _placed(cut, radius, side, chance)
    cover = np.clip(cv2.warpPerspective(cut.cover, matrix, (side, side), flags=cv2.INTER_AREA), 0, 1)
    cover = _pressed(np.asarray(cover, np.float32), radius, chance, noise)
    page = _paper(side, radius, name, chance)
    colour = np.array(chance.choice(BLUES if ink == "blue" else REDS), np.float32)
    if ink == "black":
        colour = np.full(3, chance.uniform(20, 120), np.float32)
    cover *= chance.uniform(0.4, 1.0)
    stained = np.asarray(page * (1 - cover[:, :, None] * (1 - colour / 255)), np.float32)
    image = _captured(stained, radius, chance, noise, grey=ink == "black" or chance.random() < 0.02)
    outline = _moved(_oval(cut.axes), matrix)
    (x, y), (width, height), angle = cv2.fitEllipse(outline.astype(np.float32))
    x, y, across, down = (
        chance.gauss(value, share * radius) for value, share in ((x, 0.012), (y, 0.012), (width / 2, 0.013), (height / 2, 0.013))
    )
    found = Ellipse(x=x, y=y, a=across, b=down, angle_deg=angle)
    ends = _moved(np.array([_point(cut, -cut.half_span), _point(cut, cut.half_span)]), matrix)
    return Impression(image=image, name=name, hue=ink, ellipse=found, ends=(tuple(ends[0]), tuple(ends[1])))


def _font(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    """Return a face at a size rounded to 4 px; an opened face of many characters takes megabytes."""
    return _opened(path, index, max(8, round(size / 4) * 4))


@lru_cache(maxsize=256)
def _opened(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=index)


@lru_cache(maxsize=1)
def _faces() -> tuple[list[tuple[str, int]], list[int]]:
    there = [(path, index, weight) for path, index, weight in FACES if Path(path).exists()]
    return [(path, index) for path, index, _ in there], [weight for _, _, weight in there]


def _cut(name: str, chance: random.Random) -> _Cut:
    """Cut a seal: ring or rings, star or emblem or none, the arc's text, perhaps a line, a code, a tax number."""
    oval = chance.random() < 0.10
    axes = (float(R), R * (chance.uniform(0.62, 0.8) if oval else 1.0))
    canvas = Image.new("L", (int(R * 2.3),) * 2, 0)
    draw, middle = ImageDraw.Draw(canvas), R * 1.15
    ring = R * chance.uniform(0.015, 0.055)
    for shrink, width in [(0.0, ring), *([(ring * chance.uniform(1.6, 2.4), ring / 3)] if chance.random() < 0.15 else [])]:
        box = [middle - axes[0] + shrink, middle - axes[1] + shrink, middle + axes[0] - shrink, middle + axes[1] - shrink]
        draw.ellipse(box, outline=255, width=max(2, int(width)))
    _centre(draw, middle, chance, oval=oval)
    chosen, weights = _faces()
    face = chance.choices(chosen, weights)[0]
    with_line, with_code = chance.random() < 0.42, chance.random() < 0.45
    height = R * chance.uniform(0.18, 0.31) * (axes[1] / axes[0]) ** 0.5
    outer = chance.uniform(0.83, 0.925) - ring / R * 0.5
    band = outer - height / R / 2
    most = math.radians(chance.uniform(200, 250) if with_line else chance.uniform(220, 275) if with_code else chance.uniform(230, 318))
    span = min(most, math.radians(chance.uniform(20, 29) * len(name) + 10))
    step = span / max(1, len(name) - 1)
    wide = min(height * chance.uniform(0.5, 1.0), step * band * R * (axes[1] / axes[0]) ** 0.5 * chance.uniform(0.8, 0.97))
    bold = chance.choice((0, 0, 0, 1, 2, 4))
    cut = _Cut(cover=np.zeros((1, 1), np.float32), axes=axes, half_span=span / 2 + step * 0.62, band=band)
    for index, character in enumerate(name):
        at = -span / 2 + index * step
        _set(canvas, _glyph(face, character, (wide, height), bold), _point(cut, at), _normal(axes, at))
    if with_line:
        _line(canvas, chance.choice(chosen), middle, chance)
    if oval and chance.random() < 0.7:
        number = "".join(chance.choice("0123456789ABCDEFGHJK") for _ in range(18))
        _row(canvas, _font(*chance.choice(chosen), int(R * 0.17)), number, (middle, middle), (R * 1.25, R * 0.13))
    if with_code:
        _code(canvas, cut, ring, chance)
    return _Cut(cover=np.asarray(np.asarray(canvas) / 255, np.float32), axes=axes, half_span=cut.half_span, band=band)


def _centre(draw: ImageDraw.ImageDraw, middle: float, chance: random.Random, *, oval: bool) -> None:
    if oval or chance.random() < 0.12:
        return
    if chance.random() < 0.07:  # an emblem: something busy and round
        reach = R * chance.uniform(0.28, 0.4)
        draw.ellipse([middle - reach, middle - reach, middle + reach, middle + reach], outline=255, width=int(R * 0.03))
        for _ in range(25):
            x, y = (middle + chance.uniform(-0.7, 0.7) * reach for _ in range(2))
            draw.ellipse([x - 12, y - 12, x + 12, y + 12], fill=chance.choice((0, 255)))
        return
    tip, inner = R * chance.uniform(0.22, 0.38), chance.uniform(0.36, 0.42)
    points = [(tip if k % 2 == 0 else tip * inner, -math.pi / 2 + k * math.pi / 5) for k in range(10)]
    draw.polygon([(middle + reach * math.cos(turn), middle + reach * math.sin(turn)) for reach, turn in points], fill=255)


def _point(cut: _Cut, at: float) -> tuple[float, float]:
    """Return the middle of the text band at an angle from the top (clockwise, radians of the circle the oval was pressed from)."""
    turn = at - math.pi / 2
    return R * 1.15 + cut.axes[0] * cut.band * math.cos(turn), R * 1.15 + cut.axes[1] * cut.band * math.sin(turn)


def _normal(axes: tuple[float, float], at: float) -> float:
    """Return the direction outward there, degrees clockwise from up."""
    turn = at - math.pi / 2
    return math.degrees(math.atan2(math.sin(turn) / axes[1], math.cos(turn) / axes[0])) + 90


def _glyph(face: tuple[str, int], character: str, size: tuple[float, float], bold: int) -> Image.Image:
    wide, height = size
    drawn = _font(*face, int(height * 1.25))
    left, top, right, bottom = drawn.getbbox(character, stroke_width=bold)
    if right <= left or bottom <= top:
        return Image.new("L", (2, 2), 0)
    glyph = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4), 0)
    ImageDraw.Draw(glyph).text((2 - left, 2 - top), character, font=drawn, fill=255, stroke_width=bold)
    em = height * 1.15
    shape = max(3, int(wide * min(1, (right - left) / em * 1.05))), max(3, int(height * min(1, (bottom - top) / em * 1.05)))
    return glyph.resize(shape, Image.Resampling.BILINEAR)


def _set(canvas: Image.Image, glyph: Image.Image, at: tuple[float, float], turn_deg: float) -> None:
    side = int(math.hypot(*glyph.size)) + 4
    square = Image.new("L", (side, side), 0)
    square.paste(glyph, ((side - glyph.width) // 2, (side - glyph.height) // 2))
    square = square.rotate(-turn_deg, resample=Image.Resampling.BILINEAR)
    canvas.paste(255, (int(at[0] - side / 2), int(at[1] - side / 2)), square)


def _row(canvas: Image.Image, drawn: ImageFont.FreeTypeFont, text: str, at: tuple[float, float], size: tuple[float, float]) -> None:
    """Set a straight row of text about a point, pressed into a size."""
    row = Image.new("L", (int(drawn.getlength(text)) + 8, int(drawn.size * 1.6)), 0)
    ImageDraw.Draw(row).text((4, 0), text, font=drawn, fill=255)
    box = row.getbbox()
    if box:
        row = row.crop(box).resize((int(min(size[0], row.width)), int(size[1])), Image.Resampling.BILINEAR)
        canvas.paste(255, (int(at[0] - row.width / 2), int(at[1] - row.height / 2)), row)


def _line(canvas: Image.Image, face: tuple[str, int], middle: float, chance: random.Random) -> None:
    size = (R * chance.uniform(0.8, 1.15), R * chance.uniform(0.14, 0.23))
    _row(canvas, _font(*face, int(R * 0.22)), chance.choice(listed("lines")), (middle, middle + R * chance.uniform(0.42, 0.56)), size)


def _code(canvas: Image.Image, cut: _Cut, ring: float, chance: random.Random) -> None:
    digits = "".join(chance.choice("0123456789") for _ in range(13))
    face, step = chance.choice(_faces()[0]), math.radians(chance.uniform(4.6, 6))
    place = _Cut(cover=cut.cover, axes=cut.axes, half_span=0, band=chance.uniform(0.87, 0.91) - ring / R * 0.5)
    for index, digit in enumerate(digits):
        at = math.pi + (6 - index) * step
        _set(canvas, _glyph(face, digit, (R * 0.06, R * 0.09), 0), _point(place, at), _normal(cut.axes, at) + 180)


def _oval(axes: tuple[float, float]) -> NDArray[np.float64]:
    turn = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    return np.stack([R * 1.15 + axes[0] * np.cos(turn), R * 1.15 + axes[1] * np.sin(turn)], axis=1)


def _placed(cut: _Cut, radius: float, side: int, chance: random.Random) -> NDArray[np.float64]:
    """Return the (3, 3) matrix that puts the seal on the picture: turned, scaled, seen a little from the side."""
    turn = math.radians(chance.gauss(0, 14) if chance.random() < 0.75 else chance.uniform(-180, 180))
    scale, middle = radius / R, cut.cover.shape[0] / 2
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    place = np.array([[cos, -sin, side / 2 - cos * middle + sin * middle], [sin, cos, side / 2 - sin * middle - cos * middle], [0, 0, 1]])
    corners = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    lean = chance.choice((0.0, 0.0, 0.02, 0.05)) * side
    seen = (corners + np.array([[chance.uniform(-lean, lean) for _ in range(2)] for _ in range(4)])).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners, seen) @ place)


def _moved(points: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    moved = np.hstack([points, np.ones((len(points), 1))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def _pressed(cover: Floats, radius: float, chance: random.Random, noise: np.random.Generator) -> Floats:
    """Return the ink as rubber leaves it: grain, patches, cracks, strokes run together or worn thin, a place hardly pressed."""
    side = cover.shape[0]
    if chance.random() < 0.35:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        spread = cv2.dilate(cover, kernel) if chance.random() < 0.6 else cv2.erode(cover, kernel)
        share = chance.uniform(0.2, 1.0) * min(1.0, radius / 160)
        cover = np.asarray(share * spread + (1 - share) * cover, np.float32)
    wear = chance.uniform(0.0, 0.7)
    grain = _standard(noise.random(cover.shape), chance.uniform(0.7, 1.6) * max(1.0, radius / 150))
    patches = _standard(noise.random(cover.shape), side / chance.uniform(8, 20))
    kept: NDArray[np.floating] = cover * np.clip(1 - wear * np.clip(0.45 + 0.35 * grain + 0.55 * patches, 0, 1.6), 0.03, 1)
    if chance.random() < 0.35:  # cracks: paper shows through along thin crooked lines
        cracks = np.zeros(cover.shape, np.uint8)
        for _ in range(chance.randrange(4, 40)):
            x, y = chance.uniform(0, side), chance.uniform(0, side)
            bends = [(x + chance.gauss(0, radius / 8) * k, y + chance.gauss(0, radius / 8) * k) for k in range(4)]
            cv2.polylines(cracks, [np.array(bends, np.int32)], isClosed=False, color=255, thickness=max(1, int(radius / 110)))
        kept = kept * (1 - chance.uniform(0.4, 1) * cv2.GaussianBlur(cracks, (0, 0), 0.6).astype(np.float32) / 255)
    if chance.random() < 0.25:  # pressed on one side only
        turn = chance.uniform(0, 2 * math.pi)
        y, x = np.mgrid[0:side, 0:side] / side - 0.5
        kept = kept * np.clip(1 - chance.uniform(0.2, 0.65) * (0.5 + x * math.cos(turn) + y * math.sin(turn)), 0.1, 1)
    if chance.random() < 0.06:  # pressed twice
        shift = np.array([[1, 0, chance.gauss(0, radius / 60)], [0, 1, chance.gauss(0, radius / 60)]], np.float32)
        again = cv2.warpAffine(np.asarray(kept, np.float32), shift, (side, side))
        kept = np.maximum(kept, again * chance.uniform(0.2, 0.6))
    return np.asarray(kept, np.float32)


def _standard(values: NDArray[np.float64], sigma: float) -> Floats:
    smooth = cv2.GaussianBlur(values.astype(np.float32), (0, 0), sigma)
    return np.asarray((smooth - smooth.mean()) / (smooth.std() + 1e-6), np.float32)


def _paper(side: int, radius: float, name: str, chance: random.Random) -> Floats:
    """Return a piece of a page under the seal, (side, side, 3) 0-255: lines of print, a table's lines, a pen's."""
    page = Image.new("RGB", (side, side), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    if chance.random() < 0.72:
        size = max(8, int(radius * chance.uniform(0.12, 0.26)))
        drawn, top = _font(*chance.choice(_faces()[0]), size), chance.randrange(-size, int(side * 0.4))
        for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
            grey = chance.randrange(0, 80)
            draw.text((chance.randrange(-side // 2, side // 3), top), _printed(name, chance), font=drawn, fill=(grey, grey, grey))
            top += int(size * chance.uniform(1.3, 4))
    for _ in range(chance.choice((0, 0, 0, 1, 2, 3))):
        at, width = chance.randrange(side), max(1, int(radius / 90))
        draw.line([(0, at), (side, at)] if chance.random() < 0.5 else [(at, 0), (at, side)], fill=(25, 25, 25), width=width)
    if chance.random() < 0.25:
        strokes = [(chance.randrange(side), chance.randrange(side)) for _ in range(chance.randrange(4, 12))]
        draw.line(strokes, fill=chance.choice(((20, 20, 20), (20, 30, 120))), width=max(2, int(radius / 45)), joint="curve")
    return np.asarray(page, np.float32)


def _printed(name: str, chance: random.Random) -> str:
    """Return a line of print: the seal's own name, another's, or words by chance; never a help in reading the seal."""
    other = Names(chance).name()
    if (draw := chance.random()) < 0.25:
        return f"{name}  {other}"
    if draw < 0.6:
        return f"{other}  {Names(chance).name()}"
    return "".join(chance.choices(CHARACTERS[:3755], k=30))


def _captured(image: Floats, radius: float, chance: random.Random, noise: np.random.Generator, *, grey: bool) -> Rgb:
    """Return the page as it is captured: tint, light, blur, noise, perhaps without colour, JPEG."""
    side = image.shape[0]
    tint = np.array([1, chance.uniform(0.95, 1), chance.uniform(0.86, 1)], np.float32) * chance.uniform(0.68, 1)
    light = np.linspace(1, chance.uniform(0.7, 1.05), side, dtype=np.float32)
    lit = image * tint * (light[None, :, None] if chance.random() < 0.5 else light[:, None, None])
    soft = cv2.GaussianBlur(lit, (0, 0), chance.uniform(0.3, 1.5) * (radius / 150) ** 0.7)
    taken = np.asarray(np.clip(soft + noise.normal(0, chance.uniform(0.5, 8), image.shape), 0, 255), dtype=np.uint8)
    if grey:
        taken = _copied(taken, chance)
    for _ in range(chance.choice((1, 1, 1, 2))):
        # What nobody can read teaches only to guess, so small seals are not also stored coarsely.
        coarsest = 70 if radius < 90 else 55 if radius < 140 else 40
        taken = stored(taken, max(coarsest, chance.choice((40, 55, 70, 80, 85, 92, 96))))
    return taken


def _copied(image: Rgb, chance: random.Random) -> Rgb:
    """Return the picture without colour; now and then with a copier's contrast, which leaves the darker half of what there is."""
    flat = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if chance.random() < 0.3:
        dark, paper = np.percentile(flat, (2, 60))
        low, high = dark + chance.uniform(-0.1, 0.15) * (paper - dark), paper - chance.uniform(0, 0.3) * (paper - dark)
        flat = np.asarray(np.clip((flat.astype(np.float32) - low) / max(8.0, high - low) * 255, 0, 255), dtype=np.uint8)
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def stored(image: Rgb, quality: int) -> Rgb:
    """Return the picture as JPEG of a quality keeps it."""
    encoded = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR))[:, :, ::-1], dtype=np.uint8)

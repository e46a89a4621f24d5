"""Draws pages with seals, and what is known of them, in memory: print, table lines, handwriting, seals, then a scanner or a phone.

Levels: 0 a clean scan; 1 tinted, blurred, JPEG 75, patchy ink; 2 a phone's photo with perspective and uneven light, JPEG 70-85;
3 perspective, JPEG 50, 160 dpi, very faint ink. Pages without a seal: `seal_foils`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks import seal_cuts
from benchmarks.seal_cuts import Cover, face, words
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb
from samples.drawing.fonts import PEN_FACES
from samples.drawing.handwriting import stroked

INKS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "vermilion": ((232, 70, 42), (240, 90, 60)),
    "red": ((214, 30, 44), (200, 20, 60), (225, 55, 70)),
    "purple-brown": ((140, 40, 60), (128, 48, 84), (150, 60, 50)),
    "blue": ((40, 60, 170), (70, 90, 205), (30, 40, 130)),
    "black": ((30, 30, 34), (70, 70, 72)),
}
HUE = {"vermilion": "red", "red": "red", "purple-brown": "red", "blue": "blue", "black": "black"}
Canvas = NDArray[np.floating[Any]]  # (H, W, 3) 0..255


@dataclass(frozen=True, kw_only=True)
class Truth:
    """One seal on a page: box of what is seen of it, how much of its area that is (0-1), and what it was drawn with."""

    box: Box
    shape: str
    colour: str
    diameter_mm: float
    seen: float
    overlaps: bool

    @property
    def ink(self) -> str:
        """The ink as `Seal` names it."""
        return HUE[self.colour]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A page and the seals on it."""

    image: Rgb
    seals: tuple[Truth, ...]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A seal pressed on a sheet, before the picture is taken: its corners (4, 2) and what `Truth` says."""

    corners: NDArray[np.float32]
    shape: str
    colour: str
    diameter_mm: float
    overlaps: bool


def scene(seed: int, level: int) -> Scene:
    """Return a page with one to three seals; the same seed and level draw the same page."""
    rng = np.random.default_rng([seed, level, 77])
    dpi = 160.0 if level == 3 else float(rng.choice([150, 170, 200]))
    sheet = blank(rng, dpi)
    colour = str(rng.choice(list(INKS), p=[0.16, 0.36, 0.14, 0.16, 0.18]))
    printed(sheet, rng, dpi, red=HUE[colour] == "red" and rng.random() < 0.2)
    placed: list[Placed] = []
    for _ in range(int(rng.choice([1, 1, 1, 2, 2, 3]))):
        if (one := _press(sheet, rng, dpi, level, colour, placed)) is not None:
            placed.append(one)
    if rng.random() < 0.5:
        where = placed[0].corners.mean(axis=0) if rng.random() < 0.5 else None
        written(sheet, rng, dpi, at=where)
    grey = HUE[colour] == "black" and rng.random() < 0.6
    image, matrix = captured(copied(sheet, rng) if grey else sheet, rng, level, ground=not grey)
    seals = tuple(truth for one in placed if (truth := _truth(one, matrix, sheet, image)) is not None)
    return Scene(image=image, seals=seals)


def blank(rng: np.random.Generator, dpi: float) -> Canvas:
    """Return white paper: A4, or a part of it."""
    high, wide = (297, 210) if rng.random() < 0.7 else (150, 210)
    return np.full((round(high * dpi / 25.4), round(wide * dpi / 25.4), 3), 253, np.float32)


def printed(sheet: Canvas, rng: np.random.Generator, dpi: float, *, red: bool = False) -> None:
    """Print paragraphs, a table and a date; red: a red head with a rule under it."""
    mm = dpi / 25.4
    canvas = Image.fromarray(sheet.astype(np.uint8))
    pen = ImageDraw.Draw(canvas)
    height, width, black = sheet.shape[0], sheet.shape[1], (28, 28, 30)
    y, number = 14 * mm, int(rng.integers(0, 10))
    if red:
        pen.text((28 * mm, y), words(rng, 8) + "文件", font=face(2, round(14 * mm)), fill=(216, 24, 36))
        pen.line([22 * mm, y + 22 * mm, width - 22 * mm, y + 22 * mm], fill=(216, 24, 36), width=max(2, round(0.7 * mm)))
        y += 28 * mm
    size = rng.uniform(3.2, 5.5) * mm
    while y < height - 10 * mm:
        if rng.random() < 0.12:
            rows, columns, row = int(rng.integers(2, 7)), int(rng.integers(2, 6)), rng.uniform(7, 16) * mm
            for line in range(rows + 1):
                pen.line([20 * mm, y + line * row, width - 20 * mm, y + line * row], fill=black, width=max(1, round(0.25 * mm)))
            for line in range(columns + 1):
                x = 20 * mm + line * (width - 40 * mm) / columns
                pen.line([x, y, x, y + rows * row], fill=black, width=max(1, round(0.25 * mm)))
            for cell in range(rows * columns):
                place = (22 * mm + cell % columns * (width - 40 * mm) / columns, y + (cell // columns + 0.25) * row)
                pen.text(place, words(rng, int(rng.integers(1, 6))), font=face(number, round(size)), fill=black)
            y += (rows + 0.5) * row
        elif rng.random() < 0.85:
            pen.text((rng.choice([20, 28]) * mm, y), words(rng, int(rng.integers(4, 34))), font=face(number, round(size)), fill=black)
            y += 1.7 * size
        else:
            y += 4 * size
    sheet[:] = np.asarray(canvas, np.float32)


def written(
    sheet: Canvas,
    rng: np.random.Generator,
    dpi: float,
    *,
    at: NDArray[np.floating[Any]] | None = None,
    ink: tuple[int, int, int] | None = None,
) -> None:
    """Write two to six signs by hand, at a place (x, y) or anywhere."""
    text = words(rng, int(rng.integers(2, 7)))
    cover = stroked(
        text, PEN_FACES[int(rng.integers(0, 4))], round(rng.uniform(6, 14) * dpi / 25.4), rng, slant=rng.uniform(0, 0.3), jitter=0.08
    )
    at = np.array([rng.uniform(0.2, 0.8) * sheet.shape[1], rng.uniform(0.1, 0.9) * sheet.shape[0]]) if at is None else at
    colours = ((30, 30, 34), (28, 36, 84), (34, 60, 150))
    stain(sheet, cover, ink or colours[int(rng.integers(0, 3))], (float(at[0]), float(at[1])))


def stain(sheet: Canvas, cover: Cover, ink: tuple[int, int, int], centre: tuple[float, float]) -> None:
    """Lay ink over the paper as light passes it, darker where it crosses print; cover may reach over the edge."""
    height, width = cover.shape
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(sheet.shape[1], left + width), min(sheet.shape[0], top + height)
    if x0 < x1 and y0 < y1:
        part = cover[y0 - top : y1 - top, x0 - left : x1 - left, None]
        sheet[y0:y1, x0:x1] *= 1 - part * (1 - np.asarray(ink, np.float32) / 255)


def copied(sheet: Canvas, rng: np.random.Generator) -> Canvas:
    """Return what a black-and-white copier or a fax makes of the page."""
    gray = cv2.cvtColor(sheet.astype(np.float32), cv2.COLOR_RGB2GRAY)
    gray = cv2.GaussianBlur(gray, (0, 0), rng.uniform(0.4, 0.9)) + rng.normal(0, 4, gray.shape)
    steep = rng.choice([1.0, 2.5, 8.0])
    return np.repeat(np.clip((gray - 170) * steep + 170, 12, 250)[:, :, None], 3, axis=2).astype(np.float32)


def captured(sheet: Canvas, rng: np.random.Generator, level: int, *, ground: bool) -> tuple[Rgb, NDArray[np.float64]]:
    """Return the picture that is taken of a sheet, and the matrix (3, 3) from sheet to picture; ground: whether light is tinted."""
    height, width = sheet.shape[:2]
    image, matrix = sheet, np.eye(3)
    if level >= 2:
        margin = rng.uniform(0.0, 0.06) * width
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * rng.uniform(0, 0.07, (4, 2)) * (width, height)
        moved = (corners + inward + margin).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(corners, moved).astype(np.float64)
        desk = tuple(float(v) for v in rng.choice([(146, 112, 82), (92, 96, 104), (170, 160, 146), (70, 58, 50)]))
        size = (round(width + 2 * margin), round(height + 2 * margin))
        image = np.asarray(cv2.warpPerspective(sheet.astype(np.float32), matrix, size, borderValue=desk), np.float32)
        y, x = np.mgrid[0 : size[1], 0 : size[0]] / max(size)
        slope = rng.uniform(-0.45, 0.45, 2)
        image = image * np.clip(1 + slope[0] * (x - 0.5) + slope[1] * (y - 0.5), 0.55, 1.15)[:, :, None] * rng.uniform(0.72, 1.0)
        image = image * np.array([1, rng.uniform(0.95, 1.0), rng.uniform(0.85, 1.02)] if ground else [1, 1, 1])
    elif level == 1:
        image = sheet * np.linspace(1, 0.88, width)[None, :, None] * np.array([1, 0.985, 0.94] if ground else [1, 1, 1])
    blur, noise = ((0.4, 1.5), (0.8, 4), (rng.uniform(0.6, 1.2), 4), (1.0, 5))[level]
    image = cv2.GaussianBlur(image.astype(np.float32), (0, 0), blur) + rng.normal(0, noise, (*image.shape[:2], 1))
    quality = (92, 75, int(rng.integers(70, 86)), 50)[level]
    stored = cv2.imencode(".jpg", np.clip(image, 0, 255).astype(np.uint8)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    back = np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR))
    return np.ascontiguousarray(back[:, :, ::-1], dtype=np.uint8), matrix


def _press(sheet: Canvas, rng: np.random.Generator, dpi: float, level: int, colour: str, before: list[Placed]) -> Placed | None:
    shape = str(rng.choice(["round", "oval", "square", "rectangle"], p=[0.56, 0.18, 0.12, 0.14]))
    wide_mm = {
        "round": rng.uniform(36, 46) if rng.random() < 0.7 else rng.uniform(15, 60),
        "oval": float(rng.choice([40, 45, 35, rng.uniform(25, 55)])),
        "square": rng.uniform(15, 26),
        "rectangle": rng.uniform(22, 60),
    }[shape]
    cut = seal_cuts.seal(shape, wide_mm * dpi / 25.4, rng)
    gap = rng.uniform(10, 50) if rng.random() < 0.2 and shape in {"round", "oval"} else 0.0
    cover = seal_cuts.worn(cut.cover, (0.15, 0.4, 0.35, 0.4)[level] * rng.uniform(0.4, 1.2), gap, rng)
    turn = float(rng.uniform(-180, 180)) if rng.random() < 0.25 else float(rng.uniform(-25, 25))
    cover = seal_cuts.turned(cover, turn)
    low, high = ((0.65, 1.0), (0.45, 0.95), (0.4, 0.95), (0.14, 0.32))[level]
    cover = cover * rng.uniform(low, high)
    reach, size = max(cover.shape) / 2, (sheet.shape[1], sheet.shape[0])
    centre = np.array([rng.uniform(reach + 4, max(reach + 5, size[axis] - reach - 4)) for axis in (0, 1)])
    over = bool(before) and rng.random() < 0.4 and shape in {"round", "oval"}
    if before and over:
        shift = rng.uniform(0.55, 0.85) * (reach + np.ptp(before[-1].corners[:, 0]) / 2)
        angle = rng.uniform(0, 2 * np.pi)
        centre = before[-1].corners.mean(axis=0) + shift * np.array([np.cos(angle), np.sin(angle)])
    elif rng.random() < 0.14 and shape in {"round", "oval"}:
        side, beyond = int(rng.integers(0, 4)), rng.uniform(-0.4, 0.95) * reach
        centre[side % 2] = beyond if side < 2 else size[side % 2] - beyond
    if any(_near(centre, reach, other) for other in (before[:-1] if over else before)):
        return None
    stain(sheet, cover, INKS[colour][int(rng.integers(0, len(INKS[colour])))], (float(centre[0]), float(centre[1])))
    height, width = cut.cover.shape
    angle = np.radians(turn)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    if shape in {"round", "oval"}:
        t = np.linspace(0, 2 * np.pi, 90, endpoint=False)[:, None]
        points = centre + np.cos(t) * along * width / 2 + np.sin(t) * across * height / 2
    else:
        points = np.stack([centre + sx * along * width / 2 + sy * across * height / 2 for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
    return Placed(corners=points.astype(np.float32), shape=shape, colour=colour, diameter_mm=wide_mm, overlaps=over)


def _near(centre: NDArray[np.float64], reach: float, other: Placed) -> bool:
    low, high = other.corners.min(axis=0) - 6, other.corners.max(axis=0) + 6
    return bool((centre + reach > low).all() and (centre - reach < high).all())


def _truth(one: Placed, matrix: NDArray[np.float64], sheet: Canvas, image: Rgb) -> Truth | None:
    """Return what is seen of a seal: of its area the part on the sheet (a seal's other part lies on the desk or on another page)."""
    whole = Box.around([(float(x), float(y)) for x, y in one.corners])
    canvas = np.zeros((whole.h + 2, whole.w + 2), np.uint8)
    cv2.fillPoly(canvas, [np.round(one.corners - (whole.x, whole.y)).astype(np.int32)], 1)
    full = float(canvas.sum())
    canvas[: max(0, -whole.y)] = canvas[:, : max(0, -whole.x)] = 0
    canvas[max(0, sheet.shape[0] - whole.y) :] = canvas[:, max(0, sheet.shape[1] - whole.x) :] = 0
    seen = float(canvas.sum()) / full
    if seen < 0.05:
        return None
    rows, columns = np.nonzero(canvas)
    points = np.stack([columns + whole.x, rows + whole.y], axis=1).astype(np.float32)
    moved = cv2.perspectiveTransform(cv2.convexHull(points).reshape(1, -1, 2), matrix)[0]
    box = Box.around([(float(x), float(y)) for x, y in moved]).clipped(image.shape[1], image.shape[0])
    return Truth(box=box, shape=one.shape, colour=one.colour, diameter_mm=one.diameter_mm, seen=round(seen, 3), overlaps=one.overlaps)

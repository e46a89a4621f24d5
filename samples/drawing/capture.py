"""What a scanner or a phone makes of a sheet: skew, perspective, light, blur, noise; and where points end up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.drawing.paper import Floats, Rgb, Sheet

Matrix: TypeAlias = NDArray[np.float64]  # (3, 3) homography, sheet px to picture px


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture of one sheet, upright, before any turn. matrix: sheet px to picture px."""

    image: Rgb
    sheet: Sheet
    matrix: Matrix
    px_per_mm: float | None


def scan(sheet: Sheet, rng: np.random.Generator, *, dpi: int = 150, skew_deg: float | None = None, noise: float = 1.6) -> Shot:
    """A flatbed scan: slightly skewed, slightly grey paper, a little noise. skew_deg: clockwise."""
    scale = dpi / 25.4 / sheet.px_per_mm
    width, height = round(sheet.image.width * scale), round(sheet.image.height * scale)
    angle = np.deg2rad(rng.uniform(-0.6, 0.6) if skew_deg is None else skew_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]])
    to_centre = np.array([[1, 0, -sheet.image.width / 2], [0, 1, -sheet.image.height / 2], [0, 0, 1.0]])
    back = np.array([[scale, 0, width / 2], [0, scale, height / 2], [0, 0, 1.0]])
    matrix = back @ turn @ to_centre
    picture = _warp(np.asarray(sheet.image), matrix, (width, height), (250, 250, 248), scale)
    picture = picture * np.array([0.992, 0.990, 0.982], np.float32) - 1.5
    return Shot(image=_noisy(picture, noise, 0.35, rng), sheet=sheet, matrix=matrix, px_per_mm=dpi / 25.4)


def phone(  # noqa: PLR0913 - one argument for each thing that spoils a photo
    sheet: Sheet,
    rng: np.random.Generator,
    *,
    long_side_px: int = 2100,
    tilt: float = 0.03,
    shadow: float = 0.25,
    blur_px: float = 0.7,
    noise: float = 2.0,
) -> Shot:
    """A phone photo on a desk. tilt: share of the side that a corner moves; shadow 0..1; blur_px: Gauss sigma."""
    tall = sheet.image.height / sheet.image.width
    height = long_side_px if tall >= 1 else round(long_side_px * 0.75)
    width = round(long_side_px * 0.75) if tall >= 1 else long_side_px
    paper_height = min(height * 0.95, width * 0.95 * tall)
    paper_width = paper_height / tall
    left, top = (width - paper_width) / 2, (height - paper_height) / 2
    corners = np.array([[0, 0], [paper_width, 0], [paper_width, paper_height], [0, paper_height]])
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    moved = corners + (left, top) + inward * rng.uniform(0, tilt, (4, 2)) * (paper_width, paper_height)
    source = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * (sheet.image.width, sheet.image.height)
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), moved.astype(np.float32)).astype(np.float64)
    paper = _warp(np.asarray(sheet.image), matrix, (width, height), (0, 0, 0), paper_width / sheet.image.width)
    mask = _warp(np.full((*np.asarray(sheet.image).shape[:2], 3), 255, np.uint8), matrix, (width, height), (0, 0, 0), 1.0) / 255
    drop = cv2.GaussianBlur(np.roll(mask[..., 0], (9, 7), (0, 1)), (0, 0), 12)[..., None]
    scene = _desk((width, height), rng) * (1 - 0.45 * drop) * (1 - mask) + paper * mask
    scene *= _light((width, height), shadow, rng)[..., None] * np.array([1.0, 0.985, rng.uniform(0.93, 0.97)], np.float32)
    return Shot(image=_noisy(scene.astype(np.float32), noise, blur_px, rng), sheet=sheet, matrix=matrix, px_per_mm=None)


def blurred(shot: Shot, sigma_px: float) -> Shot:
    """The same picture out of focus beyond reading."""
    image = cv2.GaussianBlur(shot.image, (0, 0), sigma_px)
    return Shot(image=image.astype(np.uint8), sheet=shot.sheet, matrix=shot.matrix, px_per_mm=shot.px_per_mm)


def placed(shot: Shot, box: list[float]) -> list[int]:
    """A sheet box (x, y, w, h) as the upright box of the picture."""
    x, y, w, h = box
    corners = np.array([[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]], np.float32)
    moved = cv2.perspectiveTransform(corners, shot.matrix)[0]
    left, top = moved.min(axis=0)
    right, bottom = moved.max(axis=0)
    return [round(float(v)) for v in (left, top, right - left, bottom - top)]


def truth(shot: Shot) -> dict[str, Any]:
    """What is on the picture, boxes in pixels of the upright picture."""
    sheet = shot.sheet
    entry: dict[str, Any] = {"kind": sheet.kind}
    if sheet.form_kind:
        entry["form_kind"] = sheet.form_kind
    entry["fields"] = sheet.fields
    entry["seals"] = [{**seal, "box": placed(shot, seal["box"])} for seal in sheet.seals]
    entry["signatures"] = [
        {**signature, "box": placed(shot, signature["box"])} if "box" in signature else signature for signature in sheet.signatures
    ]
    return entry


def _warp(image: Rgb, matrix: Matrix, size: tuple[int, int], border: tuple[int, int, int], scale: float) -> Floats:
    softened = cv2.GaussianBlur(image, (0, 0), 0.42 / scale) if scale < 0.95 else image
    return cv2.warpPerspective(softened, matrix, size, flags=cv2.INTER_CUBIC, borderValue=border).astype(np.float32)


def _noisy(image: Floats, noise: float, blur_px: float, rng: np.random.Generator) -> Rgb:
    soft = cv2.GaussianBlur(image, (0, 0), blur_px)
    grain = cv2.GaussianBlur(rng.normal(0, 1, (*image.shape[:2], 1)).astype(np.float32), (0, 0), 0.8)
    return np.clip(soft + grain[..., None] * noise * 1.6, 0, 255).astype(np.uint8)


def _desk(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    width, height = size
    base = np.array([(146, 112, 82), (92, 96, 104), (170, 160, 146), (70, 58, 50)][int(rng.integers(0, 4))], np.float32)
    streaks = cv2.GaussianBlur(rng.normal(0, 1, (height, 1)).astype(np.float32), (0, 0), 3).repeat(width, axis=1)
    coarse = rng.normal(0, 1, (height // 40 + 1, width // 200 + 1)).astype(np.float32)
    streaks = streaks + 0.3 * np.asarray(cv2.resize(coarse, (width, height)))
    return np.asarray(base + (streaks / streaks.std() * 6)[..., None], np.float32)


def _light(size: tuple[int, int], shadow: float, rng: np.random.Generator) -> Floats:
    width, height = size
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    across = np.cos(angle) * (xs / width - 0.5) + np.sin(angle) * (ys / height - 0.5)
    edge = 1 / (1 + np.exp(-(across - rng.uniform(0.05, 0.3)) * 14))
    return np.asarray(0.99 - 0.35 * shadow * (across + 0.5) - 0.25 * shadow * edge, np.float32)

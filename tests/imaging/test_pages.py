"""Drawn pages for light, skew, quads, fingerprint and sharpness."""

import cv2
import numpy as np
import pytest

from pipeline.datamodel.page import Rgb
from pipeline.imaging.fingerprint import fingerprint, hamming, ink_share
from pipeline.imaging.light import flattened
from pipeline.imaging.quads import page_quad, rectified
from pipeline.imaging.sharpness import line_look
from pipeline.imaging.skew import skew_deg, unskewed


def text_page(seed: int = 1, *, width: int = 827, height: int = 1169) -> Rgb:
    """A sheet of lines of small bars, as print looks from afar; the seed draws another text."""
    rng = np.random.default_rng(seed)
    page = np.full((height, width, 3), 255, np.uint8)
    y = int(rng.integers(70, 160))
    while y < height - 90:
        x, end = 90 + 30 * int(rng.random() < 0.3), int(width - 90 - rng.integers(0, 500) * (rng.random() < 0.4))
        while x < end:
            letter = int(rng.integers(9, 16))
            cv2.rectangle(page, (x, y), (x + letter - 4, y + int(rng.integers(9, 15))), (25, 25, 30), -1)
            x += letter
        y += 26 + 40 * int(rng.random() < 0.15)
    return page


def rescanned(page: Rgb, seed: int) -> Rgb:
    """The same sheet scanned again: moved, leaning a little, other resolution, light and grain, JPEG."""
    rng = np.random.default_rng(seed)
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-0.3, 0.3), 1.0)
    matrix[0, 2] += rng.uniform(-0.015, 0.015) * width
    matrix[1, 2] += rng.uniform(-0.015, 0.015) * height
    moved = cv2.warpAffine(page, matrix, (width, height), borderValue=(250, 250, 250))
    sized = cv2.resize(moved, None, fx=(f := rng.uniform(0.7, 1.2)), fy=f, interpolation=cv2.INTER_AREA).astype(np.float64)
    lit = sized * np.linspace(rng.uniform(0.75, 1), 1, sized.shape[1])[None, :, None] + rng.normal(0, 4, sized.shape)
    _, packed = cv2.imencode(".jpg", np.clip(lit, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 60])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)


def photographed(page: Rgb, corners: list[tuple[float, float]], *, background: tuple[int, int, int] = (90, 75, 60)) -> Rgb:
    height, width = page.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(source, np.array(corners, dtype=np.float32))
    photo = cv2.warpPerspective(page, warp, (1000, 1300), borderValue=background)
    return np.asarray(cv2.GaussianBlur(photo, (3, 3), 0), dtype=np.uint8)


def test_a_shadow_on_paper_is_flattened_away() -> None:
    page = text_page()
    shadow = np.linspace(0.35, 1.0, page.shape[1])[None, :, None]
    flat = flattened((page * shadow).astype(np.uint8))
    assert flat[:40].min() > 0.9
    assert np.percentile(flat, 5) < 0.5


@pytest.mark.parametrize("lean", [-7.5, -2.0, -0.4, 0.0, 0.4, 2.0, 7.5])
def test_a_lean_is_told_clockwise_and_undone(lean: float) -> None:
    leaning, _ = unskewed(text_page(), -lean)
    told = skew_deg(leaning)
    assert told == pytest.approx(lean, abs=0.15)
    level, _ = unskewed(leaning, lean)
    assert skew_deg(level) == pytest.approx(0, abs=0.15)


def test_a_page_without_lines_has_no_lean() -> None:
    blank = np.full((800, 600, 3), 240, np.uint8)
    disc = blank.copy()
    cv2.circle(disc, (300, 400), 200, (60, 60, 60), -1)
    assert skew_deg(blank) is None
    assert skew_deg(disc) is None


def test_turning_back_never_grows_the_long_side_and_says_by_how_much_it_shrank() -> None:
    page = text_page()
    level, factor = unskewed(page, 5.0)
    assert max(level.shape[:2]) <= max(page.shape[:2])
    assert 0.9 < factor < 1


SLANTED = [(110.0, 60.0), (880.0, 90.0), (930.0, 1200.0), (70.0, 1170.0)]


def test_a_sheet_on_a_desk_is_found_and_laid_flat() -> None:
    page = text_page()
    photo = photographed(page, SLANTED)
    quad = page_quad(photo)
    assert quad is not None
    assert np.abs(np.array(quad.corners) - np.array(SLANTED)).max() < 12
    flat = rectified(photo, quad)
    assert flat.shape[0] / flat.shape[1] == pytest.approx(2**0.5, abs=0.01)
    assert hamming(fingerprint(flat), fingerprint(page)) <= 8


def framed() -> Rgb:
    page = text_page()
    cv2.rectangle(page, (80, 60), (750, 1110), (0, 0, 0), 3)
    return page


@pytest.mark.parametrize(
    "picture",
    [text_page(), framed(), photographed(text_page(), SLANTED, background=(245, 246, 245)), np.full((900, 700, 3), 128, np.uint8)],
    ids=["a scan", "a table's frame", "white on white", "nothing"],
)
def test_what_is_no_sure_sheet_is_left_alone(picture: Rgb) -> None:
    assert page_quad(picture) is None


def test_the_same_page_scanned_again_keeps_its_fingerprint_and_another_page_has_another() -> None:
    pages = [text_page(seed) for seed in range(6)]
    marks = [fingerprint(page) for page in pages]
    again = [hamming(mark, fingerprint(rescanned(page, seed))) for seed, (mark, page) in enumerate(zip(marks, pages, strict=True))]
    others = [hamming(a, b) for i, a in enumerate(marks) for b in marks[:i]]
    assert max(again) <= 10
    assert min(others) >= 14
    assert all(len(mark) == 16 for mark in marks)


def test_a_fingerprint_is_the_same_every_time_and_needs_no_ink() -> None:
    blank = np.full((300, 200, 3), 255, np.uint8)
    assert fingerprint(blank) == fingerprint(blank.copy())
    assert hamming("0" * 16, "f" * 16) == 64


def test_a_blank_page_has_next_to_no_ink_even_with_grain_and_dark_edges() -> None:
    rng = np.random.default_rng(0)
    blank = np.clip(rng.normal(235, 4, (1169, 827, 3)), 0, 255).astype(np.uint8)
    blank[:, :10] = 40
    assert ink_share(blank) < 0.001
    one_line = blank.copy()
    cv2.putText(one_line, "this page intentionally left blank", (150, 500), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 30), 2)
    assert ink_share(one_line) > 0.001
    assert 0.05 < ink_share(text_page()) < 0.6


def line(*, blur: float = 0.0, ink: int = 20) -> Rgb:
    strip = np.full((36, 400, 3), 255, np.uint8)
    cv2.putText(strip, "Reading 0123456789", (8, 27), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (ink, ink, ink), 2)
    return np.asarray(cv2.GaussianBlur(strip, (0, 0), blur) if blur else strip, dtype=np.uint8)


def test_sharpness_falls_with_blur_and_contrast_with_fading() -> None:
    crisp, soft, faint = (line_look(strip) for strip in (line(), line(blur=3), line(ink=200)))
    assert crisp is not None
    assert soft is not None
    assert faint is not None
    assert crisp.sharpness > 0.6
    assert soft.sharpness < 0.2
    assert faint.contrast < 0.3 < crisp.contrast


def test_an_empty_strip_has_no_look() -> None:
    assert line_look(np.full((30, 200, 3), 250, np.uint8)) is None
    assert line_look(np.zeros((3, 200, 3), np.uint8)) is None

"""A pen's strokes and a printer's are told apart by shape, whatever their size and darkness."""

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask
from pipeline.imaging.pen_or_print import measure_ink, patches, pen_probability, print_beside, stroke_picture


def blocks(size: int, count: int = 3) -> Mask:
    """Characters as a printer sets them."""
    ink = np.zeros((2 * size, count * round(1.4 * size) + size), np.uint8)
    for n in range(count):
        left, thick = size // 2 + n * round(1.4 * size), max(2, size // 8)
        cv2.rectangle(ink, (left, size // 2), (left + size, size // 2 + size), 1, thick)
        cv2.line(ink, (left, size), (left + size, size), 1, thick)
        cv2.line(ink, (left + size // 2, size // 2), (left + size // 2, size // 2 + size), 1, thick)
    return ink > 0


def scrawl(size: int) -> Mask:
    """Three characters of slanted strokes of changing height."""
    ink, rng = np.zeros((3 * size, 6 * size), np.uint8), np.random.default_rng(7)
    for n in range(3):
        points = np.array([(size + n * 1.3 * size + rng.uniform(0, 1.2) * size, size * rng.uniform(0.5, 2.2)) for _ in range(9)])
        cv2.polylines(ink, [points.astype(np.int32)], isClosed=False, color=1, thickness=max(2, size // 10))
    return ink > 0


def probability(ink: Mask, confidence: float, darkness: float = 1.5) -> float:
    density = np.asarray(cv2.GaussianBlur(ink.astype(np.float32) * darkness, (0, 0), 0.7), np.float32)
    measured = measure_ink(ink, density, np.zeros_like(density), 3)
    assert measured is not None
    return pen_probability(measured, None, (confidence,) * 3)


@pytest.mark.parametrize("size", [24, 40, 60])
def test_a_scrawl_is_likelier_a_pens_than_blocks_are(size: int) -> None:
    assert probability(scrawl(size), 0.9) > 0.7
    assert probability(blocks(size), 1.0) < 0.3


def test_paler_ink_is_told_the_same() -> None:
    assert probability(scrawl(40), 0.9, darkness=0.6) == pytest.approx(probability(scrawl(40), 0.9), abs=0.1)


def test_a_dot_has_no_strokes() -> None:
    ink = np.zeros((30, 30), dtype=bool)
    ink[10:14, 10:14] = True
    assert measure_ink(ink, ink.astype(np.float32), np.zeros((30, 30), np.float32), 1) is None


def test_a_stroke_picture_has_the_height_asked_for_and_full_ink_near_one() -> None:
    ink = blocks(50)
    picture = stroke_picture(ink, ink.astype(np.float32) * 0.4)
    assert picture.shape[0] == 40
    assert picture.max() == pytest.approx(1.0, abs=0.31)


def test_patches_lie_on_ink_and_have_no_mean() -> None:
    ink = blocks(50)
    found = patches(stroke_picture(ink, ink.astype(np.float32)))
    assert found.shape[1] == 81
    assert np.abs(found.mean(axis=1)).max() < 1e-5


def test_no_print_beside_on_blank_paper() -> None:
    assert print_beside(np.full((80, 200, 3), 240, np.uint8), Box(20, 20, 100, 30), 30.0, 4) is None

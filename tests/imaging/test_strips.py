"""Strips cut from pages, whichever way the line runs."""

import cv2
import numpy as np

from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.page import Rgb
from pipeline.imaging.strips import stacked_row, strip


def gradient(height: int, width: int) -> Rgb:
    """Return a page that grows brighter to the right in red and downward in green."""
    image = np.zeros((height, width, 3), dtype=np.uint8)
    image[:, :, 0] = np.linspace(0, 250, width).astype(np.uint8)[None, :]
    image[:, :, 1] = np.linspace(0, 250, height).astype(np.uint8)[:, None]
    return image


def quad(x: float, y: float, w: float, h: float) -> Quad:
    return Quad((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def column(characters: int, *, gap: int) -> Rgb:
    """Return a page with a column of black blocks 20 px square, each with a mark in its own place."""
    image = np.full((400, 100, 3), 250, dtype=np.uint8)
    for n in range(characters):
        top = 20 + n * (20 + gap)
        image[top : top + 20, 40:60] = 20
        image[top + 4 : top + 16, 44 + 3 * n : 46 + 3 * n] = 250
    return image


def test_an_upright_quad_is_cut_out_as_it_stands() -> None:
    page = gradient(100, 200)
    assert np.abs(strip(page, quad(20, 30, 80, 20)).astype(int) - page[30:50, 20:100].astype(int)).max() <= 2


def test_a_leaning_line_lies_level_in_its_strip() -> None:
    page = np.full((200, 300, 3), 255, dtype=np.uint8)
    cv2.line(page, (20, 40), (220, 110), (0, 0, 0), 5)
    cut = strip(page, Quad((23, 30), (223, 100), (217, 120), (17, 50)))
    dark_rows = np.flatnonzero((cut[:, 20:-20].min(axis=2) < 100).any(axis=1))
    assert cut.shape[1] > 200
    assert dark_rows.max() - dark_rows.min() < 10


def test_a_line_printed_sideways_is_turned_flat_with_its_bottom_to_the_right() -> None:
    cut = strip(gradient(300, 100), quad(40, 50, 20, 200))
    assert cut.shape[:2] == (20, 200)
    assert cut[10, -1, 1] > cut[10, 0, 1]


def test_a_quad_outside_the_page_still_gives_a_strip() -> None:
    assert strip(gradient(50, 50), quad(60, 60, 10, 5)).shape == (5, 10, 3)


def test_stacked_characters_are_set_side_by_side_upright() -> None:
    row = stacked_row(column(4, gap=8), quad(36, 16, 28, 116))
    assert row is not None
    dark = (row.min(axis=2) < 100).any(axis=0)
    starts = np.flatnonzero(np.diff(dark.astype(int)) == 1)
    assert row.shape[1] > 3 * row.shape[0]
    assert len(starts) >= 4


def test_touching_characters_are_cut_into_squares() -> None:
    row = stacked_row(column(5, gap=0), quad(40, 20, 20, 100))
    assert row is not None
    assert row.shape[:2] == (20, 100)


def test_a_line_that_is_not_tall_is_no_stack() -> None:
    assert stacked_row(column(1, gap=0), quad(36, 16, 28, 30)) is None
    assert stacked_row(column(1, gap=0), quad(500, 500, 10, 100)) is None

"""Ink is brought to one size, whatever its size and darkness were, and the label's print is kept beside it."""

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask
from pipeline.imaging.ink_view import COLUMNS, LABEL_COLUMNS, ROWS, InkView, Print, hull, ink_view, print_of
from pipeline.imaging.penstrokes import Density, without_dashes

NO_BLUE = np.zeros((400, 900), np.float32)


def strokes(*, times: int = 1, at: tuple[int, int] = (60, 40), dark: float = 1.0) -> tuple[Mask, Density]:
    """A zigzag that is higher than the view, 80 by 240 px, drawn so many times as large."""
    canvas = np.zeros((400, 900), np.uint8)
    points = np.array([(0, 0), (60, 80), (100, 10), (160, 80), (240, 0)]) * times + at
    cv2.polylines(canvas, [points.astype(np.int32)], isClosed=False, color=255, thickness=6 * times, lineType=cv2.LINE_AA)
    density = np.asarray(canvas * np.float32(dark / 255), dtype=np.float32)
    return density > 0.3 * dark, density


def view(mask: Mask, density: Density, *, label: Print | None = None) -> InkView:
    return ink_view(mask, density, NO_BLUE, line=40.0, label=label)


def test_ink_of_twice_the_size_looks_the_same_and_is_told_to_be_twice_as_high() -> None:
    small, large = view(*strokes()), view(*strokes(times=2))
    assert np.abs(small.strip - large.strip).mean() < 0.02
    assert large.facts[0] - small.facts[0] == pytest.approx(0.5, abs=0.02)


def test_pale_ink_looks_as_dark_as_any() -> None:
    assert np.abs(view(*strokes()).strip - view(*strokes(dark=0.4)).strip).mean() < 0.02


def test_a_speck_far_off_does_not_shrink_the_ink() -> None:
    mask, density = strokes()
    speck = mask.copy()
    speck[390:393, 890:893] = True
    assert np.abs(view(mask, density).facts[:2] - view(speck, density).facts[:2]).max() < 0.02


def test_without_a_label_its_picture_is_bare_and_the_fact_says_so() -> None:
    seen = view(*strokes())
    assert (seen.label.shape, float(seen.label.max()), float(seen.facts[4])) == ((1, ROWS, LABEL_COLUMNS), 0.0, 0.0)
    assert seen.strip.shape == (1, ROWS, COLUMNS)


def test_a_label_darker_than_the_ink_stays_darker() -> None:
    mask, density = strokes(dark=0.5)
    seen = view(mask, density, label=Print(*strokes(dark=0.65)))
    assert float(np.quantile(seen.label[seen.label > 0.1], 0.8)) == pytest.approx(1.3, abs=0.1)


def test_print_of_bare_paper_is_none() -> None:
    page = np.full((200, 300, 3), 240, np.uint8)
    assert print_of(page, Box(20, 20, 120, 40), 40.0, faintest=0.14) is None


def test_hull_holds_all_that_is_true() -> None:
    mask = np.zeros((50, 70), bool)
    mask[10, 20] = mask[30, 65] = True
    assert hull(mask) == Box(20, 10, 46, 21)


def test_a_dashed_underline_goes_and_the_strokes_on_it_stay() -> None:
    mask, _ = strokes()
    dashed = mask.copy()
    for x in range(40, 860, 12):
        dashed[200:203, x : x + 5] = True
    assert np.array_equal(without_dashes(dashed, 40.0), mask)


def test_a_few_dots_are_no_underline() -> None:
    mask = np.zeros((100, 300), bool)
    for x in (20, 60, 100):
        mask[50:54, x : x + 4] = True
    assert np.array_equal(without_dashes(mask, 40.0), mask)

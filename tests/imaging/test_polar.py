import math

import cv2
import numpy as np
import pytest

from pipeline.imaging import polar


def seal(turn_deg: float, *, star: bool = True) -> np.ndarray:
    """A circle of radius 100 with twelve blocks for letters, a gap opposite to its head, and a star."""
    canvas = np.full((230, 230), 255, dtype=np.uint8)
    for block in range(12):
        angle = math.radians(-90 + turn_deg - 110 + block * 20)
        cv2.circle(canvas, (round(115 + 75 * math.cos(angle)), round(115 + 75 * math.sin(angle))), 10, 0, -1)
    if star:
        tips = [
            (115 + r * math.cos(math.radians(a)), 115 + r * math.sin(math.radians(a)))
            for k in range(10)
            for r, a in [(33 if k % 2 == 0 else 13, -90 + turn_deg + 36 * k)]
        ]
        cv2.fillPoly(canvas, [np.array(tips, dtype=np.int32)], 0)
    return canvas


@pytest.mark.parametrize("turn", [0, 25, -60, 170])
def test_the_gap_lies_opposite_to_the_head(turn: float) -> None:
    middle, width = polar.gaps(seal(turn), 100)[0]
    assert (middle - 90 - turn + 180) % 360 - 180 == pytest.approx(0, abs=4)
    assert width > 80


@pytest.mark.parametrize("turn", [0, 10, -20, 30])
def test_a_stars_turn_is_measured(turn: float) -> None:
    found, strength = polar.star_turn(seal(turn), 100)
    assert found == pytest.approx(turn, abs=2)
    assert strength > 0.5


def test_no_star_has_no_strength() -> None:
    assert polar.star_turn(seal(0, star=False), 100)[1] < 0.25


def test_turning_back_brings_the_head_up() -> None:
    assert np.abs(polar.turned(seal(40), 40).astype(int) - seal(0)).mean() < 8


def test_the_strip_begins_where_it_is_told() -> None:
    canvas = np.full((230, 230), 255, dtype=np.uint8)
    canvas[110:120, 180:205] = 0  # to the right: direction 0
    band = polar.strip(canvas, 100, start_deg=0, inner=0.5, outer=0.95, rows=40, across=360)
    assert band[:, :3].min() == 0
    assert band[:, 100:260].min() == 255


def test_the_bottom_is_read_from_left_to_right() -> None:
    canvas = np.full((230, 230), 255, dtype=np.uint8)
    canvas[190:205, 60:90] = 0  # left of the bottom
    band = polar.bottom_strip(canvas, 100, turn_deg=0, half_deg=50, inner=0.7, outer=0.95, rows=24)
    columns = np.nonzero((band < 100).any(axis=0))[0]
    assert columns.max() < band.shape[1] / 2


def with_corners(canvas: np.ndarray) -> np.ndarray:
    """The seal with two blocks where the corners of a line under the star reach into the arc's text band."""
    for side in (-1, 1):
        angle = math.radians(90 + side * 43)
        cv2.circle(canvas, (round(115 + 70 * math.cos(angle)), round(115 + 70 * math.sin(angle))), 4, 0, -1)
    return canvas


def test_the_texts_ends_are_the_gaps_where_nothing_else_stands() -> None:
    gap = polar.gaps(seal(0), 100)[0]
    before, behind = polar.text_ends(seal(0), 100, gap)
    first_letter = 360 - 220 - 70 - 10  # from the gap's middle to the middle of the outer block
    assert gap[1] / 2 - 8 < before < first_letter
    assert before == pytest.approx(behind, abs=3)


def test_the_corners_of_a_line_are_no_part_of_the_arcs_text() -> None:
    before, behind = polar.text_ends(with_corners(seal(0)), 100, (90.0, 76.0))
    assert before > 47
    assert behind > 47


def test_no_letter_is_cut_away_for_a_corner() -> None:
    before, behind = polar.text_ends(with_corners(seal(0)), 100, (90.0, 76.0))
    assert max(before, behind) < 70 - math.degrees(10 / 75) + 1

"""Two pages in one picture, and single pages that look like two."""

import cv2
import numpy as np
import pytest

from pipeline.datamodel.page import Rgb
from pipeline.imaging.quads import page_quad, photographed_sheets, sheet_quads
from pipeline.imaging.skew import levelling
from pipeline.imaging.spreads import LEAST_STACKED, PAGE_SHAPE, gutter, may_part

PX = 3  # a millimetre


def paper(width_mm: float, height_mm: float) -> Rgb:
    return np.full((round(height_mm * PX), round(width_mm * PX), 3), 250, np.uint8)


def print_lines(image: Rgb, left: float, right: float, top: float, bottom: float, *, leading: float = 9.0) -> None:
    """Draw rows of square letters, all in mm."""
    for y in np.arange(top, bottom, leading):
        for x in np.arange(left, right - 3, 4.5):
            image[round(y * PX) : round((y + 3.4) * PX), round(x * PX) : round((x + 3.4) * PX)] = 40


def spread(*, margin: float = 25, fold: bool = False) -> Rgb:
    image = paper(420, 297)
    for left in (0, 210):
        print_lines(image, left + margin, left + 210 - margin, 30, 265)
    if fold:
        image[:, 210 * PX - 1 : 210 * PX + 2] = 150
    return image


def test_two_pages_side_by_side_part_in_the_middle() -> None:
    found = gutter(spread())
    assert found is not None
    assert found.ends == pytest.approx((210 * PX, 210 * PX), abs=6)
    assert (found.stacked, found.fold, found.balanced) == (False, False, True)


def test_two_pages_one_above_the_other_part_in_the_middle() -> None:
    one = spread()[:, : 210 * PX]
    found = gutter(np.vstack([one, one]))
    assert found is not None
    assert found.stacked
    assert found.ends == pytest.approx((297 * PX, 297 * PX), abs=25)
    upper, lower = found.halves(210 * PX, 594 * PX)
    assert upper.box.bottom == pytest.approx(lower.box.y, abs=2)


def test_a_fold_says_where_pages_of_uneven_margins_part() -> None:
    image = spread(fold=True)
    image[:, 195 * PX : 209 * PX] = 250
    found = gutter(image)
    assert found is not None
    assert found.fold
    assert found.ends[0] == pytest.approx(210 * PX, abs=4)


def test_a_leaning_gutter_is_followed() -> None:
    image = spread(fold=True)
    height, width = image.shape[:2]
    lean = np.array([[1, 0.03, -0.015 * height], [0, 1, 0]])
    leaning = cv2.warpAffine(image, lean, (width, height), borderValue=(250, 250, 250))
    found = gutter(np.asarray(leaning, dtype=np.uint8))
    assert found is not None
    assert found.ends[1] - found.ends[0] == pytest.approx(0.03 * height, abs=0.008 * height)


def two_columns() -> Rgb:
    image = paper(420, 297)
    print_lines(image, 25, 206, 30, 265)
    print_lines(image, 214, 395, 30, 265)
    return image


def titled() -> Rgb:
    image = spread()
    print_lines(image, 160, 260, 15, 20)
    return image


def ruled_table() -> Rgb:
    image = spread()
    for y in range(30, 270, 9):
        image[y * PX - 5 : y * PX - 3, 20 * PX : 400 * PX] = 60
    return image


def pale_table() -> Rgb:
    image = spread()
    for y in range(30, 270, 9):
        image[y * PX - 5 : y * PX - 3, 20 * PX : 400 * PX] = 225
    return image


@pytest.mark.parametrize(
    "image", [two_columns(), titled(), ruled_table(), pale_table()], ids=["columns", "one title", "table", "pale table"]
)
def test_one_page_of_two_pages_size_is_not_parted(image: Rgb) -> None:
    assert gutter(image) is None


def test_an_upright_page_is_not_parted() -> None:
    assert gutter(spread()[:, : 210 * PX]) is None


def test_a_short_page_parts_at_the_middle_and_not_in_its_own_empty_half() -> None:
    image = paper(420, 297)
    print_lines(image, 25, 120, 30, 265)
    print_lines(image, 235, 395, 30, 265)
    found = gutter(image)
    assert found is not None
    assert found.ends[0] == pytest.approx(210 * PX, abs=0.02 * 420 * PX)


def on_desk(*boxes: tuple[int, int, int, int]) -> Rgb:
    image = np.full((900, 1300, 3), 90, np.uint8)
    for x, y, w, h in boxes:
        image[y : y + h, x : x + w] = 245
        image[y + h // 4 : y + h // 2, x + w // 4 : x + w // 2] = 60
    return image


def test_two_sheets_apart_on_a_desk_are_found() -> None:
    found = sheet_quads(on_desk((60, 80, 520, 736), (660, 90, 520, 736)))
    assert sorted(quad.box.x for quad in found) == pytest.approx([60, 660], abs=8)


@pytest.mark.parametrize(
    "boxes",
    [((60, 80, 520, 736),), ((60, 80, 520, 736), (700, 200, 250, 160))],
    ids=["one sheet", "a sheet and a card"],
)
def test_one_sheet_is_no_pair(boxes: tuple[tuple[int, int, int, int], ...]) -> None:
    assert sheet_quads(on_desk(*boxes)) == ()


@pytest.mark.parametrize(
    "boxes",
    [((60, 80, 520, 736), (660, 90, 520, 736)), ((60, 80, 520, 736),), ((60, 80, 520, 736), (700, 200, 250, 160)), ()],
    ids=["two sheets", "one sheet", "a sheet and a card", "a bare desk"],
)
def test_one_search_finds_what_the_two_searches_find(boxes: tuple[tuple[int, int, int, int], ...]) -> None:
    photo = on_desk(*boxes)
    one = page_quad(photo)
    assert photographed_sheets(photo) == (sheet_quads(photo) or (() if one is None else (one,)))


@pytest.mark.parametrize("lean_deg", [0, 3, 8])
@pytest.mark.parametrize("ratio", [0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.9, 1.0, 1.2, 1.4, 1.6, 2.0, 2.3, 2.8, 3.5])
def test_what_the_search_may_part_is_searched_whatever_its_lean(ratio: float, lean_deg: float) -> None:
    width, height = round(1000 / ratio**0.5), round(1000 * ratio**0.5)
    across, down = levelling(width, height, lean_deg)[1]
    tall = down / 2 / across if down > across else down / (across / 2)
    assert may_part(width, height) or not (LEAST_STACKED if down > across else PAGE_SHAPE[0]) <= tall <= PAGE_SHAPE[1]


def test_a_page_of_a4_is_not_searched() -> None:
    assert not may_part(1240, 1754)
    assert may_part(1754, 1240)


def test_a_telephones_screen_is_not_searched() -> None:
    assert not may_part(1080, 2400)
    assert may_part(2400, 1080)


@pytest.mark.parametrize(("top", "through"), [(0, True), (30, False)], ids=["a fold", "the rule between two columns"])
def test_a_fold_runs_from_edge_to_edge(top: float, *, through: bool) -> None:
    image = spread()
    image[round(top * PX) : round((297 - top) * PX), 210 * PX - 1 : 210 * PX + 2] = 90
    found = gutter(image)
    assert found is not None
    assert (found.fold, found.through) == (True, through)


def shadowed(height: float) -> Rgb:
    """A spread whose gutter lies in shadow, 14 mm wide, over this share of the height."""
    image = spread(margin=18)
    image[: round(height * image.shape[0]), 203 * PX : 217 * PX] = 60
    return image


def test_the_wide_shadow_in_the_gutter_of_a_book_is_a_fold() -> None:
    found = gutter(shadowed(1.0))
    assert found is not None
    assert found.fold
    assert found.ends == pytest.approx((210 * PX, 210 * PX), abs=6)


def test_a_dark_bar_over_part_of_the_height_is_no_gutter() -> None:
    assert gutter(shadowed(0.7)) is None


@pytest.mark.parametrize("stacked", [False, True], ids=["beside", "above"])
def test_how_far_the_text_of_each_page_runs_is_told(*, stacked: bool) -> None:
    pages = [paper(210, 297), paper(210, 297)]
    print_lines(pages[0], 25, 185, 30, 265)
    print_lines(pages[1], 25, 185, 59.4, 104)
    found = gutter(np.concatenate(pages, axis=0 if stacked else 1))
    assert found is not None
    assert found.spans == pytest.approx((0.8, 0.15), abs=0.04)
    assert found.tops == pytest.approx((0.1, 0.2), abs=0.04)


def test_the_number_at_the_foot_of_a_short_page_stays_on_it() -> None:
    image = paper(210, 594)
    for top in (0, 297):
        print_lines(image, 25, 185, top + 30, top + 110)
        print_lines(image, 100, 108, top + 281, top + 284)
    found = gutter(image)
    assert found is not None
    assert min(found.ends) > 285 * PX
    assert max(found.ends) < 327 * PX

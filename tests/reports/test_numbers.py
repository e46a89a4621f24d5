"""Lines that hold a number, whole or in two halves under each other."""

import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import TextLine
from pipeline.datamodel.reading import Reading
from pipeline.reports.numbers import lines_with_numbers


def line(text: str, x: int, y: int, w: int = 300, page: int = 0) -> TextLine:
    read = Reading(text=text, char_confidence=(0.9,) * len(text), engine="drawn")
    return TextLine(page=page, box=Box(x, y, w, 30), confidence=0.9, seen_by="text", reading=read)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("联系电话：1380000", "0000"),
        ("电话13800", "000000，邮编"),
        ("证件号码 9999991990", "03071234"),
        ("0571-888", "80000转"),
        ("9999991990030712", "3X"),
    ],
)
def test_a_number_broken_over_two_lines_is_found_in_both(above: str, below: str) -> None:
    halves = line(above, 400, 100), line(below, 380, 140)
    assert lines_with_numbers(halves) == halves
    assert lines_with_numbers(halves[::-1]) == halves[::-1]


@pytest.mark.parametrize(
    "below",
    [
        line("0000", 900, 140),  # in the next column
        line("0000", 400, 300),  # far below
        line("0000", 400, 140, page=1),
        line("0000", 400, 102),  # beside it
        line("号0000", 400, 140),
    ],
    ids=["another column", "far below", "another page", "the same height", "no digit first"],
)
def test_digits_that_are_not_the_next_line_make_no_number(below: TextLine) -> None:
    assert lines_with_numbers((line("电话1380000", 400, 100), below)) == ()


def test_dates_and_counts_under_each_other_stay_to_be_seen() -> None:
    assert lines_with_numbers((line("自2024年3月1", 400, 100), line("2027年2月28日", 400, 140), line("共12", 400, 180))) == ()


def test_a_whole_number_is_found_in_its_line() -> None:
    whole = line("电话13800000000", 400, 100)
    assert lines_with_numbers((whole, line("邮编000000", 400, 140))) == (whole,)

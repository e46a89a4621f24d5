"""The arithmetic of identity numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.id_digits import as_18, check_character, tidy, valid, well_formed

RIGHT = "11010119900307803X"
OLD = "110101900307803"


def test_a_right_number_is_valid_in_either_form() -> None:
    assert valid(RIGHT)
    assert valid(OLD)


def test_fifteen_digits_become_their_eighteen() -> None:
    assert as_18(OLD) == RIGHT
    assert as_18(RIGHT) == RIGHT


@pytest.mark.parametrize("number", ["", "1101011990030780", "11010119900307803A", "E12345678", "110101199003078031", "110101199013078039"])
def test_other_texts_are_not_valid(number: str) -> None:
    assert not valid(number)


def test_spaces_full_width_digits_and_a_small_x_are_tidied() -> None:
    assert tidy(" 110101 1990 0307 803x ") == RIGHT
    assert tidy("１１０１０１１９９００３０７８０３Ｘ") == RIGHT


def test_words_around_a_number_are_left_out() -> None:
    assert tidy(f"{RIGHT}）系我单位正") == RIGHT
    assert tidy(f"{RIGHT} {OLD}") == RIGHT + OLD


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_misread_digit_never_goes_unnoticed(place: int, by: int) -> None:
    digit = str((int(RIGHT[place]) + by) % 10)
    misread = RIGHT[:place] + digit + RIGHT[place + 1 :]

    assert well_formed(misread)
    assert check_character(misread[:17]) != misread[17]

import pytest

from pipeline.datamodel.masking import mask_id, mask_number, mask_phone, mask_private, mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("999999199003071234", "999*************34"),
        ("身份证号：99999919900307123X，", "身份证号：999*************3X，"),
        ("999999 19900307 1234", "999*************34"),
        ("999999900307123", "999**********23"),
        ("9999991990030712345", "999**************45"),
        ("999999-19900307-123X", "999***************3X"),
        ("999999 19900307\n1234", "999***************34"),
        ("99999919900307", "999*********07"),
        ("99999919900307123Ｘ", "999*************3Ｘ"),
        ("99999919900307l2O4", "999*************O4"),
    ],
    ids=[
        "eighteen digits",
        "check letter",
        "spaced",
        "fifteen digits",
        "one digit too many",
        "dashes",
        "on two lines",
        "cut short",
        "wide check letter",
        "letters for digits",
    ],
)
def test_identity_numbers_are_hidden(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    ["电话13800000000", "91990000MA01ABCD12", "2026年3月1日", "2025.11.12-2027.12.3", "4403051234567"],
    ids=["phone", "credit code", "date", "term", "seal's code"],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_text(text) == text


def test_short_numbers_are_hidden_whole() -> None:
    assert mask_id("1234567") == "*******"


@pytest.mark.parametrize("text", ["9999991990", "999 999 1990", "号码99999919900307"], ids=["a beginning", "spaced", "with its label"])
def test_what_stands_in_a_number_s_place_is_hidden_however_it_was_read(text: str) -> None:
    assert "1990" not in mask_number(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800000000", "电话138******00"),
        ("158 0000 0166。", "158 **** **66。"),
        ("0571-88880000转", "057*-******00转"),
        ("999999199003071234，13800000000", "999*************34，138******00"),
        ("电话1380000\n0000", "电话138****\n**00"),
        ("电话13\n8-0000-0166。", "电话13\n8-****-**66。"),
        ("0571-888\n80000转", "057*-***\n***00转"),
        ("0571-\n88880000转", "057*-\n******00转"),
    ],
    ids=["mobile", "spaced", "landline", "beside an identity number", "on two lines", "early", "landline on two lines", "after its dash"],
)
def test_telephone_numbers_are_hidden(text: str, masked: str) -> None:
    assert mask_private(text) == masked


@pytest.mark.parametrize(
    "text",
    ["91990000MA01ABCD12", "2026年3月1日", "2025.11.12-2027.12.3", "4403051234567", "23处隐患，120人", "010 20 30", "1\n2026年\n3月13日"],
    ids=["credit code", "date", "term", "seal's code", "counts", "small numbers", "numbers under each other"],
)
def test_numbers_that_are_nobody_s_telephone_stay(text: str) -> None:
    assert mask_private(text) == text


@pytest.mark.parametrize("text", ["13800000000", "1380000000", "l3800000000", "8888000"])
def test_what_stands_in_a_telephone_number_s_place_is_hidden_however_it_was_read(text: str) -> None:
    assert sum(character.isdigit() for character in mask_phone(text)) <= 5
    assert "0000" not in mask_phone(text)

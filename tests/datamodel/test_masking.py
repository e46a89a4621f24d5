import pytest

from pipeline.datamodel.masking import mask_id, mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("999999199003071234", "999*************34"),
        ("身份证号：99999919900307123X，", "身份证号：999*************3X，"),
        ("999999 19900307 1234", "999*************34"),
        ("999999900307123", "999**********23"),
        ("9999991990030712345", "999**************45"),
    ],
    ids=["eighteen digits", "check letter", "spaced", "fifteen digits", "one digit too many"],
)
def test_identity_numbers_are_hidden(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize("text", ["电话13800000000", "91990000MA01ABCD12", "2026年3月1日"], ids=["phone", "credit code", "date"])
def test_other_numbers_stay(text: str) -> None:
    assert mask_text(text) == text


def test_short_numbers_are_hidden_whole() -> None:
    assert mask_id("1234567") == "*******"

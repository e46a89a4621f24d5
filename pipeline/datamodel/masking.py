"""Hiding identity numbers in whatever leaves the product."""

import re

ID_NUMBER = re.compile(r"(?<!\d)(?:(?:\d[ \u3000]?){17}[\dXx]|(?:\d[ \u3000]?){14}\d)(?!\d)")
LONG_DIGITS = re.compile(r"(?<!\d)\d{15,}[Xx]?")


def mask_id(number: str) -> str:
    """Return an identity number with all but the first three and the last two characters hidden; shorter than eight: all hidden."""
    if len(number) < 8:  # noqa: PLR2004 - nothing sensible is left to show of so short a number
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def mask_text(text: str) -> str:
    """Return a text with every identity number in it masked; 15 and 18 digits, spaces between the digits allowed.

    Longer runs of digits are masked as well: an identity number with a digit misread or doubled is still one.
    """
    masked = ID_NUMBER.sub(lambda found: mask_id(re.sub(r"\s", "", found.group())), text)
    return LONG_DIGITS.sub(lambda found: mask_id(found.group()), masked)

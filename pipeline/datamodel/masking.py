"""Hiding identity numbers and telephone numbers in whatever leaves the product."""

import re

ID_NUMBER = re.compile(r"(?<!\d)(?:(?:\d[ \u3000]?){17}[\dXxＸ]|(?:\d[ \u3000]?){14}\d)(?!\d)")
# Region, birthday, rest, set apart as forms and people do; also cut short after the birthday, by a finger or a cell's edge.
IN_PARTS = re.compile(r"(?<!\d)\d{6}[\s\-—–·._]{0,2}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d(?:[\s\-—–·._]{0,2}\d{1,3}[\dXxＸ]?)?(?!\d)")
LONG_DIGITS = re.compile(r"(?<!\d)\d{15,}[Xx]?")
MISREAD = re.compile(r"(?<![0-9A-Za-z])(?=(?:\d*[OoDQIlSBZ]){1,3}\d*[Xx]?(?![0-9A-Za-z]))[0-9OoDQIlSBZ]{14,17}[0-9OoDQIlSBZXx]")

# Between two digits a line may end anywhere.
_END = r"(?:[ \u3000\-]?\r?\n[ \u3000]*)?"
MOBILE = re.compile(rf"(?<!\d)1{_END}[3-9]{_END}\d(?:[ \u3000\-]|{_END})(?:\d{_END}){{3}}\d(?:[ \u3000\-]|{_END})(?:\d{_END}){{3}}\d(?!\d)")
LANDLINE = re.compile(rf"(?<!\d)0{_END}\d{{2,3}}(?:[ \u3000\-—]|\r?\n){_END}(?:\d{_END}){{6,7}}\d(?!\d)")


def mask_id(number: str) -> str:
    """Return an identity number with all but the first three and the last two characters hidden; shorter than eight: all hidden."""
    if len(number) < 8:  # noqa: PLR2004 - nothing sensible is left to show of so short a number
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def mask_text(text: str) -> str:
    """Return a text with every identity number in it masked; 15 and 18 digits, spaces and dashes between the parts allowed.

    Longer runs of digits are masked as well, and digits read as up to three letters that look like them: an identity number with
    a character misread or doubled is still one.
    """
    masked = MISREAD.sub(lambda found: mask_id(found.group()), text)
    masked = ID_NUMBER.sub(lambda found: mask_id(re.sub(r"\s", "", found.group())), masked)
    for pattern in (IN_PARTS, LONG_DIGITS):
        masked = pattern.sub(lambda found: mask_id(found.group()), masked)
    return masked


def mask_number(text: str) -> str:
    """Return what was read where an identity number stands, masked however badly it was read."""
    masked = mask_text(text)
    return mask_id(text) if masked == text else masked


def mask_private(text: str) -> str:
    """Return a text with every identity number and every telephone number in it masked.

    Not for numbers of registrations and certificates, which may have eleven digits as well and tell nobody's telephone.
    """
    masked = mask_text(text)
    for pattern in (MOBILE, LANDLINE):
        masked = pattern.sub(lambda found: mask_phone(found.group()), masked)
    return masked


def mask_phone(text: str) -> str:
    """Return what was read where a telephone number stands, all but its first three and last two digits hidden, however it was read."""
    places = [i for i, character in enumerate(text) if character.isdigit()]
    hidden = set(places[3:-2] if len(places) > 7 else places)  # noqa: PLR2004 - of fewer digits nothing may stay
    return "".join("*" if i in hidden else character for i, character in enumerate(text))

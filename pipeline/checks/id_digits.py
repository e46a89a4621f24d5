"""The arithmetic of resident identity numbers: form, check digit, 15 against 18 digits."""

import re
import unicodedata
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def tidy(text: str) -> str:
    """Return a number as written without spaces and dashes, full-width digits made plain, x as X.

    Where other words stand around one number of 15 or 18 characters, they are left out.
    """
    plain = re.sub(r"[\s\-—·.]", "", unicodedata.normalize("NFKC", text)).upper()
    numbers = re.findall(r"(?<![0-9X])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9X])", plain)
    return str(numbers[0]) if len(numbers) == 1 else plain


def well_formed(number: str) -> bool:
    """Return whether a tidied text has the shape of an identity number: 17 digits and a check character, or 15 digits."""
    return re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", number) is not None


def check_character(first17: str) -> str:
    """Return the check character of seventeen digits. Source: GB 11643-1999, ISO 7064 MOD 11-2."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def valid(number: str) -> bool:
    """Return whether a tidied number is right in itself: its date is of the calendar and its check character fits (18 digits)."""
    if not well_formed(number):
        return False
    if len(number) == 15:  # noqa: PLR2004 - the old form
        return _is_day("19" + number[6:12])
    return _is_day(number[6:14]) and check_character(number[:17]) == number[17]


def as_18(number: str) -> str:
    """Return the 18-digit form of a 15-digit number (19 put before the year, check character computed); others unchanged."""
    if re.fullmatch(r"[0-9]{15}", number) is None:
        return number
    longer = number[:6] + "19" + number[6:]
    return longer + check_character(longer)


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year > 1899  # noqa: PLR2004 - nobody older applies
    except ValueError:
        return False

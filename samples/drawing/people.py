"""Invented persons and employers, with identity numbers whose checksum is right and whose region does not exist."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samples.drawing.portraits import Looks

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NOWHERE = "999999"


@dataclass(frozen=True, kw_only=True)
class Person:
    """An applicant."""

    name: str
    sex: str
    birth: dt.date
    serial: int
    address: str
    phone: str
    school: str
    major: str
    looks: Looks
    nation: str = "汉"

    @property
    def id_number(self) -> str:
        """18 characters; the 17th is odd for men, even for women."""
        return id_number(self.birth, self.serial)


@dataclass(frozen=True, kw_only=True)
class Employer:
    """An employer."""

    name: str
    credit_code: str
    address: str
    head: str
    contact: str
    phone: str
    nature: str = "有限责任公司"


def id_number(birth: dt.date, serial: int) -> str:
    """A number with the right check character (GB 11643-1999) in region 999999, which does not exist."""
    body = f"{NOWHERE}{birth:%Y%m%d}{serial:03d}"
    return body + check_character(body)


def check_character(body: str) -> str:
    """The 18th character of 17 digits. Source: GB 11643-1999, ISO 7064 MOD 11-2."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return "10X98765432"[total % 11]


def in_words(day: dt.date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"

"""Printed page numbers and the numbers of contract clauses, in all usual styles. No stage itself."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.datamodel.observation import TextLine

DIGITS = {
    character: value
    for value, characters in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
UNITS = {"十": 10, "百": 100}
FIGURE = r"([0-9零〇一二两三四五六七八九十百]{1,4})"
DASH = r"[-—–―－~·•]"

PAGE_STYLES = (
    re.compile(rf"第{FIGURE}页[,，、/|;；(（]*共{FIGURE}页"),
    re.compile(rf"(?P<of_first>)共{FIGURE}页[,，、/|;；(（]*第{FIGURE}页"),
    re.compile(rf"^第{FIGURE}页$"),
    re.compile(r"^page([0-9]{1,3})(?:of|/)([0-9]{1,3})$", re.IGNORECASE),
    re.compile(r"^([0-9]{1,3})(?:/|of)([0-9]{1,3})$"),
    re.compile(rf"^{DASH}+([0-9]{{1,3}}){DASH}+$"),
)
PLAIN = re.compile(r"^([0-9]{1,3})$")
CLAUSE = re.compile(r"^第([0-9零〇一二两三四五六七八九十百]{1,4}|[-—])条(?![规之第的、和与至及所款中约])")


class PageNumber(NamedTuple):
    """The printed number and total, one-based; None where not printed."""

    number: int | None
    of: int | None


def page_number(lines: Iterable[TextLine], width: int, height: int, *, most: int = 300, most_bare: int = 60) -> PageNumber:
    """Return the number printed at the head or foot of a page; the fullest style wins, a bare figure counts only alone at the foot.

    most, most_bare: a figure above it is no page number, in a style and alone.
    """
    kept = [line for line in lines if line.reading.text.strip()]
    edge = [line for line in kept if _at_edge(line, kept, height)]
    for style in PAGE_STYLES:
        for line in reversed(edge):
            match = style.search(_squeezed(line.reading.text))
            if match:
                figures = [value(figure) for figure in match.groups() if figure]
                found = (
                    PageNumber(*reversed(figures))
                    if "of_first" in match.groupdict()
                    else PageNumber(*figures, *([None] * (2 - len(figures))))
                )
                if found.number and found.number <= (found.of or most) <= most:
                    return found
    for line in reversed(edge):
        match = PLAIN.match(_squeezed(line.reading.text))
        if match and _foot_alone(line, kept, width) and 0 < int(match[1]) <= most_bare:
            return PageNumber(int(match[1]), None)
    return PageNumber(None, None)


def clauses(lines: Iterable[TextLine]) -> tuple[int, ...]:
    """Return the numbers of the clauses (第…条) that open a line, in order; what cites another law's clause is left out."""
    found: list[int] = []
    for line in lines:
        match = CLAUSE.match(_squeezed(line.reading.text))
        if match:
            number = 1 if match[1] in "-—" else value(match[1])  # 一 alone is often read as a dash
            if number and (not found or found[-1] != number):
                found.append(number)
    return tuple(found)


def value(figure: str) -> int:
    """Return the value of Arabic or Chinese figures up to 999; 0 for what is no number."""
    if figure.isascii():
        return int(figure)
    total, digit = 0, 0
    for character in figure:
        if character in UNITS:
            total, digit = total + (digit or 1) * UNITS[character], 0
        elif character in DIGITS:
            digit = 10 * digit + DIGITS[character]
        else:
            return 0
    return total + digit


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _at_edge(line: TextLine, lines: list[TextLine], height: int) -> bool:
    """Return whether a line stands in the page's head or foot, or is the lowest or highest text of a page photographed with a margin."""
    y = line.box.centre.y
    if y > 0.88 * height or y < 0.08 * height:  # margins of 25-30 mm on A4
        return True
    return y >= max(other.box.centre.y for other in lines) - line.box.h or y <= min(other.box.centre.y for other in lines) + line.box.h


def _foot_alone(line: TextLine, lines: list[TextLine], width: int) -> bool:
    """Return whether nothing stands beside or below a line, and it stands in the middle or at a corner."""
    x = line.box.centre.x / width
    placed = abs(x - 0.5) < 0.12 or x < 0.15 or x > 0.85  # noqa: PLR2004 - shares of the width
    lower = [other for other in lines if other is not line and other.box.centre.y > line.box.y]
    return placed and not lower

"""Which lines of a page hold an identity or telephone number, whole or broken over two of them."""

import re
from collections.abc import Sequence

from pipeline.datamodel.masking import mask_private
from pipeline.datamodel.observation import TextLine

NUMBER_LIKE = re.compile(r"(?:[0-9OoDQIlSsBZzXx][ \u3000]?){14,}")
"""An identity number, or one with a few characters misread; a credit code's letters break it."""
TAIL, HEAD = re.compile(r"[0-9](?:[0-9 \u3000—-]*)$"), re.compile(r"^[0-9 \u3000—-]*[0-9Xx]")
GAP = 1.5  # heights of a line that may lie between one line and the next


def lines_with_numbers(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Return the lines, of any pages, that hold a number or one of the halves of one that goes on in the line below."""
    found = {index for index, line in enumerate(lines) if _holds(line.reading.text)}
    ends = [(index, end.group()) for index, line in enumerate(lines) if (end := TAIL.search(line.reading.text.rstrip()))]
    begins = [(index, start.group()) for index, line in enumerate(lines) if (start := HEAD.search(line.reading.text.strip()))]
    for above, tail in ends:
        goes_on = [below for below, head in begins if _goes_on(lines[above], lines[below]) and _holds(tail + head)]
        found |= {above, *goes_on} if goes_on else set()
    return tuple(lines[index] for index in sorted(found))


def _holds(text: str) -> bool:
    return NUMBER_LIKE.search(text) is not None or mask_private(text) != text


def _goes_on(above: TextLine, below: TextLine) -> bool:
    """Return whether a line is the next one under another, and begins no further right than that one ends."""
    one, other = above.box, below.box
    under = one.y + one.h / 2 < other.y + other.h / 2 and other.y - one.bottom <= GAP * max(one.h, other.h)
    return above.page == below.page and under and other.y >= one.y + one.h / 2 and other.x < one.right and other.right > one.x - GAP * one.w

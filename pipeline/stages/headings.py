"""The text of a page as it is compared with known words: lines without spaces and signs, and which of them are titles. No stage itself."""

import re
import statistics
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import TextLine

SIGNS = re.compile(r"[^\w☑√✓✔□☐■]|_")
NUMBER = re.compile(r"^[\d一二三四五六七八九十☑√✓✔□☐■]{1,3}")
SHORTEST_FUZZY_LINE = 4
SHORTEST_FUZZY_TEXT = 6


@dataclass(frozen=True, kw_only=True)
class Row:
    """Pieces of text that stand side by side and belong together: `plain` folded for comparison, `height` of one line in pixels."""

    plain: str
    text: str
    box: Box
    height: float


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page's text: lines and titles folded for comparison, titles first joined over two rows, then single ones, largest last."""

    rows: tuple[Row, ...]
    lines: tuple[str, ...]
    titles: tuple[Row, ...]
    characters: int
    width: int
    height: int

    def in_title(self, word: str) -> bool:
        """Return whether a title holds the word, a word of four characters and more with one of them misread."""
        return any(holds(title.plain, word, SHORTEST_FUZZY_LINE) for title in self.titles)

    def at_start(self, word: str) -> bool:
        """Return whether a line begins with the word, behind a number or a tick box at most."""
        return any(begins(line, word) for line in self.lines)

    def anywhere(self, word: str) -> bool:
        """Return whether the word stands in any line; only words of six characters and more may be misread in one."""
        return any(holds(line, word, SHORTEST_FUZZY_TEXT) for line in self.lines)

    def matches(self, shape: str, *, titles: bool) -> bool:
        """Return whether a regular expression is found in a title or in a line."""
        return any(re.search(shape, line) for line in ([title.plain for title in self.titles] if titles else self.lines))


def fold(text: str) -> str:
    """Return the text in its compatibility form without spaces and signs; ticks and boxes stay, since they say something."""
    return SIGNS.sub("", unicodedata.normalize("NFKC", text))


def holds(line: str, word: str, shortest_fuzzy: int) -> bool:
    """Return whether the word stands in the line, with one character misread where it is long enough for that."""
    if word in line:
        return True
    if len(word) < shortest_fuzzy:
        return False
    half = len(word) // 2
    # Of a word with one character misread one half stands whole.
    for offset, part in ((0, word[:half]), (half, word[half:])):
        at = line.find(part)
        while at >= 0:
            start = at - offset
            if 0 <= start <= len(line) - len(word) and _misread(line[start : start + len(word)], word):
                return True
            at = line.find(part, at + 1)
    return False


def begins(line: str, word: str) -> bool:
    """Return whether the line begins with the word, behind figures, boxes or one stray character."""
    return any(
        piece.startswith(word) or (len(word) >= SHORTEST_FUZZY_LINE and len(piece) >= len(word) and _misread(piece[: len(word)], word))
        for piece in (line, _behind_number(line))
    )


@lru_cache(maxsize=1024)
def _behind_number(line: str) -> str:
    """Return the line without the number or tick box at its head; a page's few lines are asked for with hundreds of words."""
    return NUMBER.sub("", line)


def sheet_of(lines: Iterable[TextLine], width: int, height: int, *, large: float, top_share: float) -> Sheet:
    """Return the page's text ready for comparison.

    large: how many times higher than the page's median line a title is; top_share: share of the page's height in which a centred
    line of any size is one.
    """
    kept = [line for line in lines if fold(line.reading.text)]
    rows = tuple(_rows(kept))
    middle = statistics.median([row.height for row in rows]) if rows else 1.0
    titles = [row for row in rows if _is_title(row, width, height, large * middle, top_share)]
    joined = [_join(a, b) for a, b in pairwise(titles) if b.box.y - a.box.bottom < 1.5 * max(a.height, b.height)]
    return Sheet(
        rows=rows,
        lines=tuple(dict.fromkeys([fold(line.reading.text) for line in kept] + [row.plain for row in rows])),
        titles=(*joined, *sorted(titles, key=lambda title: title.height)),
        characters=sum(len(fold(line.reading.text)) for line in kept),
        width=width,
        height=height,
    )


def _misread(read: str, word: str) -> bool:
    half = len(word) // 2
    if read[:half] != word[:half] and read[half:] != word[half:]:
        return False
    return sum(a != b for a, b in zip(read, word, strict=True)) <= 1


def _rows(lines: Sequence[TextLine], *, gap_heights: float = 4.0) -> Iterator[Row]:
    """Yield lines of one height and size that stand side by side as one row: a letter-spaced title is often detected in pieces."""
    taken: set[int] = set()
    for i, first in enumerate(lines):
        if i in taken:
            continue
        row = [first]
        for j in range(i + 1, len(lines)):
            last, box = row[-1].box, lines[j].box
            level = abs(last.centre.y - box.centre.y) < min(last.h, box.h) / 2 and max(last.h, box.h) < 1.4 * min(last.h, box.h)
            if j not in taken and level and 0 <= box.x - last.right + last.h / 2 < (gap_heights + 0.5) * last.h:
                row.append(lines[j])
                taken.add(j)
        text = " ".join(line.reading.text.strip() for line in row)
        box = row[0].box
        for line in row[1:]:
            box = box.hull(line.box)
        height = float(max(min(line.box.w, line.box.h) for line in row))
        yield Row(plain=fold(text), text=text, box=box, height=height)


def _is_title(row: Row, width: int, height: int, large: float, top_share: float) -> bool:
    if not 2 <= len(row.plain) <= 40 or row.box.h > row.box.w * 1.5:  # noqa: PLR2004 - longer is a sentence, taller a margin note
        return False
    if re.search("[，。；]", row.text):
        return False  # a line of running text, which fills the head of a page that goes on from another
    if re.match(r"第.{1,3}条|[一二三四五六七八九十]{1,3}[、.．]", row.text):
        return False  # a clause or a section, however high its box became on a leaning page
    if row.height >= large and row.box.centre.y < 0.6 * height:  # covers carry it as low as the middle
        return True
    centred = abs(row.box.centre.x - width / 2) < 0.12 * width and row.box.w < 0.8 * width
    return centred and row.box.centre.y < top_share * height and not row.text.rstrip().endswith(("。", "，", "：", ":", ",", "；"))


def _join(a: Row, b: Row) -> Row:
    return Row(plain=a.plain + b.plain, text=f"{a.text} {b.text}", box=a.box.hull(b.box), height=max(a.height, b.height))

"""The text of one page as characters with places, and the labels found in it; no stage, but what stages that go by labels share."""

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import TextLine
from pipeline.datamodel.page import Rgb
from pipeline.imaging.glyphs import glyph_spans
from pipeline.imaging.ruling import Ruling, find_ruling, ruling_of
from pipeline.stages.base import Look
from pipeline.stages.wording import Label

PUNCTUATION = frozenset("（）()[]【】〔〕:：,，.。、;；/\\|_＿-—－~·*＊★☆□☐☑√✓ \t'\"“”‘’<>《》")
SHORTEST_FUZZY = 4


class Glyph(NamedTuple):
    """One character, where it stands on the page, the index of its text line, and how surely it was read (0-1)."""

    char: str
    box: Box
    line: int
    confidence: float = 1.0


HINT = re.compile(
    r"[（(][^（()）:：]{1,12}[)）](?=[:：])|[（(](?:手写|亲笔|手签|手写签名|亲笔签名)[)）]"
)  # 聘用期限（起止日期）：, 本人签名（手写）
QUOTES = frozenset('"“‘「『《')


class Hit(NamedTuple):
    """A label found on the page: the text as read, its box, its glyphs (indices, in order), and how many characters were misread."""

    label: Label
    text: str
    box: Box
    glyphs: tuple[int, ...]
    errors: int


_Place = tuple[int, int, int]  # where a word begins and ends among the marks of a strand, and how many characters were misread
SEAM = "\n"  # between texts that are searched in one; no label holds it


class _Mark(NamedTuple):
    """A character that counts for comparison: its glyph, and whether something other than text stands before and after it."""

    glyph: int
    free_before: bool
    free_after: bool


class _Strand(NamedTuple):
    """Glyphs (indices) that follow one another, the places of seams where they are joined lines, their marks, and these as text."""

    glyphs: tuple[int, ...]
    seams: frozenset[int] | None
    marks: tuple[_Mark, ...]
    text: str


@dataclass(frozen=True)
class PageText:
    """`lines` as observed; `glyphs` in line order; `ruling` of the page; `within` the whole page."""

    lines: tuple[TextLine, ...]
    glyphs: tuple[Glyph, ...]
    ruling: Ruling
    within: Box

    @classmethod
    def of(cls, look: Look) -> "PageText":
        """Return the text of a looked-at page; characters of picture pages are placed by their ink. Worked out once a page."""
        lines = tuple(line for line in look.of(TextLine) if line.reading.text.strip())
        known = look.worked_out.get(cls.__name__)
        if isinstance(known, PageText) and known.lines == lines:
            return known
        page = look.page
        ruling = (
            ruling_of((rule.box for rule in page.rules), page.width) if page.rules or look.bears_only_print() else find_ruling(page.image)
        )
        glyphs = tuple(glyph for i, line in enumerate(lines) for glyph in _glyphs(page.image, line, i, ruling))
        look.worked_out[cls.__name__] = text = cls(lines, glyphs, ruling, look.whole)
        return text

    @cached_property
    def height(self) -> float:
        """The median height of text lines in pixels; a fiftieth of the page where there is no text."""
        heights = sorted(line.box.h for line in self.lines)
        return float(heights[len(heights) // 2]) if heights else self.within.h / 50

    @cached_property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """Glyph indices row by row, left to right; a row is lines whose middles lie within half a height."""
        rows: list[list[int]] = []
        for i in sorted(range(len(self.lines)), key=lambda i: self.lines[i].box.centre.y):
            box = self.lines[i].box
            last = self.lines[rows[-1][0]].box if rows else None
            tall = box.h > 1.5 * box.w and len(self._of_line[i]) > 1
            if last and not tall and last.h <= 1.5 * last.w and abs(last.centre.y - box.centre.y) < min(last.h, box.h) / 2:
                rows[-1].append(i)
            else:
                rows.append([i])
        return tuple(tuple(g for i in sorted(row, key=lambda i: self.lines[i].box.x) for g in self._of_line[i]) for row in rows)

    def hits(self, labels: Sequence[Label]) -> tuple[Hit, ...]:
        """Return the labels that stand on the page, top to bottom; where several fit one place the exact and longer one."""
        asked = tuple(labels)
        if asked not in self._known_hits:
            self._known_hits[asked] = self._hits(asked)
        return self._known_hits[asked]

    @cached_property
    def _known_hits(self) -> dict[tuple[Label, ...], tuple[Hit, ...]]:
        """The answers of `hits` so far: two stages ask for the same labels."""
        return {}

    def _hits(self, labels: Sequence[Label]) -> tuple[Hit, ...]:
        words = _words_in([strand.text for strand in self._strands], labels)
        found = [hit for strand, known in zip(self._strands, words, strict=True) for hit in self._matches(strand, labels, known)]
        taken: set[int] = set()
        kept = []
        # A label on one line goes before one pieced together from two.
        for hit in sorted(found, key=lambda hit: (3 * hit.errors - len(hit.glyphs) + 1.5 * self._on_two_rows(hit), hit.errors)):
            if taken.isdisjoint(hit.glyphs):
                taken.update(hit.glyphs)
                kept.append(hit)
        return tuple(sorted(kept, key=lambda hit: (hit.box.y, hit.box.x)))

    def inside(self, box: Box, without: Iterable[int] = ()) -> list[int]:
        """Return the glyphs whose middle lies in a box, in reading order, save those given."""
        left_out = set(without)
        return [g for row in self.rows for g in row if g not in left_out and box.holds(self.glyphs[g].box.centre)]

    def words(self, glyphs: Iterable[int]) -> str:
        """Return the characters of glyphs in the order given, spaces removed."""
        return "".join(self.glyphs[g].char for g in glyphs)

    def hull(self, glyphs: Iterable[int]) -> Box | None:
        """Return the box around glyphs, None when there are none."""
        box: Box | None = None
        for g in glyphs:
            box = self.glyphs[g].box if box is None else box.hull(self.glyphs[g].box)
        return box

    @cached_property
    def _of_line(self) -> tuple[tuple[int, ...], ...]:
        members: list[list[int]] = [[] for _ in self.lines]
        for g, glyph in enumerate(self.glyphs):
            members[glyph.line].append(g)
        return tuple(tuple(member) for member in members)

    @cached_property
    def _pieces(self) -> tuple[tuple[int, ...], ...]:
        """Rows cut at ruling lines and at gaps too wide for a letter-spaced label."""
        pieces: list[tuple[int, ...]] = []
        for row in self.rows:
            piece: list[int] = []
            for g in row:
                if piece and self._apart(piece[-1], g):
                    pieces.append(tuple(piece))
                    piece = []
                piece.append(g)
            pieces.append(tuple(piece))
        return tuple(pieces)

    def _apart(self, a: int, b: int) -> bool:
        one, two = self.glyphs[a].box, self.glyphs[b].box
        if two.x - one.right > 3.5 * max(one.h, two.h):
            return True
        return self.glyphs[a].line != self.glyphs[b].line and self.ruling.divides(one.centre.x, two.centre.x, one.centre.y)

    @cached_property
    def _stacks(self) -> tuple[tuple[tuple[int, ...], frozenset[int]], ...]:
        """Lines joined with those right below them (a label broken in a cell, a heading set upright), with the places of the seams."""
        below: dict[int, int] = {}
        order = sorted(range(len(self.lines)), key=lambda i: self.lines[i].box.y)
        for n, i in enumerate(order):
            for j in order[n + 1 :]:
                if self._stacked(self.lines[i].box, self.lines[j].box):
                    below[i] = j
                    break
        stacks = []
        for i, follower in below.items():
            chain, j = [i], follower
            while j is not None and len(chain) < 10:  # noqa: PLR2004 - no heading is longer
                chain.append(j)
                if len(self._of_line[j]) > 3:  # noqa: PLR2004 - only short pieces go on to a third line
                    break
                j = below.get(j)  # type: ignore[assignment]  # None ends the chain
            parts = [self._of_line[k] for k in chain]
            seams, at = set(), 0
            for part in parts[:-1]:
                at += len(part)
                seams.add(at)
            stacks.append((tuple(g for part in parts for g in part), frozenset(seams)))
        return tuple(stacks)

    @cached_property
    def _first_of_line(self) -> frozenset[int]:
        return frozenset(members[0] for members in self._of_line if members)

    def _on_two_rows(self, hit: Hit) -> bool:
        return hit.box.h > 1.6 * min(self.glyphs[g].box.h for g in hit.glyphs)

    def _stacked(self, upper: Box, lower: Box) -> bool:
        if max(upper.h / max(1, upper.w), lower.h / max(1, lower.w)) > 1.5:  # noqa: PLR2004 - written downwards already
            return False
        height = min(upper.h, lower.h)
        aligned = abs(upper.x - lower.x) < 0.9 * height or abs(upper.centre.x - lower.centre.x) < 0.9 * height
        near = -0.5 * height < lower.y - upper.bottom < 0.8 * height and lower.centre.y - upper.centre.y > 0.5 * height
        return aligned and near and not self.ruling.separates(upper.centre.y, lower.centre.y, min(upper.right, lower.right) - height / 2)

    def _marks(self, piece: Sequence[int]) -> list[_Mark]:
        """Return the comparable characters of a piece with what stands around each."""
        marks = []
        for n, g in enumerate(piece):
            if self.glyphs[g].char in PUNCTUATION:
                continue
            before, after = piece[n - 1] if n else None, piece[n + 1] if n + 1 < len(piece) else None
            marks.append(_Mark(g, self._free(before, g), self._free(g, after)))
        return marks

    def _free(self, a: int | None, b: int | None) -> bool:
        if a is None or b is None:
            return True
        one, two = self.glyphs[a], self.glyphs[b]
        if one.char in PUNCTUATION or two.char in PUNCTUATION or one.char.isdigit():
            return True
        if one.line != two.line:
            return True
        return two.box.x - one.box.right > 0.45 * min(one.box.h, two.box.h)

    @cached_property
    def _strands(self) -> tuple[_Strand, ...]:
        """What labels are looked for in: every piece of a row, and every stack."""
        strands = []
        for glyphs, seams in (*((piece, None) for piece in self._pieces), *self._stacks):
            marks = tuple(self._marks(glyphs))
            strands.append(_Strand(glyphs, seams, marks, "".join(self.glyphs[mark.glyph].char for mark in marks)))
        return tuple(strands)

    def _matches(self, strand: _Strand, labels: Sequence[Label], known: Mapping[int, Sequence[_Place]]) -> Iterator[Hit]:
        """Yield the labels of a strand; known: where words of the labels stand in it, by the label's index."""
        piece, crossing, marks, text = strand
        order: dict[int, int] = {}
        for index, label in enumerate(labels):
            shapes = ((match.start(), match.end(), 0) for match in re.finditer(label.shape, text)) if label.shape else ()
            for start, end, errors in (*shapes, *known.get(index, ())):
                head, tail = marks[start], marks[end - 1]
                order = order or {g: n for n, g in enumerate(piece)}
                if not head.free_before or (label.alone and not tail.free_after):
                    continue
                at = order[head.glyph]
                if at and self.glyphs[piece[at - 1]].char in QUOTES:  # a note speaks of the place
                    continue
                # A misread or unbounded word counts only at the head of a line: running text holds the same words.
                if (errors or not tail.free_after) and head.glyph not in self._first_of_line:
                    continue
                # Of two lines joined the lower one may be the answer, so no character of it is taken for a misread one of the label.
                if errors and crossing is not None:
                    continue
                span = tuple(piece[order[head.glyph] : order[tail.glyph] + 1])
                if crossing is not None and not any(order[span[0]] < seam <= order[span[-1]] for seam in crossing):
                    continue
                span = self._with_brackets(piece, span)
                box = self.hull(span)
                assert box is not None
                yield Hit(label, self.words(span), box, span, errors)

    def _with_brackets(self, piece: Sequence[int], span: tuple[int, ...]) -> tuple[int, ...]:
        """Return the span with what belongs to it right behind: a hint in brackets that a colon follows, a closing bracket, a colon."""
        end = piece.index(span[-1]) + 1
        hint = HINT.match("".join(self.glyphs[g].char for g in piece[end : end + 16]))
        if hint is not None and self.glyphs[piece[end]].line == self.glyphs[span[-1]].line:
            span = (*span, *piece[end : end + hint.end()])
            end += hint.end()
        while end < len(piece) and self.glyphs[piece[end]].char in "）)】]:：" and piece[end] == span[-1] + 1:
            span = (*span, piece[end])
            end += 1
        return span


def _glyphs(image: Rgb, line: TextLine, index: int, ruling: Ruling) -> Iterator[Glyph]:
    """Yield the characters of a line, placed along its box; an upright ruling line that the box just touches is left out."""
    box = line.box.clipped(image.shape[1], image.shape[0])
    for x in (upright.at(box.centre.y) for upright in ruling.verticals if upright.covers(box.centre.y)):
        if 0 <= x - box.x < 0.4 * min(box.w, box.h):
            box = Box(round(x) + 2, box.y, box.right - round(x) - 2, box.h)
        elif 0 <= box.right - x < 0.4 * min(box.w, box.h):
            box = Box(box.x, box.y, round(x) - 2 - box.x, box.h)
    text = line.reading.text
    if box.area == 0:
        return
    if box.h >= 1.5 * box.w and len(text) > 1:
        yield from _upright_heading(line, box, index)
        return
    spans = glyph_spans(image[box.y : box.bottom, box.x : box.right], text)
    known = line.reading.char_confidence
    sure = known if len(known) == len(text) else (line.confidence,) * len(text)
    for char, (left, right), confidence in zip(text, spans, sure, strict=True):
        if not char.isspace():
            yield Glyph(char, Box(box.x + round(left), box.y, max(1, round(right) - round(left)), box.h), index, confidence)


def _upright_heading(line: TextLine, box: Box, index: int) -> Iterator[Glyph]:
    """Yield the characters of a line written from top to bottom, as headings in a form's first column are."""
    chars = [char for char in line.reading.text if not char.isspace()]
    step = box.h / len(chars)
    for n, char in enumerate(chars):
        yield Glyph(char, Box(box.x, box.y + round(n * step), box.w, max(1, round(step))), index, line.confidence)


def _words_in(texts: Sequence[str], labels: Sequence[Label]) -> list[dict[int, list[_Place]]]:
    """Return, for each text without punctuation, where the words of labels stand in it, by the label's index.

    All texts are searched in one, since nearly every word stands in none of them.
    """
    whole = SEAM.join(texts)
    begins = list(itertools.accumulate((len(text) + 1 for text in texts), initial=0))
    found: list[dict[int, list[_Place]]] = [{} for _ in texts]
    for index, label in enumerate(labels):
        for word in label.words:
            for start in sorted(_starts(whole, word)):
                said = whole[start : start + len(word)]
                errors = sum(a != b for a, b in zip(word, said, strict=True))
                if SEAM not in said and (errors == 0 or (errors == 1 and len(word) >= SHORTEST_FUZZY)):
                    text = bisect.bisect_right(begins, start) - 1
                    at = start - begins[text]
                    found[text].setdefault(index, []).append((at, at + len(word), errors))
    return found


def _starts(text: str, word: str) -> set[int]:
    """Return where a word may stand with one character misread at most: wherever one of its halves stands whole."""
    half = len(word) // 2
    parts = ((0, word),) if len(word) < SHORTEST_FUZZY else ((0, word[:half]), (half, word[half:]))
    starts = set()
    for offset, part in parts:
        at = text.find(part)
        while at >= 0:
            if 0 <= at - offset <= len(text) - len(word):
                starts.add(at - offset)
            at = text.find(part, at + 1)
    return starts

"""The lines of a text layer, and whether the pixels bear them out: what a PDF says of its text is not what a person sees."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import TextLine
from pipeline.datamodel.page import Page, Word
from pipeline.datamodel.reading import Reading

LAYER = "text-layer"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# A line that decides something though it is long: figures, a label before its colon, a post, a term, a firm's name.
TELLING = re.compile(r"[0-9〇一二三四五六七八九十]{2}|[0-9]|[:：]|担任|从事|岗位|职务|期限|公司|同志|本人|证明|承诺")
FIGURES = re.compile(r"\d|[〇一二三四五六七八九十百]{2}")  # read at whole width at once, and once: a figure misread must not find its way
LEAST_HEARD = 0.6  # share of a line's letters that the pixels must show; the reader may miss one at either end


def layer_lines(page: Page, gap: float) -> Iterator[tuple[Reading, Box]]:
    """Yield the lines of a page's text layer, every character sure, and their boxes in page pixels; gap: see `Text.layer_gap`."""
    for words in _rows(page, gap):
        text = "".join(shown(piece) for piece in _spaced(words))
        box = words[0].box
        for word in words[1:]:
            box = box.hull(word.box)
        if text.strip():
            yield Reading(text=text, char_confidence=(1.0,) * len(text), engine=LAYER), box


def to_witness(lines: Sequence[TextLine], *, letters: int, every: int) -> Iterator[TextLine]:
    """Yield the lines of a layer that are to be read from the pixels, too: all that may decide something, and some of the others."""
    for place, line in enumerate(lines):
        count = len(_letters(line.reading.text, line.reading.char_confidence)[0])
        if count and (count <= letters or place % every == 0 or TELLING.search(line.reading.text)):
            yield line


def contradicts(layer: Reading, pixels: Reading, sure: float) -> bool:
    """Return whether the pixels of a line show other letters or figures than the layer says, or not most of them.

    Blanks, signs and the width of forms are left out. Another letter, or one more, counts where it was read with at least this confidence,
    another figure however it was read, since a page may be made hard to read; letters that were not read count when more than one is
    missing in a row, or a figure is.
    """
    said, _ = _letters(layer.text, layer.char_confidence)
    seen, surely = _letters(pixels.text, pixels.char_confidence)
    if len(seen) < LEAST_HEARD * len(said):
        return True
    for change in Levenshtein.opcodes(said, seen):
        if change.tag == "delete":
            lost = said[change.src_start : change.src_end]
            if len(lost) > 1 or lost.isdigit():
                return True
        elif change.tag != "equal":
            swapped = said[change.src_start : change.src_end] + seen[change.dest_start : change.dest_end]
            if any(letter.isdigit() for letter in swapped) or max(surely[change.dest_start : change.dest_end]) >= sure:
                return True
    return False


def says_the_same(layer: Reading, pixels: Reading) -> bool:
    """Return whether both have the very same letters and figures; blanks, signs and the width of forms are left out."""
    return _letters(layer.text, layer.char_confidence)[0] == _letters(pixels.text, pixels.char_confidence)[0]


def covered(box: Box, lines: Sequence[TextLine], share: float) -> bool:
    """Return whether lines of the layer cover at least this share of a box."""
    return sum(box.overlap(line.box).area for line in lines) >= share * box.area


def _letters(text: str, confidence: Sequence[float]) -> tuple[str, tuple[float, ...]]:
    """Return the letters and figures of a text in plain forms, with the confidence of each."""
    pairs = [
        (letter, sure)
        for sign, sure in zip(text, confidence, strict=True)
        for letter in unicodedata.normalize("NFKC", sign).casefold()
        if letter.isalnum()
    ]
    return "".join(letter for letter, _ in pairs), tuple(sure for _, sure in pairs)


def _rows(page: Page, gap: float) -> Iterator[Sequence[Word]]:
    """Yield the words of a text layer as lines: one row, no gap over `gap` heights between neighbours, no drawn rule between them."""
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda word: (word.box.centre.y, word.box.x)):
        last = rows[-1][0].box if rows else None
        if last is not None and abs(last.centre.y - word.box.centre.y) < min(last.h, word.box.h) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        line: list[Word] = []
        for word in sorted(row, key=lambda word: word.box.x):
            if line and (word.box.x - line[-1].box.right > gap * word.box.h or _ruled_off(page, line[-1].box, word.box)):
                yield line
                line = []
            line.append(word)
        yield line


def _ruled_off(page: Page, left: Box, right: Box) -> bool:
    """Return whether an upright rule of the page stands between two words."""
    y = (left.centre.y + right.centre.y) / 2
    return any(
        rule.box.h > rule.box.w and rule.box.y <= y < rule.box.bottom and left.centre.x < rule.box.centre.x < right.centre.x
        for rule in page.rules
    )


def _spaced(words: Sequence[Word]) -> Iterator[str]:
    """Yield the words of a line with a space where there is a gap of a quarter height, which is what a space is wide."""
    for last, word in zip((None, *words), words, strict=False):
        yield " " + word.text if last and word.box.x - last.box.right > word.box.h / 4 else word.text


def shown(text: str) -> str:
    """Return the text without control, formatting and unassigned characters: they carry nothing and disturb whoever prints them."""
    return "".join(character for character in text if unicodedata.category(character) not in _UNSEEN)

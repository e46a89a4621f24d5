"""What a form is for and what a contract is called, once a page is known to be one. No stage itself."""

import re
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from pipeline.datamodel.application import Kind
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import ContractType, TextLine
from pipeline.datamodel.page import Rgb
from pipeline.engines.protocols import OcrEngine
from pipeline.imaging.glyphs import glyph_spans
from pipeline.imaging.ticks import box_ink
from pipeline.stages.headings import Sheet
from pipeline.stages.page_kinds import CHANGE_ITEMS, CONTRACT_PARTIES, CONTRACT_TYPES, FORM_FAMILIES

FAMILY_ITEMS = tuple((family, (f"{word}注册",)) for word, family, _ in FORM_FAMILIES)
FEWEST_FAMILIES = 3  # a form of one purpose names one or two in its text
TICKED, EMPTY = frozenset("☑√✓✔■☒✗×Vv"), frozenset("□☐口囗▢○")


T = TypeVar("T", bound=str)


class Item(NamedTuple, Generic[T]):
    """A choice found on a form: what it stands for, the sign before it ("" when none was read), the ink left of it.

    certain: the sign comes from a text layer, where none is misread; left: where its words begin, in pixels.
    """

    kind: T
    sign: str
    ink: float
    certain: bool
    left: int


def form_family(sheet: Sheet) -> str:
    """Return what the form is for by its title, else by what the employer agrees to; "" where neither names it."""
    for title in sheet.titles:
        around = re.search(r"(.{0,8})(申请表|申请书|登记表)", title.plain)
        if around:
            for word, family, _ in FORM_FAMILIES:
                if word in around[1]:
                    return family
            nearly = {family for word, family, _ in FORM_FAMILIES if re.search(_either(word) + "注册?$", around[1])}
            if len(nearly) == 1:
                return nearly.pop()
    agreed = {family for word, family, _ in FORM_FAMILIES if sheet.matches(rf"(申请|办理){{1,2}}{word}注册", titles=False)}
    return agreed.pop() if len(agreed) == 1 else ""


def form_kind(sheet: Sheet, family: str, lines: Sequence[TextLine], image: Rgb, ocr: OcrEngine | None) -> Kind | None:
    """Return the registration kind; of a change form the one whose box is ticked, None where that cannot be told.

    ocr: reads the line of choices again for the places of its characters; without it they are dealt out over the line.
    """
    if family == "initial":
        late = sheet.matches(r"^(申请|注册)?(类型|种类|类别)?[☑√✓✔■]?逾期初始", titles=False) or sheet.matches("逾期", titles=True)
        return Kind.LATE_INITIAL if late else Kind.INITIAL
    if family == "change":
        return _chosen(list(_items(lines, image, ocr, CHANGE_ITEMS)))
    return next((kind for _, name, kind in FORM_FAMILIES if name == family), None)


def ticked_family(lines: Sequence[TextLine], image: Rgb, ocr: OcrEngine | None) -> str:
    """Return what a form for several purposes is ticked for, "" where it offers none to tick or that cannot be told."""
    offers = [line for line in lines if any(word in "".join(line.reading.text.split()) for _, (word,) in FAMILY_ITEMS)]
    behind = any("".join(line.reading.text.split())[-1] in TICKED | EMPTY for line in offers)
    items = list(_items(offers, image, ocr, FAMILY_ITEMS))
    bare = [item for item in items if item.sign not in TICKED | EMPTY]
    first = min(items, key=lambda item: item.left, default=None)
    # The reader drops a ticked box now and then; more words without one are running text, and boxes may stand behind their words.
    if len(items) < FEWEST_FAMILIES or behind or len(bare) > 1 or first in bare:
        return ""
    return _chosen(items) or ""


def contract_type(sheet: Sheet) -> ContractType | None:
    """Return the type of a contract by its title, else by what the parties are called; None where neither says it."""
    named = next((kind for kind, shape in CONTRACT_TYPES if sheet.matches(shape, titles=True)), None)
    called = next((kind for kind, shape in CONTRACT_PARTIES if sheet.matches(shape, titles=False)), None)
    if called is ContractType.DISPATCH or named is None:
        return called
    return named


def _either(word: str) -> str:
    """Return a pattern for a word of two characters of which one may be misread."""
    return f"(?:{word[0]}.|.{word[1]})"


def _items(lines: Sequence[TextLine], image: Rgb, ocr: OcrEngine | None, offered: Sequence[tuple[T, tuple[str, ...]]]) -> Iterator[Item[T]]:
    """Yield the choices that a form offers, each once; offered: what each stands for, and its words."""
    seen: set[T] = set()
    words = sorted(((word, kind) for kind, names in offered for word in names), key=lambda pair: -len(pair[0]))
    for line in lines:
        if not any(re.search(r"\s*".join(word), line.reading.text) for word, _ in words):
            continue
        text, places = _placed(line, image, ocr)
        taken: list[tuple[int, int]] = []
        for word, kind in words:
            match = re.search(r"\s*".join(word), text)
            if match is None or kind in seen or any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            seen.add(kind)
            before = text[: match.start()].rstrip()
            first, last = places[match.start()], places[match.end() - 1]
            pitch = max(2.0, (last.centre.x - first.centre.x) / max(1, match.end() - match.start() - 1))
            yield Item(kind, before[-1] if before else "", box_ink(image, first, pitch), line.from_layer, first.x)


def _placed(line: TextLine, image: Rgb, ocr: OcrEngine | None) -> tuple[str, list[Box]]:
    """Return a line's text and the place of every character, by the recogniser's own steps where it tells them.

    Where a box was lost in reading, dealing the characters out over the line would move them all.
    """
    box = line.box.clipped(image.shape[1], image.shape[0])
    if not box.area:
        return line.reading.text, [line.box] * len(line.reading.text)
    cut = image[box.y : box.bottom, box.x : box.right]
    if ocr is not None and not line.from_layer:
        again = ocr.read([cut], keep=1)[0]
        if again.lattices:
            text, _, places = again.lattices[0].greedy()
            return text, [Box(box.x + round(place * box.w), box.y, 1, box.h) for place in places]
    spans = glyph_spans(cut, line.reading.text)
    return line.reading.text, [Box(box.x + round(left), box.y, max(1, round(right - left)), box.h) for left, right in spans]


def _chosen(items: Sequence[Item[T]], *, more: float = 1.3, surely: float = 1.5) -> T | None:
    """Return the ticked choice, None where signs and ink do not name one and the same.

    The recogniser reads ticks in empty boxes and drops ticked ones while it reads the empty ones; so what it says is a hint that
    the ink must bear out, save in a text layer.

    more, surely: how many times the ink of the next box the ticked one must hold beside a hint in the text, and without one; printed ticks
    hold 2.2 to 2.6 times as much, empty boxes differ by up to 1.3 (five change forms of samples/, 2026-11-22).
    """
    if len(items) == 1:
        return None if items[0].sign in EMPTY else items[0].kind
    by_ink = sorted(items, key=lambda item: -item.ink)
    ratio = by_ink[0].ink / max(1e-6, by_ink[1].ink) if len(items) > 1 else 0.0
    inked = by_ink[0].kind if ratio >= more else None
    ticked = [item.kind for item in items if item.sign in TICKED]
    unboxed = [item.kind for item in items if item.sign not in EMPTY]
    if len(ticked) == 1 and all(item.certain for item in items):
        return ticked[0]
    hinted = ticked or unboxed
    if len(hinted) == 1:
        return inked if inked == hinted[0] else None
    return inked if ratio >= surely else None

"""What a case says in so many words: where something may be hidden, how surely a value was read, what a page's text is."""

from collections.abc import Sequence

import msgspec

from pipeline.checks.base import Case
from pipeline.checks.dates import clean
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Evidence
from pipeline.datamodel.observation import Field, FieldName, Legibility, PageKind, PageKindSeen, TextLine
from pipeline.datamodel.reading import Reading

FORM = (PageKind.FORM_1, PageKind.FORM_2, PageKind.FORM_SINGLE)
CONTRACT = tuple(kind for kind in PageKind if kind.is_contract)
PICTURES = (PageKind.ID_PHOTO, PageKind.HELD_ID)
CHANGES = (Kind.CHANGE_EMPLOYER, Kind.CHANGE_NAME, Kind.CHANGE_CATEGORY)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The text of some pages in reading order, and the lowest line confidence in it."""

    text: str
    confidence: float
    pages: tuple[PageKindSeen, ...]


def may_hide(case: Case, sure_kind: float) -> tuple[Evidence, ...]:
    """Return the files and pages in which something that was not found may still be: unopened, unclassified or unreadable."""
    kinds = {seen.page: seen for seen in case.of(PageKindSeen)}
    illegible = {seen.page for seen in case.of(Legibility) if not seen.legible}
    unopened = dict.fromkeys(fault.file for fault in case.sightings.faults if fault.file and fault.where != "declaration")
    hiding = [Evidence(file=file) for file in unopened]
    for index, page in enumerate(case.sightings.pages):
        seen = kinds.get(index)
        if seen is None or seen.confidence < sure_kind or (seen.kind is PageKind.OTHER and index in illegible):
            hiding.append(Evidence(file=page.file, page=page.number, part=page.part))
    return tuple(hiding)


def surely_of(case: Case, sure_kind: float, *kinds: PageKind) -> tuple[PageKindSeen, ...]:
    """Return the pages of these kinds whose kind is told with enough confidence."""
    return tuple(seen for seen in case.pages_of(*kinds) if seen.confidence >= sure_kind)


def surely_read(field: Field, sure_character: float) -> bool:
    """Return whether every character of a value is sure, by one reader's confidence or by a second reader that reads the same.

    A second reader that reads something else takes nothing away: it is the weaker of the two and often wrong.
    """
    read = field.reading
    if not read.text:
        return False
    return read.weakest >= sure_character or (field.second is not None and field.second.text == read.text)


def plain(reading: Reading) -> tuple[str, tuple[float, ...]]:
    """Return a reading's text as `clean` makes it, and the confidence, 0-1, of each of its characters."""
    told = reading.char_confidence if len(reading.char_confidence) == len(reading.text) else (reading.weakest,) * len(reading.text)
    whole = clean(reading.text)
    if len(whole) == len(reading.text):
        return whole, tuple(told)
    pairs = [(letter, sure) for sign, sure in zip(reading.text, told, strict=True) for letter in clean(sign)]
    return "".join(letter for letter, _ in pairs), tuple(sure for _, sure in pairs)


def filled(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the fields in which something stands that was read."""
    return tuple(field for field in fields if not field.blank and field.reading.text)


def fullest(places: Sequence[Field], sure_character: float) -> Field:
    """Return the place that says most: the longest of the surely read ones, since a reading may be cut off; else the surest."""
    return max(places, key=lambda place: (surely_read(place, sure_character), len(place.reading.text), place.reading.weakest))


def term_fields(case: Case, *kinds: PageKind) -> tuple[Field, ...]:
    """Return the fields that say when a term ends: the end cells, or where there are none the cells of the whole term."""
    return case.fields(FieldName.TERM_END, *kinds) or case.fields(FieldName.TERM, *kinds)


def declared_reading(text: str) -> Reading:
    """Return a declared text as a reading in which every character is sure."""
    return Reading(text=text, char_confidence=(1.0,) * len(text), engine="declared")


def words_on(case: Case, *kinds: PageKind) -> Words:
    """Return the text of all pages of these kinds, lines from top to bottom, and the lowest confidence of a line in it."""
    pages = case.pages_of(*kinds)
    lines = [
        line
        for seen in pages
        for line in sorted(case.of(TextLine, page=seen.page), key=lambda line: (line.box.y + line.box.h // 2, line.box.x))
        if line.reading.text
    ]
    confidence = min((line.reading.confidence for line in lines), default=0.0)
    return Words(text="".join(line.reading.text for line in lines), confidence=confidence, pages=pages)

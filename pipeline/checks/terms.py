"""When a term begins and ends: of the employment document by the option that is chosen and the annex that extends it; of any place."""

import re
from datetime import date

import msgspec

from pipeline.checks.base import Case
from pipeline.checks.dates import End, EndKind, clean, find_dates, read_date, read_end
from pipeline.checks.facts import CONTRACT, FORM, surely_read, term_fields
from pipeline.datamodel.observation import Field, FieldName, PageKind

_OPTIONS = {"1": 1, "一": 1, "①": 1, "2": 2, "二": 2, "②": 2, "3": 3, "三": 3, "③": 3}
MAIN = tuple(kind for kind in CONTRACT if kind is not PageKind.CONTRACT_ANNEX)


class ContractEnd(msgspec.Struct, frozen=True, kw_only=True):
    """The end of the employment document, whether it was read surely, where it stands, and whether an annex says so."""

    end: End
    sure: bool
    place: Field
    by_annex: bool = False


def end_of(place: Field) -> End:
    """Return how the term in a place ends; the one date in a place for a whole term may be its start and is no end."""
    end = read_end(place.reading.text)
    plain = clean(place.reading.text)
    alone = end.on is not None and place.name is FieldName.TERM and len(find_dates(plain)) == 1
    return End(kind=EndKind.UNREAD) if alone and not re.search("[至到~]|——", plain) else end


def start_untold(case: Case, *kinds: PageKind) -> Field | None:
    """Return a place where a term has an end and its start, or a part of it, was not read; None where there is none on these pages.

    Something may cover it, and a term whose start nobody can read cannot be said to be in order.
    """
    starts, ends = case.fields(FieldName.TERM_START, *kinds), case.fields(FieldName.TERM_END, *kinds)
    for place in starts:
        words = clean(place.reading.text)
        if not find_dates(words) and (place.blank or re.search("[0-9年月]", words)):
            return place
    begun = {place.page for place in starts}
    chosen = {place.page for place in case.fields(FieldName.TERM_OPTION, *kinds) if _option(place) > 1}
    dated = {place.page for place in ends if end_of(place).kind is EndKind.DATE}
    wholes = case.fields(FieldName.TERM, *kinds)
    for place in wholes:
        lone = place.page in dated and len(find_dates(place.reading.text)) == 1
        if place.page not in begun and (lone or place.page in chosen):
            return place
    return None


def day_of_application(case: Case, sure_character: float) -> date | None:
    """Return the declared day, else the latest day surely read beside a signature on the form."""
    if case.declared.submitted_on is not None:
        return case.declared.submitted_on
    places = case.fields(FieldName.SIGNED_ON, *FORM)
    days = [day for place in places if surely_read(place, sure_character) and (day := read_date(place.reading.text))]
    return max(days, default=None)


def first_start(case: Case, day: date, *kinds: PageKind) -> Field | None:
    """Return the place where the term begins, however surely it was read, if that is after a day; None where it is not or was not found."""
    for place in (*case.fields(FieldName.TERM_START, *kinds), *case.fields(FieldName.TERM, *kinds)):
        begins = _start_in(place)
        if begins is not None:
            return place if begins > day else None
    return None


def contract_end(case: Case, sure_character: float) -> ContractEnd | None:
    """Return when the employment document ends, None where no place that says so was found.

    无固定期限 is printed in every copy of the official template, so the number of the chosen option decides before any words do.
    """
    main = _main_end(case, sure_character)
    for place in term_fields(case, PageKind.CONTRACT_ANNEX):
        annex = ContractEnd(end=end_of(place), sure=surely_read(place, sure_character), place=place, by_annex=True)
        if main is None or _later(annex.end, main.end):
            main = annex
    return main


def other_end(case: Case, said: ContractEnd, sure_character: float) -> ContractEnd | None:
    """Return another place of the employment document that surely ends its term otherwise; None for none.

    Two contracts may lie in one upload, and which one counts is not told by their order. An annex moves the end of the contract to a later
    day, so only an annex that ends before it is another end.
    """
    kinds = {EndKind.DATE, EndKind.OPEN}
    if said.end.kind not in kinds:
        return None
    ends = case.fields(FieldName.TERM_END, *MAIN)
    told = {place.page for place in ends}
    # Where an end was found, the page's whole clause may go on to other periods, as of probation.
    wholes = tuple(place for place in case.fields(FieldName.TERM, *MAIN) if place.page not in told)
    main = () if said.by_annex else (*ends, *wholes)
    annexes = term_fields(case, PageKind.CONTRACT_ANNEX)
    for place in (*main, *annexes):
        one = msgspec.structs.replace(_end_of(place, sure_character), by_annex=place in annexes)
        if place is said.place or not one.sure or one.end.kind not in kinds:
            continue
        if one.by_annex and (said.by_annex or _later(one.end, said.end)):
            continue
        if (one.end.kind, one.end.on and one.end.on.last) != (said.end.kind, said.end.on and said.end.on.last):
            return one
    return None


def contract_start(case: Case, sure_character: float) -> date | None:
    """Return the day the employment document begins, None where no day was read surely."""
    for place in (*case.fields(FieldName.TERM_START, *MAIN), *case.fields(FieldName.TERM, *MAIN)):
        begins = _start_in(place)
        if begins is not None and surely_read(place, sure_character):
            return begins
    return None


def _start_in(place: Field) -> date | None:
    """Return the first day of the term that a place tells, surely read or not; None where it tells none."""
    dates = find_dates(place.reading.text)
    # The one date of a whole term is its end where an end was read: its start may be covered.
    lone_end = place.name is FieldName.TERM and len(dates) == 1 and end_of(place).kind is EndKind.DATE
    return dates[0].first if dates and not lone_end else None


def _main_end(case: Case, sure_character: float) -> ContractEnd | None:
    chosen = next(((place, option) for place in case.fields(FieldName.TERM_OPTION, *MAIN) if (option := _option(place))), None)
    if chosen is not None and chosen[1] > 1:
        kind = EndKind.OPEN if chosen[1] == 2 else EndKind.TASK  # noqa: PLR2004 - the template's second option
        return ContractEnd(end=End(kind=kind), sure=surely_read(chosen[0], sure_character), place=chosen[0])
    ends = [_end_of(place, sure_character) for place in term_fields(case, *MAIN)]
    if chosen is not None:
        ends = [one for one in ends if one.end.kind is not EndKind.OPEN]
    told = [one for one in ends if one.end.kind not in {EndKind.BLANK, EndKind.UNREAD}]
    return next(iter(told or ends), None)


def _end_of(place: Field, sure_character: float) -> ContractEnd:
    text = clean(place.reading.text)
    choices_printed = len(re.findall("固定期限", text)) > len(re.findall("[无無]固定期限", text))
    end = end_of(place)
    sure = surely_read(place, sure_character) and not (choices_printed and end.kind is EndKind.OPEN)
    return ContractEnd(end=end, sure=sure, place=place)


def _option(place: Field) -> int:
    """Return which option of the term clause is chosen, 0 where that cannot be told."""
    options = {_OPTIONS[character] for character in place.reading.text if character in _OPTIONS}
    return options.pop() if len(options) == 1 else 0


def _later(one: End, other: End) -> bool:
    if EndKind.OPEN in {one.kind, other.kind}:
        return one.kind is EndKind.OPEN
    return one.on is not None and (other.on is None or one.on.last > other.on.last)

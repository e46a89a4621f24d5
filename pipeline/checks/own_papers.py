"""Whether the applicant's or the employer's name stands on a page; shared by checks of papers."""

import re
from enum import StrEnum

from pipeline.checks.base import Case
from pipeline.checks.dates import clean
from pipeline.checks.facts import FORM, filled, plain, surely_read
from pipeline.checks.names import normalise
from pipeline.datamodel.observation import FieldName, TextLine
from pipeline.datamodel.reading import Reading

# What may stand right before and after a person's name; any other ideograph may be a character of a longer name.
BEFORE = "(?:^|[^一-鿿]|姓名|学生|学员|本人|职工|人员|同志|证明|兹有)"
AFTER = "(?:$|[^一-鿿]|同志|先生|女士|性别|身份|出生|民族|证件|参加|现任|[男女于](?:$|[^一-鿿]))"


class Named(StrEnum):
    """What a page says of a name: it stands there, it was not read there, or nobody knows the name to look for."""

    STANDS = "stands"
    NOT_READ = "not-read"
    UNKNOWN = "unknown"


def people(case: Case, sure_character: float) -> tuple[str, ...]:
    """Return the applicant's name: as declared, else as surely read on the form."""
    if case.declared.applicant.name:
        return (case.declared.applicant.name,)
    places = filled(case.fields(FieldName.PERSON, *FORM))
    return tuple(dict.fromkeys(place.reading.text for place in places if surely_read(place, sure_character)))


def employers(case: Case, sure_character: float) -> tuple[str, ...]:
    """Return the employer's name: as declared, else as surely read on the form."""
    if case.declared.employer.name:
        return (case.declared.employer.name,)
    places = filled(case.fields(FieldName.EMPLOYER, *FORM))
    return tuple(dict.fromkeys(place.reading.text for place in places if surely_read(place, sure_character)))


def named(case: Case, page: int, names: tuple[str, ...], sure_character: float) -> Named:
    """Return whether one of these persons is surely read on a page: in a line of its own or in a sentence, never in a longer name."""
    if not names:
        return Named.UNKNOWN
    stands = any(_stands(line.reading, name, sure_character) for name in names for line in case.of(TextLine, page=page))
    return Named.STANDS if stands else Named.NOT_READ


def titled(case: Case, page: int, unit: str, sure_character: float) -> bool:
    """Return whether a line surely read on a page is a unit's name, or a label and that name; a longer name is another unit's."""
    lines = _sure_lines(case, page, sure_character)
    return any(re.fullmatch(r"(?:.{0,8}(?:名称|单位|法人)[:：]?)?" + re.escape(normalise(unit)), line) for line in lines)


def _stands(reading: Reading, name: str, sure_character: float) -> bool:
    """Return whether a line bears a name, each character of it surely read; what stands beside it need not be."""
    text, sure = plain(reading)
    found = re.finditer(f"{BEFORE}({re.escape(clean(name))}){AFTER}", text)
    return any(min(sure[one.start(1) : one.end(1)]) >= sure_character for one in found)


def _sure_lines(case: Case, page: int, sure_character: float) -> list[str]:
    """Return a page's lines in which every character was surely read, normalised."""
    read = (line.reading for line in case.of(TextLine, page=page))
    return [normalise(reading.text) for reading in read if reading.weakest >= sure_character]

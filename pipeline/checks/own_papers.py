"""Whether the applicant's or the employer's name stands on a page; shared by checks of papers."""

import re
from collections.abc import Sequence
from enum import StrEnum

from pipeline.checks.base import Case
from pipeline.checks.dates import clean
from pipeline.checks.facts import FORM, filled, plain, surely_read
from pipeline.checks.name_texts import normalise
from pipeline.datamodel.observation import FieldName, TextLine

# Words that say whose paper it is, right before the name; any other may be another part (经办人：) or the start of a longer name.
_PART = "学员|学生|学习者|考生|本人|职工|同志|持证人|持有人|申请人|退休人员|(?<!未)(?:参训|参加|参培|受训|从业)人员"
_OWN = re.compile(rf"(?:(?:{_PART}|(?<![一-鿿])(?:证书|证件)?)姓名|{_PART}|证明|兹有|授予|准予)$")
_OTHER_PART = re.compile(r"(?:[人师员长]|主任|教授|领导|丈夫|妻子|[父母]亲|[儿女]子|女儿|[兄弟姐妹])$")
# What may stand right after: nothing, a sign, or words that go on about the person.
_AFTER = re.compile(
    r"$|[^一-鿿]|同志|先生|女士|性别|身份|出生|民族|证件|单位|参加|现任|已|完成|生于|在[我本该]|系[我本该]|[男女于自从](?:$|[^一-鿿])"
)
_NOT_HIS = re.compile(r"(?:同志|先生|女士)?(?:之[子女父母夫妻]|系.{0,6}之[子女父母夫妻]|的|未|没有|缺)|[（(]?(?:代[领办签收]|经办|签收)")
_NAME = re.compile(rf"(?:{_PART}|(?<![一-鿿]))姓名[:：]?([一-鿿·]{{2,4}}?)(?=$|[^一-鿿·]|性别|出生|身份|民族|单位|证件)")
_HEADING = re.compile(
    r"性别|出生|身份|民族|单位|学历|学号|职务|职称|年龄|准考|证件|工作|电话|联系|签[名字章]|照片|备注|专业|地址|课程|成绩|[及和与或]"
)


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
    """Return whether one of these persons is surely read on a page: in a line of its own or in a sentence, never in a longer name.

    A name in another part (经办人：, 授课教师：, 代领) is not the person's, nor is any on a page that surely gives another under 姓名.
    """
    if not names:
        return Named.UNKNOWN
    lines = [plain(line.reading) for line in case.of(TextLine, page=page)]
    wanted = {clean(name) for name in names}
    if any(_gives_another(text, sure, wanted, sure_character) for text, sure in lines):
        return Named.NOT_READ
    stands = any(_stands(text, sure, name, sure_character) for name in wanted for text, sure in lines)
    return Named.STANDS if stands else Named.NOT_READ


def titled(case: Case, page: int, unit: str, sure_character: float) -> bool:
    """Return whether a line surely read on a page is a unit's name, or a label and that name; a longer name is another unit's."""
    lines = _sure_lines(case, page, sure_character)
    return any(re.fullmatch(r"(?:.{0,8}(?:名称|单位|法人)[:：]?)?" + re.escape(normalise(unit)), line) for line in lines)


def _stands(text: str, sure: Sequence[float], name: str, sure_character: float) -> bool:
    """Return whether a line bears a name as its person's, each character of it surely read; what stands beside it need not be."""
    for found in re.finditer(re.escape(name), text):
        before, after = text[: found.start()], text[found.end() :]
        surely = min(sure[found.start() : found.end()]) >= sure_character
        if surely and _leads(before) and _AFTER.match(after) and not _NOT_HIS.match(after):
            return True
    return False


def _leads(before: str) -> bool:
    """Return whether what stands before a name lets it be the paper's person: nothing, an own label, or a sign after no other part."""
    words = re.sub(r"[^一-鿿]+$", "", before)
    if not words or (words == before or before.endswith((":", "："))):
        return not words or _OWN.search(words) is not None
    labels = [words, *re.findall(r"([一-鿿]+)[:：]", before)[-1:]]
    return all(_OWN.search(label) or not _OTHER_PART.search(label) for label in labels)


def _gives_another(text: str, sure: Sequence[float], wanted: set[str], sure_character: float) -> bool:
    """Return whether a line surely says 姓名 and another name than those wanted."""
    return any(
        found[1] not in wanted and not _HEADING.match(found[1]) and min(sure[found.start(1) : found.end(1)]) >= sure_character
        for found in _NAME.finditer(text)
    )


def _sure_lines(case: Case, page: int, sure_character: float) -> list[str]:
    """Return a page's lines in which every character was surely read, normalised."""
    read = (line.reading for line in case.of(TextLine, page=page))
    return [normalise(reading.text) for reading in read if reading.weakest >= sure_character]

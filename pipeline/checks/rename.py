"""Whether an uploaded page shows that an employer was renamed: both names on one page, surely read, in the parts of old and new."""

import re
from enum import StrEnum

import msgspec

from pipeline.checks.base import Case
from pipeline.checks.name_texts import normalise
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen, TextLine
from pipeline.datamodel.reading import Reading

HOUSE = 4  # characters: 行政区划 and 字号 are two each at the least, 企业名称登记管理规定 第六条
# What may stand right before a name; any other ideograph may be the beginning of a longer name.
_BEFORE = re.compile(
    r"(?:^|[^一-鿿]|[由为成原将从自至称即系现和与及我贵]|申请人|当事人|兹有|准予|同意|核准|关于|单位|企业|公司|[原现]名|更名|改名|证明|甲方|通知|变更)$"
)
_PARTNER = re.compile(r"(?:股东|出资人|投资人|投资者|发起人|合伙人)[^。；;]{0,10}$")  # a change of who owns a third firm
_REFUSED = re.compile(r"不予|驳回|不同意|未予|撤[销回]")
_OLD_PART = re.compile(r"(?:原|曾用|变更前|由)(?:企业|单位|公司)?(?:的)?(?:名称?)?(?:为|是|内容)?[:：]?$")
_NEW_PART = re.compile(
    r"(?:变更|更名|更改|改名?|变更登记|更)(?:为|成|至)[:：]?$|(?:现|新|变更后)(?:的)?(?:企业|单位|公司)?(?:的)?(?:名称?)?(?:为|是)?[:：]?$"
)


class Bridge(StrEnum):
    """What the rename pages say of two names. UNREAD: there is such a page, but the names were not both read on it."""

    BOTH = "both"
    UNREAD = "unread"
    NO_PAGE = "no-page"


def bridge(case: Case, old: str, new: str, *, sure_character: float, sure_kind: float) -> tuple[Bridge, tuple[PageKindSeen, ...]]:
    """Return whether some rename page names both in their parts, and the pages that were looked at (the one that does, or all of them).

    A page that refuses, one whose kind or whose names were not surely read, and one on which the names are interchanged bridge nothing.
    """
    pages = case.pages_of(PageKind.RENAME_NOTICE)
    for seen in pages:
        texts = _texts(case, seen.page)
        if seen.confidence < sure_kind or any(_REFUSED.search(text.text) for text in texts):
            continue
        was = any(_holds(text, normalise(old), sure_character, _NEW_PART) for text in texts)
        if was and any(_holds(text, normalise(new), sure_character, _OLD_PART) for text in texts):
            return Bridge.BOTH, (seen,)
    return (Bridge.UNREAD if pages else Bridge.NO_PAGE), pages


def related(one: str, other: str) -> bool:
    """Return whether two names may belong to one house: they begin alike in four characters, and one of them is a group or a branch."""
    left, right = normalise(one), normalise(other)
    alike = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return alike >= HOUSE and any(mark in left + right for mark in ("集团", "分公司", "总公司"))


def names_on(case: Case, name: str) -> bool:
    """Return whether some rename page holds a name in full."""
    return any(_holds(text, normalise(name)) for seen in case.pages_of(PageKind.RENAME_NOTICE) for text in _texts(case, seen.page))


class _Text(msgspec.Struct, frozen=True):
    """A text with the confidence, 0-1, of each of its characters, and where in it a line begins."""

    text: str
    sure: tuple[float, ...]
    begins: frozenset[int]


def _texts(case: Case, page: int) -> list[_Text]:
    """Return every text of a page in which a name may stand: its fields, and all its lines as one, since names are broken over lines."""
    fields = [field.reading for field in case.of(Field, page=page) if field.name in {FieldName.EMPLOYER, FieldName.FORMER_EMPLOYER}]
    lines = sorted(case.of(TextLine, page=page), key=lambda line: (line.box.y + line.box.h // 2, line.box.x))
    return [_text(readings) for readings in (*([one] for one in fields), [line.reading for line in lines])]


def _text(readings: list[Reading]) -> _Text:
    text, sure, begins = "", [], set()
    for reading in readings:
        begins.add(len(text))
        part = normalise(reading.text)
        # Each sign within two letters, since what stands at an edge is taken away.
        signs = [(normalise(f"甲{sign}甲")[1:-1], one) for sign, one in zip(reading.text, reading.char_confidence, strict=False)]
        told = [(letter, one) for letters, one in signs for letter in letters]
        start = "".join(letter for letter, _ in told).find(part) if len(signs) == len(reading.text) else -1
        text += part
        sure += [one for _, one in told[start : start + len(part)]] if start >= 0 else [reading.weakest] * len(part)
    return _Text(text, tuple(sure), frozenset(begins))


def _holds(text: _Text, wanted: str, sure_character: float = 0.0, not_after: re.Pattern[str] | None = None) -> bool:
    """Return whether a text surely holds a name, not after words of another part; 甲公司 is not named by 甲公司北京分公司."""
    for found in re.finditer(re.escape(wanted), text.text) if wanted else ():
        before, rest = text.text[: found.start()], text.text[found.end() :]
        runs_on = "分公司" in rest[:12] and wanted.endswith("公司")
        whole = found.start() in text.begins or _BEFORE.search(before) is not None
        told = zip(found[0], text.sure[found.start() : found.end()], strict=True)
        surely = min(sure for letter, sure in told if letter not in "()") >= sure_character  # a bracket is no part of whose name it is
        if whole and surely and not runs_on and not _PARTNER.search(before) and not (not_after and not_after.search(before)):
            return True
    return False

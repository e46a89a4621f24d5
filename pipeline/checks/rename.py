"""Whether an uploaded page shows that an employer was renamed: both names on one page, read in full."""

from enum import StrEnum

from pipeline.checks.base import Case
from pipeline.checks.names import normalise
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen, TextLine

HOUSE = 4  # characters: 行政区划 and 字号 are two each at the least, 企业名称登记管理规定 第六条


class Bridge(StrEnum):
    """What the rename pages say of two names. UNREAD: there is such a page, but the names were not both read on it."""

    BOTH = "both"
    UNREAD = "unread"
    NO_PAGE = "no-page"


def bridge(case: Case, old: str, new: str) -> tuple[Bridge, tuple[PageKindSeen, ...]]:
    """Return whether some rename page names both, and the pages that were looked at (the one that does, or all of them)."""
    pages = case.pages_of(PageKind.RENAME_NOTICE)
    for seen in pages:
        texts = _texts(case, seen.page)
        if _names(texts, old) and _names(texts, new):
            return Bridge.BOTH, (seen,)
    return (Bridge.UNREAD if pages else Bridge.NO_PAGE), pages


def related(one: str, other: str) -> bool:
    """Return whether two names may belong to one house: they begin alike in four characters, and one of them is a group or a branch."""
    left, right = normalise(one), normalise(other)
    alike = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return alike >= HOUSE and any(mark in left + right for mark in ("集团", "分公司", "总公司"))


def names_on(case: Case, name: str) -> bool:
    """Return whether some rename page holds a name in full."""
    return any(_names(_texts(case, seen.page), name) for seen in case.pages_of(PageKind.RENAME_NOTICE))


def _texts(case: Case, page: int) -> list[str]:
    """Return every text of a page in which a name may stand: its fields, and all its lines as one, since names are broken over lines."""
    fields = [field.reading.text for field in case.of(Field, page=page) if field.name in {FieldName.EMPLOYER, FieldName.FORMER_EMPLOYER}]
    lines = sorted(case.of(TextLine, page=page), key=lambda line: (line.box.y + line.box.h // 2, line.box.x))
    return [normalise(text) for text in (*fields, "".join(line.reading.text for line in lines))]


def _names(texts: list[str], name: str) -> bool:
    wanted = normalise(name)
    return bool(wanted) and any(_holds(text, wanted) for text in texts)


def _holds(text: str, wanted: str) -> bool:
    """Return whether a text holds a name that does not run on: 甲公司 is not named by 甲公司北京分公司."""
    start = text.find(wanted)
    while start >= 0:
        rest = text[start + len(wanted) :]
        if "分公司" not in rest[:12] or not wanted.endswith("公司"):
            return True
        start = text.find(wanted, start + 1)
    return False

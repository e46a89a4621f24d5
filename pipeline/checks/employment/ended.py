"""Whether something in the upload says that the employment has ended, or that the document is a contract of another sort."""

import re
from collections.abc import Iterator

from pipeline.checks.base import Case
from pipeline.checks.dates import clean
from pipeline.checks.facts import CONTRACT
from pipeline.datamodel.observation import PageKindSeen, TextLine

ENDING = re.compile(
    r"(解除|终止|解聘).{0,8}(合同|关系).{0,2}(证明|协议|通知)|合同的?(解除|终止)(证明|协议|通知)|离职证明|解聘(证明|通知)|退工单|辞职(报告|申请|信)"
)
"""Titles of papers by which an employment ends; a contract's own section on ending has none of these words behind it."""
OTHER_SORTS = re.compile(r"^(?!.*(退休|返聘)).*(劳务|实习生?|见习|兼职)(用工|聘用|劳动)?(合同|协议)书?$|就业协议书?$|意向书$")
"""Titles of contracts by which nobody becomes an employee; a retired person's contract of services is one that the rules take."""
_DAY = r"(?:[0-9]{4}|[一二][〇○零一二三四五六七八九]{3})[年./-].{2,9}?"
_ENDED = re.compile(
    rf"(?:已|双方同意|协商一致).{{0,6}}[于自]{_DAY}起?(?:.{{0,4}})(?:解除|终止)|自{_DAY}起(?:解除|终止)"
    r"|^(?:此|本|该)?(?:劳动|聘用)?(?:合同)?已?经?(?:作废|解除|终止)$"
)
_OF_ANOTHER = re.compile(r"原|以前|之前|前用人|其他单位|如|的，")


def titled(case: Case, shape: re.Pattern[str]) -> PageKindSeen | None:
    """Return the first page whose title has this shape; None where none has. Signs and white space in the title do not matter."""
    for seen in case.of(PageKindSeen):
        if shape.search(re.sub(r"[（）()、/]", "", clean(seen.title))) and not seen.kind.is_form:
            return seen
    return None


def ended(case: Case) -> PageKindSeen | TextLine | None:
    """Return the paper, or the line on a contract, that says that an employment ended; None where nothing does."""
    return titled(case, ENDING) or next(_lines(case), None)


def _lines(case: Case) -> Iterator[TextLine]:
    for seen in case.pages_of(*CONTRACT):
        for line in case.of(TextLine, page=seen.page):
            words = clean(line.reading.text).rstrip("。.！!；;")
            if _ENDED.search(words) and not _OF_ANOTHER.search(words):
                yield line

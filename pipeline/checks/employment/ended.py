"""Whether something in the upload says that the employment has ended, or that the document is a contract of another sort."""

import re
from collections.abc import Iterator

from pipeline.checks.base import Case
from pipeline.checks.dates import clean
from pipeline.checks.facts import CONTRACT
from pipeline.datamodel.observation import PageKindSeen, TextLine

ENDING = re.compile(r"(解除|终止|解聘).{0,8}(合同|关系).{0,2}(证明|协议|通知)|离职证明|解聘(证明|通知)")
"""Titles of papers by which an employment ends; a contract's own section on ending has none of these words behind it."""
OTHER_SORTS = re.compile(r"劳务(用工|聘用)?(合同|协议)|(实习|见习)生?(合同|协议)|就业协议|意向(书|协议)|兼职(合同|协议)")
"""Titles of contracts by which nobody becomes an employee."""
_ENDED = re.compile(r"[已于][0-9]{4}[年./-].{2,12}(解除|终止)(?!或)|合同.{0,4}(作废|已经?(解除|终止))$")


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
        yield from (line for line in case.of(TextLine, page=seen.page) if _ENDED.search(clean(line.reading.text)))

"""Reads the term clause of a contract: which option was chosen, and the dates of that option alone; no stage, no pixels."""

import re
from typing import NamedTuple

NUMBERS = {**dict(zip("一二三四", "1234", strict=True)), **dict(zip("①②③④", "1234", strict=True)), **dict(zip("ABCD", "1234", strict=True))}
CHOICE = re.compile(
    r"(?:按|以|选择|采用|采取|执行|确定)[^。；;]{0,12}?第?[（(【]?(?P<number>[^。，,：:；;第]{0,3}?)[）)】]?[种项](?:方式|形式|期限|确定|情形|类型)?"
)
OPTION = re.compile(
    r"[（(]?(?P<number>[1-4一二三四①②③④A-D])?[)）.、．:：,，]{0,2}(?P<tick>[☑√✓■●□☐○]?)(?P<kind>无固定期限|有固定期限|固定期限|以完成)"
)
SPAN = re.compile(
    r"(?:自|从)(?P<start>[^自从起至到。；;]{0,18}?)起?[，,]?(?:至|到|—|－|~)(?P<end>[^止。；;，,自]{0,18}?)(?:止|日(?!止)|[，,。；;]|$)"
)
# In one sentence without options: 「自2024年3月1日起，为无固定期限，至法定终止条件出现时止」.
OPEN_ENDED = re.compile(r"(?:自|从)(?P<start>[^自从至到。；;]{0,18}?)起[，,]?(?:为|执行|签订|订立|实行|属)?(?P<end>无固定期限)")
OPEN_START = re.compile(r"(?:自|从)(?P<start>[^自从。；;]{0,18}?)起")
HEAD = re.compile(r"(?:合同|聘用|劳动|返聘|协议|服务)[^。]{0,6}?期限?[^。]{0,24}?(?=自|从)")
# Words before the head, or at its end, that make it the term of something else: the contract before, probation, training.
OTHER_BEFORE = re.compile(r"原|前一|上一|上期|[年日]签订的|签署的|培训|专项|保密|竞业")
PROBATION = re.compile(r"(?:试用|见习|培训)期限?[：:为是]?$")
SERVICE = re.compile(r"服务期[：:为是]?$")
RENEWED = re.compile(r"续[订签聘]|延长|现")
END_OF_CLAUSE = re.compile(r"第[二三四五2-5]条|二、|工作内容和工作地点|双方约定试用期")
FILLED_DATE = re.compile(r"[0-9]{4}[年.\-/]|[零〇一二三四五六七八九]{4}年")
EMPTY = frozenset("□☐○")
TICKED = frozenset("☑√✓■●")


class Span(NamedTuple):
    """A stretch of the page's running text: half-open character positions."""

    start: int
    end: int


class TermClause(NamedTuple):
    """What the clause says, as places in the text; None where it says nothing. `chosen` None: a clause without options."""

    chosen: Span | None
    whole: Span
    start: Span | None
    end: Span | None


class _Term(NamedTuple):
    """A term with dates in a clause without options: what stands before its head, the head, the dates, and where all of it stands."""

    before: str
    head: str
    span: re.Match[str]
    whole: Span


def read_term_clause(text: str) -> TermClause | None:
    """Return the term clause in a contract page's running text (no spaces), None where the page has none.

    無固定期限 is printed in every copy: only the option that was chosen by number or tick is looked at; with options and no readable
    choice there are no dates.
    """
    options = [match for match in OPTION.finditer(text) if not text[: match.start()].endswith(("订立", "签订", "为", "是"))]
    choice = _choice(text, options)
    if len(options) >= 2 and (choice or any(option["tick"] for option in options)):  # noqa: PLR2004 - one is no choice
        return _chosen(text, options, choice)
    return _single(text)


def _single(text: str) -> TermClause | None:
    """Return the term of a clause without options: of several, the renewed one; without dates where they differ and none is renewed."""
    found: list[_Term] = []
    for head in HEAD.finditer(text):
        span = OPEN_ENDED.match(text, head.end()) or SPAN.search(text, head.end())
        if span is None or span.start() - head.end() > 2:  # noqa: PLR2004 - the dates follow the words
            if not found:
                return None
            continue
        before = re.split("[。；;，,]", text[max(0, head.start() - 12) : head.start()])[-1]
        found.append(_Term(before, head.group(), span, Span(head.start(), span.end())))
    own = [one for one in found if not (OTHER_BEFORE.search(one.before) or PROBATION.search(one.head))]
    own = [one for one in own if not SERVICE.search(one.head)] or own
    filled = [one for one in own if FILLED_DATE.search(one.span.group())] or own
    told = [one for one in filled if RENEWED.search(one.before + one.head)] or filled
    if not told:
        return None
    if len({one.span["end"] for one in told}) > 1:
        return TermClause(None, Span(told[0].whole.start, told[-1].whole.end), None, None)
    return TermClause(None, told[0].whole, _stripped(text, told[0].span, "start"), _stripped(text, told[0].span, "end"))


def _choice(text: str, options: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the words that choose an option: the last ones before the first option."""
    first = options[0].start() if options else len(text)
    found = [match for match in CHOICE.finditer(text) if match.start() < first and ("第" in match.group() or match["number"])]
    return found[-1] if found else None


def _chosen(text: str, options: list[re.Match[str]], choice: re.Match[str] | None) -> TermClause:
    options = [option for option in options if choice is None or option.start() >= choice.end()] or options
    chosen = Span(choice.start("number"), choice.end("number")) if choice else None
    ticked = [option for option in options if option["tick"] in TICKED and option["tick"]]
    if choice is None and ticked:
        chosen = Span(ticked[0].start("tick"), ticked[0].end("kind"))
    number = NUMBERS.get(choice["number"], choice["number"]) if choice else ""
    picked = ticked[0] if choice is None and len(ticked) == 1 else _numbered(options, number)
    whole = Span(choice.start() if choice else options[0].start(), _clause_end(text, options[-1].end()))
    picked = picked or (_only_filled(text, options, whole.end) if choice is None and not ticked else None)
    if picked is None:
        return TermClause(chosen, whole, None, None)
    later = [option.start() for option in options if option.start() > picked.start()]
    end = min([*later, whole.end])
    segment = Span(picked.start("kind"), end)
    if picked["kind"] == "无固定期限":
        opened = OPEN_START.search(text, segment.start, segment.end)
        return TermClause(
            chosen, segment, _stripped(text, opened, "start") if opened else None, Span(picked.start("kind"), picked.end("kind"))
        )
    span = SPAN.search(text, segment.start, segment.end)
    return TermClause(chosen, segment, _stripped(text, span, "start") if span else None, _stripped(text, span, "end") if span else None)


def _numbered(options: list[re.Match[str]], number: str) -> re.Match[str] | None:
    """Return the option of a number: by its printed number, else by its place; None where the number was not read.

    An option that prints another number is not the one: the words of the chosen one may be covered, and then the next takes its place.
    """
    printed = [option for option in options if option["number"] and NUMBERS.get(option["number"], option["number"]) == number]
    if printed:
        return printed[0]
    placed = options[int(number) - 1] if number in {"1", "2", "3"} and int(number) <= len(options) else None
    return placed if placed is not None and not placed["number"] else None


def _only_filled(text: str, options: list[re.Match[str]], end: int) -> re.Match[str] | None:
    """Return the one option that stands without an empty box and with a date: readers drop boxes that are ticked; None else."""
    ends = [*(option.start() for option in options[1:]), end]
    dated = [option for option, until in zip(options, ends, strict=True) if FILLED_DATE.search(text, option.start(), until)]
    bare = [option for option in options if option["tick"] not in EMPTY]
    return dated[0] if len(dated) == len(bare) == 1 and dated == bare else None


def _clause_end(text: str, after: int) -> int:
    end = END_OF_CLAUSE.search(text, after)
    return end.start() if end else min(len(text), after + 90)


def _stripped(text: str, match: re.Match[str], group: str) -> Span | None:
    """Return where a date stands; the last 日 belongs to it, None where there is nothing between the words."""
    start, end = match.span(group)
    if end < len(text) and text[end] == "日":
        end += 1
    return Span(start, end) if end > start else None

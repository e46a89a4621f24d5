"""Whether the contract is in force on the day of application, and ends when the form says."""

from collections.abc import Iterator
from datetime import date

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, line, sheet
from pipeline.checks.dates import EndKind
from pipeline.checks.employment.ended import ended
from pipeline.checks.facts import CONTRACT, FORM, surely_read, term_fields
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.terms import (
    MAIN,
    ContractEnd,
    contract_end,
    contract_start,
    day_of_application,
    end_of,
    first_start,
    other_end,
    start_untold,
)
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen, TextLine


class EmploymentTerm(Check, frozen=True):
    """The contract covers the day of application, and its end is the one on the form.

    What: the number of the chosen term option first (无固定期限 is printed in every copy), then that option's dates; a renewal annex
    moves the end to a later day. The day of application is the declared one, else the day on the form. Both ends are compared to the day,
    or to the month where one of them has no day. A start of which a part is missing, or one hardly read
    that is after the application, is unsure, and so are two places that surely say different ends, and a paper or a line on the
    contract by which an employment ended.
    Why: an expired contract shows past employment; an end that differs from the form's makes one of them wrong.
    Source: 「聘用期限为长期或无固定期限的」 (EMP-TERM, derived)
    What a person still decides: whether an expired contract was renewed by a clause; every doubtful handwritten date.
    """

    name = "employment-term"
    title = Text("合同期限", "term of the contract")
    needs = (PageKindSeen, Field, TextLine)
    texts = {
        "covers": Text(
            "合同期限涵盖申请日期，与申请表一致（截至{measured}）。",
            "The contract covers the day of application and ends as the form says ({measured}).",
        ),
        "expired": Text(
            "合同已于{measured}到期，早于申请日期{limit}；请补传续订合同。",
            "The contract ended on {measured}, before the application of {limit}; upload its renewal.",
        ),
        "not-begun": Text(
            "合同自{measured}起，晚于申请日期{limit}，请核对。",
            "The contract begins on {measured}, after the application of {limit}; check it.",
        ),
        "other-end": Text(
            "合同截至{measured}，申请表聘用期限截至{limit}，不一致，请核对更正。",
            "The contract ends on {measured}, the form says {limit}; correct it.",
        ),
        "no-end": Text("合同未填写期限，请人工确认。", "The contract's term is not filled in; confirm it."),
        "task": Text("合同以完成一定工作任务为期限，请人工确认。", "The contract lasts until a task is done; confirm it."),
        "unread": Text(
            "合同期限识别为“{measured}”，把握不足，请人工查看。", "The contract's term was read as {measured}, not surely; look at it."
        ),
        "start-untold": Text(
            "合同期限的起始日期未填写或未能完整读出（“{measured}”），请人工查看。",
            "The start of the contract's term is missing or was not wholly read ({measured}); look at it.",
        ),
        "places-differ": Text(
            "合同上两处截至日期不一致（“{measured}”与“{limit}”），请人工核对。",
            "The contract gives two ends of its term, {measured} and {limit}; compare them.",
        ),
        "ended": Text(
            "材料中有解除或终止劳动关系的内容（“{measured}”），请人工确认合同是否仍然有效。",
            "Something here ends an employment ({measured}); confirm whether the contract is still in force.",
        ),
        "not-found": Text("未能在合同上找到合同期限，请人工查看。", "The contract's term was not found; look at it."),
        "day-unknown": Text(
            "申请日期未知，不能判断合同（截至{measured}）在申请时是否有效，请人工确认。",
            "The day of application is not known, so whether the contract (until {measured}) covers it cannot be told.",
        ),
        "form-unread": Text(
            "申请表聘用期限未能读出，无法与合同（截至{measured}）核对。",
            "The form's term was not read, so the contract's (until {measured}) cannot be compared.",
        ),
    }
    about_absence = frozenset({"not-found", "form-unread", "day-unknown"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the term of the contract."""
        if not case.pages_of(*CONTRACT):
            return
        end = contract_end(case, self.sure_character)
        if end is None:
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
            return
        outcome, slug, limit = self._answer(case, end)
        other = self._other(case, end, slug)
        if other is not None:
            evidence = tuple(case.evidence(one.place, one.place.reading.text) for one in (end, other))
            said = {"measured": _words(end), "limit": _words(other)}
            yield self.say(case, Outcome.UNSURE, "places-differ", confidence=0.5, evidence=evidence, **said)
            return
        closing = ended(case) if outcome is Outcome.PASS else None
        if closing is not None:
            read = closing.title if isinstance(closing, PageKindSeen) else closing.reading.text
            yield self.say(case, Outcome.UNSURE, "ended", confidence=0.5, evidence=(case.evidence(closing, read),), measured=read)
            return
        untold = self._doubtful_start(case) if outcome is Outcome.PASS else None
        if untold is not None:
            read = untold.reading.text
            evidence = (case.evidence(untold, read),)
            yield self.say(case, Outcome.UNSURE, "start-untold", confidence=0.5, evidence=evidence, measured=read)
            return
        day = contract_start(case, self.sure_character) if slug == "not-begun" else None
        read = end.place.reading.text
        yield self.say(
            case,
            outcome,
            slug,
            confidence=end.place.reading.confidence if read else end.place.confidence,
            evidence=(case.evidence(end.place, read),),
            measured=str(day) if day else _words(end),
            limit=limit,
        )

    def _other(self, case: Case, end: ContractEnd, slug: str) -> ContractEnd | None:
        """Return another end of the term that makes the answer doubtful; None where there is none or the answer is the same for both."""
        if slug not in {"covers", "expired", "other-end", "not-begun"}:
            return None
        other = other_end(case, end, self.sure_character)
        if other is not None and slug in {"expired", "other-end"} and self._answer(case, other)[1] == slug:
            return None
        return other

    def _doubtful_start(self, case: Case) -> Field | None:
        """Return a start that is missing or in parts, or one hardly read that says a day after the application."""
        day = day_of_application(case, self.sure_character)
        return start_untold(case, *CONTRACT) or (first_start(case, day, *MAIN) if day is not None else None)

    def _answer(self, case: Case, end: ContractEnd) -> tuple[Outcome, str, str | None]:
        kind = end.end.kind
        if kind is EndKind.BLANK and end.place.blank:
            return Outcome.FAIL, "no-end", None
        if not end.sure or kind not in {EndKind.DATE, EndKind.OPEN, EndKind.TASK}:
            return Outcome.UNSURE, "unread", None
        return (Outcome.FAIL, "task", None) if kind is EndKind.TASK else self._on_the_day(case, end)

    def _on_the_day(self, case: Case, end: ContractEnd) -> tuple[Outcome, str, str | None]:
        """Return whether the contract covers the day of application, then whether the form agrees."""
        day = day_of_application(case, self.sure_character)
        start = contract_start(case, self.sure_character)
        if day is not None and end.end.on is not None and end.end.on.last < day:
            return Outcome.FAIL, "expired", str(day)
        if day is not None and start is not None and start > day:
            return Outcome.FAIL, "not-begun", str(day)
        form = self._against_form(case, end)
        if form is not None:
            return form
        return (Outcome.PASS, "covers", None) if day is not None or end.end.kind is EndKind.OPEN else (Outcome.UNSURE, "day-unknown", None)

    def _against_form(self, case: Case, end: ContractEnd) -> tuple[Outcome, str, str | None] | None:
        """Return what the form's end says against the contract's, None where they agree; form-term tells of wrong wording."""
        places = term_fields(case, *FORM)
        place = max(places, key=lambda one: one.reading.confidence, default=None)
        form = end_of(place) if place is not None else None
        if (
            place is None
            or form is None
            or form.kind in {EndKind.UNREAD, EndKind.TASK}
            or not (place.blank or surely_read(place, self.sure_character))
        ):
            return Outcome.UNSURE, "form-unread", None
        if form.kind not in {EndKind.DATE, EndKind.OPEN}:
            return None
        if form.kind is EndKind.OPEN or end.end.kind is EndKind.OPEN:
            # A day on the form of an open-ended contract is told by form-term, once.
            return (Outcome.FAIL, "other-end", "无固定期限") if end.end.kind is EndKind.DATE else None
        here, there = end.end.on, form.on
        if here is None or there is None or (here.first <= there.last and there.first <= here.last):
            return None
        return Outcome.FAIL, "other-end", str(there.last)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return contracts that cover the day, ended before it, differ from the form, or cannot be told."""
        applied = Declared(submitted_on=date(2026, 3, 1))

        def of(*items: Field | TextLine, form: str = "2027年12月31日", declared: Declared = applied, annex: str = "") -> Case:
            sheets = [sheet(PageKind.FORM_1, field(FieldName.TERM_END, form)), sheet(PageKind.CONTRACT_BODY, *items)]
            if annex:
                sheets.append(sheet(PageKind.CONTRACT_ANNEX, field(FieldName.TERM_END, annex)))
            return case(*sheets, declared=declared)

        end = field(FieldName.TERM_END, "2027年12月31日")
        past, late = field(FieldName.TERM_END, "2025年12月31日"), field(FieldName.TERM_START, "2026年6月1日")
        faint = field(FieldName.TERM_END, "2027年12月31日", confidence=0.4)
        option = field(FieldName.TERM_OPTION, "2")
        return (
            Example(title="in force, the same end", case=of(end), gives=(("covers", Outcome.PASS),)),
            Example(title="open-ended on both", case=of(option, form="无固定期限"), gives=(("covers", Outcome.PASS),)),
            Example(title="expired", case=of(past, form="2025年12月31日"), gives=(("expired", Outcome.FAIL),)),
            Example(title="expired, but renewed by an annex", case=of(past, annex="2027年12月31日"), gives=(("covers", Outcome.PASS),)),
            Example(title="not begun yet", case=of(late, end), gives=(("not-begun", Outcome.FAIL),)),
            Example(title="another end on the form", case=of(end, form="2029年12月31日"), gives=(("other-end", Outcome.FAIL),)),
            Example(title="open-ended on the form alone", case=of(end, form="无固定期限"), gives=(("other-end", Outcome.FAIL),)),
            Example(title="not filled in", case=of(field(FieldName.TERM_END, "")), gives=(("no-end", Outcome.FAIL),)),
            Example(title="for a task", case=of(field(FieldName.TERM_OPTION, "3")), gives=(("task", Outcome.FAIL),)),
            Example(
                title="a start without its year",
                case=of(field(FieldName.TERM_START, "年3月1日"), end),
                gives=(("start-untold", Outcome.UNSURE),),
            ),
            Example(
                title="a start hardly read, after the application",
                case=of(field(FieldName.TERM_START, "2026年6月1日", confidence=0.4), end),
                gives=(("start-untold", Outcome.UNSURE),),
            ),
            Example(
                title="a paper by which the employment ended",
                case=case(
                    sheet(PageKind.FORM_1, field(FieldName.TERM_END, "2027年12月31日")),
                    sheet(PageKind.CONTRACT_BODY, end),
                    sheet(PageKind.OTHER, title="解除（终止）劳动合同证明书"),
                    declared=applied,
                ),
                gives=(("ended", Outcome.UNSURE),),
            ),
            Example(
                title="a line on the contract that ends it",
                case=of(end, line("双方同意本合同已于2025年6月30日解除。")),
                gives=(("ended", Outcome.UNSURE),),
            ),
            *(
                Example(title=f"a line: {words}", case=of(end, line(words)), gives=((slug, outcome),))
                for words, slug, outcome in (
                    ("本合同已作废。", "ended", Outcome.UNSURE),
                    ("双方同意于二〇二五年六月三十日解除本合同", "ended", Outcome.UNSURE),
                    ("本合同于2027年12月31日终止。", "covers", Outcome.PASS),
                    ("乙方已于2023年12月31日与原用人单位终止劳动关系", "covers", Outcome.PASS),
                )
            ),
            Example(title="two ends", case=of(end, past), gives=(("places-differ", Outcome.UNSURE),)),
            Example(title="two contracts, the old one first", case=of(past, end), gives=(("places-differ", Outcome.UNSURE),)),
            Example(
                title="two contracts that both ended",
                case=of(past, field(FieldName.TERM_END, "2021年12月31日")),
                gives=(("expired", Outcome.FAIL),),
            ),
            Example(
                title="an annex that ends before the contract",
                case=of(end, annex="2025年12月31日"),
                gives=(("places-differ", Outcome.UNSURE),),
            ),
            Example(
                title="an open-ended contract beside one with an end",
                case=of(option, end, form="无固定期限"),
                gives=(("places-differ", Outcome.UNSURE),),
            ),
            Example(
                title="one day written over another",
                case=of(field(FieldName.TERM_END, "2021年12月31日改为2027年12月31日")),
                gives=(("unread", Outcome.UNSURE),),
            ),
            Example(title="hardly read", case=of(faint), gives=(("unread", Outcome.UNSURE),)),
            Example(title="no term found", case=of(), gives=(("not-found", Outcome.UNSURE),)),
            Example(title="no day of application", case=of(end, declared=Declared()), gives=(("day-unknown", Outcome.UNSURE),)),
            Example(title="the form's term was not read", case=of(end, form="2027年"), gives=(("form-unread", Outcome.UNSURE),)),
        )


def _words(end: ContractEnd) -> str:
    """Return the end as people would say it."""
    if end.end.kind is EndKind.OPEN:
        return "无固定期限"
    return str(end.end.on.last) if end.end.on is not None else end.place.reading.text

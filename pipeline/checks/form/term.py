"""Whether the form's term of employment ends as it must: on a day, or 无固定期限."""

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.dates import EndKind, find_dates
from pipeline.checks.facts import FORM, filled, surely_read, term_fields
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.terms import contract_end, day_of_application, end_of, first_start, start_untold
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen

FORBIDDEN = {EndKind.LONG: "long", EndKind.RETIREMENT: "retirement", EndKind.NINES: "nines"}


class FormTerm(Check, frozen=True):
    """The term of employment on the form ends on a day, or says 无固定期限.

    What: the end cell of 聘用期限. 长期, 至退休, 9999 or nothing at all is a fail; a day on the form where the contract is surely
    open-ended is a fail too. Unsure are: what cannot be read, a start of which a part is missing, an end before the start, a start after or
    an end before the day of application (the declared one, else the day on the form), and two places that surely say different ends.
    Why: the rule asks for these very words, and staff return 长期 as a matter of course.
    Source: 「聘用期限为长期或无固定期限的，截至日期填写为“无固定期限”。」 (FORM-TERM-OPEN)
    What a person still decides: what was meant where the cell is written over or says two things.
    """

    name = "form-term"
    title = Text("申请表聘用期限", "term on the form")
    needs = (PageKindSeen, Field)
    texts = {
        "dated": Text("聘用期限截至日期：{measured}。", "The term ends on {measured}."),
        "open": Text("聘用期限截至日期为“无固定期限”。", "The term's end says 无固定期限."),
        "blank": Text("聘用期限截至日期未填写，请填写日期或“无固定期限”。", "The term's end is empty; write a date or 无固定期限."),
        "long": Text(
            "聘用期限截至日期填写为“{measured}”，请改为“无固定期限”。", "The term's end says {measured}; write 无固定期限 instead."
        ),
        "retirement": Text(
            "聘用期限截至日期填写为“{measured}”，应为具体日期或“无固定期限”。",
            "The term's end says {measured}; write a date or 无固定期限.",
        ),
        "nines": Text(
            "聘用期限截至日期填写为“{measured}”，无固定期限的应填写“无固定期限”。",
            "The term's end says {measured}; where there is no end write 无固定期限.",
        ),
        "contract-open": Text(
            "劳动合同为无固定期限，申请表截至日期却为“{measured}”，应填写“无固定期限”。",
            "The contract is open-ended, the form says {measured}; it must say 无固定期限.",
        ),
        "places-differ": Text(
            "申请表上聘用期限截至日期两处不一致（“{measured}”与“{limit}”），请人工核对。",
            "The form gives two ends of the term, {measured} and {limit}; compare them.",
        ),
        "start-untold": Text(
            "申请表聘用期限的起始日期未填写或未能完整读出（“{measured}”），请人工查看。",
            "The start of the term is missing or was not wholly read ({measured}); look at it.",
        ),
        "ends-first": Text(
            "申请表聘用期限截至日期早于起始日期“{limit}”（“{measured}”），请人工核对。",
            "The term on the form ends ({measured}) before it begins ({limit}); look at it.",
        ),
        "ended": Text(
            "申请表聘用期限截至日期为“{measured}”，早于申请日期{limit}，请人工核对。",
            "The term on the form ends on {measured}, before the application of {limit}; look at it.",
        ),
        "not-begun": Text(
            "申请表聘用期限自“{measured}”起，晚于申请日期{limit}，请人工核对。",
            "The term on the form begins on {measured}, after the application of {limit}; look at it.",
        ),
        "not-found": Text("未能在申请表上找到聘用期限，请人工查看。", "The term of employment was not found on the form; look at it."),
        "doubtful": Text(
            "聘用期限截至日期识别为“{measured}”，把握不足，请人工查看。", "The term's end was read as {measured}, not surely; look at it."
        ),
    }
    about_absence = frozenset({"not-found"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the end of the term on the form."""
        if not case.pages_of(*FORM):
            return
        places = term_fields(case, *FORM)
        if not places:
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
            return
        place = max(places, key=lambda one: (bool(one.reading.text), one.reading.confidence))
        outcome, slug = self._answer(case, place)
        read = place.reading.text
        other = self._other_end(place, places) if outcome is Outcome.PASS else None
        if other is not None:
            evidence = tuple(case.evidence(one, one.reading.text) for one in (place, other))
            said = {"measured": read, "limit": other.reading.text}
            yield self.say(case, Outcome.UNSURE, "places-differ", confidence=0.5, evidence=evidence, **said)
            return
        if outcome is Outcome.PASS and (trouble := self._trouble(case, place)) is not None:
            slug, where, limit = trouble
            evidence = (case.evidence(where, where.reading.text),)
            yield self.say(case, Outcome.UNSURE, slug, confidence=0.5, evidence=evidence, measured=where.reading.text, limit=limit)
            return
        confidence = place.confidence if place.blank else place.reading.confidence
        yield self.say(case, outcome, slug, confidence=confidence, evidence=(case.evidence(place, read),), measured=read)

    def _answer(self, case: Case, place: Field) -> tuple[Outcome, str]:
        end = end_of(place).kind
        if place.blank:
            return Outcome.FAIL, "blank"
        if end in {EndKind.BLANK, EndKind.UNREAD, EndKind.TASK} or not surely_read(place, self.sure_character):
            # A cell with ink in it in which only the printed 年月日 was read is not an empty cell.
            return (Outcome.FAIL, "blank") if end is EndKind.BLANK and self._only_print(place) else (Outcome.UNSURE, "doubtful")
        if end in FORBIDDEN:
            return Outcome.FAIL, FORBIDDEN[end]
        if end is EndKind.OPEN:
            return Outcome.PASS, "open"
        contract = contract_end(case, self.sure_character)
        if contract is not None and contract.sure and contract.end.kind is EndKind.OPEN:
            return Outcome.FAIL, "contract-open"
        return Outcome.PASS, "dated"

    def _other_end(self, place: Field, places: Sequence[Field]) -> Field | None:
        """Return another place on the form that surely says another end, None where there is none."""
        said = end_of(place)
        for other in places:
            end = end_of(other)
            told = end.kind in {EndKind.DATE, EndKind.OPEN} and surely_read(other, self.sure_character)
            if told and (end.kind, end.on and end.on.last) != (said.kind, said.on and said.on.last):
                return other
        return None

    def _trouble(self, case: Case, place: Field) -> tuple[str, Field, str | None] | None:
        """Return what keeps a term with a good end from passing, where that stands and the day it is held against; None for nothing."""
        start = start_untold(case, *FORM)
        if start is not None:
            return "start-untold", start, None
        end, day = end_of(place).on, day_of_application(case, self.sure_character)
        for other in filled(case.fields(FieldName.TERM_START, *FORM)):
            begins = find_dates(other.reading.text)
            if end is not None and begins and begins[0].first > end.last:
                return "ends-first", place, other.reading.text
        if day is None:
            return None
        begun = first_start(case, day, *FORM)
        if begun is not None:
            return "not-begun", begun, str(day)
        return ("ended", place, str(day)) if end is not None and end.last < day else None

    def _only_print(self, place: Field) -> bool:
        """Return whether nothing but the cell's own print was read, surely, and no hand was seen in it."""
        return bool(place.reading.text) and surely_read(place, self.sure_character) and place.handwritten is False

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the two ways that are right and the ways that are wrong."""

        def term(text: str, **kinds: object) -> Case:
            return case(sheet(PageKind.FORM_1, field(FieldName.TERM_END, text, **kinds)))  # type: ignore[arg-type]  # the builder's keywords

        differing = (sheet(PageKind.FORM_1, field(FieldName.TERM_END, day)) for day in ("2027年12月31日", "2029年12月31日"))
        option = field(FieldName.TERM_OPTION, "2")
        applied = Declared(submitted_on=date(2026, 3, 1))
        dated = field(FieldName.TERM_END, "2027年12月31日")
        return (
            Example(title="a day", case=term("2027年12月31日"), gives=(("dated", Outcome.PASS),)),
            Example(title="the words that the rule asks for", case=term("无固定期限"), gives=(("open", Outcome.PASS),)),
            Example(title="长期", case=term("长期"), gives=(("long", Outcome.FAIL),)),
            Example(title="until retirement", case=term("至法定退休年龄"), gives=(("retirement", Outcome.FAIL),)),
            Example(title="a day that never comes", case=term("9999年12月31日"), gives=(("nines", Outcome.FAIL),)),
            Example(title="an empty cell", case=term(""), gives=(("blank", Outcome.FAIL),)),
            Example(title="an empty cell with its print", case=term("年月日", handwritten=False), gives=(("blank", Outcome.FAIL),)),
            Example(title="only the print was read, in ink", case=term("年月日", handwritten=True), gives=(("doubtful", Outcome.UNSURE),)),
            Example(title="a day over another", case=term("2021年12月31日2029年12月31日"), gives=(("doubtful", Outcome.UNSURE),)),
            Example(title="a day with an odd numeral", case=term("2027年12月3l日"), gives=(("doubtful", Outcome.UNSURE),)),
            Example(title="长期, hardly read", case=term("长期", confidence=0.4), gives=(("doubtful", Outcome.UNSURE),)),
            Example(
                title="a day where the contract is open-ended",
                case=case(sheet(PageKind.FORM_1, dated), sheet(PageKind.CONTRACT_BODY, option)),
                gives=(("contract-open", Outcome.FAIL),),
            ),
            Example(
                title="an end before the start",
                case=case(sheet(PageKind.FORM_1, field(FieldName.TERM_START, "2030年1月1日"), field(FieldName.TERM_END, "2027年12月31日"))),
                gives=(("ends-first", Outcome.UNSURE),),
            ),
            Example(
                title="a start without its year",
                case=case(sheet(PageKind.FORM_1, field(FieldName.TERM_START, "年3月1日"), field(FieldName.TERM_END, "2027年12月31日"))),
                gives=(("start-untold", Outcome.UNSURE),),
            ),
            Example(
                title="the one day in a place for start and end",
                case=case(sheet(PageKind.FORM_1, field(FieldName.TERM, "2024年3月1日"))),
                gives=(("doubtful", Outcome.UNSURE),),
            ),
            Example(
                title="an end before the application",
                case=case(sheet(PageKind.FORM_1, field(FieldName.TERM_END, "20年2月28日")), declared=applied),
                gives=(("ended", Outcome.UNSURE),),
            ),
            Example(
                title="a start after the application",
                case=case(sheet(PageKind.FORM_1, field(FieldName.TERM_START, "2026年6月1日"), dated), declared=applied),
                gives=(("not-begun", Outcome.UNSURE),),
            ),
            Example(title="two ends", case=case(*differing), gives=(("places-differ", Outcome.UNSURE),)),
            Example(title="no such label", case=case(sheet(PageKind.FORM_1)), gives=(("not-found", Outcome.UNSURE),)),
        )

"""Whether the form tells of the applicant's work, period by period."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.dates import find_dates
from pipeline.checks.facts import FORM, may_hide, plain, surely_of
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen, PageSeen

_N = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_Y = "(?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3}"
_MONTH = rf"(?:{_Y})(?:年(?:{_N})月(?:(?:{_N})日)?|(?P<SIGN>[./-])[0-9]{{1,2}}(?:(?P=SIGN)[0-9]{{1,2}}(?![0-9]))?(?![0-9])月?)"
_FIRST, _LAST = _MONTH.replace("SIGN", "s"), _MONTH.replace("SIGN", "t")
# From when, to when or to this day. The two may stand in one cell or in two, and the row goes on with a unit's name.
PERIOD = re.compile(
    rf"[|]?[自从]?(?P<first>{_FIRST})起?(?:[|]|[|]?(?:[至到~]|[-—–一]+)[|]?|(?=今|现在|目前))(?P<last>{_LAST}|至?(?:今|现在|目前))止?[|]?"
)
STILL = re.compile("至?(?:今|现在|目前)")
UNIT = re.compile("[一-鿿]{2}")
NO_WORK = re.compile("待业|无业|失业|在家|联系电话|[|]学生(?:[|]|$)|(?:19|20)[0-9]{2}[年.]")  # or a second row that ran into the first
NO_ROW = re.compile("同意|属实|申请人|本人|合同期|聘用期|意见|签字|盖章")


class Period(msgspec.Struct, frozen=True):
    """One row of the history: where it stands, its period as written, and the days that this says (None: not read; no last: until now)."""

    place: Field
    words: str
    sure: float
    first: date | None = None
    last: date | None = None


class FormWorkHistory(Check, frozen=True):
    """The work history has at least one row, and every row a period that runs forward.

    What: the rows under the table's head, each of them a period (a beginning, and an end or 至今) and a unit. A table whose first row is
    bare, an end before its beginning or a beginning after the day of application, surely read, is put to a person. So is every row
    whose period or unit was not read surely or that says something else, an end after the day of application, and a form on which
    no row was found. Times between two rows are not asked about: the rules do not ask for an unbroken history.
    Why: who has done safety work, and for how long, decides whether the qualification may be registered.
    Source: 「填写工作经历；」 (FORM-WORKHIST)
    What a person still decides: whether the history is true, whether it is about safety, and what lies between its rows.
    """

    name = "form-work-history"
    title = Text("工作经历", "work history")
    needs = (PageSeen, PageKindSeen, Field)
    texts = {
        "told": Text("工作经历已填写（{measured}段）。", "The work history is filled in ({measured} periods)."),
        "blank": Text("申请表工作经历未填写，请核对补填。", "The work history is not filled in on the form; fill it in."),
        "not-found": Text(
            "未能从申请表读出工作经历，请人工查看是否填写。", "No work history was read on the form; look whether it is filled in."
        ),
        "backwards": Text("工作经历“{measured}”的结束早于开始，请核对更正。", "The period {measured} ends before it begins; correct it."),
        "in-future": Text(
            "工作经历“{measured}”晚于申请日期{limit}，请核对更正。",
            "The period {measured} lies after the application of {limit}; correct it.",
        ),
        "unread": Text(
            "工作经历“{measured}”的起止时间或单位未能确切读出，请人工查看。",
            "Period or unit of {measured} was not surely read; look at it.",
        ),
    }
    about_absence = frozenset({"not-found"})
    sure_character: SureCharacter = SURE_CHARACTER
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per row that is not in order, or one about all of them."""
        if not case.pages_of(*FORM):
            return
        places = case.fields(FieldName.WORK_HISTORY, *FORM)
        periods = [_period(place) for place in places if not place.blank]
        if periods:
            findings = [finding for period in periods for finding in self._of(case, period)]
            yield from findings
            if not findings:
                evidence = tuple(case.evidence(period.place, period.place.reading.text) for period in periods)
                sure = min(period.sure for period in periods)
                yield self.say(case, Outcome.PASS, "told", confidence=sure, evidence=evidence, measured=len(periods))
        elif places:
            yield self.say(case, Outcome.FAIL, "blank", confidence=places[0].confidence, evidence=(case.evidence(places[0]),))
        elif surely_of(case, self.sure_kind, PageKind.FORM_2, PageKind.FORM_SINGLE) or may_hide(case, self.sure_kind):
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
        # Else the second page is surely missing, which form-pages tells.

    def _of(self, case: Case, period: Period) -> Iterator[Finding]:
        outcome, slug = self._answer(period, case.declared.submitted_on)
        if slug:
            place, day = period.place, case.declared.submitted_on if slug == "in-future" else None
            evidence = (case.evidence(place, place.reading.text),)
            limit = str(day) if day is not None else None
            yield self.say(case, outcome, slug, confidence=period.sure, evidence=evidence, measured=period.words, limit=limit)

    def _answer(self, period: Period, day: date | None) -> tuple[Outcome, str]:
        """Return what is wrong with a row; an empty slug where nothing is."""
        if period.first is None or period.sure < self.sure_character or period.place.handwritten:
            return Outcome.UNSURE, "unread"
        if period.last is not None and period.last < period.first:
            return Outcome.FAIL, "backwards"
        if day is not None and period.first > day:
            return Outcome.FAIL, "in-future"
        if day is not None and period.last is not None and period.last.replace(day=1) > day:
            return Outcome.UNSURE, "in-future"
        return Outcome.PASS, ""

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a full history, an empty one, none, one that runs backwards, one in the future, rows that are not surely read."""

        def of(*rows: str, confidence: float = 0.98, handwritten: bool = False) -> Case:
            places = [field(FieldName.WORK_HISTORY, row, confidence=confidence, handwritten=handwritten) for row in rows]
            return case(sheet(PageKind.FORM_2, *places), declared=Declared(submitted_on=date(2026, 5, 1)))

        ok, no, doubt = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE
        one, two = "2015.07-2017.06|样本厂|安全管理", "2017年7月-至今|样本公司|安全技术"
        back = "2017.06-2015.07|样本厂|安全管理"
        return (
            Example(title="two periods", case=of(one, two), gives=(("told", ok),)),
            Example(title="an empty table", case=of(""), gives=(("blank", no),)),
            Example(title="no table found", case=of(), gives=(("not-found", doubt),)),
            Example(title="backwards", case=of(one, back), gives=(("backwards", no),)),
            Example(title="backwards, hardly read", case=of(back, confidence=0.4), gives=(("unread", doubt),)),
            Example(title="a beginning after the application", case=of("2026.07-至今|样本厂"), gives=(("in-future", no),)),
            Example(title="an end after the application", case=of("2024.07-2027.02|样本厂"), gives=(("in-future", doubt),)),
            Example(title="one day only", case=of(one, "2017.07|样本厂"), gives=(("unread", doubt),)),
            Example(title="no unit", case=of(one, "2017.07-至今||"), gives=(("unread", doubt),)),
            Example(title="two rows in one", case=of("2015.07-2017.06|样本厂2031.01-2030.01|安全"), gives=(("unread", doubt),)),
            Example(title="no work", case=of(one, "2017.07-至今|待业|"), gives=(("unread", doubt),)),
            Example(title="by hand", case=of(one, handwritten=True), gives=(("unread", doubt),)),
            Example(
                title="the second page is missing",
                case=case(sheet(PageKind.FORM_1)),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
        )


def _period(place: Field) -> Period:
    """Return the period of a row. It must begin the row, and a unit's name must follow; else nothing is taken for read."""
    text, certainty = plain(place.reading)
    match = PERIOD.match(text)
    after = text[match.end() :] if match else ""
    words = (text.split("|")[0] or text)[:24]
    if match is None or NO_ROW.search(text) or NO_WORK.search(after) or not UNIT.match(after.lstrip("|(")):
        return Period(place=place, words=words, sure=place.reading.weakest)
    unit = len(text) - len(after.lstrip("|("))
    sure = min(certainty[: match.end()] + certainty[unit : unit + 2])
    first, last = find_dates(match["first"]), find_dates(match["last"])
    if not first or not (last or STILL.fullmatch(match["last"])):
        return Period(place=place, words=words, sure=sure)  # no day of the calendar
    return Period(place=place, words=match.group().strip("|"), sure=sure, first=first[0].first, last=last[0].last if last else None)

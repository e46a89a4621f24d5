"""Whether the application comes in the time that its kind allows."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.dates import months_before, read_date, years_after
from pipeline.checks.facts import FORM, surely_read
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.terms import day_of_application
from pipeline.checks.words import DAYS, join, word
from pipeline.datamodel.application import Declared, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen

EXPIRING = frozenset(
    {
        *(Kind.RENEWAL, Kind.RE_REGISTRATION, Kind.CHANGE_EMPLOYER, Kind.CHANGE_NAME, Kind.CHANGE_CATEGORY),
        *(Kind.REISSUE, Kind.CANCELLATION),
    }
)
BRIDGE_FROM, BRIDGE_UNTIL = date(2019, 3, 1), date(2024, 3, 1)


class DeclaredWindow(Check, frozen=True):
    """The dates put the application in the time that its kind allows.

    What: initial registration within five years of the certificate (for certificates before 2019-03-01: before 2024-03-01), later is
    late initial registration; renewal within three months before expiry, at most one year; re-registration after expiry; a change,
    a reissue and a cancellation before it. A certificate of exactly 2019-03-01 stands in neither clause. The dates are the declared ones,
    else those surely read on the form; where both are there and differ, that is unsure.
    Why: outside its time an application is one of another kind, with other papers.
    Source: 「2019年3月1日前取得职业资格证书的，应当在2024年3月1日前申请初始注册，
    2019年3月1日后取得职业资格证书的，应当在取得资格证书后5年内申请初始注册，否则将视为逾期初始注册。」 (WIN-INIT);
    「可在期满前3个月内（最长期满前1年内）申请延续注册。」 (WIN-CONT); 「注册有效期已经过期的，可申请重新注册。」 (WIN-RE);
    「注册证书（标签）污损或遗失且在注册有效期内」 (REPL-SCOPE); 「在注册有效期内，拟中止在现聘用单位的注册」 (CANC-SCOPE);
    before 2019 「在注册有效期最后三个月内,可以申请延续注册。」 (POLD-VALID3)
    What a person still decides: between three months and one year, where the text says both; whether the dates are right.
    """

    name = "declared-window"
    title = Text("申请期限", "time of application")
    needs = (PageKindSeen, Field)
    texts = {
        "in-time": Text("申请日期在规定期限内（{measured}，期限{limit}）。", "The application is in time ({measured}, limit {limit})."),
        "late": Text(
            "取得证书已超过初始注册期限（至{limit}），应按逾期初始注册申请。",
            "The time for initial registration ended on {limit}; this is a late initial registration.",
        ),
        "not-late": Text(
            "仍在初始注册期限内（至{limit}），不属于逾期初始注册，请核对申报种类。",
            "Initial registration is open until {limit}; this is not a late one, check the kind.",
        ),
        "on-the-edge": Text(
            "证书日期恰为2019年3月1日，规则未明确适用哪一条，请人工确认。",
            "The certificate is of 2019-03-01 exactly, which neither clause covers; decide.",
        ),
        "too-early": Text(
            "距有效期届满（{limit}）超过{longest}个月，尚不能申请延续注册。",
            "More than {longest} months are left until {limit}; renewal cannot be applied for yet.",
        ),
        "early": Text(
            "距有效期届满（{limit}）超过{months}个月但在{longest}个月内，请人工确认是否受理。",
            "More than {months} months but less than {longest} are left until {limit}; decide whether to accept.",
        ),
        "expired": Text(
            "注册有效期已于{limit}届满，应申请重新注册。", "The registration expired on {limit}; apply for re-registration instead."
        ),
        "not-expired": Text(
            "注册有效期至{limit}，尚未过期，不能申请重新注册。",
            "The registration is valid until {limit}; re-registration is for expired ones.",
        ),
        "other-date": Text(
            "申请表上的日期为“{measured}”，申报为{limit}，不一致，请人工核对。",
            "The form gives the date as {measured}, declared is {limit}; compare them.",
        ),
        "dates-unknown": Text(
            "判断期限所需的日期（{missing}）未申报，也未能从申请表读出，请人工核对。",
            "The dates that the time limit needs ({missing}) were neither declared nor read on the form; look them up.",
        ),
    }
    about_absence = frozenset({"dates-unknown"})
    sure_character: SureCharacter = SURE_CHARACTER
    initial_years: Annotated[
        int,
        Meta(
            ge=1,
            le=20,
            description="years after the certificate in which initial registration is open",
            extra={"unit": "years", "source": "WIN-INIT"},
        ),
    ] = 5
    renewal_months: Annotated[
        int, Meta(ge=0, le=60, description="months before expiry in which renewal is open", extra={"unit": "months", "source": "WIN-CONT"})
    ] = 3
    renewal_longest_months: Annotated[
        int,
        Meta(
            ge=0,
            le=60,
            description="months before expiry in which renewal is open at the longest",
            extra={"unit": "months", "source": "WIN-CONT"},
        ),
    ] = 12

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the time of application."""
        declared, kind = case.declared, case.kind
        initial = kind in {Kind.INITIAL, Kind.LATE_INITIAL}
        if not initial and kind not in EXPIRING:
            return
        read = self._read(case, FieldName.CERTIFICATE_ISSUED_ON if initial else FieldName.REGISTRATION_EXPIRES_ON)
        known = declared.certificate_issued_on if initial else declared.registration_expires_on
        since = known or next((day for _, day in read), None)
        submitted = day_of_application(case, self.sure_character)
        if submitted is None or since is None:
            yield self._unknown(case, submitted, initial=initial, since=since)
            return
        answer = self._initial(kind, since, submitted) if initial else self._expiring(kind, since, submitted)
        outcome, slug, limit = answer
        other = next((pair for pair in read if pair[1] != since), None)
        if outcome is Outcome.PASS and other is not None:
            place, day = other
            evidence = (case.evidence(place, place.reading.text),)
            yield self.say(case, Outcome.UNSURE, "other-date", confidence=0.5, evidence=evidence, measured=str(day), limit=str(since))
            return
        months, longest = self.renewal_months, self.renewal_longest_months
        yield self.say(case, outcome, slug, measured=str(submitted), limit=str(limit), months=months, longest=longest)

    def _read(self, case: Case, name: FieldName) -> list[tuple[Field, date]]:
        """Return the places on the form where a day was surely read, with the day."""
        places = [place for place in case.fields(name, *FORM) if surely_read(place, self.sure_character)]
        return [(place, day) for place in places if (day := read_date(place.reading.text)) is not None]

    def _unknown(self, case: Case, submitted: date | None, *, initial: bool, since: date | None) -> Finding:
        missing = ["day-of-application"] * (submitted is None)
        missing += ["day-of-certificate" if initial else "day-of-expiry"] * (since is None)
        words = join(case, [word(case, DAYS, day) for day in missing])
        return self.say(case, Outcome.UNSURE, "dates-unknown", confidence=0.5, missing=words)

    def _initial(self, kind: Kind | None, certificate: date, submitted: date) -> tuple[Outcome, str, date]:
        if certificate == BRIDGE_FROM:
            return Outcome.UNSURE, "on-the-edge", BRIDGE_FROM
        # Source: before 2019-03-01 "在2024年3月1日前", which leaves the day itself out; after it "5年内", which does not.
        last = BRIDGE_UNTIL if certificate < BRIDGE_FROM else years_after(certificate, self.initial_years)
        in_time = submitted < last if certificate < BRIDGE_FROM else submitted <= last
        if kind is Kind.INITIAL:
            return (Outcome.PASS, "in-time", last) if in_time else (Outcome.FAIL, "late", last)
        return (Outcome.FAIL, "not-late", last) if in_time else (Outcome.PASS, "in-time", last)

    def _expiring(self, kind: Kind | None, expires: date, submitted: date) -> tuple[Outcome, str, date]:
        if kind is Kind.RE_REGISTRATION:
            return (Outcome.PASS, "in-time", expires) if submitted > expires else (Outcome.FAIL, "not-expired", expires)
        if submitted > expires:
            return Outcome.FAIL, "expired", expires
        if kind is Kind.RENEWAL and submitted < months_before(expires, self.renewal_longest_months):
            return Outcome.FAIL, "too-early", expires
        if kind is Kind.RENEWAL and submitted < months_before(expires, self.renewal_months):
            return Outcome.UNSURE, "early", expires
        return Outcome.PASS, "in-time", expires

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return each kind in its time and out of it, and the edges."""

        def initial(certificate: date, submitted: date, kind: Kind = Kind.INITIAL) -> Case:
            return case(kind=kind, declared=Declared(certificate_issued_on=certificate, submitted_on=submitted))

        def expiring(submitted: date, kind: Kind = Kind.RENEWAL) -> Case:
            return case(kind=kind, declared=Declared(registration_expires_on=date(2027, 5, 31), submitted_on=submitted))

        def on_form(expires: date | None) -> Case:
            declared = Declared(registration_expires_on=expires, submitted_on=date(2027, 3, 1))
            page = sheet(PageKind.FORM_1, field(FieldName.REGISTRATION_EXPIRES_ON, "2026年5月31日"))
            return case(page, kind=Kind.CHANGE_EMPLOYER, declared=declared)

        ok, no, doubt = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE
        again = Kind.RE_REGISTRATION
        return (
            Example(title="five years to the day", case=initial(date(2021, 4, 1), date(2026, 4, 1)), gives=(("in-time", ok),)),
            Example(title="a day later", case=initial(date(2021, 4, 1), date(2026, 4, 2)), gives=(("late", no),)),
            Example(title="an old certificate in time", case=initial(date(2015, 1, 1), date(2024, 2, 29)), gives=(("in-time", ok),)),
            Example(title="an old certificate on the last day", case=initial(date(2015, 1, 1), date(2024, 3, 1)), gives=(("late", no),)),
            Example(title="a certificate of 2019-03-01", case=initial(date(2019, 3, 1), date(2023, 1, 1)), gives=(("on-the-edge", doubt),)),
            Example(title="late indeed", case=initial(date(2015, 1, 1), date(2026, 1, 1), Kind.LATE_INITIAL), gives=(("in-time", ok),)),
            Example(
                title="called late in time", case=initial(date(2024, 1, 1), date(2026, 1, 1), Kind.LATE_INITIAL), gives=(("not-late", no),)
            ),
            Example(title="renewal in the last three months", case=expiring(date(2027, 2, 28)), gives=(("in-time", ok),)),
            Example(title="renewal half a year before", case=expiring(date(2026, 12, 1)), gives=(("early", doubt),)),
            Example(title="renewal more than a year before", case=expiring(date(2026, 5, 30)), gives=(("too-early", no),)),
            Example(title="renewal after expiry", case=expiring(date(2027, 6, 1)), gives=(("expired", no),)),
            Example(title="re-registration after expiry", case=expiring(date(2027, 6, 1), again), gives=(("in-time", ok),)),
            Example(title="re-registration before expiry", case=expiring(date(2027, 5, 31), again), gives=(("not-expired", no),)),
            Example(title="a reissue after expiry", case=expiring(date(2027, 6, 1), Kind.REISSUE), gives=(("expired", no),)),
            Example(title="a cancellation in time", case=expiring(date(2026, 1, 1), Kind.CANCELLATION), gives=(("in-time", ok),)),
            Example(title="another day on the form", case=on_form(date(2027, 5, 31)), gives=(("other-date", doubt),)),
            Example(title="not declared, read on the form", case=on_form(None), gives=(("expired", no),)),
            Example(title="a change in time", case=expiring(date(2026, 1, 1), Kind.CHANGE_EMPLOYER), gives=(("in-time", ok),)),
            Example(title="no dates declared", case=case(kind=Kind.RENEWAL), gives=(("dates-unknown", doubt),)),
        )

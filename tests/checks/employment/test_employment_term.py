"""When the contract covers the day of application, to the day."""

from datetime import date

import pytest

from pipeline.checks.build import case, field, sheet
from pipeline.checks.employment.term import EmploymentTerm
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import FieldName, PageKind


def judged(end: str, *, form: str, submitted: date | None, signed: str = "") -> Finding:
    sheets = [
        sheet(PageKind.FORM_1, field(FieldName.TERM_END, form), *([field(FieldName.SIGNED_ON, signed)] if signed else [])),
        sheet(PageKind.CONTRACT_BODY, field(FieldName.TERM_END, end)),
    ]
    (finding,) = EmploymentTerm().judge(case(*sheets, declared=Declared(submitted_on=submitted)))
    return finding


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [(date(2026, 2, 27), Outcome.PASS), (date(2026, 2, 28), Outcome.PASS), (date(2026, 3, 1), Outcome.FAIL)],
    ids=["a day before the end", "on the last day", "a day after"],
)
def test_a_contract_covers_its_last_day(submitted: date, expected: Outcome) -> None:
    assert judged("2026年2月28日", form="2026年2月28日", submitted=submitted).outcome is expected


def test_an_end_in_a_month_covers_the_whole_month() -> None:
    assert judged("2026年2月", form="2026年2月28日", submitted=date(2026, 2, 28)).outcome is Outcome.PASS


def test_one_end_in_chinese_figures_is_the_same_day() -> None:
    assert judged("二〇二七年十二月三十一日", form="2027.12.31", submitted=date(2026, 2, 28)).slug == "covers"


def test_where_no_day_is_declared_the_day_beside_the_signature_counts() -> None:
    finding = judged("2025年12月31日", form="2025年12月31日", submitted=None, signed="2026年3月1日")

    assert (finding.slug, finding.limit) == ("expired", "2026-03-01")


def test_long_term_on_the_form_is_told_once_by_its_own_check() -> None:
    assert judged("2027年12月31日", form="长期", submitted=date(2026, 2, 28)).slug == "covers"

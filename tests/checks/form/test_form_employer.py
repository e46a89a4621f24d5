"""When the employer on the form counts as read."""

import pytest

from pipeline.checks.base import Case
from pipeline.checks.build import case, field, sheet
from pipeline.checks.form.employer import FormEmployer
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import FieldName, PageKind

NAME = "样本安全技术有限公司"


def form(text: str, confidence: float, second: str | None = None) -> Case:
    return case(sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, text, confidence=confidence, second=second)))


def outcome(found: Case) -> Outcome:
    (finding,) = FormEmployer().judge(found)
    return finding.outcome


@pytest.mark.parametrize(
    ("confidence", "expected"), [(0.79, Outcome.UNSURE), (0.8, Outcome.PASS), (0.81, Outcome.PASS)], ids=["just below", "at", "just above"]
)
def test_a_name_is_read_from_the_limit_upward(confidence: float, expected: Outcome) -> None:
    assert outcome(form(NAME, confidence)) is expected


def test_two_readers_that_agree_make_a_faint_name_read() -> None:
    assert outcome(form(NAME, 0.5, second=NAME)) is Outcome.PASS


def test_a_weak_second_reader_does_not_shake_a_sure_one() -> None:
    assert outcome(form(NAME, 0.95, second="样木安全枝术有限公司")) is Outcome.PASS


def test_the_former_employer_is_not_taken_for_the_employer() -> None:
    former = sheet(PageKind.FORM_1, field(FieldName.FORMER_EMPLOYER, NAME))

    assert outcome(case(former)) is Outcome.UNSURE


def test_a_limit_may_be_set_by_the_profile() -> None:
    (finding,) = FormEmployer(sure_character=0.99).judge(form(NAME, 0.95))

    assert finding.outcome is Outcome.UNSURE

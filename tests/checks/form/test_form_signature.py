"""When the form counts as signed."""

import pytest

from pipeline.checks.build import case, field, sheet, signature
from pipeline.checks.form.signature import FormSignature
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import FieldName, PageKind, Role, Writing

ROLE = Role.APPLICANT_SIGNATURE


def answer(*marks: tuple[Writing, float]) -> tuple[str, Outcome]:
    signatures = [signature(ROLE, writing, confidence=confidence) for writing, confidence in marks]
    (finding,) = FormSignature().judge(case(sheet(PageKind.FORM_2, *signatures)))
    return finding.slug, finding.outcome


@pytest.mark.parametrize(
    ("confidence", "expected"), [(0.69, Outcome.UNSURE), (0.7, Outcome.PASS), (0.71, Outcome.PASS)], ids=["just below", "at", "just above"]
)
def test_pen_strokes_count_from_the_limit_upward(confidence: float, expected: Outcome) -> None:
    assert answer((Writing.HANDWRITTEN, confidence))[1] is expected


def test_an_empty_place_that_was_hardly_seen_is_unclear() -> None:
    assert answer((Writing.EMPTY, 0.5)) == ("unclear", Outcome.UNSURE)


def test_one_signed_place_of_two_is_enough() -> None:
    assert answer((Writing.EMPTY, 0.95), (Writing.HANDWRITTEN, 0.95)) == ("signed", Outcome.PASS)


def test_an_unclear_mark_beside_an_empty_place_is_never_missing() -> None:
    assert answer((Writing.EMPTY, 0.95), (Writing.UNCLEAR, 0.9)) == ("unclear", Outcome.UNSURE)


def test_the_head_of_the_unit_does_not_sign_for_the_applicant() -> None:
    head = signature(Role.EMPLOYER_HEAD_SIGNATURE)
    (finding,) = FormSignature().judge(case(sheet(PageKind.FORM_2, head, signature(ROLE, Writing.EMPTY))))

    assert finding.slug == "missing"


def test_a_signature_on_another_paper_does_not_count() -> None:
    signed = sheet(PageKind.STATEMENT, signature(ROLE))
    (finding,) = FormSignature().judge(case(sheet(PageKind.FORM_2, signature(ROLE, Writing.EMPTY)), signed))

    assert finding.slug == "missing"


@pytest.mark.parametrize("beside", ["{}", "{}2026年3月1日", "{}二〇二六年三月一日", "{}年月日", "{}3", "{}。", "2026.3.1{}"])
def test_what_is_read_beside_another_persons_name_does_not_hide_it(beside: str) -> None:
    form = sheet(PageKind.FORM_1, field(FieldName.PERSON, "李小明"))
    for name, slug in (("赵国强", "another-name"), ("李小明", "signed"), ("李晓明", "signed")):
        (finding,) = FormSignature().judge(case(form, sheet(PageKind.FORM_2, signature(ROLE, text=beside.format(name)))))
        assert finding.slug == slug


@pytest.mark.parametrize("text", ["李小明（代）", "赵国强(代)", "赵国强代签"])
def test_a_signature_given_for_somebody_else_is_for_a_person(text: str) -> None:
    form = sheet(PageKind.FORM_1, field(FieldName.PERSON, "李小明"))
    (finding,) = FormSignature().judge(case(form, sheet(PageKind.FORM_2, signature(ROLE, text=text))))
    assert (finding.slug, finding.outcome) == ("another-name", Outcome.UNSURE)


@pytest.mark.parametrize("text", ["2026年3月1日", "李代明", "一二三四五六七"])
def test_what_is_no_other_name_is_not_told_as_one(text: str) -> None:
    form = sheet(PageKind.FORM_1, field(FieldName.PERSON, "李代明"))
    (finding,) = FormSignature().judge(case(form, sheet(PageKind.FORM_2, signature(ROLE, text=text))))
    assert finding.slug == "signed"

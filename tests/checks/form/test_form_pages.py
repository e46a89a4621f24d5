"""When a form page counts as missing, and when it may be hidden."""

import pytest

from pipeline.checks.base import Case
from pipeline.checks.build import broken_file, case, legibility, sheet
from pipeline.checks.form.pages import FormPages
from pipeline.datamodel.finding import Fault, Outcome
from pipeline.datamodel.observation import PageKind

ONE, TWO = sheet(PageKind.FORM_1), sheet(PageKind.FORM_2)


def answer(found: Case) -> tuple[str, Outcome]:
    (finding,) = FormPages().judge(found)
    return finding.slug, finding.outcome


def test_page_two_surely_told_to_be_something_else_is_missing() -> None:
    licence = sheet(PageKind.OTHER, confidence=0.9)

    assert answer(case(ONE, licence)) == ("page-2-missing", Outcome.FAIL)


@pytest.mark.parametrize(
    "hidden",
    [
        sheet(PageKind.OTHER, confidence=0.4),
        sheet(PageKind.OTHER, legibility("blur"), confidence=0.9),
        sheet(PageKind.FORM_2, confidence=0.49),
    ],
    ids=["a page not told", "a page that cannot be read", "a page hardly told"],
)
def test_a_page_that_may_be_the_missing_one_makes_it_unsure(hidden: object) -> None:
    assert answer(case(ONE, hidden)) == ("perhaps-missing", Outcome.UNSURE)  # type: ignore[arg-type]


def test_a_wrong_declaration_hides_no_page() -> None:
    fault = Fault(where="declaration", error="declaration-broken", message="kind", file="application.json", broken_upload=True)

    assert answer(case(ONE, faults=(fault,))) == ("page-2-missing", Outcome.FAIL)


def test_a_broken_file_beside_a_whole_form_hides_nothing_needed() -> None:
    assert answer(case(ONE, TWO, faults=(broken_file(),))) == ("complete", Outcome.PASS)


def test_what_may_hide_the_page_is_told_as_evidence() -> None:
    (finding,) = FormPages().judge(case(ONE, sheet(PageKind.OTHER, confidence=0.4, file="x.jpg"), faults=(broken_file("y.pdf"),)))

    assert [one.file for one in finding.evidence] == ["y.pdf", "x.jpg"]

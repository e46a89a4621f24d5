"""Which identity numbers are wrong, and which were only misread."""

from pipeline.checks.base import Case
from pipeline.checks.build import case, field, sheet
from pipeline.checks.declared.id_number import IdNumber
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import FieldName, PageKind

RIGHT, OLD, WRONG = "11010119900307803X", "110101900307803", "110101199003078031"


def papers(*numbers: tuple[str, float, bool], declared: str | None = None) -> Case:
    sheets = [
        sheet(PageKind.FORM_1, field(FieldName.ID_NUMBER, text, confidence=confidence, handwritten=by_hand))
        for text, confidence, by_hand in numbers
    ]
    return case(*sheets, declared=Declared(applicant=DeclaredApplicant(id_number=declared)))


def answers(found: Case) -> list[tuple[str, Outcome]]:
    return [(finding.slug, finding.outcome) for finding in IdNumber().judge(found)]


def test_a_doubtful_number_next_to_the_right_one_is_taken_as_misread() -> None:
    assert answers(papers((WRONG, 0.6, False), declared=RIGHT)) == [("right", Outcome.PASS)]


def test_a_doubtful_number_far_from_the_right_one_is_doubtful() -> None:
    assert answers(papers(("11010119850101", 0.6, False), declared=RIGHT)) == [("doubtful", Outcome.UNSURE)]


def test_a_surely_printed_wrong_number_fails_beside_the_right_one() -> None:
    assert answers(papers((WRONG, 0.98, False), declared=RIGHT)) == [("wrong", Outcome.FAIL)]


def test_a_wrong_number_in_handwriting_may_be_our_misreading() -> None:
    assert answers(papers((WRONG, 0.98, True))) == [("doubtful", Outcome.UNSURE)]


def test_the_old_and_the_new_form_are_one_number() -> None:
    assert ("differ", Outcome.FAIL) not in answers(papers((OLD, 0.98, False), (RIGHT, 0.98, False)))


def test_no_number_anywhere_is_no_finding() -> None:
    assert answers(papers()) == []


def test_another_number_on_the_contract_is_left_to_its_own_check() -> None:
    form = sheet(PageKind.FORM_1, field(FieldName.ID_NUMBER, RIGHT))
    contract = sheet(PageKind.CONTRACT_BODY, field(FieldName.ID_NUMBER, "110101198501011239"))

    assert answers(case(form, contract)) == [("right", Outcome.PASS)]

"""When a contract is surely another person's, and when a declaration alone says so."""

import pytest

from pipeline.checks.base import Case
from pipeline.checks.build import case, field, sheet
from pipeline.checks.employment.person import EmploymentPerson
from pipeline.checks.party_b import somebody_elses
from pipeline.checks.rename_evidence import RenameEvidence
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind

NUMBER, OTHER = "11010119900307803X", "110101198501011239"
SURE = 0.8


def person(name: str = "", number: str = "", confidence: float = 0.98) -> list[Field]:
    said = ((FieldName.PERSON, name), (FieldName.ID_NUMBER, number))
    return [field(what, text, confidence=confidence) for what, text in said if text]


def of(form: list[Field], contract: list[Field], name: str | None = None, number: str | None = None) -> Case:
    employers = field(FieldName.EMPLOYER, "样本安全技术有限公司"), field(FieldName.EMPLOYER, "甲乙化工有限公司")
    pages = sheet(PageKind.FORM_1, *form, employers[0]), sheet(PageKind.CONTRACT_BODY, *contract, employers[1])
    return case(*pages, declared=Declared(applicant=DeclaredApplicant(name=name, id_number=number)))


@pytest.mark.parametrize("other", [person("李四"), person(number=OTHER), person("李四", OTHER)])
def test_another_persons_contract_leaves_the_rename_to_a_person(other: list[Field]) -> None:
    told = of(person("张三", NUMBER), other)
    assert somebody_elses(told, SURE)
    assert [(one.slug, one.outcome) for one in RenameEvidence().judge(told)] == [("another-person", Outcome.UNSURE)]
    assert [one.outcome for one in EmploymentPerson().judge(told)] == [Outcome.FAIL]


@pytest.mark.parametrize("own", [person("张三"), person("张三", OTHER), person("李四", NUMBER), person("李四", confidence=0.4), []])
def test_a_contract_that_may_be_the_applicants_asks_for_the_rename(own: list[Field]) -> None:
    told = of(person("张三", NUMBER), own)
    assert not somebody_elses(told, SURE)
    assert [one.slug for one in RenameEvidence().judge(told)] == ["missing"]


@pytest.mark.parametrize(("name", "number"), [("李四", None), (None, OTHER), ("李四", OTHER)])
def test_a_declaration_that_form_and_contract_gainsay_does_not_blame_the_contract(name: str | None, number: str | None) -> None:
    told = of(person("张三", NUMBER), person("张三", NUMBER), name, number)
    assert not somebody_elses(told, SURE)
    assert [(one.slug, one.outcome) for one in EmploymentPerson().judge(told)] == [("declared-other", Outcome.UNSURE)]


def test_a_true_declaration_still_blames_another_persons_contract() -> None:
    told = of(person("张三", NUMBER), person("李四", OTHER), "张三", NUMBER)
    assert [one.slug for one in EmploymentPerson().judge(told)] == ["other-number"]

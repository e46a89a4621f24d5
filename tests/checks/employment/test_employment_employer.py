"""Whose contract it is, and what bridges two names."""

from pipeline.checks.base import Case
from pipeline.checks.build import Sheet, case, field, line, sheet
from pipeline.checks.employment.employer import EmploymentEmployer
from pipeline.datamodel.application import Declared, DeclaredEmployer
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import FieldName, PageKind

OLD, NEW = "甲乙化工有限公司", "样本安全技术有限公司"
FORM = sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, NEW))


def contract(name: str, kind: PageKind = PageKind.CONTRACT_COVER, confidence: float = 0.98) -> Sheet:
    return sheet(kind, field(FieldName.EMPLOYER, name, confidence=confidence))


def answer(found: Case) -> tuple[str, Outcome]:
    (finding,) = EmploymentEmployer().judge(found)
    return finding.slug, finding.outcome


def test_another_firm_on_the_signature_page_is_found_behind_a_right_cover() -> None:
    assert answer(case(FORM, contract(NEW), contract(OLD, PageKind.CONTRACT_SIGNATURE)))[0] == "different"


def test_a_faint_name_on_one_page_does_not_shake_a_sure_one_on_another() -> None:
    assert answer(case(FORM, contract(NEW), contract("样木安全枝术有限公司", PageKind.CONTRACT_SIGNATURE, 0.4))) == ("same", Outcome.PASS)


def test_the_company_form_is_part_of_the_name() -> None:
    assert answer(case(FORM, contract("样本安全技术有限责任公司"))) == ("different", Outcome.FAIL)


def test_a_rename_notice_about_other_firms_bridges_nothing() -> None:
    other = sheet(PageKind.RENAME_NOTICE, line("丙丁贸易有限公司名称变更为戊己贸易有限公司"))

    assert answer(case(FORM, contract(OLD), other)) == ("rename-unread", Outcome.UNSURE)


def test_a_name_broken_over_two_lines_of_the_notice_is_found() -> None:
    upper = line(f"{OLD}名称变更为样本安全", box=Box(100, 100, 900, 40))
    lower = line("技术有限公司", box=Box(100, 160, 300, 40))

    assert answer(case(FORM, contract(OLD), sheet(PageKind.RENAME_NOTICE, lower, upper)))[0] == "renamed"


def test_a_branch_on_the_notice_is_not_the_firm() -> None:
    notice = sheet(PageKind.RENAME_NOTICE, line(f"{OLD}名称变更为{NEW}北京分公司"))

    assert answer(case(FORM, contract(OLD), notice))[0] == "rename-unread"


def test_without_a_form_the_declared_name_is_what_counts() -> None:
    declared = Declared(employer=DeclaredEmployer(name=NEW))

    assert answer(case(contract(NEW), declared=declared)) == ("same", Outcome.PASS)
    assert answer(case(contract(OLD), declared=declared)) == ("different", Outcome.FAIL)

"""Which files are at fault, and whose fault it is."""

from pipeline.checks.build import broken_file, case, sheet
from pipeline.checks.files.readable import FilesReadable
from pipeline.datamodel.finding import Fault, Outcome
from pipeline.datamodel.observation import PageKind

PAGE = sheet(PageKind.FORM_1)


def test_every_broken_file_has_its_own_finding_in_order() -> None:
    findings = list(FilesReadable().judge(case(PAGE, faults=(broken_file("a.pdf"), broken_file("b.pdf", error="encrypted")))))

    assert [(finding.slug, finding.evidence[0].file) for finding in findings] == [("truncated", "a.pdf"), ("encrypted", "b.pdf")]


def test_every_wrong_key_of_the_declaration_is_told() -> None:
    wrong = [
        Fault(where="declaration", error="declaration-broken", message=key, file="application.json", broken_upload=True) for key in "ab"
    ]
    findings = list(FilesReadable().judge(case(PAGE, faults=tuple(wrong))))

    assert [finding.slug for finding in findings] == ["declaration-broken"] * 2
    assert "a" in findings[0].message


def test_our_own_failure_is_never_the_file_s_fault() -> None:
    ours = Fault(where="intake", error="MemoryLimitError", message="limit", file="a.pdf")
    (finding,) = FilesReadable().judge(case(PAGE, faults=(ours,)))

    assert finding.outcome is Outcome.NOT_ASSESSED


def test_a_fault_told_twice_is_one_finding() -> None:
    assert len(list(FilesReadable().judge(case(PAGE, faults=(broken_file(), broken_file()))))) == 1

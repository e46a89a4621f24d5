"""When two pages are one page twice."""

import pytest

from pipeline.checks.build import case, sheet
from pipeline.checks.pages.duplicate import PagesDuplicate
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import PageKind


def outcome(bits: int, kind: PageKind = PageKind.CONTRACT_BODY) -> Outcome:
    one = sheet(PageKind.CONTRACT_BODY, fingerprint=f"{0:016x}")
    other = sheet(kind, fingerprint=f"{(1 << bits) - 1:016x}")
    return next(iter(PagesDuplicate().judge(case(one, other)))).outcome


@pytest.mark.parametrize(("bits", "expected"), [(13, Outcome.FAIL), (14, Outcome.FAIL), (15, Outcome.PASS)], ids=["below", "at", "above"])
def test_pages_are_one_up_to_the_limit(bits: int, expected: Outcome) -> None:
    assert outcome(bits) is expected


def test_pages_of_different_kinds_are_never_one() -> None:
    assert outcome(0, PageKind.CONTRACT_ANNEX) is Outcome.PASS


def test_each_pair_is_told_in_page_order() -> None:
    same = [sheet(PageKind.CONTRACT_BODY, fingerprint=f"{0:016x}") for _ in range(3)]
    findings = list(PagesDuplicate().judge(case(*same)))

    assert [tuple(one.file for one in finding.evidence) for finding in findings] == [
        ("1.jpg", "2.jpg"),
        ("1.jpg", "3.jpg"),
        ("2.jpg", "3.jpg"),
    ]

"""The notice: everything that must be mended, at once, and nothing that is doubtful."""

import re

import pytest

from pipeline.datamodel.finding import Outcome, Severity
from pipeline.reports import notice
from tests.reports import drawn


def test_every_sure_defect_is_in_the_notice_and_nothing_else() -> None:
    letter = notice.notice(drawn.entry(), drawn.PROFILE)
    assert letter is not None
    for finding in drawn.entry()["findings"]:
        sure = finding["outcome"] == Outcome.FAIL and finding["severity"] == Severity.RETURN
        assert (finding["message"] in letter) == sure
    assert letter.count("<li>") == 3
    assert "以下 3 项" in letter


def test_each_defect_names_its_rule_and_its_files() -> None:
    letter = notice.notice(drawn.entry(), drawn.PROFILE)
    assert letter is not None
    for rule in ("FORM-SEAL-NAME", "EMP-PRESENT"):
        assert drawn.PROFILE.rules[rule].quote in letter
        assert drawn.PROFILE.rules[rule].source in letter
    assert "form.png" in letter


def test_who_is_clear_or_doubtful_gets_no_notice() -> None:
    assert notice.notice(drawn.cleared(), drawn.PROFILE) is None
    doubtful = tuple(f for f in drawn.findings() if f.outcome is not Outcome.FAIL)
    assert notice.notice(drawn.entry(findings=doubtful), drawn.PROFILE) is None


def test_a_defect_told_twice_is_listed_once() -> None:
    twice = (*drawn.findings(), drawn.findings()[1])
    letter = notice.notice(drawn.entry(findings=twice), drawn.PROFILE)
    assert letter is not None
    assert letter.count("未见劳动合同") == 1


def test_the_number_is_masked_and_the_date_left_blank() -> None:
    letter = notice.notice(drawn.entry(), drawn.PROFILE)
    assert letter is not None
    assert not re.search(r"\d{15}", letter)
    assert "110*************34" in letter
    assert not re.search(r"\d+年\d*月", letter)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "张\u202e三"])
def test_a_hostile_name_is_inert(name: str) -> None:
    letter = notice.notice(drawn.entry(person=name), drawn.PROFILE)
    assert letter is not None
    assert "<script" not in letter
    assert "\u202e" not in letter

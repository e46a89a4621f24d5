"""When two pages are one page twice."""

import pytest

from pipeline.checks.build import Sheet, case, line, sheet
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


def written(*lines: str, fingerprint: str) -> Sheet:
    return sheet(PageKind.CONTRACT_BODY, *(line(text) for text in lines), fingerprint=fingerprint)


ARTICLES = tuple(f"第{number}条 乙方应当遵守甲方第{number}项管理制度" for number in "一二三四五六七八")


def by_words(first: tuple[str, ...], second: tuple[str, ...], check: PagesDuplicate = PagesDuplicate()) -> str:  # noqa: B008 - a frozen check
    pages = written(*first, fingerprint="00ff00ff00ff00ff"), written(*second, fingerprint="f0f0f0f00f0f0f0f")
    return next(iter(check.judge(case(*pages)))).slug


def test_lines_in_another_order_and_with_misread_characters_are_the_same() -> None:
    assert by_words(ARTICLES, tuple(text.replace("遵守", "尊守") for text in reversed(ARTICLES))) == "twice-by-words"


def test_the_same_characters_in_other_lines_are_two_pages() -> None:
    assert by_words(ARTICLES, tuple("".join(reversed(text)) for text in ARTICLES)) == "none"


def test_no_more_lines_are_compared_than_the_limit() -> None:
    others = tuple(f"{text}，违者按规章{text[1]}处罚并通报全体职工" for text in ARTICLES)
    check = PagesDuplicate(lines_most=8)

    assert by_words(ARTICLES + others, ARTICLES, check) == "twice-by-words"
    assert by_words(ARTICLES + others, ARTICLES) == "none"

"""Which words name a post, and which leave it open."""

import pytest

from pipeline.checks.base import Case
from pipeline.checks.build import case, field, line, sheet
from pipeline.checks.employment.post import EmploymentPost
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import FieldName, PageKind

OK, NO, DOUBT = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE


def paper(*posts: str, lines: tuple[str, ...] = (), kind: PageKind = PageKind.CONTRACT_BODY, confidence: float = 0.98) -> Case:
    places = [field(FieldName.POST, post) for post in posts]
    return case(sheet(kind, *places, *(line(text, confidence=confidence) for text in lines)))


def answer(found: Case, *, safety: bool = True) -> tuple[str, Outcome]:
    (finding,) = EmploymentPost(safety=safety).judge(found)
    return finding.slug, finding.outcome


@pytest.mark.parametrize("post", ["安全管理岗位", "注册安全工程师", "安环部部长", "HSE主管", "安全员"])
def test_a_post_of_safety_passes_in_its_place(post: str) -> None:
    assert answer(paper(post)) == ("safety", OK)


@pytest.mark.parametrize(
    "text", ["乙方担任甲方安全管理岗位工作，工作地点在样本市。", "兹证明张三同志在我单位从事安全技术管理工作。", "受聘人任安全总监，"]
)
def test_a_post_of_safety_passes_in_a_sentence(text: str) -> None:
    kind = PageKind.LETTER if "证明" in text else PageKind.CONTRACT_BODY
    assert answer(paper(lines=(text,), kind=kind)) == ("safety", OK)


@pytest.mark.parametrize(
    "text",
    [
        "乙方从事特种作业的必须经过安全培训。",
        "乙方从事甲方根据需要安排的安全工作。",
        "甲方对员工进行岗位安全教育。",
        "乙方从事有职业健康危害的作业。",
        "安全生产管理人员应当持证上岗。",
    ],
)
def test_a_sentence_about_everybodys_work_names_no_post(text: str) -> None:
    assert answer(paper(lines=(text,))) == ("not-found", DOUBT)


@pytest.mark.parametrize("post", ["甲方安排的工作", "按安全需要调整", "详见附件", "以下", "工作", "第二"])
def test_words_that_leave_the_post_open_are_put_to_a_person(post: str) -> None:
    assert answer(paper(post)) == ("unclear", DOUBT)
    assert answer(paper(post), safety=False) == ("unclear", DOUBT)


def test_another_post_is_told_only_where_safety_is_asked_for() -> None:
    assert answer(paper("财务会计")) == ("other-post", NO)
    assert answer(paper("财务会计"), safety=False) == ("named", OK)


def test_a_second_post_of_another_sort_is_not_passed_over() -> None:
    assert answer(paper("财务会计", lines=("乙方担任安全管理岗位工作，",))) == ("unclear", DOUBT)


def test_a_sentence_read_badly_is_put_to_a_person() -> None:
    assert answer(paper(lines=("乙方担任安全管理岗位工作，",), confidence=0.5)) == ("unclear", DOUBT)


def test_ink_in_the_place_that_nobody_read_is_put_to_a_person() -> None:
    place = field(FieldName.POST, "", blank=False)
    assert answer(case(sheet(PageKind.CONTRACT_BODY, place))) == ("unclear", DOUBT)


def test_a_bare_place_names_no_post_and_a_form_is_no_employment_paper() -> None:
    assert answer(paper("")) == ("not-found", DOUBT)
    assert list(EmploymentPost().judge(case(sheet(PageKind.FORM_1, field(FieldName.POST, "安全员"))))) == []

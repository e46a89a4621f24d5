"""Which words amount to a promise of truth, and where they must stand."""

import pytest

from pipeline.checks.base import Case
from pipeline.checks.build import case, cell, line, sheet
from pipeline.checks.statement.promise import StatementPromise
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import PageKind, Role

OK, NO, DOUBT = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE
WORK = "2023年完成样本厂安全评价项目，排查隐患十二处。"


def answer(found: Case) -> tuple[str, Outcome]:
    (finding,) = StatementPromise().judge(found)
    return finding.slug, finding.outcome


def statement(*texts: str, confidence: float = 0.98, first: int = 300) -> Case:
    lines = [line(text, confidence=confidence, box=Box(200, first + 80 * n, 1200, 50)) for n, text in enumerate(texts)]
    return case(sheet(PageKind.STATEMENT, *lines))


@pytest.mark.parametrize(
    "text",
    [
        "本人郑重承诺，以上陈述内容真实、准确。",
        "我保证上述情况属实，如有虚假愿承担责任。",
        "申请人声明：所提交的材料真实有效。",
        "本人对以上材料的真实性负责。",
        "本人对所述履职情况的真实性承担全部责任。",
        "特此承诺以上内容属实。",
    ],
)
def test_an_own_word_for_the_truth_is_a_promise(text: str) -> None:
    assert answer(statement(WORK, text)) == ("promised", OK)


@pytest.mark.parametrize(
    "text",
    [
        "需申请人签字并承诺其真实性。",  # what the rules ask for
        "填表说明：申请人应承诺履职情况材料真实。",
        "督促承包商承诺所提交的资料真实。",
        "本人负责核查特种作业记录是否真实。",
        "本人承诺书面材料随后补交，隐患整改情况已由单位核实是否属实。",
        "本人承诺材料随后补交，整改情况已核实属实。",
        "本人不承诺以上内容真实。",
        "本人无法保证以上内容真实。",
        "本人承诺以上内容不真实的部分另行说明。",
        "本人承诺完成继续教育。以上材料由公司审核属实。",
        "公司保证安全投入真实有效。",
    ],
)
def test_what_is_asked_of_others_or_denied_is_no_promise_and_is_looked_at(text: str) -> None:
    assert answer(statement(WORK, text)) == ("perhaps", DOUBT)


def test_a_promise_may_run_over_two_lines_and_is_as_sure_as_the_weaker() -> None:
    assert answer(statement(WORK, "本人承诺以上陈述的内", "容真实有效。")) == ("promised", OK)
    page = sheet(PageKind.STATEMENT, line(WORK), line("本人承诺以上陈述的内", box=Box(200, 700, 500, 60)))
    weak = line("容真实有效。", confidence=0.5, box=Box(200, 800, 500, 60))
    assert answer(case(sheet(PageKind.STATEMENT, *page.seen[1:-1], weak))) == ("perhaps", DOUBT)


def test_a_promise_in_the_foot_of_the_page_is_put_to_a_person() -> None:
    foot = line("本人承诺以上内容真实。第1页", box=Box(200, 2240, 900, 40))
    assert answer(case(sheet(PageKind.STATEMENT, line(WORK), foot))) == ("aside", DOUBT)


def test_a_promise_right_above_the_signature_counts_and_one_below_does_not() -> None:
    place = cell(Role.STATEMENT_SIGNATURE, box=Box(900, 1500, 400, 60))
    above = line("本人承诺以上内容真实。", box=Box(200, 1400, 900, 50))
    below = line("本人承诺以上内容真实。", box=Box(200, 1700, 900, 50))
    assert answer(case(sheet(PageKind.STATEMENT, line(WORK), above, place))) == ("promised", OK)
    assert answer(case(sheet(PageKind.STATEMENT, line(WORK), below, place))) == ("aside", DOUBT)


def test_a_promise_on_the_form_is_another_one() -> None:
    form = sheet(PageKind.FORM_2, line("本人承诺：所填写的内容和提交的材料真实、有效。"))
    assert answer(case(form, sheet(PageKind.STATEMENT, line(WORK)))) == ("absent", NO)


def test_one_line_read_badly_may_be_the_promise() -> None:
    unread = line("夲亾氶诺叺上內容", confidence=0.5, box=Box(200, 900, 900, 50))
    assert answer(case(sheet(PageKind.STATEMENT, line(WORK), unread))) == ("perhaps", DOUBT)


def test_a_statement_without_any_line_is_looked_at() -> None:
    assert answer(case(sheet(PageKind.STATEMENT))) == ("perhaps", DOUBT)


def test_a_good_promise_on_a_second_page_counts() -> None:
    second = sheet(PageKind.STATEMENT, line("本人承诺以上内容真实。"))
    assert answer(case(sheet(PageKind.STATEMENT, line(WORK)), second)) == ("promised", OK)

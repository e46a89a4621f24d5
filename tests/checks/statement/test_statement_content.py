"""What counts as work, and what as duties."""

from datetime import date

import pytest

from pipeline.checks.build import case, line, sheet
from pipeline.checks.statement.content import StatementContent, _is_work
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import PageKind

DUTIES = (
    "本人在安全管理部任职，岗位职责包括：负责贯彻执行国家安全生产法律法规；负责建立健全安全生产责任制；负责组织安全教育培训；"
    "负责监督检查现场安全措施的落实；负责完成领导交办的其他工作。本人能够认真履行岗位职责，积极完成各项任务。"
)
WORK = (
    "一、2022年3月至6月，在东厂区主持老旧设备隐患排查，检查压力容器12台，发现隐患43项，编制整改方案并逐项验收；"
    "二、2023年5月，参与本单位二号油库重大危险源评估，对8座储罐开展定量风险分析，形成评估报告并通过专家评审；"
    "三、2025年4月至11月，负责全厂双重预防机制建设，辨识风险点118个。"
)


def answer(*lines: str) -> tuple[str, Outcome]:
    drawn = [line(text, box=Box(100, 100 + 60 * row, 900, 40)) for row, text in enumerate(lines)]
    (finding,) = StatementContent().judge(case(sheet(PageKind.STATEMENT, *drawn)))
    return finding.slug, finding.outcome


def test_work_with_its_time_and_amount_is_told() -> None:
    assert answer(WORK) == ("told", Outcome.PASS)


def test_a_duty_that_was_done_at_a_time_and_counted_is_work() -> None:
    assert answer("工作情况：", WORK, DUTIES) == ("told", Outcome.PASS)


def test_duties_are_no_work_though_they_speak_of_completing() -> None:
    assert answer(DUTIES) == ("duties-only", Outcome.FAIL)


@pytest.mark.parametrize("foot", ["陈述人：2026年3月10日", "日期 2026.3.10", "二〇二六年三月十日"])
def test_the_day_of_signing_is_no_time_of_work(foot: str) -> None:
    assert answer(DUTIES.rstrip("。"), foot) == ("duties-only", Outcome.FAIL)


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年3月，按照公司年度计划组织开展应急演练5次",
        "2023年6月将排查出的隐患23项完成整改",
        "2024年监督整改计划实施，完成整改12项，培训计划完成率100%",
        "2024年计划完成隐患整改30项，实际完成30项",
        "每季度组织安全检查，全年共发现隐患36项",
        "2022年至2024年每年组织演练2次",
        "2024年5月拟定应急预案3项并通过评审",
    ],
)
def test_work_that_names_a_plan_or_a_habit_is_work(sentence: str) -> None:
    assert _is_work(sentence, date(2026, 3, 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年计划组织应急演练2次",
        "2026年将在样本厂组织演练2次",
        "2025年本人拟完成评价项目3项",
        "每年6月组织演练2次",
        "2026年5月完成评价项目3项",
    ],
)
def test_plans_habits_and_days_to_come_are_no_work(sentence: str) -> None:
    assert not _is_work(sentence, date(2026, 3, 1))

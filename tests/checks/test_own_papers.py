"""Whose paper it is: the name as the paper's person, not in another part."""

import pytest

from pipeline.checks.build import case, line, sheet
from pipeline.checks.own_papers import Named, named
from pipeline.datamodel.observation import PageKind


def answer(*lines: str, confidence: float = 0.98) -> Named:
    drawn = [line(text, confidence=confidence) for text in lines]
    return named(case(sheet(PageKind.EDUCATION_PROOF, *drawn)), 0, ("张三",), 0.8)


@pytest.mark.parametrize(
    "text",
    [
        "张三",
        "姓名：张三",
        "姓 名 张 三",
        "姓名张三性别男",
        "姓名：张三身份证号码",
        "姓名张三单位样本公司",
        "考生姓名：张三",
        "学员：张三",
        "学员张三已于2025年完成",
        "兹证明张三参加",
        "兹证明：张三同志",
        "授予张三",
        "持证人张三",
        "考生张三",
        "参训人员张三完成",
        "张三在我校",
        "张三系我校",
        "张三生于1990年",
        "张三从2024年",
        "张三，男，1990年生",
        "编号20250101，张三同志于2025年",
    ],
)
def test_the_name_stands(text: str) -> None:
    assert answer(text) is Named.STANDS


@pytest.mark.parametrize(
    "text",
    [
        "经办人：张三",
        "证明人:张三",
        "授课教师：张三",
        "学员：李四   班主任：张三",
        "校长：张三",
        "联系人：张三 13800000000",
        "班主任（张三）",
        "教师姓名：张三",
        "授课教师：李四、张三",
        "张三（代领）",
        "未参加人员张三",
        "张三同志未通过考核",
        "姓名李四，其丈夫：张三",
        "张三女士之女李四",
        "张三丰",
        "小张三",
    ],
)
def test_a_name_in_another_part_is_not_the_persons(text: str) -> None:
    assert answer(text) is Named.NOT_READ


def test_a_page_that_gives_another_name_is_not_the_persons() -> None:
    assert answer("姓名：李四", "张三") is Named.NOT_READ
    assert answer("姓名李四性别女", "张三") is Named.NOT_READ


def test_a_heading_beside_the_label_is_no_name() -> None:
    assert answer("姓名 性别 出生日期", "张三 男 1990年1月") is Named.STANDS


def test_a_name_hardly_read_is_not_read() -> None:
    assert answer("姓名：张三", confidence=0.5) is Named.NOT_READ

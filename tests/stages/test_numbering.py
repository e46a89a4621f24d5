"""Page numbers and clause numbers in all their styles."""

import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import TextLine
from pipeline.datamodel.reading import Reading
from pipeline.stages.numbering import clauses, page_number, value


def line(text: str, y: int, x: int = 560) -> TextLine:
    reading = Reading(text=text, char_confidence=(0.9,) * len(text))
    return TextLine(page=0, box=Box(x, y, 20 * len(text), 28), confidence=0.9, seen_by="text", reading=reading)


BODY = [line("乙方在安全管理岗位工作，负责隐患排查治理。", 300, 120), line("甲方每月十五日前支付工资。", 900, 120)]


@pytest.mark.parametrize(
    ("text", "number", "of"),
    [
        ("第2页 共3页", 2, 3),
        ("第 2 页，共 3 页", 2, 3),
        ("第２页／共３页", 2, 3),
        ("共3页 第2页", 2, 3),
        ("第二页 共十二页", 2, 12),
        ("第2页", 2, None),
        ("2/3", 2, 3),
        ("2 / 3", 2, 3),
        ("- 2 -", 2, None),
        ("— 12 —", 12, None),
        ("·7·", 7, None),
        ("Page 2 of 3", 2, 3),
        ("5", 5, None),
        ("5/3", None, None),
        ("0", None, None),
        ("2024", None, None),
        ("112", None, None),
        ("样本", None, None),
    ],
)
def test_a_number_at_the_foot_is_read_in_every_style(text: str, number: int | None, of: int | None) -> None:
    assert page_number([*BODY, line(text, 1690)], 1240, 1754) == (number, of)


def test_a_number_at_the_head_counts_too() -> None:
    assert page_number([line("第3页 共5页", 60), *BODY], 1240, 1754) == (3, 5)


def test_the_lowest_text_counts_on_a_page_photographed_with_a_margin() -> None:
    assert page_number([*BODY, line("3/4", 1300)], 1240, 1754) == (3, 4)


def test_a_figure_in_the_text_is_no_page_number() -> None:
    assert page_number([BODY[0], line("2/3", 600), line("7", 700), BODY[1]], 1240, 1754) == (None, None)
    assert page_number([*BODY, line("7", 1690, x=400)], 1240, 1754) == (None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第一条 双方约定", (1,)),
        ("第十条", (10,)),
        ("第二十一条　甲方", (21,)),
        ("第12条 乙方", (12,)),
        ("第 三 条 工资", (3,)),
        ("第—条 双方约定", (1,)),
        ("第三十九条规定的情形", ()),
        ("依据第三条办理", ()),
        ("第三章 总则", ()),
    ],
)
def test_a_clause_counts_where_it_opens_a_line(text: str, found: tuple[int, ...]) -> None:
    assert clauses([line(text, 100)]) == found


def test_clauses_come_in_order_and_a_repeated_one_once() -> None:
    assert clauses([line("第三条 甲", 100), line("第三条 甲", 130), line("第四条 乙", 200)]) == (3, 4)


@pytest.mark.parametrize(
    ("figure", "number"), [("七", 7), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("15", 15), ("甲", 0)]
)
def test_chinese_figures_have_their_value(figure: str, number: int) -> None:
    assert value(figure) == number

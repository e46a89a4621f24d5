"""Values are found by their labels in ruled cells, on blanks, beside, below and in sentences."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import Field, FieldName, Observation, PageKind, PageKindSeen, TextLine
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.datamodel.reading import Lattice, Reading
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look
from pipeline.stages.fields import Fields
from pipeline.stages.term_clause import read_term_clause

PITCH, HEIGHT = 28, 40


class OneLineOcr:
    """Reads every strip as the same words, and remembers how it was asked."""

    name = "fake"

    def __init__(self, words: str) -> None:
        self.words = words
        self.kept: list[int] = []

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:  # noqa: ARG002 - the Protocol names them
        raise AssertionError("fields never search a page again")

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        self.kept.append(keep)
        rows = np.full((len(self.words), 3), 0.05)
        rows[:, 1] = 0.9
        lattice = Lattice.of_probabilities(rows, ["", *self.words[:2]], ink=ink)
        return [
            Reading(text=self.words, char_confidence=(0.99,) * len(self.words), engine=self.name, lattices=(lattice,) if keep else ())
        ] * len(strips)


def paper() -> Rgb:
    return np.full((1700, 1200, 3), 250, dtype=np.uint8)


def printed(image: Rgb, text: str, x: int, y: int) -> TextLine:
    for n, char in enumerate(text):
        if char not in " ：:":
            left, right, top, bottom = x + n * PITCH + 3, x + n * PITCH + PITCH - 5, y + 8, y + HEIGHT - 9
            cv2.line(image, (left, top), (right, bottom), (20, 20, 20), 4)
            cv2.line(image, (left, bottom), (right, top), (20, 20, 20), 4)
    box = Box(x, y, len(text) * PITCH, HEIGHT)
    return TextLine(page=0, box=box, confidence=0.99, seen_by="text", reading=Reading(text=text, char_confidence=(0.99,) * len(text)))


def grid(image: Rgb, xs: Sequence[int], ys: Sequence[int]) -> None:
    for x in xs:
        cv2.line(image, (x, ys[0]), (x, ys[-1]), (0, 0, 0), 2)
    for y in ys:
        cv2.line(image, (xs[0], y), (xs[-1], y), (0, 0, 0), 2)


def fields_on(image: Rgb, kind: PageKind, *lines: TextLine, engines: Engines | None = None) -> dict[FieldName, Field]:
    return {field.name: field for field in fields_seen(image, kind, *lines, engines=engines)}


def fields_seen(image: Rgb, kind: PageKind, *lines: TextLine, engines: Engines | None = None) -> list[Field]:
    origin = Origin(format="PNG", file_bytes=1, width_px=image.shape[1], height_px=image.shape[0])
    page = Page(image=image, file="a.png", number=0, origin=origin)
    whole = Box(0, 0, page.width, page.height)
    seen: tuple[Observation, ...] = (*lines, PageKindSeen(page=0, box=whole, confidence=1.0, seen_by="page_kind", kind=kind))
    return list(Fields().see(Look(page=page, index=0, engines=engines or Engines(), seen=seen)))


def test_value_in_the_cell_right_of_its_label() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270, 340))
    lines = printed(image, "聘用单位名称", 100, 215), printed(image, "甲乙丙有限公司", 320, 215)
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.EMPLOYER].reading.text == "甲乙丙有限公司"


def test_value_of_two_lines_in_one_cell_is_read_whole() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 310))
    lines = printed(image, "聘用单位名称", 100, 230), printed(image, "甲乙丙有限公司", 320, 210), printed(image, "江宁分公司", 320, 256)
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.EMPLOYER].reading.text == "甲乙丙有限公司江宁分公司"


def test_value_below_its_label_in_the_same_cell() -> None:
    image = paper()
    grid(image, (80, 600, 1100), (200, 300))
    lines = (
        printed(image, "姓名", 100, 205),
        printed(image, "王建国", 100, 252),
        printed(image, "性别", 620, 205),
        printed(image, "男", 620, 252),
    )
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.PERSON].reading.text == "王建国"


def test_label_and_value_in_one_line_are_parted() -> None:
    image = paper()
    field = fields_on(image, PageKind.FORM_1, printed(image, "统一社会信用代码：91320500MA2YYYYY1C", 100, 300))[FieldName.CREDIT_CODE]
    assert field.reading.text == "91320500MA2YYYYY1C"


def test_underlined_blank_with_nothing_on_it_is_blank() -> None:
    image = paper()
    cv2.line(image, (320, 338), (1000, 338), (0, 0, 0), 2)
    field = fields_on(image, PageKind.FORM_1, printed(image, "聘用单位名称：", 100, 300))[FieldName.EMPLOYER]
    assert field.blank
    assert field.reading.text == ""


def test_ink_that_nobody_read_is_not_blank() -> None:
    image = paper()
    points = np.array([[340 + 9 * i, 300 + (i * 37) % 34] for i in range(40)], dtype=np.int32)
    cv2.polylines(image, [points], isClosed=False, color=(20, 20, 60), thickness=3)
    field = fields_on(image, PageKind.FORM_1, printed(image, "聘用单位名称：", 100, 300))[FieldName.EMPLOYER]
    assert not field.blank
    assert field.confidence < 0.5


def test_preprinted_date_words_alone_are_blank() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270))
    lines = (
        printed(image, "截至日期", 100, 215),
        printed(image, "年", 420, 215),
        printed(image, "月", 520, 215),
        printed(image, "日", 620, 215),
    )
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.TERM_END].blank


def test_number_with_one_digit_a_cell_is_one_number() -> None:
    image = paper()
    xs = [300 + 44 * n for n in range(19)]
    grid(image, [80, *xs], (200, 270))
    digits = [printed(image, char, x + 8, 215) for char, x in zip("32010619800101123X", xs, strict=False)]
    field = fields_on(image, PageKind.FORM_1, printed(image, "身份证号码", 100, 215), *digits)[FieldName.ID_NUMBER]
    assert field.reading.text == "32010619800101123X"


def test_ticked_box_is_told_from_an_empty_one() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270))
    for x, ticked in ((320, False), (620, True)):
        cv2.rectangle(image, (x, 222), (x + 24, 246), (20, 20, 20), 2)
        if ticked:
            cv2.line(image, (x + 2, 232), (x + 11, 244), (20, 20, 20), 4)
            cv2.line(image, (x + 11, 244), (x + 26, 222), (20, 20, 20), 4)
    lines = printed(image, "变更事项", 100, 215), printed(image, "聘用单位", 352, 215), printed(image, "单位更名", 652, 215)
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.CHANGE_ITEM].reading.text == "□聘用单位☑单位更名"


def test_both_employers_of_a_change_form_are_kept_apart() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270, 340))
    lines = (
        *(printed(image, "原聘用单位", 100, 215), printed(image, "旧名有限公司", 320, 215)),
        *(printed(image, "现聘用单位", 100, 285), printed(image, "新名有限公司", 320, 285)),
    )
    fields = fields_on(image, PageKind.FORM_1, *lines)
    assert (fields[FieldName.FORMER_EMPLOYER].reading.text, fields[FieldName.EMPLOYER].reading.text) == ("旧名有限公司", "新名有限公司")


def test_employer_is_read_again_with_a_lattice_and_by_the_second_engine() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270))
    first, second = OneLineOcr("甲乙丙有限公司"), OneLineOcr("甲乙丙有限公词")
    lines = printed(image, "聘用单位名称", 100, 215), printed(image, "甲乙丙有限公司", 320, 215)
    field = fields_on(image, PageKind.FORM_1, *lines, engines=Engines(ocr=first, second_ocr=second))[FieldName.EMPLOYER]
    assert first.kept == [8]
    assert len(field.reading.lattices) == 1
    assert field.second is not None
    assert field.second.text == "甲乙丙有限公词"


def test_term_of_a_form_gives_start_and_end_as_read() -> None:
    image = paper()
    fields = fields_on(image, PageKind.FORM_1, printed(image, "聘用期限：自2023年3月1日至无固定期限", 100, 300))
    assert (fields[FieldName.TERM_START].reading.text, fields[FieldName.TERM_END].reading.text) == ("2023年3月1日", "无固定期限")


def test_letter_names_its_person_in_a_sentence() -> None:
    image = paper()
    fields = fields_on(image, PageKind.LETTER, printed(image, "兹证明唐海峰同志系我单位正式员工。", 100, 300))
    assert fields[FieldName.PERSON].reading.text == "唐海峰"


OPTIONS = (
    "1.固定期限：自2023年3月1日起至2026年2月28日止，其中试用期一个月。2.无固定期限：自{start}起至依法解除时止。3.以完成一定工作任务为期限"
)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("双方约定按下列第1种方式确定期限：" + OPTIONS.format(start="年月日"), "2023年3月1日", "2026年2月28日"),
        ("双方约定按下列第2种方式确定期限：" + OPTIONS.format(start="2022年5月6日"), "2022年5月6日", "无固定期限"),
        ("双方约定按下列第种方式确定期限：" + OPTIONS.format(start="年月日"), None, None),
        ("第一条聘用合同期限自2024年1月1日起至2026年12月31日止，共三年。", "2024年1月1日", "2026年12月31日"),
        ("合同期限：☑固定期限自2020年1月1日至2022年1月1日止；□无固定期限自签字之日起", "2020年1月1日", "2022年1月1日"),
        (
            "双方于2021年签订的原劳动合同期限自2021年1月1日起至2023年12月31日止，现续订，续订合同期限自2024年1月1日起至2027年12月31日止",
            "2024年1月1日",
            "2027年12月31日",
        ),
        (
            "劳动合同期限：试用期自2024年1月1日起至2024年6月30日止，合同期自2024年1月1日起至2027年12月31日止。",
            "2024年1月1日",
            "2027年12月31日",
        ),
        (
            "培训服务期自2019年1月1日起至2030年12月31日止。劳动合同期限自2021年1月1日起至2023年12月31日止。",
            "2021年1月1日",
            "2023年12月31日",
        ),
        ("合同期限自2021年1月1日起至2023年12月31日止。合同期限自2024年1月1日起至2027年12月31日止", None, None),
        ("劳动合同期限叁年（含试用期三个月），自2024年1月1日起至2026年12月31日止", "2024年1月1日", "2026年12月31日"),
        ("服务协议的服务期自2024年1月1日起至2026年12月31日止", "2024年1月1日", "2026年12月31日"),
    ],
    ids=[
        "first option",
        "open-ended option",
        "no option chosen",
        "clause without options",
        "ticked option",
        "renewal that recalls the old term",
        "probation before the term",
        "training before the term",
        "two terms",
        "probation in brackets",
        "a service agreement's one term",
    ],
)
def test_only_the_chosen_option_of_a_term_clause_is_told(text: str, start: str | None, end: str | None) -> None:
    clause = read_term_clause(text)
    assert clause is not None
    told = [None if span is None else text[span.start : span.end] for span in (clause.start, clause.end)]
    assert told == [start, end]


def test_the_old_term_alone_is_no_term_of_a_contract_that_changes_it() -> None:
    assert read_term_clause("原劳动合同期限自2021年1月1日起至2023年12月31日止，现变更为：自2024年1月1日起至2027年12月31日止。") is None


def test_text_without_a_term_has_no_term_clause() -> None:
    assert read_term_clause("乙方应遵守规章制度，自觉维护甲方利益，不得无故旷工。") is None


@pytest.mark.parametrize("label", ["申报人", "申请人"])
def test_who_applies_is_asked_in_the_upper_half_and_signed_for_in_the_lower(label: str) -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270, 340))
    lines = printed(image, label, 100, 215), printed(image, "王建国", 320, 215)
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.PERSON].reading.text == "王建国"
    image = paper()
    lines = printed(image, label + "：", 100, 1300), printed(image, "王建国", 320, 1300)
    assert FieldName.PERSON not in fields_on(image, PageKind.FORM_2, *lines)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("现工作单位名称", FieldName.EMPLOYER),
        ("单位全称", FieldName.EMPLOYER),
        ("工作单位", FieldName.EMPLOYER),
        ("原工作单位", FieldName.FORMER_EMPLOYER),
        ("原单位全称", FieldName.FORMER_EMPLOYER),
    ],
)
def test_an_employer_goes_by_many_labels(label: str, name: FieldName) -> None:
    image = paper()
    grid(image, (80, 340, 1100), (200, 270, 340))
    lines = printed(image, label, 100, 215), printed(image, "甲乙丙有限公司", 360, 215)
    found = fields_on(image, PageKind.FORM_1, *lines)
    assert {key for key in found if key in {FieldName.EMPLOYER, FieldName.FORMER_EMPLOYER}} == {name}
    assert found[name].reading.text == "甲乙丙有限公司"


def test_head_of_a_work_history_is_no_employer() -> None:
    image = paper()
    grid(image, (80, 350, 620, 900, 1100), (200, 270, 340))
    heads = [
        printed(image, text, x, 215) for text, x in (("起止年月", 100), ("单位名称", 380), ("从事安全工作内容", 640), ("担任职务", 930))
    ]
    row = [printed(image, text, x, 285) for text, x in (("2014.07-今", 100), ("甲乙丙厂", 380), ("巡查", 640), ("安全员", 930))]
    found = fields_on(image, PageKind.FORM_2, *heads, *row)
    assert FieldName.EMPLOYER not in found
    assert found[FieldName.WORK_HISTORY].reading.text == "2014.07-今|甲乙丙厂|巡查|安全员"


HISTORY_HEADS = (("起止年月", 100), ("单位名称", 380), ("从事安全工作内容", 640), ("担任职务", 930))


def test_a_history_with_its_head_only_is_bare() -> None:
    image = paper()
    grid(image, (80, 350, 620, 900, 1100), (200, 270, 340, 410))
    found = fields_on(image, PageKind.FORM_2, *(printed(image, text, x, 215) for text, x in HISTORY_HEADS))
    assert found[FieldName.WORK_HISTORY].blank


def test_a_history_with_strokes_that_no_reader_found_is_not_called_bare() -> None:
    image = paper()
    grid(image, (80, 350, 620, 900, 1100), (200, 270, 340, 410))
    heads = [printed(image, text, x, 215) for text, x in HISTORY_HEADS]
    printed(image, "一二三四五", 100, 285)
    found = fields_on(image, PageKind.FORM_2, *heads)
    assert not found[FieldName.WORK_HISTORY].blank


def test_a_row_of_the_history_without_any_figure_is_told_and_the_promise_below_is_not() -> None:
    image = paper()
    grid(image, (80, 350, 620, 900, 1100), (200, 270, 340))
    grid(image, (80, 350, 1100), (340, 500))
    row = [printed(image, text, x, 285) for text, x in (("甲乙丙厂", 380), ("巡查", 640), ("安全员", 930))]
    promise = printed(image, "承诺", 100, 400), printed(image, "我承诺所填内容真实", 380, 400)
    heads = [printed(image, text, x, 215) for text, x in HISTORY_HEADS]
    found = fields_on(image, PageKind.FORM_2, *heads, *row, *promise)
    assert found[FieldName.WORK_HISTORY].reading.text == "甲乙丙厂|巡查|安全员"


@pytest.mark.parametrize("begins", ["", "至今", "二〇二〇年至今"])
def test_a_row_without_its_whole_period_is_told(begins: str) -> None:
    image = paper()
    grid(image, (80, 350, 620, 900, 1100), (200, 270, 340, 410))
    heads = [printed(image, text, x, 215) for text, x in HISTORY_HEADS]
    first = [printed(image, text, x, 285) for text, x in (("2015.7-2020.1", 100), ("甲乙丙厂", 380), ("巡查", 640))]
    second = [printed(image, text, x, 355) for text, x in ((begins, 100), ("戊己庚厂", 380)) if text]
    second += [] if begins else [printed(image, "安全管理", 640, 355)]
    seen = fields_seen(image, PageKind.FORM_2, *heads, *first, *second)
    rows = [one.reading.text for one in seen if one.name is FieldName.WORK_HISTORY]
    assert len(rows) == 2
    assert "戊己庚厂" in rows[1]


def test_a_history_whose_rows_are_not_ruled_is_read() -> None:
    """A row without ruled cells once ended the reading of the whole page."""
    image = paper()
    grid(image, (80, 350, 620, 900, 1100), (200, 270))
    heads = [printed(image, text, x, 215) for text, x in HISTORY_HEADS]
    seen = fields_seen(image, PageKind.FORM_2, *heads, printed(image, "2015.7-2020.1", 100, 355), printed(image, "以下空白", 380, 425))
    assert [one.reading.text for one in seen if one.name is FieldName.WORK_HISTORY] == ["2015.7-2020.1"]


def test_a_row_of_the_history_keeps_how_surely_each_character_was_read() -> None:
    image = paper()
    grid(image, (80, 350, 620, 900, 1100), (200, 270, 340))
    heads = [printed(image, text, x, 215) for text, x in HISTORY_HEADS]
    line = printed(image, "2014.07-今", 100, 285)
    sure = (0.4, *(0.99,) * 8)
    doubtful = TextLine(
        page=0, box=line.box, confidence=0.99, seen_by="text", reading=Reading(text="2014.07-今", char_confidence=sure[: len("2014.07-今")])
    )
    found = fields_on(image, PageKind.FORM_2, *heads, doubtful, printed(image, "甲乙丙厂", 380, 285))
    assert found[FieldName.WORK_HISTORY].reading.weakest == 0.4


@pytest.mark.parametrize("label", ["合同起止时间", "聘用合同期限", "劳动合同起止日期"])
def test_the_term_goes_by_many_labels(label: str) -> None:
    image = paper()
    found = fields_on(image, PageKind.FORM_1, printed(image, label + "：2024年3月1日至无固定期限", 100, 300))
    assert found[FieldName.TERM_END].reading.text == "无固定期限"


def test_open_ended_term_in_one_sentence_is_told() -> None:
    text = "一、合同期限本合同期限自2024年3月1日起，为无固定期限，至法定终止条件出现时止。"
    clause = read_term_clause(text)
    assert clause is not None
    assert clause.start is not None
    assert text[slice(*clause.start)] == "2024年3月1日"
    assert clause.end is not None
    assert text[slice(*clause.end)] == "无固定期限"


def test_ticked_option_whose_box_was_not_read_is_known_by_its_date() -> None:
    head = "甲乙双方选择以下形式确定本合同期限："
    blank = "____年__月__日"
    dated = f"{head}有固定期限：自2024年3月1日起至2029年2月28日止。□无固定期限：自{blank}起至终止条件出现时止。□以完成一定工作任务为期限。"
    clause = read_term_clause(dated)
    assert clause is not None
    assert clause.end is not None
    assert dated[slice(*clause.end)] == "2029年2月28日"
    opened = f"{head}□有固定期限：自{blank}起至{blank}止。无固定期限：自2024年3月1日起至终止条件出现时止。□以完成一定工作任务为期限。"
    clause = read_term_clause(opened)
    assert clause is not None
    assert clause.end is not None
    assert opened[slice(*clause.end)] == "无固定期限"
    # Dates behind an empty box choose nothing.
    doubtful = f"{head}□有固定期限：自2024年3月1日起至2029年2月28日止。□无固定期限：自{blank}起。□以完成一定工作任务为期限。"
    clause = read_term_clause(doubtful)
    assert clause is not None
    assert clause.end is None


def test_an_option_whose_words_are_covered_is_not_taken_for_the_next_one() -> None:
    text = (
        "双方约定按下列第2种方式确定期限：1.固定期限：自年月日起至年月日止。2.期限：自2024年3月1日起至依法解除时止。"
        "3.以完成一定工作任务为期限：自年月日起至工作任务完成时止。"
    )
    clause = read_term_clause(text)

    assert clause is not None
    assert clause.chosen is not None
    assert (text[slice(*clause.chosen)], clause.start, clause.end) == ("2", None, None)


def test_unit_alone_asks_for_the_employer_where_nothing_fuller_does() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270, 340))
    named = printed(image, "单位", 100, 215), printed(image, "甲乙丙有限公司", 320, 215)
    former = printed(image, "原单位", 100, 285), printed(image, "旧名建设有限公司", 320, 285)
    fields = fields_on(image, PageKind.FORM_1, *named, *former)
    assert (fields[FieldName.EMPLOYER].reading.text, fields[FieldName.FORMER_EMPLOYER].reading.text) == (
        "甲乙丙有限公司",
        "旧名建设有限公司",
    )


@pytest.mark.parametrize(
    "other",
    [("聘用单位", "戊己庚有限公司"), ("单位", "戊己庚有限公司"), ("单位", ""), ("起止时间", "2014年7月至今")],
    ids=lambda words: words[0],
)
def test_unit_alone_is_no_label_beside_a_fuller_one_or_in_two_places_or_over_a_column(other: tuple[str, str]) -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270, 340))
    first = printed(image, "单位", 100, 215), printed(image, "甲乙丙有限公司" if other[1] else "", 320, 215)
    lines = [*first, printed(image, other[0], 100, 285), printed(image, other[1] or "戊己", 320, 285)]
    if other[0] == "起止时间":
        lines[1:] = [printed(image, "起止时间", 320, 215), printed(image, "甲乙丙有限公司", 100, 285)]
    fields = fields_on(image, PageKind.FORM_1, *lines)
    name = fields[FieldName.EMPLOYER].reading.text if FieldName.EMPLOYER in fields else ""
    assert name == ("戊己庚有限公司" if other[0] == "聘用单位" else "")


def test_a_strip_too_low_for_a_line_of_text_is_not_called_bare() -> None:
    image = paper()
    grid(image, (80, 1150), (200, 272))
    line = printed(image, "8.聘用期限（起止日期）：2024年3月1日至2029年2月28日", 100, 212)
    assert not fields_on(image, PageKind.FORM_1, line)[FieldName.TERM].blank


def test_a_hint_in_brackets_belongs_to_its_label() -> None:
    image = paper()
    grid(image, (80, 1150), (200, 290))
    found = fields_on(image, PageKind.FORM_1, printed(image, "8.聘用期限（起止日期）：2024年3月1日至2029年2月28日", 100, 215))
    assert (found[FieldName.TERM_START].reading.text, found[FieldName.TERM_END].reading.text) == ("2024年3月1日", "2029年2月28日")


def test_a_value_in_brackets_is_none() -> None:
    image = paper()
    grid(image, (80, 1150), (200, 290))
    found = fields_on(image, PageKind.FORM_1, printed(image, "聘用单位（中国）建设有限公司", 100, 215))
    assert found[FieldName.EMPLOYER].reading.text == "（中国）建设有限公司"


@pytest.mark.parametrize("label", ["注册类别", "注册专业", "申请注册专业类别", "申请注册的专业类别"])
def test_the_category_goes_by_many_labels(label: str) -> None:
    image = paper()
    grid(image, (80, 500, 1100), (200, 270, 340))
    found = fields_on(image, PageKind.FORM_1, printed(image, label, 100, 215), printed(image, "化工安全", 520, 215))
    assert found[FieldName.CATEGORY].reading.text == "化工安全"


def test_a_label_on_two_lines_of_its_cell_is_answered_beside_it() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 310))
    lines = printed(image, "受聘单位", 120, 210), printed(image, "全 称", 130, 256), printed(image, "甲乙丙有限公司", 320, 230)
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.EMPLOYER].reading.text == "甲乙丙有限公司"


def test_a_note_that_speaks_of_a_place_is_no_label() -> None:
    image = paper()
    note = printed(image, "印章须与“单位名称”栏一致，不得涂改。", 100, 1500)
    assert FieldName.EMPLOYER not in fields_on(image, PageKind.FORM_1, note)


def test_a_table_of_the_parties_names_them_under_their_headings() -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270, 340, 410, 480))
    lines = (
        *(printed(image, "甲方（用人单位）", 100, 215), printed(image, "名称", 100, 285), printed(image, "甲乙丙有限公司", 320, 285)),
        *(printed(image, "乙方（劳动者）", 100, 355), printed(image, "姓名", 100, 425), printed(image, "王建国", 320, 425)),
    )
    found = fields_seen(image, PageKind.CONTRACT_BODY, *lines)
    assert {(field.name, field.reading.text) for field in found if field.reading.text} >= {
        (FieldName.EMPLOYER, "甲乙丙有限公司"),
        (FieldName.PERSON, "王建国"),
    }
    assert all(field.reading.text in {"", "甲乙丙有限公司"} for field in found if field.name is FieldName.EMPLOYER)


def test_an_answer_under_its_label_is_read_to_its_end() -> None:
    image = paper()
    lines = printed(image, "单位全称", 100, 300), printed(image, "甲乙丙丁戊己庚辛壬癸安全技术服务有限公司", 100, 346)
    assert fields_on(image, PageKind.FORM_1, *lines)[FieldName.EMPLOYER].reading.text == "甲乙丙丁戊己庚辛壬癸安全技术服务有限公司"


def test_a_history_without_lines_is_parted_by_its_gaps_up_to_the_next_section() -> None:
    image = paper()
    heads = [printed(image, text, x, 215) for text, x in (("起止时间", 100), ("工作单位", 520), ("担任职务", 850))]
    rows = (
        *(printed(image, "2015.7-2020.1", 100, 280), printed(image, "甲乙丙厂", 520, 280), printed(image, "安全员", 850, 280)),
        *(printed(image, "2020年2月至", 100, 350), printed(image, "丁戊己", 520, 350), printed(image, "安全科长", 850, 350)),
        *(printed(image, "2023年3月", 100, 395), printed(image, "研究所", 520, 395)),
        printed(image, "5 本人承诺", 100, 480),
    )
    seen = fields_seen(image, PageKind.FORM_2, *heads, *rows)
    told = [one.reading.text for one in seen if one.name is FieldName.WORK_HISTORY]
    assert told == ["2015.7-2020.1|甲乙丙厂|安全员", "2020年2月至2023年3月|丁戊己研究所|安全科长"]


def test_a_history_without_an_outer_border_keeps_its_outer_columns() -> None:
    image = paper()
    for y in (200, 270, 340):
        cv2.line(image, (60, y), (1000, y), (0, 0, 0), 2)
    for x in (350, 620):
        cv2.line(image, (x, 200), (x, 340), (0, 0, 0), 2)
    heads = [printed(image, text, x, 215) for text, x in (("起止时间", 100), ("工作单位", 380), ("职务", 640))]
    row = printed(image, "2015.7-今", 90, 285), printed(image, "甲乙丙厂", 380, 285), printed(image, "主任", 640, 285)
    seen = fields_seen(image, PageKind.FORM_2, *heads, *row)
    assert [one.reading.text for one in seen if one.name is FieldName.WORK_HISTORY] == ["2015.7-今|甲乙丙厂|主任"]


def test_what_stands_beside_the_history_is_no_row_of_it() -> None:
    image = paper()
    grid(image, (80, 350, 620, 760), (200, 270, 340, 410))
    grid(image, (760, 1150), (200, 410))
    heads = [printed(image, text, x, 215) for text, x in (("起止时间", 100), ("工作单位", 380), ("职务", 640))]
    row = printed(image, "2015.7-今", 90, 285), printed(image, "甲乙丙厂", 380, 285), printed(image, "主任", 640, 285)
    opinion = printed(image, "聘用至2029年2月", 780, 285), printed(image, "同意", 780, 355)
    seen = fields_seen(image, PageKind.FORM_2, *heads, *row, *opinion)
    assert [one.reading.text for one in seen if one.name is FieldName.WORK_HISTORY] == ["2015.7-今|甲乙丙厂|主任"]


def test_a_table_of_terms_is_answered_beside_its_cells() -> None:
    image = paper()
    grid(image, (80, 300, 1150), (200, 270, 340))
    lines = (
        *(printed(image, "合同期限", 100, 215), printed(image, "自2024年3月1日至2029年2月28日止", 320, 215)),
        *(printed(image, "工作岗位", 100, 285), printed(image, "安全工程师", 320, 285)),
    )
    found = fields_on(image, PageKind.CONTRACT_BODY, *lines)
    assert found[FieldName.TERM_END].reading.text == "2029年2月28日"
    assert found[FieldName.POST].reading.text == "安全工程师"
    framed = paper()
    grid(framed, (40, 1180), (60, 1650))
    running = printed(framed, "一、合同期限", 100, 215), printed(framed, "双方协商一致签订本合同。", 100, 285)
    assert FieldName.TERM not in fields_on(framed, PageKind.CONTRACT_BODY, *running)


def test_what_a_contract_says_behind_a_name_is_no_part_of_it() -> None:
    image = paper()
    lines = printed(image, "甲方：全称远山化工有限公司（以下简称“甲方”）", 100, 300), printed(image, "乙方：张样本；", 100, 360)
    found = fields_on(image, PageKind.CONTRACT_BODY, *lines)
    assert found[FieldName.EMPLOYER].reading.text == "远山化工有限公司"
    assert found[FieldName.PERSON].reading.text == "张样本"


@pytest.mark.parametrize("heading", ["法定代表人", "紧急联系人", "家庭成员"])
def test_a_name_under_another_heading_is_no_partys(heading: str) -> None:
    image = paper()
    grid(image, (80, 300, 1100), (200, 270, 340))
    lines = printed(image, heading, 100, 215), printed(image, "姓名", 100, 285), printed(image, "赵六", 320, 285)
    found = fields_seen(image, PageKind.CONTRACT_BODY, printed(image, "乙方", 100, 120), *lines)
    assert "赵六" not in {field.reading.text for field in found}


def test_a_gap_that_no_answer_fits_into_is_not_called_empty() -> None:
    image = paper()
    grid(image, (80, 300, 345, 1100), (200, 270))
    field = fields_on(image, PageKind.FORM_1, printed(image, "截至日期", 100, 215))[FieldName.TERM_END]
    assert not field.blank
    assert field.confidence < 0.5

"""Whether the pixels bear a text layer out, line by line."""

import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import TextLine
from pipeline.datamodel.reading import Reading
from pipeline.stages.layer_lines import contradicts, covered, to_witness


def reading(text: str, confidence: float = 0.99) -> Reading:
    return Reading(text=text, char_confidence=(confidence,) * len(text), engine="fake")


def line(text: str, box: Box) -> TextLine:
    return TextLine(page=0, box=box, confidence=1.0, seen_by="text", reading=reading(text, 1.0), from_layer=True)


@pytest.mark.parametrize(
    ("layer", "pixels", "confidence", "lies"),
    [
        ("乙方：张三", "乙方:张三", 0.99, False),
        ("劳 动 合 同", "劳动合同", 0.99, False),
        ("甲方（盖章）＿＿＿", "甲方(盖章)", 0.99, False),
        ("聘用单位意见", "聘用单位意", 0.99, False),
        ("聘用单位意见", "聘用单位意兄", 0.6, False),
        ("聘用单位意见", "聘用单位意兄", 0.99, True),
        ("至2029年12月31日止", "至2021年12月31日止", 0.99, True),
        ("至2029年12月31日止", "至202年12月31日止", 0.99, True),
        ("至2029年12月31日止", "至2021年12月31日止", 0.3, True),
        ("姓名张三", "姓名张三丰", 0.99, True),
        ("本合同期限为无固定期限", "本合同期限", 0.99, True),
        ("张三", "", 0.99, True),
    ],
)
def test_other_letters_surely_read_and_letters_not_shown_contradict(layer: str, pixels: str, confidence: float, lies: bool) -> None:  # noqa: FBT001
    assert contradicts(reading(layer, 1.0), reading(pixels, confidence), 0.95) is lies


def test_what_may_decide_is_read_from_the_pixels_and_some_of_the_rest() -> None:
    prose = "双方应当遵守国家的法律和法规并且共同维护良好的秩序"
    texts = [prose, "张三", prose, prose + "，至2029年止", prose + "，担任安全员", prose, "＿＿＿"]
    lines = [line(text, Box(0, 50 * place, 100, 40)) for place, text in enumerate(texts)]
    assert [lines.index(one) for one in to_witness(lines, letters=16, every=5)] == [0, 1, 3, 4, 5]


def test_a_line_is_the_layers_where_its_lines_cover_half_of_it() -> None:
    known = [line("附件", Box(0, 0, 100, 40)), line("一", Box(100, 0, 50, 40))]
    assert covered(Box(0, 5, 150, 40), known, 0.5)
    assert not covered(Box(0, 30, 150, 40), known, 0.5)

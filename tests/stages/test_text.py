"""Lines of text from layers and from pixels, with engines that answer, babble and are not there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face, FacesSeen, Observation, TextLine
from pipeline.datamodel.page import FoundLines, Origin, Page, Rgb, Rule, Word
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines, OcrEngine
from pipeline.errors import EngineMissingError
from pipeline.stages.base import Look
from pipeline.stages.layer_lines import layer_lines
from pipeline.stages.text import Text
from tests.fakes import FakeOcr, GarbledOcr, quad_of


def page(*, width: int = 1000, height: int = 1400, words: tuple[Word, ...] = (), rules: tuple[Rule, ...] = (), value: int = 255) -> Page:
    origin = Origin(format="PNG", file_bytes=1, width_px=width, height_px=height)
    image = np.full((height, width, 3), value, dtype=np.uint8)
    return Page(image=image, file="a.png", number=0, origin=origin, words=words, rules=rules)


def face_on(of: Page, box: Box) -> FacesSeen:
    face = Face(box=box, score=0.9, points=((0.0, 0.0),) * 5)
    return FacesSeen(page=0, box=Box(0, 0, of.width, of.height), confidence=0.9, seen_by="faces", faces=(face,))


def lines(of: Page, ocr: OcrEngine | None, *seen: Observation, stage: Text | None = None) -> list[TextLine]:
    look = Look(page=of, index=3, engines=Engines(ocr=ocr), seen=seen)
    found = list((stage or Text()).see(look))
    assert all(isinstance(line, TextLine) for line in found)
    return [line for line in found if isinstance(line, TextLine)]


def layer(of: Page) -> list[str]:
    return [reading.text for reading, _ in layer_lines(of, Text().layer_gap)]


def test_every_detected_line_is_read_and_placed() -> None:
    ocr = FakeOcr({Box(100, 50, 300, 40): "注册申请表", Box(100, 200, 200, 30): "姓名"}, confidence=0.97)
    first, second = lines(page(), ocr)
    assert (first.reading.text, first.box, first.page) == ("注册申请表", Box(100, 50, 300, 40), 3)
    assert first.confidence == pytest.approx(0.97)
    assert first.quad is not None
    assert not first.from_layer
    assert second.reading.text == "姓名"


def test_the_working_size_is_the_limit_asked_for() -> None:
    ocr = FakeOcr({})
    lines(page(), ocr, stage=Text(side_px=1120))
    assert ocr.detected == [1120]


SMALL, PLAIN = Box(100, 50, 300, 15), Box(100, 50, 300, 30)  # px on a page 1400 px high: 10 and 21 px where it is looked at at 960


@pytest.mark.parametrize(
    ("height", "box", "face", "looked"),
    [
        (1400, PLAIN, None, [960]),
        (1400, SMALL, None, [960, 1280]),
        (960, SMALL, None, [960]),
        (1400, PLAIN, Box(0, 0, 300, 400), [1280]),
        (1400, PLAIN, Box(0, 0, 90, 100), [960]),
    ],
    ids=["plain", "small print", "small print on a small page", "a person", "a photo printed on a form"],
)
def test_small_print_and_cards_are_looked_at_closely(height: int, box: Box, face: Box | None, looked: list[int]) -> None:
    ocr, of = FakeOcr({box: "注册"}), page(height=height)
    assert [line.box for line in lines(of, ocr, *(() if face is None else (face_on(of, face),)))] == [box]
    assert ocr.detected == looked


@pytest.mark.parametrize(("side", "looked"), [(960, []), (640, [960])], ids=["closely enough", "too coarsely"])
def test_lines_found_when_the_page_was_turned_are_not_looked_for_again(side: int, looked: list[int]) -> None:
    ocr = FakeOcr({PLAIN: "注册"})
    of = replace(page(), found=FoundLines(side, ((quad_of(PLAIN), 0.9),)))
    assert [line.box for line in lines(of, ocr)] == [PLAIN]
    assert ocr.detected == looked


def test_long_lines_are_read_at_less_than_their_width_and_stand_where_they_stood() -> None:
    class Measuring(FakeOcr):
        """Keeps the sizes of what it is handed."""

        sizes: ClassVar[list[tuple[int, ...]]] = []

        def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
            self.sizes.extend(strip.shape[:2] for strip in strips)
            return super().read(strips, keep=keep, ink=ink)

    short, long = Box(100, 50, 300, 40), Box(100, 200, 400, 40)
    assert [line.box for line in lines(page(), Measuring({short: "注册", long: "注册安全工程师"}))] == [short, long]
    assert Measuring.sizes == [(40, 300), (40, 300)]


def test_a_line_without_characters_is_no_line() -> None:
    assert [line.reading.text for line in lines(page(), FakeOcr({Box(10, 10, 50, 20): " ", Box(10, 60, 50, 20): "有"}))] == ["有"]


def test_a_text_layer_is_not_believed_where_nothing_can_read_the_page() -> None:
    with pytest.raises(EngineMissingError):
        lines(page(words=(Word("注册申请表", Box(100, 50, 300, 40)),)), None)


def test_a_layer_that_the_pixels_bear_out_keeps_its_own_letters() -> None:
    words = (Word("乙方：张三", Box(100, 50, 300, 40)),)
    [line] = lines(page(words=words), FakeOcr(strips=["乙方:张三"]))
    assert line.from_layer
    assert line.reading.text == "乙方：张三"
    assert line.confidence == 1.0
    assert line.reading.engine == "text-layer"


def test_a_layer_that_says_other_than_the_page_shows_is_left_for_the_pixels() -> None:
    words = (Word("乙方：张三", Box(100, 50, 300, 40)), Word("第一条", Box(100, 150, 200, 40)))
    ocr = FakeOcr({Box(100, 50, 300, 40): "乙方：李四", Box(100, 150, 200, 40): "第一条"})
    found = lines(page(words=words), ocr)
    assert [(line.reading.text, line.from_layer) for line in found] == [("乙方：李四", False), ("第一条", False)]


def test_what_stands_beside_the_words_of_a_layer_is_read_from_the_pixels() -> None:
    of = page(words=(Word("附件", Box(100, 50, 200, 40)),))
    of.image[300:340, 100:500] = 0
    ocr = FakeOcr({Box(98, 48, 204, 44): "附件", Box(100, 300, 400, 40): "劳动合同书"}, strips=["附件", "附件", "劳动合同书"])
    assert [(line.reading.text, line.from_layer) for line in lines(of, ocr)] == [("附件", True), ("劳动合同书", False)]


def test_letter_spaced_words_of_a_layer_are_one_line_and_far_ones_are_two() -> None:
    words = tuple(Word(character, Box(100 + 60 * n, 50, 40, 40)) for n, character in enumerate("劳动合同"))
    far = Word("编号", Box(600, 52, 80, 40))
    assert layer(page(words=(*words, far))) == ["劳 动 合 同", "编号"]


def test_words_of_a_layer_in_two_cells_are_two_lines_however_near() -> None:
    words = (Word("姓名", Box(100, 50, 80, 40)), Word("张三", Box(200, 50, 80, 40)))
    assert len(layer(page(words=words))) == 1
    assert len(layer(page(words=words, rules=(Rule(Box(190, 20, 2, 100)),)))) == 2
    assert len(layer(page(words=words, rules=(Rule(Box(190, 300, 2, 100)),)))) == 1


def test_rows_of_a_layer_come_top_to_bottom() -> None:
    words = (Word("下", Box(100, 300, 40, 40)), Word("右", Box(500, 104, 40, 40)), Word("左", Box(100, 100, 40, 40)))
    assert layer(page(words=words)) == ["左", "右", "下"]


@pytest.mark.parametrize(
    ("width", "height", "face", "asked"),
    [
        (295, 413, Box(80, 90, 140, 160), False),
        (295, 413, Box(80, 90, 60, 80), True),
        (1200, 1680, Box(300, 400, 600, 700), True),
        (700, 500, Box(80, 90, 240, 260), True),
        (699, 500, Box(80, 90, 240, 260), False),
    ],
    ids=["ID photo", "small face", "large portrait", "just as large as a page", "just below"],
)
def test_only_a_small_picture_filled_by_a_face_is_spared_the_search(width: int, height: int, face: Box, asked: bool) -> None:  # noqa: FBT001
    ocr = FakeOcr({})
    of = page(width=width, height=height)
    lines(of, ocr, face_on(of, face))
    assert bool(ocr.detected) is asked


def test_garbage_from_an_engine_becomes_clean_lines_on_the_page_or_none() -> None:
    for line in lines(page(), GarbledOcr()):
        assert line.box.share_inside(Box(0, 0, 1000, 1400)) == 1.0
        assert len(line.reading.char_confidence) == len(line.reading.text)
        assert all(0 <= value <= 1 for value in line.reading.char_confidence)
        line.reading.text.encode()
        assert line.reading.text.isprintable()


def test_a_picture_without_an_engine_is_not_a_page_without_text() -> None:
    with pytest.raises(EngineMissingError):
        lines(page(), None)


def test_a_tall_line_is_read_as_stacked_characters_where_that_is_surer() -> None:
    class Unsure(FakeOcr):
        """Is sure of nothing but what it is asked for the second time."""

        def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
            self.confidence = 0.3 if not self.asked else 0.95
            self.lines = {Box(100, 100, 40, 240): "亚鹰" if not self.asked else "聘用单位意见"}
            return super().read(strips, keep=keep, ink=ink)

    [line] = lines(page(), Unsure({Box(100, 100, 40, 240): ""}))
    assert line.reading.text == "聘用单位意见"
    assert line.box == Box(100, 100, 40, 240)

"""Groups of pen strokes are found wherever they stand, joined, and given to the label they most likely belong to."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Handwriting, Observation, TextLine
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines, Floats, InkTold
from pipeline.errors import EngineMissingError
from pipeline.stages.base import Look
from pipeline.stages.handwriting import HandwritingStage

BLUE, BLACK = (30, 45, 150), (20, 20, 20)
HAND = InkTold(hand=0.97, print=0.03, stamp=0, thumb=0, date=0, mark=0, seal=0)
PRINT = InkTold(hand=0.02, print=0.98, stamp=0, thumb=0, date=0, mark=0, seal=0)
DATE = InkTold(hand=0.2, print=0.02, stamp=0, thumb=0, date=0.78, mark=0, seal=0)


class BluePens:
    """Takes blue ink for a pen's; wide writing, in text lines, for a date's where `dates_from` says so."""

    def __init__(self, dates_from: float = 99.0, hand: float = 0.97) -> None:
        self.dates_from = dates_from
        self.hand = HAND._replace(hand=hand, print=1 - hand)
        self.asked = 0

    def tell(self, views: Sequence[tuple[Floats, Floats, Floats]]) -> list[InkTold]:
        self.asked += len(views)
        return [self._told(facts) for _, _, facts in views]

    def _told(self, facts: Floats) -> InkTold:
        if facts[2] < 0.3:
            return PRINT
        return DATE if 4.0 ** float(facts[1]) > self.dates_from else self.hand


def sheet() -> Rgb:
    return np.full((1400, 1000, 3), 248, np.uint8)


def printed(image: Rgb, text: str, x: int, y: int) -> TextLine:
    for n in range(len(text)):
        cv2.rectangle(image, (x + 32 * n + 4, y + 6), (x + 32 * n + 26, y + 32), BLACK, 3)
        cv2.line(image, (x + 32 * n + 4, y + 19), (x + 32 * n + 26, y + 19), BLACK, 3)
    return line_at(Box(x, y, 32 * len(text), 40), text)


def line_at(box: Box, text: str) -> TextLine:
    return TextLine(page=0, box=box, confidence=0.99, seen_by="text", reading=Reading(text=text, char_confidence=(0.99,) * len(text)))


def scrawl(image: Rgb, x: int, y: int, *, width: int = 150) -> Box:
    points = np.array([[x + 9 * i, y + (i * 37) % 60] for i in range(width // 9)], dtype=np.int32)
    cv2.polylines(image, [points], isClosed=False, color=BLUE, thickness=3, lineType=cv2.LINE_AA)
    return Box(x, y, width, 60)


def groups(image: Rgb, *seen: Observation, pens: BluePens | None = None) -> list[Handwriting]:
    origin = Origin(format="PNG", file_bytes=1, width_px=image.shape[1], height_px=image.shape[0])
    page = Page(image=image, file="a.png", number=0, origin=origin)
    look = Look(page=page, index=0, engines=Engines(pens=pens or BluePens()), seen=seen)
    return list(HandwritingStage().see(look))


def body(image: Rgb) -> list[TextLine]:
    return [printed(image, "以上内容属实特此承诺", 100, 100 + 60 * n) for n in range(6)]


def test_writing_beside_its_label_is_one_group_with_that_label() -> None:
    image = sheet()
    lines = [*body(image), printed(image, "本人签字", 100, 700)]
    written = scrawl(image, 260, 690)
    [group] = groups(image, *lines, line_at(written, "王建国"))
    assert group.box.share_inside(written.grown(8)) == 1.0
    assert (group.label, group.label_box) == ("本人签字", lines[-1].box)


def test_writing_in_the_line_of_its_label_is_cut_out_of_it() -> None:
    image = sheet()
    lines = body(image)
    printed(image, "本人签字", 100, 700)
    written = scrawl(image, 400, 690)
    [group] = groups(image, *lines, line_at(Box(100, 690, 450, 62), "本人签字王建国"))
    assert group.box.x > 300
    assert group.box.overlap(written).area > 0.8 * written.area


def test_writing_that_no_line_of_text_holds_is_found() -> None:
    image = sheet()
    lines = body(image)
    written = scrawl(image, 500, 900)
    [group] = groups(image, *lines)
    assert group.box.overlap(written).area > 0.8 * written.area


def test_a_label_of_signing_goes_before_nearer_print() -> None:
    image = sheet()
    lines = [*body(image), printed(image, "承诺人", 100, 700), printed(image, "第二页", 480, 640)]
    scrawl(image, 400, 690)
    assert [group.label for group in groups(image, *lines)] == ["承诺人"]


def test_what_touches_its_label_is_cut_from_it_where_the_label_ends() -> None:
    image = sheet()
    lines = body(image)
    printed(image, "承诺人", 100, 700)
    written = scrawl(image, 206, 690, width=96)
    [group] = groups(image, *lines, line_at(Box(98, 690, 204, 62), "承诺人:王建国"))
    assert group.box.share_inside(written.grown(8)) == 1.0


def test_a_label_of_signing_alone_is_no_signature_but_a_scrawl_in_its_line_is() -> None:
    image = sheet()
    lines = body(image)
    label = scrawl(image, 100, 900, width=90)
    assert groups(image, *lines, line_at(label.grown(6), "承诺人：")) == []
    printed(image, "承诺人", 100, 1100)
    written = scrawl(image, 260, 1090)
    [group] = groups(image, *lines, line_at(label.grown(6), "承诺人："), line_at(Box(96, 1088, 320, 64), "承诺人："))
    assert group.box.share_inside(written.grown(8)) == 1.0


def test_a_label_asks_in_its_rows_below_it_and_close_above_it() -> None:
    image = sheet()
    lines = [*body(image), printed(image, "本人签字", 400, 800)]
    doubtful = BluePens(hand=0.7)
    for x, y, wanted in ((560, 790, 1), (400, 860, 1), (400, 730, 1), (400, 560, 0), (40, 900, 0)):
        page = image.copy()
        scrawl(page, x, y)
        assert len(groups(page, *lines, pens=doubtful)) == wanted, (x, y)


def test_writings_far_apart_are_two_groups_top_to_bottom() -> None:
    image = sheet()
    lines = body(image)
    scrawl(image, 500, 1100)
    scrawl(image, 200, 800)
    assert [group.box.y for group in groups(image, *lines)] == pytest.approx([800, 1100], abs=8)


def test_print_alone_gives_none() -> None:
    image = sheet()
    assert groups(image, *body(image)) == []


def test_a_date_by_hand_is_no_signature() -> None:
    image = sheet()
    lines = body(image)
    written = scrawl(image, 300, 900, width=400)
    assert groups(image, *lines, line_at(written, "2026年5月8日"), pens=BluePens(dates_from=5.0)) == []


def test_a_narrow_group_from_top_to_bottom_is_a_heading() -> None:
    image = sheet()
    lines = body(image)
    for n in range(6):
        cv2.rectangle(image, (500, 800 + 40 * n), (528, 830 + 40 * n), BLUE, 3)
        cv2.line(image, (500, 815 + 40 * n), (528, 815 + 40 * n), BLUE, 3)
    assert groups(image, *lines, line_at(Box(496, 796, 38, 240), "承诺")) == []


def test_a_tick_is_too_short() -> None:
    image = sheet()
    lines = body(image)
    cv2.polylines(image, [np.array([[500, 920], [520, 945], [560, 890]], np.int32)], isClosed=False, color=BLUE, thickness=4)
    assert groups(image, *lines) == []


def test_a_page_without_text_has_no_scale_and_gives_none() -> None:
    image = sheet()
    scrawl(image, 200, 800)
    assert groups(image) == []


def test_without_a_reader_of_strokes_the_stage_is_blind() -> None:
    image = sheet()
    lines = body(image)
    origin = Origin(format="PNG", file_bytes=1, width_px=1000, height_px=1400)
    look = Look(page=Page(image=image, file="a.png", number=0, origin=origin), index=0, engines=Engines(), seen=tuple(lines))
    with pytest.raises(EngineMissingError):
        list(HandwritingStage().see(look))

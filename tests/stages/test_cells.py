"""Places for signatures and seals are found by their labels, in any layout."""

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, Observation, PageKind, PageKindSeen, Role, TextLine
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look
from pipeline.stages.cells import Cells

HEIGHT = 40


def paper() -> Rgb:
    return np.full((1700, 1200, 3), 250, dtype=np.uint8)


def printed(image: Rgb, text: str, x: int, y: int, *, pitch: int = 28, height: int = HEIGHT) -> TextLine:
    """A line of text: blocks stand for its characters, the reading says what they are."""
    for n, char in enumerate(text):
        if char not in " ：:":
            cv2.rectangle(image, (x + n * pitch + 3, y + 8), (x + n * pitch + pitch - 5, y + height - 9), (20, 20, 20), -1)
    box = Box(x, y, len(text) * pitch, height)
    return TextLine(page=0, box=box, confidence=0.99, seen_by="text", reading=Reading(text=text, char_confidence=(0.99,) * len(text)))


def scrawl(image: Rgb, x: int, y: int) -> None:
    points = np.array([[x + 9 * i, y + (i * 37) % 50] for i in range(14)], dtype=np.int32)
    cv2.polylines(image, [points], isClosed=False, color=(20, 20, 60), thickness=3)


def cells_on(image: Rgb, kind: PageKind, *lines: TextLine) -> dict[Role, Cell]:
    origin = Origin(format="PNG", file_bytes=1, width_px=image.shape[1], height_px=image.shape[0])
    page = Page(image=image, file="a.png", number=0, origin=origin)
    whole = Box(0, 0, page.width, page.height)
    seen: tuple[Observation, ...] = (*lines, PageKindSeen(page=0, box=whole, confidence=1.0, seen_by="page_kind", kind=kind))
    return {cell.role: cell for cell in Cells().see(Look(page=page, index=0, engines=Engines(), seen=seen))}


def test_signature_place_is_right_of_its_label_up_to_the_date() -> None:
    image = paper()
    lines = printed(image, "申请人签字：", 200, 600), printed(image, "2026年4月8日", 800, 600)
    cell = cells_on(image, PageKind.FORM_2, *lines)[Role.APPLICANT_SIGNATURE]
    assert 330 <= cell.box.x <= 372
    assert cell.box.right <= 810
    assert cell.box.holds((600, 620))


def test_letter_spaced_label_in_pieces_is_one_label() -> None:
    image = paper()
    lines = [printed(image, char, 200 + 60 * n, 600) for n, char in enumerate("申请人签字")]
    cell = cells_on(image, PageKind.FORM_2, *lines)[Role.APPLICANT_SIGNATURE]
    assert cell.box.x >= 460


def test_label_on_two_lines_is_one_label() -> None:
    image = paper()
    lines = printed(image, "法定代表人（主要负责人）", 100, 500), printed(image, "或委托代理人（签字或盖章）", 100, 544)
    seal = printed(image, "甲方（盖章）", 100, 400)
    cell = cells_on(image, PageKind.CONTRACT_SIGNATURE, seal, *lines)[Role.CONTRACT_EMPLOYER_SIGNATURE]
    assert cell.label_box.h > 70


@pytest.mark.parametrize("label", ["申请人签宇：", "由请人签字：", "申请人签名：", "本人签字："])
def test_one_misread_character_and_other_wordings_are_the_same_label(label: str) -> None:
    image = paper()
    assert Role.APPLICANT_SIGNATURE in cells_on(image, PageKind.FORM_2, printed(image, label, 200, 600))


def test_signature_below_its_label_moves_the_place_below() -> None:
    image = paper()
    line = printed(image, "乙方（签字）", 700, 400)
    scrawl(image, 760, 470)
    cell = cells_on(image, PageKind.CONTRACT_SIGNATURE, line)[Role.CONTRACT_PERSON_SIGNATURE]
    assert cell.box.holds((800, 495))


@pytest.mark.parametrize(("above", "below"), [(0, 70), (60, 0), (40, 60)], ids=["down", "up", "both"])
def test_large_writing_on_the_labels_line_does_not_move_the_place(above: int, below: int) -> None:
    image = paper()
    label = printed(image, "承诺人：", 200, 900)
    points = np.array([[340 + 12 * i, 900 - above + 5 + (i * 57) % (HEIGHT + above + below - 10)] for i in range(20)], dtype=np.int32)
    cv2.polylines(image, [points], isClosed=False, color=(20, 20, 60), thickness=4)
    # The engine's box holds the label and the tall writing.
    tall = Box(200, 900 - above, 400, HEIGHT + above + below)
    reading = Reading(text="承诺人：王建国", char_confidence=(0.9,) * 7)
    line = TextLine(page=0, box=tall, confidence=0.9, seen_by="text", reading=reading)
    cell = cells_on(image, PageKind.STATEMENT, line)[Role.STATEMENT_SIGNATURE]
    assert cell.label_box.y == pytest.approx(label.box.y, abs=14)
    assert cell.box.holds((450, 920))
    assert cell.box.y <= 885


def test_seal_place_is_the_whole_ruled_opinion_cell() -> None:
    image = paper()
    cv2.rectangle(image, (80, 500), (1120, 800), (0, 0, 0), 2)
    cv2.rectangle(image, (80, 800), (1120, 1100), (0, 0, 0), 2)
    lines = printed(image, "聘用单位意见", 100, 520), printed(image, "初审机构意见", 100, 820)
    cells = cells_on(image, PageKind.FORM_2, *lines)
    assert cells[Role.EMPLOYER_SEAL].box.share_inside(Box(76, 496, 1048, 308)) > 0.99
    assert cells[Role.AUTHORITY_SEAL].box.share_inside(Box(76, 796, 1048, 308)) > 0.99


def test_heading_written_downwards_in_the_first_column_owns_the_cell_beside_it() -> None:
    image = paper()
    cv2.rectangle(image, (80, 500), (1120, 800), (0, 0, 0), 2)
    cv2.line(image, (140, 500), (140, 800), (0, 0, 0), 2)
    box = Box(92, 540, 36, 220)
    heading = TextLine(page=0, box=box, confidence=1.0, seen_by="text", reading=Reading(text="聘用单位意见"))
    cell = cells_on(image, PageKind.FORM_2, heading)[Role.EMPLOYER_SEAL]
    assert cell.box.holds((900, 700))
    assert cell.box.bottom <= 802


def test_without_lines_a_seal_place_ends_at_the_next_heading() -> None:
    image = paper()
    lines = printed(image, "聘用单位意见：", 100, 520), printed(image, "初审机构意见：", 100, 900)
    cell = cells_on(image, PageKind.FORM_2, *lines)[Role.EMPLOYER_SEAL]
    assert cell.box.holds((700, 800))
    assert cell.box.bottom <= 900


def test_change_form_tells_the_former_employer_from_the_present_one() -> None:
    image = paper()
    lines = printed(image, "原聘用单位意见", 100, 400), printed(image, "现聘用单位意见", 100, 800)
    cells = cells_on(image, PageKind.FORM_2, *lines)
    assert cells[Role.FORMER_EMPLOYER_SEAL].box.y < cells[Role.EMPLOYER_SEAL].box.y


def test_sentence_about_signing_is_no_label() -> None:
    image = paper()
    line = printed(image, "甲方应加盖单位公章，乙方签字后生效。", 100, 400)
    assert cells_on(image, PageKind.CONTRACT_BODY, line) == {}


def test_page_of_another_kind_has_no_places() -> None:
    image = paper()
    assert cells_on(image, PageKind.LETTER, printed(image, "申请人签字：", 200, 600)) == {}


def test_head_of_an_authority_is_not_the_employers_head() -> None:
    image = paper()
    cv2.rectangle(image, (80, 800), (1120, 1100), (0, 0, 0), 2)
    lines = printed(image, "初审机构意见", 100, 820), printed(image, "负责人签字：", 200, 1000)
    assert Role.EMPLOYER_HEAD_SIGNATURE not in cells_on(image, PageKind.FORM_2, *lines)


def test_statement_is_signed_at_its_last_label() -> None:
    image = paper()
    lines = printed(image, "陈述人：", 100, 300), printed(image, "陈述人签字：", 600, 1300)
    cell = cells_on(image, PageKind.STATEMENT, *lines)[Role.STATEMENT_SIGNATURE]
    assert cell.box.y > 1200


def test_label_whose_second_line_asks_for_the_signature_is_one_place() -> None:
    image = paper()
    seal = printed(image, "甲方（盖章）", 100, 400)
    lines = printed(image, "法定代表人", 100, 500), printed(image, "法定代表人签字", 140, 560)
    origin = Origin(format="PNG", file_bytes=1, width_px=1200, height_px=1700)
    page = Page(image=image, file="a.png", number=0, origin=origin)
    kind = PageKindSeen(page=0, box=Box(0, 0, 1200, 1700), confidence=1.0, seen_by="page_kind", kind=PageKind.CONTRACT_SIGNATURE)
    found = list(Cells().see(Look(page=page, index=0, engines=Engines(), seen=(seal, *lines, kind))))
    assert [cell.role for cell in found].count(Role.CONTRACT_EMPLOYER_SIGNATURE) == 1


def test_bare_word_for_signing_is_the_applicants_outside_the_opinion_cells() -> None:
    image = paper()
    for y in (500, 700, 1000):
        cv2.line(image, (80, y), (1120, y), (0, 0, 0), 2)
    for x in (80, 160, 1120):
        cv2.line(image, (x, 500), (x, 1000), (0, 0, 0), 2)
    heading = [printed(image, char, 105, 720 + 42 * n) for n, char in enumerate("单位意见")]
    lines = (*heading, printed(image, "签名：", 500, 600), printed(image, "签名：", 500, 900))
    cell = cells_on(image, PageKind.FORM_2, *lines)[Role.APPLICANT_SIGNATURE]
    assert cell.box.y < 700


def test_a_large_signature_under_a_label_with_a_hint_is_its_place() -> None:
    image = paper()
    label = printed(image, "本人签名（手写）", 200, 600)
    scrawl(image, 320, 636)
    cell = cells_on(image, PageKind.FORM_2, label)[Role.APPLICANT_SIGNATURE]
    assert cell.box.holds((360, 665))


def test_a_printed_line_below_does_not_take_the_place_from_a_signature_beside_its_label() -> None:
    image = paper()
    label = printed(image, "乙方（签字）：", 200, 600)
    scrawl(image, 420, 592)
    below = printed(image, "身份证号码：110101199001011234，联系电话：13800000000", 200, 650)
    seal = printed(image, "甲方（盖章）", 200, 400)
    cell = cells_on(image, PageKind.CONTRACT_SIGNATURE, seal, label, below)[Role.CONTRACT_PERSON_SIGNATURE]
    assert cell.box.holds((450, 615))

"""A card in the hand is found by its outline or its words and read; without card or face the sighting says so."""

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import Face, FacesSeen, HeldId, Observation, PageKind, PageKindSeen, TextLine
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines, OcrEngine
from pipeline.stages.base import Look
from pipeline.stages.held_id import HeldIdStage
from tests.fakes import CrashingOcr, FakeOcr, GarbledOcr

WHOLE = Box(0, 0, 1280, 960)
CARD = Box(640, 500, 540, 341)
FACE = Face(box=Box(300, 150, 250, 320), score=0.92, points=((370, 260), (480, 260), (425, 330), (380, 400), (470, 400)))
NUMBER = "11010119900307803X"
# Where things stand on a flattened card 1280 px wide.
LABEL, NAME, DIGITS = Box(75, 75, 100, 55), Box(220, 75, 180, 60), Box(420, 630, 740, 70)


def scene(*, card: bool = True, fingers: bool = False) -> Rgb:
    """A grey room with a white card in it, two fingers over its number where asked."""
    room = np.full((960, 1280, 3), (120, 124, 118), np.uint8)
    if card:
        room[CARD.y : CARD.bottom, CARD.x : CARD.right] = (226, 236, 243)
    if fingers:
        for x in (860, 960):
            cv2.ellipse(room, (x, CARD.bottom - 30), (34, 60), 0, 0, 360, (205, 155, 128), -1)
    return room


def line(text: str, box: Box, confidence: float = 0.97) -> TextLine:
    reading = Reading(text=text, char_confidence=(confidence,) * len(text), engine="drawn")
    return TextLine(page=0, box=box, confidence=confidence, seen_by="text", reading=reading)


def on_page(flat: Box) -> Box:
    """A box of the flattened card as a box of the page."""
    k = CARD.w / 1280
    return Box(CARD.x + round(flat.x * k), CARD.y + round(flat.y * k), round(flat.w * k), round(flat.h * k))


LINES = (line("姓名", on_page(LABEL)), line("张三丰", on_page(NAME)), line(NUMBER, on_page(DIGITS)))


def look_at(
    image: Rgb, ocr: OcrEngine, *seen: Observation, faces: tuple[Face, ...] = (FACE,), kind: PageKind = PageKind.HELD_ID
) -> list[Observation]:
    origin = Origin(format="JPEG", file_bytes=1, width_px=1280, height_px=960)
    page = Page(image=image, file="a.jpg", number=0, origin=origin)
    told = PageKindSeen(page=0, box=WHOLE, confidence=0.9, seen_by="page_kind", kind=kind)
    found = FacesSeen(page=0, box=WHOLE, confidence=0.9, seen_by="faces", faces=faces)
    return list(HeldIdStage().see(Look(page=page, index=0, engines=Engines(ocr=ocr), seen=(told, found, *seen))))


def held(image: Rgb, ocr: OcrEngine, *seen: Observation, faces: tuple[Face, ...] = (FACE,)) -> HeldId:
    (sighting,) = look_at(image, ocr, *seen, faces=faces)
    assert isinstance(sighting, HeldId)
    return sighting


def reader(number: str = NUMBER) -> FakeOcr:
    return FakeOcr({LABEL: "姓名", NAME: "张三丰", DIGITS: number})


def test_other_pages_are_not_looked_at() -> None:
    assert look_at(scene(), CrashingOcr(), kind=PageKind.FORM_1) == []


def test_card_and_face_are_found_and_read() -> None:
    seen = held(scene(), reader(), *LINES)
    assert seen.face == FACE
    assert seen.card is not None
    assert seen.card.box.share_inside(CARD.grown(6)) > 0.99
    assert seen.card_width_px == pytest.approx(CARD.w, abs=8)
    assert (seen.person.text if seen.person else "", seen.id_number.text if seen.id_number else "") == ("张三丰", NUMBER)
    assert seen.digits_covered is False


def test_a_card_whose_print_was_too_small_for_the_page_is_found_by_reading_it_flat() -> None:
    seen = held(scene(), reader())
    assert seen.card is not None
    assert seen.id_number is not None
    assert seen.id_number.text == NUMBER


def test_a_bare_rectangle_is_no_card() -> None:
    seen = held(scene(), FakeOcr())
    assert seen.card is None
    assert seen.digits_covered is None


def test_a_card_without_an_outline_is_placed_by_its_words() -> None:
    words = (
        line("姓名", Box(671, 525, 42, 23)),
        line("公民身份号码", Box(671, 770, 120, 22)),
        line(NUMBER, Box(850, 768, 279, 26)),
    )
    seen = held(scene(card=False), reader(), *words)
    assert seen.card is not None
    assert seen.card.box.overlap(CARD).area > 0.85 * CARD.area


def test_fingers_over_the_number_are_seen() -> None:
    seen = held(scene(fingers=True), reader(number="110101199"), *LINES[:2])
    assert seen.digits_covered is True


def test_a_number_read_in_part_without_fingers_is_undecided() -> None:
    seen = held(scene(), reader(number="110101199"), *LINES[:2])
    assert seen.digits_covered is None


def test_the_face_printed_on_the_card_is_not_the_live_one() -> None:
    printed = Face(box=Box(1010, 560, 110, 140), score=0.9, points=FACE.points)
    assert held(scene(), reader(), *LINES, faces=(printed,)).face is None
    assert held(scene(), reader(), *LINES, faces=(FACE, printed)).face == FACE


@pytest.mark.parametrize(("y", "cut"), [(2, True), (60, False)], ids=["at the edge", "inside"])
def test_a_face_at_the_edge_is_cut(y: int, cut: bool) -> None:  # noqa: FBT001 - a parametrised truth
    face = Face(box=Box(300, y, 250, 320), score=0.9, points=FACE.points)
    assert held(scene(), reader(), *LINES, faces=(face,)).face_cut is cut


def test_words_of_a_card_without_a_card_leave_it_doubtful() -> None:
    seen = held(scene(card=False), FakeOcr(), line("公民身份号码", Box(671, 770, 120, 22)))
    assert seen.card is None
    assert seen.confidence < 0.5


def test_an_engine_that_babbles_finds_no_card() -> None:
    assert held(scene(), GarbledOcr()).card is None


def test_a_tilted_card_keeps_its_corners_in_order() -> None:
    turn = cv2.getRotationMatrix2D((CARD.centre.x, CARD.centre.y), -10, 1.0)
    tilted = np.asarray(cv2.warpAffine(scene(), turn, (1280, 960), borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)
    card = held(tilted, reader(), *LINES).card
    assert isinstance(card, Quad)
    assert card.top_left[0] < card.top_right[0]
    assert card.top_right[1] > card.top_left[1]  # clockwise tilt: the right side hangs lower
    assert card.bottom_right[1] > card.top_right[1]


def test_the_portrait_on_the_card_is_told_from_the_live_face() -> None:
    printed = Face(box=Box(1010, 560, 110, 140), score=0.9, points=FACE.points)
    assert held(scene(), reader(), *LINES, faces=(FACE, printed)).printed_face == printed
    assert held(scene(), reader(), *LINES).printed_face is None


def test_an_outline_around_a_large_face_is_no_card() -> None:
    close = Face(box=Box(700, 520, 240, 300), score=0.9, points=FACE.points)
    seen = held(scene(), reader(), *LINES, faces=(close,))
    assert seen.card is None
    assert seen.face == close


def test_the_back_of_a_card_is_told_by_its_words_and_nothing_is_read_off_it() -> None:
    back = FakeOcr(
        {Box(400, 80, 400, 60): "中华人民共和国", Box(380, 200, 420, 90): "居民身份证", Box(300, 560, 500, 50): "签发机关某市公安局"}
    )
    seen = held(scene(), back)
    assert seen.side == "back"
    assert seen.id_number is None
    assert held(scene(), reader(), *LINES).side == "front"


class OnlyTurned(FakeOcr):
    """Reads its lines on the n-th picture that it is shown, nothing before."""

    def __init__(self, lines: dict[Box, str], nth: int) -> None:
        super().__init__(lines)
        self.nth = nth

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        found = super().detect(image, side_px=side_px)
        return found if len(self.detected) >= self.nth else []


def test_a_card_held_upside_down_is_read_the_other_way_round() -> None:
    seen = held(scene(), OnlyTurned({LABEL: "姓名", NAME: "张三丰", DIGITS: NUMBER}, nth=2))
    assert seen.card is not None
    assert seen.card.top_left == pytest.approx((CARD.right, CARD.bottom), abs=6)
    assert seen.id_number is not None


def test_a_card_on_its_short_side_is_read_lying() -> None:
    room = np.full((960, 1280, 3), (120, 124, 118), np.uint8)
    room[250:790, 500:841] = (226, 236, 243)
    seen = held(room, reader())
    assert seen.card is not None
    assert seen.card_width_px == pytest.approx(540, abs=8)

"""What stands where a signature belongs is told by its ink, and doubt is said."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import Cell, Observation, Role, Seal, SealKind, Signature, Writing
from pipeline.datamodel.page import Origin, Page, Rgb, Word
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines, Floats, InkTold
from pipeline.errors import EngineMissingError
from pipeline.stages.base import Look
from pipeline.stages.signatures import Signatures

PLACE = Box(340, 180, 420, 130)
BLACK, BLUE, RED = (25, 25, 30), (30, 45, 140), (205, 40, 50)


NOTHING = InkTold(hand=0, print=0, stamp=0, thumb=0, date=0, mark=0, seal=0)
HAND, PRINT = NOTHING._replace(hand=0.98, print=0.02), NOTHING._replace(hand=0.01, print=0.99)
DATE, MARK = NOTHING._replace(date=0.99, hand=0.01), NOTHING._replace(mark=0.99, hand=0.01)
STAMP = NOTHING._replace(stamp=0.9, print=0.1)


class SaidPens:
    """Takes every ink for the same."""

    def __init__(self, told: InkTold) -> None:
        self.told = told

    def tell(self, views: Sequence[tuple[Floats, Floats, Floats]]) -> list[InkTold]:
        return [self.told] * len(views)


class BothPens:
    """Takes the first ink for one thing, a date where nothing is said, and every other one for what is said."""

    def __init__(self, other: InkTold, first: InkTold = DATE) -> None:
        self.answers = iter((first,))
        self.other = other

    def tell(self, views: Sequence[tuple[Floats, Floats, Floats]]) -> list[InkTold]:
        return [next(self.answers, self.other) for _ in views]


class SaidOcr:
    """Reads every strip as the given words."""

    name = "said"

    def __init__(self, words: str) -> None:
        self.reading = Reading(text=words, char_confidence=(0.9,) * len(words), engine=self.name)

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:  # noqa: ARG002 - the Protocol names them
        return []

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:  # noqa: ARG002 - as above
        return [self.reading] * len(strips)


def paper() -> Rgb:
    image = np.full((900, 1400, 3), 244, dtype=np.uint8)
    cv2.line(image, (340, 275), (760, 275), (40, 40, 40), 2)
    return image


def pen(image: Rgb, colour: tuple[int, int, int], x: int = 400, y: int = 200) -> None:
    """A cursive scrawl of three characters: slanted strokes of changing height."""
    rng = np.random.default_rng(7)
    for n in range(3):
        points = [(x + 62 * n + int(rng.integers(0, 54)), y + int(rng.integers(0, 70))) for _ in range(9)]
        smooth = cv2.approxPolyDP(np.array(points, dtype=np.int32), 1.0, closed=False)
        cv2.polylines(image, [smooth], isClosed=False, color=colour, thickness=3, lineType=cv2.LINE_AA)


def blocks(image: Rgb, colour: tuple[int, int, int], x: int = 400, y: int = 222) -> None:
    """Three characters as a printer sets them: upright and level strokes of one size on one line."""
    for n in range(3):
        left = x + 36 * n
        cv2.rectangle(image, (left, y), (left + 27, y + 28), colour, 4)
        cv2.line(image, (left, y + 14), (left + 27, y + 14), colour, 4)
        cv2.line(image, (left + 14, y), (left + 14, y + 28), colour, 4)


def ring(image: Rgb, centre: tuple[int, int], radius: int) -> Seal:
    cv2.circle(image, centre, radius, RED, 6)
    box = Box(centre[0] - radius - 3, centre[1] - radius - 3, 2 * radius + 6, 2 * radius + 6)
    nothing = Reading(text="")
    return Seal(
        page=0,
        box=box,
        confidence=0.9,
        seen_by="seals",
        shape="round",
        ink="red",
        axes_px=(radius, radius),
        turn_deg=None,
        name=nothing,
        line=nothing,
        code="",
        kind=SealKind.UNIT,
        ring_share=1.0,
        contrast=0.5,
        legible=0.9,
    )


def told(
    image: Rgb,
    *others: Observation,
    reads: str = "",
    ink: InkTold = HAND,
    words: tuple[Word, ...] = (),
    pens: SaidPens | BothPens | None = None,
) -> Signature:
    origin = Origin(format="PNG", file_bytes=1, width_px=image.shape[1], height_px=image.shape[0])
    page = Page(image=image, file="a.png", number=0, origin=origin, words=words)
    label = Box(150, 222, 170, 42)
    cell = Cell(page=0, box=PLACE, confidence=0.95, seen_by="cells", role=Role.APPLICANT_SIGNATURE, label="申请人签字", label_box=label)
    look = Look(page=page, index=0, engines=Engines(ocr=SaidOcr(reads), pens=pens or SaidPens(ink)), seen=(cell, *others))
    return next(iter(Signatures().see(look)))


@pytest.mark.parametrize(("colour", "ink"), [(BLACK, "black"), (BLUE, "blue")], ids=["black pen", "blue pen"])
def test_strokes_of_a_pen_are_handwritten(colour: tuple[int, int, int], ink: str) -> None:
    image = paper()
    pen(image, colour)
    signature = told(image, reads="王建国")
    assert (signature.writing, signature.ink) == (Writing.HANDWRITTEN, ink)


def test_box_of_a_signature_is_its_ink() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="王建国").box.share_inside(Box(390, 190, 260, 84)) == 1.0


def test_dirt_far_from_the_writing_is_no_part_of_a_signature() -> None:
    image = paper()
    pen(image, BLACK)
    cv2.line(image, (720, 200), (732, 204), BLACK, 3)
    assert told(image, reads="王建国").box.right < 700


@pytest.mark.parametrize(
    ("alone", "whole", "writing"),
    [
        (0.9, NOTHING._replace(hand=0.4, print=0.6), Writing.HANDWRITTEN),
        (0.9, NOTHING._replace(hand=0.2, print=0.8), Writing.UNCLEAR),
        (0.98, NOTHING._replace(hand=0.2, print=0.8), Writing.HANDWRITTEN),
        (0.98, NOTHING._replace(hand=0.5, date=0.5), Writing.UNCLEAR),
    ],
)
def test_writing_must_not_look_otherwise_with_the_dirt_about_it(alone: float, whole: InkTold, writing: Writing) -> None:
    image = paper()
    pen(image, BLACK)
    cv2.line(image, (720, 200), (732, 204), BLACK, 3)
    pens = BothPens(whole, first=NOTHING._replace(hand=alone))
    assert told(image, reads="王建国", pens=pens).writing is writing


def test_a_stroke_beside_the_writing_is_part_of_it() -> None:
    image = paper()
    blocks(image, BLACK)
    cv2.line(image, (518, 230), (546, 230), BLACK, 4)
    assert told(image, reads="王建二").box.right > 540


def test_dirt_in_black_does_not_make_a_red_pen_unclear() -> None:
    image = paper()
    pen(image, RED)
    for x in (700, 720, 740):
        cv2.line(image, (x, 200), (x + 12, 203), BLACK, 3)
    assert told(image, reads="王建国").writing is Writing.HANDWRITTEN


def test_writing_in_black_beside_a_red_pen_is_unclear() -> None:
    image = paper()
    pen(image, RED)
    cv2.line(image, (720, 190), (720, 230), BLACK, 3)
    assert told(image, reads="王建国").writing is Writing.UNCLEAR


def test_characters_like_those_of_the_label_are_printed() -> None:
    image = paper()
    blocks(image, (15, 15, 15), x=160)
    blocks(image, (15, 15, 15))
    assert told(image, reads="田田田", ink=PRINT).writing is Writing.PRINTED


def test_nothing_but_an_underline_is_empty() -> None:
    assert told(paper()).writing is Writing.EMPTY


def test_paper_with_grain_is_empty() -> None:
    noise = np.random.default_rng(3).normal(0, 4, (900, 1400, 3))
    assert told(np.clip(paper() + noise, 0, 255).astype(np.uint8)).writing is Writing.EMPTY


def test_coarse_grain_in_a_shadow_is_empty() -> None:
    noise = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 1, (900, 1400)), (0, 0), 1.5)[:, :, None]
    image = np.clip(paper() * 0.45 + noise / noise.std() * 6, 0, 255).astype(np.uint8)
    assert told(image).writing is Writing.EMPTY
    pen(image, BLACK)
    assert told(image, reads="王建国").writing is Writing.HANDWRITTEN


def test_a_row_of_dashes_read_as_strokes_is_empty() -> None:
    image = paper()
    for x in range(380, 720, 60):
        cv2.line(image, (x, 240), (x + 36, 240), BLACK, 12)
    assert told(image, reads="丶一丶", ink=MARK).writing is Writing.EMPTY


@pytest.mark.parametrize(("ink", "writing"), [(HAND, Writing.UNCLEAR), (MARK, Writing.EMPTY)], ids=["like a pen's", "like a mark"])
def test_a_tick_is_no_signature(ink: InkTold, writing: Writing) -> None:
    image = paper()
    cv2.polylines(image, [np.array([[420, 230], [440, 258], [480, 205]], dtype=np.int32)], isClosed=False, color=BLUE, thickness=4)
    assert told(image, ink=ink).writing is writing


def test_a_date_alone_is_no_signature() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="2026年5月8日", ink=DATE).writing is Writing.DATE_ONLY


@pytest.mark.parametrize(("other", "writing"), [(HAND, Writing.UNCLEAR), (STAMP, Writing.DATE_ONLY)], ids=["a pen", "no pen"])
def test_a_date_in_black_does_not_hide_a_pen_in_red(other: InkTold, writing: Writing) -> None:
    image = paper()
    pen(image, BLACK, x=560)
    pen(image, RED, x=350)
    assert told(image, reads="2026年5月8日", ink=other, pens=BothPens(other)).writing is writing


def test_a_date_that_looks_like_a_name_is_unclear() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="2026年5月8日", ink=HAND).writing is Writing.UNCLEAR


@pytest.mark.parametrize(
    ("reads", "writing"),
    [
        ("2026年3月12日", Writing.DATE_ONLY),
        ("二〇二六年三月十二日", Writing.DATE_ONLY),
        ("2026年312", Writing.UNCLEAR),
        ("王2026年3月12日", Writing.UNCLEAR),
    ],
)
def test_only_a_whole_date_outweighs_a_look_like_a_name(reads: str, writing: Writing) -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads=reads, ink=NOTHING._replace(hand=0.5, date=0.5)).writing is writing


def test_a_name_before_its_date_is_handwritten() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="王涛2026.5.8", ink=HAND).writing is Writing.HANDWRITTEN


@pytest.mark.parametrize(("hand", "writing"), [(0.93, Writing.UNCLEAR), (0.995, Writing.HANDWRITTEN)], ids=["less sure", "sure"])
def test_a_scrawl_that_nobody_reads_must_look_the_surer(hand: float, writing: Writing) -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="", ink=NOTHING._replace(hand=hand, mark=1 - hand)).writing is writing


def test_strokes_that_are_neither_surely_a_pens_nor_anything_else_are_unclear() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="王建国", ink=NOTHING._replace(hand=0.6, print=0.4)).writing is Writing.UNCLEAR


def test_marks_and_dirt_leave_a_place_empty() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="", ink=MARK).writing is Writing.EMPTY


def test_what_looks_like_dirt_but_reads_as_a_name_is_unclear() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="王建国", ink=MARK).writing is Writing.UNCLEAR


def test_dirt_beside_a_seal_is_a_seal_only() -> None:
    image = paper()
    pen(image, BLACK)
    seal = ring(image, (620, 240), 110)
    assert told(image, seal, reads="", ink=MARK).writing is Writing.SEAL_ONLY


def test_the_word_none_is_unclear() -> None:
    image = paper()
    pen(image, BLACK)
    assert told(image, reads="无").writing is Writing.UNCLEAR


def test_a_seal_over_an_empty_place_is_a_seal_only() -> None:
    image = paper()
    seal = ring(image, (560, 240), 110)
    assert told(image, seal).writing is Writing.SEAL_ONLY


def test_a_pen_under_a_seal_is_still_handwritten() -> None:
    image = paper()
    pen(image, BLACK)
    seal = ring(image, (500, 260), 110)
    assert told(image, seal, reads="王建国").writing is Writing.HANDWRITTEN


def test_a_pale_seal_leaves_no_dark_strokes() -> None:
    image = np.full((900, 1400, 3), 244, dtype=np.uint8)
    for radius in range(30, 110, 16):
        cv2.circle(image, (560, 240), radius, (212, 176, 178), 5)
    seal = ring(image, (560, 240), 112)
    blurred = cv2.imdecode(cv2.imencode(".jpg", cv2.GaussianBlur(image, (0, 0), 1.2), [cv2.IMWRITE_JPEG_QUALITY, 50])[1], cv2.IMREAD_COLOR)
    assert told(np.asarray(blurred, np.uint8), seal).writing is Writing.SEAL_ONLY


@pytest.mark.parametrize(("x", "written"), [(400, True), (560, True), (None, False)], ids=["beside it", "across it", "nothing"])
def test_a_seal_copied_in_grey_hides_no_pen_and_is_none(x: int | None, *, written: bool) -> None:
    image = paper()
    grey = (110, 110, 110)
    for radius in range(30, 110, 16):
        cv2.circle(image, (640, 240), radius, grey, 5)
    seal = ring(np.zeros_like(image), (640, 240), 112)
    if x is not None:
        pen(image, BLACK, x=x)
    pens = BothPens(HAND, first=NOTHING._replace(hand=0.5, seal=0.4))
    assert told(image, seal, reads="王建国", pens=pens).writing is (Writing.HANDWRITTEN if written else Writing.UNCLEAR)


@pytest.mark.parametrize("colour", [RED, BLUE, BLACK], ids=["red", "blue", "black"])
def test_characters_in_a_frame_are_a_name_stamp(colour: tuple[int, int, int]) -> None:
    image = paper()
    blocks(image, colour, y=215)
    cv2.rectangle(image, (390, 203), (512, 256), colour, 3)
    assert told(image, reads="田田田", ink=STAMP).writing is Writing.NAME_STAMP


def test_framed_print_that_does_not_look_stamped_is_unclear() -> None:
    image = paper()
    blocks(image, BLACK, y=215)
    cv2.rectangle(image, (390, 203), (512, 256), BLACK, 3)
    assert told(image, reads="田田田", ink=PRINT).writing is Writing.UNCLEAR


@pytest.mark.parametrize(("side", "writing"), [(50, Writing.HANDWRITTEN), (72, Writing.UNCLEAR)], ids=["one character", "a stamp's size"])
def test_a_frame_no_larger_than_a_character_is_no_stamps(side: int, writing: Writing) -> None:
    image = paper()
    pen(image, BLACK)
    cv2.rectangle(image, (640, 190), (640 + side, 190 + side), BLACK, 4)
    cv2.line(image, (640 + side // 2, 200), (640 + side // 2, 180 + side), BLACK, 4)
    assert told(image, reads="张国").writing is writing


def test_an_oval_of_red_ridges_is_a_fingerprint() -> None:
    image = paper()
    rows, columns = np.mgrid[0:900, 0:1400]
    oval = ((columns - 500) / 30) ** 2 + ((rows - 240) / 42) ** 2 < 1
    ridges = np.sin(np.hypot(columns - 495, (rows - 255) * 0.8) * 2 * np.pi / 7) > -0.2
    image[oval & ridges] = RED
    assert told(image).writing is Writing.FINGERPRINT


def test_a_filled_block_on_an_underline_is_no_signature() -> None:
    image = paper()
    cv2.rectangle(image, (420, 232), (530, 292), BLACK, -1)
    cv2.line(image, (440, 250), (470, 270), (244, 244, 244), 4)
    assert told(image, reads="王建").writing is Writing.UNCLEAR


@pytest.mark.parametrize(
    ("place", "label", "writing"),
    [
        (Box(340, 230, 10, 10), Box(150, 222, 170, 42), Writing.UNCLEAR),
        (Box(340, 200, 55, 120), Box(150, 222, 170, 42), Writing.UNCLEAR),
        (Box(340, 200, 12, 96), Box(340, 160, 12, 30), Writing.UNCLEAR),  # both cut off by the page's edge
        (Box(340, 200, 120, 60), Box(150, 222, 170, 42), Writing.EMPTY),
    ],
    ids=["speck", "narrow", "cut off", "wide enough"],
)
def test_a_place_too_small_to_hold_a_name_is_unclear(place: Box, label: Box, writing: Writing) -> None:
    origin = Origin(format="PNG", file_bytes=1, width_px=1400, height_px=900)
    cell = Cell(
        page=0,
        box=place,
        confidence=0.9,
        seen_by="cells",
        role=Role.APPLICANT_SIGNATURE,
        label="申请人签字",
        label_box=label,
    )
    look = Look(page=Page(image=paper(), file="a.png", number=0, origin=origin), index=0, engines=Engines(), seen=(cell,))
    assert next(iter(Signatures().see(look))).writing is writing


def test_without_a_reader_ink_blinds_the_stage() -> None:
    image = paper()
    pen(image, BLACK)
    origin = Origin(format="PNG", file_bytes=1, width_px=1400, height_px=900)
    cell = Cell(
        page=0,
        box=PLACE,
        confidence=0.9,
        seen_by="cells",
        role=Role.APPLICANT_SIGNATURE,
        label="申请人签字",
        label_box=Box(150, 222, 170, 42),
    )
    look = Look(page=Page(image=image, file="a.png", number=0, origin=origin), index=0, engines=Engines(), seen=(cell,))
    with pytest.raises(EngineMissingError):
        list(Signatures().see(look))


def test_a_name_from_the_text_layer_is_printed_whatever_it_looks_like() -> None:
    image = paper()
    pen(image, BLACK)
    signature = told(image, reads="王建国", words=(Word(text="王建国", box=Box(395, 190, 200, 90)),))
    assert (signature.writing, signature.text) == (Writing.PRINTED, "王建国")


def test_a_date_from_the_text_layer_is_a_date() -> None:
    image = paper()
    blocks(image, BLACK)
    assert told(image, words=(Word(text="2026年5月8日", box=Box(395, 215, 200, 50)),)).writing is Writing.DATE_ONLY


def test_a_pen_beside_words_of_the_text_layer_is_still_handwritten() -> None:
    image = paper()
    pen(image, BLUE)
    signature = told(image, reads="王建国", words=(Word(text="（盖章）", box=Box(680, 220, 70, 40)),))
    assert signature.writing is Writing.HANDWRITTEN


@pytest.mark.parametrize("colour", [RED, BLUE, BLACK], ids=["red", "blue", "black"])
def test_white_characters_in_a_filled_block_are_a_name_stamp(colour: tuple[int, int, int]) -> None:
    image = paper()
    cv2.rectangle(image, (390, 195), (512, 250), colour, -1)
    for n in range(3):
        cv2.rectangle(image, (402 + 36 * n, 210), (424 + 36 * n, 235), (244, 244, 244), 3)
    assert told(image, reads="田田田", ink=STAMP).writing is Writing.NAME_STAMP

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box, Quad, Scale, clockwise_quad
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import Origin, Page, Rgb, Word
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines
from pipeline.engines.rapidocr import RapidOcr
from pipeline.imaging.skew import unskewed
from pipeline.imaging.turning import turned
from pipeline.stages.upright import Upright

RED_LEFT = (200, 0, 0)


def page_of(image: Rgb, *, scale: Scale | None = None, words: tuple[Word, ...] = ()) -> Page:
    height, width = image.shape[:2]
    origin = Origin(format="JPEG", file_bytes=1, width_px=width, height_px=height)
    return Page(image=image, file="x.jpg", number=0, origin=origin, scale=scale or Scale(), words=words)


def sheet(width: int = 800, height: int = 1100) -> Rgb:
    """Lines of print, each with a red block at its beginning, by which `MarkedOcr` tells how a strip lies."""
    image = np.full((height, width, 3), 255, np.uint8)
    for y in range(100, height - 100, 60):
        image[y : y + 24, 80:104] = RED_LEFT
        for x in range(130, 320 - (y * 7) % 60, 22):
            image[y : y + 20, x : x + 14] = 20
    return image


class MarkedOcr:
    """Finds the lines of a drawn `sheet` in any quarter turn and reads a strip surely when its red block is on the left."""

    name = "marked"

    def __init__(self) -> None:
        self.strips = 0

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        assert side_px > 0
        ink = (image.min(axis=2) < 128).astype(np.uint8)
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8))  # wider than a gap of letters, narrower than of lines
        boxes = [cv2.boundingRect(c) for c in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]]
        return [(Quad((x, y), (x + w, y), (x + w, y + h), (x, y + h)), 0.9) for x, y, w, h in boxes if max(w, h) > 100]

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        assert (keep, ink) == (0, "raw")
        self.strips += len(strips)
        return [self._reading(strip) for strip in strips]

    def _reading(self, strip: Rgb) -> Reading:
        height, width = strip.shape[:2]
        end = strip[:, : max(1, 2 * height)].astype(int)
        upright = width > height and (end[:, :, 0] - end[:, :, 1]).max() > 100
        characters = int(width / height / Upright().glance_width)  # it is handed lines at this share of their width
        text = "甲" * characters if upright else "、"
        return Reading(text=text, char_confidence=(0.97 if upright else 0.4,) * len(text), engine=self.name)


class LeaningOcr(MarkedOcr):
    """Finds lines as `MarkedOcr` does, each with the lean it has."""

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        assert side_px > 0
        ink = (image.min(axis=2) < 128).astype(np.uint8)
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 31), np.uint8))
        outlines = (cv2.minAreaRect(c) for c in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0])
        return [(clockwise_quad(cv2.boxPoints(outline)), 0.9) for outline in outlines if max(outline[1]) > 100]


class TurnedFaces:
    """Sees the red half of a picture as the top of a head: best when it is up, weaker in every other turn."""

    def faces(self, image: Rgb, *, side_px: int = 640) -> list[Face]:
        assert side_px > 0
        red = image[:, :, 0].astype(int) - image[:, :, 1]
        up = red[: image.shape[0] // 2].mean() > 1.5 * red[image.shape[0] // 2 :].mean()
        box = Box(image.shape[1] // 4, image.shape[0] // 4, image.shape[1] // 2, image.shape[0] // 2)
        return [Face(box=box, score=0.94 if up else 0.88, points=((0, 0),) * 5)]


def portrait() -> Rgb:
    image = np.full((413, 295, 3), 240, np.uint8)
    image[:150] = (200, 60, 60)
    return image


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_of_text_is_turned_by_what_can_be_read(turn: int) -> None:
    image = sheet()
    (page,) = Upright().turn(page_of(turned(image, turn), scale=Scale.of_dpi(96)), Engines(ocr=MarkedOcr()))
    assert page.turn == (360 - turn) % 360
    assert np.array_equal(page.image, image)


@pytest.mark.parametrize("turn", [0, 180])
def test_lines_found_lying_are_handed_on_where_they_stand(turn: int) -> None:
    image = sheet()
    (page,) = Upright().turn(page_of(turned(image, turn), scale=Scale.of_dpi(96)), Engines(ocr=MarkedOcr()))
    assert page.found is not None
    assert sorted(q.corners for q, _ in page.found.lines) == sorted(q.corners for q, _ in MarkedOcr().detect(image, side_px=960))


@pytest.mark.parametrize("turn", [90, 270])
def test_lines_found_standing_are_not_handed_on(turn: int) -> None:
    (page,) = Upright().turn(page_of(turned(sheet(), turn), scale=Scale.of_dpi(96)), Engines(ocr=MarkedOcr()))
    assert page.found is None


def test_lines_found_on_a_leaning_page_lie_level_once_the_lean_is_undone() -> None:
    leaning, _ = unskewed(sheet(), -3.0)
    (page,) = Upright().turn(page_of(leaning, scale=Scale.of_dpi(96)), Engines(ocr=LeaningOcr()))
    assert page.found is not None
    assert len(page.found.lines) > 10
    ink = page.image.min(axis=2) < 128
    for quad, _ in page.found.lines:
        assert abs(quad.top_left[1] - quad.top_right[1]) < 5  # 10 where the lean is left in it
        middle = int((quad.top_left[1] + quad.bottom_left[1]) / 2)
        assert ink[middle, int(quad.top_left[0]) : int(quad.top_left[0]) + 24].mean() > 0.5  # its red block


def test_two_sure_lines_are_enough() -> None:
    ocr = MarkedOcr()
    list(Upright().turn(page_of(sheet()), Engines(ocr=ocr)))
    assert ocr.strips == 4


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_portrait_is_turned_by_its_face_and_never_resampled(turn: int) -> None:
    image = portrait()
    (page,) = Upright().turn(page_of(turned(image, turn)), Engines(ocr=MarkedOcr(), faces=TurnedFaces()))  # type: ignore[arg-type]  # only faces is asked
    assert page.turn == (360 - turn) % 360
    assert (page.skew_deg, page.quad) == (0.0, None)
    assert np.array_equal(page.image, image)


def test_an_upright_portrait_keeps_the_very_pixels_of_the_file() -> None:
    image = portrait()
    (page,) = Upright().turn(page_of(image), Engines(ocr=MarkedOcr(), faces=TurnedFaces()))  # type: ignore[arg-type]  # as above
    assert page.image is image


def test_a_lean_is_undone_and_the_scale_follows() -> None:
    leaning, _ = unskewed(sheet(), -3.0)
    (page,) = Upright().turn(page_of(leaning, scale=Scale.of_dpi(100)), Engines())
    assert page.skew_deg == pytest.approx(3.0, abs=0.15)
    assert page.scale.px_per_mm is not None
    assert 0.9 * 100 / 25.4 < page.scale.px_per_mm < 100 / 25.4


@pytest.mark.parametrize(("lean", "undone"), [(0.1, False), (0.6, True), (12.0, False)], ids=["below", "between", "above"])
def test_only_leans_between_the_limits_are_undone(lean: float, undone: bool) -> None:  # noqa: FBT001 - a case of the table
    leaning, _ = unskewed(sheet(), -lean)
    (page,) = Upright().turn(page_of(leaning), Engines())
    assert (page.skew_deg != 0) is undone


def photo(background: int = 70) -> Rgb:
    image = np.full((1500, 1200, 3), background, np.uint8)
    image[180:1280, 190:990] = sheet()
    return image


def test_a_photographed_sheet_is_laid_flat_and_its_place_recorded() -> None:
    (page,) = Upright().turn(page_of(photo()), Engines())
    assert page.quad is not None
    assert np.abs(np.array(page.quad.corners) - [(190, 180), (990, 180), (990, 1280), (190, 1280)]).max() < 8
    assert (page.width, page.height) == pytest.approx((800, 1131), abs=12)


def test_a_scan_of_known_scale_is_never_cut_to_a_sheet() -> None:
    (page,) = Upright().turn(page_of(photo(), scale=Scale.of_dpi(150)), Engines())
    assert page.quad is None


def test_a_person_before_a_light_board_is_not_cut_to_the_board() -> None:
    (page,) = Upright().turn(page_of(photo()), Engines(faces=TurnedFaces()))  # type: ignore[arg-type]  # only faces is asked
    assert page.quad is None


def spread(*, fold: bool = True) -> Rgb:
    image = np.hstack([sheet(), sheet()])
    if fold:
        image[:, 799:802] = 150
    return image


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_both_pages_of_a_spread_are_cut_out_in_reading_order(turn: int) -> None:
    given = page_of(turned(spread(), turn), scale=Scale.of_dpi(96))
    one, other = Upright().turn(given, Engines(ocr=MarkedOcr()))
    assert (one.part, other.part) == (0, 1)
    assert one.turn == other.turn == (360 - turn) % 360
    for page in (one, other):
        assert page.quad is not None
        assert (page.width, page.height) == pytest.approx((800, 1100), abs=8)
    upright = [_turned_back(page.quad, given, one.turn) for page in (one, other) if page.quad is not None]
    assert upright[0] < upright[1]


def _turned_back(quad: Quad, given: Page, turn: int) -> float:
    """Return how far right a part of the stored picture lies once the picture is upright."""
    x, y = quad.box.centre
    return {0: x, 90: given.height - y, 180: given.width - x, 270: y}[turn]


def test_a_photographed_spread_is_laid_flat_and_parted() -> None:
    image = np.full((1500, 2000, 3), 70, np.uint8)
    image[180:1280, 190:1790] = spread()
    one, other = Upright().turn(page_of(image), Engines(ocr=MarkedOcr()))
    assert one.quad is not None
    assert other.quad is not None
    assert one.quad.box.right == pytest.approx(990, abs=10)
    assert other.quad.box.x == pytest.approx(990, abs=10)


def test_a_line_of_text_across_the_middle_keeps_a_wide_page_whole() -> None:
    image = spread(fold=False)
    image[40:64, 500:1100:22] = 20
    assert len(list(Upright().turn(page_of(image, scale=Scale.of_dpi(96)), Engines(ocr=MarkedOcr())))) == 1


class NumberedOcr(MarkedOcr):
    """Reads the green line at the foot of a page as the number of its page, which is how much blue there is in it."""

    def _reading(self, strip: Rgb) -> Reading:
        green = (strip[:, :, 1] > 200) & (strip[:, :, 0] < 60)
        if green.mean() < 0.3:
            return super()._reading(strip)
        text = f"第{int(np.median(strip[:, :, 2][green])) // 20}页"
        return Reading(text=text, char_confidence=(0.97,) * len(text), engine=self.name)


def last_page(number: int | None, lines: int) -> Rgb:
    """A page of so many lines from its head on, with its number at the foot."""
    image = sheet()
    image[100 + 60 * lines : 1060] = 255
    if number is not None:
        image[1030:1054, 330:470] = (20, 220, 20 * number + 5)
    return image


@pytest.mark.parametrize(
    ("numbers", "fold", "parts"),
    [((3, 4), False, 2), ((3, 4), True, 2), ((3, 5), False, 1), ((4, 3), True, 1), ((None, None), False, 1)],
    ids=["numbers", "numbers and a fold", "not in order", "backwards", "neither"],
)
def test_a_page_of_two_lines_is_one_by_its_number(numbers: tuple[int | None, int | None], parts: int, *, fold: bool) -> None:
    image = np.hstack([last_page(numbers[0], 15), last_page(numbers[1], 2)])
    image[100:124, 80:500:20] = image[100:124, 880:1300:20] = 20  # a line of running text
    if fold:
        image[:, 799:802] = 150
    pages = list(Upright().turn(page_of(image, scale=Scale.of_dpi(96)), Engines(ocr=NumberedOcr())))
    assert len(pages) == parts


@pytest.mark.parametrize(("running", "parts"), [((True, True), 2), ((True, False), 1)], ids=["two pages", "a photo and a text"])
def test_without_a_fold_both_pages_bear_running_text(running: tuple[bool, bool], parts: int) -> None:
    image = spread(fold=False)
    for half, long in enumerate(running):
        if long:
            image[100:124, 800 * half + 80 : 800 * half + 700 : 20] = 20
    assert len(list(Upright().turn(page_of(image, scale=Scale.of_dpi(96)), Engines(ocr=MarkedOcr())))) == parts


@pytest.mark.parametrize(("left", "parts"), [(190, 2), (80, 1)], ids=["in the middle", "at the margin"])
def test_a_cover_of_short_lines_is_a_page_by_its_title(left: int, parts: int) -> None:
    image = spread(fold=False)
    image[100:124, 880:1500:20] = 20  # a line of running text on the right page
    image[90:150, 80:500] = 255
    image[90:150, left : left + 400 : 20] = 20
    assert len(list(Upright().turn(page_of(image, scale=Scale.of_dpi(96)), Engines(ocr=MarkedOcr())))) == parts


def test_two_sheets_on_a_desk_are_two_pages() -> None:
    image = np.full((1400, 2000, 3), 70, np.uint8)
    image[150:1250, 120:920] = sheet()
    image[140:1240, 1060:1860] = sheet()
    pages = list(Upright().turn(page_of(image), Engines(ocr=MarkedOcr())))
    assert [(page.part, page.quad is not None) for page in pages] == [(0, True), (1, True)]
    assert pages[0].quad is not None
    assert pages[0].quad.box.x == pytest.approx(120, abs=8)


def test_a_drawn_page_with_words_is_left_as_it_is() -> None:
    image = turned(sheet(), 90)
    given = page_of(image, words=(Word(text="甲", box=Box(1, 1, 9, 9)),))
    assert next(Upright().turn(given, Engines(ocr=MarkedOcr()))) is given


def test_a_blank_page_is_left_as_it_is() -> None:
    given = page_of(np.full((1169, 827, 3), 250, np.uint8))
    (page,) = Upright().turn(given, Engines(ocr=MarkedOcr(), faces=None))
    assert (page.turn, page.skew_deg) == (0, 0.0)
    assert page.image is given.image


@pytest.mark.engine
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_real_engine_turns_printed_lines(turn: int) -> None:
    image = np.full((700, 900, 3), 255, np.uint8)
    for i, words in enumerate(
        ("Registration form, page 2 of 2", "Name of the employer: Example Ltd", "Signed on 1 March 2026", "Term until 28 February 2029")
    ):
        cv2.putText(image, words, (60, 120 + 120 * i), cv2.FONT_HERSHEY_DUPLEX, 1.2, (20, 20, 20), 2, cv2.LINE_AA)
    (page,) = Upright().turn(page_of(turned(image, turn)), Engines(ocr=RapidOcr()))
    assert page.turn == (360 - turn) % 360

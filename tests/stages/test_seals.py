import math
from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import PageKind, PageKindSeen, Seal, SealKind
from pipeline.datamodel.page import Origin, Page, Rgb, Word
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines
from pipeline.imaging import polar
from pipeline.stages import seal_arc, seal_finding
from pipeline.stages.base import Look
from pipeline.stages.seals import Seals
from tests.fakes import FakeOcr

RED, BLUE, BLACK = (200, 30, 40), (40, 50, 190), (30, 30, 30)
NAME = "砺远安全技术有限公司"
SIZE = (1000, 707)


def paper() -> np.ndarray:
    image = np.full((*SIZE, 3), 250, dtype=np.uint8)
    for row in range(80, 900, 45):
        cv2.line(image, (60, row), (640, row), BLACK, 2)
    return image


def stamp(
    image: np.ndarray, at: tuple[int, int], *, ink: tuple[int, int, int] = RED, radius: int = 70, axes: float = 1.0, line: bool = False
) -> None:
    """A ring, a star, and blocks for letters with a gap at the bottom."""
    cv2.ellipse(image, at, (radius, round(radius * axes)), 0, 0, 360, ink, 4, cv2.LINE_AA)
    for block in range(12):
        angle = math.radians(-200 + block * 20)
        x, y = at[0] + 0.75 * radius * math.cos(angle), at[1] + 0.75 * radius * axes * math.sin(angle)
        cv2.circle(image, (round(x), round(y)), round(radius * 0.09), ink, -1, cv2.LINE_AA)
    tips = [
        (at[0] + r * radius * math.cos(math.radians(a)), at[1] + r * radius * axes * math.sin(math.radians(a)))
        for k in range(10)
        for r, a in [(0.3 if k % 2 == 0 else 0.12, -90 + 36 * k)]
    ]
    cv2.fillPoly(image, [np.array(tips, dtype=np.int32)], ink, cv2.LINE_AA)
    if line:
        for block in range(5):
            x = at[0] - round(radius * 0.4) + round(block * radius * 0.2)
            y = at[1] + round(radius * 0.42)
            cv2.rectangle(image, (x, y), (x + round(radius * 0.13), y + round(radius * 0.18)), ink, 2)


def seen(image: np.ndarray, ocr: FakeOcr | None = None, *, kind: PageKind = PageKind.FORM_2, words: tuple[Word, ...] = ()) -> list[Seal]:
    origin = Origin(format="PNG", file_bytes=1, width_px=image.shape[1], height_px=image.shape[0])
    page = Page(image=image, file="1.png", number=0, origin=origin, words=words)
    whole = Box(0, 0, page.width, page.height)
    kind_seen = PageKindSeen(page=0, box=whole, confidence=1, seen_by="page_kind", kind=kind)
    look = Look(page=page, index=0, engines=Engines(ocr=ocr or FakeOcr()), seen=(kind_seen,))
    return [seal for seal in Seals().see(look) if isinstance(seal, Seal)]


@pytest.mark.parametrize(
    ("ink", "word"),
    [(RED, "red"), (BLUE, "blue"), ((150, 40, 60), "red"), ((245, 170, 175), "red")],
    ids=["red", "blue", "purple-brown", "pale"],
)
def test_a_round_seal_is_seen_over_table_lines(ink: tuple[int, int, int], word: str) -> None:
    image = paper()
    stamp(image, (450, 600), ink=ink)
    [seal] = seen(image)
    assert (seal.shape, seal.ink) == ("round", word)
    assert seal.box.centre == pytest.approx((450, 600), abs=4)
    assert seal.axes_px == pytest.approx((71, 71), abs=4)


LAYER = tuple(Word("terms", Box(60, row - 8, 581, 16)) for row in range(80, 900, 45))


@pytest.mark.parametrize("ink", [RED, BLUE, BLACK, (245, 190, 195)], ids=["red", "blue", "black", "pale"])
def test_a_seal_is_seen_on_a_page_with_a_text_layer(ink: tuple[int, int, int]) -> None:
    image = paper()
    stamp(image, (450, 600), ink=ink)
    assert len(seen(image, words=LAYER)) == 1


def test_a_page_of_print_with_a_text_layer_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it was searched")

    monkeypatch.setattr(seal_finding, "find", never)
    assert seen(paper(), words=LAYER) == []
    with pytest.raises(AssertionError, match="searched"):
        seen(paper())


def test_a_faint_ring_is_seen_when_hardly_any_of_its_words_is_left() -> None:
    image = paper()
    cv2.circle(image, (450, 600), 70, (245, 190, 195), 4, cv2.LINE_AA)
    for angle in (-160, -130, -90):
        at = (round(450 + 52 * math.cos(math.radians(angle))), round(600 + 52 * math.sin(math.radians(angle))))
        cv2.circle(image, at, 6, (245, 190, 195), -1, cv2.LINE_AA)
    [seal] = seen(image)
    assert seal.box.centre == pytest.approx((450, 600), abs=4)


def test_an_oval_seal_is_called_oval() -> None:
    image = paper()
    stamp(image, (400, 500), axes=0.7, radius=80)
    assert [seal.shape for seal in seen(image)] == ["oval"]


@pytest.mark.parametrize("kind", [PageKind.FORM_2, PageKind.OTHER], ids=["form", "other page"])
def test_a_black_seal_is_seen_over_table_lines_on_any_page(kind: PageKind) -> None:
    image = paper()
    stamp(image, (450, 600), ink=BLACK)
    assert [seal.ink for seal in seen(image, kind=kind)] == ["black"]


def test_a_black_copy_is_seen_beside_a_red_seal() -> None:
    image = paper()
    stamp(image, (200, 300), ink=BLACK)
    stamp(image, (480, 620))
    assert sorted(seal.ink for seal in seen(image)) == ["black", "red"]


def test_two_seals_that_overlap_are_two() -> None:
    image = paper()
    stamp(image, (300, 500))
    stamp(image, (390, 560))
    found = seen(image)
    assert len(found) == 2
    assert all(not seal.cut for seal in found)


def test_a_seal_is_seen_through_a_red_rule_and_red_handwriting() -> None:
    image = paper()
    stamp(image, (400, 500))
    cv2.line(image, (60, 460), (640, 460), RED, 4)
    curve = [(330 + 8 * k, round(530 + 18 * math.sin(k) + 9 * math.cos(2.7 * k))) for k in range(20)]
    cv2.polylines(image, [np.array(curve, dtype=np.int32)], isClosed=False, color=RED, thickness=3)
    assert [seal.box.centre for seal in seen(image)] == [pytest.approx((400, 500), abs=5)]


def test_a_seal_in_a_slanting_photo_is_seen() -> None:
    image = paper()
    stamp(image, (400, 500), radius=80)
    corners = np.array([[0, 0], [707, 0], [707, 1000], [0, 1000]], dtype=np.float32)
    slanted = np.array([[40, 30], [690, 0], [707, 980], [0, 1000]], dtype=np.float32)
    photo = cv2.warpPerspective(image, cv2.getPerspectiveTransform(corners, slanted), (707, 1000), borderValue=(90, 70, 60))
    shade = np.linspace(0.6, 1.0, 707)[None, :, None]
    assert [seal.ink for seal in seen((photo * shade).astype(np.uint8))] == ["red"]


def test_a_turned_rectangular_stamp_is_seen() -> None:
    image = paper()
    corners = cv2.boxPoints(((420, 560), (150, 60), 20)).astype(np.int32)
    cv2.polylines(image, [corners], isClosed=True, color=RED, thickness=4)
    for dx, dy in ((-40, -15), (0, 0), (40, 15)):
        cv2.line(image, (420 + dx - 12, 560 + dy), (420 + dx + 12, 560 + dy), RED, 4)
        cv2.line(image, (420 + dx, 560 + dy - 12), (420 + dx, 560 + dy + 12), RED, 4)
    assert [seal.shape for seal in seen(image, FakeOcr(strips=["附件"]))] == ["rectangle"]


@pytest.mark.parametrize("ink", [RED, BLUE, BLACK], ids=["red", "blue", "black"])
def test_a_ring_drawn_by_pen_around_a_word_is_no_seal(ink: tuple[int, int, int]) -> None:
    image = paper()
    t = np.linspace(0, 6.6, 120)
    reach = 70 * (1 + 0.05 * np.sin(2 * t)) * np.linspace(1.0, 1.1, 120)
    points = np.stack([400 + reach * np.cos(t), 500 + 0.7 * reach * np.sin(t)], axis=1)
    cv2.polylines(image, [points.astype(np.int32)], isClosed=False, color=ink, thickness=3)
    assert seen(image) == []


def test_a_strong_black_ring_that_rows_of_print_run_through_is_a_pens() -> None:
    image = np.full((*SIZE, 3), 250, dtype=np.uint8)
    for y in (470, 505, 540):
        for x in range(300, 500, 16):
            cv2.rectangle(image, (x, y), (x + 10, y + 12), BLACK, 2)
    t = np.linspace(0, 6.4, 160)
    reach = 70 * (1 + 0.035 * np.sin(3 * t))
    points = np.stack([400 + reach * np.cos(t), 505 + 0.85 * reach * np.sin(t)], axis=1)
    cv2.polylines(image, [points.astype(np.int32)], isClosed=False, color=BLACK, thickness=4, lineType=cv2.LINE_AA)
    assert seen(image) == []
    stamp(image, (400, 750), ink=BLACK)
    assert len(seen(image)) == 1


def test_a_square_stamp_under_a_rings_rim_is_seen_beside_it() -> None:
    image = paper()
    cv2.rectangle(image, (320, 430), (380, 490), RED, 5)
    for x, y in ((338, 448), (362, 448), (338, 472), (362, 472)):
        cv2.line(image, (x - 8, y), (x + 8, y), RED, 3)
        cv2.line(image, (x, y - 8), (x, y + 8), RED, 3)
    stamp(image, (450, 520))
    assert sorted(seal.shape for seal in seen(image)) == ["round", "square"]


def test_a_ring_around_one_big_sign_is_a_mark_and_no_seal() -> None:
    image = paper()
    cv2.circle(image, (400, 500), 60, RED, 4, cv2.LINE_AA)
    cv2.line(image, (370, 500), (430, 500), RED, 8)
    cv2.line(image, (400, 465), (400, 535), RED, 8)
    assert seen(image) == []


def test_a_red_table_is_no_stamp() -> None:
    image = paper()
    for row in range(300, 421, 40):
        cv2.line(image, (200, row), (380, row), RED, 3)
    for column in range(200, 381, 60):
        cv2.line(image, (column, 300), (column, 420), RED, 3)
    assert seen(image) == []


def test_two_seals_are_two() -> None:
    image = paper()
    stamp(image, (250, 300))
    stamp(image, (480, 620))
    assert len(seen(image)) == 2


def test_a_seal_half_over_the_edge_lies_across_two_pages_and_is_not_read() -> None:
    image, ocr = paper(), FakeOcr(strips=[NAME] * 9)
    stamp(image, (SIZE[1] - 4, 500))
    [seal] = seen(image, ocr)
    assert seal.cut
    assert seal.kind is SealKind.CROSS_PAGE
    assert ocr.asked == 0


def test_a_square_stamp_is_a_persons() -> None:
    image = paper()
    cv2.rectangle(image, (400, 600), (450, 650), RED, 4)
    cv2.line(image, (425, 611), (425, 639), RED, 5)
    cv2.line(image, (410, 620), (440, 620), RED, 5)
    assert [(seal.shape, seal.kind) for seal in seen(image)] == [("square", SealKind.PERSONAL)]


@pytest.mark.parametrize("kind", [PageKind.ID_PHOTO, PageKind.HELD_ID])
def test_photos_of_people_are_not_searched(kind: PageKind) -> None:
    image = paper()
    stamp(image, (450, 600))
    assert seen(image, kind=kind) == []


def test_red_handwriting_lines_and_grounds_are_no_seals() -> None:
    image = paper()
    cv2.line(image, (60, 60), (640, 60), RED, 5)
    cv2.rectangle(image, (520, 100), (640, 260), RED, -1)
    curve = [(100 + 12 * k, round(700 + 25 * math.sin(k) + 10 * math.cos(2.7 * k))) for k in range(40)]
    cv2.polylines(image, [np.array(curve, dtype=np.int32)], isClosed=False, color=RED, thickness=3)
    assert seen(image) == []


def test_a_fingerprint_is_no_seal() -> None:
    image = paper()
    for reach in range(3, 34, 5):
        cv2.ellipse(image, (420, 610), (reach, round(reach * 1.4)), 12, 0, 360, (215, 60, 70), 2, cv2.LINE_AA)
    rng = np.random.default_rng(3)
    patch = image[550:670, 370:470]
    patch[rng.random(patch.shape[:2]) < 0.35] = 250
    assert seen(image) == []


def test_a_blank_page_asks_no_recogniser() -> None:
    ocr = FakeOcr(strips=[NAME] * 9)
    assert seen(paper(), ocr) == []
    assert ocr.asked == 0


def test_what_four_strips_say_alike_is_read_in_no_other_ink_and_the_kind_follows_it() -> None:
    image = paper()
    stamp(image, (450, 600))
    ocr = FakeOcr(strips=[NAME] * 7)
    [seal] = seen(image, ocr)
    assert seal.name.text == NAME
    assert {lattice.ink for lattice in seal.name.lattices} == {"fill", "fill-wide", "guided-wide"}
    assert ocr.asked == 3
    assert seal.kind is SealKind.UNIT
    assert seal.turn_deg == pytest.approx(0, abs=3)
    assert seal.arc_deg is not None
    assert sum(seal.arc_deg) / 2 == pytest.approx(0, abs=5)
    assert 180 < seal.arc_deg[1] - seal.arc_deg[0] < 330


@pytest.mark.parametrize(
    ("other", "confidence"),
    [("砺运安全技术有限公司", 0.99), (NAME, 0.7), ("砺远安全技术有限", 0.99)],
    ids=["another character", "not sure", "not whole"],
)
def test_every_inks_lattice_is_kept_where_strips_do_not_agree(other: str, confidence: float) -> None:
    image = paper()
    stamp(image, (450, 600))
    first = other if other.startswith("砺远") else NAME
    [seal] = seen(image, FakeOcr(strips=[first, first, other, *[first] * 4], confidence=confidence))
    freed = {"guided", "even", "fill"}
    assert {lattice.ink for lattice in seal.name.lattices} == {*freed, *(f"{ink}-wide" for ink in freed)}


@pytest.mark.parametrize(
    ("words", "kind"),
    [("合同专用章", SealKind.SPECIAL), ("人力资源部", SealKind.PERSONNEL), ("办公室", SealKind.OTHER_DEPARTMENT), ("", SealKind.UNKNOWN)],
)
def test_the_line_under_the_star_tells_the_kind(words: str, kind: SealKind) -> None:
    image = paper()
    stamp(image, (450, 600), radius=90, line=True)
    [seal] = seen(image, FakeOcr(strips=[NAME] * 3 + [words]))
    assert seal.line.text == words
    assert seal.kind is kind


def test_a_name_begun_in_the_middle_is_read_again_from_its_beginning() -> None:
    image = paper()
    stamp(image, (450, 600))
    torn = "有限公司砺远安全技术"
    [seal] = seen(image, FakeOcr(strips=[torn] + [NAME] * 7))
    assert seal.name.text == NAME


def test_a_strip_is_cut_anew_around_the_characters_that_any_ink_showed() -> None:
    image = paper()
    stamp(image, (450, 600))
    [seal] = seen(image, FakeOcr(strips=[f"）{NAME}"] * 2 + [NAME]))
    assert seal.name.text == NAME
    assert {lattice.greedy()[0] for lattice in seal.name.lattices if lattice.ink.endswith("-wide")} == {f"）{NAME}"}
    whole = seal_arc.Sector(90.0, 80.0, 0.0, 0.0)
    wide = [
        Reading(text=text, lattices=(FakeOcr(strips=[text]).read([np.zeros((48, 400, 3), np.uint8)], keep=4)[0].lattices))
        for text in ("甲乙丙丁戊", "乙丙丁戊")
    ]
    one, other = (seal_arc.around([(whole, reading)]) for reading in wide)
    both = seal_arc.around([(whole, reading) for reading in wide])
    assert one is not None
    assert other is not None
    assert both is not None
    assert both.before == min(one.before, other.before)
    assert both.behind == min(one.behind, other.behind)


def test_one_strip_holds_all_beside_the_gap_where_the_ends_that_are_found_cut_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    image = paper()
    stamp(image, (450, 600))
    found = polar.text_ends
    monkeypatch.setattr(polar, "text_ends", lambda *given, **others: tuple(np.add(found(*given, **others), 40)))
    widths: list[int] = []

    class Measuring(FakeOcr):
        def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
            widths.extend(strip.shape[1] for strip in strips)
            return super().read(strips, keep=keep, ink=ink)

    seen(image, Measuring(strips=[NAME] * 3))
    assert widths[1] > widths[0] + 2 * 30 / 360 * seal_arc.ACROSS
    assert seal_arc.Sector(90.0, 80.0, 20.0, 50.0).loosened() == seal_arc.Sector(90.0, 80.0, 20.0, 35.0)


def test_a_place_on_a_padded_strip_is_no_place_on_the_bare_one() -> None:
    sector = seal_arc.Sector(90.0, 80.0, 90.0, 90.0)  # half a turn, 416 columns and a margin on either side
    bare, padded = sector.along(0.5, 464 // seal_arc.STEP), sector.along(0.5, 50)
    assert bare == pytest.approx(180, abs=1)
    assert padded == pytest.approx(90 - 360 * seal_arc.MARGIN / seal_arc.ACROSS + 360 * 400 / seal_arc.ACROSS, abs=1)


def test_a_weak_line_under_a_strong_star_is_seen() -> None:
    image = paper()
    stamp(image, (450, 600), radius=90)
    pale = image.copy()
    stamp(pale, (450, 600), radius=90, line=True)
    image[610:, :] = (0.35 * pale[610:, :] + 0.65 * image[610:, :]).astype(np.uint8)
    [seal] = seen(image, FakeOcr(strips=[NAME] * 7))
    assert seal.kind is SealKind.UNKNOWN


@pytest.mark.parametrize(
    ("read", "said", "kind"),
    [
        ("合同专用章", "合同专用章", SealKind.SPECIAL),
        ("调度中心站", "调度中心站", SealKind.UNKNOWN),
    ],
    ids=["a listed word", "a word that is on no list"],
)
def test_a_line_is_a_listed_word_or_what_was_read(read: str, said: str, kind: SealKind) -> None:
    image = paper()
    stamp(image, (450, 600), radius=90, line=True)
    [seal] = seen(image, FakeOcr(strips=[NAME] * 3 + [read] * 3))
    assert seal.line.text == said
    assert seal.kind is kind


def test_arcs_are_read_by_their_own_reader_and_once_more_by_the_reader_of_lines() -> None:
    image = paper()
    stamp(image, (450, 600), radius=90, line=True)
    origin = Origin(format="PNG", file_bytes=1, width_px=image.shape[1], height_px=image.shape[0])
    page = Page(image=image, file="1.png", number=0, origin=origin)
    lines, arcs = FakeOcr(strips=["某某公司"] * 3 + ["人事部"] * 2), FakeOcr(strips=[NAME] * 7)
    [seal] = Seals().see(Look(page=page, index=0, engines=Engines(ocr=lines, arcs=arcs)))
    assert isinstance(seal, Seal)
    assert seal.name.text == NAME
    assert {lattice.ink for lattice in seal.name.lattices if lattice.ink.endswith("-second")} == {
        "fill-second",
        "even-second",
        "guided-second",
    }
    assert seal.line.text == "人事部"
    assert arcs.strips == [NAME]


def test_words_along_the_lower_rim_leave_the_kind_open() -> None:
    image = paper()
    stamp(image, (450, 600), radius=90)
    for turn in range(-40, 41, 10):
        x, y = 450 + 78 * math.sin(math.radians(turn)), 600 + 78 * math.cos(math.radians(turn))
        cv2.circle(image, (round(x), round(y)), 6, RED, -1, cv2.LINE_AA)
    [seal] = seen(image, FakeOcr(strips=[NAME] * 3 + ["", "合同专用章"]))
    assert seal.kind is SealKind.UNKNOWN

import math

import cv2
import numpy as np
import pytest

from pipeline.imaging import ring_fit, ring_votes, rings
from pipeline.imaging.ellipses import Ellipse
from pipeline.imaging.ring_votes import Form

ROUND = (Form(),)


def ring(*, centre: tuple[int, int] = (150, 140), axes: tuple[int, int] = (80, 80), turn: float = 0, thick: int = 4) -> np.ndarray:
    canvas = np.zeros((300, 320), dtype=np.float32)
    cv2.ellipse(canvas, centre, axes, turn, 0, 360, 1.0, thick)
    return canvas


def with_words(canvas: np.ndarray, centre: tuple[int, int] = (150, 140), radius: int = 80) -> np.ndarray:
    for block in range(12):
        angle = math.radians(-200 + block * 20)
        at = (round(centre[0] + 0.75 * radius * math.cos(angle)), round(centre[1] + 0.75 * radius * math.sin(angle)))
        cv2.circle(canvas, at, round(0.09 * radius), 1.0, -1)
    return canvas


def voted(canvas: np.ndarray, forms: tuple[Form, ...] = ROUND) -> list[ring_votes.Vote]:
    return ring_votes.outlines(ring_votes.Picture(canvas, edge=0.02), forms, least_px=20, most_px=150, support=0.25, most=10)


def test_a_circle_gets_the_most_votes_at_its_centre() -> None:
    best = voted(ring())[0].ellipse
    assert (best.x, best.y) == pytest.approx((150, 140), abs=5)
    assert best.major == pytest.approx(80, rel=0.1)


def test_half_a_circle_at_the_pictures_edge_gets_votes_for_a_centre_on_it() -> None:
    best = voted(ring(centre=(319, 150)))[0].ellipse
    assert (best.x, best.y) == pytest.approx((319, 150), abs=8)


def test_a_turned_oval_gets_votes_as_that_form() -> None:
    forms = (Form(ratio=0.7, turn_deg=-30), Form(ratio=0.7, turn_deg=30))
    best = voted(ring(axes=(100, 70), turn=30), forms)[0].ellipse
    assert best.angle_deg == 30
    assert (best.x, best.y) == pytest.approx((150, 140), abs=6)


def test_a_ring_among_straight_lines_gets_the_most_votes() -> None:
    canvas = ring()
    canvas[40::40] = canvas[:, 50::60] = 1.0
    best = voted(canvas)[0].ellipse
    assert (best.x, best.y) == pytest.approx((150, 140), abs=6)


def test_blank_paper_votes_for_nothing() -> None:
    assert voted(np.zeros((300, 320), dtype=np.float32)) == []


@pytest.mark.parametrize(("axes", "turn"), [((80, 80), 0), ((90, 70), 0), ((90, 70), 35)], ids=["round", "oval", "turned oval"])
def test_an_ellipse_is_drawn_onto_the_ring_from_a_rough_one(axes: tuple[int, int], turn: float) -> None:
    rough = Ellipse(x=156, y=136, a=84, b=84, angle_deg=0)
    found = ring_fit.snug(ring(axes=axes, turn=turn), rough, edge=0.1, axis_ratio=0.6)
    assert found is not None
    assert (found.x, found.y) == pytest.approx((150, 140), abs=1.5)
    assert (found.major, found.minor) == pytest.approx((axes[0] + 2, axes[1] + 2), abs=2.5)


def test_print_across_a_ring_does_not_move_the_ellipse() -> None:
    canvas = ring()
    canvas[90:100, 20:300] = canvas[150:158, 20:300] = canvas[200:230, 60:70] = 1.0
    found = ring_fit.snug(canvas, Ellipse(x=150, y=140, a=84, b=84, angle_deg=0), edge=0.1, axis_ratio=0.6)
    assert found is not None
    assert (found.x, found.y, found.major) == pytest.approx((150, 140, 82), abs=2)


def test_an_ellipse_is_the_same_each_time() -> None:
    rough = Ellipse(x=150, y=140, a=84, b=84, angle_deg=0)
    assert ring_fit.snug(ring(), rough, edge=0.1, axis_ratio=0.6) == ring_fit.snug(ring(), rough, edge=0.1, axis_ratio=0.6)


def test_nothing_is_drawn_on_blank_paper() -> None:
    rough = Ellipse(x=150, y=140, a=84, b=84, angle_deg=0)
    assert ring_fit.snug(np.zeros((300, 320), dtype=np.float32), rough, edge=0.1, axis_ratio=0.6) is None


def test_a_ring_with_words_is_clear_and_its_words_are_counted() -> None:
    found = rings.measured(with_words(ring()), Ellipse(x=150, y=140, a=82, b=82, angle_deg=0), least=0.07)
    assert found is not None
    assert found.clear > 0.95
    assert found.words > 0.3
    assert found.beside < 0.1
    assert found.seen == 1


def test_a_ring_that_wavers_has_no_words_within() -> None:
    canvas = np.zeros((300, 320), dtype=np.float32)
    t = np.linspace(0, 2 * np.pi, 200)
    points = np.stack([150 + 80 * (1 + 0.1 * np.sin(3 * t)) * np.cos(t), 140 + 80 * (1 + 0.1 * np.sin(3 * t)) * np.sin(t)], axis=1)
    cv2.polylines(canvas, [points.astype(np.int32)], isClosed=True, color=1.0, thickness=3)
    found = rings.measured(canvas, Ellipse(x=150, y=140, a=82, b=82, angle_deg=0), least=0.07)
    assert found is not None
    assert found.words < 0.05


def test_words_stand_apart_from_their_ring_and_a_second_stroke_of_a_pen_does_not() -> None:
    outline = Ellipse(x=150, y=140, a=82, b=82, angle_deg=0)
    seal, pen = with_words(ring()), ring()
    cv2.ellipse(pen, (150, 140), (80, 64), 0, 0, 70, 1.0, 4)
    told = []
    for canvas in (seal, pen):
        found = rings.measured(canvas, outline, least=0.07)
        assert found is not None
        assert found.line == pytest.approx(1.0, abs=0.05)
        told.append(rings.words_apart(canvas, found, least=0.07, of_line=0.3))
    assert told[0] > 0.3
    assert told[1] < 0.02


def test_words_that_the_picture_smears_into_their_rim_stand_apart_all_the_same() -> None:
    """Ink of a third between the rim and the words joins them; what is written in full ink is told apart from it."""
    canvas = np.zeros((300, 320), dtype=np.float32)
    cv2.circle(canvas, (150, 140), 72, 0.4, 20)
    canvas = np.maximum(canvas, with_words(ring()))
    found = rings.measured(canvas, Ellipse(x=150, y=140, a=82, b=82, angle_deg=0), least=0.07)
    assert found is not None
    assert rings.words_apart(canvas, found, least=0.07, of_line=0.5) > 0.2 > rings.words_apart(canvas, found, least=0.07, of_line=0.3)


def test_words_across_the_seam_of_the_turn_are_counted_as_at_any_other_place() -> None:
    outline = Ellipse(x=150, y=140, a=82, b=82, angle_deg=0)
    shares = []
    for degrees in (0, 90):
        canvas = ring()
        at = (round(150 + 62 * math.cos(math.radians(degrees))), round(140 + 62 * math.sin(math.radians(degrees))))
        cv2.circle(canvas, at, 8, 1.0, -1)
        found = rings.measured(canvas, outline, least=0.07)
        assert found is not None
        shares.append(rings.words_apart(canvas, found, least=0.07, of_line=0.3))
    assert shares[0] == pytest.approx(shares[1], abs=0.012)
    assert shares[0] > 0.02


def test_the_ridges_of_a_fingerprint_are_counted() -> None:
    canvas = np.zeros((300, 320), dtype=np.float32)
    for reach in range(10, 84, 12):
        cv2.circle(canvas, (150, 140), reach, 1.0, 3)
    found = rings.measured(canvas, Ellipse(x=150, y=140, a=83, b=83, angle_deg=0), least=0.07)
    assert found is not None
    assert found.ridges >= 3


def test_what_lies_beyond_the_page_is_not_seen() -> None:
    found = rings.measured(with_words(ring(centre=(319, 150)), (319, 150)), Ellipse(x=319, y=150, a=82, b=82, angle_deg=0), least=0.07)
    assert found is not None
    assert found.seen == pytest.approx(0.5, abs=0.02)
    assert found.share > 0.95


def test_a_ring_all_beyond_the_page_is_not_measured() -> None:
    assert rings.measured(ring(), Ellipse(x=900, y=900, a=82, b=82, angle_deg=0), least=0.07) is None

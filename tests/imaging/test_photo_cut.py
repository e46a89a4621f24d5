"""A cut puts the head where it is asked, stays within the source, and never scales up."""

import cv2
import numpy as np
import pytest

from pipeline.imaging.photo_cut import Cut, Head, NoCut, Room, levelled, placed, render

ROOM = Room(head=(0.55, 0.72), top=(0.03, 0.14), least_below=0.0, lowest_eyes=1.0, most_offset=0.03)
AS_IT_IS = np.array([[1.0, 0, 0], [0, 1.0, 0]])
HEAD = Head(crown=400, eyes=600, chin=1000, centre=500)
SIZE, AIM = (295, 413), (0.64, 0.09)


def where(cut: Cut, x: float, y: float) -> tuple[float, float]:
    at = cut.onto @ np.array([x, y, 1])
    return float(at[0]), float(at[1])


def test_the_head_stands_at_the_aim_where_there_is_room() -> None:
    cut = placed(HEAD, AS_IT_IS, (1000, 2000), SIZE, AIM, ROOM)
    assert isinstance(cut, Cut)
    assert where(cut, 500, 400) == pytest.approx((147.5, 0.09 * 413))
    assert where(cut, 500, 1000)[1] == pytest.approx((0.09 + 0.64) * 413)
    assert cut.scale == pytest.approx(0.64 * 413 / 600)


def test_space_over_the_crown_is_given_up_before_the_photo() -> None:
    cut = placed(Head(crown=60, eyes=260, chin=660, centre=500), AS_IT_IS, (1000, 2000), SIZE, AIM, ROOM)
    assert isinstance(cut, Cut)
    assert 0.03 * 413 <= where(cut, 0, 60)[1] < 0.09 * 413


def test_a_head_against_the_edge_has_no_cut_and_no_larger_source_helps() -> None:
    cut = placed(Head(crown=4, eyes=200, chin=604, centre=500), AS_IT_IS, (1000, 2000), SIZE, AIM, ROOM)
    assert isinstance(cut, NoCut)
    assert cut.needed <= 1


def test_a_small_head_is_not_scaled_up_and_says_how_much_larger_it_must_be() -> None:
    cut = placed(Head(crown=100, eyes=130, chin=200, centre=500), AS_IT_IS, (1000, 2000), SIZE, AIM, ROOM)
    assert isinstance(cut, NoCut)
    assert cut.needed == pytest.approx(0.55 * 413 / 100)


def test_the_lowest_row_for_the_eyes_is_kept() -> None:
    cut = placed(HEAD, AS_IT_IS, (1000, 2000), SIZE, AIM, ROOM._replace(lowest_eyes=0.28))
    assert isinstance(cut, Cut)
    assert where(cut, 500, 600)[1] <= 0.28 * 413


def test_scale_counts_from_the_source_and_not_from_the_draft() -> None:
    half = np.array([[0.5, 0, 0], [0, 0.5, 0]])
    cut = placed(Head(crown=200, eyes=300, chin=500, centre=250), half, (1000, 2000), SIZE, AIM, ROOM)
    assert isinstance(cut, Cut)
    assert cut.scale == pytest.approx(0.64 * 413 / 600)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_scaling_down_by_a_whole_number_is_averaging(times: int) -> None:
    image = np.random.default_rng(1).integers(0, 256, (60 * times, 40 * times, 3), np.uint8)
    corner = (1 / times - 1) / 2
    cut = Cut(onto=np.array([[1 / times, 0, corner], [0, 1 / times, corner]]), scale=1 / times)
    expected = cv2.resize(image, (40, 60), interpolation=cv2.INTER_AREA).astype(int)
    assert np.abs(render(image, cut, (40, 60)).astype(int) - expected).max() <= 1


def test_a_draft_undoes_the_roll_and_maps_back() -> None:
    image = np.zeros((400, 400, 3), np.uint8)
    tilt = np.radians(10)  # clockwise on the screen: the right end hangs lower
    ends = [(round(200 + side * 80 * np.cos(tilt)), round(200 + side * 80 * np.sin(tilt))) for side in (-1, 1)]
    cv2.line(image, ends[0], ends[1], (255, 255, 255), 3)
    draft, onto = levelled(image, (200, 200), 100, 10, 400)
    rows = np.nonzero(draft[..., 0] > 120)[0]
    assert rows.max() - rows.min() <= 5
    assert np.array([[*ends[0], 1], [*ends[1], 1]]) @ onto.T == pytest.approx(np.array([[120, 200], [280, 200]]), abs=1.5)

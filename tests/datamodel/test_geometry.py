import msgspec
from hypothesis import given
from hypothesis import strategies as st

from pipeline.datamodel.geometry import UNKNOWN_SCALE, Box, Quad, Scale

BOXES = st.builds(Box, x=st.integers(0, 99), y=st.integers(0, 99), w=st.integers(1, 99), h=st.integers(1, 99))


@given(BOXES, BOXES)
def test_overlap_is_symmetric_and_lies_in_both(a: Box, b: Box) -> None:
    assert a.overlap(b).area == b.overlap(a).area
    assert a.overlap(b).area <= min(a.area, b.area)


@given(BOXES, BOXES)
def test_the_hull_holds_both(a: Box, b: Box) -> None:
    assert a.share_inside(a.hull(b)) == 1.0
    assert b.share_inside(a.hull(b)) == 1.0


def test_a_box_is_half_open() -> None:
    assert Box(0, 0, 2, 2).holds((1.9, 1.9))
    assert not Box(0, 0, 2, 2).holds((2, 0))


def test_a_box_is_written_as_four_numbers() -> None:
    assert msgspec.json.encode(Box(1, 2, 3, 4)) == b"[1,2,3,4]"


def test_the_box_around_points_rounds_outward() -> None:
    assert Quad((0.5, 0.5), (9.2, 0.5), (9.2, 4.1), (0.5, 4.1)).box == Box(0, 0, 10, 5)


def test_millimetres_are_unknown_without_a_scale() -> None:
    assert UNKNOWN_SCALE.mm(100) is None
    assert Scale.of_dpi(254).mm(100) == 10

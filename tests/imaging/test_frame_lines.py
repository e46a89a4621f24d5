import cv2
import numpy as np
import pytest

from pipeline.imaging import frame_lines, frames

LIMITS = {"share": (0.6, 0.92, 0.25), "fill": (0.14, 0.66), "fitted": frames.Fitted(least_px=55, share=0.95, fill=0.57)}
CORNERS = ((100.0, 100.0), (220.0, 100.0), (220.0, 180.0), (100.0, 180.0))


def turned(points: tuple[tuple[float, float], ...], degrees: float) -> np.ndarray:
    matrix = cv2.getRotationMatrix2D((160, 140), degrees, 1)
    return np.asarray(cv2.transform(np.array([points], np.float32), matrix)[0])


def stamp(degrees: float, *, signs: bool = True) -> np.ndarray:
    canvas = np.zeros((300, 340), dtype=np.float32)
    cv2.polylines(canvas, [np.round(turned(CORNERS, degrees)).astype(np.int32)], isClosed=True, color=1.0, thickness=3)
    if signs:
        for x in (125.0, 165.0):
            sign = ((x, 118.0), (x + 28, 118.0), (x + 28, 160.0), (x, 160.0), (x + 14, 118.0), (x + 14, 160.0))
            cv2.polylines(canvas, [np.round(turned(sign, degrees)).astype(np.int32)], isClosed=False, color=1.0, thickness=4)
    return canvas


def seen(canvas: np.ndarray) -> list[frames.Frame]:
    sides = frame_lines.quads(canvas, least=0.07, sides_px=(33, 300), aspect=0.25)
    return frames.apart(frames.lined(canvas > 0.07, sides, **LIMITS))  # type: ignore[arg-type]


@pytest.mark.parametrize("degrees", [0.0, 17.0, -38.0, 90.0])
def test_a_stamp_is_seen_at_any_turn(degrees: float) -> None:
    (found,) = seen(stamp(degrees))
    assert found.sides == pytest.approx((120, 80), abs=8)
    assert found.share > 0.95


def test_a_stamp_is_seen_though_ink_of_its_colour_runs_through_it_and_out() -> None:
    canvas = stamp(17.0)
    cv2.circle(canvas, (245, 140), 60, 1.0, 3)
    cv2.line(canvas, (0, 150), (339, 150), 1.0, 3)
    assert any(frame.sides == pytest.approx((120, 80), abs=8) for frame in seen(canvas))


def test_an_empty_box_is_no_stamp() -> None:
    assert seen(stamp(17.0, signs=False)) == []


def test_a_cell_of_a_table_is_no_stamp_as_its_lines_go_on() -> None:
    canvas = stamp(0.0)
    for y in (100, 180):
        cv2.line(canvas, (10, y), (330, y), 1.0, 3)
    for x in (100, 220):
        cv2.line(canvas, (x, 10), (x, 290), 1.0, 3)
    sides = frame_lines.quads(canvas, least=0.07, sides_px=(33, 300), aspect=0.25)
    assert len(sides.corners)
    assert seen(canvas) == []


def test_small_boxes_along_the_page_may_be_signs_of_a_heading() -> None:
    small = cv2.resize(stamp(0.0), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    leaning = cv2.resize(stamp(17.0), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    assert seen(np.asarray(small)) == []
    assert len(seen(np.asarray(leaning))) == 1


def test_blank_paper_has_no_sides() -> None:
    assert seen(np.zeros((200, 200), dtype=np.float32)) == []

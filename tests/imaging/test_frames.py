import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.imaging import frames


def stamp(*, turn: float = 0, size: tuple[int, int] = (90, 60), signs: bool = True, thick: int = 4) -> np.ndarray:
    canvas = np.zeros((300, 320), dtype=np.uint8)
    corners = cv2.boxPoints(((160, 150), size, turn)).astype(np.int32)
    cv2.polylines(canvas, [corners], isClosed=True, color=1, thickness=thick)
    if signs:
        for dx in (-0.2, 0.2):
            x, y = round(160 + dx * size[0]), 150
            cv2.line(canvas, (x - 8, y), (x + 8, y), 1, 4)
            cv2.line(canvas, (x, y - 9), (x, y + 9), 1, 4)
    return canvas.astype(bool)


def framed(mask: np.ndarray, *, fitted_least_px: float = 40) -> list[frames.Frame]:
    fitted = frames.Fitted(least_px=fitted_least_px, share=0.95, fill=0.57)
    return frames.apart(frames.framed(mask, least_px=30, most_px=200, share=(0.6, 0.88), fill=(0.14, 0.66), aspect=0.25, fitted=fitted))


@pytest.mark.parametrize("turn", [0, 20, 45, 70], ids=["upright", "20", "45", "70"])
def test_a_framed_stamp_is_found_at_any_turn(turn: float) -> None:
    [found] = framed(stamp(turn=turn))
    assert found.sides == pytest.approx((94, 64), abs=6)
    assert found.box.centre == pytest.approx((160, 150), abs=4)


def slanting(mask: np.ndarray) -> np.ndarray:
    corners = np.array([[0, 0], [320, 0], [320, 300], [0, 300]], np.float32)
    moved = np.array([[0, 0], [320, 90], [270, 230], [60, 300]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return cv2.warpPerspective(mask.astype(np.uint8), matrix, (320, 300), flags=cv2.INTER_NEAREST) > 0


def test_a_stamp_in_a_slanting_photo_is_found() -> None:
    mask = slanting(stamp(size=(110, 100)))
    [found] = framed(mask)
    inked = Box.around([(float(x), float(y)) for y, x in np.argwhere(mask)])
    assert found.box.overlap(inked).area > 0.95 * max(found.box.area, inked.area)
    assert framed(mask, fitted_least_px=300) == []


def test_a_stroke_that_sticks_out_does_not_hide_a_stamp() -> None:
    mask = stamp(size=(100, 90))
    mask[140:146, 85:112] = True
    [found] = framed(mask)
    assert found.share > 0.95


def test_a_sign_that_fills_its_box_is_no_stamp_after_fitting() -> None:
    canvas = np.zeros((300, 320), dtype=np.uint8)
    for y in range(100, 200, 16):
        cv2.line(canvas, (100, y), (200, y + 12), 1, 11)
    cv2.line(canvas, (100, 96), (100, 204), 1, 11)
    cv2.line(canvas, (200, 108), (200, 214), 1, 11)
    assert framed(canvas.astype(bool)) == []


def test_an_empty_box_is_no_stamp() -> None:
    assert framed(stamp(signs=False)) == []


def test_a_filled_block_is_no_stamp() -> None:
    assert framed(cv2.dilate(stamp().astype(np.uint8), np.ones((31, 31), np.uint8)) > 0) == []


def test_cells_of_a_table_are_no_stamp() -> None:
    mask = stamp()
    mask[149:152, 115:206] = True
    assert framed(mask) == []


def test_cells_are_no_stamp_where_a_photo_turns_their_line_against_the_frame() -> None:
    mask = stamp(size=(120, 110), signs=False)
    for x in range(101, 220):
        y = 150 + round(0.028 * (x - 160))
        mask[y : y + 2, x] = True
    mask[112:128, 120:150] = mask[170:186, 120:150] = True
    assert framed(mask) == []


def test_words_on_a_markers_block_are_no_stamp() -> None:
    mask = np.zeros((300, 320), dtype=bool)
    mask[120:180, 100:220] = True
    mask[135:165:6, 115:205:5] = False
    mask[130:170, 130:134] = mask[130:170, 160:164] = False
    assert framed(mask) == []


def test_a_ring_is_no_frame() -> None:
    canvas = np.zeros((300, 320), dtype=np.uint8)
    cv2.circle(canvas, (150, 140), 60, 1, 4)
    cv2.circle(canvas, (150, 140), 12, 1, -1)
    assert framed(canvas.astype(bool)) == []


def test_a_frame_is_moved_with_its_part_of_the_page() -> None:
    [found] = framed(stamp())
    assert found.moved(10, 20).box.centre == pytest.approx((found.box.centre.x + 10, found.box.centre.y + 20))

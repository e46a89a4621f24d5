import cv2
import numpy as np
import pytest

from pipeline.imaging import ellipses, outlines
from pipeline.imaging.ellipses import Ellipse


def ring(*, centre: tuple[int, int] = (150, 140), axes: tuple[int, int] = (80, 80), turn: float = 0, thick: int = 4) -> np.ndarray:
    canvas = np.zeros((300, 320), dtype=np.uint8)
    cv2.ellipse(canvas, centre, axes, turn, 0, 360, 1, thick)
    return canvas.astype(bool)


@pytest.mark.parametrize(("axes", "turn"), [((80, 80), 0), ((90, 62), 0), ((90, 62), 35)], ids=["round", "oval", "turned oval"])
def test_a_ring_is_found_where_it_was_drawn(axes: tuple[int, int], turn: float) -> None:
    found = outlines.rings(ring(axes=axes, turn=turn), least_px=40, clear=0.42, fill=(-0.1, 0.6), axis_ratio=0.6)
    assert len(found) == 1
    ellipse = found[0].ellipse
    assert (ellipse.x, ellipse.y) == pytest.approx((150, 140), abs=2)
    assert (ellipse.major, ellipse.minor) == pytest.approx(axes, abs=4)


def test_a_ring_inside_a_larger_ring_is_dropped() -> None:
    mask = ring() | ring(centre=(150, 140), axes=(25, 25), thick=3)
    assert len(outlines.rings(mask, least_px=30, clear=0.42, fill=(-0.1, 0.6), axis_ratio=0.6)) == 1


def test_a_filled_disc_is_no_ring() -> None:
    assert outlines.rings(ring(thick=-1), least_px=40, clear=0.42, fill=(0.0, 0.6), axis_ratio=0.6) == []


def test_a_square_is_a_frame_and_no_ring() -> None:
    canvas = np.zeros((300, 320), dtype=np.uint8)
    cv2.rectangle(canvas, (100, 100), (160, 160), 1, 4)
    cv2.line(canvas, (130, 104), (130, 156), 1, 8)
    mask = canvas.astype(bool)
    assert outlines.rings(mask, least_px=30, clear=0.42, fill=(0.0, 0.6), axis_ratio=0.6) == []
    assert len(list(outlines.frames(mask, least_px=30, most_px=90, share=0.7, most_fill=0.72, aspect=0.3))) >= 1


def test_half_a_ring_at_the_edge_is_an_edge_arc() -> None:
    mask = ring(centre=(319, 150))
    found = list(outlines.edge_arcs(mask, least_px=60, most_px=220, span_deg=55, clear=0.6))
    assert found
    assert found[0].ellipse.x == pytest.approx(319, abs=12)


def test_an_oval_comes_back_as_a_circle() -> None:
    image = np.full((300, 320, 3), 255, dtype=np.uint8)
    cv2.ellipse(image, (150, 140), (90, 60), 20, 0, 360, (200, 30, 40), 3)
    circle = ellipses.as_circle(image, Ellipse(x=150, y=140, a=90, b=60, angle_deg=20), radius_px=100, margin=1.15)
    red = circle[:, :, 1] < 150
    rows, columns = np.nonzero(red)
    middle = circle.shape[0] / 2
    assert np.hypot(rows - middle, columns - middle) == pytest.approx(100, abs=6)


def test_the_same_points_give_the_same_ellipse() -> None:
    points = ellipses.outermost(np.argwhere(ring())[:, ::-1].astype(np.float32), (150, 140))
    assert ellipses.fit(points, axis_ratio=0.6, longest=400) == ellipses.fit(points, axis_ratio=0.6, longest=400)

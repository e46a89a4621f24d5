import cv2
import numpy as np
import pytest

from pipeline.imaging import ellipses
from pipeline.imaging.ellipses import Ellipse


def test_an_oval_comes_back_as_a_circle() -> None:
    image = np.full((300, 320, 3), 255, dtype=np.uint8)
    cv2.ellipse(image, (150, 140), (90, 60), 20, 0, 360, (200, 30, 40), 3)
    circle = ellipses.as_circle(image, Ellipse(x=150, y=140, a=90, b=60, angle_deg=20), radius_px=100, margin=1.15)
    red = circle[:, :, 1] < 150
    rows, columns = np.nonzero(red)
    middle = circle.shape[0] / 2
    assert np.hypot(rows - middle, columns - middle) == pytest.approx(100, abs=6)

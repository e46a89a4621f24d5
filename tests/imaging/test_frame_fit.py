import numpy as np
import pytest

from pipeline.imaging import frame_fit

QUAD = np.array([[0.1, 0.02], [0.95, 0.1], [0.9, 0.97], [0.03, 0.9]])


def outline(quad: np.ndarray, *, without: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    sides = [quad[i] + (quad[(i + 1) % 4] - quad[i]) * np.linspace(0, 1, 200)[:, None] for i in range(4) if i != without]
    along, across = np.concatenate(sides).T
    return along, across


def test_the_corners_of_the_outline_become_those_of_the_square() -> None:
    homography = frame_fit.to_unit_square(*outline(QUAD))
    assert homography is not None
    along, across = frame_fit.through(homography, *QUAD.T)
    assert along == pytest.approx([0, 1, 1, 0], abs=0.03)
    assert across == pytest.approx([0, 0, 1, 1], abs=0.03)


def test_what_sticks_out_turns_no_side() -> None:
    along, across = outline(QUAD)
    tail = np.linspace(0.4, 0.6, 60)
    homography = frame_fit.to_unit_square(np.append(along, tail), np.append(across, np.zeros(60)))
    assert homography is not None
    assert np.stack(frame_fit.through(homography, *QUAD.T)) == pytest.approx(np.array([[0, 1, 1, 0], [0, 0, 1, 1]]), abs=0.05)


def test_three_sides_are_none() -> None:
    assert frame_fit.to_unit_square(*outline(QUAD, without=1)) is None

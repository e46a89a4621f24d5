"""Percentiles by counting are numpy's, to the last bit."""

import numpy as np
import pytest

from pipeline.datamodel.page import Gray
from pipeline.imaging.levels import percentiles

SHARES = (0, 3, 50, 85, 90, 98, 100)


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (7, 3), (31, 400)])
def test_percentiles_are_those_of_numpy(shape: tuple[int, int]) -> None:
    chance = np.random.default_rng(7)
    for spread in (0, 2, 60):
        grey: Gray = np.clip(chance.normal(200, spread, shape), 0, 255).astype(np.uint8)
        assert percentiles(grey, SHARES) == tuple(float(np.percentile(grey, share)) for share in SHARES)


def test_a_piece_of_a_picture_is_counted_alone() -> None:
    grey: Gray = np.arange(200, dtype=np.uint8).reshape(10, 20)
    piece = grey[2:8, 1:19:3]
    assert percentiles(piece, SHARES) == tuple(float(np.percentile(piece, share)) for share in SHARES)

"""Ink is told from paper as the brightness beside the paper's says, in whole numbers."""

import numpy as np
import pytest

from pipeline.datamodel.page import Rgb
from pipeline.imaging.light import flattened, ink_mask


@pytest.mark.parametrize("darkest", [0, 40, 200])
def test_ink_is_what_is_darker_than_paper_by_a_fifth(darkest: int) -> None:
    chance = np.random.default_rng(5)
    page: Rgb = chance.integers(darkest, 256, (300, 260, 3)).astype(np.uint8)
    page[:, :130] //= 2  # a shadow
    for side in (100, 240, 600):
        assert np.array_equal(ink_mask(page, side_px=side), flattened(page, side_px=side) < 0.8)

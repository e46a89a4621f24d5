"""The reader of strokes as it is shipped."""

import numpy as np
import pytest

from pipeline.engines import loader
from pipeline.engines.pen_reader import PenReader

MOST_BYTES = 1_000_000


@pytest.fixture(scope="module")
def pens() -> PenReader:
    return PenReader(next(model.path for model in loader.models() if model.pin.name == "pen-reader"))


def views(count: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(1)
    return [
        (
            rng.random((1, 48, 192), dtype=np.float32),
            rng.random((1, 48, 96), dtype=np.float32),
            rng.random(5, dtype=np.float32),
        )
        for _ in range(count)
    ]


def test_shares_of_an_ink_sum_to_one(pens: PenReader) -> None:
    for told in pens.tell(views(3)):
        assert sum(told) == pytest.approx(1.0, abs=1e-4)


def test_an_ink_is_told_the_same_alone_and_among_others(pens: PenReader) -> None:
    several = views(4)
    assert pens.tell(several)[2] == pens.tell(several[2:3])[0]


def test_bare_paper_is_not_told_to_be_a_hand(pens: PenReader) -> None:
    (told,) = pens.tell([(np.zeros((1, 48, 192), np.float32), np.zeros((1, 48, 96), np.float32), np.zeros(5, np.float32))])
    assert told.hand < 0.5


def test_the_model_is_smaller_than_a_megabyte() -> None:
    assert next(pin.bytes for pin in loader.pins() if pin.name == "pen-reader") < MOST_BYTES

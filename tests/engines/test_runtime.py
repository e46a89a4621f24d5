"""A faster runtime that cannot be loaded, or fails as it computes, is replaced by the usual one, and whoever asks is told."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.engines.runtime import Computer, Floats, Network, Runtime

ONE, OTHER = Path("one.onnx"), Path("other.onnx")
BATCH: Floats = np.ones((1, 2), dtype=np.float32)


class Usual:
    """Makes networks that double, and notes for which models."""

    def __init__(self) -> None:
        self.made: list[Path] = []

    def __call__(self, model: Path, threads: int) -> Network:
        assert threads == 1
        self.made.append(model)
        return lambda batch: batch * 2


def broken(_model: Path, _threads: int) -> Network:
    raise ImportError("/home/somebody/lib.so: undefined symbol")


def failing(_model: Path, _threads: int) -> Network:
    def run(batch: Floats) -> Floats:
        raise RuntimeError(f"no code for {batch.shape} in /home/somebody")

    return run


@pytest.mark.parametrize("fast", [broken, failing])
def test_what_fails_is_replaced_for_all_models_and_told_once(fast: object, caplog: pytest.LogCaptureFixture) -> None:
    usual = Usual()
    full = Runtime(suffix="", network=usual, grid_px=8)
    computer = Computer(Runtime(suffix="-fast", network=fast, grid_px=64, instead=full), 1)  # type: ignore[arg-type]
    assert computer.runtime.suffix == "-fast"
    assert np.array_equal(computer.run(ONE, BATCH), BATCH * 2)
    assert computer.runtime is full
    for model in (OTHER, ONE):
        assert np.array_equal(computer.run(model, BATCH), BATCH * 2)
    assert usual.made == [ONE, OTHER]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "somebody" not in caplog.text


def test_a_runtime_that_nothing_stands_in_for_fails_aloud() -> None:
    with pytest.raises(ImportError):
        Computer(Runtime(suffix="", network=broken, grid_px=8), 1).run(ONE, BATCH)

"""Steps that double a map's sides give the same numbers, written as the processor likes them."""

import importlib.util
import sys

import numpy as np
import pytest

from pipeline.engines.doubling import without_doublings

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(importlib.util.find_spec("openvino") is None, reason="the extra `fast` is not installed"),
]


@pytest.mark.parametrize(("stride", "side", "changed"), [(2, 2, 1), (2, 3, 0), (1, 2, 0)])
def test_a_doubling_step_is_written_anew_with_the_same_answer(stride: int, side: int, changed: int) -> None:
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino  # noqa: PLC0415 - after the line above
    from openvino import opset13 as steps  # noqa: PLC0415

    chance = np.random.default_rng(4)
    weights = chance.normal(size=(5, 3, side, side)).astype(np.float32)

    def model() -> openvino.Model:
        given = steps.parameter([1, 5, -1, -1], np.float32)
        doubled = steps.convolution_backprop_data(given, steps.constant(weights), strides=[stride, stride])
        return openvino.Model([steps.relu(doubled).output(0)], [given], "doubling")

    as_it_was, other = model(), model()
    assert without_doublings(other, steps) == changed
    core, batch = openvino.Core(), chance.normal(size=(1, 5, 6, 7)).astype(np.float32)
    options = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}
    ones, others = (core.compile_model(each, "CPU", options)([batch])[0] for each in (as_it_was, other))
    assert ones.shape == others.shape
    assert np.allclose(ones, others, atol=1e-5)

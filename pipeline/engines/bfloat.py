"""Runs the networks that read pages in bfloat16; `precision` says where that gains and where it is done."""

import sys
from pathlib import Path

import numpy as np

from pipeline.engines.doubling import without_doublings
from pipeline.engines.recogniser import FULL
from pipeline.engines.runtime import Floats, Network, Runtime
from pipeline.engines.weights import flushed


def network(model: Path, threads: int) -> Network:
    """Return one model file as a network that computes in bfloat16, its vanishing weights flushed to zero, without a softmax at its end."""
    # The package reports every import of itself to its maker over the network, unless its reporter is not installed; here it never is.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: the import system's word for "not there"
    import openvino  # noqa: PLC0415 - heavy, and after the line above

    options = {
        "INFERENCE_PRECISION_HINT": "bf16",
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "ENABLE_CPU_PINNING": False,  # every worker would take the same core
    }
    core = openvino.Core()
    read = core.read_model(flushed(model.read_bytes()))
    without_doublings(read, openvino.opset13)
    last = read.output(0).get_node().input_value(0).get_node()
    if last.get_type_name() == "Softmax":
        read = openvino.Model([last.input_value(0)], read.get_parameters(), model.stem)
    request = core.compile_model(read, "CPU", options).create_infer_request()

    def run(batch: Floats) -> Floats:
        # Both sides are handed over as they lie in memory: copies of 3 MB a line were a tenth of what reading one costs.
        held = np.ascontiguousarray(batch, dtype=np.float32)
        request.set_input_tensor(openvino.Tensor(held, shared_memory=True))
        request.start_async()
        request.wait()
        answer: Floats = request.get_output_tensor(0).data
        return answer

    return run


# Code is made for every width of a strip that comes, 0.05 CPU seconds and 13 MB each, so there are few: padding to 64 px costs a tenth.
BFLOAT = Runtime(suffix="-bf16", network=network, grid_px=64, logits=True, instead=FULL)

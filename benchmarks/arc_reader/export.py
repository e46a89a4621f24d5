"""Writes trained weights as the ONNX file that the product ships: averaged with the wheel's own, stored in half precision.

`python -m benchmarks.arc_reader.export WEIGHTS OUT --share 0.7`; share: how much of the trained weights, the rest the wheel's.
Averaging keeps what the wheel's model knows of the language (Wortsman 2022, robust fine-tuning of zero-shot models).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxsim
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from benchmarks.arc_reader.network import base_model, module
from benchmarks.arc_reader.strips import HEIGHT, WIDTH

LEAST = 64  # smaller weights stay in full precision


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--which", choices=("mean", "last"), default="mean")
    given = parser.parse_args()
    model = base_model()
    before = {name: weight.detach().numpy() for name, weight in module(model, 1).named_parameters()}
    after = torch.load(given.weights, weights_only=True)[given.which]
    mixed = {name: (1 - given.share) * weight + given.share * after[name].numpy() for name, weight in before.items()}
    static, sound = onnxsim.simplify(model, overwrite_input_shapes={model.graph.input[0].name: [1, 3, HEIGHT, WIDTH]})
    if not sound:
        raise ValueError("the simplified network does not compute the same; use the pinned versions")
    changed = _exchange(static, before, mixed)
    onnx.checker.check_model(static)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(static, str(given.out))
    print(f"{changed} of {len(mixed)} weights written, {given.out.stat().st_size} bytes")


def _exchange(model: onnx.ModelProto, before: dict[str, NDArray[np.float32]], after: dict[str, NDArray[np.float32]]) -> int:
    """Put the new values in place of the old ones, which are found by their values, and store large ones in half precision."""
    graph, changed = model.graph, 0
    found = {_key(weight): name for name, weight in before.items()}
    found_turned = {_key(weight.T): name for name, weight in before.items() if weight.ndim == 2}
    for tensor in list(graph.initializer):
        old = numpy_helper.to_array(tensor)
        if old.dtype != np.float32:
            continue
        name, turned = found.get(_key(old)), found_turned.get(_key(old))
        new = after[name] if name else after[turned].T if turned else old
        changed += bool(name or turned)
        _store(graph, tensor, np.ascontiguousarray(new, dtype=np.float32))
    return changed


def _key(weight: NDArray[np.float32]) -> tuple[tuple[int, ...], bytes]:
    return weight.shape, np.ascontiguousarray(weight, dtype=np.float32).tobytes()


def _store(graph: onnx.GraphProto, tensor: TensorProto, values: NDArray[np.float32]) -> None:
    """Replace an initializer; a large one is stored in half precision and widened by a node that the runtime folds at loading."""
    name = tensor.name
    graph.initializer.remove(tensor)
    if values.size < LEAST:
        graph.initializer.append(numpy_helper.from_array(values, name))
        return
    half = f"{name}_half"
    graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), half))
    graph.node.insert(0, helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT))


if __name__ == "__main__":
    main()

"""Writes trained weights as the ONNX file that the product ships: norms folded in, softmax at the end, stored in half precision.

`python -m benchmarks.pen_reader.export WEIGHTS OUT`
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from benchmarks.pen_reader.network import PenNetwork, trained
from benchmarks.pen_reader.shards import CLASSES
from pipeline.imaging.ink_view import COLUMNS, FACTS, LABEL_COLUMNS, ROWS

OPSET = 17
LEAST = 64  # smaller weights stay in full precision


def main() -> None:
    """Write the file and say how far it is from the trained network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    network = trained(torch.load(given.weights, weights_only=True))
    network.eval()
    model = build(network)
    onnx.checker.check_model(model)
    onnx.save(model, str(given.out))
    print(f"{given.out.stat().st_size} bytes, off by {_off(network, given.out):.4f} at most")


def build(network: PenNetwork) -> onnx.ModelProto:
    """Return the graph: strip, label, facts in, probabilities of the classes out; the classes stand in the metadata."""
    graph = _Graph()
    ink, beside = graph.trunk(network, "strip"), graph.trunk(network, "label")
    told = graph.add("Mul", graph.flat_mean(beside), graph.add("Slice", "facts", *graph.ints([4], [5], [1])))
    # The share of the picture's width that has ink, as in `PenNetwork.forward`.
    inked = graph.add(
        "Cast", graph.add("Greater", graph.add("ReduceMax", "strip", axes=[2], keepdims=0), graph.number(0.05)), to=TensorProto.FLOAT
    )
    wide = graph.add("Max", graph.add("ReduceMean", inked, axes=[2], keepdims=0), graph.number(0.05))
    clearest = graph.add("Flatten", graph.add("GlobalMaxPool", ink))
    features = graph.add("Concat", graph.add("Div", graph.flat_mean(ink), wide), clearest, told, "facts", axis=1)
    hidden = graph.add("Relu", graph.linear(features, network.hidden))
    graph.nodes.append(helper.make_node("Softmax", [graph.linear(hidden, network.out)], ["told"], axis=1))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in (("strip", ["n", 1, ROWS, COLUMNS]), ("label", ["n", 1, ROWS, LABEL_COLUMNS]), ("facts", ["n", FACTS]))
    ]
    output = helper.make_tensor_value_info("told", TensorProto.FLOAT, ["n", len(CLASSES)])
    made = helper.make_model(
        helper.make_graph(graph.nodes, "pen_reader", inputs, [output], graph.stored),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=9,
    )
    entry = made.metadata_props.add()
    entry.key, entry.value = "classes", "\n".join(CLASSES)
    return made


class _Graph:
    """Nodes and weights while they are being put together."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []
        self._known: dict[str, str] = {}

    def add(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def weight(self, name: str, values: NDArray[np.float32]) -> str:
        """Store a weight once; a large one in half precision, widened by a node that the runtime folds at loading."""
        if name not in self._known:
            half = values.size >= LEAST
            self.stored.append(numpy_helper.from_array(values.astype(np.float16 if half else np.float32), name))
            self._known[name] = self.add("Cast", name, to=TensorProto.FLOAT) if half else name
        return self._known[name]

    def number(self, value: float) -> str:
        return self.weight(f"n{value}", np.array(value, np.float32))

    def ints(self, *values: list[int]) -> list[str]:
        names = []
        for value in values:
            name = f"i{len(self.stored)}"
            self.stored.append(numpy_helper.from_array(np.array(value, np.int64), name))
            names.append(name)
        return names

    def trunk(self, network: PenNetwork, picture: str) -> str:
        for n, (convolution, norm) in enumerate(zip(network.convolutions, network.norms, strict=True)):
            scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach()
            kernel = self.weight(f"k{n}", (convolution.weight.detach() * scale[:, None, None, None]).numpy())
            bias = self.weight(f"b{n}", (norm.bias.detach() - norm.running_mean * scale).numpy())
            pad, stride = convolution.padding[0], convolution.stride[0]
            changed = self.add("Conv", picture, kernel, bias, pads=[pad] * 4, strides=[stride] * 2)
            picture = self.add("Relu", self.add("Add", changed, picture) if n == network.adding else changed)
        return picture

    def flat_mean(self, features: str) -> str:
        return self.add("Flatten", self.add("GlobalAveragePool", features))

    def linear(self, values: str, layer: torch.nn.Linear) -> str:
        name = "hidden" if layer.out_features != len(CLASSES) else "out"
        weight = self.weight(f"{name}_w", layer.weight.detach().numpy())
        return self.add("Gemm", values, weight, self.weight(f"{name}_b", layer.bias.detach().numpy()), transB=1)


def _off(network: PenNetwork, path: Path) -> float:
    chance = np.random.default_rng(1)
    strip = np.maximum(0, chance.normal(0, 0.5, (8, 1, ROWS, COLUMNS))).astype(np.float32)
    label = np.maximum(0, chance.normal(0, 0.5, (8, 1, ROWS, LABEL_COLUMNS))).astype(np.float32)
    facts = chance.uniform(0, 1, (8, FACTS)).astype(np.float32)
    told = onnxruntime.InferenceSession(str(path)).run(None, {"strip": strip, "label": label, "facts": facts})[0]
    with torch.no_grad():
        wanted = torch.softmax(network(*(torch.from_numpy(part) for part in (strip, label, facts))), dim=1).numpy()
    return float(np.abs(told - wanted).max())


if __name__ == "__main__":
    main()

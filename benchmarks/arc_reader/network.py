"""The recogniser of the rapidocr wheel as a PyTorch module for strips of one size, and back as ONNX.

Needs an environment of its own: `pip install torch onnx onnx2torch onnxsim jieba` beside the project's packages.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import onnx
import onnxsim
import torch
from onnx import helper
from onnx2torch import convert

from benchmarks.arc_reader.strips import HEIGHT, WIDTH

BASE = "PP-OCRv6_rec_small.onnx"
HEAD = 10_000  # a side as long as this is the head's, one row a character


def base_model() -> onnx.ModelProto:
    """Return the wheel's recogniser with plain paddings, which onnx2torch can convert."""
    spec = importlib.util.find_spec("rapidocr")
    folder = spec.submodule_search_locations[0] if spec and spec.submodule_search_locations else ""
    model = onnx.load(str(Path(folder, "models", BASE)))
    for node in model.graph.node:
        told = {attribute.name: attribute for attribute in node.attribute}
        if "auto_pad" not in told or told["auto_pad"].s != b"SAME_UPPER":
            continue
        kernel = list(told["kernel_shape"].ints)
        strides = list(told["strides"].ints) if "strides" in told else [1] * len(kernel)
        total = [max(k - s, 0) for k, s in zip(kernel, strides, strict=True)]
        before = [value // 2 for value in total]
        for name in ("auto_pad", "pads"):
            if name in told:
                node.attribute.remove(told[name])
        node.attribute.append(helper.make_attribute("pads", before + [t - b for t, b in zip(total, before, strict=True)]))
    return model


def characters(model: onnx.ModelProto) -> list[str]:
    """Return the classes: the blank (""), the characters, the space."""
    listed = next(entry.value for entry in model.metadata_props if entry.key == "character")
    return ["", *listed.split("\n"), " "]


def module(model: onnx.ModelProto, batch: int) -> torch.nn.Module:
    """Return the network up to its logits, (batch, 3, 48, 400) -> (batch, steps, classes); all but the head may learn."""
    static, sound = onnxsim.simplify(model, overwrite_input_shapes={model.graph.input[0].name: [batch, 3, HEIGHT, WIDTH]})
    if not sound:
        raise ValueError("the simplified network does not compute the same; use the pinned versions")
    last = static.graph.node[-1]
    if last.op_type != "Softmax":
        raise ValueError(f"the network ends with {last.op_type}, not with Softmax; is this another model?")
    static.graph.node.remove(last)
    static.graph.output[0].name = last.input[0]
    network = convert(static)
    network.eval()
    for part in network.modules():
        for name, buffer in list(part._buffers.items()):  # noqa: SLF001 - onnx2torch keeps weights of matrices as buffers
            if buffer is not None and name.startswith("onnx_initializer") and buffer.dtype == torch.float32 and buffer.numel() > 60:
                del part._buffers[name]  # noqa: SLF001 - as above
                part.register_parameter(name, torch.nn.Parameter(buffer.clone()))
    for weight in network.parameters():
        weight.requires_grad_(max(weight.shape, default=0) < HEAD)
    return network.to(memory_format=torch.channels_last)

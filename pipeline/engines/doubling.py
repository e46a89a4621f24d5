"""Writes a network's steps that double a map's sides as what the processor has a unit for."""

from typing import Any

import numpy as np

INPUTS = 2  # the map and its weights; a third input would say the size of the answer
TWO = [2, 2]
ONE, NONE = [1, 1], [0, 0]


def without_doublings(model: Any, steps: Any) -> int:  # noqa: ANN401 - the runtime's own, which is loaded late
    """Change the model in place and return how many steps were changed: transposed convolutions of 2 x 2 with a stride of 2.

    Such a step gives each pixel four new ones, each a weighted sum of the pixel's channels: a convolution of 1 x 1 with four times the
    outputs, and a step that lays them out. The runtime has code in bfloat16 for these two and none for the one.

    model: an `openvino.Model`; steps: `openvino.opset13`.
    """
    changed = 0
    for step in model.get_ordered_ops():
        if step.get_type_name() != "ConvolutionBackpropData" or not _doubles(step):
            continue
        weights = np.asarray(step.input_value(1).get_node().get_data())
        inputs, outputs, _, _ = weights.shape
        kernel = np.ascontiguousarray(weights.transpose(1, 2, 3, 0).reshape(4 * outputs, inputs, 1, 1))
        summed = steps.convolution(step.input_value(0), steps.constant(kernel), ONE, NONE, NONE, ONE)
        laid_out = steps.depth_to_space(summed, "depth_first", 2)
        for follower in step.output(0).get_target_inputs():
            follower.replace_source_output(laid_out.output(0))
        changed += 1
    model.validate_nodes_and_infer_types()
    return changed


def _doubles(step: Any) -> bool:  # noqa: ANN401 - as above
    """Return whether a transposed convolution has fixed weights of 2 x 2 that nowhere overlap, and adds or cuts off nothing."""
    told = step.get_attributes()
    plain = list(told["strides"]) == TWO and list(told["dilations"]) == ONE
    whole = all(list(told[name]) == NONE for name in ("pads_begin", "pads_end", "output_padding")) and step.get_input_size() == INPUTS
    weights = step.input_value(1).get_node()
    return plain and whole and weights.get_type_name() == "Constant" and list(weights.get_output_shape(0))[2:] == TWO

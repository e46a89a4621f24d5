"""Takes the weights of a smaller network of this kind into a larger one that tells the same before it is trained on."""

from __future__ import annotations

import torch

from benchmarks.pen_reader.network import PenNetwork
from pipeline.imaging.ink_view import FACTS

POOLED = 3  # mean and maximum of the ink, mean of the label


def widen(network: PenNetwork, smaller: dict[str, torch.Tensor]) -> None:
    """Load weights; channels that the smaller network has not got begin by chance and unheard, an added last layer as no change."""
    state = network.state_dict()
    if all(state[name].shape == value.shape for name, value in smaller.items()) and len(state) == len(smaller):
        network.load_state_dict(smaller)
        return
    for name, value in smaller.items():
        if name == "hidden.weight":
            _hidden(state[name], value)
        elif value.dim() > 1:
            rows, columns = value.shape[:2]
            state[name][:rows, columns:] = 0  # what is new is not heard yet
            state[name][:rows, :columns] = value
        elif value.dim() == 1:
            state[name][: len(value)] = value
    if f"norms.{network.adding}.weight" not in smaller:
        state[f"norms.{network.adding}.weight"].zero_()
    network.load_state_dict(state)


def _hidden(wide: torch.Tensor, narrow: torch.Tensor) -> None:
    """The weights of pooled features, which stand in three rows, and of the facts."""
    units = len(narrow)
    new, old = ((part.shape[1] - FACTS) // POOLED for part in (wide, narrow))
    wide[:units] = 0
    for n in range(POOLED):
        wide[:units, n * new : n * new + old] = narrow[:, n * old : (n + 1) * old]
    wide[:units, -FACTS:] = narrow[:, -FACTS:]

"""The small network that tells whose ink it is: one trunk for the ink and the label's print, and five facts.

Needs an environment of its own: `pip install torch onnx` beside the project's packages.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn

from benchmarks.pen_reader.shards import CLASSES
from pipeline.imaging.ink_view import FACTS


class Shape(NamedTuple):
    """Size of a network.

    trunk: channels in, channels out, stride of each convolution; kernels are 3 by 3, the first 5 by 5; hidden: units of the hidden
    layer; adds: whether the last convolution adds to what it was given.
    """

    trunk: tuple[tuple[int, int, int], ...]
    hidden: int
    adds: bool = False


SHIPPED = Shape(((1, 16, 2), (16, 24, 1), (24, 48, 2), (48, 48, 1), (48, 80, 2), (80, 80, 1)), 64)
WIDE = Shape(((1, 16, 2), (16, 24, 1), (24, 56, 2), (56, 56, 1), (56, 96, 2), (96, 96, 1), (96, 96, 1)), 96, adds=True)


class PenNetwork(nn.Module):  # type: ignore[misc]  # torch is not there where types are checked
    """(n, 1, 48, 192), (n, 1, 48, 96), (n, 5) -> (n, 7) logits."""

    def __init__(self, shape: Shape = SHIPPED) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 5 if n == 0 else 3, stride, padding=2 if n == 0 else 1, bias=False)
            for n, (before, after, stride) in enumerate(shape.trunk)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(after) for _, after, _ in shape.trunk)
        last = shape.trunk[-1][1]
        self.hidden = nn.Linear(3 * last + FACTS, shape.hidden)
        self.out = nn.Linear(shape.hidden, len(CLASSES))
        self.drop = nn.Dropout(0.25)
        self.adding = len(shape.trunk) - 1 if shape.adds else None

    def trunk(self, picture: torch.Tensor) -> torch.Tensor:
        """Return the features (n, channels, 6, W / 8)."""
        for n, (convolution, norm) in enumerate(zip(self.convolutions, self.norms, strict=True)):
            changed = norm(convolution(picture))
            picture = torch.relu(changed + picture if n == self.adding else changed)
        return picture

    def forward(self, strip: torch.Tensor, label: torch.Tensor, facts: torch.Tensor) -> torch.Tensor:
        """Return the logits; facts[:, 4] says whether there is a label."""
        ink, beside = self.trunk(strip), self.trunk(label)
        told = beside.mean(dim=(2, 3)) * facts[:, 4:5]
        # Ink is told by how much of each shape there is and by the clearest of each; empty paper at its right does not count.
        wide = torch.clamp((strip.amax(dim=2) > 0.05).float().sum(dim=2) / strip.shape[3], min=0.05)
        features = torch.cat([ink.mean(dim=(2, 3)) / wide, ink.amax(dim=(2, 3)), told, facts], dim=1)
        return self.out(self.drop(torch.relu(self.hidden(self.drop(features)))))


def trained(state: dict[str, torch.Tensor]) -> PenNetwork:
    """Return the network that weights belong to."""
    network = PenNetwork(SHIPPED if len(state["hidden.weight"]) == SHIPPED.hidden else WIDE)
    network.load_state_dict(state)
    return network

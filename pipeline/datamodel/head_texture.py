"""How well two textures of a head agree when one is laid over the other: whether two pictures are prints of one photo."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

WIDTH, HEIGHT = 48, 60
EDGE = 6  # px left off around the second one, and how far it may be shifted
TURNS_DEG = (-6.0, -3.0, 0.0, 3.0, 6.0)
SCALES = (0.86, 0.93, 1.0, 1.07, 1.15)

Floats = NDArray[np.float32]


def agreement(one: bytes, other: bytes) -> float:
    """Return the best correlation of two textures, -1 to 1, over small shifts, turns and scales: eyes are found a little aside.

    one, other: HEIGHT rows of WIDTH signed bytes each. An even texture agrees with nothing (0).

    Raises:
        ValueError: a texture of another size.
    """
    still = _plane(one)
    windows = sliding_window_view(still, (HEIGHT - 2 * EDGE, WIDTH - 2 * EDGE))
    flat = windows.reshape(-1, windows.shape[2] * windows.shape[3]).astype(np.float32)
    flat = _unit(flat)
    best = 0.0
    plane = _plane(other)
    moved = np.stack([_moved(plane, way).ravel() for way in _ways()])
    if flat.any() and moved.any():
        best = float((flat @ _unit(moved).T).max())
    return best


def _plane(texture: bytes) -> Floats:
    return np.frombuffer(texture, dtype=np.int8).reshape(HEIGHT, WIDTH).astype(np.float32)


def _unit(rows: Floats) -> Floats:
    """Return rows of mean 0 and length 1; an even row stays 0."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 0), dtype=np.float32)


class _Way(NamedTuple):
    """Where the inner pixels of a plane come from under one turn and scale: the flat places of four neighbours, and their shares."""

    corners: tuple[NDArray[np.intp], ...]
    right: Floats
    low: Floats


@cache
def _ways() -> tuple[_Way, ...]:
    """Return every turn and scale that is tried; the same for all pictures, so worked out once a process."""
    return tuple(_way(turn, scale) for turn in TURNS_DEG for scale in SCALES)


def _way(turn_deg: float, scale: float) -> _Way:
    turn = np.deg2rad(turn_deg)
    y, x = np.mgrid[EDGE : HEIGHT - EDGE, EDGE : WIDTH - EDGE].astype(np.float32)
    y, x = y - HEIGHT / 2, x - WIDTH / 2
    from_x = np.clip((np.cos(turn) * x - np.sin(turn) * y) / scale + WIDTH / 2, 0, WIDTH - 1.001)
    from_y = np.clip((np.sin(turn) * x + np.cos(turn) * y) / scale + HEIGHT / 2, 0, HEIGHT - 1.001)
    left, top = from_x.astype(np.intp), from_y.astype(np.intp)
    first = top * WIDTH + left
    return _Way((first, first + 1, first + WIDTH, first + WIDTH + 1), from_x - left, from_y - top)


def _moved(plane: Floats, way: _Way) -> Floats:
    """Return the inner part of a plane as it looks turned and scaled about its middle, between its pixels in proportion."""
    flat = plane.ravel()
    upper_left, upper_right, lower_left, lower_right = (flat[corner] for corner in way.corners)
    upper = upper_left * (1 - way.right) + upper_right * way.right
    lower = lower_left * (1 - way.right) + lower_right * way.right
    return np.asarray(upper * (1 - way.low) + lower * way.low, dtype=np.float32)

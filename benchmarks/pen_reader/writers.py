"""Whoever writes: a hand drawn stroke by stroke (`hands`) or as a moving pen (`scribe`)."""

from __future__ import annotations

import numpy as np

from benchmarks.pen_reader.hands import Floats, Hand, hand, scrawl, written
from benchmarks.pen_reader.scribe import Scribe, loops, scribe, written_by

Writer = Hand | Scribe


def writer(rng: np.random.Generator, *, moving: float) -> Writer:
    """Somebody; moving: share of those drawn as a moving pen."""
    return scribe(rng) if moving and rng.random() < moving else hand(rng)


def write(text: str, size: float, who: Writer, rng: np.random.Generator, *, upright: bool = False) -> Floats:
    """A text in one hand, as `hands.written`."""
    if isinstance(who, Scribe):
        return written_by(who, text, size, rng, upright=upright)
    return written(text, size, who, rng, upright=upright)


def scrawled(size: float, rng: np.random.Generator, *, moving: float) -> Floats:
    """A signature nobody can read."""
    return loops(size, rng) if moving and rng.random() < moving else scrawl(size, rng)

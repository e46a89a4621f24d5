"""Writes names, dates and scrawls with a pen: strokes in writing order, moved, joined and rounded as one hand does it, then inked.

Returned covers are (H, W) float32, 0 paper to 1 full ink, trimmed to nothing; a hand (`Hand`) is drawn once and writes everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pen_reader.stroke_data import Points, strokes_of

Floats = NDArray[np.float32]
OVER, FINE = 3, 4  # drawn three times as large; points to a sixteenth of a pixel
STEP = 0.025  # distance of a stroke's points, in heights of a character

# Digits as one draws them, in a square of 1; several ways for some.
DIGITS: dict[str, tuple[tuple[tuple[tuple[float, float], ...], ...], ...]] = {
    "0": (
        (((0.5, 0.1), (0.25, 0.35), (0.3, 0.8), (0.5, 0.92), (0.7, 0.7), (0.7, 0.3), (0.5, 0.1)),),
        (((0.62, 0.15), (0.36, 0.3), (0.32, 0.72), (0.52, 0.92), (0.72, 0.62), (0.66, 0.25), (0.42, 0.12)),),
    ),
    "1": ((((0.5, 0.1), (0.5, 0.9)),), (((0.35, 0.25), (0.55, 0.1), (0.52, 0.9)),)),
    "2": (
        (((0.28, 0.3), (0.45, 0.1), (0.7, 0.25), (0.6, 0.55), (0.25, 0.9), (0.75, 0.88)),),
        (((0.3, 0.22), (0.5, 0.1), (0.68, 0.28), (0.5, 0.6), (0.26, 0.86), (0.36, 0.8), (0.5, 0.9), (0.78, 0.86)),),
    ),
    "3": ((((0.3, 0.18), (0.55, 0.1), (0.68, 0.3), (0.45, 0.47), (0.7, 0.65), (0.55, 0.9), (0.28, 0.82)),),),
    "4": (
        (((0.5, 0.1), (0.25, 0.6), (0.78, 0.6)), ((0.62, 0.4), (0.6, 0.92))),
        (((0.34, 0.12), (0.3, 0.5), (0.72, 0.5)), ((0.64, 0.1), (0.62, 0.92))),
    ),
    "5": (
        (((0.35, 0.12), (0.32, 0.45), (0.6, 0.45), (0.68, 0.72), (0.5, 0.92), (0.28, 0.84)), ((0.35, 0.12), (0.7, 0.1))),
        (((0.72, 0.12), (0.36, 0.14), (0.34, 0.46), (0.62, 0.5), (0.66, 0.76), (0.3, 0.9)),),
    ),
    "6": ((((0.62, 0.1), (0.35, 0.45), (0.3, 0.8), (0.5, 0.92), (0.68, 0.72), (0.5, 0.55), (0.32, 0.7)),),),
    "7": ((((0.25, 0.14), (0.72, 0.12), (0.45, 0.9)),), (((0.25, 0.14), (0.72, 0.12), (0.45, 0.9)), ((0.4, 0.5), (0.68, 0.48)))),
    "8": ((((0.62, 0.2), (0.4, 0.14), (0.38, 0.38), (0.66, 0.66), (0.52, 0.92), (0.32, 0.72), (0.62, 0.38), (0.62, 0.2)),),),
    "9": ((((0.66, 0.3), (0.48, 0.12), (0.32, 0.32), (0.46, 0.52), (0.66, 0.3), (0.62, 0.92)),),),
    ".": ((((0.4, 0.9), (0.43, 0.93)),),),
    "-": ((((0.25, 0.55), (0.7, 0.52)),),),
    "/": ((((0.7, 0.1), (0.3, 0.95)),),),
}


@dataclass(frozen=True, kw_only=True)
class Hand:
    """How somebody writes; lengths in heights of a character, angles as tangents.

    haste: 0 to 1, how far strokes run together; pen: width of the stroke; nib: how much level strokes differ from upright ones;
    head: how much thicker a stroke begins; hook: share of the strokes that end in a flick.
    """

    slant: float
    rise: float
    squeeze: float
    pace: float
    uneven: float
    wander: float
    bend: float
    haste: float
    pen: float
    nib: float
    pressure: float
    taper: float
    head: float = 0.0
    hook: float = 0.0


CAREFUL = 0.45  # share of the hands that write one stroke after the other, as on a form


def hand(rng: np.random.Generator) -> Hand:
    """Somebody's hand."""
    if rng.random() < CAREFUL:
        return careful(rng)
    haste = float(rng.beta(1.3, 2.2))
    return Hand(
        slant=float(rng.normal(0.06, 0.13)),
        rise=float(rng.normal(0.05, 0.07)),
        squeeze=float(rng.uniform(0.68, 1.12)),
        pace=float(rng.uniform(0.78, 1.2)),
        uneven=float(rng.uniform(0.03, 0.14)),
        wander=float(rng.uniform(0.008, 0.035)),
        bend=float(rng.uniform(0.01, 0.045)),
        haste=haste,
        pen=float(np.exp(rng.uniform(np.log(0.022), np.log(0.085)))),
        nib=float(max(0.0, rng.normal(0, 0.25))),
        pressure=float(rng.uniform(0.02, 0.3)),
        taper=float(rng.uniform(0, 0.75)),
    )


def careful(rng: np.random.Generator) -> Hand:
    """The hand of somebody who writes regular script: straight strokes that rise, begun firmly, lifted at the end, hardly ever joined."""
    return Hand(
        slant=float(rng.normal(0.03, 0.08)),
        rise=float(rng.normal(0.12, 0.07)),
        squeeze=float(rng.uniform(0.72, 1.05)),
        pace=float(rng.uniform(0.9, 1.35)),
        uneven=float(rng.uniform(0.04, 0.17)),
        wander=float(rng.uniform(0.01, 0.03)),
        bend=float(rng.uniform(0.003, 0.018)),
        haste=float(rng.uniform(0, 0.3)) * float(rng.random() < 0.8),
        pen=float(np.exp(rng.uniform(np.log(0.024), np.log(0.08)))),
        nib=float(abs(rng.normal(0, 0.25))),
        pressure=float(rng.uniform(0.02, 0.2)),
        taper=float(rng.uniform(0.2, 0.9)),
        head=float(rng.uniform(0, 0.5)),
        hook=float(rng.uniform(0, 0.3)),
    )


def can_write(text: str) -> bool:
    """Whether strokes are known for every character."""
    return all(character in DIGITS or strokes_of(character) for character in text)


def written(text: str, size: float, who: Hand, rng: np.random.Generator, *, upright: bool = False) -> Floats:
    """A text in one hand, `size` pixels a character; upright: its characters stand below each other."""
    strokes: list[tuple[Points, float]] = []
    x = y = 0.0
    for character in text:
        narrow = 0.55 if character in DIGITS else 1.0
        own = _character(character, who, rng)
        scale = float(rng.uniform(1 - who.uneven, 1 + who.uneven)) * (0.85 if character in DIGITS else 1.0)
        at = np.array([x, y + rng.normal(0, 0.45 * who.uneven)], np.float32)
        strokes += [(points * scale + at, weight) for points, weight in own]
        step = who.pace * narrow * float(rng.uniform(1 - who.uneven, 1 + who.uneven))
        x, y = (x + float(rng.normal(0, 0.05)), y + step) if upright else (x + step * who.squeeze, y - 0.3 * who.rise * step)
    if who.haste > 0.75 and rng.random() < 0.5 and not upright:
        strokes = _joined(strokes, who, rng, share=0.4)
    return _inked(strokes, size, who, rng)


def scrawl(size: float, rng: np.random.Generator) -> Floats:
    """A signature nobody can read: loops that run to the right, a bar or a flourish."""
    who = hand(rng)
    turns = int(rng.integers(3, 9))
    t = np.linspace(0, 1, 60 * turns, dtype=np.float32)
    tall = np.interp(t, np.linspace(0, 1, turns + 1), rng.uniform(0.15, 1.0, turns + 1) * np.linspace(1, rng.uniform(0.3, 1), turns + 1))
    phase = 2 * np.pi * np.interp(t, np.linspace(0, 1, turns + 1), np.cumsum(rng.uniform(0.6, 1.4, turns + 1)))
    points = np.stack(
        [t * turns * rng.uniform(0.25, 0.55) + 0.22 * rng.uniform(0.3, 1.4) * np.cos(phase), 0.5 - 0.5 * tall * np.sin(phase)], axis=1
    )
    strokes = [(points.astype(np.float32), 1.0)]
    if rng.random() < 0.6:
        left, right = sorted(rng.uniform(-0.2, 1.2, 2) * points[-1, 0])
        level = rng.uniform(0.2, 1.1)
        bar = np.stack([np.linspace(left, right, 40), level + rng.normal(0, 0.1) * np.linspace(-1, 1, 40) ** 2], axis=1)
        strokes.append((bar.astype(np.float32), 1.0))
    return _inked([(_leaned(points + bending(rng, who.bend)(points), who), weight) for points, weight in strokes], size, who, rng)


def _character(character: str, who: Hand, rng: np.random.Generator) -> list[tuple[Points, float]]:
    ways = DIGITS.get(character)
    raw = [np.array(line, np.float32) for line in ways[int(rng.integers(len(ways)))]] if ways else list(strokes_of(character))
    strokes = []
    field = bending(rng, who.bend)
    for line in raw:
        points = spaced(line)
        middle = points.mean(axis=0)
        turn = rng.normal(0, 2.2 * who.wander)
        longer = 1 + rng.normal(0, 3 * who.wander)
        points = (points - middle) @ np.array([[1, turn], [-turn, 1]], np.float32) * longer + middle
        points = points + rng.normal(0, who.wander, 2) + field(points)
        strokes.append((points.astype(np.float32), 1.0))
    if who.haste > 0.6 and len(strokes) > 7:
        strokes = [stroke for stroke in strokes if len(stroke[0]) > 6 or rng.random() > 0.5 * who.haste]
    joined = _joined(strokes, who, rng, share=who.haste)
    joined = [(_hooked(points, rng) if rng.random() < who.hook else points, weight) for points, weight in joined]
    return [(_leaned(_rounded(points, 1.0 + 3.2 * who.haste), who), weight) for points, weight in joined]


def _joined(strokes: list[tuple[Points, float]], who: Hand, rng: np.random.Generator, *, share: float) -> list[tuple[Points, float]]:
    """Strokes drawn without lifting the pen where the way to the next is short."""
    found: list[tuple[Points, float]] = []
    for points, weight in strokes:
        if found and rng.random() < share:
            before = found[-1][0]
            way = float(np.hypot(*(points[0] - before[-1])))
            if way < 0.3 + 0.6 * who.haste:
                link = np.linspace(before[-1], points[0], max(2, int(way / STEP)), dtype=np.float32)[1:-1]
                found[-1] = (np.concatenate([before, link, points]), weight)
                continue
        found.append((points, weight))
    return found


def _hooked(points: Points, rng: np.random.Generator) -> Points:
    """A stroke that ends in a short flick back towards where the next one begins."""
    way = points[-1] - points[max(0, len(points) - 4)]
    way = way / (float(np.hypot(*way)) + 1e-6)
    turn = float(rng.choice([-1, 1])) * float(rng.uniform(1.6, 2.7))
    back = np.array([way[0] * np.cos(turn) - way[1] * np.sin(turn), way[0] * np.sin(turn) + way[1] * np.cos(turn)])
    flick = points[-1] + np.linspace(0, float(rng.uniform(0.03, 0.1)), 5)[1:, None] * back
    return np.concatenate([points, flick]).astype(np.float32)


def spaced(line: Points) -> Points:
    """A stroke with points at equal distances."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    count = max(3, int(lengths[-1] / STEP) + 1)
    at = np.linspace(0, lengths[-1], count)
    return np.stack([np.interp(at, lengths, line[:, 0]), np.interp(at, lengths, line[:, 1])], axis=1).astype(np.float32)


def _rounded(points: Points, reach: float) -> Points:
    """A stroke whose corners are rounded over so many points; its ends stay."""
    if len(points) < 5:
        return points
    radius = int(2 * reach) + 1
    padded = np.concatenate([2 * points[:1] - points[radius:0:-1], points, 2 * points[-1:] - points[-2 : -radius - 2 : -1]])
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / reach) ** 2)
    weights /= weights.sum()
    smooth = np.stack([np.convolve(padded[:, axis], weights, mode="same") for axis in (0, 1)], axis=1)
    before = len(points[radius:0:-1])
    return smooth[before : before + len(points)].astype(np.float32)


def bending(rng: np.random.Generator, bend: float) -> Callable[[Points], Floats]:
    """How far each place of a character is pushed, smoothly."""
    waves = rng.normal(0, bend, (3, 2)), rng.uniform(0.5, 1.6, (3, 2)) * 2 * np.pi, rng.uniform(0, 2 * np.pi, 3)

    def push(points: Points) -> Floats:
        pushed = np.zeros_like(points)
        for much, way, phase in zip(*waves, strict=True):
            pushed += np.sin(points @ way + phase)[:, None] * much
        return pushed

    return push


def _leaned(points: Points, who: Hand) -> Points:
    """A character in the hand's slant and rise."""
    x, y = points[:, 0] - 0.5, points[:, 1] - 0.5
    return np.asarray(np.stack([(x - who.slant * y) * who.squeeze + 0.5, y - who.rise * x + 0.5], axis=1), dtype=np.float32)


def _inked(strokes: list[tuple[Points, float]], size: float, who: Hand, rng: np.random.Generator) -> Floats:
    everything = np.concatenate([points for points, _ in strokes])
    low, high = everything.min(axis=0), everything.max(axis=0)
    pad = 0.15
    width, height = (int((high[axis] - low[axis] + 2 * pad) * size * OVER) + 2 for axis in (0, 1))
    canvas = np.zeros((height, width), np.uint8)
    for points, weight in strokes:
        at = np.round((points - low + pad) * size * OVER * 2**FINE).astype(int)
        count = len(points)
        along = np.linspace(0, 1, count)
        knots = max(3, count // 8)
        press = 1 + who.pressure * np.interp(along, np.linspace(0, 1, knots), rng.normal(0, 1, knots))
        if rng.random() < 0.85:
            press *= 1 - who.taper * np.clip((along - rng.uniform(0.45, 0.85)) / 0.55, 0, 1)
        press *= 1 + who.head * np.clip(1 - along * count * STEP / 0.12, 0, 1)
        steps = np.diff(points, axis=0, prepend=points[:1])
        press *= 1 + who.nib * (np.abs(steps[:, 1]) / (np.hypot(*steps.T) + 1e-6) - 0.5)
        thick = np.clip(np.round(who.pen * size * OVER * weight * np.clip(press, 0.3, 1.8)), 1, 255).astype(int)
        for n in range(1, count):
            cv2.line(canvas, tuple(map(int, at[n - 1])), tuple(map(int, at[n])), 255, int(thick[n]), cv2.LINE_AA, FINE)
    small = cv2.resize(canvas, (max(1, width // OVER), max(1, height // OVER)), interpolation=cv2.INTER_AREA)
    rows, columns = np.flatnonzero((small > 70).any(axis=1)), np.flatnonzero((small > 70).any(axis=0))
    kept = small[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else small[:1, :1]
    return np.asarray(kept.astype(np.float32) / np.float32(255), np.float32)

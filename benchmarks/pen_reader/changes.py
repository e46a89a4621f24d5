"""Changes stored views while training, as other pens, printers, paper and cameras would: shape, sharpness, density, grain, loss, dirt."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.ink_view import FULL

Floats = NDArray[np.float32]
HAND, DATE, MARK = 0, 4, 5  # classes whose strokes a hand drew, which may bend and lean


class Rows(NamedTuple):
    """Stored views: strips (n, 1, 48, 192) and labels (n, 1, 48, 96) uint8, facts (n, 5) float32, classes (n,) int64."""

    strips: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    facts: NDArray[np.float32]
    classes: NDArray[np.int64]


def varied(rows: Rows, picked: NDArray[np.int64], chance: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Return a batch of views, each changed a little by chance; labels are dropped at times."""
    scale = np.float32(FULL / 255)
    strips = rows.strips[picked].astype(np.float32) * scale
    labels = rows.labels[picked].astype(np.float32) * scale
    facts = rows.facts[picked].copy()
    for n in range(len(picked)):
        strip, label, drawn = strips[n, 0], labels[n, 0], int(rows.classes[picked[n]])
        strip[:] = _shaped(strip, chance, by_hand=drawn in {HAND, DATE, MARK}, leaning=drawn == HAND)
        strip[:], label[:] = _captured(strip, label, float(facts[n, 0]), chance)
        if chance.random() < 0.5:
            power = np.float32(chance.uniform(0.7, 1.45))
            strip[:], label[:] = FULL * (strip / FULL) ** power, FULL * (label / FULL) ** power
        if chance.random() < 0.5:
            down, across = int(chance.integers(-3, 4)), int(chance.integers(0, 7))
            strip[:] = np.roll(strip, (down, across), (0, 1))
        _lost(strip, chance)
        if chance.random() < 0.3:
            label[:] = 0
            facts[n, 4] = 0
    facts[:, :2] += chance.normal(0, 0.06, (len(picked), 2)).astype(np.float32)
    return np.clip(strips, 0, FULL), labels, facts


def _shaped(strip: Floats, chance: np.random.Generator, *, by_hand: bool, leaning: bool) -> Floats:
    """A picture at times stretched, bent, and with strokes thicker or thinner."""
    if chance.random() < 0.5:
        strip = _stretched(strip, chance, leaning=leaning)
    if chance.random() < (0.5 if by_hand else 0.2):
        strip = _bent(strip, float(chance.uniform(0.3, 1.6 if by_hand else 0.6)), chance)
    if chance.random() < 0.3:
        much = np.float32(chance.uniform(0.2, 1.0))
        change = cv2.dilate if chance.random() < 0.5 else cv2.erode
        strip = np.asarray((1 - much) * strip + much * change(strip, np.ones((2, 2), np.uint8)), np.float32)
    return strip


def _stretched(strip: Floats, chance: np.random.Generator, *, leaning: bool) -> Floats:
    """A picture a little wider or narrower, higher or lower, turned by a degree or two; leaning: sheared as well, as no print is."""
    across, down, turn = chance.uniform(0.8, 1.15), chance.uniform(0.85, 1.05), chance.normal(0, 0.02)
    lean = chance.normal(0, 0.13) if leaning else 0.0
    height = strip.shape[0]
    move = np.array([[across, lean, -lean * height / 2], [turn, down, (1 - down) * height / 2 - turn * strip.shape[1] / 4]], np.float32)
    return np.asarray(cv2.warpAffine(strip, move, (strip.shape[1], height)), np.float32)


def _bent(strip: Floats, reach: float, chance: np.random.Generator) -> Floats:
    """A picture pushed about smoothly; reach: how far a place is moved, standard deviation, px."""
    rows, columns = strip.shape
    push = [
        cv2.resize(chance.normal(0, reach, (5, 14)).astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC) for _ in range(2)
    ]
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return np.asarray(cv2.remap(strip, xs + push[0], ys + push[1], cv2.INTER_LINEAR), np.float32)


def _captured(strip: Floats, label: Floats, tall: float, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Both pictures at times softened by one camera, grainy and coded; tall: height of the ink in lines, logarithm to base 2, halved."""
    if chance.random() < 0.45:
        soft = float(chance.uniform(0.003, 0.03)) * strip.shape[0]  # of a line's height
        strip = np.asarray(cv2.GaussianBlur(strip, (0, 0), max(0.25, soft / 4**tall)), np.float32)
        label = np.asarray(cv2.GaussianBlur(label, (0, 0), max(0.25, soft / 0.75)), np.float32)
    if chance.random() < 0.4:
        inked = strip > 0.02
        grain = chance.normal(0, 1, strip.shape).astype(np.float32)
        if chance.random() < 0.5:
            grain = np.asarray(2 * cv2.GaussianBlur(grain, (0, 0), 0.9), np.float32)
        strip = np.asarray(strip + np.float32(chance.uniform(0.01, 0.13)) * grain * inked, np.float32)
        strip = np.asarray(np.clip(strip, 0, FULL), np.float32)
    if chance.random() < 0.15:
        coded = cv2.imencode(
            ".jpg", np.clip(255 * np.exp(-strip), 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(25, 80))]
        )[1]
        grey = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.float32)
        strip = np.where(strip > 0, np.clip(-np.log(np.maximum(grey, 1) / 255), 0, FULL), 0).astype(np.float32)
    if chance.random() < 0.15:
        strip = np.where(strip > chance.uniform(0.1, 0.35), strip, 0).astype(np.float32)  # what is palest is taken for paper
    return strip, label


def _lost(strip: Floats, chance: np.random.Generator) -> None:
    """Cut off at the top, cut through, or with dirt, in place."""
    if chance.random() < 0.12:
        strip[: int(chance.integers(1, 8))] = 0  # the edge of the place cut it off
    if chance.random() < 0.12:
        x = int(chance.integers(0, 180))
        strip[:, x : x + int(chance.integers(2, 12))] = 0
    if chance.random() < 0.12:
        y = int(chance.integers(5, 46))
        strip[y : y + int(chance.integers(1, 4))] *= np.float32(chance.uniform(0, 0.6))  # a ruling line was taken out
    if chance.random() < 0.1:
        for _ in range(int(chance.integers(1, 5))):
            at = (int(chance.integers(0, 192)), int(chance.integers(0, 48)))
            cv2.circle(strip, at, int(chance.integers(0, 2)), float(chance.uniform(0.2, 1.0)), -1)

"""Fits what tells a pen from a printer, on drawn places only, and writes `pipeline/imaging/pen_or_print.npz`.

`python -m benchmarks.signature_fit OUT.npz [--patches 400] [--places 550]`. No real signature is read: those are for measuring alone
(`benchmarks.signatures`), as are the faces and handwriting fonts named SHUT in `benchmarks.signature_places`. First the little
shapes of strokes are learnt and weighed (Coates and Ng 2011), then, on other places, that weight together with measured strokes,
the label's print and the recogniser's confidence.
"""

from __future__ import annotations

# ruff: noqa: SLF001 - what is fitted is what the stage sees, so its own steps are called
import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.signature_places import KINDS, Place, draw, fit_cast
from benchmarks.signatures import Eye, observations
from pipeline.datamodel.observation import Cell
from pipeline.datamodel.page import Mask
from pipeline.imaging.pen_or_print import (
    PATCH,
    Coefficients,
    Hand,
    measure_ink,
    measures,
    patch_shares,
    patches,
    print_beside,
    stroke_picture,
)
from pipeline.imaging.penstrokes import Density, stroke_length
from pipeline.imaging.ruling import find_ruling
from pipeline.stages import signatures
from pipeline.stages.base import Look

Floats = NDArray[np.float64]
PATCH_PLAN = ("handwritten", "printed", "handwritten", "printed")
"""With a name stamp in every fourth round and a blue printed name in the next."""


def main() -> None:
    """Learn shapes, weigh them, weigh everything, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--patches", type=int, default=400, help="rounds of five places to learn shapes on")
    parser.add_argument("--places", type=int, default=550, help="handwritten places to weigh it all on, as many printed")
    given = parser.parse_args()
    eye = Eye()
    pictures, by_pen = _pictures(eye, given.patches)
    filters, offsets = learn(pictures[::2], np.random.default_rng(1))
    shares = np.array([patch_shares(picture, filters, offsets) for picture in pictures])
    means, spreads, weights, offset = weigh(shares, by_pen, 1e-2)
    plain = (weights / spreads).astype(np.float32)
    known = {
        "filters": filters,
        "offsets": offsets,
        "patch_weights": plain,
        "patch_offset": np.float32(offset - float((means * plain).sum())),
    }
    values, by_pen, kinds = _places(eye, given.places, {name: np.asarray(value) for name, value in known.items()})
    means, spreads, weights, offset = weigh(values, by_pen, 1e-2)
    told = np.clip((values - means) / spreads, -4, 4) @ weights + offset
    # 99 of 100 printed names stay below a probability of 0.7.
    bound = float(np.quantile(told[np.isin(kinds, ["printed", "printed-blue"])], 0.99))
    beside = np.zeros(values.shape[1], dtype=bool)
    beside[1:3] = beside[3 + len(Hand._fields) : -3] = True
    single = {"means": means, "spreads": spreads, "weights": weights, "offset": np.array(offset + np.log(0.7 / 0.3) - bound)}
    stored = {name: np.asarray(value, np.float32) for name, value in {**known, **single}.items()}
    stored["filters"] = stored["filters"].astype(np.float16)  # half the size, read back as float32
    np.savez_compressed(given.out, beside=beside, allow_pickle=False, **stored)
    print(f"{len(pictures)} pictures, {len(values)} places, {given.out.stat().st_size} bytes")


def learn(
    pictures: list[NDArray[np.float32]], rng: np.random.Generator, *, count: int = 400
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return `count` typical squares of strokes as filters (81, count), whitening included, and what to take off their answers."""
    found = []
    for picture in pictures:
        squares = patches(picture)
        found.append(squares[rng.choice(len(squares), min(40, len(squares)), replace=False)])
    all_squares = np.concatenate(found)
    mean = all_squares.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov((all_squares - mean).T))
    white = (vectors / np.sqrt(values + 0.1)) @ vectors.T
    squares = ((all_squares - mean) @ white).astype(np.float32)
    squares /= np.linalg.norm(squares, axis=1, keepdims=True) + 1e-6
    centres = rng.normal(0, 1, (count, PATCH * PATCH)).astype(np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    for _ in range(15):
        answers = squares @ centres.T
        nearest = answers.argmax(axis=1)
        for k in range(count):
            mine = nearest == k
            if mine.any():
                centres[k] = (squares[mine] * answers[mine, k][:, None]).sum(axis=0)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
    filters = (white @ centres.T).astype(np.float16).astype(np.float32)
    return filters, (mean @ filters).astype(np.float32)


def weigh(values: Floats, by_pen: Floats, penalty: float) -> tuple[Floats, Floats, Floats, float]:
    """Return means, spreads, weights and offset of a logistic regression with a squared penalty, by Newton's method."""
    means, spreads = values.mean(axis=0), values.std(axis=0) + 1e-6
    scaled = np.column_stack([np.clip((values - means) / spreads, -4, 4), np.ones(len(values))])
    weights = np.zeros(scaled.shape[1])
    for _ in range(40):
        told = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (told - by_pen) / len(by_pen) + penalty * np.append(weights[:-1], 0)
        bend = (scaled.T * (told * (1 - told))) @ scaled / len(by_pen) + penalty * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return means, spreads, weights[:-1], float(weights[-1])


def _pictures(eye: Eye, rounds: int) -> tuple[list[NDArray[np.float32]], Floats]:
    pictures, by_pen = [], []
    for n in range(rounds):
        fifth = {0: "name-stamp", 1: "printed-blue"}.get(n % 4, "printed")
        for k, kind in enumerate((*PATCH_PLAN, fifth)):
            place = draw(kind, fit_cast(), np.random.default_rng([7, n, KINDS.index(kind), k]), level=n % 6)
            ink = _ink(eye, place)
            if ink is not None:
                pictures.append(stroke_picture(ink.mask, ink.density))
                by_pen.append(float(kind == "handwritten"))
    return pictures, np.array(by_pen)


def _places(eye: Eye, count: int, known: Coefficients) -> tuple[Floats, Floats, list[str]]:
    values, by_pen, kinds = [], [], []
    for kind, many in {"handwritten": count, "printed": count, "printed-blue": count // 4, "name-stamp": count // 4}.items():
        for n in range(many):
            place = draw(kind, fit_cast(), np.random.default_rng([1, n, KINDS.index(kind)]), level=n % 6)
            ink = _ink(eye, place)
            if ink is None:
                continue
            confidence = eye.stage._read(ink.look, ink.place, ink.mask, ink.colour).char_confidence
            measured = measure_ink(ink.mask, ink.density, ink.place.inks.blueness, min(6, len(confidence)) or 3, known)
            label = print_beside(place.image, place.label, ink.place.line, len(place.label_text), coefficients=known)
            if measured is not None and label is not None:
                values.append(measures(measured, label, confidence))
                by_pen.append(float(kind == "handwritten"))
                kinds.append(kind)
    return np.array(values), np.array(by_pen), kinds


class _Ink(NamedTuple):
    """What the stage would judge in a place."""

    look: Look
    place: signatures._Place
    mask: Mask
    density: Density
    colour: str


def _ink(eye: Eye, place: Place) -> _Ink | None:
    look = eye.desk(place.image, observations(place))
    cell = next(iter(look.of(Cell)))
    found = eye.stage._place(look, cell, cell.box.clipped(look.page.width, look.page.height), find_ruling(place.image))
    if found is None:
        return None
    least = eye.stage.signed_lines * found.line
    for colour, mask, density in (("black", found.dark, found.inks.dark), ("red", found.red & ~found.sealed, found.inks.red)):
        if mask.any() and stroke_length(mask) >= least:
            return _Ink(look, found, mask, density, colour)
    return None


if __name__ == "__main__":
    main()

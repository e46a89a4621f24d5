"""Trains the reader of strokes on drawn shards: `python -m benchmarks.pen_reader.fit SHARDS OUT --minutes N`; environment: `network.py`."""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - as its own pages write it
from numpy.typing import NDArray

from benchmarks.pen_reader.network import PenNetwork
from benchmarks.pen_reader.shards import CLASSES
from pipeline.imaging.ink_view import FULL

BATCH, RATE, SEED, SMOOTH = 64, 3e-3, 20261125, 0.03
SPARED = 2  # shards kept back to watch the training


class Rows(NamedTuple):
    """Stored views: strips (n, 1, 48, 192) and labels (n, 1, 48, 96) uint8, facts (n, 5) float32, classes (n,) int64."""

    strips: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    facts: NDArray[np.float32]
    classes: NDArray[np.int64]


def main() -> None:
    """Train for so many minutes of CPU time; write the running mean of the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shards", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--start", type=Path, help="weights to go on from, at a third of the rate")
    parser.add_argument("--run", type=int, default=0, help="number of the run: each sees the views in another order, changed otherwise")
    given = parser.parse_args()
    torch.manual_seed(SEED + bool(given.start) + 10 * given.run)
    torch.set_num_threads(1)
    chance = np.random.default_rng([SEED, bool(given.start), *([given.run] if given.run else [])])
    cv2.setNumThreads(1)
    paths = sorted(path for path in given.shards.glob("*.npz") if ".part" not in path.name)
    watched, rows = _load(paths[:SPARED]), _load(paths[SPARED:])
    network = PenNetwork().to(memory_format=torch.channels_last)
    rate = RATE
    if given.start:
        network.load_state_dict(torch.load(given.start, weights_only=True))
        rate /= 3
    mean = {name: value.detach().clone().float() for name, value in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=2e-3)
    started, step = time.process_time(), 0
    order = chance.permutation(len(rows.classes))
    while (done := (time.process_time() - started) / (60 * given.minutes)) < 1:
        at = step * BATCH % (len(order) - BATCH)
        if at < BATCH:
            order = chance.permutation(len(order))
        picked = order[at : at + BATCH]
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 100) * (0.5 * (1 + math.cos(math.pi * done)) + 0.005)
        network.train()
        strips, labels, facts = (_tensor(part) for part in varied(rows, picked, chance))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(strips, labels, facts)
        loss = F.cross_entropy(logits.float(), torch.from_numpy(rows.classes[picked]), label_smoothing=SMOOTH)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        step += 1
        keep = min(0.998, step / (step + 20))
        for name, value in network.state_dict().items():
            mean[name].lerp_(value.detach().float(), 1 - keep)
        if step % 100 == 0:
            print(step, f"{loss.item():.3f} {60 * given.minutes * done:.0f} s of {len(rows.classes)} views", flush=True)
        if step % 400 == 0:
            _watch(mean, watched)
            _store(given.out, mean)
    _watch(mean, watched)
    _store(given.out, mean)


def varied(
    rows: Rows, picked: NDArray[np.int64], chance: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return a batch with its pictures changed a little.

    They get darker, paler, thicker, thinner, softer, noisier, partly lost, moved, stretched; hands lean; labels are dropped at times.
    """
    scale = np.float32(FULL / 255)
    strips = rows.strips[picked].astype(np.float32) * scale
    labels = rows.labels[picked].astype(np.float32) * scale
    facts = rows.facts[picked].copy()
    facts[:, :2] += chance.normal(0, 0.06, (len(picked), 2)).astype(np.float32)
    for n in range(len(picked)):
        strip, label = strips[n, 0], labels[n, 0]
        strip[:] = _shaped(strip, chance, leaning=bool(rows.classes[picked[n]] == 0))
        if chance.random() < 0.5:
            power = np.float32(chance.uniform(0.7, 1.45))
            strip[:], label[:] = FULL * (strip / FULL) ** power, FULL * (label / FULL) ** power
        if chance.random() < 0.5:
            down, across = int(chance.integers(-3, 4)), int(chance.integers(0, 7))
            strip[:] = np.roll(strip, (down, across), (0, 1))
        if chance.random() < 0.25:
            soft = (strip[:, :-1] + strip[:, 1:]) / 2
            strip[:, :-1] = soft
        if chance.random() < 0.15:
            strip[: int(chance.integers(1, 8))] = 0  # the edge of the place cut it off
        if chance.random() < 0.15:
            x = int(chance.integers(0, 180))
            strip[:, x : x + int(chance.integers(2, 12))] = 0
        if chance.random() < 0.35:
            inked = strip > 0.02
            strip += chance.normal(0, chance.uniform(0.01, 0.09), strip.shape).astype(np.float32) * inked
        if chance.random() < 0.3:
            label[:] = 0
            facts[n, 4] = 0
    return np.clip(strips, 0, FULL), labels, facts


def _shaped(strip: NDArray[np.float32], chance: np.random.Generator, *, leaning: bool) -> NDArray[np.float32]:
    """A picture at times stretched, and with strokes thicker or thinner."""
    if chance.random() < 0.4:
        strip = _stretched(strip, chance, leaning=leaning)
    if chance.random() < 0.25:
        much = np.float32(chance.uniform(0.2, 0.9))
        change = cv2.dilate if chance.random() < 0.5 else cv2.erode
        strip = np.asarray((1 - much) * strip + much * change(strip, np.ones((2, 2), np.uint8)), np.float32)
    return strip


def _stretched(strip: NDArray[np.float32], chance: np.random.Generator, *, leaning: bool) -> NDArray[np.float32]:
    """A picture a little wider or narrower, higher or lower, turned by a degree or two; leaning: sheared as well, as no print is."""
    across, down, turn = chance.uniform(0.85, 1.12), chance.uniform(0.88, 1.05), chance.normal(0, 0.02)
    lean = chance.normal(0, 0.12) if leaning else 0.0
    height = strip.shape[0]
    move = np.array([[across, lean, -lean * height / 2], [turn, down, (1 - down) * height / 2 - turn * strip.shape[1] / 4]], np.float32)
    return np.asarray(cv2.warpAffine(strip, move, (strip.shape[1], height)), np.float32)


def _watch(mean: dict[str, torch.Tensor], watched: Rows) -> None:
    """Print how each class of the spared shards is told."""
    network = PenNetwork()
    network.load_state_dict(mean)
    network.eval()
    scale = FULL / 255
    with torch.no_grad():
        parts = (watched.strips.astype(np.float32) * scale, watched.labels.astype(np.float32) * scale, watched.facts)
        told = torch.softmax(network(*(_tensor(part) for part in parts)), dim=1).numpy()
    for n, name in enumerate(CLASSES):
        own = told[watched.classes == n]
        if len(own):
            pen = own[:, 0]
            print(
                name,
                len(own),
                f"right {(own.argmax(axis=1) == n).mean():.3f}; pen > .5 {(pen > 0.5).mean():.3f} > .9 {(pen > 0.9).mean():.3f}",
            )
    print(flush=True)


def _load(paths: list[Path]) -> Rows:
    loaded = [np.load(path) for path in paths]
    strips, labels, facts, classes = (np.concatenate([part[name] for part in loaded]) for name in ("strips", "labels", "facts", "classes"))
    return Rows(strips, labels, facts, classes.astype(np.int64))


def _tensor(values: NDArray[np.float32]) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))


def _store(out: Path, mean: dict[str, torch.Tensor]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_suffix(".part")
    torch.save(mean, partial)
    partial.rename(out)


if __name__ == "__main__":
    main()

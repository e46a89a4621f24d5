"""Trains the reader of strokes on drawn shards: `python -m benchmarks.pen_reader.fit SHARDS OUT --minutes N`; environment: `network.py`."""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - as its own pages write it
from numpy.typing import NDArray

from benchmarks.pen_reader.changes import Rows, varied
from benchmarks.pen_reader.network import SHIPPED, WIDE, PenNetwork, trained
from benchmarks.pen_reader.shards import CLASSES
from benchmarks.pen_reader.widening import widen
from pipeline.imaging.ink_view import FULL

BATCH, RATE, SEED, SMOOTH = 64, 3e-3, 20261125, 0.03
SPARED = 2  # shards kept back to watch the training
AGAIN = 300  # steps after which shards drawn meanwhile are taken in


def main() -> None:
    """Train for so many minutes of CPU time; write the running mean of the weights."""
    given = _given()
    torch.manual_seed(SEED + bool(given.start) + 10 * given.run)
    torch.set_num_threads(1)
    chance = np.random.default_rng([SEED, bool(given.start), *([given.run] if given.run else [])])
    cv2.setNumThreads(1)
    paths = _paths(given)
    watched, rows = _load(paths[:SPARED]), _load(paths[SPARED:])
    network = PenNetwork(WIDE if given.wide else SHIPPED).to(memory_format=torch.channels_last)
    rate = RATE
    if given.start:
        widen(network, torch.load(given.start, weights_only=True))
        rate /= 3
    mean = {name: value.detach().clone().float() for name, value in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=2e-3)
    started, step = time.process_time(), 0
    order = chance.permutation(len(rows.classes))
    while (done := (time.process_time() - started) / (60 * given.minutes)) < 1:
        at = step * BATCH % (len(order) - BATCH)
        if at < BATCH:
            order = chance.permutation(len(order))
        if step % AGAIN == 0 and len(found := _paths(given)) > len(paths):
            paths, rows = found, _load(found[SPARED:])
            order, at = chance.permutation(len(rows.classes)), 0
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


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shards", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--more", type=Path, help="folder of shards that are shown twice as often; watched are two of these then")
    parser.add_argument("--start", type=Path, help="weights to go on from, at a third of the rate, of this network or of a smaller one")
    parser.add_argument("--wide", action="store_true", help="train the larger network")
    parser.add_argument("--run", type=int, default=0, help="number of the run: each sees the views in another order, changed otherwise")
    return parser.parse_args()


def _paths(given: argparse.Namespace) -> list[Path]:
    """Return the shards that are there, those that are spared first, those shown twice as often twice."""
    once, twice = (
        sorted(path for path in folder.glob("*.npz") if ".part" not in path.name) if folder else [] for folder in (given.shards, given.more)
    )
    return [*twice[:SPARED], *once, *twice[SPARED:], *twice[SPARED:]]


def _watch(mean: dict[str, torch.Tensor], watched: Rows) -> None:
    """Print how each class of the spared shards is told."""
    network = trained(mean)
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

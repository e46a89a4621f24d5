"""Fine-tunes the wheel's recogniser on drawn arcs: CTC on the product's own strips, the head frozen, weights averaged.

`python -m benchmarks.arc_reader.fit SHARDS OUT --minutes N`; for the environment see `network.py`.
The head (18,710 characters) stays as it was, so rare characters keep their meaning and no dictionary is cut.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.arc_reader.network import base_model, characters, module
from benchmarks.arc_reader.unit_names import is_drawable

BATCH, RATE, WARM, SEED = 16, 2e-4, 60, 20261125
SPARED = 1  # shards kept back to watch the training


def main() -> None:
    """Train for so many minutes; write the weights and their running mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shards", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model = base_model()
    index = {character: column for column, character in enumerate(characters(model))}
    network = module(model, BATCH)
    learning = [weight for weight in network.parameters() if weight.requires_grad]
    mean = {name: weight.detach().clone() for name, weight in network.named_parameters()}
    steps = torch.optim.AdamW(learning, lr=RATE, weight_decay=1e-4)
    watched = list(_batches(_shards(given.shards)[:SPARED], np.random.default_rng(SEED), augmented=False))[:24]
    print("before", _exact(network, watched, index), flush=True)
    started, step = time.monotonic(), 0
    for strips, names in _endless(given.shards):
        done = (time.monotonic() - started) / (60 * given.minutes)
        if done >= 1:
            break
        rate = RATE * min(1.0, step / WARM) * (0.5 * (1 + math.cos(math.pi * done)) + 0.01)
        for group in steps.param_groups:
            group["lr"] = rate
        loss = _loss(network, strips, names, index)
        steps.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 5.0)
        steps.step()
        step += 1
        keep = min(0.998, step / (step + 20))
        for name, weight in network.named_parameters():
            mean[name].lerp_(weight.detach(), 1 - keep)
        if step % 20 == 0:
            print(step, f"{loss.item():.3f} {60 * given.minutes * done:.0f} s", flush=True)
        if step % 300 == 0:
            print("watched", _exact(network, watched, index), flush=True)
            _store(given.out, network, mean)
    _store(given.out, network, mean)
    print("done", step, _exact(network, watched, index), flush=True)


def _store(out: Path, network: torch.nn.Module, mean: dict[str, torch.Tensor]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_suffix(".part")
    torch.save({"last": {name: weight.detach() for name, weight in network.named_parameters()}, "mean": mean}, partial)
    partial.rename(out)


def _loss(network: torch.nn.Module, strips: NDArray[np.uint8], names: list[str], index: dict[str, int]) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(_input(strips))
    likely = torch.log_softmax(logits.float(), dim=2).transpose(0, 1)
    wanted = [[index[character] for character in name] for name in names]
    flat = torch.tensor([column for row in wanted for column in row])
    lengths = torch.tensor([len(row) for row in wanted])
    steps = torch.full((len(names),), likely.shape[0], dtype=torch.long)
    return torch.nn.functional.ctc_loss(likely, flat, steps, lengths, blank=0, zero_infinity=True)


def _input(strips: NDArray[np.uint8]) -> torch.Tensor:
    """Return (n, 3, 48, 400) in -1..1, blue first, as the network was trained; (n, 48, 400, 3) uint8 RGB in."""
    planes = torch.from_numpy(np.ascontiguousarray(strips[..., ::-1].transpose(0, 3, 1, 2)).astype(np.float32) / 127.5 - 1)
    return planes.to(memory_format=torch.channels_last)


def _exact(network: torch.nn.Module, batches: list[tuple[NDArray[np.uint8], list[str]]], index: dict[str, int]) -> str:
    """Return the share of names read without an error, nothing being expected."""
    letters = {column: character for character, column in index.items()}
    right = count = 0
    with torch.no_grad():
        for strips, names in batches:
            for row, name in zip(network(_input(strips)).argmax(dim=2).numpy(), names, strict=True):
                kept = row[np.concatenate(([True], row[1:] != row[:-1]))]
                text = "".join(letters[int(column)] for column in kept if column)
                right += text.replace("(", "（").replace(")", "）") == name
                count += 1
    return f"{right}/{count}"


def _shards(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("[0-9]*.npz") if ".part" not in path.name)


def _endless(folder: Path) -> Iterator[tuple[NDArray[np.uint8], list[str]]]:
    """Yield batches for ever; shards that are still being drawn come in as they appear, new ones first."""
    used: dict[Path, int] = {}
    chance = np.random.default_rng(SEED)
    while True:
        there = _shards(folder)[SPARED:]
        if not there:
            time.sleep(5)
            continue
        shard = min(there, key=lambda path: (used.get(path, 0), chance.random()))
        used[shard] = used.get(shard, 0) + 1
        yield from _batches([shard], chance, augmented=True)


def _batches(shards: list[Path], chance: np.random.Generator, *, augmented: bool) -> Iterator[tuple[NDArray[np.uint8], list[str]]]:
    for shard in shards:
        with np.load(shard) as stored:
            drawable = np.array([all(map(is_drawable, str(name))) for name in stored["names"]])
            strips, names = stored["strips"][drawable], stored["names"][drawable]
        order = chance.permutation(len(names))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            picked = np.stack([_varied(strips[row], chance) for row in rows]) if augmented else strips[rows]
            yield picked, [str(names[row]) for row in rows]


def _varied(strip: NDArray[np.uint8], chance: np.random.Generator) -> NDArray[np.uint8]:
    """Return the strip a little lighter or darker, noisier, moved up or down."""
    values = (strip.astype(np.float32) - 128) * chance.uniform(0.75, 1.15) + 128 + chance.uniform(-15, 15)
    values += chance.normal(0, chance.uniform(0, 6), strip.shape)
    return np.asarray(np.clip(np.roll(values, int(chance.integers(-2, 3)), axis=0), 0, 255), dtype=np.uint8)


if __name__ == "__main__":
    main()

"""Measures the finding of seals, nothing being read: by shape, ink and level on drawn pages, on pages without a seal, and on real ones.

`python -m benchmarks.seal_finding [--count N] [--first SEED] [--half tune|shut] [--real FOLDER]`: FOLDER holds `seals/`,
`documents/`, `portraits/` and `signatures/`, each with a truth.jsonl. Even seeds are for setting
limits (tune), odd ones for reporting (shut).
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks import seal_foils, seal_scenes
from benchmarks.seal_scenes import Truth
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb
from pipeline.stages import seal_finding
from pipeline.stages.seals import Seals

WHOLE = 0.88  # share of a seal on the page from which it is to be read; below, it lies across two pages


@dataclass(frozen=True, kw_only=True)
class Spotted:
    """One impression on a page: its box on that page, its ink, and whether it was called cut."""

    box: Box
    ink: str
    cut: bool


class Finder:
    """The search of the stage `seals`, and the CPU seconds it took, page by page."""

    def __init__(self) -> None:
        self.stage = Seals()
        self.seconds: list[float] = []

    def find(self, image: Rgb) -> list[Spotted]:
        """Return what is found on a picture."""
        started = time.process_time()
        factor = min(1.0, self.stage.work_side_px / max(image.shape[:2]))
        small = image if factor == 1 else cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        found = seal_finding.find(np.asarray(small, np.uint8), self.stage.bounds)
        self.seconds.append(time.process_time() - started)
        return [Spotted(box=_scaled(one.box, 1 / factor, image), ink=one.hue, cut=one.cut) for one in found]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="drawn pages a level and half")
    parser.add_argument("--foils", type=int, default=50, help="drawn pages without a seal")
    parser.add_argument("--levels", default="0123", help="which levels")
    parser.add_argument("--first", type=int, default=0, help="even seed to begin at")
    parser.add_argument("--half", choices=("tune", "shut"), default="tune")
    parser.add_argument("--real", type=Path, help="folder with real pictures")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    odd = given.first + int(given.half == "shut")
    for level in map(int, given.levels if given.count else ""):
        drawn(level, range(odd, 2 * given.count + odd, 2), given.half)
    if given.foils:
        foils(range(odd, 2 * given.foils + odd, 2), given.half)
    if given.real:
        real_seals(given.real / "seals")
        for name in ("documents", "portraits", "signatures"):
            real_pages(given.real / name)


def drawn(level: int, seeds: range, half: str) -> None:
    """Print found of drawn, by shape and ink; cut seals apart; and what was found that was not drawn."""
    finder, tally, extra, fit, named = Finder(), _tally(), 0, [], [0, 0]
    for seed in seeds:
        scene = seal_scenes.scene(seed, level)
        found = finder.find(scene.image)
        for truth in scene.seals:
            best = max(found, key=lambda one: _iou(one.box, truth.box), default=None)
            close = _iou(best.box, truth.box) if best else 0.0
            for word in _words(truth):
                tally[word][0] += 1
                tally[word][1] += close > 0.5
            if best and close > 0.5 and truth.seen >= WHOLE:
                fit.append(close)
                named[0] += 1
                named[1] += best.ink == truth.ink
        extra += sum(all(_iou(one.box, truth.box) < 0.3 for truth in scene.seals) for one in found)
    told = ", ".join(f"{word} {found_count}/{count}" for word, (count, found_count) in sorted(tally.items()))
    print(f"{half} level {level}, {len(seeds)} pages: {told}; false {extra}")
    print(f"  ink named rightly {named[1]}/{named[0]}; mean IoU {np.mean(fit):.3f}; {_cpu(finder)}")


def foils(seeds: range, half: str) -> None:
    """Print how many seals are seen on drawn pages that have none."""
    finder, false, pages = Finder(), collections.Counter[str](), collections.Counter[str]()
    for seed in seeds:
        image, kind = seal_foils.foil(seed)
        pages[kind] += 1
        false[kind] += len(finder.find(image))
    told = ", ".join(f"{kind} {false[kind]} on {count}" for kind, count in pages.items())
    print(f"{half} without a seal, {len(seeds)} pages: false {false.total()} ({told}); {_cpu(finder)}")


def real_seals(folder: Path) -> None:
    """Print found of real and other public seals, by shape, ink and how surely they were transcribed."""
    finder, tally, extra = Finder(), _tally(), 0
    for truth, image in _pictures(folder):
        box = Box(*(truth["box_xywh"] or (0, 0, image.shape[1], image.shape[0])))
        found = finder.find(image)
        hit = any(_iou(one.box, box) > 0.5 for one in found)
        shape = truth["shape"].split("-")[0].split("/")[0]
        ink = next((word for word in ("blue", "black", "grey") if word in truth["colour"]), "red")
        origin = "real" if truth["origin"].startswith("real") else "digital or synthetic"
        row = tally[f"{origin} {shape} {'black' if ink == 'grey' else ink} {truth['transcription_confidence']}"]
        row[0], row[1] = row[0] + 1, row[1] + hit
        extra += sum(_iou(one.box, box) < 0.1 for one in found)
    for word, (count, found_count) in sorted(tally.items()):
        print(f"public {word}: {found_count}/{count}")
    print(f"public seals: found elsewhere on the crops {extra}; {_cpu(finder)}")


def real_pages(folder: Path) -> None:
    """Print what is seen on real pictures without a seal."""
    finder, false = Finder(), []
    for truth, image in _pictures(folder):
        if truth.get("label", {}).get("seals", 0) == 0:
            false += [f"{truth['file']} {one.ink}{' cut' if one.cut else ''} {one.box}" for one in finder.find(image)]
    print(f"{folder.name}, {len(finder.seconds)} pictures without a seal: false {len(false)}; {_cpu(finder)}")
    for line in false:
        print(f"  {line}")


def _pictures(folder: Path) -> Iterator[tuple[dict, Rgb]]:  # type: ignore[type-arg]
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(row)
        image = cv2.imread(str(folder / truth["file"]))
        if image is not None:
            yield truth, np.ascontiguousarray(image[:, :, ::-1], dtype=np.uint8)


def _words(truth: Truth) -> tuple[str, ...]:
    if truth.seen < WHOLE:
        return (f"cut {truth.shape}",)
    ring = truth.shape in {"round", "oval"}
    size = "under 30" if truth.diameter_mm < 30 else "30 to 41" if truth.diameter_mm < 41 else "41 and more"
    return (
        truth.shape,
        *([f"ring of {size} mm"] if ring else []),
        f"{truth.ink} {'stamp' if truth.shape in {'square', 'rectangle'} else 'ring'}",
        *(["overlapping"] if truth.overlaps else []),
    )


def _tally() -> dict[str, list[int]]:
    return collections.defaultdict(lambda: [0, 0])


def _cpu(finder: Finder) -> str:
    return f"CPU s a page: mean {np.mean(finder.seconds):.2f}, median {np.median(finder.seconds):.2f}, most {max(finder.seconds):.2f}"


def _iou(one: Box, other: Box) -> float:
    common = one.overlap(other).area
    return common / max(1, one.area + other.area - common)


def _scaled(box: Box, factor: float, image: Rgb) -> Box:
    return Box(*(round(v * factor) for v in (box.x, box.y, box.w, box.h))).clipped(image.shape[1], image.shape[0])


if __name__ == "__main__":
    main()

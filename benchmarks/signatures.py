"""Measures what is told about places for signatures: pen, print, stamp, date, nothing, on faces, pens and writers never fitted on.

`python -m benchmarks.signatures [--count N] [--real FOLDER] [--tuning]`: FOLDER holds `signatures/` (crops of real signatures, by
writer) and `signed-pages/`. `--tuning` measures the half that limits were chosen on. Fonts outside the system's folders: PLACE_FONTS.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from benchmarks.signature_places import KINDS, LEVELS, Cast, Place, draw, real_writers, shut_cast, tune_cast
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, Observation, Role, Seal, SealKind, Signature, TextLine, Writing
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines import loader
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look
from pipeline.stages.signatures import Signatures

Tally = dict[str, collections.Counter[Writing]]
NEVER = frozenset({"empty", "date-only"})


class Eye:
    """The stage with its engine, and the CPU seconds every place took."""

    def __init__(self) -> None:
        self.stage = Signatures()
        self.engines = loader.load()
        self.seconds: list[float] = []

    def see(self, image: Rgb, seen: tuple[Observation, ...]) -> Signature:
        """Return what is told about the one place."""
        look = desk(image, seen, self.engines)
        started = time.process_time()
        told = next(iter(self.stage.see(look)))
        self.seconds.append(time.process_time() - started)
        return told

    def look(self, place: Place) -> Writing:
        """Return what is told about a drawn place."""
        return self.see(place.image, observations(place)).writing


def desk(image: Rgb, seen: tuple[Observation, ...], engines: Engines) -> Look:
    """Return a page with what was seen on it."""
    height, width = image.shape[:2]
    page = Page(image=image, file="", number=0, origin=Origin(format="PNG", file_bytes=0, width_px=width, height_px=height))
    return Look(page=page, index=0, engines=engines, seen=seen)


def observations(place: Place) -> tuple[Observation, ...]:
    """Return what earlier stages would have seen of a drawn place."""
    cell = _cell(place.cell, place.label, place.label_text)
    line = TextLine(page=0, box=place.label, confidence=0.99, seen_by="text", reading=Reading(text=place.label_text))
    return (cell, line) if place.seal is None else (cell, line, _seal(place.seal))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=120, help="places of each kind")
    parser.add_argument("--many", type=int, default=1000, help="places of those kinds that must never pass: empty, date-only")
    parser.add_argument("--real", type=Path, help="folder with real signatures and signed pages")
    parser.add_argument("--tuning", action="store_true", help="measure the half that limits were chosen on")
    given = parser.parse_args()
    eye = Eye()
    drawn = tune_cast() if given.tuning else shut_cast()
    hands = ", ".join(Path(file).stem for file, _ in (*drawn.pens, *drawn.latin))
    print(f"faces of print: {', '.join(drawn.print_faces)}; handwriting fonts: {hands}\n")
    measured: list[Told] = []
    for kind in KINDS:
        measured += measure(eye, kind, drawn, given.many if kind in NEVER else given.count)
    if given.real:
        for writer, crops in real_writers(given.real / "signatures", half=0 if given.tuning else 1).items():
            one = replace(drawn, writers={writer: crops})
            for kind in ("handwritten", "under-seal"):
                measured += [told._replace(kind=f"real {kind}") for told in measure(eye, kind, one, given.count)]
    table("what stands there", [(told.kind, told.writing) for told in measured])
    for title, kinds in (
        ("handwritten by", ("handwritten", "real handwritten")),
        ("printed in", ("printed", "printed-blue")),
        ("name stamp", ("name-stamp",)),
        ("mark", ("mark",)),
    ):
        table(title, [(told.maker, told.writing) for told in measured if told.kind in kinds])
    for kind in ("real handwritten", "printed"):
        table(f"{kind}, level", [(LEVELS[told.level], told.writing) for told in measured if told.kind == kind])
    print(f"CPU ms a place: {1000 * np.median(eye.seconds):.0f} in the median, {1000 * np.percentile(eye.seconds, 95):.0f} at 95 %")
    if given.real:
        measure_pages(eye, given.real / "signed-pages")


class Told(NamedTuple):
    """A drawn place's kind, who made it, how it was seen, and what was told."""

    kind: str
    maker: str
    level: int
    writing: Writing


def measure(eye: Eye, kind: str, cast: Cast, count: int) -> list[Told]:
    """Return what was told for each drawn place."""
    found = []
    for number in range(count):
        seed = [91, number, KINDS.index(kind), *("".join(cast.writers).encode())]
        place = draw(kind, cast, np.random.default_rng(seed), level=number % len(LEVELS))
        found.append(Told(kind, place.maker, place.level, eye.look(place)))
    return found


def table(title: str, rows: list[tuple[str, Writing]]) -> None:
    """Print by rows the shares in per cent that pass, fail and are unsure, with 95 % intervals (Wilson), and as what they were told."""
    tally: Tally = collections.defaultdict(collections.Counter)
    for row, told in rows:
        tally[row][told] += 1
    print(f"| {title} | n | pass, 95 % | fail, 95 % | unsure | told as, % |\n|---|---|---|---|---|---|")
    for row, counts in tally.items():
        count = counts.total()
        passed, unsure = counts[Writing.HANDWRITTEN], counts[Writing.UNCLEAR]
        shares = [_share(part, count) for part in (passed, count - passed - unsure)]
        slugs = ", ".join(f"{word.value} {100 * part / count:.1f}" for word, part in counts.most_common())
        print(f"| {row} | {count} | {' | '.join(shares)} | {100 * unsure / count:.1f} | {slugs} |")
    print()


def _share(hits: int, count: int) -> str:
    low, high = wilson(hits, count)
    return f"{100 * hits / count:.1f} ({100 * low:.1f}-{100 * high:.1f})"


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share. Source: Wilson 1927."""
    z, share = 1.96, hits / count
    middle, spread = share + z * z / (2 * count), z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, float((middle - spread) / (1 + z * z / count))), float((middle + spread) / (1 + z * z / count))


def measure_pages(eye: Eye, folder: Path) -> None:
    """Print what is told about the signatures of real pages whose boxes are known."""
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(row)
        boxes = truth.get("signature", {}).get("boxes") or []
        image = cv2.imread(str(folder / truth["file"])) if boxes else None
        if image is None:
            continue
        rgb = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
        line = max(12, round(rgb.shape[0] / 60))
        told = []
        for x, y, w, h in boxes:
            label = Box(max(0, x - 4 * line), y + h - line, 4 * line, line)
            told.append(eye.see(rgb, (_cell(Box(x, y, w, h), label, "Signature"),)).writing.value)
        print(f"\nreal page {truth['file']}: {', '.join(told)}")


def _cell(box: Box, label: Box, text: str) -> Cell:
    return Cell(page=0, box=box, confidence=0.95, seen_by="cells", role=Role.APPLICANT_SIGNATURE, label=text, label_box=label)


def _seal(box: Box) -> Seal:
    nothing = Reading(text="")
    return Seal(
        page=0, box=box, confidence=0.9, seen_by="seals", shape="round", ink="red", axes_px=(box.w / 2, box.h / 2), turn_deg=None,
        name=nothing, line=nothing, code="", kind=SealKind.UNIT, ring_share=0.9, contrast=0.5, legible=0.9,
    )  # fmt: skip


if __name__ == "__main__":
    main()

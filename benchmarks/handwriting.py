"""Measures how handwriting of a signature's kind is found on whole pages: drawn ones signed by writers never fitted on, and real ones.

`python -m benchmarks.handwriting [--pages N] [--real FOLDER] [--tuning]`: FOLDER holds `signatures/`, `signed-pages/` and `documents/`.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks import signature_inks as inks
from benchmarks.signature_places import LABELS, LEVELS, Cast, captured, fit_cast, handwriting, name_in, real_writers, shut_cast, words_in
from benchmarks.signatures import desk, wilson
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Handwriting
from pipeline.datamodel.page import Rgb
from pipeline.engines import loader
from pipeline.stages.handwriting import HandwritingStage
from pipeline.stages.text import Text
from samples.drawing.paper import Floats


@dataclass(frozen=True, kw_only=True)
class DrawnPage:
    """A page (RGB), where its signatures are with their makers and labels, and where dates by hand are, px."""

    image: Rgb
    level: int
    signed: tuple[tuple[Box, str, str], ...]
    dated: tuple[Box, ...]


def page(cast: Cast, rng: np.random.Generator, level: int) -> DrawnPage:
    """A printed page with one to three places to sign, most of them signed, some dated by hand, some under a seal."""
    line = int(rng.choice([26, 32, 38]))
    em = line / 1.45
    face = str(rng.choice(list(cast.print_faces)))
    file = cast.print_faces[face]
    known = inks.characters(file)
    width, height = round(46 * line), round(62 * line)
    sheet = np.full((height, width, 3), 255.0, np.float32)
    black = tuple(int(v) for v in rng.integers(10, 50, 1).repeat(3))
    y = 4 * line
    for _ in range(int(rng.integers(12, 30))):
        text = "".join(rng.choice(words_in(known), int(rng.integers(8, 30))))
        cover = inks.printed(text, file, em)
        inks.stain(sheet, cover, 3 * line + round(2 * em * (rng.random() < 0.2)), y, black)
        y += round(1.45 * line)
    if rng.random() < 0.5:
        y = _table(sheet, file, y + line, line, rng)
    signed, dated = [], []
    for _ in range(int(rng.integers(1, 4))):
        y += round(rng.uniform(3.2, 4.5) * line)
        if y > height - 3 * line:
            break
        label_text = str(rng.choice([one for one in LABELS if set(one) <= known] or ["  "]))
        label = inks.printed(label_text, file, em)
        x = round(rng.uniform(3, 22) * line)
        inks.stain(sheet, label, x, y - label.shape[0], black)
        x += label.shape[1] + round(rng.uniform(0.2, 1.5) * line)
        if rng.random() < 0.5:
            cv2.line(sheet, (x, y + line // 8), (x + 8 * line, y + line // 8), (40, 40, 40), max(1, line // 20))
        pen = inks.PENS[int(rng.integers(len(inks.PENS)))]
        if rng.random() < 0.85:
            cover, maker = handwriting(name_in(rng, known), cast, rng.uniform(1.1, 2.3) * em, rng)
            top = y - round(0.5 * line) - cover.shape[0] // 2
            inks.stain(sheet, cover, x, top, pen)
            signed.append((Box(x, top, cover.shape[1], cover.shape[0]).clipped(width, height), maker, label_text))
        if rng.random() < 0.3:
            inks.seal(sheet, Box(x, y - 2 * line, 7 * line, 3 * line), line, file, rng)
        if rng.random() < 0.5:
            x = round(32 * line)
            parts = inks.write_date(cast.pens, (), None, inks.date_text(rng), 1.1 * em, rng)
            start = x
            for part in parts:
                inks.stain(sheet, part, x, y - part.shape[0], pen)
                x += part.shape[1] + round(0.2 * em)
            dated.append(Box(start, y - 2 * line, x - start, 2 * line))
    return DrawnPage(image=captured(sheet, rng, level, line), level=level, signed=tuple(signed), dated=tuple(dated))


def _table(sheet: Floats, file: inks.FontFile, y: int, line: int, rng: np.random.Generator) -> int:
    """Draw a table of words and return where it ends."""
    columns, rows = np.linspace(3 * line, 43 * line, int(rng.integers(3, 7))).astype(int), int(rng.integers(3, 7))
    for n in range(rows + 1):
        cv2.line(sheet, (int(columns[0]), y + 2 * n * line), (int(columns[-1]), y + 2 * n * line), (30, 30, 30), max(1, line // 20))
    for x in columns:
        cv2.line(sheet, (int(x), y), (int(x), y + 2 * rows * line), (30, 30, 30), max(1, line // 20))
    pool = words_in(inks.characters(file))
    for n in range(rows):
        for x in columns[:-1]:
            cover = inks.printed("".join(rng.choice(pool, int(rng.integers(2, 5)))), file, line / 1.45)
            inks.stain(sheet, cover, int(x) + line // 2, y + 2 * n * line + line // 2, (20, 20, 20))
    return y + 2 * rows * line


class Eye:
    """The text stage and the detector, and the CPU seconds the latter took."""

    def __init__(self) -> None:
        self.engines = loader.load()
        self.text, self.stage = Text(), HandwritingStage()
        self.seconds: list[float] = []

    def see(self, image: Rgb) -> list[Handwriting]:
        """Return the groups found on a page."""
        lines = tuple(self.text.see(desk(image, (), self.engines)))
        started = time.process_time()
        found = list(self.stage.see(desk(image, lines, self.engines)))
        self.seconds.append(time.process_time() - started)
        return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=48, help="drawn pages")
    parser.add_argument("--real", type=Path, help="folder with real signatures, signed pages and documents")
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--tuning", action="store_true", help="measure the half that limits were chosen on")
    given = parser.parse_args()
    eye = Eye()
    casts = [fit_cast() if given.tuning else shut_cast()]
    if given.real:
        writers = real_writers(given.real / "signatures", half=0 if given.tuning else 1)
        casts += [replace(casts[0], writers={writer: crops}) for writer, crops in writers.items()]
    print("| signed by | signatures | found, 95 % | right label |\n|---|---|---|---|")
    rows: dict[str, list[tuple[bool, bool]]] = collections.defaultdict(list)
    false, dates, empty = collections.Counter[str](), 0, 0
    for number in range(given.pages):
        cast = casts[number % len(casts)]
        drawn = page(cast, np.random.default_rng([given.seed, number, int(given.tuning)]), number % len(LEVELS))
        found = eye.see(drawn.image)
        for box, maker, label in drawn.signed:
            hits = [one for one in found if one.box.overlap(box).area > 0.4 * box.area]
            rows[maker].append((bool(hits), any(label.strip("：")[:3] in one.label for one in hits)))
        for one in found:
            if any(one.box.overlap(box).area > 0.3 * min(box.area, one.box.area) for box, _, _ in drawn.signed):
                continue
            if any(one.box.overlap(box).area > 0.3 * one.box.area for box in drawn.dated):
                dates += 1
            else:
                false[LEVELS[drawn.level]] += 1
        empty += not drawn.signed
    rows["all"] = [hit for hits in list(rows.values()) for hit in hits]
    for maker, told_of in sorted(rows.items()):
        count, told = len(told_of), sum(hit for hit, _ in told_of)
        low, high = wilson(told, count)
        print(f"| {maker} | {count} | {100 * told / count:.1f} ({100 * low:.1f}-{100 * high:.1f}) | {sum(right for _, right in told_of)} |")
    print(f"\n{given.pages} drawn pages ({empty} without a signature): {false.total()} false boxes {dict(false)}, {dates} of dates by hand")
    if given.real and given.seed == parser.get_default("seed"):
        measure_documents(eye, given.real / "documents")
        measure_signed(eye, given.real / "signed-pages")
    print(f"CPU ms a page after reading: {1000 * np.median(eye.seconds):.0f} in the median, {1000 * max(eye.seconds):.0f} at most")


def measure_documents(eye: Eye, folder: Path) -> None:
    """Print how many boxes are found on real pages that are labelled without handwriting."""
    pages = boxes = 0
    at: list[str] = []
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(row)
        if truth["label"].get("handwriting") is not False or truth["label"].get("signature"):
            continue
        image = cv2.imread(str(folder / truth["file"]))
        if image is None:
            continue
        found = eye.see(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))
        pages, boxes = pages + 1, boxes + len(found)
        at += [f"{truth['file'].split('__')[-1]} {len(found)}"] if found else []
    print(f"real pages without handwriting: {boxes} boxes on {pages} pages ({', '.join(at)})")


def measure_signed(eye: Eye, folder: Path) -> None:
    """Print what is found on the real signed page whose boxes are known."""
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(row)
        boxes = [Box(*box) for box in truth.get("signature", {}).get("boxes") or []]
        image = cv2.imread(str(folder / truth["file"])) if boxes else None
        if image is None:
            continue
        found = eye.see(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))
        hit = sum(any(one.box.overlap(box).area > 0.3 * min(box.area, one.box.area) for one in found) for box in boxes)
        print(f"real signed page {truth['file'].split('__')[-1]}: {hit} of {len(boxes)} found, {len(found)} boxes")


if __name__ == "__main__":
    main()

"""Measures the seals' reading and comparing: on drawn seals of four levels and, where they are present, on real ones.

`python -m benchmarks.seals [--half tune|shut] [--first N] [--count N] [--keep FOLDER] [--real FOLDER]`: FOLDER of `--real` holds
`seals/` and `documents/`, each with a truth.jsonl; `--keep` stores what was seen, so that other limits can be tried without seeing again.
Finding has a benchmark of its own, `benchmarks.seal_finding`; the drawings are told in `benchmarks.seal_drawings`.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import msgspec
import numpy as np

from benchmarks.seal_drawings import LEVELS, Drawn, draw, others
from pipeline import engines
from pipeline.checks.form.seal_name import FormSealName
from pipeline.checks.name_texts import normalise
from pipeline.checks.names import Answer, Limits, compare, print_free
from pipeline.checks.variants import near_variants
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import PageKind, PageKindSeen, SealKind
from pipeline.datamodel.observation import Seal as Seen
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.engines.protocols import Engines
from pipeline.engines.rapidocr import RapidOcr
from pipeline.engines.recogniser import ARC_WIDTH_PX, Recogniser
from pipeline.stages.base import Look
from pipeline.stages.seals import Seals

HALVES = {"tune": 0, "shut": 1}
SHIPPED = Path(engines.__file__).parent / "arc_reader.onnx"
PERSONNEL = ("人力资源部", "人事部", "人事处", "组织人事部")


class Kept(msgspec.Struct, frozen=True):
    """What was seen of one drawing: its number and level, the seal that stands where it was drawn (None: not found), CPU seconds."""

    number: int
    level: int
    seal: Seen | None
    seconds: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, default="tune")
    parser.add_argument("--count", type=int, default=40, help="drawn seals a level")
    parser.add_argument("--first", type=int, default=0, help="how many of the half's seals are passed over, so that fresh ones are drawn")
    parser.add_argument("--levels", type=int, nargs="*", default=list(LEVELS))
    parser.add_argument("--keep", type=Path, help="folder in which sightings are stored and found again")
    parser.add_argument("--arcs", type=Path, default=SHIPPED, help="another model file for the arcs, e.g. one just trained")
    parser.add_argument("--wheel", action="store_true", help="let the reader of lines read the arcs, too")
    parser.add_argument("--real", type=Path, help="folder with real seals and documents")
    given = parser.parse_args()
    eye = Eye(None if given.wheel else given.arcs)
    for level in given.levels if given.count else ():
        print_level(level, list(seen(eye, level, given.half, range(given.first, given.first + given.count), given.keep)))
    if given.real:
        measure_real(eye, given.real / "seals")
        measure_empty(eye, given.real / "documents")


class Eye:
    """The stage with its engine, and the CPU seconds it took."""

    def __init__(self, arcs: Path | None) -> None:
        self.stage = Seals()
        self.engines = Engines(ocr=RapidOcr(), arcs=Recogniser(arcs, "arcs", widths_px=(ARC_WIDTH_PX,) * 2) if arcs else None)
        self.seconds: list[float] = []

    def see(self, image: Rgb, kind: PageKind = PageKind.OTHER) -> list[Seen]:
        """Return the seals of one picture."""
        height, width = image.shape[:2]
        page = Page(image=image, file="", number=0, origin=Origin(format="PNG", file_bytes=0, width_px=width, height_px=height))
        told = PageKindSeen(page=0, box=Box(0, 0, width, height), confidence=1, seen_by="benchmark", kind=kind)
        started = time.process_time()
        seals = [seal for seal in self.stage.see(Look(page=page, index=0, engines=self.engines, seen=(told,))) if isinstance(seal, Seen)]
        self.seconds.append(time.process_time() - started)
        return seals


def seen(eye: Eye, level: int, half: str, places: range, keep: Path | None) -> Iterator[Kept]:
    """Yield what is seen of the drawings of one level and half; stored sightings are taken from the folder."""
    for number in (2 * place + HALVES[half] for place in places):
        stored = keep / f"{level}-{number:05d}.msgpack" if keep else None
        if stored and stored.exists():
            yield msgspec.msgpack.decode(stored.read_bytes(), type=Kept)
            continue
        drawn = draw(number, level)
        found = [seal for seal in eye.see(drawn.image) if seal.box.overlap(drawn.box).area > 0.6 * drawn.box.area]
        kept = Kept(number, level, found[0] if found else None, eye.seconds[-1])
        if stored:
            stored.parent.mkdir(parents=True, exist_ok=True)
            stored.write_bytes(msgspec.msgpack.encode(kept))
        yield kept


def print_level(level: int, every: list[Kept]) -> None:
    """Print one level: found, read, told apart, compared with its own name, near variants, printed names and other units."""
    bounds = FormSealName().limits
    tally: collections.Counter[str] = collections.Counter()
    characters: list[float] = []
    by_size: dict[str, list[bool]] = collections.defaultdict(list)
    for kept in every:
        drawn = draw(kept.number, level)
        if kept.seal is None:
            continue
        name, text = normalise(drawn.seal.name), normalise(print_free(kept.seal.name).text)
        tally["found"] += 1
        exact = text == name
        characters.append(_accuracy(text, name))
        by_size[_size(kept.seal)].append(exact)
        tally["exact"] += exact
        tally["line exact"] += kept.seal.line.text == drawn.seal.line
        tally["kind right"] += kept.seal.kind is _kind(drawn)
        tally["kind unknown"] += kept.seal.kind is SealKind.UNKNOWN
        tally["codes"] += bool(drawn.seal.code)
        tally["code exact"] += bool(drawn.seal.code) and kept.seal.code == drawn.seal.code
        tally.update(_compared(kept, drawn, name, bounds))
    sizes = ", ".join(f"{size} px {sum(right)}/{len(right)}" for size, right in sorted(by_size.items()))
    print(f"level {level}: {len(every)} drawn, " + ", ".join(f"{word} {number}" for word, number in tally.items()))
    seconds = np.mean([kept.seconds for kept in every])
    print(f"  character accuracy {np.mean(characters or [0]):.3f}; exact by diameter: {sizes}; {seconds:.2f} CPU s a piece")


def _compared(kept: Kept, drawn: Drawn, name: str, bounds: Limits) -> collections.Counter[str]:
    """Return the answers to the true name, its near variants, the name printed under the seal, and other units' names."""
    seal = kept.seal
    assert seal is not None
    tally: collections.Counter[str] = collections.Counter()
    answer = compare(seal.name, name, bounds).answer
    tally[f"true {answer.value}"] += 1
    traps = [normalise(drawn.printed)] if drawn.printed and normalise(drawn.printed) != name else []
    for other in [*near_variants(name), *traps]:
        answer = compare(seal.name, other, bounds).answer
        tally["variants"] += 1
        if answer is Answer.EQUAL:
            tally["FALSE PASS"] += 1
            print(f"  false pass: {kept.level}-{kept.number} says {name}, passed {other}")
    for other in others(kept.number, kept.level, 2):
        if normalise(other) != name:
            answer = compare(seal.name, other, bounds).answer
            tally[f"another unit {answer.value}"] += 1
    return tally


def _kind(drawn: Drawn) -> SealKind:
    """Return the kind that the drawn words make it."""
    line, name = drawn.seal.line, drawn.seal.name
    if line:
        return SealKind.PERSONNEL if line in PERSONNEL else SealKind.SPECIAL if line.endswith("专用章") else SealKind.OTHER_DEPARTMENT
    if name.endswith("分公司"):
        return SealKind.BRANCH
    return SealKind.STATE_ORGAN if name.endswith("管理局") else SealKind.UNIT


def _size(seal: Seen) -> str:
    diameter = 2 * min(seal.axes_px)
    return "100-199" if diameter < 200 else "200-299" if diameter < 300 else "300-"


def _accuracy(text: str, name: str) -> float:
    """Return 1 less the edit distance against the longer of both."""
    row = list(range(len(name) + 1))
    for i, read in enumerate(text, 1):
        before, row[0] = row[0], i
        for j, asked in enumerate(name, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (read != asked))
    return 1 - row[-1] / max(len(text), len(name), 1)


def measure_real(eye: Eye, folder: Path) -> None:
    """Print how many real seals of high transcription are found, read exactly and passed, by shape and colour."""
    bounds = FormSealName().limits
    tally: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(row)
        shape = truth["shape"].split("-")[0]
        if shape not in {"round", "oval"} or not truth["origin"].startswith("real") or truth["transcription_confidence"] != "high":
            continue
        image = _rgb(cv2.imread(str(folder / truth["file"])))
        box = Box(*(truth["box_xywh"] or (0, 0, image.shape[1], image.shape[0])))
        found = [seal for seal in eye.see(image, PageKind.FORM_2) if seal.box.overlap(box).area > 0.5 * box.area]
        count = tally[f"{shape} {'red' if 'red' in truth['colour'] else truth['colour'].split()[0]}"]
        count["n"] += 1
        count["found"] += bool(found)
        if "[masked]" in truth["arc_text"] or not truth["arc_text"]:
            continue
        name = normalise(truth["arc_text"].replace(" / ", ""))
        texts = [normalise(print_free(seal.name).text) for seal in found]
        answers = [compare(seal.name, name, bounds).answer for seal in found]
        count["named"] += 1
        count["exact"] += name in texts
        count["true equal"] += Answer.EQUAL in answers
        count["true different"] += Answer.DIFFERENT in answers
        for seal in found:
            for other in near_variants(name):
                count["variants"] += 1
                count["FALSE PASS"] += compare(seal.name, other, bounds).answer is Answer.EQUAL
        if name not in texts:
            print(f"  {truth['file']} {min([2 * s.axes_px[1] for s in found] or [0]):.0f} px: {name} read {texts}")
    for kind, count in sorted(tally.items()):
        print(f"real {kind}: " + ", ".join(f"{word} {number}" for word, number in count.items()))


def measure_empty(eye: Eye, folder: Path) -> None:
    """Print how many seals are seen on real pages without any, as other pages and as forms (where black seals are looked for too)."""
    for kind in (PageKind.OTHER, PageKind.FORM_2):
        eye.seconds.clear()
        false = 0
        rows = [json.loads(row) for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
        for truth in rows:
            if truth["label"].get("seals") == 0:
                image = _rgb(cv2.imread(str(folder / truth["file"])))
                seals = eye.see(image, kind)
                false += len(seals)
                for seal in seals:
                    print(f"  false: {truth['file']} {seal.shape} {seal.ink} {seal.kind} {seal.box}")
        print(f"no seals, seen as {kind}: {len(eye.seconds)} pages, false seals {false}, {np.mean(eye.seconds):.2f} CPU s a page")


def _rgb(decoded: object) -> Rgb:
    """Return what OpenCV decoded as RGB. Raises ValueError where it decoded nothing."""
    if not isinstance(decoded, np.ndarray):
        raise ValueError("a picture of the benchmark cannot be decoded; is the folder complete?")  # noqa: TRY004 - it is the file's fault
    return np.ascontiguousarray(decoded[:, :, ::-1], dtype=np.uint8)


if __name__ == "__main__":
    main()

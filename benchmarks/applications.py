"""Draws random applications in unknown layouts, looks at them, judges them, and counts misses, false alarms and doubts.

`python -m benchmarks.applications --seeds 1-12 [--half shut] [--work FOLDER]`. One seed gives one application, always the same. What the
readers read is kept by the hash of the pixels and what was seen by the hash of the input and of the stages, so that a second run
costs little; `--seen` counts what was looked at so far and looks at nothing. Nothing of this is used by the product.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import msgspec

from benchmarks.applications_tables import Looked, print_all
from benchmarks.random_kit import Half, draw
from benchmarks.unseen_kit import draw_unseen
from pipeline import evaluate, examine
from pipeline.datamodel.profile import load
from pipeline.datamodel.report import Stored
from pipeline.engines import loader
from pipeline.reports.record import as_dict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.datamodel.geometry import Quad
    from pipeline.datamodel.page import Rgb
    from pipeline.datamodel.reading import Reading
    from pipeline.engines.protocols import OcrEngine

SEEING = ("stages", "imaging", "engines", "datamodel")


class Remembering:
    """A reader that keeps what it read on disk, by the hash of the pixels and of how they were read."""

    def __init__(self, engine: OcrEngine, folder: Path) -> None:
        """Wraps an engine; folder: where answers are kept."""
        self._engine, self._folder = engine, folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def name(self) -> str:
        """The engine's own name."""
        return self._engine.name

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        """The engine's lines."""
        found: list[tuple[Quad, float]] = self._kept(f"detect {side_px}", image, lambda: self._engine.detect(image, side_px=side_px))
        return found

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        """The engine's readings; the strips of one call are kept together, since an engine may batch them."""
        whole = hashlib.sha256()
        for strip in strips:
            whole.update(str(strip.shape).encode() + strip.tobytes())
        answer: list[Reading] = self._answer(
            f"read {keep} {ink} {whole.hexdigest()}", lambda: self._engine.read(strips, keep=keep, ink=ink)
        )
        return answer

    def _kept(self, how: str, image: Rgb, ask: Any) -> Any:  # noqa: ANN401 - whatever the engine answers
        return self._answer(f"{how} {image.shape} {hashlib.sha256(image.tobytes()).hexdigest()}", ask)

    def _answer(self, key: str, ask: Any) -> Any:  # noqa: ANN401 - as above
        path = self._folder / hashlib.sha256(f"{self.name} {key}".encode()).hexdigest()
        if path.exists():
            return pickle.loads(path.read_bytes())  # noqa: S301 - written by this very benchmark
        answer = ask()
        path.write_bytes(pickle.dumps(answer))
        return answer


def main() -> None:
    """Draw, look, judge, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1-12", help="e.g. 1-12 or 3,5,8")
    parser.add_argument("--half", choices=get_args(Half), default="open", help="all but open: layouts that nobody tunes on")
    parser.add_argument("--redraw", action="store_true", help="draw anew what is there already, after a change of the drawing")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks/applications"))
    parser.add_argument("--profile", default="cse-online-2019-11")
    parser.add_argument("--seen", action="store_true", help="only the applications that these stages have looked at already")
    parser.add_argument("--show", action="store_true", help="every finding that differs from the truth, with its message")
    given = parser.parse_args()
    seeds = [seed for part in given.seeds.split(",") for seed in number_range(part)]
    given.work.mkdir(parents=True, exist_ok=True)
    engines = loader.load()
    engines = replace(engines, ocr=remember(engines.ocr, given.work), second_ocr=remember(engines.second_ocr, given.work))
    setup = examine.set_up(load(given.profile), engines)
    code = code_sha256()
    looked = []
    for seed in seeds:
        drawn = _drawn(seed, given.work, given.half, redraw=given.redraw)
        place = seen_at(drawn.folder, given.work, code)
        if given.seen and not place.exists():
            continue
        truth, stored = drawn.truth, seen(drawn.folder, setup, place)
        entry = as_dict(examine.judge(stored, setup))
        # What a defect leads to is the profile's to say; only of the flawless the proposal is known.
        known = msgspec.convert({**truth, "proposal": None if truth["defects"] else "clear"}, evaluate.Truth)
        looked.append(Looked(known, entry, drawn.pages, stored, frozenset(drawn.pen)))
        words = ",".join(truth["defects"]) or "flawless"
        print(f"{truth['id']} {truth['kind']} {truth['layouts']} {words}: {entry['proposal']}", flush=True)
        if given.show:
            show(truth, entry)
    print_all(looked)


def number_range(part: str) -> range:
    """The numbers of 5 or of 3-8."""
    first, _, last = part.partition("-")
    return range(int(first), int(last or first) + 1)


def remember(engine: OcrEngine | None, work: Path) -> OcrEngine | None:
    """The engine with a memory on disk under a folder."""
    return None if engine is None else Remembering(engine, work / "read")


class Drawn(NamedTuple):
    """One drawn application: its folder, its truth, the truth of its pages, and which of the form's values a pen wrote."""

    folder: Path
    truth: dict[str, Any]
    pages: list[dict[str, Any]]
    pen: list[str]


def _drawn(seed: int, work: Path, half: Half, *, redraw: bool) -> Drawn:
    """The seed's folder with what is known of it."""
    root = work / half
    note = root / f"B{seed:04d}.json"
    known = json.loads(note.read_text()) if note.exists() and not redraw else {}
    if "pen" in known:
        return Drawn(root / f"B{seed:04d}", known["truth"], known["pages"], known["pen"])
    kit = draw_unseen(seed) if half == "unseen" else draw(seed, half)
    shutil.rmtree(root / kit.id, ignore_errors=True)
    lines = kit.write(root)
    layouts = f"{getattr(kit.style, 'name', kit.style)}/{kit.wording.name if kit.wording else 'samples'}"
    drawn = Drawn(root / kit.id, kit.truth_line() | {"layouts": layouts}, lines, list(kit.pen))
    note.write_text(json.dumps({"truth": drawn.truth, "pages": lines, "pen": drawn.pen}, ensure_ascii=False))
    return drawn


def seen_at(folder: Path, work: Path, code: str) -> Path:
    """Where the sightings of an upload are kept, by the hash of its files and of the stages."""
    return work / "seen" / f"{hashlib.sha256((examine.folder_sha256(folder) + code).encode()).hexdigest()}.msgpack"


def seen(folder: Path, setup: examine.Setup, path: Path) -> Stored:
    """The upload's sightings: kept ones, else the upload is looked at."""
    if path.exists():
        return msgspec.msgpack.decode(path.read_bytes(), type=Stored)
    stored = examine.see(folder, setup)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.msgpack.encode(stored))
    return stored


def code_sha256() -> str:
    """The hash of all code that takes part in looking."""
    whole = hashlib.sha256()
    for part in SEEING:
        for path in sorted(Path("pipeline", part).rglob("*.py")):
            whole.update(path.read_bytes())
    return whole.hexdigest()


def show(truth: dict[str, Any], entry: dict[str, Any]) -> None:
    """Print every finding that differs from the truth."""
    for finding in entry["findings"]:
        expected = truth["expected"].get(finding["check"], "either")
        if expected == "either" or finding["outcome"] == expected:
            continue
        if finding["outcome"] == "not-applicable" and expected == "pass":
            continue
        where = ", ".join(f"{e['file']}#{e.get('page', 0)} {e.get('box')} {e.get('read', '')}" for e in finding["evidence"][:2])
        print(f"   {finding['check']} [{finding['slug']}] {finding['outcome']} for {expected}: {finding['message']} | {where}")


if __name__ == "__main__":
    main()

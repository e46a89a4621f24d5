"""Draws random applications in unknown layouts, looks at them, judges them, and counts misses, false alarms and doubts.

`python -m benchmarks.applications --seeds 1-12 [--half shut] [--work FOLDER]`. One seed gives one application, always the same. What the
readers read is kept by the hash of the pixels and what was seen by the hash of the input and of the stages, so that a second run
costs little; nothing of this is used by the product.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks.random_kit import draw
from pipeline import evaluate, examine
from pipeline.checks.names import normalise
from pipeline.datamodel.observation import Field, FieldName, PageKindSeen
from pipeline.datamodel.profile import load
from pipeline.datamodel.report import Stored
from pipeline.engines import loader
from pipeline.reports.record import as_dict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.random_kit import Half
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
    parser.add_argument("--half", choices=("open", "shut", "last"), default="open", help="shut, last: layouts that nobody tunes on")
    parser.add_argument("--redraw", action="store_true", help="draw anew what is there already, after a change of the drawing")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks/applications"))
    parser.add_argument("--profile", default="cse-online-2019-11")
    parser.add_argument("--show", action="store_true", help="every finding that differs from the truth, with its message")
    given = parser.parse_args()
    seeds = [seed for part in given.seeds.split(",") for seed in _range(part)]
    given.work.mkdir(parents=True, exist_ok=True)
    engines = loader.load()
    engines = replace(engines, ocr=_remember(engines.ocr, given.work), second_ocr=_remember(engines.second_ocr, given.work))
    setup = examine.set_up(load(given.profile), engines)
    code = _code_sha256()
    truths, records, pages, seen = [], {}, [], []
    for seed in seeds:
        folder, truth, lines = _drawn(seed, given.work, given.half, redraw=given.redraw)
        stored = _seen(folder, setup, given.work, code)
        entry = as_dict(examine.judge(stored, setup))
        # What a defect leads to is the profile's to say; only of the flawless the proposal is known.
        truths.append(msgspec.convert({**truth, "proposal": None if truth["defects"] else "clear"}, evaluate.Truth))
        records[truth["id"]] = entry
        pages.append(lines)
        seen.append(stored)
        print(
            f"{truth['id']} {truth['kind']} {truth['layouts']} {','.join(truth['defects']) or 'flawless'}: {entry['proposal']}", flush=True
        )
        if given.show:
            _show(truth, entry)
    print(evaluate.as_text(evaluate.score(records, truths)))
    _print_pages(pages, seen)
    _print_employers(pages, seen)


def _range(part: str) -> range:
    first, _, last = part.partition("-")
    return range(int(first), int(last or first) + 1)


def _remember(engine: OcrEngine | None, work: Path) -> OcrEngine | None:
    return None if engine is None else Remembering(engine, work / "read")


def _drawn(seed: int, work: Path, half: Half, *, redraw: bool) -> tuple[Path, dict[str, Any], list[dict[str, Any]]]:
    """The seed's folder with its truth and its pages' truth."""
    root = work / half
    note = root / f"B{seed:04d}.json"
    if note.exists() and not redraw:
        known = json.loads(note.read_text())
        return root / f"B{seed:04d}", known["truth"], known["pages"]
    kit = draw(seed, half)
    shutil.rmtree(root / kit.id, ignore_errors=True)
    lines = kit.write(root)
    layouts = f"{getattr(kit.style, 'name', kit.style)}/{kit.wording.name if kit.wording else 'samples'}"
    truth = kit.truth_line() | {"layouts": layouts}
    note.write_text(json.dumps({"truth": truth, "pages": lines}, ensure_ascii=False))
    return root / kit.id, truth, lines


def _seen(folder: Path, setup: examine.Setup, work: Path, code: str) -> Stored:
    digest = examine.folder_sha256(folder)
    path = work / "seen" / f"{hashlib.sha256((digest + code).encode()).hexdigest()}.msgpack"
    if path.exists():
        return msgspec.msgpack.decode(path.read_bytes(), type=Stored)
    stored = examine.see(folder, setup)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.msgpack.encode(stored))
    return stored


def _code_sha256() -> str:
    whole = hashlib.sha256()
    for part in SEEING:
        for path in sorted(Path("pipeline", part).rglob("*.py")):
            whole.update(path.read_bytes())
    return whole.hexdigest()


def _show(truth: dict[str, Any], entry: dict[str, Any]) -> None:
    for finding in entry["findings"]:
        expected = truth["expected"].get(finding["check"], "either")
        if expected == "either" or finding["outcome"] == expected:
            continue
        if finding["outcome"] == "not-applicable" and expected == "pass":
            continue
        where = ", ".join(f"{e['file']}#{e.get('page', 0)} {e.get('box')} {e.get('read', '')}" for e in finding["evidence"][:2])
        print(f"   {finding['check']} [{finding['slug']}] {finding['outcome']} for {expected}: {finding['message']} | {where}")


def _print_pages(pages: Sequence[list[dict[str, Any]]], seen: Sequence[Stored]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    turned = 0
    for lines, stored in zip(pages, seen, strict=True):
        kinds = {at.page: at.kind for at in stored.sightings.of(PageKindSeen)}
        for line in lines:
            index = next((p.page for p in stored.sightings.pages if p.file == line["file"] and p.number == line["page"]), None)
            counts[line["kind"], str(kinds.get(index, "unseen")) if index is not None else "unseen"] += 1
            turned += index is not None and stored.sightings.pages[index].turn != line["turn"]
    right = sum(n for (kind, read), n in counts.items() if kind == read)
    print(f"page kinds: {right} of {counts.total()} right; {turned} turned otherwise than stored")
    for (kind, read), n in sorted(counts.items()):
        if kind != read:
            print(f"  {kind} taken for {read}: {n}")


def _print_employers(pages: Sequence[list[dict[str, Any]]], seen: Sequence[Stored]) -> None:
    """Print how often the form's employer was read exactly, by whether pen or print was seen."""
    counts: Counter[str] = Counter()
    for lines, stored in zip(pages, seen, strict=True):
        for line in lines:
            name = line["fields"].get("employer", "")
            if not line["kind"].startswith("form-") or not name:
                continue
            index = next((p.page for p in stored.sightings.pages if p.file == line["file"] and p.number == line["page"]), None)
            fields = [f for f in stored.sightings.of(Field) if f.page == index and f.name is FieldName.EMPLOYER]
            read = [f for f in fields if normalise(f.reading.text) == normalise(name)]
            hand = "pen" if any(f.handwritten for f in fields) else "print"
            counts[f"{hand} {'exact' if read else 'other' if fields else 'absent'}"] += 1
            if not read:
                print(f"  employer {name} read as {[f.reading.text for f in fields]} ({stored.application})")
    print("form employer:", dict(sorted(counts.items())))


if __name__ == "__main__":
    main()

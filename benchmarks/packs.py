"""Draws uploads for the rule packs of the paper years and of the examination, judges them, and counts misses, false alarms and doubts.

`python -m benchmarks.packs [--pack NAME] [--uploads 1-3,5] [--seen] [--show]`. Each pack has about ten uploads, flawless ones and ones with
one defect. What a reader read and what was seen is kept as by `benchmarks.applications`; nothing of this is used by the product.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.applications import code_sha256, number_range, remember, seen, seen_at, show
from benchmarks.applications_tables import Looked, check_rows
from benchmarks.pack_uploads import UPLOADS, PackKit
from pipeline import evaluate, examine
from pipeline.datamodel.application import Kind
from pipeline.datamodel.profile import Profile, load
from pipeline.engines import loader
from pipeline.reports.record import as_dict

# What no drawing decides: headwear without a model for it, a note on a photo that few forms bear.
OPEN = ("photo-headwear", "form-photo", "form-agency")


def main() -> None:
    """Draw, look, judge, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", choices=tuple(UPLOADS), action="append", help="only this pack; may be given more than once")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks/packs"))
    parser.add_argument("--uploads", default="1-99", help="their numbers, e.g. 1-3,5")
    parser.add_argument("--seen", action="store_true", help="only the uploads that these stages have looked at already")
    parser.add_argument("--redraw", action="store_true", help="draw anew what is there already")
    parser.add_argument("--show", action="store_true", help="every finding that differs from the truth, with its message")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    wanted = {number for part in given.uploads.split(",") for number in number_range(part)}
    engines = loader.load()
    engines = replace(engines, ocr=remember(engines.ocr, given.work), second_ocr=remember(engines.second_ocr, given.work))
    for name in given.pack or UPLOADS:
        setup = examine.set_up(load(name), engines)
        looked = []
        for number, draw in enumerate(UPLOADS[name], start=1):
            if number not in wanted or (given.seen and not (given.work / name / f"P{number:03d}.json").exists()):
                continue
            folder, truth = _drawn(name, number, draw, given.work, redraw=given.redraw)
            place = seen_at(folder, given.work, f"{code_sha256()} {name}")
            if given.seen and not place.exists():
                continue
            stored = seen(folder, setup, place)
            entry = as_dict(examine.judge(stored, setup))
            looked.append(Looked(msgspec.convert(truth, evaluate.Truth), entry, [], stored, frozenset()))
            print(f"{truth['id']} {truth['kind']} {truth['what']}: {entry['proposal']}", flush=True)
            if given.show:
                show(truth, entry)
        print(f"\n{name}, n = {len(looked)}")
        for line in check_rows(looked):
            print(line)


def expected(profile: Profile, kind: str, differs: dict[str, str]) -> dict[str, str]:
    """Every check of the kind should pass, but for those that differ and those that no drawing decides."""
    checks = [check for document in profile.kinds[Kind(kind)].documents for check in profile.documents[document]]
    answers = {check: "either" if check in OPEN else "pass" for check in checks}
    unknown = set(differs) - set(answers)
    if unknown:
        message = f"{profile.name} asks nothing of {sorted(unknown)} for {kind}"
        raise KeyError(message)
    return answers | differs


def _drawn(name: str, number: int, draw: Any, work: Path, *, redraw: bool) -> tuple[Path, dict[str, Any]]:  # noqa: ANN401 - one of UPLOADS
    """The upload's folder with its truth."""
    root = work / name
    note = root / f"P{number:03d}.json"
    if note.exists() and not redraw:
        return root / f"P{number:03d}", json.loads(note.read_text())
    kit: PackKit = draw(number)
    shutil.rmtree(root / kit.id, ignore_errors=True)
    kit.write(root)
    truth = {
        "id": kit.id,
        "kind": kit.kind,
        "what": kit.what,
        "proposal": "clear" if not kit.differs else None,
        "expected": expected(load(name), kit.kind, kit.differs),
    }
    note.write_text(json.dumps(truth, ensure_ascii=False))
    return root / kit.id, truth


if __name__ == "__main__":
    main()

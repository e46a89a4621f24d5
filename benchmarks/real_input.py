"""Looks at every file of a folder of real pictures through the product's own workers and prints what came of it.

`python -m benchmarks.real_input FOLDER [--jobs N]`: FOLDER holds sub-folders such as `seals`, `portraits`, `documents` and
`hostile`, each with a `truth.jsonl` that names its files; seals with a transcription of high confidence are compared exactly.
"""

import argparse
import collections
import json
from pathlib import Path
from typing import Any

from pipeline.checks.name_texts import normalise
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.observation import FacesSeen, Seal, SealKind, Signature
from pipeline.datamodel.profile import load
from pipeline.datamodel.report import Stored
from pipeline.workers import Plan, Task, look

Outcomes = dict[Path, Stored | Fault]


def main() -> None:
    """Look at everything, then print one line a folder and the tables of seals and faces."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit-s", type=float, default=120)
    parser.add_argument("--profile", default="cse-online-2019-11")
    given = parser.parse_args()
    truths = {path.parent: _truth(path) for path in sorted(given.folder.glob("*/truth.jsonl"))}
    files = [folder / entry["file"] for folder, entries in truths.items() for entry in entries]
    plan = Plan(profile=load(given.profile), limit_s=given.limit_s)
    outcomes: Outcomes = {}
    left = iter([Task(files=(path,)) for path in files])
    for task, outcome in look(lambda: next(left, None), plan, jobs=given.jobs):
        outcomes[task.files[0]] = outcome
        print(f"\r{len(outcomes)}/{len(files)}", end="", flush=True)
    print()
    for folder in truths:
        print(_line(folder, outcomes))
    for folder, entries in truths.items():
        if folder.name == "seals":
            _seals(folder, entries, outcomes)
        if folder.name == "portraits":
            _faces(folder, entries, outcomes)


def _truth(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _line(folder: Path, outcomes: Outcomes) -> str:
    """Return how one folder fared: files, those that cost their process, refused by name, and our own failures."""
    of_folder = [outcome for path, outcome in outcomes.items() if path.parent == folder]
    ended = collections.Counter(outcome.error for outcome in of_folder if isinstance(outcome, Fault))
    stored = [outcome for outcome in of_folder if isinstance(outcome, Stored)]
    refused = sum(any(fault.broken_upload for fault in s.sightings.faults) for s in stored)
    ours = collections.Counter(
        f"{fault.where}: {fault.message}" for s in stored for fault in s.sightings.all_faults if not fault.broken_upload
    )
    cpu = sum(sum(s.timings.values()) for s in stored)
    seals = sum(1 for s in stored for seal in s.sightings.of(Seal) if seal.kind is not SealKind.CROSS_PAGE)
    signatures = sum(1 for s in stored for _ in s.sightings.of(Signature))
    return (
        f"{folder.name}: n={len(of_folder)}, crash or time limit {dict(ended)}, refused by name {refused}, own failures {dict(ours)}, "
        f"seals {seals}, signature places {signatures}, {cpu:.0f} CPU s"
    )


def _seals(folder: Path, entries: list[dict[str, Any]], outcomes: Outcomes) -> None:
    """Print found and read exactly, by shape and ink, for seals with a high-confidence transcription that are no drawings."""
    found: collections.Counter[str] = collections.Counter()
    exact: collections.Counter[str] = collections.Counter()
    named: collections.Counter[str] = collections.Counter()
    total: collections.Counter[str] = collections.Counter()
    for entry in entries:
        if entry["transcription_confidence"] != "high" or not entry["origin"].startswith("real"):
            continue
        group = f"{entry['shape'].split('-')[0]}, {entry['colour'].split('(')[0].strip()}"
        total[group] += 1
        outcome = outcomes[folder / entry["file"]]
        seals = list(outcome.sightings.of(Seal)) if isinstance(outcome, Stored) else []
        found[group] += bool(seals)
        if entry["arc_text"] and "[masked]" not in entry["arc_text"] and "/" not in entry["arc_text"]:
            named[group] += 1
            right = any(normalise(seal.name.text) == normalise(entry["arc_text"]) for seal in seals)
            exact[group] += right
            if not right:
                print(f"  {entry['file']}: {entry['arc_text']} read as {[seal.name.text for seal in seals]}")
    for group, n in sorted(total.items()):
        print(f"  seals {group}: found {found[group]}/{n}, name exact {exact[group]}/{named[group]}")


def _faces(folder: Path, entries: list[dict[str, Any]], outcomes: Outcomes) -> None:
    right = 0
    for entry in entries:
        outcome = outcomes[folder / entry["file"]]
        faces = max((len(seen.faces) for seen in outcome.sightings.of(FacesSeen)), default=0) if isinstance(outcome, Stored) else -1
        right += faces == entry["label"]["faces"]
        if faces != entry["label"]["faces"]:
            print(f"  {entry['file']}: {entry['label']['faces']} faces, found {faces}")
    print(f"  faces counted right: {right}/{len(entries)}")


if __name__ == "__main__":
    main()

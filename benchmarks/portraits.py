"""Measures the ID-photo and held-card checks on composed pictures, one table for the tuning half and one for the shut half.

    python -m benchmarks.portraits PORTRAITS [--half tuning|shut] [--held N] [--empty FOLDER]... > benchmarks/portraits.md

PORTRAITS is a folder of pictures of people with a `truth.jsonl`; nothing of it is saved. Every spoiled photo is written as a file,
opened, looked at and judged as `prescreen photo` does. --empty: folders of pictures without a face. --keep: a JSON file for the measures.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2

from benchmarks.held_cards import Card, cards, sitters
from benchmarks.held_cards import scenes as held_scenes
from benchmarks.id_photos import Photo, identity, photos
from benchmarks.photo_stories import SPOILED, saved
from pipeline import examine
from pipeline.checks.base import Case
from pipeline.datamodel import profile
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import FacesSeen, HeldId, PageKind, Portrait
from pipeline.datamodel.sightings import Sightings
from pipeline.engines import loader
from pipeline.engines.faces import FaceModels
from pipeline.engines.protocols import Engines
from pipeline.stages.base import BrokenFileError, Look
from pipeline.stages.faces import Faces
from pipeline.stages.intake import Intake

OPEN = (Outcome.FAIL, Outcome.UNSURE)
REMINDER = "not-decidable"  # photo-headwear reminds a person of every photo that shows no odd colour; that counts for nothing
LARGE_CARD_PX = 600
SAMPLES = Path(__file__).parents[1] / "samples"


class Row(NamedTuple):
    """One spoiled photo: whose, how, what was found, what was measured, and how long it took."""

    who: str
    story: str
    findings: tuple[Finding, ...]
    measures: dict[str, float]
    seconds: float

    def found(self, check: str, *outcomes: Outcome) -> bool:
        """Whether a check gave one of these answers."""
        return any(f.check == check and f.outcome in outcomes for f in self.findings)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portraits", type=Path)
    parser.add_argument("--half", choices=("tuning", "shut"), action="append")
    parser.add_argument("--held", type=int, default=0, help="how many people hold a card")
    parser.add_argument("--empty", type=Path, action="append", default=[], help="a folder of pictures without a face")
    parser.add_argument("--keep", type=Path, help="where to write the measures")
    parser.add_argument("--stories", default="", help="only stories whose name holds this")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    engines = Engines(faces=_faces())
    assert isinstance(engines.faces, FaceModels)
    setup = examine.set_up(profile.load("cse-online-2019-11"), engines, lang="en")
    kept: list[dict[str, object]] = []
    for half in given.half or ("tuning", "shut"):
        people = list(photos(given.portraits, engines.faces, half))
        rows = [row for photo in people for row in _rows(photo, setup, given.stories)]
        kept += [{"who": r.who, "story": r.story, "found": [(f.check, f.slug, f.outcome) for f in r.findings], **r.measures} for r in rows]
        _print_photos(half, people, rows)
        if given.held:
            _print_held(half, given.portraits, given.held)
    if given.empty:
        _print_empty(given.empty, engines)
    if given.keep:
        given.keep.write_text(json.dumps(kept), encoding="utf-8")


def _faces() -> FaceModels:
    return FaceModels({model.pin.name: model.path.read_bytes() for model in loader.models() if model.pin.engine == "faces"})


def _rows(photo: Photo, setup: examine.Setup, only: str) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for name, story in SPOILED.items():
            if only not in name:
                continue
            path = Path(folder) / "photo.jpg"
            path.write_bytes(saved(story.spoil(photo), story))
            started = time.process_time()
            stored = examine.see_files([path], setup, told=PageKind.ID_PHOTO)
            report = examine.judge(stored, setup, loose=True, family="photo")
            seconds = time.process_time() - started
            found = tuple(f for f in report.findings if f.slug != REMINDER)
            portrait = next(iter(stored.sightings.of(Portrait)), None)
            yield Row(identity(photo.name), name, found, portrait.measures if portrait else {}, seconds)


def _print_photos(half: str, people: list[Photo], rows: list[Row]) -> None:
    cost = sorted(row.seconds for row in rows)
    median, worst = cost[len(cost) // 2], cost[int(0.95 * len(cost))]
    print(f"\n## ID photos, {half} half: {len(people)} people, {len(rows)} photos\n")
    print(f"People: {', '.join(identity(p.name) for p in people)}.\n")
    print(f"CPU per photo, opening and judging included: {median * 1000:.0f} ms in the median, {worst * 1000:.0f} ms at 95 %.\n")
    _print_good([row for row in rows if row.story.startswith("good")])
    _print_checks(rows)
    print("\nFound and other findings: fail or unsure.\n")
    print("| spoiled by | asked of | found | as fail | 95 % interval | other findings |\n|---|---|---|---|---|---|")
    for name, story in SPOILED.items():
        if of := [row for row in rows if row.story == name]:
            found = sum(row.found(story.check, *OPEN) for row in of)
            failed = sum(row.found(story.check, Outcome.FAIL) for row in of)
            others = Counter(f"{f.check}/{f.slug}" for row in of for f in row.findings if f.outcome in OPEN and f.check != story.check)
            told = ", ".join(f"{slug} {count}" for slug, count in sorted(others.items())) or "-"
            interval = "either is right" if story.near else _interval(found, len(of))
            answers = f"{found}/{len(of)} | {failed}/{len(of)} | {interval}" if story.check else "- | - | -"
            print(f"| {name} | {story.check or 'nothing'} | {answers} | {told} |")


def _print_good(rows: list[Row]) -> None:
    """Print what good photos get, all of them and by how light the face is: skin must decide nothing."""
    plain = {row.who: row.measures.get("face_luma", 0.0) for row in rows if row.story == "good"}
    order = sorted(plain, key=lambda who: plain[who])
    thirds = [set(order[place * len(order) // 3 : (place + 1) * len(order) // 3]) for place in range(3)]
    print("| good photos | n | checks failed | photos without fail and unsure | 95 % interval | face luma |\n|---|---|---|---|---|---|")
    told = (("all", set(order)), ("darkest third of faces", thirds[0]), ("middle third", thirds[1]), ("lightest third", thirds[2]))
    sets = [(words, [row for row in rows if row.who in whose]) for words, whose in told]
    sets.append(("saved to about 10 KB", [row for row in rows if "10 KB" in row.story]))
    sets.append(("as composed, saved at 92", [row for row in rows if row.story == "good"]))
    for words, of in sets:
        if of:
            checks = [f.outcome for row in of for f in row.findings if f.outcome is not Outcome.NOT_APPLICABLE]
            clean = sum(not any(f.outcome in OPEN for f in row.findings) for row in of)
            lumas = [row.measures.get("face_luma", 0.0) for row in of]
            share = f"{checks.count(Outcome.FAIL)}/{len(checks)}"
            print(
                f"| {words} | {len(of)} | {share} | {clean}/{len(of)} | {_interval(clean, len(of))} | {min(lumas):.2f}-{max(lumas):.2f} |"
            )


def _print_checks(rows: list[Row]) -> None:
    """Print each check's hits on what is asked of it, and its false alarms on good photos."""
    print("\n| check | found of what it should find | 95 % interval | as fail | false fails on good photos | false unsure on good photos |")
    print("|---|---|---|---|---|---|")
    asked: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if (story := SPOILED[row.story]).check and not story.near:
            asked[story.check].append(row)
    good = [row for row in rows if row.story.startswith("good")]
    for check, of in sorted(asked.items()):
        found, failed = sum(row.found(check, *OPEN) for row in of), sum(row.found(check, Outcome.FAIL) for row in of)
        fails, unsure = (sum(row.found(check, outcome) for row in good) for outcome in OPEN)
        told = f"{fails}/{len(good)} ({_interval(fails, len(good))}) | {unsure}/{len(good)} ({_interval(unsure, len(good))})"
        told = told if good else "not counted | not counted"
        print(f"| {check} | {found}/{len(of)} | {_interval(found, len(of))} | {failed}/{len(of)} | {told} |")


def _print_empty(folders: Iterable[Path], engines: Engines) -> None:
    """Print how many pictures without a face gave one."""
    print("\n## Pictures without a face\n\n| folder | pictures | with a face found |\n|---|---|---|")
    for folder in folders:
        opened, wrong = 0, 0
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in {".jpg", ".jpeg", ".png"}):
            try:
                pages = tuple(Intake().pages(path, "picture"))
            except BrokenFileError:
                continue
            opened += 1
            seen = [found for page in pages for found in Faces().see(Look(page=page, index=0, engines=engines))]
            wrong += any(isinstance(found, FacesSeen) and found.faces for found in seen)
        print(f"| {folder.name} | {opened} | {wrong} |")


def _interval(hits: int, total: int) -> str:
    if not total:
        return "-"
    low, high = _wilson(hits, total)
    return f"{low:.2f}-{high:.2f}"


def _print_held(half: str, portraits: Path, people: int) -> None:
    """Print what is seen and answered of composed scenes; each is opened, turned, read and judged as an upload would be."""
    engines = loader.load()
    assert isinstance(engines.faces, FaceModels)
    setup = examine.set_up(profile.load("cse-online-2019-11"), engines, lang="en")
    told: dict[str, Counter[str]] = {}
    in_all: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for scene in held_scenes(cards(SAMPLES), sitters(portraits, engines.faces, half, people)):
            count = told.setdefault(scene.story, Counter())
            path = Path(folder) / "held.jpg"
            path.write_bytes(scene.file)
            started = time.process_time()
            stored = examine.see_files([path], setup, told=PageKind.HELD_ID)
            count["ms"] += round(1000 * (time.process_time() - started))
            held = next(iter(stored.sightings.of(HeldId)))
            count.update(n=1, face=held.face is not None, card=held.card is not None, covered=held.digits_covered is True)
            count["number"] += held.id_number is not None and held.id_number.text == scene.card.number
            count["name"] += held.person is not None and held.person.text == scene.card.name
            count["printed"] += held.printed_face is not None
            (finding,) = _held_findings(stored.sightings, scene.card, setup)
            count[finding.outcome.value] += 1
            exact = held.id_number is not None and held.id_number.text == scene.card.number
            if scene.good:
                in_all.update(good=1, found=held.face is not None and held.card is not None, accepted=finding.outcome is Outcome.PASS)
                in_all.update(large=scene.width >= LARGE_CARD_PX, read=exact and scene.width >= LARGE_CARD_PX)
            else:
                in_all.update(bad=1, let_through=finding.outcome is Outcome.PASS)
    print(f"\n## Held cards, {half} half: {people} people at most\n")
    print("| scene | n | live face | card | portrait on it | number exact | name exact | covered | pass | unsure | fail | CPU ms |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    keys = ("n", "face", "card", "printed", "number", "name", "covered", "pass", "unsure", "fail")
    for story, count in told.items():
        print(f"| {story} | {' | '.join(str(count[key]) for key in keys)} | {count['ms'] // count['n']} |")
    lines = []
    for words, hits, of in (
        ("Face and card found where both are to be seen", in_all["found"], in_all["good"]),
        ("passed then", in_all["accepted"], in_all["good"]),
        (f"number read exactly with the card {LARGE_CARD_PX} px wide and more", in_all["read"], in_all["large"]),
        ("passed without card, person, front or an uncovered number", in_all["let_through"], in_all["bad"]),
    ):
        lines.append(f"* {words}: {hits} of {of} ({_interval(hits, of)})")
    print("\n" + "\n".join(lines))


def _held_findings(sightings: Sightings, card: Card, setup: examine.Setup) -> list[Finding]:
    """Return the gravest answer about a scene, the card's holder being the applicant."""
    whose = DeclaredApplicant(name=card.name, id_number=card.number)
    findings = list(setup.checks["held-id"].judge(Case(declared=Declared(applicant=whose), sightings=sightings)))
    return [max(findings, key=lambda finding: finding.outcome.gravity)]


def _wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share. Source: Wilson 1927."""
    share, spread = hits / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, middle - reach), min(1.0, middle + reach)


if __name__ == "__main__":
    main()

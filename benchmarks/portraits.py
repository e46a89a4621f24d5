"""Measures the ID-photo and held-card checks on composed pictures, one table for the tuning half and one for the shut half.

    python -m benchmarks.portraits PORTRAITS [--half tuning|shut] [--held N] > benchmarks/portraits.md

PORTRAITS is a folder of pictures of people with a `truth.jsonl`; nothing of it is saved. Needs the face models and, for --held, OCR.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2

from benchmarks.held_cards import cards, sitters
from benchmarks.held_cards import scenes as held_scenes
from benchmarks.id_photos import SPOILED, Photo, photos, saved_as_jpeg
from pipeline.checks.build import case, sheet
from pipeline.checks.catalogue import CHECKS
from pipeline.checks.photo.measured import PhotoCheck
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import HeldId, Observation, PageKind, PageKindSeen, Portrait
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.engines import loader
from pipeline.engines.faces import FaceModels
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look, Stage
from pipeline.stages.faces import Faces
from pipeline.stages.held_id import HeldIdStage
from pipeline.stages.portrait import PortraitStage
from pipeline.stages.text import Text

PHOTO_CHECKS = tuple(check() for check in CHECKS if issubclass(check, PhotoCheck) and check.name != "photo-headwear")
OPEN = (Outcome.FAIL, Outcome.UNSURE)
SAMPLES = Path(__file__).parents[1] / "samples"


class Row(NamedTuple):
    """One spoiled photo: how, what was found, and how long it took."""

    story: str
    findings: tuple[Finding, ...]
    seconds: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portraits", type=Path)
    parser.add_argument("--half", choices=("tuning", "shut"), action="append")
    parser.add_argument("--held", type=int, default=0, help="how many people hold a card")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    engines = loader.load() if given.held else Engines(faces=_faces())
    assert isinstance(engines.faces, FaceModels)
    for half in given.half or ("tuning", "shut"):
        people = list(photos(given.portraits, engines.faces, half))
        rows = [row for photo in people for row in _rows(photo, engines)]
        _print_photos(half, len(people), rows)
        if given.held:
            _print_held(half, given.portraits, engines, given.held)


def _faces() -> FaceModels:
    return FaceModels({model.pin.name: model.path.read_bytes() for model in loader.models() if model.pin.engine == "faces"})


def _rows(photo: Photo, engines: Engines) -> Iterator[Row]:
    for story, (spoil, qualities, _) in SPOILED.items():
        image, size = saved_as_jpeg(spoil(photo), *qualities)
        page = _page(image, size)
        started = time.process_time()
        (portrait,) = _seen(PortraitStage(), page, engines, PageKind.ID_PHOTO)
        seconds = time.process_time() - started
        assert isinstance(portrait, Portrait)
        judged = case(sheet(PageKind.ID_PHOTO, portrait, size=(image.shape[1], image.shape[0])))
        yield Row(story, tuple(finding for check in PHOTO_CHECKS for finding in check.judge(judged)), seconds)


def _page(image: Rgb, size: int) -> Page:
    origin = Origin(format="JPEG", file_bytes=size, width_px=image.shape[1], height_px=image.shape[0])
    return Page(image=image, file="photo.jpg", number=0, origin=origin)


def _seen(stage: Stage, page: Page, engines: Engines, kind: PageKind, *seen: Observation) -> tuple[Observation, ...]:
    told = PageKindSeen(page=0, box=Box(0, 0, page.width, page.height), confidence=1.0, seen_by="benchmark", kind=kind)
    return tuple(stage.see(Look(page=page, index=0, engines=engines, seen=(told, *seen))))


def _print_photos(half: str, people: int, rows: list[Row]) -> None:
    cost = sorted(row.seconds for row in rows)
    median, worst = cost[len(cost) // 2], cost[int(0.95 * len(cost))]
    print(f"\n## ID photos, {half} half: {people} people, {len(rows)} photos\n")
    print(
        f"CPU per photo: {median * 1000:.0f} ms in the median, {worst * 1000:.0f} ms at 95 %. Found and other findings: fail or unsure.\n"
    )
    print("| spoiled by | asked of | found | as fail | 95 % interval | other findings |\n|---|---|---|---|---|---|")
    for story, (_, _, check) in SPOILED.items():
        of = [row for row in rows if row.story == story]
        hits = [[f for f in row.findings if f.check == check and f.outcome in OPEN] for row in of]
        found, failed = sum(map(bool, hits)), sum(any(f.outcome is Outcome.FAIL for f in found) for found in hits)
        others = Counter(f"{f.check}/{f.slug}" for row in of for f in row.findings if f.outcome in OPEN and f.check != check)
        told = ", ".join(f"{name} {count}" for name, count in sorted(others.items())) or "-"
        low, high = _wilson(found, len(of))
        answers = f"{found}/{len(of)} | {failed}/{len(of)} | {low:.2f}-{high:.2f}" if check else "- | - | -"
        print(f"| {story} | {check or 'nothing'} | {answers} | {told} |")


def _print_held(half: str, portraits: Path, engines: Engines, people: int) -> None:
    assert isinstance(engines.faces, FaceModels)
    told: dict[str, Counter[str]] = {}
    for scene in held_scenes(cards(SAMPLES), sitters(portraits, engines.faces, half, people)):
        count = told.setdefault(scene.story, Counter())
        page = _page(scene.image, 0)
        faces = _seen(Faces(), page, engines, PageKind.HELD_ID)
        lines = _seen(Text(), page, engines, PageKind.HELD_ID, *faces)
        started = time.process_time()
        (held,) = _seen(HeldIdStage(), page, engines, PageKind.HELD_ID, *faces, *lines)
        count["ms"] += round(1000 * (time.process_time() - started))
        assert isinstance(held, HeldId)
        count["n"] += 1
        count["face"] += held.face is not None
        count["card"] += held.card is not None
        count["covered"] += held.digits_covered is True
        if scene.card is not None:
            count["number"] += held.id_number is not None and held.id_number.text == scene.card.number
            count["name"] += held.person is not None and held.person.text == scene.card.name
    print(f"\n## Held cards, {half} half: {people} people at most\n")
    print("| scene | n | face | card | number exact | name exact | covered | CPU ms |\n|---|---|---|---|---|---|---|---|")
    for story, count in told.items():
        numbers = " | ".join(str(count[key]) for key in ("n", "face", "card", "number", "name", "covered"))
        print(f"| {story} | {numbers} | {count['ms'] // count['n']} |")


def _wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share. Source: Wilson 1927."""
    share, spread = hits / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, middle - reach), min(1.0, middle + reach)


if __name__ == "__main__":
    main()

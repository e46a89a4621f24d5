"""The order in which an application is looked at, and the only door to the stages: files in, sightings out."""

import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import msgspec

from pipeline.datamodel.application import Application
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.limits import build_limits
from pipeline.datamodel.observation import Observation, PageKind, PageKindSeen, PageSeen, Seen
from pipeline.datamodel.page import Page
from pipeline.datamodel.sightings import Sightings
from pipeline.engines.protocols import Engines
from pipeline.errors import DecoderStoppedError, PrescreenError, ProfileError
from pipeline.imaging.fingerprint import fingerprint, ink_share
from pipeline.stages import guard
from pipeline.stages.base import BrokenFileError, Look, Stage
from pipeline.stages.cells import Cells
from pipeline.stages.faces import Faces
from pipeline.stages.fields import Fields
from pipeline.stages.folder import printable_name
from pipeline.stages.form_photo import FormPhoto
from pipeline.stages.handwriting import HandwritingStage
from pipeline.stages.held_id import HeldIdStage
from pipeline.stages.intake import Intake
from pipeline.stages.legibility import LegibilityStage
from pipeline.stages.page_kind import PageKindStage
from pipeline.stages.portrait import PortraitStage
from pipeline.stages.seals import Seals
from pipeline.stages.signatures import Signatures
from pipeline.stages.text import Text
from pipeline.stages.upright import Upright

STAGES: tuple[type[Stage], ...] = (
    Faces,
    Text,
    PageKindStage,
    LegibilityStage,
    Cells,
    Fields,
    Seals,
    Signatures,
    HandwritingStage,
    PortraitStage,
    HeldIdStage,
    FormPhoto,
)

PageWatcher = Callable[[Page, tuple[Observation, ...]], None]


@dataclass(frozen=True, kw_only=True)
class Sequence:
    """The stages with the limits of one profile."""

    intake: Intake
    upright: Upright
    stages: tuple[Stage, ...]


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What is asked of every page: stages, engines, names of the kinds wanted, and what the page is where that is told."""

    sequence: Sequence
    engines: Engines
    wanted: tuple[str, ...]
    told: PageKind | None = None


@dataclass(kw_only=True)
class _Notes:
    """What piles up while an application is looked at; private to `see`."""

    pages: list[PageSeen] = field(default_factory=list)
    seen: list[Observation] = field(default_factory=list)
    unseen: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def build(tables: Mapping[str, Mapping[str, object]]) -> Sequence:
    """Return the sequence with a profile's `[stages.NAME]` limits.

    Raises:
        ProfileError: an unknown stage, or wrong keys, types or ranges; all are told at once.
    """
    known: dict[str, type[Intake | Upright | Stage]] = {
        "intake": Intake,
        "upright": Upright,
        **{stage.name: stage for stage in STAGES},
    }
    wrong = [f"[stages.{name}] is no stage; stages are: {', '.join(known)}" for name in tables if name not in known]
    made: dict[str, Intake | Upright | Stage] = {}
    for name, stage in known.items():
        made[name], errors = build_limits(stage, tables.get(name, {}), f"stages.{name}")
        wrong += errors
    if wrong:
        raise ProfileError("the profile's stages are wrong: " + "; ".join(wrong))
    stages = tuple(stage for stage in made.values() if isinstance(stage, Stage))
    (intake,) = (stage for stage in made.values() if isinstance(stage, Intake))
    (upright,) = (stage for stage in made.values() if isinstance(stage, Upright))
    return Sequence(intake=intake, upright=upright, stages=stages)


def wanted_kinds(needs: tuple[type[Observation], ...]) -> tuple[str, ...]:
    """Return the names of the observations that must be looked for so that `needs` can be answered, in stage order."""
    wanted = set(needs)
    for stage in reversed(STAGES):
        if wanted.intersection(stage.sees):
            wanted.update(stage.after)
    return (PageSeen.__name__, *(kind.__name__ for stage in STAGES for kind in stage.sees if kind in wanted))


def see(
    application: Application, faults: tuple[Fault, ...], orders: Orders, watch: PageWatcher | None = None
) -> tuple[Sightings, dict[str, float]]:
    """Look at every file of an application and return what was seen, with CPU seconds per stage.

    faults: what opening the folder already found; watch: called with each page and what was seen on it, for drawing. A file that
    cannot be opened and a stage that crashes cost themselves alone.
    """
    notes = _Notes(faults=list(faults))
    for path in application.files:
        for page in _upright_pages(path, printable_name(path.relative_to(application.folder)), orders, notes):
            observations = _look(page, orders, notes)
            if watch is not None:
                watch(page, observations)
    sightings = Sightings(
        pages=tuple(notes.pages),
        seen=cast("tuple[Seen, ...]", tuple(notes.seen)),  # every stage yields members of the union
        unseen={kind: tuple(notes.unseen[kind]) for kind in sorted(notes.unseen)},
        faults=tuple(notes.faults),
        wanted=orders.wanted,
    )
    return sightings, {stage: round(seconds, 4) for stage, seconds in notes.seconds.items()}


def _upright_pages(path: Path, name: str, orders: Orders, notes: _Notes) -> Iterator[Page]:
    """Yield a file's pages, upright; whatever goes wrong becomes a fault of this file."""
    started, decoding = time.process_time(), guard.decoder_seconds()
    try:
        for raw in orders.sequence.intake.pages(path, name):
            started = _charge(notes, "intake", started)
            for page in _turned(raw, orders, notes):
                _charge(notes, "upright", started)
                yield page
                started = time.process_time()
    except BrokenFileError as error:
        notes.faults.append(Fault(where="intake", error=error.slug, message=str(error), file=name, broken_upload=True))
    except DecoderStoppedError as error:
        notes.faults.append(Fault(where="intake", error=error.slug, message=str(error), file=name))
    except Exception as error:  # noqa: BLE001 - the floor that can keep one file's crash from the rest of the application
        notes.faults.append(fault_of("intake", error, file=name))
    finally:
        notes.seconds["intake"] += guard.decoder_seconds() - decoding


def _turned(raw: Page, orders: Orders, notes: _Notes) -> Iterator[Page]:
    """Yield the upright parts of a page; where turning fails the page is judged as it came, and the fault is kept.

    A file that is told to be an ID photo is taken as it is: the portrait stage finds its quarter turn, and nothing is cut out of it.
    """
    if orders.told is PageKind.ID_PHOTO:
        yield raw
        return
    try:
        yield from tuple(orders.sequence.upright.turn(raw, orders.engines))
    except Exception as error:  # noqa: BLE001 - as above: a page as it came is worth more than none
        notes.faults.append(fault_of("upright", error, file=raw.file, page=raw.number))
        yield raw


def _look(page: Page, orders: Orders, notes: _Notes) -> tuple[Observation, ...]:
    """Note one page and what every wanted stage sees on it; a stage is blind with those whose sightings it cannot do without."""
    started = time.process_time()
    index = len(notes.pages)
    notes.pages.append(_page_seen(page, index))
    started = _charge(notes, "intake", started)
    observations: tuple[Observation, ...] = (notes.pages[-1],)
    blind: dict[type[Observation], Fault] = {}
    worked_out: dict[str, object] = {}
    for stage in orders.sequence.stages:
        if not any(kind.__name__ in orders.wanted for kind in stage.sees):
            continue
        if orders.told is not None and PageKindSeen in stage.sees:
            observations += (_told(page, index, orders.told),)
            continue
        fault = next((blind[kind] for kind in stage.after if kind in blind and kind not in stage.can_lack), None)
        if fault is None:
            try:
                look = Look(page=page, index=index, engines=orders.engines, seen=observations, worked_out=worked_out)
                observations += tuple(stage.see(look))
            except Exception as error:  # noqa: BLE001 - a stage that crashes blinds its kinds on this page, it does not lie
                fault = fault_of(stage.name, error, file=page.file, page=page.number)
        if fault is not None:
            blind |= dict.fromkeys(stage.sees, fault)
        started = _charge(notes, stage.name, started)
    notes.seen.extend(observations[1:])
    for kind, fault in blind.items():
        notes.unseen[kind.__name__].append(fault)
    return observations


def _told(page: Page, index: int, kind: PageKind) -> PageKindSeen:
    whole = Box(0, 0, page.width, page.height)
    return PageKindSeen(page=index, box=whole, confidence=1.0, seen_by="told", kind=kind)


def _charge(notes: _Notes, stage: str, started: float) -> float:
    """Book the CPU seconds since `started` on a stage and return now."""
    now = time.process_time()
    notes.seconds[stage] += now - started
    return now


def _page_seen(page: Page, index: int) -> PageSeen:
    return PageSeen(
        page=index,
        box=Box(0, 0, page.width, page.height),
        confidence=1.0,
        seen_by="intake",
        file=page.file,
        number=page.number,
        part=page.part,
        size=(page.width, page.height),
        turn=page.turn,
        skew_deg=round(page.skew_deg, 2),
        px_per_mm=page.scale.px_per_mm,
        fingerprint=fingerprint(page.image),
        ink_share=round(ink_share(page.image), 5),
        origin=page.origin,
        quad=page.quad,
    )


def fault_of(where: str, error: Exception, *, file: str = "", page: int | None = None) -> Fault:
    """Return our own failure as a fault: its type and the place in our code, never the exception's words unless they are ours.

    A foreign exception's message may hold what was read from the page; ours are written to hold none.
    """
    frames = traceback.extract_tb(error.__traceback__)
    spot = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    words = str(error) if isinstance(error, PrescreenError) else f"{type(error).__name__} at {spot}"
    return Fault(where=where, error=type(error).__name__, message=words, file=file, page=page)


def schema() -> dict[str, object]:
    """Return the JSON schema of every stage's limits, for `prescreen profiles --schema`."""
    return {name: msgspec.json.schema(stage) for name, stage in (("intake", Intake), ("upright", Upright), *((s.name, s) for s in STAGES))}

"""A way of looking that needs no engine: real intake, and one stage that does what an upload's file name says."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pipeline import examine
from pipeline.checks import catalogue
from pipeline.datamodel.observation import Observation, TextLine
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look, Stage
from pipeline.stages.intake import Intake
from pipeline.stages.sequence import Sequence
from pipeline.stages.upright import Upright
from pipeline.workers import Plan


class NamedFate(Stage, frozen=True):
    """Crashes, hangs, dawdles or raises where the file's name asks for it; else reads the file's name from its page."""

    name: ClassVar[str] = "named-fate"
    sees: ClassVar[tuple[type[Observation], ...]] = (TextLine,)

    def see(self, look: Look) -> Iterator[Observation]:
        if "crash" in look.page.file:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "hang" in look.page.file:
            time.sleep(3600)
        if "slow" in look.page.file:
            time.sleep(0.25)
        if "raise" in look.page.file:
            raise ValueError("secret words from the page")
        reading = Reading(text=look.page.file, engine="stub")
        yield TextLine(page=look.index, box=look.whole, confidence=1.0, seen_by=self.name, reading=reading)


@dataclass(frozen=True, kw_only=True)
class DyingPlan(Plan):
    """A plan whose processes are killed as they load, until as many as `deaths` have left a file in `graves`.

    The parent, which proves the setup first, never dies.
    """

    graves: str
    deaths: int

    def setup(self) -> examine.Setup:
        graves = Path(self.graves)
        if multiprocessing.parent_process() is not None and len(list(graves.iterdir())) < self.deaths:
            (graves / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return StubPlan(profile=self.profile).setup()


@dataclass(frozen=True, kw_only=True)
class StubPlan(Plan):
    """A plan whose processes start at once, since no engine is loaded."""

    def setup(self) -> examine.Setup:
        return examine.Setup(
            profile=self.profile,
            sequence=Sequence(intake=Intake(), upright=Upright(), stages=(NamedFate(),)),
            checks=catalogue.build(self.profile),
            engines=Engines(),
            versions={"stub": "1"},
        )

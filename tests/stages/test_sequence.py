"""What one stage's crash means for the stages that read what it would have seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image

from pipeline.datamodel.application import Application
from pipeline.datamodel.observation import FacesSeen, Observation, PageKind, PageKindSeen, TextLine
from pipeline.datamodel.sightings import Sightings
from pipeline.engines.protocols import Engines
from pipeline.stages import sequence
from pipeline.stages.base import Look, Stage
from pipeline.stages.intake import Intake
from pipeline.stages.upright import Upright
from tests.fakes import FakeOcr


class CrashesOnA(Stage, frozen=True):
    """Sees text, and crashes on the file a.png."""

    name: ClassVar[str] = "crashes"
    sees: ClassVar[tuple[type[Observation], ...]] = (TextLine,)

    def see(self, look: Look) -> Iterator[Observation]:
        if look.page.file == "a.png":
            raise ValueError("secret words of the page")
        yield from ()


class TellsKind(Stage, frozen=True):
    """Takes every page for a photo, as a stage may that finds a face and no text."""

    name: ClassVar[str] = "tells"
    sees: ClassVar[tuple[type[Observation], ...]] = (PageKindSeen,)
    after: ClassVar[tuple[type[Observation], ...]] = (TextLine, FacesSeen)

    def see(self, look: Look) -> Iterator[Observation]:
        yield PageKindSeen(page=look.index, box=look.whole, confidence=0.9, seen_by=self.name, kind=PageKind.HELD_ID)


class TellsKindAnyway(TellsKind, frozen=True):
    can_lack: ClassVar[tuple[type[Observation], ...]] = (TextLine,)


def seen(folder: Path, *stages: Stage) -> Sightings:
    for name in ("a.png", "b.png"):
        Image.new("RGB", (200, 280), "white").save(folder / name)
    application = Application(id="x", folder=folder, files=(folder / "a.png", folder / "b.png"))
    house = sequence.Sequence(intake=Intake(), upright=Upright(), stages=stages)
    orders = sequence.Orders(sequence=house, engines=Engines(), wanted=("TextLine", "PageKindSeen"))
    return sequence.see(application, (), orders)[0]


def test_a_stage_is_blind_where_what_it_reads_could_not_be_seen(tmp_path: Path) -> None:
    """A form whose text could not be read was taken for a photo of a person, and a missing form was told to the applicant."""
    found = seen(tmp_path, CrashesOnA(), TellsKind())
    assert [kind.page for kind in found.of(PageKindSeen)] == [1]
    assert found.unseen["PageKindSeen"] == found.unseen["TextLine"]
    assert len(found.all_faults) == 1


def test_a_stage_that_can_do_without_looks_all_the_same(tmp_path: Path) -> None:
    found = seen(tmp_path, CrashesOnA(), TellsKindAnyway())
    assert [kind.page for kind in found.of(PageKindSeen)] == [0, 1]
    assert set(found.unseen) == {"TextLine"}


@pytest.mark.parametrize("stage", sequence.STAGES, ids=lambda stage: stage.name)
def test_only_what_a_stage_reads_can_be_lacking(stage: type[Stage]) -> None:
    assert set(stage.can_lack) <= set(stage.after)


def test_a_file_that_is_told_to_be_a_photo_is_not_turned_by_its_lines(tmp_path: Path) -> None:
    """`prescreen photo` searched every photo for lines of text, at twice the cost of measuring it."""
    Image.new("RGB", (295, 413), "white").save(tmp_path / "a.png")
    application = Application(id="x", folder=tmp_path, files=(tmp_path / "a.png",))
    house = sequence.Sequence(intake=Intake(), upright=Upright(), stages=())
    ocr = FakeOcr()
    for told, searches in ((PageKind.ID_PHOTO, 0), (None, 1)):
        orders = sequence.Orders(sequence=house, engines=Engines(ocr=ocr), wanted=(), told=told)
        sequence.see(application, (), orders)
        assert len(ocr.detected) == searches

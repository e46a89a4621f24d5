"""The work that two sample applications cost, counted and not timed, against committed ceilings: `tests/work_ceilings.json`."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import examine
from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.page import Page, Rgb
from pipeline.datamodel.profile import load
from pipeline.datamodel.reading import Reading
from pipeline.engines import loader
from pipeline.engines.protocols import LineReader, OcrEngine
from pipeline.stages.intake import Intake

UPLOADS = Path(__file__).parents[1] / "samples" / "uploads"
CEILINGS: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("work_ceilings.json").read_text(encoding="utf-8"))


class CountingReader:
    """A reader that counts strips, and their width at the height of 48 px that they are read at."""

    def __init__(self, engine: LineReader, work: Counter[str], of: str) -> None:
        self._engine, self._work, self._of = engine, work, of

    @property
    def name(self) -> str:
        return self._engine.name

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        self._work[f"{self._of} strips"] += len(strips)
        self._work[f"{self._of} px"] += sum(48 * strip.shape[1] // max(1, strip.shape[0]) for strip in strips)
        return self._engine.read(strips, keep=keep, ink=ink)


class CountingOcr(CountingReader):
    """An OCR engine that counts what it detects on as well."""

    def __init__(self, engine: OcrEngine, work: Counter[str]) -> None:
        super().__init__(engine, work, "read")
        self._ocr = engine

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        height, width = image.shape[:2]
        ratio = min(1.0, side_px / max(height, width))
        self._work["detections"] += 1
        self._work["detector px"] += round(width * ratio) * round(height * ratio)
        return self._ocr.detect(image, side_px=side_px)


def counted(application: str, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return the work that one sample costs."""
    work: Counter[str] = Counter()
    opened = Intake.pages

    def pages(self: Intake, path: Path, file: str) -> Iterator[Page]:
        work["decodes"] += 1
        return opened(self, path, file)

    monkeypatch.setattr(Intake, "pages", pages)
    engines = loader.load(blind=True)
    assert engines.ocr is not None
    assert engines.arcs is not None
    quick = None if engines.quick is None else CountingOcr(engines.quick, work)
    engines = replace(
        engines, ocr=CountingOcr(engines.ocr, work), quick=quick, arcs=CountingReader(engines.arcs, work, "arc"), second_ocr=None
    )
    examine.see(UPLOADS / application, examine.set_up(load("cse-online-2019-11"), engines))
    return work


@pytest.mark.engine
@pytest.mark.samples
@pytest.mark.parametrize("application", sorted(CEILINGS))
def test_an_application_costs_no_more_work_than_was_agreed(application: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that costs more raises a ceiling in the same commit, and says what for; one that costs less lowers it."""
    work, ceiling = counted(application, monkeypatch), CEILINGS[application]
    files: list[Any] = [path for path in (UPLOADS / application).iterdir() if path.suffix != ".json"]
    assert work["decodes"] == len(files)
    assert not {name: (count, ceiling[name]) for name, count in work.items() if name != "decodes" and count > ceiling[name]}
    assert not {name: (work[name], most) for name, most in ceiling.items() if work[name] < 0.75 * most}, "lower these ceilings"

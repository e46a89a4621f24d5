"""Committed sample pages through the real reader: what stands on them is read, and they are told for what they are."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.datamodel.observation import Observation, PageKindSeen, TextLine
from pipeline.engines.protocols import Engines
from pipeline.engines.rapidocr import RapidOcr
from pipeline.stages.base import Look
from pipeline.stages.intake import Intake
from pipeline.stages.page_kind import PageKindStage
from pipeline.stages.text import Text

SAMPLES = Path(__file__).parents[2] / "samples"
PRINTED = ("id_number", "employer", "credit_code", "certificate_no", "school", "person_id")


@pytest.fixture(scope="module")
def engines() -> Engines:
    return Engines(ocr=RapidOcr())


def page_of(kind: str, *, of: str) -> tuple[Path, dict[str, Any]]:
    """Return the first upright picture of a kind whose application's form is of one kind."""
    rows = [json.loads(line) for line in (SAMPLES / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    applications = {row["application"] for row in rows if row.get("form_kind") == of}
    for row in rows:
        path = SAMPLES / "uploads" / row.get("application", "") / row["file"]
        if row["kind"] == kind and row["turn"] == 0 and path.suffix in {".jpg", ".png"} and row["application"] in applications:
            return path, row
    pytest.skip("no such sample")


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@pytest.mark.engine
@pytest.mark.samples
@pytest.mark.parametrize(
    ("kind", "of"),
    [("form-page-1", "renewal"), ("form-page-1", "change-employer"), ("form-page-2", "initial"), ("contract-body", "initial")],
)
def test_a_sample_page_is_read_and_told_for_what_it_is(engines: Engines, kind: str, of: str) -> None:
    path, truth = page_of(kind, of=of)
    [page] = Intake().pages(path, path.name)
    lines: tuple[Observation, ...] = tuple(Text().see(Look(page=page, index=0, engines=engines)))
    [seen] = PageKindStage().see(Look(page=page, index=0, engines=engines, seen=lines))
    assert isinstance(seen, PageKindSeen)
    assert seen.kind == kind
    if kind == "form-page-1":
        assert seen.form_kind == truth["form_kind"]
    text = "".join(squeezed(line.reading.text) for line in lines if isinstance(line, TextLine))
    for name in PRINTED:
        if value := truth["fields"].get(name):
            assert squeezed(value) in text, name

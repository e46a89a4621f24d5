"""Every drawn ID photo gets the answers that its truth states, under the default specification and under those it names."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import examine
from pipeline.datamodel import photo_spec, profile
from pipeline.datamodel.finding import Finding
from pipeline.datamodel.observation import PageKind
from pipeline.engines import loader
from pipeline.engines.protocols import Engines
from pipeline.errors import EngineMissingError

pytestmark = pytest.mark.engine
PHOTOS = Path(__file__).parents[1] / "samples" / "photos"
TRUTHS: list[dict[str, Any]] = [json.loads(line) for line in (PHOTOS / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
SPECS = sorted({spec for truth in TRUTHS for spec in truth.get("under", {})})


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    try:
        yield Engines(faces=loader.load(blind=False).faces)
    except EngineMissingError:
        pytest.skip("the face models are not installed")


def answers(truth: dict[str, Any], setup: examine.Setup) -> dict[str, str]:
    """The gravest answer of every check about one photo."""
    stored = examine.see_files([PHOTOS / truth["file"]], setup, told=PageKind.ID_PHOTO)
    told: dict[str, Finding] = {}
    for finding in examine.judge(stored, setup, loose=True, family="photo").findings:
        if finding.check not in told or finding.outcome.gravity > told[finding.check].outcome.gravity:
            told[finding.check] = finding
    return {check: finding.outcome.value for check, finding in told.items()}


def wrong(truth: dict[str, Any], setup: examine.Setup, expected: dict[str, str]) -> dict[str, tuple[str, str | None]]:
    """The checks that answer otherwise than expected."""
    given = answers(truth, setup)
    return {check: (asked, given.get(check)) for check, asked in expected.items() if asked not in {"either", given.get(check)}}


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth["file"])
def test_a_photo_gets_the_answers_of_its_truth(truth: dict[str, Any], engines: Engines) -> None:
    setup = examine.set_up(profile.load("cse-online-2019-11"), engines)
    assert wrong(truth, setup, truth["expected"]) == {}


@pytest.mark.parametrize("spec", SPECS)
def test_another_specification_answers_as_the_truth_states(spec: str, engines: Engines) -> None:
    setup = examine.set_up(photo_spec.load(spec).over(profile.load("cse-online-2019-11")), engines)
    named = [truth for truth in TRUTHS if spec in truth.get("under", {})]
    assert {truth["file"]: wrong(truth, setup, truth["under"][spec]) for truth in named} == {truth["file"]: {} for truth in named}

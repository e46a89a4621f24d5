"""Whole sample applications through the real engines: what is proposed, judging again, and the same twice."""

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from pipeline import batch, evaluate, examine
from pipeline.datamodel.profile import Profile, load
from pipeline.datamodel.report import Report, Stored
from pipeline.engines import loader
from pipeline.reports import record
from pipeline.stages.intake import Intake

pytestmark = [pytest.mark.engine, pytest.mark.samples]
SAMPLES = Path(__file__).parent.parent / "samples"
TRUTHS = {truth.id: truth for truth in evaluate.load_truth(SAMPLES / "truth.jsonl")}
CHANGED = {"photo-head": {"least_head": 0.65, "doubtful_least_head": 0.66}}


@pytest.fixture(scope="module")
def setup() -> examine.Setup:
    return examine.set_up(load("cse-online-2019-11"), loader.load())


@pytest.fixture(scope="module")
def clean(setup: examine.Setup) -> Stored:
    return examine.see(SAMPLES / "uploads" / "A006", setup)


def with_limits(profile: Profile, limits: dict[str, dict[str, Any]]) -> Profile:
    """The profile with other limits for some checks."""
    checks = {name: msgspec.structs.replace(rule, limits=rule.limits | limits.get(name, {})) for name, rule in profile.checks.items()}
    return msgspec.structs.replace(profile, checks=checks)


def as_record(report: Report) -> dict[str, Any]:
    """The record without its timings, which are the only thing that may differ."""
    entry: dict[str, Any] = json.loads(record.encode(report))
    return entry | {"timings": {}}


def test_a_flawless_application_is_clear(setup: examine.Setup, clean: Stored) -> None:
    score = evaluate.score({"A006": as_record(examine.judge(clean, setup))}, [TRUTHS["A006"]])
    assert score.differences == ()
    assert score.proposals == {"clear -> clear": 1}


def test_every_seeded_defect_of_an_application_is_told_at_once(setup: examine.Setup) -> None:
    stored = examine.see(SAMPLES / "uploads" / "A015", setup)
    score = evaluate.score({"A015": as_record(examine.judge(stored, setup))}, [TRUTHS["A015"]])
    assert score.differences == ()
    assert score.proposals == {"return -> return": 1}


def test_seen_twice_is_the_same_but_for_the_time_it_took(setup: examine.Setup, clean: Stored) -> None:
    again = examine.see(SAMPLES / "uploads" / "A006", setup)
    assert msgspec.structs.replace(again, timings={}) == msgspec.structs.replace(clean, timings={})
    assert as_record(examine.judge(again, setup)) == as_record(examine.judge(clean, setup))


def test_judging_again_gives_what_a_full_run_with_that_limit_gives_and_opens_nothing(
    setup: examine.Setup, clean: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stricter = with_limits(setup.profile, CHANGED)
    full = examine.see(SAMPLES / "uploads" / "A006", examine.set_up(stricter, setup.engines))
    expected = as_record(examine.judge(full, examine.set_up(stricter, setup.engines)))
    results = batch.Results(folder=tmp_path / "results")
    results.prepare()
    results.write(clean, examine.judge(clean, setup))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an image was opened")

    monkeypatch.setattr(Image, "open", refuse)
    monkeypatch.setattr(Intake, "pages", refuse)
    monkeypatch.setattr(examine, "open_application", refuse)
    list(batch.rejudge(results, stricter, lang="zh", tell=pytest.fail))
    judged = json.loads((results.records / "A006.json").read_text(encoding="utf-8")) | {"timings": {}}
    assert judged == expected
    assert judged["findings"] != as_record(examine.judge(clean, setup))["findings"]


def test_a_broken_declaration_is_told_whole_and_the_rest_is_judged(setup: examine.Setup, tmp_path: Path) -> None:
    folder = tmp_path / "A006"
    shutil.copytree(SAMPLES / "uploads" / "A006", folder)
    (folder / "application.json").write_text('{"kind": "marriage", "submitted_on": "yesterday", "employr": {}}', encoding="utf-8")
    report = examine.judge(examine.see(folder, setup), setup)
    told = [finding.message for finding in report.findings if finding.slug == "declaration-broken"]
    for word in ("marriage", "submitted_on", "employr"):
        assert any(word in message for message in told)
    assert {f.check: f.outcome for f in report.findings}["photo-face"] == "pass"

"""Batches on a way of looking that needs no engine; the processes, the files and the records are real."""

import json
import os
import stat
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from pipeline import batch
from pipeline.datamodel.profile import load
from pipeline.errors import ExitCode, OutputError, ProfileError, UsageError
from tests.stubs import StubPlan

PROFILE = load("cse-online-2019-11")


def upload(root: Path, application: str, *names: str) -> Path:
    """An application whose files are small grey pictures."""
    folder = root / application
    folder.mkdir(parents=True)
    for shade, name in enumerate(names):
        Image.new("RGB", (200, 280), (200 - shade, 200, 200)).save(folder / name)
    return folder


def plan(**changes: object) -> StubPlan:
    return StubPlan(profile=PROFILE, **changes)  # type: ignore[arg-type]


def run(uploads: Path, out: Path, way: StubPlan | None = None, jobs: int = 2) -> dict[str, batch.Event]:
    results = batch.Results(folder=out)
    return {event.application: event for event in batch.run(batch.find(uploads, out), results, way or plan(), jobs=jobs)}


def record(out: Path, application: str) -> dict[str, object]:
    entry: dict[str, object] = json.loads((out / "applications" / f"{application}.json").read_text())
    return entry


@pytest.fixture(scope="module")
def battered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a batch with one application that crashes its process, one that hangs, one whose stage raises, and two good ones."""
    root = tmp_path_factory.mktemp("battered")
    for name in ("good-1", "good-2"):
        upload(root / "uploads", name, "a.png")
    upload(root / "uploads", "segv", "crash.png")
    upload(root / "uploads", "stuck", "hang.png")
    upload(root / "uploads", "oops", "a.png", "raise.png")
    run(root / "uploads", root / "out", plan(limit_s=6))
    return root


def test_a_crash_and_a_hang_cost_their_own_application_only(battered: Path) -> None:
    assert record(battered / "out", "segv")["faults"][0]["error"] == "crash"  # type: ignore[index]
    assert record(battered / "out", "stuck")["faults"][0]["error"] == "time-limit"  # type: ignore[index]
    for name in ("good-1", "good-2"):
        assert record(battered / "out", name)["faults"] == []
        assert record(battered / "out", name)["sightings"]["pages"]  # type: ignore[index]


def test_what_cost_its_process_is_not_assessed_and_never_a_pass(battered: Path) -> None:
    for name in ("segv", "stuck"):
        outcomes = {finding["outcome"] for finding in record(battered / "out", name)["findings"]}  # type: ignore[attr-defined]
        assert "not-assessed" in outcomes
        assert "pass" not in outcomes
        assert record(battered / "out", name)["proposal"] == "review"


def test_a_stage_that_raises_blinds_its_page_and_tells_nothing_it_read(battered: Path) -> None:
    faults = record(battered / "out", "oops")["faults"]
    assert [fault["error"] for fault in faults] == ["ValueError"]  # type: ignore[attr-defined]
    assert "secret" not in (battered / "out" / "applications" / "oops.json").read_text()


def test_could_not_look_outranks_needs_a_person(battered: Path) -> None:
    assert batch.exit_code(batch.Results(folder=battered / "out")) is ExitCode.NOT_ASSESSED


def test_results_are_for_their_owner_only(battered: Path) -> None:
    for path in (battered / "out").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_nothing_is_written_among_the_uploads(battered: Path) -> None:
    assert {path.name for path in (battered / "uploads").rglob("*") if path.is_file()} == {"a.png", "crash.png", "hang.png", "raise.png"}


def test_a_second_run_looks_only_at_what_is_new_or_changed(tmp_path: Path) -> None:
    upload(tmp_path / "uploads", "one", "a.png")
    two = upload(tmp_path / "uploads", "two", "a.png")
    run(tmp_path / "uploads", tmp_path / "out")
    Image.new("RGB", (200, 280), "white").save(two / "b.png")
    upload(tmp_path / "uploads", "three", "a.png")
    events = run(tmp_path / "uploads", tmp_path / "out")
    assert {name for name, event in events.items() if event.report is None} == {"one"}
    assert [page["file"] for page in record(tmp_path / "out", "two")["sightings"]["pages"]] == ["a.png", "b.png"]  # type: ignore[index]


def test_the_same_input_gives_the_same_record(tmp_path: Path) -> None:
    upload(tmp_path / "uploads", "one", "a.png", "b.png")
    for out in ("first", "second"):
        run(tmp_path / "uploads", tmp_path / out, jobs=1)
    first, second = (record(tmp_path / out, "one") | {"timings": {}} for out in ("first", "second"))
    assert json.dumps(first) == json.dumps(second)


def test_a_folder_without_files_is_judged_and_nothing_passes_in_silence(tmp_path: Path) -> None:
    (tmp_path / "uploads" / "empty").mkdir(parents=True)
    run(tmp_path / "uploads", tmp_path / "out")
    assert record(tmp_path / "out", "empty")["proposal"] != "clear"


@pytest.mark.parametrize("out", ["uploads", "uploads/out", "."], ids=["the uploads themselves", "inside them", "around them"])
def test_an_output_folder_that_touches_the_uploads_is_refused(tmp_path: Path, out: str) -> None:
    upload(tmp_path / "uploads", "one", "a.png")
    with pytest.raises(UsageError, match="another --out"):
        batch.find(tmp_path / "uploads", tmp_path / out)


def test_uploads_without_any_folder_are_refused_with_the_command_to_use_instead(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    with pytest.raises(UsageError, match="prescreen check"):
        batch.find(tmp_path, tmp_path.parent / "out")


def test_a_file_beside_the_folders_is_named_and_wants_a_person(tmp_path: Path) -> None:
    upload(tmp_path / "uploads", "one", "a.png")
    (tmp_path / "uploads" / "stray.pdf").write_bytes(b"x")
    (tmp_path / "uploads" / "link").symlink_to("/etc")
    found = batch.find(tmp_path / "uploads", tmp_path / "out")
    assert [path.name for path in found.strays] == ["link", "stray.pdf"]
    empty = batch.Results(folder=tmp_path / "out")
    empty.prepare()
    assert batch.exit_code(empty, found) is ExitCode.NEEDS_PERSON


def test_an_output_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"x")
    with pytest.raises(OutputError, match="choose another"):
        batch.Results(folder=tmp_path / "out").prepare()


def test_names_that_are_no_utf8_or_too_long_keep_their_own_record(tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / os.fsdecode("注册".encode("gbk"))).mkdir()
    long = "长" * 80
    upload(uploads, long, "a.png")
    upload(uploads, long[:-1] + "久", "a.png")
    events = run(uploads, tmp_path / "out")
    assert len(events) == len(list((tmp_path / "out" / "applications").glob("*.json"))) == 3


def test_judging_again_with_other_stage_limits_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    upload(tmp_path / "uploads", "one", "a.png")
    run(tmp_path / "uploads", tmp_path / "out")
    before = (tmp_path / "out" / "applications" / "one.json").read_bytes()
    other = msgspec.structs.replace(PROFILE, stages={"text": {}})
    with pytest.raises(ProfileError, match="run it again"):
        list(batch.rejudge(batch.Results(folder=tmp_path / "out"), other, lang="zh"))
    assert (tmp_path / "out" / "applications" / "one.json").read_bytes() == before

"""Batches on a way of looking that needs no engine; the processes, the files and the records are real."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from pipeline import batch, examine, ledger
from pipeline.datamodel.profile import load
from pipeline.errors import ExitCode, OutputError, ProfileError, UsageError
from tests.stubs import DyingPlan, StubPlan

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
    return {event.application: event for event in batch.run(batch.find(uploads, out), results, way or plan(), batch.Manner(jobs=jobs))}


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
        list(batch.rejudge(batch.Results(folder=tmp_path / "out"), other, lang="zh", tell=pytest.fail))
    assert (tmp_path / "out" / "applications" / "one.json").read_bytes() == before


ODD = ["a\\b", "c\td", "e\u202ef", "\x1b[31mg"]


def test_a_folder_with_an_odd_name_is_found_again_and_counts(tmp_path: Path) -> None:
    """Its record lay under an escaped name and was looked for under the bare one: never done, and never in the exit code."""
    for name in ODD:
        upload(tmp_path / "uploads", name, "a.png")
    run(tmp_path / "uploads", tmp_path / "out")
    results, found = batch.Results(folder=tmp_path / "out"), batch.find(tmp_path / "uploads", tmp_path / "out")
    assert batch.exit_code(results, found) is not ExitCode.CLEAR
    assert all(event.report is None for event in run(tmp_path / "uploads", tmp_path / "out").values())


def test_two_names_that_look_alike_once_escaped_keep_their_own_record(tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    for name in (os.fsdecode(b"\xff"), "\\xff"):
        upload(uploads, name, "a.png")
    assert len(run(uploads, tmp_path / "out")) == len(list((tmp_path / "out" / "applications").glob("*.json"))) == 2


def stored_one(root: Path) -> tuple[batch.Results, Path]:
    """Results with one application in them, and where its sightings lie."""
    upload(root / "uploads", "one", "a.png")
    run(root / "uploads", root / "out", jobs=1)
    return batch.Results(folder=root / "out"), root / "out" / "sightings" / "one.msgpack"


def test_sightings_that_name_another_application_are_refused_and_write_nothing_elsewhere(tmp_path: Path) -> None:
    results, path = stored_one(tmp_path)
    stored = batch.read_stored(path)
    path.write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(stored, application="../../elsewhere")))
    with pytest.raises(UsageError, match="another application"):
        list(batch.rejudge(results, PROFILE, lang="zh", tell=pytest.fail))
    assert not list(tmp_path.rglob("*elsewhere*"))


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x81\xa1s" + b"\x91" * 100_000], ids=["empty", "no msgpack", "too deep"])
def test_damaged_sightings_are_told_by_name(tmp_path: Path, data: bytes) -> None:
    results, path = stored_one(tmp_path)
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"one\.msgpack"):
        list(batch.rejudge(results, PROFILE, lang="zh", tell=pytest.fail))


def test_damaged_sightings_do_not_hold_up_the_others(tmp_path: Path) -> None:
    results, path = stored_one(tmp_path)
    upload(tmp_path / "uploads", "two", "b.png")
    run(tmp_path / "uploads", tmp_path / "out")
    path.write_bytes(b"")
    told: list[str] = []
    assert [report.application for report in batch.rejudge(results, PROFILE, lang="zh", tell=told.append)] == ["two"]
    assert len(told) == 1
    assert "one.msgpack" in told[0]


def test_a_damaged_record_counts_as_not_assessed_and_is_in_every_list(tmp_path: Path) -> None:
    results, path = stored_one(tmp_path)
    (results.records / "one.json").write_text("{")
    assert batch.exit_code(results) is ExitCode.NOT_ASSESSED
    assert results.applications() == ["one"]
    assert "one" in results.write_worklist("zh").read_text(encoding="utf-8-sig")
    list(batch.rejudge(results, PROFILE, lang="zh", tell=pytest.fail))
    assert record(tmp_path / "out", "one")["application"] == path.stem


def test_sightings_of_pages_that_are_not_there_are_refused(tmp_path: Path) -> None:
    results, path = stored_one(tmp_path)
    stored = batch.read_stored(path)
    astray = tuple(msgspec.structs.replace(one, page=7) for one in stored.sightings.seen)
    broken = msgspec.structs.replace(stored, sightings=msgspec.structs.replace(stored.sightings, seen=astray))
    path.write_bytes(msgspec.msgpack.encode(broken))
    with pytest.raises(UsageError, match="damaged"):
        list(batch.rejudge(results, PROFILE, lang="zh", tell=pytest.fail))


@pytest.mark.parametrize("text", ["{}", "[]", "", '{"application": 3}'])
def test_a_record_that_is_none_is_looked_at_again_and_written_anew(tmp_path: Path, text: str) -> None:
    results, _ = stored_one(tmp_path)
    (results.records / "one.json").write_text(text)
    assert run(tmp_path / "uploads", tmp_path / "out")["one"].report is not None
    assert record(tmp_path / "out", "one")["application"] == "one"


def test_a_file_too_large_to_be_looked_at_is_not_read_for_its_hash_either(tmp_path: Path) -> None:
    folder = upload(tmp_path, "one", "a.png")
    before = examine.folder_sha256(folder)
    with (folder / "huge.pdf").open("wb") as stream:
        stream.truncate(1 << 42)
    with_huge = examine.folder_sha256(folder)
    assert with_huge != before
    os.mkfifo(folder / "pipe")
    assert examine.folder_sha256(folder) not in {before, with_huge}


def test_results_are_never_written_through_a_link_inside_them(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "sightings").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        batch.Results(folder=tmp_path / "out").prepare()


def test_folders_that_others_could_read_are_closed(tmp_path: Path) -> None:
    results = batch.Results(folder=tmp_path / "out")
    results.sightings.mkdir(parents=True, mode=0o777)
    results.sightings.chmod(0o777)
    results.prepare()
    assert stat.S_IMODE(results.sightings.stat().st_mode) == 0o700


def test_a_process_killed_as_it_loads_costs_no_application(tmp_path: Path) -> None:
    """Killed for want of memory before its first task, it took the whole pool with it, and every waiting application."""
    (tmp_path / "graves").mkdir()
    for name in ("one", "two"):
        upload(tmp_path / "uploads", name, "a.png")
    way = DyingPlan(profile=PROFILE, graves=str(tmp_path / "graves"), deaths=1)
    found = batch.find(tmp_path / "uploads", tmp_path / "out")
    events = list(batch.run(found, batch.Results(folder=tmp_path / "out"), way, batch.Manner(jobs=1)))
    assert [event.report.faults for event in events if event.report] == [(), ()]


def test_processes_that_never_start_end_the_batch_with_a_word_and_no_pass(tmp_path: Path) -> None:
    (tmp_path / "graves").mkdir()
    upload(tmp_path / "uploads", "one", "a.png")
    way = DyingPlan(profile=PROFILE, graves=str(tmp_path / "graves"), deaths=1000)
    found = batch.find(tmp_path / "uploads", tmp_path / "out")
    (event,) = batch.run(found, batch.Results(folder=tmp_path / "out"), way, batch.Manner(jobs=1))
    assert event.report is not None
    assert [fault.error for fault in event.report.faults] == ["never-begun"]
    assert batch.exit_code(batch.Results(folder=tmp_path / "out")) is ExitCode.NOT_ASSESSED


def test_after_one_crash_the_application_is_looked_at_again_and_after_three_set_aside(battered: Path) -> None:
    found = ledger.status(battered / "out")
    assert set(found.set_aside) == {"segv", "stuck"}
    assert "3 attempts" in found.set_aside["segv"]
    events = run(battered / "uploads", battered / "out")
    assert {name: event.fate for name, event in events.items() if event.report is None} == {
        "good-1": batch.Fate.BEFORE,
        "good-2": batch.Fate.BEFORE,
        "oops": batch.Fate.BEFORE,
        "segv": batch.Fate.ASIDE_BEFORE,
        "stuck": batch.Fate.ASIDE_BEFORE,
    }


def test_starting_afresh_looks_at_everything_again(tmp_path: Path) -> None:
    upload(tmp_path / "uploads", "one", "a.png")
    results = stored_one(tmp_path / "x")[0]
    found = batch.find(tmp_path / "x" / "uploads", results.folder)
    (event,) = batch.run(found, results, plan(), batch.Manner(jobs=1, fresh=True))
    assert event.fate is batch.Fate.JUDGED


def test_asked_to_stop_it_finishes_what_is_in_hand_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    names = [f"a{number:02}" for number in range(30)]
    for name in names:
        upload(tmp_path / "uploads", name, "a.png")
    found, results = batch.find(tmp_path / "uploads", tmp_path / "out"), batch.Results(folder=tmp_path / "out")
    seen: list[str] = []
    for event in batch.run(found, results, plan(), batch.Manner(jobs=1, stopping=lambda: bool(seen))):
        seen.append(event.application)  # noqa: PERF401 - `stopping` looks at it meanwhile
    assert 1 <= len(seen) <= 5
    assert ledger.status(tmp_path / "out").states == {"done": len(seen), "todo": 30 - len(seen)}
    after = run(tmp_path / "uploads", tmp_path / "out")
    assert sorted(name for name, event in after.items() if event.report is not None) == sorted(set(names) - set(seen))


def test_stopped_at_once_it_leaves_nothing_in_hand(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        upload(tmp_path / "uploads", name, "a.png")
    found, results = batch.find(tmp_path / "uploads", tmp_path / "out"), batch.Results(folder=tmp_path / "out")
    events = batch.run(found, results, plan(), batch.Manner(jobs=1))
    next(events)
    events.close()  # type: ignore[attr-defined]  # a generator: what KeyboardInterrupt does to it
    states = ledger.status(tmp_path / "out").states
    assert states.get("running", 0) == 0
    assert sum(states.values()) == 3


def test_watching_judges_what_arrives_once_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "note.txt").write_bytes(b"x")
    looks, idle = [0], [0]

    def pause() -> None:
        looks[0] += 1
        if looks[0] == 1:
            upload(tmp_path / "uploads", "one", "a.png")
        if looks[0] == 2:
            Image.new("RGB", (200, 280), "black").save(upload(tmp_path / "uploads", "two", "a.png") / "b.png")

    def told() -> None:
        idle[0] += 1

    manner = batch.Manner(jobs=1, patience=batch.Patience(quiet_s=0.2), stopping=lambda: looks[0] >= 4)
    results = batch.Results(folder=tmp_path / "out")
    events = list(batch.watch(tmp_path / "uploads", results, plan(), manner, pause=pause, idle=told))
    assert [event.application for event in events] == ["one", "two"]
    assert idle == [2]


def test_purging_leaves_no_trace_of_what_is_old_and_all_of_the_rest(tmp_path: Path) -> None:
    upload(tmp_path / "uploads", "zebra-7", "a.png")
    run(tmp_path / "uploads", tmp_path / "out")
    moment = datetime.now(tz=UTC)
    upload(tmp_path / "uploads", "new", "a.png")
    run(tmp_path / "uploads", tmp_path / "out")
    results = batch.Results(folder=tmp_path / "out")
    assert batch.purge(results, before=moment) == 1
    assert {path.stem for folder in (results.records, results.sightings) for path in folder.iterdir()} == {"new"}
    assert batch.purge(results) == 1
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file() and not path.name.startswith("ledger")]
    assert b"zebra-7" not in b"".join(path.read_bytes() for path in (tmp_path / "out").glob("ledger.sqlite*"))


def test_a_folder_that_holds_no_results_is_not_purged(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_bytes(b"x")
    with pytest.raises(UsageError, match="no results"):
        batch.purge(batch.Results(folder=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]

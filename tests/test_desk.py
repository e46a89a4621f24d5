"""The driver's desk, without processes: what comes back from them is handed to it by hand."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from pipeline import examine, ledger
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.profile import load
from pipeline.datamodel.report import Stored
from pipeline.desk import Desk, Fate, Patience, Settled
from pipeline.errors import MachineBrokenError
from pipeline.results import Results
from pipeline.workers import NEVER_BEGUN, Task
from tests.stubs import StubPlan

SETUP = StubPlan(profile=load("cse-online-2019-11")).setup()
CRASH = Fault(where="workers", error="crash", message="the process ended with code -11")
SLOW = Fault(where="workers", error="time-limit", message="took longer than 9 s")


def uploads(root: Path, *names: str) -> None:
    for name in names:
        (root / "up" / name).mkdir(parents=True)
        Image.new("RGB", (200, 280), "white").save(root / "up" / name / "a.png")


@contextmanager
def desk(root: Path, *, again: bool = False, **patience: float) -> Iterator[Desk]:
    results = Results(folder=root / "out")
    results.prepare()
    with ledger.opened(results.folder) as book:
        folders = sorted(path for path in (root / "up").iterdir() if path.is_dir())
        book.begin(root / "up", [(path.name, path) for path in folders])
        yield Desk(book=book, results=results, setup=SETUP, patience=Patience(**patience), again=again)  # type: ignore[arg-type]  # limits by name


def seen(task: Task) -> Stored:
    assert task.folder is not None
    return examine.see(task.folder, SETUP)


def done(root: Path, *, answers: dict[str, Fault] | None = None, again: bool = False) -> dict[str, Fate]:
    """One run to its end; answers: the faults that some applications always come to."""
    fates: list[Settled] = []
    with desk(root, again=again) as table:
        fates += table.standing()
        while (task := table.take()) is not None:
            assert task.folder is not None
            fault = (answers or {}).get(task.folder.name)
            one = table.settle(task, fault or seen(task))
            fates += [] if one is None else [one]
        fates += table.left
        table.book.end()
    return {settled.application: settled.fate for settled in fates}


def test_an_application_that_crashes_its_process_is_tried_again_then_set_aside_with_the_reason(tmp_path: Path) -> None:
    uploads(tmp_path, "bad", "good")
    assert done(tmp_path, answers={"bad": CRASH}) == {"bad": Fate.SET_ASIDE, "good": Fate.JUDGED}
    assert ledger.status(tmp_path / "out").set_aside == {"bad": "the process ended with code -11 (3 attempts)"}
    assert (tmp_path / "out" / "applications" / "bad.json").is_file()


def test_a_crash_that_does_not_come_again_costs_nothing(tmp_path: Path) -> None:
    uploads(tmp_path, "one")
    with desk(tmp_path) as table:
        assert not list(table.standing())
        task = table.take()
        assert task is not None
        assert table.settle(task, CRASH) is None
        again = table.take()
        assert again == task
        settled = table.settle(again, seen(again))
        assert settled is not None
        assert settled.fate is Fate.JUDGED
        assert settled.report is not None
        assert settled.report.faults == ()


def test_what_is_set_aside_stays_so_until_it_changes_or_is_asked_for(tmp_path: Path) -> None:
    uploads(tmp_path, "slow")
    assert done(tmp_path, answers={"slow": SLOW}) == {"slow": Fate.SET_ASIDE}
    assert done(tmp_path) == {"slow": Fate.ASIDE_BEFORE}
    assert done(tmp_path, again=True) == {"slow": Fate.JUDGED}
    assert done(tmp_path, answers={"slow": SLOW}, again=True) == {"slow": Fate.BEFORE}
    Image.new("RGB", (200, 280), "black").save(tmp_path / "up" / "slow" / "a.png")
    assert done(tmp_path) == {"slow": Fate.JUDGED}


def test_a_folder_that_changes_while_it_is_read_is_put_back_and_judged_as_it_is_in_the_end(tmp_path: Path) -> None:
    """F10."""
    uploads(tmp_path, "growing")
    with desk(tmp_path) as table:
        list(table.standing())
        task = table.take()
        assert task is not None
        stored = seen(task)
        Image.new("RGB", (200, 280), "black").save(tmp_path / "up" / "growing" / "b.png")
        assert table.settle(task, stored) is None
        assert not list(table.results.records.iterdir())
        again = table.take()
        assert again is not None
        settled = table.settle(again, seen(again))
        assert settled is not None
        assert settled.report is not None
        assert [page.file for page in settled.report.sightings.pages] == ["a.png", "b.png"]


def test_a_folder_that_never_rests_is_left_for_the_next_run_and_said_so(tmp_path: Path) -> None:
    uploads(tmp_path, "restless")
    with desk(tmp_path, changes=2) as table:
        list(table.standing())
        settled = None
        for number in range(3):
            task = table.take()
            assert task is not None
            stored = seen(task)
            (tmp_path / "up" / "restless" / f"{number}.txt").write_bytes(b"x")
            settled = table.settle(task, stored)
        assert settled == Settled(application="restless", fate=Fate.CHANGING)
        assert table.take() is None
    assert done(tmp_path) == {"restless": Fate.JUDGED}


def test_a_folder_is_left_alone_until_it_has_been_quiet(tmp_path: Path) -> None:
    uploads(tmp_path, "fresh")
    with desk(tmp_path, quiet_s=1.0) as table:
        list(table.standing())
        task = table.take()  # waits for it, since there is nothing else to do
        assert task is not None
        newest = max(path.stat().st_ctime for path in (tmp_path / "up" / "fresh").iterdir())
        assert time.time() - newest >= 1.0


def test_a_clock_set_back_makes_no_folder_wait_for_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F8: leases need no clock at all, and a change in the future is waited for as long as any other."""
    uploads(tmp_path, "tomorrow")
    real = time.time
    monkeypatch.setattr("pipeline.stages.stillness.time.time", lambda: real() - 7200)
    with desk(tmp_path, quiet_s=0.3) as table:
        list(table.standing())
        assert table.take() is not None


def test_a_folder_touched_or_copied_back_is_not_looked_at_again(tmp_path: Path) -> None:
    uploads(tmp_path, "one")
    done(tmp_path)
    path = tmp_path / "up" / "one" / "a.png"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    assert done(tmp_path) == {"one": Fate.BEFORE}


def test_results_without_a_ledger_are_taken_over(tmp_path: Path) -> None:
    """Those of a version before the ledger, and those that `rejudge` wrote."""
    uploads(tmp_path, "one")
    done(tmp_path)
    for path in (tmp_path / "out").glob("ledger*"):
        path.unlink()
    assert done(tmp_path) == {"one": Fate.BEFORE}
    assert ledger.status(tmp_path / "out").states == {"done": 1}


@pytest.mark.parametrize("folder", ["applications", "sightings"])
def test_a_result_that_was_deleted_is_made_again(tmp_path: Path, folder: str) -> None:
    uploads(tmp_path, "one")
    done(tmp_path)
    for path in (tmp_path / "out" / folder).iterdir():
        path.unlink()
    assert done(tmp_path) == {"one": Fate.JUDGED}


def test_a_folder_that_vanishes_costs_itself_alone(tmp_path: Path) -> None:
    """F9."""
    uploads(tmp_path, "gone", "stays")
    with desk(tmp_path) as table:
        list(table.standing())
        task = table.take()
        assert task is not None
        stored = seen(task)
        (tmp_path / "up" / "gone").rename(tmp_path / "elsewhere")
        assert table.settle(task, stored) is None
        fates = []
        while (next_task := table.take()) is not None:
            try:
                outcome: Stored | Fault = seen(next_task)
            except Exception as error:  # noqa: BLE001 - as the worker's rim does
                outcome = Fault(where="workers", error=type(error).__name__, message="gone")
            settled = table.settle(next_task, outcome)
            fates.append(settled and settled.fate)
        assert sorted(map(str, fates)) == ["judged", "not looked at"]


def test_ten_poisoned_uploads_in_a_row_do_not_stop_the_batch(tmp_path: Path) -> None:
    """F22."""
    names = [f"poison-{number}" for number in range(10)]
    uploads(tmp_path, *names, "z-good")
    fates = done(tmp_path, answers=dict.fromkeys(names, CRASH))
    assert fates == {**dict.fromkeys(names, Fate.SET_ASIDE), "z-good": Fate.JUDGED}


def test_a_broken_machine_stops_the_batch_and_nobody_stays_blamed(tmp_path: Path) -> None:
    uploads(tmp_path, "a", "b", "c", "d")
    with desk(tmp_path, max_faults=3) as table:
        list(table.standing())
        for application in ("a", "b"):
            task = table.take()
            assert task is not None
            settled = table.settle(task, SLOW)
            assert settled is not None
            assert (settled.application, settled.fate) == (application, Fate.SET_ASIDE)
        task = table.take()
        assert task is not None
        with pytest.raises(MachineBrokenError, match="doctor"):
            table.settle(task, SLOW)
        table.book.put_all_back()
    assert ledger.status(tmp_path / "out").states == {"todo": 4}
    assert done(tmp_path) == dict.fromkeys("abcd", Fate.JUDGED)


def test_what_was_never_begun_is_recorded_as_such_and_to_do_for_the_next_run(tmp_path: Path) -> None:
    uploads(tmp_path, "one")
    lost = Fault(where="workers", error=NEVER_BEGUN, message="the processes ended before it was looked at")
    assert done(tmp_path, answers={"one": lost}) == {"one": Fate.FAILED}
    assert done(tmp_path) == {"one": Fate.JUDGED}


def test_an_application_over_which_driver_after_driver_dies_is_set_aside(tmp_path: Path) -> None:
    uploads(tmp_path, "killer", "other")
    for _ in range(5):
        with desk(tmp_path) as table:
            list(table.standing())
            task = table.take()
            assert task is not None
            assert task.folder is not None
            assert task.folder.name == "killer"
    assert done(tmp_path) == {"killer": Fate.SET_ASIDE, "other": Fate.JUDGED}


def test_what_was_judged_again_under_other_rules_is_not_done_under_these(tmp_path: Path) -> None:
    uploads(tmp_path, "A1", "A2")
    done(tmp_path)
    path = tmp_path / "out" / "applications" / "A1.json"
    path.write_text(path.read_text(encoding="utf-8").replace(SETUP.profile.sha256, "0" * 64), encoding="utf-8")
    assert done(tmp_path) == {"A1": Fate.JUDGED, "A2": Fate.BEFORE}

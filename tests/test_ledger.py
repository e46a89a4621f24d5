"""The ledger alone: leases, locks, versions, and what a broken disk or another program does to it."""

import multiprocessing
import os
import random
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import ledger
from pipeline.errors import OutputError, UsageError
from pipeline.ledger import Answer, Job, State, schema

ANSWER = Answer(mark="m", input_sha256="i", config_sha256="c", proposal="clear")


def folders(root: Path, *names: str) -> list[tuple[str, Path]]:
    for name in names:
        (root / name).mkdir(parents=True, exist_ok=True)
    return [(name, root / name) for name in names]


def jobs(book: ledger.Ledger) -> dict[str, Job]:
    return {job.application: job for job in book.jobs()}


def test_only_what_is_in_our_hand_can_be_finished_and_once(tmp_path: Path) -> None:
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "up", "a"))
        (job,) = book.jobs()
        assert not book.finish(job, ANSWER)
        book.take(job)
        assert book.finish(job, ANSWER)
        assert not book.finish(job, ANSWER)
        assert jobs(book)["a"].state is State.DONE
    with closing(sqlite3.connect(tmp_path / ledger.NAME)) as db:
        assert db.execute("SELECT count(*) FROM result").fetchone() == (1,)


def test_what_a_dead_driver_had_in_hand_is_to_do_again_and_counted(tmp_path: Path) -> None:
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "up", "a", "b"))
        book.take(jobs(book)["a"])
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "up", "a", "b"))
        found = jobs(book)
        assert (found["a"].state, found["a"].abandons) == (State.TODO, 1)
        assert (found["b"].state, found["b"].abandons) == (State.TODO, 0)


def test_a_driver_that_stops_in_good_order_blames_nobody(tmp_path: Path) -> None:
    for _ in range(2):
        with ledger.opened(tmp_path) as book:
            book.begin(tmp_path, folders(tmp_path / "up", "a"))
            assert jobs(book)["a"].abandons == 0
            book.take(jobs(book)["a"])
            book.put_all_back()


def _hold(folder: str, ready: "multiprocessing.synchronize.Event", done: "multiprocessing.synchronize.Event") -> None:
    with ledger.opened(Path(folder)):
        ready.set()
        done.wait(60)


def test_a_second_run_on_one_ledger_is_refused_with_the_process_that_has_it(tmp_path: Path) -> None:
    """F12."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(tmp_path), ready, done))
    other.start()
    try:
        assert ready.wait(60)
        with pytest.raises(UsageError, match=f"process {other.pid}"), ledger.opened(tmp_path):
            pass
        assert ledger.status(tmp_path).process == other.pid
    finally:
        done.set()
        other.join(60)
    with ledger.opened(tmp_path):
        pass
    assert ledger.status(tmp_path).process is None


def test_a_lock_dies_with_its_driver(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from pipeline import ledger; import os, signal\n"
        f"with ledger.opened(Path({str(tmp_path)!r})): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parent.parent)
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, [])


def test_everything_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with ledger.opened(tmp_path) as book:
            book.begin(tmp_path, folders(tmp_path / "up", "a"))
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("ledger*")}
    finally:
        os.umask(before)
    assert set(modes) == {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.lock"}
    assert set(modes.values()) == {0o600}


def test_an_older_ledger_is_brought_to_this_version_with_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "up", "a"))
    further = (*schema.MIGRATIONS, ("ALTER TABLE job ADD COLUMN note TEXT NOT NULL DEFAULT ''",))
    monkeypatch.setattr(schema, "MIGRATIONS", further)
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "up", "a"))
        assert set(jobs(book)) == {"a"}
    with closing(sqlite3.connect(tmp_path / ledger.NAME)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(further),)
        assert db.execute("SELECT note FROM job").fetchall() == [("",)]


def test_a_step_that_fails_leaves_the_version_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ledger.opened(tmp_path):
        pass
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE extra(x) ", "no sql at all")))
    with pytest.raises(OutputError), ledger.opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / ledger.NAME)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)


def test_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    with ledger.opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / ledger.NAME)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="newer"), ledger.opened(tmp_path):
        pass
    with pytest.raises(UsageError, match="another version"):
        ledger.status(tmp_path)


def test_a_ledger_that_is_none_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / ledger.NAME).write_bytes(b"not a database, but long enough to be looked at as one" * 50)
    with pytest.raises(UsageError, match="damaged or none of ours"), ledger.opened(tmp_path):
        pass
    assert (tmp_path / ledger.NAME).read_bytes().startswith(b"not a database")


def test_a_link_in_the_ledgers_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ledger.NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError), ledger.opened(tmp_path / "out"):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_database_locked_by_another_program_is_waited_for_and_then_told(tmp_path: Path) -> None:
    """F6."""
    with ledger.opened(tmp_path, busy_s=0.2) as book:
        book.begin(tmp_path, folders(tmp_path / "up", "a"))
        (job,) = book.jobs()
        with closing(sqlite3.connect(tmp_path / ledger.NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OutputError, match="locked"):
                book.take(job)
            other.execute("ROLLBACK")
        book.take(job)
        assert book.finish(job, ANSWER)


@pytest.fixture(scope="module")
def power(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A ledger as it lies on the disk while a driver is at it, and how long its log was when each of 12 commits had returned."""
    folder, lengths = tmp_path_factory.mktemp("power"), []
    names = [f"a{number:02}" for number in range(12)]
    (folder / "copy").mkdir()
    with ledger.opened(folder) as book:
        assert book._connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL: a commit that returned is on the disk
        book.begin(folder, folders(folder / "up", *names))
        for name in names:
            book.take(jobs(book)[name])
            assert book.finish(jobs(book)[name], ANSWER)
            lengths.append((folder / f"{ledger.NAME}-wal").stat().st_size)
        for name in (ledger.NAME, f"{ledger.NAME}-wal"):
            (folder / "copy" / name).write_bytes((folder / name).read_bytes())
    return folder, lengths


@pytest.mark.parametrize("torn", ["cut", "zeros", "noise"])
@pytest.mark.parametrize("commit", range(0, 12, 3))
@pytest.mark.parametrize("further", [0, 1, 24, 4_000])
def test_after_a_power_loss_every_commit_before_it_survives_and_nothing_after(
    tmp_path: Path, power: tuple[Path, list[int]], commit: int, further: int, torn: str
) -> None:
    """F7. The log breaks off somewhere behind a commit: there, or in zeros or noise as a disk leaves them."""
    folder, lengths = power
    log = (folder / "copy" / f"{ledger.NAME}-wal").read_bytes()
    kept = log[: lengths[commit] + further]
    rest = {"cut": b"", "zeros": bytes(len(log) - len(kept)), "noise": random.Random(commit).randbytes(len(log) - len(kept))}[torn]
    (tmp_path / ledger.NAME).write_bytes((folder / "copy" / ledger.NAME).read_bytes())
    (tmp_path / f"{ledger.NAME}-wal").write_bytes(kept + rest)
    survived = sum(length <= len(kept) for length in lengths)
    with ledger.opened(tmp_path) as book:
        assert book._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (done,) = book._connection.execute("SELECT count(*) FROM job WHERE state = 'done'").fetchone()
        (results,) = book._connection.execute("SELECT count(*) FROM result").fetchone()
    assert survived >= commit + 1
    assert done == results == survived
    assert ledger.status(tmp_path).states["done"] == survived


def test_the_same_application_in_two_roots_is_told_and_not_merged(tmp_path: Path) -> None:
    """F13."""
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "one", "a"))
    with ledger.opened(tmp_path) as book, pytest.raises(UsageError, match=r"a;.*--out"):
        book.begin(tmp_path, folders(tmp_path / "two", "a"))


def test_uploads_that_were_moved_keep_their_results(tmp_path: Path) -> None:
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "one", "a"))
        book.take(jobs(book)["a"])
        book.finish(jobs(book)["a"], ANSWER)
    (tmp_path / "one").rename(tmp_path / "two")
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "two", "a"))
        assert jobs(book)["a"].state is State.DONE


def test_status_counts_and_names_what_is_set_aside(tmp_path: Path) -> None:
    with ledger.opened(tmp_path) as book:
        book.begin(tmp_path, folders(tmp_path / "up", "a", "b", "c"))
        for name, why in (("a", ""), ("b", "it hangs")):
            book.take(jobs(book)[name])
            book.finish(jobs(book)[name], ANSWER, quarantined=why)
        book.end()
    found = ledger.status(tmp_path)
    assert found.states == {"done": 1, "quarantined": 1, "todo": 1}
    assert found.set_aside == {"b": "it hangs"}
    assert (found.proposals, found.finished) == ({"clear": 2}, 2)
    assert "set aside: b: it hangs" in ledger.status_text(found)


def test_there_is_no_status_without_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="prescreen run"):
        ledger.status(tmp_path)

"""The 23 faults put into a batch. Those that need processes stand here; the others where what they strike is tested, by their number.

Every test of one names it in its docstring as `F1.` … `F23.`; the last test here asks that none is missing.
"""

import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from rich.console import Console

from pipeline import batch, examine, ledger
from pipeline.datamodel.profile import load
from pipeline.reports import html, terminal
from pipeline.stages.folder import open_application
from tests.reports import drawn
from tests.stubs import StubPlan

ROOT = Path(__file__).parent.parent.parent
Driver = subprocess.Popen[str]


def uploads(root: Path, count: int, name: str = "slow.png") -> None:
    for number in range(count):
        folder = root / "uploads" / f"a{number:02}"
        folder.mkdir(parents=True)
        Image.new("RGB", (64, 96), (number, 200, 200)).save(folder / name)


def driver(root: Path, out: Path | None = None, *, file_bytes: int = 0) -> Driver:
    """A batch by the real command line with stub seeing; file_bytes: how large its files may grow."""
    command = [sys.executable, "-m", "tests.torture.driver", "run", str(root / "uploads"), "--out", str(out or root / "out")]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "TMPDIR": str(root)}

    if file_bytes:
        command = ["bash", "-c", f'ulimit -f {file_bytes // 1024}; exec "$@"', "bash", *command]
    return subprocess.Popen([*command, "--quiet-s", "0"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: Driver) -> tuple[int, str]:
    words = "".join(process.communicate(timeout=200))
    return process.returncode, words


def records(out: Path) -> list[str]:
    return sorted(path.stem for path in (out / "applications").glob("*.json"))


def wait_for(out: Path, count: int, process: Driver) -> None:
    until = time.monotonic() + 100
    while len(records(out)) < count:
        assert process.poll() is None, ended(process)
        assert time.monotonic() < until
        time.sleep(0.02)


def workers_of(process: Driver) -> list[int]:
    threads = Path(f"/proc/{process.pid}/task").iterdir()
    return sorted(child for thread in threads for child in map(int, (thread / "children").read_text().split()) if is_worker(child))


def whole(out: Path, count: int) -> None:
    """Every application has one result, one record, was really looked at, and the ledger is sound."""
    assert len(records(out)) == count
    for name in records(out):
        entry = json.loads((out / "applications" / f"{name}.json").read_bytes())
        assert (len(entry["sightings"]["pages"]), entry["faults"]) == (1, [])
    with closing(sqlite3.connect(out / ledger.NAME)) as db:
        assert db.execute("SELECT count(*), count(DISTINCT application) FROM result").fetchone() == (count, count)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT state, count(*) FROM job GROUP BY state").fetchall() == [("done", count)]


def test_killed_workers_and_a_killed_driver_lose_nothing(tmp_path: Path) -> None:
    """F1. F2. Only what was not finished is run again."""
    uploads(tmp_path, 24)
    first = driver(tmp_path)
    wait_for(tmp_path / "out", 2, first)
    os.kill(workers_of(first)[0], signal.SIGKILL)
    wait_for(tmp_path / "out", 8, first)
    orphans = workers_of(first)
    first.kill()
    first.communicate()
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out" / "applications").glob("*.json")}
    assert ended(driver(tmp_path))[0] in {1, 4}
    whole(tmp_path / "out", 24)
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out" / "applications").glob("*.json")}
    assert {name: after[name] for name in before} == before
    assert not any(is_worker(orphan) for orphan in orphans)


def is_worker(process: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def test_ctrl_c_once_finishes_twice_stops_and_either_can_be_gone_on_with(tmp_path: Path) -> None:
    """F3."""
    uploads(tmp_path, 40)
    once = driver(tmp_path)
    wait_for(tmp_path / "out", 1, once)
    once.send_signal(signal.SIGINT)
    code, words = ended(once)
    assert code == 130
    assert "finishing what is in hand" in words
    assert "Traceback" not in words
    done = len(records(tmp_path / "out"))
    assert 1 <= done < 40
    twice = driver(tmp_path)
    wait_for(tmp_path / "out", done + 1, twice)
    twice.send_signal(signal.SIGINT)
    time.sleep(0.05)
    twice.send_signal(signal.SIGINT)
    code, words = ended(twice)
    assert code == 130
    assert "Traceback" not in words
    assert ledger.status(tmp_path / "out").states.get("running", 0) == 0
    terminated = driver(tmp_path)
    wait_for(tmp_path / "out", len(records(tmp_path / "out")) + 1, terminated)
    terminated.terminate()
    assert ended(terminated)[0] == 130
    assert ended(driver(tmp_path))[0] in {1, 4}
    whole(tmp_path / "out", 40)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte, where this machine lets a test mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], check=False, capture_output=True).returncode
    ):
        pytest.skip("mounting is not allowed here; the limit on a file's size is tried instead")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_ends_with_exit_6_and_what_was_written_stays(tmp_path: Path, small_disk: Path) -> None:
    """F4."""
    uploads(tmp_path, 30, "a.png")
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 330_000)
    code, words = ended(driver(tmp_path, small_disk / "out"))
    assert code == 6, words
    assert "cannot write" in words
    assert not list((small_disk / "out").rglob("*.part")) or len(records(small_disk / "out")) < 30
    filler.unlink()
    shutil.copytree(small_disk / "out", tmp_path / "out")  # a roomier disk: the batch goes on from what there is
    assert ended(driver(tmp_path))[0] in {1, 4}
    whole(tmp_path / "out", 30)


def test_a_file_that_may_grow_no_further_ends_with_exit_6(tmp_path: Path) -> None:
    """F4. The same where no small disk can be mounted: no file of the driver may have more than 20 kB."""
    uploads(tmp_path, 3, "a.png")
    code, words = ended(driver(tmp_path, file_bytes=20_480))
    assert code == 6, words
    assert "cannot write" in words
    assert ended(driver(tmp_path))[0] in {1, 4}
    whole(tmp_path / "out", 3)


def test_results_on_a_read_only_disk_end_with_exit_6_before_anything_is_looked_at(tmp_path: Path, small_disk: Path) -> None:
    """F5."""
    uploads(tmp_path, 1, "a.png")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    code, words = ended(driver(tmp_path, small_disk / "out"))
    assert code == 6
    assert "choose another --out" in words


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A thousand folders in one another; taken away from the innermost on, since pytest's own cleaning up would recurse too deeply."""
    folders = [Path(f"{tmp_path}/deep{'/d' * depth}") for depth in range(1001)]
    for folder in folders:
        folder.mkdir()
    yield folders[0]
    for folder in reversed(folders):
        folder.rmdir()


def test_a_flooded_and_a_deep_folder_are_capped_and_told(tmp_path: Path, deep: Path) -> None:
    """F14. 10,000 files, and 1,000 folders in one another."""
    (tmp_path / "many").mkdir()
    for number in range(10_000):
        (tmp_path / "many" / f"{number}.jpg").touch()
    setup = StubPlan(profile=load("cse-online-2019-11")).setup()
    application, faults = open_application(tmp_path / "many")
    assert (len(application.files), {fault.error for fault in faults}) == (500, {"too-many-files"})
    stored = examine.see(deep, setup)
    assert [fault.error for fault in stored.sightings.faults] == ["too-deep"]
    assert len(stored.input_sha256) == 64


def test_names_that_differ_in_case_or_composition_only_are_both_seen(tmp_path: Path) -> None:
    """F15."""
    composed, apart = unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")
    for name in ("A1", "a1", composed, apart):
        folder = tmp_path / "uploads" / name
        folder.mkdir(parents=True)
        for file in ("X.png", "x.png", f"{composed}.png", f"{apart}.png"):
            Image.new("RGB", (64, 96)).save(folder / file)
    found, results = batch.find(tmp_path / "uploads", tmp_path / "out"), batch.Results(folder=tmp_path / "out")
    events = list(batch.run(found, results, StubPlan(profile=load("cse-online-2019-11"))))
    assert len({event.application for event in events}) == len(records(tmp_path / "out")) == 4
    assert all(event.report is not None and len(event.report.sightings.pages) == 4 for event in events)


HOSTILE_WORDS = "\x1b[31m\x1b]0;pwned\x07</script><script>alert(1)</script> https://evil.example/x?y=1"


def test_what_was_read_never_speaks_to_the_terminal() -> None:
    """F17."""
    report = drawn.report(file="a.png", person=HOSTILE_WORDS)
    findings = tuple(msgspec.structs.replace(one, message=f"{one.message} {HOSTILE_WORDS}") for one in report.findings)
    out = io.StringIO()
    terminal.write(msgspec.structs.replace(report, findings=findings), Console(file=out, width=200), every=True)
    assert "pwned" in out.getvalue()
    assert not {"\x1b", "\x07"} & set(out.getvalue())
    assert not {"\x1b", "\x07"} & set(terminal.summary("a.png", report.sightings))


def test_what_was_read_is_words_on_a_page_and_never_a_link() -> None:
    """F18. F19."""
    entry = drawn.entry(person=HOSTILE_WORDS)
    entry["findings"][0]["evidence"][0]["read"] = HOSTILE_WORDS
    page = html.application(entry, drawn.PROFILE, "zh")
    assert "evil.example" in page
    assert "<script>alert" not in page
    assert not re.search(r"(?:href|src)=\"[^\"]*evil", page)


def test_every_fault_of_the_table_has_its_test() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    told = {int(number) for number in re.findall(r"\bF(\d{1,2})[.:,]", words)}
    assert told >= set(range(1, 24))

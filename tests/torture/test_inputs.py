"""The 64 hostile inputs in one batch: each costs itself alone, is told by name, and leaves nothing behind.

What is asked of every one of them: the batch ends; the applicant's other file and the other applicants are seen as without it; there is
exactly one result; nothing is written outside; no personal data is in any log; it is never taken for a good file without its pages.
Memory and time of a decoder are held by the kernel: `tests/stages/test_guard.py`.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline import ledger
from pipeline.datamodel.application import printable
from tests.torture import hostile
from tests.torture.hostile import CASES, GOOD, Case

ROOT = Path(__file__).parent.parent.parent
NEIGHBOURS = ("a-neighbour", "z-neighbour")


@dataclass(frozen=True)
class Batch:
    """A finished batch: where it lies, its exit code, and everything it said."""

    root: Path
    exit_code: int
    words: str

    def record(self, application: str) -> dict[str, Any]:
        entry: dict[str, Any] = json.loads((self.root / "out" / "applications" / f"{application}.json").read_text(encoding="utf-8"))
        return entry


def run(root: Path, *, inside: Path | None = None) -> Batch:
    for name in ("tmp", "cwd"):
        (root / name).mkdir(exist_ok=True)
    env = {**os.environ, "TMPDIR": str(root / "tmp"), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.torture.driver", "run", str(root / "uploads"), "--out", str(root / "out"), "--quiet-s", "0"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=inside or root / "cwd", env=env, timeout=280)
    return Batch(root, done.returncode, (done.stdout + done.stderr).decode(errors="replace"))


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every name below a folder with its size and last change."""
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        found[os.fsencode(path).hex()] = (status.st_size, status.st_mtime_ns)
    return found


@pytest.fixture(scope="module")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Batch]:
    root = tmp_path_factory.mktemp("torture")
    for case in CASES:
        hostile.lay_out(root / "uploads", case)
    for name in NEIGHBOURS:
        hostile.good_application(root / "uploads", name)
    before = tree(root / "uploads")
    yield run(root)
    assert tree(root / "uploads") == before, "something was written among the uploads"


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    root = tmp_path_factory.mktemp("calm")
    for name in NEIGHBOURS:
        hostile.good_application(root / "uploads", name)
    return run(root)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number:02} {case.words}")
def test_a_hostile_input_costs_itself_alone_and_is_told(tortured: Batch, case: Case) -> None:
    record = tortured.record(f"case-{case.number:02}")
    pages = [page["file"] for page in record["sightings"]["pages"]]
    faults = [fault["error"] for fault in record["faults"] if fault["file"] != GOOD]
    assert pages.count(GOOD) == 1
    seen = len(pages) - 1
    if faults:
        assert faults[0] in case.slugs
        assert len(faults) == 1
        readable = next(finding for finding in record["findings"] if finding["check"] == "files-readable")
        assert readable["outcome"] == "fail"
    else:
        assert not case.slugs or "" in case.slugs
        assert seen == case.pages or (case.pages is None and seen > 0)
    assert record["proposal"] != "clear"


def test_there_is_one_result_for_each_and_none_is_set_aside(tortured: Batch) -> None:
    assert tortured.exit_code in {1, 4}
    with closing(sqlite3.connect(tortured.root / "out" / ledger.NAME)) as db:
        assert db.execute("SELECT count(*), count(DISTINCT application) FROM result").fetchone() == (66, 66)
        assert db.execute("SELECT DISTINCT state FROM job").fetchall() == [("done",)]


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_the_neighbours_are_judged_as_without_them(tortured: Batch, calm: Batch, name: str) -> None:
    one, other = tortured.record(name) | {"timings": {}}, calm.record(name) | {"timings": {}}
    assert json.dumps(one) == json.dumps(other)


def test_nothing_is_left_or_written_elsewhere(tortured: Batch) -> None:
    assert not list((tortured.root / "tmp").iterdir())
    assert not list((tortured.root / "cwd").iterdir())
    assert not Path("/tmp/prescreen-slipped.txt").exists()
    assert not list((tortured.root / "out").rglob("*.part"))


def test_no_personal_data_is_in_any_log(tortured: Batch) -> None:
    """F16, too: places and makers' notes of a picture are neither in a log nor in a record."""
    for secret in (hostile.PERSON, hostile.ID_NUMBER, hostile.GPS_WORDS, "note note", "x.jpg", "x.pdf", GOOD, "这是文本"):
        assert secret not in tortured.words
    for number in (21, 22):
        text = (tortured.root / "out" / "applications" / f"case-{number}.json").read_text(encoding="utf-8")
        assert hostile.GPS_WORDS not in text
        assert "note note" not in text
        assert hostile.ID_NUMBER not in text


def test_odd_names_are_shown_escaped_and_found_again(tortured: Batch) -> None:
    assert [page["file"] for page in tortured.record("case-55")["sightings"]["pages"]] == [GOOD, printable("x\u202egpj.exe.jpg")]
    assert [page["file"] for page in tortured.record("case-58")["sightings"]["pages"]] == [
        GOOD,
        printable(os.fsdecode("x注册.jpg".encode("gbk"))),
    ]
    assert "\\xb2\\xe1" in tortured.record("case-58")["sightings"]["pages"][1]["file"]
    assert "\u202e" not in json.dumps(tortured.record("case-55"), ensure_ascii=False)

"""Files whose decoder hangs, crashes, lies or reaches out: each costs itself alone, and nothing of it is left."""

import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pipeline.datamodel.application import Application
from pipeline.datamodel.page import Page
from pipeline.engines.protocols import Engines
from pipeline.errors import DecoderStoppedError
from pipeline.stages import guard, lockdown, sequence
from pipeline.stages.base import BrokenFileError
from pipeline.stages.intake import Intake
from pipeline.stages.upright import Upright

QUICK = Intake(max_page_s=1, max_file_s=2)


@pytest.fixture(scope="module")
def hostile_house() -> Iterator[guard.Nursery]:
    house = guard.Nursery(module="tests.hostile_nursery")
    yield house
    house.end()


@pytest.fixture
def hostile(hostile_house: guard.Nursery, monkeypatch: pytest.MonkeyPatch) -> guard.Nursery:
    monkeypatch.setattr(guard, "_nursery", hostile_house)
    return hostile_house


def pages(folder: Path, words: str, intake: Intake = QUICK) -> list[Page]:
    """What comes of a file that begins as a JPEG and goes on with the words that its decoder obeys."""
    path = folder / "x.jpg"
    path.write_bytes(b"\xff\xd8\xff" + words.encode())
    return list(intake.pages(path, "x.jpg"))


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_gone(process: int) -> bool:
    """Whether a process ends within seconds; one that waits to be buried by whoever inherited it has."""
    for _ in range(200):
        status = Path(f"/proc/{process}/status")
        try:
            if "State:\tZ" in status.read_text():
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("words", "slug"),
    [("hang", "time-limit"), ("spin", "time-limit"), ("crash", "crash"), ("exit", "crash"), ("raise", "failed"), ("garbage", "garbled"),
     ("nothing", "garbled"), ("pickle", "garbled"), ("deep", "garbled"), ("huge", "garbled"), ("long", "garbled")],
)  # fmt: skip
def test_a_decoder_that_fails_costs_its_file_and_the_next_one_opens(tmp_path: Path, hostile: guard.Nursery, words: str, slug: str) -> None:
    """F20. The answer that is too long is one of them."""
    with pytest.raises(DecoderStoppedError) as caught:
        pages(tmp_path, words)
    assert caught.value.slug == slug
    assert len(pages(tmp_path, "good")) == 2
    assert children_of(hostile.process.pid) == []


@pytest.mark.parametrize("words", ["fork", "program", "network", "write", "write here", "unlink", "kill", "leave"])
def test_a_decoder_that_reaches_out_is_refused_by_the_kernel(tmp_path: Path, hostile: guard.Nursery, words: str) -> None:
    """F21. Grandchildren are refused, too; where the kernel cannot, they are ended with the child's process group."""
    kept = Path("/tmp/prescreen-test-keep")
    kept.touch()
    with pytest.raises(DecoderStoppedError, match=r"(Permission|BlockingIO|OS)Error"):
        pages(tmp_path, words)
    assert kept.exists()
    assert not (Path("/tmp") / "prescreen-was-here").exists()
    kept.unlink()
    assert hostile.process.poll() is None


def test_memory_beyond_the_limit_is_the_files_fault_and_told(tmp_path: Path, hostile: guard.Nursery) -> None:
    with pytest.raises(BrokenFileError, match="memory") as caught:
        pages(tmp_path, "memory")
    assert caught.value.slug == "too-large"
    assert hostile.most_bytes < QUICK.max_memory_bytes


def test_a_spinning_decoder_is_stopped_by_its_cpu_limit_alone(tmp_path: Path, hostile: guard.Nursery) -> None:
    before = hostile.seconds
    with pytest.raises(DecoderStoppedError) as caught:
        pages(tmp_path, "spin", Intake(max_page_s=60, max_file_s=1))
    assert caught.value.slug == "time-limit"
    assert hostile.seconds - before < 10


def test_a_decoder_ended_at_the_hard_cpu_limit_took_too_long_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where whoever started the product had set a limit of his own: no second is left between the two."""
    house = guard.Nursery(module="tests.hostile_nursery")
    monkeypatch.setattr(guard, "_nursery", house)
    house.room()
    resource.prlimit(house.process.pid, resource.RLIMIT_CPU, (2, 2))
    with pytest.raises(DecoderStoppedError) as caught:
        pages(tmp_path, "spin", Intake(max_page_s=60, max_file_s=2))
    assert caught.value.slug == "time-limit"
    house.end()


def test_a_child_is_ended_when_nobody_wants_its_next_page(tmp_path: Path, hostile: guard.Nursery) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(b"\xff\xd8\xffgood")
    opened = QUICK.pages(path, "x.jpg")
    next(opened)
    assert len(children_of(hostile.process.pid)) == 1
    opened.close()  # type: ignore[attr-defined]  # a generator
    assert children_of(hostile.process.pid) == []


def test_a_dead_nursery_costs_one_file_and_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_nursery", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    Image.new("RGB", (60, 60)).save(tmp_path / "a.png")
    opened = QUICK.pages(tmp_path / "a.png", "a.png")
    next(opened)
    house = guard.nursery()
    (child,) = children_of(house.process.pid)
    os.kill(house.process.pid, signal.SIGKILL)
    assert is_gone(child)
    with pytest.raises(DecoderStoppedError):
        next(opened)
    house.process.wait(10)
    assert len(list(Intake().pages(tmp_path / "a.png", "a.png"))) == 1
    assert guard.nursery() is not house
    guard.nursery().end()
    assert {path.name for path in tmp_path.iterdir()} == {"a.png"}


def test_children_and_their_private_folder_go_when_the_process_that_asked_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    house = guard.Nursery(module="tests.hostile_nursery")
    monkeypatch.setattr(guard, "_nursery", house)
    (tmp_path / "x.jpg").write_bytes(b"\xff\xd8\xffgood")
    opened = QUICK.pages(tmp_path / "x.jpg", "x.jpg")
    next(opened)
    (room,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert room.stat().st_mode & 0o777 == 0o700
    (child,) = children_of(house.process.pid)
    house.end()
    assert not room.exists()
    assert is_gone(child)


def test_the_rest_of_an_application_is_judged_when_one_file_hangs(tmp_path: Path, hostile: guard.Nursery) -> None:
    assert hostile.owner == os.getpid()
    for name, words in (("a.jpg", "good"), ("b.jpg", "hang"), ("c.jpg", "good")):
        (tmp_path / name).write_bytes(b"\xff\xd8\xff" + words.encode())
    application = Application(id="x", folder=tmp_path, files=tuple(tmp_path / name for name in ("a.jpg", "b.jpg", "c.jpg")))
    orders = sequence.Orders(sequence=sequence.Sequence(intake=QUICK, upright=Upright(), stages=()), engines=Engines(), wanted=())
    sightings, timings = sequence.see(application, (), orders)
    assert [page.file for page in sightings.pages] == ["a.jpg", "a.jpg", "c.jpg", "c.jpg"]
    assert [(fault.file, fault.error, fault.broken_upload) for fault in sightings.faults] == [("b.jpg", "time-limit", False)]
    assert timings["intake"] > 0


def test_the_doors_are_closed_on_this_machine(tmp_path: Path) -> None:
    """Where this fails the kernel has no seccomp, and the product says so in its log."""
    assert lockdown.can_close_doors()
    child = os.fork()
    if child == 0:
        lockdown.limit(memory_bytes=10**9, cpu_s=5)
        closed = lockdown.close_doors()
        assert resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0)
        try:
            (tmp_path / "new").write_bytes(b"x")
        except PermissionError:
            os._exit(0 if closed else 1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

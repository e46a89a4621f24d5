"""Guarded processes that look at one thing each: a crash or a hang costs that thing alone."""

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from pebble import ProcessExpired, ProcessPool

from pipeline import examine, photo_fix, pictures, sources
from pipeline.checks.base import Lang
from pipeline.checks.photo.head import PhotoHead
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.observation import Observation, PageKind, Portrait
from pipeline.datamodel.page import Page
from pipeline.datamodel.picture import Picture
from pipeline.datamodel.profile import Profile
from pipeline.datamodel.report import Stored
from pipeline.engines import loader
from pipeline.engines.protocols import Engines, FaceEngine
from pipeline.errors import PrescreenError
from pipeline.imaging.turning import box_turned_back, turned
from pipeline.pictures import Album
from pipeline.reports import drawing, photo_drawing
from pipeline.stages import guard, lockdown
from pipeline.stages.portrait import PortraitStage
from pipeline.stages.sequence import PageWatcher, fault_of

T = TypeVar("T")

NEVER_BEGUN = "never-begun"  # the error of a task whose processes ended before they could look at it
POOLS_IN_A_ROW = 3  # so often is a pool renewed whose processes end before they do anything
LISTEN_S = 0.5  # so often, at least, is it asked whether to stop
WINDOW_PER_JOB = 4  # tasks handed to the pool ahead of need, a worker: enough to keep it busy, few enough to stop at once


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to look: the profile, the engines, and how long one task may take (wall seconds) before its process is ended."""

    profile: Profile
    ocr: loader.Ocr = "rapidocr"
    blind: bool = False
    lang: Lang = "zh"
    limit_s: float = 900.0

    def setup(self) -> examine.Setup:
        """Return the setup with engines loaded and verified.

        Raises:
            ProfileError: the profile's limits are wrong.
            EngineMissingError: an engine or a model is missing or not the pinned one, and `blind` is off.
        """
        return examine.set_up(self.profile, loader.load(ocr=self.ocr, blind=self.blind), lang=self.lang)

    def judge_only(self) -> examine.Setup:
        """Return the setup without engines, enough to judge what was seen. Raises ProfileError as `setup` does."""
        return examine.set_up(self.profile, Engines(), lang=self.lang)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to look at: an application's folder, or loose files taken together.

    draw: where to write what was seen over each page, as PNG; further pages get `-2`, `-3` … before the ending.
    told: what every page is, where the person asking knows it (`prescreen photo`).
    free: look for what no check asks for as well (`prescreen look`).
    """

    folder: Path | None = None
    files: tuple[Path, ...] = ()
    draw: Path | None = None
    told: PageKind | None = None
    free: bool = False


_worker: examine.Setup | None = None


def look(
    take: Callable[[], Task | None], plan: Plan, *, jobs: int = 1, stopping: Callable[[], bool] = lambda: False
) -> Iterator[tuple[Task, Stored | Fault]]:
    """Look at one task after another in `jobs` guarded processes and yield each with what was seen, or the fault that cost it, as they end.

    take: the next task, None where there is none at the moment; it is asked again whenever a task has ended, and the end is when it has
    none and none is in hand. stopping: once it is true nothing new is begun, and what is being looked at is finished.
    """
    crew = _Crew(open_pool=lambda: _pool(jobs, plan), work=_see, limit_s=plan.limit_s, ahead=WINDOW_PER_JOB * jobs)
    for task, future in crew.ended(take, stopping):
        yield task, _outcome(future, plan, Stored)


class Looker(Protocol):
    """What looks at one task after another, here or elsewhere: `look`, or its like on a cluster."""

    def __call__(
        self, take: Callable[[], Task | None], plan: Plan, *, jobs: int, stopping: Callable[[], bool]
    ) -> Iterator[tuple[Task, Stored | Fault]]:
        """See `look`."""


class Station:
    """One guarded process that is kept between tasks, for whoever is handed them one at a time: a cluster's worker."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._pool = _pool(1, plan)

    def see(self, task: Task) -> Stored | Fault:
        """Look at one task; a process that dies before it begins is replaced `POOLS_IN_A_ROW` times."""
        for _ in range(POOLS_IN_A_ROW):
            future = _schedule(self._pool, _see, task, self._plan.limit_s)
            wait([future])
            if not _never_begun(future):
                break
            _end(self._pool)
            self._pool = _pool(1, self._plan)
        seen: Stored | Fault = _outcome(future, self._plan, Stored)
        return seen


def looked_at(tasks: Iterable[Task], plan: Plan) -> list[Stored]:
    """Return what was seen of every task, in order; what cost its process comes back as blindness, never as nothing."""
    tasks, setup = tuple(tasks), plan.setup()
    left = iter(tasks)
    answers = {task: examine.stored_or_blind(outcome, setup, task.folder) for task, outcome in look(lambda: next(left, None), plan)}
    return [answers[task] for task in tasks]


def photograph(albums: Iterable[Album], *, jobs: int = 1, limit_s: float = 120.0) -> Iterator[tuple[Album, tuple[Picture, ...] | None]]:
    """Take the pictures of every album in guarded processes and yield each as it ends, None for what cost its process or its time."""
    left = iter(albums)
    crew = _Crew(open_pool=lambda: _pool(jobs), work=pictures.take, limit_s=limit_s, ahead=WINDOW_PER_JOB * jobs)
    for album, future in crew.ended(lambda: next(left, None), lambda: False):
        yield album, None if future.exception() is not None else future.result()


def fix(order: photo_fix.Order, plan: Plan) -> photo_fix.Made | photo_fix.Refused | Fault:
    """Make one ID photo in a guarded process; what cost that process comes back as a fault."""
    left = iter([order])
    crew = _Crew(open_pool=lambda: _pool(1, plan), work=_make, limit_s=plan.limit_s, ahead=1)
    ((_, future),) = crew.ended(lambda: next(left, None), lambda: False)
    answer: photo_fix.Made | photo_fix.Refused | Fault = _outcome(future, plan, photo_fix.Made | photo_fix.Refused)
    return answer


def _pool(jobs: int, plan: Plan | None = None) -> ProcessPool:
    """Return a pool of processes, with the plan's setup in each where one is given."""
    context = multiprocessing.get_context("spawn")
    return ProcessPool(max_workers=jobs, initializer=_start if plan else _quiet, initargs=(plan,) if plan else (), context=context)


@dataclass(frozen=True, kw_only=True)
class _Crew(Generic[T]):
    """How tasks are handed to a pool: at most `ahead` of need, each ended after `limit_s`."""

    open_pool: Callable[[], ProcessPool]
    work: Callable[[T], object]
    limit_s: float
    ahead: int

    def ended(self, take: Callable[[], T | None], stopping: Callable[[], bool]) -> Iterator[tuple[T, "Future[Any]"]]:
        """Yield each task with its future as they end.

        A process that dies while it has no task (killed for want of memory as it loads its models) breaks pebble's whole pool: what
        waited is handed to a new one, until that happens `POOLS_IN_A_ROW` times without one task done.
        """
        waiting: dict[Future[Any], T] = {}
        again: list[T] = []
        pool, broken = self.open_pool(), 0
        try:
            while True:
                if stopping():
                    _leave_what_has_not_begun(waiting)
                else:
                    self._hand_out(pool, waiting, again, take)
                if not waiting:
                    return
                ended = wait(waiting, timeout=LISTEN_S, return_when=FIRST_COMPLETED).done
                lost = {future for future in ended if _never_begun(future)}
                if lost and broken < POOLS_IN_A_ROW:
                    # Of a broken pool nothing more will come: what has not ended is handed out anew with what was lost.
                    again += [waiting.pop(future) for future in list(waiting) if future in lost or not future.done()]
                    _end(pool)
                    pool, broken = self.open_pool(), broken + 1
                elif ended:
                    broken = broken if lost else 0
                for future in ended & waiting.keys():
                    yield waiting.pop(future), future
        finally:
            for future in waiting:
                future.cancel()
            _end(pool)

    def _hand_out(self, pool: ProcessPool, waiting: "dict[Future[Any], T]", again: list[T], take: Callable[[], T | None]) -> None:
        while len(waiting) < self.ahead:
            task = again.pop(0) if again else take()
            if task is None:
                return
            waiting[_schedule(pool, self.work, task, self.limit_s)] = task


def _leave_what_has_not_begun(waiting: "dict[Future[Any], Any]") -> None:
    for future in list(waiting):
        if not future.running() and not future.done() and future.cancel():
            del waiting[future]


def _schedule(pool: ProcessPool, work: Callable[[T], object], task: T, limit_s: float) -> "Future[Any]":
    """Return the future of a task; one that never began where the pool is broken already."""
    try:
        with _deaf():
            return pool.schedule(work, args=[task], timeout=limit_s)
    except RuntimeError as error:
        lost: Future[Any] = Future()
        lost.set_exception(BrokenProcessPool(str(error)))
        return lost


def _never_begun(future: "Future[Any]") -> bool:
    """Return whether a task ended only because the pool around it broke."""
    return future.done() and not future.cancelled() and isinstance(future.exception(), BrokenProcessPool)


def _end(pool: ProcessPool) -> None:
    """End a pool and its processes now."""
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
    pool.join()


@contextmanager
def _deaf() -> Iterator[None]:
    """Hold Ctrl-C back while processes may be started: they inherit the deafness, so that none of them wails on the terminal."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _outcome(future: Future[Any], plan: Plan, kind: Any) -> Any:  # noqa: ANN401 - a union of structs is no type that can be passed
    """Return what a finished task brought home, of that kind, or the fault that cost it."""
    try:
        return msgspec.msgpack.decode(future.result(), type=kind)
    except TimeoutError:
        words = f"took longer than {plan.limit_s:g} s and was ended; look at its files one by one, or raise --limit-s"
        return Fault(where="workers", error="time-limit", message=words)
    except ProcessExpired as error:
        return Fault(where="workers", error="crash", message=f"the process that looked at it ended with code {error.exitcode}")
    except BrokenProcessPool:
        return Fault(where="workers", error=NEVER_BEGUN, message="the processes ended before it was looked at; run the same command again")
    except Exception as error:  # noqa: BLE001 - the worker's rim: one bad task never stops the others
        return fault_of("workers", error)


def _start(plan: Plan) -> None:
    """Build this process's setup; Ctrl-C is the parent's to answer."""
    global _worker  # noqa: PLW0603 - one setup a process, made by the pool's initialiser
    _quiet()
    guard.nursery()  # it gets ready while the engines are loaded
    _worker = plan.setup()


def _quiet() -> None:
    """Leave Ctrl-C to the parent, and end with it: a process that nobody waits for must not look on for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lockdown.die_with_parent()
    parent = multiprocessing.parent_process()
    if parent is not None and os.getppid() != parent.pid:
        os._exit(1)


def _see(task: Task) -> bytes:
    """Look at one task in this process; the answer travels as bytes, so that the parent can refuse what is no answer."""
    if _worker is None:
        raise PrescreenError("the worker has no setup; this is a bug")
    watch = None if task.draw is None else _drawer(task.draw, _worker)
    if task.folder is None:
        return msgspec.msgpack.encode(examine.see_files(task.files, _worker, watch, task.told, free=task.free))
    with sources.at_hand(task.folder, guard.nursery().room) as found:
        return msgspec.msgpack.encode(examine.see(found.folder, _worker, watch, refused=found.refused))


def _make(order: photo_fix.Order) -> bytes:
    """Make one ID photo in this process."""
    if _worker is None:
        raise PrescreenError("the worker has no setup; this is a bug")
    return msgspec.msgpack.encode(photo_fix.Cutter().make(order, _worker))


def _drawer(path: Path, setup: examine.Setup) -> PageWatcher:
    """Return a watcher that writes one annotated PNG a page; an ID photo that was measured is drawn with its measures."""
    numbers = itertools.count(1)

    def draw(page: Page, observations: tuple[Observation, ...]) -> None:
        number = next(numbers)
        place = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        portrait = next((seen for seen in observations if isinstance(seen, Portrait)), None)
        if portrait is None or setup.engines.faces is None:
            drawing.write(page, observations, place)
        else:
            drawing.write_picture(photo_drawing.drawn(_measured(page, portrait, setup.engines.faces), _head_limits(setup)), place)

    return draw


def _measured(page: Page, portrait: Portrait, engine: FaceEngine) -> photo_drawing.Measured:
    """Return a photo as it was measured: its quarter turn undone, its head's box with it."""
    turn = (int(portrait.measures["turn_deg"]) - page.turn) % 360
    image = turned(page.image, turn)
    # A box turned clockwise is one turned back by the rest of the circle.
    head = portrait.head and box_turned_back(portrait.head, (360 - turn) % 360, (page.width, page.height), 1.0)
    return photo_drawing.Measured(image=image, portrait=portrait, head=head, ground=PortraitStage().ground(image, engine))


def _head_limits(setup: examine.Setup) -> PhotoHead:
    check = setup.checks.get("photo-head")
    return check if isinstance(check, PhotoHead) else PhotoHead()

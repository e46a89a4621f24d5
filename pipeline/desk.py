"""The driver's desk: which application is next, which is put back, which is set aside, and what each comes to."""

import heapq
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta

from pipeline import examine, sources, workers
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.report import Report, Stored
from pipeline.errors import MachineBrokenError, UsageError
from pipeline.ledger import Answer, Job, Ledger, State
from pipeline.reports import record
from pipeline.results import Results, file_name, read_stored
from pipeline.stages.stillness import Mark, is_still


class Patience(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often and how long a batch tries before it goes on without."""

    crashes: Annotated[
        int,
        Meta(
            ge=1,
            description="Processes that one application may cost before it is set aside",
            extra={"unit": "processes", "source": "three attempts lost none of 1,999 applications over 8 kills, measured 2026-11-21"},
        ),
    ] = 3
    abandons: Annotated[
        int,
        Meta(
            ge=1,
            description="Drivers that may die while one application is in hand before it is set aside",
            extra={"unit": "runs", "source": "our choice; several are in hand at once, so most of them are innocent"},
        ),
    ] = 5
    changes: Annotated[
        int,
        Meta(
            ge=0,
            description="Times that a folder may be found changed in one run before it is left for the next",
            extra={"unit": "times", "source": "our choice; an upload that goes on is looked at when it is whole"},
        ),
    ] = 5
    quiet_s: Annotated[
        float,
        Meta(
            ge=0,
            description="Seconds without a change before a folder is taken for whole",
            extra={"unit": "s", "source": "our choice; the change of a file while it is read is found besides"},
        ),
    ] = 0.0
    max_faults: Annotated[
        int,
        Meta(
            ge=1,
            description="Applications in a row that fail on our side before the batch stops",
            extra={"unit": "applications", "source": "our choice; ten poisoned uploads in a row must not stop it"},
        ),
    ] = 20


class Fate(StrEnum):
    """What became of an application in this run."""

    JUDGED = "judged"
    BEFORE = "done before"
    SET_ASIDE = "set aside"
    ASIDE_BEFORE = "set aside before"
    FAILED = "not looked at"
    CHANGING = "still being written"


@dataclass(frozen=True, kw_only=True)
class Settled:
    """One application settled for this run; `report` is None where nothing was judged now."""

    application: str
    fate: Fate
    report: Report | None = None


@dataclass(frozen=True, kw_only=True)
class _InHand:
    job: Job
    state: Mark


@dataclass(kw_only=True)
class Desk:
    """One run's desk. again: look once more at what was set aside; stopping: whether nothing new may be begun."""

    book: Ledger
    results: Results
    setup: examine.Setup
    patience: Patience
    again: bool = False
    stopping: Callable[[], bool] = lambda: False
    left: list[Settled] = field(default_factory=list)
    _todo: Iterator[int] = field(default_factory=lambda: iter(()))
    _later: list[tuple[float, int]] = field(default_factory=list)
    _noticed: dict[int, tuple[str, float, int]] = field(default_factory=dict)
    _in_hand: dict[workers.Task, _InHand] = field(default_factory=dict)
    _failed: dict[str, None] = field(default_factory=dict)

    def standing(self) -> Iterator[Settled]:
        """Yield what need not be looked at, since the same input was answered under the same configuration; the rest is to do."""
        todo: list[int] = []
        for job in self.book.jobs():
            fate = self._standing(job)
            if fate is None:
                todo.append(job.number)
            else:
                yield Settled(application=job.application, fate=fate)
        self._todo = iter(todo)

    def take(self) -> workers.Task | None:
        """Return the next task and note it as in hand; None where there is none now. Waits where all that is left is being written."""
        while not self.stopping():
            job = self._next()
            if job is None:
                if self._in_hand or not self._later:
                    return None
                time.sleep(0.05)
            elif self._is_whole(job):
                task = self._taken(job)
                if task is not None:
                    return task
        return None

    def settle(self, task: workers.Task, outcome: Stored | Fault) -> Settled | None:
        """Judge, write and note what came back; None where it is put back. Raises MachineBrokenError, OutputError."""
        held = self._in_hand.pop(task)
        job = held.job
        if isinstance(outcome, Fault):
            return self._failure(held, outcome)
        self._failed.clear()
        if sources.mark(job.path) != held.state:  # somebody wrote to it while it was read
            self.book.put_back(job)
            return self._delayed(job, held.state.digest)
        report = self._written(outcome)
        self.book.finish(job, self._answer(held, outcome.input_sha256, report))
        return Settled(application=job.application, fate=Fate.JUDGED, report=report)

    @property
    def config_sha256(self) -> str:
        """The hash of everything besides the input that a record depends on."""
        seeing = examine.config_sha256(self.setup.profile, self.setup.versions)
        return sha256(f"{seeing} {self.setup.profile.sha256}".encode()).hexdigest()

    def _standing(self, job: Job) -> Fate | None:
        fate = {State.DONE: Fate.BEFORE, State.QUARANTINED: Fate.ASIDE_BEFORE}.get(job.state)
        if self.again and job.state is State.QUARANTINED:
            return None
        there = self.results.is_whole(job.application)
        # A record that was judged again under other rules answers another question, whatever the ledger says.
        if fate is not None and there and self._under_these_rules(job) and job.config_sha256 == self.config_sha256:
            state = sources.mark(job.path)
            if state.digest == job.mark:
                return fate
            if state.digest and job.input_sha256 and _input_sha256(job) == job.input_sha256:  # touched, or copied back: the same bytes
                if fate is Fate.BEFORE:
                    self._adopted(job, state)
                return fate
        if there and job.state is not State.QUARANTINED:
            return self._found_done(job)
        return None

    def _under_these_rules(self, job: Job) -> bool:
        entry = record.load(self.results.records / f"{file_name(job.application)}.json")
        return bool(entry["profile"]["sha256"] == self.setup.profile.sha256)

    def _found_done(self, job: Job) -> Fate | None:
        """Return that a job is done where record and sightings on disk answer its input as asked, though no ledger says so."""
        name = file_name(job.application)
        state = sources.mark(job.path)
        try:
            stored, entry = read_stored(self.results.sightings / f"{name}.msgpack"), record.load(self.results.records / f"{name}.json")
        except UsageError:
            return None
        same = (
            entry["profile"]["sha256"] == self.setup.profile.sha256
            and stored.config_sha256 == examine.config_sha256(self.setup.profile, self.setup.versions)
            and stored.input_sha256 == _input_sha256(job)
            and not any(fault.where == "workers" for fault in stored.sightings.faults)
        )
        if not same:
            return None
        self._adopted(job, state, stored.input_sha256, str(entry["proposal"]))
        return Fate.BEFORE

    def _adopted(self, job: Job, state: Mark, input_sha256: str = "", proposal: str = "") -> None:
        answer = Answer(
            mark=state.digest,
            input_sha256=input_sha256 or job.input_sha256,
            config_sha256=self.config_sha256,
            proposal=proposal or str(record.load(self.results.records / f"{file_name(job.application)}.json")["proposal"]),
        )
        self.book.adopt(job, answer)

    def _next(self) -> Job | None:
        if self._later and self._later[0][0] <= time.monotonic():
            return self.book.job(heapq.heappop(self._later)[1])
        number = next(self._todo, None)
        return None if number is None else self.book.job(number)

    def _is_whole(self, job: Job) -> bool:
        """Return whether nobody writes to the folder any more; else it is put off.

        Where the clock cannot tell (a change in the future), two looks `quiet_s` apart that find the same do.
        """
        state = sources.mark(job.path)
        digest, since, _ = self._noticed.get(job.number, ("", 0.0, 0))
        if is_still(state, self.patience.quiet_s) or (digest == state.digest and time.monotonic() - since >= self.patience.quiet_s):
            return True
        if digest == state.digest:
            self._later_at(job, since + self.patience.quiet_s)
        else:
            given_up = self._delayed(job, state.digest)
            if given_up is not None:
                self.left.append(given_up)
        return False

    def _delayed(self, job: Job, digest: str) -> Settled | None:
        """Put a folder that changes off by the quiet period; where it has changed too often, leave it for the next run and say so."""
        changes = self._noticed.get(job.number, ("", 0.0, 0))[2] + 1
        self._noticed[job.number] = (digest, time.monotonic(), changes)
        if changes > self.patience.changes:
            return Settled(application=job.application, fate=Fate.CHANGING)
        self._later_at(job, time.monotonic() + self.patience.quiet_s)
        return None

    def _later_at(self, job: Job, moment: float) -> None:
        heapq.heappush(self._later, (moment, job.number))

    def _taken(self, job: Job) -> workers.Task | None:
        """Return the task of a job, now in hand; None where too many drivers died over it: it is set aside."""
        state = sources.mark(job.path)
        changed = state.digest != job.mark or job.config_sha256 != self.config_sha256 or self.again
        if job.abandons >= self.patience.abandons:
            self.book.take(job)
            message = f"the whole batch ended {job.abandons} times while it was in hand; look at its files one by one"
            fault = Fault(where="batch", error="abandoned", message=message)
            self.left.append(self._set_aside(_InHand(job=job, state=state), fault))
            return None
        self.book.take(job, changed=changed and bool(job.mark))
        task = workers.Task(folder=job.path)
        self._in_hand[task] = _InHand(job=job, state=state)
        return task

    def _failure(self, held: _InHand, fault: Fault) -> Settled | None:
        job = held.job
        self._failed[job.application] = None
        crashes = self.book.job(job.number).crashes + 1
        if fault.error == "crash" and crashes < self.patience.crashes:
            self.book.put_back(job, crashed=True)
            self._later_at(job, time.monotonic())
            settled = None
        elif fault.error in {"crash", "time-limit"}:
            settled = self._set_aside(held, fault, crashes=crashes)
        else:
            report = self._written(examine.stored_or_blind(fault, self.setup, job.path))
            self.book.put_back(job)
            settled = Settled(application=job.application, fate=Fate.FAILED, report=report)
        if len(self._failed) >= self.patience.max_faults:
            self.book.pardon(self._failed)
            raise MachineBrokenError(
                f"{len(self._failed)} applications in a row failed on our side ({fault.message}); it is this machine and not they:"
                " see `prescreen doctor`, its memory and its disk, then run the same command again (or raise --max-faults)"
            )
        return settled

    def _set_aside(self, held: _InHand, fault: Fault, *, crashes: int = 0) -> Settled:
        """Write what could not be looked at as such, and keep it from costing the next run as much."""
        reason = f"{fault.message} ({crashes} attempts)" if crashes > 1 else fault.message
        report = self._written(examine.stored_or_blind(msgspec.structs.replace(fault, message=reason), self.setup, held.job.path))
        answer = self._answer(held, _input_sha256(held.job), report)
        self.book.finish(held.job, answer, quarantined=reason)
        return Settled(application=held.job.application, fate=Fate.SET_ASIDE, report=report)

    def _written(self, stored: Stored) -> Report:
        report, kept = examine.judge_and_keep(stored, self.setup)
        self.results.write(kept, report)
        return report

    def _answer(self, held: _InHand, input_sha256: str, report: Report) -> Answer:
        return Answer(mark=held.state.digest, input_sha256=input_sha256, config_sha256=self.config_sha256, proposal=report.proposal.value)


def _input_sha256(job: Job) -> str:
    """Return the hash of an application's files as they are now, "" where they lie elsewhere: they are fetched to be looked at only."""
    return "" if sources.address(job.path) is not None else examine.folder_sha256(job.path)

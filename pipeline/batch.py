"""Many applications: find their folders, have those looked at that are not done, judge and write what comes back."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import examine, ledger, sources, workers
from pipeline.checks.base import Lang
from pipeline.datamodel.application import application_id
from pipeline.datamodel.finding import Outcome, Severity
from pipeline.datamodel.profile import Profile
from pipeline.datamodel.report import Report
from pipeline.desk import Desk, Fate, Patience, Settled
from pipeline.engines.protocols import Engines
from pipeline.errors import ExitCode, UsageError
from pipeline.reports import record
from pipeline.results import Results, file_name, read_stored

log = logging.getLogger(__name__)

__all__ = ["Event", "Fate", "Patience", "Results", "Uploads", "file_name", "find", "read_stored", "rejudge", "run", "watch"]


@dataclass(frozen=True, kw_only=True)
class Uploads:
    """A folder of applications: their folders in order, and whatever else lies beside them."""

    root: Path
    folders: tuple[Path, ...]
    strays: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Event:
    """One application is settled for this run: `fate` says how, `report` is None where nothing was judged now."""

    application: str
    fate: Fate
    report: Report | None
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a batch goes: processes, patience, whether to start over (`fresh`) or look once more at what was set aside (`again`).

    stopping: asked now and then; once it is true, what is in hand is finished and nothing new begun. look: what looks at the
    applications, on this machine or on a cluster.
    """

    jobs: int = 2
    patience: Patience = field(default_factory=Patience)
    fresh: bool = False
    again: bool = False
    stopping: Callable[[], bool] = lambda: False
    look: workers.Looker = workers.look


def find(uploads: Path, out: Path) -> Uploads:
    """Return the applications in a folder of uploads, in the order of their names.

    Raises:
        UsageError: no such folder, it cannot be read, it holds no application, or `out` lies inside it (or it inside `out`).
    """
    if sources.address(uploads) is not None:
        names, files = sources.listed(uploads)
        if not names:
            raise UsageError(f"{sources.address(uploads)} holds no folder; each application is a folder of its own")
        visible = [uploads / name for name in names if not name.startswith(".")]
        return Uploads(root=uploads, folders=tuple(visible), strays=tuple(uploads / name for name in files if not name.startswith(".")))
    root, target = uploads.resolve(), out.resolve()
    if not root.is_dir():
        raise UsageError(f"{uploads} is no folder; give the folder that holds one folder per application")
    if target == root or root in target.parents:
        raise UsageError(f"the output folder {out} lies inside the uploads; nothing is ever written there, choose another --out")
    if target in root.parents:
        raise UsageError(f"the uploads lie inside the output folder {out}; choose another --out")
    try:
        entries = sorted(root.iterdir(), key=lambda path: os.fsencode(path.name))
    except OSError as error:
        raise UsageError(f"cannot read {uploads}: {error.strerror}") from error
    entries = [path for path in entries if not path.name.startswith(".")]
    folders = tuple(path for path in entries if path.is_dir() and not path.is_symlink())
    if not folders:
        raise UsageError(
            f"{uploads} holds no folder; each application is a folder of its own (for a single one: prescreen check {uploads})"
        )
    known = set(folders)  # a batch may hold tens of thousands
    return Uploads(root=root, folders=folders, strays=tuple(path for path in entries if path not in known))


def run(uploads: Uploads, results: Results, plan: workers.Plan, manner: Manner | None = None) -> Iterator[Event]:
    """Examine every application that is not done yet and yield an event for each, done ones first; write as they come.

    Raises:
        EngineMissingError, ProfileError: before the first application.
        UsageError: another run is writing to these results, or they hold the same applications from other uploads.
        OutputError: results cannot be written; what was written stays.
        MachineBrokenError: too many applications in a row failed on our side.
    """
    manner = manner or Manner()
    setup = plan.setup()
    results.prepare()
    with ledger.opened(results.folder) as book:
        if manner.fresh:
            everyone = [application_id(folder) for folder in uploads.folders]
            results.remove(everyone)
            book.forget(everyone)
        yield from _round(uploads, results, book, setup, plan, manner)


def watch(
    uploads: Path,
    results: Results,
    plan: workers.Plan,
    manner: Manner,
    *,
    pause: Callable[[], None],
    idle: Callable[[], object],
) -> Iterator[Event]:
    """Look again and again for applications that are new or changed, until `manner.stopping`; yield an event for each that is judged.

    pause: waits between two looks; idle: called after a look that judged something. Raises as `run`, but an address of uploads that was
    reached before and is not now is tried again.
    """
    setup = plan.setup()
    results.prepare()
    known: tuple[object, ...] = ()
    reached = False
    with ledger.opened(results.folder) as book:
        while not manner.stopping():
            try:
                found = _there(uploads, results.folder)
                now = _marks(found)
            except UsageError as error:
                if not reached or sources.address(uploads) is None:
                    raise
                log.warning("%s; looking again", error)  # a store that was there before will be there again
                pause()
                continue
            reached = True
            if now != known:
                judged = settled = 0
                for event in _round(found, results, book, setup, plan, manner):
                    settled += event.fate is not Fate.CHANGING
                    if event.fate not in {Fate.BEFORE, Fate.ASIDE_BEFORE}:
                        judged += event.report is not None
                        yield event
                known = now if settled == len(found.folders) else ()
                if judged:
                    idle()
            if not manner.stopping():
                pause()


def _round(
    uploads: Uploads, results: Results, book: ledger.Ledger, setup: examine.Setup, plan: workers.Plan, manner: Manner
) -> Iterator[Event]:
    total, done = len(uploads.folders), 0
    desk = Desk(book=book, results=results, setup=setup, patience=manner.patience, again=manner.again, stopping=manner.stopping)

    def told(settled: Settled) -> Event:
        nonlocal done
        done += 1
        return Event(application=settled.application, fate=settled.fate, report=settled.report, done=done, total=total)

    try:
        book.begin(uploads.root, [(application_id(folder), folder) for folder in uploads.folders])
        for settled in desk.standing():
            yield told(settled)
            if manner.stopping():
                return
        for task, outcome in manner.look(desk.take, plan, jobs=manner.jobs, stopping=manner.stopping):
            one = desk.settle(task, outcome)
            for settled in (*desk.left, *(() if one is None else (one,))):
                yield told(settled)
            desk.left.clear()
        for settled in desk.left:
            yield told(settled)
        book.end()
    finally:
        book.put_all_back()


def _there(uploads: Path, out: Path) -> Uploads:
    """Return what lies in a folder of uploads now; one that is still empty holds nothing yet."""
    try:
        return find(uploads, out)
    except UsageError:
        if sources.address(uploads) is not None and sources.listed(uploads)[0]:
            raise
        if sources.address(uploads) is None and (not uploads.is_dir() or any(path.is_dir() for path in uploads.iterdir())):
            raise
        return Uploads(root=uploads, folders=(), strays=())


def _marks(found: Uploads) -> tuple[object, ...]:
    """Return what tells one state of all uploads from another."""
    return tuple((folder.name, sources.mark(folder).digest) for folder in found.folders)


def rejudge(results: Results, profile: Profile, *, lang: Lang, tell: Callable[[str], None]) -> Iterator[Report]:
    """Judge everything that was stored under another profile and write the records again; no image is opened.

    tell: gets one sentence for each application whose sightings are damaged; it is passed over, and its record stays as it was.

    Raises:
        UsageError: there are no stored sightings, or none that can be read.
        ProfileError: the stage limits differ from those the sightings were made with; nothing has been written then.
    """
    if not any(results.sightings.glob("*.msgpack")):
        raise UsageError(f"{results.folder} holds no sightings; run `prescreen run` first")
    setup = examine.set_up(profile, Engines(), lang=lang)
    with ledger.held(results.folder):
        damaged: list[UsageError] = []
        whole = 0
        for stored in results.stored(damaged.append):
            examine.refuse_other_stages(stored, setup)
            whole += 1
        if not whole:
            raise damaged[0]
        for error in damaged:
            tell(str(error))
        for stored in results.stored(lambda _: None):
            report, kept = examine.judge_and_keep(stored, setup)
            if kept == stored:
                results.write_record(report)
            else:
                results.write(kept, report)
            yield report


def purge(results: Results, *, before: datetime | None = None) -> int:
    """Remove what is kept of all applications, or of those last judged before a moment, and return of how many there was a record.

    Raises UsageError where it is no results folder or a run is writing to it; OutputError where something cannot be removed.
    """
    if not (results.folder / ledger.NAME).is_file() and not results.records.is_dir():
        raise UsageError(f"{results.folder} holds no results")
    with ledger.opened(results.folder) as book:
        there = set(results.applications())
        old = there | set(book.known()) if before is None else set(book.finished_before(before.timestamp()))
        count = results.remove(sorted(old))
        book.forget(sorted(old))
        if not there - old:
            results.remove_lists()
        if before is None:
            results.remove_stored()
    return count


def exit_code(results: Results, uploads: Uploads | None = None) -> ExitCode:
    """Return what a batch tells its caller, from the records of all its applications; 4 outranks 1."""
    names = None if uploads is None else {f"{file_name(application_id(folder))}.json" for folder in uploads.folders}
    records = [record.load_or_lost(path) for path in sorted(results.records.glob("*.json")) if names is None or path.name in names]
    codes = [code_of(entry) for entry in records]
    if uploads is not None and uploads.strays:
        codes.append(ExitCode.NEEDS_PERSON)
    return max(codes, default=ExitCode.CLEAR)


def code_of(entry: dict[str, Any]) -> ExitCode:
    """Return what one record tells: could not look, or it is damaged (4), needs a person (1), or clear (0)."""
    if record.is_lost(entry):
        return ExitCode.NOT_ASSESSED
    if any(f["outcome"] == Outcome.NOT_ASSESSED and f["severity"] != Severity.NOTE for f in entry["findings"]):
        return ExitCode.NOT_ASSESSED
    return ExitCode.CLEAR if entry["proposal"] == "clear" else ExitCode.NEEDS_PERSON

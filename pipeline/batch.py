"""Many applications: find their folders, skip what is done, have them looked at, write what comes back."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from pipeline import examine, workers
from pipeline.checks.base import Lang
from pipeline.datamodel.application import application_id
from pipeline.datamodel.finding import Outcome, Severity
from pipeline.datamodel.profile import Profile
from pipeline.datamodel.report import Report, Stored
from pipeline.engines.protocols import Engines
from pipeline.errors import ExitCode, OutputError, UsageError
from pipeline.reports import files, record, table

NAME_BYTES = 255  # the longest name most file systems take


@dataclass(frozen=True, kw_only=True)
class Uploads:
    """A folder of applications: their folders in order, and whatever else lies beside them."""

    folders: tuple[Path, ...]
    strays: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Event:
    """One application is done: `report` is None where an earlier run had done it."""

    application: str
    report: Report | None
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """Where results lie: records for people and programs, sightings for judging again."""

    folder: Path

    @property
    def records(self) -> Path:
        """The folder of JSON records."""
        return self.folder / "applications"

    @property
    def sightings(self) -> Path:
        """The folder of stored sightings; it holds unmasked personal data."""
        return self.folder / "sightings"

    def prepare(self) -> None:
        """Make the folders, for their owner only.

        Raises:
            OutputError: they cannot be made or written to.
        """
        try:
            for folder in (self.folder, self.records, self.sightings):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if not os.access(folder, os.W_OK | os.X_OK):
                    raise OutputError(f"cannot write into {folder}; choose another --out or mend its permissions")
            for folder in (self.records, self.sightings):
                status = folder.lstat()
                if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
                    raise OutputError(f"{folder} is a link or somebody else's, and would lead personal data there; choose another --out")
                folder.chmod(0o700)
        except OSError as error:
            raise OutputError(f"cannot make {self.folder}: {error.strerror}; choose another --out") from error

    def stored(self) -> Iterator[Stored]:
        """Yield everything that was seen, in the order of the applications' file names."""
        for path in sorted(self.sightings.glob("*.msgpack")):
            yield read_stored(path)

    def write(self, stored: Stored, report: Report) -> None:
        """Write one application's sightings and record; the record last, since it is what says "done"."""
        name = file_name(stored.application)
        files.write_whole(self.sightings / f"{name}.msgpack", msgspec.msgpack.encode(stored, order="deterministic"))
        files.write_whole(self.records / f"{name}.json", record.encode(report))

    def write_worklist(self) -> Path:
        """Write `worklist.csv` from every record there is and return its path."""
        path = self.folder / "worklist.csv"
        part = path.with_suffix(".part")
        try:
            with open(part, "w", encoding="utf-8-sig", newline="", opener=files.private) as out:
                table.write(((f"applications/{p.name}", record.load(p)) for p in sorted(self.records.glob("*.json"))), out)
            part.replace(path)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
        return path


def find(uploads: Path, out: Path) -> Uploads:
    """Return the applications in a folder of uploads, in the order of their names.

    Raises:
        UsageError: no such folder, it cannot be read, it holds no application, or `out` lies inside it (or it inside `out`).
    """
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
    return Uploads(folders=folders, strays=tuple(path for path in entries if path not in folders))


def run(uploads: Uploads, results: Results, plan: workers.Plan, *, jobs: int) -> Iterator[Event]:
    """Examine every application that is not done yet and yield an event for each, done ones first; write as they come.

    Raises:
        EngineMissingError, ProfileError: before the first application.
        OutputError: results cannot be written; what was written stays.
    """
    setup = plan.setup()
    results.prepare()
    todo = [folder for folder in uploads.folders if not _is_done(folder, results, setup)]
    done = 0
    for folder in uploads.folders:
        if folder not in todo:
            done += 1
            yield Event(application=application_id(folder), report=None, done=done, total=len(uploads.folders))
    for task, outcome in workers.look((workers.Task(folder=folder) for folder in todo), plan, jobs=jobs):
        assert task.folder is not None
        stored = examine.stored_or_blind(outcome, setup, task.folder)
        report = examine.judge(stored, setup)
        results.write(stored, report)
        done += 1
        yield Event(application=stored.application, report=report, done=done, total=len(uploads.folders))


def rejudge(results: Results, profile: Profile, *, lang: Lang) -> Iterator[Report]:
    """Judge everything that was stored under another profile and write the records again; no image is opened.

    Raises:
        UsageError: there are no stored sightings.
        ProfileError: the stage limits differ from those the sightings were made with; nothing has been written then.
    """
    if not any(results.sightings.glob("*.msgpack")):
        raise UsageError(f"{results.folder} holds no sightings; run `prescreen run` first")
    setup = examine.set_up(profile, Engines(), lang=lang)
    for stored in results.stored():
        examine.refuse_other_stages(stored, setup)
    for stored in results.stored():
        report = examine.judge(stored, setup)
        results.write(stored, report)
        yield report


def exit_code(results: Results, uploads: Uploads | None = None) -> ExitCode:
    """Return what a batch tells its caller, from the records of all its applications; 4 outranks 1."""
    names = None if uploads is None else {f"{file_name(application_id(folder))}.json" for folder in uploads.folders}
    records = [record.load(path) for path in sorted(results.records.glob("*.json")) if names is None or path.name in names]
    codes = [code_of(entry) for entry in records]
    if uploads is not None and uploads.strays:
        codes.append(ExitCode.NEEDS_PERSON)
    return max(codes, default=ExitCode.CLEAR)


def code_of(entry: dict[str, Any]) -> ExitCode:
    """Return what one record tells: could not look (4), needs a person (1), or clear (0)."""
    if any(f["outcome"] == Outcome.NOT_ASSESSED and f["severity"] != Severity.NOTE for f in entry["findings"]):
        return ExitCode.NOT_ASSESSED
    return ExitCode.CLEAR if entry["proposal"] == "clear" else ExitCode.NEEDS_PERSON


def file_name(application: str) -> str:
    """Return the name of an application's result files without their ending: its id, cut and hashed where it is too long."""
    raw = application.encode()
    if len(raw) + len(".msgpack.part") <= NAME_BYTES:
        return application
    return raw[:200].decode(errors="ignore") + "-" + hashlib.sha256(raw).hexdigest()[:16]


def read_stored(path: Path) -> Stored:
    """Return stored sightings.

    Raises:
        UsageError: they are damaged, of another version, or not those of the application that the file is named for.
    """
    try:
        stored = msgspec.msgpack.decode(path.read_bytes(), type=Stored)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path.name} holds no sightings that this version can read; run the batch again") from error
    pages = stored.sightings.pages
    if any(page.page != i for i, page in enumerate(pages)) or any(not 0 <= one.page < len(pages) for one in stored.sightings.seen):
        raise UsageError(f"{path.name} is damaged: it speaks of pages that it does not hold; run the batch again")
    if file_name(stored.application) != path.stem:  # results are written under this name, which could lead anywhere
        raise UsageError(f"{path.name} holds the sightings of another application; move it away or run the batch again")
    return stored


def _is_done(folder: Path, results: Results, setup: examine.Setup) -> bool:
    """Return whether the same input was judged under the same profile, stage limits and versions."""
    name = file_name(application_id(folder))
    seen, judged = results.sightings / f"{name}.msgpack", results.records / f"{name}.json"
    if not (seen.is_file() and judged.is_file()):
        return False
    try:
        stored, entry = read_stored(seen), record.load(judged)
    except UsageError:
        return False
    return (
        entry["profile"]["sha256"] == setup.profile.sha256
        and stored.config_sha256 == examine.config_sha256(setup.profile, setup.versions)
        and stored.input_sha256 == examine.folder_sha256(folder)
        and not any(fault.where == "workers" for fault in stored.sightings.faults)
    )

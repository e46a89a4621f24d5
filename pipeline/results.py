"""A results folder: records for people and programs, sightings for judging again, each written whole or not at all."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.checks.base import Lang
from pipeline.datamodel.report import Report, Stored
from pipeline.errors import OutputError, UsageError
from pipeline.reports import files, record, table
from pipeline.reports.wording import retold

NAME_BYTES = 255  # the longest name most file systems take


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

    @property
    def _reports(self) -> tuple[Path, ...]:
        """The folders of pages: those of the first language, and those of another where both were written."""
        report = self.folder / "report"
        return report, report / "zh", report / "en"

    @property
    def _notices(self) -> tuple[Path, Path]:
        """The folders of notices: drafts, and those that a reviewer issued."""
        return self.folder / "notices", self.folder / "review" / "issued"

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

    def is_whole(self, application: str) -> bool:
        """Return whether an application's record is there and is one, with its sightings beside it."""
        name = file_name(application)
        try:
            record.load(self.records / f"{name}.json")
        except UsageError:
            return False
        return (self.sightings / f"{name}.msgpack").is_file()

    def stored(self, damaged: Callable[[UsageError], None]) -> Iterator[Stored]:
        """Yield everything that was seen, in the order of the applications' file names; damaged: is told what cannot be read, and why."""
        for path in sorted(self.sightings.glob("*.msgpack")):
            try:
                stored = read_stored(path)
            except UsageError as error:
                damaged(error)
            else:
                yield stored

    def write(self, stored: Stored, report: Report) -> None:
        """Write one application's sightings and record; the record last, since it is what says "done"."""
        name = file_name(stored.application)
        files.write_whole(self.sightings / f"{name}.msgpack", msgspec.msgpack.encode(stored, order="deterministic"))
        self.write_record(report)

    def write_record(self, report: Report) -> None:
        """Write one application's record anew, beside the sightings that it was judged from."""
        files.write_whole(self.records / f"{file_name(report.application)}.json", record.encode(report))

    def remove(self, applications: Iterable[str]) -> int:
        """Remove everything that is kept of applications and return of how many there was a record. Raises OutputError."""
        count = 0
        for application in applications:
            name = file_name(application)
            count += (self.records / f"{name}.json").exists()
            pages = (report / "applications" / f"{name}.html" for report in self._reports)
            notices = (folder / f"{name}{ending}" for folder in self._notices for ending in (".html", ".docx"))
            for path in (self.sightings / f"{name}.msgpack", self.records / f"{name}.json", *pages, *notices):
                files.remove(path)
        return count

    def remove_stored(self) -> None:
        """Remove what is left when no record is: sightings of a broken run, the reviewers' trail and copies. Raises OutputError."""
        trail = (self.folder / "review").glob("decisions.sqlite*")
        copies = (path for folder in self._notices for path in folder.glob("*") if path.suffix in {".html", ".docx"})
        for path in (*self.sightings.glob("*.msgpack"), *self.folder.rglob("*.part"), *trail, *copies):
            files.remove(path)

    def remove_lists(self) -> None:
        """Remove what tells of all applications together: worklist and index. Raises OutputError."""
        for path in (self.folder / "worklist.csv", self.folder / "worklist.xlsx", *(report / "index.html" for report in self._reports)):
            files.remove(path)

    def applications(self) -> list[str]:
        """Return the ids of all applications of which there is a record, in the order of their file names."""
        return [str(record.load_or_lost(path)["application"]) for path in sorted(self.records.glob("*.json"))]

    def write_worklist(self, lang: Lang) -> Path:
        """Write `worklist.csv` from every record there is and return its path."""
        path = self.folder / "worklist.csv"
        part = path.with_suffix(".part")
        try:
            with open(part, "w", encoding="utf-8-sig", newline="", opener=files.private) as out:
                table.write(
                    ((f"applications/{p.name}", retold(record.load_or_lost(p), lang)) for p in sorted(self.records.glob("*.json"))), out
                )
            part.replace(path)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
        return path


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

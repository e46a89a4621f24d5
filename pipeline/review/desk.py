"""What lies on the reviewers' desk: the records in the order to take them, each with what was decided about it so far."""

import datetime as dt
import hashlib
import threading
from pathlib import Path
from typing import Any

import msgspec

from pipeline import batch
from pipeline.datamodel.application import Declared
from pipeline.datamodel.profile import Profile
from pipeline.decisions.state import State, fold
from pipeline.decisions.trail import Act, Event, Trail
from pipeline.reports import record
from pipeline.reports.findings import finding_keys, lettered

PROPOSALS = ("return", "review", "clear")  # the order to take them in


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One record as it lies on the disk now. key: what the pages call it, safe in any address; stem: its file's name."""

    key: str
    stem: str
    record: dict[str, Any]
    body: bytes
    sha256: str
    since: str

    @property
    def application(self) -> str:
        """The application's id."""
        name: str = self.record["application"]
        return name

    @property
    def shown(self) -> tuple[str, bytes]:
        """Hash and bytes of the record, for the trail."""
        return self.sha256, self.body


class _Dated(msgspec.Struct):
    declared: Declared


class Desk:
    """The records of one result folder and the trail beside them; records that were judged anew are read anew."""

    def __init__(self, results: batch.Results, profile: Profile) -> None:
        self.results, self.profile = results, profile
        self.trail = Trail(results.folder)
        self._read: dict[str, tuple[tuple[int, int], Entry]] = {}
        self._same: dict[tuple[str, str], bool] = {}
        self._events: dict[str, list[Event]] = {}
        self._folded: dict[str, State] = {}
        self._last, self._file, self._lock = 0, 0, threading.Lock()

    def queue(self) -> list[tuple[Entry, State]]:
        """Return every record with its state: by proposal, what leads to a return first, then by age, oldest first."""
        states = self._states()
        entries = [self._entry(path) for path in sorted(self.results.records.glob("*.json"))]
        entries.sort(key=lambda e: (PROPOSALS.index(e.record["proposal"]), e.since, e.application))
        return [(entry, self._current(entry, states.get(entry.application, State()))) for entry in entries]

    def find(self, key: str) -> Entry | None:
        """Return the record that the pages call `key`; the key is compared, never used as a path."""
        return next((self._entry(p) for p in sorted(self.results.records.glob("*.json")) if key_of(p.stem) == key), None)

    def state(self, entry: Entry) -> State:
        """Return where an application stands."""
        return self._current(entry, fold(self.trail.events(entry.application)))

    def after(self, key: str) -> Entry | None:
        """Return the next undecided application behind `key` in the queue, from its start again at the end; None where none is left."""
        queue = self.queue()
        place = next((i for i, (entry, _) in enumerate(queue) if entry.key == key), -1)
        behind = queue[place + 1 :] + queue[: max(place, 0)]
        return next((entry for entry, state in behind if state.decided is None), None)

    def append(self, entry: Entry, who: str, seen: int, act: Act, detail: dict[str, str]) -> int:
        """Record a change. Raises StaleError where somebody else was faster."""
        return self.trail.append(who=who, application=entry.application, seen=seen, act=act, detail=detail, record=entry.shown)

    def _states(self) -> dict[str, State]:
        """Return where every application stands; only what was done since the last time is read, and only those folded anew."""
        touched: dict[str, None] = {}
        with self._lock:
            file, last = self.trail.mark
            if file != self._file or last < self._last:
                self._events, self._folded, self._last, self._file = {}, {}, 0, file
            for event in self.trail.events(after=self._last):
                self._last = event.id
                self._events.setdefault(event.application, []).append(event)
                touched[event.application] = None
            self._folded |= {application: fold(self._events[application]) for application in touched}
            return dict(self._folded)

    def _current(self, entry: Entry, state: State) -> State:
        """Return the state without a decision that was taken on a record that said something else: that is to be decided anew."""
        decided = state.decided
        if decided is None or decided.record_sha256 in {"", entry.sha256} or self._says_the_same(decided.record_sha256, entry):
            return state
        return msgspec.structs.replace(state, decided=None)

    def _says_the_same(self, shown_sha256: str, entry: Entry) -> bool:
        known = self._same.get((shown_sha256, entry.sha256))
        if known is None:
            shown = self.trail.snapshot(shown_sha256)
            try:
                known = shown is not None and _gist(msgspec.json.decode(shown, type=dict)) == _gist(entry.record)
            except (msgspec.DecodeError, KeyError, TypeError):  # shown by another version, in another shape
                known = False
            self._same[shown_sha256, entry.sha256] = known
        return known

    def _entry(self, path: Path) -> Entry:
        status = path.stat()
        mark = (status.st_mtime_ns, status.st_size)
        known = self._read.get(path.stem)
        if known is None or known[0] != mark:
            body = path.read_bytes()
            entry = Entry(
                key=key_of(path.stem),
                stem=path.stem,
                record=record.load_or_lost(path),
                body=body,
                sha256=hashlib.sha256(body).hexdigest(),
                since=self._since(path.stem, status.st_mtime),
            )
            known = self._read[path.stem] = (mark, entry)
        return known[1]

    def _since(self, stem: str, judged_s: float) -> str:
        """Return the day an application waits from: when it was submitted, else when it was judged (ISO 8601)."""
        try:
            dated = msgspec.msgpack.decode((self.results.sightings / f"{stem}.msgpack").read_bytes(), type=_Dated)
        except (OSError, msgspec.DecodeError):
            dated = _Dated(declared=Declared())
        return (dated.declared.submitted_on or dt.datetime.fromtimestamp(judged_s, tz=dt.UTC).date()).isoformat()


def key_of(stem: str) -> str:
    """Return what the pages call the record of a file name."""
    return lettered(hashlib.sha256(stem.encode(errors="surrogateescape")).hexdigest()[:16])


def _gist(found: dict[str, Any]) -> list[object]:
    """Return what a record says, whatever the language and the times: the proposal, and every finding with what it leads to."""
    findings = found["findings"]
    return [found["proposal"], found["kind"], *zip(finding_keys(findings), (one["severity"] for one in findings), strict=True)]

"""How far a batch is, read beside whoever writes it."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import msgspec

from pipeline.errors import UsageError
from pipeline.ledger.lock import holder
from pipeline.ledger.schema import BUSY_S, MIGRATIONS, NAME, saying


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How far a batch is. states, proposals: how many of each; process: the id of the one that is at it now, None where none is.

    a_minute: applications finished in a minute of the last run; seconds: how long it ran or has been running.
    """

    states: dict[str, int]
    proposals: dict[str, int]
    set_aside: dict[str, str]
    process: int | None
    finished: int
    seconds: float
    a_minute: float


def status(results: Path) -> Status:
    """Return how far a batch is, without disturbing it. Raises UsageError where there is no ledger that this version can read."""
    path = results / NAME
    if not path.is_file():
        raise UsageError(f"{results} holds no ledger; run `prescreen run` first")
    with saying(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)) as db:
        if db.execute("PRAGMA user_version").fetchone()[0] != len(MIGRATIONS):
            raise UsageError(f"{path} was written by another version of prescreen; use that one, or run the batch again with this one")
        last = db.execute("SELECT number, started_at, ended_at FROM run ORDER BY number DESC LIMIT 1").fetchone() or (0, 0.0, 0.0)
        finished, newest = db.execute("SELECT count(*), max(finished_at) FROM result WHERE run = ?", (last[0],)).fetchone()
        process = holder(results)
        end = time.time() if process is not None else max(last[2] or 0.0, newest or 0.0, last[1])
        seconds = max(0.0, end - last[1])
        return Status(
            states=dict(db.execute("SELECT state, count(*) FROM job GROUP BY state ORDER BY state")),
            proposals=dict(
                db.execute(
                    "SELECT r.proposal, count(*) FROM result r JOIN job j USING(application, input_sha256, config_sha256)"
                    " WHERE j.state IN ('done', 'quarantined') GROUP BY r.proposal ORDER BY r.proposal"
                )
            ),
            set_aside=dict(db.execute("SELECT application, reason FROM job WHERE state = 'quarantined' ORDER BY application")),
            process=process,
            finished=finished,
            seconds=round(seconds, 1),
            a_minute=round(60 * finished / seconds, 1) if seconds else 0.0,
        )


def status_json(found: Status) -> str:
    """Return the status for a script."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1).decode()


def status_text(found: Status) -> str:
    """Return the status for a person."""

    def told(counts: dict[str, int]) -> str:
        return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"

    at_it = "nobody is at it" if found.process is None else f"process {found.process} is at it"
    lines = [
        f"applications: {told(found.states)}",
        f"proposals: {told(found.proposals)}",
        f"last run: {found.finished} finished in {found.seconds:.0f} s, {found.a_minute:g} a minute; {at_it}",
    ]
    lines += [f"set aside: {application}: {reason}" for application, reason in found.set_aside.items()]
    return "\n".join(lines)

"""What a trail comes to: for every application the verdicts on its findings, the items of its notice, and the decision."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from pipeline.decisions.trail import Act, Event

Verdict = Literal["defect", "fine"]
Decision = Literal["accept", "return"]


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What one reviewer said of one finding, and why. check, outcome: of the finding as it was shown."""

    verdict: Verdict
    reason: str
    who: str
    at: str
    check: str
    outcome: str

    @property
    def overrules(self) -> bool:
        """Whether the reviewer says the opposite of what the program was sure of."""
        return (self.outcome == "fail" and self.verdict == "fine") or (self.outcome == "pass" and self.verdict == "defect")


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The decision on an application, its reason, who took it and when, and the record that it was taken on (its SHA-256)."""

    decision: Decision
    reason: str
    who: str
    at: str
    record_sha256: str = ""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Where an application stands. struck: items of the notice taken out; added: items put in, by the id of their event.

    acts: the events that hold, oldest first; the last of them is what `undo` takes back. issued: when its notice was issued.
    """

    revision: int = 0
    words: dict[str, Word] = {}
    struck: frozenset[str] = frozenset()
    added: dict[str, str] = {}
    decided: Decided | None = None
    issued: str = ""
    acts: tuple[Event, ...] = ()


def fold(events: Iterable[Event]) -> State:
    """Return the state that the events of one application come to; an undone event counts as if it had never been."""
    changes = [event for event in events if event.revision is not None]
    held: list[Event] = []
    for event in changes:
        if event.act is Act.UNDO:
            held = [other for other in held if str(other.id) != event.detail["event"]]
        else:
            held.append(event)
    words: dict[str, Word] = {}
    struck: set[str] = set()
    added: dict[str, str] = {}
    decided, issued = None, ""
    for event in held:
        match event.act:
            case Act.VERDICT:
                said = {name: event.detail[name] for name in ("verdict", "reason", "check", "outcome")}
                words[event.detail["finding"]] = msgspec.convert({**said, "who": event.who, "at": event.at}, Word)
            case Act.STRIKE:
                (struck.discard if event.detail.get("back") else struck.add)(event.detail["item"])
            case Act.ADD:
                added[f"e{event.id}"] = event.detail["text"]
            case Act.DECIDE:
                said = {name: event.detail[name] for name in ("decision", "reason")}
                decided = msgspec.convert({**said, "who": event.who, "at": event.at, "record_sha256": event.record_sha256}, Decided)
            case Act.ISSUE:
                issued = event.at
    return State(
        revision=max((event.revision or 0 for event in changes), default=0),
        words=words,
        struck=frozenset(struck),
        added=added,
        decided=decided,
        issued=issued,
        acts=tuple(held),
    )


def fold_all(events: Iterable[Event]) -> dict[str, State]:
    """Return the states of all applications that somebody did something to."""
    by_application: dict[str, list[Event]] = {}
    for event in events:
        if event.revision is not None:
            by_application.setdefault(event.application, []).append(event)
    return {application: fold(mine) for application, mine in by_application.items()}

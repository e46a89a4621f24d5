"""What decisions tell about the checks: how often each was overruled, and the truth that `evaluate` holds results against."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

import msgspec

from pipeline.decisions.state import State

Asked = Literal["pass", "fail"]


class Overruled(msgspec.Struct, frozen=True, kw_only=True):
    """How reviewers answered one check: findings they spoke about, by what the check had said and what they said.

    upheld: sure defects that are defects; dismissed: sure defects that are none; doubt_defect, doubt_fine: findings left to a
    person that were, or were not, a defect; missed: passed, and a defect all the same.
    """

    check: str
    upheld: int
    dismissed: int
    doubt_defect: int
    doubt_fine: int
    missed: int


def overruled(states: Mapping[str, State]) -> tuple[Overruled, ...]:
    """Return the answers per check, in the order of the checks' names."""
    tallies: dict[str, Counter[str]] = {}
    for state in states.values():
        for word in state.words.values():
            cell = {
                ("fail", "defect"): "upheld",
                ("fail", "fine"): "dismissed",
                ("pass", "defect"): "missed",
                ("not-applicable", "defect"): "missed",
            }.get((word.outcome, word.verdict), "" if word.outcome in {"pass", "not-applicable"} else f"doubt_{word.verdict}")
            tallies.setdefault(word.check, Counter())[cell] += 1
    names = ("upheld", "dismissed", "doubt_defect", "doubt_fine", "missed")
    return tuple(Overruled(check=check, **{name: tallies[check][name] for name in names}) for check in sorted(tallies))


def truths(states: Mapping[str, State]) -> dict[str, dict[str, Asked]]:
    """Return what reviewers hold true, by application and check: "fail" where one finding is a defect, "pass" where all are none.

    A check that nobody spoke about says nothing: silence is no agreement.
    """
    found: dict[str, dict[str, Asked]] = {}
    for application, state in states.items():
        said: dict[str, Asked] = {}
        for word in state.words.values():
            said[word.check] = "fail" if word.verdict == "defect" or said.get(word.check) == "fail" else "pass"
        if said:
            found[application] = said
    return found

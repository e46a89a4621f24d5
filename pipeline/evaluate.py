"""Records held against the truth: per check what was missed, what was raised for nothing, and what was left to a person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline.datamodel.finding import Outcome, Proposal
from pipeline.decisions.lessons import truths
from pipeline.decisions.state import fold_all
from pipeline.decisions.trail import Trail
from pipeline.errors import UsageError
from pipeline.reports import record

Expected = Literal["pass", "fail", "not-applicable", "either"]


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """One application's truth, one JSON object a line; keys that are not named here are for people."""

    id: str
    kind: str
    expected: dict[str, Expected]
    proposal: Proposal | None = None


class CheckScore(msgspec.Struct, frozen=True, kw_only=True):
    """How one check did. n counts applications with an expectation; `good` and `bad` those where pass, or fail, was expected.

    found: expected fails answered fail; unsure_bad: expected fails left unsure or not assessed; missed: answered pass,
    not-applicable or nothing. false_alarms: expected passes (or not-applicables) answered fail; unsure_good: left unsure.
    """

    check: str
    n: int
    bad: int
    found: int
    unsure_bad: int
    missed: int
    good: int
    unsure_good: int
    false_alarms: int


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """The whole comparison: scores per check, proposals as (truth, proposed) counts, and every difference by name."""

    checks: tuple[CheckScore, ...]
    proposals: dict[str, int]
    differences: tuple[str, ...]
    absent: tuple[str, ...]


def load_truth(path: Path) -> tuple[Truth, ...]:
    """Return the truth of every application in a `truth.jsonl`.

    Raises:
        UsageError: a line is no truth; its number is told.
    """
    truths = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # a line of JSON may hold the other line ends of Unicode
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; give a truth.jsonl, one JSON object a line") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            truths.append(msgspec.json.decode(line, type=Truth))
        except (msgspec.DecodeError, RecursionError) as error:
            raise UsageError(f"{path}, line {number}: {error}") from error
    return tuple(truths)


def score(records: Mapping[str, Mapping[str, Any]], truths: Sequence[Truth]) -> Score:
    """Return how records compare with the truth; records by application id. Of several findings of one check the gravest counts."""
    tallies: dict[str, Counter[str]] = {}
    proposals: Counter[str] = Counter()
    differences: list[str] = []
    for truth in truths:
        entry = records.get(truth.id)
        if entry is None:
            continue
        gravest = _gravest(entry)
        for check, expected in truth.expected.items():
            answer = gravest.get(check, Outcome.NOT_APPLICABLE)
            cell = _cell(expected, answer)
            tallies.setdefault(check, Counter())[cell] += 1
            if cell in {"missed", "false_alarms"}:
                differences.append(f"{truth.id}: {check} should be {expected}, is {answer}")
        if truth.proposal is not None:
            proposals[f"{truth.proposal} -> {entry['proposal']}"] += 1
    return Score(
        checks=tuple(_check_score(check, tally) for check, tally in tallies.items()),
        proposals=dict(sorted(proposals.items())),
        differences=tuple(differences),
        absent=tuple(truth.id for truth in truths if truth.id not in records),
    )


def score_results(results: Path, truth: Path | None) -> Score:
    """Return how the records of a result folder compare with a truth file, or with what reviewers decided where none is given.

    Raises:
        UsageError: there are no records or no decisions, or a file is not what it should be.
    """
    records = {}
    for path in sorted((results / "applications").glob("*.json")):
        entry = record.load(path)
        records[entry["application"]] = entry
    if not records:
        raise UsageError(f"{results} holds no records; run `prescreen run` first")
    return score(records, decided(results) if truth is None else load_truth(truth))


def decided(results: Path) -> tuple[Truth, ...]:
    """Return what reviewers hold true of the applications of a result folder; only checks that somebody spoke about are in it.

    Raises:
        UsageError: nobody judged a finding yet.
    """
    trail = Trail(results)
    found = truths(fold_all(trail.events())) if trail.exists else {}
    if not found:
        raise UsageError(f"nobody has judged a finding in {results} yet; name a truth.jsonl, or judge some with `prescreen review`")
    return tuple(Truth(id=application, kind="", expected=dict(expected)) for application, expected in sorted(found.items()))


def as_json(compared: Score) -> str:
    """Return the comparison as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(compared), indent=1).decode()


def as_text(compared: Score) -> str:
    """Return the comparison as a table of plain lines."""
    width = max((len(check.check) for check in compared.checks), default=5)
    lines = [f"{'check':{width}}   bad found unsure missed | good unsure false-alarms"]
    lines += [
        f"{c.check:{width}} {c.bad:5} {c.found:5} {c.unsure_bad:6} {c.missed:6} | {c.good:4} {c.unsure_good:6} {c.false_alarms:12}"
        for c in compared.checks
    ]
    lines.append("proposals (truth -> proposed): " + ", ".join(f"{pair} {n}" for pair, n in compared.proposals.items()))
    lines += [f"differs: {difference}" for difference in compared.differences]
    lines += [f"no record: {name}" for name in compared.absent]
    return "\n".join(lines)


def _gravest(record: Mapping[str, Any]) -> dict[str, Outcome]:
    """Return the gravest outcome of each check in a record."""
    gravest: dict[str, Outcome] = {}
    for finding in record["findings"]:
        outcome = Outcome(finding["outcome"])
        if finding["check"] not in gravest or outcome.gravity > gravest[finding["check"]].gravity:
            gravest[finding["check"]] = outcome
    return gravest


def _cell(expected: Expected, answer: Outcome) -> str:
    """Return the cell of the confusion that one answer falls into."""
    open_answer = answer in {Outcome.UNSURE, Outcome.NOT_ASSESSED}
    if expected == "either":
        return "either"
    if expected == "fail":
        return "found" if answer is Outcome.FAIL else "unsure_bad" if open_answer else "missed"
    return "false_alarms" if answer is Outcome.FAIL else "unsure_good" if open_answer else "right"


def _check_score(check: str, tally: Counter[str]) -> CheckScore:
    bad = tally["found"] + tally["unsure_bad"] + tally["missed"]
    good = tally["right"] + tally["unsure_good"] + tally["false_alarms"]
    return CheckScore(
        check=check,
        n=tally.total(),
        bad=bad,
        found=tally["found"],
        unsure_bad=tally["unsure_bad"],
        missed=tally["missed"],
        good=good,
        unsure_good=tally["unsure_good"],
        false_alarms=tally["false_alarms"],
    )

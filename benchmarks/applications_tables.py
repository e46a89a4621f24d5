"""What random applications gave, as tables: checks, page kinds and turns, employers, names passed as equal; with 95 % intervals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from benchmarks.signatures import wilson
from pipeline import evaluate
from pipeline.checks.facts import surely_read
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND
from pipeline.checks.name_texts import normalise
from pipeline.datamodel.observation import Field, FieldName, PageKindSeen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.datamodel.report import Stored

# Where a name that is not the employer's must not be taken for it.
NAME_CHECKS = ("form-seal-name", "declared-employer", "employment-employer", "rename-evidence")


class Looked(NamedTuple):
    """One application that was looked at: its truth, its record, the truth of its pages, what was seen, what a pen wrote on the form."""

    truth: evaluate.Truth
    record: dict[str, Any]
    pages: list[dict[str, Any]]
    stored: Stored
    pen: frozenset[str]


def print_all(looked: Sequence[Looked]) -> None:
    """Print every table."""
    for line in (*check_rows(looked), "", *_pages(looked), "", *_employers(looked), "", *_equal_names(looked)):
        print(line)


def share(hits: int, count: int) -> str:
    """Return "hits of count, per cent (interval)"; without trials there is no share."""
    if not count:
        return "0 of 0"
    low, high = wilson(hits, count)
    return f"{hits} of {count}, {100 * hits / count:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def check_rows(looked: Sequence[Looked]) -> Iterator[str]:
    """Yield a row per check. Where a check has no say and said nothing, the application counts for nothing."""
    compared = evaluate.score({one.truth.id: one.record for one in looked}, [_spoken(one) for one in looked])
    rows: dict[str, list[evaluate.CheckScore]] = {}
    for check in compared.checks:
        rows.setdefault("photo-, all" if check.check.startswith("photo-") else check.check, []).append(check)
    yield "| check | defects in silence | defects unsure | good ones failed | good ones unsure |"
    yield "| --- | --- | --- | --- | --- |"
    for name, scores in (*rows.items(), ("all", list(compared.checks))):
        bad, good = sum(c.bad for c in scores), sum(c.good for c in scores)
        cells = (
            share(sum(c.missed for c in scores), bad),
            share(sum(c.unsure_bad for c in scores), bad),
            share(sum(c.false_alarms for c in scores), good),
            share(sum(c.unsure_good for c in scores), good),
        )
        yield f"| {name} | {' | '.join(cells)} |"
    yield "proposals (truth -> proposed): " + ", ".join(f"{pair} {n}" for pair, n in compared.proposals.items())
    yield from (f"differs: {difference}" for difference in compared.differences)


def _spoken(one: Looked) -> evaluate.Truth:
    """Return the truth without what was rightly not said."""
    said = {finding["check"] for finding in one.record["findings"] if finding["outcome"] != "not-applicable"}
    told = {check: expected for check, expected in one.truth.expected.items() if expected != "not-applicable" or check in said}
    return msgspec.structs.replace(one.truth, expected=told)


def _seen_pages(looked: Sequence[Looked]) -> Iterator[tuple[Looked, dict[str, Any], int | None]]:
    """Yield every drawn page with the index of the seen page that shows it, None where there is none."""
    for one in looked:
        for line in one.pages:
            place = (line["file"], line["page"], line.get("part", 0))
            yield one, line, next((i for i, p in enumerate(one.stored.sightings.pages) if (p.file, p.number, p.part) == place), None)


def _pages(looked: Sequence[Looked]) -> Iterator[str]:
    counts: Counter[tuple[str, str]] = Counter()
    blurred: Counter[str] = Counter()
    turned = pages = joint = 0
    for one, line, index in _seen_pages(looked):
        kinds = {at.page: at for at in one.stored.sightings.of(PageKindSeen)}
        told = kinds.get(-1 if index is None else index)
        counts[line["kind"], "no such page" if index is None else str(told.kind) if told else "none told"] += 1
        if _beyond_reading(one, line):
            right, sure = told is not None and told.kind == line["kind"], told is not None and told.confidence >= SURE_KIND
            blurred["told right" if right else "surely another" if sure else "doubtful"] += 1
        joint += index is None
        if index is not None:
            pages += 1
            turned += one.stored.sightings.pages[index].turn == line["turn"]
    for title, wanted in (("forms and contract signature pages", _of_weight), ("all pages", lambda _: True)):
        chosen = {pair: n for pair, n in counts.items() if wanted(pair[0])}
        yield f"page kind told right, {title}: {share(sum(n for (kind, told), n in chosen.items() if kind == told), sum(chosen.values()))}"
    yield f"turned right: {share(turned, pages)}; pages of two in one picture that were not parted: {joint}"
    yield f"form pages blurred beyond reading, among them: {', '.join(f'{how} {n}' for how, n in sorted(blurred.items())) or 'none'}"
    yield from (f"  {kind} taken for {told}: {n}" for (kind, told), n in sorted(counts.items()) if kind != told)


def _beyond_reading(one: Looked, line: dict[str, Any]) -> bool:
    """Return whether a drawn page is the one that was put out of focus: the form's last."""
    return one.truth.expected.get("pages-legible") == "fail" and line["kind"] in {"form-page-2", "form-single"}


def _of_weight(kind: str) -> bool:
    return kind.startswith("form-") or kind == "contract-signature"


def _employers(looked: Sequence[Looked]) -> Iterator[str]:
    """How the form's employer was read, by how it was written; a page that shows none at all counts as not found."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for one, line, index in _seen_pages(looked):
        name = line["fields"].get("employer", "")
        if not line["kind"].startswith("form-") or not name:
            continue
        hand = "by hand" if "employer" in one.pen else "in print"
        fields = [f for f in one.stored.sightings.of(Field) if f.page == index and f.name is FieldName.EMPLOYER and f.reading.text]
        sure = [f for f in fields if surely_read(f, SURE_CHARACTER)]
        if any(normalise(f.reading.text) == normalise(name) for f in fields):
            counts[hand, "exact"] += 1
        else:
            counts[hand, "sure and wrong" if sure else "doubtful" if fields else "not found"] += 1
        wrong += [
            f"  {name} surely read as {f.reading.text} ({one.truth.id})" for f in sure if normalise(f.reading.text) != normalise(name)
        ]
    for hand in ("in print", "by hand"):
        count = sum(n for (how, _), n in counts.items() if how == hand)
        others = ", ".join(f"{told} {n}" for (how, told), n in sorted(counts.items()) if how == hand and told != "exact")
        yield f"form's employer {hand}, exact: {share(counts[hand, 'exact'], count)}; {others or 'no others'}"
    yield from wrong


def _equal_names(looked: Sequence[Looked]) -> Iterator[str]:
    """How often another name than the employer's passed where it had to fail."""
    trials, passed = 0, []
    for one in looked:
        for check in NAME_CHECKS:
            if one.truth.expected.get(check) == "fail":
                trials += 1
                outcomes = {finding["outcome"] for finding in one.record["findings"] if finding["check"] == check}
                passed += [f"  {one.truth.id}: {check}"] if outcomes == {"pass"} else []
    yield f"another name passed as the employer's: {share(len(passed), trials)}"
    yield from passed

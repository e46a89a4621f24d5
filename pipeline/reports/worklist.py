"""The worklist as a spreadsheet: one row an application, one column a family of checks, in colour, and a summary with charts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.checks.base import Lang
from pipeline.reports import labels
from pipeline.reports.findings import TITLES, facts, group_of
from pipeline.reports.spreadsheet import Cell, Chart, Sheet, book
from pipeline.reports.templating import link

GROUPS = ("return", "review", "not-assessed", "note")
CHARTED = 15  # bars that one chart shows and a person reads


def workbook(entries: Iterable[tuple[str, Mapping[str, Any]]], lang: Lang) -> bytes:
    """Return the worklist as an XLSX file; entries: (file name of the application's page, record), in order."""
    entries = list(entries)
    words = labels.spoken(labels.HEADINGS, lang)
    return book((_list(entries, lang), _summary([record for _, record in entries], lang, words)))


def _list(entries: Iterable[tuple[str, Mapping[str, Any]]], lang: Lang) -> Sheet:
    entries = list(entries)
    words, families = labels.spoken(labels.HEADINGS, lang), labels.spoken(labels.FAMILIES, lang)
    shown = tuple(dict.fromkeys(family_of(f["check"]) for _, record in entries for f in record["findings"]))
    fixed = (("application", 20), ("applicant", 12), ("employer", 30), ("kind", 18), ("proposal", 14), ("faults", 8))
    return Sheet(
        name=words["worklist"],
        columns=(*((words[name], width) for name, width in fixed), *((families.get(family, family), 30) for family in shown)),
        rows=tuple(_row(page, record, shown, lang) for page, record in entries),
    )


def _row(page: str, record: Mapping[str, Any], families: Iterable[str], lang: Lang) -> tuple[Cell, ...]:
    who, proposal = facts(record), str(record["proposal"])
    kind = str(record["kind"] or "")
    return (
        Cell(text=record["application"], link=str(link("report", "applications", page))),
        Cell(text=who["person"]),
        Cell(text=who["employer"]),
        Cell(text=labels.spoken(labels.REGISTRATIONS, lang).get(kind, kind)),
        Cell(text=labels.spoken(labels.PROPOSALS, lang).get(proposal, proposal), colour=proposal),
        Cell(number=len(record["faults"])),
        *(_family(record, family, lang) for family in families),
    )


def _family(record: Mapping[str, Any], family: str, lang: Lang) -> Cell:
    """Return what one family of checks says: its open messages in the colour of the gravest, else a word that it is in order."""
    mine = [f for f in record["findings"] if family_of(f["check"]) == family]
    told = [f for f in mine if group_of(f) != "passed"]
    if told:
        gravest = min((group_of(f) for f in told), key=GROUPS.index)
        return Cell(text="\n".join(dict.fromkeys(f["message"] for f in told if gravest == "note" or group_of(f) != "note")), colour=gravest)
    outcomes = labels.spoken(labels.OUTCOMES, lang)
    if any(f["outcome"] == "pass" for f in mine):
        return Cell(text=outcomes["pass"], colour="passed")
    return Cell(text=outcomes["not-applicable"] if mine else "")


def _summary(records: Iterable[Mapping[str, Any]], lang: Lang, words: Mapping[str, str]) -> Sheet:
    """Return how many applications each check is open in, by what it leads to, the most frequent first, drawn as well."""
    tallies: dict[str, Counter[str]] = {}
    proposals: Counter[str] = Counter()
    for record in records:
        proposals[record["proposal"]] += 1
        for check, group in {(f["check"], group_of(f)) for f in record["findings"]}:
            if group != "passed":
                tallies.setdefault(check, Counter())[group] += 1
    titles, groups = labels.spoken(TITLES, lang), labels.spoken(labels.GROUPS, lang)
    order = sorted(tallies, key=lambda check: (*(-tallies[check][group] for group in GROUPS), check))
    rows = [
        (Cell(text=titles.get(c, c)), Cell(text=c), *(Cell(number=tallies[c][g], colour=g if tallies[c][g] else "") for g in GROUPS))
        for c in order
    ]
    counted = tuple(
        (Cell(text=labels.spoken(labels.PROPOSALS, lang)[p], colour=p), Cell(), Cell(number=proposals[p])) for p in labels.PROPOSALS
    )
    bars = min(len(rows), CHARTED)
    charts = (Chart(title=words["most_frequent"], columns=tuple((2 + i, g) for i, g in enumerate(GROUPS[:3])), rows=bars),) if bars else ()
    return Sheet(
        name=words["summary"],
        columns=((words["check"], 30), ("", 24), *((groups[group], 12) for group in GROUPS)),
        rows=(*rows, *counted),
        charts=charts,
    )


def family_of(check: str) -> str:
    """Return the family of a check: the first word of its name."""
    return check.partition("-")[0]

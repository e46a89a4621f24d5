"""What a reviewer looks up first: the contract's key contents one by one, and every date that was read, in order."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from pipeline.checks.base import Lang
from pipeline.checks.dates import find_dates
from pipeline.datamodel.finding import Outcome
from pipeline.reports import labels
from pipeline.reports.findings import TITLES, group_of, page_title
from pipeline.reports.sheets import page_key

DATED = ("certificate-issued-on", "registration-expires-on", "term", "term-start", "term-end", "signed-on")


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a contract must hold: what is asked, how it stands, what it comes to, and what was read."""

    title: str
    mark: str
    group: str
    message: str


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A date that was read: the day (the month's first where no day was written), how it was written, what it is, and where."""

    on: dt.date
    written: str
    what: str
    where: str


def contract(record: Mapping[str, Any], lang: Lang) -> tuple[Point, ...]:
    """Return the contract's points in the order of the checks, each at its gravest finding; what does not apply is left out."""
    gravest: dict[str, Mapping[str, Any]] = {}
    for finding in record["findings"]:
        name = finding["check"]
        if name.startswith(("employment-", "rename-")):
            known = gravest.get(name)
            if known is None or Outcome(finding["outcome"]).gravity > Outcome(known["outcome"]).gravity:
                gravest[name] = finding
    marks = {"pass": "✓", "fail": "✗", "unsure": "?", "not-assessed": "?"}
    titles = labels.spoken(TITLES, lang)
    return tuple(
        Point(title=titles.get(name, name), mark=marks[finding["outcome"]], group=group_of(finding), message=finding["message"])
        for name, finding in gravest.items()
        if finding["outcome"] != "not-applicable"
    )


def days(record: Mapping[str, Any], lang: Lang) -> tuple[Day, ...]:
    """Return every date read in a place for dates, oldest first, each once a document; masked digits are no date."""
    names = labels.spoken(labels.VALUES, lang)
    found = {}
    for field in record["sightings"]["fields"]:
        if field["name"] in DATED and "*" not in field["text"]:
            where = page_title(page_key(field), record, lang)
            for one in find_dates(field["text"]):
                written = f"{one.first:%Y-%m-%d}" if one.to_the_day else f"{one.first:%Y-%m}"
                day = Day(on=one.first, written=written, what=names.get(field["name"], field["name"]), where=where)
                found[day.on, day.what, day.where] = day
    return tuple(sorted(found.values(), key=lambda day: day.on))

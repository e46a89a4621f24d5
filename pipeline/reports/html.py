"""The HTML report: one self-contained page an application, and an index over all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from pipeline.checks.base import Lang
from pipeline.datamodel.picture import Picture
from pipeline.datamodel.profile import Profile
from pipeline.reports import labels
from pipeline.reports.facing import concerned, facing
from pipeline.reports.findings import TITLES, Embedded, facts, findings, group_of, plates
from pipeline.reports.outline import contract, days
from pipeline.reports.photo import photos
from pipeline.reports.templating import link, render, script


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page leads to besides the index: its notice, and the same page in the other language; "" for neither."""

    notice: str = ""
    switch: str = ""


def application(
    record: Mapping[str, Any], profile: Profile, lang: Lang, *, pictures: Sequence[Picture] = (), links: Links | None = None
) -> str:
    """Return the page of one application.

    profile: the rule pack that the rules are quoted from; pictures: of the pages concerned.
    """
    images = Embedded(pictures)
    shown = findings(record, profile, lang, images)
    groups = [(group, [one for one in shown if one.group == group]) for group in labels.GROUPS]
    return render(
        "application.html",
        {
            **common(lang),
            "record": record,
            "groups": [(group, members) for group, members in groups if members and group != "passed"],
            "passed": [one for one in shown if one.group == "passed"],
            "numbers": [one.number for one in shown if one.group != "passed"],
            "plates": plates(record, shown, images, lang),
            "facts": facts(record),
            "sides": facing(record, lang, images) if concerned(record) else (),
            "photos": photos(record, profile, lang, images),
            "contract": contract(record, lang),
            "days": days(record, lang),
            "pack_changed": record["profile"]["sha256"] != profile.sha256,
            "links": links or Links(),
            "index": link("..", "index.html"),
        },
    )


def index(entries: Iterable[tuple[str, Mapping[str, Any]]], lang: Lang, *, switch: str = "") -> str:
    """Return the index over all applications; entries: (file name of its page, record), in order; switch: to the other language's."""
    rows, proposals, checks = [], Counter[str](), {name: Counter[str]() for name in TITLES}
    for page, record in entries:
        tally = Counter(group_of(finding) for finding in record["findings"])
        failing = {(f["check"], group_of(f)) for f in record["findings"] if group_of(f) != "passed"}
        for check, group in failing:
            checks.setdefault(check, Counter())[group] += 1
        proposals[record["proposal"]] += 1
        messages = list(dict.fromkeys(f["message"] for f in record["findings"] if group_of(f) in {"return", "review", "not-assessed"}))
        rows.append(
            {
                "link": link("applications", page),
                "record": record,
                "facts": facts(record),
                "tally": tally,
                "checks": " ".join(sorted({check for check, group in failing if group != "note"})),
                "messages": messages,
            }
        )
    code, digest = script("index.js")
    counted = [(name, tally) for name, tally in checks.items() if tally]
    return render(
        "index.html",
        {**common(lang), "switch": switch, "rows": rows, "proposals": proposals, "checks": counted, "script": code, "script_hash": digest},
    )


def common(lang: Lang) -> dict[str, object]:
    """Return the words that every page needs, in one language."""
    tables = {
        "t": labels.HEADINGS,
        "group_words": labels.GROUPS,
        "proposal_words": labels.PROPOSALS,
        "documents": labels.DOCUMENTS,
        "values": labels.VALUES,
        "kinds": labels.REGISTRATIONS,
        "titles": TITLES,
    }
    faults = {error: words for error, words in labels.FAULTS.items() if lang == "zh"}  # their own messages are in English
    return {"lang": lang, "fault_words": faults, **{name: labels.spoken(words, lang) for name, words in tables.items()}}

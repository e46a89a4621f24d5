"""The HTML report: one self-contained page an application, and an index over all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from rapidfuzz.distance import Levenshtein

from pipeline.checks.base import Lang
from pipeline.checks.catalogue import CHECKS
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.picture import Picture
from pipeline.datamodel.profile import Profile
from pipeline.reports import labels
from pipeline.reports.sheets import OPEN, Key, page_key, uncovered
from pipeline.reports.templating import jpeg, link, render, script

TITLES = {check.name: check.title for check in CHECKS}


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """One place that a finding points to: where it is in words, what was read, its mark on a picture, and its detail."""

    where: str
    read: str
    mark: str | None
    crop: object | None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One finding as the page shows it. diff: columns (one, other, same) of two names laid under each other, where it has them."""

    number: int
    group: str
    title: str
    entry: Mapping[str, Any]
    outcome: str
    rule: str
    source: str
    measured: str
    limit: str
    spots: tuple[Spot, ...]
    diff: tuple[tuple[str, str, bool], ...]
    sides: tuple[str, str]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A box over a picture, in per cent of it, with the findings that point to it, gravest group first.

    inside: whether its numbers stand in it, since there is no room above; wide: it holds most of the page.
    """

    style: str
    inside: bool
    wide: bool
    group: str
    numbers: tuple[tuple[int, str], ...]


class Plate(msgspec.Struct, frozen=True, kw_only=True):
    """A page's picture with its marks; small: it is kept so small that a number on it cannot be read."""

    title: str
    small: bool
    picture: object
    marks: tuple[Mark, ...]


def group_of(finding: Mapping[str, Any]) -> str:
    """Return the heading a finding stands under: what it leads to."""
    if finding["outcome"] not in OPEN:
        return "passed"
    if finding["severity"] == "note":
        return "note"
    if finding["outcome"] == "not-assessed":
        return "not-assessed"
    return "return" if finding["outcome"] == "fail" and finding["severity"] == "return" else "review"


def application(record: Mapping[str, Any], profile: Profile, lang: Lang, *, pictures: Sequence[Picture] = (), notice: str = "") -> str:
    """Return the page of one application.

    profile: the rule pack that the rules are quoted from; pictures: of the pages concerned; notice: the file name of its notice.
    """
    by_key = {picture.key: picture for picture in pictures}
    order = {group: i for i, group in enumerate(labels.GROUPS)}
    entries = sorted(record["findings"], key=lambda f: order[group_of(f)])
    shown = [_shown(number, entry, record, profile, lang, by_key) for number, entry in enumerate(entries, start=1)]
    groups = [(group, [one for one in shown if one.group == group]) for group in order]
    return render(
        "application.html",
        {
            **_common(lang),
            "record": record,
            "groups": [(group, members) for group, members in groups if members and group != "passed"],
            "passed": [one for one in shown if one.group == "passed"],
            "numbers": [one.number for one in shown if one.group != "passed"],
            "plates": _plates(record, shown, by_key, lang),
            "facts": facts(record),
            "pack_changed": record["profile"]["sha256"] != profile.sha256,
            "notice": link("..", "..", "notices", notice) if notice else "",
            "index": link("..", "index.html"),
        },
    )


def index(entries: Iterable[tuple[str, Mapping[str, Any]]], lang: Lang) -> str:
    """Return the index over all applications; entries: (file name of its page, record), in order."""
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
        {**_common(lang), "rows": rows, "proposals": proposals, "checks": counted, "script": code, "script_hash": digest},
    )


def facts(record: Mapping[str, Any]) -> dict[str, str]:
    """Return name, employer and identity number as the form's first page gives them, else its second; "" for none or several."""
    kinds = {page_key(page): str(page["kind"]) for page in record["sightings"]["pages"]}
    found = dict.fromkeys(("person", "employer", "id-number"), "")
    for pages in (("form-page-1", "form-single"), ("form-page-2",)):
        for name in found:
            said = {f["text"] for f in record["sightings"]["fields"] if f["name"] == name and f["text"] and kinds.get(page_key(f)) in pages}
            if not found[name] and len(said) == 1:
                found[name] = said.pop()
    return found


def aligned(one: str, other: str) -> tuple[tuple[str, str, bool], ...]:
    """Return two texts laid under each other with the fewest changes: columns of (one, other, same), "" for nothing."""
    columns: list[tuple[str, str, bool]] = []
    for step in Levenshtein.opcodes(one, other):
        left, right = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        columns += [(left[i : i + 1], right[i : i + 1], step.tag == "equal") for i in range(max(len(left), len(right)))]
    return tuple(columns)


def _common(lang: Lang) -> dict[str, object]:
    tables = {
        "t": labels.HEADINGS,
        "group_words": labels.GROUPS,
        "proposal_words": labels.PROPOSALS,
        "documents": labels.DOCUMENTS,
        "values": labels.VALUES,
        "kinds": labels.REGISTRATIONS,
        "titles": TITLES,
    }
    return {"lang": lang, **{name: labels.spoken(words, lang) for name, words in tables.items()}}


def _shown(
    number: int, entry: Mapping[str, Any], record: Mapping[str, Any], profile: Profile, lang: Lang, pictures: Mapping[Key, Picture]
) -> Shown:
    rule = profile.rules.get(entry["source"]) if record["profile"]["name"] == profile.name else None
    title = TITLES.get(entry["check"])
    diff = _diff(entry)
    words = labels.spoken(labels.HEADINGS, lang)
    return Shown(
        number=number,
        group=group_of(entry),
        title=entry["check"] if title is None else labels.spoken({"": title}, lang)[""],
        entry=entry,
        outcome=labels.spoken(labels.OUTCOMES, lang).get(entry["outcome"], entry["outcome"]),
        rule="" if rule is None else rule.quote,
        source=entry["source"] if rule is None else f"{rule.source}（{entry['source']}）",
        measured="" if diff else _figure(entry["measured"]),
        limit="" if diff or entry["measured"] in {None, ""} else _figure(entry["limit"]),
        spots=tuple(_spot(number, i, evidence, record, lang, pictures) for i, evidence in enumerate(entry["evidence"], start=1)),
        diff=diff,
        sides=(words["seal"], words["form"]) if entry["check"] == "form-seal-name" else (words["read"], words["compare"]),
    )


def _spot(number: int, i: int, evidence: Mapping[str, Any], record: Mapping[str, Any], lang: Lang, pictures: Mapping[Key, Picture]) -> Spot:
    key = page_key(evidence)
    picture = pictures.get(key)
    crop = None
    if picture is not None and evidence["box"] is not None:
        crop = next((data for box, data in picture.crops if list(evidence["box"]) == [box.x, box.y, box.w, box.h]), None)
    return Spot(
        where=_page_title(key, record, lang),
        read=evidence["read"],
        mark=f"m{number}-{i}" if picture is not None and evidence["box"] is not None else None,
        crop=None if crop is None else jpeg(crop),
    )


def _plates(record: Mapping[str, Any], shown: Iterable[Shown], pictures: Mapping[Key, Picture], lang: Lang) -> list[Plate]:
    """Return the pages that have a picture, each with the boxes of all open findings, larger boxes underneath."""
    found: dict[Key, dict[Box, list[tuple[int, str, str]]]] = {}
    for one in shown:
        if one.group == "passed":
            continue
        for i, evidence in enumerate(one.entry["evidence"], start=1):
            if evidence["box"] is not None and page_key(evidence) in pictures:
                found.setdefault(page_key(evidence), {}).setdefault(Box(*evidence["box"]), []).append(
                    (one.number, f"m{one.number}-{i}", one.group)
                )
    plates, small = [], uncovered(record)
    for page in record["sightings"]["pages"]:
        key = page_key(page)
        if key in pictures:
            boxes = sorted(found.get(key, {}).items(), key=lambda item: -item[0].area)
            marks = tuple(_mark(box, pointing, page["size"]) for box, pointing in boxes)
            plates.append(Plate(title=_page_title(key, record, lang), small=key in small, picture=jpeg(pictures[key].whole), marks=marks))
    return plates


def _mark(box: Box, pointing: Sequence[tuple[int, str, str]], size: Sequence[int]) -> Mark:
    whole = Box(0, 0, *size)
    inside = box.overlap(whole)
    sides = (("left", inside.x / size[0]), ("top", inside.y / size[1]), ("width", inside.w / size[0]), ("height", inside.h / size[1]))
    style = ";".join(f"{name}:{100 * share:.2f}%" for name, share in sides)
    return Mark(
        style=style,
        inside=inside.y < 0.03 * size[1],
        wide=2 * inside.area > whole.area,
        group=pointing[0][2],
        numbers=tuple((number, mark) for number, mark, _ in pointing),
    )


def _page_title(key: Key, record: Mapping[str, Any], lang: Lang) -> str:
    """Return a page in words: its file, its number where the file has several, and what it is."""
    pages = [page for page in record["sightings"]["pages"] if page["file"] == key[0]]
    kind = next((page["kind"] for page in pages if page_key(page) == key), None)
    number = labels.spoken(labels.HEADINGS, lang)["page_no"].format(key[1] + 1)
    words = [key[0], number if len(pages) > 1 else "", labels.spoken(labels.DOCUMENTS, lang).get(str(kind), "")]
    return " · ".join(word for word in words if word)


def _diff(entry: Mapping[str, Any]) -> tuple[tuple[str, str, bool], ...]:
    """Return the columns of an open finding about two names, none for anything else."""
    one, other = entry["measured"], entry["limit"]
    if entry["outcome"] not in OPEN or not (isinstance(one, str) and isinstance(other, str) and one and other):
        return ()
    return aligned(one, other) if all(any("\u4e00" <= c <= "\u9fff" for c in text) for text in (one, other)) else ()


def _figure(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

"""The findings of one application as pages show them: in order, with their places, their rules, and names laid under each other."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from rapidfuzz.distance import Levenshtein

from pipeline.checks.base import Lang
from pipeline.checks.catalogue import CHECKS
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.picture import Picture
from pipeline.datamodel.profile import Profile
from pipeline.reports import labels
from pipeline.reports.sheets import OPEN, Key, page_key, uncovered
from pipeline.reports.templating import jpeg

TITLES = {check.name: check.title for check in CHECKS}


class Images(Protocol):
    """Where a page's picture, and the picture of a box on it, come from: what an `img` points to, None where there is none."""

    def whole(self, key: Key) -> object | None:
        """Return the source of a page's picture."""

    def crop(self, key: Key, box: Box) -> object | None:
        """Return the source of a detail's picture."""


class Embedded:
    """Pictures that stand in the page itself."""

    def __init__(self, pictures: Iterable[Picture] = ()) -> None:
        self._by_key = {picture.key: picture for picture in pictures}

    def whole(self, key: Key) -> object | None:
        """Return a page's picture as a data URI."""
        picture = self._by_key.get(key)
        return None if picture is None else jpeg(picture.whole)

    def crop(self, key: Key, box: Box) -> object | None:
        """Return a detail's picture as a data URI."""
        picture = self._by_key.get(key)
        return None if picture is None else next((jpeg(data) for at, data in picture.crops if at == box), None)


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """One place that a finding points to: where it is in words, what was read, its mark on a picture, and its detail."""

    where: str
    read: str
    mark: str | None
    crop: object | None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One finding as the page shows it.

    key: its name among the findings of its record; diff: columns (one, other, same) of two names laid under each other, where it
    has them.
    """

    number: int
    key: str
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
    """A box over a picture with the findings that point to it, gravest group first.

    box: in pixels of the page; style: the same in per cent of it; inside: whether its numbers stand in it, since there is no room
    above; wide: it holds most of the page.
    """

    box: Box
    style: str
    inside: bool
    wide: bool
    group: str
    numbers: tuple[tuple[int, str], ...]


class Plate(msgspec.Struct, frozen=True, kw_only=True):
    """A page's picture with its marks; small: it is kept so small that a number on it cannot be read."""

    key: Key
    title: str
    size: tuple[int, int]
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


def findings(record: Mapping[str, Any], profile: Profile, lang: Lang, images: Images) -> list[Shown]:
    """Return the findings as a page shows them: what leads to a return first, what passed last; numbered in that order."""
    order = {group: i for i, group in enumerate(labels.GROUPS)}
    entries = sorted(zip(finding_keys(record["findings"]), record["findings"], strict=True), key=lambda one: order[group_of(one[1])])
    return [_shown(number, one, record, profile, lang, images) for number, one in enumerate(entries, start=1)]


def finding_keys(findings: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return a name for every finding of a record, the same as long as it says the same of the same places, in whatever language."""
    seen: dict[str, int] = {}
    keys = []
    for finding in findings:
        places = [[e["file"], e["page"], e.get("part", 0), e["box"]] for e in finding["evidence"]]
        what = _said(finding["values"]) if finding.get("code") else finding["message"]
        said = [finding["check"], finding["slug"], finding["outcome"], what, places]
        key = lettered(hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16])
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return tuple(keys)


def _said(values: Mapping[str, Any]) -> list[tuple[str, object]]:
    """Return a message's values as far as people tell them apart: measures to three figures, words by their codes."""
    return [(name, f"{value:.3g}" if isinstance(value, float) else value) for name, value in sorted(values.items())]


def lettered(digest: str) -> str:
    """Return a hexadecimal digest in letters only: sixteen digits in a row would be masked on a page as an identity number."""
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))


def plates(record: Mapping[str, Any], shown: Iterable[Shown], images: Images, lang: Lang) -> list[Plate]:
    """Return the pages that have a picture, each with the boxes of all open findings, larger boxes underneath."""
    found: dict[Key, dict[Box, list[tuple[int, str, str]]]] = {}
    for one in shown:
        if one.group == "passed":
            continue
        for i, evidence in enumerate(one.entry["evidence"], start=1):
            if evidence["box"] is not None and images.whole(page_key(evidence)) is not None:
                found.setdefault(page_key(evidence), {}).setdefault(Box(*evidence["box"]), []).append(
                    (one.number, f"m{one.number}-{i}", one.group)
                )
    made, small = [], uncovered(record)
    for page in record["sightings"]["pages"]:
        key = page_key(page)
        picture = images.whole(key)
        if picture is not None:
            boxes = sorted(found.get(key, {}).items(), key=lambda item: -item[0].area)
            marks = tuple(_mark(box, pointing, page["size"]) for box, pointing in boxes)
            made.append(
                Plate(
                    key=key,
                    title=page_title(key, record, lang),
                    size=(page["size"][0], page["size"][1]),
                    small=key in small,
                    picture=picture,
                    marks=marks,
                )
            )
    return made


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


def page_title(key: Key, record: Mapping[str, Any], lang: Lang) -> str:
    """Return a page in words: its file, its number where the file has several, and what it is."""
    pages = [page for page in record["sightings"]["pages"] if page["file"] == key[0]]
    kind = next((page["kind"] for page in pages if page_key(page) == key), None)
    number = labels.spoken(labels.HEADINGS, lang)["page_no"].format(key[1] + 1)
    words = [key[0], number if len(pages) > 1 else "", labels.spoken(labels.DOCUMENTS, lang).get(str(kind), "")]
    return " · ".join(word for word in words if word)


def name_diff(entry: Mapping[str, Any]) -> tuple[tuple[str, str, bool], ...]:
    """Return the columns of an open finding about two names, none for anything else."""
    one, other = entry["measured"], entry["limit"]
    if entry["outcome"] not in OPEN or not (isinstance(one, str) and isinstance(other, str) and one and other):
        return ()
    return aligned(one, other) if all(any("\u4e00" <= c <= "\u9fff" for c in text) for text in (one, other)) else ()


def _shown(
    number: int, named: tuple[str, Mapping[str, Any]], record: Mapping[str, Any], profile: Profile, lang: Lang, images: Images
) -> Shown:
    key, entry = named
    rule = profile.rules.get(entry["source"]) if record["profile"]["name"] == profile.name else None
    title = TITLES.get(entry["check"])
    diff = name_diff(entry)
    words = labels.spoken(labels.HEADINGS, lang)
    return Shown(
        number=number,
        key=key,
        group=group_of(entry),
        title=entry["check"] if title is None else labels.spoken({"": title}, lang)[""],
        entry=entry,
        outcome=labels.spoken(labels.OUTCOMES, lang).get(entry["outcome"], entry["outcome"]),
        rule="" if rule is None else rule.quote,
        source=entry["source"] if rule is None else f"{rule.source}（{entry['source']}）",
        measured="" if diff else _figure(entry["measured"]),
        limit="" if diff or entry["measured"] in {None, ""} else _figure(entry["limit"]),
        spots=tuple(_spot(number, i, evidence, record, lang, images) for i, evidence in enumerate(entry["evidence"], start=1)),
        diff=diff,
        sides=(words["seal"], words["form"]) if entry["check"] == "form-seal-name" else (words["read"], words["compare"]),
    )


def _spot(number: int, i: int, evidence: Mapping[str, Any], record: Mapping[str, Any], lang: Lang, images: Images) -> Spot:
    key = page_key(evidence)
    box = None if evidence["box"] is None else Box(*evidence["box"])
    crop = None if box is None else images.crop(key, box)
    pictured = box is not None and images.whole(key) is not None
    return Spot(where=page_title(key, record, lang), read=evidence["read"], mark=f"m{number}-{i}" if pictured else None, crop=crop)


def _mark(box: Box, pointing: Sequence[tuple[int, str, str]], size: Sequence[int]) -> Mark:
    whole = Box(0, 0, *size)
    inside = box.overlap(whole)
    sides = (("left", inside.x / size[0]), ("top", inside.y / size[1]), ("width", inside.w / size[0]), ("height", inside.h / size[1]))
    style = ";".join(f"{name}:{100 * share:.2f}%" for name, share in sides)
    return Mark(
        box=inside,
        style=style,
        inside=inside.y < 0.03 * size[1],
        wide=2 * inside.area > whole.area,
        group=pointing[0][2],
        numbers=tuple((number, mark) for number, mark, _ in pointing),
    )


def _figure(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

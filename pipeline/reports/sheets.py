"""Which pages of an application a report shows, what is blacked out on them, and which details are shown by themselves."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import TextLine
from pipeline.datamodel.picture import Sheet
from pipeline.datamodel.sightings import Sightings
from pipeline.reports.numbers import lines_with_numbers

OPEN = frozenset({"fail", "unsure", "not-assessed"})

Key = tuple[str, int, int]


def sheets(
    record: Mapping[str, Any],
    seen: Sightings | None = None,
    *,
    side_px: int = 900,
    unread_side_px: int = 240,
    every: bool = False,
) -> tuple[Sheet, ...]:
    """Return the pages with a finding other than a pass, in page order, as a report wants them.

    every: all pages, and the details of passed findings as well, as a reviewer wants them who may look anywhere.
    seen: everything that was seen, where it is still stored; it knows every line with a number in it, the record only the fields.
    side_px: long side of the pictures; unread_side_px: long side where a card is held up whose place was not found, so small that
    its number cannot be read (15 px high digits of a 1280 px photo become 3 px).
    """
    wanted = spots(record, every=every)
    for key, boxes in facing(record).items():
        if every or key in wanted:
            wanted[key] = tuple(dict.fromkeys((*wanted.get(key, ()), *boxes)))
    hidden = _hidden(record, seen)
    small = uncovered(record)
    found = []
    for page in record["sightings"]["pages"]:
        key = page_key(page)
        if every or key in wanted:
            width, height = page["size"]
            covered = hidden.get(key, ())
            details = [box for box in wanted.get(key, ()) if _worth_showing(box, width * height, covered)]
            found.append(
                Sheet(
                    file=key[0],
                    page=key[1],
                    part=key[2],
                    turn=page["turn"],
                    size=(width, height),
                    quad=msgspec.convert(page.get("quad"), Quad | None),
                    side_px=unread_side_px if key in small else side_px,
                    hidden=covered,
                    crops=() if key in small else tuple(details),
                )
            )
    return tuple(found)


def spots(record: Mapping[str, Any], *, every: bool = False) -> dict[Key, tuple[Box, ...]]:
    """Return the boxes of all open findings (or of all findings) by page, each once; a page that is only named has none."""
    found: dict[Key, dict[Box, None]] = {}
    for finding in record["findings"]:
        if every or finding["outcome"] in OPEN:
            for evidence in finding["evidence"]:
                boxes = found.setdefault(page_key(evidence), {})
                if evidence["box"] is not None:
                    boxes[Box(*evidence["box"])] = None
    return {key: tuple(boxes) for key, boxes in found.items()}


def facing(record: Mapping[str, Any]) -> dict[Key, tuple[Box, ...]]:
    """Return where the employer's name stands, by page: on the form, in its seals, in the contract and in its seals."""
    kinds = {page_key(page): str(page["kind"]) for page in record["sightings"]["pages"]}
    found: dict[Key, list[Box]] = {}
    for one in (*(f for f in record["sightings"]["fields"] if f["name"] == "employer"), *record["sightings"]["seals"]):
        if kinds.get(page_key(one), "").startswith(("form-", "contract-")):
            found.setdefault(page_key(one), []).append(Box(*one["box"]))
    return {key: tuple(boxes) for key, boxes in found.items()}


def uncovered(record: Mapping[str, Any]) -> set[Key]:
    """Return the pages with a card held up whose place was not found, so that its number cannot be blacked out."""
    held_up = {page_key(page) for page in record["sightings"]["pages"] if page["kind"] == "held-id"}
    return held_up - {page_key(held) for held in record["sightings"]["held_ids"] if held["card"] is not None}


def page_key(entry: Mapping[str, Any]) -> Key:
    """Return the file, the page and the part that an entry of the record speaks of."""
    return entry["file"], entry["page"], entry.get("part", 0)


def _worth_showing(box: Box, page_area: int, covered: Iterable[Box]) -> bool:
    """Return whether a detail shows something by itself: not most of the page, and not mostly blacked out."""
    return 0 < 4 * box.area < page_area and not any(box.share_inside(other) > 0.5 for other in covered)  # noqa: PLR2004 - mostly black


def _hidden(record: Mapping[str, Any], seen: Sightings | None) -> dict[Key, tuple[Box, ...]]:
    """Return what is to be blacked out by page: values that are identity or telephone numbers, lines that hold one, cards held up."""
    found: dict[Key, list[Box]] = {}
    for field in record["sightings"]["fields"]:
        if field["name"] in {"id-number", "phone"} or "****" in field["text"]:
            found.setdefault(page_key(field), []).append(Box(*field["box"]))
    for held in record["sightings"]["held_ids"]:
        if held["card"] is not None:
            found.setdefault(page_key(held), []).append(Box(*held["card"]))
    for line in _lines(seen):
        page = seen.pages[line.page]  # type: ignore[union-attr]  # a line was seen, so there are sightings
        found.setdefault((page.file, page.number, page.part), []).append(line.box)
    return {key: tuple(boxes) for key, boxes in found.items()}


def _lines(seen: Sightings | None) -> Iterable[TextLine]:
    return () if seen is None else lines_with_numbers(tuple(seen.of(TextLine)))

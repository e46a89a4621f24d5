"""The employer's name side by side: as the form gives it, as each seal reads, as the contract gives it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pipeline.checks.base import Lang
from pipeline.datamodel.geometry import Box
from pipeline.reports import labels
from pipeline.reports.findings import Images, aligned, facts, page_title
from pipeline.reports.sheets import OPEN, Key, page_key

ABOUT_NAMES = frozenset(
    {
        "form-employer",
        "form-seal",
        "form-seal-kind",
        "form-seal-legible",
        "form-seal-name",
        "employment-employer",
        "rename-evidence",
        "declared-employer",
    }
)
"""The checks whose findings are understood by looking at the names side by side."""


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One place where the name stands: which, on which page, its picture, and the name under the form's, character by character.

    same: None where there is nothing to compare, or a check doubts what it read there.
    """

    title: str
    where: str
    crop: object | None
    read: str
    columns: tuple[tuple[str, str, bool], ...]
    same: bool | None


def facing(record: Mapping[str, Any], lang: Lang, images: Images) -> tuple[Side, ...]:
    """Return every place on forms and contracts where the employer's name was read, the form's first; empty readings included."""
    words = labels.spoken(labels.HEADINGS, lang)
    form = facts(record)["employer"]
    kinds = {page_key(page): str(page["kind"]) for page in record["sightings"]["pages"]}
    doubted = _doubted(record)
    sides = []
    for start, seal, title in (
        ("form-", False, words["on_form"]),
        ("form-", True, words["on_seal"]),
        ("contract-", False, words["in_contract"]),
        ("contract-", True, words["on_contract_seal"]),
    ):
        entries = record["sightings"]["seals"] if seal else (f for f in record["sightings"]["fields"] if f["name"] == "employer")
        for entry in entries:
            key = page_key(entry)
            if kinds.get(key, "").startswith(start):
                own = entry["name"] if seal else entry["text"]
                doubt = doubted.get((key, Box(*entry["box"])))
                read = own if doubt is None else doubt or own
                sides.append(
                    Side(
                        title=title,
                        where=page_title(key, record, lang),
                        crop=images.crop(key, Box(*entry["box"])),
                        read=read,
                        columns=aligned(read, form) if read and form and read != form else (),
                        same=None if not (read and form) or (doubt is not None and read == form) else read == form,
                    )
                )
    return tuple(sides)


def _doubted(record: Mapping[str, Any]) -> dict[tuple[Key, Box], str]:
    """Return what an open finding about a name read where: what a check doubts is not called the same beside it."""
    found = {}
    for finding in record["findings"]:
        if finding["check"] in {"form-seal-name", "employment-employer"} and finding["outcome"] in OPEN:
            for evidence in finding["evidence"][:1]:
                if evidence["box"] is not None:
                    found[page_key(evidence), Box(*evidence["box"])] = evidence["read"]
    return found


def concerned(record: Mapping[str, Any]) -> bool:
    """Return whether a finding about the employer's name is open."""
    return any(f["check"] in ABOUT_NAMES and f["outcome"] in OPEN for f in record["findings"])

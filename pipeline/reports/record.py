"""The canonical record of one application as JSON; everything else that people read is derived from it."""

from pathlib import Path
from typing import Any

import msgspec

from pipeline.datamodel.finding import Fault, Finding, Outcome, Proposal, Severity
from pipeline.datamodel.masking import mask_number, mask_text
from pipeline.datamodel.observation import (
    Field,
    FieldName,
    HeldId,
    Legibility,
    PageKindSeen,
    Portrait,
    Seal,
    Signature,
)
from pipeline.datamodel.reading import Reading
from pipeline.datamodel.report import Report
from pipeline.datamodel.sightings import Sightings
from pipeline.errors import UsageError


def encode(report: Report) -> bytes:
    """Return the record as indented UTF-8 JSON with every identity number masked; the same report gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(as_dict(report)), indent=1) + b"\n"


class _FindingHead(msgspec.Struct):
    check: str
    outcome: Outcome
    severity: Severity
    message: str


class _Head(msgspec.Struct):
    """What readers of a record lean on; the rest of it is theirs to look at."""

    application: str
    profile: dict[str, str]
    kind: str | None
    proposal: Proposal
    findings: list[_FindingHead]
    faults: list[dict[str, Any]]


def load(path: Path) -> dict[str, Any]:
    """Return a record as plain dicts and lists.

    Raises:
        UsageError: it is no record.
    """
    try:
        data = path.read_bytes()
        msgspec.json.decode(data, type=_Head)
        entry: dict[str, Any] = msgspec.json.decode(data, type=dict)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no record of this product; move it away, or delete it and run the batch again") from error
    return entry


def as_dict(report: Report) -> dict[str, Any]:
    """Return the record as plain dicts and lists."""
    return {
        "application": report.application.encode(errors="backslashreplace").decode(),
        "profile": {"name": report.profile, "sha256": report.profile_sha256},
        "kind": report.kind,
        "proposal": report.proposal,
        "findings": [_finding(finding) for finding in report.findings],
        "faults": [_fault(fault) for fault in report.faults],
        "sightings": sightings(report.sightings),
        "timings": report.timings,
        "versions": report.versions,
    }


def seen(found: Sightings) -> dict[str, Any]:
    """Return what was seen without judging, in the shape of `prescreen look --json`."""
    return {"sightings": sightings(found), "faults": [_fault(fault) for fault in found.all_faults]}


def as_text(entries: list[dict[str, Any]]) -> str:
    """Return records for a person's or a script's eyes: one by itself, several as a list."""
    return msgspec.json.format(msgspec.json.encode(entries[0] if len(entries) == 1 else entries), indent=1).decode()


def sightings(seen: Sightings) -> dict[str, Any]:
    """Return what was seen in the record's short form: readings as text, no lattices, identity numbers masked."""
    files = {page.page: {"file": page.file, "page": page.number} | ({"part": page.part} if page.part else {}) for page in seen.pages}
    return {
        "pages": _pages(seen, files),
        "seals": [
            files[seal.page]
            | {
                "box": seal.box,
                "shape": seal.shape,
                "ink": seal.ink,
                "name": _text(seal.name),
                "line": _text(seal.line),
                "code": mask_text(seal.code),
                "kind": seal.kind,
                "legible": round(seal.legible, 3),
                "confidence": round(seal.confidence, 3),
            }
            for seal in seen.of(Seal)
        ],
        "signatures": [
            files[s.page]
            | {
                "box": s.box,
                "role": s.role,
                "writing": s.writing,
                "ink": s.ink,
                "text": mask_text(s.text),
                "confidence": round(s.confidence, 3),
            }
            for s in seen.of(Signature)
        ],
        "fields": [
            files[f.page]
            | {
                "box": f.box,
                "name": f.name,
                "label": mask_text(f.label),
                "text": _value(f, f.reading),
                "second": None if f.second is None else _value(f, f.second),
                "handwritten": f.handwritten,
                "blank": f.blank,
                "confidence": round(f.confidence, 3),
            }
            for f in seen.of(Field)
        ],
        "portraits": _portraits(seen, files),
        "held_ids": [
            files[h.page]
            | {
                "face": None if h.face is None else h.face.box,
                "card": None if h.card is None else h.card.box,
                "card_width_px": h.card_width_px,
                "person": None if h.person is None else _text(h.person),
                "id_number": None if h.id_number is None else mask_number(h.id_number.text),
                "digits_covered": h.digits_covered,
                "confidence": round(h.confidence, 3),
            }
            for h in seen.of(HeldId)
        ],
    }


def _pages(seen: Sightings, files: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = {kind.page: kind for kind in seen.of(PageKindSeen)}
    legible = {legibility.page: legibility for legibility in seen.of(Legibility)}
    return [
        files[page.page]
        | {
            "kind": kinds[page.page].kind if page.page in kinds else None,
            "confidence": round(kinds[page.page].confidence, 3) if page.page in kinds else None,
            "number": kinds[page.page].number if page.page in kinds else None,
            "of": kinds[page.page].of if page.page in kinds else None,
            "turn": page.turn,
            "size": page.size,
            "legible": legible[page.page].legible if page.page in legible else None,
            "problems": legible[page.page].problems if page.page in legible else [],
        }
        for page in seen.pages
    ]


def _portraits(seen: Sightings, files: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one entry per face of every ID photo; measures belong to the photo and stand with its first face."""
    entries = []
    for portrait in seen.of(Portrait):
        for i, face in enumerate(portrait.faces or (None,)):
            entry = files[portrait.page] | {
                "box": None if face is None else face.box,
                "score": None if face is None else round(face.score, 3),
            }
            if i == 0:
                entry["head"] = portrait.head
                entry["measures"] = {name: round(value, 4) for name, value in sorted(portrait.measures.items())}
                entry["unmeasured"] = dict(sorted(portrait.unmeasured.items()))
            entries.append(entry)
    return entries


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "slug": finding.slug,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": mask_text(finding.message),
        "measured": mask_text(finding.measured) if isinstance(finding.measured, str) else finding.measured,
        "limit": mask_text(finding.limit) if isinstance(finding.limit, str) else finding.limit,
        "evidence": [
            {"file": e.file, "page": e.page} | ({"part": e.part} if e.part else {}) | {"box": e.box, "read": mask_text(e.read)}
            for e in finding.evidence
        ],
        "source": finding.source,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {"where": fault.where, "file": fault.file, "page": fault.page, "error": fault.error, "message": mask_text(fault.message)}


def _value(field: Field, reading: Reading) -> str:
    return mask_number(reading.text) if field.name is FieldName.ID_NUMBER else _text(reading)


def _text(reading: Reading) -> str:
    return mask_text(reading.text)

"""The canonical record of one application as JSON; everything else that people read is derived from it."""

from pathlib import Path
from typing import Any

import msgspec

from pipeline.datamodel.finding import Fault, Finding, Outcome, Proposal, Severity, Terms, Value
from pipeline.datamodel.masking import mask_private
from pipeline.datamodel.report import Report
from pipeline.datamodel.sightings import Sightings
from pipeline.errors import UsageError
from pipeline.reports.seen import sightings

LOST = "record"  # where the fault of a damaged record lies; stages, engines and steps have other names


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


def load_or_lost(path: Path) -> dict[str, Any]:
    """Return a record, or in place of a damaged one a record that says so: its application goes to a person and is in every list."""
    try:
        return load(path)
    except UsageError:
        fault = Fault(where=LOST, error="UsageError", message="record damaged; `prescreen run` or `rejudge` writes it anew")
        lost = Report(
            application=path.stem,
            profile="",
            profile_sha256="",
            kind=None,
            proposal=Proposal.REVIEW,
            findings=(),
            faults=(fault,),
            sightings=Sightings(),
            timings={},
            versions={},
        )
        stood_in: dict[str, Any] = msgspec.json.decode(encode(lost), type=dict)
        return stood_in


def is_lost(entry: dict[str, Any]) -> bool:
    """Return whether a record stands in for a damaged one."""
    return any(fault["where"] == LOST for fault in entry["faults"])


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


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "slug": finding.slug,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": mask_private(finding.message),
        "measured": mask_private(finding.measured) if isinstance(finding.measured, str) else finding.measured,
        "limit": mask_private(finding.limit) if isinstance(finding.limit, str) else finding.limit,
        "evidence": [
            {"file": e.file, "page": e.page} | ({"part": e.part} if e.part else {}) | {"box": e.box, "read": mask_private(e.read)}
            for e in finding.evidence
        ],
        "source": finding.source,
        "code": finding.code,
        "values": {name: _masked(value) for name, value in finding.values.items()},
    }


def _masked(value: Value) -> Value:
    if isinstance(value, Terms):
        return Terms(terms=tuple(mask_private(term) for term in value.terms))
    return mask_private(value) if isinstance(value, str) else value


def _fault(fault: Fault) -> dict[str, Any]:
    return {"where": fault.where, "file": fault.file, "page": fault.page, "error": fault.error, "message": mask_private(fault.message)}

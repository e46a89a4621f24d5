"""A record of one drawn application, made of the product's own structs, for the tests of the pages."""

from typing import Any

import msgspec

from pipeline.checks.base import Lang
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Evidence, Fault, Finding, Outcome, Proposal, Severity, propose
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen, PageSeen, TextLine
from pipeline.datamodel.page import Origin
from pipeline.datamodel.profile import load
from pipeline.datamodel.reading import Reading
from pipeline.datamodel.report import Report
from pipeline.datamodel.sightings import Sightings
from pipeline.reports import record

PROFILE = load("cse-online-2019-11")
ID_NUMBER = "110101199003070134"
SEAL, NAME = Box(60, 90, 30, 30), Box(10, 40, 60, 6)
SIZE = (120, 160)
LANGS: tuple[Lang, ...] = ("zh", "en")


def read(text: str) -> Reading:
    return Reading(text=text, char_confidence=(0.9,) * len(text), engine="drawn")


def page(index: int, file: str) -> PageSeen:
    return PageSeen(
        page=index,
        box=Box(0, 0, *SIZE),
        confidence=1,
        seen_by="intake",
        file=file,
        number=0,
        part=0,
        size=SIZE,
        turn=0,
        skew_deg=0,
        px_per_mm=None,
        fingerprint="0" * 16,
        ink_share=0.1,
        origin=Origin(format="PNG", file_bytes=1, width_px=SIZE[0], height_px=SIZE[1], mode="RGB"),
    )


def sightings(file: str = "form.png", person: str = "周子航") -> Sightings:
    def kind(index: int, what: PageKind) -> PageKindSeen:
        return PageKindSeen(page=index, box=Box(0, 0, *SIZE), confidence=1, seen_by="x", kind=what)

    def field(name: FieldName, text: str, box: Box) -> Field:
        return Field(page=0, box=box, confidence=1, seen_by="x", name=name, label=name.value, reading=read(text))

    return Sightings(
        pages=(page(0, file), page(1, "held.png")),
        seen=(
            kind(0, PageKind.FORM_1),
            field(FieldName.PERSON, person, Box(10, 10, 20, 6)),
            field(FieldName.ID_NUMBER, ID_NUMBER, Box(10, 20, 60, 6)),
            field(FieldName.EMPLOYER, "望岚启砚有限公司", NAME),
            TextLine(page=0, box=Box(10, 130, 80, 8), confidence=1, seen_by="text", reading=read(f"乙方身份证号{ID_NUMBER}")),
            kind(1, PageKind.HELD_ID),
        ),
    )


def finding(check: str, outcome: Outcome, severity: Severity, message: str, **more: Any) -> Finding:
    return Finding(
        check=check,
        slug="x",
        outcome=outcome,
        severity=severity,
        confidence=1.0,
        message=message,
        source=PROFILE.checks[check].rule,
        **more,
    )


def findings(file: str = "form.png") -> tuple[Finding, ...]:
    seal = Evidence(file=file, box=SEAL, read="望岚启辰有限公司")
    name = Evidence(file=file, box=NAME, read="望岚启砚有限公司")
    return (
        finding(
            "form-seal-name",
            Outcome.FAIL,
            Severity.RETURN,
            "印章与申请表不一致，请重新盖章。",
            evidence=(seal, name),
            measured=seal.read,
            limit=name.read,
        ),
        finding("employment-present", Outcome.FAIL, Severity.RETURN, "未见劳动合同，请补传。"),
        finding("employment-person", Outcome.FAIL, Severity.RETURN, f"合同乙方证件号码{ID_NUMBER}不同。", evidence=(seal,)),
        finding("form-seal-legible", Outcome.UNSURE, Severity.REVIEW, "印章不够清晰。", evidence=(seal,), measured=0.18, limit=0.55),
        finding("held-id", Outcome.NOT_ASSESSED, Severity.RETURN, "手持照未能检查。", evidence=(Evidence(file="held.png"),)),
        finding("photo-headwear", Outcome.UNSURE, Severity.NOTE, "请看一眼。"),
        finding("form-signature", Outcome.PASS, Severity.RETURN, "申请人已签字。", evidence=(name,)),
    )


def report(**changes: Any) -> Report:
    """Return the report itself."""
    file = changes.pop("file", "form.png")
    found = changes.pop("findings", findings(file))
    made = Report(
        application="2026-1",
        profile=PROFILE.name,
        profile_sha256=PROFILE.sha256,
        kind=Kind.INITIAL,
        proposal=propose(found),
        findings=found,
        faults=(Fault(where="intake", error="truncated", message="cut short", file=file),),
        sightings=sightings(file, changes.pop("person", "周子航")),
        timings={},
        versions={},
    )
    return msgspec.structs.replace(made, **changes)


def entry(**changes: Any) -> dict[str, Any]:
    """Return the record as it is read back from its file."""
    decoded: dict[str, Any] = msgspec.json.decode(record.encode(report(**changes)))
    return decoded


def cleared() -> dict[str, Any]:
    passed = entry(findings=tuple(f for f in findings() if f.outcome is Outcome.PASS))
    assert passed["proposal"] == Proposal.CLEAR
    return passed

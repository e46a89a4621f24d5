"""Builders of literal cases, for the examples that checks carry and for tests: sheets of paper with things on them."""

from collections.abc import Sequence

import msgspec

from pipeline.checks.base import Case, Lang
from pipeline.datamodel.application import Declared, Kind
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import (
    Cell,
    ContractType,
    Face,
    FacesSeen,
    Field,
    FieldName,
    HeadPatch,
    Legibility,
    Observation,
    PageKind,
    PageKindSeen,
    PageSeen,
    Role,
    Seal,
    SealKind,
    Seen,
    Signature,
    TextLine,
    Writing,
)
from pipeline.datamodel.page import Origin
from pipeline.datamodel.reading import Reading
from pipeline.datamodel.sightings import Sightings

SIZE = (1654, 2339)
WHOLE = Box(0, 0, *SIZE)
SPOT = Box(400, 600, 500, 60)


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a case before it has a number: itself, and everything seen on it."""

    page: PageSeen
    seen: tuple[Seen, ...]


def reading(text: str, confidence: float = 0.98, engine: str = "drawn") -> Reading:
    """Return a text whose characters were all read with one confidence."""
    return Reading(text=text, char_confidence=(confidence,) * len(text), engine=engine)


def field(  # noqa: PLR0913 - one keyword per thing that a check looks at
    name: FieldName,
    text: str,
    *,
    confidence: float = 0.98,
    second: str | None = None,
    handwritten: bool | None = None,
    blank: bool | None = None,
    box: Box = SPOT,
) -> Field:
    """Return a field with a reading; an empty text is a blank place unless told otherwise."""
    return Field(
        page=0,
        box=box,
        confidence=0.95,
        seen_by="fields",
        name=name,
        label=str(name),
        reading=reading(text, confidence),
        second=None if second is None else reading(second, engine="second"),
        handwritten=handwritten,
        blank=not text if blank is None else blank,
    )


def line(text: str, *, confidence: float = 0.98, box: Box = SPOT) -> TextLine:
    """Return a line of text."""
    return TextLine(page=0, box=box, confidence=confidence, seen_by="text", reading=reading(text, confidence))


def cell(role: Role, *, box: Box = SPOT) -> Cell:
    """Return a place where a signature or a seal belongs."""
    return Cell(
        page=0, box=box, confidence=0.95, seen_by="cells", role=role, label=str(role), label_box=Box(box.x - 200, box.y, 190, box.h)
    )


def signature(role: Role, writing: Writing = Writing.HANDWRITTEN, *, confidence: float = 0.95, text: str = "") -> tuple[Cell, Signature]:
    """Return a signature's place and what stands in it; text: what it was surely read as."""
    found = Signature(
        page=0, box=SPOT, confidence=confidence, seen_by="signatures", role=role, writing=writing, ink="black", text=text, text_sure=0.95
    )
    return cell(role), found


def seal(  # noqa: PLR0913 - one keyword per thing that a check looks at
    name: str,
    *,
    line: str = "",
    kind: SealKind = SealKind.UNIT,
    confidence: float = 0.97,
    legible: float = 0.9,
    shape: str = "round",
    ink: str = "red",
    box: Box = SPOT,
    arc_deg: tuple[float, float] | None = None,
) -> Seal:
    """Return a seal's impression whose characters were all read with one confidence."""
    return Seal(
        page=0,
        box=box,
        confidence=0.97,
        seen_by="seals",
        shape=shape,
        ink=ink,
        axes_px=(box.w / 2, box.h / 2),
        turn_deg=0.0,
        name=reading(name, confidence),
        line=reading(line, confidence),
        code="",
        kind=kind,
        ring_share=0.95,
        contrast=0.8,
        legible=legible,
        arc_deg=arc_deg,
    )


def faces(count: int) -> FacesSeen:
    """Return so many faces seen on a page, each at the same spot."""
    points = ((460.0, 620.0), (475.0, 620.0), (467.0, 630.0), (462.0, 640.0), (473.0, 640.0))
    return FacesSeen(page=0, box=WHOLE, confidence=0.9, seen_by="faces", faces=(Face(box=SPOT, score=0.9, points=points),) * count)


def head_patch(texture: bytes) -> HeadPatch:
    """Return the texture of a head as it was taken from a photo."""
    return HeadPatch(page=0, box=SPOT, confidence=0.95, seen_by="form-photo", texture=texture)


def legibility(*problems: str, legible: bool | None = None, confidence: float = 0.95) -> Legibility:
    """Return how readable a page is; with problems it is not, unless told otherwise."""
    return Legibility(
        page=0,
        box=WHOLE,
        confidence=confidence,
        seen_by="legibility",
        sharpness=0.1 if problems else 0.9,
        contrast=0.8,
        text_height_px=30.0,
        reading_confidence=0.3 if problems else 0.97,
        glare_share=0.0,
        dark_share=0.0,
        problems=problems,
        legible=not problems if legible is None else legible,
    )


def sheet(  # noqa: PLR0913 - one keyword per thing that a check looks at
    kind: PageKind,
    *items: Observation | Sequence[Observation],
    title: str = "",
    form_kind: Kind | None = None,
    form_family: str = "",
    contract: ContractType | None = None,
    number: int | None = None,
    of: int | None = None,
    clauses: tuple[int, ...] = (),
    confidence: float = 0.97,
    file: str = "",
    frame: int = 0,
    fingerprint: str = "",
    ink_share: float = 0.05,
    size: tuple[int, int] = SIZE,
) -> Sheet:
    """Return one page: its kind, and what was seen on it; without a Legibility among the items it is legible."""
    seen_kind = PageKindSeen(
        page=0,
        box=Box(0, 0, *size),
        confidence=confidence,
        seen_by="page_kind",
        kind=kind,
        title=title,
        form_kind=form_kind,
        form_family=form_family,
        contract=contract,
        number=number,
        of=of,
        clauses=clauses,
    )
    flat: list[Observation] = [seen_kind]
    for item in items:
        flat.extend([item] if isinstance(item, Observation) else item)
    if not any(isinstance(item, Legibility) for item in flat):
        flat.append(legibility())
    page = PageSeen(
        page=0,
        box=Box(0, 0, *size),
        confidence=1.0,
        seen_by="intake",
        file=file,
        number=frame,
        part=0,
        size=size,
        turn=0,
        skew_deg=0.0,
        px_per_mm=7.87,
        fingerprint=fingerprint,
        ink_share=ink_share,
        origin=Origin(format="JPEG", file_bytes=500_000, width_px=size[0], height_px=size[1]),
    )
    return Sheet(page=page, seen=tuple(flat))  # type: ignore[arg-type]  # only members of the Seen union are made above


def case(
    *sheets: Sheet,
    kind: Kind | None = Kind.INITIAL,
    declared: Declared = Declared(),  # noqa: B008 - frozen
    faults: tuple[Fault, ...] = (),
    unseen: dict[str, tuple[Fault, ...]] | None = None,
    loose: bool = False,
    lang: Lang = "zh",
) -> Case:
    """Return a case of these pages, numbered in order; every kind of observation counts as looked for."""
    pages = []
    seen: list[Seen] = []
    for index, one in enumerate(sheets):
        file = one.page.file or f"{index + 1}.jpg"
        mark = one.page.fingerprint or f"{index * 0x9E3779B97F4A7C15 % 2**64:016x}"
        pages.append(msgspec.structs.replace(one.page, page=index, file=file, fingerprint=mark))
        seen.extend(msgspec.structs.replace(item, page=index) for item in one.seen)
    sightings = Sightings(
        pages=tuple(pages), seen=tuple(seen), unseen=unseen or {}, faults=faults, wanted=tuple(kind.__name__ for kind in Seen.__args__)
    )
    return Case(kind=kind, declared=declared, sightings=sightings, loose=loose, lang=lang)


def broken_file(file: str = "合同.pdf", error: str = "truncated", message: str = "文件不完整") -> Fault:
    """Return the fault of a file that the applicant can mend."""
    return Fault(where="intake", error=error, message=message, file=file, broken_upload=True)

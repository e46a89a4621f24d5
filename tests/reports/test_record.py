"""The record hides identity and telephone numbers wherever they were read, and tells whatever was seen."""

import json
from typing import get_args

import msgspec
import numpy as np

from pipeline.checks.build import case, field, line, seal, sheet, signature
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import (
    Face,
    FacesSeen,
    Field,
    FieldName,
    Handwriting,
    HeldId,
    PageKind,
    PageSeen,
    Portrait,
    Role,
    Seen,
    Signature,
)
from pipeline.datamodel.page import Origin, Page
from pipeline.datamodel.reading import Reading
from pipeline.datamodel.sightings import Sightings
from pipeline.reports import drawing, record, sheets, terminal
from tests.reports import drawn

BOX = Box(0, 0, 10, 10)
PAGE = PageSeen(
    page=0,
    box=BOX,
    confidence=1,
    seen_by="intake",
    file="a.png",
    number=0,
    part=0,
    size=(10, 10),
    turn=0,
    skew_deg=0,
    px_per_mm=None,
    fingerprint="0" * 16,
    ink_share=0.1,
    origin=Origin(format="PNG", file_bytes=1, width_px=10, height_px=10, mode="RGB"),
)


def read(text: str) -> Reading:
    return Reading(text=text, char_confidence=(0.9,) * len(text), engine="drawn")


def sighted(text: str) -> Sightings:
    def seen(name: FieldName) -> Field:
        return Field(page=0, box=BOX, confidence=1, seen_by="x", name=name, label=text, reading=read(text), second=read(text))

    held = HeldId(
        page=0,
        box=BOX,
        confidence=1,
        seen_by="x",
        face=None,
        card=None,
        card_width_px=None,
        person=read(text),
        id_number=read(text),
        digits_covered=None,
        face_cut=False,
    )
    from_signature = Signature(page=0, box=BOX, confidence=1, seen_by="x", role="applicant-signature", writing="printed", text=text)  # type: ignore[arg-type]
    return Sightings(pages=(PAGE,), seen=(seen(FieldName.ID_NUMBER), seen(FieldName.PERSON), held, from_signature))


def test_an_identity_number_is_masked_wherever_it_was_read() -> None:
    for text in ("999999199003071234", "999999-19900307-1234", "9999991990030712", "99999919900307l234"):
        assert "9003" not in json.dumps(record.seen(sighted(text)), default=str)
        assert "9003" not in terminal.summary("a.png", sighted(text))


def test_part_of_a_number_is_masked_in_the_number_s_own_place() -> None:
    found = record.seen(sighted("9999991990"))["sightings"]
    assert found["fields"][0]["text"] == found["held_ids"][0]["id_number"] == "999*****90"


def test_a_telephone_number_is_masked_in_record_terminal_and_pictures_and_a_registration_s_number_is_not() -> None:
    number = "13800000000"

    def seen(name: FieldName) -> Field:
        return Field(page=0, box=BOX, confidence=1, seen_by="x", name=name, label="电话", reading=read(number), second=read(number))

    phone = Sightings(pages=(PAGE,), seen=(seen(FieldName.PHONE), seen(FieldName.PERSON)))
    paper = Sightings(pages=(PAGE,), seen=(seen(FieldName.REGISTRATION_NUMBER),))

    assert number not in json.dumps(record.seen(phone), default=str)
    assert number not in terminal.summary("a.png", phone)
    assert record.seen(paper)["sightings"]["fields"][0]["text"] == number
    entry = msgspec.json.decode(record.encode(drawn.report(sightings=phone, findings=())))
    assert set(sheets.sheets(entry, every=True)[0].hidden) == {BOX}
    page = Page(image=np.full((10, 10, 3), 255, dtype=np.uint8), file="a.png", number=0, origin=PAGE.origin)
    assert drawing.annotate(page, phone.seen).sum() < drawing.annotate(page, paper.seen).sum()


# What a record leaves out of what was seen, and why.
LEFT_OUT = {
    "TextLine": "every line read lies in results/sightings/; a record holds what is judged",
    "HeadPatch": "the texture of a face lies in results/sightings/ alone; the check tells how alike two are",
    "seen_by": "the record's sections tell the stage",
    "page": "told as file, page and part",
    "PageSeen.box": "the whole page",
    "PageSeen.confidence": "a page that was opened is there",
    "PageSeen.file": "told with every entry",
    "PageSeen.part": "told with every entry, where it is not the first",
    "Legibility.box": "the whole page",
    "PageKindSeen.box": "the whole page",
    "FacesSeen.box": "the whole page",
    "FacesSeen.confidence": "every face has its score",
    "Portrait.box": "the whole page",
    "Portrait.confidence": "every face has its score",
    "HeldId.box": "the whole page",
    "Cell.confidence": "what stands in the place is judged, with its own",
}


def everything() -> Sightings:
    """Return one page with one observation of every kind on it."""
    face = Face(box=BOX, score=0.9, points=())
    faces = FacesSeen(page=0, box=BOX, confidence=1, seen_by="faces", faces=(face,))
    portrait = Portrait(
        page=0, box=BOX, confidence=1, seen_by="portrait", faces=(face,), head=BOX, measures={"roll_deg": 1.0}, unmeasured={}
    )
    held = next(one for one in sighted("周子航").of(HeldId))
    marks = (field(FieldName.PERSON, "周子航"), seal("样本有限公司"), *signature(Role.APPLICANT_SIGNATURE))
    pen = Handwriting(page=0, box=BOX, confidence=0.9, seen_by="handwriting", label="本人签字", label_box=BOX)
    sightings = case(sheet(PageKind.FORM_1, line("周子航"), *marks, faces, portrait, held, pen)).sightings
    return msgspec.structs.replace(sightings, wanted=(*sightings.wanted, "Handwriting"))


def test_pen_strokes_that_nobody_looked_for_are_not_told_as_none() -> None:
    sightings = msgspec.structs.replace(case(sheet(PageKind.FORM_1)).sightings, wanted=("Signature",))
    assert "handwriting" not in record.seen(sightings)["sightings"]


def test_a_record_holds_every_field_of_every_observation_or_says_why_not() -> None:
    names = {"id": "file", "reading": "text", "Portrait.faces": "box"}
    entries = record.seen(everything())["sightings"]
    pages = entries["pages"][0] | entries["pages"][0]["legibility"]
    sections = {
        "PageSeen": pages,
        "Legibility": pages,
        "PageKindSeen": pages,
        "FacesSeen": pages,
        "Field": entries["fields"][0],
        "Cell": entries["cells"][0],
        "Seal": entries["seals"][0],
        "Signature": entries["signatures"][0],
        "Handwriting": entries["handwriting"][0],
        "Portrait": entries["portraits"][0],
        "HeldId": entries["held_ids"][0],
    }
    kinds = [kind for kind in get_args(Seen) if kind.__name__ not in LEFT_OUT]
    lacking = [
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name in kind.__struct_fields__
        if names.get(name, names.get(f"{kind.__name__}.{name}", name)) not in sections[kind.__name__]
        and name not in LEFT_OUT
        and f"{kind.__name__}.{name}" not in LEFT_OUT
    ]
    assert {kind.__name__ for kind in kinds} == set(sections)
    assert lacking == []

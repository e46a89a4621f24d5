"""The record hides identity numbers wherever they were read."""

import json

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Field, FieldName, HeldId, PageSeen, Signature
from pipeline.datamodel.page import Origin
from pipeline.datamodel.reading import Reading
from pipeline.datamodel.sightings import Sightings
from pipeline.reports import record, terminal

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

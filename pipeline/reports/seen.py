"""What was seen, in the record's short form: readings as text, no lattices, every number that tells a person masked."""

from typing import Any

from pipeline.datamodel.masking import mask_number, mask_phone, mask_private, mask_text
from pipeline.datamodel.observation import (
    Cell,
    Face,
    FacesSeen,
    Field,
    FieldName,
    Handwriting,
    HeldId,
    Legibility,
    Observation,
    PageKindSeen,
    PageSeen,
    Portrait,
    Seal,
    Signature,
)
from pipeline.datamodel.reading import Reading
from pipeline.datamodel.sightings import Sightings

Where = dict[str, Any]
PAPERS = {FieldName.REGISTRATION_NUMBER, FieldName.CERTIFICATE_NUMBER, FieldName.CREDIT_CODE}
"""Numbers of papers and units, which may look like a telephone number and are none."""


def sightings(seen: Sightings) -> dict[str, Any]:
    """Return what was seen, a list for each kind of thing; lines of text and lattices are left to `results/sightings/`."""
    files = {page.page: {"file": page.file, "page": page.number} | ({"part": page.part} if page.part else {}) for page in seen.pages}
    return {
        "pages": [_page(page, seen, files[page.page]) for page in seen.pages],
        "cells": [
            _place(cell, files) | {"role": cell.role, "label": mask_private(cell.label), "label_box": cell.label_box}
            for cell in seen.of(Cell)
        ],
        "seals": [_seal(seal, files) for seal in seen.of(Seal)],
        "signatures": [
            _place(one, files)
            | {"role": one.role, "writing": one.writing, "ink": one.ink}
            | {"text": mask_private(one.text), "text_sure": one.text_sure}
            | _sure(one)
            for one in seen.of(Signature)
        ],
        **_by_pen(seen, files),
        "fields": [_field(field, files) for field in seen.of(Field)],
        "portraits": [entry for portrait in seen.of(Portrait) for entry in _portrait(portrait, files)],
        "held_ids": [_held(held, files) for held in seen.of(HeldId)],
    }


def _by_pen(seen: Sightings, files: dict[int, Where]) -> dict[str, Any]:
    """Return the groups of pen strokes, and nothing where they were not looked for: an empty list would say that there are none."""
    if Handwriting.__name__ not in seen.wanted:
        return {}
    groups = [
        _place(group, files) | {"label": mask_private(group.label), "label_box": group.label_box} | _sure(group)
        for group in seen.of(Handwriting)
    ]
    return {"handwriting": groups}


def _page(page: PageSeen, seen: Sightings, where: Where) -> dict[str, Any]:
    """Return a page with what it is and how well it can be read; None or nothing where that was not looked at."""
    kind = next(seen.of(PageKindSeen, page=page.page), None)
    legible = next(seen.of(Legibility, page=page.page), None)
    faces = next(seen.of(FacesSeen, page=page.page), None)
    return where | {
        "kind": kind and kind.kind,
        "confidence": kind and round(kind.confidence, 3),
        "number": kind and kind.number,
        "of": kind and kind.of,
        "title": kind and mask_private(kind.title),
        "form_kind": kind and kind.form_kind,
        "form_family": kind and kind.form_family,
        "contract": kind and kind.contract,
        "clauses": kind and kind.clauses,
        "turn": page.turn,
        "skew_deg": round(page.skew_deg, 2),
        "size": page.size,
        "quad": page.quad,
        "px_per_mm": page.px_per_mm and round(page.px_per_mm, 3),
        "ink_share": round(page.ink_share, 4),
        "fingerprint": page.fingerprint,
        "origin": page.origin,
        "faces": faces and [_face(face) for face in faces.faces],
        "legible": legible and legible.legible,
        "problems": legible.problems if legible else [],
        "legibility": legible and _legibility(legible),
    }


def _legibility(seen: Legibility) -> dict[str, Any]:
    """Return the measures that tell how well a page can be read."""
    measures = ("sharpness", "contrast", "text_height_px", "reading_confidence", "glare_share", "dark_share")
    return {name: _round(getattr(seen, name)) for name in measures} | _sure(seen)


def _seal(seal: Seal, files: dict[int, Where]) -> dict[str, Any]:
    return (
        _place(seal, files)
        | {"shape": seal.shape, "ink": seal.ink, "name": _text(seal.name), "line": _text(seal.line), "code": mask_text(seal.code)}
        | {
            "kind": seal.kind,
            "cut": seal.cut,
            "axes_px": [round(axis, 1) for axis in seal.axes_px],
            "turn_deg": _round(seal.turn_deg),
            "arc_deg": seal.arc_deg,
        }
        | {"ring_share": _round(seal.ring_share), "contrast": _round(seal.contrast), "legible": _round(seal.legible)}
        | _sure(seal)
    )


def _field(field: Field, files: dict[int, Where]) -> dict[str, Any]:
    return (
        _place(field, files)
        | {"name": field.name, "label": mask_private(field.label), "text": value(field, field.reading)}
        | {"second": None if field.second is None else value(field, field.second), "handwritten": field.handwritten, "blank": field.blank}
        | _sure(field)
    )


def _portrait(portrait: Portrait, files: dict[int, Where]) -> list[dict[str, Any]]:
    """Return one entry per face of an ID photo; measures belong to the photo and stand with its first face."""
    entries: list[dict[str, Any]] = [
        files[portrait.page] | (_face(face) if face else {"box": None, "score": None}) for face in portrait.faces or (None,)
    ]
    entries[0]["head"] = portrait.head
    entries[0]["measures"] = {name: round(value, 4) for name, value in sorted(portrait.measures.items())}
    entries[0]["unmeasured"] = dict(sorted(portrait.unmeasured.items()))
    return entries


def _held(held: HeldId, files: dict[int, Where]) -> dict[str, Any]:
    return (
        files[held.page]
        | {"face": held.face and held.face.box, "face_cut": held.face_cut, "card": held.card and held.card.box}
        | {"card_width_px": held.card_width_px, "side": held.side, "printed_face": held.printed_face and held.printed_face.box}
        | {"person": held.person and _text(held.person), "id_number": held.id_number and mask_number(held.id_number.text)}
        | {"digits_covered": held.digits_covered}
        | _sure(held)
    )


def _face(face: Face) -> dict[str, Any]:
    return {"box": face.box, "score": round(face.score, 3)}


def _place(seen: Observation, files: dict[int, Where]) -> dict[str, Any]:
    return files[seen.page] | {"box": seen.box}


def _sure(seen: Observation) -> dict[str, Any]:
    return {"confidence": round(seen.confidence, 3)}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def value(field: Field, reading: Reading) -> str:
    """Return a reading of a field's value as it may leave the product."""
    if field.name is FieldName.ID_NUMBER:
        return mask_number(reading.text)
    if field.name is FieldName.PHONE:
        return mask_phone(reading.text)
    return mask_text(reading.text) if field.name in PAPERS else _text(reading)


def _text(reading: Reading) -> str:
    return mask_private(reading.text)

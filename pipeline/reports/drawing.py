"""What was seen, drawn over the page: boxes in one colour per kind, with a word beside each."""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from pipeline.datamodel.observation import (
    Cell,
    FacesSeen,
    Field,
    FieldName,
    Handwriting,
    HeldId,
    Observation,
    PageKindSeen,
    Portrait,
    Seal,
    Signature,
    TextLine,
)
from pipeline.datamodel.page import Page, Rgb
from pipeline.errors import OutputError
from pipeline.reports.numbers import lines_with_numbers

COLOURS: dict[type[Observation], tuple[int, int, int]] = {
    TextLine: (190, 190, 190),
    Cell: (0, 150, 0),
    Field: (0, 90, 220),
    Seal: (220, 0, 160),
    Signature: (230, 120, 0),
    Handwriting: (150, 90, 200),
    Portrait: (0, 160, 160),
    HeldId: (130, 60, 200),
    FacesSeen: (0, 160, 160),
}


def annotate(page: Page, observations: Iterable[Observation]) -> Rgb:
    """Return the page (H, W, 3) uint8 RGB with a box and a word for everything seen on it; identity numbers that were read are covered."""
    observations = tuple(observations)
    picture = Image.fromarray(page.image)
    pen = ImageDraw.Draw(picture)
    line = max(1, max(picture.size) // 800)
    size = max(12, max(picture.size) // 90)
    lines = lines_with_numbers([one for one in observations if isinstance(one, TextLine)])
    for number in (*filter(_holds_number, observations), *lines):
        pen.rectangle(
            (number.box.x, number.box.y, max(number.box.x, number.box.right - 1), max(number.box.y, number.box.bottom - 1)), fill=0
        )
    for observation in sorted(observations, key=lambda o: list(COLOURS).index(type(o)) if type(o) in COLOURS else -1):
        if isinstance(observation, PageKindSeen):
            words = f"{observation.kind} {observation.number or '?'}/{observation.of or '?'} {observation.confidence:.2f}"
            pen.text((line, line), words, fill=(200, 0, 0), font_size=size)
        elif type(observation) in COLOURS:
            _outline(pen, observation, line, size)
    return np.asarray(picture)


def write(page: Page, observations: Iterable[Observation], path: Path) -> None:
    """Write the annotated page as PNG, for its owner only; it shows personal data. Raises OutputError where it cannot be written."""
    write_picture(annotate(page, observations), path)


def write_picture(image: Rgb, path: Path) -> None:
    """Write a drawing as PNG, for its owner only. Raises OutputError where it cannot be written."""
    try:
        with open(path, "wb", opener=lambda name, flags: os.open(name, flags, mode=0o600)) as out:
            Image.fromarray(image).save(out, format="PNG")
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; choose another --draw") from error


def _holds_number(observation: Observation) -> bool:
    return isinstance(observation, Field) and observation.name in {FieldName.ID_NUMBER, FieldName.PHONE}


def _outline(pen: ImageDraw.ImageDraw, observation: Observation, line: int, size: int) -> None:
    colour = COLOURS[type(observation)]
    boxes = [face.box for face in observation.faces] if isinstance(observation, FacesSeen | Portrait) else [observation.box]
    for box in boxes:
        pen.rectangle((box.x, box.y, max(box.x, box.right - 1), max(box.y, box.bottom - 1)), outline=colour, width=line)
        if word := _word(observation):
            pen.text((box.x + line, max(0, box.y - size - line)), word, fill=colour, font_size=size)


def _word(observation: Observation) -> str:
    """Return what to write beside a box; names and numbers stay in the record, the drawing carries kinds only."""
    match observation:
        case Cell():
            return observation.role.value
        case Field():
            return observation.name.value + (" (blank)" if observation.blank else "")
        case Seal():
            return f"seal {observation.kind} {observation.legible:.2f}"
        case Signature() | Handwriting():
            what = observation.writing if isinstance(observation, Signature) else "by pen"
            return f"{what} {observation.confidence:.2f}"
        case HeldId():
            return "held id"
        case _:
            return ""

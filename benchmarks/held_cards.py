"""Composes photos of people who hold a specimen card: the card of a drawn sample laid over a picture of a person, and spoiled."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.id_photos import half, identity, read_rgb
from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import Rgb
from pipeline.engines.faces import FaceModels
from pipeline.imaging.card import ID_1_MM, flattened


class Card(NamedTuple):
    """A specimen card laid flat, 1024 px wide, and what is printed on it."""

    image: Rgb
    name: str
    number: str


class Scene(NamedTuple):
    """One composed photo: what was done, the JPEG file, whose card it is about, and whether that is all to be seen in it."""

    story: str
    file: bytes
    card: Card
    good: bool = True
    width: int = 600  # of the card in the picture of 1280 x 960 px


def cards(samples: Path) -> list[Card]:
    """The cards of the drawn applications' hand-held photos, cut out along their edges."""
    found = []
    for row in map(json.loads, (samples / "pages.jsonl").read_text(encoding="utf-8").splitlines()):
        fields = row.get("fields", {})
        if row["kind"] == "held-id" and fields.get("id_number"):
            folder = row.get("id") or row.get("application")
            picture = read_rgb(samples / "uploads" / folder / row["file"])
            x, y, w, h = (int(value) for value in fields["card_box"].split(","))
            # The box is the hull of a card that stands slightly askew; what the askew edge leaves at the rim is a millimetre.
            quad = Quad((x + 3, y + 7), (x + w - 5, y + 4), (x + w - 2, y + h - 8), (x + 5, y + h - 4))
            found.append(Card(flattened(picture, quad, width_px=1024), fields["name"], fields["id_number"]))
    return found


def sitters(portraits: Path, engine: FaceModels, only: str, most: int) -> dict[Path, Face]:
    """One picture of each person of a half with a sizeable face, in an order that their names do not decide, and that face."""
    found: dict[Path, Face] = {}
    known: set[str] = set()
    labels = map(json.loads, (portraits / "truth.jsonl").read_text(encoding="utf-8").splitlines())
    fitting = [row["file"] for row in labels if row["label"]["faces"] == 1 and not row["label"]["smile"] and half(row["file"]) == only]
    for name in sorted(fitting, key=lambda name: hashlib.sha256(name.encode()).hexdigest()):
        faces = engine.faces(read_rgb(portraits / name))
        if len(found) < most and identity(name) not in known and faces and faces[0].box.w > 120:
            found[portraits / name] = faces[0]
            known.add(identity(name))
    return found


def scenes(specimens: list[Card], people: dict[Path, Face]) -> Iterator[Scene]:
    """Per person: the card at three widths, in every turn, at 12 MP, upside down, its back, covered, under glare, no card, no person."""
    for place, (path, face) in enumerate(sorted(people.items())):
        rng = np.random.default_rng(int.from_bytes(hashlib.sha256(path.name.encode()).digest()[:4], "big"))
        room, below = _room(path, face)
        card = specimens[place % len(specimens)]
        for width in (300, 420, 600):
            yield Scene(f"card {width} px", _file(_held(room, below, card.image, width, rng)), card, width=width)
        held = _held(room, below, card.image, 600, rng)
        quarters = 1 + place % 3
        yield Scene("card 600 px, photo on its side or head", _file(np.asarray(np.rot90(held, quarters), np.uint8)), card)
        yield Scene("card 600 px, 12 MP", _file(np.asarray(cv2.resize(held, (4000, 3000), interpolation=cv2.INTER_CUBIC), np.uint8)), card)
        yield Scene(
            "card 600 px, upside down in the hand", _file(_held(room, below, np.asarray(np.rot90(card.image, 2), np.uint8), 600, rng)), card
        )
        for story, shown_side, width in (
            ("back of the card", _back(card.image), 600),
            ("fingers over the number", _fingers(card.image, rng), 480),
            ("thumb over the last digits", _fingers(card.image, rng, last=True), 600),
            ("glare over the number", _glare(card.image, rng), 600),
        ):
            yield Scene(story, _file(_held(room, below, shown_side, width, rng)), card, good=False)
        yield Scene("no card", _file(room), card, good=False)
        empty = cv2.GaussianBlur(room, (0, 0), 60)
        yield Scene("card and no person", _file(_held(np.asarray(empty, np.uint8), below, card.image, 600, rng)), card, good=False)


def _file(image: Rgb) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(image)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _back(card: Rgb) -> Rgb:
    """A drawn back of a card: its two titles, and the lines about authority and term."""
    sheet = Image.new("RGB", (card.shape[1], card.shape[0]), (232, 232, 226))
    pen, k = ImageDraw.Draw(sheet), card.shape[1] / ID_1_MM[0]
    lines = (
        ("中华人民共和国", 30, 6, 5.0),
        ("居民身份证", 28, 15, 7.0),
        ("签发机关  某市公安局", 20, 38, 3.2),
        ("有效期限  2020.01.01-2040.01.01", 20, 45, 3.2),
    )
    for words, x, y, high in lines:
        pen.text((x * k, y * k), words, fill=(25, 25, 25), font=ImageFont.truetype("NotoSansCJK-Regular.ttc", round(high * k)))
    pen.ellipse((6 * k, 6 * k, 22 * k, 22 * k), fill=(190, 40, 40))
    return np.asarray(sheet)


def _room(path: Path, face: Face) -> tuple[Rgb, int]:
    """The picture with the face 200 px wide in a scene of 1280 by 960, its edge carried on; and the first row below the chin."""
    picture = read_rgb(path)
    k = 200 / face.box.w
    x, y = (face.box.x + face.box.w / 2) * k, face.box.y * k
    move = np.array([[k, 0, 640 - x], [0, k, 140 - y]])
    soft = cv2.GaussianBlur(picture, (0, 0), 0.35 / k) if k < 0.75 else picture
    room = cv2.warpAffine(soft, move, (1280, 960), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(room, np.uint8), int(140 + face.box.h * k)


def _held(room: Rgb, below: int, card: Rgb, width: int, rng: np.random.Generator) -> Rgb:
    """The card laid over the scene below the chin, turned by up to 12 degrees, with a little perspective and a thumb on its rim."""
    high = width * ID_1_MM[1] / ID_1_MM[0]
    centre = np.array([rng.uniform(520, 760), min(below + 40 + high / 2, 950 - high / 2)])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, high / 2) * rng.uniform(0.96, 1.04, (4, 2))
    angle = np.radians(rng.uniform(-12, 12))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = (corners @ turn.T + centre).astype(np.float32)
    source = np.array([[0, 0], [card.shape[1], 0], [card.shape[1], card.shape[0]], [0, card.shape[0]]], np.float32)
    soft = cv2.GaussianBlur(card, (0, 0), max(0.4, 0.35 * card.shape[1] / width))
    warp = cv2.getPerspectiveTransform(source, target)
    laid = cv2.warpPerspective(soft, warp, (1280, 960), flags=cv2.INTER_AREA)
    cover = cv2.GaussianBlur(cv2.warpPerspective(np.ones(card.shape[:2], np.float32), warp, (1280, 960)), (0, 0), 0.8)[..., None]
    mixed = room * (1 - cover) + laid * cover
    thumb = tuple(int(v) for v in (target[2] + target[1]) / 2)
    cv2.ellipse(mixed, thumb, (int(0.07 * width), int(0.035 * width)), np.degrees(angle), 0, 360, (196, 150, 122), -1, cv2.LINE_AA)
    light = np.linspace(1.0, rng.uniform(0.8, 1.0), 1280, dtype=np.float32)[None, :, None]
    return np.asarray(np.clip(mixed * light + rng.normal(0, 2.5, mixed.shape), 0, 255), np.uint8)


def _glare(card: Rgb, rng: np.random.Generator) -> Rgb:
    """The card with a lamp's reflex over some of its digits."""
    k = card.shape[1] / ID_1_MM[0]
    rows, columns = np.mgrid[: card.shape[0], : card.shape[1]] / k
    away = ((columns - rng.uniform(38, 68)) / 9) ** 2 + ((rows - 44.5) / 5) ** 2
    reflex = np.clip(1.6 * np.exp(-away), 0, 1)[..., None]
    return np.asarray(card * (1 - reflex) + 255 * reflex, np.uint8)


def _fingers(card: Rgb, rng: np.random.Generator, *, last: bool = False) -> Rgb:
    """The card with one or two fingers over part of its number, or with a thumb from the right over its last digits."""
    covered = card.copy()
    k = card.shape[1] / ID_1_MM[0]
    skin = tuple(int(v) for v in np.array([200, 152, 124]) * rng.uniform(0.55, 1.08))
    if last:
        middle = (int(rng.uniform(76, 82) * k), int(46 * k))
        cv2.ellipse(covered, middle, (int(13 * k), int(6 * k)), rng.uniform(-15, 15), 0, 360, skin, -1, cv2.LINE_AA)
        return covered
    for place in range(int(rng.integers(1, 3))):
        x = rng.uniform(38, 70) + 9 * place
        cv2.ellipse(covered, (int(x * k), int(50 * k)), (int(5 * k), int(11 * k)), rng.uniform(-12, 12), 0, 360, skin, -1, cv2.LINE_AA)
    return covered

"""Draws a person who holds a specimen identity card before a room: the hand-held ID photo."""

# ruff: noqa: RUF005 - arrays are added here, no lists are joined

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw

from samples.drawing.capture import Shot
from samples.drawing.fonts import Face, font
from samples.drawing.paper import Floats, Rgb, Sheet
from samples.drawing.people import Person
from samples.drawing.portraits import Pose, draw_person, on_background


def identity_card(person: Person, px_per_mm: float = 10.0) -> Rgb:
    """The front of an invented identity card, (54 mm, 85.6 mm) at px_per_mm, plainly marked 样本."""
    width, height = round(85.6 * px_per_mm), round(54 * px_per_mm)
    card = Image.new("RGB", (width, height), (232, 240, 246))
    draw = ImageDraw.Draw(card)
    for step in range(-height, width, round(px_per_mm * 2.2)):
        draw.line([(step, 0), (step + height, height)], fill=(220, 232, 241), width=2)
    draw.text((width * 0.40, height * 0.52), "样 本", font=font(Face.HEI_BOLD, round(13 * px_per_mm)), fill=(214, 224, 233), anchor="mm")

    def put(x_mm: float, y_mm: float, words: str, size_mm: float, ink: tuple[int, int, int], face: Face = Face.HEI) -> None:
        draw.text((x_mm * px_per_mm, y_mm * px_per_mm), words, font=font(face, round(size_mm * px_per_mm)), fill=ink)

    label, value = (44, 92, 150), (20, 20, 24)
    put(5, 5.5, "姓名", 3.2, label)
    put(15, 5.0, person.name, 4.0, value)
    put(5, 12.5, "性别", 3.2, label)
    put(15, 12.3, person.sex, 3.5, value)
    put(26, 12.5, "民族", 3.2, label)
    put(35, 12.3, person.nation, 3.5, value)
    put(5, 19.5, "出生", 3.2, label)
    put(15, 19.3, f"{person.birth.year} 年 {person.birth.month} 月 {person.birth.day} 日", 3.5, value)
    put(5, 26.5, "住址", 3.2, label)
    for index in range(0, len(person.address), 10):
        put(15, 26.3 + index * 0.46, person.address[index : index + 10], 3.5, value)
    put(5, 42.6, "公民身份号码", 3.2, label)
    put(28, 42.0, " ".join((person.id_number[:6], person.id_number[6:14], person.id_number[14:])), 4.6, value)
    face, cover = draw_person(person.looks, Pose(head_share=0.60, crown_share=0.10), (260, 330), scale=2)
    shown = Image.fromarray(on_background((face, cover), np.full((330, 260, 3), (236, 242, 247), np.uint8)))
    card.paste(
        shown.resize((round(25 * px_per_mm), round(31.7 * px_per_mm)), Image.Resampling.LANCZOS),
        (round(57 * px_per_mm), round(7 * px_per_mm)),
    )
    return np.asarray(card)


def held_id_shot(
    person: Person,
    rng: np.random.Generator,
    *,
    size_px: tuple[int, int] = (1280, 960),
    card: Literal["shown", "covered", "absent"] = "shown",
) -> Shot:
    """The photo as a phone took it; the card is at least 450 px wide."""
    width, height = size_px
    scene = _room(size_px, rng)
    pose = Pose(head_share=0.56, crown_share=0.06, centre_share=0.42, roll_deg=rng.uniform(-2, 2))
    scene = on_background(draw_person(person.looks, pose, size_px, scale=1), scene)
    sheet = Sheet(kind="held-id", size_mm=(width / 8, height / 8), px_per_mm=8)
    if card != "absent":
        sheet.fields.update(name=person.name, id_number=person.id_number if card == "shown" else "")
        corners = np.array([[0.53, 0.58], [0.945, 0.565], [0.95, 0.91], [0.535, 0.925]]) * (width, height)
        corners += rng.uniform(-6, 6, (4, 2))
        scene = _hand(scene, person, corners, behind=True)
        scene = _with_card(scene, identity_card(person), corners)
        scene = _hand(scene, person, corners, behind=False)
        if card == "covered":
            scene = _fingers_over(scene, person, corners)
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        sheet.fields["card_box"] = ",".join(str(round(float(v))) for v in (left, top, right - left, bottom - top))
    light = np.linspace(1.02, 0.93, width, dtype=np.float32)[None, :, None]
    noise = rng.normal(0, 2.2, scene.shape).astype(np.float32)
    picture = np.clip(cv2.GaussianBlur(scene.astype(np.float32) * light, (0, 0), 0.6) + noise, 0, 255)
    return Shot(image=picture.astype(np.uint8), sheet=sheet, matrix=np.eye(3), px_per_mm=None)


def _room(size: tuple[int, int], rng: np.random.Generator) -> Rgb:
    width, height = size
    wall = np.array([(206, 202, 190), (190, 202, 208), (212, 204, 196)][int(rng.integers(0, 3))], np.float32)
    fade = np.linspace(1.0, 0.86, height, dtype=np.float32)[:, None, None]
    room = np.repeat(wall[None, None] * fade, width, axis=1).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(room))
    draw = ImageDraw.Draw(image)
    draw.rectangle([width * 0.70, height * 0.04, width * 0.97, height * 0.46], fill=(126, 98, 72))
    for shelf in range(3):
        top = height * (0.06 + 0.13 * shelf)
        x = width * 0.71
        while x < width * 0.955:
            thick = float(rng.uniform(10, 24))
            colour = tuple(int(v) for v in rng.integers(60, 190, 3))
            draw.rectangle([x, top + float(rng.uniform(0, 18)), x + thick, top + height * 0.115], fill=colour)
            x += thick + 2
    draw.rectangle([width * 0.03, height * 0.05, width * 0.17, height * 0.30], fill=(228, 232, 226), outline=(120, 110, 96), width=6)
    return cv2.GaussianBlur(np.asarray(image), (0, 0), 3.0).astype(np.uint8)


def _with_card(scene: Rgb, card: Rgb, corners: Floats) -> Rgb:
    source = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * (card.shape[1], card.shape[0])
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), corners.astype(np.float32))
    size = (scene.shape[1], scene.shape[0])
    shown = cv2.warpPerspective(cv2.GaussianBlur(card, (0, 0), 0.6), matrix, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full(card.shape[:2], 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)[..., None] / 255
    shadow = cv2.GaussianBlur(np.roll(mask[..., 0], (8, 6), (0, 1)), (0, 0), 9)[..., None]
    return (scene * (1 - 0.3 * shadow * (1 - mask)) * (1 - mask) + shown * mask).astype(np.uint8)


def _hand(scene: Rgb, person: Person, corners: Floats, *, behind: bool) -> Rgb:
    """Behind the card: palm, fingers and sleeve; before it: the thumb on the card's lower right edge."""
    skin = np.asarray(person.looks.skin) * 0.93
    right, bottom = corners[2]
    if behind:
        wrist = np.array([right + 20, bottom + 30])
        scene = _limb(scene, [wrist + (-70, 220), wrist + (-30, 60)], 84, np.asarray(person.looks.clothes, float))
        scene = _limb(scene, [wrist + (-35, 80), wrist + (-45, -70)], 62, skin * 0.92)
        for finger in range(4):
            tip = np.array([right + 22 - finger * 3, bottom - 210 + finger * 42])
            scene = _limb(scene, [wrist + (-20, -60), tip + (12, 10), tip], 19, skin * (0.98 - 0.03 * finger))
        return scene
    return _limb(scene, [(right + 14, bottom + 30), (right + 2, bottom - 4), (right - 40, bottom - 11)], 17, skin)


def _fingers_over(scene: Rgb, person: Person, corners: Floats) -> Rgb:
    skin = np.asarray(person.looks.skin) * 0.95
    left, bottom = corners[3]
    wide = corners[2][0] - left
    for finger in range(3):
        y = bottom - 22 - 27 * finger
        scene = _limb(scene, [(left - 60, y + 30), (left + wide * 0.30, y), (left + wide * (0.86 - 0.05 * finger), y - 6)], 17, skin)
    return scene


def _limb(scene: Rgb, joints: list[object], radius: int, colour: Floats) -> Rgb:
    points = np.array([np.asarray(joint, float) for joint in joints])
    flat = np.zeros(scene.shape[:2], np.uint8)
    cv2.polylines(
        flat, [np.round(points * 16).astype(np.int32)], isClosed=False, color=255, thickness=radius * 2, lineType=cv2.LINE_AA, shift=4
    )
    mask = flat.astype(np.float32) / 255
    depth = np.sqrt(np.clip(cv2.distanceTransform((flat > 127).astype(np.uint8), cv2.DIST_L2, 5) / radius, 0, 1))
    shade = (0.68 + 0.32 * depth)[..., None]
    return (scene * (1 - mask[..., None]) + np.asarray(colour, np.float32) * shade * mask[..., None]).astype(np.uint8)

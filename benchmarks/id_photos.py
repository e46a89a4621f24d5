"""Composes ID photos from pictures of people; nothing here is saved into the project."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from pipeline.datamodel.page import Rgb
from pipeline.engines.faces import FaceModels, Floats
from pipeline.imaging import face_geometry as geometry

WIDTH, HEIGHT = 295, 413
MOST_CARRIED_ON = 0.21  # of the height: a picture that ends below the chin has its last row of clothes carried on


class Photo:
    """One composed photo: colour and cover (H, W) 0-1 at spec size, the uncut scene, and where the face stands."""

    def __init__(self, name: str, colour: Rgb, cover: Floats, scene: Rgb, mesh: Floats, lids: tuple[Floats, Floats]) -> None:
        self.name, self.colour, self.cover, self.scene, self.mesh, self.lids = name, colour, cover, scene, mesh, lids

    def on(self, ground: tuple[int, int, int] | Rgb, scale: float = 1.0, shift: tuple[float, float] = (0, 0), turn: float = 0) -> Rgb:
        """The person on a ground, moved: scale about the face, shift in shares of width and height, turn clockwise degrees."""
        back = np.broadcast_to(np.asarray(ground, np.float32), (HEIGHT, WIDTH, 3))
        if scale != 1.0 or shift != (0, 0) or turn:
            cx, cy = self.mesh[4, :2]
            move = cv2.getRotationMatrix2D((float(cx), float(cy)), -turn, scale)
            move[:, 2] += np.array([shift[0] * WIDTH, shift[1] * HEIGHT])
            # Shoulders are carried on below the picture's foot, sides are not.
            tall = cv2.copyMakeBorder(self.colour, 0, HEIGHT, 0, 0, cv2.BORDER_REPLICATE)
            tall_cover = cv2.copyMakeBorder(self.cover, 0, HEIGHT, 0, 0, cv2.BORDER_REPLICATE)
            colour = cv2.warpAffine(tall, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            cover = cv2.warpAffine(tall_cover, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        else:
            colour, cover = self.colour, self.cover
        mixed = colour * cover[..., None] + back * (1 - cover[..., None])
        return np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8)

    @property
    def good(self) -> Rgb:
        """The photo as it should be: on white."""
        return self.on((255, 255, 255))


def read_rgb(path: Path) -> Rgb:
    """A picture as (H, W, 3) uint8 RGB."""
    return np.asarray(Image.open(path).convert("RGB"))


def saved_as_jpeg(image: Rgb, *qualities: int) -> tuple[Rgb, int]:
    """The picture after it was saved at these qualities one after another, and the bytes of the last file."""
    size = 0
    for quality in qualities:
        file = io.BytesIO()
        Image.fromarray(image).save(file, "JPEG", quality=quality)
        image, size = np.asarray(Image.open(file).convert("RGB")), file.tell()
    return image, size


def half(name: str) -> str:
    """'tuning' or 'shut', by the hash of the identity, so that no person is in both."""
    return "shut" if hashlib.sha256(identity(name).encode()).digest()[0] % 2 else "tuning"


def identity(name: str) -> str:
    """The person behind a file name: the two shots of one sitter share a number, a series shares a stem."""
    stem = name.rsplit(".", 1)[0].rsplit("__", maxsplit=1)[-1]
    return stem.split("_")[0] if "_front__" in name else stem.rstrip("0123456789") if "lisa" in stem else stem


def photos(folder: Path, engine: FaceModels, only: str | None = None) -> Iterator[Photo]:
    """The photos that can be composed from the pictures of a folder, one half or all, in the order of their names.

    Pictures labelled dim, smiling or with headwear make no good ID photo and are left out.
    """
    for label in sorted(map(json.loads, (folder / "truth.jsonl").read_text().splitlines()), key=lambda row: row["file"]):
        told, path = label["label"], folder / label["file"]
        if told["light"] == "dim" or told["smile"] or told["headwear"] != "none":
            continue
        if only in (None, half(path.name)) and (photo := compose(path, engine)) is not None:
            yield photo


def compose(path: Path, engine: FaceModels) -> Photo | None:
    """An ID photo of the person in a picture, None where there is not exactly one frontal face with room around it."""
    image = read_rgb(path)
    faces = engine.faces(image)
    if len(faces) != 1:
        return None
    mesh, score = engine.mesh(image, faces[0])
    pose = geometry.pose(mesh)
    tall = float(np.hypot(*(mesh[10, :2] - mesh[152, :2])))
    if score < 0.9 or abs(pose.yaw_deg) > 15 or tall < 110:
        return None
    image, mesh = _levelled(image, mesh, pose.roll_deg)
    crown = geometry.crown_row(engine.person(image), mesh)
    if crown is None or crown <= 1:
        return None
    seed = int.from_bytes(hashlib.sha256(path.name.encode()).digest()[:4], "big")
    rng = np.random.default_rng(seed)
    head = float(mesh[152, 1]) - crown
    high = head / rng.uniform(0.58, 0.68)
    wide, top = high * WIDTH / HEIGHT, crown - rng.uniform(0.07, 0.11) * high
    if WIDTH / wide > 1.2 or top + high > image.shape[0] + MOST_CARRIED_ON * high:
        return None
    k = WIDTH / wide
    move = np.array([[k, 0, -(geometry.face_centre_x(mesh) - wide / 2) * k], [0, k, -top * k]])
    soft = cv2.GaussianBlur(image, (0, 0), 0.35 / k) if k < 0.75 else image
    scene = np.asarray(cv2.warpAffine(soft, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    placed = (np.column_stack([mesh[:, :2] @ move[:, :2].T + move[:, 2], mesh[:, 2] * k])).astype(np.float32)
    cover = _cover(scene, engine.person(scene))
    return Photo(path.name, _unfringed(scene, cover), cover, scene, placed, engine.eyelids(scene, placed))


def _levelled(image: Rgb, mesh: Floats, roll_deg: float) -> tuple[Rgb, Floats]:
    x, y = (float(v) for v in mesh[4, :2])
    move = cv2.getRotationMatrix2D((x, y), roll_deg, 1.0)
    level = np.asarray(cv2.warpAffine(image, move, (image.shape[1], image.shape[0]), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    return level, np.column_stack([mesh[:, :2] @ move[:, :2].T + move[:, 2], mesh[:, 2]]).astype(np.float32)


def _cover(scene: Rgb, person: Floats) -> Floats:
    """How much of each pixel is person: colour distance from an even ground near the mask's edge, the mask elsewhere."""
    lab = cv2.cvtColor(scene.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    sure = person < 0.05
    soft = np.clip((person - 0.15) / 0.7, 0, 1)
    if sure.mean() < 0.03:
        return np.asarray(soft, np.float32)
    rows, columns = np.nonzero(sure)
    plane = np.column_stack([np.ones(rows.size), rows / HEIGHT, columns / WIDTH, (rows / HEIGHT) ** 2, (columns / WIDTH) ** 2])
    fit, *_ = np.linalg.lstsq(plane, lab[rows, columns], rcond=None)
    yy, xx = np.mgrid[:HEIGHT, :WIDTH] / np.array([HEIGHT, WIDTH]).reshape(2, 1, 1)
    even = np.stack([np.ones_like(yy), yy, xx, yy**2, xx**2], axis=-1) @ fit
    away = np.linalg.norm(lab - even, axis=2)
    if np.percentile(away[sure], 95) > 8:  # not an even ground: the mask is all there is
        return np.asarray(soft, np.float32)
    by_colour = np.clip((away - 5) / 14, 0, 1)
    near = cv2.dilate((person > 0.3).astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    return np.asarray(np.where(person > 0.92, 1, np.where(near, np.maximum(by_colour, np.clip((person - 0.6) / 0.4, 0, 1)), 0)), np.float32)


def _unfringed(scene: Rgb, cover: Floats) -> Rgb:
    """The person's colour where it is mixed with the ground, taken from the nearest sure pixel; keeps the old ground out of the rim."""
    unsure = ((cover < 0.9) & (cover > 0)).astype(np.uint8)
    sure = (cover >= 0.9).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(1 - sure, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    table = np.zeros((int(labels.max()) + 1, 3), np.uint8)
    table[labels[sure > 0]] = scene[sure > 0]
    return np.asarray(np.where(unsure[..., None] > 0, table[labels], scene), np.uint8)

"""Composes ID photos from pictures of people and spoils them in named ways; nothing here is saved into the project."""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from pipeline.datamodel.page import Rgb
from pipeline.engines.faces import FaceModels, Floats
from pipeline.imaging import face_geometry as geometry

WIDTH, HEIGHT = 295, 413
Spoil = Callable[["Photo"], Rgb]


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


def saved(image: Rgb, story: Story) -> bytes:
    """The picture as the file that a story asks for."""
    image = saved_as_jpeg(image, *story.qualities[:-1])[0] if len(story.qualities) > 1 else image
    file = io.BytesIO()
    Image.fromarray(image).convert(story.mode).save(file, story.form, quality=story.qualities[-1])
    return file.getvalue()


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
    if WIDTH / wide > 1.2 or top + high > image.shape[0] + 0.05 * high:
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


# --- spoiling -------------------------------------------------------------------------------------------------------------------

WHITE = (255, 255, 255)


def blurred(sigma: float) -> Spoil:
    """Out of focus: a Gaussian of that sigma in pixels."""
    return lambda p: np.asarray(cv2.GaussianBlur(p.good, (0, 0), sigma), np.uint8)


def motion(length: int, degrees: float) -> Spoil:
    """Shaken: a line of that length, at that angle in degrees."""

    def spoil(p: Photo) -> Rgb:
        kernel = np.zeros((length, length), np.float32)
        half_side, a = (length - 1) / 2, math.radians(degrees)
        ends = [(round(half_side + s * half_side * math.cos(a)), round(half_side + s * half_side * math.sin(a))) for s in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        return np.asarray(cv2.filter2D(p.good, -1, kernel / kernel.sum()), np.uint8)

    return spoil


def upscaled(share: float) -> Spoil:
    """Scaled down to a share of the size and up again."""

    def spoil(p: Photo) -> Rgb:
        small = cv2.resize(p.good, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)

    return spoil


def gained(factor: float, offset: float = 0.0) -> Spoil:
    """Every channel times a factor and an offset."""
    return lambda p: np.asarray(np.clip(p.good.astype(np.float32) * factor + offset, 0, 255), np.uint8)


def tinted(r: float, g: float, b: float) -> Spoil:
    """Each channel times a factor of its own: the colour of the light."""
    return lambda p: np.asarray(np.clip(p.good.astype(np.float32) * np.array([r, g, b]), 0, 255), np.uint8)


def saturated(factor: float) -> Spoil:
    """Colours paler (below 1) or stronger (above)."""

    def spoil(p: Photo) -> Rgb:
        gray = cv2.cvtColor(p.good, cv2.COLOR_RGB2GRAY).astype(np.float32)[..., None]
        return np.asarray(np.clip(gray + factor * (p.good.astype(np.float32) - gray), 0, 255), np.uint8)

    return spoil


def gradient_ground(p: Photo) -> Rgb:
    """A ground that darkens from white at the top."""
    ramp = np.linspace(255, 190, HEIGHT, dtype=np.float32)[:, None, None]
    return p.on(np.asarray(np.broadcast_to(ramp, (HEIGHT, WIDTH, 3)), np.float32))


def shadow(depth: float) -> Spoil:
    """A shadow of the person on a white wall, to the right and down."""

    def spoil(p: Photo) -> Rgb:
        cast = cv2.warpAffine(p.cover, np.array([[1, 0, 22], [0, 1, 14]], np.float32), (WIDTH, HEIGHT))
        cast = cv2.GaussianBlur(cast, (0, 0), 7)
        return p.on(np.asarray(255 * (1 - depth * cast)[..., None] * np.ones(3), np.float32))

    return spoil


def side_light(weakest: float) -> Spoil:
    """The person darker towards the right, down to a share of the light."""
    ramp = np.linspace(1.0, weakest, WIDTH, dtype=np.float32)[None, :, None]
    return lambda p: np.asarray(np.where(p.cover[..., None] > 0.05, p.good * ramp, p.good), np.uint8)


def framed(colour: tuple[int, int, int], thick: int) -> Spoil:
    """A frame of that colour and thickness in pixels."""

    def spoil(p: Photo) -> Rgb:
        inner = p.good[thick:-thick, thick:-thick]
        return np.asarray(cv2.copyMakeBorder(inner, thick, thick, thick, thick, cv2.BORDER_CONSTANT, value=colour), np.uint8)

    return spoil


def stretched(x: float) -> Spoil:
    """Wider or narrower than it was."""

    def spoil(p: Photo) -> Rgb:
        wide = cv2.resize(p.good, (round(WIDTH * x), HEIGHT), interpolation=cv2.INTER_AREA if x < 1 else cv2.INTER_LINEAR)
        extra = wide.shape[1] - WIDTH
        if extra >= 0:
            return np.asarray(wide[:, extra // 2 : extra // 2 + WIDTH], np.uint8)
        left = -extra // 2
        return np.asarray(cv2.copyMakeBorder(wide, 0, 0, left, -extra - left, cv2.BORDER_REPLICATE), np.uint8)

    return spoil


def second_face(p: Photo) -> Rgb:
    """A second, smaller face in the corner."""
    picture = p.good
    x0, y0, x1, y1 = 60, 40, 235, 300
    small = cv2.resize(picture[y0:y1, x0:x1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    picture[4 : 4 + small.shape[0], 2 : 2 + small.shape[1]] = small
    return picture


def glasses(colour: tuple[int, int, int], *, dark: bool) -> Spoil:
    """Drawn glasses, with dark lenses or without lenses."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good
        eyes = geometry.eye_centres(p.mesh)
        gap = geometry.inter_eye_px(p.mesh)
        across, high = int(0.40 * gap), int(0.29 * gap)
        for x, y in eyes:
            centre = (int(x), int(y + 0.08 * gap))
            if dark:
                cv2.ellipse(picture, centre, (across, high), 0, 0, 360, colour, -1, cv2.LINE_AA)
            cv2.ellipse(picture, centre, (across, high), 0, 0, 360, colour, 3, cv2.LINE_AA)
        (ax, ay), (bx, by) = sorted((float(x), float(y)) for x, y in eyes)
        cv2.line(picture, (int(ax + across), int(ay)), (int(bx - across), int(by)), colour, 3, cv2.LINE_AA)
        return picture

    return spoil


def mask(colour: tuple[int, int, int]) -> Spoil:
    """A drawn mask over nose, mouth and chin."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good
        points = p.mesh[[234, 227, 117, 6, 346, 447, 454, 361, 397, 379, 400, 152, 176, 150, 172, 132], :2]
        layer = picture.copy()
        cv2.fillPoly(layer, [cv2.convexHull(points.astype(np.int32))], colour, cv2.LINE_AA)
        shade = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 6).astype(np.float32)[..., None] / 200
        covered = (layer != picture).any(axis=2)[..., None]
        return np.asarray(np.where(covered, np.clip(layer * np.clip(shade, 0.7, 1.05), 0, 255), picture), np.uint8)

    return spoil


def closed_eyes(p: Photo) -> Rgb:
    """Each eye painted over with the skin of its lid, and a lash line drawn along the lower lid."""
    picture = p.good
    for lid in p.lids:
        hull = cv2.convexHull(lid[:16, :2].astype(np.int32))
        grown = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.fillConvexPoly(grown, hull, 1)
        grown = np.asarray(cv2.dilate(grown, np.ones((5, 5), np.uint8)), np.uint8)
        upper = lid[9:16, :2].mean(axis=0)
        width = float(np.hypot(*(lid[0, :2] - lid[8, :2])))
        x, y = int(upper[0]), int(upper[1] - 0.22 * width)
        skin = np.median(picture[max(0, y - 2) : y + 3, max(0, x - 4) : x + 5].reshape(-1, 3), axis=0)
        soft = cv2.GaussianBlur(grown.astype(np.float32), (0, 0), 1.0)[..., None]
        picture = np.asarray(picture * (1 - soft) + skin * soft, np.uint8)
        lash = lid[[0, 1, 2, 3, 4, 5, 6, 7, 8], :2].astype(np.int32)
        cv2.polylines(picture, [lash], isClosed=False, color=tuple(int(v * 0.35) for v in skin), thickness=1, lineType=cv2.LINE_AA)
    return picture


def looking_aside(share: float) -> Spoil:
    """Both irises moved to the picture's right by a share of the eye's width; what is within the lids moves, the lids stay."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good.astype(np.float32)
        for lid in p.lids:
            eye = np.zeros((HEIGHT, WIDTH), np.uint8)
            cv2.fillPoly(eye, [cv2.convexHull(lid[:16, :2].astype(np.int32))], 1)
            by = share * float(np.hypot(*(lid[0, :2] - lid[8, :2])))
            # Outside the lids the white of the eye is carried on, or skin would be drawn into the eye.
            white = np.percentile(p.good[eye > 0], 80, axis=0)
            inner = np.where(eye[..., None] > 0, p.good, white).astype(np.float32)
            moved = cv2.warpAffine(inner, np.array([[1, 0, by], [0, 1, 0.0]]), (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            soft = cv2.GaussianBlur(eye.astype(np.float32), (0, 0), 0.7)[..., None]
            picture = picture * (1 - soft) + moved * soft
        return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)

    return spoil


def hair_over_eye(p: Photo) -> Rgb:
    """Dark strands from the forehead over one eye down to the cheek."""
    picture = p.good
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(p.name.encode()).digest()[:4], "big"))
    right, left = geometry.eye_centres(p.mesh)
    eye, gap = (right if rng.random() < 0.5 else left), geometry.inter_eye_px(p.mesh)
    top = float(p.mesh[10, 1])
    for _ in range(60):
        x = float(eye[0]) + rng.normal(0, 0.22) * gap
        start = (int(x + rng.normal(0, 0.08) * gap), int(top - 0.15 * gap))
        end = (int(x + rng.normal(0, 0.08) * gap), int(eye[1] + rng.uniform(0.15, 0.5) * gap))
        shade = int(rng.integers(18, 55))
        cv2.line(picture, start, end, (shade + 8, shade + 2, shade), 2, cv2.LINE_AA)
    return picture


def glaring(p: Photo) -> Rgb:
    """Glasses with a white reflex on each lens."""
    picture = glasses((40, 35, 35), dark=False)(p)
    gap = geometry.inter_eye_px(p.mesh)
    for x, y in geometry.eye_centres(p.mesh):
        cv2.ellipse(
            picture, (int(x - 0.08 * gap), int(y)), (int(0.14 * gap), int(0.1 * gap)), -20, 0, 360, (255, 255, 255), -1, cv2.LINE_AA
        )
    return picture


def bearded(p: Photo) -> Rgb:
    """A drawn beard: dark stubble over chin, jaw and upper lip, the lips left out."""
    picture = p.good
    ring = p.mesh[[58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 410, 0, 186], :2].astype(np.int32)
    lips = p.mesh[[61, 37, 0, 267, 291, 314, 17, 84], :2].astype(np.int32)
    cover = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(cover, [ring], 1)
    cv2.fillPoly(cover, [cv2.convexHull(lips)], 0)
    soft = 0.75 * cv2.GaussianBlur(cover.astype(np.float32), (0, 0), 3)[..., None]
    rng = np.random.default_rng(1)
    hair = np.array([55, 45, 40]) + rng.normal(0, 18, (HEIGHT, WIDTH, 1))
    return np.asarray(np.clip(picture * (1 - soft) + hair * soft, 0, 255), np.uint8)


def hat(colour: tuple[int, int, int]) -> Spoil:
    """A drawn hat with a brim."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good
        cx, brow = int(geometry.face_centre_x(p.mesh)), int(p.mesh[10, 1])
        half_width = int(0.62 * geometry.face_width_px(p.mesh))
        cv2.ellipse(picture, (cx, brow), (half_width, int(0.7 * half_width)), 0, 180, 360, colour, -1, cv2.LINE_AA)
        cv2.ellipse(picture, (cx, brow), (int(1.25 * half_width), 9), 0, 0, 360, colour, -1, cv2.LINE_AA)
        return picture

    return spoil


def noisy(sigma: float) -> Spoil:
    """Sensor noise of that standard deviation, seeded from the picture's name."""

    def spoil(p: Photo) -> Rgb:
        rng = np.random.default_rng(int.from_bytes(hashlib.sha256(p.name.encode()).digest()[:4], "big"))
        return np.asarray(np.clip(p.good + rng.normal(0, sigma, p.good.shape), 0, 255), np.uint8)

    return spoil


class Story(NamedTuple):
    """One way of spoiling a photo: how, the JPEG qualities it is saved with one after another, the check that should say so.

    check: "" where nothing may be found; near: so near a limit that either answer is right. mode, form: how the file holds it.
    """

    spoil: Spoil
    qualities: tuple[int, ...] = (92,)
    check: str = ""
    near: bool = False
    mode: str = "RGB"
    form: str = "JPEG"


def sized(width: int, height: int) -> Spoil:
    """The good photo at another size."""
    return lambda p: np.asarray(Image.fromarray(p.good).resize((width, height), Image.Resampling.LANCZOS))


SPOILED: dict[str, Story] = {
    "good": Story(lambda p: p.good, (92,), ""),
    "good, 10 KB (Q50)": Story(lambda p: p.good, (50,), ""),
    "good, Q75": Story(lambda p: p.good, (75,), ""),
    "good, noise 3": Story(noisy(3), (92,), ""),
    "good, 4 % smaller": Story(lambda p: p.on(WHITE, 0.96), (92,), ""),
    "good, tilt 2": Story(lambda p: p.on(WHITE, turn=2), (92,), ""),
    "good, brighter x1.06": Story(gained(1.06), (92,), ""),
    "good, darker x0.93": Story(lambda p: np.asarray(np.where(p.cover[..., None] > 0.5, p.good * 0.93, p.good), np.uint8), (92,), ""),
    "good, beard": Story(bearded),
    "near: head x0.9": Story(lambda p: p.on(WHITE, 0.9), (92,), "photo-head", near=True),
    "near: head x1.1": Story(lambda p: p.on(WHITE, 1.1), (92,), "photo-head", near=True),
    "near: off centre 5 %": Story(lambda p: p.on(WHITE, shift=(0.05, 0)), (92,), "photo-head", near=True),
    "near: tilt 5": Story(lambda p: p.on(WHITE, turn=5), (92,), "photo-pose", near=True),
    "near: stretch 1.1": Story(stretched(1.1), (92,), "photo-head", near=True),
    "near: stretch 0.9": Story(stretched(0.9), (92,), "photo-head", near=True),
    "near: ground 240": Story(lambda p: p.on((240, 240, 240)), (92,), "photo-background", near=True),
    "near: ground 232": Story(lambda p: p.on((232, 232, 232)), (92,), "photo-background", near=True),
    "near: blur 0.7": Story(blurred(0.7), (92,), "photo-sharpness", near=True),
    "near: Q40": Story(lambda p: p.good, (40,), "photo-compression", near=True),
    "near: over-exposed x1.25": Story(gained(1.25), (92,), "photo-exposure", near=True),
    "near: looking aside 0.08": Story(looking_aside(0.08), (92,), "photo-eyes", near=True),
    "looking aside 0.2": Story(looking_aside(0.2), (92,), "photo-eyes"),
    "looking aside -0.2": Story(looking_aside(-0.2), (92,), "photo-eyes"),
    "hair over an eye": Story(hair_over_eye, (92,), "photo-eyes"),
    "glaring glasses": Story(glaring, (92,), "photo-glasses"),
    "mask black": Story(mask((35, 35, 38)), (92,), "photo-face"),
    "mask pink": Story(mask((240, 200, 205)), (92,), "photo-face"),
    "helmet yellow": Story(hat((240, 200, 40)), (92,), "photo-headwear"),
    "size 294 x 413": Story(sized(294, 413), (92,), "photo-size"),
    "size 358 x 441": Story(sized(358, 441), (92,), "photo-size"),
    "size 590 x 826": Story(sized(590, 826), (92,), "photo-size"),
    "size 150 x 210": Story(sized(150, 210), (92,), "photo-size"),
    "mode CMYK": Story(lambda p: p.good, (92,), "photo-file", mode="CMYK"),
    "mode greyscale": Story(lambda p: p.good, (92,), "photo-colour", mode="L"),
    "a PNG": Story(lambda p: p.good, (92,), "photo-file", form="PNG"),
    "ground natural scene": Story(lambda p: p.scene, (92,), "photo-background"),
    "ground blue": Story(lambda p: p.on((67, 142, 219)), (92,), "photo-background"),
    "ground deep blue": Story(lambda p: p.on((20, 60, 160)), (92,), "photo-background"),
    "ground red": Story(lambda p: p.on((215, 25, 25)), (92,), "photo-background"),
    "ground light blue": Story(lambda p: p.on((200, 220, 245)), (92,), "photo-background"),
    "ground grey 225": Story(lambda p: p.on((225, 225, 225)), (92,), "photo-background"),
    "ground grey 200": Story(lambda p: p.on((200, 200, 200)), (92,), "photo-background"),
    "ground gradient": Story(gradient_ground, (92,), "photo-background"),
    "shadow 0.25": Story(shadow(0.25), (92,), "photo-background"),
    "shadow 0.15": Story(shadow(0.15), (92,), "photo-background"),
    "head x0.70": Story(lambda p: p.on(WHITE, 0.7), (92,), "photo-head"),
    "head x1.35": Story(lambda p: p.on(WHITE, 1.35), (92,), "photo-head"),
    "off centre 10 %": Story(lambda p: p.on(WHITE, shift=(0.10, 0)), (92,), "photo-head"),
    "top cut": Story(lambda p: p.on(WHITE, shift=(0, -0.16)), (92,), "photo-head"),
    "stretch 1.2": Story(stretched(1.2), (92,), "photo-head"),
    "stretch 0.8": Story(stretched(0.8), (92,), "photo-head"),
    "tilt 8": Story(lambda p: p.on(WHITE, turn=8), (92,), "photo-pose"),
    "tilt 12": Story(lambda p: p.on(WHITE, turn=12), (92,), "photo-pose"),
    "turned 90": Story(lambda p: np.ascontiguousarray(np.rot90(p.good, -1)), (92,), "photo-pose"),
    "turned 180": Story(lambda p: np.ascontiguousarray(np.rot90(p.good, 2)), (92,), "photo-pose"),
    "turned 270": Story(lambda p: np.ascontiguousarray(np.rot90(p.good, 1)), (92,), "photo-pose"),
    "no face": Story(lambda p: np.full_like(p.good, 255) - np.asarray(p.cover[..., None] * 120, np.uint8), (92,), "photo-face"),
    "two faces": Story(second_face, (92,), "photo-face"),
    "mask white": Story(mask((235, 238, 240)), (92,), "photo-face"),
    "mask blue": Story(mask((120, 170, 215)), (92,), "photo-face"),
    "closed eyes": Story(closed_eyes, (92,), "photo-eyes"),
    "sunglasses": Story(glasses((25, 25, 28), dark=True), (92,), "photo-glasses"),
    "glasses": Story(glasses((40, 35, 35), dark=False), (92,), "photo-glasses"),
    "hat": Story(hat((40, 40, 90)), (92,), "photo-headwear"),
    "blur 1.0": Story(blurred(1.0), (92,), "photo-sharpness"),
    "blur 1.5": Story(blurred(1.5), (92,), "photo-sharpness"),
    "blur 2.5": Story(blurred(2.5), (92,), "photo-sharpness"),
    "motion 7 px, 0": Story(motion(7, 0), (92,), "photo-sharpness"),
    "motion 7 px, 90": Story(motion(7, 90), (92,), "photo-sharpness"),
    "motion 7 px, 45": Story(motion(7, 45), (92,), "photo-sharpness"),
    "upscaled 2x": Story(upscaled(1 / 2), (92,), "photo-sharpness"),
    "upscaled 3x": Story(upscaled(1 / 3), (92,), "photo-sharpness"),
    "over-exposed x1.5": Story(gained(1.5), (92,), "photo-exposure"),
    "over-exposed x2": Story(gained(2.0), (92,), "photo-exposure"),
    "dark x0.5": Story(gained(0.5), (92,), "photo-exposure"),
    "dark x0.35": Story(gained(0.35), (92,), "photo-exposure"),
    "side light 0.4": Story(side_light(0.4), (92,), "photo-exposure"),
    "washed out": Story(gained(0.4, 150), (92,), "photo-exposure"),
    "greyscale": Story(saturated(0), (92,), "photo-colour"),
    "pale x0.35": Story(saturated(0.35), (92,), "photo-colour"),
    "garish x1.9": Story(saturated(1.9), (92,), "photo-colour"),
    "yellow cast": Story(tinted(1.0, 0.95, 0.7), (92,), "photo-colour"),
    "blue cast": Story(tinted(0.75, 0.92, 1.0), (92,), "photo-colour"),
    "JPEG Q20 re-saved": Story(lambda p: p.good, (20, 92), "photo-compression"),
    "JPEG Q20": Story(lambda p: p.good, (20,), "photo-compression"),
    "JPEG Q10": Story(lambda p: p.good, (10,), "photo-compression"),
    "JPEG Q30": Story(lambda p: p.good, (30,), "photo-compression"),
    "frame black": Story(framed((0, 0, 0), 6), (92,), "photo-frame"),
    "frame blue": Story(framed((30, 60, 170), 10), (92,), "photo-frame"),
    "frame grey": Story(framed((200, 200, 200), 8), (92,), "photo-frame"),
}  # fmt: skip

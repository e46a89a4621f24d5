"""Single ID photos: good ones and one for each defect that a photo check looks for."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from PIL import Image

from samples.cast import PEOPLE
from samples.drawing.paper import Rgb
from samples.drawing.portraits import Pose, draw_person, on_background
from samples.expectations import PHOTO

WIDTH, HEIGHT = 295, 413
WHITE = (255, 255, 255)
Change: TypeAlias = Callable[[Rgb], Rgb]
# What another photo specification answers: the exam's notice names white, the registration rules name no colour.
ELSEWHERE = {story: {"exam-one-inch": {"photo-background": "fail"}} for story in ("blue background", "red background")}


def portrait(number: int, pose: Pose | None = None, background: Rgb | tuple[int, int, int] = WHITE) -> Rgb:
    """An ID photo (413, 295, 3) of the numbered person (1-16)."""
    plain = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    plain[:] = background
    return on_background(draw_person(PEOPLE[number - 1].looks, pose or Pose(), (WIDTH, HEIGHT)), plain)


def write_photos(folder: Path, seed: int) -> list[dict[str, Any]]:
    """Writes every photo into the folder; returns the truth, one object a photo."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng([seed, 99])
    lines = []
    for number, (image, save, failing, story) in enumerate(_photos(rng), start=1):
        name = f"photo-{number:02d}.jpg"
        save(folder / name, image)
        expected = {check: "pass" for check in PHOTO if check != "photo-present"} | {"photo-headwear": "either"}
        expected |= failing
        under = {"under": ELSEWHERE[story]} if story in ELSEWHERE else {}
        lines.append({"file": name, "story": story, "expected": expected, **under})
    return lines


def _photos(rng: np.random.Generator) -> list[tuple[Rgb, Callable[[Path, Rgb], None], dict[str, str], str]]:
    base = portrait(2)
    shadow = _shaded(WHITE, 0.30)
    low = portrait(11)
    gone = dict.fromkeys((check for check in PHOTO if check not in {"photo-present", "photo-file"}), "either")
    return [
        (portrait(1), jpeg(92), {}, "good"),
        (portrait(3), jpeg(95), {}, "good, long hair"),
        (portrait(5), jpeg(90), {}, "good, hair tied"),
        (portrait(13), ten_kilobytes, {}, "good, about 10 KB as the official tool writes"),
        (portrait(16), jpeg(92), {}, "good, tanned"),
        (_resized(portrait(4), (358, 441)), jpeg(92), {"photo-size": "fail", "photo-head": "either"}, "358 x 441 px"),
        (_grey(portrait(6)), jpeg(92), {"photo-colour": "fail"}, "greyscale"),
        (base, png, {"photo-file": "fail", "photo-compression": "either"}, "a PNG named .jpg"),
        (portrait(7, background=(67, 142, 219)), jpeg(92), {"photo-background": "unsure"}, "blue background"),
        (portrait(8, background=(200, 30, 40)), jpeg(92), {"photo-background": "unsure"}, "red background"),
        (portrait(9, background=shadow), jpeg(92), {"photo-background": "fail"}, "shadow beside the head"),
        (_nobody(), jpeg(92), gone | {"photo-face": "fail"}, "no face"),
        (_two(), jpeg(92), {**dict.fromkeys(("photo-head", "photo-pose", "photo-frame"), "either"), "photo-face": "fail"}, "two faces"),
        (
            portrait(10, Pose(head_share=0.42, crown_share=0.22)),
            jpeg(92),
            {"photo-head": "fail", "photo-sharpness": "either"},
            "head too small",
        ),
        (portrait(12, Pose(head_share=0.80, crown_share=0.06)), jpeg(92), {"photo-head": "fail"}, "head too large"),
        (portrait(14, Pose(centre_share=0.62)), jpeg(92), {"photo-head": "either", "photo-pose": "either"}, "off centre"),
        (portrait(15, Pose(roll_deg=10)), jpeg(92), {"photo-pose": "fail", "photo-head": "either"}, "head tilted by 10 degrees"),
        (portrait(1, Pose(eyes_open=0.0)), jpeg(92), {"photo-eyes": "fail"}, "eyes closed"),
        (portrait(2, Pose(glasses="clear")), jpeg(92), {"photo-glasses": "unsure", "photo-eyes": "either"}, "glasses"),
        (portrait(4, Pose(glasses="dark")), jpeg(92), {"photo-glasses": "fail", "photo-eyes": "either"}, "sunglasses"),
        (cv2.GaussianBlur(portrait(3), (0, 0), 2.6).astype(np.uint8), jpeg(92), {"photo-sharpness": "fail"}, "out of focus"),
        (_bright(portrait(5)), jpeg(92), {"photo-exposure": "fail", "photo-colour": "either"}, "over-exposed"),
        (
            _recompressed(low, 12),
            jpeg(92),
            {"photo-compression": "fail", "photo-sharpness": "either", "photo-background": "either"},
            "JPEG quality 12, saved again at 92",
        ),
        (_framed(portrait(6)), jpeg(92), {"photo-frame": "fail", "photo-background": "either"}, "black frame"),
        (_upscaled(portrait(7)), jpeg(92), {"photo-sharpness": "fail"}, "scaled up from a third of the size"),
        (
            _grain(portrait(8), rng),
            jpeg(92),
            {"photo-exposure": "fail", "photo-background": "either", "photo-colour": "either"},
            "under-exposed",
        ),
    ]


def jpeg(quality: int) -> Callable[[Path, Rgb], None]:
    """A writer of JPEGs at 300 dpi."""
    return lambda path, image: Image.fromarray(image).save(path, "JPEG", quality=quality, dpi=(300, 300))


def png(path: Path, image: Rgb) -> None:
    """A PNG, whatever the name says."""
    Image.fromarray(image).save(path, "PNG", dpi=(300, 300))


def ten_kilobytes(path: Path, image: Rgb) -> None:
    """The best JPEG of at most 10 KB."""
    for quality in range(95, 40, -1):
        buffer = io.BytesIO()
        Image.fromarray(image).save(buffer, "JPEG", quality=quality, dpi=(300, 300))
        if buffer.tell() <= 10_240:
            break
    path.write_bytes(buffer.getvalue())


def _shaded(colour: tuple[int, int, int], depth: float) -> Rgb:
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    spot = np.exp(-(((xs - 225) / 62) ** 2 + ((ys - 190) / 150) ** 2))
    return np.asarray(np.asarray(colour, np.float32) * (1 - depth * spot)[..., None], np.uint8)


def _resized(image: Rgb, size: tuple[int, int]) -> Rgb:
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _grey(image: Rgb) -> Rgb:
    return np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2).astype(np.uint8)


def _nobody() -> Rgb:
    """A jacket on a hanger: clothes before white, nobody in them."""
    looks = replace(PEOPLE[0].looks, skin=(120, 100, 84))
    pose = Pose(head_share=0.62, crown_share=-0.58)
    plain = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    return on_background(draw_person(looks, pose, (WIDTH, HEIGHT)), plain)


def _two() -> Rgb:
    plain = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    size = (WIDTH, HEIGHT)
    left = on_background(draw_person(PEOPLE[0].looks, Pose(head_share=0.42, centre_share=0.29, crown_share=0.20), size), plain)
    return on_background(draw_person(PEOPLE[2].looks, Pose(head_share=0.40, centre_share=0.72, crown_share=0.24), size), left)


def _bright(image: Rgb) -> Rgb:
    return np.asarray(np.clip(image.astype(np.float32) * 1.75 + 12, 0, 255), np.uint8)


def _grain(image: Rgb, rng: np.random.Generator) -> Rgb:
    return np.asarray(np.clip(image.astype(np.float32) * 0.30 + rng.normal(0, 2, image.shape), 0, 255), np.uint8)


def _recompressed(image: Rgb, quality: int) -> Rgb:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def _framed(image: Rgb) -> Rgb:
    framed = image.copy()
    for side in (np.s_[:9], np.s_[-9:], np.s_[:, :9], np.s_[:, -9:]):
        framed[side] = (12, 12, 12)
    return framed


def _upscaled(image: Rgb) -> Rgb:
    small = cv2.resize(image, (WIDTH // 3, HEIGHT // 3), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.uint8)

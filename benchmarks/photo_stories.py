"""The named ways in which composed ID photos are spoiled, and which check each of them asks something of."""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np
from PIL import Image

from benchmarks.id_photos import saved_as_jpeg
from benchmarks.photo_props import bearded, closed_eyes, glaring, glasses, hair_over_eye, hat, looking_aside, mask, skin_mask
from benchmarks.photo_spoils import (
    WHITE,
    Spoil,
    blurred,
    darker_skin,
    framed,
    gained,
    gradient_ground,
    half_in_shade,
    motion,
    noisy,
    saturated,
    second_face,
    shadow,
    side_light,
    sized,
    stretched,
    tinted,
    upscaled,
)
from benchmarks.photo_warps import mouth_open, nodded, turned_away
from pipeline.datamodel.page import Rgb


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


def saved(image: Rgb, story: Story) -> bytes:
    """The picture as the file that a story asks for."""
    image = saved_as_jpeg(image, *story.qualities[:-1])[0] if len(story.qualities) > 1 else image
    file = io.BytesIO()
    Image.fromarray(image).convert(story.mode).save(file, story.form, quality=story.qualities[-1])
    return file.getvalue()


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
    "good, darker skin": Story(darker_skin),
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
    "mask of skin's colour": Story(skin_mask(), (92,), "photo-face"),
    "mask a little lighter than skin": Story(skin_mask(1.15), (92,), "photo-face"),
    "mask under the nose": Story(skin_mask(0.9, under_nose=True), (92,), "photo-face"),
    "helmet red": Story(hat((205, 35, 30)), (92,), "photo-headwear"),
    "helmet blue": Story(hat((30, 90, 190)), (92,), "photo-headwear"),
    "cap white": Story(hat((240, 240, 240)), (92,), "photo-headwear"),
    "cap black": Story(hat((25, 25, 28)), (92,), "photo-headwear"),
    "cap brown": Story(hat((95, 70, 50)), (92,), "photo-headwear"),
    "turned 25 degrees": Story(turned_away(25), (92,), "photo-pose"),
    "turned -25 degrees": Story(turned_away(-25), (92,), "photo-pose"),
    "near: turned 12 degrees": Story(turned_away(12), (92,), "photo-pose", near=True),
    "nodded 30 degrees": Story(nodded(30), (92,), "photo-pose"),
    "mouth open": Story(mouth_open(0.16), (92,), "photo-pose"),
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
    "half the face in shade 0.5": Story(half_in_shade(0.5), (92,), "photo-exposure"),
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

"""What is measured on a face itself, on small drawings: nostrils, lips and mouth, the light on both sides, the top of the head."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray, Rgb
from pipeline.imaging import background as ground_of
from pipeline.imaging import face_bare, face_light
from pipeline.imaging import face_geometry as geometry
from pipeline.imaging.face_bare import Bare, bare
from pipeline.imaging.face_headwear import head_top
from pipeline.imaging.face_sharpness import face_sharpness

HEIGHT, WIDTH = 413, 295
SKIN = (205, 165, 145)
Floats = NDArray[np.float32]


def mesh() -> Floats:
    """A flat face of 120 x 160 px around (150, 200): eyes 60 px apart at row 180, nose, mouth of 40 px, forehead at row 130."""
    points = np.tile(np.array([150, 200, 0], np.float32), (468, 1))
    for right, left in face_light.MIRRORED:
        points[right, :2], points[left, :2] = (115, 215), (185, 215)
    places = {
        33: (108, 180), 133: (132, 180), 263: (192, 180), 362: (168, 180), geometry.FOREHEAD: (150, 130), geometry.CHIN: (150, 290),
        geometry.RIGHT_SIDE: (90, 190), geometry.LEFT_SIDE: (210, 190), face_bare.NOSE_TIP: (150, 215), face_bare.NOSE_FOOT: (150, 228),
        98: (132, 226), 327: (168, 226), 78: (130, 252), 13: (150, 251), 14: (150, 253), 308: (170, 252),
    }  # fmt: skip
    for point, place in places.items():
        points[point, :2] = place
    around = np.linspace(0, 2 * np.pi, len(face_bare.OUTER_LIPS), endpoint=False)
    for point, angle in zip(face_bare.OUTER_LIPS, around, strict=True):
        points[point, :2] = (150 - 22 * np.cos(angle), 252 - 8 * np.sin(angle))
    return points


def face(skin: tuple[int, int, int] = SKIN) -> Rgb:
    """White ground, a head of one colour with dark hair, nostrils, red lips and the line between them."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    cv2.ellipse(picture, (150, 190), (75, 110), 0, 0, 360, (40, 32, 28), -1)
    cv2.ellipse(picture, (150, 210), (60, 85), 0, 0, 360, skin, -1)
    cv2.ellipse(picture, (150, 252), (22, 8), 0, 0, 360, tuple(int(v * f) for v, f in zip(skin, (0.85, 0.55, 0.6), strict=True)), -1)
    cv2.line(picture, (130, 252), (170, 252), tuple(int(v * 0.4) for v in skin), 2)
    for x in (141, 159):
        cv2.circle(picture, (x, 227), 3, tuple(int(v * 0.35) for v in skin), -1)
    return picture


def masked(colour: tuple[int, int, int], *, top: int = 205) -> Rgb:
    picture = face()
    picture[top:300, 92:209] = colour
    return picture


def gray_of(image: Rgb) -> Gray:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def shown(image: Rgb) -> Bare:
    gray = gray_of(image)
    return bare(image, gray, mesh(), black=float(np.percentile(gray, 1)))


@pytest.mark.parametrize("skin", [SKIN, (110, 76, 60)], ids=["light skin", "dark skin"])
def test_a_bare_face_shows_nostrils_red_lips_and_the_line_between_them(skin: tuple[int, int, int]) -> None:
    seen = shown(face(skin))
    assert seen.nostrils is not None
    assert seen.lips is not None
    assert seen.mouth_line is not None
    assert seen.nostrils > 0.4
    assert seen.lips > 0.5
    assert seen.mouth_line > 0.3


def test_a_mask_the_colour_of_skin_hides_all_three() -> None:
    seen = shown(masked(SKIN))
    assert seen.nostrils == pytest.approx(0, abs=0.02)
    assert seen.lips == pytest.approx(0, abs=0.02)
    assert seen.mouth_line == pytest.approx(0, abs=0.02)


def test_a_mask_under_the_nose_hides_the_mouth_alone() -> None:
    seen = shown(masked(SKIN, top=236))
    assert seen.nostrils is not None
    assert seen.nostrils > 0.4
    assert seen.lips == pytest.approx(0, abs=0.02)
    assert seen.mouth_line == pytest.approx(0, abs=0.02)


def test_a_faded_photo_reads_as_a_clear_one() -> None:
    clear, faded = shown(face()), shown(np.asarray(0.4 * face() + 130, np.uint8))
    assert faded.nostrils == pytest.approx(clear.nostrils, abs=0.08)
    assert faded.mouth_line == pytest.approx(clear.mouth_line, abs=0.08)


def test_without_colour_the_lips_cannot_be_told() -> None:
    grey = np.repeat(gray_of(face())[..., None], 3, axis=2)
    assert shown(grey).lips is None
    assert shown(grey).nostrils is not None


def test_a_face_that_leaves_the_picture_has_no_mouth_to_measure() -> None:
    points = mesh()
    points[:, 1] += HEIGHT - 240
    picture = face()
    seen = bare(picture, gray_of(picture), points)
    assert seen.mouth_line is None


def lit(share: float) -> float:
    picture = face().astype(np.float32)
    picture[:, 150:] *= share
    image = np.asarray(picture, np.uint8)
    inside = face_light.face_mask(mesh(), (HEIGHT, WIDTH))
    light = face_light.face_light(image, gray_of(image), ground_of.cielab(image), mesh(), inside)
    assert light is not None
    assert light.side_ratio is not None
    return light.side_ratio


def test_the_darker_side_of_a_face_is_told_from_either_side() -> None:
    assert lit(1.0) == pytest.approx(1, abs=0.01)
    assert lit(0.5) == pytest.approx(0.5, abs=0.02)


def test_a_channel_at_its_end_counts_as_clipped_before_luma_does() -> None:
    image = np.full((HEIGHT, WIDTH, 3), (255, 190, 160), np.uint8)
    light = face_light.face_light(image, gray_of(image), ground_of.cielab(image), mesh(), np.ones((HEIGHT, WIDTH), bool))
    assert light is not None
    assert (light.clipped_share, light.over_share) == (1, 0)


def crowned(colour: tuple[int, int, int] | None) -> tuple[Rgb, Floats]:
    """The head with a cap of that colour, and the person's mask."""
    picture, person = face(), np.zeros((HEIGHT, WIDTH), np.uint8)
    if colour is not None:
        cv2.ellipse(picture, (150, 130), (80, 62), 0, 180, 360, colour, -1)
        cv2.ellipse(person, (150, 130), (80, 62), 0, 180, 360, 1, -1)
    cv2.ellipse(person, (150, 190), (75, 110), 0, 0, 360, 1, -1)
    return picture, person.astype(np.float32)


@pytest.mark.parametrize(
    ("colour", "odd", "white"),
    [
        (None, False, False), ((30, 90, 190), True, False), ((240, 200, 40), True, False), ((205, 35, 30), True, False),
        ((240, 240, 240), False, True), ((25, 25, 28), False, False), ((95, 70, 50), False, False),
    ],
    ids=["bare", "blue", "yellow", "red", "white", "black", "brown"],
)  # fmt: skip
def test_only_colours_that_hair_never_has_are_told_on_top_of_the_head(
    colour: tuple[int, int, int] | None,
    odd: bool,  # noqa: FBT001 - a table
    white: bool,  # noqa: FBT001 - a table
) -> None:
    picture, person = crowned(colour)
    top = head_top(ground_of.cielab(picture), person, mesh())
    assert top is not None
    assert (top.odd > 0.5, top.white > 0.5) == (odd, white)


def test_where_no_person_is_seen_above_the_forehead_nothing_is_told() -> None:
    picture, person = crowned(None)
    assert head_top(ground_of.cielab(picture), np.zeros_like(person), mesh()) is None


def test_scaling_up_takes_the_power_of_fine_details() -> None:
    rng = np.random.default_rng(3)
    sharp = np.clip(130 + rng.normal(0, 25, (HEIGHT, WIDTH)), 0, 255).astype(np.uint8)
    small = cv2.resize(sharp, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    coarse = np.asarray(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)
    whole = np.ones(sharp.shape, bool)
    first, second = (face_sharpness(gray, mesh(), whole) for gray in (sharp, coarse))
    assert first is not None
    assert second is not None
    assert first.falloff == pytest.approx(0, abs=0.2)
    assert second.falloff > 1

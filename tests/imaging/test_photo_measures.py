"""The arithmetic of the photo measures on small drawings: each answers to what it is named for, and to nothing else."""

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import Gray, Rgb
from pipeline.imaging import background as ground_of
from pipeline.imaging import face_cover
from pipeline.imaging import face_geometry as geometry
from pipeline.imaging.card import card_by_anchors, card_quads, flattened, quarter_turned, skin_share
from pipeline.imaging.compression import blockiness, quality_seen
from pipeline.imaging.face_cover import Cover
from pipeline.imaging.face_sharpness import face_sharpness
from pipeline.imaging.face_stretch import stretch
from pipeline.imaging.frame import frame_share
from pipeline.imaging.turning import box_turned_back, face_turned_back, turned

HEIGHT, WIDTH = 413, 295


def textured(seed: int = 7) -> Rgb:
    """A picture with detail at every size, as a photo has."""
    rng = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH, 3))
    for size in (1, 3, 9, 27, 80):
        coarse = rng.normal(0, 4 if size == 1 else 14, (HEIGHT // size + 2, WIDTH // size + 2, 3))
        total += cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.clip(130 + total, 0, 255).astype(np.uint8)


def as_jpeg(image: Rgb, *qualities: int) -> Gray:
    for quality in qualities:
        file = io.BytesIO()
        Image.fromarray(image).save(file, "JPEG", quality=quality)
        image = np.asarray(Image.open(file).convert("RGB"))
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def mesh(**moved: tuple[float, float, float]) -> NDArray[np.float32]:
    """A flat face: mirrored pairs 10 px apart from the midline at column 150, forehead at row 100, chin at row 200."""
    points = np.tile(np.array([150, 150, 0], np.float32), (468, 1))
    for right, left in geometry.PAIRS:
        points[right], points[left] = (110, 140, 0), (190, 140, 0)
    points[geometry.FOREHEAD], points[geometry.CHIN] = (150, 100, 0), (150, 200, 0)
    for name, place in moved.items():
        points[int(name[1:])] = place
    return points


def test_a_level_flat_face_has_no_pose() -> None:
    assert geometry.pose(mesh()) == pytest.approx((0, 0, 0))


def test_a_head_leaning_clockwise_has_positive_roll() -> None:
    points = mesh()
    angle = np.radians(12)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    points[:, :2] = (points[:, :2] - 150) @ turn.T + 150
    assert geometry.pose(points).roll_deg == pytest.approx(12, abs=0.01)


def test_a_side_that_lies_deeper_is_yaw_and_not_roll() -> None:
    points = mesh()
    for _, left in geometry.PAIRS:
        points[left, 2] = 30
    held = geometry.pose(points)
    assert held.yaw_deg == pytest.approx(np.degrees(np.arctan2(30, 80)), abs=0.1)
    assert held.roll_deg == pytest.approx(0)


def test_the_crown_is_the_first_row_that_is_mostly_person() -> None:
    person = np.zeros((HEIGHT, WIDTH), np.float32)
    person[60:, 100:200] = 1
    person[20:60, 148:152] = 1  # a single strand of hair
    assert geometry.crown_row(person, mesh()) == 60
    assert geometry.crown_row(np.zeros_like(person), mesh()) is None


def test_the_head_is_as_wide_as_its_widest_row_between_eyes_and_nose() -> None:
    person = np.zeros((HEIGHT, WIDTH), np.float32)
    person[100:200, 110:190] = 1
    person[145:150, 95:205] = 1  # ears
    person[146, 230:280] = 1  # somebody else's shoulder
    assert geometry.head_width_px(person, mesh(p4=(150, 160, 0))) == 110
    assert geometry.head_width_px(np.zeros_like(person), mesh()) == 80


def test_irises_off_the_middle_of_both_eyes_are_a_gaze_and_a_squint_is_none() -> None:
    def eye(outer: float, inner: float, iris: float) -> NDArray[np.float32]:
        contour = np.zeros((76, 3), np.float32)
        contour[0, 0], contour[8, 0], contour[geometry.IRIS, 0] = outer, inner, iris
        return contour

    assert geometry.gaze_offset((eye(100, 140, 124), eye(220, 180, 204))) == pytest.approx(0.1)
    assert geometry.gaze_offset((eye(100, 140, 116), eye(220, 180, 196))) == pytest.approx(-0.1)
    assert geometry.gaze_offset((eye(100, 140, 124), eye(220, 180, 196))) == pytest.approx(0)


def proportioned(sideways: float) -> tuple[NDArray[np.float32], Face]:
    """A face with people's proportions, its picture stretched sideways."""
    points = np.tile(np.array([150, 200, 0], np.float32), (468, 1))
    eyes, tall = 150.0, 160.0
    for row, place in ((eyes - 60, geometry.FOREHEAD), (eyes + 100, geometry.CHIN), (eyes - 20, 9), (eyes + 40, 4), (eyes + 70, 13)):
        points[place, :2] = (150, row)
    spans = {
        (geometry.RIGHT_SIDE, geometry.LEFT_SIDE): (tall, -0.193), (127, 356): (tall, -0.178), (50, 280): (120, -0.307),
        (33, 263): (70, 0.351), (172, 397): (100, -0.014), (133, 362): (40, 0.146),
    }  # fmt: skip
    for (right, left), (height, usual) in spans.items():
        half = height * float(np.exp(usual)) / 2 * sideways
        points[right, :2], points[left, :2] = (150 - half, eyes), (150 + half, eyes)
    apart = 80 * sideways
    told = ((150 - apart / 2, eyes), (150 + apart / 2, eyes), (150, eyes + 80 * np.exp(-0.479)), (140, eyes + 80 * np.exp(0.029)),
            (160, eyes + 80 * np.exp(0.029)))  # fmt: skip
    return points, Face(box=Box(90, 90, 120, 160), score=0.9, points=tuple((float(x), float(y)) for x, y in told))


def test_a_face_with_peoples_proportions_is_not_stretched() -> None:
    assert stretch(*proportioned(1.0)) == pytest.approx(1, abs=0.005)


def test_a_stretched_picture_reads_more_than_its_points_show_since_the_models_lag() -> None:
    assert stretch(*proportioned(1.1)) == pytest.approx(1.1 ** (1 / 0.667), abs=0.02)
    assert stretch(*proportioned(0.9)) < 0.89


def masked(lower: tuple[int, int, int] | None) -> Cover:
    """What covers a face of one skin colour with red lips, its lower half painted over where asked."""
    points = mesh(p33=(115, 140, 0), p133=(135, 140, 0), p263=(185, 140, 0), p362=(165, 140, 0), p50=(115, 165, 0), p280=(185, 165, 0))
    for place in face_cover.FOREHEAD:
        points[place, :2] = (150, 115)
    for rank, place in enumerate(face_cover.LOWER_FACE):
        points[place, :2] = (130 + 40 * (rank % 5) / 4, 172 + rank)
    image = np.full((HEIGHT, WIDTH, 3), (205, 165, 145), np.uint8)
    image[178:186, 135:165] = (170, 90, 90)
    if lower is not None:
        image[160:] = lower
    return face_cover.cover(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8), ground_of.cielab(image), points)


def test_a_bare_face_has_lips_and_its_own_colour_below_the_nose() -> None:
    seen = masked(None)
    assert seen.lower_chroma == pytest.approx(1, abs=0.1)
    assert seen.lower_difference == pytest.approx(0, abs=1)
    assert seen.lower_spread is not None
    assert seen.lower_spread > 0.5


@pytest.mark.parametrize(("mask", "colourless"), [((235, 238, 240), True), ((35, 35, 38), True), ((120, 170, 215), False)])
def test_a_mask_is_even_and_has_no_colour_or_another(mask: tuple[int, int, int], colourless: bool) -> None:  # noqa: FBT001 - a table
    seen = masked(mask)
    assert seen.lower_spread == pytest.approx(0, abs=0.02)
    assert seen.lower_chroma is not None
    assert seen.lower_difference is not None
    assert (seen.lower_chroma < 0.3) is colourless
    assert (seen.lower_difference > 16) or colourless


def test_white_behind_a_person_is_all_white_and_a_shadow_is_told() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    person = np.zeros((HEIGHT, WIDTH), np.float32)
    person[80:, 90:205] = 1
    behind = ground_of.behind(person, chin_row=300)
    assert not behind[:, 90:205][80:].any()
    assert not behind[300:].any()
    assert behind[0, 0]  # the picture's edge is background too
    clean = ground_of.ground(picture, ground_of.cielab(picture), behind)
    assert clean is not None
    assert clean.white_share == 1
    assert clean.lightness_p5 == pytest.approx(100, abs=0.1)
    picture[80:250, 205:235] = 190
    lab = ground_of.cielab(picture)
    shaded = ground_of.ground(picture, lab, behind)
    assert shaded is not None
    assert shaded.white_share < 0.95
    depth = ground_of.shadow(lab, behind, person)
    assert depth is not None
    assert depth > 15


def test_an_even_ground_has_no_gradient_and_a_ramp_has() -> None:
    mask = np.ones((HEIGHT, WIDTH), bool)
    even = ground_of.cielab(np.full((HEIGHT, WIDTH, 3), 200, np.uint8))
    ramp = np.repeat(np.linspace(255, 150, HEIGHT).astype(np.uint8)[:, None, None], WIDTH, axis=1).repeat(3, axis=2)
    assert ground_of.gradient(even, mask) == pytest.approx(0, abs=0.1)
    assert (ground_of.gradient(ground_of.cielab(ramp), mask) or 0) > 15


def test_too_little_background_is_not_measured() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    assert ground_of.ground(picture, ground_of.cielab(picture), np.zeros((HEIGHT, WIDTH), bool)) is None


@pytest.mark.parametrize("quality", [15, 20, 30, 50, 75])
def test_the_quality_a_picture_was_saved_at_is_seen(quality: int) -> None:
    assert quality_seen(as_jpeg(textured(), quality)) == pytest.approx(quality, abs=4)


def test_saving_again_does_not_hide_the_first_quality() -> None:
    assert quality_seen(as_jpeg(textured(), 20, 92)) == pytest.approx(20, abs=4)


def test_an_untouched_picture_shows_no_quality() -> None:
    assert quality_seen(as_jpeg(textured(), 96)) is None
    assert quality_seen(np.full((HEIGHT, WIDTH), 255, np.uint8)) is None
    assert quality_seen(np.zeros((5, 5), np.uint8)) is None


def test_blocks_show_after_strong_compression_only() -> None:
    assert blockiness(as_jpeg(textured(), 96)) == pytest.approx(1, abs=0.1)
    assert blockiness(as_jpeg(textured(), 10)) > 1.3


def test_a_frame_is_a_line_along_three_sides() -> None:
    picture = textured()
    assert frame_share(ground_of.cielab(picture)) < 0.5
    cv2.rectangle(picture, (0, 0), (WIDTH - 1, HEIGHT - 1), (0, 0, 0), 12)
    assert frame_share(ground_of.cielab(picture)) > 0.8


@pytest.mark.parametrize("kernel", [np.eye(9) / 9, np.ones((1, 9)) / 9, np.ones((9, 1)) / 9], ids=["diagonal", "across", "down"])
def test_motion_blurs_one_direction(kernel: NDArray[np.float64]) -> None:
    gray = np.asarray(cv2.cvtColor(textured(), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    face, points = np.ones(gray.shape, bool), mesh(p33=(118, 140, 0), p263=(182, 140, 0), p133=(118, 140, 0), p362=(182, 140, 0))
    sharp = face_sharpness(gray, points, face)
    shaken = face_sharpness(np.asarray(cv2.filter2D(gray, -1, kernel), dtype=np.uint8), points, face)
    assert sharp is not None
    assert shaken is not None
    assert shaken.weakest_ratio < 0.5 * sharp.weakest_ratio


def test_an_upscaled_picture_lacks_the_finest_detail() -> None:
    gray = np.asarray(cv2.cvtColor(textured(), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    small = cv2.resize(gray, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    enlarged = np.asarray(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    points, face = mesh(p33=(118, 140, 0), p263=(182, 140, 0), p133=(118, 140, 0), p362=(182, 140, 0)), np.ones(gray.shape, bool)
    sharp, soft = face_sharpness(gray, points, face), face_sharpness(enlarged, points, face)
    assert sharp is not None
    assert soft is not None
    assert soft.detail < 0.7 * sharp.detail
    assert soft.overall < sharp.overall


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_found_on_a_turned_copy_lies_where_it_is_on_the_picture(turn: int) -> None:
    picture = np.zeros((100, 60, 3), np.uint8)
    picture[10:30, 40:50] = 255
    copy = turned(np.asarray(cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST), dtype=np.uint8), turn)
    rows, columns = np.nonzero(copy[..., 0])
    found = Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
    size = (copy.shape[1], copy.shape[0])
    assert box_turned_back(found, turn, size, 2.0) == Box(40, 10, 10, 20)
    face = Face(box=found, score=0.9, points=((found.centre.x, found.centre.y),))
    assert face_turned_back(face, turn, size, 2.0).points == ((45, 20),)


def test_a_card_is_found_among_other_rectangles_and_laid_flat() -> None:
    room = np.full((600, 800, 3), (110, 112, 108), np.uint8)
    room[40:240, 30:180] = 230  # a portrait sheet: the wrong shape
    corners = np.array([[400, 300], [715, 325], [700, 525], [390, 498]], np.int32)
    cv2.fillConvexPoly(room, corners, (225, 235, 242))
    cv2.circle(room, tuple(int(v) for v in corners.mean(axis=0)), 12, (20, 20, 20), -1)
    (card, *_) = card_quads(room)
    assert np.abs(np.array(card.corners) - corners).max() < 8
    flat = flattened(room, card, width_px=428)
    assert flat.shape == (270, 428, 3)
    assert flat[135, 214].max() < 60
    assert flat[20, 20].min() > 200


def test_the_picture_itself_is_no_card() -> None:
    assert card_quads(np.full((500, 793, 3), 200, np.uint8)) == []


def test_a_card_on_its_short_side_is_found_where_that_is_asked_and_turned() -> None:
    scene = np.full((900, 700, 3), 90, np.uint8)
    scene[200:742, 150:492] = (230, 236, 240)
    assert card_quads(scene) == []
    (upended,) = card_quads(scene, upended=True)
    assert quarter_turned(upended, 1).top_left == upended.top_right
    assert quarter_turned(quarter_turned(upended, 3), 1) == upended


def test_an_outline_with_very_unlike_sides_is_no_card() -> None:
    scene = np.full((900, 1280, 3), 90, np.uint8)
    cv2.fillPoly(scene, [np.array([[243, 463], [670, 116], [1192, 880], [20, 860]])], (230, 236, 240))
    assert card_quads(scene) == []


def test_three_known_points_place_the_whole_card() -> None:
    k, x, y = 5.0, 100.0, 80.0
    known = ((5, 7), (5, 44.5), (77.5, 44.5))
    card = card_by_anchors([(x + k * a, y + k * b) for a, b in known], known)
    assert card.box.share_inside(Box(99, 79, 431, 273)) > 0.99
    assert card.box.w == pytest.approx(428, abs=2)


def test_skin_over_a_part_of_the_card_is_told_by_its_colour() -> None:
    card = np.full((270, 428, 3), (226, 236, 243), np.uint8)
    assert skin_share(card, (27, 41, 79, 48.5)) == 0
    cv2.ellipse(card, (270, 240), (30, 60), 0, 0, 360, (196, 150, 122), -1)
    assert skin_share(card, (27, 41, 79, 48.5)) > 0.15

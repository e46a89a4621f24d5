"""Each limit of the photo checks decides just where it says: one case below, at and above it."""

import pytest

from pipeline.checks.build import case
from pipeline.checks.photo.background import PhotoBackground
from pipeline.checks.photo.colour import PhotoColour
from pipeline.checks.photo.compression import PhotoCompression
from pipeline.checks.photo.exposure import PhotoExposure
from pipeline.checks.photo.eyes import PhotoEyes
from pipeline.checks.photo.face import PhotoFace
from pipeline.checks.photo.file import PhotoFile
from pipeline.checks.photo.head import PhotoHead
from pipeline.checks.photo.headwear import PhotoHeadwear
from pipeline.checks.photo.measured import PhotoCheck, photo
from pipeline.checks.photo.pose import PhotoPose
from pipeline.checks.photo.sharpness import PhotoSharpness
from pipeline.checks.photo.size import PhotoSize
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.page import Origin

FAIL, UNSURE, PASS = Outcome.FAIL, Outcome.UNSURE, Outcome.PASS
CHECKS = (
    PhotoBackground(),
    PhotoCompression(),
    PhotoExposure(),
    PhotoEyes(),
    PhotoFace(),
    PhotoFile(),
    PhotoHead(),
    PhotoPose(),
    PhotoSharpness(),
    PhotoSize(),
)


def gravest(check: PhotoCheck, **measures: float) -> Outcome:
    seen = case(photo(**measures))  # type: ignore[arg-type]  # measures by name
    return max((finding.outcome for finding in check.judge(seen)), key=lambda outcome: outcome.gravity)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_plain_good_photo_passes_everything_that_is_claimed(check: PhotoCheck) -> None:
    assert [finding.outcome for finding in check.judge(case(photo()))] == [PASS]


@pytest.mark.parametrize(
    ("check", "name", "value", "outcome"),
    [
        (PhotoHead(), "head_height_share", 0.499, FAIL),
        (PhotoHead(), "head_height_share", 0.5, UNSURE),
        (PhotoHead(), "head_height_share", 0.54, PASS),
        (PhotoHead(), "head_height_share", 0.73, PASS),
        (PhotoHead(), "head_height_share", 0.75, UNSURE),
        (PhotoHead(), "head_height_share", 0.751, FAIL),
        (PhotoHead(), "crown_share", 0.019, FAIL),
        (PhotoHead(), "crown_share", 0.02, PASS),
        (PhotoHead(), "centre_offset_share", -0.061, FAIL),
        (PhotoHead(), "centre_offset_share", 0.06, PASS),
        (PhotoPose(), "roll_deg", -8.1, FAIL),
        (PhotoPose(), "roll_deg", 8, UNSURE),
        (PhotoPose(), "roll_deg", 5, PASS),
        (PhotoPose(), "yaw_deg", 15.1, FAIL),
        (PhotoPose(), "yaw_deg", -9, PASS),
        (PhotoPose(), "turn_deg", 180, FAIL),
        (PhotoEyes(), "eye_opening", 0.169, FAIL),
        (PhotoEyes(), "eye_opening", 0.17, UNSURE),
        (PhotoEyes(), "eye_opening", 0.24, PASS),
        (PhotoEyes(), "eye_balance", 0.549, UNSURE),
        (PhotoEyes(), "eye_balance", 0.55, PASS),
        (PhotoEyes(), "gaze_offset", -0.061, UNSURE),
        (PhotoEyes(), "gaze_offset", 0.06, PASS),
        (PhotoFace(), "nostrils", 0.199, UNSURE),
        (PhotoFace(), "nostrils", 0.2, PASS),
        (PhotoFace(), "mouth_line", -0.5, PASS),
        (PhotoFace(), "lips", 0.0, PASS),
        (PhotoHead(), "stretch", 0.889, UNSURE),
        (PhotoHead(), "stretch", 0.89, PASS),
        (PhotoHead(), "stretch", 1.11, PASS),
        (PhotoHead(), "stretch", 1.111, UNSURE),
        (PhotoHead(most_top=0.1), "crown_share", 0.1, PASS),
        (PhotoHead(most_top=0.1), "crown_share", 0.111, UNSURE),
        (PhotoHead(most_top=0.1), "crown_share", 0.113, FAIL),
        (PhotoHead(least_below_chin=0.15), "chin_share", 0.851, FAIL),
        (PhotoHead(lowest_eyes=0.53), "eye_line_share", 0.531, FAIL),
        (PhotoHead(narrowest_head=0.54), "head_width_share", 0.539, UNSURE),
        (PhotoHead(widest_head=0.62), "face_width_share", 0.621, UNSURE),
        (PhotoCompression(), "jpeg_quality_seen", 21.9, FAIL),
        (PhotoCompression(), "jpeg_quality_seen", 22, UNSURE),
        (PhotoCompression(), "jpeg_quality_seen", 35, PASS),
        (PhotoExposure(), "face_over_share", 0.021, FAIL),
        (PhotoExposure(), "face_over_share", 0.02, UNSURE),
        (PhotoExposure(), "face_over_share", 0.01, PASS),
        (PhotoExposure(), "face_clipped_share", 0.351, FAIL),
        (PhotoExposure(), "face_clipped_share", 0.35, UNSURE),
        (PhotoExposure(), "face_clipped_share", 0.08, PASS),
        (PhotoExposure(), "side_ratio", 0.599, UNSURE),
        (PhotoExposure(), "side_ratio", 0.6, PASS),
        (PhotoColour(), "face_chroma", 34.1, UNSURE),
        (PhotoColour(), "face_chroma", 34, PASS),
        (PhotoColour(), "face_b", 26.1, UNSURE),
        (PhotoColour(), "face_b", 26, PASS),
        (PhotoHeadwear(judged_by_eye=False), "head_top_odd", 0.501, UNSURE),
        (PhotoHeadwear(judged_by_eye=False), "head_top_odd", 0.5, PASS),
        (PhotoHeadwear(judged_by_eye=False), "head_top_white", 0.601, UNSURE),
        (PhotoHeadwear(judged_by_eye=False), "head_top_white", 0.6, PASS),
        (PhotoBackground(), "background_white_share", 0.899, FAIL),
        (PhotoBackground(), "background_white_share", 0.9, UNSURE),
        (PhotoBackground(), "background_white_share", 0.95, PASS),
        (PhotoBackground(), "background_lightness", 90.9, FAIL),
        (PhotoSharpness(), "sharpness", 0.0179, FAIL),
        (PhotoSharpness(), "sharpness", 0.018, UNSURE),
        (PhotoSharpness(), "sharpness", 0.026, PASS),
        (PhotoSharpness(), "sharpness_falloff", 1.851, UNSURE),
        (PhotoSharpness(), "sharpness_falloff", 1.85, PASS),
    ],
)
def test_a_limit_decides_where_it_says(check: PhotoCheck, name: str, value: float, outcome: Outcome) -> None:
    assert gravest(check, **{name: value}) is outcome


@pytest.mark.parametrize(
    ("name", "beyond", "at"), [("lower_chroma", 0.299, 0.3), ("lower_difference", 16.1, 16), ("lower_spread", 0.179, 0.18)]
)
def test_a_colour_below_the_nose_counts_only_where_nostrils_and_lips_are_not_surely_seen(name: str, beyond: float, at: float) -> None:
    assert gravest(PhotoFace(), lips=0.059, **{name: beyond}) is UNSURE
    assert gravest(PhotoFace(), nostrils=0.299, **{name: beyond}) is UNSURE
    assert gravest(PhotoFace(), lips=0.06, nostrils=0.3, **{name: beyond}) is PASS
    assert gravest(PhotoFace(), lips=0.059, **{name: at}) is PASS


def test_a_mask_needs_both_another_colour_and_evenness_to_be_sure() -> None:
    assert gravest(PhotoFace(), lips=0, lower_chroma=0.1, lower_spread=0.05) is FAIL
    assert gravest(PhotoFace(), lips=0, lower_difference=30, lower_spread=0.05) is FAIL
    assert gravest(PhotoFace(), lips=0, lower_difference=30, lower_spread=0.9) is UNSURE


def test_a_mask_the_colour_of_skin_is_sure_where_nose_lips_and_mouth_are_gone() -> None:
    assert gravest(PhotoFace(), nostrils=0.19, mouth_line=0.12, lips=0.05) is FAIL
    assert gravest(PhotoFace(), nostrils=0.19, mouth_line=0.12, lips=0.09) is UNSURE
    assert gravest(PhotoFace(), mouth_line=0.12, lips=0.05) is UNSURE
    assert gravest(PhotoFace(), mouth_line=0.12, lips=0.09) is PASS


def test_colours_tell_no_mask_where_there_are_none_or_the_face_is_burnt_out() -> None:
    assert gravest(PhotoFace(), forehead_chroma=2, lips=0, lower_chroma=0, lower_spread=0) is PASS
    assert gravest(PhotoFace(), face_over_share=0.2, lips=0, lower_difference=30, lower_spread=0.05) is PASS
    assert gravest(PhotoFace(), face_over_share=0.2, lips=0, lower_chroma=0.1) is PASS


def test_a_white_mask_in_bright_light_is_not_taken_for_burnt_out_skin() -> None:
    assert gravest(PhotoFace(), face_over_share=0.2, lips=0, lower_chroma=0.05, lower_spread=0.0) is FAIL


def test_a_tint_that_face_and_light_ground_share_is_the_lights() -> None:
    yellow = {"background_lightness": 95.0, "background_chroma": 32.0, "background_a": 0.0, "background_b": 32.0}
    assert gravest(PhotoColour(), face_b=19.6, **yellow) is UNSURE
    assert gravest(PhotoColour(), face_b=19.4, **yellow) is PASS
    assert gravest(PhotoColour(), face_b=19.6, **(yellow | {"background_lightness": 74.0})) is PASS
    assert gravest(PhotoColour(), face_b=19.6) is PASS


def test_half_the_light_is_dark_and_a_grey_wall_behind_a_lit_face_is_not() -> None:
    assert gravest(PhotoExposure(), background_lightness=69, face_luma=0.31) is FAIL
    assert gravest(PhotoExposure(), background_lightness=69, face_luma=0.39) is UNSURE
    assert gravest(PhotoExposure(), background_lightness=69, face_luma=0.41) is PASS


def test_a_measure_of_width_lies_between_the_face_and_the_hair() -> None:
    check = PhotoHead(narrowest_head=0.54, widest_head=0.62)
    assert gravest(check, face_width_share=0.5, head_width_share=0.75) is PASS


@pytest.mark.parametrize("luma", [0.12, 0.2, 0.3, 0.6, 0.75])
def test_skin_decides_nothing_before_a_white_ground(luma: float) -> None:
    assert gravest(PhotoExposure(), face_luma=luma) is PASS


def test_a_ten_kilobyte_file_from_the_official_tool_passes() -> None:
    origin = Origin(format="JPEG", file_bytes=10_000, width_px=295, height_px=413, jpeg_quality=50)
    seen = case(photo(origin=origin, jpeg_quality_seen=46.5, blockiness=1.67))
    assert {finding.outcome for check in CHECKS for finding in check.judge(seen)} == {PASS}


def test_without_a_face_only_photo_face_speaks_of_the_face() -> None:
    seen = case(photo(faces=0))
    spoken = {finding.check for check in CHECKS for finding in check.judge(seen) if finding.outcome is not PASS}
    assert spoken == {"photo-face"}


def test_headwear_is_never_passed_in_silence() -> None:
    assert [finding.slug for finding in PhotoHeadwear().judge(case(photo()))] == ["not-decidable"]


def test_measures_that_were_not_taken_are_never_a_pass() -> None:
    for check in CHECKS:
        for name in getattr(check, "asked", ()):
            outcomes = [finding.outcome for finding in check.judge(case(photo(without=(name,))))]
            assert outcomes == [UNSURE], (check.name, name)


def test_a_message_names_measure_and_limit_in_both_languages() -> None:
    (zh,) = PhotoHead().judge(case(photo(head_height_share=0.48)))
    (en,) = PhotoHead().judge(case(photo(head_height_share=0.48), lang="en"))
    assert "48%" in zh.message
    assert "54%-73%" in en.message
    assert zh.message != en.message

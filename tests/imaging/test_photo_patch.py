"""Two prints of one drawn photo agree; another head, a mirrored one and an even one do not."""

import cv2
import numpy as np
import pytest

from pipeline.checks.form.photo import FormPhotoCheck
from pipeline.datamodel.head_texture import HEIGHT, WIDTH, agreement
from pipeline.datamodel.page import Rgb
from pipeline.imaging.photo_patch import head_texture

EYES = (110.0, 170.0), (184.0, 170.0)
SAME = FormPhotoCheck().same_from


def head(seed: int) -> Rgb:
    """A head of blobs: eyes, mouth, hair and freckles at places of its own."""
    rng = np.random.default_rng(seed)
    image = np.full((413, 295, 3), 255, np.uint8)
    cv2.ellipse(image, (147, 200), (80, 115), 0, 0, 360, (220, 180, 150), -1)
    for x, y in ((110, 170), (184, 170)):
        cv2.circle(image, (x, y), 9, (40, 30, 30), -1)
    for _ in range(40):
        x, y = int(rng.integers(60, 235)), int(rng.integers(70, 320))
        cv2.ellipse(image, (x, y), (int(rng.integers(4, 16)), int(rng.integers(3, 9))), int(rng.integers(180)), 0, 360, (90, 60, 50), -1)
    return image


def texture(image: Rgb, eyes: tuple[tuple[float, float], tuple[float, float]] = EYES) -> bytes:
    made = head_texture(image, *eyes)
    assert made is not None
    return made


def printed(image: Rgb, *, scale: float, turn: float) -> bytes:
    """The texture of a faint, grey, slanting print of a photo, whose eyes were found a pixel aside."""
    matrix = cv2.getRotationMatrix2D((147, 170), turn, scale)
    small = cv2.warpAffine(cv2.GaussianBlur(image, (0, 0), 0.5 / scale), matrix, (295, 413), borderValue=(255, 255, 255))
    faint = np.repeat(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2).astype(np.float32) * 0.5 + 90
    grain = np.random.default_rng(1).normal(0, 3, faint.shape)
    (ax, ay), (bx, by) = ((matrix @ np.array([x, y, 1.0])) for x, y in EYES)
    return texture(np.clip(faint + grain, 0, 255).astype(np.uint8), ((ax + 1, ay - 1), (bx, by + 1)))


@pytest.mark.parametrize(("scale", "turn"), [(0.9, 0.0), (0.6, 4.0), (0.5, -7.0)])
def test_a_faint_small_slanting_print_agrees_with_its_photo(scale: float, turn: float) -> None:
    photo = head(1)
    assert agreement(printed(photo, scale=scale, turn=turn), texture(photo)) >= SAME


@pytest.mark.parametrize("other", range(2, 7))
def test_another_head_does_not_agree(other: int) -> None:
    assert agreement(printed(head(other), scale=0.6, turn=0.0), texture(head(1))) < SAME - 0.1


def test_a_mirrored_photo_is_another_one() -> None:
    photo = head(1)
    assert agreement(texture(np.ascontiguousarray(photo[:, ::-1]), ((110.0, 170.0), (184.0, 170.0))), texture(photo)) < SAME - 0.1


def test_an_even_picture_agrees_with_nothing() -> None:
    even = texture(np.full((413, 295, 3), 128, np.uint8))
    assert even == bytes(WIDTH * HEIGHT)
    assert agreement(even, texture(head(1))) == 0.0
    assert agreement(texture(head(1)), even) == 0.0


def test_eyes_on_one_point_give_no_texture() -> None:
    assert head_texture(head(1), (100.0, 100.0), (100.4, 100.4)) is None


def test_a_texture_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        agreement(bytes(10), texture(head(1)))

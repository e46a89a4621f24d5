"""The drawing of an ID photo shows head, eye line, limits and the background that was judged, and leaves the photo's pixels between."""

import numpy as np

from pipeline.checks.photo.head import PhotoHead
from pipeline.checks.photo.measured import photo
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Portrait
from pipeline.reports.photo_drawing import EYES, GROUND, HEAD, LIMIT, Measured, drawn

PORTRAIT = next(seen for seen in photo().seen if isinstance(seen, Portrait))


HEAD_BOX = Box(65, 35, 160, 265)


def picture(head: Box | None = HEAD_BOX) -> np.ndarray:
    ground = np.zeros((413, 295), dtype=bool)
    ground[:200, :60] = True
    return drawn(Measured(np.full((413, 295, 3), 250, np.uint8), PORTRAIT, head, ground), PhotoHead())


def has(image: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.asarray((image == colour).all(axis=2))


def test_a_small_photo_is_drawn_large_with_a_legend_beside_it() -> None:
    assert picture().shape == (413 * 3, 295 * 3 + 420, 3)


def test_the_head_the_eye_line_and_the_limits_are_drawn() -> None:
    image = picture()[:, : 295 * 3]
    rows = np.flatnonzero(has(image, EYES).mean(axis=1) > 0.5)
    assert abs(rows.mean() / image.shape[0] - PORTRAIT.measures["eye_line_share"]) < 0.005
    assert has(image, HEAD)[35 * 3, 65 * 3 : 225 * 3].mean() > 0.9
    assert has(image, LIMIT).any()


def test_the_background_is_hatched_where_it_was_judged_and_nowhere_else() -> None:
    hatched = has(picture()[:, : 295 * 3], GROUND)
    assert 0.1 < hatched[:600, :180].mean() < 0.5
    assert not hatched[:, 200:].any()


def test_without_a_face_only_the_legend_says_so() -> None:
    image = picture(head=None)[:, : 295 * 3]
    assert not has(image, HEAD).any()
    assert not has(image, EYES).any()

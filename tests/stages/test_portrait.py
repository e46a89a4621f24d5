"""The portrait stage measures the committed drawn photos as they were drawn, and only ID photos."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import PageKind, PageKindSeen, Portrait
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.engines import loader
from pipeline.engines.faces import FaceModels
from pipeline.engines.loader import Status
from pipeline.engines.protocols import Engines, FaceEngine
from pipeline.stages.base import Look
from pipeline.stages.photo_measures import MEASURES, NEVER_MEASURED
from pipeline.stages.portrait import PortraitStage
from tests.fakes import BlindFaces

PHOTOS = Path(__file__).parents[2] / "samples" / "photos"


@pytest.fixture(scope="module")
def engine() -> FaceModels:
    state = [model for model in loader.models() if model.pin.engine == "faces"]
    if any(model.status is not Status.PRESENT for model in state):
        pytest.skip("the face models are not installed")
    return FaceModels({model.pin.name: model.path.read_bytes() for model in state})


def measure(image: Rgb, engine: FaceEngine, *, kind: PageKind = PageKind.ID_PHOTO, skew_deg: float = 0.0) -> list[Portrait]:
    height, width = image.shape[:2]
    origin = Origin(format="JPEG", file_bytes=20_000, width_px=width, height_px=height)
    page = Page(image=image, file="a.jpg", number=0, origin=origin, skew_deg=skew_deg)
    told = PageKindSeen(page=0, box=Box(0, 0, width, height), confidence=0.9, seen_by="page_kind", kind=kind)
    look = Look(page=page, index=0, engines=Engines(faces=engine), seen=(told,))
    return [seen for seen in PortraitStage().see(look) if isinstance(seen, Portrait)]


def drawn(story: str) -> Rgb:
    rows = map(json.loads, (PHOTOS / "truth.jsonl").read_text(encoding="utf-8").splitlines())
    name = next(row["file"] for row in rows if row["story"].startswith(story))
    return np.asarray(Image.open(PHOTOS / name).convert("RGB"))


def test_other_pages_are_not_measured() -> None:
    assert measure(np.zeros((50, 40, 3), np.uint8), BlindFaces(), kind=PageKind.FORM_1) == []


def test_a_photo_without_a_face_says_what_was_not_measured() -> None:
    (seen,) = measure(np.full((413, 295, 3), 250, np.uint8), BlindFaces())
    assert seen.faces == ()
    assert seen.head is None
    assert seen.measures["faces"] == 0
    assert "frame_share" in seen.measures
    assert seen.unmeasured["roll_deg"] == "no face was found"


def test_every_measure_is_taken_or_its_absence_explained() -> None:
    (seen,) = measure(np.full((413, 295, 3), 250, np.uint8), BlindFaces())
    assert set(seen.measures) | set(seen.unmeasured) == set(MEASURES) | set(NEVER_MEASURED)
    assert not set(seen.measures) & set(seen.unmeasured)


def test_a_photo_cut_out_of_a_page_has_no_compression_trace() -> None:
    (seen,) = measure(np.full((413, 295, 3), 250, np.uint8), BlindFaces(), skew_deg=0.5)
    assert "blockiness" not in seen.measures
    assert "cut out" in seen.unmeasured["jpeg_quality_seen"]


@pytest.mark.engine
class TestOnDrawnPhotos:
    """What the drawing program was asked for is what is measured."""

    def test_a_good_photo_is_measured_whole(self, engine: FaceModels) -> None:
        (seen,) = measure(drawn("good"), engine)
        assert set(seen.measures) == set(MEASURES)
        assert seen.measures["head_height_share"] == pytest.approx(0.62, abs=0.03)
        assert seen.measures["crown_share"] == pytest.approx(0.11, abs=0.02)
        assert abs(seen.measures["roll_deg"]) < 1
        assert seen.measures["background_white_share"] > 0.99
        assert seen.head is not None
        assert seen.head.holds(seen.faces[0].points[2])

    @pytest.mark.parametrize("quarters", [0, 1, 2, 3])
    def test_a_turned_photo_is_measured_upright_and_its_boxes_lie_on_the_page(self, engine: FaceModels, quarters: int) -> None:
        (upright,) = measure(drawn("good"), engine)
        (seen,) = measure(np.ascontiguousarray(np.rot90(drawn("good"), quarters)), engine)  # turned anticlockwise
        assert seen.measures["turn_deg"] == 90 * quarters
        assert seen.measures["head_height_share"] == pytest.approx(upright.measures["head_height_share"], abs=0.02)
        assert seen.head is not None
        x, y = seen.faces[0].points[2]
        assert seen.head.holds((x, y))

    def test_a_tilted_head_is_measured_in_degrees_clockwise(self, engine: FaceModels) -> None:
        (seen,) = measure(drawn("head tilted by 10"), engine)
        assert abs(seen.measures["roll_deg"]) == pytest.approx(10, abs=1)

    def test_the_skew_that_was_undone_counts_as_tilt(self, engine: FaceModels) -> None:
        (straight,) = measure(drawn("good"), engine)
        (seen,) = measure(drawn("good"), engine, skew_deg=6.0)
        assert seen.measures["roll_deg"] - straight.measures["roll_deg"] == pytest.approx(6, abs=0.01)

    def test_closed_eyes_are_less_open_than_open_ones(self, engine: FaceModels) -> None:
        assert measure(drawn("eyes closed"), engine)[0].measures["eye_opening"] < 0.17
        assert measure(drawn("good"), engine)[0].measures["eye_opening"] > 0.24

    def test_two_faces_are_counted(self, engine: FaceModels) -> None:
        (seen,) = measure(drawn("two faces"), engine)
        assert len(seen.faces) == seen.measures["faces"] == 2

    def test_strong_compression_shows_after_saving_again(self, engine: FaceModels) -> None:
        assert measure(drawn("JPEG quality 12"), engine)[0].measures["jpeg_quality_seen"] < 15

    def test_a_large_photo_is_measured_like_a_small_one(self, engine: FaceModels) -> None:
        large = np.asarray(cv2.resize(drawn("good"), None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
        (small,), (seen,) = measure(drawn("good"), engine), measure(large, engine)
        assert seen.measures["width_px"] == 1475
        assert seen.measures["head_height_share"] == pytest.approx(small.measures["head_height_share"], abs=0.02)
        assert seen.faces[0].box.w == pytest.approx(5 * small.faces[0].box.w, rel=0.15)

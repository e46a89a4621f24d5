"""The face engine on the committed drawn photos: faces are found and placed; marks and paper are none."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.datamodel.page import Rgb
from pipeline.engines import loader
from pipeline.engines.faces import FaceModels
from pipeline.engines.loader import Status
from pipeline.imaging import face_geometry as geometry

pytestmark = pytest.mark.engine
PHOTOS = Path(__file__).parents[2] / "samples" / "photos"


@pytest.fixture(scope="module")
def engine() -> FaceModels:
    state = [model for model in loader.models() if model.pin.engine == "faces"]
    if any(model.status is not Status.PRESENT for model in state):
        pytest.skip("the face models are not installed")
    return FaceModels({model.pin.name: model.path.read_bytes() for model in state})


@pytest.fixture(scope="module")
def photo() -> Rgb:
    return np.asarray(Image.open(PHOTOS / "photo-01.jpg").convert("RGB"))


def test_one_face_is_found_and_its_points_lie_in_it(engine: FaceModels, photo: Rgb) -> None:
    (face,) = engine.faces(photo)
    assert face.score > 0.8
    assert all(face.box.holds(point) for point in face.points)
    assert face.points[0][0] < face.points[1][0]  # the person's right eye lies left in the picture


def test_a_face_is_found_at_the_same_place_in_a_larger_picture(engine: FaceModels, photo: Rgb) -> None:
    (small,) = engine.faces(photo)
    (large,) = engine.faces(np.asarray(cv2.resize(photo, None, fx=4, fy=4), dtype=np.uint8))
    assert large.points[2][0] / 4 == pytest.approx(small.points[2][0], abs=10)
    assert large.points[2][1] / 4 == pytest.approx(small.points[2][1], abs=10)


def test_seals_tables_and_blank_paper_are_no_faces(engine: FaceModels) -> None:
    paper = np.full((1200, 850, 3), 250, np.uint8)
    assert engine.faces(paper) == []
    cv2.circle(paper, (300, 400), 120, (200, 30, 30), 8)
    cv2.putText(paper, "*", (260, 440), cv2.FONT_HERSHEY_SIMPLEX, 4, (200, 30, 30), 12)
    for y in range(600, 1100, 50):
        cv2.line(paper, (60, y), (800, y), (20, 20, 20), 2)
    assert engine.faces(paper) == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (3508, 2), (5, 5), (9, 9), (40, 3000)], ids=str)
def test_slivers_and_specks_hold_no_face_and_do_no_harm(engine: FaceModels, shape: tuple[int, int]) -> None:
    assert engine.faces(np.full((*shape, 3), 128, np.uint8)) == []


def test_the_mesh_follows_a_tilted_head(engine: FaceModels, photo: Rgb) -> None:
    turn = cv2.getRotationMatrix2D((147, 206), -9, 1.0)
    tilted = np.asarray(cv2.warpAffine(photo, turn, (295, 413), borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)
    straight, score = engine.mesh(photo, engine.faces(photo)[0])
    leaning, _ = engine.mesh(tilted, engine.faces(tilted)[0])
    assert score > 0.9
    assert straight.shape == (468, 3)
    assert geometry.pose(leaning).roll_deg - geometry.pose(straight).roll_deg == pytest.approx(9, abs=1)


def test_both_eyes_are_outlined_inside_the_face(engine: FaceModels, photo: Rgb) -> None:
    (face,) = engine.faces(photo)
    mesh, _ = engine.mesh(photo, face)
    right, left = engine.eyelids(photo, mesh)
    assert right.shape == left.shape == (76, 3)
    assert right[:, 0].max() < left[:, 0].min()
    assert geometry.eye_opening(right) == pytest.approx(geometry.eye_opening(left), abs=0.1)


def test_the_person_mask_tells_face_from_background(engine: FaceModels, photo: Rgb) -> None:
    mask = engine.person(photo)
    assert mask.shape == photo.shape[:2]
    assert mask[200, 147] > 0.9
    assert mask[10, 10] < 0.1


def test_the_same_picture_gives_the_same_answer_twice(engine: FaceModels, photo: Rgb) -> None:
    face = engine.faces(photo)
    assert engine.faces(photo) == face
    assert np.array_equal(engine.mesh(photo, face[0])[0], engine.mesh(photo, face[0])[0])


def test_nothing_is_written_to_standard_error_while_loading(engine: FaceModels, capfd: pytest.CaptureFixture[str]) -> None:
    assert engine is not None
    FaceModels({model.pin.name: model.path.read_bytes() for model in loader.models() if model.pin.engine == "faces"})
    assert capfd.readouterr().err == ""

"""The faces stage counts what its engine finds, and says so when there is nothing."""

import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face, FacesSeen
from pipeline.datamodel.page import Origin, Page, Rgb, Word
from pipeline.engines.protocols import Engines
from pipeline.errors import EngineMissingError
from pipeline.stages.base import Look
from pipeline.stages.faces import Faces
from tests.fakes import BlindFaces

POINTS = ((1.0, 1.0),) * 5


class TwoFaces(BlindFaces):
    """Sees one sure face and one that is none."""

    def faces(self, image: Rgb, *, side_px: int = 640) -> list[Face]:
        assert image.ndim == 3
        assert side_px == 640
        return [Face(box=Box(0, 0, 9, 9), score=0.9, points=POINTS), Face(box=Box(20, 20, 5, 5), score=0.61, points=POINTS)]


def see(engines: Engines, stage: Faces) -> FacesSeen:
    page = Page(
        image=np.zeros((50, 40, 3), np.uint8), file="a.jpg", number=0, origin=Origin(format="JPEG", file_bytes=1, width_px=40, height_px=50)
    )
    (seen,) = stage.see(Look(page=page, index=3, engines=engines))
    assert isinstance(seen, FacesSeen)
    return seen


def test_no_face_is_an_observation_too() -> None:
    seen = see(Engines(faces=BlindFaces()), Faces())
    assert (seen.faces, seen.page, seen.box) == ((), 3, Box(0, 0, 40, 50))


def born_digital(*, picture: bool) -> Look:
    image: Rgb = np.full((500, 400, 3), 255, np.uint8)
    image[100:110, 50:300] = 30
    if picture:
        image[200:300, 200:280] = 120
    origin = Origin(format="PDF", file_bytes=1, width_px=400, height_px=500, text_layer=True)
    words = (Word("terms", Box(50, 98, 250, 14)),)
    return Look(page=Page(image=image, file="a.pdf", number=0, origin=origin, words=words), index=0, engines=Engines(faces=TwoFaces()))


def test_faces_are_looked_for_beside_a_text_layer_only_where_more_than_print_is_drawn() -> None:
    print_only, pictured = (
        [len(seen.faces) for seen in Faces().see(born_digital(picture=picture)) if isinstance(seen, FacesSeen)] for picture in (False, True)
    )
    assert (print_only, pictured) == ([0], [1])


def test_a_doubtful_face_counts_only_when_the_mesh_agrees() -> None:
    assert len(see(Engines(faces=TwoFaces()), Faces()).faces) == 1
    assert len(see(Engines(faces=TwoFaces()), Faces(sure_score=0.6)).faces) == 2
    assert len(see(Engines(faces=TwoFaces()), Faces(least_mesh=0.0)).faces) == 2


def test_without_models_the_stage_is_blind_not_silent() -> None:
    with pytest.raises(EngineMissingError, match="models install"):
        see(Engines(), Faces())

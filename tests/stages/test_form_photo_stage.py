"""The form's own photo and the ID photo give a texture; other pages, faces too small and pages without a face give none."""

import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.head_texture import HEIGHT, WIDTH
from pipeline.datamodel.observation import Face, FacesSeen, HeadPatch, Observation, PageKind, PageKindSeen
from pipeline.datamodel.page import Origin, Page
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look
from pipeline.stages.form_photo import FormPhoto

WHOLE = Box(0, 0, 400, 500)


def face(apart: float, x: float = 150.0) -> Face:
    right, left = (x, 200.0), (x + apart, 200.0)
    return Face(box=Box(120, 150, 120, 160), score=0.9, points=(right, left, (x, 230.0), (x, 260.0), (x, 260.0)))


def seen_on(kind: PageKind, *faces: Face) -> list[Observation]:
    image = np.random.default_rng(3).integers(0, 255, (500, 400, 3)).astype(np.uint8)
    page = Page(image=image, file="a.jpg", number=0, origin=Origin(format="JPEG", file_bytes=1, width_px=400, height_px=500))
    told = PageKindSeen(page=0, box=WHOLE, confidence=0.9, seen_by="page_kind", kind=kind)
    found = FacesSeen(page=0, box=WHOLE, confidence=0.9, seen_by="faces", faces=faces)
    return list(FormPhoto().see(Look(page=page, index=0, engines=Engines(), seen=(told, found))))


@pytest.mark.parametrize("kind", [PageKind.FORM_1, PageKind.FORM_2, PageKind.FORM_SINGLE, PageKind.ID_PHOTO])
def test_the_largest_face_of_a_form_or_an_id_photo_gives_one_texture(kind: PageKind) -> None:
    (patch,) = seen_on(kind, face(50), face(20, x=300.0))
    assert isinstance(patch, HeadPatch)
    assert patch.box == Box(120, 150, 120, 160)
    assert len(patch.texture) == WIDTH * HEIGHT


@pytest.mark.parametrize("kind", [PageKind.HELD_ID, PageKind.CONTRACT_COVER, PageKind.OTHER])
def test_no_other_page_is_looked_at(kind: PageKind) -> None:
    assert seen_on(kind, face(50)) == []


@pytest.mark.parametrize(("apart", "count"), [(8.9, 0), (9.0, 1)])
def test_a_face_counts_from_the_limit_upward(apart: float, count: int) -> None:
    assert len(seen_on(PageKind.FORM_1, face(apart))) == count


def test_a_form_without_a_face_gives_nothing() -> None:
    assert seen_on(PageKind.FORM_1) == []

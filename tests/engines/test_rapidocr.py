"""The PP-OCRv6 engine on digits and letters drawn with OpenCV's own strokes (no font file needed)."""

import hashlib

import cv2
import numpy as np
import pytest

from pipeline.datamodel.page import Rgb
from pipeline.engines.rapidocr import RapidOcr, model_files


@pytest.fixture(scope="module")
def engine() -> RapidOcr:
    return RapidOcr(threads=1)


def line(text: str, *, width: int = 600, height: int = 60, at: int = 10) -> Rgb:
    image: Rgb = np.full((height, width, 3), 255, dtype=np.uint8)
    cv2.putText(image, text, (at, height - 18), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 2, cv2.LINE_AA)
    return image


def page() -> Rgb:
    image: Rgb = np.full((700, 1000, 3), 255, dtype=np.uint8)
    image[100:160, 100:700] = line("Registration 2026")
    image[400:460, 60:400] = line("left 12", width=340)
    image[402:462, 560:900] = line("right 34", width=340)
    return image


@pytest.mark.engine
def test_a_drawn_line_is_read_character_by_character(engine: RapidOcr) -> None:
    [reading] = engine.read([line("ABC 12345678")])
    assert reading.text.replace(" ", "") == "ABC12345678"
    assert len(reading.char_confidence) == len(reading.text)
    assert reading.engine == "rapidocr"
    assert reading.confidence > 0.9


@pytest.mark.engine
def test_lines_are_found_top_to_bottom_then_left_to_right(engine: RapidOcr) -> None:
    boxes = [quad.box for quad, _ in engine.detect(page(), side_px=960)]
    assert len(boxes) == 3
    assert boxes[0].y < boxes[1].y
    assert boxes[1].x < boxes[2].x


@pytest.mark.engine
def test_quads_are_in_pixels_of_the_page_at_every_working_size(engine: RapidOcr) -> None:
    [(quad, score)] = engine.detect(np.ascontiguousarray(page()[:300]), side_px=640)
    assert abs(quad.box.centre.y - 130) < 12
    assert 85 <= quad.box.x <= 115
    assert 0.5 <= score <= 1.0


@pytest.mark.engine
def test_a_reading_does_not_depend_on_the_strips_beside_it(engine: RapidOcr) -> None:
    strips = [line("one 1"), line("two 22 and a longer tail", width=900), line("three 333")]
    assert [engine.read([strip])[0] for strip in strips] == engine.read(strips)


@pytest.mark.engine
def test_the_lattice_is_kept_only_when_asked_for_and_agrees_with_the_text(engine: RapidOcr) -> None:
    strip = line("ABC 12345678")
    [plain], [kept] = engine.read([strip]), engine.read([strip], keep=8, ink="unmix")
    assert plain.lattices == ()
    [lattice] = kept.lattices
    assert lattice.ink == "unmix"
    assert lattice.greedy()[0] == kept.text == plain.text
    assert lattice.score(kept.text) > lattice.score(kept.text.replace("8", "9"))


@pytest.mark.engine
@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 900, 3), (900, 3, 3), (0, 40, 3)], ids=["pixel", "hair line", "thin column", "empty"])
def test_odd_strips_and_pages_end_without_a_reading_or_with_one(engine: RapidOcr, shape: tuple[int, int, int]) -> None:
    image = np.full(shape, 255, dtype=np.uint8)
    assert isinstance(engine.detect(image, side_px=960), list)
    assert len(engine.read([image])) == 1


def test_models_are_named_with_their_path_and_hash() -> None:
    for name, path, sha256 in model_files():
        assert path.name == name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256

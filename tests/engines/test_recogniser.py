"""The reader of arcs as it is shipped, on strips drawn with OpenCV's own strokes."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.datamodel.page import Rgb
from pipeline.engines import loader
from pipeline.engines.recogniser import ARC_WIDTH_PX, Recogniser, _best_columns, _greedy, _softmax
from pipeline.engines.runtime import Floats, Network, Runtime

WIDTHS = (ARC_WIDTH_PX, ARC_WIDTH_PX)


@pytest.fixture(scope="module")
def arcs() -> Recogniser:
    path = next(model.path for model in loader.models() if model.pin.name == "arc-reader")
    return Recogniser(path, "arc-reader", widths_px=WIDTHS)


def strip(text: str, width: int = 380) -> Rgb:
    image: Rgb = np.full((48, width, 3), 255, dtype=np.uint8)
    cv2.putText(image, text, (14, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (40, 40, 40), 2, cv2.LINE_AA)
    return image


@pytest.mark.engine
@pytest.mark.parametrize("width", [60, 400, 1200], ids=["narrow", "as trained", "too wide"])
def test_every_strip_gives_a_lattice_of_the_same_steps(arcs: Recogniser, width: int) -> None:
    [reading] = arcs.read([strip("", width)], keep=8, ink="fill")
    [lattice] = reading.lattices
    assert lattice.steps == ARC_WIDTH_PX // 8
    assert lattice.ink == "fill"


@pytest.mark.engine
def test_a_blank_strip_reads_as_nothing(arcs: Recogniser) -> None:
    assert arcs.read([strip("")])[0].text == ""


@pytest.mark.engine
def test_the_same_strip_is_read_the_same(arcs: Recogniser) -> None:
    one, other = arcs.read([strip("ABC"), strip("ABC")], keep=8)
    assert one == other


@pytest.mark.engine
def test_an_empty_strip_has_no_reading(arcs: Recogniser) -> None:
    [reading] = arcs.read([np.zeros((0, 0, 3), dtype=np.uint8)])
    assert (reading.text, reading.engine) == ("", "arc-reader")


@pytest.mark.parametrize("classes", [9, 437, 18_709])
def test_the_best_characters_of_every_step_are_found_without_sorting_all(classes: int) -> None:
    rows = np.random.default_rng(3).exponential(1.0, (25, classes)).astype(np.float32) ** 4
    every = {int(column) for row in rows for column in np.argsort(-row, kind="stable")[:8]}
    assert set(_best_columns(rows, 8).tolist()) == every


def test_logits_read_as_the_probabilities_made_of_them() -> None:
    rows = np.random.default_rng(5).normal(0, 3, (40, 500)).astype(np.float32)
    rows[::3, 0] += 20  # blanks
    characters = ("", *(chr(0x4E00 + place) for place in range(498)), " ")
    assert _greedy(rows, characters, logits=True) == _greedy(_softmax(rows), characters)


def test_strips_of_one_width_are_read_one_after_another_and_answered_in_their_order() -> None:
    read: list[int] = []

    def network(_model: Path, _threads: int) -> Network:
        def run(batch: Floats) -> Floats:
            read.append(batch.shape[3])
            rows = np.zeros((1, 1, 437), dtype=np.float32)
            rows[0, 0, batch.shape[3] // 64] = 1.0
            return rows

        return run

    path = next(model.path for model in loader.models() if model.pin.name == "arc-reader")
    reader = Recogniser(path, "reader", runtime=Runtime(suffix="", network=network, grid_px=64))
    widths = [300, 60, 500, 280, 100, 450]
    empty: Rgb = np.zeros((0, 5, 3), dtype=np.uint8)
    texts = [reading.text for reading in reader.read([*(strip("", width) for width in widths), empty])]
    assert read == sorted(read)
    by_width = {width: reader.read([strip("", width)])[0].text for width in widths}
    assert texts == [*(by_width[width] for width in widths), ""]
    assert len(set(texts)) == 4

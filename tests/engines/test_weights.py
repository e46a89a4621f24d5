"""Vanishing weights become zero, where they stand, and nothing else changes."""

import numpy as np
import pytest

from pipeline.engines.rapidocr import DETECTOR, model_files
from pipeline.engines.recogniser import plain_session, session
from pipeline.engines.weights import LEAST_WEIGHT, flushed, metadata


def field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2, len(content)]) + content


def model(weights: list[float], data_type: int = 1) -> bytes:
    """A model of one tensor: its type, a name, its raw data, and a field of four and one of eight bytes that say nothing."""
    others = bytes([14 << 3 | 5]) + b"\x01\x00\x00\x00" + bytes([15 << 3 | 1]) + b"\x01" * 8
    tensor = bytes([2 << 3, data_type]) + field(8, b"w") + others + field(9, np.array(weights, dtype="<f4").tobytes())
    return field(3, b"who made it") + field(7, field(2, b"graph") + field(5, tensor))


def test_small_weights_become_zero_and_all_else_stays() -> None:
    assert flushed(model([1.0, 1e-39, -1e-25, -0.5, 0.0])) == model([1.0, 0.0, 0.0, -0.5, 0.0])


def test_a_weight_at_the_limit_stays() -> None:
    at_limit = float(np.float32(LEAST_WEIGHT) * np.float32(1.0001))
    assert flushed(model([at_limit])) == model([at_limit])


def test_whole_numbers_are_left_alone() -> None:
    """Read as a float, a small whole number is a subnormal one."""
    assert flushed(model([1e-39], data_type=6)) == model([1e-39], data_type=6)


def test_what_its_makers_wrote_is_read() -> None:
    entries = field(14, field(1, b"character") + field(2, "甲\n乙".encode())) + field(14, field(1, b"empty"))
    assert metadata(model([1.0]) + entries) == {"character": "甲\n乙", "empty": ""}
    assert metadata(model([1.0])) == {}


@pytest.mark.parametrize(
    "data", [b"\x3a", b"\x3a\x7f", b"\xff" * 12, b"\x3b\x01"], ids=["no size", "cut", "endless number", "unknown kind"]
)
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no ONNX file"):
        flushed(data)


@pytest.mark.engine
def test_the_detector_finds_the_same_to_the_last_bit() -> None:
    path = next(file.path for file in model_files() if file.name == DETECTOR)
    page = np.random.default_rng(4).uniform(-1, 1, (1, 3, 96, 160)).astype(np.float32)
    heat, as_it_came = (
        network.run(None, {network.get_inputs()[0].name: page})[0] for network in (session(path, 1), plain_session(path.read_bytes(), 1))
    )
    assert np.array_equal(heat, as_it_came)
    assert flushed(path.read_bytes()) != path.read_bytes()

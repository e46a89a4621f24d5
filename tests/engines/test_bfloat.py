"""Networks in bfloat16 find and read what those in full precision do, and their runtime reports to nobody."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.datamodel.page import Rgb
from pipeline.engines.bfloat import BFLOAT
from pipeline.engines.precision import why_full
from pipeline.engines.rapidocr import RapidOcr

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(importlib.util.find_spec("openvino") is None, reason="the extra `fast` is not installed"),
]
needs_unit = pytest.mark.skipif(why_full() == "processor", reason="this processor has no unit for bfloat16, and it is not used here")


@pytest.fixture(scope="module")
def quick() -> RapidOcr:
    return RapidOcr(runtime=BFLOAT)


@pytest.fixture(scope="module")
def full() -> RapidOcr:
    return RapidOcr()


def line(text: str, width: int = 600) -> Rgb:
    image: Rgb = np.full((60, width, 3), 255, dtype=np.uint8)
    cv2.putText(image, text, (10, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 2, cv2.LINE_AA)
    return image


@needs_unit
def test_lines_of_every_width_read_as_in_full_precision(quick: RapidOcr, full: RapidOcr) -> None:
    strips = [line("7", 60), line("ABC 12345678"), line("Registration 2026 and a longer tail", 1100)]
    for one, other in zip(quick.read(strips), full.read(strips), strict=True):
        assert one.text.replace(" ", "") == other.text.replace(" ", "")
        assert one.confidence == pytest.approx(other.confidence, abs=0.03)
        assert (one.engine, other.engine) == ("rapidocr-bf16", "rapidocr")


@needs_unit
def test_a_lattice_says_how_likely_each_character_is(quick: RapidOcr, full: RapidOcr) -> None:
    [one], [other] = (engine.read([line("ABC 12345678")], keep=8) for engine in (quick, full))
    _, likely, blank, rest = one.lattices[0].table()
    assert np.allclose(np.exp(likely).sum(axis=1) + np.exp(blank) + np.exp(rest), 1.0, atol=0.01)
    assert one.lattices[0].greedy()[0] == other.lattices[0].greedy()[0]
    assert one.lattices[0].score(one.text) == pytest.approx(other.lattices[0].score(one.text), abs=0.05)


@needs_unit
def test_a_reading_depends_on_nothing_read_before(quick: RapidOcr) -> None:
    [first] = quick.read([line("ABC 12345678")])
    quick.read([line("other 99", 900)])
    assert quick.read([line("ABC 12345678")]) == [first]


@needs_unit
def test_lines_are_found_where_full_precision_finds_them(quick: RapidOcr, full: RapidOcr) -> None:
    page: Rgb = np.full((700, 1000, 3), 255, dtype=np.uint8)
    page[100:160, 100:700] = line("Registration 2026")
    page[400:460, 60:400] = line("left 12", 340)
    ones, others = (engine.detect(page, side_px=960) for engine in (quick, full))
    assert len(ones) == len(others) == 2
    assert np.allclose([quad.corners for quad, _ in ones], [quad.corners for quad, _ in others], atol=2.0)


def test_pages_are_read_in_full_precision_where_the_runtime_does_not_load(
    full: RapidOcr, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    quick = RapidOcr(runtime=BFLOAT)
    assert (quick.name, quick.suffix) == ("rapidocr-bf16", "-bf16")
    page: Rgb = np.full((200, 700, 3), 255, dtype=np.uint8)
    page[60:120, 50:650] = line("ABC 12345678")
    assert quick.detect(page, side_px=640) == full.detect(page, side_px=640)
    assert quick.read([line("ABC 12345678")]) == full.read([line("ABC 12345678")])
    assert (quick.name, quick.suffix) == ("rapidocr", "")
    assert len(caplog.records) == 1


def test_the_runtime_never_loads_its_reporter(tmp_path: Path) -> None:
    """Importing the runtime sends an event to its maker wherever the package `openvino_telemetry` can be imported."""
    (tmp_path / "openvino_telemetry").mkdir()
    (tmp_path / "openvino_telemetry" / "__init__.py").write_text(f"open({str(tmp_path / 'reported')!r}, 'w').close()\n")
    program = (
        "import contextlib, numpy, sys\n"
        "from pipeline.engines import bfloat, rapidocr\n"
        "path = next(m.path for m in rapidocr.model_files() if m.name == rapidocr.RECOGNISER)\n"
        "with contextlib.suppress(RuntimeError):\n"  # a processor that cannot
        "    bfloat.network(path, 1)(numpy.zeros((1, 3, 48, 128), dtype=numpy.float32))\n"
        "print('openvino' in sys.modules)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "True\n"
    assert not (tmp_path / "reported").exists()

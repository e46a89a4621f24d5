"""Tesseract as an engine, and what it becomes when the program hangs, dies, babbles or is not there."""

import stat
import sys
from pathlib import Path

import cv2
import numpy as np
import pytesseract
import pytest

from pipeline.datamodel.page import Rgb
from pipeline.engines.tesseract import Tesseract
from pipeline.errors import EngineFailedError, EngineMissingError


def line(text: str, *, width: int = 600) -> Rgb:
    image: Rgb = np.full((60, width, 3), 255, dtype=np.uint8)
    cv2.putText(image, text, (10, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 2, cv2.LINE_AA)
    return image


def page() -> Rgb:
    image: Rgb = np.full((700, 1000, 3), 255, dtype=np.uint8)
    image[100:160, 100:700] = line("Registration 2026")
    image[400:460, 60:400] = line("left 12", width=340)
    image[400:460, 660:1000] = line("right 34", width=340)
    return image


PROGRAM = """#!{python}
import sys, time
if "--list-langs" in sys.argv:
    print("List")
    print("chi_sim")
    sys.exit()
if "--version" in sys.argv:
    print("tesseract 5.3.0")
    sys.exit()
answer = sys.argv[2] + ".tsv"
{body}
"""
COLUMNS = "level page_num block_num par_num line_num left top width height conf text".replace(" ", "\\t")


def program(folder: Path, body: str) -> str:
    """Write a program that names its languages when asked and does something else when it should read; return its path."""
    path = folder / "tesseract"
    path.write_text(PROGRAM.format(python=sys.executable, body=body))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.engine
def test_a_drawn_line_is_read() -> None:
    readings = Tesseract().read([line("12345678"), np.full((60, 300, 3), 255, dtype=np.uint8), line("ABC 2026")])
    assert [reading.text.replace(" ", "") for reading in readings] == ["12345678", "", "ABC2026"]
    assert len(readings[0].char_confidence) == 8
    assert readings[0].engine == "tesseract"
    assert readings[0].lattices == ()


@pytest.mark.engine
def test_cells_of_one_row_are_found_as_two_lines() -> None:
    boxes = [quad.box for quad, _ in Tesseract().detect(page(), side_px=1000)]
    assert len(boxes) == 3
    assert boxes[0].y < 200
    assert {box.x > 500 for box in boxes[1:]} == {True, False}


@pytest.mark.engine
def test_boxes_are_in_pixels_of_the_unscaled_page() -> None:
    boxes = [quad.box for quad, _ in Tesseract().detect(page(), side_px=800)]
    assert 85 <= boxes[0].x <= 125
    assert abs(boxes[0].centre.y - 130) < 12


def test_a_missing_program_is_named_with_the_package_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """F11."""
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "nothing"))
    with pytest.raises(EngineMissingError, match="tesseract-ocr"):
        Tesseract()


def test_missing_chinese_data_is_named_with_the_package_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = program(tmp_path, "")
    Path(command).write_text(Path(command).read_text().replace("chi_sim", "eng"))
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", command)
    with pytest.raises(EngineMissingError, match="tesseract-ocr-chi-sim"):
        Tesseract()


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(60)",
        "sys.stderr.write('secret words'); sys.exit(3)",
        "sys.stderr.buffer.write(bytes([255, 254])); sys.exit(3)",
        "open(answer, 'wb').write(bytes(range(256)))",
        "open(answer, 'w').write('')",
        "pass",
        f"open(answer, 'w').write('{COLUMNS}\\n' + '5 9 1 1 1 x y z 0 sure word'.replace(' ', '\\t'))",
    ],
    ids=[
        "hangs",
        "dies",
        "dies with bad UTF-8",
        "writes bytes",
        "writes nothing into the file",
        "writes no file",
        "writes words for numbers",
    ],
)
def test_a_program_that_fails_is_an_engine_failure_without_its_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str) -> None:
    """F11."""
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", program(tmp_path, body))
    engine = Tesseract(timeout_s=1.0)
    with pytest.raises(EngineFailedError) as failed:
        engine.detect(page(), side_px=960)
    assert "secret" not in str(failed.value)
    with pytest.raises(EngineFailedError):
        engine.read([line("1")])


def test_a_program_that_cannot_even_tell_its_version_is_an_engine_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = program(tmp_path, "sys.exit(1)")
    Path(command).write_text(Path(command).read_text().replace("--version", "--never"))
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", command)
    with pytest.raises(EngineFailedError):
        Tesseract(timeout_s=1.0).detect(page(), side_px=960)


def test_a_strip_of_a_pixel_reads_as_nothing_without_asking() -> None:
    engine = Tesseract.__new__(Tesseract)
    assert [reading.text for reading in engine.read([np.zeros((1, 1, 3), dtype=np.uint8)])] == [""]

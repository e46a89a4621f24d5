"""Pages are read in bfloat16 only where the processor has a unit for it, the runtime is there, and nobody asked for full precision."""

import importlib.util
from pathlib import Path

import pytest

from pipeline.engines import loader, precision

AMX = "processor\t: 0\nflags\t\t: fpu avx512_bf16 amx_bf16 amx_tile amx_int8\n\nprocessor\t: 1\nflags\t\t: fpu\n"
NO_AMX = "processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16 amx_tile\n"


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The processor's facts, to be written; the runtime is there and nothing was asked for."""
    monkeypatch.setattr(precision, "CPU_FACTS", tmp_path / "cpuinfo")
    monkeypatch.setattr(precision, "PACKAGE", "numpy")
    monkeypatch.delenv(precision.ASKED_FOR_FULL, raising=False)
    return tmp_path / "cpuinfo"


def test_a_processor_with_the_unit_reads_in_bfloat16_and_says_so(facts: Path) -> None:
    facts.write_text(AMX)
    assert precision.why_full() == ""
    assert precision.precision().startswith("bfloat16, numpy 2.")


@pytest.mark.parametrize("told", [NO_AMX, "", "model name: other\n"], ids=["without the unit", "nothing told", "another kind"])
def test_every_other_processor_reads_in_full_precision(facts: Path, told: str) -> None:
    facts.write_text(told)
    assert (precision.why_full(), precision.precision()) == ("processor", "float32")


def test_a_machine_that_tells_nothing_reads_in_full_precision(facts: Path) -> None:
    assert not facts.exists()
    assert precision.why_full() == "processor"


def test_without_the_runtime_it_is_full_precision(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts.write_text(AMX)
    monkeypatch.setattr(precision, "PACKAGE", "no_such_runtime")
    assert importlib.util.find_spec("no_such_runtime") is None
    assert (precision.why_full(), precision.precision()) == ("package", "float32")


def test_a_folder_of_that_name_is_no_runtime(facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts.write_text(AMX)
    (tmp_path / "a_mere_folder").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(precision, "PACKAGE", "a_mere_folder")
    assert (precision.why_full(), precision.precision()) == ("package", "float32")


def test_who_asks_for_full_precision_gets_it(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts.write_text(AMX)
    monkeypatch.setenv(precision.ASKED_FOR_FULL, "1")
    assert (precision.why_full(), precision.precision()) == ("asked", "float32")
    assert loader.load(blind=True).quick is None


@pytest.mark.engine
def test_only_whole_pages_are_read_at_less_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "why_full", lambda: "")
    engines = loader.load(blind=True)
    assert engines.ocr is not None
    assert engines.quick is not None
    assert (engines.ocr.name, engines.quick.name) == ("rapidocr", "rapidocr-bf16")
    assert loader.load(ocr="tesseract", blind=True).quick is None

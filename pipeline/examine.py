"""One application: open the folder, see, judge, conclude; nothing here reads pixels or knows a rule."""

import hashlib
import importlib.metadata
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.checks import catalogue
from pipeline.checks.base import Case, Check, Lang
from pipeline.datamodel.application import Application, Declared, Kind, application_id
from pipeline.datamodel.finding import Fault, propose
from pipeline.datamodel.observation import Handwriting, PageKind, PageKindSeen
from pipeline.datamodel.profile import Profile
from pipeline.datamodel.reading import known_scores
from pipeline.datamodel.report import Report, Stored
from pipeline.datamodel.sightings import Sightings
from pipeline.engines.precision import precision
from pipeline.engines.protocols import Engines
from pipeline.errors import ProfileError, UsageError
from pipeline.stages import sequence
from pipeline.stages.folder import FolderLimits, open_application
from pipeline.stages.sniff import NotRegularError, open_regular
from pipeline.stages.stillness import files_below

ENGINE_PACKAGES = ("rapidocr", "onnxruntime", "opencv-python-headless", "ai-edge-litert", "pillow", "pypdfium2", "pdfplumber", "numpy")


@dataclass(frozen=True, kw_only=True)
class Setup:
    """Everything that one process needs to examine applications; built once, used for all of them."""

    profile: Profile
    sequence: sequence.Sequence
    checks: Mapping[str, Check]
    engines: Engines
    lang: Lang = "zh"
    versions: dict[str, str]


def set_up(profile: Profile, engines: Engines, *, lang: Lang = "zh") -> Setup:
    """Return the setup for a profile and loaded engines.

    Raises:
        ProfileError: the profile's stage or check limits are wrong; all of them are told at once.
    """
    wrong: list[str] = []
    built: list[object] = []
    for build in (lambda: sequence.build(profile.stages), lambda: catalogue.build(profile)):
        try:
            built.append(build())
        except ProfileError as error:
            wrong.append(str(error))
    if wrong:
        raise ProfileError("; ".join(wrong))
    stages, checks = built
    return Setup(profile=profile, sequence=stages, checks=checks, engines=engines, lang=lang, versions=versions(engines))  # type: ignore[arg-type]


def versions(engines: Engines) -> dict[str, str]:
    """Return the versions of the product and of everything that seeing depends on."""
    found = {"prescreen": importlib.metadata.version("prescreen")}
    found |= {package: importlib.metadata.version(package) for package in ENGINE_PACKAGES}
    for role, engine in (("ocr", engines.ocr), ("second_ocr", engines.second_ocr), ("faces", engines.faces)):
        found[role] = getattr(engine, "name", "present") if engine is not None else "absent"
    found["precision"] = precision() if engines.quick else "float32"
    return found


class _Asked(NamedTuple):
    """As in `see_files`."""

    told: PageKind | None = None
    free: bool = False


def see(folder: Path, setup: Setup, watch: sequence.PageWatcher | None = None, *, refused: tuple[Fault, ...] = ()) -> Stored:
    """Open an application's folder and look at everything that judging any kind of application may need.

    refused: what was refused by name before it came into this folder.

    Raises:
        UsageError: the folder cannot be opened.
    """
    digest = folder_sha256(folder)
    application, faults = open_application(folder)
    return _stored(application, refused + faults, setup, watch, digest)


def see_files(
    files: Iterable[Path], setup: Setup, watch: sequence.PageWatcher | None = None, told: PageKind | None = None, *, free: bool = False
) -> Stored:
    """Look at loose files, as an application without a folder of its own.

    told: what every page is, where that is known; free: look for handwriting anywhere as well, which no check asks for.
    """
    paths = tuple(path.absolute() for path in files)
    folder = Path(os.path.commonpath([path.parent for path in paths]))
    application = Application(id="loose files", folder=folder, files=paths)
    return _stored(application, (), setup, watch, input_sha256(paths, folder), _Asked(told, free))


def judge(stored: Stored, setup: Setup, *, kind: Kind | None = None, loose: bool = False, family: str = "") -> Report:
    """Judge what was seen under the setup's profile; no image is opened.

    kind: overrides what was declared and read; loose: see `Case.loose`; family: only the checks of this family ("photo").
    """
    with known_scores(stored.scores):
        return _judged(stored, setup, kind, loose=loose, family=family)


def judge_and_keep(stored: Stored, setup: Setup) -> tuple[Report, Stored]:
    """Judge as `judge` does, and return also what is stored with every score that was asked for, so that the next time costs little."""
    with known_scores(stored.scores) as scores:
        report = _judged(stored, setup, None, loose=False, family="")
    return report, msgspec.structs.replace(stored, scores=scores)


def _judged(stored: Stored, setup: Setup, kind: Kind | None, *, loose: bool, family: str) -> Report:
    kind = kind or stored.declared.kind or _read_kind(stored.sightings)
    case = Case(kind=kind, declared=stored.declared, sightings=stored.sightings, loose=loose, lang=setup.lang)
    findings = catalogue.judge(of_family(setup.profile, family), setup.checks, case)
    return Report(
        application=stored.application,
        profile=setup.profile.name,
        profile_sha256=setup.profile.sha256,
        kind=kind,
        proposal=propose(findings),
        findings=findings,
        faults=stored.sightings.all_faults,
        sightings=stored.sightings,
        timings=stored.timings,
        versions=stored.versions,
    )


def stored_or_blind(outcome: Stored | Fault, setup: Setup, folder: Path | None) -> Stored:
    """Return what was seen; for what cost its process: nothing seen, and the fault as the reason for every kind."""
    if not isinstance(outcome, Fault):
        return outcome
    wanted = sequence.wanted_kinds(catalogue.wanted(setup.profile, None))
    sightings = Sightings(faults=(outcome,), unseen=dict.fromkeys(sorted(wanted), (outcome,)), wanted=wanted)
    declared = Declared()
    if folder is not None:
        with suppress(OSError, UsageError):
            declared = open_application(folder)[0].declared
    return Stored(
        application=application_id(folder) if folder is not None else "loose files",
        declared=declared,
        sightings=sightings,
        stages=raw_stages(setup.profile),
        input_sha256="",  # not hashed: the files may be what cost the process, and such an application is looked at again anyway
        config_sha256=config_sha256(setup.profile, setup.versions),
        timings={},
        versions=setup.versions,
    )


def refuse_other_stages(stored: Stored, setup: Setup) -> None:
    """Let stored sightings pass that this profile may judge.

    Raises:
        ProfileError: the profile's stage limits differ from those the application was seen with.
    """
    if stored.stages != raw_stages(setup.profile):
        raise ProfileError(
            f"{stored.application} was seen with other stage limits than {setup.profile.name} asks for; run it again instead"
        )


def raw_stages(profile: Profile) -> dict[str, dict[str, object]]:
    """Return the profile's stage tables in plain types, as they are stored."""
    return msgspec.convert(msgspec.to_builtins(profile.stages), dict[str, dict[str, object]])


def folder_sha256(folder: Path) -> str:
    """Return the hash of everything in an application's folder, refused files and `application.json` included; links are not followed."""
    with suppress(OSError):
        return input_sha256(files_below(folder), folder)
    return input_sha256((), folder)


def input_sha256(files: Iterable[Path], folder: Path) -> str:
    """Return the hash of the files' relative names, sizes and contents, in any order of the files.

    What is never opened counts by its name, and what is too large to be looked at by its size and its last change as well.
    """
    parts = []
    for path in files:
        name = path.relative_to(folder).as_posix().encode(errors="surrogateescape")
        parts.append(name + b"\0" + _content_mark(path))
    return hashlib.sha256(b"\n".join(sorted(parts))).hexdigest()


def config_sha256(profile: Profile, found: Mapping[str, str]) -> str:
    """Return the hash of what seeing depends on besides the input: stage limits and versions."""
    return hashlib.sha256(msgspec.json.encode([raw_stages(profile), dict(found)], order="deterministic")).hexdigest()


def _content_mark(path: Path) -> bytes:
    """Return what tells one content of a file from another."""
    try:
        with os.fdopen(open_regular(path), "rb") as handle:
            status = os.fstat(handle.fileno())
            if status.st_size > FolderLimits().max_file_bytes:
                return f"{status.st_size} {status.st_mtime_ns}".encode()
            return str(status.st_size).encode() + b"\0" + hashlib.file_digest(handle, "sha256").digest()
    except NotRegularError:
        return b"special"
    except OSError:
        return b"unreadable"


def _stored(
    application: Application,
    faults: tuple[Fault, ...],
    setup: Setup,
    watch: sequence.PageWatcher | None,
    digest: str,
    asked: _Asked = _Asked(),  # noqa: B008 - frozen
) -> Stored:
    declared = tuple(
        Fault(where="declaration", error="declaration-broken", message=words, file="application.json", broken_upload=True)
        for words in application.declaration_errors
    )
    family = "photo" if asked.told is PageKind.ID_PHOTO else ""
    needs = catalogue.wanted(of_family(setup.profile, family), None)
    wanted = sequence.wanted_kinds((*needs, Handwriting) if asked.free else needs)
    orders = sequence.Orders(sequence=setup.sequence, engines=setup.engines, wanted=wanted, told=asked.told)
    sightings, timings = sequence.see(application, faults + declared, orders, watch)
    # The faster runtime may have failed meanwhile; what is asked for stays as it was, or every resumed batch would begin anew.
    read_in = {"precision": setup.versions.get("precision", "float32") if getattr(setup.engines.quick, "suffix", "") else "float32"}
    return Stored(
        application=application.id,
        declared=application.declared,
        sightings=sightings,
        stages=raw_stages(setup.profile),
        input_sha256=digest,
        config_sha256=config_sha256(setup.profile, setup.versions),
        timings=timings,
        versions=setup.versions | read_in,
    )


def of_family(profile: Profile, family: str) -> Profile:
    """Return the profile with only the checks of one family ("photo") in its documents, and whether the file opened; all of them for ""."""
    wanted = (family, "files-readable")  # a photo that does not open must not go by in silence
    documents = {name: tuple(check for check in checks if check.startswith(wanted)) for name, checks in profile.documents.items()}
    return msgspec.structs.replace(profile, documents=documents)


def _read_kind(sightings: Sightings) -> Kind | None:
    """Return the kind that the forms' titles agree on, None where they name none or several."""
    kinds = {page.form_kind for page in sightings.of(PageKindSeen) if page.form_kind is not None}
    return kinds.pop() if len(kinds) == 1 else None

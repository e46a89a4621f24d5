"""What several commands share: their options, and what these come to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.errors import ExitCode
from pipeline.rim import talk

if TYPE_CHECKING:
    from pipeline import batch
    from pipeline.checks.base import Lang
    from pipeline.datamodel.profile import Profile
    from pipeline.workers import Plan

PROFILE = "cse-online-2019-11"

ProfileOption = Annotated[str, typer.Option("--profile", help="Rule pack: a name from `prescreen profiles`, or a TOML file.")]
LangOption = Annotated[Literal["zh", "en"], typer.Option("--lang", help="Language of the findings' messages.")]
OcrOption = Annotated[Literal["rapidocr", "tesseract"], typer.Option("--ocr", help="Which engine reads the pages.")]
BlindOption = Annotated[bool, typer.Option("--blind", help="Go on without missing models; their checks are then not assessed (exit 4).")]
LimitOption = Annotated[float, typer.Option("--limit-s", min=1, help="Seconds one application may take before its process is ended.")]
ResultsArgument = Annotated[Path, typer.Argument(help="The results of a run.")]
AllOption = Annotated[bool, typer.Option("--all", help="Show what passed, too.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout instead of a table.")]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, help="Applications looked at at the same time.")]


def load_profile(name: str) -> "Profile":
    """Return a profile by name or path. Raises ProfileError where it is wrong."""
    from pipeline.datamodel.profile import load

    return load(name)


def plan(profile: str, ocr: Literal["rapidocr", "tesseract"], *, blind: bool, limit_s: float = 900, lang: "Lang" = "zh") -> "Plan":
    """Return how to look, with engines and profile proved once before the first process is started."""
    from pipeline.workers import Plan

    return Plan(profile=load_profile(profile), ocr=ocr, blind=blind, lang=lang, limit_s=limit_s)


def write_pages(
    results: "batch.Results", profile: "Profile", lang: "Lang", *, uploads: Path | None = None, jobs: int = 2, both: bool = False
) -> ExitCode:
    """Write what people read, say where it lies, and return 4 where a record is damaged, else 0."""
    from pipeline import publish

    made = publish.publish(results, profile, lang, uploads=uploads, jobs=jobs, both=both)
    talk(f"prescreen: {made.applications} records, {made.notices} notices; worklist in {made.worklist}, pages in {made.index}")
    if made.unpictured:
        talk(f"prescreen: pictures are wanting (uploads gone or changed, or sightings deleted) for: {', '.join(made.unpictured)}")
    if made.lost:
        talk(f"prescreen: damaged records, not judged here; `prescreen run` or `rejudge` writes them anew: {', '.join(made.lost)}")
    return ExitCode.NOT_ASSESSED if made.lost else ExitCode.CLEAR

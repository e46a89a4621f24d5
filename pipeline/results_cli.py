"""The commands on results: rejudge, report, review, evaluate. Each parses, calls one library function, prints."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.errors import ExitCode
from pipeline.options import PROFILE, JsonOption, LangOption, ProfileOption, ResultsArgument, load_profile, write_pages
from pipeline.rim import reviewing, talk


def rejudge(
    results: ResultsArgument,
    profile: ProfileOption = PROFILE,
    lang: LangOption = "zh",
) -> ExitCode:
    """Judge stored sightings again under another profile; no image is opened. Example: prescreen rejudge results --profile mine.toml"""
    from pipeline import batch

    place = batch.Results(folder=results)
    damaged: list[str] = []
    count = sum(1 for _ in batch.rejudge(place, load_profile(profile), lang=lang, tell=damaged.append))
    talk(f"prescreen: judged {count} applications again")
    for sentence in damaged:
        talk(f"prescreen: not judged again: {sentence}")
    write_pages(place, load_profile(profile), lang)
    return max(batch.exit_code(place), ExitCode.NOT_ASSESSED if damaged else ExitCode.CLEAR)


def report(
    results: ResultsArgument,
    uploads: Annotated[
        Path | None, typer.Option("--uploads", help="Where the files lie: adds pictures of the pages with findings.")
    ] = None,
    profile: ProfileOption = PROFILE,
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="Language of the pages; notices are always in Chinese.")] = "zh",
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Applications pictured at the same time.")] = 2,
    both: Annotated[bool, typer.Option("--both", help="Pages in Chinese and English, with a switch between them.")] = False,
) -> ExitCode:
    """Write worklist, HTML pages and notices again. Example: prescreen report results --uploads uploads"""
    from pipeline import batch

    return write_pages(batch.Results(folder=results), load_profile(profile), lang, uploads=uploads, jobs=jobs, both=both)


def review(
    results: ResultsArgument,
    uploads: Annotated[Path | None, typer.Option("--uploads", help="Where the files lie: the pages are shown as they are now.")] = None,
    reviewers: Annotated[list[str] | None, typer.Option("--reviewer", help="Who reviews; once for each, each gets a link.")] = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; anything but this machine's own goes unencrypted.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0: any that is free.")] = 0,
    link_minutes: Annotated[float, typer.Option("--link-minutes", min=0, help="How long the start links open.")] = 10,
    profile: ProfileOption = PROFILE,
    lang: LangOption = "zh",
) -> ExitCode:
    """Serve the reviewers' page until stopped. Example: prescreen review results --uploads uploads --reviewer 王芳"""
    from pipeline import batch

    serve, names = reviewing(reviewers, host)
    place, links = batch.Results(folder=results), {"uploads": uploads, "reviewers": names, "link_s": 60 * link_minutes}
    serve(place, load_profile(profile), lang, host=host, port=port, tell=lambda who, link: typer.echo(f"{who}\t{link}"), **links)
    return ExitCode.CLEAR


def evaluate(
    results: ResultsArgument,
    truth: Annotated[Path | None, typer.Argument(help="truth.jsonl, one object an application; left out: what reviewers decided.")] = None,
    as_json: JsonOption = False,
) -> ExitCode:
    """Hold results against the truth. Example: prescreen evaluate results samples/truth.jsonl"""
    from pipeline import evaluate as evaluation

    score = evaluation.score_results(results, truth)
    typer.echo(evaluation.as_json(score) if as_json else evaluation.as_text(score))
    return ExitCode.NEEDS_PERSON if score.differences or score.absent else ExitCode.CLEAR


COMMANDS: tuple[Callable[..., ExitCode], ...] = (rejudge, report, review, evaluate)

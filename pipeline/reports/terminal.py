"""One report as a table for a person at a terminal; plain lines when piped."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.datamodel.finding import Evidence, Finding, Outcome, Severity
from pipeline.datamodel.masking import mask_private, mask_text
from pipeline.datamodel.observation import Field, Handwriting, PageKindSeen, Portrait, Seal, Signature
from pipeline.datamodel.report import Report
from pipeline.datamodel.sightings import Sightings
from pipeline.reports.seen import value

COLOURS = {
    Outcome.FAIL: "red",
    Outcome.UNSURE: "yellow",
    Outcome.NOT_ASSESSED: "magenta",
    Outcome.PASS: "green",
    Outcome.NOT_APPLICABLE: "dim",
}


def show(reports: Iterable[Report], *, every: bool = False) -> None:
    """Print reports on stdout, as tables on a terminal, as plain lines when piped."""
    for report in reports:
        write(report, Console(highlight=False, soft_wrap=not sys.stdout.isatty()), every=every)


def write(report: Report, console: Console, *, every: bool = False) -> None:
    """Print a report: what is open first, then (with `every`) what passed; the proposal last.

    console: where to print; it knows the width, and whether anybody is looking.
    """
    shown = sorted(report.findings, key=lambda f: (-f.outcome.gravity, list(Severity).index(f.severity)))
    if not every:
        shown = [f for f in shown if f.outcome not in {Outcome.PASS, Outcome.NOT_APPLICABLE}]
    if shown and console.is_terminal:
        console.print(_table(shown))
    elif shown:
        for finding in shown:
            message, where = _words(finding)
            console.print(
                f"{finding.check:22} {finding.outcome:14} {finding.severity:7} {message}" + (f" [{where}]" if where else ""), markup=False
            )
    told = {evidence.file for finding in report.findings if finding.check == "files-readable" for evidence in finding.evidence}
    for fault in report.faults:
        if fault.broken_upload and fault.file in told:
            continue  # the finding says it in the reader's language
        console.print(f"fault: {escape(inert(fault.file))}{fault.file and ' '}{fault.where}: {escape(inert(fault.message))}")
    passed = sum(f.outcome is Outcome.PASS for f in report.findings)
    console.print(f"{escape(inert(report.application))}: {report.proposal} ({report.kind or 'kind unknown'}; {passed} checks passed)")


def _table(shown: Iterable[Finding]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in ("check", "outcome", "severity"):
        table.add_column(heading, no_wrap=True)
    table.add_column("message", overflow="fold", min_width=16)
    table.add_column("where", overflow="fold", min_width=12, max_width=28)  # what is left is the message's
    for finding in shown:
        message, where = _words(finding)
        table.add_row(finding.check, f"[{COLOURS[finding.outcome]}]{finding.outcome}[/]", finding.severity, escape(message), escape(where))
    return table


def summary(name: str, sightings: Sightings) -> str:
    """Return what was seen of one file in a few plain lines: its pages, and per page the seals, signatures and values."""
    lines = [inert(name)]
    kinds = {kind.page: kind for kind in sightings.of(PageKindSeen)}
    for page in sightings.pages:
        kind = kinds.get(page.page)
        lines.append(
            f"  page {page.number + 1}: {kind.kind if kind else 'kind not seen'}, {page.size[0]}x{page.size[1]}, turned {page.turn}"
        )
        lines += [
            f"    seal {s.shape} {s.ink} {s.kind}: {s.name.text} | {s.line.text} | {s.code}" for s in sightings.of(Seal, page=page.page)
        ]
        lines += [f"    signature {s.role}: {s.writing} ({s.confidence:.2f})" for s in sightings.of(Signature, page=page.page)]
        lines += [f"    by pen beside {h.label or 'no print'} ({h.confidence:.2f})" for h in sightings.of(Handwriting, page=page.page)]
        lines += [f"    {f.name}: {value(f, f.reading) or '(blank)'}" for f in sightings.of(Field, page=page.page)]
        lines += [f"    photo with {len(p.faces)} face(s)" for p in sightings.of(Portrait, page=page.page)]
    lines += [f"  fault in {fault.where}: {fault.message}" for fault in sightings.all_faults]
    return "\n".join(inert(line) for line in lines)


def inert(text: str) -> str:
    """Return a text without characters that a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in mask_text(text))


def _words(finding: Finding) -> tuple[str, str]:
    return inert(mask_private(finding.message)), inert("; ".join(_spots(finding.evidence)))


def _spots(evidence: Iterable[Evidence]) -> list[str]:
    """Return each place once, as "file p. 2"."""
    return list(dict.fromkeys(f"{e.file} p. {e.page + 1}" for e in evidence))

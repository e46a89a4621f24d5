"""The worklist: one row an application, for a spreadsheet; text only, never a formula."""

import csv
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

HEADINGS = ("application", "kind", "proposal", "return", "review", "not assessed", "faults", "findings", "record")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(records: Iterable[tuple[str, Mapping[str, Any]]], out: TextIO) -> None:
    """Write the worklist as CSV, in the order given.

    records: (name of the record's file, the record as a dict) pairs. Cells that a spreadsheet would take for a formula get a
    leading apostrophe. Source: OWASP, CSV injection.
    """
    sheet = csv.writer(out)
    sheet.writerow(HEADINGS)
    for name, record in records:
        sheet.writerow([_inert(cell) for cell in _row(name, record)])


def _row(name: str, record: Mapping[str, Any]) -> list[str]:
    open_findings = [f for f in record["findings"] if f["outcome"] in ("fail", "unsure", "not-assessed") and f["severity"] != "note"]
    return [
        record["application"],
        record["kind"] or "",
        record["proposal"],
        str(sum(f["outcome"] == "fail" and f["severity"] == "return" for f in open_findings)),
        str(sum(f["outcome"] in ("fail", "unsure") and not (f["outcome"] == "fail" and f["severity"] == "return") for f in open_findings)),
        str(sum(f["outcome"] == "not-assessed" for f in open_findings)),
        str(len(record["faults"])),
        " ".join(dict.fromkeys(f["message"] for f in open_findings)),
        name,
    ]


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell

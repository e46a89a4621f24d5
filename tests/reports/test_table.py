import csv
import io

import pytest

from pipeline.reports import table


def worklist(**changes: object) -> list[str]:
    entry: dict[str, object] = {"application": "2026-1", "kind": "initial", "proposal": "return", "faults": [], "findings": []} | changes
    out = io.StringIO()
    table.write([("applications/2026-1.json", entry)], out)
    return list(csv.reader(io.StringIO(out.getvalue())))[1]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-rf", "@SUM(A1)", "\tx", "\n=1", "＝1"])
def test_a_name_that_looks_like_a_formula_is_made_inert(name: str) -> None:
    assert worklist(application=name)[0] == f"'{name}"


def test_open_findings_are_counted_by_what_they_lead_to() -> None:
    findings = [
        {"outcome": outcome, "severity": severity, "message": f"{outcome} {severity}"}
        for outcome, severity in [
            ("fail", "return"),
            ("fail", "review"),
            ("unsure", "return"),
            ("not-assessed", "review"),
            ("fail", "note"),
            ("pass", "return"),
        ]
    ]
    row = dict(zip(table.HEADINGS, worklist(findings=findings), strict=True))
    assert (row["return"], row["review"], row["not assessed"]) == ("1", "2", "1")
    assert "fail note" not in row["findings"]

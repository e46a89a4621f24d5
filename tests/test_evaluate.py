from pathlib import Path

import pytest

from pipeline.datamodel.finding import Proposal
from pipeline.errors import UsageError
from pipeline.evaluate import Truth, as_text, load_truth, score, score_results


def record(**outcomes: str) -> dict[str, object]:
    findings = [{"check": check.replace("_", "-"), "outcome": outcome} for check, outcome in outcomes.items()]
    return {"application": "a", "proposal": "clear", "findings": findings}


@pytest.mark.parametrize(
    ("expected", "answer", "cell"),
    [
        ("fail", "fail", "found"),
        ("fail", "unsure", "unsure_bad"),
        ("fail", "not-assessed", "unsure_bad"),
        ("fail", "pass", "missed"),
        ("fail", "not-applicable", "missed"),
        ("pass", "fail", "false_alarms"),
        ("pass", "unsure", "unsure_good"),
        ("not-applicable", "fail", "false_alarms"),
    ],
)
def test_each_answer_falls_into_its_cell(expected: str, answer: str, cell: str) -> None:
    truth = Truth(id="a", kind="initial", expected={"form-seal": expected})  # type: ignore[dict-item]
    (row,) = score({"a": record(form_seal=answer)}, [truth]).checks
    assert getattr(row, cell) == 1


def test_an_expected_failure_without_any_answer_is_a_miss() -> None:
    truth = Truth(id="a", kind="initial", expected={"form-seal": "fail"})
    result = score({"a": record()}, [truth])
    assert result.checks[0].missed == 1
    assert result.differences == ("a: form-seal should be fail, is not-applicable",)


def test_of_several_findings_the_gravest_counts() -> None:
    entry = record()
    entry["findings"] = [{"check": "form-seal", "outcome": "pass"}, {"check": "form-seal", "outcome": "fail"}]
    assert score({"a": entry}, [Truth(id="a", kind="initial", expected={"form-seal": "fail"})]).checks[0].found == 1


def test_applications_without_a_record_are_named() -> None:
    result = score({}, [Truth(id="b", kind="initial", expected={}, proposal=Proposal.CLEAR)])
    assert result.absent == ("b",)
    assert "no record: b" in as_text(result)


def test_a_broken_line_of_truth_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "truth.jsonl"
    path.write_text('{"id": "a", "kind": "initial", "expected": {}}\n{"id": 3}\n')
    with pytest.raises(UsageError, match="line 2"):
        load_truth(path)


def test_blank_lines_and_a_mark_at_the_front_of_a_truth_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "truth.jsonl"
    path.write_text('\ufeff{"id": "a\u2028b", "kind": "initial", "expected": {}}\n\n', encoding="utf-8")
    assert [truth.id for truth in load_truth(path)] == ["a\u2028b"]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[" * 200_000], ids=["not UTF-8", "too deep"])
def test_a_truth_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "truth.jsonl"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"truth\.jsonl"):
        load_truth(path)


def test_a_folder_of_what_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "applications").mkdir()
    (tmp_path / "applications" / "a.json").write_text('{"application": 3}')
    with pytest.raises(UsageError, match="no record"):
        score_results(tmp_path, tmp_path / "truth.jsonl")

import stat
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import OutputError
from pipeline.reports import parquet
from tests.reports import drawn


def test_every_finding_is_a_row_and_reads_back(tmp_path: Path) -> None:
    entry, path = drawn.entry(), tmp_path / "findings.parquet"
    assert parquet.write([entry, entry], path) == 2 * len(entry["findings"])
    rows = pq.read_table(path).to_pylist()
    assert [(row["application"], row["check"], row["outcome"]) for row in rows[: len(entry["findings"])]] == [
        (entry["application"], finding["check"], finding["outcome"]) for finding in entry["findings"]
    ]
    assert rows[0]["message"] == entry["findings"][0]["message"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert drawn.ID_NUMBER.encode() not in path.read_bytes()


def test_no_record_gives_an_empty_table_with_its_columns(tmp_path: Path) -> None:
    assert parquet.write([], tmp_path / "x.parquet") == 0
    assert "check" in pq.read_table(tmp_path / "x.parquet").column_names


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        parquet.write([drawn.entry()], tmp_path / "nowhere" / "x.parquet")

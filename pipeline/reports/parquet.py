"""Findings as a Parquet table, one row a finding, for whoever counts over many batches; numbers are masked as in the records."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.reports import files

ROWS = 20_000  # held in memory and written at once

_OF_RECORD = ("application", "kind", "proposal")
_OF_FINDING = ("check", "slug", "outcome", "severity", "message", "source")
_AS_TEXT = ("measured", "limit")


def write(records: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write the findings of every record, for the owner only, whole or not at all, and return how many there were. Raises OutputError."""
    schema = pa.schema(
        [
            *((name, pa.string()) for name in (*_OF_RECORD, "profile", *_OF_FINDING, *_AS_TEXT, "file")),
            ("confidence", pa.float64()),
            ("page", pa.int32()),
        ]
    )
    part, count = path.with_name(path.name + ".part"), 0
    try:
        with open(part, "wb", opener=files.private) as out, pq.ParquetWriter(out, schema) as writer:
            waiting: list[dict[str, Any]] = []
            for row in _rows(records):
                waiting.append(row)
                if len(waiting) == ROWS:
                    count += _written(writer, waiting, schema)
            count += _written(writer, waiting, schema)
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror or 'the disk refused'}; name a file in a folder that may be written to"
        ) from error
    return count


def _written(writer: pq.ParquetWriter, waiting: list[dict[str, Any]], schema: pa.Schema) -> int:
    count = len(waiting)
    writer.write_table(pa.Table.from_pylist(waiting, schema=schema))
    waiting.clear()
    return count


def _rows(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for record in records:
        head = {name: record[name] for name in _OF_RECORD} | {"profile": record["profile"]["name"]}
        for finding in record["findings"]:
            where: Mapping[str, Any] = next(iter(finding["evidence"]), {})
            yield head | {
                **{name: finding[name] for name in (*_OF_FINDING, "confidence")},
                **{name: None if finding[name] is None else str(finding[name]) for name in _AS_TEXT},
                "file": where.get("file"),
                "page": where.get("page"),
            }

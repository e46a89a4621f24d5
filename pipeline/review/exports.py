"""Decisions for other programs: JSON, a spreadsheet, and the truth that `prescreen evaluate` reads."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from pipeline.datamodel.masking import mask_private
from pipeline.decisions.lessons import overruled, truths
from pipeline.decisions.state import fold_all
from pipeline.decisions.trail import Event
from pipeline.reports.spreadsheet import Cell, Sheet, book

Events = Sequence[Event]


def as_json(events: Events) -> bytes:
    """Return decisions, verdicts, statistics and the whole trail as indented JSON, identity numbers masked."""
    states = fold_all(events)
    found = {
        "decisions": [
            {
                "application": application,
                "decision": None if state.decided is None else state.decided,
                "verdicts": state.words,
                "added": state.added,
                "struck": sorted(state.struck),
                "issued": state.issued,
            }
            for application, state in sorted(states.items())
        ],
        "overruled": overruled(states),
        "trail": events,
    }
    plain = msgspec.to_builtins(found)
    return msgspec.json.format(msgspec.json.encode(_masked(plain)), indent=1) + b"\n"


def as_spreadsheet(events: Events) -> bytes:
    """Return decisions, statistics and the whole trail as a spreadsheet of texts."""
    states = fold_all(events)
    decided = [
        (application, s.decided.decision, s.decided.reason, s.decided.who, s.decided.at, s.issued)
        for application, s in sorted(states.items())
        if s.decided is not None
    ]
    checks = [(o.check, *(str(n) for n in (o.upheld, o.dismissed, o.doubt_defect, o.doubt_fine, o.missed))) for o in overruled(states)]
    trail = [(e.at, e.who, e.application, e.act.value, "; ".join(f"{k}: {v}" for k, v in e.detail.items())) for e in events]
    return book(
        (
            _sheet("决定", ("申请编号", "决定", "理由", "审查人员", "时间", "告知书发出"), (24, 10, 40, 14, 26, 26), decided),
            _sheet("检查", ("检查", "维持", "推翻", "存疑是问题", "存疑不是", "漏报"), (24, 8, 8, 12, 12, 8), checks),
            _sheet("经过", ("时间", "审查人员", "申请编号", "操作", "内容"), (26, 14, 24, 10, 80), trail),
        )
    )


def as_truth(events: Events) -> bytes:
    """Return what reviewers hold true, one JSON object an application, as `prescreen evaluate` reads it."""
    lines = [{"id": a, "kind": "", "expected": expected} for a, expected in sorted(truths(fold_all(events)).items())]
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


WRITERS: Mapping[str, tuple[str, Callable[[Events], bytes]]] = {
    "decisions.json": ("application/json", as_json),
    "decisions.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_spreadsheet),
    "truth.jsonl": ("application/x-ndjson", as_truth),
}


def _masked(value: object) -> object:
    """Return plain JSON values with every identity and telephone number in a text masked."""
    if isinstance(value, str):
        return mask_private(value)
    if isinstance(value, dict):
        return {key: _masked(one) for key, one in value.items()}
    return [_masked(one) for one in value] if isinstance(value, list | tuple) else value


def _sheet(name: str, titles: tuple[str, ...], widths: tuple[int, ...], rows: Sequence[tuple[str, ...]]) -> Sheet:
    return Sheet(
        name=name,
        columns=tuple(zip(titles, widths, strict=True)),
        rows=tuple(tuple(Cell(text=text) for text in row) for row in rows),
    )

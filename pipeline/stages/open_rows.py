"""Rows of a table without ruling lines: cells are parted by gaps, and what hangs under a cell goes on in it. No stage."""

import re
from collections.abc import Iterator, Sequence

from pipeline.datamodel.reading import Reading
from pipeline.stages.page_text import PageText

UNFINISHED = re.compile(r"[至到—–~-]$")  # a period whose end stands on the next line
SECTION = re.compile(
    r"^[0-9一二三四五六七八九十]{0,2}[、.．]?(?:本人|申请人|个人|诚信)?(?:郑重)?(?:承诺|声明)|^[0-9一二三四五六七八九十]{0,2}[、.．]?(?:聘用)?单位意见"
)


def rows_without_lines(
    text: PageText, rows: Sequence[Sequence[int]], line: float, *, gap: float, step: float
) -> Iterator[tuple[list[int], Reading]]:
    """Yield the glyphs and the reading of each row of a table that nothing rules, its cells parted by 「|」, up to the next section.

    rows: glyphs row by row, top to bottom; line: height of the text, in pixels; gap, step: in such heights, see `Fields.cell_gap` and
    `Fields.cell_step`.
    """
    table: list[list[list[int]]] = []
    for glyphs in rows:
        cells = _cells(text, glyphs, gap * line)
        if SECTION.match(text.words(glyphs)):
            break
        columns = _continued(text, table[-1], cells, line, step * line) if table else None
        if columns is None:
            table.append(cells)
            continue
        for column, cell in zip(columns, cells, strict=True):
            table[-1][column] += cell
    for cells in table:
        words = [[text.glyphs[g].char for g in cell] for cell in cells]
        sure = [[text.glyphs[g].confidence for g in cell] for cell in cells]
        joined = "|".join("".join(word) for word in words)
        confidence = [value for n, cell in enumerate(sure) for value in ([1.0] if n else []) + cell]
        yield [g for cell in cells for g in cell], Reading(text=joined, char_confidence=tuple(confidence))


def _cells(text: PageText, glyphs: Sequence[int], gap: float) -> list[list[int]]:
    """Return the glyphs of a row cell by cell, left to right."""
    cells: list[list[int]] = []
    for g in sorted(glyphs, key=lambda g: text.glyphs[g].box.x):
        box = text.glyphs[g].box
        if cells and box.x - text.glyphs[cells[-1][-1]].box.right < gap:
            cells[-1].append(g)
        else:
            cells.append([g])
    return cells


def _continued(
    text: PageText, above: Sequence[Sequence[int]], cells: Sequence[Sequence[int]], line: float, step: float
) -> list[int] | None:
    """Return in which cells of the row above each cell goes on; None where a new row begins."""
    lowest = max(text.glyphs[g].box.centre.y for cell in above for g in cell)
    if min(text.glyphs[g].box.centre.y for cell in cells for g in cell) - lowest > step or len(cells) >= len(above):
        return None
    lefts = [min(text.glyphs[g].box.x for g in cell) for cell in above]
    columns = [next((n for n, left in enumerate(lefts) if abs(text.glyphs[cell[0]].box.x - left) < line), None) for cell in cells]
    if None in columns:
        return None
    begins = 0 in columns and not UNFINISHED.search(text.words(above[0]))
    return None if begins else [column for column in columns if column is not None]

"""Reads a form's work history row by row, whatever its columns are called; no stage."""

import re
from collections.abc import Iterator, Sequence

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Field, FieldName
from pipeline.datamodel.reading import Reading
from pipeline.stages.open_rows import rows_without_lines
from pipeline.stages.page_text import Hit, PageText
from pipeline.stages.places import line_height
from pipeline.stages.values import Values
from pipeline.stages.wording import NUMERAL

# Heads of a work history's columns: of the dates, and of what was done as what.
DATES_COLUMN = re.compile(
    r"(?:工作)?(?:起止|任职)(?:时间|年月|日期)|(?:何)?年月?至(?:何)?年月?|自何年何月至何年何月|时间(?:[（(].{1,6}[)）])?|.{0,3}起止(?:时间|年月|日期).*(?:职务|岗位|证明人)"
)
OTHER_COLUMN = re.compile(
    r"(?:从事|主要|具体)?(?:何种|安全|专业|技术|生产|相关)*(?:工作|业务)(?:内容)?|(?:担任|所任)?(?:职务|岗位)(?:或(?:职务|岗位))?|证明人|备注"
)
TIMES = re.compile(rf"[{NUMERAL}年月日起自从至今到—-]+")
ROW_BREAKS = 2  # between the cells of a row of the history without any figure: three cells or more, as no other section has


def history_rows(values: Values, hits: Sequence[Hit]) -> Iterator[Field]:
    """Yield one field per row under a work history's head, its cells parted by 「|」; with no row, a first cell that is bare."""
    text = values.text
    heads = [hit for hit in hits if heads_column(text, hit)]
    if not heads:
        return
    head = heads[0]
    line = line_height(text, head)
    titles = [hit for hit in hits if abs(hit.box.centre.y - head.box.centre.y) < line]
    bounds = [hit.box.y for hit in hits if hit.box.y > head.box.bottom and hit not in titles]
    end = min(bounds, default=text.within.bottom)
    last = text.ruling.around(head.box.centre.x, head.box.centre.y).bottom or head.box.bottom
    rows: dict[int, list[int]] = {}
    row_of_heads = _row_of(text, head, line)
    for g in text.inside(Box(row_of_heads.x, round(last), row_of_heads.w, max(0, round(end - last)))):
        box = text.glyphs[g].box
        lines = text.ruling.around(box.centre.x, box.centre.y)
        key = lines.top if lines.ruled and lines.top is not None else box.centre.y
        row = next((known for known in rows if abs(known - key) < 0.7 * line), round(key))
        rows.setdefault(row, []).append(g)
    ruled = text.ruling.around(head.box.centre.x, round(last + line)).right is not None
    listed = [glyphs for _, glyphs in sorted(rows.items())]
    arranged = (
        [(glyphs, _cells(text, glyphs)) for glyphs in listed]
        if ruled
        else list(rows_without_lines(text, listed, line, gap=values.cell_gap, step=values.cell_step))
    )
    told = False
    headed = _columns(text, [g for hit in titles for g in hit.glyphs] + text.inside(row_of_heads))
    for glyphs, reading in arranged:
        around = text.hull(glyphs)
        # A row without a figure is one too, but what follows the table must not be taken for it: a bare or covered cell of dates, or
        # one that says 至今 alone, has the table's other columns beside it.
        columns = _columns(text, glyphs)
        lined_up = (
            len(columns) > 1
            and all(any(abs(left - known) < line for known in headed) for left in columns)
            and (columns[0] > headed[0] + line or TIMES.fullmatch(reading.text.split("|")[0]) is not None)
        )
        if around is not None and (re.search("[0-9]", reading.text) or reading.text.count("|") >= ROW_BREAKS or lined_up):
            told = True
            yield _with_reading(values.of_glyphs(FieldName.WORK_HISTORY, head.text, glyphs, around, sure=0.8), reading)
    first = text.ruling.around(head.box.centre.x, last + line)
    if not told and first.ruled:
        cell = first.box(text.within)
        yield values.of_glyphs(FieldName.WORK_HISTORY, head.text, text.inside(cell), cell, sure=0.8)


def heads_column(text: PageText, hit: Hit) -> bool:
    """Return whether a label stands in the head of a work history: on a row with the column of dates, or with two other columns."""
    line = line_height(text, hit)
    row = ["".join(other.reading.text.split()) for other in text.lines if abs(other.box.centre.y - hit.box.centre.y) < 0.8 * line]
    return any(DATES_COLUMN.fullmatch(words) for words in row) or sum(bool(OTHER_COLUMN.fullmatch(words)) for words in row) > 1


def _row_of(text: PageText, head: Hit, line: float) -> Box:
    """Return the row of a table's head, as far to either side as cells of its height stand; across the page where nothing rules it."""
    lines = text.ruling.around(*head.box.centre)
    if lines.top is None or lines.bottom is None or not lines.ruled:
        return Box(text.within.x, head.box.y, text.within.w, head.box.h)
    ends = []
    for step in (-line / 2, line / 2):
        end = lines.left if step < 0 else lines.right
        while end is not None:
            beyond = text.ruling.around(end + step, head.box.centre.y)
            following = beyond.left if step < 0 else beyond.right
            alike = abs((beyond.top or 0) - lines.top) < line / 2 and abs((beyond.bottom or 0) - lines.bottom) < line / 2
            if not alike or (following is not None and abs(following - end) < line):
                break
            end = following  # None: an outer column that no line closes
        ends.append(end)
    left, right = (text.within.x if ends[0] is None else ends[0]), (text.within.right if ends[1] is None else ends[1])
    return Box(round(left), round(lines.top), max(0, round(right - left)), max(0, round(lines.bottom - lines.top)))


def _columns(text: PageText, glyphs: Sequence[int]) -> list[float]:
    """Return where the ruled cells begin in which characters stand, pixels from the left, each once."""
    around = (text.ruling.around(*text.glyphs[g].box.centre) for g in glyphs)
    return sorted({lines.left for lines in around if lines.ruled and lines.left is not None})


def _cells(text: PageText, glyphs: Sequence[int]) -> Reading:
    """Return a table row's reading, cell by cell from left to right, several lines of one cell joined, every character's own confidence."""
    cells: dict[int, list[int]] = {}
    for g in glyphs:
        box = text.glyphs[g].box
        left = text.ruling.around(box.centre.x, box.centre.y).left
        cells.setdefault(round(left or 0) // 8, []).append(g)
    words: list[str] = []
    sure: list[float] = []
    for key in sorted(cells):
        if words:
            words.append("|")
            sure.append(1.0)
        words += [text.glyphs[g].char for g in cells[key]]
        sure += [text.glyphs[g].confidence for g in cells[key]]
    return Reading(text="".join(words), char_confidence=tuple(sure))


def _with_reading(field: Field, reading: Reading) -> Field:
    """Return the field with another arrangement of the same characters."""
    return Field(
        page=field.page,
        box=field.box,
        confidence=field.confidence,
        seen_by=field.seen_by,
        name=field.name,
        label=field.label,
        reading=Reading(text=reading.text, char_confidence=reading.char_confidence, engine=field.reading.engine),
        handwritten=field.handwritten,
    )

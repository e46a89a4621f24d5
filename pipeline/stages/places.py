"""Where an answer stands, given its label: the ruled cell, the underlined blank, the rest of the line, the space below; no stage."""

from collections.abc import Sequence

from pipeline.datamodel.geometry import Box
from pipeline.stages.page_text import PUNCTUATION, Hit, PageText


def line_height(text: PageText, hit: Hit) -> float:
    """Return the height in pixels of the label's own print: not of both its lines, nor of large handwriting on its line."""
    widths = sorted(text.glyphs[g].box.w for g in hit.glyphs)
    return float(min(*(text.glyphs[g].box.h for g in hit.glyphs), max(8.0, 1.5 * widths[len(widths) // 2])))


def opinion_place(text: PageText, hit: Hit, headings: Sequence[Hit], reach: float) -> Box:
    """Return the opinion cell of a heading: the ruled cell (or the one it heads), else from it down to the next heading.

    reach: how far (in text lines) a seal may lie from a heading when nothing else ends the place.
    """
    within = text.within
    line = line_height(text, hit)
    lines = text.ruling.around(*hit.box.centre)
    if lines.ruled:
        box = lines.box(within)
        if lines.right is not None and box.w < 0.35 * within.w:
            right = text.ruling.around(lines.right + line / 2, hit.box.centre.y)
            if right.top is not None and right.bottom is not None:
                return box.hull(right.box(within))
        if lines.bottom is not None and box.h < 3 * line:
            return box.hull(text.ruling.around(hit.box.centre.x, lines.bottom + line / 2).box(within))
        return box
    left = min((line.box.x for line in text.lines), default=within.x)
    # Paper has equal margins; the last words of an opinion may all stand on its left.
    right_edge = max(within.right - left, *(line.box.right for line in text.lines))
    after = [other.box.y for other in headings if other.box.y > hit.box.bottom]
    bottom = min([*after, hit.box.bottom + round(1.8 * reach * line), within.bottom])
    top = hit.box.y - round(0.3 * line)
    return Box(left - round(line), top, right_edge - left + 2 * round(line), bottom - top)


def value_place(text: PageText, hit: Hit, hits: Sequence[Hit]) -> Box:
    """Return the box in which the answer to a label stands or would stand."""
    lines = text.ruling.around(*hit.box.centre)
    if not lines.ruled:
        return _open_place(text, hit, hits)
    cell = lines.box(text.within)
    line = line_height(text, hit)
    labels = {g for other in hits for g in other.glyphs}
    written = [g for g in text.inside(cell, labels) if text.glyphs[g].char not in PUNCTUATION]
    beside = [
        g for g in written if text.glyphs[g].box.x >= hit.box.right - 2 and abs(text.glyphs[g].box.centre.y - hit.box.centre.y) < 0.7 * line
    ]
    shares = any(other is not hit and cell.holds(other.box.centre) for other in hits)
    if beside or shares or (hit.text[-1] in ":：" and cell.right - hit.box.right > 3 * line):
        return _rest_of_cell(text, hit, hits, cell)
    own = Box(cell.x, hit.box.bottom, cell.w, cell.bottom - hit.box.bottom)
    heads = hit.box.bottom < cell.y + 0.62 * cell.h and cell.h > 1.8 * line
    if heads and any(text.glyphs[g].box.y > hit.box.centre.y for g in written):
        return own
    beyond = _next_cell(text, hit, hits, below_too=not heads)
    if beyond is not None:
        return beyond
    return own if heads else _rest_of_cell(text, hit, hits, cell)


def _next_cell(text: PageText, hit: Hit, hits: Sequence[Hit], *, below_too: bool) -> Box | None:
    """Return the cell right of a label's cell, else the one below, that holds no label itself."""
    line = line_height(text, hit)
    lines = text.ruling.around(*hit.box.centre)
    if lines.right is not None:
        right = text.ruling.around(lines.right + line / 2, hit.box.centre.y)
        place = right.box(text.within)
        if right.right is not None and not any(place.holds(other.box.centre) for other in hits):
            return place
    if lines.bottom is not None and below_too:
        below = text.ruling.around(hit.box.centre.x, lines.bottom + line / 2)
        place = below.box(text.within)
        if below.bottom is not None and not any(place.holds(other.box.centre) for other in hits):
            return place
    return None


def row_of_cells(text: PageText, first: Box, most: int) -> list[Box]:
    """Return neighbouring narrow cells from a first one on, as a number with one digit a cell is written in."""
    cells = [first]
    while len(cells) < most:
        last = cells[-1]
        lines = text.ruling.around(last.right + first.w / 2, first.centre.y)
        if not lines.closed:
            break
        box = lines.box(text.within)
        if not 0.5 * first.w < box.w < 2 * first.w:
            break
        cells.append(box)
    return cells


def _rest_of_cell(text: PageText, hit: Hit, hits: Sequence[Hit], cell: Box) -> Box:
    """Return the part of the label's own cell right of it, up to the next label; below it when it fills the width."""
    line = line_height(text, hit)
    ends = [other.box.x for other in hits if other is not hit and cell.holds(other.box.centre) and _beside(hit, other, line)]
    right = min([*ends, cell.right])
    under = [other.box.y for other in hits if other is not hit and cell.holds(other.box.centre) and other.box.y > hit.box.bottom - line / 3]
    if right - hit.box.right < 1.5 * line:
        return Box(cell.x, hit.box.bottom, cell.w, min([*under, cell.bottom]) - hit.box.bottom)
    # What starts left of the answer on a lower line is not its second line.
    under += [
        other.box.y
        for other in text.lines
        if cell.holds(other.box.centre) and other.box.y > hit.box.centre.y and other.box.x < hit.box.right - line
    ]
    top = max(cell.y, hit.box.y - round(0.4 * line))
    bottom = min([*under, cell.bottom]) if not ends else min(cell.bottom, hit.box.bottom + round(0.4 * line))
    return Box(hit.box.right, top, right - hit.box.right, bottom - top)


def _open_place(text: PageText, hit: Hit, hits: Sequence[Hit]) -> Box:
    """Return the rest of the label's line where no table is, or the line below where the rest is bare."""
    line = line_height(text, hit)
    middle = hit.box.bottom - line / 2
    ends = [other.box.x for other in hits if other is not hit and _beside(hit, other, line)]
    border = text.ruling.around(hit.box.right, middle).right
    ends += [round(border)] if border is not None and border > hit.box.right else []
    right = min([*ends, text.within.right])
    place = Box(hit.box.right, round(middle - 0.75 * line), right - hit.box.right, round(1.5 * line))
    answered = [g for g in text.inside(place) if text.glyphs[g].char not in PUNCTUATION]
    underline = text.ruling.underline(hit.box.right + 1.5 * line, hit.box.y, hit.box.bottom + 0.8 * line)
    if answered or underline is not None or hit.text[-1] in ":：":
        return place
    below = Box(hit.box.x - round(0.5 * line), hit.box.bottom, max(hit.box.w, round(14 * line)), round(1.7 * line))
    # A line that begins under the label is the answer to its end, however long.
    begun = [
        other.box.right
        for other in text.lines
        if below.holds(other.box.centre) or below.holds(Box(other.box.x, other.box.y, 1, other.box.h).centre)
    ]
    below = Box(below.x, below.y, min([*ends, max([below.right, *begun])]) - below.x, below.h)
    labelled = {g for other in hits for g in other.glyphs}
    return below if text.inside(below) and labelled.isdisjoint(text.inside(below)) else place


def _beside(hit: Hit, other: Hit, line: float) -> bool:
    return other.box.x >= hit.box.right - 2 and abs(other.box.centre.y - hit.box.centre.y) < 0.8 * line

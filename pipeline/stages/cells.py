"""Finds the places where signatures and seals belong, by their labels, whatever the layout; what stands in them is others' business."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

import cv2
import numpy as np
from msgspec import Meta

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, PageKind, PageKindSeen, Role, TextLine
from pipeline.imaging.penstrokes import components, ink_mask, split_inks, stroke_length
from pipeline.stages.base import Look, Stage
from pipeline.stages.page_text import Hit, PageText
from pipeline.stages.places import line_height, opinion_place
from pipeline.stages.wording import (
    BARE_SIGNS,
    BOUNDS,
    CONTRACT_FIELDS,
    CONTRACT_PLACES,
    FORM_FIELDS,
    FORM_PLACES,
    SENTENCE,
    STATEMENT_PLACES,
    Label,
)

SEALS = frozenset({Role.EMPLOYER_SEAL, Role.FORMER_EMPLOYER_SEAL, Role.AUTHORITY_SEAL, Role.CONTRACT_EMPLOYER_SEAL})
EMPLOYER_SIDE = frozenset({Role.CONTRACT_EMPLOYER_SEAL, Role.CONTRACT_EMPLOYER_SIGNATURE})
AFTER_SIGNATURE = re.compile(r"[0-9〇一二三四五六七八九]{0,4}年|日期|[（(](?:单位|企业|加盖)?(?:盖章|公章|签章)|[0-9]{4}[.\-/]")

Lines = Annotated[float, Meta(gt=0, le=40)]


class Cells(Stage, frozen=True, kw_only=True):
    """Yields one `Cell` per label of a signature or a seal on forms, contracts and statements; no label, no cell.

    A seal's place is the whole opinion cell: the ruled cell, or from its heading to the next. A signature's place is right of its
    label up to the next label, date or line, with room above and below; where no room is left there, the next cell or the space below.
    """

    name = "cells"
    sees = (Cell,)
    after = (TextLine, PageKindSeen)

    room_above: Annotated[
        Lines,
        Meta(description="Room for a signature above its label", extra={"unit": "text line heights", "source": "drawn forms, 2026-11-22"}),
    ] = 1.0
    room_below: Annotated[
        Lines,
        Meta(description="Room for a signature below its label", extra={"unit": "text line heights", "source": "drawn forms, 2026-11-22"}),
    ] = 1.0
    reach_below: Annotated[
        Lines,
        Meta(
            description="How far below its label a signature may stand",
            extra={"unit": "text line heights", "source": "drawn contracts, 2026-11-22"},
        ),
    ] = 4.0
    least_writing: Annotated[
        Lines,
        Meta(
            description="Strokes together shorter than this do not make a place the one that was signed",
            extra={"unit": "text line heights", "source": "drawn places, 2026-11-22"},
        ),
    ] = 2.0
    least_room: Annotated[
        Lines,
        Meta(
            description="Less width than this right of a label is no place to sign",
            extra={"unit": "text line heights", "source": "a two-character name, drawn forms, 2026-11-22"},
        ),
    ] = 2.2
    widest: Annotated[
        Lines,
        Meta(
            description="How far right of its label a signature may stand",
            extra={"unit": "text line heights", "source": "drawn forms, 2026-11-22"},
        ),
    ] = 12.0
    seal_reach: Annotated[
        Lines,
        Meta(
            description="How far from an unruled label a seal may lie",
            extra={"unit": "text line heights", "source": "a 45 mm seal is about 8 lines of 12 pt print, 国发〔1999〕25号"},
        ),
    ] = 9.0

    def see(self, look: Look) -> Iterator[Cell]:
        """Yield the places on one page, top to bottom."""
        kinds = [seen.kind for seen in look.of(PageKindSeen)]
        if not kinds:
            return
        kind = kinds[0]
        if kind.is_form:
            text = PageText.of(look)
            yield from self._form(look, text, _level(look, text, text.hits(FORM_PLACES + FORM_FIELDS + BOUNDS)))
        elif kind.is_contract:
            text = PageText.of(look)
            hits = _level(look, text, text.hits(CONTRACT_PLACES + CONTRACT_FIELDS + BOUNDS))
            yield from self._contract(look, text, hits, signing=kind is PageKind.CONTRACT_SIGNATURE)
        elif kind is PageKind.STATEMENT:
            text = PageText.of(look)
            yield from self._statement(look, text, _level(look, text, text.hits(STATEMENT_PLACES + BOUNDS)))

    def _form(self, look: Look, text: PageText, hits: Sequence[Hit]) -> Iterator[Cell]:
        headings = [hit for hit in hits if hit.label.what in SEALS and not _sentence(hit)]
        opinions = [hit for hit in headings if not _names_seal(hit)]
        places = [
            (hit, opinion_place(text, hit, [other for other in headings if not _names_seal(other)], self.seal_reach)) for hit in opinions
        ]
        # 「聘用单位（盖章）」 inside an opinion cell says nothing new; alone on a form it is the place.
        for hit in headings:
            if _names_seal(hit) and not any(place.holds(hit.box.centre) for _, place in places):
                places.append((hit, self._around(text, hit)))
        for hit, place in places:
            yield self._cell(look, hit, place, _role(hit.label))
        for hit in hits:
            if hit.label.what is Role.APPLICANT_SIGNATURE and (_signs(hit) or _lower_half(text, hit)):
                fuller = any(_signs(other) and not _bare(other) for other in hits if other.label.what is Role.APPLICANT_SIGNATURE)
                if _bare(hit) and (fuller or any(place.holds(hit.box.centre) for _, place in places)):
                    continue  # who signs there the cell says, and it is not the applicant
                if _signs(hit) or not fuller:
                    yield self._cell(look, hit, self._signature(look, text, hit, hits), Role.APPLICANT_SIGNATURE)
            elif hit.label.what is Role.EMPLOYER_HEAD_SIGNATURE:
                owner = next((_role(heading.label) for heading, place in places if place.holds(hit.box.centre)), None)
                if owner is not Role.AUTHORITY_SEAL:
                    yield self._cell(look, hit, self._signature(look, text, hit, hits), Role.EMPLOYER_HEAD_SIGNATURE)

    def _contract(self, look: Look, text: PageText, hits: Sequence[Hit], *, signing: bool) -> Iterator[Cell]:
        sides = [hit for hit in hits if isinstance(hit.label.what, Role) and not _sentence(hit)]
        first_seal = min((hit.box.y for hit in sides if hit.label.what is Role.CONTRACT_EMPLOYER_SEAL), default=text.within.h // 2)
        for hit in sides:
            if hit.label.what is Role.CONTRACT_EMPLOYER_SEAL:
                yield self._cell(look, hit, self._party_seal(text, hit, sides), Role.CONTRACT_EMPLOYER_SEAL)
            elif _signs(hit) or (signing and hit.box.bottom > first_seal and not any(_continues(hit, other) for other in sides)):
                yield self._cell(look, hit, self._signature(look, text, hit, sides), _role(hit.label))

    def _statement(self, look: Look, text: PageText, hits: Sequence[Hit]) -> Iterator[Cell]:
        signed = [hit for hit in hits if hit.label.what is Role.STATEMENT_SIGNATURE and not _sentence(hit)]
        named = [hit for hit in signed if _signs(hit)] or [hit for hit in signed if _lower_half(text, hit)]
        if named:
            yield self._cell(look, named[-1], self._signature(look, text, named[-1], hits), Role.STATEMENT_SIGNATURE)

    def _cell(self, look: Look, hit: Hit, place: Box, role: Role) -> Cell:
        sure = 0.95 - 0.2 * hit.errors
        return Cell(
            page=look.index,
            box=place.clipped(look.page.width, look.page.height),
            confidence=sure,
            seen_by=self.name,
            role=role,
            label=hit.text,
            label_box=hit.box,
        )

    def _around(self, text: PageText, hit: Hit) -> Box:
        """Return the space about a 「盖章」 label, within its ruled cell where there is one."""
        line = line_height(text, hit)
        reach = round(0.7 * self.seal_reach * line)
        box = Box(hit.box.x - reach // 2, hit.box.y - reach, hit.box.w + reach // 2 + reach, hit.box.h + 2 * reach)
        lines = text.ruling.around(*hit.box.centre)
        return box.overlap(lines.box(text.within)) if lines.ruled else box

    def _party_seal(self, text: PageText, hit: Hit, sides: Sequence[Hit]) -> Box:
        """Return the employer's half of a signature block."""
        line = line_height(text, hit)
        reach = round(self.seal_reach * line)
        lines = text.ruling.around(*hit.box.centre)
        if lines.closed and lines.box(text.within).h > 4 * line:
            return lines.box(text.within)
        right = min(self._column_end(text, hit, sides), hit.box.right + reach + 4 * round(line))
        others = [other.box for other in sides if other.label.what is Role.CONTRACT_PERSON_SIGNATURE and other.box.x < right]
        top = max([hit.box.y - reach // 2, *(box.bottom for box in others if box.bottom <= hit.box.y)])
        bottom = min([hit.box.bottom + reach, *(box.y for box in others if box.y > hit.box.bottom)])
        left = hit.box.x - round(2 * line)
        return Box(left, top, right - left, bottom - top)

    def _signature(self, look: Look, text: PageText, hit: Hit, hits: Sequence[Hit]) -> Box:
        """Return where the signature of a label belongs: right of it, else in the next cell, else below; where ink is, if anywhere."""
        places = list(self._candidates(text, hit, hits))
        line = line_height(text, hit)
        first = next((place for place in places if _written(look, text, place, line) >= self.least_writing), places[0])
        below = places[-1]
        return below if first is not below and _hangs_in(look, text, first, below, line) else first

    def _candidates(self, text: PageText, hit: Hit, hits: Sequence[Hit]) -> Iterator[Box]:
        line = line_height(text, hit)
        lines = text.ruling.around(*hit.box.centre)
        cell = lines.box(text.within)
        right = self._row_end(text, hit, hits)
        if right - hit.box.right >= self.least_room * line:
            top, bottom = self._free_rows(text, hit, right)
            yield Box(hit.box.right, max(top, cell.y), right - hit.box.right, min(bottom, cell.bottom) - max(top, cell.y))
        if lines.closed and lines.right is not None:
            beside = text.ruling.around(lines.right + line / 2, hit.box.centre.y)
            place = beside.box(text.within)
            if beside.closed and place.w >= self.least_room * line and not any(place.holds(other.box.centre) for other in hits):
                yield place
        left = max(cell.x, hit.box.x - round(line))
        wide = min(cell.right, self._column_end(text, hit, hits), max(right, hit.box.right + round(4 * line)))
        under = [other.box.y for other in hits] + [other.box.y for other in text.lines if _is_date(other)]
        spans = [*(other.box for other in hits), *(other.box for other in text.lines if _is_date(other))]
        bounds = [y for y, box in zip(under, spans, strict=True) if y > hit.box.centre.y + line / 2 and box.x < wide and box.right > left]
        bottom = min([cell.bottom, hit.box.bottom + round(self.reach_below * line), *bounds])
        yield Box(left, hit.box.bottom, wide - left, max(1, bottom - hit.box.bottom))

    def _row_end(self, text: PageText, hit: Hit, hits: Sequence[Hit]) -> int:
        """Return where the room right of a label ends: the next label, a date, 「盖章」, a ruling line, or the widest signature."""
        line = line_height(text, hit)
        middle = hit.box.bottom - line / 2
        ends = [self._column_end(text, hit, hits), hit.box.right + round(self.widest * line)]
        border = text.ruling.around(hit.box.right, middle).right
        ends += [round(border)] if border is not None else []
        ends += [h.box.x for h in hits if h.box.x >= hit.box.right and abs(h.box.centre.y - middle) < line and h is not hit]
        row = [
            g
            for row in text.rows
            for g in row
            if abs(text.glyphs[g].box.centre.y - middle) < 0.8 * line and text.glyphs[g].box.x >= hit.box.right - 2
        ]
        for found in AFTER_SIGNATURE.finditer(text.words(row)):
            start = text.glyphs[row[found.start()]].box.x
            # 「年」 alone: the year is still to be written before it.
            ends.append(max(hit.box.right, start - round(0.6 * line)) if found.group().startswith("年") else start)
        underline = text.ruling.underline(hit.box.right + 1.5 * line, hit.box.y, hit.box.bottom + 0.8 * line)
        if underline is not None and underline.start < hit.box.right + 2 * line:
            ends.append(round(underline.end + line))
        return min(ends)

    def _column_end(self, text: PageText, hit: Hit, hits: Sequence[Hit]) -> int:
        """Return where the other party's column starts, the page's right edge where there is one column."""
        line = line_height(text, hit)
        mine = hit.label.what in EMPLOYER_SIDE
        if not mine and hit.label.what is not Role.CONTRACT_PERSON_SIGNATURE:
            return text.within.right
        starts = [
            other.box.x
            for other in hits
            if isinstance(other.label.what, Role)
            and (other.label.what in EMPLOYER_SIDE) is not mine
            and other.box.x > hit.box.x + 3 * line
            and abs(other.box.y - hit.box.y) < 14 * line
        ]
        return min((start - round(0.4 * line) for start in starts), default=text.within.right)

    def _free_rows(self, text: PageText, hit: Hit, right: int) -> tuple[int, int]:
        """Return top and bottom of the room right of a label, kept clear of the text rows above and below."""
        line = line_height(text, hit)
        row = Box(hit.box.right, round(hit.box.bottom - line), right - hit.box.right, round(line))
        top, bottom = row.y - round(self.room_above * line), row.bottom + round(self.room_below * line)
        for other in text.lines:
            if other.box.right <= row.x or other.box.x >= row.right or other.box.h > 1.6 * line:
                continue
            if other.box.bottom <= row.centre.y:
                top = max(top, other.box.bottom - round(0.12 * line))
            elif other.box.y >= row.centre.y:
                bottom = min(bottom, other.box.y + round(0.12 * line))
        return top, bottom


def _level(look: Look, text: PageText, hits: Sequence[Hit], *, tall: float = 1.3) -> tuple[Hit, ...]:
    """Return the hits, those in a box made tall by large handwriting on their line brought back to the height of their own print.

    tall: text line heights from which a box is too high for print.
    """
    levelled = []
    for hit in hits:
        line = line_height(text, hit)
        own_line = len({text.glyphs[g].line for g in hit.glyphs}) == 1
        box = hit.box.clipped(look.page.width, look.page.height)
        if own_line and box.h > tall * line and box.w > line:
            # The last character may already be crossed by the writing.
            crop = look.page.image[box.y : box.bottom, box.x : max(box.x + round(line), box.right - round(0.7 * line))]
            rows = ink_mask(split_inks(crop, max(4, round(line / 2))).dark, np.zeros(crop.shape[:2], bool), faintest=0.14).sum(axis=1)
            high = min(box.h, round(1.1 * line))
            sums = np.convolve(rows, np.ones(high), mode="valid")
            best = np.flatnonzero(sums >= 0.999 * sums.max())  # the print in the middle where several windows hold all of it
            box = Box(box.x, box.y + int(best[len(best) // 2]), box.w, high) if sums.max() > 0 else box
            levelled.append(hit._replace(box=box))
        else:
            levelled.append(hit)
    return tuple(levelled)


def _role(label: Label) -> Role:
    assert isinstance(label.what, Role)
    return label.what


def _is_date(line: TextLine) -> bool:
    return sum(char in line.reading.text for char in "年月日") > 1


def _written(look: Look, text: PageText, place: Box, line: float) -> float:
    """Return how long dark strokes in a place are together, in text lines; ruling lines do not count."""
    box = place.clipped(look.page.width, look.page.height)
    if min(box.w, box.h) < line / 2:
        return 0.0
    inks = split_inks(look.page.image[box.y : box.bottom, box.x : box.right], max(4, round(line / 2)))
    mask, _ = components(ink_mask(inks.dark, text.ruling.mask(box), faintest=0.14), 0.15 * line)
    return stroke_length(mask) / line if mask.any() else 0.0


def _hangs_in(look: Look, text: PageText, place: Box, below: Box, line: float) -> bool:
    """Return whether the strokes in a place are mostly the upper ends of strokes that lie for the most part in the place below it."""
    both = place.hull(below).clipped(look.page.width, look.page.height)
    upper = place.clipped(look.page.width, look.page.height)
    if min(both.w, both.h, upper.w, upper.h) < line / 2:
        return False
    inks = split_inks(look.page.image[both.y : both.bottom, both.x : both.right], max(4, round(line / 2)))
    mask, _ = components(ink_mask(inks.dark, text.ruling.mask(both), faintest=0.14), 0.15 * line)
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    inside = labels[upper.y - both.y : upper.bottom - both.y, upper.x - both.x : upper.right - both.x]
    above, under = (np.bincount(part[part > 0], minlength=labels.max() + 1) for part in (inside, labels[upper.bottom - both.y :]))
    hanging = (above > 0) & (under > above)
    return bool(above[hanging].sum() > above.sum() / 2)


def _names_seal(hit: Hit) -> bool:
    """Whether the label asks for a seal itself (「单位盖章」) and heads no opinion."""
    return ("盖章" in hit.text or "公章" in hit.text) and "意见" not in hit.text


def _signs(hit: Hit) -> bool:
    return "签" in hit.text


def _bare(hit: Hit) -> bool:
    """Whether the label says that one signs, but not who."""
    return hit.text.strip("：:（）()") in BARE_SIGNS


def _sentence(hit: Hit) -> bool:
    return not SENTENCE.isdisjoint(hit.text)


def _continues(hit: Hit, other: Hit) -> bool:
    """Whether another label right below is the rest of this one: 「法定代表人（主要负责人）」, 「或委托代理人（签字或盖章）」."""
    near = 0 < other.box.y - hit.box.y < 3 * hit.box.h and abs(other.box.x - hit.box.x) < 2 * hit.box.h
    return near and other.label.what is hit.label.what and _signs(other)


def _lower_half(text: PageText, hit: Hit) -> bool:
    return hit.box.y > text.within.h / 2

"""Finds the answers on a page by their labels, in ruled cells, on blanks or in running text, and keeps them as they were read."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen, Role, TextLine
from pipeline.datamodel.reading import Reading
from pipeline.stages.base import Look, Stage
from pipeline.stages.history import heads_column, history_rows
from pipeline.stages.page_text import Hit, PageText
from pipeline.stages.places import line_height, opinion_place, row_of_cells, value_place
from pipeline.stages.term_clause import Span, read_term_clause
from pipeline.stages.unit_names import HEAD, TAIL, no_person, no_unit
from pipeline.stages.values import EDGES, Values
from pipeline.stages.wording import (
    BOUNDS,
    CONTRACT_FIELDS,
    CONTRACT_PLACES,
    FORM_FIELDS,
    FORM_PLACES,
    NUMERAL,
    ONE_WORD,
    PAPER_FIELDS,
    PARTY_ROWS,
    Label,
)

EMPLOYERS = frozenset({FieldName.EMPLOYER, FieldName.FORMER_EMPLOYER})
NAMES = EMPLOYERS | {FieldName.PERSON}
CLAUSES = frozenset({FieldName.TERM, FieldName.POST})  # what a contract says in running text unless it has a table of terms
LONG_NUMBERS = {FieldName.ID_NUMBER: 18, FieldName.CREDIT_CODE: 18}
PAPERS = frozenset({PageKind.LETTER, PageKind.STATEMENT, PageKind.RENAME_NOTICE})
DATE = re.compile(
    rf"[{NUMERAL}]{{2,4}}[年.\-/．][{NUMERAL}]{{1,3}}[月.\-/．][{NUMERAL}]{{0,3}}[日号]?|[^年月日：:]{{0,4}}年[^年月日]{{0,3}}月[^年月日]{{0,3}}日"
)
TERM = re.compile(r"(?:自|从)?(?P<start>.*?\d.*?)(?:起)?(?:至|到|—|－|~|-(?=\d{4}))(?P<end>.*?)(?:止)?$")
HEADINGS = re.compile(r"[甲乙]方|用人单位|劳动者|法定代表|负责人|联系人|岗位|用工单位|派遣|家庭|紧急|关系")
POST = re.compile(
    r"(?:工作岗位|岗位|职务|从事)(?:（工种）|\(工种\))?(?:是|为|：|:)(?P<post>[^，,。；;：:]{2,20})|在(?P<at>[^，,。；;在]{2,14}(?:岗位|部门))"
)
CODE = re.compile(r"[0-9A-Za-zＸ*＊]{8,}")
UNIT = re.compile(r"[一-鿿（）()]{3,40}(?:公司|集团|研究院|设计院|研究所|中心|厂|局|学校|大学|医院|协会)")
# Papers name person and employer in their sentences, not behind labels.
SENTENCES = {
    PageKind.LETTER: (
        (
            FieldName.PERSON,
            re.compile(r"(?:兹证明|兹聘请|兹聘任|兹聘用|证明|聘请|聘任)[:：]?(?P<value>[一-鿿·]{2,4}?)(?:同志|先生|女士|[（(,，])"),
        ),
    ),
    PageKind.STATEMENT: (
        (FieldName.PERSON, re.compile(r"(?:本人|我叫|我是)(?P<value>[一-鿿·]{2,4})[，,（(]")),
        (FieldName.EMPLOYER, re.compile(r"(?:受聘于|就职于|任职于|聘用于|供职于|聘用单位为)(?P<value>[一-鿿（）()]{4,40}?)[，,。；;]")),
    ),
    PageKind.RENAME_NOTICE: (),
}


class Fields(Stage, frozen=True, kw_only=True):
    """Yields the values of forms, contracts, letters, statements and rename notices, each with the place where it stands.

    Values stay as they were read; dates are not understood here. Of a contract's term only the chosen option's dates are told.
    """

    name = "fields"
    sees = (Field,)
    after = (TextLine, PageKindSeen)

    keep: Annotated[
        int,
        Meta(
            ge=1,
            le=32,
            description="Characters per step kept of an employer name",
            extra={"unit": "characters", "source": "our choice: what near variants need, at a small record"},
        ),
    ] = 8
    faintest_ink: Annotated[
        float,
        Meta(
            ge=0.05,
            le=0.5,
            description="Fainter marks than this are paper",
            extra={"unit": "optical density", "source": "drawn places, 2026-11-22"},
        ),
    ] = 0.14
    bare_lines: Annotated[
        float,
        Meta(
            ge=0,
            le=5,
            description="Strokes shorter than this leave a place bare",
            extra={"unit": "text line heights", "source": "drawn places, 2026-11-22"},
        ),
    ] = 0.35
    low_lines: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="A strip lower than this is what is left of a cell; that it is bare says nothing of the answer",
            extra={"unit": "text line heights", "source": "9 such strips on drawn forms, 2026-11-25"},
        ),
    ] = 0.6
    narrow_lines: Annotated[
        float,
        Meta(
            ge=0,
            le=5,
            description="A place narrower than this holds no answer; that it is bare says nothing of the one looked for",
            extra={"unit": "text line heights", "source": "two such gaps in clauses filled in by hand, 2026-11-25; a date is five wide"},
        ),
    ] = 1.5
    cell_gap: Annotated[
        float,
        Meta(
            ge=0.3,
            le=5,
            description="From this gap on two words of a table without lines stand in two cells",
            extra={"unit": "text line heights", "source": "our choice: letters of a word stand closer; one drawn design, 2026-11-25"},
        ),
    ] = 0.9
    cell_step: Annotated[
        float,
        Meta(
            ge=1,
            le=5,
            description="Up to this distance, middle to middle, a line goes on in the cell above it in a table without lines",
            extra={"unit": "text line heights", "source": "our choice: lines of a paragraph stand closer; one drawn design, 2026-11-25"},
        ),
    ] = 1.7
    pen_from: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="From this probability a value is handwritten",
            extra={"unit": "probability", "source": "drawn places, 2026-11-22"},
        ),
    ] = 0.8
    print_to: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Up to this probability a value is printed",
            extra={"unit": "probability", "source": "drawn places, 2026-11-22"},
        ),
    ] = 0.2

    ticked_share: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Inked share of a little box's inside from which it is ticked",
            extra={"unit": "share", "source": "drawn forms: bare 0.00, crossed or ticked above 0.2, 2026-11-22"},
        ),
    ] = 0.1

    def see(self, look: Look) -> Iterator[Field]:
        """Yield the values on one page, top to bottom by label; what stands where a name was looked for and is surely none is left out."""
        for field in self._all(look):
            named = _name_alone(field) if field.name in NAMES else field
            if not _no_name(named):
                yield named

    def _all(self, look: Look) -> Iterator[Field]:
        kind = next((seen.kind for seen in look.of(PageKindSeen)), None)
        if kind is None or not (kind.is_form or kind.is_contract or kind in PAPERS):
            return
        text = PageText.of(look)
        values = Values(
            look=look,
            text=text,
            seen_by=self.name,
            keep=self.keep,
            faintest=self.faintest_ink,
            bare_lines=self.bare_lines,
            low_lines=self.low_lines,
            narrow_lines=self.narrow_lines,
            cell_gap=self.cell_gap,
            cell_step=self.cell_step,
            pen_from=self.pen_from,
            print_to=self.print_to,
            ticked_share=self.ticked_share,
        )
        if kind.is_form:
            hits = text.hits(FORM_PLACES + FORM_FIELDS + BOUNDS)
            if kind is not PageKind.FORM_2:
                hits = _with_one_word(text, hits)
            hits = tuple(_asking_who(text, hit) for hit in hits)
            yield from self._labelled(values, hits)
            yield from self._opinions(values, hits)
            yield from history_rows(values, hits)
            yield from self._signed_on(values, [hit for hit in hits if hit.label.what is Role.APPLICANT_SIGNATURE])
        elif kind.is_contract:
            hits = text.hits(CONTRACT_PLACES + CONTRACT_FIELDS + BOUNDS)
            hits = tuple(hit for hit in hits if hit.label.what not in CLAUSES or _in_row(text, hit))
            hits = tuple(hit for hit in hits if hit.label not in PARTY_ROWS or _of_party(text, hit))
            yield from self._labelled(values, hits)
            yield from self._clauses(values)
            yield from self._signed_on(
                values, [hit for hit in hits if isinstance(hit.label.what, Role)], whole=kind is PageKind.CONTRACT_SIGNATURE
            )
        else:
            hits = text.hits(PAPER_FIELDS + BOUNDS)
            found = list(self._before_and_after(values, hits)) if kind is PageKind.RENAME_NOTICE else []
            yield from found
            yield from (field for field in self._labelled(values, hits) if not found or field.name not in EMPLOYERS)
            yield from self._sentences(values, kind)
            if kind is PageKind.LETTER:
                yield from self._signing_unit(values)

    def _before_and_after(self, values: Values, hits: Sequence[Hit]) -> Iterator[Field]:
        """Yield both names of a table with a column before and a column after the change, from the row of the name."""
        text = values.text
        heads = [hit for hit in hits if hit.label.what in EMPLOYERS and hit.text.startswith(("变更前", "变更后"))]
        rows = [hit for hit in hits if hit.text.strip("：:").endswith("名称") and not hit.text.startswith("变更")]
        for head in heads if rows else ():
            if rows[0].box.y > head.box.bottom and isinstance(head.label.what, FieldName):
                place = text.ruling.around(head.box.centre.x, rows[0].box.centre.y).box(text.within)
                glyphs = text.inside(place)
                field = values.of_glyphs(head.label.what, head.text, glyphs, place)
                yield values.with_lattice(field, glyphs) if field.reading.text else field

    def _signing_unit(self, values: Values) -> Iterator[Field]:
        """Yield the unit that signs a letter: the last line of its lower half that is a unit's name and nothing else."""
        text = values.text
        lines = [
            i
            for i, line in enumerate(text.lines)
            if line.box.y > 0.3 * text.within.h and UNIT.fullmatch("".join(line.reading.text.split()))
        ]
        for i in lines[-1:]:
            glyphs = [g for g, glyph in enumerate(text.glyphs) if glyph.line == i]
            yield values.with_lattice(values.of_glyphs(FieldName.EMPLOYER, "", glyphs, text.lines[i].box, sure=0.7), glyphs)

    def _sentences(self, values: Values, kind: PageKind) -> Iterator[Field]:
        """Yield person and employer from a letter's or statement's sentences."""
        order = [g for row in values.text.rows for g in row]
        words = values.text.words(order)
        for name, pattern in SENTENCES[kind]:
            match = pattern.search(words)
            if match is not None:
                glyphs = order[match.start("value") : match.end("value")]
                field = self._stretch(values, name, order, Span(*match.span("value")))
                yield values.with_lattice(field, glyphs) if name in EMPLOYERS else field

    def _labelled(self, values: Values, hits: Sequence[Hit]) -> Iterator[Field]:
        text = values.text
        labels = [g for hit in hits for g in hit.glyphs]
        choices = [value_place(text, hit, _outside(text, hit, hits)) for hit in hits if hit.label.what is FieldName.CHANGE_ITEM]
        for hit in hits:
            what = hit.label.what
            if not isinstance(what, FieldName) or what is FieldName.WORK_HISTORY:
                continue
            if what is FieldName.CHANGE_ITEM:
                place = value_place(text, hit, _outside(text, hit, hits))
                yield values.of_choices(what, hit.text, text.inside(place, hit.glyphs), place)
                continue
            if any(place.holds(hit.box.centre) for place in choices):
                continue  # 「聘用单位」 beside a box to tick is an option, no label
            if heads_column(text, hit):
                continue  # 「工作单位」 in the head of a work history asks nothing of the cell beside it
            place = value_place(text, hit, hits)
            if what in LONG_NUMBERS and 0.4 * place.h < place.w < 1.7 * max(place.h, line_height(text, hit)):
                cells = row_of_cells(text, place, LONG_NUMBERS[what])
                if len(cells) >= LONG_NUMBERS[what] - 3:
                    yield values.of_digit_cells(what, hit.text, cells)
                    continue
            glyphs = text.inside(place, labels)
            if what in LONG_NUMBERS and (code := CODE.search(text.words(glyphs))):
                glyphs = glyphs[code.start() : code.end()]
            field = values.of_glyphs(what, hit.text, glyphs, place, sure=0.95 - 0.2 * hit.errors)
            yield values.with_lattice(field, glyphs) if what in EMPLOYERS and field.reading.text else field
            if what is FieldName.TERM:
                yield from self._term(values, hit, glyphs, place)

    def _term(self, values: Values, hit: Hit, glyphs: Sequence[int], place: Box) -> Iterator[Field]:
        """Yield start and end of a form's term from the value in one place."""
        words = values.text.words(glyphs)
        match = TERM.fullmatch(words) or re.fullmatch(r"(?P<start>)(?:自|从)?.*?(?:至|到)(?P<end>.*)", words)
        for name, group in ((FieldName.TERM_START, "start"), (FieldName.TERM_END, "end")):
            if match is not None:
                chosen = [glyphs[i] for i in range(*match.span(group))]
                if chosen or group == "end":
                    yield values.of_glyphs(name, hit.text, chosen, values.text.hull(chosen) or place)

    def _opinions(self, values: Values, hits: Sequence[Hit]) -> Iterator[Field]:
        """Yield what is written in the employers' opinion cells, besides labels."""
        headings = [
            hit
            for hit in hits
            if hit.label.what in {Role.EMPLOYER_SEAL, Role.FORMER_EMPLOYER_SEAL, Role.AUTHORITY_SEAL} and "意见" in hit.text
        ]
        labels = [g for hit in hits for g in hit.glyphs]
        for hit in headings:
            if hit.label.what is not Role.AUTHORITY_SEAL:
                place = opinion_place(values.text, hit, headings, reach=9.0)
                yield values.of_glyphs(FieldName.OPINION, hit.text, values.text.inside(place, labels), place, sure=0.8)

    def _signed_on(self, values: Values, hits: Sequence[Hit], *, whole: bool = False) -> Iterator[Field]:
        """Yield the date beside or right below each signature's label; whole: every date from the first label down."""
        text = values.text
        seen: set[int] = set()
        for hit in hits:
            line = line_height(text, hit)
            lines = text.ruling.around(*hit.box.centre)
            cell = lines.box(text.within) if lines.ruled else text.within
            below = 10.0 if whole else 2.5
            top = hit.box.bottom - round(1.8 * line)
            area = Box(cell.x if whole else hit.box.x, top, cell.w, min(cell.bottom, hit.box.bottom + round(below * line)) - top)
            glyphs = [g for g in text.inside(area, hit.glyphs) if g not in seen]
            for match in DATE.finditer(text.words(glyphs)):
                chosen = glyphs[match.start() : match.end()]
                found = text.hull(chosen)
                if found is None or found.h > 2 * line:
                    continue
                seen.update(chosen)
                side = min(hits, key=lambda other: abs(other.box.x - found.x)) if whole else hit
                yield values.of_glyphs(FieldName.SIGNED_ON, side.text, chosen, found)
                if not whole:
                    break

    def _clauses(self, values: Values) -> Iterator[Field]:
        """Yield a contract's term, its option and that option's dates, and the post, from the running text."""
        text = values.text
        order = [g for row in text.rows for g in row]
        words = text.words(order)
        clause = read_term_clause(words)
        if clause is not None:
            yield self._stretch(values, FieldName.TERM, order, clause.whole)
            if clause.chosen is not None:
                yield self._stretch(values, FieldName.TERM_OPTION, order, clause.chosen)
            for name, span in ((FieldName.TERM_START, clause.start), (FieldName.TERM_END, clause.end)):
                if span is not None:
                    yield self._stretch(values, name, order, span)
        post = POST.search(words)
        if post is not None:
            yield self._stretch(values, FieldName.POST, order, Span(*post.span("post" if post["post"] else "at")))

    def _stretch(self, values: Values, name: FieldName, order: Sequence[int], span: Span) -> Field:
        """Return the field of a stretch of running text; of an empty one the gap between its neighbours."""
        text = values.text
        glyphs = [order[i] for i in range(span.start, span.end)]
        before, after = text.glyphs[order[max(0, span.start - 1)]].box, text.glyphs[order[min(len(order) - 1, span.end)]].box
        gap = Box(before.right, before.y, max(1, after.x - before.right), before.h)
        label = text.words(order[max(0, span.start - 6) : span.start])
        return values.of_glyphs(name, label, glyphs, text.hull(glyphs) or gap, sure=0.85)


def _name_alone(field: Field) -> Field:
    """Return a name without 「全称」 before it, 「（以下简称甲方）」 or the sign that ends its sentence behind it.

    Its lattices hold what was cut off, so they go as well.
    """
    read = field.reading
    head = HEAD.match(read.text) if field.name in EMPLOYERS else None
    tail = TAIL.search(read.text)
    first, last = head.end() if head else 0, tail.start() if tail else len(read.text)
    if (head is None and tail is None) or first >= last or len(read.char_confidence) != len(read.text):
        return field
    kept = Reading(text=read.text[first:last], char_confidence=read.char_confidence[first:last], engine=read.engine)
    return msgspec.structs.replace(field, reading=kept, second=None)


def _of_party(text: PageText, hit: Hit) -> bool:
    """Return whether a bare 「名称」 or 「姓名」 stands in a table under the heading of its own party."""
    above = [line for line in text.lines if line.box.centre.y < hit.box.y and HEADINGS.search(line.reading.text)]
    heading = max(above, key=lambda line: line.box.centre.y, default=None)
    mine = "甲方|用人单位" if hit.label.what is FieldName.EMPLOYER else "乙方|劳动者"
    return heading is not None and _in_row(text, hit) and re.match(mine, "".join(heading.reading.text.split())) is not None


def _in_row(text: PageText, hit: Hit) -> bool:
    """Return whether a label stands in a cell of its own in a row of a table, and not within a page's frame."""
    lines = text.ruling.around(*hit.box.centre)
    return lines.closed and lines.box(text.within).h < 4 * line_height(text, hit)


def _no_name(field: Field) -> bool:
    """Return whether a field for a name holds what is surely none."""
    if not field.reading.text:
        return False
    return no_unit(field.reading.text) if field.name in EMPLOYERS else field.name is FieldName.PERSON and no_person(field.reading.text)


def _asking_who(text: PageText, hit: Hit) -> Hit:
    """Return 「申请人」 in a form's upper half as the label of a name; further down it asks for a signature (see cells.py)."""
    signs = hit.label.what is not Role.APPLICANT_SIGNATURE or "签" in hit.text or hit.box.y > text.within.h / 2
    return hit if signs else hit._replace(label=Label(FieldName.PERSON, ()))


def _with_one_word(text: PageText, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return the labels with the one 「单位」 beside which a name stands, where no fuller label asks for the employer.

    What is bare or in two places stays not found: 「单位（章）」 asks for no name, and of two names neither is surely the employer's.
    """
    if any(hit.label.what is FieldName.EMPLOYER and not heads_column(text, hit) for hit in hits):
        return hits
    more = text.hits((*FORM_PLACES, *FORM_FIELDS, *BOUNDS, ONE_WORD))
    words = [hit for hit in more if hit.label is ONE_WORD and not heads_column(text, hit)]
    labels = [g for hit in more for g in hit.glyphs]
    named = [hit for hit in words if UNIT.fullmatch(text.words(text.inside(value_place(text, hit, more), labels)).strip(EDGES))]
    return tuple(hit for hit in more if hit.label is not ONE_WORD or hit is named[0]) if len(named) == 1 else hits


def _outside(text: PageText, hit: Hit, hits: Sequence[Hit]) -> list[Hit]:
    """Return the labels without those that are options of a place to tick: on its row, right of it."""
    line = line_height(text, hit)
    return [other for other in hits if other is hit or abs(other.box.centre.y - hit.box.centre.y) > 0.8 * line or other.box.x < hit.box.x]

"""What the forms of the unseen half share: their values, a hand that fills in blanks, labels in cells, and who signs and seals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.unseen_cast import Writing, written
from samples.drawing.fonts import Face, covers
from samples.drawing.forms import CHANGES, TITLES, FormFacts
from samples.drawing.handwriting import pen_text, sign
from samples.drawing.paper import Ink, Sheet
from samples.drawing.seals import press

GREY: Ink = (104, 108, 116)
KINDS = ("初始", "延续", "变更", "重新")
HANDS = (Face.HONG_LEI, Face.FANDOL_KAI)
SIGNING = (Face.HONG_LEI,)
Draw = Callable[["Filling"], list[Sheet]]


@dataclass(frozen=True, kw_only=True)
class Design:
    """One design of the form. draw: its pages; single: whether it is one page only."""

    name: str
    draw: Draw
    single: bool = False


@dataclass(frozen=True, kw_only=True)
class Filling:
    """What is filled in, by which hand, and how days are written."""

    facts: FormFacts
    rng: np.random.Generator
    hand: Face
    writing: Writing

    @property
    def kind(self) -> str:
        """初始, 延续, 变更 or 重新, as the form's title names it."""
        return TITLES[self.facts.titled]

    @property
    def values(self) -> dict[str, str]:
        """Every value of the form by its key; an empty one where the form leaves it blank."""
        facts, person, employer = self.facts, self.facts.person, self.facts.employer
        given = {
            "name": person.name,
            "sex": person.sex,
            "nation": person.nation,
            "birth": self.day(person.birth),
            "birth_month": f"{person.birth.year}年{person.birth.month}月",
            "id_type": "居民身份证",
            "id_number": person.id_number,
            "schooling": "大学本科",
            "school": person.school,
            "major": person.major,
            "graduated": f"{person.birth.year + 22}年7月",
            "rank": "工程师",
            "phone": person.phone,
            "certificate_no": facts.certificate_no,
            "certificate_on": self.day(facts.certificate_on),
            "category": facts.category,
            "agency": facts.agency,
            "registration_no": facts.registration_no,
            "expires_on": self.day(facts.expires_on) if facts.expires_on else "",
            "change": CHANGES.get(facts.titled, ""),
            "former_category": facts.former_category,
            "former_employer": facts.former_employer,
            "employer": employer.name,
            "credit_code": employer.credit_code,
            "nature": employer.nature,
            "address": employer.address,
            "head": employer.head,
            "contact": employer.contact,
            "employer_phone": employer.phone,
            "term_from": self.day(facts.since),
            "term_to": self.until,
            "hours": "本注册周期累计 48 学时，已达到规定要求",
        }
        return {key: "" if key in facts.blank else value for key, value in given.items()}

    @property
    def until(self) -> str:
        """The end of the term as it is written."""
        until = self.facts.until
        return until if isinstance(until, str) else self.day(until)

    def day(self, day: dt.date) -> str:
        """A day as this form writes it."""
        return written(day, self.writing)

    def by_hand(self, key: str) -> bool:
        """Whether a pen wrote the value; the term's two days are always written by the same means."""
        return key in self.facts.pen

    def put(self, sheet: Sheet, key: str, x: float, y: float, room: float, size: float = 4.2) -> None:
        """Fills in a value; (x, y) is the top left of its em box, room the width it may take, all in mm."""
        value = self.values[key]
        sheet.fields[key] = value
        if not value:
            return
        if key == "change":
            boxes(sheet, x, y, tuple((words, words == value) for words in CHANGES.values()), size)
        elif self.by_hand(key):
            self.write(sheet, value, x, y - 0.5, room, min(size * 1.3, 6.4))
        else:
            wrapped(sheet, value, x, y, room, size)

    def write(self, sheet: Sheet, words: str, x: float, y: float, room: float, size: float = 5.4) -> None:
        """Words by this form's hand."""
        faces = tuple(face for face in (self.hand, *HANDS, Face.SONG) if covers(face, words))
        pen_text(sheet, x, y, words, self.rng, size_mm=size, ink=self.facts.pen_ink, fit_mm=room, faces=faces, digit_faces=faces)

    def applicant(self, sheet: Sheet, centre: tuple[float, float], size: float = 10.0) -> None:
        """The applicant's signature, typed name, or nothing."""
        facts = self.facts
        if facts.signature == "pen":
            hands = SIGNING if covers(SIGNING[0], facts.person.name) else HANDS
            sign(sheet, "applicant", facts.person.name, centre, self.rng, ink=facts.signature_ink, size_mm=size, hands=hands)
        elif facts.signature == "typed":
            sheet.text(centre[0], centre[1] - 1.5, facts.person.name, 4.2, align="centre")
            sheet.signatures.append({"role": "applicant", "kind": "printed", "name": facts.person.name})
        else:
            sheet.signatures.append({"role": "applicant", "kind": "empty"})

    def unit_head(self, sheet: Sheet, centre: tuple[float, float]) -> None:
        """The signature of the unit's head."""
        if self.facts.head_signs:
            sign(sheet, "head", self.facts.employer.head, centre, self.rng, size_mm=8.5, ink=self.facts.pen_ink, hands=SIGNING)

    def seal(self, sheet: Sheet, centre: tuple[float, float]) -> None:
        """The employer's seal near a centre, as far off it as the facts say."""
        facts = self.facts
        if facts.seal is not None:
            moved = (centre[0] + facts.seal_shift_mm[0], centre[1] + facts.seal_shift_mm[1])
            press(sheet, facts.seal, moved, facts.seal_turn_deg, self.rng)

    def date(self, sheet: Sheet, x: float, y: float, day: dt.date | None = None, *, empty: bool = False) -> None:
        """年 月 日 in print with the figures by hand; empty: nobody has filled it in."""
        for offset, word in ((14.0, "年"), (26.0, "月"), (38.0, "日")):
            sheet.text(x + offset, y, word, 4.2)
        if empty:
            return
        day = day or self.facts.signed_on
        for offset, figure, room in ((0.6, f"{day.year}", 13.0), (20.0, f"{day.month}", 6.0), (32.0, f"{day.day}", 6.0)):
            self.write(sheet, figure, x + offset, y - 0.9, room, 5.2)


def wrapped(sheet: Sheet, words: str, x: float, y: float, room: float, size: float) -> None:
    """A printed value on one line, or on two where it is longer than the room and a cell is tall enough for both."""
    if sheet.width_mm(words, size) <= room * 1.12:
        sheet.text(x, y, words, size, fit_mm=room)
        return
    cut = len(words)
    while cut > 1 and sheet.width_mm(words[:cut], size) > room:
        cut -= 1
    sheet.text(x, y - size * 0.62, words[:cut], size)
    sheet.text(x, y + size * 0.62, words[cut:], size, fit_mm=room)


def boxes(sheet: Sheet, x: float, y: float, choices: tuple[tuple[str, bool], ...], size: float = 4.2) -> float:
    """Boxes with their words, a tick drawn into the chosen one; returns where the last one ends."""
    for words, ticked in choices:
        side = size * 0.78
        top = y + size * 0.2
        sheet.frame(x, top, x + side, top + side, 0.22)
        if ticked:
            corner = (x + side * 0.42, top + side * 0.84)
            sheet.rule((x + side * 0.14, top + side * 0.5), corner, 0.42)
            sheet.rule(corner, (x + side * 0.98, top + side * 0.02), 0.42)
        sheet.text(x + side + 0.9, y, words, size)
        x += side + 0.9 + sheet.width_mm(words, size) + size
    return x


def two_lines(sheet: Sheet, words: str, room: float, size: float) -> str:
    """The words with a bar where a second line begins, if they are too long for one."""
    if sheet.width_mm(words, size) <= room * 1.2 or "-" in words:
        return words
    half = -(-len(words) // 2)
    half += -1 if words[half - 1] in "（(" else 0
    return f"{words[:half]}|{words[half:]}"


def label_cell(sheet: Sheet, words: str, area: tuple[float, float, float, float], size: float = 4.0) -> None:
    """A label in the middle of its cell; a bar in it parts two lines."""
    left, top, right, bottom = area
    lines = words.split("|")
    start = (top + bottom) / 2 - size * (0.5 + 0.6 * (len(lines) - 1))
    for index, line in enumerate(lines):
        sheet.text((left + right) / 2, start + index * size * 1.2, line, size, align="centre", fit_mm=right - left - 1.6)


def spaced(words: str, gap: str = " ") -> str:
    """初 始 注 册: a title with its characters set apart."""
    return gap.join(words)

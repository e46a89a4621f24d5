"""What stands on an application form, and its first page in three layouts (a reconstruction, not the official form)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

import numpy as np

from samples.drawing.fonts import Face
from samples.drawing.handwriting import BLUE_BLACK, FILL_FACES, PEN_BLACK, pen_text
from samples.drawing.paper import Ink, Rgb, Sheet
from samples.drawing.people import Employer, Person, in_words
from samples.drawing.seals import Seal

OPEN_ENDED = "无固定期限"
TITLES = {
    "initial": "初始",
    "late-initial": "初始",
    "renewal": "延续",
    "change-employer": "变更",
    "change-name": "变更",
    "change-category": "变更",
    "re-registration": "重新",
}
# Who examines an application follows from the category: some belong to a ministry, coal to the mine inspection of the province.
AGENCIES = {"建筑施工安全": "住房和城乡建设部", "道路运输安全": "交通运输部", "煤矿安全": "国家矿山安全监察局样本局"}
CHANGES = {"change-employer": "变更聘用单位", "change-name": "聘用单位更名", "change-category": "变更注册类别"}


class Layout(Enum):
    """Three designs: ruled label cells, underlined blanks, label above value."""

    RULED = "ruled"
    UNDERLINED = "underlined"
    STACKED = "stacked"


@dataclass(frozen=True, kw_only=True)
class FormFacts:
    """Everything that is put on one form. pen and blank name cells by key; until is a date or free words; agency: "" for the customary."""

    kind: str
    layout: Layout
    person: Person
    employer: Employer
    category: str
    certificate_no: str
    certificate_on: dt.date
    since: dt.date
    until: dt.date | str
    signed_on: dt.date
    title_kind: str = ""
    former_employer: str = ""
    former_category: str = ""
    registration_no: str = ""
    expires_on: dt.date | None = None
    pen: frozenset[str] = frozenset()
    pen_faces: tuple[Face, ...] = FILL_FACES
    blank: frozenset[str] = frozenset()
    photo: Rgb | None = None
    signature: Literal["pen", "typed", "empty"] = "pen"
    seal: Seal | None = None
    seal_turn_deg: float = 0.0
    seal_shift_mm: tuple[float, float] = (0.0, 0.0)
    head_signs: bool = True
    pen_ink: Ink = BLUE_BLACK
    signature_ink: Ink = PEN_BLACK
    history: tuple[tuple[str, str, str, str], ...] = field(default=())
    agency: str = ""

    @property
    def titled(self) -> str:
        """The kind that the title names, which a wrong form does not share with the application."""
        return self.title_kind or self.kind


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One label with its value; key names it in the truth, share is its part of the row."""

    label: str
    key: str
    value: str
    share: float = 1.0


def page_one(facts: FormFacts, rng: np.random.Generator) -> Sheet:
    """The first page."""
    face = {Layout.RULED: Face.SONG, Layout.UNDERLINED: Face.SONG, Layout.STACKED: Face.HEI}[facts.layout]
    sheet = Sheet(kind="form-page-1", face=face, form_kind=facts.titled)
    title = title_of(facts)
    if facts.layout is Layout.STACKED:
        sheet.text(105, 17, " ".join(title.removeprefix("中级")), 6.4, face=Face.HEI_BOLD, align="centre")
        top, height = 31.0, 16.0
    elif facts.layout is Layout.RULED:
        sheet.text(105, 18, title, 6.8, face=Face.SONG_BOLD, align="centre")
        top, height = 33.0, 15.5
    else:
        sheet.text(105, 16, "中级注册安全工程师", 5.6, face=Face.SONG_BOLD, align="centre")
        sheet.text(105, 25, title.removeprefix("中级注册安全工程师"), 7.2, face=Face.SONG_BOLD, align="centre")
        top, height = 40.0, 15.0
    rows = form_rows(facts)
    height = min(height, (278 - top) / len(rows))
    photo_rows = 4
    for index, row in enumerate(rows):
        right = 160.0 if index < photo_rows else 194.0
        _row(sheet, facts, row, (16.0, top + index * height, right, top + (index + 1) * height), rng)
    _photo(sheet, facts, (160.0, top, 194.0, top + photo_rows * height))
    foot(sheet, facts.layout, 1)
    return sheet


def title_of(facts: FormFacts) -> str:
    """中级注册安全工程师初始注册申请表, and its sisters."""
    return f"中级注册安全工程师{TITLES[facts.titled]}注册申请表"


def foot(sheet: Sheet, layout: Layout, number: int) -> None:
    """The page number at the foot, as the layout has it, and the specimen mark."""
    words = {Layout.RULED: f"第{number}页 共2页", Layout.STACKED: f"{number}/2", Layout.UNDERLINED: ""}[layout]
    if words:
        sheet.text(105, 285, words, 3.8, align="centre")
    sheet.specimen()


def form_rows(facts: FormFacts) -> list[list[Cell]]:
    """The first page's rows for the kind, in the order of the form."""
    person, employer = facts.person, facts.employer
    rows = [
        [Cell(label="姓名", key="name", value=person.name, share=1.3), Cell(label="性别", key="sex", value=person.sex)],
        [
            Cell(label="民族", key="nation", value=person.nation),
            Cell(label="出生日期", key="birth", value=in_words(person.birth), share=1.5),
        ],
        [Cell(label="证件号码", key="id_number", value=person.id_number)],
        [Cell(label="毕业院校", key="school", value=person.school)],
        [Cell(label="所学专业", key="major", value=person.major), Cell(label="手机号码", key="phone", value=person.phone)],
        [
            Cell(label="资格证书管理号", key="certificate_no", value=facts.certificate_no),
            Cell(label="取得时间", key="certificate_on", value=in_words(facts.certificate_on)),
        ],
        [
            Cell(label="申请注册类别", key="category", value=facts.category),
            Cell(label="初审机构", key="agency", value=facts.agency or AGENCIES.get(facts.category, "样本省应急管理厅")),
        ],
    ]
    if facts.titled == "late-initial":
        rows.append([Cell(label="申请类型", key="kind", value="逾期初始注册")])
    if facts.expires_on is not None:
        rows.append(
            [
                Cell(label="注册证编号", key="registration_no", value=facts.registration_no),
                Cell(label="有效期至", key="expires_on", value=in_words(facts.expires_on)),
            ]
        )
    if facts.titled in CHANGES:
        ticks = "　".join(("☑" if kind == facts.titled else "□") + words for kind, words in CHANGES.items())
        rows.append([Cell(label="变更事项", key="change", value=ticks)])
        if facts.former_category:
            rows.append([Cell(label="原注册类别", key="former_category", value=facts.former_category)])
        if facts.former_employer:
            rows.append([Cell(label="原聘用单位", key="former_employer", value=facts.former_employer)])
    label = "现聘用单位名称" if facts.former_employer else "聘用单位名称"
    rows.append([Cell(label=label, key="employer", value=employer.name)])
    rows += [
        [
            Cell(label="统一社会信用代码", key="credit_code", value=employer.credit_code, share=1.25),
            Cell(label="单位性质", key="nature", value=employer.nature),
        ],
        [Cell(label="单位地址", key="address", value=employer.address)],
        [
            Cell(label="联系人", key="contact", value=employer.contact),
            Cell(label="联系电话", key="employer_phone", value=employer.phone),
        ],
        [
            Cell(label="聘用起始日期", key="term_from", value=in_words(facts.since)),
            Cell(label="截至日期", key="term_to", value=until_words(facts.until)),
        ],
    ]
    if facts.titled in {"late-initial", "renewal", "re-registration"}:
        rows.append([Cell(label="继续教育情况", key="education", value="本注册周期内已完成继续教育 48 学时")])
    return rows


def until_words(until: dt.date | str) -> str:
    """The end of the term as it is written."""
    return until if isinstance(until, str) else in_words(until)


def _row(sheet: Sheet, facts: FormFacts, row: list[Cell], box: tuple[float, float, float, float], rng: np.random.Generator) -> None:
    left, top, right, bottom = box
    total = sum(cell.share for cell in row)
    x = left
    for cell in row:
        wide = (right - left) * cell.share / total
        value = "" if cell.key in facts.blank else cell.value
        sheet.fields[cell.key] = value
        area = (x, top, x + wide, bottom)
        place = {Layout.RULED: _ruled, Layout.UNDERLINED: _underlined, Layout.STACKED: _stacked}[facts.layout]
        value_x, value_y, room = place(sheet, cell.label, area)
        if cell.key in facts.pen:
            pen_text(sheet, value_x, value_y - 1.1, value, rng, ink=facts.pen_ink, fit_mm=room, size_mm=5.8, faces=facts.pen_faces)
        else:
            sheet.text(value_x, value_y, value, 4.2, fit_mm=room)
        x += wide


def _ruled(sheet: Sheet, label: str, area: tuple[float, float, float, float]) -> tuple[float, float, float]:
    left, top, right, bottom = area
    sheet.frame(left, top, right, bottom)
    split = left + 31
    sheet.rule((split, top), (split, bottom))
    y = (top + bottom) / 2 - 2.1
    sheet.text((left + split) / 2, y, label, 4.0, align="centre", fit_mm=30)
    return split + 2, y, right - split - 3


def _underlined(sheet: Sheet, label: str, area: tuple[float, float, float, float]) -> tuple[float, float, float]:
    left, top, right, bottom = area
    y = (top + bottom) / 2 - 2.1
    shown = label + "："
    sheet.text(left + 1, y, shown, 4.2)
    start = left + 2 + sheet.width_mm(shown, 4.2)
    sheet.rule((start, y + 5.6), (right - 3, y + 5.6))
    return start + 1, y, right - start - 5


def _stacked(sheet: Sheet, label: str, area: tuple[float, float, float, float]) -> tuple[float, float, float]:
    left, top, right, bottom = area
    sheet.frame(left, top, right, bottom, 0.2)
    sheet.text(left + 1.5, top + 0.7, label, 3.7, ink=(74, 74, 80))
    return left + 4, (top + bottom) / 2 + 0.6, right - left - 6


def _photo(sheet: Sheet, facts: FormFacts, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    sheet.frame(left, top, right, bottom)
    if facts.photo is not None:
        wide = min(30.0, (bottom - top - 2) * 25 / 35)
        sheet.paste(facts.photo, (left + right - wide) / 2, top + 1, wide)
    else:
        sheet.text((left + right) / 2, (top + bottom) / 2 - 2, "照　片", 4.0, align="centre")

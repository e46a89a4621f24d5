"""Draws the other papers: employment letter, rename notice, performance statement, continuing-education proof."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import numpy as np

from samples.drawing.fonts import Face
from samples.drawing.form_back import date_line
from samples.drawing.handwriting import PEN_BLACK, sign
from samples.drawing.paper import Sheet
from samples.drawing.people import Employer, Person, in_words
from samples.drawing.seals import Seal, press

LEFT, WIDTH = 26.0, 158.0


def employment_letter(employer: Employer, person: Person, day: dt.date, seal: Seal, rng: np.random.Generator) -> Sheet:
    """聘用证明: one-sided, not a contract."""
    sheet = Sheet(kind="letter", fields={"employer": employer.name, "person": person.name})
    sheet.text(105, 40, "聘 用 证 明", 9, face=Face.SONG_BOLD, align="centre")
    words = (
        f"兹证明{person.name}同志（身份证号：{person.id_number}）系我单位正式员工，现聘任为安全管理部"
        f"安全工程师，聘期自{in_words(day.replace(year=day.year - 1))}起。该同志在职期间遵纪守法，工作认真。"
    )
    y = sheet.paragraph(LEFT, 66, words, WIDTH, 5.0, leading=1.9)
    sheet.paragraph(LEFT, y + 4, "特此证明。", WIDTH, 5.0)
    _closing(sheet, employer.name, day, y + 44)
    press(sheet, seal, (146, y + 46), rng.uniform(-10, 10), rng)
    sheet.specimen()
    return sheet


def rename_notice(old: str, new: str, authority: Seal, day: dt.date, number: str, rng: np.random.Generator) -> Sheet:
    """准予变更登记通知书 of an invented registration authority, with both names."""
    sheet = Sheet(kind="rename-notice", fields={"former_employer": old, "employer": new})
    sheet.text(105, 34, "准予变更登记通知书", 8.4, face=Face.SONG_BOLD, align="centre")
    sheet.text(186, 50, number, 4.4, align="right")
    y = sheet.paragraph(LEFT, 64, f"{new}：", WIDTH, 4.8, indent=0)
    y = sheet.paragraph(LEFT, y, "经审查，你单位提交的变更登记申请材料齐全，符合法定形式，我局决定准予变更登记。", WIDTH, 4.8, leading=1.9)
    top = y + 8
    rows = (("变更事项", "变更前内容", "变更后内容"), ("企业名称", old, new), ("登记日期", "—", in_words(day)))
    columns = (LEFT, 54.0, 119.0, 184.0)
    for index in range(len(rows) + 1):
        sheet.rule((columns[0], top + 15 * index), (columns[-1], top + 15 * index))
    for x in columns:
        sheet.rule((x, top), (x, top + 15 * len(rows)))
    for line, row in enumerate(rows):
        for column, words in enumerate(row):
            middle = (columns[column] + columns[column + 1]) / 2
            sheet.text(middle, top + 15 * line + 5, words, 4.4, align="centre", fit_mm=columns[column + 1] - columns[column] - 3)
    y = sheet.paragraph(LEFT, top + 56, "你单位的权利义务由名称变更后的企业继续承担。", WIDTH, 4.8)
    _closing(sheet, authority.name, day, y + 36)
    press(sheet, authority, (146, y + 38), rng.uniform(-6, 6), rng)
    sheet.specimen()
    return sheet


def statement(
    person: Person,
    employer: str,
    paragraphs: tuple[str, ...],
    day: dt.date,
    rng: np.random.Generator,
    *,
    signed: Literal["pen", "empty"] = "pen",
) -> Sheet:
    """执业期间履职情况书面陈述 with the applicant's signature."""
    sheet = Sheet(kind="statement", fields={"person": person.name, "employer": employer})
    sheet.text(105, 30, "执业期间履职情况书面陈述", 7.6, face=Face.HEI_BOLD, align="centre")
    y = 50.0
    for words in (f"本人{person.name}，注册期间受聘于{employer}，现将履职情况陈述如下：", *paragraphs):
        y = sheet.paragraph(LEFT, y, words, WIDTH, 4.5, leading=1.8) + 1.5
    y = max(y + 12, 190.0)
    sheet.text(112, y, "陈述人签字：", 4.6)
    if signed == "pen":
        sign(sheet, "applicant", person.name, (160, y + 1.5), rng, size_mm=10.5, ink=PEN_BLACK)
        date_line(sheet, 140, y + 18, day, rng, PEN_BLACK)
    else:
        sheet.signatures.append({"role": "applicant", "kind": "empty"})
        date_line(sheet, 140, y + 18, None, rng, PEN_BLACK)
    sheet.specimen()
    return sheet


def education_proof(person: Person, hours: int, since: dt.date, until: dt.date, provider: Seal, rng: np.random.Generator) -> Sheet:
    """注册安全工程师继续教育证明."""
    sheet = Sheet(kind="education-proof", size_mm=(210.0, 148.0), fields={"person": person.name, "hours": str(hours)})
    sheet.frame(8, 8, 202, 140, 0.8)
    sheet.text(105, 22, "注册安全工程师继续教育证明", 8.0, face=Face.SONG_BOLD, align="centre")
    words = (
        f"{person.name}（身份证号：{person.id_number}）于{in_words(since)}至{in_words(until)}参加注册安全工程师"
        f"继续教育培训，完成规定课程，共计 {hours} 学时，经考核合格。特此证明。"
    )
    sheet.paragraph(LEFT, 44, words, WIDTH, 5.0, leading=1.9)
    _closing(sheet, provider.name, until, 104)
    press(sheet, provider, (148, 106), rng.uniform(-8, 8), rng)
    sheet.specimen()
    return sheet


def other_paper(title: str, lines: tuple[str, ...]) -> Sheet:
    """A paper nobody asked for."""
    sheet = Sheet(kind="other")
    sheet.text(105, 30, title, 7.6, face=Face.HEI_BOLD, align="centre")
    y = 52.0
    for words in lines:
        y = sheet.paragraph(LEFT, y, words, WIDTH, 4.5, leading=1.8) + 2
    sheet.specimen()
    return sheet


def blank_paper() -> Sheet:
    """A sheet with nothing on it, as a scanner's feeder draws it in by mistake."""
    return Sheet(kind="blank")


def _closing(sheet: Sheet, signer: str, day: dt.date, y_mm: float) -> None:
    sheet.text(182, y_mm, signer, 4.8, align="right", fit_mm=120)
    sheet.text(176, y_mm + 11, in_words(day), 4.8, align="right")

"""The form's second page: work history, promise and signature, the employer's opinion with its seal, empty agency cells."""

from __future__ import annotations

import datetime as dt

import numpy as np

from samples.drawing.fonts import Face
from samples.drawing.forms import TITLES, FormFacts, Layout, foot, title_of, until_words
from samples.drawing.handwriting import pen_text, sign
from samples.drawing.paper import Ink, Sheet
from samples.drawing.people import in_words
from samples.drawing.seals import press

LEFT, RIGHT = 16.0, 194.0


def page_two(facts: FormFacts, rng: np.random.Generator) -> Sheet:
    """The second page."""
    face = Face.HEI if facts.layout is Layout.STACKED else Face.SONG
    sheet = Sheet(kind="form-page-2", face=face, form_kind=facts.titled)
    top = 18.0
    if facts.layout is Layout.UNDERLINED:
        sheet.text(105, 12, title_of(facts) + "（续）", 4.6, align="centre", face=Face.SONG_BOLD)
        top = 24.0
    y = _history(sheet, facts, top)
    y = _promise(sheet, facts, y, rng)
    y = _opinion(sheet, facts, y, rng)
    for heading in ("初审机构意见", "审批意见"):
        _section(sheet, facts, heading, y, y + 33)
        sheet.text(140, y + 17, "（盖章）", 4.2)
        date_line(sheet, 140, y + 25, None, rng, facts.pen_ink)
        y += 33
    foot(sheet, facts.layout, 2)
    return sheet


def date_line(sheet: Sheet, x_mm: float, y_mm: float, day: dt.date | None, rng: np.random.Generator, ink: Ink) -> None:
    """年 月 日 in print, the figures by hand; empty without a day."""
    sheet.text(x_mm + 13, y_mm, "年", 4.2)
    sheet.text(x_mm + 26, y_mm, "月", 4.2)
    sheet.text(x_mm + 39, y_mm, "日", 4.2)
    if day is None:
        return
    for offset, figure in ((0.5, f"{day.year}"), (19.5, f"{day.month}"), (32.5, f"{day.day}")):
        pen_text(sheet, x_mm + offset, y_mm - 0.8, figure, rng, size_mm=5.2, ink=ink, fit_mm=11.5)


def _section(sheet: Sheet, facts: FormFacts, heading: str, top: float, bottom: float) -> None:
    if facts.layout is Layout.RULED:
        sheet.frame(LEFT, top, RIGHT, bottom)
        sheet.rule((LEFT + 13, top), (LEFT + 13, bottom))
        step = min(6.0, (bottom - top - 4) / len(heading))
        start = (top + bottom) / 2 - step * len(heading) / 2
        for index, character in enumerate(heading):
            sheet.text(LEFT + 6.5, start + index * step, character, 4.0, align="centre")
    elif facts.layout is Layout.STACKED:
        sheet.frame(LEFT, top, RIGHT, bottom, 0.2)
        sheet.text(LEFT + 2, top + 1.5, heading, 4.2, face=Face.HEI_BOLD)
    else:
        sheet.text(LEFT, top + 1.5, heading + "：", 4.6, face=Face.SONG_BOLD)
        sheet.rule((LEFT, bottom), (RIGHT, bottom), 0.15)


def _text_left(facts: FormFacts) -> float:
    return LEFT + (16 if facts.layout is Layout.RULED else 4)


def _history(sheet: Sheet, facts: FormFacts, top: float) -> float:
    sheet.text(LEFT, top, "从事安全生产相关业务工作经历", 4.4, face=Face.HEI_BOLD)
    columns = (LEFT, 58.0, 118.0, 166.0, RIGHT)
    top, height, rows = top + 7, 9.6, 4
    for index in range(rows + 2):
        sheet.rule((LEFT, top + index * height), (RIGHT, top + index * height))
    for x in columns if facts.layout is not Layout.UNDERLINED else columns[1:-1]:
        sheet.rule((x, top), (x, top + (rows + 1) * height))
    heads = ("起止时间", "工作单位", "从事工作", "职务")
    for line, entry in enumerate((heads, *facts.history[:rows])):
        for column, words in enumerate(entry):
            middle = (columns[column] + columns[column + 1]) / 2
            room = columns[column + 1] - columns[column] - 2
            sheet.text(middle, top + line * height + 2.8, words, 3.9, align="centre", fit_mm=room)
    sheet.fields["history_rows"] = str(len(facts.history))
    return top + (rows + 1) * height + (4 if facts.layout is not Layout.RULED else 0)


def _promise(sheet: Sheet, facts: FormFacts, top: float, rng: np.random.Generator) -> float:
    bottom = top + 44
    _section(sheet, facts, "申请人承诺", top, bottom)
    left = _text_left(facts)
    words = "本人承诺：所填写的内容和提交的材料真实、有效，如有虚假，由此产生的一切后果由本人承担。"
    start = top + (9.5 if facts.layout is not Layout.RULED else 4)
    sheet.paragraph(left, start, words, RIGHT - left - 4)
    label = "本人签字：" if facts.layout is Layout.STACKED else "申请人签字："
    y = bottom - 19
    sheet.text(98, y, label, 4.4)
    if facts.signature == "pen":
        sign(sheet, "applicant", facts.person.name, (142, y + 1.5), rng, ink=facts.signature_ink)
    elif facts.signature == "typed":
        sheet.text(126, y, facts.person.name, 4.4)
        sheet.signatures.append({"role": "applicant", "kind": "printed", "name": facts.person.name})
    else:
        sheet.signatures.append({"role": "applicant", "kind": "empty"})
    date_line(sheet, 140, bottom - 8, facts.signed_on, rng, facts.pen_ink)
    return bottom


def _opinion(sheet: Sheet, facts: FormFacts, top: float, rng: np.random.Generator) -> float:
    bottom = top + 66
    _section(sheet, facts, "聘用单位意见", top, bottom)
    left = _text_left(facts)
    start = top + (9.5 if facts.layout is not Layout.RULED else 4)
    words = (
        f"我单位聘用的{facts.person.name}同志，聘用合同期自{in_words(facts.since)}至"
        f"{until_words(facts.until)}，其申报材料属实，同意该同志申请{TITLES[facts.titled]}注册。"
    )
    y = sheet.paragraph(left, start, words, RIGHT - left - 4)
    if facts.layout is not Layout.UNDERLINED and "employer" not in facts.blank:
        sheet.text(left, y + 4, f"聘用单位：{facts.employer.name}", 4.2, fit_mm=110)
    sheet.text(left, bottom - 21, "负责人签字：", 4.2)
    if facts.head_signs:
        sign(sheet, "head", facts.employer.head, (left + 42, bottom - 19), rng, size_mm=9, ink=facts.pen_ink)
    else:
        sheet.signatures.append({"role": "head", "kind": "empty"})
    mark = {Layout.RULED: "（盖章）", Layout.STACKED: "（单位公章或人事部门公章）", Layout.UNDERLINED: "（盖章）"}[facts.layout]
    sheet.text(118 if facts.layout is Layout.UNDERLINED else 158, bottom - 21, mark, 4.2, align="centre")
    date_line(sheet, 140, bottom - 9, facts.signed_on, rng, facts.pen_ink)
    if facts.seal is not None:
        centre = (152 + facts.seal_shift_mm[0], bottom - 27 + facts.seal_shift_mm[1])
        press(sheet, facts.seal, centre, facts.seal_turn_deg, rng)
    return bottom

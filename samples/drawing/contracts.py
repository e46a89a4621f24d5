"""Draws employment contracts: cover, numbered body pages with sections and articles, signature page.

The structure follows the widely used general labour contract; the wording is our own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from samples.drawing.contract_text import sections
from samples.drawing.fonts import Face
from samples.drawing.form_back import date_line
from samples.drawing.handwriting import BLUE_BLACK, PEN_BLACK, pen_text, sign
from samples.drawing.paper import Ink, Sheet
from samples.drawing.people import Employer, in_words
from samples.drawing.seals import Seal, press

LEFT, WIDTH = 24.0, 162.0
BODY_BOTTOM = 268.0


@dataclass(frozen=True, kw_only=True)
class ContractFacts:
    """Everything that is put in one contract. until None means 无固定期限; numbering is how pages are numbered."""

    employer: Employer
    person_name: str
    person_id: str
    person_address: str
    since: dt.date
    until: dt.date | None
    signed_on: dt.date
    post: str = "安全管理岗位"
    title: Literal["劳动合同", "聘用合同书"] = "劳动合同"
    numbering: Literal["words", "slash", "dashes"] = "words"
    face: Face = Face.SONG
    size_mm: float = 4.3
    pen: bool = False
    seal: Seal | None = None
    seal_turn_deg: float = -6.0
    signed: bool = True
    ink: Ink = PEN_BLACK

    @property
    def parties(self) -> tuple[str, str]:
        """What the parties are called in brackets."""
        return ("聘用单位", "受聘人员") if self.title == "聘用合同书" else ("用人单位", "劳动者")


def contract_pages(facts: ContractFacts, rng: np.random.Generator) -> list[Sheet]:
    """Cover, body pages and signature page, in order; body and signature page are numbered from 1."""
    bodies = _bodies(facts)
    pages = [_cover(facts, rng), *bodies, _signature_page(facts, rng)]
    total = len(pages) - 1
    for number, sheet in enumerate(pages[1:], start=1):
        words = {"words": f"第 {number} 页　共 {total} 页", "slash": f"{number} / {total}", "dashes": f"- {number} -"}
        sheet.text(105, 281, words[facts.numbering], 3.8, align="centre")
        sheet.fields["number"], sheet.fields["of"] = str(number), "" if facts.numbering == "dashes" else str(total)
    for sheet in pages:
        sheet.specimen()
    return pages


def _cover(facts: ContractFacts, rng: np.random.Generator) -> Sheet:
    sheet = Sheet(kind="contract-cover", face=facts.face)
    sheet.text(190, 24, "编号：YB-" + facts.signed_on.strftime("%Y%m") + "-07", 4.2, align="right")
    if facts.title == "聘用合同书":
        sheet.text(105, 66, "事业单位人员", 9.0, align="centre", face=Face.SONG_BOLD)
    sheet.text(105, 82, " ".join(facts.title), 13.0, align="centre", face=Face.SONG_BOLD)
    if facts.title == "劳动合同":
        sheet.text(105, 102, "（通　用）", 6.0, align="centre")
    y = 160.0
    for label, key, value in (
        (f"甲方（{facts.parties[0]}）：", "employer", facts.employer.name),
        (f"乙方（{facts.parties[1]}）：", "person", facts.person_name),
        ("签订日期：", "signed_on", in_words(facts.signed_on)),
    ):
        sheet.text(34, y, label, 5.2)
        start = 36 + sheet.width_mm(label, 5.2)
        sheet.rule((start, y + 7), (184, y + 7))
        _value(sheet, facts, (start + 2, y), value, rng)
        sheet.fields[key] = value
        y += 17
    return sheet


def _value(sheet: Sheet, facts: ContractFacts, at_mm: tuple[float, float], value: str, rng: np.random.Generator) -> None:
    x, y = at_mm
    if facts.pen:
        pen_text(sheet, x, y - 0.8, value, rng, size_mm=6.0, fit_mm=182 - x, ink=BLUE_BLACK)
    else:
        sheet.text(x, y, value, 5.2, fit_mm=182 - x)


def _bodies(facts: ContractFacts) -> list[Sheet]:
    pages: list[Sheet] = []
    y = BODY_BOTTOM
    for heading, text in _paragraphs(facts):
        lines = 1.0 if heading else -(-(len(text) + 2) * facts.size_mm // WIDTH)
        needed = lines * facts.size_mm * 1.75 + (4 if heading else 1)
        if y + needed + (16 if heading else 0) > BODY_BOTTOM:
            pages.append(Sheet(kind="contract-body", face=facts.face))
            y = 24.0
        sheet = pages[-1]
        if heading:
            sheet.text(LEFT, y + 3, text, facts.size_mm * 1.08, face=Face.HEI_BOLD)
            y += 3 + facts.size_mm * 1.75
        else:
            y = sheet.paragraph(LEFT, y, text, WIDTH, facts.size_mm, leading=1.75) + 1
    first = pages[0].fields
    first.update(employer=facts.employer.name, person=facts.person_name, person_id=facts.person_id, post=facts.post)
    first.update(since=in_words(facts.since), until=in_words(facts.until) if facts.until else "无固定期限")
    return pages


def _paragraphs(facts: ContractFacts) -> Iterator[tuple[bool, str]]:
    one, other = facts.parties
    yield False, f"甲方（{one}）：{facts.employer.name}"
    yield False, f"统一社会信用代码：{facts.employer.credit_code}"
    yield False, f"法定代表人（主要负责人）：{facts.employer.head}　　联系电话：{facts.employer.phone}"
    yield False, f"住所：{facts.employer.address}"
    yield False, f"乙方（{other}）：{facts.person_name}"
    yield False, f"居民身份证号码：{facts.person_id}"
    yield False, f"通讯地址：{facts.person_address}"
    article = 0
    for heading, articles in sections(facts.since, facts.until, facts.post, facts.title):
        yield True, heading
        for text in articles:
            if text.startswith("§"):
                article += 1
                yield False, f"第{_chinese(article)}条　{text[1:]}"
            else:
                yield False, text


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones or not head else "")


def _signature_page(facts: ContractFacts, rng: np.random.Generator) -> Sheet:
    sheet = Sheet(kind="contract-signature", face=facts.face)
    closing = "（以下无正文，为本合同签署页。双方已逐条阅读并理解本合同内容，自愿签署。）"
    y = sheet.paragraph(LEFT, 28, closing, WIDTH, facts.size_mm, leading=1.75) + 12
    sheet.text(LEFT, y, "甲方（盖章）", 4.6)
    sheet.text(118, y, "乙方（签字）", 4.6)
    sheet.text(LEFT, y + 14, facts.employer.name, 4.3, fit_mm=84)
    sheet.text(LEFT, y + 38, "法定代表人（主要负责人）", 4.2)
    sheet.text(LEFT, y + 46, "或委托代理人（签字或盖章）", 4.2)
    sheet.fields.update(employer=facts.employer.name, signed_on=in_words(facts.signed_on))
    if facts.signed:
        sign(sheet, "party-b", facts.person_name, (150, y + 20), rng, size_mm=11, ink=facts.ink)
        sign(sheet, "party-a-head", facts.employer.head, (60, y + 62), rng, size_mm=10, ink=facts.ink)
        date_line(sheet, 118, y + 80, facts.signed_on, rng, facts.ink)
        date_line(sheet, LEFT, y + 80, facts.signed_on, rng, facts.ink)
    else:
        sheet.signatures += [{"role": "party-b", "kind": "empty"}, {"role": "party-a-head", "kind": "empty"}]
    if facts.seal is not None:
        press(sheet, facts.seal, (66, y + 22), facts.seal_turn_deg, rng)
    return sheet

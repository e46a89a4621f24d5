"""Contracts, statements and rename notices worded and set otherwise than the samples' ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from samples.drawing.fonts import Face
from samples.drawing.form_back import date_line
from samples.drawing.handwriting import PEN_BLACK, sign
from samples.drawing.paper import Sheet
from samples.drawing.people import Employer, Person, in_words
from samples.drawing.seals import Seal, press

if TYPE_CHECKING:
    import numpy as np

LEFT, WIDTH, BOTTOM = 25.0, 160.0, 266.0


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One company's own contract: its title, what it calls the parties, how it states the term, how it is signed and numbered.

    term: sentence (the dates in one sentence), ticks (☑ before the option) or figure (the option's number in a blank); stacked: the
    parties sign one below the other.
    """

    name: str
    title: str
    parties: tuple[str, str]
    labels: tuple[str, str, str]
    term: Literal["sentence", "ticks", "figure"]
    signs: tuple[str, str, str]
    stacked: bool
    face: Face
    numbering: str
    cover: bool
    articles: bool


PLAIN = Wording(
    name="plain",
    title="聘用合同",
    parties=("聘用方", "受聘方"),
    labels=("法定代表人", "身份证号码", "联系地址"),
    term="sentence",
    signs=("甲方（盖章）：", "法定代表人或委托代理人（签字）：", "乙方（签字）："),
    stacked=True,
    face=Face.KAI,
    numbering="第{n}页",
    cover=False,
    articles=False,
)
WORKS = Wording(
    name="works",
    title="劳动合同书",
    parties=("用人单位", "职工"),
    labels=("单位负责人", "居民身份证号", "家庭住址"),
    term="sentence",
    signs=("用人单位（公章）：", "法定代表人（签名）：", "职工（签名）："),
    stacked=False,
    face=Face.SONG,
    numbering="{n}",
    cover=True,
    articles=True,
)
TICKS = Wording(
    name="ticks",
    title="劳 动 合 同",
    parties=("单位", "员工"),
    labels=("主要负责人", "有效身份证件号码", "现居住地"),
    term="ticks",
    signs=("甲方：（公章）", "授权代表：（签字）", "乙方：（签名）"),
    stacked=True,
    face=Face.HEI,
    numbering="-{n}-",
    cover=True,
    articles=True,
)
FIGURE = Wording(
    name="figure",
    title="全日制劳动合同书",
    parties=("用人单位名称", "劳动者姓名"),
    labels=("法定代表人或主要负责人", "公民身份号码", "户籍地址"),
    term="figure",
    signs=("甲方（公章）：", "法定代表人或委托代理人签字：", "乙方签字："),
    stacked=False,
    face=Face.FANDOL_SONG,
    numbering="第 {n} 页",
    cover=True,
    articles=True,
)
OPEN_WORDINGS = (PLAIN, WORKS)
SHUT_WORDINGS = (TICKS,)
FRESH_WORDINGS = (FIGURE,)


@dataclass(frozen=True, kw_only=True)
class Deal:
    """Who contracts with whom and for how long; until None: 无固定期限."""

    employer: Employer
    person: Person
    since: dt.date
    until: dt.date | None
    signed_on: dt.date
    seal: Seal | None
    signed: bool = True


def contract(deal: Deal, wording: Wording, rng: np.random.Generator) -> list[Sheet]:
    """The contract's pages in order; a short contract has its title on the first body page instead of a cover."""
    pages = [_cover(deal, wording)] if wording.cover else []
    bodies = _bodies(deal, wording)
    pages += bodies
    pages.append(_signatures(deal, wording, rng))
    for number, sheet in enumerate(pages[1:] if wording.cover else pages, start=1):
        sheet.text(105, 281, wording.numbering.format(n=number), 3.8, align="centre")
        sheet.fields["number"] = str(number)
    for sheet in pages:
        sheet.specimen()
    return pages


def _cover(deal: Deal, wording: Wording) -> Sheet:
    sheet = Sheet(kind="contract-cover", face=wording.face)
    sheet.text(105, 70, wording.title, 12.0, align="centre", face=Face.SONG_BOLD)
    one, other = wording.parties
    for index, words in enumerate(
        (f"甲方（{one}）：{deal.employer.name}", f"乙方（{other}）：{deal.person.name}", f"签订时间：{in_words(deal.signed_on)}")
    ):
        sheet.text(36, 150 + 16 * index, words, 5.0, fit_mm=150)
    sheet.fields.update(employer=deal.employer.name, person=deal.person.name)
    return sheet


def _term(deal: Deal, wording: Wording) -> list[str]:
    if wording.term == "sentence":
        end = f"起至{in_words(deal.until)}止" if deal.until else "起，为无固定期限，至法定终止条件出现时止"
        return [f"本合同期限自{in_words(deal.since)}{end}。其中试用期一个月。"]
    if wording.term == "figure":
        start, end = in_words(deal.since), in_words(deal.until) if deal.until else ""
        blank = "____年__月__日"
        return [
            f"本合同期限经双方商定，按下列第（{'一' if deal.until else '二'}）种方式确定。",
            f"（一）固定期限：从{start if deal.until else blank}起至{end or blank}止；",
            f"（二）无固定期限：从{blank if deal.until else start}起至法定的终止条件出现时止；",
            f"（三）以完成一定工作任务为期限：从{blank}起至工作任务完成时止。",
        ]
    fixed, opened = ("☑", "□") if deal.until else ("□", "☑")
    blank = "____年__月__日"
    dates = f"自{in_words(deal.since)}起至{in_words(deal.until)}止" if deal.until else f"自{blank}起至{blank}止"
    start = blank if deal.until else in_words(deal.since)
    return [
        "甲乙双方选择以下形式确定本合同期限：",
        f"{fixed}有固定期限：{dates}。",
        f"{opened}无固定期限：自{start}起至法定终止条件出现时止。",
        f"□以完成一定工作任务为期限：自{blank}起至工作完成时止。",
    ]


def _text(deal: Deal, wording: Wording) -> list[tuple[str, list[str]]]:
    one, other = wording.parties if wording.name == "plain" else ("甲方", "乙方")
    return [
        ("合同期限", _term(deal, wording)),
        (
            "工作岗位",
            [
                f"{other}担任{one}安全管理岗位工作，工作地点在{one}所在地及项目现场。",
                f"{other}应当按时完成工作任务，遵守{one}依法制定的规章制度。",
            ],
        ),
        ("工作时间和休假", ["实行标准工时制度，每周休息两日。", f"{other}享受国家规定的节假日、年休假等待遇。"]),
        ("劳动报酬", [f"{one}以货币形式按月支付{other}工资，工资标准按本单位薪酬制度执行。", "加班工资依法支付，逢节假日提前发放。"]),
        ("社会保险", [f"{one}依法为{other}缴纳社会保险费和住房公积金，个人部分由{one}代扣代缴。"]),
        (
            "劳动保护和劳动条件",
            [f"{one}提供符合国家规定的劳动条件和劳动防护用品。", f"{other}有权拒绝违章指挥，对危及生命安全的行为有权提出批评和检举。"],
        ),
        (
            "合同的解除和终止",
            [
                "经双方协商一致，本合同可以变更或者解除。",
                "有法律规定情形之一的，任何一方可以依法解除本合同，并按规定提前通知对方。",
                f"合同终止后，{one}应在十五日内为{other}办理有关手续，并出具证明。",
            ],
        ),
        (
            "其他约定",
            [f"{other}同意以{one}为聘用单位申请注册安全工程师注册，注册期间不在其他单位执业。", f"{other}应保守{one}的商业秘密。"],
        ),
        ("争议的处理", ["因履行本合同发生争议，双方可以协商；协商不成的，可以申请劳动仲裁。"]),
    ]


def _bodies(deal: Deal, wording: Wording) -> list[Sheet]:
    one, other = wording.parties
    head, number, address = wording.labels
    opening = [
        f"甲方（{one}）：{deal.employer.name}",
        f"{head}：{deal.employer.head}　　地址：{deal.employer.address}",
        f"乙方（{other}）：{deal.person.name}　　性别：{deal.person.sex}",
        f"{number}：{deal.person.id_number}",
        f"{address}：{deal.person.address}",
        "根据有关法律法规的规定，甲乙双方在平等自愿、协商一致的基础上签订本合同，共同遵守。",
    ]
    pages = [Sheet(kind="contract-body", face=wording.face)]
    y = 26.0
    if not wording.cover:
        pages[0].text(105, 22, wording.title, 8.0, align="centre", face=Face.HEI_BOLD)
        y = 40.0
    article = 0
    for index, (heading, paragraphs) in enumerate((("", opening), *_text(deal, wording))):
        if heading:
            y = _printed(pages, wording, f"{'一二三四五六七八九'[index - 1]}、{heading}", y + 3, bold=True)
        for words in paragraphs:
            if heading and wording.articles and not words.startswith(("☑", "□", "（")):
                article += 1
            prefix = f"第{_figure(article)}条　" if heading and wording.articles and not words.startswith(("☑", "□", "（")) else ""
            y = _printed(pages, wording, prefix + words, y)
    fields = {"employer": deal.employer.name, "person": deal.person.name, "person_id": deal.person.id_number}
    pages[0].fields.update(fields)
    return pages


def _printed(pages: list[Sheet], wording: Wording, words: str, y: float, *, bold: bool = False) -> float:
    size, leading = 4.5, 1.85
    needed = (-(-(len(words) + 2) * size // WIDTH)) * size * leading
    if y + needed > BOTTOM:
        pages.append(Sheet(kind="contract-body", face=wording.face))
        y = 24.0
    if bold:
        pages[-1].text(LEFT, y, words, size, face=Face.HEI_BOLD)
        return y + size * leading
    return pages[-1].paragraph(LEFT, y, words, WIDTH, size, leading=leading)


def _figure(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十") + (
        "一二三四五六七八九"[ones - 1] if ones else ""
    )


def _signatures(deal: Deal, wording: Wording, rng: np.random.Generator) -> Sheet:
    sheet = Sheet(kind="contract-signature", face=wording.face)
    y = (
        sheet.paragraph(LEFT, 26, "本合同一式两份，甲乙双方各执一份，自签字盖章之日起生效，具有同等法律效力。", WIDTH, 4.5, leading=1.8)
        + 14
    )
    places = ((LEFT, y), (LEFT, y + 26), (LEFT, y + 74)) if wording.stacked else ((LEFT, y), (LEFT, y + 34), (112.0, y))
    for words, (x, top) in zip(wording.signs, places, strict=True):
        sheet.text(x, top, words, 4.5)
    spots = [(x + sheet.width_mm(words, 4.5) + 16, top + 1) for words, (x, top) in zip(wording.signs, places, strict=True)]
    if deal.signed:
        sign(sheet, "party-b", deal.person.name, spots[2], rng, size_mm=10, ink=PEN_BLACK)
        sign(sheet, "party-a-head", deal.employer.head, spots[1], rng, size_mm=10, ink=PEN_BLACK)
    day = deal.signed_on if deal.signed else None
    for top in (y + 46, y + 92) if wording.stacked else (y + 56,):
        date_line(sheet, LEFT, top, day, rng, PEN_BLACK)
    if not wording.stacked:
        date_line(sheet, 112, y + 56, day, rng, PEN_BLACK)
    if deal.seal is not None:
        press(sheet, deal.seal, (spots[0][0] + (20 if wording.stacked else 0), y + 12), float(rng.uniform(-14, 14)), rng)
    return sheet


STATEMENT_TITLES = ("执业期间履职情况说明", "注册期间工作业绩陈述")
SHUT_STATEMENT_TITLES = ("个人履职报告", "关于履行注册安全工程师职责情况的书面说明")


def statement(  # noqa: PLR0913 - everything that is written on one
    title: str, person: Person, employer: str, paragraphs: tuple[str, ...], day: dt.date, rng: np.random.Generator, *, signed: bool = True
) -> Sheet:
    """A statement under another title, the name and date at the end of the page, without a word for who signs before it."""
    sheet = Sheet(kind="statement", face=Face.KAI, fields={"person": person.name, "employer": employer})
    sheet.text(105, 28, title, 7.0, face=Face.SONG_BOLD, align="centre", fit_mm=170)
    y = 48.0
    for words in (f"我叫{person.name}，现在{employer}从事安全管理工作。注册期间履行职责的情况汇报如下：", *paragraphs):
        y = sheet.paragraph(LEFT, y, words, WIDTH, 4.6, leading=1.8) + 1.5
    y = max(y + 14, 180.0)
    sheet.text(110, y, "本人签名：", 4.6)
    if signed:
        sign(sheet, "applicant", person.name, (156, y + 1), rng, size_mm=10, ink=PEN_BLACK)
    else:
        sheet.signatures.append({"role": "applicant", "kind": "empty"})
    date_line(sheet, 140, y + 16, day if signed else None, rng, PEN_BLACK)
    sheet.specimen()
    return sheet


def rename_sentence(old: str, new: str, authority: Seal, day: dt.date, rng: np.random.Generator) -> Sheet:
    """企业名称变更核准通知书: both names in one sentence."""
    sheet = Sheet(kind="rename-notice", fields={"former_employer": old, "employer": new})
    sheet.text(105, 34, "企业名称变更核准通知书", 8.0, face=Face.SONG_BOLD, align="centre")
    words = f"经审核，{old}名称变更为{new}，统一社会信用代码不变，原名称的债权债务由变更后的企业承继。"
    y = sheet.paragraph(LEFT, 62, words, WIDTH, 4.8, leading=1.9)
    y = sheet.paragraph(LEFT, y, "特此通知。", WIDTH, 4.8, leading=1.9)
    return _issued(sheet, authority, day, y + 40, rng)


def rename_list(old: str, new: str, authority: Seal, day: dt.date, rng: np.random.Generator) -> Sheet:
    """企业变更信息: one ruled row for the name before, one for the name after."""
    sheet = Sheet(kind="rename-notice", face=Face.HEI, fields={"former_employer": old, "employer": new})
    sheet.text(105, 30, "企业变更登记情况证明", 7.4, face=Face.HEI_BOLD, align="centre")
    y = sheet.paragraph(LEFT, 52, "经查询登记档案，该企业变更登记情况如下：", WIDTH, 4.6) + 4
    for label, value in (("变更事项", "企业名称"), ("变更前名称", old), ("变更后名称", new), ("变更日期", in_words(day))):
        sheet.frame(LEFT, y, LEFT + WIDTH, y + 13)
        sheet.rule((LEFT + 36, y), (LEFT + 36, y + 13))
        sheet.text(LEFT + 18, y + 4, label, 4.4, align="centre")
        sheet.text(LEFT + 40, y + 4, value, 4.4, fit_mm=116)
        y += 13
    return _issued(sheet, authority, day, y + 36, rng)


def _issued(sheet: Sheet, authority: Seal, day: dt.date, y: float, rng: np.random.Generator) -> Sheet:
    sheet.text(182, y, authority.name, 4.8, align="right")
    sheet.text(176, y + 11, in_words(day), 4.8, align="right")
    press(sheet, authority, (150, y + 4), float(rng.uniform(-8, 8)), rng)
    sheet.specimen()
    return sheet

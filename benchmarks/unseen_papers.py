"""Contracts of the unseen half: a table of terms with small print, blanks filled by hand, 事业单位聘用, 返聘 on one page, 劳务派遣."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.papers import Deal
from benchmarks.unseen_cast import Writing, figure_words, written
from benchmarks.unseen_clauses import articles, small_print
from benchmarks.unseen_flow import Pen, Segment, across_edges, block, flow
from benchmarks.unseen_forms import boxes, label_cell
from samples.drawing.fonts import Face
from samples.drawing.paper import Sheet

LEFT, RIGHT = 24.0, 186.0
WIDTH = RIGHT - LEFT
Drawn = Callable[["Agreement"], list[Sheet]]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What is agreed and how it is written. host: the firm a dispatched person works for; renewed_to: the end a 续订 page gives."""

    deal: Deal
    pen: Pen
    writing: Writing
    rng: np.random.Generator
    host: str = ""
    renewed_to: dt.date | None = None

    def day(self, day: dt.date | None) -> str:
        """A day as this contract writes it; without one the words for an open term."""
        return written(day, self.writing) if day else "法定终止条件出现之日"


def labour_table(agreement: Agreement) -> list[Sheet]:
    """劳动合同书 on two pages: parties and terms in a table, the articles in small print, a signature block in two cells."""
    deal = agreement.deal
    first, last = _sheet("contract-body", Face.SONG), _sheet("contract-signature", Face.SONG)
    first.text(105, 20, "劳 动 合 同 书", 8.0, face=Face.SONG_BOLD, align="centre")
    first.text(RIGHT, 33, f"合同编号：{deal.since.year}-{int(agreement.rng.integers(100, 999))}", 3.6, align="right")
    y = 40.0
    employer, person = deal.employer, deal.person
    for heading, rows in (
        (
            "甲方（用人单位）",
            (
                (("名    称", employer.name),),
                (("信用代码", employer.credit_code), ("负责人", employer.head)),
                (("注册地址", employer.address),),
            ),
        ),
        (
            "乙方（劳动者）",
            (
                (("姓    名", person.name), ("性    别", person.sex)),
                (("身份证号码", person.id_number),),
                (("联系地址", person.address),),
                (("联系电话", person.phone), ("文化程度", "大学本科")),
            ),
        ),
    ):
        y = _grid(first, heading, rows, y)
    y = _terms(first, agreement, y)
    y += 5
    for words in small_print(0):
        y = first.paragraph(LEFT, y, words, WIDTH, 3.6, leading=1.55, indent=0) + 0.6
    y = 20.0
    for words in small_print(1):
        y = last.paragraph(LEFT, y, words, WIDTH, 3.6, leading=1.55, indent=0) + 0.6
    _two_cells(last, agreement, y + 8)
    first.fields.update(employer=employer.name, person=person.name, person_id=person.id_number)
    return _numbered(agreement, [first, last], "{n} / {all}")


def labour_blanks(agreement: Agreement) -> list[Sheet]:
    """劳动合同 of a city: a cover, two pages whose blanks are filled by hand, a page for the signatures."""
    deal, day, pen = agreement.deal, agreement.day, agreement.pen
    cover, last = _sheet("contract-cover", Face.FANDOL_SONG), _sheet("contract-signature", Face.FANDOL_SONG)
    cover.text(LEFT, 30, "编号：", 4.4)
    cover.rule((LEFT + 14, 35.2), (LEFT + 60, 35.2), 0.2)
    cover.text(105, 84, "劳  动  合  同", 13.0, face=Face.SONG_BOLD, align="centre")
    cover.text(105, 104, "（固定期限、无固定期限适用）", 4.6, align="centre")
    for index, (label, words) in enumerate(
        (("甲    方：", deal.employer.name), ("乙    方：", deal.person.name), ("签订日期：", day(deal.signed_on)))
    ):
        top = 162.0 + 17 * index
        cover.text(46, top, label, 5.2)
        pen.write(cover, words, 74, top - 0.4, 86, agreement.rng)
        cover.rule((72, top + 7), (164, top + 7), 0.2)
    cover.text(105, 252, "二〇二三年版", 4.4, align="centre")
    cover.fields.update(employer=deal.employer.name, person=deal.person.name)
    blank = (("", True),)
    fixed: tuple[Segment, ...] = (("自", False), (day(deal.since), True), ("起至", False), (day(deal.until), True), ("止", False))
    opened: tuple[Segment, ...] = (("自", False), ("／", True), ("起，至法定终止条件出现时止", False))
    if deal.until is None:
        opened = (("自", False), (day(deal.since), True), ("起，至法定终止条件出现时止", False))
        fixed = (("自", False), ("／", True), ("起至", False), ("／", True), ("止", False))
    paragraphs: list[tuple[Segment, ...]] = [
        (("甲方（用人单位）全称", False), (deal.employer.name, True)),
        (("法定代表人（主要负责人）", False), (deal.employer.head, True)),
        (("住所", False), (deal.employer.address, True)),
        (("乙方（劳动者）姓名", False), (deal.person.name, True), ("性别", False), (deal.person.sex, True)),
        (("居民身份证号码", False), (deal.person.id_number, True)),
        (("现住址", False), (deal.person.address, True)),
        (("甲乙双方遵循合法、公平、平等自愿、协商一致、诚实信用的原则，订立本合同，共同遵守。", False),),
        (("#一、合同期限", False),),
        (("第一条  双方选定下列第", False), ("1" if deal.until else "2", True), ("种形式确定本合同期限：", False)),
        (("1．固定期限：", False), *fixed, ("；", False)),
        (("2．无固定期限：", False), *opened, ("；", False)),
        (("3．以完成一定工作任务为期限：自", False), ("／", True), ("起至", False), ("／", True), ("工作任务完成时止。", False)),
        (("第二条  试用期自", False), *blank, ("起至", False), *blank, ("止（不约定试用期的，划“／”）。", False)),
        (("#二、工作内容和工作地点", False),),
        (("第三条  乙方从事", False), ("安全工程师", True), ("岗位（工种）工作，负责", False), ("安全生产管理", True), ("。", False)),
        (("第四条  乙方的工作地点为", False), (_place(deal) + "及项目所在地", True), ("。", False)),
        *((("#" + words[1:] if words.startswith("#") else words, False),) for words in articles()),
    ]
    pages = [_sheet("contract-body", Face.FANDOL_SONG)]
    y = 24.0
    for segments in paragraphs:
        if y > 262:
            pages.append(_sheet("contract-body", Face.FANDOL_SONG))
            y = 24.0
        y = flow(pages[-1], LEFT, y, WIDTH, segments, pen, agreement.rng) + 1.0
    pages[0].fields.update(employer=deal.employer.name, person=deal.person.name, person_id=deal.person.id_number)
    y = flow(last, LEFT, 26, WIDTH, (("本合同经双方签字、盖章后生效；一式两份，甲方、乙方各执一份。", False),), pen, agreement.rng)
    signs = ("甲方（公章）", "法定代表人或委托代理人（签章）：", "乙方（签名）：")
    block(last, deal, pen, agreement.rng, y + 20, signs, day=day(deal.signed_on))
    return _numbered(agreement, [cover, *pages, last], "{n}", skip=1)


def appointment(agreement: Agreement) -> list[Sheet]:
    """事业单位聘用合同书: days in Chinese figures, sections by 第…条, a block for the 鉴证 that nobody has filled."""
    deal, day = agreement.deal, replace(agreement, writing="chinese").day
    head, last = _sheet("contract-body", Face.FANDOL_FANG), _sheet("contract-signature", Face.FANDOL_FANG)
    head.text(105, 26, "事业单位聘用合同书", 8.4, face=Face.SONG_BOLD, align="centre")
    years = figure_words(deal.until.year - deal.since.year) + "年" if deal.until else ""
    term = f"本合同为固定期限合同，聘期{years}，自{day(deal.since)}起，至{day(deal.until)}止。"
    if deal.until is None:
        term = f"本合同为聘用至退休的合同，自{day(deal.since)}起，无固定期限，至乙方达到国家规定的退休年龄时止。"
    y = 46.0
    for words in (
        f"聘用单位（甲方）：{deal.employer.name}",
        f"法定代表人：{deal.employer.head}　　单位地址：{deal.employer.address}",
        f"受聘人员（乙方）：{deal.person.name}　　性别：{deal.person.sex}",
        f"身份证号：{deal.person.id_number}",
        f"家庭住址：{deal.person.address}",
        "甲乙双方根据国家和本省关于事业单位人员聘用制度的有关规定，经协商一致，订立本合同。",
        f"第一条　合同期限　{term}",
        "第二条　岗位及职责　甲方聘用乙方在专业技术岗位（安全工程师）工作，承担安全监测和隐患排查等任务，岗位等级按核定的方案执行。",
        "第三条　工作条件　甲方提供必要的办公条件、安全防护用品和业务培训，执行国家规定的工时和休假制度。",
        "第四条　工资福利　乙方的工资、津贴补贴和社会保险按照国家和本省有关规定执行。",
    ):
        y = head.paragraph(LEFT, y, words, WIDTH, 5.0, leading=1.9) + 1.5
    y = 24.0
    for words in (
        "第五条　工作纪律　乙方遵守国家法律法规和甲方的规章制度，服从岗位管理，接受年度考核和聘期考核。",
        "第六条　合同的变更　双方协商一致可以变更本合同的内容，变更以书面形式作出。",
        "第七条　合同的解除和终止　解除或者终止聘用合同的条件、程序和经济补偿，按照国家有关规定执行。",
        "第八条　违约责任　任何一方违反本合同约定给对方造成损失的，应当予以赔偿。",
        "第九条　其他　乙方以甲方为聘用单位申请执业注册的，甲方予以配合。本合同一式三份，甲方、乙方和乙方档案各存一份。",
    ):
        y = last.paragraph(LEFT, y, words, WIDTH, 5.0, leading=1.9) + 1.5
    signs = ("甲方（盖章）：", "法定代表人（签字）：", "乙方（签字）：")
    y = block(last, deal, agreement.pen, agreement.rng, y + 14, signs, day=day(deal.signed_on))
    last.text(LEFT, y + 6, "鉴证机关（盖章）：", 4.4)
    last.text(LEFT, y + 17, "鉴证人：", 4.4)
    last.text(RIGHT - 44, y + 17, "年    月    日", 4.4)
    head.fields.update(employer=deal.employer.name, person=deal.person.name, person_id=deal.person.id_number)
    return _numbered(agreement, [head, last], "－{n}－")


def re_employment(agreement: Agreement) -> list[Sheet]:
    """退休返聘协议 on a single page."""
    deal, day = agreement.deal, agreement.day
    sheet = _sheet("contract-signature", Face.FANDOL_KAI)
    sheet.text(105, 22, "退休人员返聘协议", 7.6, face=Face.HEI_BOLD, align="centre")
    y = 38.0
    for words in (
        f"甲方（返聘单位）：{deal.employer.name}",
        f"乙方（返聘人员）：{deal.person.name}，{deal.person.sex}，身份证号码：{deal.person.id_number}",
        "乙方已办理退休手续并依法享受养老保险待遇。因工作需要，甲方返聘乙方，双方约定如下：",
        f"一、返聘期限：自{day(deal.since)}至{day(deal.until)}。期满前三十日，双方可以协商续签。",
        "二、工作内容：乙方担任甲方安全技术顾问（安全工程师），指导现场安全管理、隐患治理和安全培训工作。",
        "三、工作时间：每周工作五天，每天不超过八小时，具体安排由甲方与乙方商定。",
        "四、劳务报酬：甲方按月以转账方式支付，标准由双方另行书面约定，个人所得税依法代扣代缴。",
        "五、甲方为乙方购买人身意外伤害保险，提供必要的劳动保护用品。",
        "六、任何一方要求提前终止本协议的，应当提前十五日书面通知对方。",
        "七、本协议自双方签字、盖章之日起生效，一式两份，双方各执一份。",
    ):
        y = sheet.paragraph(LEFT, y, words, WIDTH, 4.5, leading=1.7) + 0.5
    signs = ("甲方（盖章）：", "代表人签字：", "乙方（签字）：")
    block(sheet, deal, agreement.pen, agreement.rng, y + 10, signs, day=day(deal.signed_on))
    sheet.fields.update(employer=deal.employer.name, person=deal.person.name, person_id=deal.person.id_number)
    return _numbered(agreement, [sheet], "")


def dispatch(agreement: Agreement) -> list[Sheet]:
    """劳务派遣人员劳动合同: the dispatching firm is the party, the firm worked for stands in an article."""
    deal, day = agreement.deal, agreement.day
    head, last = _sheet("contract-body", Face.FANDOL_SONG), _sheet("contract-signature", Face.FANDOL_SONG)
    head.text(105, 24, "劳动合同（劳务派遣）", 8.0, face=Face.SONG_BOLD, align="centre")
    y = 42.0
    for words in (
        f"甲方（劳务派遣单位）：{deal.employer.name}",
        f"法定代表人：{deal.employer.head}　　注册地：{deal.employer.address}",
        f"乙方（被派遣劳动者）：{deal.person.name}　　身份证号码：{deal.person.id_number}",
        f"住址：{deal.person.address}",
        f"第一条　合同期限为固定期限，自{day(deal.since)}起至{day(deal.until)}止。",
        f"第二条　甲方派遣乙方到用工单位{agreement.host}工作，派遣期限与本合同期限相同，岗位为安全工程师，工作地点为用工单位所在地。",
        "第三条　用工单位实行标准工时制度，乙方依法享受休息休假。",
        "第四条　甲方按月支付乙方劳动报酬，不低于用工单位同类岗位的标准，加班工资由用工单位核定后由甲方支付。",
        "第五条　甲方依法为乙方缴纳社会保险费；用工单位提供劳动条件和劳动保护，进行岗位安全培训。",
    ):
        y = head.paragraph(LEFT, y, words, WIDTH, 4.9, leading=1.95) + 1
    y = 24.0
    for words in (
        "第六条　乙方有严重违反用工单位规章制度等情形被退回的，甲方可以依法解除本合同。",
        "第七条　无派遣任务期间，甲方按照不低于当地最低工资标准按月支付报酬。",
        "第八条　本合同未约定的事项，按照国家关于劳务派遣的规定执行。本合同一式三份，甲方、乙方、用工单位各执一份。",
    ):
        y = last.paragraph(LEFT, y, words, WIDTH, 4.9, leading=1.95) + 1
    signs = ("甲方（盖章）：", "委托代理人（签字）：", "乙方（签字）：")
    block(last, deal, agreement.pen, agreement.rng, y + 16, signs, day=day(deal.signed_on))
    head.fields.update(employer=deal.employer.name, person=deal.person.name, person_id=deal.person.id_number)
    return _numbered(agreement, [head, last], "第{n}页/共{all}页")


def _place(deal: Deal) -> str:
    """The town of the employer's address."""
    return deal.employer.address.partition("望江")[0]


def _sheet(kind: str, face: Face) -> Sheet:
    return Sheet(kind=kind, face=face)


def _numbered(agreement: Agreement, pages: list[Sheet], words: str, skip: int = 0) -> list[Sheet]:
    """Page numbers, a 续订 page where there is one, now and then the seal across the pages' edges, and the specimen mark."""
    if agreement.renewed_to is not None:
        pages = [*pages, renewal(agreement, agreement.renewed_to)]
    count = len(pages) - skip
    for number, sheet in enumerate(pages[skip:], start=1):
        if words:
            sheet.text(105, 283, words.format(n=number, all=count), 3.8, align="centre")
    if agreement.deal.seal is not None and len(pages) > 1 and agreement.rng.random() < 0.3:
        across_edges(pages, agreement.deal.seal, agreement.rng)
    for sheet in pages:
        sheet.specimen()
    return pages


def renewal(agreement: Agreement, until: dt.date) -> Sheet:
    """续订劳动合同: a page of its own with a later end, signed and sealed again."""
    deal, since = agreement.deal, (agreement.deal.until or agreement.deal.since) + dt.timedelta(days=1)
    sheet = _sheet("contract-annex", Face.FANDOL_SONG)
    sheet.text(105, 30, "续订劳动合同", 7.6, face=Face.SONG_BOLD, align="centre")
    day = agreement.day
    segments: tuple[Segment, ...] = (
        ("经甲乙双方协商同意，续订本劳动合同，续订合同期限自", False),
        (day(since), True),
        ("起至", False),
        (day(until), True),
        ("止，其余条款仍按原合同执行。", False),
    )
    y = flow(sheet, LEFT, 56, WIDTH, segments, agreement.pen, agreement.rng)
    signed = replace(deal, signed_on=since - dt.timedelta(days=20))
    signs = ("甲方（盖章）：", "法定代表人或委托代理人（签字）：", "乙方（签字）：")
    block(sheet, signed, agreement.pen, agreement.rng, y + 20, signs, day=day(signed.signed_on))
    return sheet


def _grid(sheet: Sheet, heading: str, rows: tuple[tuple[tuple[str, str], ...], ...], y: float) -> float:
    sheet.frame(LEFT, y, RIGHT, y + 7)
    sheet.text(LEFT + 3, y + 1.5, heading, 4.2, face=Face.SONG_BOLD)
    y += 7
    for row in rows:
        wide = WIDTH / len(row)
        for index, (label, value) in enumerate(row):
            left = LEFT + index * wide
            sheet.frame(left, y, left + wide, y + 8.6)
            sheet.rule((left + 26, y), (left + 26, y + 8.6))
            label_cell(sheet, label, (left, y, left + 26, y + 8.6), 3.9)
            sheet.text(left + 28, y + 2.2, value, 4.1, fit_mm=wide - 30)
        y += 8.6
    return y


def _terms(sheet: Sheet, agreement: Agreement, y: float) -> float:
    """The table's rows for the term, the post, the place and the hours; the choices have boxes."""
    deal, day = agreement.deal, agreement.day
    sheet.frame(LEFT, y, RIGHT, y + 7)
    sheet.text(LEFT + 3, y + 1.5, "双方约定的主要条款", 4.2, face=Face.SONG_BOLD)
    y += 7
    until = day(deal.until) if deal.until else "/"
    fixed = deal.until is not None
    kinds = (("固定期限", fixed), ("无固定期限", not fixed), ("以完成一定工作任务为期限", False))
    rows = (
        ("期限形式", kinds, ""),
        ("合同期限", (), f"自 {day(deal.since)} 起至 {until} 止" if fixed else f"自 {day(deal.since)} 起至法定终止条件出现时止"),
        ("工作岗位", (), "安全工程师，负责安全生产管理和隐患排查治理"),
        ("工作地点", (), f"{_place(deal)}及乙方被安排的项目现场"),
        ("工时制度", (("标准工时", True), ("综合计算工时", False), ("不定时", False)), ""),
    )
    for label, choices, words in rows:
        sheet.frame(LEFT, y, RIGHT, y + 8.6)
        sheet.rule((LEFT + 26, y), (LEFT + 26, y + 8.6))
        label_cell(sheet, label, (LEFT, y, LEFT + 26, y + 8.6), 3.9)
        if choices:
            boxes(sheet, LEFT + 29, y + 2.2, choices, 4.1)
        else:
            sheet.text(LEFT + 28, y + 2.2, words, 4.1, fit_mm=WIDTH - 30)
        y += 8.6
    return y


def _two_cells(sheet: Sheet, agreement: Agreement, y: float) -> None:
    """Signatures of both sides in two cells of one frame."""
    middle = (LEFT + RIGHT) / 2
    sheet.frame(LEFT, y, RIGHT, y + 76)
    sheet.rule((middle, y), (middle, y + 76))
    signs = ("甲方（公章）：", "法定代表人或授权代表（签字）：", "乙方（签字）：")
    day = agreement.day(agreement.deal.signed_on)
    block(sheet, agreement.deal, agreement.pen, agreement.rng, y + 8, signs, day=day, columns=(LEFT + 4, middle + 4))

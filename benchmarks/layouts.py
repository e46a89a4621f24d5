"""Application forms in layouts and wordings that neither the samples nor their tuning know; two of them stay shut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from samples.drawing.fonts import Face
from samples.drawing.form_back import date_line
from samples.drawing.forms import CHANGES, TITLES, Cell, FormFacts, form_rows, until_words
from samples.drawing.handwriting import pen_text, sign
from samples.drawing.paper import Sheet
from samples.drawing.people import in_words
from samples.drawing.seals import press

if TYPE_CHECKING:
    import numpy as np

LEFT, RIGHT = 15.0, 195.0
PERSONAL = {"name", "sex", "nation", "birth", "id_number", "school", "major", "phone", "certificate_no", "certificate_on"}
Area = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Style:
    """One design of the form: what its labels say, how rows and sections are drawn, where the seal stands, how pages are numbered.

    place: grouped (a narrow heading cell, a label cell, a value cell), bare (no line at all), boxed (label cell with grey ground, one
    cell for each digit of the identity number), dotted (dots under the value), inline (label, colon and value in one ruled cell).
    section: where an opinion's heading stands.
    """

    name: str
    face: Face
    bold: Face
    place: Literal["grouped", "bare", "boxed", "dotted", "inline"]
    section: Literal["side", "top", "none"]
    labels: dict[str, str]
    title: str
    promise: tuple[str, str]
    signs: str
    opinion: str
    head: str
    mark: str
    agencies: tuple[str, str]
    history: tuple[str, str, str, str, str]
    seal_left: bool = False
    single: bool = False
    row_mm: float = 13.0
    foot: str = ""

    def label(self, cell: Cell) -> str:
        """What this design calls a cell."""
        return self.labels.get(cell.key, cell.label)


GROUPED = Style(
    name="grouped",
    face=Face.MING,
    bold=Face.SONG_BOLD,
    place="grouped",
    section="side",
    labels={
        "name": "申报人",
        "id_number": "身份证件号码",
        "certificate_no": "职业资格证书编号",
        "certificate_on": "发证日期",
        "category": "注册类别",
        "employer": "工作单位",
        "former_employer": "原工作单位",
        "term": "劳动合同期限",
        "phone": "联系方式",
        "registration_no": "注册证书编号",
        "expires_on": "注册有效期",
        "change": "变更类型",
    },
    title="中级注册安全工程师{kind}注册申请表",
    promise=("申报人承诺", "本人对所填内容及所附材料的真实性负责，如有不实，愿意承担相应的法律责任。"),
    signs="签名：",
    opinion="工作单位意见",
    head="单位负责人签名：",
    mark="（单位公章）",
    agencies=("省级初审意见", "注册管理机构意见"),
    history=("安全生产工作经历", "起止年月", "单位名称", "从事安全工作内容", "担任职务"),
    seal_left=True,
    foot="— {n} —",
)
BARE = Style(
    name="bare",
    face=Face.KAI,
    bold=Face.HEI_BOLD,
    place="bare",
    section="none",
    labels={
        "name": "申请人姓名",
        "id_number": "公民身份号码",
        "certificate_no": "执业资格证书编号",
        "certificate_on": "批准日期",
        "category": "申请类别",
        "agency": "受理机构",
        "employer": "单位全称",
        "former_employer": "原单位全称",
        "term": "合同起止时间",
        "registration_no": "执业证编号",
        "expires_on": "有效期截止日期",
        "change": "变更内容",
    },
    title="注册安全工程师（中级）{kind}注册申请表",
    promise=("本人声明", "以上所填信息和随附材料均真实有效，若有虚假，本人自愿承担由此引起的全部责任。"),
    signs="本人签名：",
    opinion="用人单位意见",
    head="法定代表人签字：",
    mark="（公章）",
    agencies=("初审部门意见", "终审意见"),
    history=("工作简历", "起止时间", "单位", "工作内容", "职务"),
)
SINGLE = Style(
    name="single",
    face=Face.SONG,
    bold=Face.SONG_BOLD,
    place="grouped",
    section="top",
    labels={
        "name": "姓  名",
        "id_number": "身份证号",
        "certificate_no": "证书管理号",
        "category": "专业类别",
        "employer": "受聘单位",
        "former_employer": "变更前聘用单位",
        "term": "聘用期限",
        "change": "变更项目",
    },
    title="注册安全工程师{kind}注册申请表",
    promise=("个人承诺", "本人承诺申报内容属实。"),
    signs="申请人（签名）：",
    opinion="聘用单位审核意见",
    head="负责人（签字）：",
    mark="（加盖公章）",
    agencies=("初审机构意见", "审批意见"),
    history=("主要工作经历", "起止时间", "工作单位", "从事工作", "职务"),
    single=True,
    row_mm=7.7,
)
BOXED = Style(
    name="boxed",
    face=Face.HEI,
    bold=Face.HEI_BOLD,
    place="boxed",
    section="side",
    labels={
        "name": "申请人姓名",
        "id_number": "身份证件号码",
        "certificate_no": "资格证书编号",
        "employer": "现工作单位名称",
        "former_employer": "原工作单位名称",
        "term": "聘用合同起止日期",
        "registration_no": "注册号",
        "change": "申请变更事项",
    },
    title="中级注册安全工程师{kind}注册申请表",
    promise=("本人承诺", "本人郑重承诺：上述信息及提供的资料真实、准确、完整，否则承担一切后果。"),
    signs="承诺人签字：",
    opinion="所在单位审核意见",
    head="单位负责人（签字）：",
    mark="（盖单位公章）",
    agencies=("省级主管部门初审意见", "审批部门意见"),
    history=("从事安全生产工作经历", "起止年月", "工作单位", "主要工作", "岗位"),
    foot="第 {n} 页，共 2 页",
)
DOTTED = Style(
    name="dotted",
    face=Face.WENKAI,
    bold=Face.SONG_BOLD,
    place="dotted",
    section="top",
    labels={
        "name": "姓名",
        "id_number": "居民身份证号码",
        "certificate_no": "职业资格证书管理号",
        "employer": "聘用企业名称",
        "former_employer": "原聘用企业名称",
        "term": "聘用起止日期",
        "change": "变更事由",
    },
    title="中级注册安全工程师{kind}注册申请书",
    promise=("诚信承诺", "我已阅知有关规定，保证所报材料真实，并对其真实性承担责任。"),
    signs="申请人手写签名：",
    opinion="用人单位审查意见",
    head="法定代表人或负责人签字：",
    mark="单位（章）",
    agencies=("省级注册初审机构意见", "国家注册机构意见"),
    history=("专业工作经历", "起止日期", "所在单位", "从事何种工作", "职务或岗位"),
    seal_left=True,
    foot="{n}",
)
COUNTER = Style(
    name="counter",
    face=Face.HEI,
    bold=Face.SONG_BOLD,
    place="dotted",
    section="side",
    labels={
        "name": "申请人",
        "id_number": "身份证（件）号码",
        "certificate_no": "资格证书编号",
        "certificate_on": "证书签发日期",
        "category": "申请注册专业类别",
        "employer": "执业单位名称",
        "former_employer": "原执业单位名称",
        "term": "聘用合同有效期",
        "registration_no": "注册证书号",
        "expires_on": "注册有效期至",
        "change": "变更种类",
    },
    title="中级注册安全工程师注册申请表（{kind}）",
    promise=("申请者声明", "本人声明上述内容真实，所附材料与原件一致，愿接受监督。"),
    signs="申请者签名：",
    opinion="执业单位意见",
    head="单位法定代表人签名：",
    mark="（单位印章）",
    agencies=("受理机关意见", "核准机关意见"),
    history=("从业经历", "自何年月至何年月", "在何单位", "从事何种安全工作", "任何职务"),
    foot="共2页 第{n}页",
)
LEDGER = Style(
    name="ledger",
    face=Face.KAI,
    bold=Face.SONG_BOLD,
    place="grouped",
    section="none",
    labels={
        "name": "姓名",
        "id_number": "证件号",
        "certificate_no": "证书编号",
        "category": "类别",
        "employer": "单位",
        "former_employer": "原单位",
        "term": "聘期",
        "phone": "电话",
        "registration_no": "注册编号",
        "expires_on": "有效期",
        "change": "变更",
    },
    title="注册安全工程师{kind}注册登记表",
    promise=("承诺书", "本人保证以上情况属实。"),
    signs="签字人：",
    opinion="单位审核意见",
    head="负责人：",
    mark="（章）",
    agencies=("初审", "复核"),
    history=("经历", "时间", "单位", "工作", "职务"),
    seal_left=True,
    foot="{n}/2",
)
INLINE = Style(
    name="inline",
    face=Face.SONG,
    bold=Face.HEI_BOLD,
    place="inline",
    section="side",
    labels={
        "name": "1. 申请人姓名",
        "sex": "2. 性别",
        "id_number": "3. 身份证件号",
        "certificate_no": "4. 资格证书管理号",
        "category": "5. 申请注册的专业类别",
        "employer": "6. 聘用单位全称",
        "former_employer": "7. 原聘用单位全称",
        "term": "8. 聘用期限（起止日期）",
        "registration_no": "9. 注册证编号",
        "expires_on": "10. 注册有效期至",
        "change": "11. 变更类别",
    },
    title="中 级 注 册 安 全 工 程 师 {kind} 注 册 申 请 表",
    promise=("申请人承诺", "本人承诺所提交的信息和材料真实、合法、有效，愿意接受监督检查并承担法律责任。"),
    signs="申请人本人签字：",
    opinion="聘用单位审核意见",
    head="单位负责人签字：",
    mark="单位公章",
    agencies=("初审意见", "审查决定"),
    history=("安全生产专业工作简历", "起止年月", "工作单位", "从事的安全工作", "职务"),
    foot="第{n}页 / 共2页",
)
COMPACT = Style(
    name="compact",
    face=Face.WENKAI,
    bold=Face.SONG_BOLD,
    place="boxed",
    section="none",
    labels={
        "name": "姓名",
        "id_number": "公民身份证号码",
        "certificate_no": "职业资格证书号",
        "category": "注册专业",
        "employer": "聘用单位名称",
        "former_employer": "变更前单位名称",
        "term": "劳动（聘用）合同期限",
        "registration_no": "执业注册号",
        "expires_on": "有效期至",
        "change": "变更注册内容",
    },
    title="注册安全工程师{kind}注册申请表",
    promise=("申请人声明", "本人对本表所填内容及所附资料的真实性负责。"),
    signs="申请人签名（手写）：",
    opinion="单位意见",
    head="负责人签名：",
    mark="（公章）",
    agencies=("省级审核意见", "备注"),
    history=("从事安全工作经历", "时间段", "所在单位名称", "工作内容", "岗位或职务"),
    seal_left=True,
    foot="- {n} -",
)
OPEN_STYLES = (GROUPED, BARE, SINGLE)
SHUT_STYLES = (BOXED, DOTTED)
# Drawn after everything was mended on the two others, and run once.
LAST_STYLES = (COUNTER, LEDGER)
# Drawn on 2026-11-25 after the three other halves had all been looked at; nothing has been mended on them.
FRESH_STYLES = (INLINE, COMPACT)


def form_pages(facts: FormFacts, style: Style, rng: np.random.Generator) -> list[Sheet]:
    """The form's pages: two, or one where the design has room for all on one."""
    if style.single:
        sheet = Sheet(kind="form-single", face=style.face, form_kind=facts.titled)
        below = _front(sheet, facts, style, rng)
        _back(sheet, facts, style, below + 2, rng)
        sheet.specimen()
        return [sheet]
    first = Sheet(kind="form-page-1", face=style.face, form_kind=facts.titled)
    second = Sheet(kind="form-page-2", face=style.face, form_kind=facts.titled)
    _front(first, facts, style, rng)
    _back(second, facts, style, 16.0, rng)
    for number, sheet in enumerate((first, second), start=1):
        if style.foot:
            sheet.text(105, 284, style.foot.format(n=number), 3.8, align="centre")
        sheet.specimen()
    return [first, second]


def _rows(facts: FormFacts) -> list[list[Cell]]:
    """The samples' rows with one cell for the term; where the kind needs no former employer there is none."""
    rows = form_rows(facts)
    last = next(index for index, row in enumerate(rows) if row[0].key == "term_from")
    words = f"{in_words(facts.since)}至{until_words(facts.until)}"
    rows[last] = [Cell(label="聘用期限", key="term", value=words)]
    return rows


def _front(sheet: Sheet, facts: FormFacts, style: Style, rng: np.random.Generator) -> float:
    title = style.title.format(kind=TITLES[facts.titled])
    sheet.text(105, 10 if style.single else 17, title, 5.6 if style.single else 6.6, face=style.bold, align="centre")
    top = 19.0 if style.single else 34.0
    rows = _rows(facts)
    height = min(style.row_mm, (270 - top) / len(rows))
    left = LEFT + (9 if style.place == "grouped" else 0)
    photo = min(4, round(36 / height) + 1)
    for index, row in enumerate(rows):
        right = 160.0 if index < photo else RIGHT
        area = (left, top + index * height, right, top + (index + 1) * height)
        total, x = sum(cell.share for cell in row), left
        for cell in row:
            wide = (area[2] - left) * cell.share / total
            _cell(sheet, facts, style, cell, (x, area[1], x + wide, area[3]), rng)
            x += wide
    bottom = top + len(rows) * height
    if style.place == "grouped":
        split = next(index for index, row in enumerate(rows) if not {cell.key for cell in row} & PERSONAL)
        for words, y0, y1 in (("个人信息", top, top + split * height), ("单位信息", top + split * height, bottom)):
            sheet.frame(LEFT, y0, left, y1)
            _down(sheet, words, LEFT + 4.5, (y0 + y1) / 2)
    box = (160.0, top, RIGHT, top + photo * height)
    if style.place in {"grouped", "boxed", "inline"}:
        sheet.frame(*box)
    if facts.photo is not None:
        wide = min(28.0, (box[3] - box[1] - 2) * 25 / 35)
        sheet.paste(facts.photo, (box[0] + box[2] - wide) / 2, top + 1, wide)
    else:
        sheet.text(177, top + 14, "一寸照片", 4.0, align="centre")
    return bottom


def _down(sheet: Sheet, words: str, x: float, middle: float, step: float = 5.4) -> None:
    for index, character in enumerate(words):
        sheet.text(x, middle - step * len(words) / 2 + index * step, character, min(4.0, 0.96 * step), align="centre")


def _cell(sheet: Sheet, facts: FormFacts, style: Style, cell: Cell, area: Area, rng: np.random.Generator) -> None:
    value = "" if cell.key in facts.blank else cell.value
    sheet.fields[cell.key] = value
    left, top, right, bottom = area
    size = 4.0 if style.single else 4.2
    y = (top + bottom) / 2 - size / 2
    label = style.label(cell)
    if style.place in {"grouped", "boxed"}:
        split = left + 29
        if style.place == "boxed":
            sheet.image.paste((228, 230, 234), (sheet.px(left), sheet.px(top), sheet.px(split), sheet.px(bottom)))
        sheet.frame(left, top, right, bottom)
        sheet.rule((split, top), (split, bottom))
        sheet.text((left + split) / 2, y, label, 3.9, align="centre", fit_mm=27.5)
        x, room = split + 2, right - split - 4
        if style.place == "boxed" and cell.key == "id_number" and value:
            step = (right - split) / 18
            for index, digit in enumerate(value):
                sheet.rule((split + index * step, top), (split + index * step, bottom), 0.2)
                sheet.text(split + (index + 0.5) * step, y, digit, size, align="centre")
            return
    elif style.place == "inline":
        sheet.frame(left, top, right, bottom)
        sheet.text(left + 1.6, y, label + "：", size, fit_mm=(right - left) * 0.6)
        x = left + min(sheet.width_mm(label + "：", size), (right - left) * 0.6) + 2.4
        room = right - x - 2
    else:
        shown = label + ("：" if style.place == "dotted" else "　")
        sheet.text(left, y, shown, size, face=style.bold if style.place == "bare" else None)
        x = left + sheet.width_mm(shown, size, style.bold if style.place == "bare" else None) + 2
        room = right - x - 4
        if style.place == "dotted":
            sheet.text(x, y + 2.2, "." * int((right - x - 3) / sheet.width_mm(".", 3.4)), 3.4)
    if cell.key in facts.pen or (cell.key == "term" and "term_from" in facts.pen):
        pen_text(
            sheet, x, y - 1.0, value, rng, ink=facts.pen_ink, fit_mm=room, size_mm=min(5.6, (bottom - top) * 0.62), faces=facts.pen_faces
        )
    else:
        sheet.text(x, y, value, size, fit_mm=room)


def _section(sheet: Sheet, style: Style, heading: str, top: float, bottom: float) -> tuple[float, float]:
    """Draws the frame and heading; returns where its text begins."""
    if style.section == "side":
        sheet.frame(LEFT, top, RIGHT, bottom)
        sheet.rule((LEFT + 12, top), (LEFT + 12, bottom))
        _down(sheet, heading, LEFT + 6, (top + bottom) / 2, min(5.2, (bottom - top - 3) / len(heading)))
        return LEFT + 15, top + 4
    if style.section == "top":
        sheet.frame(LEFT, top, RIGHT, bottom, 0.2)
        sheet.text(LEFT + 2, top + 1.2, heading + "：", 4.1, face=style.bold)
        return LEFT + 5, top + 7.5
    sheet.text(105, top + 1, heading, 4.8, face=style.bold, align="centre")
    return LEFT + 2, top + 9


def _back(sheet: Sheet, facts: FormFacts, style: Style, top: float, rng: np.random.Generator) -> None:
    tight = style.single
    y = _work(sheet, facts, style, top)
    bottom = y + (20 if tight else 40)
    x, start = _section(sheet, style, style.promise[0], y, bottom)
    sheet.paragraph(x, start, style.promise[1], RIGHT - x - 4)
    at = bottom - (8 if tight else 17)
    place = 84.0 if tight else 96.0
    sheet.text(place, at, style.signs, 4.3)
    _signed(sheet, facts, (place + sheet.width_mm(style.signs, 4.3) + 18, at + 1), rng, 8.0 if tight else 10.0)
    date_line(sheet, 150 if tight else 140, at if tight else bottom - 8, facts.signed_on, rng, facts.pen_ink)
    bottom = _opinion(sheet, facts, style, bottom, rng)
    for heading in style.agencies:
        end = bottom + (15 if tight else 31)
        _section(sheet, style, heading, bottom, end)
        sheet.text(150, end - (6 if tight else 16), "（盖章）", 4.0)
        if not tight:
            date_line(sheet, 140, end - 8, None, rng, facts.pen_ink)
        bottom = end


def _work(sheet: Sheet, facts: FormFacts, style: Style, top: float) -> float:
    title, *heads = style.history
    sheet.text(LEFT, top, title, 4.2, face=style.bold)
    columns = (LEFT, 56.0, 118.0, 166.0, RIGHT)
    height, rows = (6.4, 3) if style.single else (9.4, 4)
    top += 6.5
    if style.section != "none":
        for index in range(rows + 2):
            sheet.rule((LEFT, top + index * height), (RIGHT, top + index * height))
        for x in columns:
            sheet.rule((x, top), (x, top + (rows + 1) * height))
    for line, entry in enumerate((heads, *facts.history[:rows])):
        for column, words in enumerate(entry):
            room = columns[column + 1] - columns[column] - 2
            sheet.text(
                (columns[column] + columns[column + 1]) / 2, top + line * height + height / 2 - 2, words, 3.8, align="centre", fit_mm=room
            )
    return top + (rows + 1) * height + (0 if style.section == "side" else 2)


def _signed(sheet: Sheet, facts: FormFacts, centre: tuple[float, float], rng: np.random.Generator, size_mm: float) -> None:
    if facts.signature == "pen":
        sign(sheet, "applicant", facts.person.name, centre, rng, ink=facts.signature_ink, size_mm=size_mm)
    elif facts.signature == "typed":
        sheet.text(centre[0] - 16, centre[1] - 1, facts.person.name, 4.3)
        sheet.signatures.append({"role": "applicant", "kind": "printed", "name": facts.person.name})
    else:
        sheet.signatures.append({"role": "applicant", "kind": "empty"})


def _opinion(sheet: Sheet, facts: FormFacts, style: Style, top: float, rng: np.random.Generator) -> float:
    bottom = top + (52 if style.single else 64)
    x, start = _section(sheet, style, style.opinion, top, bottom)
    words = (
        f"经审核，{facts.person.name}系我单位在职人员，所报材料属实，合同期限自{in_words(facts.since)}至{until_words(facts.until)}，"
        f"同意其办理{TITLES[facts.titled]}注册。"
    )
    sheet.paragraph(x, start, words, RIGHT - x - 4)
    mark_x, head_x = (58.0, 108.0) if style.seal_left else (160.0, x)
    sheet.text(head_x, bottom - 20, style.head, 4.2)
    if facts.head_signs:
        centre = (head_x + sheet.width_mm(style.head, 4.2) + 14, bottom - 18.5)
        sign(sheet, "head", facts.employer.head, centre, rng, size_mm=8.5, ink=facts.pen_ink)
    sheet.text(mark_x, bottom - 20, style.mark, 4.2, align="centre")
    date_line(sheet, 140, bottom - 8, facts.signed_on, rng, facts.pen_ink)
    if facts.seal is not None:
        centre = (mark_x + facts.seal_shift_mm[0], bottom - 25 + facts.seal_shift_mm[1])
        press(sheet, facts.seal, centre, facts.seal_turn_deg, rng)
    return bottom


__all__ = ["CHANGES", "FRESH_STYLES", "LAST_STYLES", "OPEN_STYLES", "SHUT_STYLES", "Style", "form_pages"]

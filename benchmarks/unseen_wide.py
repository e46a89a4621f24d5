"""The form across the page: landscape sheets, a tick for the kind, four pairs to a row, work on the left and opinions on the right."""

from __future__ import annotations

from benchmarks.unseen_forms import KINDS, Design, Filling, boxes, label_cell, two_lines
from samples.drawing.fonts import Face
from samples.drawing.forms import CHANGES
from samples.drawing.paper import Sheet

SIZE = (297.0, 210.0)
LEFT, RIGHT, PHOTO = 14.0, 283.0, 251.0
Cells = tuple[tuple[str, str, float, float], ...]


def _pages(filling: Filling) -> list[Sheet]:
    first = Sheet(kind="form-page-1", face=Face.FANDOL_KAI, form_kind=filling.facts.titled, size_mm=SIZE)
    second = Sheet(kind="form-page-2", face=Face.FANDOL_KAI, form_kind=filling.facts.titled, size_mm=SIZE)
    _front(first, filling)
    _back(second, filling)
    for number, words in ((first, "表一"), (second, "表二")):
        number.text(RIGHT, 8, words, 3.6, face=Face.HEI, align="right")
        number.specimen()
    return [first, second]


def _front(sheet: Sheet, filling: Filling) -> None:
    sheet.text(SIZE[0] / 2, 12, "中级注册安全工程师注册申请表", 7.2, face=Face.HEI_BOLD, align="centre")
    sheet.text(LEFT, 25.5, "申请种类：", 4.4, face=Face.SONG)
    late = "（逾期）" if filling.facts.titled == "late-initial" else ""
    boxes(sheet, LEFT + 26, 25.5, tuple((kind + "注册" + late * (kind == "初始"), kind == filling.kind) for kind in KINDS), 4.4)
    rows = _rows(filling)
    height = min(18.0, (198 - 34) / len(rows))
    y = 34.0
    for index, row in enumerate(rows):
        right = PHOTO if index < 3 else RIGHT
        share = (right - LEFT) / sum(label + value for _, _, label, value in row)
        x = LEFT
        for words, key, label, value in row:
            middle, end = x + label * share, x + (label + value) * share
            sheet.frame(x, y, end, y + height, 0.3)
            sheet.rule((middle, y), (middle, y + height))
            label_cell(sheet, words, (x, y, middle, y + height), 3.9)
            filling.put(sheet, key, middle + 2, y + height / 2 - 2.1, end - middle - 3.5)
            x = end
        y += height
    box = (PHOTO, 34.0, RIGHT, 34.0 + 3 * height)
    sheet.frame(*box, 0.3)
    if filling.facts.photo is not None:
        wide = min(29.0, (3 * height - 2) * 25 / 35)
        sheet.paste(filling.facts.photo, (PHOTO + RIGHT - wide) / 2, 35.0, wide)
    else:
        label_cell(sheet, "照片", box)


def _rows(filling: Filling) -> list[Cells]:
    facts = filling.facts
    rows: list[Cells] = [
        (("姓名", "name", 20, 46), ("性别", "sex", 14, 22), ("民族", "nation", 14, 28), ("出生日期", "birth", 22, 50)),
        (("身份证号", "id_number", 24, 84), ("手机", "phone", 16, 54), ("职称", "rank", 16, 30)),
        (("学历", "schooling", 16, 40), ("毕业学校", "school", 24, 64), ("专业", "major", 16, 62)),
        (
            ("资格证书|管 理 号", "certificate_no", 26, 78),
            ("取得日期", "certificate_on", 22, 46),
            ("申请注册|专业类别", "category", 24, 66),
        ),
    ]
    if facts.expires_on is not None:
        rows.append((("注册编号", "registration_no", 26, 96), ("有效期|截止日", "expires_on", 24, 60)))
    if facts.titled in CHANGES:
        rows.append((("变更种类", "change", 26, 243),))
        if facts.former_category:
            rows.append((("原类别", "former_category", 26, 243),))
        if facts.former_employer:
            rows.append((("原受聘单位", "former_employer", 26, 243),))
    rows += [
        (("受聘单位|全    称", "employer", 26, 133), ("初审机构", "agency", 24, 86)),
        (("统一社会|信用代码", "credit_code", 26, 90), ("单位类型", "nature", 24, 36), ("法人代表", "head", 24, 40)),
        (("单位地址", "address", 26, 133), ("联系人", "contact", 18, 28), ("电话", "employer_phone", 16, 44)),
        (("聘用合同|起始日期", "term_from", 26, 100), ("聘用合同|截至日期", "term_to", 26, 117)),
    ]
    if facts.titled in {"late-initial", "renewal", "re-registration"}:
        rows.append((("继续教育", "hours", 26, 243),))
    return rows


def _back(sheet: Sheet, filling: Filling) -> None:
    middle = 148.0
    _history(sheet, filling, middle)
    facts = filling.facts
    sheet.frame(LEFT, 92, middle, 142, 0.3)
    sheet.text(LEFT + 3, 95, "申请人声明", 4.4, face=Face.HEI_BOLD)
    words = "本人对填报内容和提交的材料负责，保证其真实、准确，注册期间只在一个单位执业。"
    sheet.paragraph(LEFT + 4, 104, words, middle - LEFT - 8, 4.2)
    sheet.text(LEFT + 18, 123, "声明人签名：", 4.2)
    filling.applicant(sheet, (LEFT + 66, 124.5))
    filling.date(sheet, middle - 52, 134)
    sheet.frame(middle, 18, RIGHT, 108, 0.3)
    sheet.text(middle + 3, 21, "受聘单位意见", 4.4, face=Face.HEI_BOLD)
    words = (
        f"{facts.person.name}同志系我单位聘用人员，聘用合同自{filling.day(facts.since)}起，截至{filling.until}。"
        f"其申报内容属实，我单位同意其{filling.kind}注册，并在注册期间履行管理责任。"
    )
    sheet.paragraph(middle + 5, 31, words, RIGHT - middle - 10, 4.2)
    sheet.text(middle + 6, 72, "负责人签名：", 4.2)
    filling.unit_head(sheet, (middle + 48, 73.5))
    sheet.text(RIGHT - 38, 72, "单位盖章：", 4.2)
    filling.date(sheet, RIGHT - 62, 97)
    filling.seal(sheet, (RIGHT - 32, 81))
    for top, bottom, words in ((108.0, 153.0, "初审机构意见"), (153.0, 194.0, "核准意见")):
        sheet.frame(middle, top, RIGHT, bottom, 0.3)
        sheet.text(middle + 3, top + 3, words, 4.4, face=Face.HEI_BOLD)
        sheet.text(RIGHT - 60, bottom - 17, "（单位盖章）", 4.2)
        filling.date(sheet, RIGHT - 62, bottom - 8, empty=True)
    sheet.frame(LEFT, 142, middle, 194, 0.3)
    sheet.text(LEFT + 3, 145, "备注", 4.4, face=Face.HEI_BOLD)
    for index, words in enumerate(
        (
            "1. 本表用黑色或蓝黑色墨水填写，字迹清楚；表一、表二应当同时提交。",
            "2. 合同没有终止日期的，截至日期填“无固定期限”。",
            "3. 单位盖章限单位公章、人事部门公章，其他印章无效。",
            "4. 本表内容与系统填报内容不一致的，不予受理。",
        )
    ):
        sheet.text(LEFT + 4, 154 + index * 6.2, words, 3.3, face=Face.SONG)


def _history(sheet: Sheet, filling: Filling, right: float) -> None:
    sheet.frame(LEFT, 18, right, 27, 0.3)
    sheet.text((LEFT + right) / 2, 20.3, "从事安全生产相关业务经历", 4.4, face=Face.HEI_BOLD, align="centre")
    columns = (LEFT, 46.0, 88.0, 128.0, right)
    rows = (("时间（年月）", "工作单位", "从事何种业务", "职务"), *filling.facts.history)
    for line in range(5):
        top = 27 + line * 13.0
        for column in range(4):
            start, end = columns[column], columns[column + 1]
            sheet.frame(start, top, end, top + 13, 0.3)
            if line < len(rows):
                label_cell(sheet, two_lines(sheet, rows[line][column], end - start - 2, 3.7), (start, top, end, top + 13), 3.7)


WIDE = Design(name="wide", draw=_pages)

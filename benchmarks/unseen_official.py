"""An office's own form: 仿宋, a title on two lines, bands for its parts, opinions side by side, notes in fine print."""

from __future__ import annotations

from benchmarks.unseen_forms import Design, Filling, label_cell, spaced, two_lines
from samples.drawing.fonts import Face
from samples.drawing.forms import CHANGES
from samples.drawing.paper import Sheet

LEFT, RIGHT, PHOTO = 18.0, 192.0, 161.0
NOTES = (
    "填表说明：1．本表由申请人在系统中填报后打印，一式一份，须用黑色签字笔填写和签名，涂改无效。",
    "2．聘用期限为长期或者无固定期限的，截至日期一栏填写“无固定期限”。3．“聘用单位意见”栏应加盖单位公章或者人事部门公章，",
    "加盖其他印章的不予受理；印章应当清晰，所示名称须与“单位名称”栏一致。4．带“*”的栏目由注册机构填写。",
)
WITNESSES = ("李国强", "王海燕", "张立平", "赵春华")
Cells = tuple[tuple[str, str, float], ...]


def _pages(filling: Filling) -> list[Sheet]:
    first = Sheet(kind="form-page-1", face=Face.FANDOL_FANG, form_kind=filling.facts.titled)
    second = Sheet(kind="form-page-2", face=Face.FANDOL_FANG, form_kind=filling.facts.titled)
    _front(first, filling)
    _back(second, filling)
    for number, sheet in enumerate((first, second), start=1):
        sheet.text(105, 284, f"第 {number} 页（共 2 页）", 3.6, face=Face.SONG, align="centre")
        sheet.specimen()
    return [first, second]


def _front(sheet: Sheet, filling: Filling) -> None:
    sheet.text(LEFT, 12, "*编号：", 3.8)
    sheet.rule((LEFT + 14, 16.6), (LEFT + 54, 16.6), 0.2)
    sheet.text(105, 20, "中级注册安全工程师", 6.2, face=Face.SONG_BOLD, align="centre")
    sheet.text(105, 29.5, spaced(f"{filling.kind}注册申请表"), 8.2, face=Face.SONG_BOLD, align="centre")
    sheet.text(RIGHT, 43, f"填表日期：{filling.day(filling.facts.signed_on)}", 3.8, align="right")
    rows = _rows(filling)
    height = min(13.6, (272 - 49) / sum(0.72 if isinstance(row, str) else 1.0 for row in rows))
    y, photo_top, photo_bottom = 49.0, 0.0, 0.0
    for index, row in enumerate(rows):
        if isinstance(row, str):
            sheet.frame(LEFT, y, RIGHT, y + 0.72 * height)
            sheet.text(LEFT + 2.5, y + 0.36 * height - 2.1, row, 4.2, face=Face.SONG_BOLD)
            y += 0.72 * height
            continue
        beside = index in {1, 2, 3, 4}
        photo_top = photo_top or y
        _row(sheet, filling, row, (LEFT, y, PHOTO if beside else RIGHT, y + height))
        y += height
        photo_bottom = y if beside else photo_bottom
    sheet.frame(PHOTO, photo_top, RIGHT, photo_bottom)
    if filling.facts.photo is not None:
        wide = min(RIGHT - PHOTO - 2, (photo_bottom - photo_top - 2) * 25 / 35)
        sheet.paste(filling.facts.photo, (PHOTO + RIGHT - wide) / 2, photo_top + 1, wide)
    else:
        label_cell(sheet, "近期一寸|免冠照片", (PHOTO, photo_top, RIGHT, photo_bottom))


def _rows(filling: Filling) -> list[str | Cells]:
    facts = filling.facts
    rows: list[str | Cells] = [
        "一、申请人基本情况",
        (("姓    名", "name", 52.0), ("性别", "sex", 34.0), ("民族", "nation", 57.0)),
        (("出生年月", "birth_month", 62.0), ("证件类型", "id_type", 81.0)),
        (("证件号码", "id_number", 143.0),),
        (("学    历", "schooling", 58.0), ("所学专业", "major", 85.0)),
        (("毕业院校", "school", 100.0), ("毕业时间", "graduated", 74.0)),
        (("专业技术|职    称", "rank", 66.0), ("移动电话", "phone", 108.0)),
        (("职业资格证|书管理号", "certificate_no", 98.0), ("批准日期", "certificate_on", 76.0)),
        "二、申请注册事项",
        (("注册类别", "category", 82.0), ("初审机构", "agency", 92.0)),
    ]
    if facts.expires_on is not None:
        rows.append((("注册证编号", "registration_no", 88.0), ("有效期至", "expires_on", 86.0)))
    if facts.titled in CHANGES:
        rows.append((("变更事项", "change", 174.0),))
        if facts.former_category:
            rows.append((("原注册类别", "former_category", 174.0),))
        if facts.former_employer:
            rows.append((("原聘用单位|名    称", "former_employer", 174.0),))
    rows += [
        "三、聘用单位情况",
        (("单位名称", "employer", 174.0),),
        (("统一社会|信用代码", "credit_code", 98.0), ("单位性质", "nature", 76.0)),
        (("通讯地址", "address", 174.0),),
        (("法定代表人", "head", 54.0), ("联系人", "contact", 52.0), ("联系电话", "employer_phone", 68.0)),
        (("聘用期限", "term", 174.0),),
    ]
    if facts.titled in {"late-initial", "renewal", "re-registration"}:
        rows.append((("继续教育|情    况", "hours", 174.0),))
    return rows


def _row(sheet: Sheet, filling: Filling, row: Cells, area: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = area
    share = (right - left) / sum(wide for _, _, wide in row)
    for label, key, wide in row:
        narrow = 13.0 if len(label) == 2 else 24.0
        sheet.frame(left, top, left + wide * share, bottom)
        sheet.rule((left + narrow, top), (left + narrow, bottom))
        label_cell(sheet, label, (left, top, left + narrow, bottom))
        y = (top + bottom) / 2 - 2.1
        if key == "term":
            _term(sheet, filling, left + narrow, y)
        else:
            filling.put(sheet, key, left + narrow + 2, y, wide * share - narrow - 4)
        left += wide * share


def _term(sheet: Sheet, filling: Filling, left: float, y: float) -> None:
    """自 … 起至 … 止 with a line under each day."""
    sheet.text(left + 3, y, "自", 4.2)
    filling.put(sheet, "term_from", left + 11, y, 40)
    sheet.text(left + 54, y, "起，至", 4.2)
    filling.put(sheet, "term_to", left + 71, y, 40)
    sheet.text(left + 114, y, "止", 4.2)
    for start, end in ((9.0, 53.0), (69.0, 113.0)):
        sheet.rule((left + start, y + 5.4), (left + end, y + 5.4), 0.2)


def _back(sheet: Sheet, filling: Filling) -> None:
    y = _history(sheet, filling, 18.0)
    y = _band(sheet, "五、申请人承诺", y)
    sheet.frame(LEFT, y, RIGHT, y + 38)
    words = "本人对本表所填内容以及所附材料的真实性、有效性作出承诺；如有隐瞒或者弄虚作假，愿意接受撤销注册等处理，并承担相应法律责任。"
    sheet.paragraph(LEFT + 4, y + 4, words, RIGHT - LEFT - 8, 4.2)
    sheet.text(92, y + 20, "申请人（签字）：", 4.2)
    filling.applicant(sheet, (144, y + 21))
    filling.date(sheet, 138, y + 30)
    y = _opinion(sheet, filling, _band(sheet, "六、聘用单位意见", y + 38))
    middle = (LEFT + RIGHT) / 2
    for left, right, words in ((LEFT, middle, "*初审机构意见"), (middle, RIGHT, "*注册管理机构意见")):
        sheet.frame(left, y, right, y + 44)
        sheet.text((left + right) / 2, y + 2.5, words, 4.2, face=Face.SONG_BOLD, align="centre")
        sheet.text(left + 6, y + 22, "经办人：", 4.0)
        sheet.text(right - 34, y + 22, "（公  章）", 4.0)
        filling.date(sheet, right - 50, y + 36, empty=True)
    for index, words in enumerate(NOTES):
        sheet.text(LEFT, y + 47.5 + index * 4.3, words, 3.0, face=Face.SONG, fit_mm=RIGHT - LEFT)


def _band(sheet: Sheet, words: str, y: float) -> float:
    sheet.frame(LEFT, y, RIGHT, y + 8)
    sheet.text(LEFT + 2.5, y + 1.9, words, 4.2, face=Face.SONG_BOLD)
    return y + 8


def _history(sheet: Sheet, filling: Filling, top: float) -> float:
    y = _band(sheet, "四、从事安全生产相关业务工作经历", top)
    columns = (LEFT, 54.0, 104.0, 152.0, 172.0, RIGHT)
    heads = ("起止年月", "工作单位", "从事安全生产业务内容", "职务", "证明人")
    rows = [heads, *((*entry, name) for entry, name in zip(filling.facts.history, WITNESSES, strict=False))]
    for line in range(5):
        for column in range(5):
            left, right = columns[column], columns[column + 1]
            sheet.frame(left, y, right, y + 10)
            words = rows[line][column] if line < len(rows) else ""
            label_cell(sheet, two_lines(sheet, words, right - left - 2, 3.8), (left, y, right, y + 10), 3.8)
        y += 10
    return y


def _opinion(sheet: Sheet, filling: Filling, y: float) -> float:
    facts = filling.facts
    sheet.frame(LEFT, y, RIGHT, y + 62)
    words = (
        f"经审查，{facts.person.name}同志为我单位聘用人员，从事安全生产相关工作，聘用期限自{filling.day(facts.since)}至{filling.until}，"
        f"其填报内容及所附材料属实，同意申请{filling.kind}注册。"
    )
    sheet.paragraph(LEFT + 4, y + 4, words, RIGHT - LEFT - 8, 4.2)
    sheet.text(LEFT + 6, y + 37, "单位负责人（签字）：", 4.2)
    filling.unit_head(sheet, (LEFT + 62, y + 38.5))
    sheet.text(154, y + 37, "（单位公章或人事部门公章）", 4.2, align="centre")
    filling.date(sheet, 132, y + 52)
    filling.seal(sheet, (155, y + 39))
    return y + 62


OFFICIAL = Design(name="official", draw=_pages)

"""The form as a browser prints it on letter paper: labels above values, thin lines under them, no cell at all, a box for the seal."""

from __future__ import annotations

from benchmarks.unseen_forms import GREY, Design, Filling, boxes, two_lines
from samples.drawing.fonts import Face
from samples.drawing.forms import CHANGES
from samples.drawing.paper import BLACK, Sheet

LETTER = (215.9, 279.4)
LEFT, RIGHT = 17.0, 199.0
BLUE = (36, 92, 170)
Field = tuple[str, str, float]


def _pages(filling: Filling) -> list[Sheet]:
    first = Sheet(kind="form-page-1", face=Face.ZEN_HEI, form_kind=filling.facts.titled, size_mm=LETTER)
    second = Sheet(kind="form-page-2", face=Face.ZEN_HEI, form_kind=filling.facts.titled, size_mm=LETTER)
    _front(first, filling)
    _back(second, filling)
    day = filling.facts.signed_on
    for number, sheet in enumerate((first, second), start=1):
        sheet.text(8, 6, f"{day.year}/{day.month}/{day.day} 09:{14 + day.day % 40:02d}", 2.8)
        sheet.text(LETTER[0] / 2 + 8, 6, "注册安全工程师注册管理系统-申请表打印", 2.8, align="centre")
        sheet.text(LETTER[0] - 20, LETTER[1] - 9, f"{number}/2", 2.8, align="right")
        sheet.specimen()
    return [first, second]


def _front(sheet: Sheet, filling: Filling) -> None:
    facts = filling.facts
    sheet.text(LETTER[0] / 2, 17, f"注册安全工程师{filling.kind}注册申请表", 6.4, face=Face.HEI_BOLD, align="centre")
    number = f"{facts.signed_on:%Y%m%d}{facts.person.serial:03d}"
    sheet.text(LETTER[0] / 2, 27, f"申请单号 {number}    状态 已填报，待上传", 3.2, ink=GREY, align="centre")
    late = facts.titled in {"late-initial", "renewal", "re-registration"}
    pitch = 14.6 if late or facts.titled in CHANGES else 16.2
    y = _heading(sheet, "1", "基本信息", 36)
    photo = y
    for row in (
        (("姓名", "name", 52.0), ("性别", "sex", 30.0), ("民族", "nation", 40.0)),
        (("出生日期", "birth", 52.0), ("证件号码", "id_number", 70.0)),
        (("毕业院校", "school", 70.0), ("所学专业", "major", 52.0)),
    ):
        y = _line(sheet, filling, row, y, pitch)
    if facts.photo is not None:
        sheet.paste(facts.photo, RIGHT - 31, photo, 29.0)
    y = _line(sheet, filling, (("手机号码", "phone", 52.0), ("职称", "rank", 36.0), ("证件类型", "id_type", 60.0)), y, pitch)
    y = _heading(sheet, "2", "注册信息", y + 2)
    y = _line(sheet, filling, (("职业资格证书管理号", "certificate_no", 86.0), ("证书取得日期", "certificate_on", 70.0)), y, pitch)
    y = _line(sheet, filling, (("申请注册类别", "category", 86.0), ("初审机构", "agency", 90.0)), y, pitch)
    if facts.expires_on is not None:
        y = _line(sheet, filling, (("注册证编号", "registration_no", 86.0), ("注册有效期至", "expires_on", 70.0)), y, pitch)
    if facts.titled in CHANGES:
        former = ("原注册类别", "former_category", 52.0) if facts.former_category else ("变更前单位全称", "former_employer", 112.0)
        y = _line(sheet, filling, (("变更内容", "change", 118.0),), y, pitch)
        y = _line(sheet, filling, (former,), y, pitch) if filling.values[former[1]] else y
    if late:
        y = _line(sheet, filling, (("继续教育", "hours", 176.0),), y, pitch)
    y = _heading(sheet, "3", "聘用单位信息", y + 2)
    y = _line(sheet, filling, (("单位全称", "employer", 118.0), ("单位性质", "nature", 50.0)), y, pitch)
    y = _line(sheet, filling, (("统一社会信用代码", "credit_code", 86.0), ("单位电话", "employer_phone", 60.0)), y, pitch)
    y = _line(sheet, filling, (("单位地址", "address", 118.0), ("单位联系人", "contact", 50.0)), y, pitch)
    _line(sheet, filling, (("聘用起始日", "term_from", 86.0), ("聘用截止日", "term_to", 86.0)), y, pitch)


def _heading(sheet: Sheet, number: str, words: str, y: float) -> float:
    sheet.image.paste(BLUE, (sheet.px(LEFT), sheet.px(y), sheet.px(LEFT + 1.4), sheet.px(y + 5)))
    sheet.text(LEFT + 4, y + 0.3, f"{number}  {words}", 4.5, face=Face.HEI_BOLD, ink=(30, 44, 66))
    return y + 9


def _line(sheet: Sheet, filling: Filling, row: tuple[Field, ...], y: float, pitch: float) -> float:
    """Labels in small grey print, values under them, a thin line under each value."""
    x = LEFT + 2
    for label, key, wide in row:
        sheet.text(x, y, label, 3.1, ink=GREY)
        filling.put(sheet, key, x, y + 5.0, wide - 4, 4.0)
        sheet.rule((x, y + 10.4), (x + wide - 4, y + 10.4), 0.12)
        x += wide
    return y + pitch


def _back(sheet: Sheet, filling: Filling) -> None:
    facts = filling.facts
    y = _heading(sheet, "4", "工作经历", 16)
    columns = (LEFT + 2, 60.0, 122.0, 172.0)
    rooms = (38.0, 58.0, 46.0, 25.0)
    for line, entry in enumerate((("起止时间", "工作单位", "安全生产相关工作内容", "担任职务"), *facts.history)):
        for x, words, room in zip(columns, entry, rooms, strict=True):
            for step, part in enumerate(two_lines(sheet, words, room, 3.9).split("|")):
                sheet.text(x, y + 4.6 * step, part, 3.3 if line == 0 else 3.9, ink=GREY if line == 0 else BLACK, fit_mm=room)
        y += 13.2 if any("|" in two_lines(sheet, words, room, 3.9) for words, room in zip(entry, rooms, strict=True)) else 8.6
        sheet.rule((LEFT, y - 2.2), (RIGHT, y - 2.2), 0.12)
    y = _heading(sheet, "5", "本人承诺", y + 5)
    boxes(sheet, LEFT + 2, y, (("", True),), 3.9)
    words = "本人已如实填写上述信息并上传真实有效的材料，知悉提供虚假材料申请注册的法律后果，愿意承担相应责任。"
    y = sheet.paragraph(LEFT + 8, y, words, RIGHT - LEFT - 10, 3.9, indent=0) + 4
    sheet.text(LEFT + 2, y, "本人签名（手写）", 3.1, ink=GREY)
    sheet.text(112, y, "签名日期", 3.1, ink=GREY)
    for start, end in ((LEFT + 2, 92.0), (112.0, 178.0)):
        sheet.rule((start, y + 17), (end, y + 17), 0.12)
    filling.applicant(sheet, (LEFT + 34, y + 11.5))
    filling.write(sheet, filling.day(facts.signed_on), 114, y + 9.5, 58)
    _unit(sheet, filling, _heading(sheet, "6", "聘用单位意见", y + 25))
    y = _heading(sheet, "7", "审核情况（由审核部门填写）", 208)
    for x, words in ((LEFT + 2, "初审"), (112.0, "终审")):
        sheet.text(x, y, words, 3.1, ink=GREY)
        sheet.rule((x, y + 15), (x + 78, y + 15), 0.12)
        sheet.text(x, y + 19, "审核人                盖章                日期", 3.1, ink=GREY)


def _unit(sheet: Sheet, filling: Filling, y: float) -> None:
    facts = filling.facts
    term = f"聘用时间{filling.day(facts.since)}至{filling.until}"
    words = f"{facts.person.name}现受聘于我单位，{term}。所填信息经核对无误，同意申报{filling.kind}注册。"
    sheet.paragraph(LEFT + 2, y, words, 110, 3.9, indent=0)
    sheet.text(LEFT + 2, y + 29, "单位负责人签名", 3.1, ink=GREY)
    filling.unit_head(sheet, (LEFT + 28, y + 38))
    sheet.rule((LEFT + 2, y + 44), (74, y + 44), 0.12)
    sheet.text(80, y + 29, "日期", 3.1, ink=GREY)
    filling.write(sheet, filling.day(facts.signed_on), 81, y + 36, 42)
    sheet.rule((80, y + 44), (126, y + 44), 0.12)
    left, top, side = 140.0, y, 50.0
    for step in range(25):
        x0, y0 = left + 2 * step, top + 2 * step
        for edge in (top, top + side):
            sheet.rule((x0, edge), (x0 + 1.1, edge), 0.15)
        for edge in (left, left + side):
            sheet.rule((edge, y0), (edge, y0 + 1.1), 0.15)
    sheet.text(left + side / 2, top + side / 2 - 2, "加盖单位公章处", 3.6, ink=GREY, align="centre")
    filling.seal(sheet, (left + side / 2 + 1, top + side / 2 + 1))


WEBPRINT = Design(name="webprint", draw=_pages)

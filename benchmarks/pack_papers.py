"""Papers that only the older packs and the examination ask for: 执业证, 报名表, 毕业证书, 职称, a card's copy, a firm's word."""

from __future__ import annotations

import datetime as dt

import numpy as np
from PIL import Image, ImageDraw

from samples.drawing.fonts import Face, font
from samples.drawing.handwriting import PEN_BLACK, sign
from samples.drawing.held_id import identity_card
from samples.drawing.paper import Ink, Rgb, Sheet
from samples.drawing.people import Employer, Person, in_words
from samples.drawing.seals import Seal, press

LEFT, WIDTH = 27.0, 156.0
SUBJECTS = {
    "考全科": "安全生产法律法规、安全生产管理、安全生产技术基础、安全生产专业实务",
    "免二科": "安全生产法律法规、安全生产专业实务",
    "增报专业": "安全生产专业实务",
}
DARK_RED: Ink = (150, 30, 36)


def practice_certificate(
    person: Person, employer: str, photo: Rgb, until: dt.date, rng: np.random.Generator, *, void: bool = False
) -> Sheet:
    """中华人民共和国注册安全工程师执业证, its inner pages laid open; void: struck off."""
    sheet = Sheet(kind="certificate", size_mm=(210.0, 148.0), fields={"person": person.name})
    sheet.frame(10, 10, 200, 138, 0.5)
    sheet.rule((105, 10), (105, 138), 0.3)
    sheet.text(57, 18, "中华人民共和国", 5.4, face=Face.SONG_BOLD, align="centre")
    sheet.text(57, 27, "注册安全工程师执业证", 6.6, face=Face.SONG_BOLD, align="centre")
    sheet.paste(photo, 44, 42, 26)
    sheet.text(57, 86, "（发证机关钢印）", 3.4, align="centre")
    sheet.text(57, 104, f"注册编号：{100000 + person.serial}{person.birth:%m%d}", 4.2, align="centre")
    press(sheet, Seal(name="注册安全工程师注册管理中心", line="注册专用章", size_mm=38.0), (57, 112), float(rng.uniform(-8, 8)), rng)
    rows = (
        ("姓    名", person.name),
        ("性    别", person.sex),
        ("身份证号", person.id_number),
        ("聘用单位", employer),
        ("注册类别", "危险物品安全"),
        ("有效期至", in_words(until)),
        ("发证日期", in_words(until.replace(year=until.year - 3))),
    )
    for index, (label, value) in enumerate(rows):
        y = 24 + index * 15
        sheet.text(111, y, label, 4.2, face=Face.HEI)
        sheet.text(132, y, value, 4.2, fit_mm=64)
        sheet.rule((131, y + 5.8), (197, y + 5.8), 0.15)
    if void:
        sheet.text(160, 122, "注    销", 11.0, face=Face.HEI_BOLD, ink=(190, 30, 40), align="centre")
        sheet.frame(138, 119, 182, 135, 0.8)
    sheet.specimen()
    return sheet


def qualification(person: Person, photo: Rgb, day: dt.date, rng: np.random.Generator) -> Sheet:
    """注册安全工程师执业资格证书."""
    sheet = Sheet(kind="certificate", face=Face.FANDOL_KAI, fields={"person": person.name})
    sheet.frame(12, 12, 198, 285, 1.2)
    sheet.text(105, 40, "注册安全工程师", 11.0, face=Face.SONG_BOLD, ink=DARK_RED, align="centre")
    sheet.text(105, 58, "执业资格证书", 11.0, face=Face.SONG_BOLD, ink=DARK_RED, align="centre")
    sheet.paste(photo, 88, 86, 34)
    rows = (
        ("姓名", person.name),
        ("证件号码", person.id_number),
        ("批准日期", in_words(day)),
        ("管理号", f"{day:%Y}01110003{person.serial}0021"),
    )
    for index, (label, value) in enumerate(rows):
        sheet.text(56, 150 + 14 * index, f"{label}：", 5.4)
        sheet.text(86, 150 + 14 * index, value, 5.4)
    words = "本证书表明持证人通过国家统一组织的考试，取得注册安全工程师执业资格。"
    sheet.paragraph(38, 216, words, 134, 5.0, leading=1.8)
    press(sheet, Seal(name="考试测评专用发证机构", line="证书专用章", size_mm=40.0), (150, 252), float(rng.uniform(-8, 8)), rng)
    sheet.specimen()
    return sheet


def entry_form(person: Person, employer: Employer, photo: Rgb, level: str, rng: np.random.Generator) -> Sheet:
    """2019年度中级注册安全工程师职业资格考试报名表."""
    sheet = Sheet(kind="exam-form", fields={"person": person.name})
    sheet.text(105, 20, "2019年度中级注册安全工程师职业资格考试报名表", 6.4, face=Face.HEI_BOLD, align="centre", fit_mm=176)
    sheet.text(18, 34, f"报名序号：2019{person.serial:03d}{person.birth:%m%d}    考区：山东省石桥市", 3.9)
    rows: tuple[tuple[tuple[str, str], ...], ...] = (
        (("姓名", person.name), ("性别", person.sex)),
        (("证件类型", "居民身份证"), ("出生日期", in_words(person.birth))),
        (("证件号码", person.id_number),),
        (("民族", person.nation), ("手机号码", person.phone)),
        (("最高学历", "大学本科"), ("毕业时间", f"{person.birth.year + 23}年7月")),
        (("毕业院校", person.school), ("所学专业", person.major)),
        (("工作单位", employer.name),),
        (("单位地址", employer.address),),
        (("从业年限", "8年"), ("专业技术职务", "工程师")),
        (("报考级别", level), ("报考专业", "化工安全")),
        (("报考科目", SUBJECTS[level]),),
    )
    y = 42.0
    for index, row in enumerate(rows):
        right = 158.0 if index < 4 else 192.0
        wide = (right - 18) / len(row)
        for place, (label, value) in enumerate(row):
            left = 18 + place * wide
            sheet.frame(left, y, left + wide, y + 12)
            sheet.rule((left + 26, y), (left + 26, y + 12))
            sheet.text(left + 13, y + 4, label, 3.9, align="centre", fit_mm=25)
            sheet.text(left + 28, y + 4, value, 4.0, fit_mm=wide - 30)
        y += 12
    sheet.frame(158, 42, 192, 90)
    sheet.paste(photo, 160, 44, 30)
    words = "本人承诺：已知晓报考条件和告知事项，所填报的信息真实、准确、完整、有效，愿意承担不实承诺的法律责任。"
    sheet.frame(18, y, 192, y + 44)
    sheet.paragraph(22, y + 5, words, 166, 4.1)
    sheet.text(100, y + 26, "报考人（签名）：", 4.2)
    sign(sheet, "applicant", person.name, (150, y + 27), rng, ink=PEN_BLACK)
    sheet.text(22, y + 50, "审核意见：", 4.2)
    sheet.text(140, y + 62, "审核单位（盖章）", 4.2)
    sheet.specimen()
    return sheet


def degree(person: Person, photo: Rgb, rng: np.random.Generator) -> Sheet:
    """普通高等学校毕业证书."""
    sheet = Sheet(kind="degree-certificate", size_mm=(297.0, 210.0), face=Face.FANDOL_KAI, fields={"person": person.name})
    sheet.frame(12, 12, 285, 198, 1.0)
    sheet.text(148, 26, "普通高等学校", 8.0, face=Face.SONG_BOLD, align="centre")
    sheet.text(148, 42, "毕 业 证 书", 14.0, face=Face.SONG_BOLD, ink=DARK_RED, align="centre")
    sheet.paste(photo, 34, 76, 34)
    year = person.birth.year + 23
    words = (
        f"学生 {person.name} 性别 {person.sex}，{in_words(person.birth)}生，于{year - 4}年9月至{year}年7月在本校"
        f"{person.major}专业四年制本科学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    sheet.paragraph(86, 76, words, 180, 6.0, leading=1.9)
    sheet.text(86, 150, f"校名：{person.school}", 5.4)
    sheet.text(200, 150, "校（院）长：", 5.4)
    sign(sheet, "head", "宋建平", (254, 152), rng, size_mm=10, ink=PEN_BLACK)
    sheet.text(86, 166, f"证书编号：99999{year}05{person.serial:06d}", 4.6)
    sheet.text(214, 166, f"{year}年7月1日", 5.0)
    press(sheet, Seal(name=person.school, size_mm=44.0), (150, 156), float(rng.uniform(-8, 8)), rng)
    sheet.specimen()
    return sheet


def title_certificate(person: Person, photo: Rgb, rng: np.random.Generator) -> Sheet:
    """高级工程师 of the professional titles."""
    sheet = Sheet(kind="title-certificate", size_mm=(210.0, 148.0), fields={"person": person.name})
    sheet.frame(9, 9, 201, 139, 0.8)
    sheet.text(105, 20, "专业技术职务任职资格证书", 8.0, face=Face.SONG_BOLD, ink=DARK_RED, align="centre")
    sheet.paste(photo, 24, 46, 28)
    rows = (
        ("姓    名", person.name),
        ("身份证号", person.id_number),
        ("资格名称", "高级工程师"),
        ("专    业", "安全工程"),
        ("授予时间", "2015年12月26日"),
        ("评审组织", "工程系列高级专业技术职务评审委员会"),
    )
    for index, (label, value) in enumerate(rows):
        sheet.text(68, 44 + 13 * index, f"{label}：", 4.6)
        sheet.text(94, 44 + 13 * index, value, 4.6, fit_mm=96)
    press(sheet, Seal(name="石桥市职称工作办公室", size_mm=38.0), (158, 116), float(rng.uniform(-8, 8)), rng)
    sheet.specimen()
    return sheet


def card_copy(person: Person, valid_from: dt.date, valid_until: dt.date) -> Sheet:
    """Both sides of an identity card on one sheet, as a copier lays them."""
    sheet = Sheet(kind="id-copy", fields={"person": person.name, "id_number": person.id_number})
    sheet.paste(identity_card(person), 62, 50, 86)
    sheet.paste(_card_back(valid_from, valid_until), 62, 140, 86)
    sheet.specimen()
    return sheet


def _card_back(valid_from: dt.date, valid_until: dt.date, px_per_mm: float = 10.0) -> Rgb:
    """The side with the authority and the validity, without the state's emblem."""
    width, height = round(85.6 * px_per_mm), round(54 * px_per_mm)
    card = Image.new("RGB", (width, height), (236, 240, 240))
    draw = ImageDraw.Draw(card)
    draw.text((width * 0.6, height * 0.2), "中华人民共和国", font=font(Face.SONG_BOLD, 52), fill=(40, 40, 44), anchor="mm")
    draw.text((width * 0.6, height * 0.38), "居民身份证", font=font(Face.SONG_BOLD, 70), fill=(40, 40, 44), anchor="mm")
    draw.text((width * 0.13, height * 0.24), "样本", font=font(Face.HEI_BOLD, 62), fill=(214, 160, 160), anchor="mm")
    for y, label, value in (
        (0.68, "签发机关", "石桥市公安局"),
        (0.84, "有效期限", f"{valid_from:%Y.%m.%d}-{valid_until:%Y.%m.%d}"),
    ):
        draw.text((width * 0.16, height * y), label, font=font(Face.HEI, 32), fill=(60, 70, 90), anchor="lm")
        draw.text((width * 0.40, height * y), value, font=font(Face.HEI, 36), fill=(24, 24, 28), anchor="lm")
    return np.asarray(card)


def own_word_on_name(old: str, new: str, day: dt.date, seal: Seal, rng: np.random.Generator) -> Sheet:
    """The employer's own statement that its name was changed."""
    sheet = Sheet(kind="rename-notice", face=Face.FANDOL_FANG, fields={"former_employer": old, "employer": new})
    sheet.text(105, 36, "关于单位名称变更的说明", 8.0, face=Face.SONG_BOLD, align="centre")
    words = f"经登记机关核准，我单位名称自{in_words(day)}起由“{old}”变更为“{new}”，统一社会信用代码不变，业务和人员不变。"
    y = sheet.paragraph(LEFT, 62, words, WIDTH, 5.0, leading=1.95)
    y = sheet.paragraph(LEFT, y + 2, "特此说明。", WIDTH, 5.0, leading=1.95)
    sheet.text(184, y + 40, new, 5.0, align="right", fit_mm=120)
    sheet.text(178, y + 51, in_words(day + dt.timedelta(days=20)), 5.0, align="right")
    press(sheet, seal, (148, y + 44), float(rng.uniform(-10, 10)), rng)
    sheet.specimen()
    return sheet


def vouched(  # noqa: PLR0913 - what stands on a statement
    person: Person, employer: str, paragraphs: tuple[str, ...], day: dt.date, rng: np.random.Generator, *, promise: bool, signed: bool
) -> Sheet:
    """执业期间履职情况 with or without the promise of its truth, signed or not."""
    sheet = Sheet(kind="statement", fields={"person": person.name, "employer": employer})
    sheet.text(105, 28, "执业期间履职情况材料", 7.4, face=Face.SONG_BOLD, align="centre")
    y = 50.0
    for words in (f"本人{person.name}，执业单位为{employer}，执业期间履行职责的情况如下：", *paragraphs):
        y = sheet.paragraph(LEFT, y, words, WIDTH, 4.7, leading=1.85) + 1
    if promise:
        y = sheet.paragraph(LEFT, y + 2, "本人承诺以上履职情况真实，如有虚假，愿意承担全部责任。", WIDTH, 4.7, leading=1.85)
    y = max(y + 16, 190.0)
    sheet.text(112, y, "申请人（签字）：", 4.7)
    sheet.text(150, y + 16, in_words(day) if signed else "年    月    日", 4.7)
    if signed:
        sign(sheet, "applicant", person.name, (164, y + 1), rng, size_mm=10, ink=PEN_BLACK)
    else:
        sheet.signatures.append({"role": "applicant", "kind": "empty"})
    sheet.specimen()
    return sheet

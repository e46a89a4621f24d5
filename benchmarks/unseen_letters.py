"""The other papers of the unseen half: 聘书, 在职证明, an appointment by circular, a rename notice, statements, proof of education."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np

from benchmarks.unseen_cast import written
from benchmarks.unseen_forms import HANDS, SIGNING, label_cell, spaced
from samples.drawing.fonts import Face, covers
from samples.drawing.handwriting import PEN_BLACK, pen_text, sign
from samples.drawing.paper import Ink, Sheet
from samples.drawing.people import Employer, Person, in_words
from samples.drawing.seals import Seal, press

RED: Ink = (196, 30, 36)
LEFT, WIDTH = 27.0, 156.0
Entry = tuple[str, str, str, str]
# time, place, what was done to what, what came of it; each statement takes some of a trade's entries
DONE: tuple[Entry, ...] = (
    ("2023年9月", "二号厂房涂装线", "组织有限空间作业专项检查，核对作业票 23 份，查出问题 9 项", "10月15日前全部整改并复查"),
    ("2024年3月至5月", "液氨储存区", "主持重大危险源安全评估，更新监测报警点位 16 处", "评估报告通过专家评审"),
    ("2024年11月8日", "厂区北门至成品库", "组织危险化学品泄漏应急演练，参加人员 74 人", "修订应急处置卡 12 张"),
    ("2025年4月", "三标段高边坡工地", "编制高处作业专项安全方案，现场旁站检查 11 次", "未发生伤亡事故"),
    ("2025年8月至10月", "职工培训中心", "讲授安全生产法和双重预防机制，培训班组长 5 期 132 人", "考核合格率 98%"),
)
MANNERS = (
    "热爱本职工作，认真学习党的路线方针政策，团结同志，任劳任怨，出色地完成了各项工作任务。",
    "岗位职责为：负责建立健全安全生产规章制度，负责安全检查，负责安全教育，负责劳动防护用品管理，负责事故统计上报。",
    "在今后的工作中，将继续加强学习，不断提高业务水平，为企业的安全生产作出新的贡献。",
)


def letter_of_engagement(employer: Employer, person: Person, day: dt.date, seal: Seal, rng: np.random.Generator) -> Sheet:
    """聘书: a certificate across the page with a border."""
    sheet = Sheet(kind="letter", size_mm=(297.0, 210.0), face=Face.FANDOL_KAI, fields={"employer": employer.name, "person": person.name})
    for inset, wide in ((10.0, 1.4), (13.5, 0.4)):
        sheet.frame(inset, inset, 297 - inset, 210 - inset, wide)
    sheet.text(148.5, 32, "聘    书", 20.0, face=Face.SONG_BOLD, ink=RED, align="centre")
    sheet.text(44, 74, f"{person.name}  同志：", 7.6)
    words = f"兹聘请您为我单位安全管理部注册安全工程师，聘期自{in_words(day)}至{in_words(day.replace(year=day.year + 3))}。"
    sheet.paragraph(44, 92, words, 210, 7.2, leading=1.9)
    sheet.text(44, 128, "    此聘。", 7.2)
    sheet.text(250, 152, employer.name, 6.4, align="right", fit_mm=170)
    sheet.text(250, 166, written(day, "chinese"), 6.0, align="right")
    press(sheet, seal, (214, 160), float(rng.uniform(-12, 12)), rng)
    sheet.specimen()
    return sheet


def proof_of_work(employer: Employer, person: Person, day: dt.date, seal: Seal, rng: np.random.Generator) -> Sheet:
    """在职证明 on the firm's paper: a letterhead with a line under it, who to ask at the foot."""
    sheet = Sheet(kind="letter", face=Face.FANDOL_FANG, fields={"employer": employer.name, "person": person.name})
    sheet.text(105, 16, employer.name, 6.0, face=Face.HEI_BOLD, ink=(30, 70, 140), align="centre", fit_mm=170)
    sheet.rule((20, 25), (190, 25), 0.6)
    sheet.text(105, 44, "在职证明", 9.0, face=Face.SONG_BOLD, align="centre")
    words = (
        f"{person.name}，{person.sex}，身份证号码{person.id_number}，自{in_words(day.replace(year=day.year - 2))}起在我公司工作，"
        "现任安全环保部安全工程师，从事安全生产管理工作，目前在职在岗。"
    )
    y = sheet.paragraph(LEFT, 70, words, WIDTH, 5.2, leading=2.0)
    sheet.paragraph(LEFT, y + 2, "本证明仅用于办理注册安全工程师注册手续，特此证明。", WIDTH, 5.2, leading=2.0)
    sheet.text(184, y + 46, employer.name, 5.0, align="right", fit_mm=120)
    sheet.text(178, y + 57, in_words(day), 5.0, align="right")
    press(sheet, seal, (150, y + 50), float(rng.uniform(-12, 12)), rng)
    sheet.text(LEFT, 262, f"联系人：{employer.contact}    联系电话：{employer.phone}", 4.0)
    sheet.specimen()
    return sheet


def circular(employer: Employer, person: Person, day: dt.date, seal: Seal, rng: np.random.Generator) -> Sheet:
    """An appointment by a circular with a red head: 关于…任职的通知."""
    sheet = Sheet(kind="letter", face=Face.FANDOL_FANG, fields={"employer": employer.name, "person": person.name})
    sheet.text(105, 30, f"{employer.name}文件", 10.0, face=Face.SONG_BOLD, ink=RED, align="centre", fit_mm=165)
    sheet.text(105, 52, f"人〔{day.year}〕{int(rng.integers(5, 60))}号", 4.8, align="centre")
    sheet.image.paste(RED, (sheet.px(24), sheet.px(61), sheet.px(186), sheet.px(61.7)))
    sheet.text(105, 74, f"关于{person.name}同志任职的通知", 7.2, face=Face.SONG_BOLD, align="centre", fit_mm=160)
    y = sheet.paragraph(LEFT, 94, "各部门、各单位：", WIDTH, 5.2, leading=1.95, indent=0)
    words = f"经研究决定，任命{person.name}同志为安全管理部安全工程师（注册安全工程师），任期三年，自发文之日起计算。"
    y = sheet.paragraph(LEFT, y, words, WIDTH, 5.2, leading=1.95)
    y = sheet.paragraph(LEFT, y, "特此通知。", WIDTH, 5.2, leading=1.95)
    sheet.text(184, y + 30, employer.name, 5.0, align="right", fit_mm=120)
    sheet.text(178, y + 41, in_words(day), 5.0, align="right")
    press(sheet, seal, (150, y + 35), float(rng.uniform(-12, 12)), rng)
    sheet.specimen()
    return sheet


def rename_paper(old: str, new: str, authority: Seal, day: dt.date, rng: np.random.Generator) -> Sheet:
    """准予变更登记通知书 by lines: what is changed, what was registered, what is registered now."""
    sheet = Sheet(kind="rename-notice", face=Face.FANDOL_FANG, fields={"former_employer": old, "employer": new})
    sheet.text(105, 30, "准予变更登记通知书", 9.0, face=Face.SONG_BOLD, align="centre")
    sheet.text(105, 46, f"（登记内变字〔{day.year}〕第{int(rng.integers(1000, 9999))}号）", 4.8, align="centre")
    y = sheet.paragraph(LEFT, 64, f"{new}：", WIDTH, 5.0, leading=1.9, indent=0)
    words = "你单位提交的变更登记申请材料齐全，符合法定形式，根据市场主体登记管理的有关规定，我局决定准予变更登记。"
    y = sheet.paragraph(LEFT, y, words, WIDTH, 5.0, leading=1.9) + 6
    for label, value in (("变更事项", "名称"), ("原登记内容", old), ("现登记内容", new), ("核准日期", in_words(day))):
        sheet.text(LEFT + 10, y, f"{label}：", 5.0)
        sheet.text(LEFT + 40, y, value, 5.0, fit_mm=WIDTH - 42)
        y += 11
    sheet.text(184, y + 34, authority.name, 5.0, align="right")
    sheet.text(180, y + 45, in_words(day), 5.0, align="right")
    press(sheet, authority, (156, y + 38), float(rng.uniform(-8, 8)), rng)
    sheet.text(LEFT, 268, "注：本通知书由登记机关出具，涂改无效。", 3.6)
    sheet.specimen()
    return sheet


def statement_table(
    person: Person, employer: str, entries: tuple[Entry, ...], day: dt.date, rng: np.random.Generator, *, signed: bool
) -> Sheet:
    """履职情况陈述 as a table: time, place, work, result; the signature under it."""
    sheet = Sheet(kind="statement", face=Face.FANDOL_SONG, fields={"person": person.name, "employer": employer})
    sheet.text(105, 24, "注册安全工程师执业期间履职情况陈述", 7.0, face=Face.SONG_BOLD, align="centre")
    sheet.text(LEFT - 4, 40, f"姓名：{person.name}        聘用单位：{employer}", 4.3, fit_mm=WIDTH + 8)
    columns = (LEFT - 4, 56.0, 92.0, 148.0, LEFT + WIDTH + 4)
    y = 50.0
    for line, entry in enumerate((("时间", "地点", "完成或参与的具体工作", "效果"), *entries)):
        height = 11.0 if line == 0 else 24.0
        for (left, right), words in zip(pairwise(columns), entry, strict=True):
            sheet.frame(left, y, right, y + height)
            if line == 0:
                label_cell(sheet, words, (left, y, right, y + height), 4.2)
            else:
                sheet.paragraph(left + 1.6, y + 3, words, right - left - 3.2, 4.1, leading=1.5, indent=0)
        y += height
    sheet.text(LEFT - 4, y + 6, "以上情况由本人如实陈述。", 4.4)
    _closing(sheet, person, "陈述人：", day, y + 24, rng, signed=signed)
    return sheet


def statement_letter(
    person: Person, employer: str, words: tuple[str, ...], day: dt.date, rng: np.random.Generator, *, signed: bool
) -> Sheet:
    """履职情况 as a letter in 仿宋 with numbered paragraphs."""
    sheet = Sheet(kind="statement", face=Face.FANDOL_FANG, fields={"person": person.name, "employer": employer})
    sheet.text(105, 26, spaced("履职情况书面陈述"), 7.6, face=Face.SONG_BOLD, align="centre")
    y = 48.0
    for paragraph in (f"本人{person.name}，现为{employer}安全工程师。现就本注册周期内履行职责的情况陈述如下：", *words):
        y = sheet.paragraph(LEFT, y, paragraph, WIDTH, 4.9, leading=1.85) + 1
    _closing(sheet, person, "本人签字：", day, max(y + 16, 196.0), rng, signed=signed)
    return sheet


def as_sentences(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """The entries of a table as numbered sentences."""
    return tuple(f"{'一二三四五六'[n]}、{time}，在{place}{what}，{result}。" for n, (time, place, what, result) in enumerate(entries))


def hours_proof(person: Person, day: dt.date, provider: Seal, rng: np.random.Generator) -> Sheet:
    """继续教育学时证明 with a table of courses and their sum."""
    sheet = Sheet(kind="education-proof", face=Face.FANDOL_SONG, fields={"person": person.name, "hours": "48"})
    sheet.text(105, 28, "注册安全工程师继续教育学时证明", 7.4, face=Face.SONG_BOLD, align="centre")
    words = f"学员{person.name}，身份证号{person.id_number}，参加我单位举办的注册安全工程师继续教育培训，完成下列课程："
    y = sheet.paragraph(LEFT, 48, words, WIDTH, 4.6, leading=1.8) + 4
    columns = (LEFT, 46.0, 112.0, 152.0, LEFT + WIDTH)
    rows = (
        ("序号", "课程名称", "培训日期", "学时"),
        ("1", "安全生产法律法规新变化", "2025年3月", "16"),
        ("2", "双重预防机制建设与评估", "2025年6月", "16"),
        ("3", "事故案例分析与应急管理", "2025年11月", "16"),
        ("", "合计", "", "48"),
    )
    for row in rows:
        for (left, right), cell in zip(pairwise(columns), row, strict=True):
            sheet.frame(left, y, right, y + 10)
            label_cell(sheet, cell, (left, y, right, y + 10), 4.2)
        y += 10
    sheet.paragraph(LEFT, y + 8, "经考核合格，准予结业，特此证明。", WIDTH, 4.6)
    sheet.text(184, y + 44, provider.name, 4.8, align="right")
    sheet.text(178, y + 55, in_words(day), 4.8, align="right")
    press(sheet, provider, (152, y + 48), float(rng.uniform(-8, 8)), rng)
    sheet.specimen()
    return sheet


def _closing(  # noqa: PLR0913 - who signs, and where
    sheet: Sheet, person: Person, words: str, day: dt.date, y: float, rng: np.random.Generator, *, signed: bool
) -> None:
    """Who signs, and the day in the same hand."""
    sheet.text(112, y, words, 4.8)
    sheet.text(112, y + 15, "日  期：", 4.8)
    if signed:
        hands = SIGNING if covers(SIGNING[0], person.name) else HANDS
        sign(sheet, "applicant", person.name, (154, y + 1.5), rng, size_mm=10.5, ink=PEN_BLACK, hands=hands)
        pen_text(sheet, 134, y + 14, written(day, "dots"), rng, size_mm=5.6, ink=PEN_BLACK, digit_faces=SIGNING)
    else:
        sheet.signatures.append({"role": "applicant", "kind": "empty"})
    sheet.specimen()

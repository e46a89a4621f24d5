"""The seven applications without a defect, one of each online kind."""

from __future__ import annotations

import datetime as dt

from samples.drawing.fonts import Face
from samples.drawing.forms import OPEN_ENDED, Layout
from samples.drawing.handwriting import BLUE, RUNNING_FACES
from samples.drawing.held_id import held_id_shot
from samples.drawing.letters import education_proof, rename_notice, statement
from samples.drawing.seals import Seal
from samples.kit import Kit

TRAINER = Seal(name="云岚安全工程师培训中心", face=Face.SONG_BOLD)
WORK_DONE = (
    (
        "一、2022年3月至6月，在本单位东区主持老旧设备隐患排查，检查压力容器 12 台、配电装置 26 处，发现隐患 43 项，"
        "编制整改方案并逐项验收，至2022年6月28日全部闭环。"
    ),
    "二、2023年5月，参与本单位二号油库重大危险源评估，对 8 座储罐开展定量风险分析，形成评估报告并通过专家评审。",
    "三、2024年9月10日，在二号油库组织泄漏事故应急演练，参演人员 65 人，修订应急预案 3 处，演练总结已归档。",
    "四、2025年4月至11月，负责全厂双重预防机制建设，辨识风险点 118 个，更新管控清单，培训班组长 32 人次。",
)


def initial(seed: int) -> Kit:
    """初始, brackets in the employer's name, everything photographed by phone."""
    kit = Kit(number=1, kind="initial", submitted_on=dt.date(2026, 4, 12), seed=seed)
    kit.declare(staff_status="enterprise", certificate_issued_on=dt.date(2023, 12, 20))
    kit.overrides["form-photo"] = "pass"
    first, second = kit.form(photo=kit.portrait(), pen=frozenset({"phone", "contact", "employer_phone"}))
    kit.add("微信图片_20260411093012.jpg", kit.phone(second), orientation=6)
    kit.add("微信图片_20260411093005.jpg", kit.phone(first))
    cover, *body, last = kit.contract(numbering="words")
    for name, sheet in zip(("IMG_0312.jpg", "IMG_0313.jpg", "IMG_0314.jpg", "IMG_0316.jpg"), (cover, *body), strict=True):
        kit.add(name, kit.phone(sheet, shadow=0.15))
    kit.add("IMG_0317.jpg", kit.phone(last, shadow=0.3), orientation=8)
    kit.add("mmexport1775871.jpg", held_id_shot(kit.person, kit.rng))
    kit.add_photo("证件照.jpg")
    return kit


def late_initial(seed: int) -> Kit:
    """逾期初始, the personnel department's seal, values by hand, papers in one scanned PDF."""
    kit = Kit(number=2, kind="late-initial", submitted_on=dt.date(2026, 5, 20), seed=seed)
    kit.declare(staff_status="enterprise", certificate_issued_on=dt.date(2019, 12, 6))
    first, second = kit.form(
        layout=Layout.UNDERLINED,
        certificate_on=dt.date(2019, 12, 6),
        certificate_no="20190211100000261",
        pen=frozenset({"employer", "address", "contact", "employer_phone", "phone", "term_from", "term_to"}),
        pen_ink=BLUE,
        seal=kit.seal(line="人力资源部", size_mm=40.0),
    )
    cover, *body, last = kit.contract(numbering="slash", pen=True)
    sheets = [cover, *body, last, first, second]
    kit.add_pages("扫描件20260518.pdf", [kit.scan(sheet) for sheet in sheets], turns={2: 180})
    proof = education_proof(kit.person, 48, dt.date(2025, 3, 4), dt.date(2025, 11, 20), TRAINER, kit.rng)
    kit.add("DSC_1182.jpg", kit.phone(proof))
    kit.add("IMG20260518101511.webp", held_id_shot(kit.person, kit.rng), quality=82)
    kit.add_photo("1.jpg")
    return kit


def renewal(seed: int) -> Kit:
    """延续, 无固定期限 in contract and form alike, signed statement, multi-page TIFF."""
    kit = Kit(number=3, kind="renewal", submitted_on=dt.date(2026, 6, 2), seed=seed)
    kit.declare(staff_status="enterprise", registration_expires_on=dt.date(2026, 8, 15))
    first, second = kit.form(
        layout=Layout.STACKED,
        until=OPEN_ENDED,
        since=dt.date(2018, 7, 1),
        category="金属非金属矿山安全",
        expires_on=dt.date(2026, 8, 15),
        registration_no="YB10012345",
        seal=kit.seal(face=Face.SONG_BOLD),
        seal_shift_mm=(-37.0, -2.0),
    )
    kit.add("申请表2.jpg", kit.scan(first))
    kit.add("申请表.jpg", kit.scan(second))
    pages = kit.contract(until=None, since=dt.date(2018, 7, 1), signed_on=dt.date(2018, 6, 28), numbering="dashes")
    kit.add_pages("合同.tif", [kit.scan(sheet) for sheet in pages])
    paper = statement(kit.person, kit.employer.name, WORK_DONE, dt.date(2026, 5, 28), kit.rng)
    kit.add("IMG_2207.jpg", kit.phone(paper), orientation=3)
    proof = education_proof(kit.person, 48, dt.date(2024, 4, 9), dt.date(2025, 10, 31), TRAINER, kit.rng)
    kit.add("IMG_2210.jpg", kit.scan(proof))
    kit.add_photo("照片_顾.jpg")
    return kit


def change_employer(seed: int) -> Kit:
    """变更 to a new employer; the contract is a born-digital PDF with a scanned signature page; 13-digit seal code."""
    kit = Kit(number=4, kind="change-employer", submitted_on=dt.date(2026, 3, 25), seed=seed)
    kit.declare(staff_status="enterprise", registration_expires_on=dt.date(2029, 5, 9))
    coded = kit.seal(code="9999990041276")
    first, second = kit.form(
        category="建筑施工安全",
        former_employer="临栖砚山桥隧工程有限公司",
        since=dt.date(2026, 2, 1),
        until=dt.date(2029, 1, 31),
        expires_on=dt.date(2029, 5, 9),
        registration_no="YB10022871",
        seal=coded,
    )
    *text, last = kit.contract(
        since=dt.date(2026, 2, 1), until=dt.date(2029, 1, 31), signed_on=dt.date(2026, 1, 29), seal=coded, numbering="words"
    )
    kit.add_born_digital("劳动合同最终版.pdf", text, kit.scan(last))
    kit.add("图片1.png", kit.scan(first, noise=0.0))
    kit.add("图片2.jpg", kit.scan(second), turn=90)
    kit.add_photo("zhaopian.jpg")
    return kit


def change_name(seed: int) -> Kit:
    """变更, the employer was renamed: the registration authority's notice carries both names."""
    kit = Kit(number=5, kind="change-name", submitted_on=dt.date(2026, 7, 8), seed=seed)
    old = "云岚长青机电设备有限责任公司"
    kit.declare(registration_expires_on=dt.date(2028, 10, 30))
    kit.declared["employer"]["former_name"] = old
    first, second = kit.form(
        layout=Layout.STACKED,
        former_employer=old,
        expires_on=dt.date(2028, 10, 30),
        registration_no="YB10031190",
        category="其他安全（不包括消防安全）",
    )
    notice = rename_notice(
        old, kit.employer.name, Seal(name="云岚市市场监督管理局"), dt.date(2026, 5, 18), "（云岚）登字〔2026〕第0518号", kit.rng
    )
    kit.add("IMG_5521.heic", kit.phone(notice))
    kit.add("IMG_5519.jpg", kit.phone(first))
    kit.add("IMG_5520.jpg", kit.phone(second, tilt=0.04))
    kit.add_photo("me.jpg", quality=88)
    return kit


def change_category(seed: int) -> Kit:
    """变更 of the category alone: form and photo; the seal crosses the printed name."""
    kit = Kit(number=6, kind="change-category", submitted_on=dt.date(2026, 8, 14), seed=seed)
    kit.declare(employer=False, registration_expires_on=dt.date(2029, 1, 20))
    kit.overrides["declared-employer"] = "not-applicable"
    first, second = kit.form(
        category="建筑施工安全",
        former_category="其他安全（不包括消防安全）",
        expires_on=dt.date(2029, 1, 20),
        registration_no="YB10043307",
        pen=frozenset({"employer", "address"}),
        pen_faces=RUNNING_FACES,
        seal_shift_mm=(-26.0, -8.0),
    )
    kit.add_pages("变更注册材料.pdf", [kit.scan(second), kit.scan(first, skew_deg=1.4)])
    kit.add_photo("照片.jpg")
    return kit


def re_registration(seed: int) -> Kit:
    """重新, staff of a public institution with a 聘用合同书."""
    kit = Kit(number=7, kind="re-registration", submitted_on=dt.date(2026, 9, 3), seed=seed)
    kit.declare(staff_status="institution", registration_expires_on=dt.date(2025, 11, 30))
    first, second = kit.form(
        layout=Layout.UNDERLINED,
        expires_on=dt.date(2025, 11, 30),
        registration_no="YB10009014",
        seal=kit.seal(code="9999990070031"),
    )
    pages = kit.contract(title="聘用合同书", numbering="slash", face=Face.KAI, size_mm=4.5)
    kit.add_pages("0903.pdf", [kit.scan(sheet) for sheet in pages], turns={1: 270})
    kit.add("微信图片_20260902201533.jpg", kit.phone(first))
    kit.add("微信图片_20260902201541.jpg", kit.phone(second))
    proof = education_proof(kit.person, 60, dt.date(2025, 2, 10), dt.date(2026, 6, 26), TRAINER, kit.rng)
    kit.add("证明.png", kit.scan(proof, noise=0.0))
    kit.add_photo("XWJ.jpg")
    return kit


FLAWLESS = (initial, late_initial, renewal, change_employer, change_name, change_category, re_registration)

"""The nine applications with one to three seeded defects each; between them every check of the online rules fails."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from samples.cast import PEOPLE
from samples.drawing.capture import blurred
from samples.drawing.fonts import Face
from samples.drawing.forms import OPEN_ENDED, Layout
from samples.drawing.held_id import held_id_shot
from samples.drawing.letters import blank_paper, education_proof, employment_letter, other_paper, statement
from samples.drawing.people import Employer
from samples.expectations import EMPLOYMENT, FORM, PHOTO, STATEMENT
from samples.flawless import TRAINER, WORK_DONE
from samples.kit import Kit


def one_character(seed: int) -> Kit:
    """初始: the seal differs from the form by one character, no card in the held photo, no employment document."""
    kit = Kit(number=8, kind="initial", submitted_on=dt.date(2026, 4, 20), proposal="return", seed=seed)
    kit.declare(certificate_issued_on=dt.date(2023, 12, 20), staff_status="enterprise")
    kit.defects = ["seal-one-character", "held-id-without-card", "no-employment-document"]
    kit.overrides = dict.fromkeys(EMPLOYMENT, "either") | {
        "form-seal-name": "fail",
        "held-id": "fail",
        "employment-present": "fail",
    }
    other = kit.employer.name.replace("启砚", "启辰")
    first, second = kit.form(layout=Layout.STACKED, category="建筑施工安全", seal=kit.seal(name=other))
    kit.add("IMG_0108.jpg", kit.phone(second))
    kit.add("IMG_0107.jpg", kit.phone(first), orientation=6)
    kit.add("IMG_0111.jpg", held_id_shot(kit.person, kit.rng, card="absent"))
    kit.add_photo("zzh.jpg")
    return kit


def suffix(seed: int) -> Kit:
    """初始: 有限责任公司 in the seal, 有限公司 on the form; only a 聘用证明; one JPEG is cut off."""
    kit = Kit(number=9, kind="initial", submitted_on=dt.date(2026, 5, 6), proposal="return", seed=seed)
    kit.declare(certificate_issued_on=dt.date(2023, 12, 20), staff_status="enterprise", employer=False)
    kit.defects = ["seal-company-form", "letter-instead-of-contract", "truncated-jpeg"]
    kit.overrides = dict.fromkeys(EMPLOYMENT, "either") | {
        "form-seal-name": "fail",
        "form-photo": "pass",
        "employment-type": "fail",
        "files-readable": "fail",
        "declared-employer": "not-applicable",
        "pages-legible": "either",
    }
    sealed = kit.seal(name=kit.employer.name.replace("有限公司", "有限责任公司"), code="9999990090518")
    first, second = kit.form(photo=kit.portrait(), seal=sealed)
    kit.add_pages("扫描0506.pdf", [kit.scan(first), kit.scan(second)])
    letter = employment_letter(kit.employer, kit.person, dt.date(2026, 4, 28), kit.seal(), kit.rng)
    kit.add("IMG_3301.jpg", kit.phone(letter))
    kit.add("IMG_3302.jpg", held_id_shot(kit.person, kit.rng))
    certificate = other_paper("职业资格证书（复印件）", (f"姓名：{kit.person.name}", "资格名称：中级注册安全工程师", "级别：中级"))
    kit.add_broken("IMG_3303.jpg", kit.phone(certificate), 0.35)
    kit.add_photo("tang.jpg")
    return kit


def contract_seal(seed: int) -> Kit:
    """延续: 合同专用章 instead of the company seal, a statement of duties only, fourteen months too early."""
    kit = Kit(number=10, kind="renewal", submitted_on=dt.date(2026, 3, 16), proposal="return", seed=seed)
    kit.declare(registration_expires_on=dt.date(2027, 5, 24), staff_status="enterprise")
    kit.defects = ["contract-seal", "duty-only-statement", "renewal-window"]
    kit.overrides = {"form-seal-kind": "fail", "statement-content": "fail", "declared-window": "fail", "form-seal": "either"}
    kit.overrides["form-seal-name"] = "either"
    first, second = kit.form(
        layout=Layout.UNDERLINED,
        category="金属冶炼安全",
        expires_on=dt.date(2027, 5, 24),
        registration_no="YB10051226",
        seal=kit.seal(line="合同专用章", size_mm=40.0, star=True),
    )
    kit.add("3.jpg", kit.scan(first))
    kit.add("4.jpg", kit.scan(second))
    kit.add_pages("合同扫描.pdf", [kit.scan(sheet) for sheet in kit.contract(numbering="dashes")])
    duties = (
        (
            "本人在安全管理部任安全工程师，岗位职责包括：负责贯彻执行国家安全生产法律法规；负责建立健全安全生产责任制；"
            "负责组织安全教育培训；负责监督检查现场安全措施的落实；负责完成领导交办的其他工作。"
        ),
        "本人能够认真履行岗位职责，遵守职业道德，服从单位管理，积极完成各项任务。",
    )
    kit.add("5.jpg", kit.phone(statement(kit.person, kit.employer.name, duties, dt.date(2026, 3, 10), kit.rng)))
    proof = education_proof(kit.person, 48, dt.date(2025, 4, 7), dt.date(2026, 1, 16), TRAINER, kit.rng)
    kit.add("6.bmp", kit.scan(proof, dpi=104, noise=0.8))
    kit.add_photo("0.jpg")
    return kit


def unsealed(seed: int) -> Kit:
    """变更: no seal, 长期 instead of 无固定期限, and a colleague's contract with another firm was handed in."""
    kit = Kit(number=11, kind="change-employer", submitted_on=dt.date(2026, 6, 18), proposal="return", seed=seed)
    kit.declare(staff_status="enterprise", registration_expires_on=dt.date(2029, 2, 2))
    kit.defects = ["no-seal", "term-long-instead-of-open", "contract-of-another-person-and-firm"]
    kit.overrides = {
        "form-seal": "fail",
        "form-seal-kind": "not-applicable",
        "form-seal-legible": "not-applicable",
        "form-seal-name": "not-applicable",
        "form-term": "fail",
        "employment-employer": "fail",
        "employment-person": "fail",
        "employment-term": "either",
        "rename-evidence": "fail",
    }
    former = "溪畔嘉行客货运输有限公司"
    first, second = kit.form(
        category="道路运输安全",
        former_employer=former,
        since=dt.date(2026, 5, 1),
        until="长期",
        expires_on=dt.date(2029, 2, 2),
        registration_no="YB10060718",
        seal=None,
    )
    kit.add("微信图片_20260617170233.jpg", kit.phone(first))
    kit.add("微信图片_20260617170240.jpg", kit.phone(second))
    colleague = PEOPLE[1]
    firm = Employer(
        name="望岚启明运输服务有限公司",
        credit_code="91999999MA0YB901X1",
        address="望岚市南环路9号",
        head="韦立民",
        contact="许愿",
        phone="0999-66660001",
    )
    pages = kit.contract(
        employer=firm,
        person_name=colleague.name,
        person_id=colleague.id_number,
        person_address=colleague.address,
        until=None,
        since=dt.date(2026, 5, 1),
        signed_on=dt.date(2026, 4, 27),
        seal=replace(kit.seal(), name=firm.name, code="9999990110044"),
    )
    kit.add_pages("劳动合同.pdf", [kit.scan(sheet) for sheet in pages])
    kit.add_photo("DSC_0042.jpg")
    return kit


def expired(seed: int) -> Kit:
    """重新: the contract ended before the application, page 4 stands twice and page 3 is missing, no education proof."""
    kit = Kit(number=12, kind="re-registration", submitted_on=dt.date(2026, 7, 21), proposal="review", seed=seed)
    kit.declare(registration_expires_on=dt.date(2026, 1, 31))
    kit.defects = ["contract-expired", "contract-page-3-missing-page-4-twice", "no-education-proof"]
    kit.overrides = {
        "employment-term": "fail",
        "employment-pages": "fail",
        "pages-duplicate": "fail",
        "education-proof": "fail",
        "form-term": "either",
        "employment-type": "either",
    }
    first, second = kit.form(
        layout=Layout.STACKED,
        category="金属冶炼安全",
        since=dt.date(2022, 5, 1),
        until=dt.date(2029, 4, 30),
        expires_on=dt.date(2026, 1, 31),
        registration_no="YB10008840",
    )
    kit.add("IMG_6001.jpg", kit.scan(second), turn=180)
    kit.add("IMG_6002.jpg", kit.scan(first))
    pages = kit.contract(
        since=dt.date(2022, 5, 1), until=dt.date(2025, 4, 30), signed_on=dt.date(2022, 4, 25), size_mm=5.7, numbering="words"
    )
    shots = [kit.scan(sheet) for sheet in pages]
    kept = [*shots[:3], shots[4], kit.scan(pages[4]), *shots[5:]]
    for number, shot in enumerate(kept):
        kit.add(f"合同_{number + 1:02d}.jpg", shot)
    kit.add_photo("秦.jpg")
    return kit


def faint(seal_seed: int) -> Kit:
    """逾期初始: the name is typed where it should be signed, the seal is too faint, one contract page is out of focus."""
    kit = Kit(number=13, kind="late-initial", submitted_on=dt.date(2026, 9, 15), proposal="review", seed=seal_seed)
    kit.declare(certificate_issued_on=dt.date(2019, 10, 18), staff_status="enterprise")
    kit.defects = ["printed-name-as-signature", "seal-too-faint", "page-out-of-focus"]
    kit.overrides = {
        "form-signature": "fail",
        "form-seal-legible": "fail",
        "form-seal-name": "either",
        "form-seal-kind": "either",
        "form-seal": "either",
        "pages-legible": "fail",
        "employment-pages": "either",
    }
    first, second = kit.form(
        certificate_on=dt.date(2019, 10, 18),
        certificate_no="20190313100000513",
        category="建筑施工安全",
        signature="typed",
        seal=kit.seal(strength=0.34, wear=0.98),
    )
    kit.add("IMG_20260914_153011.jpg", kit.phone(first))
    kit.add("IMG_20260914_153019.jpg", kit.phone(second))
    cover, *body, last = kit.contract(numbering="slash")
    for number, sheet in enumerate((cover, *body, last)):
        shot = kit.phone(sheet)
        kit.add(f"IMG_20260914_1532{number:02d}.jpg", blurred(shot, 9.0) if number == 2 else shot)
    proof = education_proof(kit.person, 48, dt.date(2025, 5, 12), dt.date(2026, 5, 29), TRAINER, kit.rng)
    kit.add("证书.jpg", kit.scan(proof))
    kit.add("自拍.jpg", held_id_shot(kit.person, kit.rng))
    kit.add_photo("IMG_9001.jpg")
    return kit


def half_a_form(seed: int) -> Kit:
    """延续: the form's second page is missing, the employer cell is empty, the statement is not signed."""
    kit = Kit(number=14, kind="renewal", submitted_on=dt.date(2026, 8, 28), proposal="return", seed=seed)
    kit.declare(employer=False, registration_expires_on=dt.date(2026, 10, 31))
    kit.defects = ["form-page-2-missing", "employer-cell-empty", "statement-unsigned"]
    kit.overrides = {name: "either" for name in FORM if name not in {"form-pages", "form-kind"}} | {
        "form-pages": "fail",
        "form-filled": "fail",
        "form-employer": "fail",
        "form-term": "pass",
        "declared-employer": "not-applicable",
        "employment-employer": "either",
        "employment-type": "either",
        "statement-signature": "fail",
    }
    first, _ = kit.form(
        layout=Layout.UNDERLINED,
        expires_on=dt.date(2026, 10, 31),
        registration_no="YB10077302",
        blank=frozenset({"employer", "address"}),
    )
    kit.add("IMG_1450.jpg", kit.phone(first))
    kit.add_pages("Scan_0001.pdf", [kit.scan(sheet) for sheet in kit.contract(numbering="slash", face=Face.MING)])
    paper = statement(kit.person, kit.employer.name, WORK_DONE, dt.date(2026, 8, 20), kit.rng, signed="empty")
    kit.add("IMG_1452.jpg", kit.scan(paper), turn=270)
    proof = education_proof(kit.person, 48, dt.date(2025, 6, 2), dt.date(2026, 3, 13), TRAINER, kit.rng)
    kit.add("IMG_1453.jpg", kit.phone(proof))
    kit.add_photo("p.jpg")
    return kit


def unproven_rename(seed: int) -> Kit:
    """变更: no paper on the rename, no ID photo, and application.json is another person's, with a wrong ID number."""
    kit = Kit(number=15, kind="change-name", submitted_on=dt.date(2026, 10, 9), proposal="return", seed=seed)
    stranger = PEOPLE[7]
    number = stranger.id_number
    wrong = number[:-1] + ("5" if number[-1] != "5" else "6")
    kit.declare(registration_expires_on=dt.date(2029, 6, 12))
    kit.declared["applicant"] = {"name": stranger.name, "id_number": wrong}
    kit.declared["employer"] = {"name": "望岚启砚建筑安装工程有限公司"}
    kit.defects = ["no-rename-evidence", "no-id-photo", "declared-facts-of-another-person"]
    kit.overrides = dict.fromkeys(PHOTO, "not-applicable") | {
        "photo-present": "fail",
        "rename-evidence": "fail",
        "declared-applicant": "fail",
        "declared-employer": "fail",
        "id-number": "fail",
    }
    first, second = kit.form(former_employer="临栖白桦涂料化工有限公司", expires_on=dt.date(2029, 6, 12), registration_no="YB10090155")
    kit.add("未命名1.jpg", kit.scan(second))
    kit.add("未命名.jpg", kit.phone(first), orientation=6)
    return kit


def wrong_form(seed: int) -> Kit:
    """延续: handed in on the form for 初始, without a statement, a blank sheet in place of the signature page."""
    kit = Kit(number=16, kind="renewal", submitted_on=dt.date(2026, 10, 22), proposal="return", seed=seed)
    kit.declare(staff_status="enterprise", registration_expires_on=dt.date(2026, 12, 20))
    kit.defects = ["form-of-another-kind", "no-statement", "blank-instead-of-signature-page"]
    kit.overrides = dict.fromkeys(STATEMENT, "either") | {
        "form-kind": "fail",
        "statement-present": "fail",
        "form-filled": "either",
        "employment-signed": "fail",
        "employment-pages": "either",
        "pages-blank": "fail",
        "pages-legible": "either",
    }
    first, second = kit.form(title_kind="initial", category="煤矿安全", until=OPEN_ENDED, seal=kit.seal(face=Face.SONG_BOLD))
    kit.add("IMG_7731.jpg", kit.scan(first))
    kit.add("IMG_7732.jpg", kit.scan(second))
    *pages, _ = kit.contract(until=None, numbering="words")
    kit.add_pages("文档1.pdf", [kit.scan(sheet) for sheet in (*pages, blank_paper())])
    proof = education_proof(kit.person, 48, dt.date(2025, 8, 18), dt.date(2026, 7, 10), TRAINER, kit.rng)
    kit.add("IMG_7740.jpg", kit.scan(proof))
    kit.add_photo("叶.jpg")
    return kit


DEFECTIVE = (
    *(one_character, suffix, contract_seal, unsealed, expired),
    *(faint, half_a_form, unproven_rename, wrong_form),
)

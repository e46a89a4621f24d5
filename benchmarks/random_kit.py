"""Draws one random application for a seed: kind, people, layouts, captures, and defects with their truth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from benchmarks.layouts import FRESH_STYLES, LAST_STYLES, OPEN_STYLES, SHUT_STYLES, Style, form_pages
from benchmarks.papers import (
    FRESH_WORDINGS,
    OPEN_WORDINGS,
    SHUT_STATEMENT_TITLES,
    SHUT_WORDINGS,
    STATEMENT_TITLES,
    Deal,
    Wording,
    contract,
    rename_list,
    rename_sentence,
    statement,
)
from benchmarks.random_captures import CapturingKit
from benchmarks.random_cast import a_person, an_employer, near_name
from samples.drawing.contracts import ContractFacts, contract_pages
from samples.drawing.fonts import Face
from samples.drawing.form_back import page_two
from samples.drawing.forms import OPEN_ENDED, FormFacts, Layout, page_one
from samples.drawing.handwriting import BLUE, BLUE_BLACK, RUNNING_FACES
from samples.drawing.held_id import held_id_shot
from samples.drawing.letters import education_proof, employment_letter
from samples.drawing.seals import Seal
from samples.expectations import EMPLOYMENT, FORM, PHOTO, STATEMENT, WITH_EDUCATION, WITH_EMPLOYMENT

if TYPE_CHECKING:
    from samples.drawing.paper import Rgb, Sheet
    from samples.drawing.people import Employer, Person

KINDS = ("initial", "late-initial", "renewal", "change-employer", "change-name", "change-category", "re-registration")
TRAINER = Seal(name="宁川安全技术培训学校", face=Face.SONG_BOLD)
WORK = (
    "一、2023年4月至7月，在二车间主持危险化学品储存隐患排查，检查储罐 9 座、管线 31 条，发现隐患 27 项，至2023年7月20日全部整改完成。",
    "二、2024年5月，组织编制一号装置检修安全方案，完成作业风险分析 46 项，检修期间未发生事故。",
    "三、2025年9月12日，在厂区组织火灾事故应急演练，参演 58 人，修订现场处置方案 5 项。",
)
DUTIES = (
    "本人在安全环保部任安全工程师，主要职责：贯彻执行安全生产方针政策；组织制定安全规章制度；组织安全教育培训；监督劳动防护用品发放；完成领导交办的其他任务。",
    "本人爱岗敬业，遵纪守法，能够认真履行岗位职责，积极完成各项工作。",
)
Half = Literal["open", "shut", "last", "fresh"]
SAMPLE_LAYOUTS = (Layout.RULED, Layout.UNDERLINED, Layout.STACKED)
PENS = (
    frozenset[str](),
    frozenset({"phone", "contact", "employer_phone"}),
    frozenset({"employer", "address", "term_from", "term_to", "phone"}),
)


@dataclass(kw_only=True)
class RandomKit(CapturingKit):
    """A kit with its own person, employer and layouts instead of the samples' cast."""

    someone: Person
    firm: Employer
    style: Style | Layout
    wording: Wording | None
    public: bool
    shut: bool
    since: dt.date = dt.date(2024, 3, 1)
    until: dt.date | None = dt.date(2029, 2, 28)
    pen: tuple[str, ...] = ()
    _portrait: Rgb | None = None

    @property
    def id(self) -> str:
        """B and the seed."""
        return f"B{self.seed:04d}"

    @property
    def person(self) -> Person:
        """The applicant."""
        return self.someone

    @property
    def employer(self) -> Employer:
        """The employer."""
        return self.firm

    def portrait(self) -> Rgb:
        """The applicant's ID photo, drawn once."""
        if self._portrait is None:
            self._portrait = super().portrait()
        return self._portrait

    def both_pages(self, **facts: Any) -> list[Sheet]:  # noqa: ANN401 - fields of FormFacts
        """The application form in this kit's layout."""
        self.pen = tuple(sorted(self.pick(*PENS)))
        certified = dt.date(2019, 11, 6) if self.kind == "late-initial" else dt.date(2018, 12, 7)
        certified = dt.date(2023, 12, 20) if self.kind in {"initial", "change-employer"} else certified
        given: dict[str, Any] = {
            "kind": self.kind,
            "layout": self.style if isinstance(self.style, Layout) else Layout.RULED,
            "person": self.person,
            "employer": self.employer,
            "category": self.pick("化工安全", "建筑施工安全", "煤矿安全", "金属冶炼安全", "其他安全（不包括消防安全）"),
            "certificate_no": f"{certified.year}0111000{self.seed:04d}0021",
            "certificate_on": certified,
            "since": self.since,
            "until": self.until or OPEN_ENDED,
            "signed_on": self.submitted_on - dt.timedelta(days=5),
            "seal": self.seal(),
            "seal_turn_deg": float(self.rng.uniform(-35, 35)),
            "seal_shift_mm": (float(self.rng.uniform(-8, 6)), float(self.rng.uniform(-4, 3))),
            "pen": frozenset(self.pen),
            "pen_faces": self.pick((Face.WENKAI_LIGHT, Face.KAI), RUNNING_FACES),
            "pen_ink": self.pick(BLUE, BLUE_BLACK),
            "photo": self.portrait(),
            "history": (
                ("2014.07-2018.05", "澄江第三建筑公司", "现场安全检查", "安全员"),
                (f"2018.06-{self.since:%Y.%m}", "安澜省第五工程局", "安全培训与隐患治理", "安全主管"),
                (f"{self.since:%Y.%m}-至今", self.employer.name, "安全技术管理", "安全工程师"),
            ),
        }
        form = FormFacts(**{**given, **facts})
        if isinstance(self.style, Style):
            return form_pages(form, self.style, self.rng)
        return [page_one(form, self.rng), page_two(form, self.rng)]

    def employment(self, **changes: Any) -> list[Sheet]:  # noqa: ANN401 - fields of Deal
        """The contract in this kit's wording."""
        given: dict[str, Any] = {
            "employer": self.employer,
            "person": self.person,
            "since": self.since,
            "until": self.until,
            "signed_on": self.since - dt.timedelta(days=4),
            "seal": self.seal(),
        }
        deal = Deal(**{**given, **changes})
        if self.wording is not None:
            return contract(deal, self.wording, self.rng)
        return contract_pages(
            ContractFacts(
                employer=deal.employer,
                person_name=deal.person.name,
                person_id=deal.person.id_number,
                person_address=deal.person.address,
                since=deal.since,
                until=deal.until,
                signed_on=deal.signed_on,
                seal=deal.seal,
                signed=deal.signed,
                title="聘用合同书" if self.public else "劳动合同",
                numbering=self.pick("words", "slash", "dashes"),
                face=self.pick(Face.SONG, Face.KAI, Face.MING, Face.HEI),
            ),
            self.rng,
        )


def draw(seed: int, half: Half) -> RandomKit:
    """The application of a seed, from the layouts and wordings of a half: open to tuning, shut, or the last ones."""
    rng = np.random.default_rng([seed, 77])
    kind = KINDS[int(rng.integers(len(KINDS)))]
    public = bool(rng.random() < 0.2)
    shut = half != "open"
    own: dict[Half, tuple[Style | Layout, ...]] = {
        "open": (*OPEN_STYLES, SAMPLE_LAYOUTS[seed % 3]),
        "shut": SHUT_STYLES,
        "last": LAST_STYLES,
        "fresh": FRESH_STYLES,
    }
    styles = own[half]
    worded = {"open": OPEN_WORDINGS, "fresh": FRESH_WORDINGS}.get(half, SHUT_WORDINGS)
    wordings: tuple[Wording | None, ...] = (*worded, None)
    kit = RandomKit(
        number=7,
        kind=kind,
        submitted_on=dt.date(2026, 6, 18),
        seed=seed,
        someone=a_person(rng),
        firm=an_employer(rng, public=public),
        style=styles[seed % len(styles)],
        wording=None if public else wordings[(seed // 2) % len(wordings)],
        public=public,
        shut=shut,
    )
    if rng.random() < 0.2:
        kit.until = None
    kit.bundled = bool(rng.random() < 0.1)
    kit.declare(staff_status="institution" if public else "enterprise")
    if kind in {"initial", "late-initial"}:
        kit.declared["certificate_issued_on"] = "2023-12-20" if kind == "initial" else "2019-11-06"
    else:
        # Less than a year before its end a change renews the registration, too, and asks for further papers: none of that here.
        ends = {"re-registration": "2025-11-30", "renewal": "2026-08-30"}
        kit.declared["registration_expires_on"] = ends.get(kind, "2028-08-30")
    _fill(kit, _defects(kit))
    kit.close()
    return kit


def _defects(kit: RandomKit) -> set[str]:
    ways = ["seal-near-name", "seal-contract", "no-seal", "typed-signature", "no-signature", "employer-blank", "declared-employer"]
    ways += ["declared-applicant", "term-long", "no-photo", "form-blurred"]
    ways += ["wrong-form"] if kit.kind in {"initial", "renewal"} else []
    ways += [] if isinstance(kit.style, Style) and kit.style.single else ["half-form"]
    if kit.kind in WITH_EMPLOYMENT:
        ways += ["no-contract", "letter", "other-firm", "other-person", "expired", "unsigned"]
    if kit.kind == "renewal":
        ways += ["no-statement", "duties", "statement-unsigned"] * 2
    if kit.kind in WITH_EDUCATION:
        ways += ["no-education"]
    if kit.kind == "change-name":
        ways += ["no-rename"] * 2
    count = kit.pick(0, 0, 1, 1, 2)
    return {str(way) for way in kit.rng.choice(np.array(ways), size=count, replace=False)} if count else set()


def _compatible(kit: RandomKit, defects: set[str]) -> set[str]:
    """The defects without those that another one hides or that are none for this applicant."""
    hidden = {"letter"} if kit.public else set()
    if defects & {"no-contract", "letter"} - hidden:
        hidden |= {"other-firm", "other-person", "expired", "unsigned"}
    if "no-seal" in defects:
        hidden |= {"seal-near-name", "seal-contract"}
    if "form-blurred" in defects:
        hidden |= {"half-form", "seal-near-name", "seal-contract", "no-seal", "typed-signature", "no-signature"}
    if "half-form" in defects:
        hidden |= {"seal-near-name", "seal-contract", "no-seal", "typed-signature", "no-signature"}
    if "no-statement" in defects:
        hidden |= {"duties", "statement-unsigned"}
    return defects - hidden


def _fill(kit: RandomKit, defects: set[str]) -> None:
    defects = _compatible(kit, defects)
    kit.defects = sorted(defects)
    kit.proposal = "return" if defects else "clear"
    kit.overrides["form-photo"] = "either" if "no-photo" in defects else "pass"
    _form(kit, defects)
    if kit.kind in WITH_EMPLOYMENT:
        _employment(kit, defects)
    if kit.kind in {"initial", "late-initial"}:
        kit.add("sc.jpg", held_id_shot(kit.person, kit.rng))
    if kit.kind == "renewal":
        _statement(kit, defects)
    if kit.kind in WITH_EDUCATION and "no-education" not in defects:
        kit.put("jx", [education_proof(kit.person, 48, dt.date(2025, 3, 4), dt.date(2026, 3, 20), TRAINER, kit.rng)])
    if kit.kind == "change-name":
        _rename(kit, defects)
    _declared(kit, defects)


def _declared(kit: RandomKit, defects: set[str]) -> None:
    """The photo and what application.json says."""
    if "no-education" in defects:
        kit.overrides["education-proof"] = "fail"
    if "no-photo" in defects:
        kit.overrides |= dict.fromkeys(PHOTO, "not-applicable") | {"photo-present": "fail"}
    else:
        kit.add_photo("zp.jpg")
    if "declared-applicant" in defects:
        kit.declared["applicant"] = {"name": "钱学礼", "id_number": kit.person.id_number}
        kit.overrides["declared-applicant"] = "fail"
        if kit.overrides.get("employment-person") != "fail":
            kit.overrides["employment-person"] = "either"  # the contract's party is the form's applicant, and not the declared one
    if "declared-employer" in defects:
        kit.declared["employer"]["name"] = near_name(kit.employer.name, kit.rng)
        kit.overrides |= {"declared-employer": "fail"}


def _form(kit: RandomKit, defects: set[str]) -> None:
    facts: dict[str, Any] = {}
    if kit.kind not in {"initial", "late-initial"}:
        facts |= {"expires_on": dt.date.fromisoformat(kit.declared["registration_expires_on"]), "registration_no": f"YB20{kit.seed:06d}"}
    if kit.kind == "change-employer":
        facts["former_employer"] = an_employer(kit.rng, public=False).name
    if kit.kind == "change-name":
        kit.declared["employer"]["former_name"] = facts["former_employer"] = near_name(kit.employer.name, kit.rng)
    if kit.kind == "change-category":
        facts["former_category"] = "道路运输安全"
    facts |= _sealed(kit, defects) | _written(kit, defects)
    sheets = kit.both_pages(**facts)
    if "half-form" in defects:
        sheets = sheets[:1]
        kit.overrides |= {name: "either" for name in FORM if name != "form-kind" and kit.overrides.get(name) != "fail"}
        kit.overrides |= dict.fromkeys((n for n in FORM if "seal" in n or n in {"form-signature", "form-work-history"}), "either") | {
            "form-pages": "fail"
        }
    blur = None
    if "form-blurred" in defects:
        blur = len(sheets) - 1
        kit.overrides |= dict.fromkeys((*FORM, "declared-employer", "declared-applicant", "employment-employer", "id-number"), "either")
        kit.overrides |= {"pages-legible": "fail", "rename-evidence": "either"}
    elif kit.rng.random() < 0.3:
        sheets = sheets[::-1]
    kit.put("sqb", sheets, blur=blur, twice=_twice(kit, sheets) if blur is None else None)


def _twice(kit: RandomKit, sheets: list[Sheet]) -> int | None:
    """Now and then a page is captured a second time; that is noted and spoils nothing."""
    if kit.rng.random() >= 0.08:
        return None
    kit.overrides["pages-duplicate"] = "fail"
    return int(kit.rng.integers(len(sheets)))


def _sealed(kit: RandomKit, defects: set[str]) -> dict[str, Any]:
    """What is wrong with the form's seal, with its truth."""
    facts: dict[str, Any] = {}
    if "seal-near-name" in defects:
        facts["seal"] = kit.seal(name=near_name(kit.employer.name, kit.rng))
        kit.overrides["form-seal-name"] = "fail"
    if "seal-contract" in defects:
        facts["seal"] = kit.seal(line="合同专用章", size_mm=41.0)
        kit.overrides |= {"form-seal-kind": "fail", "form-seal": "either", "form-seal-name": "either"}
    if "no-seal" in defects:
        facts["seal"] = None
        kit.overrides |= dict.fromkeys(("form-seal-kind", "form-seal-legible", "form-seal-name"), "not-applicable") | {"form-seal": "fail"}
    return facts


def _written(kit: RandomKit, defects: set[str]) -> dict[str, Any]:
    """What is wrong with what is written on the form, with its truth."""
    facts: dict[str, Any] = {}
    if defects & {"typed-signature", "no-signature"}:
        facts["signature"] = "typed" if "typed-signature" in defects else "empty"
        kit.overrides["form-signature"] = "fail"
    if "employer-blank" in defects:
        facts["blank"] = frozenset({"employer"})
        kit.overrides |= {"form-filled": "fail", "form-employer": "fail", "employment-employer": "either", "employment-type": "either"}
        kit.overrides |= {"declared-employer": "either", "form-seal-name": "either", "rename-evidence": "either"}
    if "term-long" in defects:
        facts["until"] = "长期"
        kit.overrides |= {"form-term": "fail", "employment-term": "either"}
    if "wrong-form" in defects:
        facts["title_kind"] = "initial" if kit.kind == "renewal" else "renewal"
        kit.overrides |= {"form-kind": "fail", "form-filled": "either"}
    return facts


def _employment(kit: RandomKit, defects: set[str]) -> None:
    either = dict.fromkeys(EMPLOYMENT, "either")
    if "no-contract" in defects:
        kit.overrides |= either | {"employment-present": "fail"}
        return
    if "letter" in defects:
        kit.overrides |= either | {"employment-type": "fail"}
        kit.put("ht", [employment_letter(kit.employer, kit.person, kit.submitted_on - dt.timedelta(days=9), kit.seal(), kit.rng)])
        return
    changes: dict[str, Any] = {}
    if kit.wording is not None and kit.wording.title == "聘用合同":
        kit.overrides["employment-type"] = "either"  # of a company's staff a 劳动合同 is asked for; a person looks
    if "other-firm" in defects:
        other = an_employer(kit.rng, public=False)
        changes |= {"employer": other, "seal": kit.seal(name=other.name)}
        kit.overrides |= {"employment-employer": "fail", "rename-evidence": "fail"}
    if "other-person" in defects:
        changes["person"] = replace(a_person(kit.rng), name="尤大伟")
        kit.overrides["employment-person"] = "fail"
    if "expired" in defects:
        changes |= {"since": dt.date(2022, 5, 1), "until": dt.date(2025, 4, 30), "signed_on": dt.date(2022, 4, 26)}
        kit.overrides |= {"employment-term": "fail"}
        kit.overrides.setdefault("form-term", "either")
    if "unsigned" in defects:
        changes |= {"signed": False, "seal": None}
        kit.overrides["employment-signed"] = "fail"
    sheets = kit.employment(**changes)
    kit.put("ht", sheets, fax=True, twice=_twice(kit, sheets))


def _statement(kit: RandomKit, defects: set[str]) -> None:
    if "no-statement" in defects:
        kit.overrides |= dict.fromkeys(STATEMENT, "either") | {"statement-present": "fail"}
        return
    if "duties" in defects:
        kit.overrides["statement-content"] = "fail"
    signed = "statement-unsigned" not in defects
    if not signed:
        kit.overrides["statement-signature"] = "fail"
    title = kit.pick(*(SHUT_STATEMENT_TITLES if kit.shut else STATEMENT_TITLES))
    words = DUTIES if "duties" in defects else WORK
    day = kit.submitted_on - dt.timedelta(days=7)
    kit.put("cl", [statement(title, kit.person, kit.employer.name, words, day, kit.rng, signed=signed)])


def _rename(kit: RandomKit, defects: set[str]) -> None:
    if "no-rename" in defects:
        kit.overrides["rename-evidence"] = "fail"
        return
    paper = rename_list if kit.shut else rename_sentence
    authority = Seal(name="宁川市行政审批局")
    old = kit.declared["employer"]["former_name"]
    kit.put("gm", [paper(old, kit.employer.name, authority, dt.date(2026, 4, 18), kit.rng)])

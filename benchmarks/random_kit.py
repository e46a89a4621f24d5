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
from benchmarks.random_defects import chosen, fill
from samples.drawing.contracts import ContractFacts, contract_pages
from samples.drawing.fonts import Face
from samples.drawing.form_back import page_two
from samples.drawing.forms import AGENCIES, OPEN_ENDED, FormFacts, Layout, page_one
from samples.drawing.handwriting import BLUE, BLUE_BLACK, RUNNING_FACES
from samples.drawing.letters import education_proof, employment_letter
from samples.drawing.seals import Seal

if TYPE_CHECKING:
    from benchmarks.unseen_forms import Design
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
Half = Literal["open", "shut", "last", "fresh", "unseen"]
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
    style: Style | Layout | Design
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

    def facts(self, **facts: Any) -> FormFacts:  # noqa: ANN401 - fields of FormFacts
        """What stands on the form; what is not given is filled in as it should be."""
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
        return FormFacts(**{**given, **facts})

    def both_pages(self, **facts: Any) -> list[Sheet]:  # noqa: ANN401 - fields of FormFacts
        """The application form in this kit's layout."""
        form = self.facts(**facts)
        if form.category not in AGENCIES:
            self.overrides.setdefault("form-agency", "either")  # the drawn province is none of the 34: a note says so
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

    @property
    def one_page(self) -> bool:
        """Whether the form is drawn on a single page."""
        return isinstance(self.style, Style) and self.style.single

    def another_firm(self) -> Employer:
        """An employer that the applicant does not work for."""
        return an_employer(self.rng, public=False)

    def another_person(self) -> Person:
        """Somebody else."""
        return replace(a_person(self.rng), name="尤大伟")

    def near_name(self) -> str:
        """A name that differs little from the employer's."""
        return near_name(self.employer.name, self.rng)

    def letter(self) -> Sheet:
        """A one-sided paper of the employer that is no contract."""
        return employment_letter(self.employer, self.person, self.submitted_on - dt.timedelta(days=9), self.seal(), self.rng)

    def statement(self, *, duties: bool, signed: bool) -> Sheet:
        """The statement of performance; duties: it names duties instead of work."""
        title = self.pick(*(SHUT_STATEMENT_TITLES if self.shut else STATEMENT_TITLES))
        day = self.submitted_on - dt.timedelta(days=7)
        return statement(title, self.person, self.employer.name, DUTIES if duties else WORK, day, self.rng, signed=signed)

    def education(self) -> Sheet:
        """The proof of continuing education."""
        return education_proof(self.person, 48, dt.date(2025, 3, 4), dt.date(2026, 3, 20), TRAINER, self.rng)

    def rename(self, old: str) -> Sheet:
        """What the registration authority writes about the employer's change of name."""
        paper = rename_list if self.shut else rename_sentence
        return paper(old, self.employer.name, Seal(name="宁川市行政审批局"), dt.date(2026, 4, 18), self.rng)


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
    declare_days(kit)
    fill(kit, chosen(kit))
    kit.close()
    return kit


def declare_days(kit: RandomKit) -> None:
    """Declares the day of the certificate or the end of the registration, as the kind asks for."""
    if kit.kind in {"initial", "late-initial"}:
        kit.declared["certificate_issued_on"] = "2023-12-20" if kit.kind == "initial" else "2019-11-06"
    else:
        # Less than a year before its end a change renews the registration, too, and asks for further papers: none of that here.
        ends = {"re-registration": "2025-11-30", "renewal": "2026-08-30"}
        kit.declared["registration_expires_on"] = ends.get(kit.kind, "2028-08-30")

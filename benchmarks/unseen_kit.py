"""The unseen half: applications from real provinces in layouts, wordings and hands that no tuning has met. Seeds from 3001."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.papers import Deal
from benchmarks.random_defects import chosen, fill
from benchmarks.random_kit import KINDS, RandomKit, declare_days
from benchmarks.unseen_cast import Writing, agency_for, near, somebody, somewhere
from benchmarks.unseen_flow import Pen
from benchmarks.unseen_forms import Design, Filling
from benchmarks.unseen_letters import (
    DONE,
    MANNERS,
    as_sentences,
    circular,
    hours_proof,
    letter_of_engagement,
    proof_of_work,
    rename_paper,
    statement_letter,
    statement_table,
)
from benchmarks.unseen_official import OFFICIAL
from benchmarks.unseen_papers import Agreement, Drawn, appointment, dispatch, labour_blanks, labour_table, re_employment
from benchmarks.unseen_webprint import WEBPRINT
from benchmarks.unseen_wide import WIDE
from samples.drawing.fonts import Face
from samples.drawing.handwriting import BLUE, BLUE_BLACK, PEN_BLACK
from samples.drawing.seals import Seal

if TYPE_CHECKING:
    from samples.drawing.paper import Sheet
    from samples.drawing.people import Employer, Person

DESIGNS = (OFFICIAL, WEBPRINT, WIDE)
WRITINGS: tuple[Writing, ...] = ("plain", "padded", "dots", "dashes", "chinese")
FEW = frozenset({"phone", "contact", "employer_phone"})
UNIT = frozenset({"employer", "address", "head", "term_from", "term_to"}) | FEW
ALL = UNIT | {
    "name",
    "nation",
    "birth",
    "birth_month",
    "id_number",
    "school",
    "major",
    "graduated",
    "certificate_no",
    "credit_code",
    "rank",
}


@dataclass(kw_only=True)
class UnseenKit(RandomKit):
    """A kit of the unseen half. renewed: the contract had ended and a 续订 page goes on; personnel: a 人力资源部's seal is on the form."""

    design: Design
    drawn_contract: Drawn
    writing: Writing
    hand: Face
    face: Face
    code: str = ""
    renewed: bool = False
    personnel: bool = False
    authority: Seal = field(default_factory=lambda: Seal(name="霁川市行政审批局"))

    def seal(self, **changes: Any) -> Seal:  # noqa: ANN401 - fields of Seal
        """The employer's seal in this kit's cut, or a variant of it."""
        return super().seal(**{"face": self.face, "code": self.code, **changes})

    def both_pages(self, **facts: Any) -> list[Sheet]:  # noqa: ANN401 - fields of FormFacts
        """The application form in this kit's design, with a real agency."""
        if self.personnel:
            facts.setdefault("seal", self.seal(line="人力资源部", code="", size_mm=40.0))
        facts["history"] = (
            ("2012年8月至2017年4月", f"{self.pick('岚浦', '栖原', '砚溪')}市政工程公司", "施工现场安全检查", "安全员"),
            (f"2017年5月至{self.since:%Y年%m月}", "溯州矿山机械厂", "安全培训、隐患排查治理", "安全科长"),
            (f"{self.since:%Y年%m月}至今", self.employer.name, "安全技术与应急管理", "安全工程师"),
        )
        form = self.facts(**facts)
        self.pen = tuple(sorted(self.pick(frozenset[str](), FEW, UNIT, UNIT, ALL)))
        ink = self.pick(BLUE, BLUE_BLACK, PEN_BLACK)
        form = replace(form, pen=frozenset(self.pen), pen_ink=ink, agency=agency_for(form.category, self.employer))
        return self.design.draw(Filling(facts=form, rng=self.rng, hand=self.hand, writing=self.writing))

    def employment(self, **changes: Any) -> list[Sheet]:  # noqa: ANN401 - fields of Deal
        """The contract in this kit's design."""
        renewed_to = self.until if self.renewed and "until" not in changes else None
        given: dict[str, Any] = {
            "employer": self.employer,
            "person": self.person,
            "since": self.since,
            "until": dt.date(2025, 2, 28) if renewed_to else self.until,
            "signed_on": self.since - dt.timedelta(days=4),
            "seal": self.seal(),
        }
        drawn, host = self.drawn_contract, ""
        if "dispatch" in self.defects:
            sender = replace(self.another_firm(), name=f"{self.pick('霁川', '麓津', '桐湾')}众联人力资源服务有限公司")
            changes = {"employer": sender, "seal": self.seal(name=sender.name), **changes}
            drawn, host, renewed_to = dispatch, self.employer.name, None
            self.overrides |= {"employment-type": "fail", "employment-employer": "fail"}
            self.overrides.setdefault("rename-evidence", "either")
        pen = Pen(hand=self.hand, ink=self.pick(PEN_BLACK, BLUE_BLACK))
        deal = Deal(**{**given, **changes})
        return drawn(Agreement(deal=deal, pen=pen, writing=self.writing, rng=self.rng, host=host, renewed_to=renewed_to))

    def another_firm(self) -> Employer:
        """An employer that the applicant does not work for."""
        other = somewhere(self.rng, public=False)
        return other if other.name != self.employer.name else replace(other, name="岚浦禾畅玻璃制品有限公司")

    def another_person(self) -> Person:
        """Somebody else."""
        return replace(somebody(self.rng), name="贾思勤")

    def near_name(self) -> str:
        """A name that differs little from the employer's."""
        return near(self.employer.name, self.rng)

    def letter(self) -> Sheet:
        """聘书, 在职证明 or a circular."""
        draw = self.pick(letter_of_engagement, proof_of_work, circular)
        sheet: Sheet = draw(self.employer, self.person, self.submitted_on - dt.timedelta(days=9), self.seal(), self.rng)
        return sheet

    def statement(self, *, duties: bool, signed: bool) -> Sheet:
        """The statement of performance, as a table or a letter; duties: manners and duties instead of work."""
        day = self.submitted_on - dt.timedelta(days=6)
        name = self.employer.name
        if duties:
            return statement_letter(self.person, name, MANNERS, day, self.rng, signed=signed)
        entries = tuple(DONE[int(n)] for n in sorted(self.rng.choice(len(DONE), size=int(self.rng.integers(3, 6)), replace=False)))
        if self.rng.random() < 0.5:
            return statement_table(self.person, name, entries[:5], day, self.rng, signed=signed)
        return statement_letter(self.person, name, as_sentences(entries), day, self.rng, signed=signed)

    def education(self) -> Sheet:
        """The proof of continuing education."""
        return hours_proof(self.person, dt.date(2025, 12, 5), Seal(name="霁川市安全技能培训中心", face=self.face), self.rng)

    def rename(self, old: str) -> Sheet:
        """The registration authority's notice."""
        return rename_paper(old, self.employer.name, self.authority, dt.date(2026, 4, 21), self.rng)


def draw_unseen(seed: int) -> UnseenKit:
    """The application of a seed of the unseen half."""
    rng = np.random.default_rng([seed, 311])
    kind = KINDS[int(rng.integers(len(KINDS)))]
    status = ("enterprise", "institution", "retired")[int(rng.choice(3, p=[0.68, 0.2, 0.12]))]
    public, retired = status == "institution", status == "retired"
    person = somebody(rng)
    if retired:
        person = replace(person, birth=person.birth.replace(year=int(rng.integers(1961, 1966))))
    kit = UnseenKit(
        number=7,
        kind=kind,
        submitted_on=dt.date(2026, 6, 18),
        seed=seed,
        someone=person,
        firm=somewhere(rng, public=public),
        style=DESIGNS[seed % 3],
        wording=None,
        public=public or retired,  # of both no letter is drawn: what it is worth for them is for a person
        shut=True,
        design=DESIGNS[seed % 3],
        drawn_contract=appointment if public else re_employment if retired else (labour_table, labour_blanks)[(seed // 3) % 2],
        writing=WRITINGS[int(rng.integers(len(WRITINGS)))],
        hand=(Face.HONG_LEI, Face.FANDOL_KAI)[int(rng.integers(2))],
        face=(Face.MING, Face.SONG, Face.FANDOL_SONG)[int(rng.integers(3))],
        code=f"99999900{int(rng.integers(10000, 99999))}" if rng.random() < 0.4 else "",
        personnel=bool(rng.random() < 0.1),
    )
    if retired:
        kit.since, kit.until = dt.date(2025, 12, 1), dt.date(2026, 11, 30)
    elif not public and rng.random() < 0.2:
        kit.until = None
    elif not public and rng.random() < 0.2:
        kit.renewed, kit.since = True, dt.date(2022, 3, 1)
    kit.bundled = bool(rng.random() < 0.1)
    kit.declare(staff_status=status)
    declare_days(kit)
    fill(kit, _with_dispatch(kit, chosen(kit)))
    kit.close()
    return kit


def _with_dispatch(kit: UnseenKit, defects: set[str]) -> set[str]:
    """The defects, another firm's contract turned into a dispatching firm's every second time; the term is then a fixed one."""
    if "other-firm" in defects and kit.drawn_contract in {labour_table, labour_blanks} and kit.rng.random() < 0.5:
        # A dispatching firm's contract is for two years at least and always ends on a day; so does the term on the form then.
        kit.since, kit.until, kit.renewed = dt.date(2024, 3, 1), dt.date(2029, 2, 28), False
        return (defects - {"other-firm", "no-contract", "letter", "expired"}) | {"dispatch"}
    return defects

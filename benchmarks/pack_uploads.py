"""The uploads of the paper packs and of the examination: who applies with what, what is wrong with it, what that means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.layouts import OPEN_STYLES
from benchmarks.pack_papers import (
    card_copy,
    degree,
    entry_form,
    own_word_on_name,
    practice_certificate,
    qualification,
    title_certificate,
    vouched,
)
from benchmarks.papers import WORKS
from benchmarks.random_cast import a_person, an_employer
from benchmarks.random_kit import TRAINER, WORK, RandomKit
from samples.drawing import carriers
from samples.drawing.letters import education_proof
from samples.drawing.portraits import Pose, draw_person, on_background

if TYPE_CHECKING:
    from samples.drawing.paper import Rgb, Sheet
    from samples.drawing.people import Person

ONE_INCH, TWO_INCH = (295, 413), (413, 579)
WHITE, BLUE = (255, 255, 255), (60, 130, 210)
EMPLOYMENT = ("type", "employer", "person", "signed", "term", "pages", "post")
FORM = ("kind", "filled", "employer", "seal", "seal-kind", "seal-legible", "seal-name")


@dataclass(kw_only=True)
class PackKit(RandomKit):
    """A kit of one pack. what: the defect in words; differs: the checks that should not pass because of it."""

    what: str
    differs: dict[str, str]
    photo_px: tuple[int, int] = TWO_INCH
    ground: tuple[int, int, int] = WHITE
    expires_on: dt.date | None = None
    certified: dt.date = field(default=dt.date(2018, 12, 7))

    @property
    def id(self) -> str:
        """P and the number."""
        return f"P{self.seed:03d}"

    def portrait(self) -> Rgb:
        """The ID photo at the pack's size."""
        person = draw_person(self.person.looks, Pose(), self.photo_px)
        return on_background(person, np.full((self.photo_px[1], self.photo_px[0], 3), self.ground, np.uint8))

    def add_photo(self, name: str, *, quality: int = 92) -> None:
        """The ID photo as a file of its own."""
        image = self.portrait()
        self.files.append((name, lambda path: carriers.write_picture(path, image, quality=quality, dpi=300), []))

    def form_of(self, **facts: Any) -> list[Sheet]:  # noqa: ANN401 - fields of FormFacts
        """The form's pages as they were filled in in the pack's years."""
        given: dict[str, Any] = {"certificate_on": self.certified, "certificate_no": f"{self.certified.year}0111000{self.seed:04d}0021"}
        given |= {"photo": on_white(self.person)}
        if self.expires_on is not None:
            given |= {"expires_on": self.expires_on, "registration_no": f"YB20{self.seed:06d}"}
        return self.both_pages(**{**given, **facts})


def on_white(person: Person) -> Rgb:
    """The photo as it is printed on a form."""
    return on_background(draw_person(person.looks, Pose(), ONE_INCH), np.full((ONE_INCH[1], ONE_INCH[0], 3), WHITE, np.uint8))


def _kit(pack: int, number: int, kind: str, what: str, differs: dict[str, str], submitted_on: dt.date) -> PackKit:
    rng = np.random.default_rng([pack, number, 95])
    return PackKit(
        number=7,
        kind=kind,
        submitted_on=submitted_on,
        seed=number,
        someone=a_person(rng),
        firm=an_employer(rng, public=False),
        style=OPEN_STYLES[number % 2],
        wording=WORKS,
        public=False,
        shut=False,
        what=what or "flawless",
        differs=differs,
    )


def _paper_2019(kind: str, what: str, differs: dict[str, str], number: int) -> PackKit:
    """An application of 2019-05 to 2019-11."""
    kit = _kit(1, number, kind, what, differs, dt.date(2019, 9, 16))
    kit.since, kit.until = dt.date(2018, 4, 2), dt.date(2023, 4, 1)
    kit.certified = dt.date(2018, 12, 7) if kind == "initial" else dt.date(2012, 12, 20)
    kit.expires_on = {"initial": None, "renewal": dt.date(2019, 11, 30), "re-registration": dt.date(2019, 3, 31)}.get(
        kind, dt.date(2021, 5, 31)
    )
    kit.declare()
    facts: dict[str, Any] = {"category": "化工安全", "agency": "山东省应急管理厅"}
    if what == "a ministry's category with a province's agency":
        facts["category"] = "建筑施工安全"
    if kind == "change-category":
        facts["former_category"] = "其他安全"
    if kind == "change-name":
        kit.declared["employer"]["former_name"] = facts["former_employer"] = kit.near_name()
    if what == "form not signed":
        facts["signature"] = "empty"
    if what == "seal of the finance department":
        facts["seal"] = kit.seal(line="财务专用章")
    sheets = kit.form_of(**facts)
    kit.put("sqb", sheets[:1] if what == "second page missing" else sheets)
    if kind != "change-name" and what != "no employment document":
        kit.put("ht", [kit.letter()] if what == "flawless, with a letter" else kit.employment())
    if kind == "initial":
        kit.photo_px = ONE_INCH if what == "photo of one inch" else TWO_INCH
        kit.add_photo("zp.jpg")
    if kind == "renewal":
        signed, promise = what != "statement not signed", what != "statement without a promise"
        words = tuple(line.replace("2023", "2017").replace("2024", "2018").replace("2025", "2019") for line in WORK[:2])
        day = dt.date(2019, 9, 10)
        kit.put("cl", [vouched(kit.person, kit.employer.name, words, day, kit.rng, promise=promise, signed=signed)])
    if kind == "change-name" and what != "no paper about the name":
        kit.put("gm", [own_word_on_name(facts["former_employer"], kit.employer.name, dt.date(2019, 7, 8), kit.seal(), kit.rng)])
    kit.close()
    return kit


def _manual(kind: str, what: str, differs: dict[str, str], number: int) -> PackKit:
    """An application of the years of the manual."""
    kit = _kit(2, number, kind, what, differs, dt.date(2016, 6, 20))
    kit.since, kit.until, kit.certified = dt.date(2014, 5, 4), dt.date(2019, 5, 3), dt.date(2010, 11, 20)
    ends = {"renewal": dt.date(2016, 8, 31), "re-registration": dt.date(2016, 3, 31)}
    kit.expires_on = None if kind == "initial" else ends.get(kind, dt.date(2018, 3, 31))
    if what == "half a year too early":
        kit.expires_on = dt.date(2017, 1, 31)
    kit.declare()
    if kit.expires_on is not None:
        kit.declared["registration_expires_on"] = kit.expires_on.isoformat()
    facts: dict[str, Any] = {"category": "危险物品安全", "agency": "山东省安全生产监督管理局"}
    if kind == "change-employer":
        facts["former_employer"] = kit.another_firm().name
    if kind == "change-category":
        facts["former_category"] = "其他安全"
    if what == "no seal":
        facts["seal"] = None
    if what == "seal of another name":
        facts["seal"] = kit.seal(name=kit.near_name())
    kit.put("sqb", kit.form_of(**facts))
    if what != "no photo":
        kit.add_photo("zp.jpg")
    if kit.expires_on is not None and what != "no certificate":
        person = replace(kit.person, name="尤大伟", serial=kit.person.serial + 2) if what == "somebody else's certificate" else kit.person
        photo, void = on_white(kit.person), what == "certificate struck off"
        kit.put("zs", [practice_certificate(person, kit.employer.name, photo, kit.expires_on, kit.rng, void=void)])
    if kind in {"renewal", "re-registration"} and what != "no proof of education":
        kit.put("jx", [education_proof(kit.person, 48, dt.date(2015, 3, 4), dt.date(2015, 11, 20), TRAINER, kit.rng)])
    kit.close()
    return kit


def _exam(level: str, what: str, differs: dict[str, str], number: int) -> PackKit:
    """What is brought to the check on site for the examination of 2019."""
    kit = _kit(3, number, "exam-verification", what, differs, dt.date(2019, 9, 24))
    kit.photo_px, kit.ground = ONE_INCH, BLUE if what == "photo on blue" else WHITE
    reason = "学历未通过在线核验" if level == "考全科" else "失信记录在记录期内"
    kit.declare(employer=False, level=level, verification_reason=reason)
    photo = on_white(kit.person)
    if what != "no copy of the card":
        until = dt.date(2019, 3, 5) if what == "card expired" else dt.date(2032, 3, 5)
        person = replace(kit.person, serial=kit.person.serial + 2) if what == "card of another number" else kit.person
        kit.put("sfz", [card_copy(person, dt.date(2009 if what == "card expired" else 2012, 3, 5), until)])
    if what != "no entry form":
        kit.put("bmb", [entry_form(kit.person, kit.employer, photo, level, kit.rng)])
    if what != "no certificate of education":
        other = replace(kit.person, name="尤大伟") if what == "somebody else's certificate of education" else kit.person
        kit.put("byz", [degree(other, photo, kit.rng)])
    if level == "免二科" and what != "no title":
        kit.put("zc", [title_certificate(kit.person, photo, kit.rng)])
    if level == "增报专业" and what != "no qualification":
        kit.put("zg", [qualification(kit.person, photo, dt.date(2014, 12, 20), kit.rng)])
    kit.add_photo("zp.jpg")
    kit.close()
    return kit


NO_PAPER = {"employment-present": "fail"} | {f"employment-{name}": "either" for name in EMPLOYMENT}
FINANCE = {"form-seal-kind": "fail", "form-seal": "either", "form-seal-name": "either"}
HALF = {"form-pages": "fail", "form-signature": "either", "declared-employer": "either", "employment-employer": "either"}
HALF |= {f"form-{name}": "either" for name in FORM}
LETTER = {f"employment-{name}": "either" for name in ("term", "pages", "signed")}  # what a letter says of these is for no text to ask
UNSEALED = {"form-seal": "fail"} | {f"form-seal-{name}": "either" for name in ("kind", "legible", "name")}
PHOTO = ("file", "size", "colour", "background", "face", "head", "pose", "eyes", "glasses", "headwear", "sharpness", "exposure")
NO_PHOTO = {"photo-present": "fail"} | {f"photo-{name}": "not-applicable" for name in PHOTO}
UPLOADS: dict[str, tuple[Callable[[int], PackKit], ...]] = {
    "cse-paper-2019-05": tuple(
        partial(_paper_2019, kind, what, differs)
        for kind, what, differs in (
            ("initial", "flawless, with a letter", LETTER),
            ("initial", "", {}),
            ("initial", "no employment document", NO_PAPER),
            ("initial", "photo of one inch", {"photo-size": "fail"}),
            ("initial", "seal of the finance department", FINANCE),
            ("renewal", "", {}),
            ("renewal", "statement without a promise", {"statement-promise": "fail"}),
            ("renewal", "statement not signed", {"statement-signature": "fail", "statement-promise": "either"}),
            ("renewal", "form not signed", {"form-signature": "fail"}),
            ("change-name", "", {}),
            ("change-name", "no paper about the name", {"rename-evidence": "fail"}),
            ("change-category", "a ministry's category with a province's agency", {"form-agency": "fail"}),
            ("re-registration", "second page missing", HALF),
        )
    ),
    "cse-paper-manual": tuple(
        partial(_manual, kind, what, differs)
        for kind, what, differs in (
            ("initial", "", {}),
            ("initial", "no photo", NO_PHOTO),
            ("initial", "no seal", UNSEALED),
            ("renewal", "", {}),
            ("renewal", "no certificate", {"certificate-present": "fail"}),
            ("renewal", "no proof of education", {"education-proof": "fail"}),
            ("renewal", "somebody else's certificate", {"certificate-present": "fail"}),
            ("renewal", "half a year too early", {"declared-window": "fail"}),
            ("change-employer", "", {}),
            ("change-category", "certificate struck off", {"certificate-present": "fail"}),
            ("re-registration", "", {}),
            ("re-registration", "seal of another name", {"form-seal-name": "fail"}),
        )
    ),
    "exam-2019-shandong": tuple(
        partial(_exam, level, what, differs)
        for level, what, differs in (
            ("考全科", "", {}),
            ("考全科", "no certificate of education", {"degree-proof": "fail"}),
            ("考全科", "no entry form", {"exam-form": "fail"}),
            ("考全科", "no copy of the card", {"id-copy": "fail"}),
            ("考全科", "card expired", {"id-copy": "fail"}),
            ("考全科", "card of another number", {"id-copy": "fail", "id-number": "either"}),
            ("考全科", "somebody else's certificate of education", {"degree-proof": "fail"}),
            ("考全科", "photo on blue", {"photo-background": "fail"}),
            ("免二科", "", {}),
            ("免二科", "no title", {"title-proof": "fail"}),
            ("增报专业", "", {}),
            ("增报专业", "no qualification", {"title-proof": "fail"}),
        )
    ),
}

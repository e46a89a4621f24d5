"""What may be wrong with a random application: the defects, how each is drawn, and the truth of every check for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from samples.drawing.held_id import held_id_shot
from samples.expectations import EMPLOYMENT, FORM, PHOTO, STATEMENT, WITH_EDUCATION, WITH_EMPLOYMENT

if TYPE_CHECKING:
    from benchmarks.random_kit import RandomKit
    from samples.drawing.paper import Sheet


def chosen(kit: RandomKit) -> set[str]:
    """Up to two defects by chance."""
    ways = ways_of(kit)
    count = kit.pick(0, 0, 1, 1, 2)
    return {str(way) for way in kit.rng.choice(np.array(ways), size=count, replace=False)} if count else set()


def ways_of(kit: RandomKit) -> list[str]:
    """The defects that an application of the kit's kind may have; those that come twice come more often."""
    ways = ["seal-near-name", "seal-contract", "no-seal", "typed-signature", "no-signature", "employer-blank", "declared-employer"]
    ways += ["declared-applicant", "term-long", "no-photo", "form-blurred"]
    ways += ["wrong-form"] if kit.kind in {"initial", "renewal"} else []
    ways += [] if kit.one_page else ["half-form"]
    if kit.kind in WITH_EMPLOYMENT:
        ways += ["no-contract", "letter", "other-firm", "other-person", "expired", "unsigned"]
    if kit.kind == "renewal":
        ways += ["no-statement", "duties", "statement-unsigned"] * 2
    if kit.kind in WITH_EDUCATION:
        ways += ["no-education"]
    if kit.kind == "change-name":
        ways += ["no-rename"] * 2
    return ways


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


def fill(kit: RandomKit, defects: set[str]) -> None:
    """Draws every paper of the application with the defects, and notes their truth."""
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
        kit.put("jx", [kit.education()])
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
        kit.declared["employer"]["name"] = kit.near_name()
        kit.overrides |= {"declared-employer": "fail"}


def _form(kit: RandomKit, defects: set[str]) -> None:
    facts: dict[str, Any] = {}
    if kit.kind not in {"initial", "late-initial"}:
        facts |= {"expires_on": dt.date.fromisoformat(kit.declared["registration_expires_on"]), "registration_no": f"YB20{kit.seed:06d}"}
    if kit.kind == "change-employer":
        facts["former_employer"] = kit.another_firm().name
    if kit.kind == "change-name":
        kit.declared["employer"]["former_name"] = facts["former_employer"] = kit.near_name()
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
        facts["seal"] = kit.seal(name=kit.near_name())
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
        kit.put("ht", [kit.letter()])
        return
    changes: dict[str, Any] = {}
    if kit.wording is not None and kit.wording.title == "聘用合同":
        kit.overrides["employment-type"] = "either"  # of a company's staff a 劳动合同 is asked for; a person looks
    if "other-firm" in defects:
        other = kit.another_firm()
        changes |= {"employer": other, "seal": kit.seal(name=other.name)}
        kit.overrides |= {"employment-employer": "fail", "rename-evidence": "fail"}
    if "other-person" in defects:
        changes["person"] = kit.another_person()
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
    kit.put("cl", [kit.statement(duties="duties" in defects, signed=signed)])


def _rename(kit: RandomKit, defects: set[str]) -> None:
    if "no-rename" in defects:
        kit.overrides["rename-evidence"] = "fail"
        return
    kit.put("gm", [kit.rename(kit.declared["employer"]["former_name"])])

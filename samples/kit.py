"""Puts one application together: which sheets, taken how, in which files, and what the checks should say of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from samples.cast import EMPLOYERS, PEOPLE
from samples.drawing import carriers
from samples.drawing.capture import Shot, phone, scan, truth
from samples.drawing.contracts import ContractFacts, contract_pages
from samples.drawing.form_back import page_two
from samples.drawing.forms import AGENCIES, FormFacts, Layout, page_one
from samples.drawing.paper import Rgb, Sheet
from samples.drawing.people import Employer, Person
from samples.drawing.portraits import Pose, draw_person, on_background
from samples.drawing.seals import Seal
from samples.expectations import expected_for

PHOTO_PX = (295, 413)


@dataclass(kw_only=True)
class Kit:
    """One application being assembled. number picks person and employer; files are written by `write`."""

    number: int
    kind: str
    submitted_on: dt.date
    proposal: str = "clear"
    seed: int = 0
    declared: dict[str, Any] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)
    files: list[tuple[str, Callable[[Path], None], list[dict[str, Any]]]] = field(default_factory=list)
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        """Seeds the application's own chance."""
        self.rng = np.random.default_rng([self.seed, self.number])

    @property
    def id(self) -> str:
        """The folder's name, which says nothing about the content."""
        return folder_name(self.number)

    @property
    def person(self) -> Person:
        """The applicant."""
        return PEOPLE[self.number - 1]

    @property
    def employer(self) -> Employer:
        """The present employer."""
        return EMPLOYERS[self.number - 1]

    def seal(self, **changes: Any) -> Seal:  # noqa: ANN401 - fields of Seal
        """The employer's seal, or a variant of it."""
        size_mm = 39.0 + 1.5 * (self.number % 5)
        return replace(Seal(name=self.employer.name, size_mm=size_mm), **changes)

    def portrait(self) -> Rgb:
        """The applicant's ID photo, 295 x 413."""
        person = draw_person(self.person.looks, Pose(), PHOTO_PX)
        return on_background(person, np.full((PHOTO_PX[1], PHOTO_PX[0], 3), 255, np.uint8))

    def form(self, **facts: Any) -> tuple[Sheet, Sheet]:  # noqa: ANN401 - fields of FormFacts
        """Both pages of the application form; what is not given is filled in as it should be."""
        since = facts.get("since", dt.date(2024, 3, 1))
        long_ago = self.kind in {"renewal", "re-registration"}
        certified = dt.date(2018, 12, 7) if long_ago else dt.date(2023, 12, 20)
        given: dict[str, Any] = {
            "kind": self.kind,
            "layout": Layout.RULED,
            "person": self.person,
            "employer": self.employer,
            "category": "化工安全",
            "certificate_no": f"{certified.year}{self.number:02d}1110000{self.number * 13:03d}",
            "certificate_on": certified,
            "since": since,
            "until": dt.date(2029, 2, 28),
            "signed_on": self.submitted_on - dt.timedelta(days=4),
            "seal": self.seal(),
            "seal_turn_deg": float(self.rng.uniform(-12, 12)),
            "history": (
                ("2015.07-2017.06", "样本省第一工程处", "现场安全管理", "安全员"),
                (f"2017.07-{since:%Y.%m}", "样本省第二工程处", "隐患排查治理", "安全主管"),
                (f"{since:%Y.%m}-至今", self.employer.name, "安全技术与管理", "安全工程师"),
            ),
        }
        form = FormFacts(**{**given, **facts})
        if form.category not in AGENCIES:
            self.overrides.setdefault("form-agency", "either")  # the drawn province is none of the 34: a note says so
        return page_one(form, self.rng), page_two(form, self.rng)

    def contract(self, **facts: Any) -> list[Sheet]:  # noqa: ANN401 - fields of ContractFacts
        """The employment contract's pages."""
        given: dict[str, Any] = {
            "employer": self.employer,
            "person_name": self.person.name,
            "person_id": self.person.id_number,
            "person_address": self.person.address,
            "since": dt.date(2024, 3, 1),
            "until": dt.date(2029, 2, 28),
            "signed_on": dt.date(2024, 2, 26),
            "seal": self.seal(),
        }
        return contract_pages(ContractFacts(**{**given, **facts}), self.rng)

    def declare(self, *, employer: bool = True, applicant: bool = True, **more: Any) -> None:  # noqa: ANN401 - JSON values
        """What application.json says; dates may be given as dates."""
        self.declared["kind"] = self.kind
        if applicant:
            self.declared["applicant"] = {"name": self.person.name, "id_number": self.person.id_number}
        if employer:
            self.declared["employer"] = {"name": self.employer.name}
        self.declared["submitted_on"] = self.submitted_on.isoformat()
        for key, value in more.items():
            self.declared[key] = value.isoformat() if isinstance(value, dt.date) else value

    def add_photo(self, name: str, *, quality: int = 92) -> None:
        """The ID photo as a file of its own."""
        image = self.portrait()
        entry = {"page": 0, "kind": "id-photo", "turn": 0, "fields": {}, "seals": [], "signatures": []}
        self.files.append((name, lambda path: carriers.write_picture(path, image, quality=quality, dpi=300), [entry]))

    def add(self, name: str, shot: Shot, *, turn: int = 0, orientation: int = 1, quality: int = 74) -> None:
        """One picture. turn: clockwise degrees that put the stored picture upright (EXIF obeyed)."""
        image = np.ascontiguousarray(np.rot90(shot.image, turn // 90))
        dpi = round(shot.px_per_mm * 25.4) if shot.px_per_mm else None
        self.files.append(
            (
                name,
                lambda path: carriers.write_picture(path, image, quality=quality, dpi=dpi, orientation=orientation),
                [{"page": 0, "turn": turn, **truth(shot)}],
            )
        )

    def add_pages(self, name: str, shots: Sequence[Shot], *, turns: dict[int, int] | None = None) -> None:
        """A scanned PDF or a multi-page TIFF; turns: page to clockwise degrees that put it upright."""
        turned = turns or {}
        images = [np.ascontiguousarray(np.rot90(shot.image, turned.get(page, 0) // 90)) for page, shot in enumerate(shots)]
        dpi = round((shots[0].px_per_mm or 150 / 25.4) * 25.4)
        entries = [{"page": page, "turn": turned.get(page, 0), **truth(shot)} for page, shot in enumerate(shots)]
        write = carriers.write_tiff if name.lower().endswith(("tif", "tiff")) else carriers.write_scanned_pdf
        self.files.append((name, lambda path: write(path, images, dpi), entries))

    def add_born_digital(self, name: str, sheets: Sequence[Sheet], scanned: Shot) -> None:
        """A PDF with a text layer whose last page is a scan."""
        entries: list[dict[str, Any]] = [
            {"page": page, "turn": 0, "kind": sheet.kind, "fields": sheet.fields, "seals": [], "signatures": []}
            for page, sheet in enumerate(sheets)
        ]
        entries.append({"page": len(sheets), "turn": 0, **truth(scanned)})
        self.files.append((name, lambda path: carriers.write_born_digital_pdf(path, sheets, [scanned.image]), entries))

    def add_broken(self, name: str, shot: Shot, keep_share: float) -> None:
        """A JPEG cut off in the middle, as a broken transfer leaves it."""
        content = carriers.jpeg_bytes(shot.image, 74)
        kept = content[: int(len(content) * keep_share)]
        self.files.append((name, lambda path: _write(path, kept), []))

    def scan(self, sheet: Sheet, **how: Any) -> Shot:  # noqa: ANN401 - arguments of scan
        """The sheet on a scanner."""
        return scan(sheet, self.rng, **how)

    def phone(self, sheet: Sheet, **how: Any) -> Shot:  # noqa: ANN401 - arguments of phone
        """The sheet before a phone."""
        return phone(sheet, self.rng, **how)

    def expected(self) -> dict[str, str]:
        """What every check of the kind should answer."""
        return expected_for(self.kind, self.overrides)

    def write(self, folder: Path) -> list[dict[str, Any]]:
        """Writes the folder; returns its lines for pages.jsonl."""
        target = folder / self.id
        target.mkdir(parents=True)
        if self.declared:
            (target / "application.json").write_text(json.dumps(self.declared, ensure_ascii=False, indent=2) + "\n", "utf-8")
        lines = []
        for name, write, pages in self.files:
            write(target / name)
            lines += [{"application": self.id, "file": name, **page} for page in pages]
        return lines

    def truth_line(self) -> dict[str, Any]:
        """This application's line for truth.jsonl."""
        return {
            "id": self.id,
            "kind": self.kind,
            "proposal": self.proposal,
            "expected": self.expected(),
            "defects": self.defects,
        }


def folder_name(number: int) -> str:
    """A001 for the first application; nothing in it tells of the content."""
    return f"A{number:03d}"


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)

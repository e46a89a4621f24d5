"""How the papers of a random application come into files: single pictures, two pages in one, a scanned PDF, one PDF with everything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from benchmarks.captures import JOINTS, moire, shrunk, together
from samples.drawing import carriers
from samples.drawing.capture import blurred, phone, scan, truth
from samples.kit import Kit

if TYPE_CHECKING:
    from samples.drawing.capture import Shot
    from samples.drawing.paper import Rgb, Sheet

WAYS = ("scan", "scan", "scan-120", "scan-200", "phone", "phone", "phone-dark", "phone-tilted", "phone-12mp", "messenger", "moire")
PHONES = {
    "phone": (0.03, 0.25, 2300),
    "phone-dark": (0.03, 0.75, 2400),
    "phone-tilted": (0.07, 0.3, 2500),
    "phone-12mp": (0.04, 0.35, 4000),
    "messenger": (0.03, 0.3, 2600),
    "moire": (0.03, 0.2, 2600),
}


@dataclass(kw_only=True)
class CapturingKit(Kit):
    """A kit whose papers are captured by chance. drawn: the ways taken; bundled: everything goes into one PDF, collected in `bundle`."""

    drawn: list[str] = field(default_factory=list)
    bundled: bool = False
    bundle: list[Shot] = field(default_factory=list)

    def pick(self, *choices: Any) -> Any:  # noqa: ANN401 - one of what is given
        """One of the choices by chance."""
        return choices[int(self.rng.integers(len(choices)))]

    def take(self, sheet: Sheet, *, fax: bool = False) -> Shot:
        """The sheet captured one way or other; fax: two colours are among the ways."""
        way = self.pick(*WAYS, *(("fax", "fax") if fax else ()))
        self.drawn.append(way)
        if way in PHONES:
            tilt, shadow, side = PHONES[way]
            shot = phone(sheet, self.rng, tilt=tilt, shadow=shadow, long_side_px=side, blur_px=0.8)
            return shrunk(shot, 1750) if way == "messenger" else moire(shot, self.rng) if way == "moire" else shot
        dpi = {"scan": 150, "scan-120": 120, "scan-200": 200, "fax": 200}[way]
        shot = scan(sheet, self.rng, dpi=dpi, skew_deg=float(self.rng.uniform(-2.5, 2.5)))
        return replace(shot, image=_two_colours(shot.image)) if way == "fax" else shot

    def put(self, name: str, sheets: list[Sheet], *, fax: bool = False, blur: int | None = None, twice: int | None = None) -> None:
        """The sheets as pictures, pairs in one picture or a scanned PDF, some turned, saved more or less well.

        blur: index of a sheet that is out of focus beyond reading; twice: index of one that is captured a second time.
        """
        if self.bundled:
            self.bundle += [self._shot(sheet, fax=fax, blur=index == blur) for index, sheet in enumerate(sheets)]
        elif len(sheets) > 1 and blur is None and self.rng.random() < 0.2:
            self._pairs(name, sheets, fax=fax)
        elif len(sheets) > 1 and self.rng.random() < 0.35:
            shots = [self._shot(sheet, fax=fax, blur=index == blur) for index, sheet in enumerate(sheets)]
            self.add_pages(f"{name}.pdf", shots, turns=self._turns(len(shots)))
        else:
            for number, sheet in enumerate(sheets):
                self._single(f"{name}_{number}.jpg", self._shot(sheet, fax=fax, blur=number == blur))
        if twice is not None:
            self._single(f"{name}_x.jpg", self.take(sheets[twice], fax=fax))

    def close(self) -> None:
        """Writes the bundle, the documents in it one behind the other."""
        if self.bundle:
            self.add_pages("cl.pdf", self.bundle, turns=self._turns(len(self.bundle)))

    def _shot(self, sheet: Sheet, *, fax: bool, blur: bool) -> Shot:
        shot = self.take(sheet, fax=fax)
        return blurred(shot, 0.0045 * max(shot.image.shape)) if blur else shot

    def _single(self, name: str, shot: Shot) -> None:
        turn = self.pick(0, 0, 0, 90, 180, 270) if shot.px_per_mm else 0
        orientation = 1 if turn else self.pick(1, 1, 6, 8, 3)
        self.add(name, shot, turn=turn, orientation=orientation, quality=self.pick(60, 74, 85))

    def _turns(self, count: int) -> dict[int, int]:
        return {page: self.pick(0, 0, 0, 180, 90) for page in range(count)}

    def _pairs(self, name: str, sheets: list[Sheet], *, fax: bool) -> None:
        """Two and two in one picture; a cover is alone, as it is on a real contract."""
        first = 1 if len(sheets) % 2 and sheets[0].kind == "contract-cover" else 0
        for index in range(first):
            self._single(f"{name}_{index}.jpg", self.take(sheets[index], fax=fax))
        for index in range(first, len(sheets), 2):
            if index + 1 == len(sheets):
                self._single(f"{name}_{index}.jpg", self.take(sheets[index], fax=fax))
                continue
            how = self.pick(*JOINTS)
            stacked = how != "book" and self.rng.random() < 0.25
            self.drawn.append(f"two-{how}{'-stacked' if stacked else ''}")
            shot = together(sheets[index], sheets[index + 1], how, self.rng, stacked=stacked)
            self._joint(f"{name}_{index}.jpg", shot, sheets[index : index + 2])

    def _joint(self, name: str, shot: Shot, sheets: list[Sheet]) -> None:
        turn = self.pick(0, 0, 90, 180, 270)
        image = np.ascontiguousarray(np.rot90(shot.image, turn // 90))
        dpi = round(shot.px_per_mm * 25.4) if shot.px_per_mm else None
        entries = [
            {"page": 0, "part": part, "turn": turn, **truth(replace(shot, sheet=sheet)), "seals": [], "signatures": []}
            for part, sheet in enumerate(sheets)
        ]
        quality = self.pick(70, 85)
        self.files.append((name, lambda path: carriers.write_picture(path, image, quality=quality, dpi=dpi), entries))


def _two_colours(image: Rgb) -> Rgb:
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    _, black = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(np.repeat(black[:, :, None], 3, axis=2), dtype=np.uint8)

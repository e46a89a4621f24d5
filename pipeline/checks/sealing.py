"""Which seals stand where the employer seals the form; four checks ask, so that one place is looked for in one way."""

import msgspec

from pipeline.checks.base import Case
from pipeline.checks.facts import FORM
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, PageKind, Role, Seal, SealKind

_VOID = {SealKind.SPECIAL, SealKind.OTHER_DEPARTMENT}  # form-seal-kind refuses them, so they say nothing for the unit's seal
_ROLES = (Role.EMPLOYER_SEAL, Role.FORMER_EMPLOYER_SEAL, Role.AUTHORITY_SEAL)


class Sealing(msgspec.Struct, frozen=True, kw_only=True):
    """cells: the employer's places on the form; seals: what stands in them, largest first; stray: other seals on those pages."""

    cells: tuple[Cell, ...]
    seals: tuple[Seal, ...]
    stray: tuple[Seal, ...]

    @property
    def unit_seals(self) -> tuple[Seal, ...]:
        """The seals in place that are no person's name stamp."""
        return tuple(seal for seal in self.seals if seal.kind is not SealKind.PERSONAL)

    @property
    def telling_seals(self) -> tuple[Seal, ...]:
        """The seals in place by which the unit is judged: void ones only where no other stands there."""
        return tuple(seal for seal in self.unit_seals if seal.kind not in _VOID) or self.unit_seals


def sealing(case: Case) -> Sealing:
    """Return the employer's places on the form and the seals in them.

    A seal belongs to the place that most of it covers; where no place was found, every seal on the form's last page that
    stands in nobody else's place counts. Seals across two pages belong to no place.
    """
    pages = {seen.page for seen in case.pages_of(*FORM)}
    last = {seen.page for seen in case.pages_of(PageKind.FORM_2, PageKind.FORM_SINGLE)}
    places = [cell for cell in case.of(Cell) if cell.page in pages and cell.role in _ROLES]
    cells = tuple(cell for cell in places if cell.role is Role.EMPLOYER_SEAL)
    placed: list[Seal] = []
    stray: list[Seal] = []
    for seal in case.of(Seal):
        if seal.page not in pages or seal.kind is SealKind.CROSS_PAGE:
            continue
        role = _role(seal, [cell for cell in places if cell.page == seal.page])
        if role is Role.EMPLOYER_SEAL or (role is None and not cells and seal.page in last):
            placed.append(seal)
        elif role is None:
            stray.append(seal)
    return Sealing(cells=cells, seals=tuple(sorted(placed, key=lambda seal: -seal.box.area)), stray=tuple(stray))


def _role(seal: Seal, cells: list[Cell]) -> Role | None:
    """Return whose place the seal stands in, None for nobody's: the place that holds its middle, else that covers most of it."""
    shares = [(cell.box.holds(seal.box.centre), _covered(seal.box, cell.box), cell.role) for cell in cells]
    inside, share, role = max(shares, default=(False, 0.0, None), key=lambda each: each[:2])
    return role if inside or share >= 0.25 else None  # noqa: PLR2004 - seals are pressed half beside their place often enough


def _covered(seal: Box, cell: Box) -> float:
    return seal.share_inside(cell)

"""What may count as a signature: the one judgement of what stands in a signature's place, for every document that is signed."""

import msgspec

from pipeline.checks.base import Case
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Cell, PageKind, Role, Signature, Writing

# In order of how near each comes to a signature: of several places the nearest is told.
SLUGS = {
    Writing.HANDWRITTEN: (Outcome.PASS, "signed"),
    Writing.UNCLEAR: (Outcome.UNSURE, "unclear"),
    Writing.PRINTED: (Outcome.FAIL, "printed"),
    Writing.NAME_STAMP: (Outcome.FAIL, "name-stamp"),
    Writing.FINGERPRINT: (Outcome.FAIL, "fingerprint"),
    Writing.DATE_ONLY: (Outcome.FAIL, "date-only"),
    Writing.SEAL_ONLY: (Outcome.FAIL, "seal-only"),
    Writing.EMPTY: (Outcome.FAIL, "missing"),
}


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """An answer about one signature and the place it is about; None: no place was found."""

    outcome: Outcome
    slug: str
    confidence: float
    place: Signature | Cell | None = None


def judge_signature(case: Case, role: Role, sure_mark: float, *kinds: PageKind) -> Signed:
    """Return whether somebody signed in the places of a role on pages of these kinds.

    One surely handwritten place is enough; otherwise the place that comes nearest to a signature is told. A mark that the eye
    is not sure of is `unclear`, a place that the eye could not look into as well, no place at all `no-place`.
    """
    pages = {seen.page for seen in case.pages_of(*kinds)}
    seen = [one for one in case.of(Signature) if one.role is role and one.page in pages]
    if seen:
        best = min(seen, key=lambda one: (list(SLUGS).index(one.writing), -one.confidence))
        outcome, slug = SLUGS[best.writing]
        if best.confidence < sure_mark:
            outcome, slug = Outcome.UNSURE, "unclear"
        return Signed(outcome=outcome, slug=slug, confidence=best.confidence, place=best)
    cell = next((one for one in case.of(Cell) if one.role is role and one.page in pages), None)
    return Signed(outcome=Outcome.UNSURE, slug="no-place" if cell is None else "unclear", confidence=0.5, place=cell)

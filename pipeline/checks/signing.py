"""What may count as a signature: the one judgement of what stands in a signature's place, for every document that is signed."""

import re
from collections.abc import Collection

import msgspec

from pipeline.checks.base import Case
from pipeline.checks.dates import clean, find_dates
from pipeline.checks.facts import FORM, filled, surely_read
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Cell, FieldName, PageKind, Role, Signature, Writing

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


HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
BESIDE = re.compile(r"[0-9]*年[0-9]*月[0-9]*日?|[^\u3400-\u9fff]")
"""What may be read with a name that is no part of it: the frame of a date, and whatever is no ideograph."""
FOR_ANOTHER = re.compile(r"\(代\)|代[签字]")


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """An answer about one signature and the place it is about; None: no place was found."""

    outcome: Outcome
    slug: str
    confidence: float
    place: Signature | Cell | None = None

    @property
    def read(self) -> str:
        """What a reader made of the strokes, shown beside a name that may be another's; "" elsewhere."""
        return self.place.text if isinstance(self.place, Signature) and self.slug == "another-name" else ""


def reads_another_name(case: Case, seen: Signature, sure_name: float) -> bool:
    """Return whether a signature plainly reads as another name than the applicant's, or as given for somebody else.

    Every character is sure, and none of the name is the applicant's; a date, a stop or a digit read with it is no part of a name. Who
    shares a character with the applicant, as a relative does, is not told apart from a reader's slip. The applicant's name is what was
    declared and what is surely read on the form; where neither is there, no name is another. A reader of print is a poor reader of
    hands, so this is a reason to look and never a fault.
    """
    if seen.text_sure < sure_name:
        return False
    text = clean(seen.text)
    if FOR_ANOTHER.search(text):
        return True
    read = _without_dates(text)
    if not HAN_NAME.fullmatch(read):
        return False
    fields = filled(case.fields(FieldName.PERSON, *FORM))
    names = [field.reading.text for field in fields if surely_read(field, sure_name)]
    names += [case.declared.applicant.name] if case.declared.applicant.name else []
    return bool(names) and all(set(name).isdisjoint(read) for name in names)


def _without_dates(text: str) -> str:
    """Return the ideographs of a text that belong to no date."""
    for day in reversed(find_dates(text)):
        text = text[: day.start] + text[day.end :]
    return BESIDE.sub("", text)


def judge_signature(
    case: Case, role: Role, sure_mark: float, *kinds: PageKind, sure_name: float | None = None, on: Collection[int] | None = None
) -> Signed:
    """Return whether somebody signed in the places of a role on pages of these kinds.

    One surely handwritten place is enough; otherwise the place that comes nearest to a signature is told. A mark that the eye
    is not sure of is `unclear`, a place that the eye could not look into as well, no place at all `no-place`.
    on: the only pages asked about, by number; None: all of these kinds.
    sure_name: from which confidence a signature that reads as another name than the applicant's is `another-name`; None: it may be.
    """
    pages = {seen.page for seen in case.pages_of(*kinds) if on is None or seen.page in on}
    seen = [one for one in case.of(Signature) if one.role is role and one.page in pages]
    if seen:
        best = min(seen, key=lambda one: (list(SLUGS).index(one.writing), -one.confidence))
        outcome, slug = SLUGS[best.writing]
        if best.confidence < sure_mark:
            outcome, slug = Outcome.UNSURE, "unclear"
        if outcome is Outcome.PASS and sure_name is not None and reads_another_name(case, best, sure_name):
            return Signed(outcome=Outcome.UNSURE, slug="another-name", confidence=0.5, place=best)
        return Signed(outcome=outcome, slug=slug, confidence=best.confidence, place=best)
    cell = next((one for one in case.of(Cell) if one.role is role and one.page in pages), None)
    return Signed(outcome=Outcome.UNSURE, slug="no-place" if cell is None else "unclear", confidence=0.5, place=cell)

"""What checks conclude, what failed on our side, and what is proposed."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from pipeline.datamodel.geometry import Box


class Outcome(StrEnum):
    """A check's answer, gravest first when compared with `gravity`."""

    FAIL = "fail"
    UNSURE = "unsure"
    NOT_ASSESSED = "not-assessed"
    PASS = "pass"
    NOT_APPLICABLE = "not-applicable"

    @property
    def gravity(self) -> int:
        """4 for fail down to 0 for not-applicable; of several findings of one check the gravest counts."""
        return (Outcome.NOT_APPLICABLE, Outcome.PASS, Outcome.NOT_ASSESSED, Outcome.UNSURE, Outcome.FAIL).index(self)


class Severity(StrEnum):
    """What a failure leads to: RET, REV and INF of the requirements table."""

    RETURN = "return"
    REVIEW = "review"
    NOTE = "note"


class Proposal(StrEnum):
    """What the product proposes to the person who decides."""

    CLEAR = "clear"
    REVIEW = "review"
    RETURN = "return"


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Where to look: a file, a page in it (zero-based), a box on the upright page, and what was read there."""

    file: str
    page: int = 0
    part: int = 0
    box: Box | None = None
    read: str = ""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One word or several by their codes, so that a message can be told in another language; what has no code stands for itself."""

    terms: tuple[str, ...]


Value = str | int | float | Terms


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check's answer about one thing. `slug` is for machines, `message` for people; `measured` against `limit`.

    `source` is the id of the rule in the profile. Confidence is 0-1: how sure the check is of this answer.
    `code` names the message whatever the language ("form-seal-name.different-name"), "" where it has none; `values` fill its places.
    """

    check: str
    slug: str
    outcome: Outcome
    severity: Severity
    confidence: float
    message: str
    evidence: tuple[Evidence, ...] = ()
    measured: str | float | None = None
    limit: str | float | None = None
    source: str = ""
    code: str = ""
    values: dict[str, Value] = {}


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Our failure or a broken file, never silently a pass. `where` is the stage, engine or step; no personal data in `message`.

    `broken_upload` is True where the file itself is bad (the applicant can mend it), False where we failed or hit a limit.
    """

    where: str
    error: str
    message: str
    file: str = ""
    page: int | None = None
    broken_upload: bool = False


def propose(findings: Iterable[Finding]) -> Proposal:
    """Return what to propose: return on a failed return-severity finding, review on any other open one, else clear."""
    proposal = Proposal.CLEAR
    for finding in findings:
        if finding.severity is Severity.NOTE:
            continue
        if finding.outcome is Outcome.FAIL and finding.severity is Severity.RETURN:
            return Proposal.RETURN
        if finding.outcome in {Outcome.FAIL, Outcome.UNSURE, Outcome.NOT_ASSESSED}:
            proposal = Proposal.REVIEW
    return proposal

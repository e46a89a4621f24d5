"""What held-id says besides its examples: numbers stay masked, loose files need no card, the best photo counts."""

import re

import pytest

from pipeline.checks.base import Case, Example
from pipeline.checks.held_id import HeldIdPhoto
from pipeline.datamodel.finding import Outcome

EXAMPLES = HeldIdPhoto.examples()

NEVER = (
    "a card and no person",
    "fingers over the number",
    "words of a card and no outline",
    "the card's back",
    "the applicant's number is not known",
    "a number read in part",
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_finding_shows_a_number_unmasked(example: Example, lang: str) -> None:
    seen = example.case
    case = Case(kind=seen.kind, declared=seen.declared, sightings=seen.sightings, lang="zh" if lang == "zh" else "en")
    for finding in HeldIdPhoto().judge(case):
        shown = f"{finding.message} {finding.measured} {finding.limit} {[evidence.read for evidence in finding.evidence]}"
        assert not re.search(r"\d{6,}", shown)


@pytest.mark.parametrize("title", ["no card", *NEVER])
def test_what_cannot_be_recognised_never_passes(title: str) -> None:
    (example,) = (example for example in EXAMPLES if example.title == title)
    assert Outcome.PASS not in {finding.outcome for finding in HeldIdPhoto().judge(example.case)}

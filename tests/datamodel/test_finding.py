import pytest

from pipeline.datamodel.finding import Finding, Outcome, Proposal, Severity, propose


def finding(outcome: Outcome, severity: Severity) -> Finding:
    return Finding(check="x", slug="x", outcome=outcome, severity=severity, confidence=1.0, message="x")


@pytest.mark.parametrize(
    ("outcome", "severity", "proposal"),
    [
        (Outcome.PASS, Severity.RETURN, Proposal.CLEAR),
        (Outcome.NOT_APPLICABLE, Severity.RETURN, Proposal.CLEAR),
        (Outcome.FAIL, Severity.RETURN, Proposal.RETURN),
        (Outcome.UNSURE, Severity.RETURN, Proposal.REVIEW),
        (Outcome.NOT_ASSESSED, Severity.RETURN, Proposal.REVIEW),
        (Outcome.FAIL, Severity.REVIEW, Proposal.REVIEW),
        (Outcome.UNSURE, Severity.REVIEW, Proposal.REVIEW),
        (Outcome.FAIL, Severity.NOTE, Proposal.CLEAR),
        (Outcome.NOT_ASSESSED, Severity.NOTE, Proposal.CLEAR),
    ],
)
def test_one_finding_decides_the_proposal(outcome: Outcome, severity: Severity, proposal: Proposal) -> None:
    assert propose([finding(outcome, severity)]) is proposal


def test_the_gravest_finding_wins_in_any_order() -> None:
    both = [finding(Outcome.FAIL, Severity.RETURN), finding(Outcome.UNSURE, Severity.REVIEW)]
    assert propose(both) is propose(both[::-1]) is Proposal.RETURN


def test_not_assessed_is_graver_than_pass_and_lighter_than_unsure() -> None:
    assert Outcome.PASS.gravity < Outcome.NOT_ASSESSED.gravity < Outcome.UNSURE.gravity < Outcome.FAIL.gravity

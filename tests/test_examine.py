"""One application judged: what was not seen is never passed."""

from pathlib import Path

from pipeline import examine
from pipeline.datamodel.finding import Outcome, Proposal
from pipeline.datamodel.observation import PageKind
from pipeline.datamodel.profile import load
from tests.stubs import StubPlan


def test_an_id_photo_that_does_not_open_is_never_clear(tmp_path: Path) -> None:
    """`prescreen photo` judged the photo's family alone, where a file without pages left nothing to say: clear, exit 0."""
    (tmp_path / "me.jpg").write_bytes(b"")
    setup = StubPlan(profile=load("cse-online-2019-11")).setup()
    report = examine.judge(examine.see_files([tmp_path / "me.jpg"], setup, told=PageKind.ID_PHOTO), setup, loose=True, family="photo")
    assert report.proposal is Proposal.RETURN
    assert {finding.check for finding in report.findings if finding.outcome is Outcome.FAIL} == {"files-readable"}

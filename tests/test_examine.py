"""One application judged: what was not seen is never passed."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import examine
from pipeline.datamodel.finding import Outcome, Proposal
from pipeline.datamodel.observation import PageKind
from pipeline.datamodel.profile import load
from pipeline.engines.protocols import Engines
from tests.fakes import FakeOcr
from tests.stubs import StubPlan


class QuickOcr(FakeOcr):
    """A reader of pages whose runtime may have failed."""

    suffix = "-fast"


def test_an_id_photo_that_does_not_open_is_never_clear(tmp_path: Path) -> None:
    """`prescreen photo` judged the photo's family alone, where a file without pages left nothing to say: clear, exit 0."""
    (tmp_path / "me.jpg").write_bytes(b"")
    setup = StubPlan(profile=load("cse-online-2019-11")).setup()
    report = examine.judge(examine.see_files([tmp_path / "me.jpg"], setup, told=PageKind.ID_PHOTO), setup, loose=True, family="photo")
    assert report.proposal is Proposal.RETURN
    assert {finding.check for finding in report.findings if finding.outcome is Outcome.FAIL} == {"files-readable"}


@pytest.mark.parametrize(("suffix", "told"), [("-fast", "bfloat16, of some version"), ("", "float32")])
def test_a_record_says_what_pages_were_read_in_and_a_batch_is_resumed_all_the_same(tmp_path: Path, suffix: str, told: str) -> None:
    (tmp_path / "me.jpg").write_bytes(b"")
    setup, quick = StubPlan(profile=load("cse-online-2019-11")).setup(), QuickOcr()
    quick.suffix = suffix
    setup = replace(setup, engines=Engines(quick=quick), versions=setup.versions | {"precision": "bfloat16, of some version"})
    stored = examine.see(tmp_path, setup)
    assert stored.versions["precision"] == told
    assert stored.config_sha256 == examine.config_sha256(setup.profile, setup.versions)

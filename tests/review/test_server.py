"""The server as a process: it listens on this machine only, and killing it between two decisions loses nothing."""

import http.cookiejar
import os
import re
import signal
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from pipeline import batch
from pipeline.decisions.state import fold_all
from pipeline.decisions.trail import Trail
from pipeline.errors import UsageError
from pipeline.review.server import serve
from tests.reports import drawn
from tests.review import desk


def come_in(link: str) -> tuple[urllib.request.OpenerDirector, str]:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    opener.open(link, timeout=60).close()
    return opener, link.partition("/start")[0]


def decide(opener: urllib.request.OpenerDirector, address: str, key: str) -> str:
    page = opener.open(f"{address}/a/{key}", timeout=60).read().decode()
    form = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[-1] for name in ("csrf", "revision")}
    body = urllib.parse.urlencode({**form, "decision": "return"}).encode()
    return str(opener.open(f"{address}/a/{key}/decide", body, timeout=60).url)


def test_nothing_is_lost_when_the_server_is_killed_between_two_decisions(tmp_path: Path) -> None:
    place = desk.lay(tmp_path, "2026-1", "2026-2")
    office = desk.Office(place)
    for name in ("2026-1", "2026-2"):
        with desk.served(place.folder) as (process, (link,)):
            opener, address = come_in(link)
            assert decide(opener, address, office.entry(name).key).startswith(address)
            os.kill(process.pid, signal.SIGKILL)
            process.wait(timeout=60)
    states = fold_all(Trail(place.folder).events())
    assert {name: state.decided.who for name, state in states.items() if state.decided} == {"2026-1": "王芳", "2026-2": "王芳"}


def test_an_old_link_opens_nothing(tmp_path: Path) -> None:
    place = desk.lay(tmp_path, "2026-1")
    with desk.served(place.folder, "--link-minutes", "0") as (_, (link,)):
        assert link.startswith("http://127.0.0.1:")
        with pytest.raises(urllib.error.HTTPError) as refused:
            come_in(link)
    assert refused.value.code == 403
    refused.value.close()


@pytest.mark.parametrize(
    ("host", "reviewers"),
    [("0.0.0.0", ["a"]), ("::", ["a"]), ("here", ["a"]), ("192.0.2.1", ["a"]), ("127.0.0.1", [" "]), ("127.0.0.1", ["a", "a"])],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, host: str, reviewers: list[str]) -> None:
    place = desk.lay(tmp_path, "2026-1")
    with pytest.raises(UsageError):
        serve(place, drawn.PROFILE, "zh", uploads=None, reviewers=reviewers, host=host, port=0, link_s=1, tell=lambda _who, _link: None)


def test_results_without_records_are_refused(tmp_path: Path) -> None:
    place = batch.Results(folder=tmp_path)
    with pytest.raises(UsageError, match="prescreen run"):
        serve(place, drawn.PROFILE, "zh", uploads=None, reviewers=["a"], host="127.0.0.1", port=0, link_s=1, tell=lambda _who, _link: None)

"""The reviewers' page: the queue, verdicts, decisions, undo, two at once, the notice, exports, live pictures."""

import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import msgspec
import numpy as np
import pytest
from PIL import Image

from pipeline.decisions.state import fold_all
from pipeline.decisions.trail import Act
from pipeline.errors import UsageError
from pipeline.evaluate import score_results
from pipeline.reports.wording import retold
from pipeline.review.desk import Desk
from tests.reports import drawn
from tests.review import desk

HOSTILE = ["<img src=x onerror=alert(1)>", "a\u202egpj.exe", "=cmd|' _C calc'!A0", "长" * 85]


@pytest.fixture
def office(tmp_path: Path) -> desk.Office:
    return desk.Office(desk.lay(tmp_path, "2026-1", "2026-2", clear=("2026-3",)), "王芳", "李四")


def test_the_queue_takes_returns_first(office: desk.Office) -> None:
    page = office.reviewer().get("/").text
    places = [page.index(f">{name}<") for name in ("2026-1", "2026-2", "2026-3")]
    assert places == sorted(places)


def test_a_decision_leads_to_the_next_application_and_out_of_the_queue(office: desk.Office) -> None:
    client = office.reviewer()
    answer = desk.post(client, office.entry("2026-1").key, "decide", decision="return")
    assert answer.headers["location"] == f"/a/{office.entry('2026-2').key}"
    assert ">2026-1<" not in client.get("/").text
    assert "已退回" in client.get("/?show=done").text


def test_overruling_needs_a_reason_and_agreeing_does_not(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    finding = desk.finding(office, "2026-1", "form-seal-name")
    refused = desk.post(client, key, "verdict", finding=finding, verdict="fine", reason="  ")
    assert refused.status_code == 422
    assert "须写明理由" in refused.text
    assert desk.post(client, key, "verdict", finding=finding, verdict="defect").status_code == 303
    assert desk.post(client, key, "verdict", finding=finding, verdict="fine", reason="印章清楚，名称相同").status_code == 303
    assert "印章清楚，名称相同" in client.get(f"/a/{key}").text


def test_accepting_over_sure_defects_needs_a_reason(office: desk.Office) -> None:
    client = office.reviewer()
    assert desk.post(client, office.entry("2026-1").key, "decide", decision="accept").status_code == 422
    assert desk.post(client, office.entry("2026-1").key, "decide", decision="accept", reason="电话已核实").status_code == 303
    assert desk.post(client, office.entry("2026-3").key, "decide", decision="accept").status_code == 303


def test_a_return_must_tell_something(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-3").key
    assert desk.post(client, key, "decide", decision="return").status_code == 422
    assert desk.post(client, key, "add", text="合同缺第3页，请补传。").status_code == 303
    assert desk.post(client, key, "decide", decision="return").status_code == 303


def test_undo_takes_back_one_s_own_last_act_only(office: desk.Office) -> None:
    mine, other, key = office.reviewer(), office.reviewer("李四"), office.entry("2026-1").key
    desk.post(mine, key, "decide", decision="return")
    assert desk.post(other, key, "undo").status_code == 422
    assert desk.post(mine, key, "undo").status_code == 303
    assert ">2026-1<" in mine.get("/").text
    assert [e.act for e in office.desk.trail.events("2026-1") if e.revision is not None] == [Act.DECIDE, Act.UNDO]


def test_of_two_reviewers_neither_s_word_is_lost(office: desk.Office) -> None:
    mine, other, key = office.reviewer(), office.reviewer("李四"), office.entry("2026-1").key
    finding = desk.finding(office, "2026-1", "form-seal-name")
    opened = other.get(f"/a/{key}").text
    assert desk.post(mine, key, "verdict", finding=finding, verdict="defect").status_code == 303
    late = desk.post(other, key, "verdict", page=opened, finding=finding, verdict="fine", reason="我看是同一个字")
    assert late.status_code == 409
    assert "您的操作没有记录" in late.text
    assert "我看是同一个字" in late.text  # what was written is not lost either
    assert [e.who for e in office.desk.trail.events("2026-1") if e.revision is not None] == ["王芳"]
    assert desk.post(other, key, "verdict", finding=finding, verdict="fine", reason="我看是同一个字").status_code == 303
    assert {e.who for e in office.desk.trail.events("2026-1") if e.revision is not None} == {"王芳", "李四"}


def judged_anew(office: desk.Office, name: str) -> None:
    """Write an application's record again with a space more: the same findings, other bytes."""
    path = office.place.records / f"{name}.json"
    path.write_bytes(path.read_bytes() + b" ")


def test_a_decision_on_a_record_that_was_judged_anew_meanwhile_is_refused(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    opened = client.get(f"/a/{key}").text
    judged_anew(office, "2026-1")
    assert desk.post(client, key, "decide", page=opened, decision="return").status_code == 409
    assert desk.post(client, key, "decide", decision="return").status_code == 303


def test_a_decision_stands_while_the_record_says_the_same_and_falls_when_it_does_not(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    desk.post(client, key, "decide", decision="return")
    assert office.desk.state(office.entry("2026-1")).decided is not None
    judged_anew(office, "2026-1")
    assert office.desk.state(office.entry("2026-1")).decided is not None
    path = office.place.records / "2026-1.json"
    path.write_bytes(path.read_bytes().replace(b'"severity":"note"', b'"severity":"review"'))
    assert office.desk.state(office.entry("2026-1")).decided is None
    assert [e.act for e in office.desk.trail.events("2026-1") if e.revision is not None] == [Act.DECIDE]


def test_words_and_decision_stay_when_results_are_judged_again_in_another_language(office: desk.Office) -> None:
    told = {"code": "form-filled.blank", "values": {"what": {"terms": ["employer"]}}}
    path = office.place.records / "2026-1.json"
    entry = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(entry | {"findings": [one | told for one in entry["findings"]]}))
    client, key = office.reviewer(), office.entry("2026-1").key
    desk.post(client, key, "verdict", finding=desk.finding(office, "2026-1", "held-id"), verdict="defect")
    desk.post(client, key, "decide", decision="return")
    path.write_bytes(msgspec.json.encode(retold(office.entry("2026-1").record, "en")))
    assert "employer's name is not filled in on the form" in path.read_text()
    state = office.desk.state(office.entry("2026-1"))
    assert state.decided is not None
    assert set(state.words) == {desk.finding(office, "2026-1", "held-id")}


def test_a_desk_that_stays_open_sees_every_act_and_forgets_a_trail_that_was_purged(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    assert client.get("/").status_code == 200
    other = Desk(office.place, drawn.PROFILE)  # another server over the same results
    entry = office.entry("2026-1")
    other.append(entry, "李四", 0, Act.DECIDE, {"decision": "return", "reason": "", "proposal": "return"})
    other.append(office.entry("2026-2"), "李四", 0, Act.DECIDE, {"decision": "accept", "reason": "x", "proposal": "return"})
    assert [state.decided is not None for found, state in office.desk.queue() if found.application in {"2026-1", "2026-2"}] == [True] * 2
    desk.post(client, key, "undo")  # not hers: refused, and nothing changes
    assert fold_all(office.desk.trail.events())["2026-1"] == {found.application: state for found, state in office.desk.queue()}["2026-1"]
    office.place.remove_stored()
    office.desk.trail.prepare()
    assert all(state.decided is None for _, state in office.desk.queue())


def test_a_second_issue_from_a_stale_page_is_told_as_stale(office: desk.Office) -> None:
    mine, other, key = office.reviewer(), office.reviewer("李四"), office.entry("2026-1").key
    opened = other.get(f"/a/{key}").text
    desk.post(mine, key, "decide", decision="return")
    desk.post(mine, key, "issue")
    assert desk.post(other, key, "decide", page=opened, decision="accept", reason="x").status_code == 409


def test_the_trail_tells_what_was_shown(office: desk.Office) -> None:
    client, entry = office.reviewer(), office.entry("2026-1")
    client.get(f"/a/{entry.key}")
    (opened,) = office.desk.trail.events("2026-1")
    assert (opened.who, opened.act, opened.detail["findings"]) == ("王芳", Act.OPENED, "7")
    assert office.desk.trail.snapshot(opened.record_sha256) == entry.body


def test_the_notice_holds_what_the_reviewer_leaves_in_it(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    doubtful, sure = desk.finding(office, "2026-1", "form-seal-legible"), desk.finding(office, "2026-1", "employment-present")
    assert "印章不够清晰" not in client.get(f"/a/{key}/notice.html").text
    desk.post(client, key, "verdict", finding=doubtful, verdict="defect")
    desk.post(client, key, "strike", item=sure)
    desk.post(client, key, "add", text="请补签日期。")
    letter = client.get(f"/a/{key}/notice.html").text
    assert "印章不够清晰" in letter
    assert "请补签日期" in letter
    assert "未见劳动合同" not in letter
    assert "草稿" in letter
    paper = ZipFile(io.BytesIO(client.get(f"/a/{key}/notice.docx").content)).read("word/document.xml").decode()
    assert ("请补签日期" in paper, "未见劳动合同" in paper) == (True, False)


def test_an_issued_notice_is_kept_and_nothing_changes_any_more(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    opened = client.get(f"/a/{key}").text
    assert desk.post(client, key, "issue").status_code == 422  # nobody decided to return it
    desk.post(client, key, "decide", decision="return")
    assert desk.post(client, key, "issue").status_code == 303
    page, paper = (office.place.folder / "review" / "issued" / f"2026-1.{ending}" for ending in ("html", "docx"))
    assert "草稿" not in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o777 == paper.stat().st_mode & 0o777 == 0o600
    office.door.session(client.cookies["prescreen-8000"]).last = ""  # type: ignore[union-attr]
    assert '<form method="post"' not in client.get(f"/a/{key}").text
    for act, fields in (("undo", {}), ("add", {"text": "x"}), ("decide", {"decision": "accept", "reason": "x"})):
        now = re.sub(
            r'name="revision" value="\d+"', f'name="revision" value="{office.desk.state(office.entry("2026-1")).revision}"', opened
        )
        assert desk.post(client, key, act, page=now, **fields).status_code == 422


def test_decisions_are_exported_masked_and_as_texts(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    desk.post(client, key, "decide", decision="accept", reason=f"=cmd {drawn.ID_NUMBER}")
    told = client.get("/export/decisions.json").text
    assert json.loads(told)["decisions"][0]["decision"]["decision"] == "accept"
    assert not re.search(r"\d{15}", told)
    book = ZipFile(io.BytesIO(client.get("/export/decisions.xlsx").content))
    cells = "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/"))
    assert "=cmd" in cells
    assert "<f>" not in cells
    assert not re.search(r"\d{17}[\dX]", cells)


def test_evaluate_reads_what_reviewers_decided(office: desk.Office) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    with pytest.raises(UsageError, match="prescreen review"):
        score_results(office.place.folder, None)
    desk.post(client, key, "verdict", finding=desk.finding(office, "2026-1", "form-seal-name"), verdict="fine", reason="同名")
    desk.post(client, key, "verdict", finding=desk.finding(office, "2026-1", "form-signature"), verdict="defect", reason="是打印的")
    scores = {one.check: one for one in score_results(office.place.folder, None).checks}
    assert scores["form-seal-name"].false_alarms == 1
    assert scores["form-signature"].missed == 1
    truth = office.place.folder / "truth.jsonl"
    truth.write_bytes(client.get("/export/truth.jsonl").content)
    assert score_results(office.place.folder, truth) == score_results(office.place.folder, None)
    assert "漏报" in client.get("/").text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_words_and_nothing_else(tmp_path: Path, name: str) -> None:
    office = desk.Office(desk.lay(tmp_path, name.replace("/", "_"), file="f" + name.replace("/", "_")[:60] + ".png"))
    client, key = office.reviewer(), office.entry(name).key
    for page in (client.get("/").text, client.get(f"/a/{key}").text, client.get(f"/a/{key}/notice.html").text):
        assert "<img src=x" not in page
        assert "\u202e" not in page
        assert not re.search(r"\d{15}", page)
    assert desk.post(client, key, "decide", decision="return").status_code == 303
    assert desk.post(client, key, "issue").status_code == 303
    assert len(list((office.place.folder / "review" / "issued").iterdir())) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/a/..%2f..%2fetc/pages/0.jpg",
        "/a/{}/pages/-1.jpg",
        "/a/{}/pages/99.jpg",
        "/a/{}/pages/0/99.jpg",
        "/a/{}/pages/..%2f0.jpg",
        "/static/..%2fapp.py",
    ],
)
def test_no_address_leads_out_of_what_is_shown(tmp_path: Path, path: str) -> None:
    office = desk.Office(desk.lay(tmp_path, "2026-1"), pictures=True)
    assert desk.picture(office.reviewer(), path.format(office.entry("2026-1").key)).status_code in {404, 422}
    office.live.close()


def test_pictures_are_of_the_uploads_as_they_are_with_numbers_hidden(tmp_path: Path) -> None:
    office = desk.Office(desk.lay(tmp_path, "2026-1"), pictures=True)
    client, key = office.reviewer(), office.entry("2026-1").key
    assert f"/a/{key}/pages/0.jpg" in client.get(f"/a/{key}").text
    for address in ("pages/0.jpg", "pages/0/0.jpg"):
        answer = desk.picture(client, f"/a/{key}/{address}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert np.asarray(Image.open(io.BytesIO(answer.content))).max() < 200  # nothing of the white stripe is left
    office.live.close()


def test_uploads_that_have_changed_are_not_shown(tmp_path: Path) -> None:
    office = desk.Office(desk.lay(tmp_path, "2026-1"), pictures=True)
    (tmp_path / "uploads" / "2026-1" / "form.png").write_bytes(b"another file")
    assert desk.picture(office.reviewer(), f"/a/{office.entry('2026-1').key}/pages/0.jpg").status_code == 404
    office.live.close()


def test_a_record_judged_anew_is_shown_anew(office: desk.Office) -> None:
    client, entry = office.reviewer(), office.entry("2026-1")
    path = office.place.records / "2026-1.json"
    path.write_bytes(entry.body.replace("印章不够清晰".encode(), "印章看不清楚".encode()) + b"\n")
    assert "印章看不清楚" in client.get(f"/a/{entry.key}").text

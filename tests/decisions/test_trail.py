"""The trail: appended, never changed, and of two at once one wins."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from pipeline.decisions.lessons import overruled, truths
from pipeline.decisions.state import fold, fold_all
from pipeline.decisions.trail import Act, StaleError, Trail
from pipeline.errors import UsageError

RECORD = ("0" * 64, b'{"application": "2026-1"}')


def trail(folder: Path) -> Trail:
    made = Trail(folder)
    made.prepare()
    return made


def word(verdict: str, *, finding: str = "f", check: str = "form-seal", outcome: str = "fail") -> dict[str, str]:
    return {"finding": finding, "verdict": verdict, "reason": "seen", "check": check, "slug": "x", "outcome": outcome, "message": "m"}


def append(into: Trail, seen: int, act: Act, detail: dict[str, str], *, who: str = "王芳", application: str = "2026-1") -> int:
    return into.append(who=who, application=application, seen=seen, act=act, detail=detail, record=RECORD)


def test_the_trail_is_for_its_owner_only(tmp_path: Path) -> None:
    append(trail(tmp_path), 0, Act.ADD, {"text": "x"})
    assert stat.S_IMODE((tmp_path / "review").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "review").iterdir()} == {0o600}


@pytest.mark.parametrize(
    "change", ["UPDATE events SET who = 'x'", "DELETE FROM events", "UPDATE snapshots SET record = ''", "DELETE FROM snapshots"]
)
def test_the_database_itself_refuses_to_forget(tmp_path: Path, change: str) -> None:
    append(trail(tmp_path), 0, Act.ADD, {"text": "x"})
    base = sqlite3.connect(tmp_path / "review" / "decisions.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        base.execute(change)
    base.close()


def test_an_act_tells_who_when_and_what_was_shown(tmp_path: Path) -> None:
    made = trail(tmp_path)
    append(made, 0, Act.DECIDE, {"decision": "accept", "reason": ""})
    (event,) = made.events()
    assert (event.who, event.application, event.revision, event.act) == ("王芳", "2026-1", 1, Act.DECIDE)
    assert event.at.endswith("+00:00")
    assert made.snapshot(event.record_sha256) == RECORD[1]


def test_of_many_reviewers_at_once_one_wins_and_every_other_is_told(tmp_path: Path) -> None:
    made, results = trail(tmp_path), []

    def act(who: str) -> None:
        try:
            append(made, 0, Act.ADD, {"text": who}, who=who)
            results.append("kept")
        except StaleError:
            results.append("told")

    threads = [threading.Thread(target=act, args=(str(i),)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["kept"] + ["told"] * 7
    assert len(made.events()) == 1


def test_what_was_undone_counts_no_more_but_stays_on_the_trail(tmp_path: Path) -> None:
    made = trail(tmp_path)
    append(made, 0, Act.VERDICT, word("fine"))
    append(made, 1, Act.DECIDE, {"decision": "accept", "reason": "ok"})
    append(made, 2, Act.UNDO, {"event": str(made.events()[-1].id), "undone": "decide"})
    state = fold(made.events())
    assert state.decided is None
    assert state.words["f"].overrules
    assert state.revision == 3
    assert [event.act for event in made.events()] == [Act.VERDICT, Act.DECIDE, Act.UNDO]


def test_opening_is_noted_and_changes_nothing(tmp_path: Path) -> None:
    made = trail(tmp_path)
    made.note(who="李四", application="2026-1", act=Act.OPENED, detail={"pages": "form.png"}, record=RECORD)
    assert fold(made.events()).revision == 0
    assert append(made, 0, Act.ADD, {"text": "x"}) == 1


def test_an_item_struck_can_be_put_back(tmp_path: Path) -> None:
    made = trail(tmp_path)
    append(made, 0, Act.STRIKE, {"item": "a", "message": "m"})
    assert fold(made.events()).struck == {"a"}
    append(made, 1, Act.STRIKE, {"item": "a", "message": "m", "back": "yes"})
    assert fold(made.events()).struck == frozenset()


def test_overruled_checks_are_counted_and_become_the_truth(tmp_path: Path) -> None:
    made = trail(tmp_path)
    append(made, 0, Act.VERDICT, word("fine"))
    append(made, 1, Act.VERDICT, word("defect", finding="g", check="held-id", outcome="unsure"))
    append(made, 0, Act.VERDICT, word("defect"), application="2026-2")
    append(made, 1, Act.VERDICT, word("defect", finding="h", check="form-term", outcome="pass"), application="2026-2")
    states = fold_all(made.events())
    seal = next(one for one in overruled(states) if one.check == "form-seal")
    assert (seal.upheld, seal.dismissed) == (1, 1)
    assert {one.check: (one.doubt_defect, one.missed) for one in overruled(states)} == {
        "form-seal": (0, 0),
        "form-term": (0, 1),
        "held-id": (1, 0),
    }
    assert truths(states) == {"2026-1": {"form-seal": "pass", "held-id": "fail"}, "2026-2": {"form-seal": "fail", "form-term": "fail"}}


def test_another_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "decisions.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(UsageError, match="move it away"):
        Trail(tmp_path).events()

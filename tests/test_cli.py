"""The command line from outside: a process, its streams and its exit code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import rim
from pipeline.errors import UsageError

SAMPLES = Path(__file__).parent.parent / "samples"


def prescreen(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    env = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False, env=env)


def test_help_names_every_command() -> None:
    words = prescreen("--help").stdout
    for command in (
        "run",
        "watch",
        "status",
        "purge",
        "check",
        "look",
        "photo",
        "rejudge",
        "report",
        "review",
        "evaluate",
        "rules",
        "profiles",
        "models",
        "doctor",
    ):
        assert command in words


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "/nowhere", "--out", "/tmp/x"], 2, "is no folder"),
        (["check", "/nowhere.jpg"], 2, "no file"),
        (["check", "a.jpg", "--kind", "marriage"], 2, "marriage"),
        (["check", __file__, "--profile", "no-such-pack"], 3, "cse-online-2019-11"),
        (["rejudge", "/nowhere"], 2, "prescreen run"),
        (["status", "/nowhere"], 2, "prescreen run"),
        (["purge", "/nowhere", "--yes"], 2, "holds no results"),
        (["export", "/nowhere", "--parquet", "/tmp/x.parquet"], 2, "no records"),
        (["report", "/nowhere"], 2, "no records"),
        (["evaluate", "/nowhere", "/nowhere"], 2, "no records"),
        (["rules", "no-such-check"], 2, "no-such-check"),
        (["frobnicate"], 2, "frobnicate"),
        (["photo", __file__, "--spec", "passport"], 3, "exam-one-inch"),
        (["photo", __file__, "--fix", "out.png"], 2, "out.jpg"),
        (["photo", __file__, __file__, "--fix", "out.jpg"], 2, "one file"),
        (["photo", __file__, "--fix", "/nowhere/out.jpg"], 6, "cannot write"),
    ],
)
def test_what_cannot_be_meant_gets_one_sentence_and_its_own_code(arguments: list[str], code: int, words: str) -> None:
    done = prescreen(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_damaged_record_is_named_and_tells_its_own_code(tmp_path: Path) -> None:
    (tmp_path / "applications").mkdir()
    (tmp_path / "applications" / "one.json").write_text("{}")
    done = prescreen("report", tmp_path)
    assert done.returncode == 4
    assert "damaged records" in done.stderr
    assert "one" in done.stderr


def test_every_wrong_key_of_a_profile_is_named_at_once(tmp_path: Path) -> None:
    pack = tmp_path / "mine.toml"
    text = prescreen_pack().replace(
        "[rules.", "[checks.photo-size.limits]\nwidth_pixel = 3\nheight_px = 'tall'\n[stages.text]\nsidepx = 1\n[rules.", 1
    )
    pack.write_text(text, encoding="utf-8")
    done = prescreen("check", __file__, "--profile", pack)
    assert done.returncode == 3
    for key in ("width_pixel", "height_px", "sidepx"):
        assert key in done.stderr


def prescreen_pack() -> str:
    return (Path(__file__).parent.parent / "pipeline" / "profiles" / "cse-online-2019-11.toml").read_text(encoding="utf-8")


def test_missing_models_stop_everything_before_the_first_application(tmp_path: Path) -> None:
    """F23."""
    done = prescreen("run", SAMPLES / "uploads", "--out", tmp_path / "out", PRESCREEN_MODELS=str(tmp_path / "none"))
    assert done.returncode == 5
    assert "prescreen models install" in done.stderr
    assert not (tmp_path / "out").exists()


def test_blind_leaves_the_photo_unassessed_and_never_passes_it(tmp_path: Path) -> None:
    photo = min((SAMPLES / "photos").glob("*.jpg"))
    done = prescreen("photo", photo, "--blind", "--json", "--all", PRESCREEN_MODELS=str(tmp_path / "none"))
    assert done.returncode == 4
    outcomes = {f["check"]: f["outcome"] for f in json.loads(done.stdout)["findings"]}
    assert outcomes["photo-face"] == outcomes["photo-head"] == "not-assessed"


def test_models_lists_every_file_with_hash_and_licence(tmp_path: Path) -> None:
    done = prescreen("models", "--json", PRESCREEN_MODELS=str(tmp_path))
    listed = json.loads(done.stdout)
    assert done.returncode == 5
    assert {entry["status"] for entry in listed} == {"present", "absent"}
    assert all(len(entry["sha256"]) == 64 and entry["licence"] and entry["from"] for entry in listed)


def test_doctor_says_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    done = prescreen("doctor", PRESCREEN_MODELS=str(tmp_path))
    assert done.returncode == 5
    assert "prescreen models install" in done.stdout


def test_rules_shows_the_quoted_rule() -> None:
    done = prescreen("rules", "form-seal-name")
    assert done.returncode == 0
    assert "完全一致" in done.stdout


def test_profiles_are_there_for_scripts() -> None:
    listed = json.loads(prescreen("profiles", "--json").stdout)
    whole = json.loads(prescreen("profiles", "cse-online-2019-11", "--json").stdout)
    assert [pack["sha256"] for pack in listed if pack["name"] == "cse-online-2019-11"] == [whole["sha256"]]
    assert whole["checks"]["form-seal-name"]["severity"] == "return"


def test_profiles_prints_schemas() -> None:
    schemas = json.loads(prescreen("profiles", "--schema").stdout)
    assert schemas["checks"]["photo-size"]
    assert schemas["stages"]["seals"]


def test_a_profile_nested_too_deep_is_a_wrong_profile_and_no_bug(tmp_path: Path) -> None:
    (tmp_path / "deep.toml").write_text("x = " + "[" * 100_000)
    done = prescreen("rules", "--profile", tmp_path / "deep.toml")
    assert done.returncode == 3
    assert "deep" in done.stderr


def test_a_stray_file_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "up" / "one").mkdir(parents=True)
    (tmp_path / "up" / "\x1b[2J\u202ered").write_bytes(b"x")
    done = prescreen("run", tmp_path / "up", "--out", tmp_path / "out", PRESCREEN_MODELS=str(tmp_path))
    assert "red" in done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stderr)


@pytest.mark.parametrize(
    ("target", "code"), [("nowhere/seen.png", 6), ("form.png", 2), (".", 6)], ids=["no folder", "an upload", "a folder"]
)
def test_a_drawing_that_cannot_be_written_is_refused_before_anything_is_looked_at(tmp_path: Path, target: str, code: int) -> None:
    (tmp_path / "form.png").write_bytes(b"x")
    assert prescreen("look", tmp_path / "form.png", "--draw", tmp_path / target).returncode == code
    assert (tmp_path / "form.png").read_bytes() == b"x"


def test_help_does_not_load_what_only_a_command_needs() -> None:
    code = "import sys; from pipeline import cli; print(sorted({'numpy', 'cv2', 'rich.markdown'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("prescreen re", {"rejudge", "report", "review"}), ("prescreen look --dr", {"--draw"}), ("prescreen check --lang ", {"zh", "en"})],
    ids=["commands", "options", "values"],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands_options_and_values(shell: str, typed: str, offered: set[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1), "_TYPER_COMPLETE_ARGS": typed}
    program = Path(sys.executable).with_name("prescreen")
    env = {**os.environ, **words, "_TYPER_COMPLETE_FISH_ACTION": "get-args", "_PRESCREEN_COMPLETE": f"complete_{shell}"}
    told = subprocess.run([program], capture_output=True, text=True, check=False, env=env, timeout=60).stdout
    assert offered <= set(re.findall(r"[a-z-]+", told))
    assert "purge" not in told


def test_a_reviewer_without_a_name_is_asked_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    with pytest.raises(UsageError, match="--reviewer"):
        rim.reviewing(None, "127.0.0.1")
    assert rim.reviewing(["王芳"], "127.0.0.1")[1] == ["王芳"]


def test_a_batch_tells_a_script_what_it_came_to(tmp_path: Path) -> None:
    (tmp_path / "up" / "one").mkdir(parents=True)
    (tmp_path / "up" / "one" / "a.txt").write_text("no picture")
    command = [sys.executable, "-m", "tests.torture.driver", "run", str(tmp_path / "up"), "--out", str(tmp_path / "out"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=SAMPLES.parent)
    told = json.loads(done.stdout)
    assert told["states"] == {"done": 1}
    assert sum(told["proposals"].values()) == told["finished"] == 1

"""The Dockerfile says what the Makefile, the lock, the scripts and the documents say; it is read here, since no test builds an image."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
Step = tuple[str, str]


def steps(text: str) -> list[list[Step]]:
    """Return the stages of a Dockerfile, each a list of (instruction, rest of its line)."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    lines = re.sub(r"\s*\\\n\s*", " ", "\n".join(kept)).splitlines()
    stages: list[list[Step]] = []
    for word, _, rest in (line.strip().partition(" ") for line in lines if line.strip()):
        if word == "FROM":
            stages.append([])
        stages[-1].append((word, rest.strip()))
    return stages


TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
BUILD, FINAL = steps(TEXT)


def said(stage: list[Step], word: str) -> list[str]:
    return [rest for name, rest in stage if name == word]


def environment(stage: list[Step]) -> dict[str, str]:
    return dict(pair.split("=", 1) for line in said(stage, "ENV") for pair in shlex.split(line))


def test_both_stages_stand_on_the_same_slim_debian_that_the_readme_names() -> None:
    bases = [said(stage, "FROM")[0].split()[0] for stage in (BUILD, FINAL)]
    assert bases == ["debian:bookworm-slim"] * 2  # the same Python for the environment that is carried over
    assert "Debian 12" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_is_copied_is_there_and_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    copied = [one for line in said(BUILD, "COPY") for one in shlex.split(line)[:-1]]
    assert copied
    assert [one for one in copied if not (ROOT / one).exists()] == []
    assert let_through[0] == "*"
    assert {f"!{one}" for one in copied} == {one for one in let_through if one.startswith("!")}


def test_the_wheel_s_readme_and_package_are_among_what_is_copied() -> None:
    copied = {one for line in said(BUILD, "COPY") for one in shlex.split(line)[:-1]}
    assert {
        "pyproject.toml",
        "uv.lock",
        PROJECT["project"]["readme"],
        *PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"],
    } == copied


def test_what_the_last_stage_takes_over_was_made_in_the_first() -> None:
    taken = [shlex.split(line) for line in said(FINAL, "COPY")]
    assert all(words[0] == "--from=build" and words[1] == words[2] for words in taken)
    built = environment(BUILD)
    assert [words[1] for words in taken] == [built["UV_PROJECT_ENVIRONMENT"], built["PRESCREEN_MODELS"]]
    assert environment(FINAL)["PRESCREEN_MODELS"] == built["PRESCREEN_MODELS"]
    assert environment(FINAL)["PATH"].startswith(f"{built['UV_PROJECT_ENVIRONMENT']}/bin:")


def test_uv_is_the_makefile_s_and_the_environment_is_the_locked_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    version = re.search(r"^UV_VERSION := (\S+)$", makefile, re.MULTILINE)
    assert version is not None
    assert f" uv=={version[1]}" in " ".join(said(BUILD, "RUN"))
    (sync,) = [line for line in said(BUILD, "RUN") if "uv sync" in line]
    words = shlex.split(sync)
    assert {"--frozen", "--no-dev", "--no-editable"} <= set(words)
    extras = {words[i + 1] for i, word in enumerate(words) if word == "--extra"}
    assert extras <= set(PROJECT["project"]["optional-dependencies"])


def test_system_packages_are_those_of_the_script() -> None:
    script = (ROOT / "scripts" / "system-packages").read_text(encoding="utf-8")
    wanted = re.search(r"^wanted=\((.*?) \"\$@\"\)", script, re.MULTILINE)
    assert wanted is not None
    assert installed(FINAL) == {"python3", *wanted[1].split()}
    assert installed(BUILD) == {"python3", "python3-venv"}


def installed(stage: list[Step]) -> set[str]:
    (line,) = [line for line in said(stage, "RUN") if "apt-get install" in line]
    assert "apt-get update &&" in line
    assert "--no-install-recommends" in line
    assert line.endswith("rm -rf /var/lib/apt/lists/*")
    return set(line.partition("--no-install-recommends ")[2].partition(" &&")[0].split())


def test_it_runs_as_nobody_in_particular_and_starts_the_program_itself() -> None:
    words = [word for word, _ in FINAL]
    user, group = said(FINAL, "USER")[-1].split(":")
    assert int(user) > 0
    assert int(group) > 0
    assert "RUN" not in words[words.index("USER") :]  # nothing is made as that user, so nothing in the image belongs to it
    assert json.loads(said(FINAL, "ENTRYPOINT")[0]) == ["prescreen"]
    assert "prescreen" in PROJECT["project"]["scripts"]


@pytest.mark.parametrize("wrong", ["ADD", "EXPOSE", "VOLUME", "SHELL", "ARG"])
def test_nothing_is_fetched_served_or_left_open(wrong: str) -> None:
    assert not [word for stage in (BUILD, FINAL) for word, _ in stage if word == wrong]
    assert not re.search(r"curl|wget|https?://", "\n".join(line for line in TEXT.splitlines() if not line.startswith("#")))


def test_the_documents_run_it_without_network_and_with_a_read_only_root() -> None:
    page = re.sub(r"\\\n\s*", " ", (ROOT / "docs" / "install.md").read_text(encoding="utf-8"))
    runs = [shlex.split(line) for line in page.splitlines() if line.startswith("docker run")]
    assert len(runs) == 2
    for words in runs:
        assert {"--read-only", "--rm"} <= set(words)
        assert "--cap-drop=ALL" in words
        assert "--security-opt=no-new-privileges" in words
        assert "--tmpfs=/tmp" in words
    assert ["--network=none" in words for words in runs] == [True, False]
    assert runs[1][runs[1].index("review") :].count("--host") == 0  # on 127.0.0.1 and nowhere else
    assert {"run", "review"} == {words[words.index("prescreen") + 1] for words in runs}  # the image, then its command

"""The documents name only commands and options that exist, and files that are there."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from pipeline.cli import app
from scripts.write_generated import stale

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = typer.main.get_command(app)


def commands(page: Path) -> list[list[str]]:
    """Return every `prescreen …` of a page, from its code blocks and its running text, as words."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line.partition(" #")[0] for block in blocks for line in block.splitlines()]
    spoken = [re.sub(r"\s+", " ", one) for one in re.findall(r"`(prescreen [^`]+)`", text)]
    return [shlex.split(one) for line in (*lines, *spoken) for one in line.split(" · ") if one.startswith("prescreen ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_exists(page: Path) -> None:
    for words in commands(page):
        group = COMMANDS if words[1].startswith("--") else COMMANDS.commands[words[1]]  # type: ignore[attr-defined]
        inner = getattr(group, "commands", {}).get(words[2] if len(words) > 2 else "", group)
        known = {name for parameter in (*group.params, *inner.params) for name in parameter.opts}
        asked = {word for word in words[1:] if word.startswith("--")}
        assert asked <= known, words


def test_every_command_is_told_somewhere() -> None:
    told = {words[1] for page in PAGES for words in commands(page) if not words[1].startswith("--")}
    assert told == set(COMMANDS.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_of_the_house_that_is_named_is_there(page: Path) -> None:
    named = re.findall(r"`((?:pipeline|samples|benchmarks|docs|scripts|tests)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_what_is_made_of_the_code_is_as_the_code_would_have_it() -> None:
    assert stale() == [], "write it again: python -m scripts.write_generated"


def test_every_command_argument_and_option_says_what_it_is_for() -> None:
    groups = [COMMANDS, *(one for one in COMMANDS.commands.values() if hasattr(one, "commands"))]  # type: ignore[attr-defined]
    found = [one for group in groups for one in (group, *group.commands.values())]
    assert [one.name for one in found if not one.help] == []
    assert [(one.name, parameter.name) for one in found for parameter in one.params if not parameter.help] == []

"""Writes what is made of the code: rulebook, page of all commands, gettext catalogues (`python -m scripts.write_generated`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from pipeline.cli import app
from pipeline.datamodel.profile import every
from pipeline.options import PROFILE
from pipeline.reports import rulebook, wording

ROOT = Path(__file__).parent.parent
RULES = ROOT / "docs" / "rules"


def generated() -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of every file that is made of the code."""
    for name, text in rulebook.pages(every(PROFILE)):
        yield RULES / name, text
    yield ROOT / "docs" / "commands.md", _commands()
    for lang, locale in wording.LOCALES.items():
        yield ROOT / "pipeline" / "locale" / locale / "LC_MESSAGES" / f"{wording.DOMAIN}.po", wording.catalogue(lang)


def stale() -> list[str]:
    """Return the generated files that are not as the code would have them, those that it would not have among them."""
    made = dict(generated())
    there = {*RULES.glob("*.md"), *(path for path in made if path.is_file())}
    wrong = [path for path in made if path not in there or path.read_text(encoding="utf-8") != made[path]]
    return sorted(str(path.relative_to(ROOT)) for path in {*wrong, *(there - made.keys())})


def _commands() -> str:
    """Return the page of all commands, with every argument and option."""
    lines = ["# Commands", "", "Made of the program itself; do not edit by hand. The README shows them at work.", ""]
    for name, command in _walked("prescreen", typer.main.get_command(app)):
        records = [parameter.get_help_record(typer.Context(command)) for parameter in command.params]
        rows = [f"| `{_cell(what)}` | {_cell(told)} |" for what, told in filter(None, records)]
        lines += [f"## {name}", "", str(command.help or "").strip(), "", "| | |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _walked(name: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own classes
    """Yield every command below one, with its whole name."""
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from _walked(f"{name} {word}", inner)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write every file, and remove pages of checks that are gone."""
    made = dict(generated())
    for old in set(RULES.glob("*.md")) - made.keys():
        old.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

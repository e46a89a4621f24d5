"""The rulebook is made of the checks and the profile, and the one in docs is current."""

from pathlib import Path

import pytest

from pipeline.checks.catalogue import CHECKS
from pipeline.datamodel.profile import load
from pipeline.errors import UsageError
from pipeline.reports import rulebook

PROFILE = load("cse-online-2019-11")
DOCS = Path(__file__).parents[2] / "docs" / "rules"


def test_the_rulebook_in_docs_is_what_the_checks_say() -> None:
    made = dict(rulebook.pages(PROFILE))

    assert {path.name for path in DOCS.glob("*.md")} == set(made)
    assert [name for name, text in made.items() if (DOCS / name).read_text(encoding="utf-8") != text] == []


def test_every_check_has_a_page_and_a_line_in_the_index() -> None:
    made = dict(rulebook.pages(PROFILE))

    assert set(made) == {"README.md"} | {f"{check.name}.md" for check in CHECKS}
    assert all(f"[{check.name}]({check.name}.md)" in made["README.md"] for check in CHECKS)


def test_pages_of_checks_that_are_gone_are_removed(tmp_path: Path) -> None:
    (tmp_path / "form-colour.md").write_text("old")
    rulebook.write(tmp_path, PROFILE)

    assert not (tmp_path / "form-colour.md").exists()
    assert (tmp_path / "form-pages.md").exists()


def test_one_check_is_shown_with_its_quoted_rule_in_the_language_asked_for() -> None:
    chinese, english = (rulebook.terminal("form-term", PROFILE, lang) for lang in ("zh", "en"))

    assert "截至日期填写为“无固定期限”" in chinese
    assert "请改为“无固定期限”" in chinese
    assert "write 无固定期限 instead" in english


def test_without_a_name_every_check_is_listed_with_what_it_leads_to() -> None:
    lines = rulebook.terminal(None, PROFILE, "en").splitlines()

    assert [line.split()[0] for line in lines] == [check.name for check in CHECKS]
    assert "[return]" in lines[0]


def test_an_unknown_check_is_refused_with_a_way_out() -> None:
    with pytest.raises(UsageError, match="prescreen rules"):
        rulebook.terminal("form-colour", PROFILE, "zh")

"""The rulebook is made of the checks and the profile, and the one in docs is current."""

import html
import json
from pathlib import Path

import msgspec
import pytest

from pipeline.checks.base import Check, Lang
from pipeline.checks.catalogue import CHECKS
from pipeline.datamodel.finding import Severity
from pipeline.datamodel.profile import every
from pipeline.errors import UsageError
from pipeline.reports import rulebook, rulebook_page

PACKS = every("cse-online-2019-11")
PROFILE = PACKS[0]


def test_every_check_has_a_page_and_a_line_in_the_index() -> None:
    made = dict(rulebook.pages(PACKS))

    assert set(made) == {"README.md"} | {f"{check.name}.md" for check in CHECKS}
    assert all(f"[{check.name}]({check.name}.md)" in made["README.md"] for check in CHECKS)


def test_a_page_quotes_the_rule_of_every_pack_that_uses_its_check() -> None:
    made = dict(rulebook.pages(PACKS))

    for pack in PACKS:
        for name, use in pack.checks.items():
            page = made[f"{name}.md"]
            assert f"## The rule in `{pack.name}`" in page
            assert all(pack.rules[rule].quote in page for rule in use.all_rules)


def test_a_page_tells_where_another_pack_leads_elsewhere() -> None:
    strict = msgspec.structs.replace(PROFILE.checks["photo-glasses"], slugs={}, severity=Severity.RETURN)
    limited = msgspec.structs.replace(PROFILE.checks["form-term"], limits={"sure_character": 0.9})
    checks = PROFILE.checks | {"photo-glasses": strict, "form-term": limited}
    made = dict(rulebook.pages((PROFILE, msgspec.structs.replace(PROFILE, name="other", checks=checks))))

    assert "* `worn` leads to review" in made["photo-glasses.md"].partition("## Otherwise in `other`")[2]
    assert "* `sure_character` is 0.9" in made["form-term.md"].partition("## Otherwise in `other`")[2]
    assert "## Otherwise" not in made["form-pages.md"]


def test_pages_of_checks_that_are_gone_are_removed(tmp_path: Path) -> None:
    (tmp_path / "form-colour.md").write_text("old")
    rulebook.write(tmp_path, PACKS)

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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_holds_every_check_with_its_rules_texts_and_limits(lang: Lang) -> None:
    page = html.unescape(rulebook_page.page(PROFILE, lang))

    for check in CHECKS:
        assert f'<section id="{check.name}">' in page
        assert f'<a href="#{check.name}">' in page
        assert all(text.zh in page and text.en in page for text in check.texts.values())
        assert all(
            f"<code>{limit.name}</code></td><td>{rulebook.plain(limit.value)}</td>" in page for limit in rulebook.limits(check, PROFILE)
        )
    assert all(PROFILE.rules[name].quote in page for rule in PROFILE.checks.values() for name in rule.all_rules)
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_rulebook_is_there_for_scripts_too() -> None:
    every = json.loads(rulebook_page.as_json(None, PROFILE, "en"))
    one = json.loads(rulebook_page.as_json("form-seal-name", PROFILE, "zh"))

    assert [entry["name"] for entry in every] == [check.name for check in CHECKS]
    assert all(entry["answers"] and entry["sections"]["What"] for entry in every)
    assert one["severity"] == "return"
    assert "完全一致" in json.dumps(one["rules"], ensure_ascii=False)
    assert {limit["name"] for limit in one["limits"]} == {limit.name for limit in rulebook.limits(_named("form-seal-name"), PROFILE)}
    with pytest.raises(UsageError, match="prescreen rules"):
        rulebook_page.as_json("form-colour", PROFILE, "zh")


def _named(name: str) -> type[Check]:
    return next(check for check in CHECKS if check.name == name)

"""Every message can be told in the other language from its code and values, by us and by whoever reads gettext's catalogues."""

import gettext
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pipeline.checks.base import Case, Lang
from pipeline.checks.catalogue import CHECKS, build
from pipeline.checks.words import SEPARATORS
from pipeline.datamodel.finding import Finding
from pipeline.datamodel.profile import load
from pipeline.reports import record, wording
from pipeline.reports.findings import finding_keys
from tests.reports import drawn

LOCALE = Path(__file__).parents[2] / "pipeline" / "locale"
PROFILE = load("cse-online-2019-11")
OTHER: dict[Lang, Lang] = {"zh": "en", "en": "zh"}


def judged(lang: Lang) -> tuple[Finding, ...]:
    """Return what every check says of its own examples, in one language."""
    made = build(PROFILE)
    found: list[Finding] = []
    for check in CHECKS:
        for example in check.examples():
            case: Case = msgspec.structs.replace(example.case, lang=lang)
            one = msgspec.structs.replace(made[check.name], **example.limits) if check.name in made else check(**example.limits)
            found += one.judge(case)
    return tuple(found)


def entries(lang: Lang) -> list[dict[str, Any]]:
    """Return them as a record has them, read back from its bytes."""
    found: list[dict[str, Any]] = msgspec.json.decode(record.encode(drawn.report(findings=judged(lang))))["findings"]
    return found


@pytest.fixture(scope="module")
def told() -> dict[Lang, list[dict[str, Any]]]:
    return {"zh": entries("zh"), "en": entries("en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_record_is_told_in_the_other_language_as_it_would_have_been_judged(told: dict[Lang, list[dict[str, Any]]], lang: Lang) -> None:
    again = wording.retold({"findings": told[lang]}, OTHER[lang])["findings"]

    assert len(again) > 200
    assert [(one["message"], one["measured"], one["limit"]) for one in again] == [
        (one["message"], one["measured"], one["limit"]) for one in told[OTHER[lang]]
    ]


def test_a_finding_goes_by_the_same_name_in_both_languages(told: dict[Lang, list[dict[str, Any]]]) -> None:
    assert finding_keys(told["zh"]) == finding_keys(told["en"])
    assert len(set(finding_keys(told["zh"]))) == len(told["zh"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_telling_there_and_back_changes_nothing(told: dict[Lang, list[dict[str, Any]]], lang: Lang) -> None:
    once = wording.retold({"findings": told[lang]}, lang)
    assert once["findings"] == told[lang]
    assert wording.retold(wording.retold(once, OTHER[lang]), lang) == once


def test_a_finding_of_another_version_stays_as_it_was_judged() -> None:
    old = {"message": "旧文", "code": "form-gone.old", "values": {}}
    lacking = {"message": "旧文", "code": "form-filled.not-found", "values": {}}

    assert wording.retold({"findings": [old, lacking]}, "en")["findings"] == [old, lacking]


def test_no_word_s_code_stands_for_two_words() -> None:
    said = [(code, text) for words in wording.WORDS for code, text in words.items()]

    assert len(set(said)) == len({code for code, _ in said})


def test_every_text_has_both_languages_and_only_english_is_without_chinese() -> None:
    assert [code for code, text in wording.texts().items() if not text.zh or not text.en] == []
    assert {code for code, text in wording.texts().items() if not any("\u4e00" <= c <= "\u9fff" for c in text.zh)} == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_other_programs_tell_findings_with_the_committed_catalogues(told: dict[Lang, list[dict[str, Any]]], lang: Lang) -> None:
    catalogue = _translations(wording.LOCALES[lang])

    def value(one: Any) -> Any:
        return (
            SEPARATORS[lang].join(catalogue.gettext(f"word.{code}").removeprefix("word.") for code in one["terms"])
            if isinstance(one, dict)
            else one
        )

    for finding in told[lang]:
        values = {name: value(one) for name, one in finding["values"].items()}
        assert catalogue.gettext(finding["code"]).format_map(values) == finding["message"]


def _translations(locale: str) -> gettext.NullTranslations:
    """Return a committed catalogue as the standard library reads it, compiled by a reader that is not ours."""
    compiled = io.BytesIO()
    with (LOCALE / locale / "LC_MESSAGES" / "prescreen.po").open("rb") as committed:
        catalogue = read_po(committed, locale=locale, abort_invalid=True)
    assert list(_unsound(catalogue)) == []
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _unsound(catalogue: Any) -> Iterator[str]:
    """Yield the codes that stand twice, are fuzzy, or say nothing."""
    yield from (str(message.id) for message in catalogue if message.id and (message.fuzzy or not message.string))

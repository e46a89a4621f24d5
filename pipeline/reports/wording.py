"""Every text that findings are told with, by its code; a record's findings told again in another language; gettext catalogues."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pipeline.checks.base import Lang, Text, in_language
from pipeline.checks.catalogue import CHECKS, GENERIC
from pipeline.checks.words import CONTRACTS, DAYS, FAMILIES, FIELDS, KINDS, PAGES, PROBLEMS, SEPARATORS, TOLD
from pipeline.datamodel.masking import mask_text

WORDS: tuple[Mapping[Any, Text], ...] = (FIELDS, PAGES, KINDS, FAMILIES, CONTRACTS, DAYS, PROBLEMS, TOLD)
LOCALES: Mapping[Lang, str] = {"zh": "zh_CN", "en": "en"}
DOMAIN = "prescreen"


@cache
def texts() -> Mapping[str, Text]:
    """Return every text by its code: `check.slug` for messages, `any.slug` for what every check may say, `title.check`, `word.code`."""
    return dict(_texts())


def _texts() -> Iterator[tuple[str, Text]]:
    for check in CHECKS:
        yield f"title.{check.name}", check.title
        yield from ((f"{check.name}.{slug}", text) for slug, text in check.texts.items())
    yield from ((f"any.{slug}", text) for slug, text in GENERIC.items())
    yield from ((f"word.{code}", text) for words in WORDS for code, text in words.items())


def retold(record: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a record with its findings' messages in a language; a finding without a code, or with one not ours, stays as it was judged."""
    return dict(record) | {"findings": [_retold(finding, lang) for finding in record["findings"]]}


def _retold(finding: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    text = texts().get(finding.get("code", ""))
    if text is None:
        return dict(finding)
    values = {name: _told(value, lang) for name, value in finding["values"].items()}
    try:
        message = mask_text(in_language(text, lang).format_map(values))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError):  # judged by another version, whose text had other places
        return dict(finding)
    words = {name: values[name] for name in ("measured", "limit") if isinstance(finding["values"].get(name), Mapping)}
    return {**finding, "message": message, **words}


def _told(value: object, lang: Lang) -> object:
    if not isinstance(value, Mapping):
        return value
    words = [texts().get(f"word.{code}", Text(code, code)) for code in value["terms"]]
    return SEPARATORS[lang].join(in_language(text, lang) for text in words)


def catalogue(lang: Lang) -> str:
    """Return the gettext catalogue of a language: what other programs tell a record's codes and values with.

    The message's code is its msgid; the other language's text stands above it for whoever translates.
    """
    other: Lang = "en" if lang == "zh" else "zh"
    head = f'msgid ""\nmsgstr ""\n"Language: {LOCALES[lang]}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    head += '"Content-Transfer-Encoding: 8bit\\n"\n'
    return "\n".join((head, *(_entry(code, text, lang, other) for code, text in texts().items())))


def _entry(code: str, text: Text, lang: Lang, other: Lang) -> str:
    said = in_language(text, lang)
    flag = "#, python-brace-format\n" if "{" in said else ""
    return f"#. {in_language(text, other)}\n{flag}msgid {_quoted(code)}\nmsgstr {_quoted(said)}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

"""The rulebook as one HTML page, or as JSON: every check with what it holds to, the rule it rests on, what it says and its limits."""

from typing import Any

import msgspec

from pipeline.checks.base import Check, Lang
from pipeline.checks.catalogue import CHECKS
from pipeline.datamodel.profile import Profile
from pipeline.reports import labels
from pipeline.reports.html import common
from pipeline.reports.rulebook import SECTIONS, answers, kinds_of, limits, no_such_check, plain, sections
from pipeline.reports.templating import render
from pipeline.reports.worklist import family_of


def page(profile: Profile, lang: Lang) -> str:
    """Return the rulebook of a rule pack as one self-contained page; messages stand in both languages, `lang` is the headings'."""
    families: dict[str, list[dict[str, Any]]] = {}
    for check in CHECKS:
        families.setdefault(family_of(check.name), []).append(_entry(check, profile, lang))
    words = labels.spoken(labels.FAMILIES, lang)
    named = [(words.get(family, family), entries) for family, entries in families.items()]
    return render(
        "rules.html",
        {**common(lang), "profile": profile, "families": named, "severities": labels.spoken(labels.GROUPS, lang), "plain": plain},
    )


def as_json(name: str | None, profile: Profile, lang: Lang) -> str:
    """Return one check's page, or all of them, for a script. Raises UsageError where there is no such check."""
    wanted = [check for check in CHECKS if name in {None, check.name}]
    if not wanted:
        raise no_such_check(name)
    entries = [_entry(check, profile, lang) for check in wanted]
    return msgspec.json.format(msgspec.json.encode(entries if name is None else entries[0]), indent=1).decode()


def _entry(check: type[Check], profile: Profile, lang: Lang) -> dict[str, Any]:
    first, told = sections(check)
    rule = profile.checks.get(check.name)
    return {
        "name": check.name,
        "title": check.title.zh if lang == "zh" else check.title.en,
        "first": first,
        "sections": {name: told.get(name, "") for name in SECTIONS},
        "severity": "" if rule is None else str(rule.severity),
        "rules": {} if rule is None else {name: profile.rules[name] for name in rule.all_rules},
        "kinds": kinds_of(check, profile),
        "answers": answers(check, rule),
        "limits": limits(check, profile),
        "examples": {example.title: ", ".join(f"{outcome} {slug}" for slug, outcome in example.gives) for example in check.examples()},
    }

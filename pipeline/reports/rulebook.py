"""Writes the rulebook: one page a check, made of its docstring, its limits, its texts and the rule that the profile quotes."""

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as shapes

from pipeline.checks.base import Check, Lang, Text
from pipeline.checks.catalogue import CHECKS
from pipeline.datamodel.finding import Outcome, Severity
from pipeline.datamodel.profile import CheckRule, Profile
from pipeline.errors import OutputError, UsageError

SECTIONS = ("What", "Why", "Source", "What a person still decides")
SEVERITIES: Mapping[Severity, str] = {Severity.RETURN: "退回", Severity.REVIEW: "人工审查", Severity.NOTE: "提示"}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.PASS: "符合",
    Outcome.FAIL: "不符合",
    Outcome.UNSURE: "不确定",
    Outcome.NOT_ASSESSED: "未能检查",
    Outcome.NOT_APPLICABLE: "不适用",
}
_IDEOGRAPH = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """One limit of a check as a reader needs it: its name, its value in the profile, its range, unit, source and meaning."""

    name: str
    value: object
    span: str
    unit: str
    source: str
    description: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a check may say: its slug, the outcomes it has in the examples, what it leads to ("" where to nothing), its text."""

    slug: str
    outcomes: str
    severity: str
    text: Text


def pages(packs: Sequence[Profile]) -> Iterator[tuple[str, str]]:
    """Yield the file name and the Markdown of the index and of every check's page, as these rule packs use the checks.

    A page gives severities and limits of the first pack that names its check, and where another pack differs.
    """
    yield "README.md", _index(packs)
    for check in CHECKS:
        yield f"{check.name}.md", _page(check, packs)


def write(folder: Path, packs: Sequence[Profile]) -> None:
    """Write the rulebook of these rule packs into a folder; pages of checks that are gone are removed.

    Raises:
        OutputError: the folder cannot be written.
    """
    made = dict(pages(packs))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.md"):
            if old.name not in made:
                old.unlink()
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write the rulebook into {folder}: {error.strerror}") from error


def terminal(name: str | None, profile: Profile, lang: Lang) -> str:
    """Return one check's page as plain text, or a line per check when no name is given.

    Raises:
        UsageError: there is no such check.
    """
    known = {check.name: check for check in CHECKS}
    if name is None:
        width = max(len(each) for each in known)
        return "\n".join(f"{each:<{width}}  {_summary(each, check, profile, lang)}" for each, check in known.items())
    if name not in known:
        raise no_such_check(name)
    return _text(known[name], profile, lang)


def no_such_check(name: str | None) -> UsageError:
    """Return what to raise for a name that no check has."""
    return UsageError(f"there is no check {name}; `prescreen rules` lists them all")


def sections(check: type[Check]) -> tuple[str, dict[str, str]]:
    """Return the first line of a check's docstring and its sections by name."""
    first, _, rest = inspect.getdoc(check).partition("\n") if inspect.getdoc(check) else ("", "", "")  # type: ignore[union-attr]  # just asked
    found = re.split(rf"^({'|'.join(SECTIONS[::-1])}):", rest, flags=re.MULTILINE)
    return first, {name: _sentence(_joined(text)) for name, text in zip(found[1::2], found[2::2], strict=True)}


def limits(check: type[Check], profile: Profile) -> tuple[Limit, ...]:
    """Return a check's limits with the values that the profile gives them."""
    given = profile.checks[check.name].limits if check.name in profile.checks else {}
    return tuple(_limit(field, given.get(field.name, field.default)) for field in msgspec.structs.fields(check))


def answers(check: type[Check], rule: CheckRule | None) -> tuple[Answer, ...]:
    """Return everything that a check may say, with what it leads to under a profile's rule (None: the profile does not use it)."""
    return tuple(
        Answer(
            slug=slug,
            outcomes=", ".join(str(outcome) for outcome in _outcomes(check, slug)),
            severity=str(_leads_to(check, rule, slug) or ""),
            text=text,
        )
        for slug, text in check.texts.items()
    )


def _limit(field: msgspec.structs.FieldInfo, value: object) -> Limit:
    shape: Any = shapes.type_info(field.type)
    extra: dict[str, str] = {}
    schema: dict[str, Any] = msgspec.json.schema(field.type)
    if isinstance(shape, shapes.Metadata):
        extra, shape = shape.extra or {}, shape.type
    low, high = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum", schema.get("exclusiveMaximum"))
    return Limit(
        name=field.name,
        value=value,
        span="" if low is None and high is None else f"{'' if low is None else low} … {'' if high is None else high}".strip(),
        unit=str(extra.get("unit", "")),
        source=str(extra.get("source", "")),
        description=str(schema.get("description", "")),
    )


def _index(packs: Sequence[Profile]) -> str:
    lines = [
        "# The rulebook",
        "",
        "Generated from the checks and the rule packs; do not edit by hand. The packs:",
        "",
        *(f"* `{pack.name}`: {pack.title}, {pack.era}" for pack in packs),
        "",
        "| check | 中文 | what it holds to | severity and kinds by pack |",
        "|---|---|---|---|",
    ]
    for check in CHECKS:
        uses = [f"`{pack.name}`: {pack.checks[check.name].severity}, {kinds_of(check, pack)}" for pack in _using(check, packs)]
        first = _cell(sections(check)[0])
        lines.append(f"| [{check.name}]({check.name}.md) | {check.title.zh} | {first} | {'; '.join(uses) or 'not used'} |")
    return "\n".join(lines) + "\n"


def _using(check: type[Check], packs: Sequence[Profile]) -> list[Profile]:
    return [pack for pack in packs if check.name in pack.checks]


def _page(check: type[Check], packs: Sequence[Profile]) -> str:
    first, told = sections(check)
    using = _using(check, packs)
    home = (using or packs)[0]
    lines = [f"# {check.name}", "", f"{check.title.zh} · {check.title.en}", "", first, ""]
    for name in SECTIONS:
        lines += [f"**{name}.** {told.get(name, '')}", ""]
    for pack in using:
        lines += [f"## The rule in `{pack.name}`", ""]
        for name in pack.checks[check.name].all_rules:
            quoted = pack.rules[name]
            lines += [f"> {quoted.quote}", ">", f"> — {quoted.source}; {quoted.era} (`{name}`)", ""]
        by_kind = "".join(f" For {kind} it leads to {severity}." for kind, severity in pack.checks[check.name].severities.items())
        lines += [f"Asked for: {kinds_of(check, pack)}.{by_kind}", ""]
    lines += [*_answers(check, home.checks.get(check.name)), *_limits(check, home)]
    for pack in using[1:]:
        lines += _differences(check, home, pack)
    lines += ["## Examples", ""]
    for example in check.examples():
        gives = ", ".join(f"{outcome} `{slug}`" for slug, outcome in example.gives)
        changed = f" (with {', '.join(f'{key} = {value}' for key, value in example.limits.items())})" if example.limits else ""
        lines.append(f"* {example.title}{changed}: {gives}")
    return "\n".join(lines) + "\n"


def _differences(check: type[Check], home: Profile, pack: Profile) -> list[str]:
    """Return where a pack leads elsewhere than the one that the page is written for, and which of its limits are other ones."""
    ours, theirs = (answers(check, each.checks[check.name]) for each in (home, pack))
    lines = [f"* `{one.slug}` leads to {one.severity or 'nothing'}" for was, one in zip(ours, theirs, strict=True) if was != one]
    values = zip(limits(check, home), limits(check, pack), strict=True)
    lines += [f"* `{one.name}` is {plain(one.value)}" for was, one in values if plain(was.value) != plain(one.value)]
    return [f"## Otherwise in `{pack.name}`", "", *lines, ""] if lines else []


def _answers(check: type[Check], rule: CheckRule | None) -> list[str]:
    lines = ["## What it says", "", "| slug | outcome | leads to | 中文 | English |", "|---|---|---|---|---|"]
    lines += [
        f"| `{one.slug}` | {one.outcomes} | {one.severity} | {_cell(one.text.zh)} | {_cell(one.text.en)} |" for one in answers(check, rule)
    ]
    return [*lines, ""]


def _limits(check: type[Check], profile: Profile) -> list[str]:
    found = limits(check, profile)
    if not found:
        return []
    lines = ["## Limits", "", "| limit | value | range | unit | meaning | source |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{one.name}` | {_cell(plain(one.value))} | {one.span} | {_cell(one.unit)} | {_cell(one.description)} | {_cell(one.source)} |"
        for one in found
    ]
    return [*lines, ""]


def _text(check: type[Check], profile: Profile, lang: Lang) -> str:
    """Return one page as plain text, the answers in one language."""
    chinese = lang == "zh"
    first, told = sections(check)
    rule = profile.checks.get(check.name)
    lines = [f"{check.name}: {check.title.zh if chinese else check.title.en}", "", first, ""]
    if rule is not None:
        for name in rule.all_rules:
            quoted = profile.rules[name]
            lines += [f"「{quoted.quote}」", f"    {quoted.source}; {quoted.era} ({name})", ""]
    for name in SECTIONS:
        lines += [f"{name}: {told.get(name, '')}", ""]
    lines.append("结论与提示：" if chinese else "What it says:")
    for slug, text in check.texts.items():
        outcomes = _outcomes(check, slug)
        words = "/".join(OUTCOMES[outcome] if chinese else str(outcome) for outcome in outcomes)
        if (severity := _leads_to(check, rule, slug)) is not None:
            words += f"，{SEVERITIES[severity]}" if chinese else f", {severity}"
        lines += [f"  {slug} ({words})", f"      {text.zh if chinese else text.en}"]
    if found := limits(check, profile):
        lines += ["", "限值：" if chinese else "Limits:"]
        lines += [f"  {one.name} = {plain(one.value)} {one.unit}: {one.description} [{one.source}]" for one in found]
    return "\n".join(lines)


def _summary(name: str, check: type[Check], profile: Profile, lang: Lang) -> str:
    rule = profile.checks.get(name)
    if rule is None:
        severity = "未启用" if lang == "zh" else "not used"
    else:
        severity = SEVERITIES[rule.severity] if lang == "zh" else str(rule.severity)
    return f"[{severity}] {check.title.zh if lang == 'zh' else sections(check)[0]}"


def _outcomes(check: type[Check], slug: str) -> tuple[Outcome, ...]:
    """Return the outcomes that a slug has in the check's examples, gravest first."""
    found = {outcome for example in check.examples() for said, outcome in example.gives if said == slug}
    return tuple(sorted(found, key=lambda outcome: -outcome.gravity))


def _leads_to(check: type[Check], rule: CheckRule | None, slug: str) -> Severity | None:
    """Return what a slug leads to in the profile, None where it is a pass; an answer that is not sure never leads to a return."""
    outcomes = _outcomes(check, slug)
    if rule is None or not {Outcome.FAIL, Outcome.UNSURE, Outcome.NOT_ASSESSED}.intersection(outcomes):
        return None
    severity = rule.slugs.get(slug, rule.severity)
    return Severity.REVIEW if severity is Severity.RETURN and Outcome.FAIL not in outcomes else severity


def kinds_of(check: type[Check], profile: Profile) -> str:
    """Return the kinds of application that a check is asked for, in words."""
    kinds = [str(kind) for kind in profile.kinds if check.name in profile.checks_for(kind)]
    return "all kinds" if len(kinds) == len(profile.kinds) else ", ".join(kinds) or "none"


def _joined(text: str) -> str:
    """Return wrapped lines as one, without a space where the break stands between Chinese characters."""
    one = re.sub(r"\s*\n\s*", "\n", text.strip())
    return re.sub(rf"(?<={_IDEOGRAPH})\n(?={_IDEOGRAPH})", "", one).replace("\n", " ")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def plain(value: object) -> str:
    """Return a limit's value as people write it."""
    if isinstance(value, tuple | list | frozenset | set):
        return ", ".join(plain(one) for one in value)
    return str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

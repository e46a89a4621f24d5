"""What holds for every check in the catalogue, whatever it looks at."""

import configparser
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect as shapes

from pipeline.checks import build as draw
from pipeline.checks import catalogue
from pipeline.checks.base import Case, Check, Example
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Fault, Outcome, Proposal, Severity, propose
from pipeline.datamodel.observation import FieldName, Observation, PageKind, PageSeen
from pipeline.datamodel.profile import CheckRule, Profile, every, load
from pipeline.datamodel.sightings import Sightings
from pipeline.errors import ProfileError
from pipeline.reports.rulebook import SECTIONS, sections

PACKS = every("cse-online-2019-11")
PROFILE = PACKS[0]
EVERY_CHECK = pytest.mark.parametrize("check", catalogue.CHECKS, ids=lambda check: check.name)
EXAMPLES = [pytest.param(check, example, id=f"{check.name}: {example.title}") for check in catalogue.CHECKS for example in check.examples()]
EVERY_PACK = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
RULE_IDS = re.compile(r"\b(?:PKG|WIN|PHOTO|FORM|EMP|HOLD|LATE|CE|DUTY|CHG|POLD|P19|EX|REPL|CANC|IDCHG)-[A-Z0-9-]+")
FAULT = Fault(where="text", error="CrashError", message="crash at text.py:1", file="1.jpg", page=0)


def answers(check: type[Check], example: Example, **changes: Any) -> list[tuple[str, Outcome]]:
    using = [pack for pack in PACKS if check.name in pack.checks]
    home = next((pack for pack in using if example.case.kind in pack.kinds), using[0])
    rule = msgspec.structs.replace(home.checks[check.name], limits=example.limits)
    kind = example.case.kind if example.case.kind in home.kinds else next(iter(home.kinds))
    documents = {"one": (check.name,)}
    kinds = {each: msgspec.structs.replace(home.kinds[each], documents=("one",)) for each in home.kinds}
    profile = msgspec.structs.replace(home, checks={check.name: rule}, documents=documents, unknown=(), kinds=kinds)
    case = msgspec.structs.replace(example.case, **({"kind": kind} | changes))
    return [(finding.slug, finding.outcome) for finding in catalogue.judge(profile, catalogue.build(profile), case)]


def wrong(**checks: CheckRule) -> str:
    profile = msgspec.structs.replace(PROFILE, checks=PROFILE.checks | {name.replace("_", "-"): rule for name, rule in checks.items()})
    with pytest.raises(ProfileError) as refused:
        catalogue.build(profile)
    return str(refused.value)


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_an_example_gives_what_it_says(check: type[Check], example: Example) -> None:
    assert answers(check, example, kind=example.case.kind) == list(example.gives)


@EVERY_CHECK
def test_a_check_has_a_passing_and_a_failing_example(check: type[Check]) -> None:
    said = {outcome for example in check.examples() for _, outcome in example.gives}

    assert Outcome.PASS in said or check.name == "photo-headwear"  # no program can tell that a head is bare
    # Nor is a print that agrees badly surely another photo.
    assert Outcome.FAIL in said or check.name in {"photo-headwear", "form-photo"}


@EVERY_CHECK
def test_every_slug_of_a_check_is_said_by_an_example_and_no_other(check: type[Check]) -> None:
    said = {slug for example in check.examples() for slug, _ in example.gives}

    assert said - set(catalogue.GENERIC) == set(check.texts)
    assert not set(check.texts) & set(catalogue.GENERIC)


@EVERY_CHECK
def test_what_was_not_looked_at_is_not_assessed(check: type[Check]) -> None:
    for example in check.examples():
        for need in check.needs:
            blind = msgspec.structs.replace(example.case.sightings, unseen={need.__name__: (FAULT,)})
            assert answers(check, example, sightings=blind) == [("not-seen", Outcome.NOT_ASSESSED)]


@EVERY_CHECK
def test_what_was_not_asked_for_then_is_not_assessed(check: type[Check]) -> None:
    example = check.examples()[0]
    nothing_asked = msgspec.structs.replace(example.case.sightings, wanted=())

    asks = [need for need in check.needs if need is not PageSeen]
    assert answers(check, example, sightings=nothing_asked) == ([("not-wanted", Outcome.NOT_ASSESSED)] if asks else list(example.gives))


@EVERY_CHECK
def test_what_is_absent_is_no_fault_of_a_loose_file(check: type[Check]) -> None:
    for example in check.examples():
        said = dict(answers(check, example, loose=True))
        assert not check.about_absence & set(said)
        assert check.about_absence <= set(check.texts)


@EVERY_CHECK
def test_a_check_has_its_page_of_the_rulebook(check: type[Check]) -> None:
    first, told = sections(check)

    assert first.endswith(".")
    assert tuple(told) == SECTIONS
    assert all(told.values())


@EVERY_CHECK
def test_a_check_quotes_its_rules_to_the_letter(check: type[Check]) -> None:
    source = re.sub(r"\s", "", sections(check)[1]["Source"])
    quotes = re.findall("「(.+?)」", source)
    rules = [re.sub(r"\s", "", rule.quote) for pack in PACKS for rule in pack.rules.values()]

    assert quotes or "ISO" in source or "GB" in source
    assert [quote for quote in quotes if not any(quote in rule for rule in rules) and quote != "签字或者盖章"] == []
    named = RULE_IDS.findall(source)
    assert [rule for rule in named if not any(rule in pack.rules for pack in PACKS)] == []


@EVERY_CHECK
def test_every_limit_has_a_unit_a_source_and_a_meaning(check: type[Check]) -> None:
    lacking = [field.name for field in msgspec.structs.fields(check) if not all(_told(field.type))]

    assert lacking == []


@EVERY_CHECK
def test_messages_are_filled_in_both_languages(check: type[Check]) -> None:
    for example in check.examples():
        for lang in ("zh", "en"):
            case = msgspec.structs.replace(example.case, lang=lang)
            check_with_limits = msgspec.convert(example.limits, check)
            messages = [finding.message for finding in check_with_limits.judge(case)]
            assert not [message for message in messages if not message or re.search(r"[{}]|None\b", message)]


@EVERY_CHECK
def test_a_message_never_holds_a_whole_id_number(check: type[Check]) -> None:
    for example in check.examples():
        for finding in msgspec.convert(example.limits, check).judge(example.case):
            told = msgspec.json.encode(finding).decode()
            assert not re.search(r"(?<!\d)\d{15}(\d{2}[\dX])?(?!\d)", told)


def test_the_packs_name_every_check_and_no_other() -> None:
    assert {name for pack in PACKS for name in pack.checks} == {check.name for check in catalogue.CHECKS}


@EVERY_PACK
def test_every_check_of_a_pack_is_asked_for_some_kind(pack: Profile) -> None:
    assert {name for kind in pack.kinds for name in pack.checks_for(kind)} == set(pack.checks)


@EVERY_PACK
def test_a_pack_can_be_built_and_goes_by_its_file_s_name(pack: Profile) -> None:
    assert set(catalogue.build(pack)) == set(pack.checks)
    assert load(pack.name) == pack


@EVERY_PACK
def test_no_rule_of_a_pack_is_quoted_in_vain(pack: Profile) -> None:
    """A rule that no check answers is told in the table of requirements, with the reason, and not in a pack."""
    told = {rule for use in pack.checks.values() for rule in use.all_rules}
    named = {rule for check in catalogue.CHECKS if check.name in pack.checks for rule in RULE_IDS.findall(inspect.getdoc(check) or "")}
    assert set(pack.rules) - told - named == set()


def test_the_import_contract_keeps_every_check_apart_from_the_others() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(Path(__file__).parents[2] / ".importlinter", encoding="utf-8")

    assert contracts["importlinter:contract:checks"]["modules"].split() == [check.__module__ for check in catalogue.CHECKS]


def test_titles_of_checks_tell_them_apart_in_both_languages() -> None:
    assert len({check.title.zh for check in catalogue.CHECKS}) == len(catalogue.CHECKS)
    assert len({check.title.en for check in catalogue.CHECKS}) == len(catalogue.CHECKS)


def test_names_of_checks_are_given_once_and_look_like_names() -> None:
    names = [check.name for check in catalogue.CHECKS]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", name) for name in names)


def test_the_profile_covers_every_online_kind() -> None:
    assert set(PROFILE.kinds) == set(Kind) - {Kind.EXAM_VERIFICATION}


@EVERY_PACK
def test_what_is_of_no_known_kind_is_judged_by_all_that_kinds_share_and_a_photo_by_all_photo_checks(pack: Profile) -> None:
    """Files without an application, a photo above all, are judged so; nothing of them may go by in silence."""
    shared = set.intersection(*(set(pack.checks_for(kind)) for kind in pack.kinds))
    photo = {name for name in pack.checks if name.startswith("photo-")}

    assert shared | photo <= set(pack.checks_for(None))
    assert pack.checks_for(None) == tuple(name for name in pack.checks if name in pack.checks_for(None))


@EVERY_PACK
def test_every_rule_is_quoted_with_its_source_and_era(pack: Profile) -> None:
    assert [name for name, rule in pack.rules.items() if not (rule.quote and rule.source and rule.era)] == []


def test_all_wrong_limits_are_told_at_once_by_name() -> None:
    told = wrong(
        form_pages=CheckRule(severity=Severity.RETURN, rule="FORM-PAGES", limits={"sure_kind": 2, "sure_kinds": 0.5}),
        pages_duplicate=CheckRule(
            severity=Severity.NOTE, rule="FORM-UPLOAD2", limits={"fingerprint_bits": "few"}, slugs={"thrice": Severity.NOTE}
        ),
        form_colour=CheckRule(severity=Severity.NOTE, rule="FORM-PAGES"),
    )

    for words in ("sure_kind = 2", "sure_kinds", "fingerprint_bits = 'few'", "thrice", "form-colour"):
        assert words in told


def test_severity_comes_from_the_profile_and_the_slug_outranks_the_check() -> None:
    case = draw.case(draw.sheet(PageKind.FORM_1, draw.field(FieldName.TERM_END, "至退休")), draw.sheet(PageKind.FORM_2))
    found = {finding.check: finding for finding in judged(case)}

    assert found["form-term"].severity is Severity.REVIEW
    assert found["form-pages"].severity is Severity.RETURN
    assert found["form-term"].source == "FORM-TERM-OPEN"


def test_severity_of_a_kind_outranks_the_check_and_the_slug_outranks_both() -> None:
    rule = CheckRule(severity=Severity.RETURN, rule="R", slugs={"b": Severity.NOTE}, severities={Kind.CANCELLATION: Severity.REVIEW})

    assert rule.severity_of("a", Kind.INITIAL) is Severity.RETURN
    assert rule.severity_of("a", Kind.CANCELLATION) is Severity.REVIEW
    assert rule.severity_of("b", Kind.CANCELLATION) is Severity.NOTE
    assert rule.severity_of("a", None) is Severity.RETURN


def test_kinds_with_papers_of_their_own_take_nothing_from_what_is_judged_of_an_unknown_kind() -> None:
    online = [kind for kind in PROFILE.kinds if kind not in {Kind.REISSUE, Kind.CANCELLATION, Kind.ID_NUMBER_CHANGE}]

    assert set(PROFILE.checks_for(None)) == set.intersection(*(set(PROFILE.checks_for(kind)) for kind in online))


def test_findings_come_in_the_order_of_the_profile() -> None:
    order = list(dict.fromkeys(finding.check for finding in judged(draw.case(kind=Kind.RENEWAL))))

    assert order == [name for name in PROFILE.checks if name in order]


def test_a_kind_that_the_profile_does_not_cover_is_never_clear() -> None:
    slugs = {finding.slug: finding.outcome for finding in judged(draw.case(kind=Kind.EXAM_VERIFICATION))}

    assert slugs["kind-not-covered"] is Outcome.NOT_ASSESSED


def test_of_a_kind_that_the_profile_does_not_cover_nothing_is_missed_that_only_other_kinds_ask_for() -> None:
    findings = judged(draw.case(draw.sheet(PageKind.EXAM_FORM), kind=Kind.EXAM_VERIFICATION))

    assert [(one.check, one.slug) for one in findings if one.outcome is not Outcome.PASS] == [("form-kind", "kind-not-covered")]
    assert propose(findings) is Proposal.REVIEW


def test_an_unknown_kind_is_never_clear() -> None:
    slugs = {finding.slug: finding.outcome for finding in judged(draw.case(kind=None))}

    assert slugs["kind-unknown"] is Outcome.UNSURE


def test_an_ignored_check_is_told_with_its_reason() -> None:
    profile = msgspec.structs.replace(PROFILE, ignore={"pages-blank": "backs are scanned as well"})
    findings = catalogue.judge(profile, catalogue.build(profile), draw.case())
    told = [finding for finding in findings if finding.check == "pages-blank"]

    assert [(finding.slug, finding.outcome) for finding in told] == [("ignored", Outcome.NOT_APPLICABLE)]
    assert "backs are scanned as well" in told[0].message


def test_wanted_is_what_the_checks_of_a_kind_need() -> None:
    assert set(catalogue.wanted(PROFILE, Kind.CHANGE_NAME)) <= set(catalogue.wanted(PROFILE, None))
    for pack in PACKS:
        assert {need for check in catalogue.CHECKS if check.name in pack.checks for need in check.needs} == set(
            catalogue.wanted(pack, None)
        )


def test_a_schema_is_there_for_the_profile_and_every_check() -> None:
    schema = catalogue.schema()

    assert set(schema) == {"profile", "checks"}
    assert msgspec.json.encode(schema)


@EVERY_CHECK
def test_a_check_needs_only_kinds_of_observation(check: type[Check]) -> None:
    assert check.needs
    assert all(inspect.isclass(need) and issubclass(need, Observation) for need in check.needs)


def judged(case: Any, profile: Profile = PROFILE) -> Any:
    return catalogue.judge(profile, catalogue.build(profile), case)


def _told(annotation: Any) -> Iterator[Any]:
    shape = shapes.type_info(annotation)
    extra = (shape.extra or {}) if isinstance(shape, shapes.Metadata) else {}
    yield extra.get("unit")
    yield extra.get("source")
    yield extra.get("source") != "PENDING"
    yield msgspec.json.schema(annotation).get("description")


@pytest.mark.parametrize(("kind", "rule"), [(Kind.INITIAL, "WIN-INIT"), (Kind.RENEWAL, "WIN-CONT"), (Kind.RE_REGISTRATION, "WIN-RE")])
def test_a_finding_cites_the_rule_of_its_kind(kind: Kind, rule: str) -> None:
    profile = PROFILE
    wanted = tuple(need.__name__ for need in catalogue.wanted(profile, None))
    case = Case(kind=kind, sightings=Sightings(wanted=wanted))
    cited = {finding.source for finding in catalogue.judge(profile, catalogue.build(profile), case) if finding.check == "declared-window"}
    assert cited == {rule}

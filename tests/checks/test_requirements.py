"""Every requirement that the sources state is answered by a check, or it says why a person answers it."""

import csv
from importlib import resources

import pytest

from pipeline.checks.catalogue import CHECKS
from pipeline.datamodel.profile import Profile, load, names

PERSON = "person: "
ROWS = list(csv.DictReader(resources.files("pipeline.profiles").joinpath("requirements.csv").read_text(encoding="utf-8").splitlines()))
PACKS = [load(name) for name in names()]
NAMES = {check.name for check in CHECKS}


def test_there_are_as_many_as_the_sources_state_each_once() -> None:
    assert len(ROWS) == 101
    assert len({row["id"] for row in ROWS}) == 101


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_requirement_names_checks_that_exist_or_says_why_a_person_looks(row: dict[str, str]) -> None:
    assert row["quote"].strip()
    if row["check"].startswith(PERSON):
        assert len(row["check"]) > len(PERSON) + 10
        return
    asked = row["check"].split()
    assert asked
    assert set(asked) <= NAMES
    assert all(any(check in pack.checks for pack in PACKS) for check in asked)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_the_rule_that_a_pack_quotes_for_a_check_names_that_check(pack: Profile) -> None:
    told = {row["id"]: row["check"].split() for row in ROWS}
    lacking = [(name, rule) for name, use in pack.checks.items() for rule in use.all_rules if name not in told.get(rule, ())]
    assert lacking == []


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_pack_quotes_what_the_requirement_says(pack: Profile) -> None:
    said = {row["id"]: "".join(row["quote"].split()) for row in ROWS}
    other = [name for name, rule in pack.rules.items() if "".join(rule.quote.split()) not in said.get(name, "")]
    assert other == []

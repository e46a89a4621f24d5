"""补正告知书: what the applicant has to mend, all of it at once, for an application that is proposed for return."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pipeline.datamodel.profile import Profile
from pipeline.reports import labels
from pipeline.reports.findings import facts, finding_keys, group_of
from pipeline.reports.templating import render
from pipeline.reports.wording import retold


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One defect: what is wrong and what to upload instead, the documents concerned, the rule, and where it stands.

    id: the key of the finding it tells, or the name that a reviewer's own words go by.
    """

    id: str
    message: str
    files: tuple[str, ...] = ()
    quote: str = ""
    source: str = ""


def notice(record: Mapping[str, Any], profile: Profile) -> str | None:
    """Return the drafted notice as a page, None for an application that is not proposed for return.

    It holds every failed finding of severity return and nothing else: what is doubtful is for the reviewer to add.
    Source: 注册安全工程师管理规定, defects are told all at once.
    """
    return letter(record, items(record, profile)) if record["proposal"] == "return" else None


def letter(record: Mapping[str, Any], told: Iterable[Item], *, issued: bool = False) -> str:
    """Return a notice of these items as a page; issued: a reviewer stands behind it, so it is no draft any more.

    The name is the one that the forms' pages agree on, the identity number is masked, the date is left to the reviewer. Always in
    Chinese: it is for the applicant.
    """
    return render(
        "notice.html",
        {"record": record, "facts": facts(record), "kind": kind_of(record), "items": tuple(told), "issued": issued},
    )


def kind_of(record: Mapping[str, Any]) -> str:
    """Return what is applied for, in Chinese; "" where it is not known."""
    kind = labels.REGISTRATIONS.get(str(record["kind"]))
    return "" if kind is None else kind.zh


def items(record: Mapping[str, Any], profile: Profile, *, judged: Mapping[str, str] | None = None) -> tuple[Item, ...]:
    """Return the defects in the order of the findings, each message once, in Chinese whatever the language they were judged in.

    judged: what reviewers said of findings, by key: "defect" puts one in whatever the program thought of it, "fine" leaves it out.
    """
    same = record["profile"]["name"] == profile.name
    said = judged or {}
    found: dict[str, Item] = {}
    for key, finding in zip(finding_keys(record["findings"]), retold(record, "zh")["findings"], strict=True):
        if said.get(key, "defect" if group_of(finding) == "return" else "fine") != "defect":
            continue
        rule = profile.rules.get(finding["source"]) if same else None
        known = found.get(finding["message"])
        files = (*(known.files if known else ()), *(evidence["file"] for evidence in finding["evidence"]))
        found[finding["message"]] = Item(
            id=known.id if known else key,
            message=finding["message"],
            files=tuple(dict.fromkeys(files)),
            quote="" if rule is None else rule.quote,
            source=finding["source"] if rule is None else rule.source,
        )
    return tuple(found.values())

"""补正告知书: what the applicant has to mend, all of it at once, for an application that is proposed for return."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pipeline.datamodel.profile import Profile
from pipeline.reports import labels
from pipeline.reports.html import facts, group_of
from pipeline.reports.templating import render


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One defect: what is wrong and what to upload instead, the documents concerned, the rule, and where it stands."""

    message: str
    files: tuple[str, ...]
    quote: str
    source: str


def notice(record: Mapping[str, Any], profile: Profile) -> str | None:
    """Return the notice, None for an application that is not proposed for return.

    It holds every failed finding of severity return and nothing else: what is doubtful is for the reviewer to add. The name is the
    one that the forms' pages agree on, the identity number is masked, the date is left to the reviewer. Always in Chinese: it
    is for the applicant. Source: 注册安全工程师管理规定, defects are told all at once.
    """
    if record["proposal"] != "return":
        return None
    kind = labels.REGISTRATIONS.get(str(record["kind"]))
    return render(
        "notice.html",
        {
            "record": record,
            "facts": facts(record),
            "kind": "" if kind is None else kind.zh,
            "items": items(record["findings"], profile, same=record["profile"]["name"] == profile.name),
        },
    )


def items(findings: Iterable[Mapping[str, Any]], profile: Profile, *, same: bool) -> tuple[Item, ...]:
    """Return the defects in the order of the findings, each message once; same: whether the rules of this profile were applied."""
    found: dict[str, Item] = {}
    for finding in findings:
        if group_of(finding) != "return":
            continue
        rule = profile.rules.get(finding["source"]) if same else None
        known = found.get(finding["message"])
        files = (*(known.files if known else ()), *(evidence["file"] for evidence in finding["evidence"]))
        found[finding["message"]] = Item(
            message=finding["message"],
            files=tuple(dict.fromkeys(files)),
            quote="" if rule is None else rule.quote,
            source=finding["source"] if rule is None else rule.source,
        )
    return tuple(found.values())

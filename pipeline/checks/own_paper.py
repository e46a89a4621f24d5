"""What is said of a paper that must be there and bear the applicant's name; shared by checks of such papers."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Text
from pipeline.checks.facts import may_hide, surely_of
from pipeline.checks.own_papers import Named, named, people
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen

ABOUT_ABSENCE = frozenset({"missing", "perhaps-missing", "not-compared"})


def texts_of(zh: str, en: str) -> dict[str, Text]:
    """Return the texts of a paper that must be there and be the applicant's own."""
    return {
        "own": Text(f"已上传{zh}，载有申请人姓名。", f"The {en} is there and bears the applicant's name."),
        "missing": Text(f"未见{zh}，请补传。", f"There is no {en}; upload it."),
        "perhaps-missing": Text(
            f"未能认出{zh}；有文件或页面无法识别，可能就在其中，请人工查看。",
            f"No {en} was recognised; it may be among the files or pages that could not be told, look at them.",
        ),
        "name-unread": Text(
            f"{zh}上未能读出申请人姓名“{{limit}}”，请人工核对是否为本人。",
            f"The applicant's name {{limit}} was not read on the {en}; look whose it is.",
        ),
        "not-compared": Text(
            f"已上传{zh}，但申请人姓名未知，无法核对，请人工查看。",
            f"The {en} is there, but the applicant's name is not known, so it was not compared; look at it.",
        ),
    }


def absent(check: Check, case: Case, sure_kind: float) -> Finding:
    """Return what is said where no such paper was told: a fail only when every file opened and every page was told for what it is."""
    hiding = may_hide(case, sure_kind)
    if hiding:
        return check.say(case, Outcome.UNSURE, "perhaps-missing", confidence=0.5, evidence=hiding)
    return check.say(case, Outcome.FAIL, "missing")


def own_paper(check: Check, case: Case, sure_kind: float, sure_character: float, *kinds: PageKind) -> Iterator[Finding]:
    """Yield one finding about a paper that must be there and bear the applicant's name; the check says the texts of `texts_of`."""
    pages = surely_of(case, sure_kind, *kinds)
    yield whose(check, case, sure_character, pages) if pages else absent(check, case, sure_kind)


def whose(check: Check, case: Case, sure_character: float, pages: tuple[PageKindSeen, ...]) -> Finding:
    """Return whether one of these pages surely bears the applicant's name; another name is for a person, since names are misread."""
    names = people(case, sure_character)
    found = [(seen, named(case, seen.page, names, sure_character)) for seen in pages]
    seen, said = next((one for one in found if one[1] is Named.STANDS), found[0])
    evidence = (case.evidence(seen, seen.title),)
    if said is Named.STANDS:
        return check.say(case, Outcome.PASS, "own", confidence=seen.confidence, evidence=evidence)
    if said is Named.UNKNOWN:
        return check.say(case, Outcome.UNSURE, "not-compared", confidence=0.5, evidence=evidence)
    return check.say(case, Outcome.UNSURE, "name-unread", confidence=0.5, evidence=evidence, limit=names[0])

"""From a form that was sent to an act on the trail: what may be done now, and what each act must say."""

from collections.abc import Mapping

from pipeline.datamodel.profile import Profile
from pipeline.decisions.state import State
from pipeline.decisions.trail import Act
from pipeline.errors import PrescreenError
from pipeline.reports import notice
from pipeline.reports.findings import finding_keys, group_of
from pipeline.review.desk import Entry

TEXT_CHARS = 1000  # the longest reason or item, characters


class RefusedError(PrescreenError):
    """An act that cannot be done now; `word` names the sentence that says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def detail(act: Act, form: Mapping[str, str], entry: Entry, state: State, *, who: str, profile: Profile) -> dict[str, str]:
    """Return what the trail keeps of an act.

    Raises:
        RefusedError: it cannot be done now, or lacks its reason.
    """
    if state.issued:
        raise RefusedError("was_issued")
    match act:
        case Act.VERDICT:
            return _verdict(form, entry)
        case Act.STRIKE:
            return _strike(form, entry, state, profile)
        case Act.ADD:
            return {"text": _text(form, "text", needed="text_needed")}
        case Act.DECIDE:
            return _decide(form, entry, state, profile)
        case Act.ISSUE:
            if state.decided is None or state.decided.decision != "return":
                raise RefusedError("not_returned")
            return {"items": "\n".join(item.message for item in told(entry, state, profile))}
        case Act.UNDO:
            return _undo(state, who)
        case _:
            raise RefusedError("unknown_act")


def candidates(entry: Entry, state: State, profile: Profile) -> tuple[notice.Item, ...]:
    """Return everything that the notice could tell: what the record and the verdicts give, and what reviewers added."""
    judged = {key: word.verdict for key, word in state.words.items()}
    added = (notice.Item(id=name, message=text) for name, text in state.added.items())
    return (*notice.items(entry.record, profile, judged=judged), *added)


def told(entry: Entry, state: State, profile: Profile) -> tuple[notice.Item, ...]:
    """Return what the notice tells as things stand: without what was struck."""
    return tuple(item for item in candidates(entry, state, profile) if item.id not in state.struck)


def _verdict(form: Mapping[str, str], entry: Entry) -> dict[str, str]:
    findings = dict(zip(finding_keys(entry.record["findings"]), entry.record["findings"], strict=True))
    finding = findings.get(form.get("finding", ""))
    verdict = form.get("verdict", "")
    if finding is None or verdict not in {"defect", "fine"}:
        raise RefusedError("unknown_finding")
    sure = {"fail": "defect", "pass": "fine", "not-applicable": "fine"}.get(finding["outcome"], verdict)
    reason = _text(form, "reason", needed="" if sure == verdict else "reason_needed")
    said = {name: str(finding[name]) for name in ("check", "slug", "outcome", "message")}
    return {"finding": form["finding"], "verdict": verdict, "reason": reason, **said}


def _strike(form: Mapping[str, str], entry: Entry, state: State, profile: Profile) -> dict[str, str]:
    item = form.get("item", "")
    messages = {one.id: one.message for one in candidates(entry, state, profile)}
    if item not in messages:
        raise RefusedError("unknown_item")
    return {"item": item, "message": messages[item]} | ({"back": "yes"} if form.get("back") else {})


def _decide(form: Mapping[str, str], entry: Entry, state: State, profile: Profile) -> dict[str, str]:
    decision = form.get("decision", "")
    if decision not in {"accept", "return"}:
        raise RefusedError("unknown_act")
    if decision == "return" and not told(entry, state, profile):
        raise RefusedError("nothing_to_tell")
    said = {key: word.verdict for key, word in state.words.items()}
    keyed = zip(finding_keys(entry.record["findings"]), entry.record["findings"], strict=True)
    open_defects = any(said.get(key, "defect" if group_of(f) == "return" else "fine") == "defect" for key, f in keyed)
    reason = _text(form, "reason", needed="accept_reason" if decision == "accept" and open_defects else "")
    return {"decision": decision, "reason": reason, "proposal": str(entry.record["proposal"])}


def _undo(state: State, who: str) -> dict[str, str]:
    if not state.acts:
        raise RefusedError("nothing_to_undo")
    last = state.acts[-1]
    if last.who != who:
        raise RefusedError("not_yours")
    return {"event": str(last.id), "undone": last.act.value}


def _text(form: Mapping[str, str], name: str, *, needed: str) -> str:
    """Return a text of a form, trimmed and cut. Raises RefusedError with the word `needed` where it must not be empty."""
    text = form.get(name, "").strip()[:TEXT_CHARS].encode(errors="replace").decode()
    if needed and not text:
        raise RefusedError(needed)
    return text

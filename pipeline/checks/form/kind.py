"""Whether the form is the form of what is applied for."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, sheet
from pipeline.checks.facts import CHANGES, FORM
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.checks.words import FAMILIES, KINDS, word
from pipeline.datamodel.application import Declared, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen

FAMILY = {
    Kind.INITIAL: "initial",
    Kind.LATE_INITIAL: "initial",
    Kind.RENEWAL: "renewal",
    **dict.fromkeys(CHANGES, "change"),
    Kind.RE_REGISTRATION: "re-registration",
    Kind.REISSUE: "reissue",
    Kind.CANCELLATION: "cancellation",
}


class FormKind(Check, frozen=True):
    """The form's title, and on a change form the ticked item, agree with what is applied for.

    What: the kind read from each form page against the declared kind; where none is declared, the kind that the form names is
    reported, and pages that name two kinds are a fail. 逾期初始 uses the form of 初始. A change form whose ticked item could
    not be told is unsure when a particular change is declared.
    Why: each kind asks for other papers; the wrong form has to be filled again.
    Source: 「包括初始注册、延续注册、变更注册和重新注册」 (PKG-KIND-MATCH)
    What a person still decides: which of the two was meant, the form or the declaration.
    """

    name = "form-kind"
    title = Text("申请表种类", "kind of the form")
    needs = (PageKindSeen,)
    texts = {
        "same": Text("申请表种类与申报一致：{kind}。", "The form is the one for what is declared: {kind}."),
        "read": Text("未申报注册种类，按申请表认定为：{kind}。", "No kind is declared; the form says {kind}."),
        "different": Text(
            "申请表为“{read}”，申报的注册种类为“{kind}”，不一致；请使用相应的申请表或更正申报种类。",
            "The form is for {read}, declared is {kind}; use the right form or correct the declaration.",
        ),
        "mixed": Text(
            "申请表各页种类不同（{read}、{other}），请核对后重新上传同一份申请表。",
            "The form pages are of different kinds ({read}, {other}); upload the two pages of one form.",
        ),
        "unread": Text(
            "未能认出申请表的注册种类，请人工查看表头及勾选项。", "The kind of the form was not read; look at its title and ticks."
        ),
        "perhaps-different": Text(
            "申请表疑似“{read}”，与申报的“{kind}”不同，识别把握不足，请人工查看。",
            "The form may be for {read} where {kind} is declared; not read surely, look at it.",
        ),
    }
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the kind of the form."""
        pages = [seen for seen in case.pages_of(*FORM) if _family(seen)]
        if not case.pages_of(*FORM):
            return
        if not pages:
            yield self.say(case, Outcome.UNSURE, "unread", confidence=0.5, evidence=tuple(case.evidence(p) for p in case.pages_of(*FORM)))
            return
        declared = case.declared.kind
        other = next((seen for seen in pages if _family(seen) != _family(pages[0])), None)
        if other is not None:
            yield self._mixed(case, pages[0], other)
        elif declared is None:
            yield self._read(case, pages)
        else:
            yield self._against(case, pages, declared)

    def _mixed(self, case: Case, one: PageKindSeen, other: PageKindSeen) -> Finding:
        sure = min(one.confidence, other.confidence)
        outcome = Outcome.FAIL if sure >= self.sure_kind else Outcome.UNSURE
        evidence = (case.evidence(one, one.title), case.evidence(other, other.title))
        values = {"read": word(case, FAMILIES, _family(one)), "other": word(case, FAMILIES, _family(other))}
        return self.say(case, outcome, "mixed", confidence=sure, evidence=evidence, **values)

    def _read(self, case: Case, pages: list[PageKindSeen]) -> Finding:
        named = next((seen for seen in pages if seen.form_kind is not None), pages[0])
        evidence = (case.evidence(named, named.title),)
        if named.form_kind is None and _family(named) == "change":
            return self.say(case, Outcome.UNSURE, "unread", confidence=named.confidence, evidence=evidence)
        if named.confidence < self.sure_kind:
            return self.say(case, Outcome.UNSURE, "unread", confidence=named.confidence, evidence=evidence)
        kind = word(case, KINDS, named.form_kind) if named.form_kind else word(case, FAMILIES, _family(named))
        return self.say(case, Outcome.PASS, "read", confidence=named.confidence, evidence=evidence, measured=kind, kind=kind)

    def _against(self, case: Case, pages: list[PageKindSeen], declared: Kind) -> Finding:
        seen = max(pages, key=lambda page: (page.form_kind is not None, page.confidence))
        evidence = (case.evidence(seen, seen.title),)
        kind = word(case, KINDS, declared)
        read = word(case, KINDS, seen.form_kind) if seen.form_kind else word(case, FAMILIES, _family(seen))
        if _family(seen) == FAMILY.get(declared) and declared in CHANGES and seen.form_kind is None:
            return self.say(case, Outcome.UNSURE, "unread", confidence=seen.confidence, evidence=evidence, limit=kind)
        same = _family(seen) == FAMILY.get(declared) and (declared not in CHANGES or seen.form_kind is declared)
        if same:
            return self.say(case, Outcome.PASS, "same", confidence=seen.confidence, evidence=evidence, measured=read, limit=kind, kind=kind)
        sure = seen.confidence >= self.sure_kind
        outcome, slug = (Outcome.FAIL, "different") if sure else (Outcome.UNSURE, "perhaps-different")
        return self.say(case, outcome, slug, confidence=seen.confidence, evidence=evidence, measured=read, limit=kind, read=read, kind=kind)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return forms that agree and that differ, with and without a declared kind."""
        renewal, initial = Declared(kind=Kind.RENEWAL), Declared(kind=Kind.LATE_INITIAL)
        mover = Declared(kind=Kind.CHANGE_EMPLOYER)
        change = sheet(PageKind.FORM_1, form_family="change")
        ticked = sheet(PageKind.FORM_1, form_family="change", form_kind=Kind.CHANGE_NAME)
        first = sheet(PageKind.FORM_1, form_family="initial", form_kind=Kind.INITIAL)
        faint = sheet(PageKind.FORM_1, form_family="initial", confidence=0.2)
        back = sheet(PageKind.FORM_2, form_family="renewal")
        return (
            Example(title="the form of initial registration, late", case=case(first, declared=initial), gives=(("same", Outcome.PASS),)),
            Example(title="nothing declared", case=case(first), gives=(("read", Outcome.PASS),)),
            Example(title="an initial form for a renewal", case=case(first, declared=renewal), gives=(("different", Outcome.FAIL),)),
            Example(title="another change ticked", case=case(ticked, declared=mover), gives=(("different", Outcome.FAIL),)),
            Example(title="the tick could not be told", case=case(change, declared=mover), gives=(("unread", Outcome.UNSURE),)),
            Example(title="two pages of two forms", case=case(first, back), gives=(("mixed", Outcome.FAIL),)),
            Example(title="a title hardly read", case=case(faint, declared=renewal), gives=(("perhaps-different", Outcome.UNSURE),)),
            Example(title="nothing declared, a title hardly read", case=case(faint), gives=(("unread", Outcome.UNSURE),)),
            Example(title="a form without a title", case=case(sheet(PageKind.FORM_2)), gives=(("unread", Outcome.UNSURE),)),
        )


def _family(seen: PageKindSeen) -> str:
    """Return the family of forms that a page belongs to, "" where it names none."""
    return seen.form_family or (FAMILY.get(seen.form_kind, "") if seen.form_kind else "")

"""Whether the contract is with the employer that the form names."""

from collections.abc import Iterator

from pipeline.checks.agreement import Agreement, agree_on_names, gainsays
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, line, sheet
from pipeline.checks.facts import CONTRACT, FORM, filled, fullest
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.checks.rename import Bridge, bridge, related
from pipeline.datamodel.finding import Evidence, Finding, Outcome
from pipeline.datamodel.observation import ContractType, Field, FieldName, PageKind, PageKindSeen, TextLine

OLD, NEW = "甲乙化工有限公司", "样本安全技术有限公司"


class EmploymentEmployer(Check, frozen=True):
    """Party A of the contract is the employer on the form.

    What: every name of party A on cover, body and signature page against the employer on the form, exactly, after safe
    normalisation. A surely different name is a fail unless a rename page names both, a group or branch of the same name, or a
    dispatching firm is party A: those are put to a person. A doubtful character is unsure, and so
    is a surely read name that holds the form's, lies in it or looks like it, though another page gives the form's.
    Why: a contract with somebody else shows no employment here.
    Source: 「与聘用单位签订的劳动合同或者聘用文件」 (EMP-NAME);
    「·聘用单位名称已变更，但劳动合同或聘用文件尚未重新签订的，须提供聘用单位更名材料；」
    (EMP-RENAME-BRIDGE)
    What a person still decides: whether the rename paper is genuine and enough; whether group, branch or dispatch is acceptable.
    """

    name = "employment-employer"
    title = Text("合同甲方", "party A of the contract")
    needs = (PageKindSeen, Field, TextLine)
    texts = {
        "same": Text("合同甲方与申请表聘用单位一致。", "Party A is the employer on the form."),
        "different": Text(
            "合同甲方“{measured}”与申请表聘用单位“{limit}”不一致，且未见单位更名材料；请更正，或补传更名材料。",
            "Party A is {measured}, the form says {limit}, and there is no rename notice; correct it or upload the notice.",
        ),
        "renamed": Text(
            "合同甲方“{measured}”与申请表“{limit}”不同，已附含两个名称的更名材料，请人工确认。",
            "Party A is {measured}, the form says {limit}; a rename notice names both, confirm it.",
        ),
        "rename-unread": Text(
            "合同甲方“{measured}”与申请表“{limit}”不同，更名材料中未能同时读出两个名称，请人工查看。",
            "Party A is {measured}, the form says {limit}; both names were not read on the rename notice, look at it.",
        ),
        "related": Text(
            "合同甲方“{measured}”与申请表“{limit}”疑为集团、分公司等关联单位，请人工审查。",
            "Party A is {measured}, the form says {limit}: perhaps a group or a branch; examine it.",
        ),
        "dispatch": Text(
            "合同甲方“{measured}”为劳务派遣单位，申请表为“{limit}”，请人工审查。",
            "Party A is the dispatching firm {measured}, the form says {limit}; examine it.",
        ),
        "doubtful": Text(
            "合同甲方识别为“{measured}”，申请表为“{limit}”，识别把握不足，请人工核对。",
            "Party A was read as {measured}, the form says {limit}; not read surely, look at it.",
        ),
        "not-found": Text("未能在合同上找到甲方（用人单位）名称，请人工核对。", "Party A was not found on the contract; look at it."),
        "form-unread": Text(
            "申请表聘用单位名称未能读出，无法与合同核对，请人工核对。",
            "The form's employer was not read, so the contract cannot be compared; look at it.",
        ),
    }
    about_absence = frozenset({"form-unread"})
    sure_character: SureCharacter = SURE_CHARACTER
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about party A."""
        if not case.pages_of(*CONTRACT):
            return
        parties = filled(case.fields(FieldName.EMPLOYER, *CONTRACT))
        on_form = filled(case.fields(FieldName.EMPLOYER, *FORM))
        expected: Field | str | None = fullest(on_form, self.sure_character) if on_form else case.declared.employer.name
        if expected is None:
            yield self.say(
                case, Outcome.UNSURE, "form-unread", confidence=0.5, evidence=tuple(case.evidence(p, p.reading.text) for p in parties)
            )
            return
        if not parties:
            pages = case.pages_of(PageKind.CONTRACT_COVER, PageKind.CONTRACT_SIGNATURE)
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5, evidence=tuple(case.evidence(seen) for seen in pages))
            return
        yield self._compare(case, parties, expected)

    def _compare(self, case: Case, parties: tuple[Field, ...], expected: Field | str) -> Finding:
        agreements = [(party, agree_on_names(party, expected, self.sure_character)) for party in parties]
        worst = {agreement: party for party, agreement in reversed(agreements)}
        text = expected if isinstance(expected, str) else expected.reading.text
        if Agreement.DIFFERENT in worst:
            party = worst[Agreement.DIFFERENT]
            outcome, slug, more = self._why_different(case, party.reading.text, text)
        elif Agreement.EQUAL in worst and (doubt := self._gainsaid(parties, expected)) is not None:
            party, outcome, slug, more = doubt, Outcome.UNSURE, "doubtful", ()
        elif Agreement.EQUAL in worst:
            party, outcome, slug, more = worst[Agreement.EQUAL], Outcome.PASS, "same", ()
        else:
            party, outcome, slug, more = worst[Agreement.DOUBTFUL], Outcome.UNSURE, "doubtful", ()
        here = case.evidence(party, party.reading.text)
        evidence = (here,) if isinstance(expected, str) else (here, case.evidence(expected, text))
        return self.say(
            case,
            outcome,
            slug,
            confidence=party.reading.confidence,
            evidence=evidence + more,
            measured=party.reading.text,
            limit=text,
        )

    def _gainsaid(self, parties: tuple[Field, ...], expected: Field | str) -> Field | None:
        """Return a place whose name is surely read and not the expected one, though it may be a look-alike or cut off; None for none."""
        return next((party for party in parties if gainsays(party, expected, self.sure_character)), None)

    def _why_different(self, case: Case, party: str, expected: str) -> tuple[Outcome, str, tuple[Evidence, ...]]:
        """Return what stands behind two surely different names, and the rename pages that were looked at."""
        found, pages = bridge(case, party, expected, sure_character=self.sure_character, sure_kind=self.sure_kind)
        evidence = tuple(case.evidence(page, page.title) for page in pages)
        if found is Bridge.BOTH:
            return Outcome.FAIL, "renamed", evidence
        if found is Bridge.UNREAD:
            return Outcome.UNSURE, "rename-unread", evidence
        if any(seen.contract is ContractType.DISPATCH for seen in case.pages_of(*CONTRACT)):
            return Outcome.FAIL, "dispatch", ()
        return Outcome.FAIL, "related" if related(party, expected) else "different", ()

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the same name, another one, and the bridges between two names."""
        form = sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, NEW))

        def contract(name: str, confidence: float = 0.98, kind: ContractType = ContractType.LABOUR) -> Case:
            return case(form, sheet(PageKind.CONTRACT_COVER, field(FieldName.EMPLOYER, name, confidence=confidence), contract=kind))

        old = sheet(PageKind.CONTRACT_COVER, field(FieldName.EMPLOYER, OLD))
        notice = sheet(PageKind.RENAME_NOTICE, line(f"{OLD}名称变更为{NEW}"))
        silent = sheet(PageKind.RENAME_NOTICE, line("准予变更登记通知书"))
        nothing_on_form = case(sheet(PageKind.FORM_1), old)
        return (
            Example(title="the same employer", case=contract(NEW), gives=(("same", Outcome.PASS),)),
            Example(title="another employer", case=contract(OLD), gives=(("different", Outcome.FAIL),)),
            Example(title="the old name, with its rename notice", case=case(form, old, notice), gives=(("renamed", Outcome.FAIL),)),
            Example(title="a rename notice without the names", case=case(form, old, silent), gives=(("rename-unread", Outcome.UNSURE),)),
            Example(title="a branch of the employer", case=contract("样本安全技术有限公司北京分公司"), gives=(("related", Outcome.FAIL),)),
            Example(title="a dispatching firm", case=contract(OLD, kind=ContractType.DISPATCH), gives=(("dispatch", Outcome.FAIL),)),
            Example(title="one faint character", case=contract("样本安全枝术有限公司", 0.5), gives=(("doubtful", Outcome.UNSURE),)),
            *(
                Example(
                    title=f"on the signature page {title}",
                    case=case(
                        form,
                        sheet(PageKind.CONTRACT_COVER, field(FieldName.EMPLOYER, NEW)),
                        sheet(PageKind.CONTRACT_SIGNATURE, field(FieldName.EMPLOYER, name, confidence=confidence)),
                    ),
                    gives=((slug, outcome),),
                )
                for title, name, confidence, slug, outcome in (
                    ("a name that holds the form's", f"北京{NEW}", 0.98, "doubtful", Outcome.UNSURE),
                    ("a look-alike", "样本安全枝术有限公司", 0.98, "doubtful", Outcome.UNSURE),
                    ("a look-alike hardly read", "样本安全枝术有限公司", 0.4, "same", Outcome.PASS),
                )
            ),
            Example(title="no party A found", case=case(form, sheet(PageKind.CONTRACT_BODY)), gives=(("not-found", Outcome.UNSURE),)),
            Example(title="the form's employer was not read", case=nothing_on_form, gives=(("form-unread", Outcome.UNSURE),)),
        )

"""Whether a retired applicant shows the paper that says so; advised, never asked for."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, line, sheet
from pipeline.checks.facts import CONTRACT
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.own_papers import Named, named, people
from pipeline.datamodel.application import Declared, DeclaredApplicant, StaffStatus
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import ContractType, Field, PageKind, PageKindSeen, PageSeen, TextLine


class RetirementProof(Check, frozen=True):
    """A retired applicant's 退休证 is there; the rules advise it.

    What: a page that is a 退休证 or another proof of retirement, with the applicant's name on it, where the applicant is declared retired
    or the contract is a re-employment agreement. It is an option in the rules, so its absence is a note.
    Why: whether an appointment agreement counts in place of a labour contract hangs on it.
    Source: 「·退休人员建议提供退休证，事业单位建议提供事业单位法人证书。※本项为可选项。」 (EMP-OPT-PROOF)
    What a person still decides: whether the applicant is retired, where nothing shows it.
    """

    name = "retirement-proof"
    title = Text("退休证", "proof of retirement")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = {
        "own": Text("已上传退休证明，载有申请人姓名。", "The proof of retirement is there and bears the applicant's name."),
        "absent": Text("退休人员建议提供退休证（可选），未见。", "There is no proof of retirement; it is advised, not asked for."),
        "name-unread": Text(
            "退休证明上未能读出申请人姓名，请人工核对。", "The applicant's name was not read on the proof of retirement; look."
        ),
    }
    about_absence = frozenset({"absent"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the proof where the applicant seems retired."""
        pages = case.pages_of(PageKind.RETIREMENT_PROOF)
        if pages:
            names = people(case, self.sure_character)
            own = next((seen for seen in pages if named(case, seen.page, names, self.sure_character) is Named.STANDS), None)
            told = own or pages[0]
            evidence = (case.evidence(told, told.title),)
            outcome, slug = (Outcome.PASS, "own") if own else (Outcome.UNSURE, "name-unread")
            yield self.say(case, outcome, slug, confidence=told.confidence if own else 0.5, evidence=evidence)
        elif case.declared.staff_status is StaffStatus.RETIRED or any(
            seen.contract is ContractType.RE_EMPLOYMENT for seen in case.pages_of(*CONTRACT)
        ):
            yield self.say(case, Outcome.FAIL, "absent")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a retired applicant with and without the proof, and somebody else's."""
        retired = Declared(staff_status=StaffStatus.RETIRED, applicant=DeclaredApplicant(name="张三"))
        agreement = sheet(PageKind.CONTRACT_COVER, contract=ContractType.RE_EMPLOYMENT)

        def of(text: str) -> Case:
            return case(agreement, sheet(PageKind.RETIREMENT_PROOF, line("姓名"), line(text), title="退休证"), declared=retired)

        staff = case(sheet(PageKind.CONTRACT_COVER, contract=ContractType.LABOUR))
        return (
            Example(title="the applicant's own", case=of("张三"), gives=(("own", Outcome.PASS),)),
            Example(title="a re-employment agreement alone", case=case(agreement), gives=(("absent", Outcome.FAIL),)),
            Example(title="somebody's whose name begins alike", case=of("张三为"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="somebody else's", case=of("李四"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="not retired", case=staff, gives=(("not-applicable", Outcome.NOT_APPLICABLE),)),
        )

"""Whether an institution shows its certificate; advised, never asked for."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, line, sheet
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.own_papers import employers, titled
from pipeline.datamodel.application import Declared, DeclaredEmployer, StaffStatus
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, PageKind, PageKindSeen, PageSeen, TextLine


class InstitutionProof(Check, frozen=True):
    """A public institution's 事业单位法人证书 is there; the rules advise it.

    What: a page that is the certificate, with the employer's name on it, where the applicant is declared an institution's staff. It is an
    option in the rules, so its absence is a note.
    Why: whether an appointment contract counts in place of a labour contract hangs on it.
    Source: 「·退休人员建议提供退休证，事业单位建议提供事业单位法人证书。※本项为可选项。」 (EMP-OPT-PROOF)
    What a person still decides: whether the employer is an institution, where nothing shows it.
    """

    name = "institution-proof"
    title = Text("事业单位法人证书", "institution's certificate")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = {
        "own": Text("已上传事业单位法人证书，载有聘用单位名称。", "The institution's certificate is there and bears the employer's name."),
        "absent": Text(
            "事业单位建议提供事业单位法人证书（可选），未见。", "There is no institution's certificate; it is advised, not asked for."
        ),
        "name-unread": Text(
            "事业单位法人证书上未能读出聘用单位名称，请人工核对。",
            "The employer's name was not read on the institution's certificate; look.",
        ),
    }
    about_absence = frozenset({"absent"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the certificate where the employer is an institution."""
        pages = case.pages_of(PageKind.INSTITUTION_PROOF)
        if pages:
            names = employers(case, self.sure_character)
            own = next((seen for seen in pages if any(titled(case, seen.page, name, self.sure_character) for name in names)), None)
            told = own or pages[0]
            evidence = (case.evidence(told, told.title),)
            outcome, slug = (Outcome.PASS, "own") if own else (Outcome.UNSURE, "name-unread")
            yield self.say(case, outcome, slug, confidence=told.confidence if own else 0.5, evidence=evidence)
        elif case.declared.staff_status is StaffStatus.INSTITUTION:
            yield self.say(case, Outcome.FAIL, "absent")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return an institution with and without its certificate, and another one's."""
        staff = Declared(staff_status=StaffStatus.INSTITUTION, employer=DeclaredEmployer(name="样本市安全技术中心"))
        form = sheet(PageKind.FORM_1)

        def of(text: str) -> Case:
            return case(form, sheet(PageKind.INSTITUTION_PROOF, line("名称"), line(text), title="事业单位法人证书"), declared=staff)

        return (
            Example(title="its own", case=of("样本市安全技术中心"), gives=(("own", Outcome.PASS),)),
            Example(title="none", case=case(form, declared=staff), gives=(("absent", Outcome.FAIL),)),
            Example(title="its branch's", case=of("样本市安全技术中心分中心"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="another's", case=of("样本市环境监测站"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="an enterprise", case=case(form), gives=(("not-applicable", Outcome.NOT_APPLICABLE),)),
        )

"""Whether the employment document is of the sort that counts for this applicant."""

import re
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.employment.ended import OTHER_SORTS, titled
from pipeline.checks.facts import CONTRACT, FORM, may_hide, surely_of
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.checks.words import CONTRACTS, join, word
from pipeline.datamodel.application import Declared, DeclaredEmployer, StaffStatus
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import ContractType, Field, FieldName, PageKind, PageKindSeen, PageSeen

COMPANY = re.compile(r"(公司|厂|集团|合作社)([(（].{1,12}[)）])?$")


class EmploymentType(Check, frozen=True):
    """The document is a labour contract for enterprise staff, or a two-sided appointment for retirees and institutions.

    What: the titles of the uploaded documents against the applicant's status: declared, or taken from the employer's name
    (公司, 厂, 集团, 合作社 are enterprises). A letter (聘书, 聘用证明 …) alone is a fail. An appointment or re-employment contract from an
    enterprise, and a dispatch contract, are put to a person: the applicant may be retired, the dispatch in order. So is a contract of
    another sort (劳务, 实习, 意向书) beside them. Where the rules let a
    letter count (2019-05), so does any two-sided document; a letter alone is put to a person, since who wrote it for whom is not judged.
    Why: a letter is written by one side; the rule calls it void for enterprise staff.
    Source: 「·企业职工提供与聘用单位签订的劳动合同，由聘用单位出具的聘书、聘用证明等无效；」 (EMP-ENT-CONTRACT);
    「·退休人员或事业单位职工，提供与聘用单位签订的聘用文件（聘用合同或聘用协议）；」 (EMP-RETIREE);
    「劳动合同(复印件)或者聘用文件(复印件)或者聘用证明」 (P19-EMP)
    What a person still decides: the applicant's status where it is not declared; whether a dispatch contract is enough; a letter's seal.
    """

    name = "employment-type"
    title = Text("聘用文件类型", "sort of employment document")
    needs = (PageSeen, PageKindSeen, Field)
    texts = {
        "fitting": Text("聘用文件类型符合要求：{measured}。", "The document is of the right sort: {measured}."),
        "letter-counts": Text(
            "仅有聘用证明等单方文件（按本规则包可用），请人工核对出具单位、申请人姓名和印章。",
            "There is only a letter, which counts under these rules; look who wrote it for whom, and at its seal.",
        ),
        "letter-only": Text(
            "企业职工应提供与聘用单位签订的劳动合同，聘书、聘用证明等无效，请补传劳动合同。",
            "Enterprise staff must show the labour contract; a letter is void. Upload the contract.",
        ),
        "letter-only-elsewhere": Text(
            "仅有单方出具的聘书或聘用证明，应为双方签订的聘用合同或聘用协议，请人工确认或要求补传。",
            "There is only a letter; a contract signed by both sides is asked for.",
        ),
        "perhaps-letter-only": Text(
            "只认出聘书或聘用证明，未认出劳动合同；有文件或页面无法识别，请人工查看。",
            "Only a letter was recognised; the contract may be among what could not be told, look at it.",
        ),
        "not-labour": Text(
            "企业职工应提供劳动合同，现为“{measured}”；如为退休人员请人工确认。",
            "Enterprise staff must show a labour contract, this is a {measured}; confirm whether the applicant is retired.",
        ),
        "dispatch": Text(
            "所提供的是劳务派遣合同，合同用人单位为派遣单位，请人工审查。",
            "This is a dispatch contract, its employer is the dispatching firm; examine it.",
        ),
        "other-sort": Text(
            "材料中有“{measured}”，并非劳动合同，请人工确认所提供的聘用文件。",
            "There is a {measured}, which is no labour contract; confirm the document of employment.",
        ),
        "unread": Text("未能认出聘用文件的类型，请人工查看标题。", "The sort of the document was not recognised; look at its title."),
        "status-unknown": Text(
            "未能确定申请人属于企业职工、事业单位职工或退休人员，聘用文件为“{measured}”，请人工确认。",
            "Whether the applicant is enterprise staff, institution staff or retired is not known; the document is a {measured}. Confirm.",
        ),
    }
    about_absence = frozenset({"letter-counts", "letter-only", "letter-only-elsewhere", "perhaps-letter-only"})
    sure_kind: SureKind = SURE_KIND
    letters: Annotated[
        bool,
        Meta(
            description="whether a letter of the employer, and any two-sided document, counts for everybody",
            extra={"unit": "true or false", "source": "false: EMP-ENT-CONTRACT; true: P19-EMP 或者聘用文件(复印件)或者聘用证明"},
        ),
    ] = False

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the sort of the document."""
        contracts = surely_of(case, self.sure_kind, *CONTRACT)
        letters = surely_of(case, self.sure_kind, PageKind.LETTER)
        if not contracts and not letters:
            return
        outcome, slug = self._answer(case, contracts, letters)
        other = titled(case, OTHER_SORTS)
        if outcome is Outcome.PASS and other is not None:
            evidence = (case.evidence(other, other.title),)
            yield self.say(case, Outcome.UNSURE, "other-sort", confidence=0.5, evidence=evidence, measured=other.title)
            return
        kinds = list(dict.fromkeys(word(case, CONTRACTS, seen.contract) for seen in contracts if seen.contract))
        headed = next((seen for seen in (*contracts, *letters) if seen.contract or seen.title), (*contracts, *letters)[0])
        evidence = (case.evidence(headed, headed.title),)
        yield self.say(case, outcome, slug, confidence=headed.confidence, evidence=evidence, measured=join(case, kinds) or headed.title)

    def _answer(self, case: Case, contracts: tuple[PageKindSeen, ...], letters: tuple[PageKindSeen, ...]) -> tuple[Outcome, str]:
        kinds = {seen.contract for seen in contracts if seen.contract is not None}
        status = _status(case)
        if letters and not contracts and self.letters:
            return Outcome.UNSURE, "letter-counts"
        if letters and not contracts:
            slug = "letter-only" if status is StaffStatus.ENTERPRISE else "letter-only-elsewhere"
            return (Outcome.UNSURE, "perhaps-letter-only") if may_hide(case, self.sure_kind) else (Outcome.FAIL, slug)
        if not kinds:
            return Outcome.UNSURE, "unread"
        if ContractType.DISPATCH in kinds:
            return Outcome.FAIL, "dispatch"
        if self.letters or ContractType.LABOUR in kinds or status in {StaffStatus.RETIRED, StaffStatus.INSTITUTION}:
            return Outcome.PASS, "fitting"
        return (Outcome.UNSURE, "status-unknown") if status is None else (Outcome.FAIL, "not-labour")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the sorts of documents against the sorts of staff."""

        def with_document(
            kind: PageKind, contract: ContractType | None = None, status: StaffStatus | None = StaffStatus.ENTERPRISE
        ) -> Case:
            return case(sheet(kind, contract=contract, title="样本"), declared=Declared(staff_status=status))

        cover, labour = PageKind.CONTRACT_COVER, ContractType.LABOUR
        form = sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, "样本安全技术有限公司"))
        by_name = case(form, sheet(PageKind.LETTER, title="聘书"))
        declared = case(sheet(PageKind.LETTER), declared=Declared(employer=DeclaredEmployer(name="样本化工厂")))
        hidden = case(form, sheet(PageKind.LETTER, title="聘书"), sheet(PageKind.OTHER, confidence=0.2))
        return (
            Example(title="a labour contract", case=with_document(cover, labour), gives=(("fitting", Outcome.PASS),)),
            Example(
                title="a contract of services beside pages of a contract",
                case=case(sheet(cover, title="劳 务 合 同"), sheet(PageKind.CONTRACT_BODY, contract=labour)),
                gives=(("other-sort", Outcome.UNSURE),),
            ),
            Example(title="a letter for enterprise staff", case=with_document(PageKind.LETTER), gives=(("letter-only", Outcome.FAIL),)),
            Example(title="a letter from a company", case=by_name, gives=(("letter-only", Outcome.FAIL),)),
            Example(title="a letter from a declared factory", case=declared, gives=(("letter-only", Outcome.FAIL),)),
            Example(
                title="a letter, where letters count",
                case=by_name,
                gives=(("letter-counts", Outcome.UNSURE),),
                limits={"letters": True},
            ),
            Example(
                title="an appointment contract, where letters count",
                case=with_document(cover, ContractType.APPOINTMENT),
                gives=(("fitting", Outcome.PASS),),
                limits={"letters": True},
            ),
            Example(
                title="a letter for a retiree",
                case=with_document(PageKind.LETTER, status=StaffStatus.RETIRED),
                gives=(("letter-only-elsewhere", Outcome.FAIL),),
            ),
            Example(title="a letter, and a page we do not know", case=hidden, gives=(("perhaps-letter-only", Outcome.UNSURE),)),
            Example(
                title="re-employment of a retiree",
                case=with_document(cover, ContractType.RE_EMPLOYMENT, StaffStatus.RETIRED),
                gives=(("fitting", Outcome.PASS),),
            ),
            Example(
                title="an appointment contract for enterprise staff",
                case=with_document(cover, ContractType.APPOINTMENT),
                gives=(("not-labour", Outcome.FAIL),),
            ),
            Example(title="dispatch", case=with_document(cover, ContractType.DISPATCH), gives=(("dispatch", Outcome.FAIL),)),
            Example(title="a contract without a title", case=with_document(cover), gives=(("unread", Outcome.UNSURE),)),
            Example(
                title="nothing known of the applicant's status",
                case=with_document(cover, ContractType.APPOINTMENT, None),
                gives=(("status-unknown", Outcome.UNSURE),),
            ),
        )


def _status(case: Case) -> StaffStatus | None:
    """Return the applicant's status as declared; else an enterprise where the employer's name says so; else None: not known."""
    if case.declared.staff_status is not None:
        return case.declared.staff_status
    names = [case.declared.employer.name or "", *(place.reading.text for place in case.fields(FieldName.EMPLOYER, *FORM))]
    return StaffStatus.ENTERPRISE if any(COMPANY.search(name.strip()) for name in names) else None

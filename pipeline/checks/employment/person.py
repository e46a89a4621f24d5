"""Whether the contract is with the applicant."""

from collections.abc import Iterator

import msgspec

from pipeline.checks.agreement import Agreement
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.facts import CONTRACT
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.party_b import Held, by_name, by_number, declared_number, form_name, form_number, number_apart, several_numbers
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.masking import mask_id
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen


class EmploymentPerson(Check, frozen=True):
    """Party B of the contract is the applicant.

    What: the ID number on the contract against the form's, or the declared one (15 and 18 digits are made alike); two numbers that
    are both right in themselves and differ are a fail. Without a number to compare, the name decides, exactly; a name that surely is
    another one fails whatever the number says, and where a second person's number stands there the name must be the applicant's,
    and stand on every page with that number alone. Where party B is the form's applicant and only the declared one is another, the
    contract is not blamed: that is unsure.
    Why: a contract of somebody else shows no employment of the applicant.
    Source: 「与聘用单位签订的劳动合同或者聘用文件」 (EMP-PERSON, derived: the applicant is who signed it)
    What a person still decides: every doubtful handwritten name; the table puts this check to a person in any case.
    """

    name = "employment-person"
    title = Text("合同乙方", "party B of the contract")
    needs = (PageKindSeen, Field)
    texts = {
        "same": Text("合同乙方与申请人一致。", "Party B is the applicant."),
        "other-number": Text(
            "合同乙方证件号码（{measured}）与申请人（{limit}）不同，请核对合同是否为本人合同。",
            "Party B's ID number ({measured}) is not the applicant's ({limit}); check whose contract it is.",
        ),
        "other-name": Text(
            "合同乙方“{measured}”与申请人“{limit}”不同，请核对合同是否为本人合同。",
            "Party B is {measured}, the applicant is {limit}; check whose contract it is.",
        ),
        "declared-other": Text(
            "合同乙方“{measured}”与申请表一致，与申报的申请人“{limit}”不同，请核对申报。",
            "Party B {measured} is the form's applicant, and the declared one is {limit}; check the declaration.",
        ),
        "doubtful": Text(
            "合同乙方识别为“{measured}”，与申请人“{limit}”未能确认一致，请人工核对。",
            "Party B was read as {measured}; whether that is the applicant {limit} is not sure, look at it.",
        ),
        "several-numbers": Text(
            "合同上除申请人的证件号码外还有他人的证件号码，且未能确认乙方姓名，请人工核对是否为本人合同。",
            "Another ID number stands beside the applicant's, and party B's name was not confirmed; look whose contract it is.",
        ),
        "not-found": Text("未能在合同上找到乙方姓名或证件号码，请人工核对。", "Party B was not found on the contract; look at it."),
        "applicant-unread": Text(
            "申请人姓名及证件号码未能读出，无法与合同核对。", "The applicant was not read, so the contract cannot be compared; look at it."
        ),
    }
    about_absence = frozenset({"applicant-unread"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about party B."""
        if not case.pages_of(*CONTRACT):
            return
        by_number, by_name = self._by_number(case), self._by_name(case)
        if by_number is None or (by_number.outcome is Outcome.PASS and by_name.slug in {"other-name", "declared-other"}):
            yield by_name
        elif by_number.outcome is Outcome.PASS and by_name.outcome is not Outcome.PASS and several_numbers(case):
            # The applicant's number may stand there for somebody else's contract, or beside the number of party A's head.
            yield self.say(case, Outcome.UNSURE, "several-numbers", confidence=0.5, evidence=by_number.evidence)
        elif by_number.outcome is Outcome.PASS and (apart := self._apart(case)) is not None:
            evidence = (*by_number.evidence, case.evidence(apart, mask_id(apart.reading.text)))
            yield self.say(case, Outcome.UNSURE, "several-numbers", confidence=0.5, evidence=evidence)
        else:
            yield by_number

    def _apart(self, case: Case) -> Field | None:
        """Return the number of somebody else on a contract page of its own, as where two contracts were uploaded."""
        name = case.declared.applicant.name or form_name(case, self.sure_character)
        return number_apart(case, declared_number(case) or form_number(case), name, self.sure_character)

    def _by_number(self, case: Case) -> Finding | None:
        """Return what the numbers say, None where they say nothing sure."""
        declared, on_form = declared_number(case), form_number(case)
        held = by_number(case, declared or on_form)
        if held is None:
            return None
        other = by_number(case, on_form) if held.agreement is Agreement.DIFFERENT else None
        shown = {"read": mask_id(held.read), "expected": mask_id(held.expected)}
        return self._told(case, msgspec.structs.replace(held, **shown), "other-number", other)

    def _by_name(self, case: Case) -> Finding:
        on_form = form_name(case, self.sure_character)
        expected = on_form if case.declared.applicant.name is None else case.declared.applicant.name
        if expected is None:
            return self.say(case, Outcome.UNSURE, "applicant-unread", confidence=0.5)
        held = by_name(case, expected, self.sure_character)
        if held is None:
            return self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
        different = held.agreement is Agreement.DIFFERENT and on_form is not None
        other = by_name(case, on_form, self.sure_character) if different and on_form is not None else None
        return self._told(case, held, "other-name", other)

    def _told(self, case: Case, held: Held, slug: str, by_form: Held | None) -> Finding:
        """Return what is said of party B; by_form: how it agrees with the form, where the declared applicant is another one."""
        outcome, slug = {
            Agreement.EQUAL: (Outcome.PASS, "same"),
            Agreement.DIFFERENT: (Outcome.FAIL, slug),
            Agreement.DOUBTFUL: (Outcome.UNSURE, "doubtful"),
        }[held.agreement]
        if by_form is not None and by_form.agreement is Agreement.EQUAL:
            outcome, slug = Outcome.UNSURE, "declared-other"
        evidence = (case.evidence(held.place, held.read),)
        confidence = held.place.reading.confidence
        return self.say(case, outcome, slug, confidence=confidence, evidence=evidence, measured=held.read, limit=held.expected)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the same person by number and by name, another one, and doubts."""
        number, other = "11010119900307803X", "110101198501011239"
        form = sheet(PageKind.FORM_1, field(FieldName.PERSON, "张三"), field(FieldName.ID_NUMBER, number))

        def contract(*items: Field) -> Case:
            return case(form, sheet(PageKind.CONTRACT_BODY, *items))

        declared = Declared(applicant=DeclaredApplicant(name="张三"))
        liar = Declared(applicant=DeclaredApplicant(id_number=other))
        unread = case(sheet(PageKind.FORM_1), sheet(PageKind.CONTRACT_BODY, field(FieldName.PERSON, "张三")))
        return (
            Example(title="the same number", case=contract(field(FieldName.ID_NUMBER, number)), gives=(("same", Outcome.PASS),)),
            Example(
                title="another number",
                case=contract(field(FieldName.ID_NUMBER, other)),
                gives=(("other-number", Outcome.FAIL),),
            ),
            Example(
                title="the same number under another name",
                case=contract(field(FieldName.ID_NUMBER, number), field(FieldName.PERSON, "李四")),
                gives=(("other-name", Outcome.FAIL),),
            ),
            Example(
                title="the applicant's number beside another's, no name",
                case=contract(field(FieldName.ID_NUMBER, other), field(FieldName.ID_NUMBER, number)),
                gives=(("several-numbers", Outcome.UNSURE),),
            ),
            Example(
                title="the applicant's number beside another's, with the name",
                case=contract(field(FieldName.ID_NUMBER, other), field(FieldName.ID_NUMBER, number), field(FieldName.PERSON, "张三")),
                gives=(("same", Outcome.PASS),),
            ),
            Example(
                title="somebody else's contract beside the applicant's",
                case=case(
                    form,
                    sheet(PageKind.CONTRACT_BODY, field(FieldName.ID_NUMBER, number), field(FieldName.PERSON, "张三")),
                    sheet(PageKind.CONTRACT_BODY, field(FieldName.ID_NUMBER, other)),
                ),
                gives=(("several-numbers", Outcome.UNSURE),),
            ),
            Example(
                title="party A's number on a page with the applicant's name",
                case=case(
                    form,
                    sheet(PageKind.CONTRACT_COVER, field(FieldName.ID_NUMBER, other), field(FieldName.PERSON, "张三")),
                    sheet(PageKind.CONTRACT_BODY, field(FieldName.ID_NUMBER, number)),
                ),
                gives=(("same", Outcome.PASS),),
            ),
            Example(title="the same name", case=contract(field(FieldName.PERSON, "张三")), gives=(("same", Outcome.PASS),)),
            Example(title="another name", case=contract(field(FieldName.PERSON, "李四")), gives=(("other-name", Outcome.FAIL),)),
            Example(
                title="another one declared than form and contract say",
                case=case(form, sheet(PageKind.CONTRACT_BODY, field(FieldName.ID_NUMBER, number)), declared=liar),
                gives=(("declared-other", Outcome.UNSURE),),
            ),
            Example(
                title="a declared name on a contract hardly read",
                case=case(sheet(PageKind.CONTRACT_BODY, field(FieldName.PERSON, "张王", confidence=0.4)), declared=declared),
                gives=(("doubtful", Outcome.UNSURE),),
            ),
            Example(title="no party B found", case=contract(), gives=(("not-found", Outcome.UNSURE),)),
            Example(title="no applicant known", case=unread, gives=(("applicant-unread", Outcome.UNSURE),)),
        )

"""Whether the contract is with the applicant."""

from collections.abc import Iterator

from pipeline.checks.agreement import Agreement, agree_on_people
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.facts import CONTRACT, FORM, filled, fullest
from pipeline.checks.id_digits import as_18, tidy, valid
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.masking import mask_id
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen


class EmploymentPerson(Check, frozen=True):
    """Party B of the contract is the applicant.

    What: the ID number on the contract against the form's, or the declared one (15 and 18 digits are made alike); two numbers that
    are both right in themselves and differ are a fail. Without a number to compare, the name decides, exactly; a name that surely is
    another one fails whatever the number says.
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
        "doubtful": Text(
            "合同乙方识别为“{measured}”，与申请人“{limit}”未能确认一致，请人工核对。",
            "Party B was read as {measured}; whether that is the applicant {limit} is not sure, look at it.",
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
        if by_number is None or (by_number.outcome is Outcome.PASS and by_name.slug == "other-name"):
            yield by_name
        else:
            yield by_number

    def _by_number(self, case: Case) -> Finding | None:
        """Return what the numbers say, None where they say nothing sure."""
        declared = tidy(case.declared.applicant.id_number or "")
        on_form = _numbers(case.fields(FieldName.ID_NUMBER, *FORM))
        on_contract = _numbers(case.fields(FieldName.ID_NUMBER, *CONTRACT))
        expected = as_18(declared) if valid(declared) else next((number for _, number in on_form), "")
        if not expected or not on_contract:
            return None
        place, number = next((pair for pair in on_contract if pair[1] == expected), on_contract[0])
        outcome, slug = (Outcome.PASS, "same") if number == expected else (Outcome.FAIL, "other-number")
        return self.say(
            case,
            outcome,
            slug,
            confidence=place.reading.confidence,
            evidence=(case.evidence(place, mask_id(number)),),
            measured=mask_id(number),
            limit=mask_id(expected),
        )

    def _by_name(self, case: Case) -> Finding:
        parties = filled(case.fields(FieldName.PERSON, *CONTRACT))
        on_form = filled(case.fields(FieldName.PERSON, *FORM))
        expected: Field | str | None = case.declared.applicant.name
        if expected is None and on_form:
            expected = fullest(on_form, self.sure_character)
        if expected is None:
            return self.say(case, Outcome.UNSURE, "applicant-unread", confidence=0.5)
        if not parties:
            return self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
        found = [(agree_on_people(party, expected, self.sure_character), party) for party in parties]
        order = (Agreement.DIFFERENT, Agreement.EQUAL, Agreement.DOUBTFUL)
        agreement, party = min(found, key=lambda pair: order.index(pair[0]))
        outcome, slug = {
            Agreement.EQUAL: (Outcome.PASS, "same"),
            Agreement.DIFFERENT: (Outcome.FAIL, "other-name"),
            Agreement.DOUBTFUL: (Outcome.UNSURE, "doubtful"),
        }[agreement]
        text = expected if isinstance(expected, str) else expected.reading.text
        evidence = (case.evidence(party, party.reading.text),)
        return self.say(
            case, outcome, slug, confidence=party.reading.confidence, evidence=evidence, measured=party.reading.text, limit=text
        )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the same person by number and by name, another one, and doubts."""
        number, other = "11010119900307803X", "110101198501011239"
        form = sheet(PageKind.FORM_1, field(FieldName.PERSON, "张三"), field(FieldName.ID_NUMBER, number))

        def contract(*items: Field) -> Case:
            return case(form, sheet(PageKind.CONTRACT_BODY, *items))

        declared = Declared(applicant=DeclaredApplicant(name="张三"))
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
            Example(title="the same name", case=contract(field(FieldName.PERSON, "张三")), gives=(("same", Outcome.PASS),)),
            Example(title="another name", case=contract(field(FieldName.PERSON, "李四")), gives=(("other-name", Outcome.FAIL),)),
            Example(
                title="a declared name on a contract hardly read",
                case=case(sheet(PageKind.CONTRACT_BODY, field(FieldName.PERSON, "张王", confidence=0.4)), declared=declared),
                gives=(("doubtful", Outcome.UNSURE),),
            ),
            Example(title="no party B found", case=contract(), gives=(("not-found", Outcome.UNSURE),)),
            Example(title="no applicant known", case=unread, gives=(("applicant-unread", Outcome.UNSURE),)),
        )


def _numbers(places: tuple[Field, ...]) -> list[tuple[Field, str]]:
    """Return the places whose number is right in itself, with the number in its 18-digit form; a misread number seldom is."""
    read = [(place, tidy(place.reading.text)) for place in places]
    return [(place, as_18(number)) for place, number in read if valid(number)]

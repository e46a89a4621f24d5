"""Whether the papers are the declared applicant's."""

from collections.abc import Iterator

from pipeline.checks.agreement import Agreement, agree_on_people
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.facts import CONTRACT, filled
from pipeline.checks.id_digits import as_18, tidy, valid
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.words import PAGES, word
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.masking import mask_id
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen

OURS = tuple(kind for kind in PageKind if kind not in {*CONTRACT, PageKind.RENAME_NOTICE, PageKind.HELD_ID, PageKind.OTHER})


class DeclaredApplicantCheck(Check, frozen=True):
    """The name and the ID number on the papers are the declared ones.

    What: every name and number found by its label on form, statement, proofs and copies against the declared ones, exactly. One
    finding for each that surely differs; else a page on which neither is surely the applicant's is unsure, so that
    nobody else's paper hides behind a good form; else one for all of them. The contract has its own check
    (employment-person), the hand-held card as well (held-id).
    Why: papers of somebody else, or a declaration of somebody else, make the application void.
    Source: 「本人签字」 (FORM-SIGN-APP); 「须确保可识别是本人手持本人身份证件」 (HOLD-ID): all papers are the applicant's own.
    What a person still decides: doubtful handwriting, and which of two names is right.
    """

    name = "declared-applicant"
    title = Text("申请人与申报一致", "declared applicant")
    needs = (PageKindSeen, Field)
    texts = {
        "same": Text("材料中的姓名、证件号码与申报一致。", "Name and ID number on the papers are the declared ones."),
        "other-name": Text(
            "{page}姓名为“{measured}”，申报为“{limit}”，不一致，请核对更正。",
            "The name on {page} is {measured}, declared is {limit}; correct one of them.",
        ),
        "other-number": Text(
            "{page}证件号码为{measured}，申报为{limit}，不一致，请核对更正。",
            "The ID number on {page} is {measured}, declared is {limit}; correct one of them.",
        ),
        "doubtful": Text(
            "材料中的姓名或证件号码（识别为“{measured}”）与申报的“{limit}”未能确认一致，请人工核对。",
            "Whether the name or number on the papers ({measured}) is the declared one ({limit}) is not sure, look at it.",
        ),
        "not-found": Text(
            "未能在材料上读出姓名和证件号码，无法与申报核对。",
            "Neither name nor ID number was read on the papers, so they cannot be compared.",
        ),
    }
    about_absence = frozenset({"not-found"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per differing name or number, or one about all of them."""
        declared = case.declared.applicant
        if (declared.name is None and declared.id_number is None) or not case.sightings.pages:
            return
        answers = [*self._names(case, declared.name), *self._numbers(case, declared.id_number)]
        different = [finding for agreement, finding in answers if agreement is Agreement.DIFFERENT]
        doubtful = [finding for agreement, finding in answers if agreement is Agreement.DOUBTFUL]
        equal = [finding for agreement, finding in answers if agreement is Agreement.EQUAL]
        if different:
            yield from different
        elif strange := [finding for finding in doubtful if not self._shares_a_page(finding, equal)]:
            yield strange[0]
        elif equal:
            yield equal[0]
        else:
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)

    def _shares_a_page(self, doubtful: Finding, equal: list[Finding]) -> bool:
        """Return whether the page of a doubtful reading also bears a reading that is the declared one."""
        where = {(one.file, one.page, one.part) for finding in equal for one in finding.evidence}
        return any((one.file, one.page, one.part) in where for one in doubtful.evidence)

    def _names(self, case: Case, declared: str | None) -> Iterator[tuple[Agreement, Finding]]:
        for place in filled(case.fields(FieldName.PERSON, *OURS)) if declared else ():
            agreement = agree_on_people(place, declared or "", self.sure_character)
            yield agreement, self._of(case, place, agreement, "other-name", place.reading.text, declared or "")

    def _numbers(self, case: Case, declared: str | None) -> Iterator[tuple[Agreement, Finding]]:
        expected = as_18(tidy(declared or ""))
        for place in filled(case.fields(FieldName.ID_NUMBER, *OURS)) if declared else ():
            read = as_18(tidy(place.reading.text))
            agreement = Agreement.EQUAL if read == expected else Agreement.DIFFERENT if valid(read) else Agreement.DOUBTFUL
            yield agreement, self._of(case, place, agreement, "other-number", mask_id(read), mask_id(expected))

    def _of(self, case: Case, place: Field, agreement: Agreement, slug: str, read: str, limit: str) -> Finding:
        outcome, slug = {
            Agreement.EQUAL: (Outcome.PASS, "same"),
            Agreement.DIFFERENT: (Outcome.FAIL, slug),
            Agreement.DOUBTFUL: (Outcome.UNSURE, "doubtful"),
        }[agreement]
        kinds = {seen.page: seen.kind for seen in case.of(PageKindSeen)}
        page = word(case, PAGES, kinds.get(place.page, PageKind.OTHER))
        evidence = (case.evidence(place, read),)
        return self.say(case, outcome, slug, confidence=place.reading.confidence, evidence=evidence, measured=read, limit=limit, page=page)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the declared applicant, another name, another number, a doubt, nothing found, nothing declared."""
        number, other = "11010119900307803X", "110101198501011239"
        declared = Declared(applicant=DeclaredApplicant(name="张三", id_number=number))

        def form(name: str, id_number: str, confidence: float = 0.98) -> Case:
            person = field(FieldName.PERSON, name, confidence=confidence)
            return case(sheet(PageKind.FORM_1, person, field(FieldName.ID_NUMBER, id_number, confidence=confidence)), declared=declared)

        def beside(name: str, confidence: float) -> Case:
            person, own = field(FieldName.PERSON, name, confidence=confidence), field(FieldName.PERSON, "张三")
            return case(sheet(PageKind.FORM_1, own), sheet(PageKind.EDUCATION_PROOF, person), declared=declared)

        return (
            Example(title="the declared applicant", case=form("张三", number), gives=(("same", Outcome.PASS),)),
            Example(title="another name", case=form("李四", number), gives=(("other-name", Outcome.FAIL),)),
            Example(title="another number", case=form("张三", other), gives=(("other-number", Outcome.FAIL),)),
            Example(title="hardly read", case=form("张王", number[:-2], 0.4), gives=(("doubtful", Outcome.UNSURE),)),
            Example(title="a paper hardly read beside a good form", case=beside("李囚", 0.4), gives=(("doubtful", Outcome.UNSURE),)),
            Example(title="the own paper beside a good form", case=beside("张三", 0.98), gives=(("same", Outcome.PASS),)),
            Example(title="nothing found", case=case(sheet(PageKind.FORM_1), declared=declared), gives=(("not-found", Outcome.UNSURE),)),
            Example(
                title="nothing declared",
                case=case(sheet(PageKind.FORM_1, field(FieldName.PERSON, "张三"))),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
        )

"""Whether both sides signed the contract, and when."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, cell, field, seal, sheet, signature
from pipeline.checks.dates import find_dates, read_date
from pipeline.checks.employment.strangers_seal import strangers_seal
from pipeline.checks.facts import CONTRACT, surely_read, term_fields
from pipeline.checks.limits import SURE_CHARACTER, SURE_MARK, SURE_NAME, SureCharacter, SureMark, SureName
from pipeline.checks.signing import judge_signature
from pipeline.checks.terms import day_of_application
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import (
    Cell,
    ContractType,
    Field,
    FieldName,
    PageKind,
    PageKindSeen,
    Role,
    Seal,
    SealKind,
    Signature,
    Writing,
)

SIGNING = (PageKind.CONTRACT_SIGNATURE, PageKind.CONTRACT_COVER, PageKind.CONTRACT_BODY)
GOOD = (SealKind.UNIT, SealKind.PERSONNEL)
PERSON_SLUGS = {"missing": "person-missing", "name-stamp": "person-stamp", "fingerprint": "person-stamp", "no-place": "person-no-place"}


class EmploymentSigned(Check, frozen=True):
    """The employer sealed the contract, the applicant signed it, and the day is filled in.

    What: on the signature page, a seal for party A (a signature of its head counts by law, and is told), pen strokes in party B's
    place, and a date that is not empty. Seals cut by the page's edge (骑缝章) are not party A's seal; an office's (鉴证) or a faint
    trace of one is unsure, and so is one that surely reads as a unit named nowhere else. A renewal (续订) that gives a new term must
    be sealed and signed as well. A date surely read after the day of application (the declared one, else the day on the form) is
    unsure. Where no contract but a letter came, the letter must bear a seal; one that is not surely the unit's or its personnel
    department's is unsure.
    Why: a contract that one side did not sign was never concluded.
    Source: 「与聘用单位签订的劳动合同或者聘用文件」 (EMP-SIGNED, derived from 签订);
    of letters 「公章必须是聘用单位法人公章或人事部门公章,其他公章一概无效」 (P19-EMP);
    by law 「签字或者盖章」 is enough, 劳动合同法 第十六条.
    Nothing here leads to a return: no rule text says that the contract must be sealed.
    What a person still decides: whether the signatures are genuine, and whether what is missing matters.
    """

    name = "employment-signed"
    title = Text("合同签署", "signatures on the contract")
    needs = (PageKindSeen, Cell, Seal, Signature, Field)
    texts = {
        "signed": Text("合同双方已签字盖章。", "Both sides signed the contract."),
        "page-absent": Text(
            "未见合同签字页，无法确认双方签字盖章。", "The signature page was not found, so the signatures cannot be confirmed."
        ),
        "no-seal": Text(
            "合同甲方签章处未见印章或签字，请核对或补传盖章后的签字页。",
            "Party A neither sealed nor signed the contract; check it or upload the sealed page.",
        ),
        "head-only": Text("合同甲方只有签字，未见印章，请人工确认。", "Party A signed but did not seal the contract; confirm it."),
        "seal-unclear": Text(
            "合同甲方签章处是否盖章未能判定，请人工查看。", "Whether party A sealed the contract could not be told; look at it."
        ),
        "seal-other-name": Text(
            "合同所盖印章识别为“{measured}”，与合同甲方和申请表单位均不同，请人工核对。",
            "The seal on the contract reads {measured}, which is neither party A nor the form's employer; look at it.",
        ),
        "person-missing": Text(
            "合同乙方未签字，请核对或补传签字后的签字页。", "Party B did not sign the contract; check it or upload the signed page."
        ),
        "printed": Text("合同乙方签字处为打印姓名，请人工确认。", "Party B's name is printed, not signed; confirm it."),
        "date-only": Text("合同乙方签字处只有日期，请人工确认。", "Only a date stands in party B's place; confirm it."),
        "seal-only": Text("合同乙方签字处只有印章，请人工确认。", "Only a seal stands in party B's place; confirm it."),
        "person-stamp": Text("合同乙方处为姓名章或指印，请人工确认。", "Party B used a name stamp or a fingerprint; confirm it."),
        "unclear": Text("合同乙方签字处的笔迹无法判定，请人工查看。", "What stands in party B's place could not be told; look at it."),
        "another-name": Text(
            "合同乙方签字似非申请人姓名，或为代签，请人工查看。",
            "Party B's signature seems to read as another name, or to be given for somebody else; look at it.",
        ),
        "person-no-place": Text("未能找到合同乙方签字处，请人工查看。", "The place for party B's signature was not found; look at it."),
        "no-date-place": Text("未能找到合同签订日期，请人工查看。", "The date of signing was not found on the contract; look at it."),
        "signed-later": Text(
            "合同签订日期为“{measured}”，晚于申请日期{limit}，请人工核对。",
            "The contract was signed on {measured}, after the application of {limit}; look at it.",
        ),
        "renewal-unsigned": Text(
            "续订合同上未见双方签字盖章，请核对或补传签字盖章后的续订页。",
            "The renewal of the contract is not signed and sealed by both sides; check it or upload the signed and sealed page.",
        ),
        "renewal-unclear": Text(
            "续订合同是否由双方签字盖章未能判定，请人工查看。",
            "Whether both sides signed and sealed the renewal could not be told; look at it.",
        ),
        "letter-sealed": Text(
            "聘用证明等文件上盖有单位公章或人事部门公章。", "The letter bears the unit's seal or its personnel department's."
        ),
        "letter-no-seal": Text(
            "聘书、聘用证明等文件上未见印章，请核对或补传盖章后的文件。",
            "The letter of appointment bears no seal; check it or upload the sealed one.",
        ),
        "letter-seal-unclear": Text(
            "聘书、聘用证明等文件上的印章未能确认为单位公章或人事部门公章，请人工查看。",
            "Whether the seal on the letter is the unit's or its personnel department's is not sure; look at it.",
        ),
        "no-date": Text("合同签订日期未填写，请人工确认。", "The date of signing is empty; confirm it."),
    }
    about_absence = frozenset({"page-absent", "person-no-place"})
    sure_mark: SureMark = SURE_MARK
    sure_name: SureName = SURE_NAME
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per side and one for the date where something is open, or one pass."""
        if not case.pages_of(*CONTRACT):
            yield from self._letter(case)
            return
        roles = {one.role for one in case.of(Cell)}
        signing = case.pages_of(PageKind.CONTRACT_SIGNATURE)
        if not signing and not roles & {Role.CONTRACT_EMPLOYER_SEAL, Role.CONTRACT_PERSON_SIGNATURE}:
            yield self.say(case, Outcome.UNSURE, "page-absent", confidence=0.5)
            return
        answers = (self._employer(case), self._person(case), self._renewal(case), self._date(case))
        open_questions = [finding for finding in answers if finding is not None]
        yield from open_questions
        if not open_questions:
            yield self.say(case, Outcome.PASS, "signed", evidence=tuple(case.evidence(seen) for seen in signing))

    def _letter(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the seal on a letter that stands for a contract."""
        letters = case.pages_of(PageKind.LETTER)
        if not letters:
            return
        pages = {seen.page for seen in letters}
        seals = [one for one in case.of(Seal) if one.page in pages and not one.cut and one.kind is not SealKind.PERSONAL]
        best = max(seals, key=lambda one: (one.kind in GOOD, one.confidence), default=None)
        if best is None:
            evidence = tuple(case.evidence(seen, seen.title) for seen in letters)
            yield self.say(case, Outcome.FAIL, "letter-no-seal", confidence=letters[0].confidence, evidence=evidence)
            return
        sure = best.kind in GOOD and best.confidence >= self.sure_mark
        outcome, slug = (Outcome.PASS, "letter-sealed") if sure else (Outcome.UNSURE, "letter-seal-unclear")
        yield self.say(case, outcome, slug, confidence=best.confidence, evidence=(case.evidence(best, best.name.text),))

    def _employer(self, case: Case) -> Finding | None:
        places = [one for one in case.of(Cell) if one.role is Role.CONTRACT_EMPLOYER_SEAL]
        pages = {one.page for one in places} | {seen.page for seen in case.pages_of(PageKind.CONTRACT_SIGNATURE)}
        seals = _seals_on(case, pages)
        other = strangers_seal(case, seals, self.sure_character)
        if other is not None:
            read = other.name.text
            where = (case.evidence(other, read),)
            return self.say(case, Outcome.UNSURE, "seal-other-name", confidence=0.5, evidence=where, measured=read)
        if self._sealed(seals):
            return None
        if seals:
            evidence = tuple(case.evidence(one, one.name.text) for one in seals)
            return self.say(case, Outcome.UNSURE, "seal-unclear", confidence=0.5, evidence=evidence)
        evidence = tuple(case.evidence(one) for one in places)
        head = judge_signature(case, Role.CONTRACT_EMPLOYER_SIGNATURE, self.sure_mark, *SIGNING)
        if head.outcome is Outcome.PASS:
            return self.say(case, Outcome.FAIL, "head-only", confidence=head.confidence, evidence=evidence)
        if not places:
            return self.say(case, Outcome.UNSURE, "seal-unclear", confidence=0.5)
        return self.say(case, Outcome.FAIL, "no-seal", confidence=max(one.confidence for one in places), evidence=evidence)

    def _sealed(self, seals: Sequence[Seal]) -> bool:
        """Return whether a seal is surely there that may close a contract: no office's, no department's, none for other purposes."""
        return any(one.confidence >= self.sure_mark and _closes(one) for one in seals)

    def _person(self, case: Case) -> Finding | None:
        signed = judge_signature(case, Role.CONTRACT_PERSON_SIGNATURE, self.sure_mark, *SIGNING, sure_name=self.sure_name)
        if signed.outcome is Outcome.PASS:
            return None
        evidence = (case.evidence(signed.place, signed.read),) if signed.place else ()
        slug = PERSON_SLUGS.get(signed.slug, signed.slug)
        return self.say(case, signed.outcome, slug, confidence=signed.confidence, evidence=evidence)

    def _renewal(self, case: Case) -> Finding | None:
        """Return what is wrong with the signatures on an annex that gives a new term; None where nothing is, or no annex does."""
        told = [place for place in term_fields(case, PageKind.CONTRACT_ANNEX) if not place.blank]
        annexes = sorted(seen.page for seen in case.pages_of(PageKind.CONTRACT_ANNEX))
        answers = [self._renewed(case, place, annexes) for place in told]
        return next((answer for answer in answers if answer is not None), None)

    def _renewed(self, case: Case, told: Field, annexes: Sequence[int]) -> Finding | None:
        """Return what is wrong with the signatures of the annex that one new term stands on, or of the next page where it has no places."""
        roles = {Role.CONTRACT_EMPLOYER_SEAL, Role.CONTRACT_PERSON_SIGNATURE}
        places = [one for one in case.of(Cell) if one.role in roles] + [one for one in case.of(Signature) if one.role in roles]
        pages = {told.page}
        if not any(one.page == told.page for one in places):
            pages |= {page for page in annexes if page == told.page + 1}
        seals = _seals_on(case, pages)
        signed = judge_signature(
            case, Role.CONTRACT_PERSON_SIGNATURE, self.sure_mark, PageKind.CONTRACT_ANNEX, sure_name=self.sure_name, on=pages
        )
        strange = strangers_seal(case, seals, self.sure_character) is not None
        if self._sealed(seals) and not strange and signed.outcome is Outcome.PASS:
            return None
        evidence = (case.evidence(told, told.reading.text),)
        bare = not seals and any(one.role is Role.CONTRACT_EMPLOYER_SEAL and one.page in pages for one in places)
        new = surely_read(told, self.sure_character) and find_dates(told.reading.text)
        if new and (bare or signed.outcome is Outcome.FAIL):
            return self.say(case, Outcome.FAIL, "renewal-unsigned", confidence=signed.confidence, evidence=evidence)
        return self.say(case, Outcome.UNSURE, "renewal-unclear", confidence=0.5, evidence=evidence)

    def _date(self, case: Case) -> Finding | None:
        places = case.fields(FieldName.SIGNED_ON, *CONTRACT)
        if not places:
            return self.say(case, Outcome.UNSURE, "no-date-place", confidence=0.5)
        day = day_of_application(case, self.sure_character)
        for place in places:
            signed = read_date(place.reading.text) if surely_read(place, self.sure_character) else None
            if day is not None and signed is not None and signed > day:
                read = place.reading.text
                where = (case.evidence(place, read),)
                return self.say(case, Outcome.UNSURE, "signed-later", confidence=0.5, evidence=where, measured=read, limit=str(day))
        if any(not place.blank for place in places):
            return None
        evidence = tuple(case.evidence(place) for place in places)
        return self.say(case, Outcome.FAIL, "no-date", confidence=places[0].confidence, evidence=evidence)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a contract signed by both, and each thing that may be missing."""
        role, employer = Role.CONTRACT_PERSON_SIGNATURE, Role.CONTRACT_EMPLOYER_SEAL
        unit = "样本安全技术有限公司"
        sealed = (cell(employer), seal(unit))
        dated = field(FieldName.SIGNED_ON, "2024年2月28日")
        company = (*sealed, dated)
        head = signature(Role.CONTRACT_EMPLOYER_SIGNATURE)
        person = signature(role)

        def page(*items: object) -> Case:
            return case(sheet(PageKind.CONTRACT_SIGNATURE, *items, contract=ContractType.LABOUR))  # type: ignore[arg-type]  # builders' makings

        def renewed(*items: object) -> Case:
            new = field(FieldName.TERM_END, "2027年12月31日")
            annex = sheet(PageKind.CONTRACT_ANNEX, new, *items)  # type: ignore[arg-type]  # builders' makings
            return case(sheet(PageKind.CONTRACT_SIGNATURE, *company, person, contract=ContractType.LABOUR), annex)

        def letter(*items: Seal) -> Case:
            return case(sheet(PageKind.LETTER, *items, title="聘用证明"))

        marks = {
            Writing.EMPTY: "person-missing",
            Writing.PRINTED: "printed",
            Writing.DATE_ONLY: "date-only",
            Writing.SEAL_ONLY: "seal-only",
            Writing.NAME_STAMP: "person-stamp",
            Writing.FINGERPRINT: "person-stamp",
        }
        return (
            Example(title="sealed and signed", case=page(company, person), gives=(("signed", Outcome.PASS),)),
            Example(title="party A's place is empty", case=page(cell(employer), dated, person), gives=(("no-seal", Outcome.FAIL),)),
            Example(
                title="a seal for money",
                case=page(cell(employer), seal(unit, line="财务专用章", kind=SealKind.SPECIAL), dated, person),
                gives=(("seal-unclear", Outcome.UNSURE),),
            ),
            Example(title="party A's head signed", case=page(cell(employer), dated, head, person), gives=(("head-only", Outcome.FAIL),)),
            Example(
                title="the seal of an office that attested it, alone",
                case=page(cell(employer), seal("样本市人力资源和社会保障局", kind=SealKind.STATE_ORGAN), dated, person),
                gives=(("seal-unclear", Outcome.UNSURE),),
            ),
            Example(
                title="the seal of a firm that is named nowhere",
                case=page(cell(employer), field(FieldName.EMPLOYER, unit), seal("远山化工设备制造有限公司"), dated, person),
                gives=(("seal-other-name", Outcome.UNSURE),),
            ),
            Example(title="party A's place not found", case=page(dated, person), gives=(("seal-unclear", Outcome.UNSURE),)),
            *(
                Example(title=f"party B: {writing}", case=page(company, signature(role, writing)), gives=((slug, Outcome.FAIL),))
                for writing, slug in marks.items()
            ),
            Example(title="party B unclear", case=page(company, signature(role, Writing.UNCLEAR)), gives=(("unclear", Outcome.UNSURE),)),
            Example(
                title="party B reads as another name",
                case=case(
                    sheet(PageKind.FORM_1, field(FieldName.PERSON, "王建国")),
                    sheet(PageKind.CONTRACT_SIGNATURE, company, signature(role, text="刘德华"), contract=ContractType.LABOUR),
                ),
                gives=(("another-name", Outcome.UNSURE),),
            ),
            Example(title="party B's place not found", case=page(company), gives=(("person-no-place", Outcome.UNSURE),)),
            Example(title="no day", case=page(sealed, person, field(FieldName.SIGNED_ON, "")), gives=(("no-date", Outcome.FAIL),)),
            Example(
                title="signed after the application",
                case=case(sheet(PageKind.CONTRACT_SIGNATURE, *company, *person), declared=Declared(submitted_on=date(2024, 2, 27))),
                gives=(("signed-later", Outcome.UNSURE),),
            ),
            Example(title="a renewal, sealed and signed", case=renewed(*sealed, person), gives=(("signed", Outcome.PASS),)),
            Example(
                title="a renewal that the applicant did not sign",
                case=renewed(*sealed, signature(role, Writing.EMPTY)),
                gives=(("renewal-unsigned", Outcome.FAIL),),
            ),
            Example(
                title="a renewal nobody signed beside an annex that both did",
                case=case(
                    sheet(PageKind.CONTRACT_SIGNATURE, *company, person, contract=ContractType.LABOUR),
                    sheet(
                        PageKind.CONTRACT_ANNEX, field(FieldName.TERM_END, "2027年12月31日"), cell(employer), signature(role, Writing.EMPTY)
                    ),
                    sheet(PageKind.CONTRACT_ANNEX, *sealed, person),
                ),
                gives=(("renewal-unsigned", Outcome.FAIL),),
            ),
            Example(title="a renewal without a seal", case=renewed(cell(employer), person), gives=(("renewal-unsigned", Outcome.FAIL),)),
            Example(title="a renewal without places to sign", case=renewed(), gives=(("renewal-unclear", Outcome.UNSURE),)),
            Example(title="a letter with its seal", case=letter(seal(unit)), gives=(("letter-sealed", Outcome.PASS),)),
            Example(title="a letter without a seal", case=letter(), gives=(("letter-no-seal", Outcome.FAIL),)),
            Example(
                title="a letter under a contract seal",
                case=letter(seal(unit, line="合同专用章", kind=SealKind.SPECIAL)),
                gives=(("letter-seal-unclear", Outcome.UNSURE),),
            ),
            Example(title="no date found", case=page(sealed, person), gives=(("no-date-place", Outcome.UNSURE),)),
            Example(title="no signature page", case=case(sheet(PageKind.CONTRACT_BODY)), gives=(("page-absent", Outcome.UNSURE),)),
        )


def _seals_on(case: Case, pages: Collection[int]) -> list[Seal]:
    """Return the whole seals on some pages that are neither a person's nor set across two pages."""
    others = {SealKind.CROSS_PAGE, SealKind.PERSONAL}
    return [one for one in case.of(Seal) if one.page in pages and not one.cut and one.kind not in others]


def _closes(seal: Seal) -> bool:
    words = seal.name.text + seal.line.text
    if re.search("财务|发票|税务", words):
        return False
    if seal.kind in {SealKind.SPECIAL, SealKind.OTHER_DEPARTMENT}:
        return re.search("合同|人事|人力|劳动", words) is not None
    return seal.kind is not SealKind.STATE_ORGAN

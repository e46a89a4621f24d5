"""Whether the identity number is right in itself, and the same everywhere."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.facts import CONTRACT, filled, surely_read
from pipeline.checks.id_digits import as_18, tidy, valid, well_formed
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Evidence, Finding, Outcome
from pipeline.datamodel.masking import mask_id
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen

OLD_DIGITS = 15


class IdNumber(Check, frozen=True):
    """The resident identity number has a right check digit and is the same on all papers.

    What: the number declared and every number found by its label. A surely read number whose check digit or date is wrong is a
    fail; a doubtfully read one, and what is left of a right number when digits are left out, is unsure. Two numbers, each right in
    itself, that differ are a fail (a contract's number has a check of its own, employment-person). A 15-digit number is the same as its
    18-digit form, and is told.
    Why: one digit wrong and the certificate is somebody else's.
    Source: GB 11643-1999 (check digit);
    「如申请注册人的证件信息发生改变(如考试报名的身份证号码为15位,现改为18位),应先修改证件信息后再申请网上注册。」 (POLD-IDCHG)
    What a person still decides: other documents than the resident card (passport, officer's card) have no check digit.
    """

    name = "id-number"
    title = Text("证件号码", "ID number")
    needs = (PageKindSeen, Field)
    texts = {
        "right": Text(
            "证件号码校验正确，各处一致（{measured}）。", "The ID number is right in itself and the same everywhere ({measured})."
        ),
        "wrong": Text(
            "证件号码{measured}校验位或日期有误，请核对更正。", "The ID number {measured} has a wrong check digit or date; correct it."
        ),
        "declared-wrong": Text(
            "申报的证件号码{measured}校验位或日期有误，请核对更正。",
            "The declared ID number {measured} has a wrong check digit or date; correct it.",
        ),
        "other-form": Text(
            "证件号码{measured}不是15位或18位居民身份证号码，请人工核对证件类型。",
            "{measured} is no resident ID number of 15 or 18 digits; look what document it is.",
        ),
        "differ": Text(
            "各处证件号码不一致：{measured}与{limit}，请核对更正。", "The ID numbers differ: {measured} and {limit}; correct one of them."
        ),
        "old-form": Text(
            "材料使用15位旧证件号码，已按18位比对，请先办理证件信息变更。",
            "The papers carry the old 15-digit number; have it changed to 18 digits first.",
        ),
        "doubtful": Text(
            "证件号码识别为{measured}，把握不足，请人工核对。", "The ID number was read as {measured}, not surely; look at it."
        ),
    }
    sure_character: SureCharacter = SURE_CHARACTER
    misread_digits: Annotated[
        int,
        Meta(
            ge=0,
            le=6,
            description="a doubtful number that differs in at most so many digits from one that is right is taken as that one misread",
            extra={"unit": "digits", "source": "our choice: two of eighteen; the check digit refuses it as a number of its own"},
        ),
    ] = 2

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per wrong number and one where they differ, or one about all of them."""
        read = [(place, tidy(place.reading.text)) for place in filled(case.fields(FieldName.ID_NUMBER))]
        declared = tidy(case.declared.applicant.id_number or "")
        right = [(place, as_18(number)) for place, number in read if valid(number)]
        known = {number for _, number in right} | ({as_18(declared)} if valid(declared) else set())
        on_contract = {seen.page for seen in case.pages_of(*CONTRACT)}
        own = [(place, number) for place, number in right if place.page not in on_contract]
        findings = [*self._declared(case, declared), *self._wrong(case, read, known), *self._differ(case, own, declared)]
        yield from findings
        numbers = [number for _, number in right] or ([declared] if valid(declared) else [])
        if findings or not (read or declared):
            return
        if any(len(number) == OLD_DIGITS for _, number in read):
            yield self.say(case, Outcome.FAIL, "old-form", evidence=tuple(case.evidence(place, mask_id(number)) for place, number in read))
        elif numbers:
            yield self.say(case, Outcome.PASS, "right", measured=mask_id(as_18(numbers[0])))

    def _declared(self, case: Case, declared: str) -> Iterator[Finding]:
        if declared and not well_formed(declared):
            yield self.say(case, Outcome.UNSURE, "other-form", confidence=0.5, measured=mask_id(declared))
        elif declared and not valid(declared):
            yield self.say(case, Outcome.FAIL, "declared-wrong", measured=mask_id(declared))

    def _wrong(self, case: Case, read: list[tuple[Field, str]], known: set[str]) -> Iterator[Finding]:
        told: set[str] = set()
        for place, number in read:
            if valid(number) or number in told:
                continue
            told.add(number)
            # A wrong check digit may be our own misreading of a digit: only a sure reading of print fails, and a doubtful one that is
            # all but a number known to be right, or a piece of it, is left alone.
            sure = surely_read(place, self.sure_character) and place.handwritten is False
            if any(number in right or (not sure and _digits_apart(number, right) <= self.misread_digits) for right in known):
                continue
            # A reader that drops some of several like digits does so surely, and fifteen are left of eighteen.
            dropped = any(len(number) < len(right) and _left_of(number, right) for right in known)
            outcome, slug = (Outcome.FAIL, "wrong") if sure and well_formed(number) and not dropped else (Outcome.UNSURE, "doubtful")
            evidence = (case.evidence(place, mask_id(number)),)
            yield self.say(case, outcome, slug, confidence=place.reading.confidence, evidence=evidence, measured=mask_id(number))

    def _differ(self, case: Case, right: list[tuple[Field, str]], declared: str) -> Iterator[Finding]:
        first: tuple[str, tuple[Evidence, ...]] | None = (as_18(declared), ()) if valid(declared) else None
        for place, number in right:
            here = (number, (case.evidence(place, mask_id(number)),))
            first = first or here
            if number != first[0]:
                yield self.say(case, Outcome.FAIL, "differ", evidence=first[1] + here[1], measured=mask_id(number), limit=mask_id(first[0]))
                return

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a right number, wrong ones, two that differ, an old one, and a doubtful one."""
        number, other, wrong = "11010119900307803X", "110101198501011239", "110101199003078031"

        def form(*numbers: str, declared: str | None = None, confidence: float = 0.98) -> Case:
            sheets = [
                sheet(PageKind.FORM_1, field(FieldName.ID_NUMBER, text, confidence=confidence, handwritten=False)) for text in numbers
            ]
            return case(*sheets, declared=Declared(applicant=DeclaredApplicant(id_number=declared)))

        return (
            Example(title="the same right number everywhere", case=form(number, number, declared=number), gives=(("right", Outcome.PASS),)),
            Example(title="a wrong check digit", case=form(wrong), gives=(("wrong", Outcome.FAIL),)),
            Example(title="a wrong declared number", case=form(declared=wrong), gives=(("declared-wrong", Outcome.FAIL),)),
            Example(title="a declared passport", case=form(declared="E12345678"), gives=(("other-form", Outcome.UNSURE),)),
            Example(title="three of its digits dropped", case=form(number, "110101190007803"), gives=(("doubtful", Outcome.UNSURE),)),
            Example(title="two numbers", case=form(number, other), gives=(("differ", Outcome.FAIL),)),
            Example(title="another number than declared", case=form(other, declared=number), gives=(("differ", Outcome.FAIL),)),
            Example(title="fifteen digits", case=form("110101900307803"), gives=(("old-form", Outcome.FAIL),)),
            Example(title="a digit hardly read", case=form(wrong, confidence=0.5), gives=(("doubtful", Outcome.UNSURE),)),
        )


def _digits_apart(one: str, other: str) -> int:
    """Return in how many places two numbers differ; numbers of different lengths differ everywhere."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else max(len(one), len(other))


def _left_of(number: str, right: str) -> bool:
    """Return whether a number is another one with digits left out."""
    digits = iter(right)
    return all(digit in digits for digit in number)

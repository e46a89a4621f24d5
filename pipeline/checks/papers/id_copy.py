"""Whether a copy of the identity card is there, whether it is the applicant's, and whether the card is still valid."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, line, sheet
from pipeline.checks.dates import clean, find_dates
from pipeline.checks.facts import FORM, filled, may_hide, surely_of, surely_read
from pipeline.checks.id_digits import as_18, tidy, valid
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.datamodel.application import Declared, DeclaredApplicant, Kind
from pipeline.datamodel.finding import Evidence, Finding, Outcome
from pipeline.datamodel.masking import mask_id
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen, PageSeen, TextLine
from pipeline.datamodel.reading import Reading

NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")


class IdCopy(Check, frozen=True):
    """A copy of the applicant's identity card is there, with the applicant's number, and not expired.

    What: a page that is a copy of a card (either side). A number on it that is right in itself must be the declared one, or the
    form's; another one is a fail only where it and the applicant's are surely read. An end of validity before the declared day of
    application is a fail; where the rules ask for a valid card, one whose end was not read is unsure. Whether both sides are asked for
    they do not say.
    Why: it shows who applies, where no photo with the card in hand is asked for.
    Source: 「(1)應試人員本人有效身份證原件;」 (EX-A1, EX-B1);
    「2.身份证复印件（可复印在申请表背面）；」 (REPL-ID, CANC-ID); 「连同身份证复印件及有关相应证明等材料」 (IDCHG-MAIL)
    What a person still decides: whether one side is enough, and whether the card is genuine.
    """

    name = "id-copy"
    title = Text("身份证复印件", "copy of the identity card")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = {
        "own": Text(
            "身份证复印件上的号码与申请人一致（{measured}）。", "The number on the copy of the card is the applicant's ({measured})."
        ),
        "missing": Text("未见身份证复印件，请补传。", "There is no copy of the identity card; upload it."),
        "perhaps-missing": Text(
            "未能认出身份证复印件；有文件或页面无法识别，可能就在其中，请人工查看。",
            "No copy of the card was recognised; it may be among the files or pages that could not be told, look at them.",
        ),
        "number-unread": Text(
            "身份证复印件上未能读出正确的号码（可能只有国徽面或影印不清），请人工查看。",
            "No right number was read on the copy (only its back, or a poor copy); look at it.",
        ),
        "other-number": Text(
            "身份证复印件号码为{measured}，申请人为{limit}，不一致，请核对更正。",
            "The number on the copy is {measured}, the applicant's is {limit}; correct one of them.",
        ),
        "perhaps-other-number": Text(
            "身份证复印件号码识别为{measured}，申请人为{limit}，识别把握不足，请人工核对。",
            "The number on the copy was read as {measured}, the applicant's is {limit}; not read surely, look at it.",
        ),
        "not-compared": Text(
            "已上传身份证复印件，但申请人证件号码未知，无法核对，请人工查看。",
            "The copy is there, but the applicant's number is not known, so it was not compared; look at it.",
        ),
        "expired": Text(
            "身份证有效期至{measured}，早于申请日期{limit}，请提供有效身份证。",
            "The card was valid until {measured}, before the application of {limit}; show a valid one.",
        ),
        "validity-unread": Text(
            "身份证有效期限未读出或申请日期未知，请人工核对是否在有效期内。",
            "The end of the card's validity was not read, or the day of application is not known; look whether it is valid.",
        ),
    }
    about_absence = frozenset({"missing", "perhaps-missing", "not-compared", "validity-unread"})
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER
    must_be_valid: Annotated[
        bool,
        Meta(
            description="whether the rules ask for a valid card in so many words; then an end of validity that was not read is unsure",
            extra={"unit": "true or false", "source": "true: EX-A1 有效身份證; false: REPL-ID, CANC-ID, IDCHG-MAIL 身份证复印件"},
        ),
    ] = False

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the copy, and one more about its validity where there is something to say."""
        pages, hiding = surely_of(case, self.sure_kind, PageKind.ID_COPY), may_hide(case, self.sure_kind)
        if not pages:
            outcome, slug = (Outcome.UNSURE, "perhaps-missing") if hiding else (Outcome.FAIL, "missing")
            yield self.say(case, outcome, slug, confidence=0.5 if hiding else 1.0, evidence=hiding)
            return
        evidence = tuple(case.evidence(seen) for seen in pages)
        yield self._number(case, pages, evidence)
        yield from self._validity(case, pages, evidence)

    def _number(self, case: Case, pages: tuple[PageKindSeen, ...], evidence: tuple[Evidence, ...]) -> Finding:
        found = [(number, line) for seen in pages for line in case.of(TextLine, page=seen.page) for number in _numbers(line)]
        known, sure = self._known(case)
        if not found:
            return self.say(case, Outcome.UNSURE, "number-unread", confidence=0.5, evidence=evidence)
        if not known:
            return self.say(case, Outcome.UNSURE, "not-compared", confidence=0.5, evidence=evidence)
        number, line = next((pair for pair in found if pair[0] in known), found[0])
        strangers = [other for other, _ in found if other not in known]
        if number in known and strangers:
            return self.say(
                case,
                Outcome.UNSURE,
                "perhaps-other-number",
                confidence=0.5,
                evidence=evidence,
                measured=mask_id(strangers[0]),
                limit=mask_id(number),
            )
        if number in known:
            return self.say(case, Outcome.PASS, "own", evidence=evidence, measured=mask_id(number))
        sure = sure and line.reading.weakest >= self.sure_character
        outcome, slug = (Outcome.FAIL, "other-number") if sure else (Outcome.UNSURE, "perhaps-other-number")
        confidence = line.reading.confidence
        return self.say(case, outcome, slug, confidence=confidence, evidence=evidence, measured=mask_id(number), limit=mask_id(known[0]))

    def _validity(self, case: Case, pages: tuple[PageKindSeen, ...], evidence: tuple[Evidence, ...]) -> Iterator[Finding]:
        lines = [line.reading for seen in pages for line in case.of(TextLine, page=seen.page)]
        day = case.declared.submitted_on
        # The first day is the day of issue, the second the last one of validity; 长期 stands in its place for the old.
        spans = [(reading, dates) for reading in lines if len(dates := find_dates(reading.text)) > 1]
        open_end = any(re.search(r"[0-9][-—至~一]+长期", clean(reading.text)) for reading in lines)
        if open_end and not spans:
            return
        sure = all(_figures_sure(reading) >= self.sure_character for reading, _ in spans)
        if day is not None and spans and sure and not open_end:
            ends = [dates[1].last for _, dates in spans]
            if max(ends) < day:
                yield self.say(case, Outcome.FAIL, "expired", evidence=evidence, measured=str(max(ends)), limit=str(day))
                return
            if min(ends) >= day and all(dates[0].first <= day for _, dates in spans):
                return
        # Of two cards, or of a span and 长期, nobody but a person sees which is the applicant's.
        if self.must_be_valid:
            yield self.say(case, Outcome.UNSURE, "validity-unread", confidence=0.5, evidence=evidence)

    def _known(self, case: Case) -> tuple[tuple[str, ...], bool]:
        """Return the applicant's numbers of 18 digits, declared or right in themselves on the form, and whether they are sure."""
        declared = tidy(case.declared.applicant.id_number or "")
        if valid(declared):
            return (as_18(declared),), True
        places = [place for place in filled(case.fields(FieldName.ID_NUMBER, *FORM)) if valid(tidy(place.reading.text))]
        numbers = tuple(dict.fromkeys(as_18(tidy(place.reading.text)) for place in places))
        return numbers, any(surely_read(place, self.sure_character) for place in places)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the applicant's card, none, one that may be hidden, another's, a back alone, an expired one, nobody known."""
        number, other = "11010119900307803X", "110101198501011239"
        applicant = Declared(applicant=DeclaredApplicant(id_number=number), submitted_on=date(2026, 5, 1))
        form, kind = sheet(PageKind.EXAM_FORM), Kind.EXAM_VERIFICATION

        def of(*texts: str, declared: Declared = applicant, confidence: float = 0.98) -> Case:
            card = sheet(PageKind.ID_COPY, *(line(text, confidence=confidence) for text in texts))
            return case(form, card, kind=kind, declared=declared)

        front, wrong = f"公民身份号码{number}", f"公民身份号码{other}"
        back, old, long = (f"有效期限{span}" for span in ("2015.01.01-2035.01.01", "2005.01.01-2025.01.01", "2015.01.01-长期"))
        hidden = case(form, kind=kind, declared=applicant, faults=(broken_file(),))
        own = ("own", Outcome.PASS)
        valid_only: dict[str, object] = {"must_be_valid": True}
        unread = (own, ("validity-unread", Outcome.UNSURE))
        return (
            Example(title="the applicant's card, both sides", case=of(front, back), gives=(own,), limits=valid_only),
            Example(title="a card without an end", case=of(front, long), gives=(own,), limits=valid_only),
            Example(title="its front alone", case=of(front), gives=(own,)),
            Example(title="its front alone, where it must be valid", case=of(front), gives=unread, limits=valid_only),
            Example(title="none", case=case(form, kind=kind, declared=applicant), gives=(("missing", Outcome.FAIL),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="another's card", case=of(wrong), gives=(("other-number", Outcome.FAIL),)),
            Example(title="perhaps another's", case=of(wrong, confidence=0.5), gives=(("perhaps-other-number", Outcome.UNSURE),)),
            Example(
                title="a stranger's card beside the own one",
                case=of(front, wrong),
                gives=(("perhaps-other-number", Outcome.UNSURE),),
            ),
            Example(title="the back alone", case=of(back), gives=(("number-unread", Outcome.UNSURE),)),
            Example(title="an expired card", case=of(front, old), gives=(own, ("expired", Outcome.FAIL))),
            Example(title="a valid back beside an expired one", case=of(front, back, old), gives=unread, limits=valid_only),
            Example(title="nobody known", case=of(front, declared=Declared()), gives=(("not-compared", Outcome.UNSURE),)),
        )


def _figures_sure(reading: Reading) -> float:
    """Return the confidence of the least sure figure in a reading; blanks and dashes between dates, often faint, change no day."""
    if len(reading.text) != len(reading.char_confidence):
        return 0.0
    figures = (sure for sign, sure in zip(reading.text, reading.char_confidence, strict=True) if sign.isdigit())
    return min(figures, default=reading.weakest)


def _numbers(line: TextLine) -> list[str]:
    """Return the numbers in a line that are right in themselves."""
    return [number.upper() for number in NUMBER.findall(clean(line.reading.text)) if valid(number.upper())]

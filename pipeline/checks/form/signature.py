"""Whether the applicant signed the form."""

from collections.abc import Iterator
from datetime import date

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, cell, field, seal, sheet, signature
from pipeline.checks.dates import read_date
from pipeline.checks.facts import FORM, may_hide, surely_of, surely_read
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SURE_MARK, SURE_NAME, SureCharacter, SureKind, SureMark, SureName
from pipeline.checks.sealing import sealing
from pipeline.checks.signing import judge_signature
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Cell, Field, FieldName, PageKind, PageKindSeen, Role, Seal, SealKind, Signature, Writing


class FormSignature(Check, frozen=True):
    """The applicant signed the form by hand.

    What: the place is found by its label (申请人签字, 本人签字 …), and what stands in it is told apart: pen strokes, print, a name
    stamp, a fingerprint, a date alone, a seal alone, nothing. Only pen strokes pass. A name stamp or a fingerprint is put to
    a person; where no place was found, or what stands in it cannot be told, the answer is unsure. So it is where the strokes surely
    read as a name that shares no character with the applicant's, or as signed for somebody else (代签), and where a second such page is
    there that was not signed, the seal stands on a page that was not, or the form is surely dated after the declared day of application.
    Why: an unsigned form has no declaration, and it is the fault most often seen beside the seal.
    Source: 「直接打印申请表（共两页），本人签字，单位填写并盖章；」 (FORM-SIGN-APP)
    What a person still decides: whether the applicant wrote it, and not a relative of the same surname, whose name passes here; the
    program compares no handwriting.
    """

    name = "form-signature"
    title = Text("申请人签字", "applicant's signature")
    needs = (PageKindSeen, Cell, Signature, Seal, Field)
    texts = {
        "signed": Text("申请人已签字。", "The applicant signed."),
        "missing": Text(
            "申请表未见申请人签字，请本人签字后重新上传。", "The applicant did not sign the form; sign it and upload it again."
        ),
        "printed": Text("申请人签字处为打印姓名，须由本人手写签字。", "The applicant's name is printed where it must be signed by hand."),
        "date-only": Text("申请人签字处只有日期，没有签字，请本人签字。", "There is a date but no signature; sign the form."),
        "seal-only": Text("申请人签字处只有印章，没有本人签字，请本人签字。", "There is a seal but no signature; sign the form."),
        "name-stamp": Text(
            "申请人签字处为姓名章，请人工确认是否接受。", "A name stamp stands where a signature belongs; decide whether it counts."
        ),
        "fingerprint": Text(
            "申请人签字处为指印，请人工确认是否接受。", "A fingerprint stands where a signature belongs; decide whether it counts."
        ),
        "unclear": Text("申请人签字处的笔迹无法判定，请人工查看。", "What stands in the applicant's place could not be told; look at it."),
        "another-name": Text(
            "申请人签字处所签似非申请人姓名，或为代签，请人工查看。",
            "The signature seems to read as another name than the applicant's, or to be given for somebody else; look at it.",
        ),
        "pages-apart": Text(
            "申请表签字页有多份，签字与盖章不在同一份上，或其中一份未签字，请人工查看。",
            "There are several signature pages: signature and seal stand on different ones, or one is not signed; look at them.",
        ),
        "signed-later": Text(
            "申请表签字日期为“{measured}”，晚于申请日期{limit}，请人工核对。",
            "The form was signed on {measured}, after the application of {limit}; look at it.",
        ),
        "no-place": Text(
            "未能在申请表上找到申请人签字处，请人工查看。", "The place for the applicant's signature was not found; look at the form."
        ),
    }
    about_absence = frozenset({"no-place"})
    sure_mark: SureMark = SURE_MARK
    sure_name: SureName = SURE_NAME
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the applicant's signature."""
        pages = case.pages_of(*FORM)
        if not pages:
            return
        signed = judge_signature(case, Role.APPLICANT_SIGNATURE, self.sure_mark, *FORM, sure_name=self.sure_name)
        if (
            signed.place is None
            and not surely_of(case, self.sure_kind, PageKind.FORM_2, PageKind.FORM_SINGLE)
            and not may_hide(case, self.sure_kind)
        ):
            return  # the page that carries the signature is surely missing, which form-pages tells
        if signed.outcome is Outcome.PASS and signed.place is not None and (apart := self._apart(case)) is not None:
            both = (case.evidence(signed.place), case.evidence(apart))
            yield self.say(case, Outcome.UNSURE, "pages-apart", confidence=0.5, evidence=both)
            return
        if signed.outcome is Outcome.PASS and (late := self._signed_later(case)) is not None:
            read, limit = late.reading.text, str(case.declared.submitted_on)
            where = (case.evidence(late, read),)
            yield self.say(case, Outcome.UNSURE, "signed-later", confidence=0.5, evidence=where, measured=read, limit=limit)
            return
        evidence = (case.evidence(signed.place, signed.read),) if signed.place else tuple(case.evidence(seen) for seen in pages)
        yield self.say(case, signed.outcome, signed.slug, confidence=signed.confidence, evidence=evidence)

    def _signed_later(self, case: Case) -> Field | None:
        """Return a date on the form that is surely after the declared day of application; None for none."""
        applied = case.declared.submitted_on
        for place in case.fields(FieldName.SIGNED_ON, *FORM):
            day = read_date(place.reading.text) if surely_read(place, self.sure_character) else None
            if day is not None and applied is not None and day > applied:
                return place
        return None

    def _apart(self, case: Case) -> Signature | Seal | None:
        """Return what shows that several signature pages of the form are not one: a place without a signature, or a seal beside none.

        A page that bears neither is the print before it was signed, and what could not be told counts for neither.
        """
        last = {seen.page for seen in case.pages_of(PageKind.FORM_2, PageKind.FORM_SINGLE)}
        if len(last) < 2:  # noqa: PLR2004 - one page cannot differ from itself
            return None
        places = [one for one in case.of(Signature) if one.role is Role.APPLICANT_SIGNATURE and one.confidence >= self.sure_mark]
        signed = {one.page for one in places if one.writing is Writing.HANDWRITTEN}
        sealed = {one.page for one in case.of(Seal) if one.kind not in {SealKind.PERSONAL, SealKind.CROSS_PAGE}}
        employer = [one for one in sealing(case).unit_seals if one.page in last]
        if employer and not signed & {one.page for one in employer}:
            return employer[0]
        return next((one for one in places if one.page in last & sealed - signed and one.writing is not Writing.UNCLEAR), None)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return everything that may stand in the place."""
        told = {
            Writing.HANDWRITTEN: ("signed", Outcome.PASS),
            Writing.EMPTY: ("missing", Outcome.FAIL),
            Writing.PRINTED: ("printed", Outcome.FAIL),
            Writing.DATE_ONLY: ("date-only", Outcome.FAIL),
            Writing.SEAL_ONLY: ("seal-only", Outcome.FAIL),
            Writing.NAME_STAMP: ("name-stamp", Outcome.FAIL),
            Writing.FINGERPRINT: ("fingerprint", Outcome.FAIL),
            Writing.UNCLEAR: ("unclear", Outcome.UNSURE),
        }
        role = Role.APPLICANT_SIGNATURE
        doubtful = signature(role, confidence=0.4)
        pen, stamped = Writing.HANDWRITTEN, seal("样本安全技术有限公司")
        return (
            *(
                Example(title=f"in the place: {writing}", case=case(sheet(PageKind.FORM_2, signature(role, writing))), gives=(gives,))
                for writing, gives in told.items()
            ),
            Example(
                title="signed after the declared day of application",
                case=case(
                    sheet(PageKind.FORM_2, signature(role), field(FieldName.SIGNED_ON, "2026年6月30日")),
                    declared=Declared(submitted_on=date(2026, 4, 12)),
                ),
                gives=(("signed-later", Outcome.UNSURE),),
            ),
            Example(title="perhaps pen strokes", case=case(sheet(PageKind.FORM_2, doubtful)), gives=(("unclear", Outcome.UNSURE),)),
            Example(title="a place not looked into", case=case(sheet(PageKind.FORM_2, cell(role))), gives=(("unclear", Outcome.UNSURE),)),
            Example(
                title="the signature reads as another name",
                case=case(
                    sheet(PageKind.FORM_1, field(FieldName.PERSON, "王建国")), sheet(PageKind.FORM_2, signature(role, text="刘德华"))
                ),
                gives=(("another-name", Outcome.UNSURE),),
            ),
            Example(
                title="the signature was half misread",
                case=case(
                    sheet(PageKind.FORM_1, field(FieldName.PERSON, "王建国")), sheet(PageKind.FORM_2, signature(role, text="王健園"))
                ),
                gives=(("signed", Outcome.PASS),),
            ),
            *(
                Example(
                    title=title,
                    case=case(
                        sheet(PageKind.FORM_2, signature(role, first), *((stamped,) if sealed[0] else ())),
                        sheet(PageKind.FORM_2, signature(role, second), *((stamped,) if sealed[1] else ())),
                    ),
                    gives=(gives,),
                )
                for title, first, second, sealed, gives in (
                    ("signed on one page, sealed on another", pen, Writing.EMPTY, (False, True), ("pages-apart", Outcome.UNSURE)),
                    ("a sealed page unsigned beside a good one", pen, Writing.EMPTY, (True, True), ("pages-apart", Outcome.UNSURE)),
                    ("signed and sealed, beside the print before it", pen, Writing.EMPTY, (True, False), ("signed", Outcome.PASS)),
                    ("two copies, both signed and sealed", pen, pen, (True, True), ("signed", Outcome.PASS)),
                )
            ),
            Example(title="no place found", case=case(sheet(PageKind.FORM_2)), gives=(("no-place", Outcome.UNSURE),)),
            Example(
                title="the page is missing, which form-pages tells",
                case=case(sheet(PageKind.FORM_1)),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
        )

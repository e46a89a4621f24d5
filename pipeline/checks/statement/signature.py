"""Whether the applicant signed the statement."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, cell, field, sheet, signature
from pipeline.checks.limits import SURE_MARK, SURE_NAME, SureMark, SureName
from pipeline.checks.signing import judge_signature
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Cell, FieldName, PageKind, PageKindSeen, Role, Signature, Writing


class StatementSignature(Check, frozen=True):
    """The applicant signed the statement by hand.

    What: as on the form: the place is found by its label at the foot, and only pen strokes pass. A name stamp or a fingerprint is put
    to a person. Without a label there is no place, and the answer is unsure: people sign anywhere at the foot.
    Why: an unsigned statement is nobody's.
    Source: 「书面陈述（需本人签字）」 (DUTY-SIGN)
    What a person still decides: whether the applicant wrote it; the program compares no handwriting.
    """

    name = "statement-signature"
    title = Text("履职情况陈述签字", "signature under the statement")
    needs = (PageKindSeen, Cell, Signature)
    texts = {
        "signed": Text("履职情况书面陈述已签字。", "The statement is signed."),
        "missing": Text(
            "履职情况书面陈述未见本人签字，请签字后重新上传。", "The applicant did not sign the statement; sign it and upload it again."
        ),
        "printed": Text(
            "履职情况书面陈述签字处为打印姓名，须由本人手写签字。",
            "The name under the statement is printed where it must be signed by hand.",
        ),
        "date-only": Text("履职情况书面陈述签字处只有日期，请本人签字。", "There is a date but no signature under the statement; sign it."),
        "seal-only": Text("履职情况书面陈述签字处只有印章，请本人签字。", "There is a seal but no signature under the statement; sign it."),
        "name-stamp": Text(
            "履职情况书面陈述签字处为姓名章，请人工确认是否接受。", "A name stamp stands under the statement; decide whether it counts."
        ),
        "fingerprint": Text(
            "履职情况书面陈述签字处为指印，请人工确认是否接受。", "A fingerprint stands under the statement; decide whether it counts."
        ),
        "unclear": Text(
            "履职情况书面陈述签字处的笔迹无法判定，请人工查看。", "What stands in the signature's place could not be told; look at it."
        ),
        "another-name": Text(
            "履职情况书面陈述所签似非申请人姓名，或为代签，请人工查看。",
            "The signature under the statement seems to read as another name, or to be given for somebody else; look at it.",
        ),
        "no-place": Text(
            "未能在履职情况书面陈述上找到签字处，请人工查看。", "No place for a signature was found under the statement; look at it."
        ),
    }
    about_absence = frozenset({"no-place"})
    sure_mark: SureMark = SURE_MARK
    sure_name: SureName = SURE_NAME

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the signature under the statement."""
        pages = case.pages_of(PageKind.STATEMENT)
        if not pages:
            return
        signed = judge_signature(case, Role.STATEMENT_SIGNATURE, self.sure_mark, PageKind.STATEMENT, sure_name=self.sure_name)
        evidence = (case.evidence(signed.place, signed.read),) if signed.place else tuple(case.evidence(seen) for seen in pages)
        yield self.say(case, signed.outcome, signed.slug, confidence=signed.confidence, evidence=evidence)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return everything that may stand in the place."""
        role = Role.STATEMENT_SIGNATURE
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
        return (
            *(
                Example(title=f"in the place: {writing}", case=case(sheet(PageKind.STATEMENT, signature(role, writing))), gives=(gives,))
                for writing, gives in told.items()
            ),
            Example(
                title="a place not looked into", case=case(sheet(PageKind.STATEMENT, cell(role))), gives=(("unclear", Outcome.UNSURE),)
            ),
            Example(
                title="the signature reads as another name",
                case=case(
                    sheet(PageKind.FORM_1, field(FieldName.PERSON, "王建国")), sheet(PageKind.STATEMENT, signature(role, text="刘德华"))
                ),
                gives=(("another-name", Outcome.UNSURE),),
            ),
            Example(title="no place found", case=case(sheet(PageKind.STATEMENT)), gives=(("no-place", Outcome.UNSURE),)),
        )

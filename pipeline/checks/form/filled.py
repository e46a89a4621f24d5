"""Whether the form's required places are filled in."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.facts import FORM
from pipeline.checks.words import FIELDS, join, word
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen

ALWAYS = (FieldName.PERSON, FieldName.ID_NUMBER, FieldName.EMPLOYER, FieldName.TERM)
IF_SEEN = (FieldName.OPINION,)
ALSO = {Kind.CHANGE_EMPLOYER: (FieldName.FORMER_EMPLOYER,), Kind.CHANGE_NAME: (FieldName.FORMER_EMPLOYER,)}


class FormFilled(Check, frozen=True):
    """Name, ID number, employer and term of employment are filled in; on a change form the former employer too.

    What: the places are found by their labels, whatever the layout. A place without any ink but lines is a fail; a label that was
    not found, or ink that could not be read, is unsure. The employer's opinion counts where its place was found.
    Why: an empty place sends the form back, and it is what staff look at first.
    Source: 「·直接打印，手工填写各项，签字盖章；」 and 「单位填写并盖章」 (FORM-FILLED, FORM-UNIT-FILLED). Which places must be filled by
    hand is not said, so print and handwriting both count.
    What a person still decides: whether what stands there is right.
    """

    name = "form-filled"
    title = Text("申请表填写", "form filled in")
    needs = (PageKindSeen, Field)
    texts = {
        "filled": Text("申请表必填项均已填写。", "All required places of the form are filled in."),
        "blank": Text("申请表“{what}”未填写，请补填后重新上传。", "{what} is not filled in on the form; fill it in and upload again."),
        "not-found": Text("未能在申请表上找到：{what}，请人工查看。", "These were not found on the form: {what}; look at it."),
        "not-read": Text("申请表“{what}”处有填写但未能识别，请人工查看。", "Something stands at {what} but could not be read; look at it."),
    }
    about_absence = frozenset({"not-found"})

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per empty or unread place, one for those not found, or one pass."""
        if not case.pages_of(*FORM):
            return
        required = (*ALWAYS, *ALSO.get(case.kind or Kind.INITIAL, ()))
        missing: list[FieldName] = []
        troubled = False
        for name in (*required, *IF_SEEN):
            found = _places(case, name)
            if not found and name in required:
                missing.append(name)
            elif found and all(place.blank for place in found):
                troubled = True
                yield self._about(case, Outcome.FAIL, "blank", found[0], name)
            elif found and name in required and not any(place.reading.text for place in found):
                troubled = True
                yield self._about(case, Outcome.UNSURE, "not-read", found[0], name)
        if missing:
            yield self.say(
                case, Outcome.UNSURE, "not-found", confidence=0.5, what=join(case, [word(case, FIELDS, name) for name in missing])
            )
        elif not troubled:
            yield self.say(case, Outcome.PASS, "filled")

    def _about(self, case: Case, outcome: Outcome, slug: str, place: Field, name: FieldName) -> Finding:
        evidence = (case.evidence(place),)
        return self.say(case, outcome, slug, confidence=place.confidence, evidence=evidence, what=word(case, FIELDS, name))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a filled form, one with an empty place, one with a label not found, one with ink that was not read."""
        person, number = field(FieldName.PERSON, "张三"), field(FieldName.ID_NUMBER, "11010119900307803X")
        employer, term = field(FieldName.EMPLOYER, "样本安全技术有限公司"), field(FieldName.TERM_END, "无固定期限")
        empty = field(FieldName.ID_NUMBER, "")
        unread = field(FieldName.EMPLOYER, "", blank=False)
        whole = case(sheet(PageKind.FORM_1, person, number, employer, term))
        return (
            Example(title="everything filled in", case=whole, gives=(("filled", Outcome.PASS),)),
            Example(
                title="no ID number",
                case=case(sheet(PageKind.FORM_1, person, empty, employer, term)),
                gives=(("blank", Outcome.FAIL),),
            ),
            Example(
                title="the employer's opinion left empty",
                case=case(sheet(PageKind.FORM_1, person, number, employer, term), sheet(PageKind.FORM_2, field(FieldName.OPINION, ""))),
                gives=(("blank", Outcome.FAIL),),
            ),
            Example(
                title="no term found",
                case=case(sheet(PageKind.FORM_1, person, number, employer)),
                gives=(("not-found", Outcome.UNSURE),),
            ),
            Example(
                title="an employer in ink that nobody could read",
                case=case(sheet(PageKind.FORM_1, person, number, unread, term)),
                gives=(("not-read", Outcome.UNSURE),),
            ),
        )


def _places(case: Case, name: FieldName) -> tuple[Field, ...]:
    """Return the places for a question; the term may stand in one cell or in two."""
    if name is FieldName.TERM:
        return case.fields(FieldName.TERM_END, *FORM) or case.fields(FieldName.TERM, *FORM)
    return case.fields(name, *FORM)

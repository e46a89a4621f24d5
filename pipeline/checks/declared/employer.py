"""Whether the employer on the form is the declared one."""

from collections.abc import Iterator

from pipeline.checks.agreement import Agreement, agree_on_names, gainsays
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.facts import FORM, filled
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.words import FIELDS, word
from pipeline.datamodel.application import Declared, DeclaredEmployer
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen

OLD, NEW = "甲乙化工有限公司", "样本安全技术有限公司"


class DeclaredEmployerCheck(Check, frozen=True):
    """The employer on the form is the declared one, and so is the former employer.

    What: each declared name against the form, exactly, after safe normalisation; one finding a name. A doubtful character is unsure,
    and so is a second place that surely says a name like it but not it.
    An empty place is told by form-employer and form-filled, too; nothing to compare with leaves this one unsure.
    Why: what stands in the system goes on the certificate; the form is what the employer sealed.
    Source: 「填写聘用单位信息；」 (FORM-EMPLOYER): the system's data and the printed form are one application.
    What a person still decides: which of the two is right.
    """

    name = "declared-employer"
    title = Text("聘用单位与申报一致", "declared employer")
    needs = (PageKindSeen, Field)
    texts = {
        "same": Text("申请表{what}与申报一致。", "On the form the {what} is the declared one."),
        "different": Text(
            "申请表{what}为“{measured}”，申报为“{limit}”，不一致，请核对更正。",
            "The {what} on the form is {measured}, declared is {limit}; correct one of them.",
        ),
        "doubtful": Text(
            "申请表{what}识别为“{measured}”，与申报的“{limit}”未能确认一致，请人工核对。",
            "The {what} was read as {measured}; whether that is the declared {limit} is not sure, look at it.",
        ),
        "not-found": Text("未能在申请表上读出{what}，无法与申报核对。", "The {what} was not read on the form, so it cannot be compared."),
    }
    about_absence = frozenset({"not-found"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per declared name."""
        if not case.pages_of(*FORM):
            return
        employer = case.declared.employer
        for name, declared in ((FieldName.EMPLOYER, employer.name), (FieldName.FORMER_EMPLOYER, employer.former_name)):
            places = case.fields(name, *FORM)
            if declared is None or (not filled(places) and name is FieldName.FORMER_EMPLOYER):
                continue
            yield self._of(case, name, declared, filled(places))

    def _of(self, case: Case, name: FieldName, declared: str, places: tuple[Field, ...]) -> Finding:
        what = word(case, FIELDS, name)
        if not places:
            return self.say(case, Outcome.UNSURE, "not-found", confidence=0.5, limit=declared, what=what)
        order = (Agreement.DIFFERENT, Agreement.EQUAL, Agreement.DOUBTFUL)
        agreed = [(agree_on_names(place, declared, self.sure_character), place) for place in places]
        agreement, place = min(agreed, key=lambda pair: order.index(pair[0]))
        doubt = next((other for other in places if gainsays(other, declared, self.sure_character)), None)
        if agreement is Agreement.EQUAL and doubt is not None:
            agreement, place = Agreement.DOUBTFUL, doubt
        outcome, slug = {
            Agreement.EQUAL: (Outcome.PASS, "same"),
            Agreement.DIFFERENT: (Outcome.FAIL, "different"),
            Agreement.DOUBTFUL: (Outcome.UNSURE, "doubtful"),
        }[agreement]
        read = place.reading.text
        evidence = (case.evidence(place, read),)
        return self.say(
            case, outcome, slug, confidence=place.reading.confidence, evidence=evidence, measured=read, limit=declared, what=what
        )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the declared employer, another one, a doubtful one, none found, and nothing declared."""
        declared = Declared(employer=DeclaredEmployer(name=NEW))
        both = Declared(employer=DeclaredEmployer(name=NEW, former_name=OLD))

        def form(name: str, confidence: float = 0.98) -> Case:
            return case(sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, name, confidence=confidence)), declared=declared)

        moved = sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, NEW), field(FieldName.FORMER_EMPLOYER, NEW))
        return (
            Example(title="the declared employer", case=form(NEW), gives=(("same", Outcome.PASS),)),
            Example(title="another employer", case=form(OLD), gives=(("different", Outcome.FAIL),)),
            Example(
                title="another former employer",
                case=case(moved, declared=both),
                gives=(("same", Outcome.PASS), ("different", Outcome.FAIL)),
            ),
            Example(title="a doubtful character", case=form("样本安全枝术有限公司", 0.5), gives=(("doubtful", Outcome.UNSURE),)),
            *(
                Example(
                    title=f"on page 2 {title}",
                    case=case(
                        sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, NEW)),
                        sheet(PageKind.FORM_2, field(FieldName.EMPLOYER, name, confidence=confidence)),
                        declared=declared,
                    ),
                    gives=((slug, outcome),),
                )
                for title, name, confidence, slug, outcome in (
                    ("a name that holds the declared one", f"北京{NEW}", 0.98, "doubtful", Outcome.UNSURE),
                    ("a look-alike hardly read", "样本安全枝术有限公司", 0.4, "same", Outcome.PASS),
                )
            ),
            Example(
                title="no employer found", case=case(sheet(PageKind.FORM_1), declared=declared), gives=(("not-found", Outcome.UNSURE),)
            ),
            Example(
                title="an empty cell",
                case=case(sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, "", blank=True)), declared=declared),
                gives=(("not-found", Outcome.UNSURE),),
            ),
            Example(
                title="nothing declared",
                case=case(sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, NEW))),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
        )

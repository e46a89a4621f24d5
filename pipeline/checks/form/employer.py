"""Whether the form names its employer, readably and with one voice."""

from collections.abc import Iterator

from pipeline.checks.agreement import Agreement, agree_on_names
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.facts import FORM, filled, fullest, surely_read
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.name_texts import equal_names
from pipeline.datamodel.application import Declared, DeclaredEmployer
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen


class FormEmployer(Check, frozen=True):
    """The form names the employer, the name can be read, and it is the same on both pages.

    What: the value beside 聘用单位名称 on every form page. Nothing there is a fail; a character that may be another one is unsure,
    unless a second reader, or the declared name, says the same. Names on two pages are compared exactly.
    Why: this name is what the seal, the contract and the register are held against; read wrongly, every comparison is wrong.
    Source: 「填写聘用单位信息；」 (FORM-EMPLOYER); 「印章中的单位名称须与申请表的完全一致」 (FORM-SEAL-NAME) makes it the reference.
    What a person still decides: what a doubtful character is.
    """

    name = "form-employer"
    title = Text("申请表聘用单位", "employer on the form")
    needs = (PageKindSeen, Field)
    texts = {
        "read": Text("申请表聘用单位：{measured}。", "The form's employer: {measured}."),
        "blank": Text("申请表未填写聘用单位名称，请补填。", "The form does not name the employer; fill it in."),
        "not-found": Text("未能在申请表上找到聘用单位名称，请人工查看。", "The employer's name was not found on the form; look at it."),
        "doubtful": Text(
            "申请表聘用单位名称识别为“{measured}”，个别字把握不足，请人工核对。",
            "The employer was read as {measured}, not surely; look at it.",
        ),
        "pages-differ": Text(
            "申请表两处聘用单位名称不一致：“{measured}”与“{other}”，请核对更正。",
            "The form names two employers: {measured} and {other}; correct it.",
        ),
        "perhaps-differ": Text(
            "申请表两处聘用单位名称疑似不一致：“{measured}”与“{other}”，识别把握不足，请人工核对。",
            "The form may name two employers: {measured} and {other}; not read surely, look at it.",
        ),
    }
    about_absence = frozenset({"not-found"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the employer's name on the form."""
        places = case.fields(FieldName.EMPLOYER, *FORM)
        if not case.pages_of(*FORM):
            return
        if not places:
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
            return
        named = filled(places)
        if not named:
            outcome, slug = (Outcome.FAIL, "blank") if all(place.blank for place in places) else (Outcome.UNSURE, "not-found")
            yield self.say(case, outcome, slug, confidence=places[0].confidence, evidence=(case.evidence(places[0]),))
            return
        best = fullest(named, self.sure_character)
        for place in named:
            agreement = agree_on_names(best, place, self.sure_character)
            # A second place that was itself not read surely can neither confirm nor shake a name that was.
            silent = (
                agreement is Agreement.DOUBTFUL and surely_read(best, self.sure_character) and place.reading.weakest < self.sure_character
            )
            if place is not best and agreement is not Agreement.EQUAL and not silent:
                yield self._differ(case, best, place, agreement)
                return
        yield self._alone(case, best)

    def _differ(self, case: Case, one: Field, other: Field, agreement: Agreement) -> Finding:
        sure = agreement is Agreement.DIFFERENT
        return self.say(
            case,
            Outcome.FAIL if sure else Outcome.UNSURE,
            "pages-differ" if sure else "perhaps-differ",
            confidence=min(one.reading.confidence, other.reading.confidence),
            evidence=(case.evidence(one, one.reading.text), case.evidence(other, other.reading.text)),
            measured=one.reading.text,
            other=other.reading.text,
        )

    def _alone(self, case: Case, place: Field) -> Finding:
        text = place.reading.text
        declared = case.declared.employer.name
        sure = surely_read(place, self.sure_character) or (declared is not None and equal_names(text, declared))
        outcome, slug = (Outcome.PASS, "read") if sure else (Outcome.UNSURE, "doubtful")
        evidence = (case.evidence(place, text),)
        return self.say(case, outcome, slug, confidence=place.reading.confidence, evidence=evidence, measured=text)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a name that is read, an empty place, two names, and doubtful characters with and without a declared name."""
        good = field(FieldName.EMPLOYER, "样本安全技术有限公司")
        other = field(FieldName.EMPLOYER, "甲乙建筑工程有限公司")
        faint = field(FieldName.EMPLOYER, "样本安全技术有限公司", confidence=0.4)
        declared = Declared(employer=DeclaredEmployer(name="样本安全技术有限公司"))
        return (
            Example(title="the name is read", case=case(sheet(PageKind.FORM_1, good)), gives=(("read", Outcome.PASS),)),
            Example(
                title="the place is empty",
                case=case(sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, ""))),
                gives=(("blank", Outcome.FAIL),),
            ),
            Example(
                title="another employer on page 2",
                case=case(sheet(PageKind.FORM_1, good), sheet(PageKind.FORM_2, other)),
                gives=(("pages-differ", Outcome.FAIL),),
            ),
            Example(
                title="a look-alike on page 2",
                case=case(sheet(PageKind.FORM_1, good), sheet(PageKind.FORM_2, field(FieldName.EMPLOYER, "样本安全枝术有限公司"))),
                gives=(("perhaps-differ", Outcome.UNSURE),),
            ),
            Example(
                title="a name on page 2 that could hardly be read",
                case=case(
                    sheet(PageKind.FORM_1, good), sheet(PageKind.FORM_2, field(FieldName.EMPLOYER, "样本安全枝术有限公司", confidence=0.4))
                ),
                gives=(("read", Outcome.PASS),),
            ),
            Example(title="faint writing", case=case(sheet(PageKind.FORM_1, faint)), gives=(("doubtful", Outcome.UNSURE),)),
            Example(
                title="faint writing that says what is declared",
                case=case(sheet(PageKind.FORM_1, faint), declared=declared),
                gives=(("read", Outcome.PASS),),
            ),
            Example(title="no such label", case=case(sheet(PageKind.FORM_1)), gives=(("not-found", Outcome.UNSURE),)),
        )

"""Whether the entry form of the examination is there."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, line, sheet
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.checks.own_paper import ABOUT_ABSENCE, own_paper, texts_of
from pipeline.datamodel.application import Declared, DeclaredApplicant, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, PageKind, PageKindSeen, PageSeen, TextLine


class ExamForm(Check, frozen=True):
    """The entry form of the examination is there and bears the applicant's name.

    What: a page that is the 职业资格考试报名表, with the applicant's name on it; an entry form of another examination is none. None is a
    fail only when every file opened and every page was told for what it is.
    Why: the on-site check compares the papers with what was entered.
    Source: 「(2)《2019年度中級注冊安全工程師職業(yè)資格考試報名表》」 (EX-A2, EX-B2)
    What a person still decides: whether it is the form of this year's examination.
    """

    name = "exam-form"
    title = Text("考试报名表", "exam entry form")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = texts_of("考试报名表", "exam entry form")
    about_absence = ABOUT_ABSENCE
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the entry form."""
        yield from own_paper(self, case, self.sure_kind, self.sure_character, PageKind.EXAM_FORM)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the applicant's own, none, one that may be hidden, one of another, one of nobody known."""
        applicant = Declared(applicant=DeclaredApplicant(name="张三"))
        card, kind = sheet(PageKind.ID_COPY), Kind.EXAM_VERIFICATION

        def with_form(text: str, declared: Declared = applicant) -> Case:
            form = sheet(PageKind.EXAM_FORM, line("姓名"), line(text), title="中级注册安全工程师职业资格考试报名表")
            return case(card, form, kind=kind, declared=declared)

        hidden = case(card, kind=kind, declared=applicant, faults=(broken_file(),))
        return (
            Example(title="the applicant's own", case=with_form("张三"), gives=(("own", Outcome.PASS),)),
            Example(title="none", case=case(card, kind=kind, declared=applicant), gives=(("missing", Outcome.FAIL),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="one of somebody else", case=with_form("李四"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="nobody known", case=with_form("张三", Declared()), gives=(("not-compared", Outcome.UNSURE),)),
        )

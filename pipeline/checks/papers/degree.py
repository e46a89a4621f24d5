"""Whether the certificate of education is there, for who must show it in person."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, line, sheet
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.checks.own_paper import ABOUT_ABSENCE, own_paper, texts_of
from pipeline.datamodel.application import Declared, DeclaredApplicant, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, PageKind, PageKindSeen, PageSeen, TextLine


class DegreeProof(Check, frozen=True):
    """The certificate of education or of a degree is there and bears the applicant's name.

    What: a page that is a 毕业证书, 学位证书 or the register's report of one (备案表, 认证报告), with the applicant's name on
    it. None is a fail only when every file opened and every page was told for what it is.
    Why: whom the register could not confirm online must show the paper.
    Source: 「(3)學歷(學位)證書原件;」 (EX-A3); 「(3)學歷(學位)證書原件。」 (EX-B3)
    What a person still decides: whether the certificate is genuine, and whether the level suffices for the exam.
    """

    name = "degree-proof"
    title = Text("学历（学位）证书", "certificate of education")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = texts_of("学历（学位）证书", "certificate of education")
    about_absence = ABOUT_ABSENCE
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the certificate."""
        yield from own_paper(self, case, self.sure_kind, self.sure_character, PageKind.DEGREE)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the applicant's own, none, one that may be hidden, one of another, one of nobody known."""
        applicant = Declared(applicant=DeclaredApplicant(name="张三"))
        form, kind = sheet(PageKind.EXAM_FORM), Kind.EXAM_VERIFICATION

        def with_paper(text: str, declared: Declared = applicant) -> Case:
            return case(form, sheet(PageKind.DEGREE, line(text), title="毕业证书"), kind=kind, declared=declared)

        hidden = case(form, kind=kind, declared=applicant, faults=(broken_file(),))
        return (
            Example(title="the applicant's own", case=with_paper("学生张三，性别男，准予毕业。"), gives=(("own", Outcome.PASS),)),
            Example(title="none", case=case(form, kind=kind, declared=applicant), gives=(("missing", Outcome.FAIL),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="one of a longer name", case=with_paper("学生张三丰，准予毕业。"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="nobody known", case=with_paper("学生张三，准予毕业。", Declared()), gives=(("not-compared", Outcome.UNSURE),)),
        )

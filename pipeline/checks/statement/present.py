"""Whether the written statement of what was done in office is there."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, sheet
from pipeline.checks.facts import may_hide, surely_of
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen


class StatementPresent(Check, frozen=True):
    """A written statement of what the applicant did in office (履职情况) is uploaded.

    What: a page of that kind. None is a fail only when every file opened and every page was told for what it is.
    Why: a renewal without it is incomplete.
    Source: 「③申请人执业期间履职情况书面陈述（需本人签字）。」 (DUTY-PRESENT)
    What a person still decides: whether an unreadable page is the statement.
    """

    name = "statement-present"
    title = Text("履职情况陈述", "performance statement")
    needs = (PageSeen, PageKindSeen)
    texts = {
        "present": Text("已上传履职情况书面陈述。", "The statement is there."),
        "missing": Text(
            "未见执业期间履职情况书面陈述，请补传（需本人签字）。", "There is no statement of what was done in office; upload it, signed."
        ),
        "perhaps-missing": Text(
            "未能认出履职情况书面陈述；有文件或页面无法识别，可能就在其中，请人工查看。",
            "No statement was recognised; it may be among the files or pages that could not be told, look at them.",
        ),
    }
    about_absence = frozenset({"missing", "perhaps-missing"})
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the presence of the statement."""
        pages = surely_of(case, self.sure_kind, PageKind.STATEMENT)
        hiding = may_hide(case, self.sure_kind)
        if pages:
            yield self.say(
                case, Outcome.PASS, "present", confidence=pages[0].confidence, evidence=(case.evidence(pages[0], pages[0].title),)
            )
        elif hiding:
            yield self.say(case, Outcome.UNSURE, "perhaps-missing", confidence=0.5, evidence=hiding)
        else:
            yield self.say(case, Outcome.FAIL, "missing")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a statement, none, and one that may be in a broken file."""
        form, kind = sheet(PageKind.FORM_1), Kind.RENEWAL
        hidden = case(form, kind=kind, faults=(broken_file(),))
        return (
            Example(title="a statement", case=case(form, sheet(PageKind.STATEMENT), kind=kind), gives=(("present", Outcome.PASS),)),
            Example(title="none", case=case(form, kind=kind), gives=(("missing", Outcome.FAIL),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
        )

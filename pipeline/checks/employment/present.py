"""Whether an employment document was uploaded."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, sheet
from pipeline.checks.facts import CONTRACT, may_hide, surely_of
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen


class EmploymentPresent(Check, frozen=True):
    """A labour contract or another employment document is uploaded.

    What: at least one page of a contract or agreement, or a letter. Whether it is the right sort of document is the question of
    employment-type. None is a fail only when every file opened and every page was told for what it is.
    Why: without it nothing shows that the applicant works where the form says.
    Source: 「②与聘用单位签订的劳动合同或者聘用文件」 (EMP-PRESENT)
    What a person still decides: whether an unreadable page is the document.
    """

    name = "employment-present"
    title = Text("聘用文件", "employment document")
    needs = (PageSeen, PageKindSeen)
    texts = {
        "present": Text("已上传劳动合同或聘用文件（{measured}页）。", "An employment document is there ({measured} pages)."),
        "missing": Text(
            "未见与聘用单位签订的劳动合同或聘用文件，请补传。", "There is no employment document; upload the contract with the employer."
        ),
        "perhaps-missing": Text(
            "未能认出劳动合同或聘用文件；有文件或页面无法识别，可能就在其中，请人工查看。",
            "No employment document was recognised; it may be among the files or pages that could not be told, look at them.",
        ),
    }
    about_absence = frozenset({"missing", "perhaps-missing"})
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the presence of the document."""
        pages = surely_of(case, self.sure_kind, *CONTRACT, PageKind.LETTER)
        hiding = may_hide(case, self.sure_kind)
        if pages:
            confidence = max(seen.confidence for seen in pages)
            evidence = tuple(case.evidence(seen, seen.title) for seen in pages[:1])
            yield self.say(case, Outcome.PASS, "present", confidence=confidence, evidence=evidence, measured=len(pages))
        elif hiding:
            yield self.say(case, Outcome.UNSURE, "perhaps-missing", confidence=0.5, evidence=hiding)
        else:
            yield self.say(case, Outcome.FAIL, "missing")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a contract, none, and one that may be in a broken file."""
        form = sheet(PageKind.FORM_1)
        return (
            Example(title="a contract", case=case(form, sheet(PageKind.CONTRACT_COVER)), gives=(("present", Outcome.PASS),)),
            Example(title="nothing but the form", case=case(form), gives=(("missing", Outcome.FAIL),)),
            Example(
                title="a file that did not open", case=case(form, faults=(broken_file(),)), gives=(("perhaps-missing", Outcome.UNSURE),)
            ),
        )

"""Whether blank pages were uploaded."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, sheet
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen


class PagesBlank(Check, frozen=True):
    """No uploaded page is blank.

    What: one note for every page that was taken for a blank one.
    Why: a blank page is often the back of a sheet, or a page that did not come out; what should stand on it is then missing.
    Source: 「请务必保证上传材料图片的清晰」 (PKG-IMG-CLEAR). Advice only: no rule forbids an empty page.
    What a person still decides: whether something should stand on it.
    """

    name = "pages-blank"
    title = Text("空白页", "blank pages")
    needs = (PageKindSeen,)
    texts = {
        "none": Text("没有空白页。", "No page is blank."),
        "blank": Text("有一页为空白页，请确认是否漏拍内容。", "One page is blank; make sure that nothing was meant to stand on it."),
    }

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one note per blank page, or one pass."""
        blank = case.pages_of(PageKind.BLANK)
        for seen in blank:
            yield self.say(case, Outcome.FAIL, "blank", confidence=seen.confidence, evidence=(case.evidence(seen),))
        if not blank and any(case.of(PageKindSeen)):
            yield self.say(case, Outcome.PASS, "none")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a set without and one with a blank page."""
        form = sheet(PageKind.FORM_1)
        return (
            Example(title="no blank page", case=case(form), gives=(("none", Outcome.PASS),)),
            Example(title="the back of a sheet", case=case(form, sheet(PageKind.BLANK)), gives=(("blank", Outcome.FAIL),)),
        )

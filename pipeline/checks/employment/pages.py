"""Whether pages of the contract seem to be missing."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, sheet
from pipeline.checks.facts import CONTRACT, may_hide, surely_of
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.checks.words import join
from pipeline.datamodel.finding import Evidence, Finding, Outcome
from pipeline.datamodel.observation import Cell, PageKind, PageKindSeen, PageSeen, Role


class EmploymentPages(Check, frozen=True):
    """The contract's signature page is there, and no page number or clause is skipped.

    What: a missing signature page is put to a person. Gaps are notes only: printed page numbers (第x页 共y页, x/y, - x -) that skip
    or disagree about how many there are, and clause numbers (第…条) that skip from one page to the next. A page number not seen is
    left open where a page without a number, two pages in one picture, or a file or page that could not be told may hold it.
    Why: the signature page carries what makes the contract one. No rule asks for a complete contract.
    Source: 「与聘用单位签订的劳动合同或者聘用文件」 (EMP-PAGES, derived)
    What a person still decides: whether a gap matters: who, which post, until when, with whom, signed when and by whom must be there.
    """

    name = "employment-pages"
    title = Text("合同页数", "pages of the contract")
    needs = (PageSeen, PageKindSeen, Cell)
    texts = {
        "whole": Text("合同未见缺页迹象。", "Nothing says that a page of the contract is missing."),
        "no-signature-page": Text(
            "未见合同签字盖章页，请补传或人工确认。", "The contract's signature page is missing; upload it or confirm."
        ),
        "perhaps-no-signature-page": Text(
            "未能认出合同签字盖章页；有文件或页面无法识别，可能就在其中，请人工查看。",
            "The contract's signature page was not recognised; it may be among what could not be told, look at it.",
        ),
        "page-gap": Text(
            "合同疑似缺页（缺第{measured}页），请人工确认关键内容是否齐全。",
            "Page {measured} of the contract seems to be missing; confirm that what matters is there.",
        ),
        "perhaps-page-gap": Text(
            "未见合同第{measured}页；可能在未读出页码的页、两页合拍的图片或无法识别的文件中，请人工查看。",
            "Page {measured} of the contract was not seen; it may be a page without a number, one of two in a picture, or unknown.",
        ),
        "clause-gap": Text(
            "合同条款不连续（缺第{measured}条），请人工确认关键内容是否齐全。",
            "Clause {measured} is missing between two pages; confirm that what matters is there.",
        ),
        "two-totals": Text(
            "合同各页标注的总页数不同（{measured}），疑似混入其他文件。",
            "The pages disagree about their number ({measured}); another document may be among them.",
        ),
    }
    about_absence = frozenset({"no-signature-page", "perhaps-no-signature-page", "page-gap", "perhaps-page-gap", "clause-gap"})
    sure_kind: SureKind = SURE_KIND
    wide: Annotated[
        float,
        Meta(
            ge=1,
            description="a page so many times as wide as high may be two pages in one picture",
            extra={"unit": "width by height", "source": "two A4 pages side by side 1.41, one upright 0.71"},
        ),
    ] = 1.2

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding for the signature page and one per sort of gap, or one pass."""
        pages = surely_of(case, self.sure_kind, *CONTRACT)
        if not pages:
            return
        findings = [*self._signature_page(case), *self._gaps(case, pages)]
        yield from findings
        if not findings:
            yield self.say(case, Outcome.PASS, "whole", measured=len(pages))

    def _signature_page(self, case: Case) -> Iterator[Finding]:
        roles = {one.role for one in case.of(Cell)}
        if case.pages_of(PageKind.CONTRACT_SIGNATURE) or roles & {Role.CONTRACT_PERSON_SIGNATURE, Role.CONTRACT_EMPLOYER_SEAL}:
            return
        hiding = may_hide(case, self.sure_kind)
        if hiding:
            yield self.say(case, Outcome.UNSURE, "perhaps-no-signature-page", confidence=0.5, evidence=hiding)
        else:
            yield self.say(case, Outcome.FAIL, "no-signature-page")

    def _gaps(self, case: Case, pages: tuple[PageKindSeen, ...]) -> Iterator[Finding]:
        evidence = tuple(case.evidence(seen) for seen in pages if seen.number is not None)
        totals = sorted({seen.of for seen in pages if seen.of is not None})
        numbers = {seen.number for seen in pages if seen.number is not None}
        if len(totals) > 1:
            yield self._note(case, "two-totals", totals, evidence)
        elif len(numbers) > 1 or totals:
            last = totals[0] if totals else max(numbers)
            first = 1 if totals else min(numbers)
            if absent := [number for number in range(first, last + 1) if number not in numbers]:
                yield self._page_gap(case, pages, absent, evidence)
        clauses = {clause for seen in pages for clause in seen.clauses}
        if absent := [clause for clause in range(min(clauses, default=0), max(clauses, default=0)) if clause not in clauses]:
            yield self._note(case, "clause-gap", absent, tuple(case.evidence(seen) for seen in pages if seen.clauses))

    def _page_gap(self, case: Case, pages: tuple[PageKindSeen, ...], absent: list[int], evidence: tuple[Evidence, ...]) -> Finding:
        """Return what is said of numbers not seen: a fail only where nothing may hold them."""
        sizes = {page.page: page.size for page in case.sightings.pages}
        unnumbered = [seen for seen in pages if seen.number is None and seen.kind is not PageKind.CONTRACT_COVER]
        pairs = [seen for seen in pages if sizes[seen.page][0] > self.wide * sizes[seen.page][1]]
        hiding = (*may_hide(case, self.sure_kind), *(case.evidence(seen) for seen in (*unnumbered, *pairs)))
        if not hiding:
            return self._note(case, "page-gap", absent, evidence)
        return self.say(case, Outcome.UNSURE, "perhaps-page-gap", confidence=0.5, evidence=hiding, measured=join(case, _runs(absent)))

    def _note(self, case: Case, slug: str, numbers: list[int], evidence: tuple[Evidence, ...]) -> Finding:
        return self.say(case, Outcome.FAIL, slug, confidence=0.8, evidence=evidence, measured=join(case, _runs(numbers)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a whole contract, one without its last page, and each sort of gap."""
        body, signing = PageKind.CONTRACT_BODY, PageKind.CONTRACT_SIGNATURE
        first, last = sheet(body, number=1, of=3, clauses=(1, 2)), sheet(signing, number=3, of=3, clauses=(5,))
        middle = sheet(body, number=2, of=3, clauses=(3, 4))
        jump = sheet(signing, clauses=(9,))
        odd = sheet(signing, number=3, of=8)
        return (
            Example(title="every page", case=case(first, middle, last), gives=(("whole", Outcome.PASS),)),
            Example(
                title="no signature page", case=case(sheet(body), sheet(PageKind.ID_PHOTO)), gives=(("no-signature-page", Outcome.FAIL),)
            ),
            Example(
                title="the signature page may be a page we do not know",
                case=case(sheet(body), sheet(PageKind.OTHER, confidence=0.2)),
                gives=(("perhaps-no-signature-page", Outcome.UNSURE),),
            ),
            Example(
                title="page 2 of 3 is missing, and its clauses",
                case=case(first, last),
                gives=(("page-gap", Outcome.FAIL), ("clause-gap", Outcome.FAIL)),
            ),
            Example(
                title="a page without a number may be page 2",
                case=case(first, sheet(body, clauses=(3, 4)), last),
                gives=(("perhaps-page-gap", Outcome.UNSURE),),
            ),
            Example(
                title="two pages in one picture",
                case=case(first, sheet(signing, number=3, of=3, clauses=(3, 4, 5), size=(3000, 2100))),
                gives=(("perhaps-page-gap", Outcome.UNSURE),),
            ),
            Example(
                title="a file that did not open",
                case=case(first, sheet(signing, number=3, of=3, clauses=(3, 4, 5)), faults=(broken_file(),)),
                gives=(("perhaps-page-gap", Outcome.UNSURE),),
            ),
            Example(title="clauses skipped", case=case(sheet(body, clauses=(1, 2)), jump), gives=(("clause-gap", Outcome.FAIL),)),
            Example(title="3 pages against 8", case=case(sheet(body, number=1, of=3), odd), gives=(("two-totals", Outcome.FAIL),)),
        )


def _runs(numbers: list[int]) -> list[str]:
    """Return numbers in rising order as people write them: 3, 7-9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]

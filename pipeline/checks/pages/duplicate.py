"""Whether the same page was uploaded twice."""

import itertools
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, sheet
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen


class PagesDuplicate(Check, frozen=True):
    """No page was uploaded twice.

    What: two pages of the same kind whose 64-bit picture fingerprints differ in a few bits only are noted as one page twice.
    Blank pages are left out.
    Why: a page sent twice often stands where another page should be.
    Source: 「申请表两页连同有关材料拍照后上传（参见四）」 (FORM-UPLOAD2). Advice only.
    What a person still decides: whether the pages are the same, and whether one is missing instead.
    """

    name = "pages-duplicate"
    title = Text("重复页", "pages uploaded twice")
    needs = (PageSeen, PageKindSeen)
    texts = {
        "none": Text("没有重复的页。", "No page comes twice."),
        "twice": Text(
            "两页图像几乎相同，疑似重复上传，请确认是否缺少另一页。",
            "Two pages look the same; make sure that no other page is missing for it.",
        ),
    }
    fingerprint_bits: Annotated[
        int,
        Meta(
            ge=0,
            le=32,
            description="fingerprints that differ in at most so many bits are one page",
            extra={
                "unit": "bits of 64",
                "source": "measured on 30 drawn pages, 2026-11-22: scans of one page at most 12, other pages 20 and more",
            },
        ),
    ] = 14

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one note per pair of like pages, or one pass."""
        kinds = {seen.page: seen.kind for seen in case.of(PageKindSeen)}
        pages = [page for page in case.sightings.pages if kinds.get(page.page) not in {None, PageKind.BLANK}]
        twice = False
        for one, other in itertools.combinations(pages, 2):
            bits = (int(one.fingerprint, 16) ^ int(other.fingerprint, 16)).bit_count()
            if kinds[one.page] is kinds[other.page] and bits <= self.fingerprint_bits:
                twice = True
                evidence = (case.evidence(one), case.evidence(other))
                yield self.say(case, Outcome.FAIL, "twice", evidence=evidence, measured=bits, limit=self.fingerprint_bits)
        if pages and not twice:
            yield self.say(case, Outcome.PASS, "none")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return two pages that differ, and one page twice."""
        one = sheet(PageKind.CONTRACT_BODY, fingerprint="00ff00ff00ff00ff")
        like = sheet(PageKind.CONTRACT_BODY, fingerprint="00ff00ff00ff00fe")
        other = sheet(PageKind.CONTRACT_BODY, fingerprint="f0f0f0f00f0f0f0f")
        return (
            Example(title="two different pages", case=case(one, other), gives=(("none", Outcome.PASS),)),
            Example(title="one page photographed twice", case=case(one, like), gives=(("twice", Outcome.FAIL),)),
        )

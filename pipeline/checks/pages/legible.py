"""Whether the pages that must be read can be read."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, legibility, sheet
from pipeline.checks.facts import CONTRACT, FORM, PICTURES
from pipeline.checks.words import PAGES, PROBLEMS, join, word
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Legibility, PageKind, PageKindSeen, PageSeen

REQUIRED = (*FORM, PageKind.LETTER, PageKind.RENAME_NOTICE, PageKind.STATEMENT)
EXEMPT = (*PICTURES, PageKind.BLANK)


class PagesLegible(Check, frozen=True):
    """Every page that must be read can be read.

    What: a page that the eye called illegible is a fail when it is a page the rules ask for and next to nothing on it could be
    read; a page of the contract has a slug of its own, since a contract may be uploaded in part. Otherwise (something could be
    read, or we cannot tell what page it is) it is unsure. Photos and blank pages are exempt.
    Why: a clerk cannot examine what cannot be read, and neither can this program: other checks lean on these readings.
    Source: 「请务必保证上传材料图片的清晰」 (PKG-IMG-CLEAR). No text gives a number; the limit is ours.
    What a person still decides: whether the page can be read well enough after all.
    """

    name = "pages-legible"
    title = Text("页面清晰", "pages can be read")
    needs = (PageSeen, PageKindSeen, Legibility)
    texts = {
        "legible": Text("{measured}页均清晰可读。", "All {measured} pages can be read."),
        "illegible": Text(
            "{page}无法辨认（{why}），请在光线充足处平放、对焦后重新拍摄或扫描。",
            "{page} cannot be read ({why}); lay it flat in good light and photograph or scan it again.",
        ),
        "contract-illegible": Text(
            "{page}无法辨认（{why}），请人工确认该页是否为必需，必要时要求重新拍摄。",
            "{page} cannot be read ({why}); decide whether that page is needed, and have it photographed again if so.",
        ),
        "hard-to-read": Text("{page}较难辨认（{why}），请人工查看。", "{page} is hard to read ({why}); look at it."),
        "unknown-page": Text(
            "有一页无法辨认（{why}），不能确定是什么材料，请人工查看。",
            "One page cannot be read ({why}) and we cannot tell what it is; look at it.",
        ),
    }
    unreadable_confidence: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="a page whose text is read with less mean confidence than this is taken as not read at all",
            extra={
                "unit": "mean recogniser confidence 0-1",
                "source": "our choice: below it a character is as likely wrong as right; no text gives a number",
            },
        ),
    ] = 0.5

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per illegible page, or one pass."""
        kinds = {seen.page: seen.kind for seen in case.of(PageKindSeen)}
        looked = [seen for seen in case.of(Legibility) if kinds.get(seen.page, PageKind.OTHER) not in EXEMPT]
        for seen in looked:
            if not seen.legible:
                yield self._of(case, seen, kinds.get(seen.page, PageKind.OTHER))
        if looked and all(seen.legible for seen in looked):
            yield self.say(case, Outcome.PASS, "legible", measured=len(looked))

    def _of(self, case: Case, seen: Legibility, kind: PageKind) -> Finding:
        read = seen.reading_confidence
        why = join(case, [word(case, PROBLEMS, problem) for problem in seen.problems or ("unread",)])
        outcome, slug = Outcome.UNSURE, "hard-to-read"
        if kind is PageKind.OTHER:
            slug = "unknown-page"
        elif kind in {*REQUIRED, *CONTRACT} and (read is None or read < self.unreadable_confidence):
            outcome, slug = Outcome.FAIL, "illegible" if kind in REQUIRED else "contract-illegible"
        return self.say(
            case,
            outcome,
            slug,
            confidence=seen.confidence,
            evidence=(case.evidence(seen),),
            measured=read,
            limit=self.unreadable_confidence,
            page=word(case, PAGES, kind),
            why=why,
        )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a readable form, blurred ones, and an illegible photo page that does not matter."""
        bad, poor = legibility("blur"), msgspec.structs.replace(legibility("glare"), reading_confidence=0.7)
        return (
            Example(title="a clear form page", case=case(sheet(PageKind.FORM_1)), gives=(("legible", Outcome.PASS),)),
            Example(title="a form page nobody can read", case=case(sheet(PageKind.FORM_1, bad)), gives=(("illegible", Outcome.FAIL),)),
            Example(
                title="a contract page with glare",
                case=case(sheet(PageKind.CONTRACT_BODY, poor)),
                gives=(("hard-to-read", Outcome.UNSURE),),
            ),
            Example(
                title="a contract page nobody can read",
                case=case(sheet(PageKind.CONTRACT_BODY, bad)),
                gives=(("contract-illegible", Outcome.FAIL),),
            ),
            Example(title="an unknown blurred page", case=case(sheet(PageKind.OTHER, bad)), gives=(("unknown-page", Outcome.UNSURE),)),
            Example(
                title="only a blurred ID photo",
                case=case(sheet(PageKind.ID_PHOTO, bad)),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
        )

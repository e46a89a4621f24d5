"""Whether the same page was uploaded twice."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta
from rapidfuzz import fuzz, process

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import Sheet, case, line, sheet
from pipeline.checks.dates import clean
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen, TextLine
from pipeline.datamodel.reading import Reading


class _Words(msgspec.Struct, frozen=True):
    """The lines of a page that say something: as read, cleaned, and all their characters counted."""

    read: tuple[Reading, ...]
    lines: tuple[str, ...]
    letters: Counter[str]


WORDS = 4  # characters of a line at least that says something about its page


class PagesDuplicate(Check, frozen=True):
    """No page was uploaded twice.

    What: two pages of the same kind are noted as one page twice where their 64-bit picture fingerprints differ in a few bits only, or
    where nearly all their lines say the same, as of a page photographed twice; lines of which both are surely read and whose figures
    differ make them two pages. Blank pages are left out.
    Why: a page sent twice often stands where another page should be.
    Source: 「申请表两页连同有关材料拍照后上传（参见四）」 (FORM-UPLOAD2). Advice only.
    What a person still decides: whether the pages are the same, and whether one is missing instead.
    """

    name = "pages-duplicate"
    title = Text("重复页", "pages uploaded twice")
    needs = (PageSeen, PageKindSeen, TextLine)
    texts = {
        "none": Text("没有重复的页。", "No page comes twice."),
        "twice": Text(
            "两页图像几乎相同，疑似重复上传，请确认是否缺少另一页。",
            "Two pages look the same; make sure that no other page is missing for it.",
        ),
        "twice-by-words": Text(
            "两页文字几乎相同，疑似同一页拍摄两次，请确认是否缺少另一页。",
            "Two pages say the same, perhaps one page photographed twice; make sure that no other page is missing for it.",
        ),
    }
    sure_character: SureCharacter = SURE_CHARACTER
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
    same_lines: Annotated[
        float,
        Meta(
            gt=0,
            le=1,
            description="pages are one where at least so much of either page's lines stands on the other",
            extra={"unit": "share of lines", "source": "between the same page twice and two pages of a kind, drawn, 2026-11-25"},
        ),
    ] = 0.8
    like_line: Annotated[
        float,
        Meta(
            gt=0,
            le=1,
            description="two lines say the same where so much of their characters agrees",
            extra={"unit": "share of characters", "source": "one character in five may be misread"},
        ),
    ] = 0.8
    lines_least: Annotated[
        int,
        Meta(ge=1, description="pages with fewer lines are not compared by words", extra={"unit": "lines", "source": "few words repeat"}),
    ] = 6
    lines_most: Annotated[
        int,
        Meta(
            ge=1,
            description="lines of a page that are compared; a page has fewer, and what is compared grows with their square",
            extra={"unit": "lines", "source": "a dense A4 page of small print has about 70"},
        ),
    ] = 150
    shared_letters: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="pages that share less of their characters, in whatever order, are not compared line by line",
            extra={
                "unit": "share of characters",
                "source": "below what lines as like as `same_lines` and `like_line` ask share, 0.8 of 0.8, where lines are about as long",
            },
        ),
    ] = 0.5

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one note per pair of like pages, or one pass."""
        kinds = {seen.page: seen.kind for seen in case.of(PageKindSeen)}
        pages = [page for page in case.sightings.pages if kinds.get(page.page) not in {None, PageKind.BLANK}]
        words = {page.page: self._lines(case, page) for page in pages}
        twice = False
        for one, other in itertools.combinations(pages, 2):
            if kinds[one.page] is not kinds[other.page]:
                continue
            bits = (int(one.fingerprint, 16) ^ int(other.fingerprint, 16)).bit_count()
            evidence = (case.evidence(one), case.evidence(other))
            if bits <= self.fingerprint_bits:
                twice = True
                yield self.say(case, Outcome.FAIL, "twice", evidence=evidence, measured=bits, limit=self.fingerprint_bits)
            elif self._say_the_same(words[one.page], words[other.page]):
                twice = True
                yield self.say(case, Outcome.FAIL, "twice-by-words", evidence=evidence)
        if pages and not twice:
            yield self.say(case, Outcome.PASS, "none")

    def _lines(self, case: Case, page: PageSeen) -> _Words:
        told = [(one.reading, clean(one.reading.text)) for one in case.of(TextLine, page=page.page)]
        told = [(read, text) for read, text in told if len(text) >= WORDS][: self.lines_most]
        lines = tuple(text for _, text in told)
        return _Words(tuple(read for read, _ in told), lines, Counter("".join(lines)))

    def _say_the_same(self, one: _Words, other: _Words) -> bool:
        fewer = min(len(one.lines), len(other.lines))
        shared = (one.letters & other.letters).total()
        if fewer < self.lines_least or shared < self.shared_letters * max(one.letters.total(), other.letters.total()):
            return False
        # A line with nothing like it scores 0; each line's likest stands where its row or column is highest.
        likeness = process.cdist(one.lines, other.lines, scorer=fuzz.ratio, score_cutoff=100 * self.like_line)
        if min(likeness.any(axis=side).mean() for side in (0, 1)) < self.same_lines:
            return False
        pairs = zip(one.read, likeness.argmax(axis=1), likeness.max(axis=1) > 0, strict=True)
        return not any(like and self._surely_other(line, other.read[found]) for line, found, like in pairs)

    def _surely_other(self, one: Reading, other: Reading) -> bool:
        figures, others = (re.findall("[0-9]", clean(each.text)) for each in (one, other))
        return figures != others and min(one.weakest, other.weakest) >= self.sure_character

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return two pages that differ, and one page twice."""
        one = sheet(PageKind.CONTRACT_BODY, fingerprint="00ff00ff00ff00ff")
        like = sheet(PageKind.CONTRACT_BODY, fingerprint="00ff00ff00ff00fe")
        other = sheet(PageKind.CONTRACT_BODY, fingerprint="f0f0f0f00f0f0f0f")
        articles = tuple(f"第{number}条　乙方应当遵守甲方第{number}项制度" for number in "一二三四五六七")

        def of(*words: str, fingerprint: str) -> Sheet:
            return sheet(PageKind.CONTRACT_BODY, *(line(text) for text in words), fingerprint=fingerprint)

        first = of(*articles, "2026年3月1日起", fingerprint="00ff00ff00ff00ff")
        again = of(*articles, "2026年3月1日起", fingerprint="f0f0f0f00f0f0f0f")
        later = of(*articles, "2028年3月1日起", fingerprint="f0f0f0f00f0f0f0f")
        short = of("第一条　工作内容", fingerprint="00ff00ff00ff00ff"), of("第一条　工作内容", fingerprint="f0f0f0f00f0f0f0f")
        return (
            Example(title="one page photographed twice from elsewhere", case=case(first, again), gives=(("twice-by-words", Outcome.FAIL),)),
            Example(title="the same but for a date", case=case(first, later), gives=(("none", Outcome.PASS),)),
            Example(title="few words", case=case(*short), gives=(("none", Outcome.PASS),)),
            Example(title="two different pages", case=case(one, other), gives=(("none", Outcome.PASS),)),
            Example(title="one page photographed twice", case=case(one, like), gives=(("twice", Outcome.FAIL),)),
        )

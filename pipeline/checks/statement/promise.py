"""Whether the applicant vouches for the truth of the statement."""

import re
from collections.abc import Iterator

import msgspec

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, cell, line, sheet
from pipeline.checks.dates import clean
from pipeline.checks.facts import may_hide
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, PageKind, PageKindSeen, PageSeen, Role, TextLine

SPEAKER = '(?:(?<![“"‘])(?:本人|我|申请人|陈述人|承诺人))'
SOLEMNLY = "(?:在此|郑重|谨此|谨|特此|特|现|自愿|庄严|,|:)*"
VOW = "(?:承诺|保证|声明|确认)"
WHAT = "(?:以上|上述|所述|所填|所写|所提交|所提供|本材料|本陈述|履职|陈述)"  # of what stands here, not of what was found at work
WITHIN = "(?:(?!不|未|无法|并非|非全|隐患|整改|核查)[^。;！!,])"  # of one clause, nothing denied and no duty told
TRUE = "(?<![不未非])(?<!是否)(?:真实|属实|无任何?虚假|没有任?何?虚假|不存在虚假)"
# Somebody speaks for himself and vows that what stands here is true, or answers for its truth. What is asked of an applicant
# (「须承诺…真实性」), what others vow, what is denied, and records that a safety officer found true are no promise.
PROMISE = re.compile(
    rf"{SPEAKER}{SOLEMNLY}{VOW}[,:]*{WITHIN}{{0,20}}?{WHAT}{WITHIN}{{0,16}}?{TRUE}"
    rf"|{SPEAKER}{SOLEMNLY}对{WITHIN}{{0,12}}?{WHAT}{WITHIN}{{0,8}}?真实性{WITHIN}{{0,12}}?(?:负责|责任)"
    rf"|(?:^|[。;！!]){SOLEMNLY}{VOW}[,:]*{WHAT}{WITHIN}{{0,16}}?{TRUE}"
)
FOOT = 0.94  # share of a page's height below which running feet stand
HINT = re.compile("承诺|声明|真实|属实|虚假|不实|隐瞒|如实|实情|为实|无误|虚作假|保证|负责|承担")


class Found(msgspec.Struct, frozen=True):
    """A promise: its words, the page, the box around its lines, and the confidence of the least sure of these."""

    words: str
    page: int
    box: Box
    sure: float


class StatementPromise(Check, frozen=True):
    """The statement holds the applicant's promise that it is true.

    What: on the statement's pages, a sentence in which the applicant promises, declares or answers for the truth of what stands there
    (本人承诺以上内容真实, 本人对上述情况的真实性负责). It counts where it was surely read and stands above the signature. One below the
    signature or in the foot of the page, one on a 承诺书 beside it, other words of truth, and a statement read badly are put to a person;
    none at all on a statement surely read is told. A promise on the application form is another one.
    Why: the applicant's own word took the place of the employer's confirmation.
    Source: 「③执业期间履职情况书面材料(需申请人签字并承诺其真实性)。」 (P19-DUTY). The rules of 2019-11 ask for a signature only.
    What a person still decides: whether other words amount to a promise.
    """

    name = "statement-promise"
    title = Text("履职情况真实性承诺", "promise of truth")
    needs = (PageSeen, PageKindSeen, TextLine, Cell)
    texts = {
        "promised": Text("履职情况陈述中承诺了真实性。", "The statement promises that it is true."),
        "aside": Text(
            "履职情况陈述的真实性承诺位于签字之后或页脚，请人工确认是否为本人承诺。",
            "The promise of truth stands below the signature or in the foot of the page; decide whether it counts.",
        ),
        "elsewhere": Text(
            "履职情况陈述中未见真实性承诺，另有承诺书载有承诺，请人工确认。",
            "The statement does not promise that it is true; a paper beside it does. Decide whether that counts.",
        ),
        "absent": Text("履职情况陈述中未见对真实性的承诺，请核对补充。", "The statement does not promise that it is true."),
        "perhaps": Text(
            "履职情况陈述中未读出完整的真实性承诺，请人工查看。", "No whole promise of truth was read in the statement; look for it."
        ),
    }
    about_absence = frozenset({"absent"})
    sure_character: SureCharacter = SURE_CHARACTER
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the promise."""
        pages = case.pages_of(PageKind.STATEMENT)
        if not pages:
            return
        promises = [found for seen in pages for found in _promises(case, seen.page)]
        sure = [found for found in promises if found.sure >= self.sure_character]
        good = next((found for found in sure if not _aside(case, found)), None)
        apart = [found for seen in case.pages_of(PageKind.PROMISE) for found in _promises(case, seen.page)]
        told = good or next(iter(sure), None) or next(iter(promises), None) or next(iter(apart), None)
        if good is not None:
            outcome, slug = Outcome.PASS, "promised"
        elif sure:
            outcome, slug = Outcome.UNSURE, "aside"
        elif apart and not promises:
            outcome, slug = Outcome.UNSURE, "elsewhere"
        elif promises or not self._surely_without(case) or may_hide(case, self.sure_kind):
            outcome, slug = Outcome.UNSURE, "perhaps"
        else:
            outcome, slug = Outcome.FAIL, "absent"
        seen = next((seen for seen in case.of(PageKindSeen) if told is not None and seen.page == told.page), pages[0])
        evidence = case.evidence(seen, told.words if told else seen.title, told.box if told else None)
        yield self.say(case, outcome, slug, confidence=told.sure if told else seen.confidence, evidence=(evidence,))

    def _surely_without(self, case: Case) -> bool:
        """Return whether every line long enough for a promise was surely read on every page, and none has a word of one."""
        for seen in case.pages_of(PageKind.STATEMENT):
            lines = [one for one in case.of(TextLine, page=seen.page) if len(clean(one.reading.text)) >= len("承诺以上属实")]
            if not lines or any(one.reading.confidence < self.sure_character for one in lines):
                return False
            if HINT.search("".join(clean(one.reading.text) for one in case.of(TextLine, page=seen.page))):
                return False
        return True

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return promises in several wordings, words that are none, one below the signature, one beside it, none, and one hardly read."""
        told = "2023年完成样本厂安全评价项目。"

        def of(text: str, *more: str, confidence: float = 0.98, hidden: bool = False) -> Case:
            papers = [sheet(PageKind.PROMISE, line(words)) for words in more]
            page = sheet(PageKind.STATEMENT, line(told + text, confidence=confidence))
            return case(page, *papers, faults=(broken_file(),) if hidden else ())

        below = sheet(
            PageKind.STATEMENT,
            line(told, box=Box(200, 300, 900, 50)),
            cell(Role.STATEMENT_SIGNATURE, box=Box(900, 1400, 400, 60)),
            line("本人承诺以上内容真实。", box=Box(200, 1900, 900, 50)),
        )
        good, doubt = (("promised", Outcome.PASS),), (("perhaps", Outcome.UNSURE),)
        return (
            Example(title="promised", case=of("本人承诺以上内容真实有效。"), gives=good),
            Example(title="answered for", case=of("本人对上述内容的真实性负责。"), gives=good),
            Example(title="what an applicant is asked for", case=of("申请人须承诺履职情况真实。"), gives=doubt),
            Example(title="true records of others", case=of("本人核查企业承诺的隐患材料是否真实。"), gives=doubt),
            Example(title="below the signature", case=case(below), gives=(("aside", Outcome.UNSURE),)),
            Example(title="beside it", case=of("", "本人郑重承诺：所提交的材料真实。"), gives=(("elsewhere", Outcome.UNSURE),)),
            Example(title="no promise", case=of(""), gives=(("absent", Outcome.FAIL),)),
            Example(title="no promise, and a file that did not open", case=of("", hidden=True), gives=doubt),
            Example(title="hardly read", case=of("本人承诺以上内容真实有效。", confidence=0.4), gives=doubt),
        )


def _promises(case: Case, page: int) -> Iterator[Found]:
    """Yield every promise on a page, whatever lines it runs over."""
    lines = sorted(
        (one for one in case.of(TextLine, page=page) if one.reading.text), key=lambda one: (one.box.y + one.box.h // 2, one.box.x)
    )
    texts = [clean(one.reading.text) for one in lines]
    for match in PROMISE.finditer("".join(texts)):
        start, held = 0, []
        for one, text in zip(lines, texts, strict=True):
            if start < match.end() and match.start() < start + len(text):
                held.append(one)
            start += len(text)
        box = held[0].box
        for one in held[1:]:
            box = box.hull(one.box)
        yield Found(words=match.group().strip("。;！!,:"), page=page, box=box, sure=min(one.reading.confidence for one in held))


def _aside(case: Case, found: Found) -> bool:
    """Return whether a promise stands below the signature's place on its page, or in the page's foot."""
    height = case.sightings.pages[found.page].size[1]
    signs = [one.label_box.bottom for one in case.of(Cell, page=found.page) if one.role is Role.STATEMENT_SIGNATURE]
    return found.box.centre.y > min((*signs, FOOT * height))

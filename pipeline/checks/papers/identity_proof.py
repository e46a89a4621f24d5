"""Whether a paper shows that the old and the new ID number are one person's."""

import re
from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, line, seal, sheet
from pipeline.checks.dates import clean
from pipeline.checks.facts import may_hide, plain, surely_of
from pipeline.checks.id_digits import as_18, tidy, valid
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.datamodel.application import Declared, DeclaredApplicant, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen, Seal, SealKind, TextLine

NUMBERS = re.compile(r"(?<![0-9Xx])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9Xx])")
HOUSEHOLD = re.compile(r"户口|常住人口|户主|与户主关系")
# Two people's numbers, or a proof that denies: asked of the whole text, since sentences are broken over lines.
OTHERS = re.compile(
    r"之[子女父母夫妻]|[不非未无](?:是|能|法|属|为|系|予|曾)?(?:确认|证明|认定|判定|查明|变更|更正)?(?:是|为|系|属)?(?:同一|变更|更正)|难以|无法|不能"
    r"|不属|[为系是][两二2][个名]?人|另一|他人|别人|夫妻|配偶|父[子女亲]|母[子女亲]|兄弟|姐妹|其[兄弟姐妹父母子女夫妻]|监护|亲属|关系"
)
# What such a paper is about: one person, or one number that became another.
SAME = re.compile(
    r"同一(?:个)?(?:人|公民)|变更|更正|更改|改为|换为|升位|升为|重新(?:编制|赋码)|[原旧](?:公民)?(?:居民)?(?:身份证?)?(?:件)?号码?"
)
POLICE = re.compile(
    r"(?:公安[厅局部处]|公安.{0,8}分局|派出所)(?:.{0,20}(?:分局|派出所|[支大中]队|[处科室所]))?(?:(?:户口|户籍|证件|人口|业务).{0,6}章)?$"
)
FIRM = re.compile(r"公司|[厂店]|中心|协会|商行")
FILED = re.compile(
    r"(?:(?<!身份证)(?<!身份)编号|文号|档案号?|流水号?|单号|证明号|字第?|№|No[.:]?)[:：]?[^0-9]{0,4}$"
)  # a number of the paper, not of a person


class IdentityProof(Check, frozen=True):
    """A paper about the change of the ID number is there: it names both numbers, one of them the applicant's, and bears a seal.

    What: a page on which a police station speaks of the number; two different numbers of 15 or 18 digits, surely read and each right
    in itself, on it, one of them the declared one (a 15-digit number and its own 18-digit form are the same number, and told as such);
    words that they are one person's, or that one became the other, and none that speak of two people; and a seal surely read as a
    police office's.
    A page of the household register may name several people, so its numbers prove nothing here. What is not all there is put to a person.
    Why: without it the record of one person would go to another.
    Source: 「有关相应证明等材料」 (IDCHG-MAIL)
    What a person still decides: whether this paper suffices, which the rules leave open, and whose seal it bears.
    """

    name = "identity-proof"
    title = Text("证件号变更证明", "proof of the changed number")
    needs = (PageSeen, PageKindSeen, TextLine, Seal)
    texts = {
        "both-numbers": Text(
            "证明载有新旧两个证件号码（其一为申请人所申报）并有印章。",
            "The proof names both numbers, one of them as declared, and is sealed.",
        ),
        "same-number": Text(
            "证明中的15位号码与18位号码为同一号码（升位），并有印章。",
            "The 15-digit number on the proof is the 18-digit one, lengthened; it is sealed.",
        ),
        "missing": Text("未见证件号变更的相应证明，请补传。", "There is no proof of the changed number; upload it."),
        "perhaps-missing": Text(
            "未能认出证件号变更证明；有文件或页面无法识别，可能就在其中，请人工查看。",
            "No proof was recognised; it may be among the files or pages that could not be told, look at them.",
        ),
        "incomplete": Text(
            "证件号变更证明上未同时读出新旧号码、申请人申报的号码和印章，请人工查看。",
            "Both numbers, the declared one among them, and a seal were not all seen on the proof; look at it.",
        ),
    }
    about_absence = frozenset({"missing", "perhaps-missing"})
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the proof."""
        pages, hiding = surely_of(case, self.sure_kind, PageKind.IDENTITY_PROOF), may_hide(case, self.sure_kind)
        if not pages:
            outcome, slug = (Outcome.UNSURE, "perhaps-missing") if hiding else (Outcome.FAIL, "missing")
            yield self.say(case, outcome, slug, confidence=0.5 if hiding else 1.0, evidence=hiding)
            return
        for seen in pages:
            numbers = self._numbers(case, seen)
            if numbers and self._sealed(case, seen):
                slug = "same-number" if len({as_18(number) for number in numbers}) == 1 else "both-numbers"
                yield self.say(case, Outcome.PASS, slug, confidence=seen.confidence, evidence=(case.evidence(seen, seen.title),))
                return
        yield self.say(case, Outcome.UNSURE, "incomplete", confidence=0.5, evidence=tuple(case.evidence(seen) for seen in pages))

    def _numbers(self, case: Case, seen: PageKindSeen) -> set[str]:
        """Return the two numbers that a page names, the declared one among them; nothing where it is not surely about one person."""
        read = [line.reading for line in case.of(TextLine, page=seen.page)]
        numbers = [
            (match[0].upper(), min(sure[match.start() : match.end()]))
            for text, sure in map(plain, read)
            for match in NUMBERS.finditer(text)
            if valid(match[0].upper()) and not FILED.search(text[: match.start()])
        ]
        found = {number for number, _ in numbers}
        if any(sure < self.sure_character for _, sure in numbers):
            return set()
        declared = tidy(case.declared.applicant.id_number or "")
        ours = valid(declared) and as_18(declared) in {as_18(number) for number in found}
        text = "".join((clean(seen.title), *(clean(reading.text) for reading in read)))
        said = SAME.search(text) is not None or len({as_18(number) for number in found}) == 1
        told = said and not HOUSEHOLD.search(text) and not OTHERS.search(text)
        return found if len(found) == 2 and ours and told else set()  # noqa: PLR2004 - the old and the new one

    def _sealed(self, case: Case, seen: PageKindSeen) -> bool:
        """Return whether a seal on the page is surely read as a police office's."""
        no_organ = {SealKind.CROSS_PAGE, SealKind.PERSONAL}
        seals = (one for one in case.of(Seal, page=seen.page) if one.kind not in no_organ and one.ink != "black")
        for text, sure in (plain(one.name) for one in seals):
            found = POLICE.search(text)
            if found and not FIRM.search(text) and min(sure[found.start() : found.end()]) >= self.sure_character:
                return True
        return False

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a full proof, a lengthened number, none, one that may be hidden, and those that lack something."""
        kind, card = Kind.ID_NUMBER_CHANGE, sheet(PageKind.ID_COPY)
        old, longer, other = "110101900307803", "11010119900307803X", "110101198501011239"
        applicant = Declared(applicant=DeclaredApplicant(id_number=longer))

        def of(
            *numbers: str,
            stamp: str = "样本市公安局样本路派出所",
            declared: Declared = applicant,
            title: str = "身份号码变更证明",
            confidence: float = 0.98,
            seal_confidence: float = 0.97,
        ) -> Case:
            stamps = (seal(stamp, confidence=seal_confidence),) if stamp else ()
            words = line("，".join(numbers), confidence=confidence)
            return case(card, sheet(PageKind.IDENTITY_PROOF, words, *stamps, title=title), kind=kind, declared=declared)

        hidden = case(card, kind=kind, faults=(broken_file(),))
        incomplete = (("incomplete", Outcome.UNSURE),)
        denied = tuple(
            f"{longer}与{other}{words}"
            for words in (
                "不属同一人",
                "不\n是同一人",
                "为两人",
                "无法证明为同一人",
                "系夫妻关系",
                "重号，为另一公民使用",
                "，其兄的号码",
                "，前者的监护人",
            )
        )
        firms = ("样本公安消防器材有限公司", "北京公安印章刻制中心")
        household = of(longer, other, title="居民户口簿")
        return (
            Example(title="both numbers and a seal", case=of(longer, other), gives=(("both-numbers", Outcome.PASS),)),
            Example(title="fifteen digits made eighteen", case=of(old, longer), gives=(("same-number", Outcome.PASS),)),
            Example(title="none", case=case(card, kind=kind), gives=(("missing", Outcome.FAIL),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="no seal", case=of(longer, other, stamp=""), gives=incomplete),
            Example(title="no number declared", case=of(longer, other, declared=Declared()), gives=incomplete),
            Example(title="one number", case=of(longer), gives=incomplete),
            Example(title="numbers hardly read", case=of(longer, other, confidence=0.5), gives=incomplete),
            Example(title="a relative's number", case=of(longer, other, "张三系李四之子"), gives=incomplete),
            Example(title="the employer's seal", case=of(longer, other, stamp="样本公司"), gives=incomplete),
            *(Example(title=words, case=of(words), gives=incomplete) for words in denied),
            *(Example(title=f"the seal of {firm}", case=of(longer, other, stamp=firm), gives=incomplete) for firm in firms),
            Example(title="a seal hardly read", case=of(longer, other, seal_confidence=0.2), gives=incomplete),
            Example(title="the paper's own number", case=of(longer, "证明编号110101850101123"), gives=incomplete),
            Example(title="two numbers and no word", case=of(longer, other, title="证明"), gives=incomplete),
            Example(
                title="one person, as words say",
                case=of(f"张三原身份证号{other}，现身份证号{longer}，系同一人", title="证明"),
                gives=(("both-numbers", Outcome.PASS),),
            ),
            Example(
                title="the seal for household affairs",
                case=of(longer, other, stamp="样本市公安局样本派出所户口专用章"),
                gives=(("both-numbers", Outcome.PASS),),
            ),
            Example(title="a family's register", case=household, gives=incomplete),
        )

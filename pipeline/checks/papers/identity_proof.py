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
OTHERS = re.compile(r"之[子女父母]|(?:不|非|并非)(?:是)?同一")  # two people's numbers
POLICE = re.compile(r"公安|派出所")


class IdentityProof(Check, frozen=True):
    """A paper about the change of the ID number is there: it names both numbers, one of them the applicant's, and bears a seal.

    What: a page on which a police station speaks of the number; two different numbers of 15 or 18 digits, surely read and each right
    in itself, on it (a 15-digit number and its own 18-digit form are the same number, and told as such), one of them the declared one;
    and a seal.
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
        lines = [clean(reading.text) for reading in read]
        numbers = [
            (match[0].upper(), min(sure[match.start() : match.end()]))
            for text, sure in map(plain, read)
            for match in NUMBERS.finditer(text)
            if valid(match[0].upper())
        ]
        found = {number for number, _ in numbers}
        if any(sure < self.sure_character for _, sure in numbers):
            return set()
        declared = tidy(case.declared.applicant.id_number or "")
        ours = valid(declared) and as_18(declared) in {as_18(number) for number in found}
        household = any(HOUSEHOLD.search(text) or OTHERS.search(text) for text in (seen.title, *lines))
        return found if len(found) == 2 and ours and not household else set()  # noqa: PLR2004 - the old and the new one

    def _sealed(self, case: Case, seen: PageKindSeen) -> bool:
        no_organ = {SealKind.CROSS_PAGE, SealKind.PERSONAL}
        seals = (one for one in case.of(Seal, page=seen.page) if one.kind not in no_organ and one.ink != "black")
        return any(POLICE.search(one.name.text) for one in seals)

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
        ) -> Case:
            stamps = (seal(stamp),) if stamp else ()
            words = line("，".join(numbers), confidence=confidence)
            return case(card, sheet(PageKind.IDENTITY_PROOF, words, *stamps, title=title), kind=kind, declared=declared)

        hidden = case(card, kind=kind, faults=(broken_file(),))
        incomplete = (("incomplete", Outcome.UNSURE),)
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
            Example(title="a family's register", case=household, gives=incomplete),
        )

"""Whether the letter that asks for another ID number says what it asks for, and how to call its writer."""

import re
from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, line, sheet
from pipeline.checks.dates import clean
from pipeline.checks.facts import may_hide, surely_of
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen, TextLine

# The centre's own fax stands in the rules; a number behind 传真 is not the writer's telephone.
PHONE = re.compile(
    r"(?<![0-9])(?<!传真[::])(?<!传真)(?<!传真号码)(?<!传真号码[::])(?<!银行卡)(?<!银行卡[::])(?<!卡号)(?<!卡号[::])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])"
)
LABELLED = re.compile(r"(?:电话|手机)[^0-9]{0,6}[2-8][0-9]{6,7}(?![0-9])")
MATTER = re.compile(r"(变更|更正|修改|更改).{0,10}(身份证|证件|身份号码)|(身份证|证件|身份号码).{0,10}(变更|更正|修改|更改)")


class ChangeRequest(Check, frozen=True):
    """The letter names the matter (another ID number) and a telephone number.

    What: a page that is such a letter; a phrase about changing or correcting the number, and a mobile or fixed telephone's number, both
    surely read. No letter is a fail only when every file opened and every page was told; what was not read on one is unsure.
    Why: these matters are handled by e-mail or fax; whoever handles one must know what is wanted and whom to call.
    Source: 「请注明需办理的事项和联系电话，连同身份证复印件及有关相应证明等材料」 (IDCHG-MAIL)
    What a person still decides: what proof suffices.
    """

    name = "change-request"
    title = Text("变更事项说明", "letter asking for the change")
    needs = (PageSeen, PageKindSeen, TextLine)
    texts = {
        "told": Text("已注明需办理的事项和联系电话。", "The letter names the matter and a telephone number."),
        "missing": Text(
            "未见注明需办理事项和联系电话的说明，请补传。", "There is no letter naming the matter and a telephone number; upload it."
        ),
        "perhaps-missing": Text(
            "未能认出办理说明；有文件或页面无法识别，可能就在其中，请人工查看。",
            "No letter was recognised; it may be among the files or pages that could not be told, look at them.",
        ),
        "no-phone": Text("办理说明中未读出联系电话，请人工查看。", "No telephone number was read in the letter; look at it."),
        "no-matter": Text("办理说明中未读出需办理的事项，请人工查看。", "What is asked for was not read in the letter; look at it."),
    }
    about_absence = frozenset({"missing", "perhaps-missing"})
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the letter."""
        pages, hiding = surely_of(case, self.sure_kind, PageKind.REQUEST), may_hide(case, self.sure_kind)
        if not pages:
            outcome, slug = (Outcome.UNSURE, "perhaps-missing") if hiding else (Outcome.FAIL, "missing")
            yield self.say(case, outcome, slug, confidence=0.5 if hiding else 1.0, evidence=hiding)
            return
        read = [line.reading for seen in pages for line in case.of(TextLine, page=seen.page)]
        lines = [clean(reading.text) for reading in read if reading.weakest >= self.sure_character]
        evidence = (case.evidence(pages[0], pages[0].title),)
        if not any(MATTER.search(text) for text in lines):
            yield self.say(case, Outcome.UNSURE, "no-matter", confidence=0.5, evidence=evidence)
        elif not any(PHONE.search(text) or LABELLED.search(text) for text in lines):
            yield self.say(case, Outcome.UNSURE, "no-phone", confidence=0.5, evidence=evidence)
        else:
            yield self.say(case, Outcome.PASS, "told", confidence=pages[0].confidence, evidence=evidence)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a full letter, none, one that may be hidden, one without a telephone, one with a fax alone, one without a matter."""
        kind, card = Kind.ID_NUMBER_CHANGE, sheet(PageKind.ID_COPY)

        def of(text: str, confidence: float = 0.98) -> Case:
            letter = sheet(PageKind.REQUEST, line(text, confidence=confidence), title="关于变更身份证件号的申请")
            return case(card, letter, kind=kind)

        hidden = case(card, kind=kind, faults=(broken_file(),))
        full, silent, fax = "申请变更身份证号码，联系电话：13800000000", "申请变更身份证号码。", "申请变更身份证号码，传真01064897067"
        return (
            Example(title="matter and telephone", case=of(full), gives=(("told", Outcome.PASS),)),
            Example(title="none", case=case(card, kind=kind), gives=(("missing", Outcome.FAIL),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="no telephone", case=of(silent), gives=(("no-phone", Outcome.UNSURE),)),
            Example(title="a fax alone", case=of(fax), gives=(("no-phone", Outcome.UNSURE),)),
            Example(title="no matter", case=of("联系电话：010-64898888"), gives=(("no-matter", Outcome.UNSURE),)),
            Example(title="hardly read", case=of(full, 0.5), gives=(("no-matter", Outcome.UNSURE),)),
        )

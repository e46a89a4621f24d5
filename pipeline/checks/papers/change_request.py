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

# The offices' own numbers, as the rules (IDCHG-MAIL) and the exam's notice print them: whoever copies their address names no telephone
# of his own.
CENTRE = frozenset({"01064897067", "64897067", "01064965024", "64965024", "64913859", "01064913859"})
# A number behind 传真 or of a bank's card is nobody's telephone.
PHONE = re.compile(
    r"(?<![0-9])(?<!传真[::])(?<!传真)(?<!传真号码)(?<!传真号码[::])(?<!银行卡)(?<!银行卡[::])(?<!卡号)(?<!卡号[::])"
    r"(1[3-9][0-9]{9}|[(]?0[0-9]{2,3}[)-]?[2-8][0-9]{6,7})(?![0-9])"
)
LABELLED = re.compile(r"(?:电话|手机)[^0-9]{0,6}([2-8][0-9]{6,7})(?![0-9])")
# The verb must have the number for its object: between them stand words of its owner or register and the numbers themselves, never
# another matter (聘用单位), another paper (复印件) or the end of a clause.
_VERB = "(?<![不未无勿])(?:变更|更正|修改|更改|改正|换号)"
_CARD = "(?:身份证|身份号码|证件号)"
_OTHER = "聘用|单位|企业|公司|类别|专业|姓名|复印|原件|照片|附|提供|提交|电话|手机|地址|学历|职称|不|未|无"
_BETWEEN = rf"(?:(?!{_OTHER})[一-鿿“”\"《》<>]|[0-9Xx*]{{15,18}}|1[58](?=位)){{0,16}}"
MATTER = re.compile(rf"{_VERB}{_BETWEEN}{_CARD}(?!件?复印|件?原件)|{_CARD}{_BETWEEN}{_VERB}(?!{_OTHER})")


class ChangeRequest(Check, frozen=True):
    """The letter names the matter (another ID number) and a telephone number.

    What: a page that is such a letter; a phrase whose verb (变更, 更正) has the number for its object, and a mobile or fixed telephone's
    number that is not one of the registration centre's own, both surely read. No letter is a fail only when every file opened and every
    page was told; what was not read on one is unsure.
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
        elif not any(_phones(text) for text in lines):
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
            Example(
                title="the centre's number alone",
                case=of("申请变更身份证号码，中心电话010-64897067"),
                gives=(("no-phone", Outcome.UNSURE),),
            ),
            Example(
                title="another matter beside the card",
                case=of("申请变更聘用单位，附身份证，电话13800000000"),
                gives=(("no-matter", Outcome.UNSURE),),
            ),
            Example(title="a fax alone", case=of(fax), gives=(("no-phone", Outcome.UNSURE),)),
            Example(title="no matter", case=of("联系电话：010-64898888"), gives=(("no-matter", Outcome.UNSURE),)),
            Example(title="hardly read", case=of(full, 0.5), gives=(("no-matter", Outcome.UNSURE),)),
        )


def _phones(text: str) -> list[str]:
    """Return the telephone numbers in a line, digits alone, without the registration centre's own."""
    found = (one.group(1) for pattern in (PHONE, LABELLED) for one in pattern.finditer(text))
    digits = (re.sub("[^0-9]", "", number) for number in found)
    return [number for number in digits if number not in CENTRE]

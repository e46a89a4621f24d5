"""Whether the certificate is there that a level of the examination rests on."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, line, sheet
from pipeline.checks.dates import clean
from pipeline.checks.facts import surely_of
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.checks.own_paper import ABOUT_ABSENCE, absent, texts_of, whose
from pipeline.datamodel.application import Declared, DeclaredApplicant, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, PageKind, PageKindSeen, PageSeen, TextLine

Words = tuple[Annotated[str, Meta(min_length=1)], ...]


class TitleProof(Check, frozen=True):
    """The certificate that the level rests on is there: a professional title for 免二科, the qualification itself for 增报专业.

    What: where the check on site is for a record of dishonesty (失信, 违纪违规) and the declared level is 免二科, a page that is a 职称
    certificate, or for 增报专业 a 资格证书, with the applicant's name on it. Where only the other sort came, a person looks. Other known
    levels and reasons are not asked for it; a level or a reason that is not declared, or in other words, is put to a person.
    Why: these levels leave out papers of the examination on the strength of a certificate.
    Source: 「(4)相應專業(yè)技術資格證書或職稱證書(僅報考級別為增報專業(yè)或免二科的提供)。」 (EX-A4)
    What a person still decides: whether the title is high enough, and whether it is genuine.
    """

    name = "title-proof"
    title = Text("职称或专业技术资格证书", "certificate of title")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = texts_of("职称或专业技术资格证书", "certificate of title") | {
        "other-sort": Text(
            "所上传“{measured}”与报考级别“{limit}”所需的证书种类不同，请人工查看。",
            "{measured} is another sort of certificate than the level {limit} asks for; look at it.",
        ),
        "level-unknown": Text(
            "报考级别或核查原因未申报或不明，不能判断是否应提供职称或专业技术资格证书，请人工确认。",
            "The level or the reason is not declared, or not known, so whether a certificate is asked for cannot be told.",
        ),
    }
    about_absence = ABOUT_ABSENCE | {"level-unknown"}
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER
    titled: Annotated[Words, Meta(description="levels that rest on a title", extra={"unit": "words of the level", "source": "EX-A4"})] = (
        "免二科",
    )
    qualified: Annotated[
        Words, Meta(description="levels that rest on a qualification", extra={"unit": "words of the level", "source": "EX-A4"})
    ] = ("增报专业",)
    plain: Annotated[
        Words,
        Meta(
            description="levels that rest on no certificate",
            extra={"unit": "words of the level", "source": "levels of the notice, annex 4; EX-A4 names the others only"},
        ),
    ] = ("考全科", "免一科")
    asked_for: Annotated[
        Words,
        Meta(
            description="words of a reason that asks for the certificate",
            extra={"unit": "words of the reason", "source": "EX-A1 to A4: 有违纪违规行为被记入…诚信档案库且在记录期内"},
        ),
    ] = ("失信", "违纪", "违规", "诚信")
    not_asked_for: Annotated[
        Words,
        Meta(
            description="words of a reason that does not ask for it, where none of the others stands beside them",
            extra={"unit": "words of the reason", "source": "EX-B1 to B3: 学历、学位、身份 … 无法在线核验; its list has no such item"},
        ),
    ] = ("学历", "学位", "身份", "在线核验", "境外")

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the certificate where it is asked for."""
        level, reason = clean(case.declared.level or ""), clean(case.declared.verification_reason or "")
        kind = self._kind(level)
        asked = _holds(reason, self.asked_for)
        if (kind is None and _holds(level, self.plain)) or (not asked and _holds(reason, self.not_asked_for)):
            return
        if kind is None or not asked:
            yield self.say(case, Outcome.UNSURE, "level-unknown", confidence=0.5)
            return
        pages = surely_of(case, self.sure_kind, kind)
        others = surely_of(case, self.sure_kind, PageKind.TITLE, PageKind.CERTIFICATE)
        if pages:
            yield whose(self, case, self.sure_character, pages)
        elif others:
            evidence = tuple(case.evidence(seen, seen.title) for seen in others)
            yield self.say(case, Outcome.UNSURE, "other-sort", confidence=0.5, evidence=evidence, measured=others[0].title, limit=level)
        else:
            yield absent(self, case, self.sure_kind)

    def _kind(self, level: str) -> PageKind | None:
        """Return the page that a level rests on, None where it rests on none or is not known."""
        if _holds(level, self.titled):
            return PageKind.TITLE
        return PageKind.CERTIFICATE if _holds(level, self.qualified) else None

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the levels that ask for it, with and without, and those that do not."""
        kind = Kind.EXAM_VERIFICATION
        form = sheet(PageKind.EXAM_FORM)
        dishonest = "诚信档案库记录期内"

        def of(level: str | None, *texts: str, reason: str | None = dishonest, name: str | None = "张三") -> Case:
            declared = Declared(applicant=DeclaredApplicant(name=name), level=level, verification_reason=reason)
            papers = [sheet(PageKind.TITLE, line("姓名"), line(text), title="高级工程师职称证书") for text in texts]
            return case(form, *papers, kind=kind, declared=declared)

        applicant = Declared(applicant=DeclaredApplicant(name="张三"), level="免二科", verification_reason=dishonest)
        hidden = case(form, kind=kind, declared=applicant, faults=(broken_file(),))
        none, unknown = (("not-applicable", Outcome.NOT_APPLICABLE),), (("level-unknown", Outcome.UNSURE),)
        return (
            Example(title="two papers left out, with a title", case=of("免二科", "张三"), gives=(("own", Outcome.PASS),)),
            Example(title="a further category, without", case=of("增报专业"), gives=(("missing", Outcome.FAIL),)),
            Example(title="a further category, with a title", case=of("增报专业", "张三"), gives=(("other-sort", Outcome.UNSURE),)),
            Example(title="all papers taken", case=of("考全科"), gives=none),
            Example(title="education not confirmed online", case=of("免二科", reason="学历无法在线核验"), gives=none),
            Example(title="no level declared", case=of(None), gives=unknown),
            Example(title="no reason declared", case=of("免二科", reason=None), gives=unknown),
            Example(title="a level of another name", case=of("免考"), gives=unknown),
            Example(title="a title of somebody else", case=of("免二科", "李四"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="nobody known", case=of("免二科", "张三", name=None), gives=(("not-compared", Outcome.UNSURE),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
        )


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)

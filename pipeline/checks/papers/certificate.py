"""Whether the certificate of registration is there, where the rules ask for it."""

import re
from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, line, sheet
from pipeline.checks.dates import clean
from pipeline.checks.facts import may_hide, surely_of
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.checks.own_paper import ABOUT_ABSENCE, absent, texts_of, whose
from pipeline.datamodel.application import Declared, DeclaredApplicant, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, PageKind, PageKindSeen, PageSeen, TextLine

REGISTERED = re.compile(r"注册证|执业证|注册标签")
QUALIFIED = re.compile(r"资格")
# Builders, fire engineers, pharmacists and others are registered as well; a certificate that was struck off says so.
OURS = re.compile(r"安全工程师|注安")
VOID = re.compile(r"注销|作废|撤销|吊销")
STAMP = 8  # characters of a stamp at most; a printed record of later registrations speaks of 注销, too


class CertificatePresent(Check, frozen=True):
    """The certificate of registration (注册证, formerly 执业证) is there and bears the applicant's name.

    What: a page of a certificate whose title says 注册证, 执业证 or 注册标签, that names 安全工程师 and is not struck off, with the
    applicant's name on it. A 职业资格证书 and another profession's 注册证 are other certificates; where there are only pages of which
    that may be said, a person looks. For a reissue a missing one is put to a person: a damaged one is handed in, a lost one cannot be.
    None is otherwise a fail only when every file opened and every page was told.
    Why: the old certificate is given back, so that there are never two of them.
    Source: 「中华人民共和国注册安全工程师执业证」 (POLD-CONT, POLD-CHG, POLD-RE);
    「3.注册证（原件）。」 (CANC-CERT); 「3.污损的注册证或标签。」 (REPL-OLD)
    What a person still decides: the original is handed in on paper; whether the certificate was lost or damaged.
    """

    name = "certificate-present"
    title = Text("注册证", "certificate of registration")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = texts_of("注册证（执业证）", "certificate of registration") | {
        "which-certificate": Text(
            "所上传证书“{measured}”未能认定为有效的注册安全工程师注册证（执业证），请人工查看。",
            "The certificate ({measured}) was not told to be a valid one of a registered safety engineer; look at it.",
        ),
        "lost-or-damaged": Text(
            "未见原注册证或标签；污损补办的应交回，遗失的无需提供，请人工确认补办原因。",
            "There is no old certificate: a damaged one must be handed in, a lost one cannot be; confirm the reason.",
        ),
    }
    about_absence = ABOUT_ABSENCE | {"lost-or-damaged"}
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER

    def _is_ours(self, case: Case, seen: PageKindSeen) -> bool:
        """Return whether a page is a valid safety engineer's certificate of registration, as its title and its surely read lines say."""
        title = clean(seen.title)
        sure = [clean(line.reading.text) for line in case.of(TextLine, page=seen.page) if line.reading.weakest >= self.sure_character]
        struck = any(VOID.search(text) for text in (title, *(text for text in sure if len(text) <= STAMP)))
        if not REGISTERED.search(title) or QUALIFIED.search(title) or struck:
            return False
        return any(OURS.search(text) for text in (title, *sure))

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the certificate."""
        pages = surely_of(case, self.sure_kind, PageKind.CERTIFICATE)
        registered = tuple(seen for seen in pages if self._is_ours(case, seen))
        if registered:
            yield whose(self, case, self.sure_character, registered)
        elif pages:
            evidence = tuple(case.evidence(seen, seen.title) for seen in pages)
            yield self.say(case, Outcome.UNSURE, "which-certificate", confidence=0.5, evidence=evidence, measured=pages[0].title)
        elif case.kind is Kind.REISSUE and not may_hide(case, self.sure_kind):
            yield self.say(case, Outcome.UNSURE, "lost-or-damaged", confidence=0.5)
        else:
            yield absent(self, case, self.sure_kind)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the applicant's own, none, none for a reissue, one that may be hidden, another certificate, another's, nobody's."""
        applicant = Declared(applicant=DeclaredApplicant(name="张三"))
        form, kind = sheet(PageKind.FORM_SINGLE), Kind.CANCELLATION

        def with_paper(text: str, declared: Declared = applicant, title: str = "中华人民共和国注册安全工程师执业证") -> Case:
            paper = sheet(PageKind.CERTIFICATE, line("姓名"), line(text), title=title)
            return case(form, paper, kind=kind, declared=declared)

        hidden = case(form, kind=kind, declared=applicant, faults=(broken_file(),))
        lost = case(form, kind=Kind.REISSUE, declared=applicant)
        other = with_paper("张三", title="注册安全工程师职业资格证书")
        builder = with_paper("张三", title="一级建造师注册证书")
        void = with_paper("张三", title="注册安全工程师注册证(已注销)")
        return (
            Example(title="the applicant's own", case=with_paper("张三"), gives=(("own", Outcome.PASS),)),
            Example(title="none", case=case(form, kind=kind, declared=applicant), gives=(("missing", Outcome.FAIL),)),
            Example(title="none for a reissue", case=lost, gives=(("lost-or-damaged", Outcome.UNSURE),)),
            Example(title="a file that did not open", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="the certificate of qualification", case=other, gives=(("which-certificate", Outcome.UNSURE),)),
            Example(title="of another profession", case=builder, gives=(("which-certificate", Outcome.UNSURE),)),
            Example(title="struck off", case=void, gives=(("which-certificate", Outcome.UNSURE),)),
            Example(title="one of somebody else", case=with_paper("李四"), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="nobody known", case=with_paper("张三", Declared()), gives=(("not-compared", Outcome.UNSURE),)),
        )

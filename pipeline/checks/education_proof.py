"""Whether proof of continuing education is there where it may be asked for."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, line, sheet
from pipeline.checks.dates import months_before
from pipeline.checks.facts import CHANGES, may_hide, surely_of
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.checks.own_paper import whose
from pipeline.datamodel.application import Declared, DeclaredApplicant, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, PageKind, PageKindSeen, PageSeen, TextLine


class EducationProof(Check, frozen=True):
    """A proof of continuing education is uploaded where the requirement holds, and bears the applicant's name.

    What: a page of that kind with the applicant's name on it, for late initial registration, renewal, re-registration, and a change
    within the last year of a registration (declared dates). The record itself stands in the registration system, so a missing page is a
    note; for a late initial registration and such a change it is put to a person. Where the rules ask for the paper itself (before 2019),
    it must be there.
    Why: where the record was typed in by the applicant, the paper is what it can be checked against.
    Source: 「注：继续教育记录为个人填写非培训机构导入的，建议提供相应的继续教育证明。」 (CE-PROOF);
    「同时应满足继续教育要求。」 (CE-REQ);
    「逾期初始注册的还应满足继续教育要求。」 (LATE-CE);
    「注册有效期满前一年内的变更注册，需要同时自动办理延续注册的，应满足继续教育要求。」 (CHG-AUTOCE);
    before 2019 「继续教育证书复印件」 (POLD-CONT, POLD-RE)
    What a person still decides: the hours, and whether the record in the system needs proof at all.
    """

    name = "education-proof"
    title = Text("继续教育证明", "continuing-education proof")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = {
        "own": Text("已上传继续教育证明，载有申请人姓名。", "Proof of continuing education is there and bears the applicant's name."),
        "name-unread": Text(
            "继续教育证明上未能读出申请人姓名“{limit}”，请人工核对是否为本人。",
            "The applicant's name {limit} was not read on the proof of continuing education; look whose it is.",
        ),
        "not-compared": Text(
            "已上传继续教育证明，但申请人姓名未知，无法核对，请人工查看。",
            "Proof of continuing education is there, but the applicant's name is not known, so it was not compared; look at it.",
        ),
        "absent": Text(
            "未见继续教育证明；如记录为个人填写，建议补传，请核对系统记录。",
            "There is no proof of continuing education; advised where the applicant typed the record in.",
        ),
        "absent-late": Text(
            "逾期初始注册应满足继续教育要求，未见证明，请核对系统记录。",
            "A late initial registration must meet the education requirement; no proof is there, check the record.",
        ),
        "absent-last-year": Text(
            "注册有效期不足一年，自动延续须满足继续教育要求，未见证明，请核对系统记录。",
            "Less than a year is left, so the change renews the registration too; no proof of education is there, check the record.",
        ),
        "missing": Text("未见继续教育证书复印件，请补传。", "There is no copy of the proof of continuing education; upload it."),
        "perhaps-missing": Text(
            "未能认出继续教育证书复印件；有文件或页面无法识别，可能就在其中，请人工查看。",
            "No proof of continuing education was recognised; it may be among what could not be told, look at it.",
        ),
        "perhaps-absent": Text(
            "未能认出继续教育证明；有文件或页面无法识别。",
            "No proof of continuing education was recognised; some files or pages could not be told.",
        ),
    }
    about_absence = frozenset({"absent", "absent-late", "absent-last-year", "missing", "perhaps-missing", "perhaps-absent", "not-compared"})
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER
    required: Annotated[
        bool,
        Meta(
            description="whether the paper itself is asked for, and not only that the record in the system be met",
            extra={"unit": "true or false", "source": "false: CE-PROOF 建议提供; true: POLD-CONT, POLD-RE 继续教育证书复印件"},
        ),
    ] = False
    last_months: Annotated[
        int,
        Meta(
            ge=0,
            le=60,
            description="a change so long before expiry renews the registration too",
            extra={"unit": "months", "source": "「注册有效期满前一年内的变更注册」 (CHG-AUTOCE)"},
        ),
    ] = 12

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the proof."""
        slug = self._asked(case)
        if slug is None:
            return
        kind = PageKind.EDUCATION_PROOF
        pages = surely_of(case, self.sure_kind, kind) if self.required else case.pages_of(kind)
        hiding = may_hide(case, self.sure_kind)
        if pages:
            yield whose(self, case, self.sure_character, pages)
        elif hiding:
            unseen = "perhaps-missing" if self.required else "perhaps-absent"
            yield self.say(case, Outcome.UNSURE, unseen, confidence=0.5, evidence=hiding)
        else:
            yield self.say(case, Outcome.FAIL, "missing" if self.required else slug)

    def _asked(self, case: Case) -> str | None:
        """Return the slug of its absence, None where no proof is asked for."""
        if case.kind is Kind.LATE_INITIAL:
            return "absent-late"
        if case.kind in {Kind.RENEWAL, Kind.RE_REGISTRATION}:
            return "absent"
        submitted, expires = case.declared.submitted_on, case.declared.registration_expires_on
        if case.kind in CHANGES and submitted and expires and months_before(expires, self.last_months) <= submitted <= expires:
            return "absent-last-year"
        return None

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return proof and no proof for each kind that may need it."""
        form, proof = sheet(PageKind.FORM_1), sheet(PageKind.EDUCATION_PROOF, line("学员张三于2025年参加继续教育"))
        applicant = Declared(applicant=DeclaredApplicant(name="张三"))
        another = Declared(applicant=DeclaredApplicant(name="李四"))
        unknown = sheet(PageKind.OTHER, confidence=0.2)
        soon = Declared(submitted_on=date(2026, 3, 1), registration_expires_on=date(2026, 9, 1))
        later = Declared(submitted_on=date(2026, 3, 1), registration_expires_on=date(2028, 9, 1))
        asked: dict[str, object] = {"required": True}
        return (
            Example(
                title="a renewal with proof", case=case(form, proof, kind=Kind.RENEWAL, declared=applicant), gives=(("own", Outcome.PASS),)
            ),
            Example(
                title="somebody else's proof",
                case=case(form, proof, kind=Kind.RENEWAL, declared=another),
                gives=(("name-unread", Outcome.UNSURE),),
            ),
            Example(title="nobody known", case=case(form, proof, kind=Kind.RENEWAL), gives=(("not-compared", Outcome.UNSURE),)),
            Example(title="a renewal without", case=case(form, kind=Kind.RENEWAL), gives=(("absent", Outcome.FAIL),)),
            Example(title="late, without", case=case(form, kind=Kind.LATE_INITIAL), gives=(("absent-late", Outcome.FAIL),)),
            Example(
                title="a change in the last year",
                case=case(form, kind=Kind.CHANGE_EMPLOYER, declared=soon),
                gives=(("absent-last-year", Outcome.FAIL),),
            ),
            Example(
                title="a change long before",
                case=case(form, kind=Kind.CHANGE_EMPLOYER, declared=later),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
            Example(title="asked for itself", case=case(form, kind=Kind.RENEWAL), gives=(("missing", Outcome.FAIL),), limits=asked),
            Example(
                title="asked for itself, and perhaps there",
                case=case(form, sheet(PageKind.EDUCATION_PROOF, confidence=0.3), kind=Kind.RENEWAL),
                gives=(("perhaps-missing", Outcome.UNSURE),),
                limits=asked,
            ),
            Example(title="an unknown page", case=case(form, unknown, kind=Kind.RENEWAL), gives=(("perhaps-absent", Outcome.UNSURE),)),
        )

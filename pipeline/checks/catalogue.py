"""Every check in plain sight, and the only door to them: build them from a profile, say what they need, judge a case."""

from collections.abc import Iterator, Mapping

import msgspec

from pipeline.checks.base import Case, Check, Text, in_language, kept
from pipeline.checks.declared.applicant import DeclaredApplicantCheck
from pipeline.checks.declared.employer import DeclaredEmployerCheck
from pipeline.checks.declared.id_number import IdNumber
from pipeline.checks.declared.window import DeclaredWindow
from pipeline.checks.education_proof import EducationProof
from pipeline.checks.employment.document import EmploymentType
from pipeline.checks.employment.employer import EmploymentEmployer
from pipeline.checks.employment.pages import EmploymentPages
from pipeline.checks.employment.person import EmploymentPerson
from pipeline.checks.employment.post import EmploymentPost
from pipeline.checks.employment.present import EmploymentPresent
from pipeline.checks.employment.signed import EmploymentSigned
from pipeline.checks.employment.term import EmploymentTerm
from pipeline.checks.files.readable import FilesReadable
from pipeline.checks.form.agency import FormAgency
from pipeline.checks.form.employer import FormEmployer
from pipeline.checks.form.filled import FormFilled
from pipeline.checks.form.kind import FormKind
from pipeline.checks.form.pages import FormPages
from pipeline.checks.form.photo import FormPhotoCheck
from pipeline.checks.form.seal import FormSeal
from pipeline.checks.form.seal_kind import FormSealKind
from pipeline.checks.form.seal_legible import FormSealLegible
from pipeline.checks.form.seal_name import FormSealName
from pipeline.checks.form.signature import FormSignature
from pipeline.checks.form.term import FormTerm
from pipeline.checks.form.work_history import FormWorkHistory
from pipeline.checks.held_id import HeldIdPhoto
from pipeline.checks.pages.blank import PagesBlank
from pipeline.checks.pages.duplicate import PagesDuplicate
from pipeline.checks.pages.legible import PagesLegible
from pipeline.checks.papers.certificate import CertificatePresent
from pipeline.checks.papers.change_request import ChangeRequest
from pipeline.checks.papers.degree import DegreeProof
from pipeline.checks.papers.exam_form import ExamForm
from pipeline.checks.papers.id_copy import IdCopy
from pipeline.checks.papers.identity_proof import IdentityProof
from pipeline.checks.papers.institution import InstitutionProof
from pipeline.checks.papers.retirement import RetirementProof
from pipeline.checks.papers.title import TitleProof
from pipeline.checks.photo.background import PhotoBackground
from pipeline.checks.photo.colour import PhotoColour
from pipeline.checks.photo.compression import PhotoCompression
from pipeline.checks.photo.exposure import PhotoExposure
from pipeline.checks.photo.eyes import PhotoEyes
from pipeline.checks.photo.face import PhotoFace
from pipeline.checks.photo.file import PhotoFile
from pipeline.checks.photo.frame import PhotoFrame
from pipeline.checks.photo.glasses import PhotoGlasses
from pipeline.checks.photo.head import PhotoHead
from pipeline.checks.photo.headwear import PhotoHeadwear
from pipeline.checks.photo.pose import PhotoPose
from pipeline.checks.photo.present import PhotoPresent
from pipeline.checks.photo.sharpness import PhotoSharpness
from pipeline.checks.photo.size import PhotoSize
from pipeline.checks.rename_evidence import RenameEvidence
from pipeline.checks.statement.content import StatementContent
from pipeline.checks.statement.present import StatementPresent
from pipeline.checks.statement.promise import StatementPromise
from pipeline.checks.statement.signature import StatementSignature
from pipeline.checks.words import KINDS, word
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Evidence, Finding, Outcome, Severity
from pipeline.datamodel.limits import build_limits
from pipeline.datamodel.observation import Observation, PageSeen
from pipeline.datamodel.profile import CheckRule, Profile
from pipeline.errors import ProfileError

FILES: tuple[type[Check], ...] = (FilesReadable,)
PAGES: tuple[type[Check], ...] = (PagesLegible, PagesBlank, PagesDuplicate)
PHOTO: tuple[type[Check], ...] = (
    PhotoPresent,
    PhotoFile,
    PhotoSize,
    PhotoColour,
    PhotoBackground,
    PhotoFace,
    PhotoHead,
    PhotoPose,
    PhotoEyes,
    PhotoGlasses,
    PhotoHeadwear,
    PhotoSharpness,
    PhotoExposure,
    PhotoCompression,
    PhotoFrame,
)
FORM: tuple[type[Check], ...] = (
    FormPages,
    FormKind,
    FormFilled,
    FormEmployer,
    FormTerm,
    FormSignature,
    FormWorkHistory,
    FormAgency,
    FormPhotoCheck,
)
SEAL: tuple[type[Check], ...] = (FormSeal, FormSealKind, FormSealLegible, FormSealName)
EMPLOYMENT: tuple[type[Check], ...] = (
    EmploymentPresent,
    EmploymentType,
    EmploymentEmployer,
    EmploymentPerson,
    EmploymentSigned,
    EmploymentTerm,
    EmploymentPages,
    EmploymentPost,
)
RENAME: tuple[type[Check], ...] = (RenameEvidence,)
HELD: tuple[type[Check], ...] = (HeldIdPhoto,)
STATEMENT: tuple[type[Check], ...] = (StatementPresent, StatementSignature, StatementContent, StatementPromise)
EDUCATION: tuple[type[Check], ...] = (EducationProof,)
PAPERS: tuple[type[Check], ...] = (
    RetirementProof,
    InstitutionProof,
    CertificatePresent,
    IdCopy,
    ExamForm,
    DegreeProof,
    TitleProof,
    ChangeRequest,
    IdentityProof,
)
DECLARED: tuple[type[Check], ...] = (DeclaredEmployerCheck, DeclaredApplicantCheck, DeclaredWindow, IdNumber)
CHECKS: tuple[type[Check], ...] = (
    *FILES,
    *PAGES,
    *PHOTO,
    *FORM,
    *SEAL,
    *EMPLOYMENT,
    *RENAME,
    *HELD,
    *STATEMENT,
    *EDUCATION,
    *PAPERS,
    *DECLARED,
)

ANY_KIND = frozenset(check.name for check in (*FILES, *PAGES))

# What the catalogue itself says, whatever the check; these slugs belong to no check's own texts.
GENERIC: Mapping[str, Text] = {
    "not-seen": Text(
        "未能检查：本系统在查看材料时出错，请人工查看。", "Not assessed: looking at the papers failed on our side; look at them."
    ),
    "not-wanted": Text(
        "未能检查：查看材料时未采集所需内容，请重新运行。",
        "Not assessed: what it needs was not looked for then; run the application again.",
    ),
    "not-applicable": Text("不适用。", "Does not apply."),
    "ignored": Text("按规则包设置不检查：{why}。", "Left out by the profile: {why}."),
    "kind-not-covered": Text(
        "规则包不含“{kind}”，只检查了文件能否打开、能否看清；请改用适用的规则包，或人工审查。",
        "This rule pack does not cover {kind}; only files and pages were looked at. Use a pack that does, or examine it.",
    ),
    "kind-unknown": Text(
        "注册种类既未申报也未读出，仅按各类共同要求检查，请人工审查。",
        "The kind of application was neither declared nor read; only what all kinds share was checked, examine it.",
    ),
}


def build(profile: Profile) -> dict[str, Check]:
    """Return the profile's checks with its limits, by name, in the profile's order.

    Raises:
        ProfileError: an unknown check, a slug that the check never says, or a limit with a wrong name, type or range; all at once.
    """
    known = {check.name: check for check in CHECKS}
    wrong: list[str] = []
    built: dict[str, Check] = {}
    for name, rule in profile.checks.items():
        if name not in known:
            wrong.append(f"[checks.{name}] is no check; checks are: {', '.join(known)}")
            continue
        wrong += [f"[checks.{name}.slugs] {slug} is nothing that {name} says" for slug in rule.slugs if slug not in known[name].texts]
        built[name], errors = build_limits(known[name], rule.limits, f"checks.{name}.limits")
        wrong += errors
    if wrong:
        raise ProfileError(f"the checks of the profile {profile.name} are wrong: " + "; ".join(wrong))
    return built


def wanted(profile: Profile, kind: Kind | None) -> tuple[type[Observation], ...]:
    """Return the kinds of observation that judging a kind of application needs; for None, any kind of the profile may turn out."""
    kinds = [kind] if kind in profile.kinds else [None, *profile.kinds]
    names = {name for each in kinds for name in profile.checks_for(each)}
    needed = [need for check in CHECKS if check.name in names for need in check.needs]
    return tuple(dict.fromkeys(needed))


def judge(profile: Profile, checks: Mapping[str, Check], case: Case) -> tuple[Finding, ...]:
    """Return the findings of every check of the case's kind, in the profile's order, with severity and rule from the profile.

    A check whose needs were not looked at answers not-assessed, one that has nothing to say not-applicable, and a missing
    neighbour of loose files is no fault. Of a kind that the profile lacks only files and pages are judged: what is
    asked of other kinds would be wrong to ask. Whatever a check raises is not caught here.
    """
    findings: list[Finding] = []
    foreign = case.kind is not None and case.kind not in profile.kinds and not case.loose
    for name in profile.checks_for(case.kind):
        if foreign and name not in ANY_KIND:
            continue
        rule = profile.checks[name]
        findings += [_sourced(finding, rule, case.kind) for finding in _of_check(checks[name], case)]
    findings += [_ignored(profile, name, case) for name in profile.ignore]
    if not case.loose and case.kind not in profile.kinds:
        findings.append(_uncovered(profile, case))
    return tuple(findings)


def schema() -> dict[str, object]:
    """Return the JSON schemas of a profile and of every check's limits, for `prescreen profiles --schema`."""
    return {"profile": msgspec.json.schema(Profile), "checks": {check.name: msgspec.json.schema(check) for check in CHECKS}}


def _of_check(check: Check, case: Case) -> Iterator[Finding]:
    blind = [need.__name__ for need in check.needs if need.__name__ in case.sightings.unseen]
    unlooked = [need for need in check.needs if need is not PageSeen and need.__name__ not in case.sightings.wanted]
    if blind:
        faults = dict.fromkeys(fault for kind in blind for fault in case.sightings.unseen[kind] if fault.file)
        evidence = tuple(dict.fromkeys(Evidence(file=fault.file, page=fault.page or 0) for fault in faults))
        yield _generic(check.name, case, Outcome.NOT_ASSESSED, "not-seen", evidence)
        return
    if unlooked:
        yield _generic(check.name, case, Outcome.NOT_ASSESSED, "not-wanted")
        return
    empty = True
    for finding in check.judge(case):
        empty = False
        yield _generic(check.name, case, Outcome.NOT_APPLICABLE, "not-applicable") if _only_absent(check, case, finding) else finding
    if empty:
        yield _generic(check.name, case, Outcome.NOT_APPLICABLE, "not-applicable")


def _only_absent(check: Check, case: Case, finding: Finding) -> bool:
    return case.loose and finding.slug in check.about_absence


def _ignored(profile: Profile, name: str, case: Case) -> Finding:
    finding = _generic(name, case, Outcome.NOT_APPLICABLE, "ignored", why=profile.ignore[name])
    return _sourced(finding, profile.checks[name], case.kind)


def _uncovered(profile: Profile, case: Case) -> Finding:
    """Return the finding that a kind outside the profile, or none at all, leaves open; it stands under `form-kind`."""
    slug = "kind-unknown" if case.kind is None else "kind-not-covered"
    kind = word(case, KINDS, case.kind) if case.kind is not None else ""
    # A pack that lacks the kind is our limit; a kind that nobody named is for the applicant to name.
    outcome = Outcome.UNSURE if case.kind is None else Outcome.NOT_ASSESSED
    finding = _generic("form-kind", case, outcome, slug, kind=kind)
    rule = profile.checks.get("form-kind")
    return finding if rule is None else _sourced(finding, rule, case.kind)


def _generic(name: str, case: Case, outcome: Outcome, slug: str, evidence: tuple[Evidence, ...] = (), **values: str) -> Finding:
    text = GENERIC[slug]
    return Finding(
        check=name,
        slug=slug,
        outcome=outcome,
        severity=Severity.RETURN,
        confidence=1.0,
        message=in_language(text, case.lang).format_map(values),
        evidence=evidence,
        code=f"any.{slug}",
        values=kept(text, values),
    )


def _sourced(finding: Finding, rule: CheckRule, kind: Kind | None) -> Finding:
    return msgspec.structs.replace(
        finding, severity=rule.severity_of(finding.slug, kind), source=rule.rule if kind is None else rule.rules.get(kind, rule.rule)
    )

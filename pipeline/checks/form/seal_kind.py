"""Whether the seal on the form is one that counts: the unit's, or its personnel department's."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, cell, field, seal, sheet
from pipeline.checks.facts import FORM, filled
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.name_texts import equal_names
from pipeline.checks.names import print_free
from pipeline.checks.sealing import sealing
from pipeline.datamodel import seal_words
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Cell, Field, FieldName, PageKind, PageKindSeen, Role, Seal, SealKind

_GOOD = {SealKind.UNIT: "unit", SealKind.PERSONNEL: "personnel"}


class FormSealKind(Check, frozen=True):
    """The seal on the form is the unit's own or its personnel department's.

    What: decided by the words read in the arc and under the star, never by the star. Contract, finance and other special-purpose
    seals and seals of other departments do not count. 人事专用章, 劳动合同专用章 and seals of a branch are put to a person, and so is a
    copy without colour. Among several seals in the place one that counts is enough.
    Why: other seals are not made to bind the unit in matters of its staff; the rule calls them void.
    Source: 「印章为单位公章或人事部门公章（其他印章无效）」 (FORM-SEAL-KIND)
    What a person still decides: the seals that lie between, and what could not be read.
    """

    name = "form-seal-kind"
    title = Text("印章种类", "kind of the seal")
    needs = (PageKindSeen, Cell, Seal, Field)
    texts = {
        "unit": Text("申请表所盖为单位公章。", "The form bears the unit's seal."),
        "personnel": Text("申请表所盖为人事部门公章（{measured}）。", "The form bears the seal of the personnel department ({measured})."),
        "personnel-special": Text(
            "申请表所盖为“{measured}”，请人工确认是否认可。", "The form bears a {measured}; decide whether it counts."
        ),
        "special": Text(
            "申请表所盖为“{measured}”，不是单位公章或人事部门公章，请加盖单位公章。",
            "The form bears a {measured}, which does not count; have the unit's seal put on it.",
        ),
        "special-perhaps": Text("申请表所盖疑似“{measured}”，请人工查看。", "The form seems to bear a {measured}; look at it."),
        "other-department": Text(
            "申请表所盖为“{measured}”的印章，不是单位公章或人事部门公章。",
            "The form bears the seal of {measured}, neither the unit's nor of its personnel department.",
        ),
        "branch-perhaps": Text(
            "申请表所盖为“{measured}”，疑似分支机构印章，但申请表聘用单位名称未能确切读出，请人工核对。",
            "The seal is of {measured}, perhaps a branch, but the form's employer was not surely read; look at it.",
        ),
        "branch": Text(
            "申请表所盖为分支机构印章“{measured}”，请人工确认。",
            "The form bears the seal of a branch, {measured}; decide whether it counts.",
        ),
        "organ": Text(
            "申请表聘用单位处所盖疑似机关印章“{measured}”，请人工查看。",
            "The employer's place seems to bear an authority's seal, {measured}; look at it.",
        ),
        "copy": Text("申请表印章无颜色，疑似复印件，请人工查看。", "The seal has no colour; the page may be a copy; look at it."),
        "unread": Text("申请表印章种类无法判定，请人工查看。", "What kind of seal the form bears could not be told; look at it."),
    }
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the best seal in the employer's place; whether there is one form-seal tells."""
        answers = [(self._of(case, seal), seal) for seal in sealing(case).unit_seals]
        if not answers:
            return
        (outcome, slug, words), seal = min(answers, key=lambda each: (each[0][0] is not Outcome.PASS, -each[1].box.area))
        confidence = min(
            seal.confidence, seal.name.confidence if slug in {"unit", "organ"} else max(seal.line.confidence, seal.name.confidence)
        )
        read = " ".join(part for part in (seal.name.text, seal.line.text) if part)
        yield self.say(case, outcome, slug, confidence=confidence, evidence=(case.evidence(seal, read),), measured=words)

    def _of(self, case: Case, seal: Seal) -> tuple[Outcome, str, str]:
        """Return the outcome, the slug and the words that decided it for one seal."""
        arc, line = print_free(seal.name), seal.line
        words = (
            seal_words.purpose(line.text)
            or seal_words.purpose(arc.text)
            or seal_words.department(line.text)
            or seal_words.department(arc.text)
        )
        sure = max(line.confidence if line.text else 0.0, arc.confidence) >= self.sure_character
        places = filled(case.fields(FieldName.EMPLOYER, *FORM))
        employers = [place.reading.text for place in places] + [case.declared.employer.name or ""]
        own = any(equal_names(arc.text, name) for name in employers)
        if seal.ink == "black":
            return Outcome.UNSURE, "copy", words
        if seal.kind in _GOOD or (own and seal.kind in {SealKind.STATE_ORGAN, SealKind.BRANCH}):
            return Outcome.PASS, _GOOD.get(seal.kind, "unit"), words
        if seal.kind is SealKind.SPECIAL:
            if words in seal_words.FOR_A_PERSON:
                return Outcome.FAIL, "personnel-special", words
            return (Outcome.FAIL, "special", words) if sure else (Outcome.UNSURE, "special-perhaps", words)
        told = {SealKind.OTHER_DEPARTMENT: ("other-department", words), SealKind.BRANCH: ("branch", arc.text + line.text)}
        if seal.kind in told and sure:
            slug, read = told[seal.kind]
            # Whose branch it is, or whether the form's employer is that very branch, cannot be told while no name was surely read there.
            read_surely = any(place.reading.weakest >= self.sure_character for place in places)
            open_branch = seal.kind is SealKind.BRANCH and not read_surely
            return (Outcome.UNSURE, "branch-perhaps", read) if open_branch else (Outcome.FAIL, slug, read)
        return (Outcome.UNSURE, "organ", arc.text) if seal.kind is SealKind.STATE_ORGAN else (Outcome.UNSURE, "unread", words)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return one example of each kind of seal."""
        name = "砺远安全技术有限公司"
        place, written = cell(Role.EMPLOYER_SEAL), field(FieldName.EMPLOYER, name)
        told = (
            (seal(name), "unit", Outcome.PASS),
            (seal(name, line="人力资源部", kind=SealKind.PERSONNEL), "personnel", Outcome.PASS),
            (seal(name, line="人事专用章", kind=SealKind.SPECIAL), "personnel-special", Outcome.FAIL),
            (seal(name, line="劳动合同专用章", kind=SealKind.SPECIAL), "personnel-special", Outcome.FAIL),
            (seal(name, line="合同专用章", kind=SealKind.SPECIAL), "special", Outcome.FAIL),
            (seal(name, line="合同专用章", kind=SealKind.SPECIAL, confidence=0.5), "special-perhaps", Outcome.UNSURE),
            (seal(name, line="办公室", kind=SealKind.OTHER_DEPARTMENT), "other-department", Outcome.FAIL),
            (seal(name + "第三分公司", kind=SealKind.BRANCH), "branch", Outcome.FAIL),
            (seal("望岚市应急管理局", kind=SealKind.STATE_ORGAN), "organ", Outcome.UNSURE),
            (seal(name, ink="black"), "copy", Outcome.UNSURE),
            (seal("", kind=SealKind.UNKNOWN), "unread", Outcome.UNSURE),
        )
        unread = case(sheet(PageKind.FORM_2, place, seal(name + "第三分公司", kind=SealKind.BRANCH)))
        return (
            *(
                Example(
                    title=f"{one.name.text} {one.line.text} {one.ink}",
                    case=case(sheet(PageKind.FORM_2, place, written, one)),
                    gives=((slug, outcome),),
                )
                for one, slug, outcome in told
            ),
            Example(title="a branch's seal, the employer unread", case=unread, gives=(("branch-perhaps", Outcome.UNSURE),)),
            Example(
                title="a branch's seal, a character of the employer's name hardly read",
                case=case(
                    sheet(
                        PageKind.FORM_2,
                        place,
                        field(FieldName.EMPLOYER, name + "第王分公司", confidence=0.5),
                        seal(name + "第三分公司", kind=SealKind.BRANCH),
                    )
                ),
                gives=(("branch-perhaps", Outcome.UNSURE),),
            ),
        )

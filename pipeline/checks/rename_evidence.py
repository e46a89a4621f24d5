"""Whether a change of the employer's name is shown by a paper that names both names."""

from collections.abc import Iterator

import msgspec

from pipeline.checks.agreement import Agreement, agree_on_names
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, line, sheet
from pipeline.checks.facts import CONTRACT, FORM, filled, fullest, may_hide
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.checks.name_texts import equal_names
from pipeline.checks.party_b import somebody_elses
from pipeline.checks.rename import Bridge, bridge, names_on, related
from pipeline.datamodel.application import Declared, DeclaredEmployer, Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import ContractType, Field, FieldName, PageKind, PageKindSeen, PageSeen, TextLine

OLD, NEW = "甲乙化工有限公司", "样本安全技术有限公司"


class RenameEvidence(Check, frozen=True):
    """A rename notice names the employer's old and new name, where one is needed.

    What: a page of rename material (准予变更登记通知书, 名称变更核准 …) on which both the former and the present name stand in full, surely
    read, neither in the other's part, nor as a shareholder's, and nothing is refused. It is
    needed for a change of the employer's name, and in every other kind where the contract carries surely another name than the
    form (not for a group, a branch or a dispatching firm, which no rename explains). No such page is a fail, but unsure
    where the contract is surely another person's, which employment-person tells; a page on which the names were not both read is
    unsure, since a name may be printed in a way that we cannot read.
    Why: this paper alone shows that the two names are one employer.
    Source: 「聘用单位名称更名的，仅提供单位更名材料即可。」 (CHG-RENAME);
    「·聘用单位名称已变更，但劳动合同或聘用文件尚未重新签订的，须提供聘用单位更名材料；」
    (EMP-RENAME-BRIDGE)
    What a person still decides: whether this paper suffices; the rule does not say who must have issued it.
    """

    name = "rename-evidence"
    title = Text("单位更名材料", "rename notice")
    needs = (PageSeen, PageKindSeen, Field, TextLine)
    texts = {
        "both-names": Text("更名材料中载有“{measured}”与“{limit}”。", "The rename notice names {measured} and {limit}."),
        "missing": Text(
            "未见单位更名材料，请补传（须同时载有原名称与现名称）。",
            "There is no rename notice; upload one that names the old and the new name.",
        ),
        "perhaps-missing": Text(
            "未能认出单位更名材料；有文件或页面无法识别，可能就在其中，请人工查看。",
            "No rename notice was recognised; it may be among the files or pages that could not be told, look at them.",
        ),
        "name-unread": Text(
            "未能从更名材料确认“{measured}”的更名，请人工核对是否同时载有原名称与现名称。",
            "The rename of {measured} was not surely read on the notice; look whether it names both as old and new.",
        ),
        "another-person": Text(
            "聘用文件似非申请人本人的，其聘用单位与申请表不同，且未见单位更名材料，请人工核对。",
            "The employment document seems to be another person's, with another employer than the form's and no rename notice; look at it.",
        ),
        "names-unknown": Text(
            "已有更名材料，但原名称或现名称未能从申请表读出，请人工核对。",
            "There is a rename notice, but the form's old or new name was not read; look at it.",
        ),
    }
    about_absence = frozenset({"missing", "perhaps-missing", "another-person", "names-unknown"})
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the rename material."""
        olds = _names(case, FieldName.FORMER_EMPLOYER, case.declared.employer.former_name)
        news = _names(case, FieldName.EMPLOYER, case.declared.employer.name)
        if case.kind is not Kind.CHANGE_NAME:
            olds = self._other_names(case)
            if not olds:
                return
        pages = case.pages_of(PageKind.RENAME_NOTICE)
        evidence = tuple(case.evidence(seen, seen.title) for seen in pages)
        if not pages:
            yield self._no_notice(case)
            return
        if not olds or not news:
            yield self.say(case, Outcome.UNSURE, "names-unknown", confidence=0.5, evidence=evidence)
            return
        for old, new in ((old, new) for old in olds for new in news if not equal_names(old, new)):
            found, where = bridge(case, old, new, sure_character=self.sure_character, sure_kind=self.sure_kind)
            if found is Bridge.BOTH:
                yield self.say(
                    case,
                    Outcome.PASS,
                    "both-names",
                    confidence=where[0].confidence,
                    evidence=(case.evidence(where[0], where[0].title),),
                    measured=old,
                    limit=new,
                )
                return
        unread = next((name for name in (olds[0], news[0]) if not names_on(case, name)), olds[0])
        yield self.say(case, Outcome.UNSURE, "name-unread", confidence=0.5, evidence=evidence, measured=unread)

    def _no_notice(self, case: Case) -> Finding:
        hiding = may_hide(case, self.sure_kind)
        if hiding:
            return self.say(case, Outcome.UNSURE, "perhaps-missing", confidence=0.5, evidence=hiding)
        if case.kind is not Kind.CHANGE_NAME and somebody_elses(case, self.sure_character):
            return self.say(case, Outcome.UNSURE, "another-person", confidence=0.5)
        return self.say(case, Outcome.FAIL, "missing")

    def _other_names(self, case: Case) -> list[str]:
        """Return the names of party A that are surely not the form's employer and that a rename might explain."""
        on_form = filled(case.fields(FieldName.EMPLOYER, *FORM))
        if not on_form or any(seen.contract is ContractType.DISPATCH for seen in case.pages_of(*CONTRACT)):
            return []
        expected = fullest(on_form, self.sure_character)
        return [
            party.reading.text
            for party in filled(case.fields(FieldName.EMPLOYER, *CONTRACT))
            if agree_on_names(party, expected, self.sure_character) is Agreement.DIFFERENT
            and not related(party.reading.text, expected.reading.text)
        ]

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a notice with both names, none, one with one name, and one beside a form that names nobody."""
        form = sheet(PageKind.FORM_1, field(FieldName.FORMER_EMPLOYER, OLD), field(FieldName.EMPLOYER, NEW))
        notice = sheet(PageKind.RENAME_NOTICE, line(f"原名称：{OLD}"), line(f"现名称：{NEW}"), title="准予变更登记通知书")
        changed = line(f"名称由{OLD}变更为{NEW}")
        unlike = {
            "a shareholder of a third firm": (line(f"望岚建设有限公司股东由{OLD}变更为{NEW}"), 0.95),
            "longer names": (line(f"上海{OLD}名称变更为北京{NEW}"), 0.95),
            "refused": (line(f"不予核准：{OLD}名称变更为{NEW}"), 0.95),
            "the names interchanged": (line(f"原名称：{NEW} 现名称：{OLD}"), 0.95),
            "hardly read": (line(f"{OLD}名称变更为{NEW}", confidence=0.2), 0.95),
            "perhaps no notice": (changed, 0.2),
        }
        group = f"{NEW[:2]}（集团）{NEW[2:]}"
        sentence = line(f"名称由{OLD}变更为{group}")
        hazy = sentence.reading.char_confidence
        hazy = tuple(0.6 if sign in "（）" else sure for sign, sure in zip(sentence.reading.text, hazy, strict=True))
        bracketed = msgspec.structs.replace(sentence, reading=msgspec.structs.replace(sentence.reading, char_confidence=hazy))
        grouped = Declared(employer=DeclaredEmployer(name=group, former_name=OLD))
        half = sheet(PageKind.RENAME_NOTICE, line(f"名称变更为{NEW}"))
        kind = Kind.CHANGE_NAME
        declared = Declared(employer=DeclaredEmployer(name=NEW, former_name=OLD))
        hidden = case(form, sheet(PageKind.OTHER, confidence=0.2), kind=kind)
        contract = sheet(PageKind.CONTRACT_COVER, field(FieldName.EMPLOYER, OLD))
        mine = sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, NEW), field(FieldName.PERSON, "张三"))
        theirs = sheet(PageKind.CONTRACT_COVER, field(FieldName.EMPLOYER, OLD), field(FieldName.PERSON, "李四"))
        same = sheet(PageKind.CONTRACT_COVER, field(FieldName.EMPLOYER, NEW))
        return (
            *(
                Example(
                    title=title,
                    case=case(form, sheet(PageKind.RENAME_NOTICE, words, confidence=sure), kind=kind),
                    gives=(("name-unread", Outcome.UNSURE),),
                )
                for title, (words, sure) in unlike.items()
            ),
            Example(
                title="both names in one sentence",
                case=case(form, sheet(PageKind.RENAME_NOTICE, changed), kind=kind),
                gives=(("both-names", Outcome.PASS),),
            ),
            Example(
                title="brackets hardly read",
                case=case(sheet(PageKind.RENAME_NOTICE, bracketed), kind=kind, declared=grouped),
                gives=(("both-names", Outcome.PASS),),
            ),
            Example(
                title="a name broken over two lines",
                case=case(form, sheet(PageKind.RENAME_NOTICE, line(f"企业名称由{OLD}变更为{NEW[:4]}"), line(NEW[4:])), kind=kind),
                gives=(("both-names", Outcome.PASS),),
            ),
            Example(title="both names", case=case(form, notice, kind=kind), gives=(("both-names", Outcome.PASS),)),
            Example(
                title="names declared, not on a form",
                case=case(notice, kind=kind, declared=declared),
                gives=(("both-names", Outcome.PASS),),
            ),
            Example(title="no notice", case=case(form, kind=kind), gives=(("missing", Outcome.FAIL),)),
            Example(title="it may be a page we do not know", case=hidden, gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="one name only", case=case(form, half, kind=kind), gives=(("name-unread", Outcome.UNSURE),)),
            Example(title="a contract under another name", case=case(form, contract), gives=(("missing", Outcome.FAIL),)),
            Example(
                title="a contract under another name, with notice", case=case(form, contract, notice), gives=(("both-names", Outcome.PASS),)
            ),
            Example(
                title="another person's contract, under another name",
                case=case(mine, theirs),
                gives=(("another-person", Outcome.UNSURE),),
            ),
            Example(title="a contract under the same name", case=case(form, same), gives=(("not-applicable", Outcome.NOT_APPLICABLE),)),
            Example(title="no names to look for", case=case(notice, kind=kind), gives=(("names-unknown", Outcome.UNSURE),)),
        )


def _names(case: Case, name: FieldName, declared: str | None) -> list[str]:
    """Return the names that are known: declared first, then as read on the form."""
    read = [place.reading.text for place in filled(case.fields(name, *FORM))]
    return list(dict.fromkeys([declared, *read] if declared else read))

"""Whether the seal on the form bears exactly the employer's name that the form gives."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from pipeline.checks.agreement import Agreement, agree_on_names
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, cell, field, seal, sheet
from pipeline.checks.facts import FORM, filled, surely_read
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.name_texts import equal_names, normalise, split_department
from pipeline.checks.names import PRINT_FREE, Answer, Comparison, Limits, compare, print_free
from pipeline.checks.sealing import sealing
from pipeline.datamodel import seal_words
from pipeline.datamodel.application import Declared, DeclaredEmployer
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Cell, Field, FieldName, PageKind, PageKindSeen, Role, Seal, SealKind
from pipeline.datamodel.reading import Reading

EVEN = "59 drawn seals of levels 0 to 2, 2026-11-25: four in five within 4.1; with three characters torn off, 39 of 43 farther"
MEASURED = "benchmarks/seals.md, 2026-11-25: set on 150 drawn seals, tried on 270 others against 36,579 near variants: no false pass"
ANOTHER = "120 other units' names on 60 drawn seals, 2026-11-25: 118 refused, 112 without; no own name of 7 faint and 23 real ones"


class FormSealName(Check, frozen=True):
    """The name in the seal is exactly the employer's name on the form.

    What: the name on the form is held against what the recogniser read in the seal on ink from which black print is removed,
    so that a printed name under the seal confirms nothing. Only what cannot change identity is normalised (width, brackets,
    spaces, the code's digits); a personnel department's tail is split off by a closed list. Equal means that the name beats
    every near variant: one look-alike character, another legal form, a branch, 集团, （中国）, a region left out. Different
    means a character surely read that cannot be the one asked for, a whole word more or less, or a whole name that shares next to
    nothing with it. All else is unsure. The name in a special-purpose or a department's seal counts only where no other seal stands
    in the place; a second seal that surely bears another name, and a form that surely gives another name elsewhere, are put to a
    person.
    Why: this is the rule most often broken in ways that a tired eye misses; and a wrong return costs the applicant weeks.
    Source: 「印章中的单位名称须与申请表的完全一致」 (FORM-SEAL-NAME)
    What a person still decides: every unsure comparison, with the crop and both texts; traditional characters; old names.
    """

    name = "form-seal-name"
    title = Text("印章单位名称", "name in the seal")
    needs = (PageKindSeen, Cell, Seal, Field)
    texts = {
        "equal": Text("印章单位名称与申请表一致：{limit}。", "The seal bears the name on the form: {limit}."),
        "different": Text(
            "印章单位名称“{measured}”与申请表“{limit}”不一致（{where}），请更正申请表或重新盖章。",
            "The seal reads {measured}, the form {limit} ({where}); correct the form or have the right seal put on it.",
        ),
        "branch": Text(
            "印章“{measured}”与申请表“{limit}”一为分支机构、一为本部，不一致，请更正。",
            "The seal reads {measured}, the form {limit}: one is a branch of the other; correct it.",
        ),
        "doubtful": Text(
            "印章识别为“{measured}”，申请表为“{limit}”（{where}），识别把握不足，请人工核对。",
            "The seal was read as {measured}, the form says {limit} ({where}); not read surely, look at both.",
        ),
        "second-seal": Text(
            "聘用单位处除与申请表一致的印章外，另有印章“{measured}”，与申请表“{limit}”不一致（{where}），请人工查看。",
            "Beside the seal that bears the form's name there is one that reads {measured}, not {limit} ({where}); look at it.",
        ),
        "second-name": Text(
            "印章“{measured}”与申请表一处聘用单位名称一致，但另一处为“{limit}”（{where}），请人工核对。",
            "The seal reads {measured} as one place on the form does, but another place says {limit} ({where}); compare them.",
        ),
        "no-employer": Text(
            "印章识别为“{measured}”，但未能读出申请表上的聘用单位名称，请人工核对两处名称。",
            "The seal was read as {measured}, but the employer's name on the form was not read; compare the two.",
        ),
        "form-doubtful": Text(
            "印章识别为“{measured}”，与申报单位一致，但申请表上的单位名称识别为“{limit}”，把握不足，请人工核对。",
            "The seal reads {measured}, as declared, but the form was read as {limit}, not surely; look at it.",
        ),
    }
    sure_character: SureCharacter = SURE_CHARACTER
    sure_seal: Annotated[
        float,
        Meta(
            ge=0.5,
            le=1,
            description="a seal's character read with less confidence proves no difference",
            extra={"unit": "confidence 0-1", "source": MEASURED},
        ),
    ] = 0.9
    win: Annotated[
        float, Meta(ge=0, le=20, description="how far the name may be below the free reading", extra={"unit": "nats", "source": MEASURED})
    ] = 3.0
    margin: Annotated[
        float,
        Meta(
            ge=0.5,
            le=20,
            description="how far the name must be ahead of every near variant on the ink that shows it best",
            extra={"unit": "nats", "source": MEASURED},
        ),
    ] = 2.0
    mean: Annotated[
        float,
        Meta(
            ge=0,
            le=20,
            description="how far the name must be ahead of every near variant over all inks freed of print",
            extra={"unit": "nats", "source": MEASURED},
        ),
    ] = 1.0
    veto: Annotated[
        float,
        Meta(
            ge=0,
            le=20,
            description="how far a second reader may prefer a near variant over all inks freed of print",
            extra={"unit": "nats", "source": MEASURED},
        ),
    ] = 3.0
    far: Annotated[
        float,
        Meta(
            ge=2,
            le=50,
            description="how far the name must be below the free reading to be another",
            extra={"unit": "nats", "source": MEASURED},
        ),
    ] = 8.0
    torn: Annotated[
        float,
        Meta(
            ge=2,
            le=50,
            description="how much one ink may say against the name at most, since a torn ink errs surely",
            extra={"unit": "nats", "source": MEASURED},
        ),
    ] = 8.0

    apart: Annotated[
        float,
        Meta(
            ge=10,
            le=200,
            description="how far below every reading a name must be to be another however the two are laid side by side",
            extra={"unit": "nats", "source": ANOTHER},
        ),
    ] = 40.0
    strange: Annotated[
        int,
        Meta(
            ge=2,
            le=20,
            description="how many characters of most readings must then be surely read and look like none of the name's",
            extra={"unit": "characters", "source": ANOTHER},
        ),
    ] = 4

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the seal that comes closest to the form's name; whether there is one form-seal tells."""
        seals = sealing(case).telling_seals
        places = filled(case.fields(FieldName.EMPLOYER, *FORM))
        declared = case.declared.employer.name or ""
        if not seals:
            return
        if not places:
            best = seals[0]
            yield self.say(
                case,
                Outcome.UNSURE,
                "no-employer",
                confidence=0.5,
                evidence=(case.evidence(best, best.name.text),),
                measured=_all_text(best),
            )
            return
        place = max(places, key=lambda each: (surely_read(each, self.sure_character), each.reading.weakest))
        form = place.reading.text
        held = [(self._held(seal, form), self._held(seal, declared) if declared else None, seal) for seal in seals]
        order = (Answer.EQUAL, Answer.UNSURE, Answer.DIFFERENT)
        with_form, with_declared, seal = min(held, key=lambda each: (order.index(each[0].answer), -(each[0].score or 0.0)))
        outcome, slug = self._answer(place, declared, with_form, with_declared)
        other = next((each for each in held if each[0].answer is Answer.DIFFERENT), None)
        if outcome is Outcome.PASS and other is not None:
            (with_form, _, seal), outcome, slug = other, Outcome.UNSURE, "second-seal"
        unlike = next((one for one in places if agree_on_names(one, place, self.sure_character) is Agreement.DIFFERENT), None)
        if outcome is Outcome.PASS and unlike is not None:
            place, form, with_form = unlike, unlike.reading.text, self._held(seal, unlike.reading.text)
            outcome, slug = Outcome.UNSURE, "second-name"
        yield self.say(
            case,
            outcome,
            slug,
            confidence=min(seal.confidence, print_free(seal.name).confidence),
            evidence=(case.evidence(seal, with_form.read), case.evidence(place, form)),
            measured=with_form.read,
            limit=normalise(form),
            where=_where(with_form),
        )

    def _answer(self, place: Field, declared: str, form: Comparison, with_declared: Comparison | None) -> tuple[Outcome, str]:
        """Return outcome and slug out of the seal held against the form's name and against the declared one."""
        sure_form = surely_read(place, self.sure_character) or (bool(declared) and equal_names(place.reading.text, declared))
        if form.answer is Answer.EQUAL:
            # A name that was doubtfully read on the form and stands in the seal too was read twice, from two places.
            return Outcome.PASS, "equal"
        if not sure_form and with_declared is not None and with_declared.answer is Answer.EQUAL:
            said = compare(place.reading, declared, self.limits, inks=("raw",))
            return (Outcome.PASS, "equal") if said.answer is Answer.EQUAL else (Outcome.UNSURE, "form-doubtful")
        contradicted = (
            with_declared is not None and with_declared.answer is not Answer.DIFFERENT and not equal_names(form.expected, declared)
        )
        if form.answer is Answer.DIFFERENT and sure_form and not contradicted:
            return Outcome.FAIL, "branch" if _branch_apart(form) else "different"
        return Outcome.UNSURE, "doubtful"

    even: Annotated[
        float,
        Meta(
            ge=0,
            le=45,
            description="how far the middle of a whole name may lie from the seal's axis; a missing 分公司 moves it by 20 and more",
            extra={"unit": "degrees", "source": EVEN},
        ),
    ] = 5.0
    span: Annotated[
        float,
        Meta(
            ge=90,
            le=330,
            description="least turn that a whole name takes; what is missing of a shorter one may be as much as the axis repeats",
            extra={"unit": "degrees", "source": "a star looks alike every 72 degrees, and a seal's gap is seldom wider than 150"},
        ),
    ] = 210.0

    @property
    def limits(self) -> Limits:
        """What decides a comparison."""
        return Limits(
            sure=self.sure_seal,
            win=self.win,
            margin=self.margin,
            mean=self.mean,
            veto=self.veto,
            far=self.far,
            torn=self.torn,
            apart=self.apart,
            strange=self.strange,
        )

    def _held(self, seal: Seal, expected: str) -> Comparison:
        """Return how one seal stands to a name; the tail of a department is part of what is read, not of what is asked for."""
        arc, line = print_free(seal.name), normalise(seal.line.text)
        _head, tail = split_department(normalise(arc.text))
        if not line or seal_words.department(line) or seal_words.purpose(line) or not any("\u3400" <= c <= "\u9fff" for c in line):
            compared = compare(seal.name, normalise(expected) + tail, self.limits)
        else:
            # The rest of the name stands below the star; two texts have no common lattice, so each character must be sure.
            whole = Reading(text=arc.text + seal.line.text, char_confidence=arc.char_confidence + seal.line.char_confidence)
            compared = compare(whole, expected, self.limits)
        if compared.answer is Answer.UNSURE and self._is_the_parents(seal, compared):
            return msgspec.structs.replace(compared, answer=Answer.DIFFERENT)
        if seal.kind is SealKind.UNKNOWN and compared.answer is not Answer.UNSURE:
            return msgspec.structs.replace(compared, answer=Answer.UNSURE)  # what stands below the star may belong to the name
        return compared

    def _is_the_parents(self, seal: Seal, compared: Comparison) -> bool:
        """Return whether a seal is whole, surely read and says the unit of which the name expected is a branch.

        A reading that stops early may be torn, so it must be seen that nothing is missing: every ink reads the same unit surely, no line
        stands below, and the text lies evenly about the star.
        """
        own = [lattice.greedy()[:2] for lattice in seal.name.lattices if lattice.ink in PRINT_FREE]
        if not seal.name.lattices:
            own = [(seal.name.text, seal.name.char_confidence)]
        alike = [text for text, sure in own if normalise(text) == compared.read and min(sure, default=0) >= self.sure_seal]
        whole = seal_words.is_whole(compared.read) and not seal_words.is_branch(compared.read)
        if not whole or not alike or len(alike) < len(own) or seal.kind is not SealKind.UNIT or seal.arc_deg is None or seal.line.text:
            return False
        begin, end = seal.arc_deg
        evenly = abs(begin + end) / 2 <= self.even and end - begin >= self.span
        return evenly and compared.expected.startswith(compared.read) and seal_words.is_branch(compared.expected)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return equal, different and doubtful names."""
        name = "砺远（望岚）安全技术有限公司"
        place = cell(Role.EMPLOYER_SEAL)
        told = (
            ("the same, other brackets", seal("砺远(望岚)安全技术有限公司"), "equal", Outcome.PASS),
            ("a personnel department", seal(name, line="人力资源部", kind=SealKind.PERSONNEL), "equal", Outcome.PASS),
            ("its tail in the arc", seal(name + "人事部", kind=SealKind.PERSONNEL), "equal", Outcome.PASS),
            ("another character", seal("砺远（望岚）安全咨询有限公司"), "different", Outcome.FAIL),
            ("another legal form", seal("砺远（望岚）安全技术有限责任公司"), "different", Outcome.FAIL),
            ("a branch", seal(name + "第三分公司", kind=SealKind.BRANCH), "branch", Outcome.FAIL),
            ("a look-alike", seal("砺远（望岚）安全技木有限公司"), "doubtful", Outcome.UNSURE),
            ("in traditional characters", seal("礪遠（望嵐）安全技術有限公司"), "doubtful", Outcome.UNSURE),
            ("badly read", seal(name, confidence=0.6), "doubtful", Outcome.UNSURE),
            ("below the star unread", seal(name, kind=SealKind.UNKNOWN), "doubtful", Outcome.UNSURE),
        )
        written = field(FieldName.EMPLOYER, name)
        declared = Declared(employer=DeclaredEmployer(name=name))
        hazy = field(FieldName.EMPLOYER, "砺远（望岚）安全技木有限公司", confidence=0.5)
        return (
            *(
                Example(title=title, case=case(sheet(PageKind.FORM_2, place, written, one)), gives=((slug, outcome),))
                for title, one, slug, outcome in told
            ),
            Example(
                title="no name on the form", case=case(sheet(PageKind.FORM_2, place, seal(name))), gives=(("no-employer", Outcome.UNSURE),)
            ),
            Example(
                title="no name read on the form, though one is declared",
                case=case(sheet(PageKind.FORM_2, place, seal(name)), declared=declared),
                gives=(("no-employer", Outcome.UNSURE),),
            ),
            Example(
                title="the parent's seal on a branch's form",
                case=case(sheet(PageKind.FORM_2, place, field(FieldName.EMPLOYER, name + "望岚分公司"), seal(name, arc_deg=(-131, 128)))),
                gives=(("branch", Outcome.FAIL),),
            ),
            Example(
                title="perhaps the parent's seal, something below the star",
                case=case(
                    sheet(PageKind.FORM_2, place, field(FieldName.EMPLOYER, name + "望岚分公司"), seal(name, line="3", arc_deg=(-131, 128)))
                ),
                gives=(("doubtful", Outcome.UNSURE),),
            ),
            Example(
                title="the form gives two names",
                case=case(
                    sheet(PageKind.FORM_1, field(FieldName.EMPLOYER, "望岚启辰建筑安装工程有限公司", confidence=0.95)),
                    sheet(PageKind.FORM_2, place, written, seal(name)),
                ),
                gives=(("second-name", Outcome.UNSURE),),
            ),
            Example(
                title="perhaps the parent's seal, perhaps torn",
                case=case(sheet(PageKind.FORM_2, place, field(FieldName.EMPLOYER, name + "望岚分公司"), seal(name, arc_deg=(-160, 98)))),
                gives=(("doubtful", Outcome.UNSURE),),
            ),
            Example(
                title="as declared, the form doubtful",
                case=case(sheet(PageKind.FORM_2, place, hazy, seal(name)), declared=declared),
                gives=(("form-doubtful", Outcome.UNSURE),),
            ),
            Example(
                title="another unit's seal beside the right one",
                case=case(sheet(PageKind.FORM_2, place, written, seal(name), seal("望岚启辰建筑安装工程有限公司"))),
                gives=(("second-seal", Outcome.UNSURE),),
            ),
            Example(
                title="another unit's seal beside a contract seal with the right name",
                case=case(
                    sheet(
                        PageKind.FORM_2,
                        place,
                        written,
                        seal(name, line="合同专用章", kind=SealKind.SPECIAL),
                        seal("望岚启辰建筑安装工程有限公司"),
                    )
                ),
                gives=(("different", Outcome.FAIL),),
            ),
            Example(
                title="no seal, which form-seal tells",
                case=case(sheet(PageKind.FORM_2, written)),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
        )


def _branch_apart(compared: Comparison) -> bool:
    return seal_words.is_branch(compared.read) != seal_words.is_branch(compared.expected)


def _where(compared: Comparison) -> str:
    """Return where the two texts part, for a person: read≠asked, with a sign for nothing."""
    return "，".join(f"{each.read or '∅'}≠{each.expected or '∅'}" for each in compared.differences) or "="


def _all_text(seal: Seal) -> str:
    return " ".join(part for part in (seal.name.text, seal.line.text) if part)

"""Whether the employer sealed the form."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, cell, legibility, seal, sheet
from pipeline.checks.facts import FORM, may_hide, surely_of
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.checks.sealing import sealing
from pipeline.datamodel.finding import Evidence, Finding, Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, Legibility, PageKind, PageKindSeen, Role, Seal, SealKind

_PLACE = Box(300, 1200, 1000, 400)
_AWAY = Box(300, 1700, 1000, 400)


class FormSeal(Check, frozen=True):
    """A seal of the unit stands in the employer's place on the form.

    What: the employer's cell is found by its label, and a seal whose middle or a quarter of which lies in it counts; any ink,
    round or oval. A square name stamp alone is no seal of the unit. Cells of the authority are never asked for. Where no cell
    was found, a seal on the form's last page counts. On a copy without colour, or a page that is hard to read, an absent seal
    is unsure, since faint ink may have been lost.
    Why: an unsealed form is the employer's consent not given; it is the fault sent back most often.
    Source: 「直接打印申请表（共两页），本人签字，单位填写并盖章；」「签字盖章」 (FORM-SEAL-PRESENT)
    What a person still decides: whether ink that was not recognised is a seal.
    """

    name = "form-seal"
    title = Text("申请表盖章", "seal on the form")
    needs = (PageKindSeen, Cell, Seal, Legibility)
    texts = {
        "present": Text("申请表聘用单位处已盖章。", "The employer sealed the form."),
        "missing": Text(
            "申请表聘用单位意见栏未见单位印章，请加盖单位公章后重新上传。",
            "The employer did not seal the form; have it sealed and upload it again.",
        ),
        "perhaps-missing": Text(
            "申请表聘用单位意见栏未识别到印章，但页面为黑白或不够清晰，请人工查看。",
            "No seal was seen in the employer's place, but the page has no colour or is hard to read; look at it.",
        ),
        "elsewhere": Text(
            "申请表上有印章，但不在聘用单位意见栏内，请人工查看。",
            "There is a seal on the form, but not in the employer's place; look at it.",
        ),
        "name-stamp-only": Text(
            "申请表聘用单位处只有个人名章，没有单位印章，请加盖单位公章。",
            "Only a person's name stamp stands in the employer's place; add the unit's seal.",
        ),
        "no-place": Text(
            "未能在申请表上找到聘用单位盖章处，也未识别到印章，请人工查看。",
            "Neither the place for the employer's seal nor a seal was found; look at the form.",
        ),
    }
    about_absence = frozenset({"no-place"})
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the seal's presence."""
        pages = case.pages_of(*FORM)
        found = sealing(case)
        if not pages:
            return
        if found.unit_seals:
            best = found.unit_seals[0]
            yield self.say(case, Outcome.PASS, "present", confidence=best.confidence, evidence=(case.evidence(best, best.name.text),))
        elif found.seals:
            stamp = found.seals[0]
            yield self.say(case, Outcome.FAIL, "name-stamp-only", confidence=stamp.confidence, evidence=(case.evidence(stamp),))
        elif found.cells:
            yield self._missing(case, found.cells, [seal for seal in found.stray if seal.kind is not SealKind.PERSONAL])
        elif surely_of(case, self.sure_kind, PageKind.FORM_2, PageKind.FORM_SINGLE) or may_hide(case, self.sure_kind):
            evidence = tuple(case.evidence(seen) for seen in pages)
            yield self.say(case, Outcome.UNSURE, "no-place", confidence=0.5, evidence=evidence)

    def _missing(self, case: Case, cells: tuple[Cell, ...], stray: list[Seal]) -> Finding:
        place = cells[0]
        evidence: tuple[Evidence, ...] = (case.evidence(place), *(case.evidence(seal, seal.name.text) for seal in stray))
        if stray:
            return self.say(case, Outcome.UNSURE, "elsewhere", confidence=place.confidence, evidence=evidence)
        grey = case.sightings.pages[place.page].origin.mode in {"1", "L", "LA", "I", "I;16"}
        unreadable = any(not seen.legible for seen in case.of(Legibility, page=place.page))
        if grey or unreadable:
            return self.say(case, Outcome.UNSURE, "perhaps-missing", confidence=0.5, evidence=evidence)
        return self.say(case, Outcome.FAIL, "missing", confidence=place.confidence, evidence=evidence)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a seal in its place, beside it, of the wrong sort, and none."""
        place, authority = cell(Role.EMPLOYER_SEAL, box=_PLACE), cell(Role.AUTHORITY_SEAL, box=_AWAY)
        inside, away = Box(700, 1250, 300, 300), Box(700, 1750, 300, 300)
        name = "砺远安全技术有限公司"

        def form(*items: object) -> Case:
            return case(sheet(PageKind.FORM_2, *items))  # type: ignore[arg-type]  # observations only

        stamp = seal("", kind=SealKind.PERSONAL, shape="square", box=Box(900, 1300, 120, 120))
        return (
            Example(title="sealed in the place", case=form(place, seal(name, box=inside)), gives=(("present", Outcome.PASS),)),
            Example(title="sealed, no place found", case=form(seal(name, box=inside)), gives=(("present", Outcome.PASS),)),
            Example(title="not sealed", case=form(place), gives=(("missing", Outcome.FAIL),)),
            Example(
                title="only the authority's cell is sealed",
                case=form(place, authority, seal("某市应急管理局", kind=SealKind.STATE_ORGAN, box=away)),
                gives=(("missing", Outcome.FAIL),),
            ),
            Example(
                title="a seal beside the place",
                case=form(place, seal(name, box=Box(100, 100, 300, 300))),
                gives=(("elsewhere", Outcome.UNSURE),),
            ),
            Example(title="a name stamp alone", case=form(place, stamp), gives=(("name-stamp-only", Outcome.FAIL),)),
            Example(
                title="a name stamp beside the seal", case=form(place, stamp, seal(name, box=inside)), gives=(("present", Outcome.PASS),)
            ),
            Example(title="a page hard to read", case=form(place, legibility("blur")), gives=(("perhaps-missing", Outcome.UNSURE),)),
            Example(title="no place, no seal", case=form(), gives=(("no-place", Outcome.UNSURE),)),
            Example(
                title="the page is missing, which form-pages tells",
                case=case(sheet(PageKind.FORM_1)),
                gives=(("not-applicable", Outcome.NOT_APPLICABLE),),
            ),
        )

"""Whether the employer's seal on the form can be read."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, cell, field, seal, sheet
from pipeline.checks.facts import FORM, filled
from pipeline.checks.name_texts import equal_names
from pipeline.checks.names import print_free
from pipeline.checks.sealing import sealing
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Cell, Field, FieldName, PageKind, PageKindSeen, Role, Seal, SealKind


class FormSealLegible(Check, frozen=True):
    """The employer's seal on the form is clear enough to be told.

    What: one figure from 0 to 1 out of the seal's diameter in pixels, how much of its ring is inked, how strong the ink is and how
    surely its characters were read. Clear passes; hardly anything readable fails; between them the answer is unsure. Of several seals
    the one that was read as the form's employer is judged, else the clearest; a special-purpose or a department's seal only where no
    other stands there.
    Why: a seal that cannot be read cannot be compared, and what cannot be compared must not pass.
    Source: 「应清晰可辨」 (FORM-SEAL-LEGIBLE)
    What a person still decides: whether a clerk can read it; the program's eye is not a clerk's.
    """

    name = "form-seal-legible"
    title = Text("印章清晰", "clearness of the seal")
    needs = (PageKindSeen, Cell, Seal, Field)
    texts = {
        "legible": Text("申请表单位印章清晰可辨。", "The seal on the form can be read."),
        "doubtful": Text(
            "申请表单位印章不够清晰（清晰度 {measured}，要求 {limit} 以上），请人工查看。",
            "The seal on the form is not clear ({measured}, at least {limit} is asked); look at it.",
        ),
        "illegible": Text(
            "申请表单位印章模糊，文字无法辨认（清晰度 {measured}），请人工确认是否需要重新盖章。",
            "The seal on the form cannot be read ({measured}); decide whether it must be sealed again.",
        ),
    }
    clear: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="legibility from which a seal counts as clear",
            extra={
                "unit": "share",
                "source": "benchmarks/seals.py, 2026-11-22: 80 readable drawn seals 0.77-1.00, a faint one of samples/ 0.16",
            },
        ),
    ] = 0.55
    lost: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="legibility below which hardly anything can be read",
            extra={
                "unit": "share",
                "source": "benchmarks/seals.py, 2026-11-22: 80 readable drawn seals 0.77-1.00, a faint one of samples/ 0.16",
            },
        ),
    ] = 0.15

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the seal in the employer's place that names the unit; whether there is one form-seal tells."""
        seals = sealing(case).telling_seals
        named = [place.reading.text for place in filled(case.fields(FieldName.EMPLOYER, *FORM))] + [case.declared.employer.name or ""]
        own = tuple(seal for seal in seals if any(name and equal_names(print_free(seal.name).text, name) for name in named))
        best = max(own or seals, key=lambda seal: seal.legible, default=None)
        if best is None:
            return
        outcome, slug = (Outcome.PASS, "legible") if best.legible >= self.clear else (Outcome.UNSURE, "doubtful")
        if best.legible < self.lost:
            outcome, slug = Outcome.FAIL, "illegible"
        yield self.say(
            case,
            outcome,
            slug,
            confidence=best.confidence,
            evidence=(case.evidence(best, best.name.text),),
            measured=round(best.legible, 2),
            limit=self.clear,
        )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a clear, a doubtful and a lost seal."""

        def form(legible: float) -> Case:
            return case(sheet(PageKind.FORM_2, cell(Role.EMPLOYER_SEAL), seal("砺远安全技术有限公司", legible=legible)))

        name = "砺远安全技术有限公司"
        place, written = cell(Role.EMPLOYER_SEAL), field(FieldName.EMPLOYER, name)
        faint, contract = seal(name, legible=0.3), seal("", line="合同专用章", kind=SealKind.SPECIAL, legible=0.9)

        def two(*seals: Seal) -> Case:
            return case(sheet(PageKind.FORM_2, place, written, *seals))

        return (
            Example(title="a faint one beside a clear contract seal", case=two(faint, contract), gives=(("doubtful", Outcome.UNSURE),)),
            Example(
                title="a faint one beside a clear one of another unit",
                case=two(faint, seal("望岚启辰建筑安装工程有限公司", legible=0.9)),
                gives=(("doubtful", Outcome.UNSURE),),
            ),
            Example(title="pressed twice, once well", case=two(faint, seal(name, legible=0.9)), gives=(("legible", Outcome.PASS),)),
            Example(
                title="a clear one beside a faint contract seal",
                case=two(seal(name, legible=0.9), seal("", kind=SealKind.SPECIAL, legible=0.2)),
                gives=(("legible", Outcome.PASS),),
            ),
            Example(title="clear", case=form(0.9), gives=(("legible", Outcome.PASS),)),
            Example(title="just clear", case=form(0.55), gives=(("legible", Outcome.PASS),)),
            Example(title="between", case=form(0.3), gives=(("doubtful", Outcome.UNSURE),)),
            Example(title="lost", case=form(0.05), gives=(("illegible", Outcome.FAIL),)),
            Example(title="no seal", case=case(sheet(PageKind.FORM_2)), gives=(("not-applicable", Outcome.NOT_APPLICABLE),)),
        )

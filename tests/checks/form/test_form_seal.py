import msgspec
import pytest

from pipeline.checks.base import Case, Check, Example
from pipeline.checks.build import case, cell, field, seal, sheet
from pipeline.checks.form.seal import FormSeal
from pipeline.checks.form.seal_kind import FormSealKind
from pipeline.checks.form.seal_legible import FormSealLegible
from pipeline.checks.form.seal_name import FormSealName
from pipeline.checks.sealing import sealing
from pipeline.datamodel.application import Declared, DeclaredEmployer
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import FieldName, PageKind, Role, Seal, SealKind

CHECKS = (FormSeal, FormSealKind, FormSealLegible, FormSealName)
EXAMPLES = [pytest.param(check, example, id=f"{check.name}: {example.title}") for check in CHECKS for example in check.examples()]
NAME = "砺远安全技术有限公司"
PLACE, AUTHORITY = Box(300, 1000, 900, 300), Box(300, 1300, 900, 300)


def form(*seals: Seal, employer: str = NAME, declared: str = "") -> Case:
    places = (cell(Role.EMPLOYER_SEAL, box=PLACE), cell(Role.AUTHORITY_SEAL, box=AUTHORITY))
    facts = Declared(employer=DeclaredEmployer(name=declared or None))
    return case(sheet(PageKind.FORM_2, *places, field(FieldName.EMPLOYER, employer, box=Box(300, 200, 500, 50)), *seals), declared=facts)


def slugs(check: Check, judged: Case) -> list[str]:
    return [finding.slug for finding in check.judge(judged)]


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_examples_give_what_they_say(check: type[Check], example: Example) -> None:
    given = tuple((finding.slug, finding.outcome) for finding in check(**example.limits).judge(example.case))
    assert (given or (("not-applicable", Outcome.NOT_APPLICABLE),)) == example.gives


def test_a_seal_across_the_line_between_two_cells_belongs_to_the_one_that_holds_its_middle() -> None:
    across = seal(NAME, box=Box(600, 1120, 300, 300))
    assert sealing(form(across)).seals == tuple(sealing(form(across)).unit_seals) != ()
    lower = seal(NAME, box=Box(600, 1200, 300, 300))
    assert sealing(form(lower)).seals == ()


def test_a_seal_across_two_pages_is_no_seal_in_the_cell() -> None:
    edge = seal("", kind=SealKind.CROSS_PAGE, box=Box(700, 1100, 200, 150))
    assert slugs(FormSeal(), form(edge)) == ["missing"]


def test_a_good_seal_beside_a_contract_seal_is_enough() -> None:
    good = seal(NAME, box=Box(600, 1050, 200, 200))
    contract = seal(NAME, line="合同专用章", kind=SealKind.SPECIAL, box=Box(900, 1050, 250, 200))
    assert slugs(FormSealKind(), form(good, contract)) == ["unit"]


def test_a_branch_that_is_the_employer_has_a_unit_seal() -> None:
    branch = NAME + "望岚分公司"
    own = seal(branch, kind=SealKind.BRANCH, box=Box(600, 1050, 200, 200))
    assert slugs(FormSealKind(), form(own, employer=branch)) == ["unit"]
    assert slugs(FormSealName(), form(own, employer=branch)) == ["equal"]


def test_a_seal_like_the_declared_name_but_not_like_the_form_is_put_to_a_person() -> None:
    own = seal(NAME, box=Box(600, 1050, 200, 200))
    assert slugs(FormSealName(), form(own, employer="砺远矿业咨询有限公司", declared=NAME)) == ["doubtful"]
    assert slugs(FormSealName(), form(own, employer="砺远矿业咨询有限公司")) == ["different"]


def test_the_rest_of_a_name_below_the_star_belongs_to_it() -> None:
    branch = seal(NAME, line="望岚分公司", kind=SealKind.BRANCH, box=Box(600, 1050, 200, 200))
    assert slugs(FormSealName(), form(branch)) == ["branch"]
    assert slugs(FormSealName(), form(branch, employer=NAME + "望岚分公司")) == ["equal"]


@pytest.mark.parametrize(
    ("legible", "slug"), [(0.56, "legible"), (0.55, "legible"), (0.54, "doubtful"), (0.15, "doubtful"), (0.14, "illegible")]
)
def test_legibility_just_below_at_and_above_its_limits(legible: float, slug: str) -> None:
    assert slugs(FormSealLegible(), form(seal(NAME, legible=legible, box=Box(600, 1050, 200, 200)))) == [slug]


def test_a_wider_margin_never_turns_doubt_into_a_pass() -> None:
    judged = form(seal(NAME, confidence=0.7, box=Box(600, 1050, 200, 200)))
    strict, loose = FormSealName(margin=10.0), FormSealName(margin=0.5)
    assert [finding.outcome for finding in strict.judge(judged)] == [Outcome.UNSURE] == [finding.outcome for finding in loose.judge(judged)]


def test_evidence_names_the_seal_and_the_form() -> None:
    [finding] = FormSealName().judge(form(seal("砺远矿业咨询有限公司", box=Box(600, 1050, 200, 200))))
    assert [each.box for each in finding.evidence] == [Box(600, 1050, 200, 200), Box(300, 200, 500, 50)]
    assert finding.measured == "砺远矿业咨询有限公司"
    assert finding.limit == NAME


def test_limits_of_the_wrong_range_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"margin": 0.0}, FormSealName)

"""Which agencies suit a category, and when category or agency count as read."""

import pytest

from pipeline.checks.base import Case
from pipeline.checks.build import case, field, sheet
from pipeline.checks.form.agency import PROVINCES, FormAgency
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind
from pipeline.datamodel.reading import Reading

OK, NO, DOUBT = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE
PROVINCE, HOUSING, TRANSPORT = "河北省应急管理厅", "住房和城乡建设部", "交通运输部"


def category(text: str, label: str = "申请注册类别", sure: tuple[float, ...] | None = None) -> Field:
    reading = Reading(text=text, char_confidence=sure or (0.98,) * len(text))
    made = field(FieldName.CATEGORY, text)
    return type(made)(**{name: getattr(made, name) for name in made.__struct_fields__} | {"label": label, "reading": reading})


def form(*places: Field) -> Case:
    return case(sheet(PageKind.FORM_1, *places))


def answer(found: Case) -> tuple[str, Outcome]:
    (finding,) = FormAgency().judge(found)
    return finding.slug, finding.outcome


def of(what: str, agency: str) -> tuple[str, Outcome]:
    return answer(form(category(what), field(FieldName.AGENCY, agency)))


@pytest.mark.parametrize(
    ("what", "agency"),
    [
        ("建筑施工安全", HOUSING),
        ("建筑施工安全", "住建部"),
        ("道路运输安全", TRANSPORT),
        ("煤矿安全", "国家矿山安全监察局样本局"),
        ("煤矿安全", "样本煤监局"),
        ("化工安全", PROVINCE),
        ("金属非金属矿山安全", "北京市应急管理局"),
        ("金属冶炼安全", "广西壮族自治区安全生产监督管理局"),
        ("其他安全（不包括消防安全）", "黑龙江省"),
        ("化工安全", "新疆维吾尔自治区应急管理厅"),
        ("化工安全", "新疆生产建设兵团应急管理局"),
        ("化工安全", "上海安全生产监督管理局"),
        ("建筑施工安全", "☑住房和城乡建设部□交通运输部□样本省"),
    ],
)
def test_an_agency_of_the_sort_that_the_category_belongs_to_passes(what: str, agency: str) -> None:
    assert of(what, agency) == ("fitting", OK)


@pytest.mark.parametrize(
    ("what", "agency"),
    [
        ("建筑施工安全", PROVINCE),
        ("建筑施工安全", TRANSPORT),
        ("道路运输安全", "样本省"),
        ("道路运输安全", "国家矿山安全监察局样本局"),
        ("建筑施工安全", "□住房和城乡建设部☑样本省"),
    ],
)
def test_a_ministrys_category_with_another_agency_is_told(what: str, agency: str) -> None:
    assert of(what, agency) == ("other-agency", NO)


@pytest.mark.parametrize(
    ("what", "agency"),
    [
        ("煤矿安全", PROVINCE),
        ("化工安全", HOUSING),
        ("化工安全", "国家矿山安全监察局样本局"),
        ("化工安全", "样本石油集团有限公司"),
        ("化工安全", "应急管理部"),
        ("化工安全", "样本省样本市应急管理局"),
        ("化工安全", "样本市应急管理局"),
        ("化工安全", "吉林市应急管理局"),
        ("化工安全", "北京市应急管理局朝阳分局"),
        ("煤矿安全", "样本省应急管理厅"),
        ("建筑施工安全", "样本省住房和城乡建设厅"),  # the province's office of housing is not the ministry
        ("道路运输安全", "样本省交通运输厅"),
        ("道路运输安全", "交通运输部样本省应急管理厅"),
    ],
)
def test_another_sort_of_agency_is_put_to_a_person(what: str, agency: str) -> None:
    assert of(what, agency) == ("perhaps-other", DOUBT)


@pytest.mark.parametrize("agency", ["样本省应急管理厅", "江东省", "山酉省安全生产监督管理局", "样本自治区应急管理厅"])
def test_a_province_that_there_is_not_suits_by_its_sort_and_is_told(agency: str) -> None:
    assert of("化工安全", agency) == ("unknown-province", DOUBT)
    assert of("建筑施工安全", agency) == ("other-agency", NO)


def test_there_are_34_units_of_a_provinces_rank_beside_the_corps() -> None:
    assert len(set(PROVINCES)) == 34 + 1


@pytest.mark.parametrize("what", ["建筑旋工安全", "非煤矿山安全", "安全", "化工安全、建筑施工安全", "化工安全建筑施工安全", "建筑施工"])
def test_what_is_none_of_the_seven_categories_is_not_read(what: str) -> None:
    assert of(what, PROVINCE) == ("unread", DOUBT)


@pytest.mark.parametrize("agency", ["☑住房和城乡建设部☑交通运输部", "☑住房和城乡建设部☑样本省"])
def test_an_agency_ticked_twice_is_put_to_a_person(agency: str) -> None:
    assert of("建筑施工安全", agency) == ("several", DOUBT)


@pytest.mark.parametrize("agency", ["□住房和城乡建设部□交通运输部", "☑□住房和城乡建设部"])
def test_boxes_without_a_ticked_agency_are_not_read(agency: str) -> None:
    assert of("建筑施工安全", agency) == ("unread", DOUBT)


def test_two_places_that_say_different_agencies_are_told() -> None:
    places = field(FieldName.AGENCY, HOUSING), field(FieldName.AGENCY, PROVINCE)
    assert answer(form(category("建筑施工安全"), *places)) == ("several", DOUBT)


def test_the_former_category_is_not_what_is_applied_for() -> None:
    former = category("其他安全", label="原注册类别")
    assert answer(form(category("建筑施工安全"), former, field(FieldName.AGENCY, HOUSING))) == ("fitting", OK)
    assert answer(form(former, field(FieldName.AGENCY, PROVINCE))) == ("unread", DOUBT)


def test_a_faint_bracket_behind_the_category_does_not_shake_it_and_a_faint_character_of_it_does() -> None:
    text, agency = "其他安全（不包括消防安全）", field(FieldName.AGENCY, PROVINCE)
    bracket = tuple(0.5 if n == 4 else 0.99 for n in range(len(text)))
    inside = tuple(0.5 if n == 1 else 0.99 for n in range(len(text)))
    assert answer(form(category(text, sure=bracket), agency)) == ("fitting", OK)
    assert answer(form(category(text, sure=inside), agency)) == ("unread", DOUBT)


def test_a_bare_place_is_as_good_as_none() -> None:
    assert of("建筑施工安全", "") == ("not-found", DOUBT)


def test_ink_that_no_reader_read_is_not_passed_over() -> None:
    place = field(FieldName.AGENCY, "", blank=False)
    assert answer(form(category("建筑施工安全"), place)) == ("unread", DOUBT)


def test_an_agency_without_any_category_is_not_read() -> None:
    assert answer(form(field(FieldName.AGENCY, PROVINCE))) == ("unread", DOUBT)

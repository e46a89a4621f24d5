"""When a row of the work history counts as a period of work."""

from datetime import date

import pytest

from pipeline.checks.base import Case
from pipeline.checks.build import broken_file, case, field, sheet
from pipeline.checks.form.work_history import FormWorkHistory
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import FieldName, PageKind

OK, NO, DOUBT = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE
GOOD = "2015.07-2017.06|样本厂|安全管理"


def form(*rows: str, submitted: date | None = date(2026, 5, 1), kind: PageKind = PageKind.FORM_2) -> Case:
    return case(sheet(kind, *(field(FieldName.WORK_HISTORY, row) for row in rows)), declared=Declared(submitted_on=submitted))


def answers(found: Case) -> list[tuple[str, Outcome]]:
    return [(finding.slug, finding.outcome) for finding in FormWorkHistory().judge(found)]


@pytest.mark.parametrize(
    "row",
    [
        "2015-07-2017-06|样本厂",
        "2015年7月至2017年6月|样本厂",
        "2015年7月1日-2017年6月30日|样本厂",
        "二〇一五年七月至二〇一七年六月|样本厂",
        "2015/7/1-2017/6/30样本厂安全",
        "2015.07—2017.06|样本厂",
        "2015.07|2017.06|样本厂",
        "2024.03至今|样本厂",
        "2024.03-现在|样本厂",
        "2015.07-2015.07|样本厂",
    ],
)
def test_a_period_is_read_as_people_write_it(row: str) -> None:
    assert answers(form(row)) == [("told", OK)]


@pytest.mark.parametrize(
    "row",
    [
        "2015.07-|样本厂|安全管理",  # no end
        "-2017.06|样本厂|安全管理",  # no beginning
        "2015-2017|样本厂",  # no months
        "2015.13-2017.06|样本厂",  # no month of the calendar
        "二〇一五年七月至二〇一七年十五月|样本厂",
        "2017.062015.07|样本厂",  # run together
        "2015.07-2017.06||",  # no unit
        "2015.07-2017.06|2|安",
        "样本厂|安全管理|安全员",  # no period at all
        "2024年3月1日至2029年2月28日，其申报材料属实",  # a sentence of the employer's opinion
        "2024年3月1日至2029年2月28日聘用期内同意申报",
        "联系电话|13800000000|",
    ],
)
def test_what_is_no_whole_row_is_put_to_a_person_even_beside_a_good_one(row: str) -> None:
    assert answers(form(GOOD, row)) == [("unread", DOUBT)]


def test_every_row_that_runs_backwards_is_told() -> None:
    rows = form("2017.06-2015.07|样本厂", GOOD, "2020.02-2019.03|样本公司")
    assert answers(rows) == [("backwards", NO), ("backwards", NO)]


def test_time_between_two_rows_is_not_asked_about() -> None:
    assert answers(form(GOOD, "2020.02-至今|样本公司")) == [("told", OK)]


def test_without_a_declared_day_nothing_lies_in_the_future() -> None:
    assert answers(form("2031.02-至今|样本公司", submitted=None)) == [("told", OK)]


def test_one_character_read_badly_makes_a_row_unread() -> None:
    place = field(FieldName.WORK_HISTORY, GOOD)
    weak = tuple(0.5 if n == 3 else 0.99 for n in range(len(GOOD)))  # the year's last figure
    reading = type(place.reading)(text=GOOD, char_confidence=weak)
    spoilt = type(place)(**{name: getattr(place, name) for name in place.__struct_fields__} | {"reading": reading})
    assert answers(case(sheet(PageKind.FORM_2, spoilt))) == [("unread", DOUBT)]


def test_badly_read_words_of_the_work_do_not_shake_the_period() -> None:
    place = field(FieldName.WORK_HISTORY, GOOD)
    weak = (*(0.99,) * (len(GOOD) - 2), 0.4, 0.4)
    reading = type(place.reading)(text=GOOD, char_confidence=weak)
    worn = type(place)(**{name: getattr(place, name) for name in place.__struct_fields__} | {"reading": reading})
    assert answers(case(sheet(PageKind.FORM_2, worn))) == [("told", OK)]


def test_a_page_on_which_no_row_was_found_is_looked_at() -> None:
    assert answers(form(kind=PageKind.FORM_SINGLE)) == [("not-found", DOUBT)]


def test_a_missing_second_page_may_lie_in_a_file_that_did_not_open() -> None:
    assert answers(case(sheet(PageKind.FORM_1), faults=(broken_file(),))) == [("not-found", DOUBT)]
    assert answers(case(sheet(PageKind.FORM_1))) == []

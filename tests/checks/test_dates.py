"""Dates and terms in every way that people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.dates import EndKind, find_dates, months_before, read_date, read_end, years_after

DAY = date(2026, 3, 1)
DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize(
    "written",
    [
        "2026年3月1日",
        "2026 年 03 月 01 日",
        "２０２６年３月１日",
        "二〇二六年三月一日",
        "二零二六年三月一号",
        "二○二六年三月一日",
        "2026.3.1",
        "2026-03-01",
        "2026/3/1",
        "26/3/1",
        "26年3月1日",
        "2026、3、1",
        "20260301",
        "签订日期：2026年3月1日",
    ],
)
def test_one_day_is_read_in_all_written_forms(written: str) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize("written", ["2026年13月1日", "2026年2月30日", "110101199003078515", "年月日", "", "1234567890", "2026年"])
def test_what_is_no_day_of_the_calendar_is_no_date(written: str) -> None:
    assert find_dates(written) == ()


def test_a_month_without_a_day_is_the_whole_month() -> None:
    (written,) = find_dates("二〇二六年二月")

    assert (written.first, written.last, written.to_the_day) == (date(2026, 2, 1), date(2026, 2, 28), False)


def test_several_days_are_not_one_date() -> None:
    assert read_date("2026年3月1日至2027年3月1日") is None


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)))
def test_every_day_is_read_back_in_every_form(day: date) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    forms = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y-%m-%d}",
        f"{day:%y/%m/%d}",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日",
    )

    assert [read_date(form) for form in forms] == [day] * len(forms)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("无固定期限", EndKind.OPEN),
        ("自2020年1月1日起至无固定期限", EndKind.OPEN),
        ("自2020年1月1日起至依法解除、终止劳动合同时止", EndKind.OPEN),
        ("2027年12月31日", EndKind.DATE),
        ("自2024年1月1日起至2027年12月31日止", EndKind.DATE),
        ("2024.1.1—2027.12.31", EndKind.DATE),
        ("长期", EndKind.LONG),
        ("自2020年1月1日至长期", EndKind.LONG),
        ("至今", EndKind.LONG),
        ("至法定退休年龄", EndKind.RETIREMENT),
        ("9999年12月31日", EndKind.NINES),
        ("2099-12-31", EndKind.NINES),
        ("以完成一定工作任务为期限", EndKind.TASK),
        ("自  年 月 日至  年 月 日", EndKind.BLANK),
        ("自2020年1月1日至   年 月 日", EndKind.BLANK),
        ("", EndKind.BLANK),
        ("自2020年1月1日起", EndKind.UNREAD),
        ("无固定期限（长期的填写）", EndKind.UNREAD),
        ("至2023年1月1日无固定期限", EndKind.UNREAD),
        ("无固定期", EndKind.UNREAD),
        ("2024年3月1日2月28日", EndKind.UNREAD),
        ("固定期限：自2024年3月1日年2月28日止", EndKind.UNREAD),
        ("固定期限：自2024年3月1日止", EndKind.UNREAD),
        ("自2024年3月1日至2029年2月28日（共5年，试用期6个月）", EndKind.DATE),
    ],
)
def test_the_end_of_a_term_is_told_apart(written: str, kind: EndKind) -> None:
    assert read_end(written).kind is kind


def test_the_end_of_a_term_is_its_last_day() -> None:
    end = read_end("自2024年1月1日起至2027年12月31日止")

    assert end.on is not None
    assert end.on.last == date(2027, 12, 31)


def test_years_and_months_keep_to_the_calendar() -> None:
    assert years_after(date(2020, 2, 29), 5) == date(2025, 2, 28)
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)


@pytest.mark.parametrize(
    "written",
    [
        "2021年12月31日2029年12月31日",
        "2021年12月31日改为2029年12月31日",
        "2021年12月31日/2029年12月31日",
        "2029年12月31日（原2021年12月31日）",
        "2027年12月31日，续签至2030年12月31日",
        "2027年12月31日前解除",
        "2024年1月1日到2027年12月31日，试用期自2024年1月1日至2024年6月30日",
        "2027年12月3l日",
        "2027年12月l日",
        "2027年12月3丨日",
        "2027年12月3O日",
        "2027年12月3?日",
        "2027.12.3l",
    ],
)
def test_an_end_that_was_mended_or_holds_an_odd_numeral_is_unread(written: str) -> None:
    assert read_end(written).kind is EndKind.UNREAD


@pytest.mark.parametrize(
    "written",
    [
        "2027年12月31",
        "2027.12.31日",
        "2027年12月31日止。",
        "至2027年12月31日",
        "20240101-20271231",
        "2024年1月1日起2027年12月31日止",
        "自2024年1月1日起,至2027年12月31日止,共3年",
    ],
)
def test_a_plain_end_is_read_to_the_day(written: str) -> None:
    end = read_end(written)

    assert end.on is not None
    assert end.on.first == end.on.last == date(2027, 12, 31)


def test_two_ends_in_one_cell_are_unread() -> None:
    assert read_end("2024年3月1日至2025年2月28日、2027年2月28日").kind is EndKind.UNREAD
    assert read_end("2024年3月1日至2027年2月28日").kind is EndKind.DATE

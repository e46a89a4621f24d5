"""When a contract ends: the option's number, its dates, and the annex."""

from datetime import date

from pipeline.checks.base import Case
from pipeline.checks.build import case, field, sheet
from pipeline.checks.dates import EndKind
from pipeline.checks.terms import contract_end, contract_start, end_of, start_untold
from pipeline.datamodel.observation import Field, FieldName, PageKind

SURE = 0.8


def contract(*items: Field, annex: tuple[Field, ...] = ()) -> Case:
    sheets = [sheet(PageKind.CONTRACT_BODY, *items)]
    return case(*sheets, *([sheet(PageKind.CONTRACT_ANNEX, *annex)] if annex else []))


def end_kind(found: Case) -> EndKind | None:
    end = contract_end(found, SURE)
    return end.end.kind if end else None


def test_the_printed_words_do_not_make_a_fixed_contract_open_ended() -> None:
    printed = field(FieldName.TERM, "1.固定期限：自2024年1月1日起至2027年12月31日止 2.无固定期限：自年月日起至依法解除、终止劳动合同时止")
    option = field(FieldName.TERM_OPTION, "1")
    end = contract_end(contract(printed, option), SURE)

    assert end is None or end.end.kind is not EndKind.OPEN


def test_without_the_option_the_printed_words_are_never_sure() -> None:
    end = contract_end(contract(field(FieldName.TERM, "固定期限自年月日；无固定期限自2024年1月1日起至依法解除、终止劳动合同时止")), SURE)

    assert end is not None
    assert not end.sure


def test_option_two_is_open_ended_whatever_dates_stand_beside_it() -> None:
    assert end_kind(contract(field(FieldName.TERM_OPTION, "②"), field(FieldName.TERM_END, "2027年12月31日"))) is EndKind.OPEN


def test_an_option_that_cannot_be_told_leaves_the_dates() -> None:
    assert end_kind(contract(field(FieldName.TERM_OPTION, "12"), field(FieldName.TERM_END, "2027年12月31日"))) is EndKind.DATE


def test_an_earlier_annex_does_not_shorten_the_contract() -> None:
    end = contract_end(contract(field(FieldName.TERM_END, "2027年12月31日"), annex=(field(FieldName.TERM_END, "2025年12月31日"),)), SURE)

    assert end is not None
    assert not end.by_annex


def test_an_annex_can_make_the_contract_open_ended() -> None:
    assert end_kind(contract(field(FieldName.TERM_END, "2025年12月31日"), annex=(field(FieldName.TERM_END, "无固定期限"),))) is EndKind.OPEN


def test_no_place_for_a_term_is_no_end() -> None:
    assert contract_end(contract(), SURE) is None


def test_one_date_in_a_place_for_start_and_end_is_no_end() -> None:
    assert end_of(field(FieldName.TERM, "2024年3月1日")).kind is EndKind.UNREAD
    assert end_of(field(FieldName.TERM, "至2029年2月28日")).kind is EndKind.DATE
    assert end_of(field(FieldName.TERM_END, "2029年2月28日")).kind is EndKind.DATE


def test_a_start_whose_year_is_covered_is_told() -> None:
    end = field(FieldName.TERM_END, "2029年2月28日")
    covered = field(FieldName.TERM_START, "年3月1日")

    assert start_untold(contract(covered, end), PageKind.CONTRACT_BODY) == covered
    assert start_untold(contract(field(FieldName.TERM_START, "2024年3月"), end), PageKind.CONTRACT_BODY) is None
    assert start_untold(contract(end), PageKind.CONTRACT_BODY) is None


def test_a_term_that_only_has_an_end_has_no_start() -> None:
    whole = field(FieldName.TERM, "自起至2029年2月28日止")

    assert start_untold(contract(whole, field(FieldName.TERM_END, "2029年2月28日")), PageKind.CONTRACT_BODY) == whole


def test_a_start_in_words_is_no_missing_one() -> None:
    told = (field(FieldName.TERM_START, "用工之"), field(FieldName.TERM_END, "2029年2月28日"))

    assert start_untold(contract(*told), PageKind.CONTRACT_BODY) is None


def test_a_chosen_option_of_which_no_start_was_read_is_told() -> None:
    whole, two = field(FieldName.TERM, "1.固定期限：自年月日起至年月日止"), field(FieldName.TERM_OPTION, "2")

    assert start_untold(contract(whole, two), PageKind.CONTRACT_BODY) == whole
    assert start_untold(contract(whole, two, field(FieldName.TERM_START, "2024年3月1日")), PageKind.CONTRACT_BODY) is None


def test_the_end_of_a_whole_term_is_not_its_start() -> None:
    covered = field(FieldName.TERM, "固定期限：自三3月1日起至2029年2月28日止")

    assert contract_start(contract(covered), SURE) is None
    assert contract_start(contract(field(FieldName.TERM, "自2024年3月1日起至2029年2月28日止")), SURE) == date(2024, 3, 1)

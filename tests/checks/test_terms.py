"""When a contract ends: the option's number, its dates, and the annex."""

from pipeline.checks.base import Case
from pipeline.checks.build import case, field, sheet
from pipeline.checks.dates import EndKind
from pipeline.checks.terms import contract_end
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

"""When two names are equal, surely different, or doubtful."""

import pytest

from pipeline.checks.agreement import Agreement, agree_on_names, agree_on_people
from pipeline.checks.build import field, reading
from pipeline.datamodel.observation import Field, FieldName
from pipeline.datamodel.reading import Reading

SURE = 0.8
NAME = "样本安全技术有限公司"


def read(text: str, confidence: float = 0.98, **about: str | bool) -> Field:
    return field(FieldName.EMPLOYER, text, confidence=confidence, **about)  # type: ignore[arg-type]


def test_equal_names_are_equal_whatever_their_brackets_and_spaces() -> None:
    assert agree_on_names(read("样本（北京） 安全技术有限公司"), "样本(北京)安全技术有限公司", SURE) is Agreement.EQUAL


@pytest.mark.parametrize(
    "other",
    [
        "样本安全技术有限责任公司",
        "样本安全技术集团有限公司",
        "样本安全技术有限公司北京分公司",
        "样本安全科技有限公司",
        "甲乙化工有限公司",
    ],
)
def test_a_near_variant_surely_read_is_different(other: str) -> None:
    assert agree_on_names(read(NAME), read(other), SURE) is Agreement.DIFFERENT


@pytest.mark.parametrize("other", ["样本安全技术有限责任公司", "样本安全科技有限公司"])
def test_a_near_variant_never_passes_however_badly_read(other: str) -> None:
    for confidence in (0.05, 0.3, 0.6, 0.79):
        assert agree_on_names(read(NAME), read(other, confidence), SURE) is not Agreement.EQUAL


def test_a_doubtful_character_is_doubtful_not_different() -> None:
    assert agree_on_names(read(NAME), read("样本安全科技有限公司", 0.6), SURE) is Agreement.DOUBTFUL


def test_a_doubtful_reading_of_the_declared_name_is_no_proof_that_it_stands_there() -> None:
    assert agree_on_names(read("砺远安全技术有限公司", 0.5), "砺远安全技术有限公司", 0.8) is Agreement.DOUBTFUL


def test_equal_texts_that_are_both_doubtful_stay_doubtful() -> None:
    assert agree_on_names(read(NAME, 0.5), read(NAME, 0.5), SURE) is Agreement.DOUBTFUL


@pytest.mark.parametrize("piece", ["样本安全技术有限", "术有限公司", "安全技术"])
def test_a_name_that_may_be_cut_off_is_doubtful(piece: str) -> None:
    assert agree_on_names(read(piece), read(NAME), SURE) is Agreement.DOUBTFUL


def test_a_region_before_the_name_is_never_passed_over() -> None:
    assert agree_on_names(read("北京样本安全技术有限公司"), read(NAME), SURE) is not Agreement.EQUAL


def test_a_person_s_name_cut_off_is_doubtful() -> None:
    assert agree_on_people(reading("清妍"), "顾清妍", SURE) is Agreement.DOUBTFUL


def test_one_character_in_handwriting_is_not_enough_to_be_sure() -> None:
    assert agree_on_names(read("样本安全科技有限公司", handwritten=True), NAME, SURE) is Agreement.DOUBTFUL


def test_another_firm_altogether_is_different_in_handwriting_too() -> None:
    assert agree_on_names(read("甲乙化工有限公司", 0.7, handwritten=True), NAME, SURE) is Agreement.DIFFERENT


def test_two_readers_that_agree_make_a_faint_name_sure() -> None:
    assert agree_on_names(read("样本安全科技有限公司", 0.5, second="样本安全科技有限公司"), NAME, SURE) is Agreement.DIFFERENT


def test_a_second_reader_that_reads_the_expected_name_makes_the_first_doubtful() -> None:
    assert agree_on_names(read("样本安全科技有限公司", second=NAME), NAME, SURE) is Agreement.DOUBTFUL


def test_one_sure_wrong_character_beside_a_doubtful_one_is_doubtful() -> None:
    faint = Reading(text="样本安全科技有限公司", char_confidence=(0.5,) + (0.98,) * 9)

    assert agree_on_names(faint, NAME, SURE) is Agreement.DOUBTFUL


def test_nothing_read_is_doubtful() -> None:
    assert agree_on_names(reading(""), NAME, SURE) is Agreement.DOUBTFUL


def test_people_are_compared_without_spaces_and_dots_of_any_form() -> None:
    assert agree_on_people(reading("买买提 • 艾力"), "买买提·艾力", SURE) is Agreement.EQUAL
    assert agree_on_people(reading("张三"), "李四", SURE) is Agreement.DIFFERENT
    assert agree_on_people(reading("张三", 0.4), "李四", SURE) is Agreement.DOUBTFUL


def test_agreement_is_the_same_from_either_side() -> None:
    for other in (NAME, "样本安全科技有限公司", "甲乙化工有限公司", "样本安全技术有限"):
        assert agree_on_names(read(NAME), read(other), SURE) is agree_on_names(read(other), read(NAME), SURE)

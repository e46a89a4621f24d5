import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import names
from pipeline.checks.free_reading import Difference, FreeReading
from pipeline.checks.name_texts import equal_names, normalise, split_department
from pipeline.checks.names import Answer, Limits, compare
from pipeline.checks.variants import are_confusable, near_variants
from pipeline.datamodel.reading import Lattice, Reading

LIMITS = Limits(sure=0.9, win=3.0, margin=3.0, mean=2.0, veto=2.0, far=8.0, torn=8.0, apart=40.0, strange=4)
NAME = "江苏恒瑞化工有限公司"
TEXT = st.text(alphabet="江苏恒瑞化工有限责任公司（）() ★0123456789", max_size=24)


def lattice(text: str, *, sure: float = 0.99, doubt: dict[int, str] | None = None, ink: str = "fill", share: float = 0.5) -> Lattice:
    """A recogniser's output that says a text; where there is doubt another character has a share of what is sure."""
    doubt = doubt or {}
    letters = ["", *dict.fromkeys(text + "".join(doubt.values()) + "丙丁")]
    rows = np.full((3 * len(text) + 2, len(letters)), 1e-5)
    rows[:, 0] = 1.0
    for index, character in enumerate(text):
        row = rows[3 * index + 2]
        row[:] = (1 - sure) / len(letters)
        row[letters.index(character)] = sure
        if index in doubt:
            row[letters.index(character)], row[letters.index(doubt[index])] = sure * (1 - share), sure * share
    return Lattice.of_probabilities(rows / rows.sum(axis=1, keepdims=True), letters, k=6, ink=ink)


def seal(
    text: str, *, inks: tuple[str, ...] = ("fill", "even", "guided"), sure: float = 0.99, doubt: dict[int, str] | None = None
) -> Reading:
    return Reading(
        text=text, char_confidence=(sure,) * len(text), lattices=tuple(lattice(text, sure=sure, doubt=doubt, ink=ink) for ink in inks)
    )


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("江苏（恒瑞）化工有限公司", "江苏(恒瑞)化工有限公司"),
        ("江苏〔恒瑞〕化工有限公司", "江苏(恒瑞)化工有限公司"),
        (" 江苏 恒瑞\n化工有限公司★", NAME),
        ("江苏恒瑞化工有限公司（盖章）", NAME),
        ("江苏恒瑞化工有限公司3201132325536", NAME),
        ("⼈和公司", "人和公司"),
    ],
    ids=["wide brackets", "square brackets", "spaces and star", "printed label", "seal code", "radical for character"],
)
def test_what_cannot_change_identity_is_normalised(written: str, same: str) -> None:
    assert normalise(written) == same


@pytest.mark.parametrize(
    "other", ["江苏恒瑞化工有限责任公司", "江苏省恒瑞化工有限公司", "江苏恒瑞化工集团有限公司", "江蘇恒瑞化工有限公司"]
)
def test_what_may_change_identity_is_not_normalised(other: str) -> None:
    assert not equal_names(NAME, other)


@given(TEXT)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(TEXT, TEXT)
def test_equality_of_names_is_symmetric(one: str, other: str) -> None:
    assert equal_names(one, other) == equal_names(other, one)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (NAME + "人力资源部", (NAME, "人力资源部")),
        (NAME + "组织人事部", (NAME, "组织人事部")),
        (NAME + "合同专用章", (NAME, "合同专用章")),
        (NAME, (NAME, "")),
        ("人力资源部", ("人力资源部", "")),
    ],
    ids=["personnel", "longest tail", "special purpose", "no tail", "no head"],
)
def test_a_departments_tail_is_split_by_a_closed_list(name: str, parts: tuple[str, str]) -> None:
    assert split_department(name) == parts


def test_look_alikes_are_confusable_both_ways() -> None:
    assert are_confusable("己", "已")
    assert are_confusable("已", "己")
    assert not are_confusable("江", "厂")


def test_variants_hold_the_forgers_and_the_clerks_mistakes() -> None:
    variants = near_variants(NAME)
    assert {"江苏恒瑞化工有限责任公司", NAME + "第三分公司", "恒瑞化工有限公司", "江苏恒瑞化工集团有限公司", "江苏桓瑞化工有限公司"} <= set(
        variants
    )
    assert NAME not in variants
    assert "江苏恒瑞化工有限公司" in near_variants(NAME + "第三分公司")


def test_a_surely_read_equal_name_is_equal() -> None:
    assert compare(seal(NAME), NAME, LIMITS).answer is Answer.EQUAL


@pytest.mark.parametrize("other", near_variants(NAME)[::7])
def test_no_near_variant_passes(other: str) -> None:
    assert compare(seal(NAME), other, LIMITS).answer is not Answer.EQUAL


def test_a_character_as_likely_another_is_unsure() -> None:
    assert compare(seal(NAME, doubt={2: "桓"}), NAME, LIMITS).answer is Answer.UNSURE


def test_one_inks_sure_reading_does_not_stand_against_the_others() -> None:
    other = "江苏桓瑞化工有限公司"
    torn = Reading(text=NAME, char_confidence=(0.99,) * len(NAME), lattices=(lattice(NAME), *seal(other, inks=("even", "guided")).lattices))
    assert compare(torn, NAME, LIMITS).answer is Answer.UNSURE
    assert compare(torn, other, LIMITS).answer is not Answer.EQUAL


def test_a_torn_ink_does_not_outvote_two_good_ones() -> None:
    good = seal(NAME, inks=("fill", "even")).lattices
    assert compare(Reading(text=NAME, lattices=(*good, lattice("江工有公", sure=0.5, ink="guided"))), NAME, LIMITS).answer is Answer.EQUAL


def test_print_under_a_seal_confirms_nothing() -> None:
    other = "江苏中天化工有限公司"
    trap = Reading(text=NAME, char_confidence=(0.99,) * len(NAME), lattices=(lattice(NAME, ink="raw"), *seal(other).lattices))
    compared = compare(trap, NAME, LIMITS)
    assert compared.answer is Answer.DIFFERENT
    assert compared.ink != "raw"


def test_raw_ink_alone_never_decides_a_seal_with_lattices_of_other_inks() -> None:
    assert compare(seal(NAME, inks=("raw", "even"), sure=0.4), NAME, LIMITS).answer is Answer.UNSURE


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        ("江苏中天化工有限公司", Answer.DIFFERENT),
        (NAME + "第三分公司", Answer.UNSURE),
        ("江苏恒瑞化工有限责任公司", Answer.DIFFERENT),
        ("江苏桓瑞化工有限公司", Answer.UNSURE),
        ("江苏恒瑞堃工有限公司", Answer.UNSURE),
        ("化工有限公司江苏恒瑞", Answer.UNSURE),
    ],
    ids=["another trade name", "branch whose tail may be faint", "legal form", "look-alike", "outside the alphabet", "wrong start"],
)
def test_only_a_sure_difference_is_different(other: str, answer: Answer) -> None:
    assert compare(seal(NAME), other, LIMITS).answer is answer


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("宏盛（溪畔）冶金有限公司", "望岚煜晟烟花爆竹（集团）有限公司"),
        ("兰考县第二中学", "砺州市中天电力建设有限公司"),
        ("望岚海棠民用爆破有限公司第三分公司", "海棠（浦东新区）建设工程有限公司"),
    ],
)
def test_a_name_altogether_unlike_is_another_however_they_are_laid_side_by_side(read: str, expected: str) -> None:
    assert compare(seal(read, sure=0.999), expected, LIMITS).answer is Answer.DIFFERENT
    assert compare(seal(read, sure=0.85), expected, LIMITS).answer is Answer.UNSURE
    half = tuple(lattice("宏公", ink=ink) for ink in ("fill-wide", "guided-wide", "even-wide"))
    doubtful = Reading(text=read, lattices=(*seal(read, sure=0.999).lattices, *half))
    assert (
        compare(doubtful, expected, msgspec.structs.replace(LIMITS, far=1000.0)).answer is Answer.UNSURE
    )  # only half of the readings say so


def test_a_whole_name_in_other_letters_or_torn_is_not_another() -> None:
    another = FreeReading("宏盛溪畔冶金有限公司", (0.99,) * 10, ())
    assert another.is_another(NAME, 0.9, 4)
    assert not another.is_another("宏盛溪畔煤矿有限公司", 0.9, 4)
    assert not another.is_another("堃堃堃堃堃堃堃堃堃堃堃", 0.9, 4)  # none of it could have been read
    assert not FreeReading("恆瑞藥業壓縮機廠有限公司", (0.99,) * 12, ()).is_another(NAME, 0.9, 4)
    assert not FreeReading("宏盛溪畔冶金有限", (0.99,) * 8, ()).is_another(NAME, 0.9, 4)


def test_a_branchs_seal_on_the_parents_form_is_different() -> None:
    assert compare(seal(NAME + "第三分公司"), NAME, LIMITS).answer is Answer.DIFFERENT


def test_a_faint_seal_is_never_different() -> None:
    assert compare(seal("江芬中火化土有限公司", sure=0.6), NAME, LIMITS).answer is Answer.UNSURE


def test_without_a_lattice_every_character_must_be_sure() -> None:
    assert compare(Reading(text=NAME, char_confidence=(0.95,) * len(NAME)), NAME, LIMITS).answer is Answer.EQUAL
    assert compare(Reading(text=NAME, char_confidence=(0.5,) * len(NAME)), NAME, LIMITS).answer is Answer.UNSURE


def test_differences_say_where() -> None:
    assert compare(seal(NAME), "江苏中天化工有限公司", LIMITS).differences == (Difference("恒瑞", "中天"),)


def test_nothing_expected_is_unsure() -> None:
    assert compare(seal(NAME), "", LIMITS).answer is Answer.UNSURE


def held_by_two(first: str, second: str, *, sure: float = 0.99, other_sure: float = 0.99) -> Reading:
    """A seal as two readers see it on every ink freed of print."""
    told = seal(first, sure=sure)
    seconds = tuple(lattice(second, sure=other_sure, ink=f"{ink}-second") for ink in ("fill", "even", "guided"))
    return Reading(text=told.text, char_confidence=told.char_confidence, lattices=(*told.lattices, *seconds))


def test_a_second_reader_that_sees_the_same_leaves_the_name_equal() -> None:
    assert compare(held_by_two(NAME, NAME), NAME, LIMITS).answer is Answer.EQUAL


@pytest.mark.parametrize("other", ["江苏恒端化工有限公司", "江苏恒瑞化工有限责任公司"], ids=["a look-alike", "another form"])
def test_a_second_reader_that_surely_sees_a_near_variant_makes_the_name_unsure(other: str) -> None:
    assert compare(held_by_two(NAME, other), NAME, LIMITS).answer is Answer.UNSURE


def test_a_second_reader_that_sees_the_name_keeps_a_misreading_from_being_a_return() -> None:
    read = held_by_two("江苏恒鼎化工有限公司", NAME, sure=0.9999)
    assert compare(seal("江苏恒鼎化工有限公司", sure=0.9999), NAME, LIMITS).answer is Answer.DIFFERENT
    assert compare(read, NAME, LIMITS).answer is Answer.UNSURE


def test_what_only_the_second_reader_sees_does_not_pass() -> None:
    assert compare(held_by_two("江苏恒端化工有限公司", NAME), NAME, LIMITS).answer is Answer.UNSURE


def test_a_second_reader_that_is_sure_helps_a_first_one_that_hesitates() -> None:
    inks = ("fill", "even", "guided")
    hesitant = tuple(lattice(NAME, doubt={2: "桓"}, share=0.4, ink=ink) for ink in inks)
    alone = Reading(text=NAME, char_confidence=(0.99,) * len(NAME), lattices=hesitant)
    assert compare(alone, NAME, LIMITS).answer is Answer.UNSURE
    seconds = tuple(lattice(NAME, sure=0.999, ink=f"{ink}-second") for ink in inks)
    both = Reading(text=NAME, char_confidence=(0.99,) * len(NAME), lattices=(*hesitant, *seconds))
    assert compare(both, NAME, LIMITS).answer is Answer.EQUAL


def test_brackets_are_dropped_together_or_not_at_all() -> None:
    variants = near_variants("砺远(望岚)安全技术有限公司")
    assert "砺远望岚安全技术有限公司" in variants
    assert not {"砺远((望岚)安全技术有限公司", "砺远望岚)安全技术有限公司"}.intersection(variants)


@pytest.mark.parametrize("around", ["★{}", "{}3201132325536", "{} "], ids=["a star", "a code", "a space"])
def test_what_stands_around_another_name_does_not_hide_it_from_either_reader(around: str) -> None:
    other = around.format("望岚启辰建筑安装工程有限公司")
    assert compare(held_by_two(other, NAME, sure=0.999), NAME, LIMITS).answer is not Answer.EQUAL
    assert compare(held_by_two(NAME, other, other_sure=0.999), NAME, LIMITS).answer is not Answer.EQUAL


@pytest.mark.parametrize("ink", ["guided", "guided-second"])
def test_a_name_with_more_beside_it_in_one_ink_is_unsure(ink: str) -> None:
    inks = ("fill", "even", "fill-second", "even-second")
    cut_short = tuple(lattice("华大学出版社", sure=0.999, ink=each) for each in inks)
    longer = lattice("清华大学出版社", sure=0.6, ink=ink)
    read = Reading(text="华大学出版社", char_confidence=(0.99,) * 6, lattices=(*cut_short, longer))
    assert compare(read, "华大学出版社", LIMITS).answer is Answer.UNSURE
    beside = lattice(")华大学出版社", sure=0.999, ink=ink)
    read = Reading(text="华大学出版社", char_confidence=(0.99,) * 6, lattices=(*cut_short, beside))
    assert compare(read, "华大学出版社", LIMITS).answer is Answer.EQUAL


def test_what_only_close_cuts_say_does_not_pass_against_the_wide_ones() -> None:
    close = tuple(lattice(NAME, sure=0.999, ink=ink) for ink in ("fill", "even", "guided"))
    agreeing, against = (
        tuple(lattice(text, sure=0.999, ink=f"{ink}-wide") for ink in ("fill", "even", "guided")) for text in (NAME, "江苏恒瑞化土有限公司")
    )
    sure = (0.99,) * len(NAME)
    assert compare(Reading(text=NAME, char_confidence=sure, lattices=(*close, *agreeing)), NAME, LIMITS).answer is Answer.EQUAL
    assert compare(Reading(text=NAME, char_confidence=sure, lattices=(*close, *against)), NAME, LIMITS).answer is Answer.UNSURE


@pytest.mark.parametrize("debris", ["）{}", "(9){}", "{}8"])
def test_the_free_reading_is_one_without_debris_of_the_ring_where_there_is_one(debris: str) -> None:
    around = debris.format(NAME)
    read = Reading(text=around, lattices=(lattice(around, sure=0.99, ink="fill-wide"), lattice(NAME, sure=0.95)))
    assert names.print_free(read).text == NAME

"""Which letters name the matter and a telephone, and which only come near."""

import pytest

from pipeline.checks.build import case, line, sheet
from pipeline.checks.papers.change_request import ChangeRequest
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import PageKind

MATTER, PHONE = "申请变更身份证号码", "联系电话：13800000000"


def answer(*lines: str) -> tuple[str, Outcome]:
    letter = sheet(PageKind.REQUEST, *(line(text) for text in lines), title="申请")
    (finding,) = ChangeRequest().judge(case(letter, kind=Kind.ID_NUMBER_CHANGE))
    return finding.slug, finding.outcome


@pytest.mark.parametrize(
    "matter",
    [
        MATTER,
        "申请更正注册系统中的本人居民身份证号码",
        "现申请将身份证号码由15位变更为18位",
        "身份证号码由999999900101123变更为999999199001011234",
        "关于身份证件号变更的申请",
        "需办理的事项：修改证件号码",
        "因身份证号码更改，特此申请",
    ],
)
def test_a_verb_that_has_the_number_for_its_object_names_the_matter(matter: str) -> None:
    assert answer(matter, PHONE) == ("told", Outcome.PASS)


@pytest.mark.parametrize(
    "matter",
    [
        "申请变更聘用单位，附身份证",
        "申请变更注册类别及身份证复印件",
        "身份证件已提交变更聘用单位",
        "申请变更身份证复印件",
        "不变更身份证号码",
        "身份证号码不变更",
        "身份证复印件，变更聘用单位",
        "申请修改姓名，身份证见附件",
        "更改手机号码和身份证",
    ],
)
def test_another_matters_verb_near_the_card_does_not(matter: str) -> None:
    assert answer(matter, PHONE) == ("no-matter", Outcome.UNSURE)


@pytest.mark.parametrize("number", ["13800000000", "010-64898888", "(010)64898888", "电话:64898888", "(0311)8512345"])
def test_a_telephone_of_the_writer_counts(number: str) -> None:
    assert answer(MATTER, f"联系{number}") == ("told", Outcome.PASS)


@pytest.mark.parametrize(
    "number", ["01064897067", "010-64897067", "(010)64897067", "电话:64897067", "电话:010-64965024", "电话64913859", "传真:010-64898888"]
)
def test_the_centres_own_number_or_a_fax_is_no_telephone_of_the_writer(number: str) -> None:
    assert answer(MATTER, f"联系{number}") == ("no-phone", Outcome.UNSURE)


def test_the_writers_number_beside_the_centres_counts() -> None:
    assert answer(MATTER, "发至01064897067，本人电话13800000000") == ("told", Outcome.PASS)

"""What is surely no employer's name, and what may be one however badly it was read."""

import pytest

from pipeline.stages.unit_names import no_person, no_unit


@pytest.mark.parametrize(
    "text",
    ["全称", "名 称", "从事何种业务", "称”栏一致。4.带“*”的栏目由注册机构填写", "方、乙方各执一份", "立信息", "起止时间", "甲方盖章"],
)
def test_labels_and_running_text_are_no_units(text: str) -> None:
    assert no_unit(text)


@pytest.mark.parametrize(
    "text",
    [
        "四川桐湾泊恒建设工程有限",
        "样本安全技术有限公司",
        "砺远（望岚）安全技术有限公司",
        "样本市一致行动科技有限公司",
        "桐湾理工职业学院",
        "样本市应急管理局",
        "《劳动保护》杂志社有限公司",
        "甲方科技有限公司",
        "石栏镇人民政府",
        "中石化",
        "样本须弥安全技术有限",
        "某某水、电安装公司",
        "松岭大学附属中心医院（本部）",
    ],
)
def test_names_and_parts_of_names_may_be_units(text: str) -> None:
    assert not no_unit(text)


@pytest.mark.parametrize(
    ("text", "is_none"),
    [("用工单位各执一份", True), ("姓名", True), ("责任。（签艾力", True), ("艾力·吐尔逊", False), ("王建国", False), ("Zhang San", False)],
)
def test_words_of_a_sentence_are_no_person(text: str, *, is_none: bool) -> None:
    assert no_person(text) == is_none

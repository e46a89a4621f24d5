"""What cannot be an employer's or a person's name, and what follows a name without belonging to it. No stage."""

import re

TAIL = re.compile(r"[（(，,]?(?:以下)?[简統统]称.*$|[。；;，,]+$")
"""「（以下简称甲方）」 and the sign that ends a sentence."""
HEAD = re.compile(r"^(?:名称|全称)[:：]?(?=.{4})")
"""What is left of 「单位（全称）：」 before a name."""
_PROSE = re.compile(
    r"[。；;！!？?]|[甲乙]方|本合同|本表|各执|各存|档案|一式|栏|填写|填报|签字|签名|签章|盖章|不得|应当|何种|协商|工资|报酬"
)
_LABEL = re.compile(
    r"(?:单位|企业|聘用单位|工作单位)?(?:名称|全称|性质|类型|类别|地址|电话|代码)|(?:单?[位立])?(?:信息|情况|意见)"
    r"|(?:从事|担任|主要|具体).{0,6}(?:业务|工作|职务|岗位)(?:内容)?|工作内容|证明人|担任职务|起止(?:时间|年月|日期)|统一社会信用代码|法定代表人"
)
_UNIT = re.compile(
    r"(?:公司|厂|集团|合作社|院|所|中心|站|学校|大学|医院|局|处|矿|社|会|馆|店|队|行|场|委|办|厅|政府|部|园|镇|乡|村)(?:[（(].{1,12}[)）])?$"
)
_NO_PERSON = re.compile(r"[。；;！？?]|单位|各执|各存|档案|[甲乙]方|签字|签名|盖章|姓名|性别|关系|一式|公司")


def no_unit(text: str) -> bool:
    """Return whether a text is surely no employer's name, so that it must not be held against one.

    A name that is cut off or hardly read may be one, and so may whatever ends as units do.
    """
    plain = "".join(text.split())
    return bool(_LABEL.fullmatch(plain)) or bool(_PROSE.search(plain) and not _UNIT.search(plain))


def no_person(text: str) -> bool:
    """Return whether a text is surely no person's name: a label, or words of a sentence or a note."""
    return bool(_NO_PERSON.search("".join(text.split())))

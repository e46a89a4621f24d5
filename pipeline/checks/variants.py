"""What a name is confused with: characters of like shape, legal forms, branches and regions that forgers, clerks and readers exchange."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import permutations

FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "(集团)有限公司", "集团股份有限公司", "集团", "总公司", "公司")
"""The legal forms that a name may end in."""

_LISTED = (
    "己已巳 未末 土士 人入八 天夫 大太犬 日曰 木术本 公分 申甲由 拆折 晴睛 泰秦 洲州 圳川 昇升 鑫森淼 宏弘 辰晨 科料 技枝 "
    " 限群 限管 市承 规现坝 诚城 盛晟 源原 设没 荣营 恒桓 冶治 兰蓝 园圆 团困 湖潮 中巾 千干于 令今 王玉主 贝见 力刀 问间"
)


def are_confusable(one: str, other: str) -> bool:
    """Return whether a recogniser may take one character for the other: by shape, or by the list of measured errors."""
    return one == other or other in _near(one) or one in _near(other)


def near_variants(name: str) -> tuple[str, ...]:
    """Return the names that differ from a name by what forgers, clerks and recognisers confuse; the name itself is none of them."""
    found = dict.fromkeys([*_one_character(name), *_forms(name), *_regions(name)])
    found.pop(name, None)
    found.pop("", None)
    return tuple(found)


def _one_character(name: str) -> Iterator[str]:
    for i, character in enumerate(name):
        for other in _near(character)[:8]:  # those less alike are ever further behind
            yield name[:i] + other + name[i + 1 :]
        if character not in "()":  # no name has one bracket without the other, or two
            yield name[:i] + name[i + 1 :]
            yield name[:i] + character + name[i:]
    yield name.replace("(", "").replace(")", "")


def _forms(name: str) -> Iterator[str]:
    form = next((form for form in sorted(FORMS, key=len, reverse=True) if name.endswith(form)), "")
    if form:
        yield from (name.removesuffix(form) + other for other in FORMS)
        yield from (name + branch for branch in ("分公司", "第一分公司", "第二分公司", "第三分公司", f"{name[:2]}分公司", "项目部"))
    if (at := name.find("公司")) >= 0 and name.endswith("分公司"):
        yield name[: at + 2]
        for one, other in permutations("一二三四五六七八九十", 2):
            yield name.replace(f"第{one}分公司", f"第{other}分公司")
    for word in ("集团", "(集团)", "(中国)", "中国", "股份", "责任"):
        yield name.replace(word, "")
    yield name.replace("公司", "(中国)公司")
    for inserted in ("集团", "(中国)", "(集团)"):
        yield name.replace("有限", inserted + "有限")


def _regions(name: str) -> Iterator[str]:
    for cut in (2, 3, 4):
        yield name[cut:] if len(name) > cut + 4 else ""
        yield from (name[:cut] + unit + name[cut:] for unit in "省市县区")
    for unit in "省市县区":
        if 0 < name.find(unit) < 7:  # noqa: PLR2004 - regions stand at the beginning
            yield name.replace(unit, "", 1)


@cache
def _shapes() -> dict[str, str]:
    """Return each character's look-alikes, as benchmarks/near_shapes.py drew them, and those of the list of measured errors."""
    text = resources.files("pipeline.checks").joinpath("near_shapes.txt").read_text(encoding="utf-8")
    shapes = {row[0]: row[1:] for row in text.splitlines() if row}
    for group in _LISTED.split():
        for character in group:
            shapes[character] = "".join(dict.fromkeys(group + shapes.get(character, ""))).replace(character, "")
    return shapes


def _near(character: str) -> str:
    return _shapes().get(character, "")

"""People and employers of the unseen half: real provinces, invented towns and firms, and dates written in every customary way."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from samples.cast import PEOPLE
from samples.drawing.people import Employer, Person, in_words

if TYPE_CHECKING:
    import numpy as np

Writing = Literal["plain", "padded", "dots", "dashes", "chinese"]
# province, its short name in a firm's name, its office of safety, its inspection of mines
PROVINCES = (
    ("湖北省", "湖北", "湖北省应急管理厅", "国家矿山安全监察局湖北局"),
    ("山西省", "山西", "山西省应急管理厅", "国家矿山安全监察局山西局"),
    ("贵州省", "贵州", "贵州省应急管理厅", "国家矿山安全监察局贵州局"),
    ("江苏省", "江苏", "江苏省应急管理厅", "国家矿山安全监察局江苏局"),
    ("四川省", "四川", "四川省应急管理厅", "国家矿山安全监察局四川局"),
    ("内蒙古自治区", "内蒙古", "内蒙古自治区应急管理厅", "国家矿山安全监察局内蒙古局"),
    ("新疆维吾尔自治区", "新疆", "新疆维吾尔自治区应急管理厅", "国家矿山安全监察局新疆局"),
    ("安徽省", "安徽", "安徽省应急管理厅", "国家矿山安全监察局安徽局"),
)
MINISTRY = {"建筑施工安全": "住房和城乡建设部", "道路运输安全": "交通运输部"}
TOWNS = ("霁川", "岚浦", "砚溪", "栖原", "麓津", "溯州", "桐湾", "澜屏")
BRANDS = ("砺衡", "沃砚", "晟岳", "矩远", "泊恒", "岩朴", "钧陶", "禾畅")
TRADES = ("建设工程", "精细化工", "煤业", "有色金属", "危险货物运输", "安全环保科技", "水利水电工程", "玻璃制品", "特种气体", "铁路工程")
COMPANY = (
    "{short}{town}{brand}{trade}有限公司",
    "{province}{town}市{brand}{trade}有限责任公司",
    "{brand}{trade}（{short}）有限公司",
    "{short}{brand}{trade}集团第三分公司",
    "{town}{brand}{trade}股份有限公司",
    "{short}{town}经济技术开发区{brand}{trade}有限公司",
    "中{brand}{short}{trade}有限公司",
)
PUBLIC = (
    "{province}{town}市应急救援保障中心",
    "{town}理工职业学院",
    "{town}市妇幼保健院",
    "{short}{town}特种设备检验所",
    "{town}市供水管理处",
    "{province}{town}市地质勘查大队",
)
FAMILY = ("周", "郑", "曹", "谢", "宋", "唐", "许", "韩", "冯", "邓", "彭", "曾", "萧", "田", "董", "潘", "欧阳", "上官")
MEN = ("广平", "树人", "昊", "启航", "德胜", "卫东", "宇轩", "少华", "新民", "长青")
WOMEN = ("雪梅", "静怡", "婷", "丽霞", "金凤", "岚", "秋月", "少华")
# A character for one that looks or sounds alike.
ALIKE = {"砺": "励", "砚": "研", "晟": "盛", "岳": "悦", "矩": "炬", "泊": "柏", "岩": "研", "钧": "均", "禾": "和", "衡": "恒", "朴": "扑"}
ALIKE |= {"霁川": "霁州", "岚浦": "岚埔", "栖原": "栖源", "麓津": "鹿津", "溯州": "溯洲", "桐湾": "铜湾", "澜屏": "阑屏"}
ENDS = {"有限公司": "有限责任公司", "有限责任公司": "有限公司", "中心": "服务中心", "学院": "学校", "所": "院", "第三分公司": "第二分公司"}
DIGITS = "〇一二三四五六七八九"


def somebody(rng: np.random.Generator) -> Person:
    """Somebody with the looks of one of the samples' people; now and then of another nation, with a name of two parts."""
    like = PEOPLE[int(rng.integers(len(PEOPLE)))]
    province, _, _, _ = PROVINCES[int(rng.integers(len(PROVINCES)))]
    birth = dt.date(int(rng.integers(1976, 1996)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    serial = int(rng.integers(100, 490)) * 2 + (1 if like.sex == "男" else 0)
    name, nation = _pick(rng, FAMILY) + _pick(rng, MEN if like.sex == "男" else WOMEN), "汉族"
    if rng.random() < 0.04:
        name, nation = "艾力·吐尔逊" if like.sex == "男" else "阿依努尔·卡德尔", "维吾尔族"
    return replace(
        like,
        name=name,
        nation=nation,
        birth=birth,
        serial=serial,
        address=f"{province}{_pick(rng, TOWNS)}市临江区文昌路{int(rng.integers(3, 320))}号{int(rng.integers(1, 9))}幢",
        phone=f"1980000{int(rng.integers(1000, 9999))}",
        school=f"{_pick(rng, TOWNS)}{_pick(rng, ('理工大学', '矿业大学', '科技学院', '化工学院'))}",
        major=_pick(rng, ("安全工程", "化学工程与工艺", "采矿工程", "土木工程", "环境工程", "电气工程及其自动化")),
    )


def somewhere(rng: np.random.Generator, *, public: bool) -> Employer:
    """An employer in one of the provinces; public: an institution."""
    province, short, _, _ = PROVINCES[int(rng.integers(len(PROVINCES)))]
    town, brand, trade = _pick(rng, TOWNS), _pick(rng, BRANDS), _pick(rng, TRADES)
    name = _pick(rng, PUBLIC if public else COMPANY).format(province=province, short=short, town=town, brand=brand, trade=trade)
    number = int(rng.integers(100, 999))
    return Employer(
        name=name,
        credit_code=f"{'12' if public else '91'}999999MA0YC{number}T{number % 10}",
        address=f"{province}{town}市望江大道{number}号",
        head=_pick(rng, FAMILY) + _pick(rng, MEN),
        contact=_pick(rng, FAMILY) + _pick(rng, MEN),
        phone=f"0998-6{number}{number}",
        nature="事业单位" if public else _pick(rng, ("有限责任公司", "国有控股", "民营企业")),
    )


def agency_for(category: str, employer: Employer) -> str:
    """The agency that examines a category: a ministry, the mine inspection or the office of the employer's province."""
    province = next(row for row in PROVINCES if employer.address.startswith(row[0]))
    return MINISTRY.get(category) or (province[3] if category.startswith("煤矿") else province[2])


def near(name: str, rng: np.random.Generator) -> str:
    """Another name that differs by one character, by its end, by the province's 省, or by a bracket's place."""
    ways = [name.replace(one, other, 1) for one, other in ALIKE.items() if one in name]
    ways += [name.removesuffix(end) + other for end, other in ENDS.items() if name.endswith(end)]
    ways += [name.replace("省", "", 1)] if "省" in name else []
    ways += [name.replace("集团", "", 1)] if "集团" in name else []
    return ways[int(rng.integers(len(ways)))]


def written(day: dt.date, how: Writing) -> str:
    """The day as an office writes it: 2026年6月13日, 2026年06月13日, 2026.06.13, 2026-06-13 or 二〇二六年六月十三日."""
    if how == "plain":
        return in_words(day)
    if how == "padded":
        return f"{day:%Y年%m月%d日}"
    if how == "chinese":
        return f"{''.join(DIGITS[int(figure)] for figure in str(day.year))}年{figure_words(day.month)}月{figure_words(day.day)}日"
    return f"{day:%Y.%m.%d}" if how == "dots" else f"{day:%Y-%m-%d}"


def figure_words(number: int) -> str:
    """1 to 99 in Chinese: 十三 for 13."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def _pick(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(rng.integers(len(words)))]

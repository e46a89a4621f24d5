"""Invented people and employers drawn at random: companies, groups, branches, schools, hospitals, bureaus."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from samples.cast import PEOPLE
from samples.drawing.people import Employer, Person

if TYPE_CHECKING:
    import numpy as np

TOWNS = ("澄江", "宁川", "栖霞湾", "鹿鸣", "石桥", "安澜", "白沙洲", "松岭")
BRANDS = ("华岳", "瑞丰", "天衡", "鼎盛", "恒通", "中盛", "金桥", "远大", "宏基", "兴达", "博雅", "正泽")
TRADES = ("建设工程", "化工", "矿业", "电力工程", "安全技术服务", "石油天然气", "机械制造", "市政路桥", "医药科技", "燃气")
COMPANY = (
    "{town}{brand}{trade}有限公司",
    "{brand}{trade}（{town}）有限公司",
    "{town}市{brand}{trade}有限责任公司",
    "{brand}（集团）{trade}股份有限公司",
    "{town}{brand}{trade}集团有限公司",
    "{brand}{trade}有限公司{town}分公司",
    "中国{brand}集团第二{trade}有限公司",
)
PUBLIC = (
    "{town}市特种设备检验研究院",
    "{town}职业技术学院",
    "{town}市第一人民医院",
    "{town}市安全生产监测中心",
    "{town}大学附属中心医院",
    "{town}市{trade}质量监督站",
)
FAMILY = ("陈", "王", "李", "张", "刘", "杨", "黄", "吴", "徐", "孙", "胡", "高", "郭", "马", "罗", "梁")
GIVEN = ("伟", "芳", "建国", "秀英", "志明", "晓东", "海燕", "文博", "国强", "玉华", "立新", "春生", "嘉怡", "明远", "小平", "永康")


def a_person(rng: np.random.Generator) -> Person:
    """Somebody with the looks of one of the samples' people, and a name, birthday and numbers of their own."""
    like = PEOPLE[int(rng.integers(len(PEOPLE)))]
    birth = dt.date(int(rng.integers(1975, 1996)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    serial = int(rng.integers(100, 490)) * 2 + (1 if like.sex == "男" else 0)
    return replace(like, name=_pick(rng, FAMILY) + _pick(rng, GIVEN), birth=birth, serial=serial)


def an_employer(rng: np.random.Generator, *, public: bool) -> Employer:
    """An employer; public: an institution."""
    town = _pick(rng, TOWNS)
    name = _pick(rng, PUBLIC if public else COMPANY).format(town=town, brand=_pick(rng, BRANDS), trade=_pick(rng, TRADES))
    number = int(rng.integers(100, 999))
    return Employer(
        name=name,
        credit_code=f"{'12' if public else '91'}999999MA0YB{number}X{number % 10}",
        address=f"{town}市经济开发区长宁大道{number}号",
        head=_pick(rng, FAMILY) + _pick(rng, GIVEN),
        contact=_pick(rng, FAMILY) + _pick(rng, GIVEN),
        phone=f"0999-7{number}{number}",
        nature="事业单位" if public else "有限责任公司",
    )


def near_name(name: str, rng: np.random.Generator) -> str:
    """The name with one character exchanged for one that looks or sounds alike, or with another end."""
    swaps = {"有限公司": "有限责任公司", "有限责任公司": "有限公司", "研究院": "研究所", "学院": "学校", "医院": "医疗中心"}
    ways = [name.replace(brand, brand[0] + "鑫", 1) for brand in BRANDS if brand in name]
    ways += [name.replace(town, town[0] + "阳", 1) for town in TOWNS if town in name]
    ways += [name.removesuffix(end) + other for end, other in swaps.items() if name.endswith(end)]
    return ways[int(rng.integers(len(ways)))]


def _pick(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(rng.integers(len(words)))]

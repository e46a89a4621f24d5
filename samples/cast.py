"""The invented people and employers of the sixteen applications; towns, firms and numbers exist nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from samples.drawing.face_mesh import Shape
from samples.drawing.people import Employer, Person
from samples.drawing.portraits import Looks

Style = Literal["short", "parted", "bob", "tied"]


def _looks(seed: int, sex: str, style: Style) -> Looks:
    """One face for each seed: skin between light and tanned, width, jaw, eyes and nose within human variation."""
    spread = ((seed * 37) % 100) / 100
    other = ((seed * 61 + 17) % 100) / 100
    tone = 1 - 0.14 * spread
    woman = sex == "女"
    return Looks(
        shape=Shape(
            width=(0.95 if woman else 0.98) + 0.06 * other,
            jaw=(0.90 if woman else 0.96) + 0.10 * spread,
            eye_size=(1.08 if woman else 1.0) + 0.08 * other,
            eye_spacing=0.98 + 0.05 * spread,
            nose_width=(0.90 if woman else 0.96) + 0.12 * other,
            lip_height=0.95 + 0.2 * spread,
            brow_lift_cm=0.12 * other,
        ),
        skin=(230 * tone, (187 - 8 * other) * tone, (155 - 10 * other) * tone),
        lips=(192, 92, 96) if woman else (174, 100, 94),
        hair=(30 + 14 * other, 25 + 10 * other, 24 + 8 * other),
        hair_style=style,
        clothes=((36, 42, 60), (44, 44, 48), (52, 36, 44), (30, 50, 54))[seed % 4],
        tie=None if woman else ((118, 30, 40), (40, 60, 110), (60, 60, 66))[seed % 3],
        seed=seed,
    )


def _person(  # noqa: PLR0913, PLR0917 - the table below reads one person a line
    number: int, name: str, sex: str, birth: dt.date, style: Style, town: str, major: str = "安全工程"
) -> Person:
    return Person(
        name=name,
        sex=sex,
        birth=birth,
        serial=100 + number * 2 + (1 if sex == "男" else 0),
        address=f"{town}青石路{number + 10}号",
        phone=f"1990000{1000 + number * 37:04d}",
        school=("样本理工大学", "云岚工业学院", "望岚科技大学")[number % 3],
        major=major,
        looks=_looks(number, sex, style),
    )


PEOPLE = (
    _person(1, "沈明川", "男", dt.date(1988, 3, 12), "short", "云岚市东溪区"),
    _person(2, "林思远", "男", dt.date(1990, 7, 25), "parted", "望岚市北塘区"),
    _person(3, "顾清妍", "女", dt.date(1986, 11, 3), "bob", "青屿市港前区", "化学工程与工艺"),
    _person(4, "赵立平", "男", dt.date(1983, 5, 19), "short", "临栖市河湾区", "采矿工程"),
    _person(5, "何晓雯", "女", dt.date(1991, 9, 8), "tied", "云岚市东溪区"),
    _person(6, "陆建安", "男", dt.date(1985, 1, 30), "parted", "溪畔市南岭区", "土木工程"),
    _person(7, "许文静", "女", dt.date(1987, 12, 17), "bob", "云岚市西渡区", "环境工程"),
    _person(8, "周子航", "男", dt.date(1993, 4, 6), "short", "望岚市北塘区"),
    _person(9, "唐海峰", "男", dt.date(1989, 8, 21), "parted", "青屿市港前区", "机械工程"),
    _person(10, "宋雨桐", "女", dt.date(1992, 2, 14), "tied", "临栖市河湾区"),
    _person(11, "冯志强", "男", dt.date(1984, 6, 9), "short", "溪畔市南岭区", "道路工程"),
    _person(12, "秦小兰", "女", dt.date(1990, 10, 28), "bob", "云岚市西渡区", "冶金工程"),
    _person(13, "韩国栋", "男", dt.date(1982, 3, 4), "short", "望岚市北塘区", "电气工程"),
    _person(14, "邓丽华", "女", dt.date(1986, 5, 11), "tied", "青屿市港前区"),
    _person(15, "彭天宇", "男", dt.date(1988, 9, 15), "parted", "临栖市河湾区", "化学工程与工艺"),
    _person(16, "叶春明", "男", dt.date(1987, 7, 2), "short", "云岚市东溪区", "采矿工程"),
)


def _employer(number: int, name: str, town: str, head: str, nature: str = "有限责任公司") -> Employer:
    return Employer(
        name=name,
        credit_code=f"91999999MA0YB{number:03d}{'X' if number % 2 else 'K'}{number % 10}",
        address=f"{town}工业园创业路{number * 6}号",
        head=head,
        contact=("何云", "马林", "孙悦", "朱平")[number % 4],
        phone=f"0999-888{number:02d}66",
        nature=nature,
    )


EMPLOYERS = (
    _employer(1, "砺远（望岚）安全技术有限公司", "望岚市", "周启文"),
    _employer(2, "云岚市禾苏化工有限公司", "云岚市", "马文林"),
    _employer(3, "青屿栖云矿业股份有限公司", "青屿市", "方国强", "股份有限公司"),
    _employer(4, "临栖拓岩路桥工程有限公司", "临栖市", "吴大海"),
    _employer(5, "云岚砺新机电设备有限责任公司", "云岚市", "郑小平"),
    _employer(6, "溪畔予衡建设工程有限公司", "溪畔市", "高文东"),
    _employer(7, "云岚省安全生产科学研究院", "云岚市", "梁正明", "事业单位"),
    _employer(8, "望岚启砚建筑安装工程有限公司", "望岚市", "罗志明"),
    _employer(9, "青屿海棠石油化工有限公司", "青屿市", "谢春来"),
    _employer(10, "临栖金穗冶炼有限公司", "临栖市", "曹建国"),
    _employer(11, "溪畔通驰道路运输有限公司", "溪畔市", "邱立新"),
    _employer(12, "云岚北辰金属冶炼集团有限公司", "云岚市", "潘永安"),
    _employer(13, "望岚恒川电力建设有限公司", "望岚市", "董明亮"),
    _employer(14, "青屿潮汐新能源科技有限公司", "青屿市", "姚思成"),
    _employer(15, "临栖白桦精细化工有限公司", "临栖市", "苏文才"),
    _employer(16, "云岚东升煤业有限公司", "云岚市", "丁国华"),
)

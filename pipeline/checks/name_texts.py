"""Names of units as texts: what may be normalised in them, and where a department's tail begins."""

import re
import unicodedata

from pipeline.datamodel import seal_words

_BRACKETS = str.maketrans({**dict.fromkeys("〔[【﹝〈{", "("), **dict.fromkeys("〕]】﹞〉}", ")")})
_SAME = str.maketrans("戶戸⺠⻓⻔⻋⻢⻩⻦⻥⻝⻄⻅⻚⻛⻜⺟⺎⻰⻨⻬⻮", "户户民长门车马黄鸟鱼食西见页风飞母兀龙麦齐齿")
_PRINTED = re.compile(r"\((?:单位)?(?:盖章|公章|签章|章)\)")
_CODE = re.compile(r"(?<!\d)\d{12,18}(?!\d)")
_EDGES = " ,.;:、，。；：·…-—_*★☆●○|/\\'\""


def normalise(text: str) -> str:
    """Return the name with only that taken away which cannot change whose it is.

    Width and brackets, spaces, edges, stars, a printed (盖章), a seal's code of 12 to 18 digits, code points of the same character.
    Source: domain/4-seals-and-names.md 4.4, "Apply".
    """
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS).translate(_SAME)
    plain = "".join(plain.split())
    return _CODE.sub("", _PRINTED.sub("", plain)).strip(_EDGES)


def equal_names(one: str, other: str) -> bool:
    """Return whether two declared names are the same; two empty ones are not."""
    return bool(normalise(one)) and normalise(one) == normalise(other)


def split_department(name: str) -> tuple[str, str]:
    """Return a name without its department or special-purpose tail, and that tail ("" where there is none), by closed lists."""
    tail = seal_words.purpose(name)
    if not tail or not name.endswith(tail):
        tail = seal_words.department(name)
    head = name.removesuffix(tail) if tail else name
    # 某某研究院人事部 has a head; 人事部 alone, or 某中心 whose tail is all there is, has none.
    return (head, tail) if tail and len(head) > 3 and seal_words.is_whole(head) else (name, "")  # noqa: PLR2004 - no unit's name is shorter

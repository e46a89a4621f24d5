"""Names of units as they stand on seals: companies of many trades, bureaus, schools, hospitals, cooperatives; few of random characters."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

FORMS = (
    ("有限公司", 44),
    ("有限责任公司", 18),
    ("股份有限公司", 9),
    ("集团有限公司", 5),
    ("（集团）有限公司", 3),
    ("集团股份有限公司", 1),
    ("有限公司分公司", 1),
    ("厂", 3),
    ("公司", 2),
    ("总公司", 1),
    ("集团", 1),
    ("合作社", 1),
    ("事务所", 1),
    ("中心", 1),
    ("经营部", 1),
    ("商行", 1),
    ("矿", 1),
    ("煤矿", 1),
)


@dataclass(frozen=True)
class Names:
    """Draws names. The words come from jieba's dictionary (MIT), which only this program uses."""

    chance: random.Random

    def name(self) -> str:
        """Return a name of 4 to 24 characters."""
        while True:
            drawn = self._one()
            if 4 <= len(drawn) <= 24 and all(is_drawable(character) for character in drawn):
                return drawn

    def _one(self) -> str:
        kind = self.chance.random()
        if kind < 0.06:
            return self._random(self.chance.randrange(6, 18))
        if kind < 0.16:
            return self._place() + self.chance.choice(listed("organs"))
        if kind < 0.25:
            return self._place() + (self._trade() if self.chance.random() < 0.3 else "") + self.chance.choice(listed("institutions"))
        if kind < 0.29:
            return self.chance.choice(self._words["nt"])
        return self._company()

    def _company(self) -> str:
        form = self.chance.choices([form for form, _ in FORMS], [weight for _, weight in FORMS])[0]
        industry = self.chance.choice(listed("industries")) + (
            self.chance.choice(listed("industries")) if self.chance.random() < 0.15 else ""
        )
        place, trade = self._place(), self._trade()
        shape = self.chance.random()
        if shape < 0.08:
            name = f"{trade}（{place}）{industry}{form}"
        elif shape < 0.12:
            name = f"{place}{trade}{industry}（{self.chance.choice(['中国', place])}）{form}"
        elif shape < 0.20:
            name = trade + industry + form
        else:
            name = place + trade + industry + form
        if self.chance.random() < 0.05:
            name += self.chance.choice([f"第{self.chance.choice('一二三四五六七八九十')}分公司", self._place() + "分公司", "人力资源部"])
        return name

    def _place(self) -> str:
        place = self.chance.choice(self._words["ns"]) if self.chance.random() < 0.75 else "".join(self.chance.choices(listed("stems"), k=2))
        return place + self.chance.choice(["", "", "", "市", "省", "县", "区"])

    def _trade(self) -> str:
        draw = self.chance.random()
        if draw < 0.4:
            return "".join(self.chance.choices(listed("stems"), k=self.chance.choice([2, 2, 2, 3])))
        if draw < 0.8:
            return self.chance.choice(self._words["any"])
        return self._random(self.chance.choice([2, 2, 3, 4]))

    def _random(self, count: int) -> str:
        """Return characters by chance, seven in ten of them from the commoner level of GB 2312."""
        return "".join(self.chance.choice(CHARACTERS[:3755] if self.chance.random() < 0.7 else CHARACTERS) for _ in range(count))

    @property
    def _words(self) -> dict[str, list[str]]:
        return words()


def is_drawable(character: str) -> bool:
    """Return whether a seal may bear it: the characters of GB 2312 and brackets."""
    return character in "（）" or character in _KNOWN


@cache
def listed(kind: str) -> tuple[str, ...]:
    """Return one list of words.toml."""
    text = resources.files("benchmarks.arc_reader").joinpath("words.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)[kind].split())


@cache
def words() -> dict[str, list[str]]:
    """Return words by kind: places, organisations, and any word of two or three characters."""
    found: dict[str, list[str]] = {"ns": [], "nt": [], "any": []}
    for row in resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, kind = row.split(" ")
        if not all(is_drawable(character) for character in word):
            continue
        if kind == "ns" and 2 <= len(word) <= 6:
            found["ns"].append(word)
        elif kind == "nt" and 4 <= len(word) <= 20:
            found["nt"].append(word)
        if 2 <= len(word) <= 3 and int(count) >= 3:
            found["any"].append(word)
    return found


# Of GB 2312 the wheel's recogniser does not have these: mostly parts of characters, which no name bears.
UNWRITTEN = frozenset(
    "硷丨乇丶匚讠诶谘卩廴厶垅扌挢揞哜犭猸夂饣馀忄丬氵沲渖宀辶弪纟缍缋缏榀搿攵膪臁飚灬礻肀泶礤钅钶钸镙镟痖衤虍鲶鳆鳋齄亻勹亠冫冖"
)
CHARACTERS = tuple(
    character
    for high in range(0xB0, 0xF8)
    for low in range(0xA1, 0xFF)
    if (character := bytes((high, low)).decode("gb2312", "ignore")) and character not in UNWRITTEN
)
_KNOWN = frozenset(CHARACTERS)

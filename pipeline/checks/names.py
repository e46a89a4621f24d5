"""Names of units compared: what may be normalised, what may be misread, and whether a reading says a name; never by similarity."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from statistics import median

import msgspec

from pipeline.checks.variants import FORMS, are_confusable, near_variants
from pipeline.datamodel import seal_words
from pipeline.datamodel.reading import Lattice, Reading

_FREED = ("fill", "even", "guided")

PRINT_FREE = (*_FREED, *(f"{ink}-wide" for ink in _FREED))
"""Inks from which black print has been removed, cut close around the name and wider; only these can confirm what a seal says."""

SECOND = tuple(f"{ink}-second" for ink in _FREED)
"""The same inks as another reader sees them: it confirms nothing alone, but what it contradicts does not pass."""

_BRACKETS = str.maketrans({**dict.fromkeys("〔[【﹝〈{", "("), **dict.fromkeys("〕]】﹞〉}", ")")})
_SAME = str.maketrans("戶戸⺠⻓⻔⻋⻢⻩⻦⻥⻝⻄⻅⻚⻛⻜⺟⺎⻰⻨⻬⻮", "户户民长门车马黄鸟鱼食西见页风飞母兀龙麦齐齿")
_PRINTED = re.compile(r"\((?:单位)?(?:盖章|公章|签章|章)\)")
_CODE = re.compile(r"(?<!\d)\d{12,18}(?!\d)")
_EDGES = " ,.;:、，。；：·…-—_*★☆●○|/\\'\""

# What the recogniser's alphabet lacks of GB 2312; beyond GB 2312 nothing is taken for granted.
_UNWRITTEN = frozenset("硷诶谘垅挢揞哜猸馀沲渖弪缍缋缏榀搿膪臁飚肀泶礤钶钸镙镟痖虍鲶鳆鳋齄丨乇丶匚")
_WHOLE_WORDS = re.compile(
    r"责任|股份|\(?集团\)?|\(?中国\)?|总|第.{1,3}分(?:公司|厂|院|店)|.{0,6}分公司|.{0,4}(?:办事处|营业部|支行|分行)|" + "|".join(FORMS)
)


class Answer(StrEnum):
    """Whether a reading says a name."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Difference(msgspec.Struct, frozen=True):
    """Where a reading and a name part: what was read, and what the name has there; "" where one has nothing."""

    read: str
    expected: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """How a reading stands to a name.

    read: the free reading, normalised; expected: the name, normalised; score: how far the name is below the free reading on the
    ink that decided, in nats (0: as good; None without a lattice); rival: the near variant that comes closest, rival_score its
    score; ink: which rendering decided, "" without a lattice.
    """

    answer: Answer
    read: str
    expected: str
    differences: tuple[Difference, ...] = ()
    score: float | None = None
    rival: str = ""
    rival_score: float | None = None
    ink: str = ""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What decides a comparison. sure: least confidence of a character; the others in nats (natural logarithms of probability).

    win: the name may be so far below the free reading; margin: on the best ink it must be so far ahead of every near variant;
    mean: so far over all inks taken together; veto: a second reader, where there is one, may prefer a near variant by so much;
    far: the name must be so far below the free reading before the reading counts as another name; torn: one ink says no more than
    so much against a name, and a second reader does not pass a name that is farther behind on every ink of the first.
    """

    sure: float
    win: float
    margin: float
    mean: float
    veto: float
    far: float
    torn: float


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


def compare(reading: Reading, expected: str, limits: Limits, *, inks: Sequence[str] = PRINT_FREE) -> Comparison:
    """Return whether a reading says a name.

    EQUAL: on a lattice of these inks the name is as good as the free reading and beats every near variant by a margin, most of
    these inks have it first, it leads over all of them taken together, and no second reader prefers a variant; or a second
    reader says so in the same way and the first one has no variant ahead of it, and no ink shows the name with more beside it,
    as a strip that was cut too short in the others may lack it; without a lattice every character must be
    surely read and equal. DIFFERENT: a character surely read as another that it cannot be taken for, or a whole word more or
    less. UNSURE: everything else.
    """
    wanted = normalise(expected)
    lattices = [lattice for lattice in reading.lattices if lattice.ink in inks]
    if not lattices:
        return _compare_text(reading, wanted, limits)
    if not wanted:
        return Comparison(answer=Answer.UNSURE, read=normalise(reading.text), expected=wanted)
    others = [lattice for lattice in reading.lattices if lattice.ink in SECOND]
    held, second = ([_held_against(lattice, wanted, ()) for lattice in each] for each in (lattices, others))
    if max(each.score for each in (*held, *second)) >= -limits.win:  # else no rival matters: the name itself is too far behind
        read = (each.free.text for each in (*held, *second))
        rivals = tuple(dict.fromkeys((*near_variants(wanted), *(text for text in read if text and text != wanted))))
        held, second = ([_held_against(lattice, wanted, rivals) for lattice in each] for each in (lattices, others))
    longer = any(_is_part(wanted, each.free.text) for each in (*held, *second))
    first_says, second_says = (not longer and _says(each, limits) for each in (held, second))
    if first_says and (not second or _lead_of_all(second, limits) >= -limits.veto):
        return _shown_best(held).comparison(Answer.EQUAL)
    if second_says and _lead_of_all(held, limits) >= 0 and max(each.score for each in held) > -limits.torn:
        return _shown_best(second).comparison(Answer.EQUAL)
    freest = max(held, key=lambda each: each.free.weight)
    nearest = max(each.score for each in (*held, *second))
    differing = sum(each.free.surely_differs(wanted, limits.sure) for each in held)
    # One ink may misread one character surely; two inks, or a name that is altogether another, do not.
    if nearest < -limits.far and freest.free.surely_differs(wanted, limits.sure) and (differing > 1 or nearest < -3 * limits.far):
        return freest.comparison(Answer.DIFFERENT)
    return freest.comparison(Answer.UNSURE)


def print_free(reading: Reading) -> Reading:
    """Return the best free reading among the inks freed of print, without lattices; the reading itself where it has none."""
    read = [lattice.greedy() for lattice in reading.lattices if lattice.ink in PRINT_FREE]
    if not read:
        return Reading(text=reading.text, char_confidence=reading.char_confidence, engine=reading.engine)
    text, confidence, _places = max(read, key=lambda each: _weight(each[0], each[1]))
    return Reading(text=text, char_confidence=confidence, engine=reading.engine)


def _weight(text: str, confidence: Sequence[float]) -> float:
    """Return how much of a name a reading shows: confidences from its first character to its last, less for debris of the ring.

    No name begins or ends with a bracket or a digit; where another ink shows the name without it, that is what the seal says.
    """
    han = [index for index, character in enumerate(text) if "\u3400" <= character <= "\u9fff"]
    if not han:
        return 0.0
    plain = normalise(text)
    debris = not ("\u3400" <= plain[0] <= "\u9fff" and "\u3400" <= plain[-1] <= "\u9fff")
    return sum(confidence[han[0] : han[-1] + 1]) - 2 * debris


class _Free(msgspec.Struct, frozen=True):
    """A free reading: normalised text, a confidence and a place along the strip for each of its characters."""

    text: str
    confidence: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def weight(self) -> float:
        """How much there is of it: the sum of its confidences."""
        return sum(self.confidence)

    def surely_differs(self, wanted: str, sure: float) -> bool:
        """Return whether it says another name than the one wanted, and not only worse."""
        if not self.text or self.text in wanted + wanted or not seal_words.is_whole(split_department(self.text)[0]):
            return False  # torn, or begun in the middle of the name
        other, word, doubtful = 0, False, 0
        for operation, a, b, c, d in SequenceMatcher(None, self.text, wanted, autojunk=False).get_opcodes():
            read, asked = self.text[a:b], wanted[c:d]
            if operation == "equal":
                continue
            surely = all(self._sure(i, sure) for i in range(max(0, a - 1), min(len(self.text), b + 1)))
            if surely and self._no_room(a, b, len(asked)) and all(not side or _WHOLE_WORDS.fullmatch(side) for side in (read, asked)):
                word = True
                continue
            sures = sum(self._sure(a + i, sure) and _cannot_be(r, asked, i, len(read)) for i, r in enumerate(read))
            other += sures
            doubtful += max(len(read), len(asked)) - sures if len(read) == len(asked) or sures < 2 else 0  # noqa: PLR2004 - two sure ones are another word
        return (word or other > 0) and (doubtful == 0 or other > max(2, doubtful))

    def _sure(self, index: int, sure: float) -> bool:
        return self.confidence[index] >= sure

    def _no_room(self, first: int, last: int, asked: int) -> bool:
        """Return whether the characters stand so close that nothing faint can be missing between them."""
        if last - first >= asked or len(self.places) < 3:  # noqa: PLR2004 - no spacing to tell from
            return True
        spacing = median(b - a for a, b in pairwise(self.places))
        left = self.places[first - 1] if first else 0.0
        right = self.places[last] if last < len(self.places) else 1.0
        if not first or last >= len(self.places):
            return True  # at an end of the arc there is always room; the other conditions decide
        return right - left < (last - first + 1.6) * spacing


class _Held(msgspec.Struct, frozen=True):
    """A name held against one lattice: scores in nats."""

    free: _Free
    wanted: str
    ink: str
    score: float
    rival: str
    rival_score: float
    scores: dict[str, float]

    @property
    def lead(self) -> float:
        """How far the name is ahead of the closest rival, in nats."""
        return self.score - self.rival_score

    def comparison(self, answer: Answer) -> Comparison:
        """Return the comparison with this answer."""
        return Comparison(
            answer=answer,
            read=self.free.text,
            expected=self.wanted,
            differences=_differences(self.free.text, self.wanted),
            score=round(self.score, 2),
            rival=self.rival,
            rival_score=round(self.rival_score, 2),
            ink=self.ink,
        )


def _held_against(lattice: Lattice, wanted: str, rivals: Sequence[str]) -> _Held:
    raw, *sureness = lattice.greedy()
    free = _normalised(raw, *sureness)
    names = [wanted, *(rival for rival in rivals if rival != free.text)]
    other = bool(free.text) and free.text != wanted
    if other:
        names.append(free.text)
    scored: Sequence[float] = lattice.scores(names)
    if "(" in wanted:  # a recogniser writes brackets narrow or wide
        wide = lattice.scores([name.replace("(", "（").replace(")", "）") for name in names])
        scored = [max(pair) for pair in zip(scored, wide, strict=True)]
    nats = [score * len(name) for score, name in zip(scored, names, strict=True)]
    if other:  # what was read is as likely as it was read, with the star or the code's digits that are no part of the name
        nats[-1] = max(nats[-1], lattice.score(raw) * len(raw))
    rival = max(range(1, len(names)), key=nats.__getitem__, default=0)
    told = dict(zip(names, nats, strict=True))
    return _Held(free, wanted, lattice.ink, nats[0], names[rival] if rival else "", nats[rival] if rival else -100.0, told)


def _is_part(wanted: str, read: str) -> bool:
    """Return whether a reading is the name with other characters before or behind it; a bracket or a digit is debris of the ring."""
    return wanted in read and any("\u3400" <= character <= "\u9fff" for character in read.replace(wanted, "", 1))


def _shown_best(held: Sequence[_Held]) -> _Held:
    return max(held, key=lambda each: (each.lead, each.score))


def _says(held: Sequence[_Held], limits: Limits) -> bool:
    """Return whether one reader says the name: surely on its best ink, first on most inks, ahead over all of them together."""
    if not held:
        return False
    best = _shown_best(held)
    clearly = best.score >= -limits.win and best.lead >= limits.margin
    return clearly and 2 * sum(each.lead > 0 for each in held) > len(held) and _lead_of_all(held, limits) >= limits.mean


def _lead_of_all(held: Sequence[_Held], limits: Limits) -> float:
    """Return how far the name is ahead of the closest near variant in the mean of all inks, nats.

    An ink that is torn says no more against a name than `limits.torn`; several inks rarely err alike, one often errs surely.
    """
    names = set(held[0].scores).intersection(*(each.scores for each in held))
    means = {name: sum(max(-limits.torn, each.scores[name]) for each in held) / len(held) for name in names}
    rivals = [mean for name, mean in means.items() if name != held[0].wanted]
    return means[held[0].wanted] - max(rivals, default=-limits.torn)


def _cannot_be(read: str, asked: str, index: int, length: int) -> bool:
    """Return whether a character read cannot be the one asked for: of a stretch as long the one in its place, else any of it."""
    if _traditional(read):
        return False  # it may be the same name in other letters, which is for a person to say
    against = asked[index] if length == len(asked) else asked
    return bool(against) and all(_writable(one) and not are_confusable(read, one) for one in against)


def _compare_text(reading: Reading, wanted: str, limits: Limits) -> Comparison:
    free = _normalised(reading.text, reading.char_confidence, ())
    answer = Answer.UNSURE
    if wanted and free.text == wanted and min(free.confidence, default=0.0) >= limits.sure:
        answer = Answer.EQUAL
    elif wanted and free.text != wanted and free.surely_differs(wanted, limits.sure):
        answer = Answer.DIFFERENT
    return Comparison(answer=answer, read=free.text, expected=wanted, differences=_differences(free.text, wanted))


def _normalised(text: str, confidence: Sequence[float], places: Sequence[float]) -> _Free:
    """Return a free reading with each kept character's confidence and place; where the count changes the weakest stands for all."""
    plain = normalise(text)
    kept = [i for i, character in enumerate(text) if normalise(f"人{character}人")[1:-1]]
    if len(kept) == len(plain) and len(confidence) == len(text):
        return _Free(plain, tuple(confidence[i] for i in kept), tuple(places[i] for i in kept) if len(places) == len(text) else ())
    return _Free(plain, (min(confidence, default=0.0),) * len(plain), ())


def _differences(read: str, wanted: str) -> tuple[Difference, ...]:
    opcodes = SequenceMatcher(None, read, wanted, autojunk=False).get_opcodes()
    return tuple(Difference(read[a:b], wanted[c:d]) for operation, a, b, c, d in opcodes if operation != "equal")


def _writable(character: str) -> bool:
    """Return whether the recogniser has this character in its alphabet; what it cannot write it cannot have read."""
    if character in "()":
        return True
    return _encodes(character, "gb2312") and character not in _UNWRITTEN


def _traditional(character: str) -> bool:
    """Return whether this is written in traditional texts only: in Big5 and not in GB 2312. Source: domain/4-seals-and-names.md 4.4."""
    return _encodes(character, "big5") and not _encodes(character, "gb2312")


def _encodes(character: str, encoding: str) -> bool:
    try:
        return len(character.encode(encoding)) > 1
    except UnicodeEncodeError:
        return False

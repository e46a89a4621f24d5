"""A name as a recogniser read it freely: whether it surely says another name than the one asked for; never by similarity."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

import msgspec

from pipeline.checks.name_texts import normalise, split_department
from pipeline.checks.variants import FORMS, are_confusable
from pipeline.datamodel import seal_words

# What the recogniser's alphabet lacks of GB 2312; beyond GB 2312 nothing is taken for granted.
_UNWRITTEN = frozenset("硷诶谘垅挢揞哜猸馀沲渖弪缍缋缏榀搿膪臁飚肀泶礤钶钸镙镟痖虍鲶鳆鳋齄丨乇丶匚")
_WHOLE_WORDS = re.compile(
    r"责任|股份|\(?集团\)?|\(?中国\)?|总|第.{1,3}分(?:公司|厂|院|店)|.{0,6}分公司|.{0,4}(?:办事处|营业部|支行|分行)|" + "|".join(FORMS)
)


class Difference(msgspec.Struct, frozen=True):
    """Where a reading and a name part: what was read, and what the name has there; "" where one has nothing."""

    read: str
    expected: str


class FreeReading(msgspec.Struct, frozen=True):
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

    def is_another(self, wanted: str, sure: float, least: int) -> bool:
        """Return whether it is a whole name altogether unlike the one wanted, however the two are laid side by side.

        least: how many of its characters, surely read and a third of them all, must look like none of the name's; one more for each
        character of the name that the recogniser cannot write.
        """
        if not seal_words.is_whole(split_department(self.text)[0]):
            return False  # torn
        strange = sum(
            self._sure(i, sure) and not _traditional(read) and not any(are_confusable(read, one) for one in wanted)
            for i, read in enumerate(self.text)
            if "\u3400" <= read <= "\u9fff"
        )
        return strange - sum(not _writable(one) for one in wanted) >= max(least, len(self.text) / 3)

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


def free_reading(text: str, confidence: Sequence[float], places: Sequence[float]) -> FreeReading:
    """Return a free reading with each kept character's confidence and place; where the count changes the weakest stands for all."""
    plain = normalise(text)
    kept = [i for i, character in enumerate(text) if normalise(f"人{character}人")[1:-1]]
    if len(kept) == len(plain) and len(confidence) == len(text):
        return FreeReading(plain, tuple(confidence[i] for i in kept), tuple(places[i] for i in kept) if len(places) == len(text) else ())
    return FreeReading(plain, (min(confidence, default=0.0),) * len(plain), ())


def differences(read: str, wanted: str) -> tuple[Difference, ...]:
    """Return where two texts part, in order."""
    opcodes = SequenceMatcher(None, read, wanted, autojunk=False).get_opcodes()
    return tuple(Difference(read[a:b], wanted[c:d]) for operation, a, b, c, d in opcodes if operation != "equal")


def _cannot_be(read: str, asked: str, index: int, length: int) -> bool:
    """Return whether a character read cannot be the one asked for: of a stretch as long the one in its place, else any of it."""
    if _traditional(read):
        return False  # it may be the same name in other letters, which is for a person to say
    against = asked[index] if length == len(asked) else asked
    return bool(against) and all(_writable(one) and not are_confusable(read, one) for one in against)


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

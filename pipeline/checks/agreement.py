"""Whether two readings say the same: equal, surely different, or doubtful; never equal by similarity."""

import re
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from pipeline.checks.facts import declared_reading
from pipeline.checks.name_texts import normalise
from pipeline.checks.variants import are_confusable
from pipeline.datamodel.observation import Field
from pipeline.datamodel.reading import Reading

_WHOLE = re.compile(r"(公司|厂|集团|合作社|院|所|中心|站|学校|大学|医院|局|处|矿|部|社|会|馆|店|队)$")
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･.．。", "·"))


class Agreement(StrEnum):
    """How two readings stand to each other."""

    EQUAL = "equal"
    DIFFERENT = "different"
    DOUBTFUL = "doubtful"


class _Side(msgspec.Struct, frozen=True):
    """One of two texts that are compared: normalised, with a confidence per character, and whether a hand wrote it."""

    text: str
    confidence: tuple[float, ...]
    by_hand: bool
    second: str = ""

    @property
    def all_sure(self) -> float:
        """The weakest character's confidence."""
        return min(self.confidence, default=0.0)

    def sure(self, first: int, last: int, at_least: float) -> bool:
        """Return whether the characters of a stretch, and those beside an empty one, are all sure."""
        around = self.confidence[first:last] or self.confidence[max(0, first - 1) : last + 1]
        return min(around, default=0.0) >= at_least


def agree_on_names(one: Field | Reading | str, other: Field | Reading | str, sure_character: float) -> Agreement:
    """Return how two employers' names agree; a plain text is a declared fact, every character of which is sure.

    EQUAL: the normalised texts are equal, and both are sure of every character. DIFFERENT: in some place both are sure
    of characters that are not easily taken for each other, or the names have less than half in common. A single differing
    character counts only where every other character is sure as well (a page that is hard to read gives wrong characters with
    high confidence, but then doubtful ones beside them), and never in handwriting. Everything else is DOUBTFUL: also a name that
    may be cut off at either end, and a difference that the second reader does not see.
    """
    return _agree(_side(one, normalise), _side(other, normalise), sure_character, whole=_WHOLE)


def gainsays(place: Field, other: Field | Reading | str, sure_character: float) -> bool:
    """Return whether a place that was itself read surely does not say the other name; one hardly read can neither confirm nor shake it."""
    sure = min(place.reading.char_confidence, default=0.0) >= sure_character
    return sure and agree_on_names(place, other, sure_character) is not Agreement.EQUAL


def agree_on_people(one: Field | Reading | str, other: Field | Reading | str, sure_character: float) -> Agreement:
    """Return how two persons' names agree; only white space and the forms of the middle dot are made alike."""
    return _agree(_side(one, _person), _side(other, _person), sure_character, whole=None)


def _agree(one: _Side, other: _Side, sure_character: float, *, whole: re.Pattern[str] | None) -> Agreement:
    if one.text and one.text == other.text:
        return Agreement.EQUAL if min(one.all_sure, other.all_sure) >= sure_character else Agreement.DOUBTFUL
    shorter, longer = sorted((one.text, other.text), key=len)
    # A reading that lies within the other may be cut off at a cell's edge; only a whole name that goes on is surely another one.
    cut_off = shorter in longer and not (whole is not None and whole.search(shorter) and longer.startswith(shorter))
    if cut_off or one.second == other.text or other.second == one.text:
        return Agreement.DOUBTFUL
    matcher = SequenceMatcher(a=one.text, b=other.text, autojunk=False)
    strangers = matcher.ratio() < 0.5 and min(_mean(one), _mean(other)) >= 0.75 * sure_character  # noqa: PLR2004 - less than half in common
    if strangers and whole is not None:
        return Agreement.DIFFERENT
    least = 2 if one.by_hand or other.by_hand or min(one.all_sure, other.all_sure) < sure_character else 1
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal" or max(b - a, d - c) < least:
            continue
        if one.sure(a, b, sure_character) and other.sure(c, d, sure_character) and not _alike(one.text[a:b], other.text[c:d]):
            return Agreement.DIFFERENT
    return Agreement.DOUBTFUL


def _alike(one: str, other: str) -> bool:
    """Return whether two stretches of equal length may be misreadings of each other, character by character."""
    return len(one) == len(other) and all(are_confusable(a, b) for a, b in zip(one, other, strict=True))


def _side(given: Field | Reading | str, alike: Callable[[str], str]) -> _Side:
    """Return one side; where normalising changed the number of characters, the weakest confidence stands for all of them."""
    reading = given.reading if isinstance(given, Field) else given
    if isinstance(reading, str):
        reading = declared_reading(reading)
    text = alike(reading.text)
    confidence = reading.char_confidence if len(reading.char_confidence) == len(text) else (reading.weakest,) * len(text)
    if isinstance(given, Field) and given.second is not None and given.second.text == reading.text:
        confidence = (1.0,) * len(text)
    if not isinstance(given, Field):
        return _Side(text, confidence, by_hand=False)
    return _Side(text, confidence, by_hand=given.handwritten is True, second="" if given.second is None else alike(given.second.text))


def _person(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_DOTS)


def _mean(side: _Side) -> float:
    return sum(side.confidence) / len(side.confidence)

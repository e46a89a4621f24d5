"""Names of units compared: whether a reading says a name, by its lattices; never by similarity."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from pipeline.checks.free_reading import Difference, FreeReading, differences, free_reading
from pipeline.checks.name_texts import normalise
from pipeline.checks.variants import near_variants
from pipeline.datamodel.reading import Lattice, Reading

_FREED = ("fill", "even", "guided")

PRINT_FREE = (*_FREED, *(f"{ink}-wide" for ink in _FREED))
"""Inks from which black print has been removed, cut close around the name and wider; only these can confirm what a seal says."""

SECOND = tuple(f"{ink}-second" for ink in _FREED)
"""The same inks as another reader sees them: it confirms nothing alone, but what it contradicts does not pass."""


class Answer(StrEnum):
    """Whether a reading says a name."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNSURE = "unsure"


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
    so much against a name, and a second reader does not pass a name that is farther behind on every ink of the first; apart: a name
    that is so far below every reading is another where most readings have so many strange characters that look like none of its.
    """

    sure: float
    win: float
    margin: float
    mean: float
    veto: float
    far: float
    torn: float
    apart: float
    strange: int


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
    answer = Answer.DIFFERENT if _differ(held, freest, nearest, limits) else Answer.UNSURE
    return freest.comparison(answer)


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


class _Held(msgspec.Struct, frozen=True):
    """A name held against one lattice: scores in nats."""

    free: FreeReading
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
            differences=differences(self.free.text, self.wanted),
            score=round(self.score, 2),
            rival=self.rival,
            rival_score=round(self.rival_score, 2),
            ink=self.ink,
        )


def _held_against(lattice: Lattice, wanted: str, rivals: Sequence[str]) -> _Held:
    raw, *sureness = lattice.greedy()
    free = free_reading(raw, *sureness)
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


def _differ(held: Sequence[_Held], freest: _Held, nearest: float, limits: Limits) -> bool:
    """Return whether the readings say another name: surely another character or word, or next to nothing of the one wanted."""
    differing = [each.free.surely_differs(each.wanted, limits.sure) for each in held]
    # One ink may misread one character surely; two inks, or a name that is altogether another, do not.
    if (
        nearest < -limits.far
        and freest.free.surely_differs(freest.wanted, limits.sure)
        and (sum(differing) > 1 or nearest < -3 * limits.far)
    ):
        return True
    another = [each.free.is_another(each.wanted, limits.sure, limits.strange) for each in held]
    return nearest < -limits.apart and 2 * sum(another) > len(held)


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


def _compare_text(reading: Reading, wanted: str, limits: Limits) -> Comparison:
    free = free_reading(reading.text, reading.char_confidence, ())
    answer = Answer.UNSURE
    if wanted and free.text == wanted and min(free.confidence, default=0.0) >= limits.sure:
        answer = Answer.EQUAL
    elif wanted and free.text != wanted and free.surely_differs(wanted, limits.sure):
        answer = Answer.DIFFERENT
    return Comparison(answer=answer, read=free.text, expected=wanted, differences=differences(free.text, wanted))

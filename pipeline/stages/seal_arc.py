"""Reads the name in the arc of a seal that was brought to a circle: where it begins, strips of several inks, and their readings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from pipeline.datamodel import seal_words
from pipeline.datamodel.page import Gray
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import LineReader
from pipeline.imaging import polar

RADIUS_PX = 240  # the circle that every impression is brought to; strips of 48 rows are cut from it
ROWS, ACROSS = 96, 832  # of a whole turn: twice the recogniser's 48 rows, and characters about as wide as on a page
STEP = 16  # columns that one time step of the recogniser covers: 8 px of a strip 48 px high
ROOM = 0.7  # of the characters' spacing, left around the first and the last one read: half a character and a little white
LEAST = 4  # characters from which a spacing can be told
SPARE_DEG = 5.0  # of a gap, left to the text at its ends
MARGIN = 24  # columns left white on either side of the arc's text, a quarter of the height as around a line of a page


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How strips are cut and lattices kept.

    inner, outer: text band in radii; keep: characters kept a step; sure: confidence of every character from which readings that
    agree need no more inks.
    """

    inner: float
    outer: float
    keep: int
    sure: float


class Readers(NamedTuple):
    """Who reads the arc of a name, and who the straight lines and the code."""

    arcs: LineReader
    lines: LineReader


class Sector(NamedTuple):
    """The part of a turn that an arc's text takes, in degrees.

    middle, width: of the gap; before, behind: how far from that middle the text lies, clockwise and against it.
    """

    middle: float
    width: float
    before: float
    behind: float

    @property
    def columns(self) -> tuple[int, int]:
        """First and last (exclusive) column of the text in a whole turn that starts in the gap's middle."""
        return int(self.before / 360 * ACROSS), ACROSS - int(self.behind / 360 * ACROSS)

    def along(self, place: float, steps: int) -> float:
        """Return how far from the gap's middle, clockwise in degrees, a place (0-1) of a lattice of so many steps lies.

        A reader may pad the strip on the right, and a lattice's places count the padding.
        """
        first, last = (max(0, self.columns[0] - MARGIN), min(ACROSS, self.columns[1] + MARGIN))
        return 360 * (first + place * max(last - first, steps * STEP)) / ACROSS

    def direction(self, place: float, steps: int) -> float:
        """Return the direction of such a place."""
        return (self.middle + self.along(place, steps)) % 360

    def loosened(self) -> "Sector":
        """Return the sector with all of the text that stands outside of the gap, where the ends that were found may cut some off."""
        own = max(0.0, self.width / 2 - SPARE_DEG)
        return self._replace(before=min(self.before, own), behind=min(self.behind, own)) if self.width else self

    def around(self, top_deg: float) -> tuple[float, float]:
        """Return where the text begins and ends, clockwise from a direction in it: less than 0, and more."""
        begin = (self.middle + self.before - top_deg + 180) % 360 - 180
        return round(begin, 1), round(begin + 360 - self.before - self.behind, 1)


def read(inks: Mapping[str, NDArray[np.uint8]], gray: Gray, readers: Readers, cut: Cut) -> tuple[Sector, Reading]:
    """Return the sector that reads best from its start, and the best free reading of the arc from there with one lattice a strip.

    inks: renderings of the circle, (S, S, 3) uint8, by name, the one that is searched first in front; gray: the cleanest ink.
    An ink is cut close around the characters that any wide cut showed, so that debris beside the name confuses none; what the wide
    cuts said is kept as well, for it tells of characters that a close one may have lost. One of them begins and ends where the gap
    does: the ends that are found may lie within a faint character, which all other cuts would lack. The reader of lines, where it is
    another one, reads the inks freed of print as well: what two readers see is seldom a slip of both. Where wide cuts of two inks, a
    close one and the second reader say the same whole name surely no more is read; else every ink freed of print is.
    """
    kind = next(iter(inks))
    freed = [other for other in inks if other != "raw"]
    some = freed or [kind]
    second = [] if readers.lines is readers.arcs else freed

    def arcs(kinds: Sequence[str], sector: Sector) -> list[Reading]:
        return [_arc(inks[one], one, sector, readers.arcs, cut) for one in kinds]

    def seconds(kinds: Sequence[str], sector: Sector) -> list[Reading]:
        return [_arc(inks[one], f"{one}-second", sector, readers.lines, cut) for one in kinds]

    sector, first = _begun(inks[kind], kind, gray, readers.arcs, cut)
    loose = sector.loosened()
    wide = [first, *arcs(some[1:][-1:], loose)]  # the last ink errs elsewhere than the first
    close = around([(sector, first), *((loose, each) for each in wide[1:])])
    if close is None:
        return sector, _joined([*wide, *arcs(some[1:-1], sector)], (), seconds(second, sector))
    narrow, others = arcs(some[:1], close), seconds(second[:1], close)
    if not agree((*wide, *narrow, *others), cut.sure):
        wide += arcs(some[1:-1], sector)
        narrow += arcs(some[1:], close)
        others += seconds(second[1:], close)
    return close, _joined(narrow, wide, others)


def agree(readings: Sequence[Reading], sure: float) -> bool:
    """Return whether all readings are the same whole name with every character sure; brackets and debris are not looked at."""
    told = [[(c, its) for c, its in zip(each.text, each.char_confidence, strict=True) if is_han(c)] for each in readings]
    names = {"".join(character for character, _ in each) for each in told}
    return len(names) == 1 and seal_words.is_whole(names.pop()) and all(its >= sure for each in told for _, its in each)


def _joined(narrow: Sequence[Reading], wide: Sequence[Reading], seconds: Sequence[Reading]) -> Reading:
    """Return the best of the close cuts with the lattices of all."""
    most = max(narrow, key=worth)
    kept = [lattice for each in (*narrow, *seconds) for lattice in each.lattices]
    kept += [structs.replace(lattice, ink=f"{lattice.ink}-wide") for each in wide for lattice in each.lattices]
    return structs.replace(most, lattices=tuple(kept))


def _begun(picture: NDArray[np.uint8], kind: str, gray: Gray, reader: LineReader, cut: Cut) -> tuple[Sector, Reading]:
    """Return the sector that reads best from its start, and one ink's reading of it.

    The strip begins in the middle of a gap; where several gaps are about as wide each is tried, and where a unit's name ends
    in the middle of a reading the place behind it is tried too, since a wrong cyclic start reads surely and wrongly.
    """
    gaps = polar.gaps(gray, RADIUS_PX)
    likely = [_sector(gray, gap) for gap in gaps[: 1 + sum(width > 0.6 * gaps[0][1] for _, width in gaps[1:3])]]
    tried = [_arc(picture, kind, sector, reader, cut) for sector in likely]
    best = max(range(len(tried)), key=lambda i: worth(tried[i]))
    sector, reading = likely[best], tried[best]
    torn = _torn_at(reading.text)
    if torn and reading.lattices:
        again = _sector(gray, (sector.direction(_between(reading, torn), _steps(reading)), 0.0))
        second = _arc(picture, kind, again, reader, cut)
        if worth(second) > worth(reading):
            return again, second
    return sector, reading


def around(wide: Sequence[tuple[Sector, Reading]]) -> Sector | None:
    """Return the sector that holds the characters which any ink showed and a little more, None where too few were read.

    wide: readings and the sectors, about the same middle, that they are of.
    """
    ends = []
    for sector, reading in wide:
        if reading.lattices:
            text, _confidence, places = reading.lattices[0].greedy()
            along = [sector.along(place, _steps(reading)) for character, place in zip(text, places, strict=True) if is_han(character)]
            if len(along) >= LEAST:
                spare = ROOM * float(np.median(np.diff(along)))
                ends.append((along[0] - spare, 360 - along[-1] - spare))
    if not ends:
        return None
    before, behind = (max(0.0, min(each)) for each in zip(*ends, strict=True))
    return wide[0][0]._replace(before=before, behind=behind)


def worth(reading: Reading) -> float:
    """Return how much a free reading of an arc speaks for itself, 0-1.25: confidence, a name's length, a name's ending.

    A unit's ending in the middle speaks against it: then the strip began in the middle of the name.
    Source: the vote as measured on 71 drawn seals, 2026-11-21; the penalty for torn names answers readings that began in the middle.
    """
    text = "".join(character for character in reading.text if is_han(character))
    whole = 1.15 if seal_words.is_whole(text) else 1.0
    return reading.confidence * min(len(text), 12) / 12 * whole * (0.7 if _torn_at(reading.text) else 1.0)


def _steps(reading: Reading) -> int:
    return reading.lattices[0].steps if reading.lattices else 0


def _sector(gray: Gray, gap: tuple[float, float]) -> Sector:
    """Return the sector of the text that begins and ends around a gap (direction, width)."""
    before, behind = polar.text_ends(gray, RADIUS_PX, gap)
    return Sector(gap[0], gap[1], before, behind)


def _arc(picture: NDArray[np.uint8], kind: str, sector: Sector, reader: LineReader, cut: Cut) -> Reading:
    """Return one ink's reading of a sector."""
    return reader.read([strip_of(picture, sector, cut)], keep=cut.keep, ink=kind)[0]


def strip_of(picture: NDArray[np.uint8], sector: Sector, cut: Cut) -> NDArray[np.uint8]:
    """Return the strip in which a sector's text is read, (96, W, 3) uint8, the characters upright.

    What stands outside of it (the code's digits, the corners of the line) is no part of the name and is whitened; and as around
    a line on a page only a little white is left, or the recogniser is in doubt whether the first character stands there twice.
    """
    band = polar.strip(picture, RADIUS_PX, start_deg=sector.middle, inner=cut.inner, outer=cut.outer, rows=ROWS, across=ACROSS).copy()
    first, last = sector.columns
    band[:, :first] = 255
    band[:, last:] = 255
    return band[:, max(0, first - MARGIN) : last + MARGIN]


def _torn_at(text: str) -> int:
    """Return the index after a unit's ending that has more behind it than a branch or a department, 0 when there is none."""
    for ending in ("有限公司", "有限责任公司", "公司"):
        at = text.find(ending)
        rest = text[at + len(ending) :]
        if at >= 0 and len([c for c in rest if is_han(c)]) > 1:
            known = seal_words.is_branch("某某某某" + rest) or seal_words.department(rest) or seal_words.purpose(rest)
            return 0 if known else at + len(ending)
    return 0


def _between(reading: Reading, index: int) -> float:
    """Return the place (0-1 along the strip) between the character before `index` and the one at it."""
    text, _confidence, places = next(
        (greedy for greedy in (lattice.greedy() for lattice in reading.lattices) if greedy[0] == reading.text), ("", (), ())
    )
    return (places[index - 1] + places[index]) / 2 if index < len(text) else 0.0


def is_han(character: str) -> bool:
    """Return whether a character is a Chinese one."""
    return "\u3400" <= character <= "\u9fff"

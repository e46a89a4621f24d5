"""Reads one round or oval impression: the arc in several inks, the code; the line under the star by `seal_line`; no detector is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from pipeline.datamodel import seal_words
from pipeline.datamodel.page import Gray, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import LineReader
from pipeline.imaging import ink, polar
from pipeline.imaging.ellipses import Ellipse, as_circle
from pipeline.stages import seal_line

RADIUS_PX = 240  # the circle that every impression is brought to; strips of 48 rows are cut from it
ROWS, ACROSS = 96, 832  # of a whole turn: twice the recogniser's 48 rows, and characters about as wide as on a page
OVAL = 0.82  # ratio of axes below which an impression may bear a tax number across its middle
STEP = 16  # columns that one time step of the recogniser covers: 8 px of a strip 48 px high
ROOM = 0.7  # of the characters' spacing, left around the first and the last one read: half a character and a little white
LEAST = 4  # characters from which a spacing can be told
MARGIN = 24  # columns left white on either side of the arc's text, a quarter of the height as around a line of a page


@dataclass(frozen=True, kw_only=True)
class Impression:
    """What was read.

    turn_deg, arc_deg: as in `Seal`; contrast: 0-1; line_inked: whether anything stands under the star or along
    the rim below it, read or not.
    """

    name: Reading
    line: Reading
    code: str
    turn_deg: float | None
    arc_deg: tuple[float, float] | None
    contrast: float
    line_inked: bool


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How strips are cut and lattices kept.

    inner, outer: text band in radii; keep: characters kept a step; star: strength from which a star's turn counts; line: of the line
    under it.
    """

    inner: float
    outer: float
    keep: int
    star: float
    line: seal_line.Limits


class Readers(NamedTuple):
    """Who reads the arc of a name, and who the straight lines and the code."""

    arcs: LineReader
    lines: LineReader


def read(image: Rgb, ellipse: Ellipse, hue: ink.Hue, readers: Readers, cut: Cut) -> Impression:
    """Return what one impression says. Every ink's lattice is kept; the text is the best free reading of them.

    image: the page (or a crop of it) in which the ellipse is given; hue: "black" has no print to be told from, so only raw.
    """
    circle = as_circle(image, ellipse, radius_px=RADIUS_PX, margin=1.15)
    inks, density = inks_of(circle, hue)
    gray = _gray(inks)
    sector, name = _name(inks, polar.gaps(gray, RADIUS_PX), readers, cut)
    tilt = (sector.middle - polar.DOWN_DEG + 180) % 360 - 180
    star, strength = polar.star_turn(gray, RADIUS_PX)
    offset = (tilt - star + 36) % 72 - 36
    turn = tilt - offset if strength >= cut.star and abs(offset) < 30 else None  # noqa: PLR2004 - 36 lies between two tips
    line, inked = seal_line.read(inks, tilt if turn is None else turn, RADIUS_PX, (readers.lines, readers.arcs), cut.line)
    code, rim_words = _code(inks, tilt if turn is None else turn, readers.lines)
    if not code and ellipse.minor < OVAL * ellipse.major:
        code = seal_line.tax_number(inks, tilt, RADIUS_PX, readers.lines)
    contrast = 1 - float(np.exp(-np.percentile(density, 95)))
    return Impression(
        name=name,
        line=line,
        code=code,
        turn_deg=turn,
        arc_deg=None if turn is None else sector.around(turn - polar.DOWN_DEG),
        contrast=round(contrast, 3),
        line_inked=inked or rim_words,
    )


def worth(reading: Reading) -> float:
    """Return how much a free reading of an arc speaks for itself, 0-1.25: confidence, a name's length, a name's ending.

    A unit's ending in the middle speaks against it: then the strip began in the middle of the name.
    Source: the vote as measured on 71 drawn seals, 2026-11-21; the penalty for torn names answers readings that began in the middle.
    """
    text = "".join(character for character in reading.text if _is_han(character))
    whole = 1.15 if seal_words.is_whole(text) else 1.0
    return reading.confidence * min(len(text), 12) / 12 * whole * (0.7 if _torn_at(reading.text) else 1.0)


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

    def around(self, top_deg: float) -> tuple[float, float]:
        """Return where the text begins and ends, clockwise from a direction in it: less than 0, and more."""
        begin = (self.middle + self.before - top_deg + 180) % 360 - 180
        return round(begin, 1), round(begin + 360 - self.before - self.behind, 1)


def inks_of(circle: Rgb, hue: ink.Hue) -> tuple[dict[str, NDArray[np.uint8]], NDArray[np.float32]]:
    """Return every rendering that is read, the one that is searched first, and the ink's density."""
    if hue == "black":
        gray = np.asarray(cv2.cvtColor(circle, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        return {"raw": ink.as_rgb(gray)}, np.asarray((255 - gray) / 80, dtype=np.float32)
    freed, density = ink.freed_of_print(circle, hue, radius_px=RADIUS_PX)
    return {**{kind: ink.as_rgb(gray) for kind, gray in freed.items()}, "raw": circle}, density


def _gray(inks: dict[str, NDArray[np.uint8]]) -> Gray:
    """Return the cleanest ink as (S, S) uint8."""
    return np.asarray(inks.get("fill", inks["raw"])[:, :, 0], dtype=np.uint8)


def _name(inks: dict[str, NDArray[np.uint8]], gaps: Sequence[tuple[float, float]], readers: Readers, cut: Cut) -> tuple[Sector, Reading]:
    """Return the sector that reads best from its start, and the reading of the arc from there with one lattice an ink.

    The strip begins in the middle of a gap; where several gaps are about as wide each is tried, and where a unit's name ends
    in the middle of a reading the place behind it is tried too, since a wrong cyclic start reads surely and wrongly. Every ink is
    then cut anew around the characters that any of them showed, so that debris beside the name confuses none; what the wide
    cuts said is kept as well, for it tells of characters that a narrow one may have lost. The reader of lines, where it is another
    one, reads the inks freed of print as well: what two readers see is seldom a slip of both.
    """
    kind, reader = next(iter(inks)), readers.arcs
    gray = _gray(inks)
    likely = [_sector(gray, gap) for gap in gaps[: 1 + sum(width > 0.6 * gaps[0][1] for _, width in gaps[1:3])]]
    tried = [_arc(inks[kind], kind, sector, reader, cut) for sector in likely]
    best = max(range(len(tried)), key=lambda i: worth(tried[i]))
    sector, reading = likely[best], tried[best]
    torn = _torn_at(reading.text)
    if torn and reading.lattices:
        again = _sector(gray, (sector.direction(_between(reading, torn), _steps(reading)), 0.0))
        second = _arc(inks[kind], kind, again, reader, cut)
        if worth(second) > worth(reading):
            sector, reading = again, second
    freed = [other for other in inks if other != "raw"]
    wide = [reading, *(_arc(inks[other], other, sector, reader, cut) for other in freed if other != kind)]
    narrow = around(sector, wide)
    if narrow is None:
        narrow = sector
        readings = [*wide, *(_arc(picture, other, sector, reader, cut) for other, picture in inks.items() if other not in {kind, *freed})]
        wide = []
    else:
        readings = [_arc(picture, other, narrow, reader, cut) for other, picture in inks.items()]
    most = max(readings, key=worth)
    seconds = [] if readers.lines is reader else [_arc(inks[other], f"{other}-second", narrow, readers.lines, cut) for other in freed]
    kept = [lattice for each in (*readings, *seconds) for lattice in each.lattices]
    kept += [structs.replace(lattice, ink=f"{lattice.ink}-wide") for each in wide for lattice in each.lattices]
    name = Reading(text=most.text, char_confidence=most.char_confidence, engine=most.engine, lattices=tuple(kept))
    return sector, name


def around(sector: Sector, readings: Sequence[Reading]) -> Sector | None:
    """Return the sector that holds the characters which any ink showed and a little more, None where too few were read."""
    ends = []
    for reading in readings:
        if reading.lattices:
            text, _confidence, places = reading.lattices[0].greedy()
            along = [sector.along(place, _steps(reading)) for character, place in zip(text, places, strict=True) if _is_han(character)]
            if len(along) >= LEAST:
                spare = ROOM * float(np.median(np.diff(along)))
                ends.append((along[0] - spare, 360 - along[-1] - spare))
    if not ends:
        return None
    before, behind = (max(0.0, min(each)) for each in zip(*ends, strict=True))
    return sector._replace(before=before, behind=behind)


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
        if at >= 0 and len([c for c in rest if _is_han(c)]) > 1:
            known = seal_words.is_branch("某某某某" + rest) or seal_words.department(rest) or seal_words.purpose(rest)
            return 0 if known else at + len(ending)
    return 0


def _between(reading: Reading, index: int) -> float:
    """Return the place (0-1 along the strip) between the character before `index` and the one at it."""
    text, _confidence, places = next(
        (greedy for greedy in (lattice.greedy() for lattice in reading.lattices) if greedy[0] == reading.text), ("", (), ())
    )
    return (places[index - 1] + places[index]) / 2 if index < len(text) else 0.0


def _code(inks: dict[str, NDArray[np.uint8]], turn_deg: float, reader: LineReader) -> tuple[str, bool]:
    """Return the digits along the lower edge, "" where fewer than eight were read, and whether words stand there instead.

    Some special-purpose seals bear their purpose along the rim, below and upright.
    Digits are finer than what unmixing leaves whole, so the picture as it is is read as well; the surer reading of a code's
    length counts (exact 8 of 12 with both, 3 of 12 with "fill" alone, worn drawn seals of level 1, 2026-11-25).
    """
    bands = {
        kind: polar.bottom_strip(inks[kind], RADIUS_PX, turn_deg=turn_deg, half_deg=50, inner=0.79, outer=0.96, rows=48)
        for kind in ("fill", "raw")
        if kind in inks
    }
    if float((next(iter(bands.values())) < 128).mean()) < 0.02:  # noqa: PLR2004 - half of full ink; thirteen digits cover 5 % and more
        return "", False
    readings = [reader.read([band], ink=kind)[0] for kind, band in bands.items()]
    digits = [("".join(c for c in reading.text if c.isascii() and c.isdigit()), reading.confidence) for reading in readings]
    best, _ = max(digits, key=lambda each: (12 <= len(each[0]) <= 18, each[1]))  # noqa: PLR2004 - domain/4-seals-and-names.md 4.2
    if len(best) >= 8:  # noqa: PLR2004 - fewer are debris of the arc
        return best, False
    # Only ink freed of print tells of words: what is printed across the rim is no part of the seal.
    return "", sum(map(_is_han, readings[0].text)) > 2 and readings[0].confidence > 0.5  # noqa: PLR2004 - no purpose is shorter; debris is doubtful


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"

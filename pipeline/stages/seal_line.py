"""Reads what stands straight in a seal: the line under the star, and the tax number across the middle of an oval one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel import seal_words
from pipeline.datamodel.page import Gray, Rgb
from pipeline.datamodel.reading import Lattice, Reading
from pipeline.engines.protocols import LineReader
from pipeline.imaging import polar

NOTHING = Reading(text="")
KEPT = 8  # characters a step of a row's lattice, as of an arc's
WORDS = tuple(dict.fromkeys((*seal_words.PERSONNEL, *seal_words.FOR_A_PERSON, *seal_words.SPECIAL, *seal_words.DEPARTMENTS)))
FLOOR = -12.0  # nats; a word that one lattice does not have at all is no further behind than this


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What decides about the line, as the fields of the same names of `Seals` say: nats, grey levels and a share of the turn."""

    line_near: float
    line_ahead: float
    line_clear: float
    line_ink: float
    line_astray: float


def read(
    inks: Mapping[str, NDArray[np.uint8]], turn_deg: float, radius_px: int, readers: Sequence[LineReader], limits: Limits
) -> tuple[Reading, bool]:
    """Return the text under the star, rows joined from top to bottom, and whether any ink stands there.

    inks: renderings of the circle, (S, S, 3) uint8, by name; turn_deg: the seal's turn, clockwise; radius_px: the circle's radius.
    Only ink freed of print is read where there is any: a printed word under the seal would make it a seal of another kind. One row
    is held against the closed lists of departments and purposes over all inks and readers; a word not on them is read as it stands.
    """
    freed = [kind for kind in inks if kind != "raw"] or ["raw"]
    rows = {kind: polar.turned(inks[kind], turn_deg) for kind in freed}
    # A pale line fades in one ink and stands out in another; ink in any of them means that something stands there.
    seen = [_text_rows(np.asarray(rows[kind][:, :, 0], dtype=np.uint8), radius_px, limits) for kind in freed]
    bands = next((found for found, _ in seen if found), [])
    if not bands:
        astray = freed[0] != "raw" and _inked_between(np.asarray(inks[freed[0]][:, :, 0], dtype=np.uint8), radius_px, limits)
        return NOTHING, astray or any(inked for _, inked in seen)
    looks = list(dict.fromkeys(((freed[0], readers[0]), (freed[-1], readers[0]))))
    every = list(dict.fromkeys((*looks, *((kind, reader) for kind in freed for reader in readers))))
    tried: list[list[Reading]] = []
    for kind, reader in every:
        tried.append([_row(reader, _inside_arc(rows[kind], band, radius_px), kind) for band in bands])
        if len(bands) == 1 and len(tried) in {len(looks), len(every)}:
            ahead = limits.line_ahead if len(tried) == len(every) else limits.line_clear
            listed = _listed([lattice for (reading,) in tried for lattice in reading.lattices], limits, ahead)
            if listed is not None:
                return listed, True
    best = max(tried, key=lambda each: sum(reading.confidence * len(reading.text) for reading in each))
    return Reading(
        text="".join(each.text for each in best),
        char_confidence=tuple(c for each in best for c in each.char_confidence),
        engine=best[0].engine,
    ), True


def tax_number(inks: Mapping[str, NDArray[np.uint8]], turn_deg: float, radius_px: int, reader: LineReader) -> str:
    """Return the 15 to 20 letters and digits across the middle of an oval seal, "" where none were read.

    Source: invoice seals of 40 x 30 mm bear the tax number in the middle, domain/4-seals-and-names.md 4.1.
    """
    found: list[tuple[float, str]] = []
    for kind in ("fill", "raw"):
        if kind in inks:
            upright = polar.turned(inks[kind], turn_deg)
            middle, high, wide = upright.shape[0] // 2, int(0.18 * radius_px), int(0.78 * radius_px)
            reading = reader.read([upright[middle - high : middle + high, middle - wide : middle + wide]], ink=kind)[0]
            number = "".join(c for c in reading.text if c.isascii() and c.isalnum())
            if 15 <= len(number) <= 20 and sum(c.isdigit() for c in number) > 8:  # noqa: PLR2004 - see the docstring; letters are few
                found.append((reading.confidence, number))
    return max(found, default=(0.0, ""))[1]


def _row(reader: LineReader, strip: Rgb, kind: str) -> Reading:
    return reader.read([strip], keep=KEPT, ink=kind)[0]


def _listed(lattices: Sequence[Lattice], limits: Limits, ahead: float) -> Reading | None:
    """Return the word of the closed lists that the lattices say, None where none is sure; its confidence is its lead's.

    ahead: how far it must be ahead of words of other kinds, nats.
    """
    if not lattices:
        return None
    mean = np.mean([_nats(each) for each in lattices], axis=0)
    best = int(mean.argmax())
    word = WORDS[best]
    kind = _kind(word)
    lead = mean[best] - max((value for other, value in zip(WORDS, mean.tolist(), strict=True) if _kind(other) != kind), default=FLOOR)
    if mean[best] < -limits.line_near * len(word) or lead < ahead:
        return None
    sure = round(float(1 / (1 + np.exp(-lead))), 3)
    return Reading(text=word, char_confidence=(sure,) * len(word), engine="listed")


def _nats(lattice: Lattice) -> NDArray[np.float64]:
    """Return how far each listed word is below the free reading, (len(WORDS),) nats; scored only where it can be above the floor."""
    most = lattice.at_most(WORDS)
    likely = [place for place, limit in enumerate(most) if limit > FLOOR]
    nats = np.full(len(WORDS), FLOOR)
    for place, score in zip(likely, lattice.scores([WORDS[place] for place in likely]), strict=True):
        nats[place] = max(FLOOR, score * len(WORDS[place]))
    return nats


def _kind(word: str) -> str:
    """Return what a word makes of a seal: a special one by its purpose, the personnel department's, another department's."""
    if word in seal_words.FOR_A_PERSON:
        return "for-a-person"
    return "special" if word in seal_words.SPECIAL else "personnel" if word in seal_words.PERSONNEL else "other"


def _text_rows(gray: Gray, radius_px: int, limits: Limits) -> tuple[list[tuple[int, int]], bool]:
    """Return top and bottom of up to two rows of text between the star and the arc, in pixels of the picture, and whether ink is there.

    Only the middle is looked at, where even an arc of 300 degrees does not reach; a row is 0.10 to 0.34 radii high and inked in
    many places. The threshold follows the line's own ink, which is often weaker than the star's.
    """
    middle = gray.shape[0] // 2
    half = int(0.22 * radius_px)
    top = middle + int(0.30 * radius_px)
    window = 255.0 - gray[top : middle + int(0.74 * radius_px), middle - half : middle + half]
    full = float(np.percentile(window, 97))
    if full < limits.line_ink:
        return [], False
    ink = window > 0.45 * full  # half of the strokes' own darkness, a little less for their edges
    profile = np.convolve(ink.mean(axis=1), np.ones(5) / 5, "same") > 0.05  # noqa: PLR2004 - a stroke or two in 105 px
    edges = np.diff(np.concatenate([[0], profile.astype(int), [0]]))
    rows = []
    for first, last in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        columns = ink[first:last].any(axis=0).mean()
        if 0.10 * radius_px <= last - first <= 0.34 * radius_px and columns > 0.3:  # noqa: PLR2004 - see the docstring
            rows.append((top + int(first), top + int(last)))
    return rows[:2], bool(rows) or float(ink.mean()) > 0.06  # noqa: PLR2004 - three characters cover a tenth and more


def _inked_between(gray: Gray, radius_px: int, limits: Limits) -> bool:
    """Return whether ink stands between star and arc at any turn: a line is missed where the seal's turn was taken wrongly."""
    ring = 255 - polar.strip(gray, radius_px, start_deg=0, inner=0.44, outer=0.56, rows=24, across=360)
    inked = (ring > 110).mean(axis=0) > 0.15  # noqa: PLR2004 - half of full ink; a stroke in a column
    sixths = np.convolve(np.concatenate([inked, inked[:60]]), np.ones(60) / 60, "valid")
    return float(sixths.max()) > limits.line_astray


def _inside_arc(picture: NDArray[np.uint8], band: tuple[int, int], radius_px: int) -> Rgb:
    """Return a straight row of the upright circle's picture with a small margin; the arc's text and the code are whitened.

    The arc's text begins at 0.62 radii, but leaves the bottom free where a line stands, which reaches out to the code at 0.83.
    """
    middle = picture.shape[0] // 2
    pad, half = int(0.04 * radius_px), int(0.64 * radius_px)
    top, left = max(0, band[0] - pad), middle - half
    row = picture[top : band[1] + pad, left : middle + half].copy()
    y, x = np.mgrid[0 : row.shape[0], 0 : row.shape[1]]
    y, x = y + top - picture.shape[0] / 2, x + left - picture.shape[1] / 2
    from_below = np.abs(np.degrees(np.arctan2(x, y)))
    reach = np.where(from_below < 57, 0.83, 0.62) * radius_px  # noqa: PLR2004 - the corners of a line as wide as the star and half more
    row[np.hypot(x, y) > reach] = 255
    return row

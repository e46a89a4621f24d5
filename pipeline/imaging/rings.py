"""Whether an ellipse on a page is a seal's ring: its outline inked, paper on both sides, words within; measured in every direction."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Mask
from pipeline.imaging.ellipses import Ellipse

Floats = NDArray[np.float32]
DIRECTIONS = 180
STEP = 0.0125
_OVERLAP = 40  # directions that are looked at twice
FACTORS = np.arange(0.20, 1.20, STEP)  # radii looked at, in units of the outline
RIM = 57  # the row of those from which the outline is looked for: 0.91


@dataclass(frozen=True, kw_only=True)
class Ring:
    """What stands along an ellipse and within it; shares are 0-1 of the directions that lie on the page.

    share: of the outline that is inked; outside: mean share inked in three lines just outside; beside: least share along a line just
    inside, and within: greatest share along any line farther in, both against `share`; words: directions in which the outline is
    inked and, after a gap, anything stands where the arc's words do; fill: of the area inside that is inked; ridges: how many lines
    within are inked at half of `share`, paper between them; snug: directions in which ink ends just at the outline; seen: of the
    outline that lies on the page; level: strength of ink from which a pixel counts as inked here; line: median strength of the outline.
    """

    ellipse: Ellipse
    share: float
    outside: float
    beside: float
    within: float
    words: float
    fill: float
    ridges: int
    snug: float
    seen: float
    level: float
    line: float

    @property
    def clear(self) -> float:
        """How far the outline stands out against what surrounds it, up to 1."""
        return self.share - self.outside


class Unrolled(NamedTuple):
    """Strength (factors, directions) along an ellipse, and where that lies on the page."""

    strength: Floats
    on_page: Mask


def unrolled(strength: Floats, ellipse: Ellipse, *, first: int = 0) -> Unrolled:
    """Return the picture along outlines ever farther from the ellipse's middle, from a row on; nearest pixels, 0 beyond the page."""
    t, turn = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False), math.radians(ellipse.angle_deg)
    along, across = ellipse.a * np.cos(t), ellipse.b * np.sin(t)
    x = np.rint(ellipse.x + FACTORS[first:, None] * (along * math.cos(turn) - across * math.sin(turn))).astype(np.int32)
    y = np.rint(ellipse.y + FACTORS[first:, None] * (along * math.sin(turn) + across * math.cos(turn))).astype(np.int32)
    on_page = (x >= 0) & (y >= 0) & (x < strength.shape[1]) & (y < strength.shape[0])
    rows = np.zeros(x.shape, dtype=np.float32)
    rows[on_page] = strength[y[on_page], x[on_page]]
    return Unrolled(strength=rows, on_page=on_page)


def measured(strength: Floats, ellipse: Ellipse, *, least: float, clear: float = -1.0) -> Ring | None:
    """Return what stands along the ellipse, or None where hardly any of it lies on the page, or it is less clear than asked.

    strength: (H, W) float32, how much ink; least: from which strength anything counts as ink. A pixel is inked from half of the
    outline's own strength on, so that print does not hide a faint seal, nor faint smudges a strong one.
    """
    outline = _outline(*unrolled(strength, ellipse, first=RIM), least)
    if outline is None or outline.share - outline.outside < clear:
        return None
    rows, on_page = unrolled(strength, ellipse)
    directions, level, line, share = outline.directions, outline.level, outline.line, outline.share
    inked = (rows > level) & on_page
    profile = np.asarray((inked & directions).sum(axis=1) / np.maximum(1, (on_page & directions).sum(axis=1)))
    inside = _between(0.20, 0.90)
    weak = (rows > max(least, level / 2)) & on_page  # words are thinner than the outline, and so fainter
    ends = np.asarray(inked[_between(0.96, 0.99)].any(axis=0)) & ~np.asarray(inked[_between(1.0375, 1.05)].any(axis=0))
    return Ring(
        ellipse=ellipse,
        share=share,
        outside=outline.outside,
        beside=float(profile[_between(0.82, 0.965)].min()) / max(share, 0.01),
        within=float(profile[_between(0.30, 0.80)].max()) / max(share, 0.01),
        words=max(float((line & _words(each, outline.row))[directions].mean()) for each in (inked, weak)),
        fill=float(weak[inside][:, directions].mean(axis=1) @ FACTORS[inside] / FACTORS[inside].sum()),
        ridges=_ridges(profile[_between(0.25, 0.90)], share),
        snug=float(ends[directions].mean()),
        seen=float(directions.mean()),
        level=level,
        line=outline.strongest,
    )


class _Outline(NamedTuple):
    """What stands along a ring and beyond: directions that lie on the page, and of them with ink; see `Ring` for the others."""

    directions: Mask
    line: Mask
    row: int
    level: float
    strongest: float
    share: float
    outside: float


def _outline(rows: Floats, on_page: Mask, least: float) -> _Outline | None:
    """Return what stands along a ring, the first row being RIM, or None where hardly any of it lies on the page."""
    directions = on_page[_at(1.0) - RIM]
    if directions.sum() < DIRECTIONS // 12:
        return None
    strongest = float(np.median(rows[_between(0.96, 1.03) - RIM].max(axis=0)[directions]))
    level = max(least, 0.5 * strongest)
    inked = (rows > level) & on_page
    ring = _between(0.93, 1.04) - RIM
    counts = (inked[ring] & directions).sum(axis=1) / np.maximum(1, (on_page[ring] & directions).sum(axis=1))
    row = int(ring[np.argmax(counts)])
    line = _thick(inked, row)
    outer = [_thick(inked, at)[directions & on_page[at + 1]] for at in (_at(factor) - RIM for factor in (1.075, 1.1125, 1.15))]
    outside = float(np.mean([line_out.mean() for line_out in outer if line_out.size] or [0.0]))
    share = float(line[directions].mean())
    return _Outline(directions, line, row + RIM, level, strongest, share, outside)


def words_apart(strength: Floats, ring: Ring, *, least: float, of_line: float) -> float:
    """Return in which share (0-1) of directions ink stands where the arc's words do that is not joined to the outline.

    strength, least: as in `measured`; of_line: share of the outline's strength from which ink counts: what the picture smears between
    the rim and words that come close to it has less. What a pen draws twice is joined to its ring.
    """
    rows, on_page = unrolled(strength, ring.ellipse)
    return _apart((rows > max(least, of_line * ring.line)) & on_page)


def _apart(inked: Mask) -> float:
    """Return the share of directions with words in pieces of ink that do not reach the outline; inked: (factors, directions)."""
    turned = np.concatenate([inked, inked[:, :_OVERLAP]], axis=1).astype(np.uint8)  # what lies across the seam is one piece
    _, pieces = cv2.connectedComponents(turned, connectivity=8)
    outline = np.unique(pieces[_between(0.965, 1.04)])
    apart = (pieces[_between(0.68, 0.93)] > 0) & ~np.isin(pieces[_between(0.68, 0.93)], outline)
    there: Mask = np.any(apart, axis=0)
    seam = there[:_OVERLAP] & there[DIRECTIONS:]
    return float(np.concatenate([seam, there[_OVERLAP:DIRECTIONS]]).mean())


def _ridges(profile: NDArray[np.float64], share: float) -> int:
    """Return how often the profile rises over half of the share after it fell to half of the last height."""
    count, top, low = 0, 0.0, 0.0
    for height in profile.tolist():
        if top:
            top = max(top, height)
            if height < 0.5 * top:
                top, low = 0.0, height
        elif height > max(0.5 * share, 2 * low):
            count, top = count + 1, height
        else:
            low = min(low, height)
    return count


def _words(inked: Mask, best: int) -> Mask:
    """Return in which directions ink stands in the band of the arc's words, paper between it and the outline at row best."""
    band = inked[_at(0.74) : best - 1]
    gap = np.maximum.accumulate(~band[::-1], axis=0)[::-1]  # from here outwards there is paper somewhere
    far = _at(0.92) - _at(0.74) + 1
    return np.asarray((band & gap)[:far].any(axis=0))


def _thick(inked: Mask, row: int) -> Mask:
    """Return in which directions ink stands on a line or on its two neighbours."""
    return np.asarray(inked[row - 1] | inked[row] | inked[min(row + 1, len(inked) - 1)])


def _at(factor: float) -> int:
    return round((factor - 0.20) / STEP)


def _between(low: float, high: float) -> NDArray[np.int64]:
    return np.arange(_at(low), _at(high) + 1)

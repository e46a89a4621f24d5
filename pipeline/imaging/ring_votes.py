"""Where rings may be: edges of ink vote for the centres they curve about, be the ring whole, crossed by print, or cut off."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.imaging.ellipses import Ellipse

Floats = NDArray[np.float32]
Numbers = NDArray[np.floating[Any]]
SMALLEST = 20  # pixels: half-axes voted for at one scale reach from here to twice this

CELL = 2  # pixels: side of the squares in which votes are counted
STEP = 1.13  # from one half-axis voted for to the next; votes are gathered within 6 % of it


@dataclass(frozen=True, kw_only=True)
class Vote:
    """An outline that edges speak for, and support: the share of its visible part that votes, about 0-1."""

    ellipse: Ellipse
    support: float


@dataclass(frozen=True, kw_only=True)
class Form:
    """What is voted for: ratio of the axes, and the clockwise turn of the longer one in degrees, 0 = along x."""

    ratio: float = 1.0
    turn_deg: float = 0.0


class Picture:
    """How much ink there is, and its edges at each scale that was asked for: searches for several forms share them."""

    def __init__(self, strength: Floats, *, edge: float) -> None:
        """strength: (H, W) float32, 0 on paper; edge: least fall of strength across an edge, from pixel to pixel."""
        self.side = max(strength.shape)
        self._strength, self._edge = strength, edge
        self._known: dict[float, tuple[Edges, tuple[int, int]]] = {}

    def edges(self, scale: float) -> tuple["Edges", tuple[int, int]]:
        """Return the edges on the picture made smaller by a factor of at most 1, and its height and width there."""
        if scale not in self._known:
            full = self._strength
            small = cv2.resize(full, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else full
            self._known[scale] = _edges(np.asarray(small, dtype=np.float32), self._edge), (small.shape[0], small.shape[1])
        return self._known[scale]


def outlines(picture: Picture, forms: tuple[Form, ...], *, least_px: float, most_px: float, support: float, most: int) -> list[Vote]:
    """Return the ellipses of those forms that the outer edges of ink vote for, the best supported first, none twice.

    least_px, most_px: the longer half-axis; support: as in `Vote`, at least; most: how many are returned. Each edge pixel votes towards
    the ink, at every size; centres up to half a radius beyond the picture's edge count, against the part of the outline that is on the
    picture.
    Large outlines are voted for on a picture that is made smaller: an octave of sizes a picture.
    Source: Duda and Hart 1972, voting; Kimme, Ballard and Sklansky 1975, votes along the gradient only.
    """
    found: list[Vote] = []
    top = most_px
    finest = 0.7 if picture.side > 800 else 1.0  # noqa: PLR2004 - a page's smallest seals are large enough at that
    while top > least_px:
        scale = min(finest, 2 * SMALLEST / top)
        low = top / 2 if scale < finest and top / 2 > 1.25 * least_px else least_px
        edges, size = picture.edges(scale)
        if len(edges.columns):
            found += (
                Vote(ellipse=vote.ellipse.scaled(1 / scale), support=vote.support)
                for vote in _voted(edges, size, forms, (low * scale, top * scale), support)
            )
        top = low
    return _apart(found, most)


class Edges(NamedTuple):
    """Edges of ink: x, y, and the unit direction (right, down) from there towards more ink; each (n,) float32."""

    columns: Floats
    rows: Floats
    right: Floats
    down: Floats


def _voted(edges: Edges, size: tuple[int, int], forms: tuple[Form, ...], axis: tuple[float, float], support: float) -> Iterator[Vote]:
    towards = [(form, *_towards_centre(edges, form)) for form in forms]
    steps = max(1, round(math.log(axis[1] / axis[0]) / math.log(STEP)))
    for major in np.geomspace(axis[0], axis[1], steps + 1).tolist():
        for form, right, down in towards:
            mean = major * (1 + form.ratio) / 2
            around = 2 * np.pi * mean
            if len(edges.columns) < support * around * 0.25:
                continue
            pad = round(0.5 * mean) + 2
            high, wide = (-(-(length + 2 * pad) // CELL) for length in size)
            x = ((edges.columns + (major * right + np.float32(pad + 0.5))) * np.float32(1 / CELL)).astype(np.int32)
            y = ((edges.rows + (major * down + np.float32(pad + 0.5))) * np.float32(1 / CELL)).astype(np.int32)
            at = y * wide + x
            at = at[(x >= 0) & (y >= 0) & (x < wide) & (y < high)]
            reach = 2 * round((0.6 + 0.06 * mean) / CELL) + 1
            votes = np.bincount(at, minlength=high * wide).astype(np.float32).reshape(high, wide)
            share = cv2.boxFilter(votes, cv2.CV_32F, (reach, reach), normalize=False)
            # Where a part of the outline lies beyond the picture, the rest of it counts for more, up to four times.
            if cv2.minMaxLoc(share)[1] < support * around * 0.25:
                continue
            share *= (1 / np.maximum(0.5, _visible(high, size[0], pad, mean)) / around).astype(np.float32)[:, None]
            share *= (1 / np.maximum(0.5, _visible(wide, size[1], pad, mean))).astype(np.float32)
            for at_x, at_y, said in _peaks(np.asarray(share, dtype=np.float32), mean / CELL, support):
                ellipse = Ellipse(
                    x=(at_x + 0.5) * CELL - pad - 0.5,
                    y=(at_y + 0.5) * CELL - pad - 0.5,
                    a=major,
                    b=major * form.ratio,
                    angle_deg=form.turn_deg,
                )
                yield Vote(ellipse=ellipse, support=said)


def _towards_centre(edges: Edges, form: Form) -> tuple[Floats, Floats]:
    """Return how far to the right and down the centre lies from each edge, (n,) float32, against the longer half-axis."""
    turn = math.radians(form.turn_deg)
    along: Numbers = np.asarray(edges.right * math.cos(turn) + edges.down * math.sin(turn))
    across: Numbers = np.asarray(form.ratio**2 * (edges.down * math.cos(turn) - edges.right * math.sin(turn)))
    length = np.sqrt(along**2 + (across / form.ratio) ** 2)
    along, across = along / length, across / length
    right = np.asarray(along * math.cos(turn) - across * math.sin(turn), dtype=np.float32)
    down = np.asarray(along * math.sin(turn) + across * math.cos(turn), dtype=np.float32)
    return right, down


def _edges(strength: Floats, edge: float) -> Edges:
    """Return the ridges of the edges."""
    smooth = cv2.GaussianBlur(strength, (0, 0), 0.8)
    right, down = (np.asarray(cv2.Sobel(smooth, cv2.CV_32F, *order, ksize=3, scale=0.25), dtype=np.float32) for order in ((1, 0), (0, 1)))
    steep = cv2.magnitude(right, down)
    rows, columns = np.nonzero(steep >= edge)  # neighbours are looked at here only: most of a page is no edge
    here, to_right, to_below = steep[rows, columns], right[rows, columns], down[rows, columns]
    level = np.abs(to_right) > np.abs(to_below)
    step_x, step_y = level.astype(np.int64), (~level).astype(np.int64)
    after = steep[(rows + step_y) % steep.shape[0], (columns + step_x) % steep.shape[1]]
    ridge = (here >= steep[rows - step_y, columns - step_x]) & (here > after)
    slope = np.maximum(here[ridge], 1e-6)
    found = (columns[ridge], rows[ridge], to_right[ridge] / slope, to_below[ridge] / slope)
    return Edges(*(np.asarray(each, dtype=np.float32) for each in found))


@lru_cache(maxsize=4096)
def _visible(cells: int, size: int, pad: int, radius: float) -> Floats:
    """Return (cells,) float32: which share of a circle about each row (or column) of cells of the padded picture lies between its edges."""
    at = (np.arange(cells, dtype=np.float32) + 0.5) * CELL - 0.5 - pad
    gone = [np.arccos(np.clip(away / radius, -1, 1)) / np.pi for away in (at, size - 1 - at)]
    return np.asarray(1 - gone[0] - gone[1], dtype=np.float32)


def _peaks(share: Floats, radius: float, support: float) -> Iterator[tuple[float, float, float]]:
    """Yield x, y and height of what rises above the support, the highest of what lies within a sixth of a radius."""
    if cv2.minMaxLoc(share)[1] < support:
        return
    rows, columns = np.nonzero(share >= support)
    heights = share[rows, columns]
    order = np.argsort(-heights, kind="stable")[:400]
    rows, columns, heights = rows[order], columns[order], heights[order]
    while len(rows):
        yield float(columns[0]), float(rows[0]), float(heights[0])
        far = (np.abs(rows - rows[0]) > radius / 6) | (np.abs(columns - columns[0]) > radius / 6)
        rows, columns, heights = rows[far], columns[far], heights[far]


def _apart(found: list[Vote], most: int) -> list[Vote]:
    kept: list[Vote] = []
    for vote in sorted(found, key=lambda one: -one.support):
        if not any(_same(vote.ellipse, other.ellipse) for other in kept):
            kept.append(vote)
            if len(kept) == most:
                break
    return kept


def _same(one: Ellipse, other: Ellipse) -> bool:
    near = math.hypot(one.x - other.x, one.y - other.y) < 0.25 * other.major
    return near and 0.85 < one.major * one.minor / (other.major * other.minor) < 1.2  # noqa: PLR2004 - about the same size

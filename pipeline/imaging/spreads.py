"""Finds where two pages in one picture part: a clear band without ink between two page-shaped halves, with or without a fold in it."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.page import Mask, Rgb
from pipeline.imaging.light import flattened


@dataclass(frozen=True, kw_only=True)
class Gutter:
    """The line between two pages, in pixels of the picture.

    ends: where it meets the picture's upper and lower edge as x, or its left and right edge as y where `stacked`. band: width of the
    strip without ink around it. fold: whether a thin dark line (a fold, two sheets' edges) runs along it. balanced: whether the strip is
    as wide as two inner margins, measured by the outer ones; between two columns of one page it is not. ruled: whether a printed line
    runs over at least half of a page: a form's table, seldom a picture of figures in columns. spans: share (0-1) of the height over which
    each half bears ink; tops: share of the height above its first ink. through: whether the fold runs from edge to edge, as a column's
    rule does not.
    """

    ends: tuple[float, float]
    stacked: bool
    band: float
    fold: bool
    balanced: bool
    ruled: bool
    spans: tuple[float, float] = (1.0, 1.0)
    tops: tuple[float, float] = (0.0, 0.0)
    through: bool = False

    def halves(self, width: int, height: int) -> tuple[Quad, Quad]:
        """Return both pages' outlines in reading order: left and right, or upper and lower."""
        one, other = self.ends
        if self.stacked:
            upper = Quad((0.0, 0.0), (float(width), 0.0), (float(width), other), (0.0, one))
            return upper, Quad((0.0, one), (float(width), other), (float(width), float(height)), (0.0, float(height)))
        left = Quad((0.0, 0.0), (one, 0.0), (other, float(height)), (0.0, float(height)))
        return left, Quad((one, 0.0), (float(width), 0.0), (float(width), float(height)), (other, float(height)))


@dataclass(frozen=True, kw_only=True)
class _Band:
    """A strip of columns without ink. start, end: half-open columns; shift: how far it leans, in columns from top to bottom."""

    start: int
    end: int
    fold: float | None
    shift: float

    def middle(self, columns: int, least: float) -> float:
        """Return where the pages part: at the fold; in the middle of a narrow strip; next to the picture's middle in a wide one.

        Where a page ends early the strip is as wide as its empty rest, and its own middle says nothing. least: columns of a strip.
        """
        if self.fold is not None:
            return self.fold
        if self.end - self.start < 3 * least:
            return (self.start + self.end) / 2
        return min(max(columns / 2, self.start + least / 2), self.end - least / 2)


PAGE_SHAPE = (1.1, 1.75)  # height over width that a page of a spread may have
LEAST_STACKED = 1.2  # and at least where one lies above the other: half of a telephone's screen is 1.17 times as high as wide at most
LEAST_PX = 600  # shorter side of a picture that can hold two pages to be read


def may_part(width: int, height: int, *, most_lean_deg: float = 8.0) -> bool:
    """Return whether a picture of this size can be shaped like two upright pages once a lean of up to `most_lean_deg` is undone.

    `gutter` asks the same of the levelled picture; this costs nothing, and says no to every single page.
    """
    lean = np.deg2rad(most_lean_deg)
    sizes = [(width, height), (width * np.cos(lean) + height * np.sin(lean), height * np.cos(lean) + width * np.sin(lean))]
    talls = sorted(_tall(across, down) for across, down in sizes)
    # A hundredth for the whole pixels of the copy that `gutter` searches.
    return bool(talls[0] <= 1.01 * PAGE_SHAPE[1] and talls[1] >= 0.99 * (LEAST_STACKED if height > width else PAGE_SHAPE[0]))


def _tall(width: float, height: float) -> float:
    """Return height over width of each of two pages, one above the other in a high picture and side by side in a wide one."""
    return height / 2 / width if height > width else 2 * height / width


def gutter(  # noqa: PLR0913 - each a limit of its own
    image: Rgb,
    *,
    shape: tuple[float, float] = PAGE_SHAPE,
    most_uneven: float = 1.3,
    least_band: float = 0.08,
    least_span: float = 0.005,
    least_balance: float = 0.55,
    most_rules: int = 2,
    least_through: float = 0.88,
    least_px: int = LEAST_PX,
    side_px: int = 800,
) -> Gutter | None:
    """Return where the two pages of a picture part, None where it is not shaped like two upright pages or no clear band divides it.

    image: (H, W, 3) uint8 RGB, upright, its lean undone. shape: height over width that a page may have; most_uneven: how many times wider
    one half may be than the other; least_band: width of the band as a share of a page's width; least_span: share of the height over which
    each half must bear ink; least_balance: half the band against the smaller outer margin; most_rules: pale lines across it; least_through:
    share of the height from which a fold runs through; least_px: shorter side of a picture that can hold two pages to be read; side_px:
    long side of the copy that is searched.
    """
    height, width = image.shape[:2]
    stacked = height > width
    if not max(shape[0], LEAST_STACKED if stacked else 0.0) <= _tall(width, height) <= shape[1] or min(height, width) < least_px:
        return None
    dark = 1.0 - flattened(image, side_px=side_px)
    ink: Mask = np.asarray(dark > 0.2)  # noqa: PLR2004 - as `ink_mask` has it
    ink = np.ascontiguousarray(ink.T) if stacked else ink  # a pair one above the other is looked at lying on its side
    rows, columns = ink.shape
    page_width = rows if stacked else columns / 2
    band = _best_band(ink, least_band * page_width)
    if band is None:
        return None
    middle = band.middle(columns, least_band * page_width)
    if not 1 / most_uneven <= middle / (columns - middle) <= most_uneven:
        return None
    straight = _leaned(ink, band.shift).copy()
    through = band.fold is not None and _along(straight, band.fold) >= least_through
    straight[:, band.start : band.end] = False
    left, right = straight[:, : round(middle)], straight[:, round(middle) :]
    reaches = [_reach(half.T if stacked else half) for half in (left, right)]
    if min(span for _, span in reaches) < least_span or _faint_rules(dark, band, stacked=stacked) >= most_rules:
        return None
    outer = min(_first(left), _first(right[:, ::-1]))
    scale = (height if stacked else width) / columns
    return Gutter(
        ends=((middle - band.shift / 2) * scale, (middle + band.shift / 2) * scale),
        stacked=stacked,
        band=(band.end - band.start) * scale,
        fold=band.fold is not None,
        balanced=(band.end - band.start) / 2 >= least_balance * outer,
        ruled=_is_ruled(ink, page_width),
        through=through,
        tops=(reaches[0][0], reaches[1][0]),
        spans=(reaches[0][1], reaches[1][1]),
    )


def _best_band(
    ink: Mask, least: float, *, most_lean: float = 0.03, clear: float = 0.004, fold: float = 0.35, thin: float = 0.012
) -> _Band | None:
    """Return the best strip of at least so many columns without ink around the middle, over several leans; None where there is none.

    most_lean: in widths, either way; clear: share of inked rows up to which a column counts as free; fold, thin: share of inked rows from
    which, and share of the width up to which, a run of columns counts as a fold and not as ink.
    """
    columns = ink.shape[1]
    best: _Band | None = None
    for shift in np.linspace(-most_lean, most_lean, 13) * columns:
        share = _leaned(ink, float(shift)).mean(axis=0)
        thinnest = max(3, round(thin * columns))
        for start, end, at in (*_free_runs(share, clear=clear, fold=fold, thin=thinnest), *_shadows(share, thin=thinnest)):
            band = _Band(start=start, end=end, fold=at, shift=float(shift))
            if end - start < least or not 0.38 <= band.middle(columns, least) / columns <= 0.62:  # noqa: PLR2004 - two pages of one size
                continue
            if best is None or _worth(band, columns) > _worth(best, columns):
                best = band
    return best


def _worth(band: _Band, columns: int, *, near: float = 0.02) -> tuple[bool, bool, float, float]:
    """Return what a band is ranked by. A strip off the middle may be the rest of a page, down to the number at its foot.

    near: how far off the picture's middle the strip may end, as a share of the picture.
    """
    middle = band.start - near * columns <= columns / 2 <= band.end + near * columns
    return band.fold is not None, middle, band.end - band.start, -abs(band.shift)


def _free_runs(share: NDArray[np.float64], *, clear: float, fold: float, thin: int) -> list[tuple[int, int, float | None]]:
    """Return the runs of columns without ink as start, end and the place of a fold inside, which a thin full line of ink is."""
    free = share <= clear
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    runs = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    found: list[tuple[int, int, float | None]] = [(start, end, None) for start, end in runs]
    for (start, inner), (outer, end) in pairwise(runs):
        if outer - inner <= thin and share[inner:outer].max() >= fold and min(inner - start, end - outer) >= thin:
            found.append((start, end, (inner + outer) / 2))
    return found


def _shadows(
    share: NDArray[np.float64], *, thin: int, full: float = 0.85, most: float = 0.05, clear: float = 0.03
) -> list[tuple[int, int, float | None]]:
    """Return the strips about a bound book's gutter, whose shadow is too wide for a fold and, unlike print, dark in nearly every row.

    thin: columns from which it is no fold, and that must be clear on either side; full: share of inked rows; most: width of the shadow as a
    share of the picture's; clear: share of inked rows up to which a column beside it counts as free: the paper bends there.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (share >= full).astype(np.int8), [0]])))
    found: list[tuple[int, int, float | None]] = []
    for inner, outer in zip(edges[::2], edges[1::2], strict=True):
        if not thin < outer - inner <= most * share.size:
            continue
        taken = np.flatnonzero(share > clear)
        # The shadow's own soft edges are some columns wide.
        soft = max(2, thin // 3)
        start = int(max(taken[taken < inner - soft], default=-1)) + 1
        end = int(min(taken[taken >= outer + soft], default=share.size))
        if min(inner - start, end - outer) >= thin:
            found.append((start, end, float(inner + outer) / 2))
    return found


def _leaned(ink: Mask, shift: float) -> Mask:
    """Return the mask sheared so that what leans by `shift` columns from top to bottom stands straight."""
    if abs(shift) < 1:
        return ink
    rows, columns = ink.shape
    matrix = np.array([[1.0, -shift / rows, shift / 2], [0.0, 1.0, 0.0]])
    return np.asarray(cv2.warpAffine(ink.astype(np.uint8), matrix, (columns, rows), flags=cv2.INTER_NEAREST), dtype=bool)


def _along(ink: Mask, fold: float, *, slack: int = 3) -> float:
    """Return the share (0-1) of rows with ink within some columns of a fold."""
    return float(ink[:, max(0, round(fold) - slack) : round(fold) + slack + 1].any(axis=1).mean())


def _reach(half: Mask, *, tail: float = 0.02) -> tuple[float, float]:
    """Return where a half's ink begins and how far it runs, as shares (0-1) of its height, `tail` of the ink left out at both ends."""
    run = np.cumsum(half.sum(axis=1, dtype=np.int64))
    if not run.size or run[-1] < 50:  # noqa: PLR2004 - specks
        return 1.0, 0.0
    first, last = np.searchsorted(run, (tail * run[-1], (1 - tail) * run[-1]))
    return float(first / half.shape[0]), float((last - first) / half.shape[0])


def _faint_rules(dark: NDArray[np.float32], band: _Band, *, stacked: bool, faint: float = 0.025) -> int:
    """Return how many thin lines, too pale for ink, run across the whole band: a pale table's rows, not two pages.

    Text between the rows of a table leaves a band, the rows do not. A pair one above the other has no rows across its band.
    """
    if stacked:
        return 0
    quarter = (band.end - band.start) // 4
    at = (band.start + band.end) // 2 if band.fold is None else round(band.fold)
    # A fold is dark to either side, more here and less there, and leans by the band's shift.
    beside = 0 if band.fold is None else round(abs(band.shift) / 2) + max(3, round(0.006 * dark.shape[1]))
    sides = dark[:, band.start + quarter : at - beside], dark[:, at + beside : band.end - quarter]
    if min(side.shape[1] for side in sides) < 2:  # noqa: PLR2004 - too narrow to tell a line from grain
        return 0
    halves = np.minimum(*(side.mean(axis=1) for side in sides))
    around = cv2.blur(halves[:, None].astype(np.float32), (1, 15))[:, 0]
    lines = (halves - around > faint).astype(np.int8)
    return int((np.diff(np.concatenate([[0], lines])) == 1).sum())


def _is_ruled(ink: Mask, page_width: float) -> bool:
    """Return whether a line of ink, a gap of a pixel or so forgiven, runs over half of a page's width, along either axis."""
    length = max(3, round(0.5 * page_width))
    grey = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return any(cv2.morphologyEx(grey, cv2.MORPH_OPEN, np.ones(size, np.uint8)).any() for size in ((1, length), (length, 1)))


def _first(half: Mask, *, least: float = 0.004) -> int:
    """Return the columns before the first inked one; thin full lines at the very edge are a scanner's shadow and do not count."""
    share = half.mean(axis=0)
    share[: max(1, half.shape[1] // 50)] = 0.0
    inked = np.flatnonzero(share > least)
    return int(inked[0]) if inked.size else half.shape[1]

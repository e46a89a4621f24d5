"""Parts one picture into the two pages that it shows, each cut out of the picture as it was uploaded. No stage itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import TextLine
from pipeline.datamodel.page import Page, Rgb
from pipeline.engines.protocols import OcrEngine
from pipeline.imaging.quads import clockwise, flattening, rectified
from pipeline.imaging.skew import levelling, skew_deg, unskewed
from pipeline.imaging.spreads import Gutter, gutter, may_part
from pipeline.imaging.strips import strip
from pipeline.imaging.turning import turned
from pipeline.stages.numbering import page_number

Matrix = NDArray[np.float64]
# Measured on drawn pairs and single wide pages, 2026-11-25.
FULL_SPAN = 0.35  # share of a page's height that its ink covers where the text does not end early
HIGHEST_TOP = 0.3  # share of a page's height within which its text begins
RUNNING = 0.5  # share of a page's width that a line of running text covers
TITLE = 1.5  # times the usual line's height that a cover's title is at least high
CENTRED = 0.1  # share of a page's width by which a title's middle may miss the page's
FEWEST_LINES = 2  # a contract's last line and the number of its page


def cut_out(page: Page, quad: Quad) -> Rgb:
    """Return a sheet of an upright picture laid flat; of a scan, whose millimetres are known, as it is, without moving or stretching it."""
    return rectified(page.image, quad, inset=0.0, a4=False) if page.scale.known else rectified(page.image, quad)


def in_reading_order(quads: Sequence[Quad], turn: int) -> list[Quad]:
    """Return sheets of one picture row by row, as they stand once the picture has been turned clockwise by `turn` degrees."""
    placed = [(_turned_box(quad.box, turn), quad) for quad in quads]
    placed.sort(key=lambda one: one[0].centre.y)
    rows: list[list[tuple[Box, Quad]]] = []
    for box, quad in placed:
        if rows and box.centre.y < rows[-1][0][0].bottom:
            rows[-1].append((box, quad))
        else:
            rows.append([(box, quad)])
    return [quad for row in rows for _, quad in sorted(row, key=lambda one: one[0].centre.x)]


def pages_of(source: Page, flat: Page, ocr: OcrEngine | None, *, least_lines: int, side_px: int) -> Iterator[Page]:
    """Yield both pages of a spread, or two sheets side by side or one above the other; nothing where the picture is one page.

    Two page-shaped halves must be parted by a band without ink that no line of text crosses, lines must stand in both, and one thing more
    must say that these are two pages and not two columns: a fold, margins as wide within as without, or page numbers in order at the foot
    of both. Where a page's text ends early, a fold or margins alone say too little.

    source: the picture as it was uploaded; flat: laid flat and turned, its lean not yet undone; least_lines: in each half, unless numbers
    say what they are; side_px: long side at which lines are looked for.
    """
    if not may_part(flat.width, flat.height):
        return
    lean = skew_deg(flat.image) or 0.0
    level = unskewed(flat.image, lean)[0] if lean else flat.image
    found = gutter(level)
    if found is None or not _two_texts(level, found, ocr, least_lines, side_px):
        return
    back = np.linalg.inv(_levelled(flat, lean) @ _turned(flat) @ _flattened(flat))
    for part, half in enumerate(found.halves(level.shape[1], level.shape[0])):
        quad = _quad(cv2.perspectiveTransform(np.array([half.corners], dtype=np.float64), back)[0], source)
        yield replace(source, image=turned(cut_out(source, quad), flat.turn), turn=flat.turn, part=part, quad=quad)


def _two_texts(level: Rgb, found: Gutter, ocr: OcrEngine | None, least_lines: int, side_px: int) -> bool:
    """Return whether each half holds lines of its own, none crosses, and something tells pages from columns."""
    short = min(found.spans) < FULL_SPAN
    if ocr is None:
        return found.fold and found.balanced and not short
    quads = [quad for quad, _ in ocr.detect(level, side_px=side_px) if np.isfinite(quad.corners).all()]
    middle = sum(found.ends) / 2
    spans = [(quad.box.y, quad.box.bottom) if found.stacked else (quad.box.x, quad.box.right) for quad in quads]
    slack = 0.25 * found.band
    if any(start < middle - slack and end > middle + slack for start, end in spans):
        return False
    halves: tuple[list[Quad], list[Quad]] = ([], [])
    for quad, (start, end) in zip(quads, spans, strict=True):
        halves[(start + end) / 2 >= middle].append(quad)
    fewest = min(len(half) for half in halves)
    if fewest < FEWEST_LINES:
        return False
    across = level.shape[1] if found.stacked else level.shape[1] / 2
    running = [any(quad.box.w >= RUNNING * across for quad in half) for half in halves]
    if not (found.ruled or any(running)):  # columns of figures have neither a long line nor a long rule
        return False
    # Text that ends early still begins at the head of its page, and runs from margin to margin; so no picture beside a block of text does.
    flows = max(found.spans) >= FULL_SPAN and all(running) and max(found.tops) <= HIGHEST_TOP
    # A certificate may have a photo and a few short words on its left, and its text on its right; a cover's short words have a title.
    pages = found.fold or found.ruled or all(runs or _titled(half, quads, across) for runs, half in zip(running, halves, strict=True))
    told = (found.balanced and (found.fold or flows)) if short else ((found.balanced and pages) or found.through)
    return (told and fewest >= least_lines) or _numbered(level, found, halves, ocr)


def _titled(half: Sequence[Quad], quads: Sequence[Quad], across: float) -> bool:
    """Return whether a line much higher than the usual one stands in the middle of a half's page."""
    usual = median(quad.box.h for quad in quads)
    # The right page begins where the left one ends, the lower one as far left as the upper.
    return any(
        quad.box.h >= TITLE * usual and quad.box.w > quad.box.h and abs(quad.box.centre.x % across - across / 2) < CENTRED * across
        for quad in half
    )


def _numbered(level: Rgb, found: Gutter, halves: tuple[list[Quad], list[Quad]], ocr: OcrEngine) -> bool:
    """Return whether both halves bear page numbers, one after the other."""
    numbers = []
    for half, outline in zip(halves, found.halves(level.shape[1], level.shape[0]), strict=True):
        lowest = sorted(half, key=lambda quad: -quad.box.bottom)[:3]
        lines = [
            TextLine(
                page=0,
                box=Box(quad.box.x - outline.box.x, quad.box.y - outline.box.y, quad.box.w, quad.box.h),
                confidence=1.0,
                seen_by="spread",
                reading=reading,
                quad=quad,
            )
            for quad, reading in zip(lowest, ocr.read([strip(level, quad) for quad in lowest]), strict=True)
        ]
        numbers.append(page_number(lines, outline.box.w, outline.box.h).number)
    return numbers[0] is not None and numbers[1] == numbers[0] + 1


def _flattened(flat: Page) -> Matrix:
    return np.eye(3) if flat.quad is None else flattening(flat.quad)[0]


def _turned(flat: Page) -> Matrix:
    """Return the matrix of the quarter turn, from pixels before it to pixels after it."""
    width, height = (flat.width, flat.height) if flat.turn % 180 == 0 else (flat.height, flat.width)
    return {
        0: np.eye(3),
        90: np.array([[0.0, -1, height], [1, 0, 0], [0, 0, 1]]),
        180: np.array([[-1.0, 0, width], [0, -1, height], [0, 0, 1]]),
        270: np.array([[0.0, 1, 0], [-1, 0, width], [0, 0, 1]]),
    }[flat.turn]


def _levelled(flat: Page, lean: float) -> Matrix:
    return np.vstack([levelling(flat.width, flat.height, lean)[0], [0.0, 0.0, 1.0]]) if lean else np.eye(3)


def _quad(corners: NDArray[np.float64], source: Page) -> Quad:
    """Return the corners as a quad on the picture, clockwise from its top left."""
    ordered = clockwise(corners.astype(np.float32))
    xs, ys = np.clip(ordered[:, 0], 0, source.width), np.clip(ordered[:, 1], 0, source.height)
    return Quad(*[(round(float(x), 1), round(float(y), 1)) for x, y in zip(xs, ys, strict=True)])


def _turned_box(box: Box, turn: int) -> Box:
    """Return a box as it lies to others after a quarter turn about the origin."""
    return {
        0: box,
        90: Box(-box.bottom, box.x, box.h, box.w),
        180: Box(-box.right, -box.bottom, box.w, box.h),
        270: Box(box.y, -box.right, box.h, box.w),
    }[turn]

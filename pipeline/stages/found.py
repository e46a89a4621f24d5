"""Carries lines of text that were found on a page as it lay over to the page as it stands, so that they are looked for once. No stage."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Quad, clockwise_quad, in_reading_order
from pipeline.datamodel.page import FoundLines, Page
from pipeline.imaging.skew import levelling


def found_after(found: FoundLines | None, turn: int, width: int, height: int) -> FoundLines | None:
    """Return the lines on the page turned clockwise by `turn` degrees; width, height: of the turned page, in pixels.

    None after a quarter turn: lines that stood upright are found less well than lying ones, so they are looked for again.
    """
    if found is None or turn in {90, 270}:
        return None
    if turn == 0:
        return found
    finite = ((quad, score) for quad, score in found.lines if np.isfinite(quad.corners).all())
    return FoundLines(found.side_px, _ordered(([(width - x, height - y) for x, y in quad.corners], score) for quad, score in finite))


def found_levelled(page: Page, lean_deg: float) -> FoundLines | None:
    """Return a page's lines where they lie once its lean is undone."""
    if page.found is None:
        return None
    matrix = levelling(page.width, page.height, lean_deg)[0]
    moved = ((_moved(quad, matrix), score) for quad, score in page.found.lines if np.isfinite(quad.corners).all())
    return FoundLines(page.found.side_px, _ordered(moved))


def _moved(quad: Quad, matrix: NDArray[np.float64]) -> list[tuple[float, float]]:
    corners = cv2.transform(np.array([quad.corners], dtype=np.float64), matrix)[0]
    return [(float(x), float(y)) for x, y in corners]


def _ordered(lines: Iterable[tuple[list[tuple[float, float]], float]]) -> tuple[tuple[Quad, float], ...]:
    return tuple(in_reading_order([(clockwise_quad(corners), score) for corners, score in lines]))

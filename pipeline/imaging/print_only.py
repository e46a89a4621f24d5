"""Tells whether all ink of a page is print that its program put there: words of its text layer, and rules."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Page

STEP = 2  # every other pixel across and down is looked at: of an outline one pixel wide a quarter is seen
LEAST_INK, MOST_TINT = 16, 16  # grey levels between white and the faintest ink, and between the channels of black ink


@dataclass(frozen=True, kw_only=True)
class PrintLimits:
    """What may be print; drawn PDFs, 2026-11-25.

    tallest: height of a word, as a share of the page's long side, from which it is taken for a drawing: the least seal is as large.
    shortest: length of a rule, as such a share, below which it may be a piece of a drawn outline. most_px: pixels of other ink, of those
    looked at, that may be edges of letters: 4 drawn pages have none, a hairline circle of 15 mm has 90.
    """

    tallest: float = 0.045
    shortest: float = 0.02
    most_px: int = 20


def is_print_only(page: Page, limits: PrintLimits) -> bool:
    """Return whether nothing but words and thin straight rules stands on a page with a text layer, all of it black or grey on white.

    What a PDF says of itself is not asked: whatever it draws by whatever means (a picture, curves, an annotation, a font of its own)
    leaves ink outside of what its text layer claims.
    """
    if not page.words:
        return False
    seen = page.image[::STEP, ::STEP]
    r, g, b = cv2.split(seen)
    darkest, lightest = cv2.min(cv2.min(r, g), b), cv2.max(cv2.max(r, g), b)
    if np.count_nonzero(cv2.subtract(lightest, darkest) > MOST_TINT) > limits.most_px:
        return False
    side = max(page.width, page.height)
    ink = (darkest < 255 - LEAST_INK).astype(np.uint8)
    thin = max(2.0, 0.002 * side)
    _clear(ink, (word.box.grown(round(0.15 * word.box.h)) for word in page.words if word.box.h <= limits.tallest * side))
    _clear(ink, (rule.box.grown(2) for rule in page.rules if _is_rule(rule.box, thin, limits.shortest * side)))
    return int(np.count_nonzero(ink)) <= limits.most_px


def _is_rule(box: Box, thin: float, shortest: float) -> bool:
    return min(box.w, box.h) <= thin and max(box.w, box.h) >= shortest


def _clear(ink: np.ndarray, boxes: Iterable[Box]) -> None:
    for box in boxes:
        ink[max(0, box.y // STEP) : max(0, -(-box.bottom // STEP)), max(0, box.x // STEP) : max(0, -(-box.right // STEP))] = 0

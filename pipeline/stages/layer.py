"""The text and lines of born-digital PDF pages, as far as they are what a person sees on the page."""

import io
import struct
import unicodedata

import numpy as np
import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb, Rule, Word

_BAD_DATA = (
    PdfminerException,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    struct.error,
)
"""What pdfplumber and pdfminer raise on odd input: then there is no layer and the page is read from its pixels."""


class TextLayer:
    """The text layer of one PDF, opened at the first page that needs it; absent where its reader counts other pages than PDFium did."""

    def __init__(self, data: bytes, *, pages: int) -> None:
        self._data = data
        self._pages = pages
        self._document: pdfplumber.pdf.PDF | None = None
        self._tried = False

    def of(self, number: int, size: tuple[int, int]) -> tuple[tuple[Word, ...], tuple[Rule, ...]]:
        """Return the words and ruled lines of a page in pixels of its rendering of this size (width, height); empty where unsure."""
        try:
            document = self._opened()
            if document is None:
                return (), ()
            page = document.pages[number]
            try:
                return _words(page, size), _rules(page, size)
            finally:
                page.close()
        except _BAD_DATA:
            return (), ()

    def _opened(self) -> pdfplumber.pdf.PDF | None:
        if not self._tried:
            self._tried = True
            document = pdfplumber.open(io.BytesIO(self._data))
            self._document = document if len(document.pages) == self._pages else None
        return self._document


def visible(words: tuple[Word, ...], image: Rgb, *, least_contrast: int = 40) -> tuple[Word, ...]:
    """Return the words whose boxes show ink; text hidden in white, behind a picture or off the page is not what a person sees.

    image: (H, W, 3) uint8 RGB; least_contrast: grey levels between paper and ink in the box. Where more than a tenth of the words show
    no ink, or letters have no Unicode, the whole layer is distrusted and nothing is returned: the page is read from its pixels instead.
    """
    grey = image.min(axis=2)
    shown = tuple(word for word in words if _has_ink(grey, word.box, least_contrast))
    letters = "".join(word.text for word in shown)
    unknown = letters.count("(cid:") + sum(c == "\ufffd" or unicodedata.category(c) in {"Co", "Cn", "Cc"} for c in letters)
    if len(shown) < 0.9 * len(words) or unknown > 0.02 * len(letters):
        return ()
    return shown


def _has_ink(grey: np.ndarray, box: Box, least: int) -> bool:
    cut = box.clipped(grey.shape[1], grey.shape[0])
    if not cut.area:
        return False
    inside = grey[cut.y : cut.bottom, cut.x : cut.right]
    return int(inside.max()) - int(inside.min()) >= least


def _words(page: pdfplumber.page.Page, size: tuple[int, int]) -> tuple[Word, ...]:
    found = page.extract_words(use_text_flow=False, keep_blank_chars=False)
    return tuple(Word(text=str(w["text"]), box=_box(page, size, w["x0"], w["top"], w["x1"], w["bottom"])) for w in found)


def _rules(page: pdfplumber.page.Page, size: tuple[int, int]) -> tuple[Rule, ...]:
    """Return straight lines and the sides of thin rectangles, which is how word processors draw table borders."""
    boxes = [_box(page, size, e["x0"], e["top"], e["x1"], e["bottom"]) for e in page.edges]
    return tuple(Rule(box=box) for box in dict.fromkeys(boxes))


def _box(page: pdfplumber.page.Page, size: tuple[int, int], x0: float, top: float, x1: float, bottom: float) -> Box:
    left, upper, right, lower = page.bbox
    across, down = size[0] / (right - left), size[1] / (lower - upper)
    box = Box.around((((x0 - left) * across, (top - upper) * down), ((x1 - left) * across, (bottom - upper) * down)))
    return Box(box.x, box.y, max(1, box.w), max(1, box.h))

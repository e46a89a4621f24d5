"""Tesseract with its simplified Chinese data, in its own process: a full second engine, weak on ruled tables and on seals."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from subprocess import SubprocessError
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pytesseract
from PIL import Image

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.page import Rgb
from pipeline.datamodel.reading import Reading
from pipeline.errors import EngineFailedError, EngineMissingError

LANGUAGE = "chi_sim"
WORD_LEVEL = "5"  # Tesseract's own word for it in its TSV: 1 page, 2 block, 3 paragraph, 4 line, 5 word
LATIN = re.compile(r"[0-9A-Za-z]")


class Tesseract:
    """Lines by page segmentation 11 (sparse text), characters by 7 (one line).

    Segmentation 3 and 4 find a few more lines on plain pages, lose the most on ruled ones (0.59 of the lines against 0.73 on a
    form's second page) and found none at all on two tinted forms, measured 2026-11-22.

    timeout_s: how long one call may take. It keeps no lattice; a character's confidence is its word's. Implements `OcrEngine`.

    Raises EngineMissingError where the program or the language data is not installed.
    """

    def __init__(self, timeout_s: float = 60.0) -> None:
        self._timeout_s = timeout_s
        # Tesseract starts four threads on pages that feed one; pytesseract hands our environment on.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        try:
            languages = pytesseract.get_languages()
        except OSError as error:
            raise EngineMissingError("Tesseract is not installed; install the system package tesseract-ocr") from error
        if LANGUAGE not in languages:
            raise EngineMissingError(f"Tesseract has no {LANGUAGE} data; install the system package tesseract-ocr-chi-sim")

    @property
    def name(self) -> str:
        """The engine's name as it stands in `Reading.engine`."""
        return "tesseract"

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        """Return the text lines of an upright page, top to bottom, each with the mean confidence of its words, 0-1.

        Raises EngineFailedError where Tesseract hangs, dies or answers garbage.
        """
        height, width = image.shape[:2]
        if min(height, width) < 3:  # noqa: PLR2004 - Tesseract refuses images of a pixel or two
            return []
        ratio = min(1.0, side_px / max(height, width))
        small = cv2.resize(image, (max(3, round(width * ratio)), max(3, round(height * ratio))), interpolation=cv2.INTER_AREA)
        words = self._words(Image.fromarray(small.astype(np.uint8)), psm=11)
        rows = groupby(words, key=lambda word: (word["block_num"], word["par_num"], word["line_num"]))
        lines = [line for _, row in rows for line in _cut_at_gaps(list(row))]
        found = [(_quad(line, ratio, (width, height)), _mean(_share(word) for word in line)) for line in lines]
        return sorted(found, key=lambda line: (line[0].top_left[1], line[0].top_left[0]))

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:  # noqa: ARG002 - no lattice here
        """Return one reading per strip, in order, all by one process; what Tesseract finds no text in reads as nothing.

        Raises EngineFailedError where Tesseract hangs, dies or answers garbage.
        """
        readings = [Reading(text="", engine=self.name)] * len(strips)
        usable = [index for index, strip in enumerate(strips) if min(strip.shape[:2]) >= 3]  # noqa: PLR2004 - as in `detect`
        if not usable:
            return readings
        with TemporaryDirectory(prefix="prescreen-") as folder:
            paths = [_saved(strips[index], Path(folder, f"{index}.png")) for index in usable]
            listing = Path(folder, "strips.txt")
            listing.write_text("\n".join(paths) + "\n", encoding="utf-8")
            words = list(self._words(str(listing), psm=7))
        for number, line in groupby(words, key=lambda word: word["page_num"]):
            place = int(number) - 1 if number.isdecimal() else -1
            if not 0 <= place < len(usable):
                raise EngineFailedError("Tesseract answered about a strip that it was not given")
            readings[usable[place]] = _reading(list(line), self.name)
        return readings

    def _words(self, image: Image.Image | str, *, psm: int) -> Iterator[Mapping[str, str]]:
        """Yield Tesseract's words with their columns by name."""
        config = f"--psm {psm} --oem 1"
        try:
            answer = pytesseract.image_to_data(
                image, lang=LANGUAGE, config=config, timeout=self._timeout_s, output_type=pytesseract.Output.BYTES
            )
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissingError("Tesseract is gone since it was first asked; install the system package tesseract-ocr") from error
        except (RuntimeError, ValueError, OSError, SubprocessError, SystemExit) as error:  # pytesseract exits over an odd version
            # pytesseract says "timeout" with a bare RuntimeError; its other messages may hold a path, so none is passed on.
            cause = f"did not answer within {self._timeout_s:g} s" if "timeout" in str(error) else "ended with an error"
            raise EngineFailedError(f"Tesseract {cause}") from error
        table = csv.DictReader(answer.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        if not table.fieldnames or not {"level", "page_num", "left", "conf", "text"}.issubset(table.fieldnames):
            raise EngineFailedError("Tesseract answered something that is no table of words")
        yield from (row for row in table if row["level"] == WORD_LEVEL and (row["text"] or "").strip())


def _saved(strip: Rgb, path: Path) -> str:
    """Write a strip, framed in its own edge colour, since Tesseract reads letters at a border badly; return its path."""
    framed = cv2.copyMakeBorder(strip, 8, 8, 8, 8, cv2.BORDER_REPLICATE)
    Image.fromarray(framed.astype(np.uint8)).save(path, compress_level=1)
    return str(path)


def _number(word: Mapping[str, str], column: str) -> float:
    try:
        return float(word[column])
    except (TypeError, ValueError) as error:
        raise EngineFailedError(f"Tesseract answered a {column} that is no number") from error


def _share(word: Mapping[str, str]) -> float:
    return min(1.0, max(0.0, round(_number(word, "conf") / 100, 3)))


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return round(sum(listed) / len(listed), 4)


def _cut_at_gaps(row: Sequence[Mapping[str, str]], *, gap_heights: float = 1.5) -> Iterator[Sequence[Mapping[str, str]]]:
    """Yield the runs of a row between gaps wider than so many line heights: Tesseract joins the cells of a table's row."""
    gap = gap_heights * max(_number(word, "height") for word in row)
    start = 0
    for at, (left, right) in enumerate(pairwise(row), start=1):
        if _number(right, "left") - _number(left, "left") - _number(left, "width") > gap:
            yield row[start:at]
            start = at
    yield row[start:]


def _quad(line: Sequence[Mapping[str, str]], ratio: float, size: tuple[int, int]) -> Quad:
    """Return the words' common rectangle in pixels of the unscaled page."""
    boxes = [[_number(word, column) / ratio for column in ("left", "top", "width", "height")] for word in line]
    around = Box.around([(x, y) for x, y, _, _ in boxes] + [(x + w, y + h) for x, y, w, h in boxes]).clipped(*size)
    return Quad((around.x, around.y), (around.right, around.y), (around.right, around.bottom), (around.x, around.bottom))


def _reading(words: Sequence[Mapping[str, str]], engine: str) -> Reading:
    """Return the words as one text: a space stands only between Latin letters or digits, since Chinese has none."""
    text, confidence = "", []
    for word in words:
        part = word["text"].strip()
        if text and LATIN.match(text[-1]) and LATIN.match(part[0]):
            part = " " + part
        text += part
        confidence += [_share(word)] * len(part)
    return Reading(text=text, char_confidence=tuple(confidence), engine=engine)

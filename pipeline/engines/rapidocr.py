"""PP-OCRv6 small, with the models that the pinned rapidocr wheel carries; never the network.

The models are run directly and not through rapidocr's own classes: those throw away the recogniser's probabilities, which
the seals need, and fetch files over the network when one is missing.
"""

import hashlib
import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Quad, clockwise_quad, in_reading_order
from pipeline.datamodel.page import Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.recogniser import FULL, Recogniser, normalised
from pipeline.engines.runtime import Computer, Floats, Runtime
from pipeline.errors import EngineMissingError

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"


class ModelFile(NamedTuple):
    """A model the engine runs: its file name, where it lies, and its SHA-256 in hex."""

    name: str
    path: Path
    sha256: str


def model_files() -> tuple[ModelFile, ...]:
    """Return the two models as installed, hashed now.

    Raises EngineMissingError where the rapidocr wheel or one of its models is not there.
    """
    return tuple(ModelFile(name, path, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in _installed())


class RapidOcr:
    """Text lines by PP-OCRv6_det_small, characters by PP-OCRv6_rec_small; implements `OcrEngine`.

    threads: how many the runtime may use; one a worker process is the cheapest layout for a batch. The models are loaded at first use.
    runtime: what computes; where it fails, what stands in for it does. Text is returned as read, with no correction of any kind.
    """

    def __init__(self, threads: int = 1, runtime: Runtime = FULL) -> None:
        self._computer = Computer(runtime, threads)
        self._paths = dict(_installed())
        self._recogniser = Recogniser(self._paths[RECOGNISER], "rapidocr", runtime=self._computer)

    @property
    def name(self) -> str:
        """The engine's name as it stands in `Reading.engine`."""
        return self._recogniser.name

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        """Return the text lines of an upright page, top to bottom and left to right within a row, each with a score 0-1.

        The page is scaled down, never up, until its long side is `side_px` (rounded to the network's 32 px grid).
        Source: Liao 2020, real-time scene text detection with differentiable binarization.
        """
        height, width = image.shape[:2]
        if min(height, width) < 2:  # noqa: PLR2004 - a line of pixels holds no text
            return []
        ratio = min(1.0, side_px / max(height, width))
        grid = [max(32, round(side * ratio / 32) * 32) for side in (width, height)]
        small = cv2.resize(image, grid, interpolation=cv2.INTER_LINEAR)
        heat = self._computer.run(self._paths[DETECTOR], normalised(small)[None])[0, 0]
        lines = list(_lines(heat, scale=(width / grid[0], height / grid[1]), size=(width, height)))
        return in_reading_order(lines)

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        """Return one reading per strip, in order; an empty strip reads as nothing. See `Recogniser`."""
        return self._recogniser.read(strips, keep=keep, ink=ink)

    @property
    def suffix(self) -> str:
        """What its runtime adds to its name at present; "" once the one for full precision has taken over."""
        return self._computer.runtime.suffix


def _installed() -> Iterator[tuple[str, Path]]:
    """Yield name and path of each model inside the installed wheel, without importing its code."""
    spec = importlib.util.find_spec("rapidocr")
    for name in (DETECTOR, RECOGNISER):
        folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else ()
        path = next((Path(folder, "models", name) for folder in folders if Path(folder, "models", name).is_file()), None)
        if path is None:
            raise EngineMissingError(f"the OCR model {name} is not installed; reinstall the locked environment (package rapidocr)")
        yield name, path


def _lines(heat: Floats, *, scale: tuple[float, float], size: tuple[int, int]) -> Iterator[tuple[Quad, float]]:
    """Yield the quads of a detector's heat map in page pixels.

    heat: (h, w) float, 0-1; scale: page pixels per heat pixel across and down; size: width and height of the page.
    Thresholds as rapidocr 3.10.0 ships them for this model (heat over 0.3, mean over 0.5, outline moved out by 1.6 times
    area over length); a rectangle moved out is again a rectangle, so no polygon clipping is needed.
    """
    mask = cv2.dilate((heat > 0.3).astype(np.uint8), np.ones((2, 2), dtype=np.uint8))  # noqa: PLR2004 - see the docstring
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        (cx, cy), (across, down), angle = cv2.minAreaRect(contour)
        if min(across, down) < 3:  # noqa: PLR2004 - a stroke, not a line of text
            continue
        score = _mean_inside(heat, cv2.boxPoints(((cx, cy), (across, down), angle)))
        if score < 0.5:  # noqa: PLR2004 - see the docstring
            continue
        out = 1.6 * across * down / (across + down)  # twice the distance that each side moves
        corners = cv2.boxPoints(((cx, cy), (across + out, down + out), angle)) * np.array(scale)
        corners = np.clip(corners, 0, np.array(size))
        quad = clockwise_quad(corners)
        if min(_length(quad.top_left, quad.top_right), _length(quad.top_left, quad.bottom_left)) > 3:  # noqa: PLR2004 - as above
            yield quad, round(min(1.0, score), 4)


def _mean_inside(heat: Floats, corners: NDArray[np.generic]) -> float:
    """Return the mean heat inside a quad."""
    height, width = heat.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((bottom - top + 1, right - left + 1), dtype=np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(heat[top : bottom + 1, left : right + 1], mask)[0])


def _length(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))

"""Engines that answer, crash, hang, babble or see nothing, as the tests ask; each implements its Protocol in full."""

import time
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import Rgb
from pipeline.datamodel.reading import Lattice, Reading


def quad_of(box: Box) -> Quad:
    """Return the box as a quad."""
    return Quad((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))


class FakeOcr:
    """Finds the lines it was given, and reads them when it is handed exactly as many strips; other strips read as `strips` say.

    lines: box to text, in reading order. strips: answers to every other call, one after another, "" when they run out.
    `asked` counts the strips that were handed over.
    """

    def __init__(self, lines: Mapping[Box, str] | None = None, *, strips: Sequence[str] = (), confidence: float = 0.99) -> None:
        self.lines = dict(lines or {})
        self.strips = list(strips)
        self.confidence = confidence
        self.detected: list[int] = []
        self.asked = 0

    @property
    def name(self) -> str:
        return "fake"

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        assert image.ndim == 3
        self.detected.append(side_px)
        return [(quad_of(box), self.confidence) for box in self.lines]

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        self.asked += len(strips)
        texts = list(self.lines.values()) if len(strips) == len(self.lines) else [self._next() for _ in strips]
        return [self._reading(text, keep, ink) for text in texts]

    def _next(self) -> str:
        return self.strips.pop(0) if self.strips else ""

    def _reading(self, text: str, keep: int, ink: str) -> Reading:
        lattices = (_lattice(text, self.confidence, keep, ink),) if keep and text else ()
        return Reading(text=text, char_confidence=(self.confidence,) * len(text), engine=self.name, lattices=lattices)


class CrashingOcr:
    """Raises at every question, with words that must never reach a report."""

    name = "crashing"

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        raise ValueError(f"secret words of the page at {side_px} {image.shape}")

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        raise ValueError(f"secret words of {len(strips)} strips {keep} {ink}")


class HangingOcr:
    """Answers after `seconds`, far later than anybody waits."""

    name = "hanging"

    def __init__(self, seconds: float = 3600.0) -> None:
        self.seconds = seconds

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:  # noqa: ARG002 - it never looks
        time.sleep(self.seconds)
        return []

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:  # noqa: ARG002 - it never looks
        time.sleep(self.seconds)
        return [Reading(text="", engine=self.name)] * len(strips)


class GarbledOcr:
    """Finds lines off the page and without an area, and reads what is no text: control characters, half a surrogate pair, a bell."""

    name = "garbled"

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        height, width = image.shape[:2]
        nowhere = Quad((float("nan"), 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        point = Quad((5.0, 5.0), (5.0, 5.0), (5.0, 5.0), (5.0, 5.0))
        return [(quad_of(Box(-50, -20, width + 500, height + side_px)), 7.5), (nowhere, 0.9), (point, -1.0)]

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:  # noqa: ARG002 - it babbles anyway
        return [Reading(text="\udce5\udc90\x00\x1b[2J\u202e\ufffd", char_confidence=(2.0, -1.0), engine=self.name) for _ in strips]


class BlindFaces:
    """Sees no face anywhere."""

    def faces(self, image: Rgb, *, side_px: int = 640) -> list[Face]:
        assert image.ndim == 3
        assert side_px
        return []

    def mesh(self, image: Rgb, face: Face) -> tuple[NDArray[np.float32], float]:  # noqa: ARG002 - it sees nothing
        return np.zeros((468, 3), dtype=np.float32), 0.0

    def eyelids(self, image: Rgb, mesh: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:  # noqa: ARG002
        return np.zeros((76, 3), dtype=np.float32), np.zeros((76, 3), dtype=np.float32)

    def person(self, image: Rgb) -> NDArray[np.float32]:
        return np.zeros(image.shape[:2], dtype=np.float32)


def _lattice(text: str, confidence: float, keep: int, ink: str) -> Lattice:
    """Return the lattice of a recogniser that is this sure of the text: each character in the middle of its equal share, blanks around."""
    characters = ["", *dict.fromkeys(text), "\u25a1"]
    rows = np.full((3 * len(text), len(characters)), (1 - confidence) / (len(characters) - 1))
    rows[:, 0] = confidence
    for place, character in enumerate(text):
        rows[3 * place + 1, 0] = rows[3 * place + 1, -1]
        rows[3 * place + 1, characters.index(character)] = confidence
    return Lattice.of_probabilities(rows, characters, k=keep, ink=ink)

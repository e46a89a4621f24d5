"""What the product asks of other people's recognisers; each engine file implements one of these and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Quad
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import Rgb
from pipeline.datamodel.reading import Reading

Floats: TypeAlias = NDArray[np.float32]


class LineReader(Protocol):
    """Reads strips that hold one line of text each."""

    @property
    def name(self) -> str:
        """The engine's name as it stands in `Reading.engine`."""
        ...

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        """Return one reading per strip, in order; a strip holds one horizontal line of text.

        strips: each (h, w, 3) uint8 RGB of any size; keep: how many characters per step the lattice keeps, 0 for no lattice
        (an engine without a lattice ignores it); ink: the word written into the lattice.
        """
        ...


class OcrEngine(LineReader, Protocol):
    """Finds text lines and reads them; the two are separate, since a seal's strip is read without being searched."""

    def detect(self, image: Rgb, *, side_px: int) -> list[tuple[Quad, float]]:
        """Return the text lines of an upright page, top to bottom, each with a score 0-1.

        image: (H, W, 3) uint8 RGB; side_px: the long side at which the detector works (the page is scaled down to it).
        """
        ...


class InkTold(NamedTuple):
    """How likely an ink is each of these, 0-1, together 1.

    hand: writing by a pen that is not a date alone; print: what a printer set; stamp: a name stamp; thumb: a fingerprint; date: a date by
    hand alone; mark: a tick, a dash, dirt, a hole, a line, 「无」; seal: a piece of a seal.
    """

    hand: float
    print: float
    stamp: float
    thumb: float
    date: float
    mark: float
    seal: float


class InkReader(Protocol):
    """Tells by whose means ink came onto paper; never whose hand it is."""

    def tell(self, views: Sequence[tuple[Floats, Floats, Floats]]) -> list[InkTold]:
        """Return what each ink is, in order.

        views: the ink (1, 48, 192), the label's print beside it (1, 48, 96) and five facts (5,), as `pipeline.imaging.ink_view` makes them.
        """
        ...


class FaceEngine(Protocol):
    """Finds faces and measures them; it never recognises anybody."""

    def faces(self, image: Rgb, *, side_px: int = 640) -> list[Face]:
        """Return every face, largest first, in pixels of the image; (H, W, 3) uint8 RGB."""
        ...

    def mesh(self, image: Rgb, face: Face) -> tuple[NDArray[np.float32], float]:
        """Return 468 face points (468, 3) in pixels (z in pixels too) and the mesh's own score 0-1."""
        ...

    def eyelids(self, image: Rgb, mesh: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the contour points of the person's right and left eye, each (76, 3) in pixels; the iris is the last five."""
        ...

    def person(self, image: Rgb) -> NDArray[np.float32]:
        """Return the person mask (H, W), 0 background to 1 person."""
        ...


@dataclass(frozen=True, kw_only=True)
class Engines:
    """The engines of one process. None: not there; whatever needs it is blind, never wrong.

    ocr: reads in full precision; quick: finds and reads the lines of whole pages at less precision and cost, None where `ocr` does that
    as well. arcs: reads the names in the arcs of seals; where it is not there the page reader does. pens: tells ink by a pen from other.
    """

    ocr: OcrEngine | None = None
    quick: OcrEngine | None = None
    second_ocr: OcrEngine | None = None
    arcs: LineReader | None = None
    pens: InkReader | None = None
    faces: FaceEngine | None = None

"""Reads one round or oval impression: the arc by `seal_arc`, the line under the star by `seal_line`, the code; no detector is asked."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import LineReader
from pipeline.imaging import ink, polar
from pipeline.imaging.ellipses import Ellipse, as_circle
from pipeline.stages import seal_arc, seal_line
from pipeline.stages.seal_arc import RADIUS_PX, Readers

OVAL = 0.82  # ratio of axes below which an impression may bear a tax number across its middle


@dataclass(frozen=True, kw_only=True)
class Impression:
    """What was read.

    turn_deg, arc_deg: as in `Seal`; contrast: 0-1; line_inked: whether anything stands under the star or along
    the rim below it, read or not.
    """

    name: Reading
    line: Reading
    code: str
    turn_deg: float | None
    arc_deg: tuple[float, float] | None
    contrast: float
    line_inked: bool


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of reading.

    arc: of the name; line: of the line under the star; star: strength from which a star's turn counts; code_ink: share of ink along
    the lower edge from which a code or words are read there.
    """

    arc: seal_arc.Cut
    line: seal_line.Limits
    star: float
    code_ink: float


def read(image: Rgb, ellipse: Ellipse, hue: ink.Hue, readers: Readers, limits: Limits) -> Impression:
    """Return what one impression says. Every ink's lattice is kept; the text is the best free reading of them.

    image: the page (or a crop of it) in which the ellipse is given; hue: "black" has no print to be told from, so only raw.
    """
    circle = as_circle(image, ellipse, radius_px=RADIUS_PX, margin=1.15)
    inks, density = inks_of(circle, hue)
    gray = _gray(inks)
    sector, name = seal_arc.read(inks, gray, readers, limits.arc)
    tilt = (sector.middle - polar.DOWN_DEG + 180) % 360 - 180
    star, strength = polar.star_turn(gray, RADIUS_PX)
    offset = (tilt - star + 36) % 72 - 36
    turn = tilt - offset if strength >= limits.star and abs(offset) < 30 else None  # noqa: PLR2004 - 36 lies between two tips
    line, inked = seal_line.read(inks, tilt if turn is None else turn, RADIUS_PX, (readers.lines, readers.arcs), limits.line)
    code, rim_words = _code(inks, density, tilt if turn is None else turn, readers.lines, limits)
    if not code and ellipse.minor < OVAL * ellipse.major:
        code = seal_line.tax_number(inks, tilt, RADIUS_PX, readers.lines)
    contrast = 1 - float(np.exp(-np.percentile(density, 95)))
    return Impression(
        name=name,
        line=line,
        code=code,
        turn_deg=turn,
        arc_deg=None if turn is None else sector.around(turn - polar.DOWN_DEG),
        contrast=round(contrast, 3),
        line_inked=inked or rim_words,
    )


def inks_of(circle: Rgb, hue: ink.Hue) -> tuple[dict[str, NDArray[np.uint8]], NDArray[np.float32]]:
    """Return every rendering that is read, the one that is searched first, and the ink's density."""
    if hue == "black":
        gray = np.asarray(cv2.cvtColor(circle, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        return {"raw": ink.as_rgb(gray)}, np.asarray((255 - gray) / 80, dtype=np.float32)
    freed, density = ink.freed_of_print(circle, hue, radius_px=RADIUS_PX)
    return {**{kind: ink.as_rgb(gray) for kind, gray in freed.items()}, "raw": circle}, density


def _gray(inks: dict[str, NDArray[np.uint8]]) -> Gray:
    """Return the cleanest ink as (S, S) uint8."""
    return np.asarray(inks.get("fill", inks["raw"])[:, :, 0], dtype=np.uint8)


def _code(
    inks: dict[str, NDArray[np.uint8]], density: NDArray[np.float32], turn_deg: float, reader: LineReader, limits: Limits
) -> tuple[str, bool]:
    """Return the digits along the lower edge, "" where fewer than eight were read, and whether words stand there instead.

    Some special-purpose seals bear their purpose along the rim, below and upright.
    Digits are finer than what unmixing leaves whole, so the picture as it is is read first; where it is not sure what is freed of
    print is read as well, and the surer reading of a code's length counts (exact 8 of 12 with both, 3 of 12 with "fill" alone,
    worn drawn seals of level 1, 2026-11-25).
    """
    if _inked_below(density, turn_deg) < limits.code_ink:
        return "", False
    kinds = [kind for kind in ("raw", "fill") if kind in inks]
    found: list[tuple[bool, float, str]] = []
    for kind in kinds:
        band = polar.bottom_strip(inks[kind], RADIUS_PX, turn_deg=turn_deg, half_deg=50, inner=0.79, outer=0.96, rows=48)
        reading = reader.read([band], ink=kind)[0]
        digits = "".join(c for c in reading.text if c.isascii() and c.isdigit())
        found.append((12 <= len(digits) <= 18, reading.confidence, digits))  # noqa: PLR2004 - domain/4-seals-and-names.md 4.2
        if found[-1] >= (True, limits.arc.sure):
            break
    best = max(found)[2]
    if len(best) >= 8:  # noqa: PLR2004 - fewer are debris of the arc
        return best, False
    # Only ink freed of print tells of words: what is printed across the rim is no part of the seal.
    return "", sum(map(seal_arc.is_han, reading.text)) > 2 and reading.confidence > 0.5  # noqa: PLR2004 - no purpose is shorter; debris is doubtful


def _inked_below(density: NDArray[np.float32], turn_deg: float) -> float:
    """Return how much ink stands all along the lower edge, between ring and arc, as a share of the strongest ink.

    Looked at are 56 degrees, in parts of six, a digit and its space: seven in ten of them have as much or more.
    """
    full = max(float(np.percentile(density, 95)), 0.01)
    picture = np.asarray(np.clip(255 * density / full, 0, 255), dtype=np.uint8)
    band = polar.bottom_strip(picture, RADIUS_PX, turn_deg=turn_deg, half_deg=28, inner=0.79, outer=0.92, rows=24) / 255
    parts = np.convolve(band.mean(axis=0), np.ones(band.shape[1] // 9) * 9 / band.shape[1], "valid")
    return float(np.percentile(parts, 30))

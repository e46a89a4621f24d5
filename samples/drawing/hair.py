"""Paints hair behind and before a drawn head: an outline filled with strands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from samples.drawing.face_mesh import Floats, View

Points: TypeAlias = list[tuple[float, float]]


class Canvas(Protocol):
    """What hair needs of the surface that it is painted on (see `portraits`)."""

    @property
    def view(self) -> View:
        """Centimetres to pixels."""

    def mask(self, points_cm: Floats, soft_cm: float = 0.0) -> Floats:
        """The polygon's inside."""

    def stroke(
        self,
        points_cm: Floats,
        width_cm: float,
        colour: tuple[float, float, float] | Floats,
        strength: float,
        clip: Floats | None = None,
    ) -> None:
        """Paints one thin stroke."""

    def paint(self, mask: Floats, colour: tuple[float, float, float] | Floats, strength: float = 1.0, *, solid: bool = False) -> None:
        """Lays colour over the mask."""


OUTER: dict[str, Points] = {
    "short": [(-8.1, 0.2), (-8.6, 4.5), (-7.8, 8.6), (-4.8, 11.6), (0, 12.35), (4.8, 11.6), (7.8, 8.6), (8.6, 4.5), (8.1, 0.2)],
    "parted": [(-8.1, -0.2), (-8.8, 4.5), (-8.2, 8.6), (-5.2, 11.5), (-1, 12.2), (4.6, 12.0), (8.0, 9.0), (8.7, 4.5), (8.1, -0.2)],
    "bob": [
        (-6.6, -11.2),
        (-8.7, -9.4),
        (-9.6, -4),
        (-9.6, 3),
        (-8.6, 8),
        (-5, 11.6),
        (0, 12.3),
        (5, 11.6),
        (8.6, 8),
        (9.6, 3),
        (9.6, -4),
        (8.7, -9.4),
        (6.6, -11.2),
    ],
    "tied": [(-8.0, -0.4), (-8.5, 4.2), (-7.8, 8.4), (-4.8, 11.5), (0, 12.3), (4.8, 11.5), (7.8, 8.4), (8.5, 4.2), (8.0, -0.4)],
}
INNER: dict[str, Points] = {
    "short": [
        (-7.35, 0.2),
        (-7.2, 3.4),
        (-6.4, 5.6),
        (-5.4, 7.2),
        (-2.5, 7.9),
        (0, 7.7),
        (2.5, 7.9),
        (5.4, 7.2),
        (6.4, 5.6),
        (7.2, 3.4),
        (7.35, 0.2),
    ],
    "parted": [
        (-7.3, -0.2),
        (-7.1, 3.4),
        (-6.6, 5.4),
        (-5.0, 6.6),
        (-1, 6.4),
        (2.8, 8.0),
        (3.2, 8.8),
        (5.2, 7.6),
        (6.7, 5.4),
        (7.2, 3.4),
        (7.3, -0.2),
    ],
    "bob": [
        (-5.9, -11),
        (-6.9, -8.4),
        (-7.4, -4),
        (-7.1, 1),
        (-6.5, 4.6),
        (-4.6, 6.9),
        (-1.4, 8.6),
        (1.5, 8.2),
        (5.0, 6.6),
        (6.6, 4.4),
        (7.2, 1),
        (7.4, -4),
        (6.9, -8.4),
        (5.9, -11),
    ],
    "tied": [
        (-7.5, -0.4),
        (-7.2, 3.0),
        (-6.5, 5.4),
        (-4.8, 7.6),
        (-2, 7.9),
        (0, 8.0),
        (2, 7.9),
        (4.8, 7.2),
        (6.5, 5.4),
        (7.2, 3.0),
        (7.5, -0.4),
    ],
}


def hair_back(canvas: Canvas, colour: tuple[float, float, float], style: str, rng: np.random.Generator) -> None:
    """Hair that hangs behind the neck: all round for the bob, at one side when tied."""
    shade = np.asarray(colour, np.float32) * 0.75 + rng.uniform(0, 2)
    if style == "tied":
        tail = np.array([(3, 2), (7.6, 1), (8.6, -4), (8.9, -10), (8.2, -16), (6.2, -19), (4.6, -15), (4, -8)], np.float32)
        canvas.paint(canvas.mask(tail, 0.25), shade, solid=True)
    if style != "bob":
        return
    outline = np.array([(-9.2, 4), (-9.6, -5), (-8.6, -11), (-5, -12.5), (5, -12.5), (8.6, -11), (9.6, -5), (9.2, 4)], np.float32)
    canvas.paint(canvas.mask(outline, 0.1), shade, solid=True)


def hair_front(canvas: Canvas, colour: tuple[float, float, float], style: str, rng: np.random.Generator) -> None:
    """The hair around the face, with strands from the hairline to the outline."""
    outer, inner = _even(OUTER[style]), _even(INNER[style])
    mask = canvas.mask(np.concatenate([outer, inner[::-1]]).astype(np.float32), 0.09)
    canvas.paint(mask, colour, solid=True)
    base = np.asarray(colour, np.float32)
    for _ in range(220):
        start = rng.integers(4, len(inner) - 4)
        end = np.clip(start + rng.integers(-6, 7), 0, len(outer) - 1)
        t = np.linspace(rng.uniform(-0.02, 0.4), rng.uniform(0.6, 0.98), 8, dtype=np.float32)[:, None]
        bend = np.sin(t * np.pi) * rng.uniform(-0.3, 0.3)
        strand = inner[start] * (1 - t) + outer[end] * t + bend
        tone = base * rng.uniform(0.6, 1.3) + rng.uniform(0, 26) * np.sin(np.pi * start / len(inner))
        canvas.stroke(strand.astype(np.float32), rng.uniform(0.04, 0.12), tone, 0.42, mask)


def _even(points: Points, count: int = 120) -> Floats:
    given = np.array(points, np.float32)
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(given, axis=0), axis=1))])
    at = np.linspace(0, lengths[-1], count)
    line = np.stack([np.interp(at, lengths, given[:, k]) for k in (0, 1)], axis=1)
    kernel = np.ones(9) / 9
    padded = np.pad(line, ((4, 4), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, k], kernel, "valid") for k in (0, 1)], axis=1).astype(np.float32)

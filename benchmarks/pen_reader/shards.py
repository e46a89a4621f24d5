"""Draws places and stores how their ink looks to the product, with what it is: `python -m benchmarks.pen_reader.shards OUT --minutes N`.

Every place is drawn as a scanner or a phone sees it and its ink is taken out by the stage itself, so that the network learns on just
what it will be shown. Real signatures and the faces, pens and fonts named SHUT in `signature_places` are not drawn.
"""

from __future__ import annotations

# ruff: noqa: SLF001 - what is learnt is what the stage sees, so its own steps are called
import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from benchmarks.signature_places import Cast, Place, draw, train_cast
from benchmarks.signatures import desk, observations
from pipeline.datamodel.observation import Cell
from pipeline.datamodel.page import Mask
from pipeline.engines.protocols import Engines
from pipeline.imaging.ink_view import FULL, InkView, ink_view
from pipeline.imaging.penstrokes import stroke_length
from pipeline.imaging.ruling import find_ruling
from pipeline.stages.signatures import Signatures

SEED, SHARD = 20261125, 500
COPY = 2  # the level at which red may come out grey
FAINT = 0.2  # share of the print drawn as a faint copy besides those that chance draws so
POOR, BLURRED = 0.15, 5  # share of all else drawn as a poor photo besides, and that level
RED_TOO = frozenset({"handwritten", "name-stamp", "fingerprint"})
CLASSES = ("hand", "print", "stamp", "thumb", "date", "mark", "seal")
CLASS_OF = {
    "handwritten": "hand",
    "under-seal": "hand",
    "with-date": "hand",
    "with-thumb": "hand",
    "printed": "print",
    "printed-blue": "print",
    "printed-dated": "print",
    "printed-words": "print",
    "name-stamp": "stamp",
    "fingerprint": "thumb",
    "date-only": "date",
    "seal-only": "seal",
    "mark": "mark",
    "empty": "mark",
}
PLAN = (
    *("handwritten",) * 8,
    *("under-seal",) * 3,
    *("with-date",) * 2,
    "with-thumb",
    *("printed",) * 6,
    *("printed-blue",) * 2,
    "printed-dated",
    *("printed-words",) * 4,
    *("name-stamp",) * 4,
    "fingerprint",
    *("date-only",) * 6,
    "seal-only",
    *("mark",) * 4,
    "empty",
)


def main() -> None:
    """Draw for so many minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--first", type=int, default=0, help="number of the first shard")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    cast, stage, number, until = train_cast(), Signatures(), given.first, time.monotonic() + 60 * given.minutes
    while time.monotonic() < until:
        rows = [row for n in range(SHARD) if (row := _row(stage, cast, number * SHARD + n)) is not None]
        partial = given.out / f"{number:04}.part.npz"
        np.savez_compressed(
            partial,
            strips=np.stack([_stored(view.strip) for view, _ in rows]),
            labels=np.stack([_stored(view.label) for view, _ in rows]),
            facts=np.stack([view.facts for view, _ in rows]),
            classes=np.array([CLASSES.index(CLASS_OF[kind]) for _, kind in rows], np.uint8),
        )
        partial.rename(given.out / f"{number:04}.npz")
        number += 1


def _row(stage: Signatures, cast: Cast, number: int) -> tuple[InkView, str] | None:
    rng = np.random.default_rng([SEED, number])
    kind = PLAN[int(rng.integers(len(PLAN)))]
    faint = kind.startswith("printed") and rng.random() < FAINT
    poor = not faint and rng.random() < POOR
    place = draw(kind, cast, rng, level=COPY if faint else BLURRED if poor else None)
    view = view_of(stage, place)
    # A printed date is print; the words in it say that it is a date.
    kind = "printed" if kind == "date-only" and place.maker == "printed" else kind
    # A red seal leaves no dark ink: what is dark beside it is dirt.
    kind = "mark" if kind == "seal-only" and view is not None and not view.facts[3] and place.level != COPY else kind
    return None if view is None else (view, kind)


def view_of(stage: Signatures, place: Place) -> InkView | None:
    """Return what the stage would show the network of a drawn place, None where there is next to no ink."""
    look = desk(place.image, observations(place), Engines())
    cell = next(iter(look.of(Cell)))
    found = stage._place(look, cell, cell.box.clipped(look.page.width, look.page.height), find_ruling(place.image))
    if found is None:
        return None
    red_alone = found.red & ~found.sealed
    inks = [(found.dark, found.inks.dark, False), (red_alone, found.inks.red, True), (found.red, found.inks.red, True)]
    if place.kind in RED_TOO and red_alone.sum() > found.dark.sum():
        del inks[0]  # the dark ink is dirt beside a red stamp, thumb or pen
    for mask, density, red in inks:
        if _enough(mask, stage.empty_lines * found.line):
            written = stage.written(mask, found.line)
            long = written.any() and stroke_length(mask) >= stage.signed_lines * found.line
            return ink_view(written if long else mask, density, found.inks.blueness, line=found.line, label=found.label, red=red)
    return None


def _enough(mask: Mask, least: float) -> bool:
    return bool(mask.any()) and stroke_length(mask) > least


def _stored(picture: np.ndarray) -> np.ndarray:
    return np.round(picture * (255 / FULL)).astype(np.uint8)


if __name__ == "__main__":
    main()

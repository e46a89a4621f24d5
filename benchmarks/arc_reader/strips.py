"""Strips of drawn impressions, cut by the product's own code, with what they say: what the arc's reader learns from.

`python -m benchmarks.arc_reader.strips OUT --first N --count M` writes numbered shards of 512 impressions, several inks of each.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.arc_reader.impressions import Impression, impression
from pipeline.imaging.ellipses import as_circle
from pipeline.imaging.ink import as_rgb
from pipeline.stages.seal_arc import RADIUS_PX, Sector, strip_of
from pipeline.stages.seal_reading import inks_of
from pipeline.stages.seals import Seals

SHARD = 512
HEIGHT, WIDTH = 48, 400  # what the network takes; a longer strip is squeezed
MARGIN = 1.15


def main() -> None:
    """Write the shards that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=0, help="number of the first shard")
    parser.add_argument("--count", type=int, default=8, help="how many shards")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    for shard in range(given.first, given.first + given.count):
        target = given.out / f"{shard:04d}.npz"
        if target.exists():
            continue
        pairs = [pair for number in range(SHARD) for pair in strips(shard * SHARD + number)]
        stored = np.stack([picture for picture, _ in pairs])
        partial = target.with_suffix(".part.npz")
        np.savez_compressed(partial, strips=stored, names=np.array([name for _, name in pairs]))
        partial.rename(target)


def strips(seed: int) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """Yield three of an impression's inks as (48, 400, 3) uint8 RGB strips with the name they say."""
    drawn, chance = impression(seed), random.Random(seed + 1)
    circle = as_circle(drawn.image, drawn.ellipse, radius_px=RADIUS_PX, margin=MARGIN)
    inks, _density = inks_of(circle, drawn.hue)
    stage = Seals()
    for kind in chance.sample(sorted(inks), k=min(3, len(inks))):
        inner, outer = stage.band[0] + chance.gauss(0, 0.012), stage.band[1] + chance.gauss(0, 0.01)
        cut = replace(stage.reading.arc, inner=inner, outer=outer, keep=0)
        picture = strip_of(inks[kind], _sector(drawn, chance), cut)
        if drawn.hue != "black" and kind == "raw" and chance.random() < 0.1:
            picture = as_rgb(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
        yield fitted(picture, stretch=chance.uniform(0.88, 1.12)), drawn.name


def fitted(picture: NDArray[np.uint8], *, stretch: float = 1.0) -> NDArray[np.uint8]:
    """Return a strip at the network's height, its proportions kept (times a stretch), grey where nothing is."""
    across = min(WIDTH, max(8, round(picture.shape[1] / picture.shape[0] * HEIGHT * stretch)))
    line = np.full((HEIGHT, WIDTH, 3), 128, dtype=np.uint8)
    line[:, :across] = cv2.resize(picture, (across, HEIGHT), interpolation=cv2.INTER_LINEAR)
    return line


def _sector(drawn: Impression, chance: random.Random) -> Sector:
    """Return a sector that holds the text whole: as the product finds it, or a little more, or the whole turn from the gap on."""
    first, last = (_direction(drawn, end) for end in drawn.ends)
    gap = (first - last) % 360
    middle = (last + gap / 2 + chance.uniform(-0.3, 0.3) * gap) % 360
    before, behind = (first - middle) % 360, (middle - last) % 360
    if chance.random() < 0.12:
        return Sector(middle, gap, 0.0, 0.0)
    loose = [max(-0.06, chance.gauss(0.05, 0.10)) if chance.random() < 0.8 else chance.uniform(0, 0.8) for _ in range(2)]
    return Sector(middle, gap, max(0.0, before - loose[0] * gap), max(0.0, behind - loose[1] * gap))


def _direction(drawn: Impression, point: tuple[float, float]) -> float:
    """Return where a point of the picture lies in the circle that the product makes of it, degrees clockwise from the right."""
    ellipse = drawn.ellipse
    turn = math.radians(ellipse.angle_deg)
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    linear = axes.T @ np.diag([1 / ellipse.a, 1 / ellipse.b]) @ axes
    x, y = linear @ np.array([point[0] - ellipse.x, point[1] - ellipse.y])
    return math.degrees(math.atan2(y, x)) % 360


if __name__ == "__main__":
    main()

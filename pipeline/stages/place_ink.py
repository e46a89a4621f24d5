"""The ink of one place where a signature belongs, by colour, and what its shapes say before anybody tells whose it is; no stage."""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Writing
from pipeline.datamodel.page import Mask
from pipeline.imaging.ink_view import Print, hull
from pipeline.imaging.penstrokes import Density, Inks, components, filled, framed


class PlaceInk(NamedTuple):
    """A cell's pixels and its ink: masks of what is neither ruling line nor known print nor speck; `faint` is either colour.

    typed: what the page's text layer holds there; label: the label's own print, to compare with.
    """

    box: Box
    line: float
    inks: Inks
    dark: Mask
    red: Mask
    faint: Mask
    sealed: Mask
    typed: str
    label: Print | None


class Told(NamedTuple):
    """What a place's ink was told to be, how surely (0-1), its colour, what was read of it, and which pixels it is."""

    writing: Writing
    confidence: float
    ink: str = "none"
    text: str = ""
    mask: Mask | None = None
    text_sure: float = 0.0


def stamped(place: PlaceInk, mask: Mask, *, least: float, block: float) -> bool:
    """Whether the ink lies as a name stamp's does: framed, or a filled block.

    least: longer side of the smallest stamp, px; block: ink thinner than this is no part of a block, px.
    """
    if any(framed(part) or filled(part) for part in _parts(place.faint, mask, place.line, least)):
        return True
    # An underline through a block would make it longer than it is.
    thick = cv2.morphologyEx(place.faint.astype(np.uint8), cv2.MORPH_OPEN, np.ones((max(3, round(block)), 1), np.uint8)) > 0
    return any(filled(part) for part in _parts(thick, mask, place.line, least))


def _parts(faint: Mask, mask: Mask, line: float, least: float) -> Iterator[Mask]:
    """Yield all ink, paler parts too, and every piece of a stamp's size that holds some of the mask."""
    rows, columns = faint.any(axis=1).sum(), faint.any(axis=0).sum()
    if min(rows, columns) >= line:
        yield faint
    _, found = components(faint, 0.8 * line, keep_off_edge=False)
    for box, _area in found:
        if min(box.h, box.w) < line or max(box.h, box.w) < least:
            continue  # a character such as 国 has a frame of its own, and a small blurred one is as dark all round
        part = np.zeros_like(faint)
        part[box.y : box.bottom, box.x : box.right] = faint[box.y : box.bottom, box.x : box.right]
        if (part & mask).any():
            yield part


def grain(density: Density, side: int, *, times: float, most: float) -> Density:
    """Return (H, W) float32, the density under which marks are the paper's grain: `times` the spread of the palest third over it.

    side: width of the strips that are looked at one by one, px, since a shadow's grain is stronger; most: no grain is as dense as this,
    so that a strip which is nearly all ink keeps it.
    """
    count = max(1, round(density.shape[1] / side))
    levels = []
    for strip in np.array_split(density, count, axis=1):
        # Nothing at all is where red ink was taken out, not paper; clean paper has no grain.
        grained = strip[strip > 0]
        low, middle = np.quantile(grained, (0.1, 0.3)) if grained.size > 0.3 * strip.size else (0.0, 0.0)
        levels.append(min(most, middle + times * (middle - low)))
    across = cv2.resize(np.array([levels], np.float32), (density.shape[1], 1), interpolation=cv2.INTER_LINEAR)
    return np.broadcast_to(across, density.shape).astype(np.float32)


def crossing(ink: Mask, dark: Mask, rules: Mask, *, tall: float, reach: float) -> Mask:
    """Return the ink with what runs on through a ruling line: dark pixels of the line with writing above and below them.

    ink: (H, W) bool, ink without the lines; dark: all that is dark; rules: where the lines are; tall: a lower piece of ink is an edge that
    a line left, px; reach: of the thickest line, px.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    written = stats[:count, cv2.CC_STAT_HEIGHT] >= tall
    written[0] = False
    side = max(3, round(reach))
    above_and_below = cv2.morphologyEx(np.pad(written[labels], side).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, 1), np.uint8))
    return np.asarray(ink | ((above_and_below[side:-side, side:-side] > 0) & rules & dark))


def rest_of_red(inks: Inks, faintest: float, share: float, reach: float, *, most: float) -> Density:
    """Return (H, W) float32, the density under which dark marks on and beside red ink are what unmixing left of it, 0 elsewhere.

    faintest: density of the palest red; share: of the strongest red; reach: px beside it; most: nothing left is as dense as this.
    """
    inked = inks.red > faintest
    if not inked.any():
        return np.zeros_like(inks.red)
    side = 2 * max(1, round(reach)) + 1
    about = cv2.dilate(inked.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    return np.where(about, np.float32(min(most, share * float(np.quantile(inks.red[inked], 0.9)))), np.float32(0))


def off_seal(place: PlaceInk, *, apart: float) -> Mask:
    """Return the dark ink without what a seal copied in grey left: what is clearly darker than the rest under the seal, and what is off it.

    apart: how many times as dense as the seal's the pen's ink must be on the mean; where it is not, nothing under the seal is kept.
    """
    under = place.dark & place.sealed
    if not under.any():
        return place.dark
    found = np.clip(place.inks.dark[under] * 100, 0, 255).astype(np.uint8)
    level, _ = cv2.threshold(found, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    pale, strong = found[found <= level], found[found > level]
    # A seal's own strokes are darker than their edges; a name is less than what it was stamped with.
    if not 0 < strong.size < pale.size or strong.mean() < apart * pale.mean():
        return place.dark & ~place.sealed
    return place.dark & (~place.sealed | (place.inks.dark >= (level + 1) / 100))


def near(mask: Mask) -> Mask:
    """Return the mask widened by two pixels, so that soft edges of strokes stay."""
    wide = np.pad(mask, 2)
    near = np.zeros_like(mask)
    for dy in range(5):
        for dx in range(5):
            near |= wide[dy : dy + mask.shape[0], dx : dx + mask.shape[1]]
    return near


def written_ink(mask: Mask, *, tall: float, reach: float) -> Mask:
    """Return the mask without low pieces that lie off all writing: dirt and what an underline left; nothing of it where nothing is tall.

    tall: height of a piece that is writing for sure, px; reach: how near to such a piece a low one, a dot or a level stroke, belongs
    to it, px.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_HEIGHT] >= tall
    kept[0] = False
    side = 2 * max(1, round(reach)) + 1
    about = cv2.dilate(kept[labels].astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    kept |= np.bincount(labels[about], minlength=count) > 0
    kept[0] = False
    return np.asarray(kept[labels])


def blue(place: PlaceInk, least: float = 0.15) -> bool:
    """Whether the ink leans to blue; `least` is how much paler it is in the blue channel, in shares of its density."""
    return float(np.median(place.inks.blueness[place.dark])) >= least * float(np.median(place.inks.dark[place.dark]))


def on_page(mask: Mask, at: Box) -> Box:
    """Return the box of a place's ink in pixels of the page."""
    box = hull(mask)
    return Box(at.x + box.x, at.y + box.y, box.w, box.h)

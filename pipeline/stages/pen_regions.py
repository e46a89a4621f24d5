"""Boxes of print and of pen strokes on a page: cut, joined, and laid beside the labels that ask for a signature; no stage."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Mask

SIGNING = re.compile(r"签|簽|署名|承诺人|代表人|负责人|经办人|[Ss]ignature|[Ss]igned")
BARE = re.compile(r".*(?:签[字名章署]?|簽[字名章]|承诺人|代表人|负责人|经办人)[）)]*")  # a label whose colon was not read
LABEL = re.compile(rf"^.*?(?:{SIGNING.pattern})[^：:]*[：:]")


def label_end(text: str) -> float | None:
    """Return the share (0-1) of a line of text at which a label of signing ends, None where there is none or nothing after it."""
    found = LABEL.match(text)
    if found is None or not text[found.end() :].strip():
        return None
    return found.end() / len(text)


def asks_only(text: str) -> bool:
    """Whether a line of text is a label of signing and nothing else."""
    text = "".join(text.split())
    found = LABEL.match(text)
    return BARE.fullmatch(text) is not None if found is None else not text[found.end() :].strip("_＿")


def asks_here(label: Box, box: Box, *, across: float, aside: float, below: float, above: float) -> bool:
    """Whether what a label asks for belongs where `box` is: in its rows, below it, or close above it; all in pixels.

    across: how far off in its rows; below, above: how far off there; aside: how far to its side what is above or below may begin or end.
    """
    if distance(label, box) > across:
        return False
    under, over = box.y - label.bottom, label.y - box.bottom
    near = box.x < label.right + aside and label.x < box.right + aside
    return max(under, over) < 0 or (near and under <= below and over <= above)


def segments(ink: Mask, box: Box, gap: float) -> Iterator[Box]:
    """Yield the pieces of a line of text that are further apart than `gap` pixels, left to right."""
    columns = np.flatnonzero(ink[box.y : box.bottom, box.x : box.right].any(axis=0))
    if not columns.size:
        return
    cuts = np.flatnonzero(np.diff(columns) > gap)
    for start, end in zip([columns[0], *columns[cuts + 1]], [*columns[cuts], columns[-1]], strict=True):
        yield Box(box.x + int(start), box.y, int(end - start) + 1, box.h)


def widest_gap(ink: Mask, part: Box, at: float, off: float) -> int | None:
    """Return the middle (px) of the widest gap between columns of ink, no further than `off` px from `at`; None where there is none."""
    columns = part.x + np.flatnonzero(ink[part.y : part.bottom, part.x : part.right].any(axis=0))
    wide, middles = np.diff(columns) - 1, (columns[1:] + columns[:-1] + 1) // 2
    wide = np.where(np.abs(middles - at) <= off, wide, 0)
    return int(middles[int(wide.argmax())]) if wide.size and wide.max() > 1 else None


def distance(label: Box, box: Box) -> float:
    """Return how far a label is from writing; right of it or below it counts double."""
    across = max(0, box.x - label.right) + 2 * max(0, label.x - box.x - box.w // 3)
    down = max(0, box.y - label.bottom) + 2 * max(0, label.y - box.bottom)
    return float(np.hypot(across, down))


def scaled(box: Box, scale: float) -> Box:
    """Return a box on a page that was brought to `scale` of its size, one pixel at least."""
    return Box(round(box.x * scale), round(box.y * scale), max(1, round(box.w * scale)), max(1, round(box.h * scale)))


def only(ink: Mask, box: Box) -> Mask:
    """Return the ink inside a box alone."""
    mask = np.zeros_like(ink)
    mask[box.y : box.bottom, box.x : box.right] = ink[box.y : box.bottom, box.x : box.right]
    return mask


def joined(boxes: Sequence[Box], near: float) -> list[Box]:
    """Return boxes with those that touch or lie near each other on one level made one."""
    left = list(boxes)
    changed = True
    while changed:
        changed = False
        found: list[Box] = []
        for box in left:
            for n, other in enumerate(found):
                gap = max(other.x - box.right, box.x - other.right)
                rows = min(box.bottom, other.bottom) - max(box.y, other.y)
                if gap <= near and rows > 0.3 * min(box.h, other.h):
                    found[n] = other.hull(box)
                    changed = True
                    break
            else:
                found.append(box)
        left = found
    return left

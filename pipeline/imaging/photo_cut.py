"""Cuts an ID photo out of a larger picture: where to cut so that the head stands as asked, and the pixels of the cut. Never scales up."""

import math
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Rgb

Affine = NDArray[np.float64]  # (2, 3), source pixels onto output pixels


class Head(NamedTuple):
    """A level head in a picture, in its pixels: rows of crown (hair counted), eyes and chin, column of the face's midline."""

    crown: float
    eyes: float
    chin: float
    centre: float


class Room(NamedTuple):
    """Where a head may stand, in shares of the output: its height, space above, space below, the eyes' row, and its midline's offset."""

    head: tuple[float, float]
    top: tuple[float, float]
    least_below: float
    lowest_eyes: float
    most_offset: float


class Cut(NamedTuple):
    """A cut: the map from source onto output, and its scale (output over source, at most 1)."""

    onto: Affine
    scale: float


class NoCut(NamedTuple):
    """Why there is none. needed: how many times larger the source would have to be, 1 and less where only room is lacking."""

    needed: float


def placed(head: Head, draft: Affine, source: tuple[int, int], size: tuple[int, int], aim: tuple[float, float], room: Room) -> Cut | NoCut:
    """Return the cut whose head stands nearest to the aim, lies in the source whole, and is not scaled up.

    head: in pixels of a draft; draft: map from the source onto the draft; source, size: width and height of source and output in
    pixels; aim: head height and space above the crown in shares of the output's height; room: what may be given up of the aim.
    """
    width, height = size
    inner = math.hypot(draft[0, 0], draft[1, 0])
    needed = room.head[0] * height / max(head.chin - head.crown, 1e-6) * inner
    for share, top, offset in sorted(_places(aim, room), key=lambda place: _far(place, aim)):
        k = share * height / max(head.chin - head.crown, 1e-6)
        eyes = top + (head.eyes - head.crown) * k / height
        if k * inner > 1 + 1e-9 or eyes > room.lowest_eyes or 1 - top - share < room.least_below:
            continue
        to_output = np.array([[k, 0, (0.5 + offset) * width - k * head.centre], [0, k, top * height - k * head.crown]])
        onto = to_output @ np.vstack([draft, [0, 0, 1]])
        if _inside(onto, source, size):
            return Cut(onto=onto, scale=k * inner)
    return NoCut(needed=needed)


def render(image: Rgb, cut: Cut, size: tuple[int, int]) -> Rgb:
    """Return the cut's pixels, (height, width, 3) uint8 RGB: mapped at a whole multiple of the size, then averaged down."""
    width, height = size
    times = max(1, math.ceil(1 / cut.scale - 1e-9))
    large = cv2.warpAffine(image, cut.onto * times + _half_pixel(times), (width * times, height * times), flags=cv2.INTER_CUBIC,
                           borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    return np.asarray(large if times == 1 else cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def levelled(image: Rgb, centre: tuple[float, float], face_px: float, roll_deg: float, side_px: int) -> tuple[Rgb, Affine]:
    """Return a draft around a face, its roll undone, and the map onto it; what lies beyond the picture repeats its edge.

    centre, face_px: middle and height of the face's box; roll_deg: clockwise degrees to undo. The draft is four faces high.
    """
    k = min(1.0, side_px / (4 * max(face_px, 1.0)))
    onto = cv2.getRotationMatrix2D(centre, roll_deg, k)
    onto[:, 2] += np.array([side_px * 0.5 - centre[0], side_px * 0.5 - centre[1]])
    draft = cv2.warpAffine(_soft(image, k), onto, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(draft, dtype=np.uint8), np.asarray(onto, dtype=np.float64)


def _places(aim: tuple[float, float], room: Room, *, steps: int = 9) -> Iterator[tuple[float, float, float]]:
    """Yield heads, spaces above and offsets within the room, the aim among them."""
    heads = (aim[0], *np.linspace(*room.head, steps).tolist())
    tops = (aim[1], *np.linspace(*room.top, steps).tolist())
    offsets = (0.0, *(side * room.most_offset * part for part in (0.5, 1.0) for side in (-1, 1)))
    yield from product(heads, tops, offsets)


def _far(place: tuple[float, float, float], aim: tuple[float, float]) -> float:
    """Return how far a place is from the aim; being off centre is what people notice first."""
    return abs(place[0] - aim[0]) + abs(place[1] - aim[1]) + 2 * abs(place[2])


def _inside(onto: Affine, source: tuple[int, int], size: tuple[int, int], *, slack_px: float = 0.51) -> bool:
    """Return whether every corner of the output lies in the source; half a pixel is lost to rounding."""
    back = cv2.invertAffineTransform(onto)
    corners = np.array([[0, 0, 1], [size[0], 0, 1], [size[0], size[1], 1], [0, size[1], 1]]) @ back.T
    return bool((corners >= -slack_px).all() and (corners <= np.array(source) + slack_px).all())


def _half_pixel(times: int) -> Affine:
    """Return what keeps pixel centres in place when a map is enlarged."""
    return np.array([[0, 0, (times - 1) / 2], [0, 0, (times - 1) / 2]])


def _soft(image: Rgb, k: float) -> Rgb:
    """Return the picture smoothed as far as scaling it by k would."""
    return image if k > 0.75 else np.asarray(cv2.GaussianBlur(image, (0, 0), 0.35 / k), dtype=np.uint8)  # noqa: PLR2004 - too little to alias

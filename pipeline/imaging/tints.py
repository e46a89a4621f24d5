"""How much ink of a hue there is at each pixel of a page, against the paper around it: red, blue, or any ink at all."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.datamodel.page import Gray, Mask, Rgb

Floats = NDArray[np.float32]
FULL = 100.0  # grey levels between the channels of paper and those of strong coloured ink
FEW = 160  # samples along the long side at which the paper is looked for
PAGE_PX = 900  # long side from which a picture is taken for a page; in a smaller one a stroke may be as wide as anything
STROKE = 0.10  # of a page's long side: what is narrower, 30 mm on A4, lies on paper and is none
LIT = 0.9  # of the light of the paper farther around: darker is no paper in a shadow, but a face in a photo or a desk
TINT_REACH = 0.33  # of the long side: side of the square in which the paper's tint is the median
HALO = 5.0  # most strength of a colour against the share of light that is missing there: vermilion, the lightest ink, has 3.1
PRINT = 0.15  # the same, least: black print that a camera gives a cast stays below; purple-brown, the darkest ink, has 1.3
LEAST_LIGHT = 40.0  # grey levels: darker paper is taken for as light as this
STRIP = 48  # rows
CASTS = 3.0  # how much more a dark paper's colours are strengthened at most


class Inks(NamedTuple):
    """Strength of each ink on a page, (H, W) float32 each: 0 on paper, about 1 where there is much."""

    red: Floats
    blue: Floats
    dark: Floats


def inks(image: Rgb) -> Inks:
    """Return how much red ink, blue ink and ink of any hue there is; image: (H, W, 3) uint8 RGB.

    red: 0 on black print, too; purple-brown counts, violet does not. blue: as red; what has more red than green is violet or purple-red,
    and no blue the more it has. dark: the share of the paper's light that is missing in the darkest channel: ink of any hue, and print.
    The lean of a pixel to a colour is taken against the paper's, which is looked for nearby, so that tinted, uneven light and paper fall
    out; it is enlarged where the paper is dark. Ink takes light away: colour on a light pixel was smeared there by JPEG. Print leans a
    little with the camera: a colour that is weak against the light missing is none.
    """
    height, width = image.shape[:2]
    factor = min(1.0, FEW / max(height, width))
    few = np.asarray(
        cv2.resize(image, (max(1, round(width * factor)), max(1, round(height * factor))), interpolation=cv2.INTER_AREA), np.uint8
    )
    is_page = max(height, width) >= PAGE_PX
    light, darkest_light = _paper(_light(few), is_page=is_page), _paper(_darkest(few), is_page=is_page)
    gain = np.clip(230 / light, 1, CASTS) / FULL
    grounds = [_tint(lean(few), light) * light * gain for lean in (_to_red, _to_blue)]
    maps = [_grown(each, (width, height)) for each in (1 / light, 1 / darkest_light, gain, *grounds)]
    found = Inks(*(np.empty((height, width), dtype=np.float32) for _ in range(3)))
    for top in range(0, height, STRIP):  # a few rows at a time stay in the processor's cache
        rows = slice(top, top + STRIP)
        part, (per_light, per_darkest, gains, red, blue) = image[rows], (each[rows] for each in maps)
        missing = _missing(_light(part), per_light)
        found.red[rows] = _beyond(_to_red(part), gains, red, missing)
        found.blue[rows] = _beyond(_to_blue(part), gains, blue, missing)
        found.dark[rows] = _missing(_darkest(part), per_darkest)
    return found


def inked(strength: Floats, *, least: float) -> Mask:
    """Return (H, W) bool, True where there is ink: above least, or above a share of Otsu's threshold if that is higher.

    Source: Otsu 1979; the share: measured on 71 drawn seals, 2026-11-21.
    """
    values = strength[strength > least]
    if values.size <= 200:  # noqa: PLR2004 - fewer pixels make no histogram
        return np.asarray(strength > least)
    levels = (255 * values).astype(np.uint8).reshape(-1, 1)
    return np.asarray(strength > max(least, min(0.4, 0.6 * cv2.threshold(levels, 0, 255, cv2.THRESH_OTSU)[0] / 255)))


def _light(image: Rgb) -> Gray:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _darkest(image: Rgb) -> Gray:
    r, g, b = cv2.split(image)
    return np.asarray(cv2.min(cv2.min(r, g), b), dtype=np.uint8)


def _to_red(image: Rgb) -> Floats:
    """Return how far each pixel leans to red, grey levels; purple-brown ink has more blue than green: half of that is forgiven."""
    r, g, b = cv2.split(image)
    return np.asarray(cv2.subtract(r, cv2.max(g, cv2.addWeighted(g, 0.5, b, 0.5, 0)), dtype=cv2.CV_32F), dtype=np.float32)


def _to_blue(image: Rgb) -> Floats:
    """Return how far each pixel leans to blue, grey levels, less twice what it has more of red than of green."""
    r, g, b = cv2.split(image)
    return np.asarray(cv2.scaleAdd(cv2.subtract(r, g).astype(np.float32), -2.0, cv2.subtract(b, r, dtype=cv2.CV_32F)), dtype=np.float32)


def _paper(few: Gray, *, is_page: bool) -> Floats:
    """Return the paper's light at each of a few samples: strokes are filled by what is lighter beside them, and so are photos."""
    light = _closed(few, TINT_REACH)
    if is_page:
        light = np.maximum(_closed(few, STROKE), LIT * light)
    return np.maximum(light, np.float32(LEAST_LIGHT))


def _closed(few: Gray, reach: float) -> Floats:
    side = round(reach * max(few.shape)) | 1
    closed = cv2.morphologyEx(few, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.blur(closed, (5, 5)), dtype=np.float32)


def _tint(lean: Floats, light: Floats) -> Floats:
    """Return how far the paper leans at each of a few samples, against its light."""
    shares = np.clip(128 + 256 * lean / light, 0, 255).astype(np.uint8)
    middle = cv2.medianBlur(shares, min(255, int(max(shares.shape) * TINT_REACH) | 1))
    return np.asarray((middle.astype(np.float32) - 128) / 256)


def _missing(values: Gray, per_light: Floats) -> Floats:
    """Return the share (0-1) of the paper's light that is not there."""
    return np.asarray(np.maximum(1 - cv2.multiply(values, per_light, dtype=cv2.CV_32F), 0), dtype=np.float32)


def _beyond(lean: Floats, gain: Floats, ground: Floats, missing: Floats) -> Floats:
    """Return how far each pixel leans to a colour beyond the paper, 0 to 1.

    Print on paper that leans the other way, as on yellow paper away from blue, leans with its light: less, as it is dark.
    """
    ground = np.asarray(cv2.subtract(ground, cv2.multiply(np.minimum(ground, 0), missing)))
    beyond = cv2.scaleAdd(missing, -PRINT, cv2.subtract(cv2.multiply(lean, gain), ground))
    return np.asarray(np.clip(cv2.min(beyond, HALO * missing), 0, 1), dtype=np.float32)


def _grown(few: NDArray[np.floating], size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(few.astype(np.float32), size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)

"""An ID photo with what was measured laid over it: head, eye line, midline, their limits, and the background that was judged."""

from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw

from pipeline.checks.photo.head import PhotoHead
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Portrait
from pipeline.datamodel.page import Mask, Rgb

HEAD, EYES, LIMIT, GROUND = (220, 0, 160), (0, 90, 220), (0, 150, 0), (0, 170, 170)


class Measured(NamedTuple):
    """What the drawing shows: the photo upright (H, W, 3), its measures, the head's box in it, the background (H, W) True where judged."""

    image: Rgb
    portrait: Portrait
    head: Box | None
    ground: Mask


def drawn(seen: Measured, limits: PhotoHead, *, least_side_px: int = 1000, legend_px: int = 420) -> Rgb:
    """Return the drawing, (h, w, 3) uint8 RGB: the photo enlarged to at least `least_side_px`, a legend on its right."""
    height, width = seen.image.shape[:2]
    times = max(1, -(-least_side_px // height))
    shown = cv2.resize(seen.image, (width * times, height * times), interpolation=cv2.INTER_NEAREST)
    shown = _hatched(np.asarray(shown, np.uint8), cv2.resize(seen.ground.astype(np.uint8), (width * times, height * times)) > 0)
    canvas = Image.new("RGB", (width * times + legend_px, height * times), "white")
    canvas.paste(Image.fromarray(shown), (0, 0))
    pen = ImageDraw.Draw(canvas)
    if seen.head is not None:
        box = seen.head
        pen.rectangle((box.x * times, box.y * times, box.right * times - 1, box.bottom * times - 1), outline=HEAD, width=3)
        _lines(pen, seen.portrait.measures, limits, (width * times, height * times))
    _legend(pen, seen.portrait.measures, limits, width * times + 12)
    return np.asarray(canvas)


def _hatched(image: Rgb, ground: Mask) -> Rgb:
    """Return the picture with the background hatched, so that its own colour still shows between the lines."""
    rows, columns = np.indices(ground.shape)
    lines = ground & ((rows + columns) % 24 < 4)  # noqa: PLR2004 - a thin line every two dozen pixels
    rim = ground & ~(cv2.erode(ground.astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=1) > 0)
    out = image.copy()
    out[lines | rim] = GROUND
    return out


def _lines(pen: ImageDraw.ImageDraw, taken: dict[str, float], limits: PhotoHead, size: tuple[int, int]) -> None:
    """Draw the eye line and the midline, and on the left edge the bands in which crown and chin may stand."""
    width, height = size
    if (eyes := taken.get("eye_line_share")) is not None:
        pen.line((0, eyes * height, width, eyes * height), fill=EYES, width=2)
    middle = (0.5 + taken.get("centre_offset_share", 0.0)) * width
    pen.line((middle, 0, middle, height), fill=EYES, width=2)
    for side in (-1, 1):
        at = (0.5 + side * limits.most_offset) * width
        pen.line((at, 0, at, height), fill=LIMIT, width=1)
    for share in (limits.least_top, limits.most_top):
        if share is not None:
            pen.line((0, share * height, width, share * height), fill=LIMIT, width=2)
    if (crown := taken.get("crown_share")) is not None:
        for share in (limits.doubtful_least_head, limits.doubtful_most_head):
            pen.line((0, (crown + share) * height, width, (crown + share) * height), fill=LIMIT, width=2)


def _legend(pen: ImageDraw.ImageDraw, taken: dict[str, float], limits: PhotoHead, x: int) -> None:
    """Write the measures beside the photo, each in the colour it is drawn in."""
    most_top = "" if limits.most_top is None else f", at most {limits.most_top:.1%}"
    rows = (
        (HEAD, "head height", "head_height_share", f"{limits.doubtful_least_head:.0%} to {limits.doubtful_most_head:.0%}"),
        (HEAD, "above the crown", "crown_share", f"at least {limits.least_top:.1%}{most_top}"),
        (HEAD, "head, ears and hair across", "head_width_share", ""),
        (HEAD, "face across", "face_width_share", ""),
        (EYES, "eye line from the top", "eye_line_share", ""),
        (EYES, "midline off the middle", "centre_offset_share", f"up to {limits.most_offset:.0%}"),
        (GROUND, "white in the background", "background_white_share", "hatched: what was judged"),
    )
    y = 12
    for colour, words, name, allowed in rows:
        value = f"{taken[name]:.1%}" if name in taken else "not measured"
        pen.text((x, y), f"{words}: {value}", fill=colour, font_size=20)
        pen.text((x, y + 24), allowed, fill=LIMIT if colour is not GROUND else GROUND, font_size=16)
        y += 58
    pen.text(
        (x, y), f"tilt {taken.get('roll_deg', 0.0):.1f}, turn {taken.get('yaw_deg', 0.0):.1f} degrees", fill=(60, 60, 60), font_size=20
    )
    pen.text((x, y + 34), "green: limits", fill=LIMIT, font_size=20)

"""Tell a studio's plain backdrop from a room, by what stands along a picture's upper edges."""

import cv2
import numpy as np

from pipeline.datamodel.page import Rgb


def plain_share(image: Rgb, *, side_px: int = 160, near: int = 24) -> float:
    """Return the share (0-1) of a picture's upper and side edges that has one colour: near 1 before a backdrop, far less in a room.

    image: (H, W, 3) uint8, RGB; side_px: long side at which is looked; near: grey levels of any channel that still count as the
    same colour, wide enough for a studio's uneven light. The lower half is left out: shoulders and hands stand there.
    """
    scale = min(1.0, side_px / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    height, width = small.shape[:2]
    top, side = max(1, round(0.06 * height)), max(1, round(0.08 * width))
    upper = small[: max(1, height // 2)]
    edge = np.concatenate([piece.reshape(-1, 3) for piece in (upper[:top], upper[:, :side], upper[:, -side:])]).astype(np.int16)
    return float((np.abs(edge - np.median(edge, axis=0)).max(axis=1) <= near).mean())

"""The light and shade of a head, set upright and to one size by the eyes, so that two prints of one photo can be laid side by side."""

import cv2
import numpy as np

from pipeline.datamodel.head_texture import HEIGHT, WIDTH
from pipeline.datamodel.page import Rgb

EYES_APART, EYE_LEVEL = 0.36, 0.42  # share of the patch's width, and of its height: hair and collar show around the face
FINE, COARSE, AROUND = 0.7, 2.5, 6.0  # px of the patch: detail smaller than a print keeps, shade that light changes, its neighbourhood
FAINTEST = 2.0  # grey levels below which detail is noise
STEPS = 48.0  # of a byte for one local deviation


def head_texture(image: Rgb, right_eye: tuple[float, float], left_eye: tuple[float, float]) -> bytes | None:
    """Return a head's texture with level eyes at a fixed distance, None where the eyes lie on one point.

    image: (H, W, 3) uint8 RGB; eyes in pixels, the person's right one first (left in the picture). returns: HEIGHT rows of WIDTH signed
    bytes, 48 to one local deviation. Broad shade and fine grain are taken out: print, paper and light change both.
    """
    (ax, ay), (bx, by) = right_eye, left_eye
    apart = float(np.hypot(bx - ax, by - ay))
    if apart < 1.0:
        return None
    scale = EYES_APART * WIDTH / apart
    cos, sin = scale * (bx - ax) / apart, scale * (by - ay) / apart
    matrix = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]])
    middle = matrix[:, :2] @ np.array([(ax + bx) / 2, (ay + by) / 2])
    matrix[:, 2] = np.array([WIDTH / 2, EYE_LEVEL * HEIGHT]) - middle
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if scale < 1.0:  # smoothed before it is made small, or it would alias
        grey = cv2.GaussianBlur(grey, (0, 0), 0.5 / scale)
    patch = cv2.warpAffine(grey, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    detail = cv2.GaussianBlur(patch, (0, 0), FINE) - cv2.GaussianBlur(patch, (0, 0), COARSE)
    spread = np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), AROUND)) + FAINTEST
    return np.clip(np.round(STEPS * detail / spread), -127, 127).astype(np.int8).tobytes()

import math

import cv2
import numpy as np
import pytest

from pipeline.imaging import ink


def page(colour: tuple[int, int, int], *, paper: tuple[int, int, int] = (255, 255, 255)) -> np.ndarray:
    image = np.full((200, 200, 3), paper, dtype=np.uint8)
    image[40:60, 20:180] = colour
    image[120:140, 20:180] = (20, 20, 20)
    return image


@pytest.mark.parametrize("kind", ["fill", "even", "guided"])
def test_black_print_is_gone_from_what_is_read(kind: str) -> None:
    gray = ink.freed_of_print(page((200, 30, 40)), "red", radius_px=90)[0][kind]
    assert gray[50, 100] < 60
    assert gray[130, 100] > 200


@pytest.mark.parametrize("kind", ["fill", "even", "guided"])
def test_print_across_red_ink_leaves_no_hole(kind: str) -> None:
    image = page((200, 30, 40))
    image[30:70, 95:101] = (10, 10, 10)
    assert ink.freed_of_print(image, "red", radius_px=90)[0][kind][50, 98] < 180


def test_the_inks_density_is_that_of_the_coloured_ink_alone() -> None:
    density = ink.freed_of_print(page((200, 30, 40)), "red", radius_px=90)[1]
    assert density[50, 100] > 1
    assert density[130, 100] < 0.2
    assert density[90, 100] < 0.1


def test_worn_ink_is_brought_to_the_strength_of_the_rest() -> None:
    worn = np.full((230, 230), 255, dtype=np.uint8)
    for angle in range(0, 360, 12):
        at = (round(115 + 75 * math.cos(math.radians(angle))), round(115 + 75 * math.sin(math.radians(angle))))
        cv2.circle(worn, at, 4, 0 if 90 < angle < 270 else 150, -1)
    even = ink.evened(worn, radius_px=100)
    assert even[115, 190] < 120
    assert even[115, 40] < 20
    assert even[115, 115] == 255

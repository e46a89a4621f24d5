import numpy as np
import pytest

from pipeline.imaging import ink


def page(colour: tuple[int, int, int], *, paper: tuple[int, int, int] = (255, 255, 255)) -> np.ndarray:
    image = np.full((200, 200, 3), paper, dtype=np.uint8)
    image[40:60, 20:180] = colour
    image[120:140, 20:180] = (20, 20, 20)
    return image


@pytest.mark.parametrize("paper", [(255, 255, 255), (250, 240, 225)], ids=["white paper", "yellowish paper"])
def test_red_ink_is_seen_and_black_print_is_not(paper: tuple[int, int, int]) -> None:
    mask = ink.inked(ink.tint(page((200, 30, 40), paper=paper), "red"), least=14, most=40)
    assert mask[50, 100]
    assert not mask[130, 100]
    assert not mask[90, 100]


def test_blue_ink_is_not_red() -> None:
    blue = page((30, 40, 190))
    assert ink.inked(ink.tint(blue, "blue"), least=14, most=40)[50, 100]
    assert not ink.inked(ink.tint(blue, "red"), least=14, most=40).any()


@pytest.mark.parametrize("render", [ink.unmixed, ink.filled], ids=["unmixed", "filled"])
def test_black_print_is_gone_from_what_is_read(render: object) -> None:
    gray = render(page((200, 30, 40)), "red")  # type: ignore[operator]
    assert gray[50, 100] < 60
    assert gray[130, 100] > 200


def test_print_across_red_ink_leaves_no_hole_when_filled() -> None:
    image = page((200, 30, 40))
    image[30:70, 95:101] = (10, 10, 10)
    assert ink.filled(image, "red")[50, 98] < 180

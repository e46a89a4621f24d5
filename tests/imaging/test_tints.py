import numpy as np
import pytest

from pipeline.imaging import ink_places, tints


def page(colour: tuple[int, int, int], *, paper: tuple[int, int, int] = (255, 255, 255)) -> np.ndarray:
    image = np.full((200, 200, 3), paper, dtype=np.uint8)
    image[40:60, 20:180] = colour
    image[120:140, 20:180] = (20, 20, 20)
    return image


@pytest.mark.parametrize("paper", [(255, 255, 255), (250, 240, 225), (120, 116, 110)], ids=["white", "yellowish", "in the shade"])
@pytest.mark.parametrize("ink", [(0.80, 0.10, 0.15), (0.55, 0.17, 0.25), (0.96, 0.75, 0.77)], ids=["red", "purple-brown", "pale"])
def test_red_ink_is_seen_and_black_print_is_not(paper: tuple[int, int, int], ink: tuple[float, float, float]) -> None:
    colour = tuple(int(share * light) for share, light in zip(ink, paper, strict=True))
    strength = tints.inks(page(colour, paper=paper)).red  # type: ignore[arg-type]
    assert strength[50, 100] > 0.12
    assert strength[130, 100] < 0.05
    assert strength[90, 100] < 0.05


def test_blue_ink_is_not_red_and_red_is_not_blue() -> None:
    blue, red = page((30, 40, 190)), page((200, 30, 40))
    assert tints.inks(blue).blue[50, 100] > 0.5
    assert not (tints.inks(blue).red > 0.05).any()
    assert not (tints.inks(red).blue > 0.05).any()


def test_blue_with_as_much_red_as_green_is_blue_all_over_in_spite_of_noise() -> None:
    image = page((120, 120, 240))
    image[40:60, 20:180, 0] = np.random.default_rng(1).integers(117, 124, (20, 160))
    assert (tints.inks(image).blue[42:58, 22:178] > 0.8).all()


def test_ink_of_any_hue_is_dark() -> None:
    for colour in ((200, 30, 40), (30, 40, 190), (90, 90, 90)):
        assert tints.inks(page(colour)).dark[50, 100] > 0.5


def test_light_that_falls_off_over_the_page_is_no_ink() -> None:
    image = np.broadcast_to(np.linspace(255, 120, 300)[None, :, None], (200, 300, 3)).astype(np.uint8)
    assert (tints.inks(image).dark > 0.3).mean() < 0.02


def test_faint_ink_stays_where_strong_ink_stands_too() -> None:
    strength = np.zeros((100, 100), dtype=np.float32)
    strength[20:30, 10:90], strength[60:70, 10:90] = 0.9, 0.55
    assert tints.inked(strength, least=0.07)[65, 50]


def test_ink_in_two_places_gets_two_boxes() -> None:
    mask = np.zeros((400, 400), dtype=bool)
    mask[40:120, 40:120] = mask[250:330, 260:340] = True
    found = ink_places.places(mask, least_px=40, near_px=10)
    assert len(found) == 2
    assert all(box.w >= 80 and box.h >= 80 for box in found)


def test_a_line_is_no_place_for_a_seal_unless_it_is_cut_by_the_edge() -> None:
    mask = np.zeros((400, 400), dtype=bool)
    mask[200:206, 60:340] = True
    assert ink_places.places(mask, least_px=40, near_px=10) == []
    mask[200:206] = True
    assert len(ink_places.places(mask, least_px=40, near_px=10)) == 1

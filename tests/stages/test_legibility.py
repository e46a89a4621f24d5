import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face, FacesSeen, Legibility, Observation, PageSeen, TextLine
from pipeline.datamodel.page import Origin, Page, Rgb, Word
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines
from pipeline.imaging.fingerprint import ink_share
from pipeline.stages.base import Look
from pipeline.stages.legibility import LegibilityStage

ORIGIN = Origin(format="JPEG", file_bytes=1, width_px=900, height_px=1200)
NO_FACE = FacesSeen(page=0, box=Box(0, 0, 9, 9), confidence=1, seen_by="faces", faces=())
ONE_FACE = FacesSeen(
    page=0, box=Box(0, 0, 9, 9), confidence=1, seen_by="faces", faces=(Face(box=Box(1, 1, 5, 5), score=0.9, points=((0.0, 0.0),) * 5),)
)


def sheet(*, blur: float = 0.0, ink: int = 20, height: int = 1200) -> tuple[Rgb, list[Box]]:
    image = np.full((height, 900, 3), 245, np.uint8)
    boxes = []
    for y in range(100, height - 100, 60):
        cv2.putText(image, "Name of the employer 0123456", (80, y + 26), cv2.FONT_HERSHEY_SIMPLEX, 1, (ink, ink, ink), 2)
        boxes.append(Box(76, y - 4, 500, 40))
    return np.asarray(cv2.GaussianBlur(image, (0, 0), blur) if blur else image, dtype=np.uint8), boxes


def line(box: Box, confidence: float) -> TextLine:
    reading = Reading(text="甲" * 20, char_confidence=(confidence,) * 20, engine="fake")
    return TextLine(page=0, box=box, confidence=0.9, seen_by="text", reading=reading)


def seen(image: Rgb, *before: Observation, words: tuple[Word, ...] = ()) -> Legibility:
    page = Page(image=image, file="x.jpg", number=0, origin=ORIGIN, words=words)
    whole = Box(0, 0, page.width, page.height)
    own = PageSeen(
        page=0, box=whole, confidence=1, seen_by="intake", file="x.jpg", number=0, part=0, size=(page.width, page.height), turn=0,
        skew_deg=0.0, px_per_mm=None, fingerprint="0" * 16, ink_share=ink_share(image), origin=ORIGIN,
    )  # fmt: skip
    (told,) = LegibilityStage().see(Look(page=page, index=0, engines=Engines(), seen=(own, *before)))
    assert isinstance(told, Legibility)
    return told


def test_a_clean_page_that_was_read_is_legible_and_has_no_problems() -> None:
    image, boxes = sheet()
    told = seen(image, NO_FACE, *(line(box, 0.98) for box in boxes))
    assert (told.legible, told.problems) == (True, ())
    assert told.reading_confidence == pytest.approx(0.98)
    assert told.sharpness > 0.5


def test_a_page_whose_lines_could_not_be_read_is_not_and_blur_is_named() -> None:
    image, boxes = sheet(blur=5)
    told = seen(image, NO_FACE, *(line(box, 0.4) for box in boxes))
    assert told.legible is False
    assert "blur" in told.problems


def test_a_blurred_page_that_was_read_all_the_same_is_legible() -> None:
    image, boxes = sheet(blur=5)
    told = seen(image, NO_FACE, *(line(box, 0.95) for box in boxes))
    assert told.legible is True
    assert "blur" in told.problems


@pytest.mark.parametrize(("unread", "legible"), [(5, True), (6, True), (7, False)], ids=["below", "at", "above"])
def test_some_lines_may_be_unread(unread: int, legible: bool) -> None:  # noqa: FBT001 - a case of the table
    image, boxes = sheet()
    lines = [line(box, 0.3 if i < unread else 0.97) for i, box in enumerate(boxes[:15])]
    assert seen(image, NO_FACE, *lines).legible is legible


def test_a_page_of_ink_on_which_no_line_was_found_is_illegible() -> None:
    image, _ = sheet(blur=9)
    assert ink_share(image) > 0.01
    told = seen(image, NO_FACE)
    assert (told.legible, told.problems, told.reading_confidence) == (False, ("blur",), None)


def test_a_line_or_two_read_on_a_page_full_of_unread_ink_do_not_make_it_legible() -> None:
    image, boxes = sheet(blur=9)
    assert seen(image, NO_FACE, line(boxes[0], 0.9)).legible is False


def test_a_short_page_that_was_read_is_legible() -> None:
    image, boxes = sheet(height=300)
    assert seen(image, NO_FACE, *(line(box, 0.9) for box in boxes[:2])).legible is True


@pytest.mark.parametrize("faces", [(ONE_FACE,), ()], ids=["a face was seen", "no detector, a small picture"])
def test_a_portrait_is_not_illegible_for_lack_of_text(faces: tuple[Observation, ...]) -> None:
    portrait = np.full((413, 295, 3), 250, np.uint8)
    cv2.ellipse(portrait, (147, 220), (80, 110), 0, 0, 360, (150, 120, 100), -1)
    told = seen(portrait, *faces)
    assert (told.legible, told.problems) == (True, ())


def test_a_blank_page_is_not_illegible() -> None:
    assert seen(np.full((1200, 900, 3), 245, np.uint8), NO_FACE).legible is True


def test_a_drawn_page_with_words_of_its_own_is_legible() -> None:
    image, _ = sheet()
    assert seen(image, NO_FACE, words=(Word(text="甲", box=Box(0, 0, 9, 9)),)).legible is True


def test_faint_dark_small_and_cut_are_named() -> None:
    image, boxes = sheet(ink=215)
    assert "faint" in seen(image, NO_FACE, *(line(box, 0.9) for box in boxes)).problems
    image, boxes = sheet()
    dark = (image.astype(float) * 0.15).astype(np.uint8)
    assert "dark" in seen(dark, NO_FACE, *(line(box, 0.9) for box in boxes)).problems
    small = np.asarray(cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    tiny = [line(Box(b.x // 4, b.y // 4, b.w // 4, b.h // 4), 0.9) for b in boxes]
    assert "small" in seen(small, NO_FACE, *tiny).problems
    cut = image[:, 300:]
    assert "cut" in seen(np.ascontiguousarray(cut), NO_FACE, *(line(Box(0, b.y, 276, b.h), 0.9) for b in boxes)).problems


def test_glare_is_named_on_a_photo_and_not_on_a_white_scan() -> None:
    image, boxes = sheet()
    lines = [line(box, 0.9) for box in boxes]
    grey = (image.astype(float) * 0.75).astype(np.uint8)
    glaring = grey.copy()
    cv2.circle(glaring, (600, 500), 110, (255, 255, 255), -1)
    assert "glare" in seen(glaring, NO_FACE, *lines).problems
    assert "glare" not in seen(grey, NO_FACE, *lines).problems
    assert "glare" not in seen(np.maximum(image, (image > 200) * np.uint8(255)), NO_FACE, *lines).problems

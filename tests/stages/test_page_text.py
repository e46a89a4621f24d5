"""Ruling lines of a born-digital page are its own; where anything else is drawn they are looked for in the pixels as well."""

import cv2
import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Origin, Page, Rgb, Rule, Word
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look
from pipeline.stages.page_text import PageText

ORIGIN = Origin(format="PDF", file_bytes=1, width_px=800, height_px=1000, text_layer=True)


def ruled(rules: tuple[Rule, ...], *, table: bool) -> PageText:
    image: Rgb = np.full((1000, 800, 3), 255, np.uint8)
    image[100:115, 60:500] = 30
    if table:
        for y in (300, 400, 500):
            cv2.line(image, (60, y), (700, y), (20, 20, 20), 3)
        for x in (60, 380, 700):
            cv2.line(image, (x, 300), (x, 500), (20, 20, 20), 3)
    words = (Word("terms", Box(60, 97, 440, 20)),)
    page = Page(image=image, file="a.pdf", number=0, origin=ORIGIN, words=words, rules=rules)
    return PageText.of(Look(page=page, index=0, engines=Engines()))


@pytest.mark.parametrize(("table", "uprights"), [(False, 0), (True, 3)], ids=["print alone", "a table that is a picture"])
def test_a_table_without_rules_of_its_own_is_found_in_the_pixels(*, table: bool, uprights: int) -> None:
    assert len(ruled((), table=table).ruling.verticals) == uprights


def test_its_own_rules_count_where_it_has_any() -> None:
    assert len(ruled((Rule(Box(60, 300, 640, 2)),), table=True).ruling.horizontals) == 1

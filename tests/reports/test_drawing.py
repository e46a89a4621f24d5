"""The annotated page: for its owner only, and without the identity numbers that were read."""

import stat
from pathlib import Path

import numpy as np
import pytest

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Field, FieldName, TextLine
from pipeline.datamodel.page import Origin, Page
from pipeline.datamodel.reading import Reading
from pipeline.errors import OutputError
from pipeline.reports import drawing

WHERE = Box(20, 20, 100, 30)


def page() -> Page:
    origin = Origin(format="PNG", file_bytes=1, width_px=200, height_px=100, mode="RGB")
    return Page(image=np.full((100, 200, 3), 255, np.uint8), file="a.png", number=0, origin=origin)


def number(text: str) -> Field:
    reading = Reading(text=text, char_confidence=(0.9,) * len(text), engine="drawn")
    return Field(page=0, box=WHERE, confidence=1, seen_by="fields", name=FieldName.ID_NUMBER, label="身份证号", reading=reading)


def line(text: str) -> TextLine:
    return TextLine(page=0, box=WHERE, confidence=1, seen_by="text", reading=Reading(text=text, engine="drawn"))


@pytest.mark.parametrize("seen", [number("99999919"), line("号码999999199003071234")], ids=["the field, badly read", "a line with one"])
def test_an_identity_number_is_covered(seen: Field | TextLine) -> None:
    assert drawing.annotate(page(), [seen])[30:40, 40:100].max() == 0


def test_other_words_stay_to_be_seen() -> None:
    assert drawing.annotate(page(), [line("样本安全技术有限公司")])[30:40, 40:100].min() == 255


def test_the_picture_is_for_its_owner_only(tmp_path: Path) -> None:
    drawing.write(page(), [], tmp_path / "seen.png")
    assert stat.S_IMODE((tmp_path / "seen.png").stat().st_mode) == 0o600


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="--draw"):
        drawing.write(page(), [], tmp_path / "nowhere" / "seen.png")

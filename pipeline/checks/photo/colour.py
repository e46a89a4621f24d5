"""Whether the photo is in colour, and its colours are natural."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoColour(PhotoCheck, frozen=True, kw_only=True):
    """The photo is a colour photo with natural colours.

    What: a picture with next to no chroma anywhere is greyscale, whatever its file says; a face whose colour is much paler or
    much stronger than people's, or that leans towards blue or yellow, is put to a person. Skin is not judged by its lightness.
    Why: the rule asks for a colour photo.
    Source: 「近期彩色標準1寸半身免冠正面證件照」 (PHOTO-COLOR: 彩色 = in colour)
    What a person still decides: whether unusual colours come from the light, the camera or an edit.
    """

    name = "photo-colour"
    title = Text("证件照色彩", "colours of the ID photo")
    good = "in-colour"
    asked = ("picture_chroma_p99",)
    faceless = True
    texts = {
        "in-colour": Text("彩色照片，色彩正常。", "The photo is in colour."),
        "greyscale": Text("照片为黑白照，须为彩色照片。", "The photo is greyscale; a colour photo is asked."),
        "pale": Text(
            "照片色彩过淡（面部彩度{shown}），请人工查看。", "The colours are very pale (chroma of the face {shown}); look at it."
        ),
        "garish": Text(
            "照片色彩过艳（面部彩度{shown}），请人工查看。", "The colours are very strong (chroma of the face {shown}); look at it."
        ),
        "cast": Text("照片偏色（{shown}），请人工查看。", "The colours lean to one side ({shown}); look at it."),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    grey: Annotated[
        float,
        Meta(
            ge=0,
            le=50,
            description="chroma that 99 % of a greyscale picture stay below",
            extra={
                "unit": "CIE chroma",
                "source": "measured on 14 composed photos, 2026-11-22: greyscale 0.12 and less, pale ones 6 and more",
            },
        ),
    ] = 3.0
    palest: Annotated[
        float,
        Meta(
            ge=0,
            le=50,
            description="chroma of the face below which a person looks",
            extra={
                "unit": "CIE chroma",
                "source": "measured on 14 composed photos, 2026-11-22: good 11.9 and more, a third of the colour 6.7",
            },
        ),
    ] = 9.0
    strongest: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="chroma of the face above which a person looks",
            extra={"unit": "CIE chroma", "source": "measured on 42 composed ID photos, 2026-11-21: good 35 and less"},
        ),
    ] = 36.0
    bluest: Annotated[
        float,
        Meta(
            ge=-100,
            le=100,
            description="b* of the face below which it leans towards blue",
            extra={"unit": "CIE b*", "source": "measured on 14 composed photos, 2026-11-22: good 6.3 and more, blue light 5.7 and less"},
        ),
    ] = 2.0
    yellowest: Annotated[
        float,
        Meta(
            ge=-100,
            le=100,
            description="b* of the face above which it leans towards yellow",
            extra={"unit": "CIE b*", "source": "measured on 42 composed ID photos, 2026-11-21: good 29 and less"},
        ),
    ] = 30.0

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo's colours; a greyscale one is told once."""
        taken = portrait.measures
        if taken["picture_chroma_p99"] < self.grey:
            yield Verdict(outcome=Outcome.FAIL, slug="greyscale", measured=number(taken["picture_chroma_p99"]), limit=self.grey)
            return
        if (chroma := taken.get("face_chroma")) is None:
            return
        if not self.palest <= chroma <= self.strongest:
            slug, limit = ("pale", self.palest) if chroma < self.palest else ("garish", self.strongest)
            yield Verdict(outcome=Outcome.UNSURE, slug=slug, measured=number(chroma), limit=limit, shown=f"{chroma:.0f}")
        elif not self.bluest <= (yellow := taken.get("face_b", self.bluest)) <= self.yellowest:
            limit = self.bluest if yellow < self.bluest else self.yellowest
            yield Verdict(outcome=Outcome.UNSURE, slug="cast", measured=number(yellow), limit=limit, shown=f"b* {yellow:.0f}")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return natural colours, none, and odd ones."""
        return (
            example("natural colours", "in-colour", Outcome.PASS),
            example("greyscale", "greyscale", Outcome.FAIL, photo(picture_chroma_p99=0.1, face_chroma=0.02, face_b=0)),
            example("a third of the colour", "pale", Outcome.UNSURE, photo(picture_chroma_p99=8, face_chroma=5.6)),
            example("twice the colour", "garish", Outcome.UNSURE, photo(face_chroma=40)),
            example("yellow light", "cast", Outcome.UNSURE, photo(face_b=33)),
            example("blue light", "cast", Outcome.UNSURE, photo(face_b=-3)),
            example("colour not measured", "not-measured", Outcome.UNSURE, photo(without=("picture_chroma_p99",))),
        )

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
    much stronger than people's, or that leans towards blue or yellow, is put to a person. Where a light ground has a tint and the
    face leans the same way, it is the light that is coloured and not the wall. Skin is not judged by its lightness.
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
        Meta(ge=0, le=100, description="chroma of the face above which a person looks",
             extra={"unit": "CIE chroma", "source": "measured on 17 composed photos, 2026-11-25: good ones 33.3 and less; without the "
                    "three under pinkish light 21 and less"}),
    ] = 34.0  # fmt: skip
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
        Meta(ge=-100, le=100, description="b* of the face above which it leans towards yellow",
             extra={"unit": "CIE b*", "source": "measured on 17 composed photos, 2026-11-25: good 17.3 and less, yellow light 23 "
                    "and more"}),
    ] = 26.0  # fmt: skip
    light_ground: Annotated[
        float,
        Meta(ge=0, le=100, description="lightness of a tinted ground from which on it may be a white one under coloured light",
             extra={"unit": "L* 0-100", "source": "our choice: white under yellow light 95, under blue light 90; studio blue 57"}),
    ] = 75.0  # fmt: skip
    tinted_ground: Annotated[
        float,
        Meta(ge=0, le=100, description="chroma of the ground above which it has a tint",
             extra={"unit": "CIE chroma", "source": "as in photo-background: light blue 14.5, real pale walls 0.9-1.5"}),
    ] = 7.0  # fmt: skip
    usual_a: Annotated[
        float,
        Meta(ge=-100, le=100, description="a* of a face in neutral light",
             extra={"unit": "CIE a*", "source": "median of 14 composed photos, 2026-11-25: 8.4 to 12.6"}),
    ] = 10.2  # fmt: skip
    usual_b: Annotated[
        float,
        Meta(ge=-100, le=100, description="b* of a face in neutral light",
             extra={"unit": "CIE b*", "source": "median of 14 composed photos, 2026-11-25: 7.5 to 16"}),
    ] = 12.5  # fmt: skip
    leaning: Annotated[
        float,
        Meta(ge=0, le=100, description="how far a face must lie from the usual, in the direction of the ground's tint, to share it",
             extra={"unit": "CIE76 without L*", "source": "measured on 14 composed photos in neutral light, 2026-11-25: at most 4.1 "
                    "towards yellow, 5.3 towards blue; under yellow light 10.9 and more, under blue light 7.9 and more"}),
    ] = 7.0  # fmt: skip

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
        elif (shared := self._shared_tint(taken)) > self.leaning:
            yield Verdict(outcome=Outcome.UNSURE, slug="cast", measured=number(shared), limit=self.leaning, shown=f"{shared:.0f}")

    def _shared_tint(self, taken: dict[str, float]) -> float:
        """Return how far the face leans from the usual towards the tint of a light ground; 0 where the ground has none."""
        chroma = taken.get("background_chroma", 0.0)
        if chroma <= self.tinted_ground or taken.get("background_lightness", 0.0) < self.light_ground:
            return 0.0
        a, b = (taken.get(f"background_{channel}", 0.0) / chroma for channel in "ab")
        return (taken.get("face_a", self.usual_a) - self.usual_a) * a + (taken.get("face_b", self.usual_b) - self.usual_b) * b

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
            example(
                "face and ground yellow alike",
                "cast",
                Outcome.UNSURE,
                photo(face_b=24, background_lightness=95, background_chroma=32, background_a=-2, background_b=32),
            ),
            example(
                "a pale blue wall behind a face in neutral light",
                "in-colour",
                Outcome.PASS,
                photo(background_lightness=87, background_chroma=14, background_a=0, background_b=-14),
            ),
            example("colour not measured", "not-measured", Outcome.UNSURE, photo(without=("picture_chroma_p99",))),
        )

"""Whether the background is white, even and without shadows."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, percent, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait

Colour = Literal["white", "blue", "red"]


class PhotoBackground(PhotoCheck, frozen=True, kw_only=True):
    """The background is white, even, and without a shadow.

    What: what the person mask leaves behind the head, above the chin: its share of white, its darkest twentieth, its colour. The
    strip along the border is measured apart from the mask; where the two disagree, the answer is unsure.
    Why: the certificate prints the photo on white.
    Source: 「照片底色背景為白色」 (PHOTO-BG, an exam notice; for registration public pages also name blue and red, so the profile
    says which colours count and how grave another one is)
    What a person still decides: whether an off-white wall is white enough, and whether a colour that the texts disagree about counts.
    """

    name = "photo-background"
    title = Text("证件照背景", "background of the ID photo")
    good = "white"
    asked = ("background_white_share", "background_lightness", "background_lightness_p5", "background_chroma")
    texts = {
        "white": Text("背景颜色符合要求。", "The background is as asked."),
        "blue": Text("背景为蓝色，不是要求的底色，请换背景重拍。", "The background is blue, which is not asked; take the photo again."),
        "red": Text("背景为红色，不是要求的底色，请换背景重拍。", "The background is red, which is not asked; take the photo again."),
        "blue-doubtful": Text("背景为蓝色，各地要求不一，请人工确认是否接受。",
                         "The background is blue, about which the texts disagree; decide whether it counts."),
        "red-doubtful": Text("背景为红色，各地要求不一，请人工确认是否接受。",
                         "The background is red, about which the texts disagree; decide whether it counts."),
        "coloured": Text("背景不是要求的底色（彩度{shown}），请更换背景重新拍摄。",
                         "The background has a colour that is not asked (chroma {shown}); take it again."),
        "not-white": Text("背景为灰色或偏暗（亮度{shown}，白色应在{allowed}以上），请用白色背景重新拍摄。",
                          "The background is grey (lightness {shown}; white is {allowed} and more); use a white one."),
        "uneven": Text("背景不均匀或有阴影（白色占{shown}，要求{allowed}以上），请在均匀光线下重新拍摄。",
                       "The background is uneven or has a shadow ({shown} is white, at least {allowed} is asked)."),
        "perhaps-uneven": Text("背景可能不均匀或有阴影（白色占{shown}），请人工查看。",
                               "The background may be uneven or have a shadow ({shown} is white); look at it."),
        "border-differs": Text("照片边缘颜色与背景不一致（边缘白色占{shown}），请人工查看。",
                               "The photo's border is not as white as its background ({shown} is white); look at it."),
        "not-measured": Text("背景无法测量，请人工查看。", "The background could not be measured; look at it."),
    }  # fmt: skip
    accepted: Annotated[
        tuple[Colour, ...],
        Meta(min_length=1, description="colours that count", extra={"unit": "colour", "source": "PHOTO-BG: 照片底色背景為白色"}),
    ] = ("white",)
    doubtful: Annotated[
        tuple[Colour, ...],
        Meta(
            description="colours that a person is asked about",
            extra={"unit": "colour", "source": "our choice: none, unless texts disagree"},
        ),
    ] = ()
    least_white: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="share of white pixels from which on the background is white",
            extra={
                "unit": "share 0-1",
                "source": "measured on composed ID photos, 2026-11-21 and -22: good 0.99 and more, weak shadows 0.92-0.95",
            },
        ),
    ] = 0.95
    darkest: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="lightness that only a twentieth of a white background may stay below",
            extra={
                "unit": "L* 0-100",
                "source": "measured on composed ID photos, 2026-11-21 and -22: good 98.8 and more, weak shadows 88-91.5",
            },
        ),
    ] = 92.0
    surely_uneven: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="share of white below which an uneven background is surely so; the mask errs at hair by a few per cent",
            extra={
                "unit": "share 0-1",
                "source": "measured on composed ID photos, 2026-11-22: shadows of a quarter of the light 0.88-0.92",
            },
        ),
    ] = 0.90
    white_lightness: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="median lightness below which the whole background is grey",
            extra={"unit": "L* 0-100", "source": "RGB 230 on every channel is L* 91.3; grey 225 is 89.4"},
        ),
    ] = 91.0
    plain: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="chroma of the median colour above which the background is coloured",
            extra={
                "unit": "CIE chroma",
                "source": "measured on composed ID photos, 2026-11-22: light blue 14.5, white and grey 0; real pale walls 0.9-1.5",
            },
        ),
    ] = 7.0
    deep: Annotated[
        float,
        Meta(ge=0, le=150, description="chroma from which on a ground is a studio's blue or red and not a tinted wall",
             extra={"unit": "CIE chroma", "source": "measured, 2026-11-25: drawn studio blue 45, red 86; pale blue 14.5; real beige and "
                    "mauve walls 7.7 to 13.5"}),
    ] = 20.0  # fmt: skip
    even: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="standard deviation of lightness up to which an accepted colour is even",
            extra={"unit": "L*", "source": "our choice: composed even grounds stay below 1; no real studio blue was at hand"},
        ),
    ] = 6.0
    border_white: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="share of white in the border strip below which it disagrees with a white background",
            extra={
                "unit": "share 0-1",
                "source": "measured on composed ID photos, 2026-11-22: good 0.995 and more, large heads 0.89, frames 0.66",
            },
        ),
    ] = 0.75

    clear_crown: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="space above the crown below which hair reaches into the border strip, so that it tells nothing",
            extra={"unit": "share of the height", "source": "the strip along the top is 5 % of the height"},
        ),
    ] = 0.06

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one background."""
        taken = portrait.measures
        white, light, low, chroma = (taken[name] for name in self.asked)
        colour = self._colour(taken)
        if colour != "white" and colour in (*self.accepted, *self.doubtful):
            if taken.get("background_lightness_std", 0.0) > self.even:
                yield self._uneven(white)
            elif colour not in self.accepted:
                yield Verdict(outcome=Outcome.UNSURE, slug=f"{colour}-doubtful", measured=number(chroma), limit=self.plain)
        elif "white" not in self.accepted or chroma > self.plain:
            slug = colour if colour in {"blue", "red"} else "coloured"
            yield Verdict(outcome=Outcome.FAIL, slug=slug, measured=number(chroma), limit=self.plain, shown=f"{chroma:.0f}")
        elif light < self.white_lightness:
            shown, allowed = f"{light:.0f}", f"{self.white_lightness:.0f}"
            yield Verdict(
                outcome=Outcome.FAIL, slug="not-white", measured=number(light), limit=self.white_lightness, shown=shown, allowed=allowed
            )
        elif white < self.least_white or low < self.darkest:
            yield self._uneven(white)
        elif taken.get("crown_share", 0.0) > self.clear_crown and (border := taken.get("border_white_share", 1.0)) < self.border_white:
            yield Verdict(
                outcome=Outcome.UNSURE, slug="border-differs", measured=number(border), limit=self.border_white, shown=percent(border)
            )

    def _uneven(self, white: float) -> Verdict:
        sure = white < self.surely_uneven
        return Verdict(
            outcome=Outcome.FAIL if sure else Outcome.UNSURE,
            slug="uneven" if sure else "perhaps-uneven",
            measured=number(white),
            limit=self.surely_uneven if sure else self.least_white,
            shown=percent(white),
            allowed=percent(self.least_white),
        )

    def _colour(self, taken: dict[str, float]) -> str:
        """Return the colour's name: white (and grey), blue, red, or other."""
        a, b, chroma = taken.get("background_a", 0.0), taken.get("background_b", 0.0), taken["background_chroma"]
        if chroma <= self.plain:
            return "white"
        if chroma < self.deep:
            return "other"
        if b < 0 and abs(b) >= abs(a) / 2:
            return "blue"
        return "red" if a > abs(b) / 2 and a > 0 else "other"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return white, coloured, grey and uneven backgrounds."""
        blue = photo(background_white_share=0, background_lightness=57, background_lightness_p5=57, background_chroma=45, background_b=-44)
        red = photo(background_white_share=0, background_chroma=70, background_a=60, background_b=35)
        accepted = example("a blue background where blue counts", "white", Outcome.PASS, blue, limits={"accepted": ["white", "blue"]})
        spotty = photo(
            background_white_share=0, background_lightness=57, background_lightness_p5=40, background_chroma=45, background_b=-44,
            background_lightness_std=12,
        )  # fmt: skip
        return (
            example("white", "white", Outcome.PASS),
            example("a blue that texts disagree about", "blue-doubtful", Outcome.UNSURE, blue, limits={"doubtful": ["blue", "red"]}),
            example("a red that texts disagree about", "red-doubtful", Outcome.UNSURE, red, limits={"doubtful": ["blue", "red"]}),
            example("blue", "blue", Outcome.FAIL, blue),
            example("red", "red", Outcome.FAIL, red),
            example(
                "green", "coloured", Outcome.FAIL, photo(background_white_share=0, background_chroma=30, background_a=-28, background_b=10)
            ),
            example(
                "a wall with a tint of red where red is doubtful",
                "coloured",
                Outcome.FAIL,
                photo(background_white_share=0, background_lightness=72, background_chroma=9, background_a=8, background_b=4),
                limits={"doubtful": ["blue", "red"]},
            ),
            accepted,
            msgspec.structs.replace(
                accepted, title="uneven blue", case=example("", "", Outcome.PASS, spotty).case, gives=(("uneven", Outcome.FAIL),)
            ),
            example(
                "grey", "not-white", Outcome.FAIL, photo(background_white_share=0, background_lightness=80, background_lightness_p5=80)
            ),
            example("a shadow", "uneven", Outcome.FAIL, photo(background_white_share=0.87, background_lightness_p5=81)),
            example("a faint shadow", "perhaps-uneven", Outcome.UNSURE, photo(background_white_share=0.94, background_lightness_p5=89)),
            example("a border that is not white", "border-differs", Outcome.UNSURE, photo(border_white_share=0.6)),
            example("no background seen", "not-measured", Outcome.UNSURE, photo(without=("background_white_share",))),
        )

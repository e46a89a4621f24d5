"""Whether both eyes are open, to be seen, and look into the camera."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, photo, under
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoEyes(PhotoCheck, frozen=True, kw_only=True):
    """Both eyes are open, uncovered, and look into the camera.

    What: the gap of the lids over the width of the eye, of the eye that is less open. Narrow eyes come near the limit, so
    there is a band in which a person is asked. Where the irises stand between the corners of the eyes tells the gaze; one eye
    region much darker than the other may lie under hair. Both are only ever put to a person.
    Why: a photo with closed eyes cannot serve to recognise its owner.
    Source: 「半身免冠正面證件照」 (PHOTO-POSE); eyes open as ISO/IEC 29794-5 asks. The limits are ours.
    What a person still decides: whether narrow eyes are open; whether what darkens an eye is hair or a shadow.
    """

    name = "photo-eyes"
    title = Text("证件照眼睛", "eyes in the ID photo")
    good = "open"
    asked = ("eye_opening",)
    texts = {
        "open": Text("双眼睁开。", "Both eyes are open."),
        "closed": Text(
            "照片中有眼睛闭合（睁开程度{shown}，要求不低于{allowed}），请重新拍摄。",
            "An eye is closed (opening {shown}, at least {allowed} is asked); take the photo again.",
        ),
        "perhaps-closed": Text(
            "照片中眼睛可能未睁开（睁开程度{shown}），请人工查看。", "An eye may not be open (opening {shown}); look at it."
        ),
        "perhaps-hidden": Text(
            "照片中一只眼睛可能被头发或阴影遮挡（明暗比{shown}），请人工查看。",
            "One eye may lie under hair or a shadow (ratio {shown}); look at it.",
        ),
        "looking-aside": Text("视线可能未看向镜头（偏移{shown}），请人工查看。", "The gaze may go aside (offset {shown}); look at it."),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    least_opening: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="lid gap over eye width below which the eye is closed",
            extra={
                "unit": "ratio",
                "source": "measured on 14 composed photos, 2026-11-22: drawn closed eyes, median 0.15",
            },
        ),
    ] = 0.17
    doubtful_opening: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="the same, below which it may be",
            extra={
                "unit": "ratio",
                "source": "measured on 14 composed photos, 2026-11-22: good 0.275 and more, drawn closed eyes at most 0.22",
            },
        ),
    ] = 0.24

    least_balance: Annotated[
        float,
        Meta(ge=0, le=1, description="luma of the darker eye region over the other's below which an eye may be hidden",
             extra={"unit": "ratio 0-1", "source": "measured on 14 composed photos, 2026-11-25: bare faces 0.66 and more, drawn hair over "
                    "an eye at most 0.49"}),
    ] = 0.55  # fmt: skip
    most_gaze: Annotated[
        float,
        Meta(ge=0, le=0.5, description="irises off the middle of the eyes above which the gaze may go aside",
             extra={"unit": "share of the eye's width", "source": "measured on 14 composed photos, 2026-11-25: good at most 0.021, irises "
                    "moved by a fifth of the eye 0.082 and more"}),
    ] = 0.06  # fmt: skip

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        seen = portrait.measures["eye_opening"]
        if (outcome := under(seen, self.least_opening, self.doubtful_opening)) is not None:
            slug = "closed" if outcome is Outcome.FAIL else "perhaps-closed"
            yield Verdict(
                outcome=outcome,
                slug=slug,
                measured=number(seen),
                limit=self.doubtful_opening,
                shown=f"{seen:.2f}",
                allowed=f"{self.doubtful_opening:.2f}",
            )
            return  # where a lid hides the iris, its place is a guess
        if (balance := portrait.measures.get("eye_balance", 1.0)) < self.least_balance:
            yield Verdict(
                outcome=Outcome.UNSURE, slug="perhaps-hidden", measured=number(balance), limit=self.least_balance, shown=f"{balance:.2f}"
            )
        elif abs(gaze := portrait.measures.get("gaze_offset", 0.0)) > self.most_gaze:
            yield Verdict(
                outcome=Outcome.UNSURE, slug="looking-aside", measured=number(gaze), limit=self.most_gaze, shown=f"{abs(gaze):.2f}"
            )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("eyes open", "open", Outcome.PASS),
            example("eyes closed", "closed", Outcome.FAIL, photo(eye_opening=0.12)),
            example("narrow eyes", "perhaps-closed", Outcome.UNSURE, photo(eye_opening=0.21)),
            example("hair over an eye", "perhaps-hidden", Outcome.UNSURE, photo(eye_balance=0.35)),
            example("looking aside", "looking-aside", Outcome.UNSURE, photo(gaze_offset=-0.11)),
            example("eyes not measured", "not-measured", Outcome.UNSURE, photo(without=("eye_opening",))),
        )

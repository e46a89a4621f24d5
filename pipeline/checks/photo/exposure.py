"""Whether the photo is neither too bright nor too dark."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, over, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoExposure(PhotoCheck, frozen=True, kw_only=True):
    """The face is neither burnt out nor drowned in the dark, and lit evenly.

    What: burnt-out pixels of the face; darkness by the background, which does not follow the skin: a dark face before a white
    ground is a dark face, and passes; faded blacks; one cheek much darker than the other.
    Why: the features must be seen in print.
    Source: 「并用该工具审核个人证件照片」 (PHOTO-TOOL); over- and under-exposure as ISO/IEC 29794-5 measures them. The limits are ours.
    What a person still decides: everything between the limits; whether light that falls from one side is too uneven.
    """

    name = "photo-exposure"
    title = Text("证件照曝光", "exposure of the ID photo")
    good = "well-exposed"
    asked = ("face_over_share", "face_luma")
    texts = {
        "well-exposed": Text("曝光正常。", "The photo is well exposed."),
        "over-exposed": Text(
            "面部过曝（过亮面积{shown}，允许{allowed}以内），请重新拍摄。",
            "The face is over-exposed ({shown} burnt out, up to {allowed} is allowed); take it again.",
        ),
        "perhaps-over-exposed": Text(
            "面部可能过曝（过亮面积{shown}），请人工查看。", "The face may be over-exposed ({shown} burnt out); look at it."
        ),
        "dark": Text(
            "照片整体过暗（背景亮度{shown}，要求不低于{allowed}），请重新拍摄。",
            "The whole photo is too dark (background lightness {shown}, at least {allowed} is asked); take it again.",
        ),
        "perhaps-dark": Text("面部可能过暗，请人工查看。", "The face may be too dark; look at it."),
        "washed-out": Text(
            "照片发白，缺少暗部（最暗处{shown}），请重新拍摄。",
            "The photo is washed out (its darkest parts are at {shown}); take it again.",
        ),
        "perhaps-washed-out": Text(
            "照片可能发白（最暗处{shown}），请人工查看。", "The photo may be washed out (its darkest parts are at {shown}); look at it."
        ),
        "side-light": Text("面部两侧明暗不均（{shown}），请人工查看。", "The face is lit from one side (ratio {shown}); look at it."),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    burnt_out: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="burnt-out share of the face above which it is over-exposed",
            extra={"unit": "share 0-1", "source": "measured on 42 composed ID photos, 2026-11-21"},
        ),
    ] = 0.02
    doubtful_burnt_out: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="the same, above which it may be",
            extra={"unit": "share 0-1", "source": "measured on 14 composed photos, 2026-11-22: good at most 0.006"},
        ),
    ] = 0.01
    dark_ground: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="lightness of a grey or white background below which the whole photo may be dark",
            extra={"unit": "L* 0-100", "source": "measured on 14 composed photos, 2026-11-22: half the light gives 53"},
        ),
    ] = 70
    plain_ground: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="chroma up to which a background is grey or white",
            extra={"unit": "CIE chroma", "source": "our choice: light blue is 14"},
        ),
    ] = 8
    dark_face: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="luma of the face up to which a dark background means a dark photo",
            extra={
                "unit": "0-1",
                "source": "measured on 14 composed photos, 2026-11-22: half the light gives at most 0.29",
            },
        ),
    ] = 0.32
    doubtful_face: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="luma of the face below which a person looks, whatever the background",
            extra={
                "unit": "0-1",
                "source": "far below the darkest well-lit face measured on 42 composed ID photos, 2026-11-21 (0.33): skin decides nothing",
            },
        ),
    ] = 0.1
    faded: Annotated[
        float,
        Meta(
            ge=0,
            le=255,
            description="darkest percentile of the picture above which it is washed out",
            extra={
                "unit": "0-255",
                "source": "measured on 14 composed photos, 2026-11-22: good at most 74, washed out 152 and more",
            },
        ),
    ] = 130
    doubtful_faded: Annotated[
        float,
        Meta(
            ge=0,
            le=255,
            description="the same, above which it may be",
            extra={"unit": "0-255", "source": "measured on 14 composed photos, 2026-11-22: good at most 74"},
        ),
    ] = 100
    doubtful_cheek: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="darker cheek over the lighter one below which a person looks",
            extra={"unit": "ratio", "source": "measured on 42 composed ID photos, 2026-11-21: 12 to 32 of 42 side-lit photos"},
        ),
    ] = 0.5

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        taken = portrait.measures
        bright, luma, black = taken["face_over_share"], taken["face_luma"], taken.get("picture_luma_p01", 0.0)
        if (outcome := over(bright, self.burnt_out, self.doubtful_burnt_out)) is not None:
            slug = "over-exposed" if outcome is Outcome.FAIL else "perhaps-over-exposed"
            limit = self.burnt_out if outcome is Outcome.FAIL else self.doubtful_burnt_out
            shown, allowed = f"{bright:.1%}", f"{self.doubtful_burnt_out:.1%}"
            yield Verdict(outcome=outcome, slug=slug, measured=number(bright), limit=limit, shown=shown, allowed=allowed)
        ground = taken.get("background_lightness", 100.0)
        if ground < self.dark_ground and taken.get("background_chroma", 0.0) < self.plain_ground and luma < self.dark_face:
            shown, allowed = f"{ground:.0f}", f"{self.dark_ground:.0f}"
            yield Verdict(outcome=Outcome.FAIL, slug="dark", measured=number(ground), limit=self.dark_ground, shown=shown, allowed=allowed)
        elif luma < self.doubtful_face:
            yield Verdict(outcome=Outcome.UNSURE, slug="perhaps-dark", measured=number(luma), limit=self.doubtful_face, shown=f"{luma:.2f}")
        if (outcome := over(black, self.faded, self.doubtful_faded)) is not None:
            slug = "washed-out" if outcome is Outcome.FAIL else "perhaps-washed-out"
            yield Verdict(outcome=outcome, slug=slug, measured=number(black), limit=self.faded, shown=f"{black:.0f}")
        if (cheek := taken.get("cheek_ratio", 1.0)) < self.doubtful_cheek:
            yield Verdict(
                outcome=Outcome.UNSURE, slug="side-light", measured=number(cheek), limit=self.doubtful_cheek, shown=f"{cheek:.2f}"
            )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("well exposed", "well-exposed", Outcome.PASS),
            example("a dark-skinned person before white", "well-exposed", Outcome.PASS, photo(face_luma=0.22)),
            example("burnt out", "over-exposed", Outcome.FAIL, photo(face_over_share=0.2)),
            example("a shiny forehead", "perhaps-over-exposed", Outcome.UNSURE, photo(face_over_share=0.015)),
            example("half the light", "dark", Outcome.FAIL, photo(background_lightness=53, face_luma=0.25)),
            example("next to no light on the face", "perhaps-dark", Outcome.UNSURE, photo(face_luma=0.07)),
            example("faded", "washed-out", Outcome.FAIL, photo(picture_luma_p01=150)),
            example("a little faded", "perhaps-washed-out", Outcome.UNSURE, photo(picture_luma_p01=110)),
            example("lit from one side", "side-light", Outcome.UNSURE, photo(cheek_ratio=0.4)),
            example("light not measured", "not-measured", Outcome.UNSURE, photo(without=("face_luma",))),
        )

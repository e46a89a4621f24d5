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

    What: burnt-out pixels of the face, by luma and by a single channel at its end; darkness by the background, which does not follow
    the skin: a dark face before a white ground is a dark face, and passes; faded blacks; one side of the face much darker.
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
    clipped: Annotated[
        float,
        Meta(ge=0, le=1, description="share of the face with a channel at its end above which it is over-exposed",
             extra={"unit": "share 0-1", "source": "measured on 17 composed photos, 2026-11-25: good at most 0.004, a little "
                    "brightened 0.07; at one and a half times the light 0.10 to 0.83. How much is surely too much: our choice"}),
    ] = 0.35  # fmt: skip
    doubtful_clipped: Annotated[
        float,
        Meta(ge=0, le=1, description="the same, above which it may be",
             extra={"unit": "share 0-1", "source": "measured on 17 composed photos, 2026-11-25: good at most 0.004, a little "
                    "brightened 0.07; at one and a half times the light 0.10 and more"}),
    ] = 0.08  # fmt: skip
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
    doubtful_dark_face: Annotated[
        float,
        Meta(ge=0, le=1, description="luma of the face up to which a dark background may mean a dark photo",
             extra={"unit": "0-1", "source": "half of a light face's luma: 0.37 to 0.73 measured on 26 composed photos, 2026-11-25"}),
    ] = 0.4  # fmt: skip
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
    doubtful_side: Annotated[
        float,
        Meta(ge=0, le=1, description="darker side of the face over the lighter one below which a person looks",
             extra={"unit": "ratio", "source": "measured on 17 composed photos, 2026-11-25: good ones 0.64 to 0.99; half the face at half "
                    "the light 0.33 to 0.63"}),
    ] = 0.6  # fmt: skip

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        taken = portrait.measures
        bright, luma, black = taken["face_over_share"], taken["face_luma"], taken.get("picture_luma_p01", 0.0)
        yield from self._bright(bright, taken.get("face_clipped_share", 0.0))
        ground = taken.get("background_lightness", 100.0)
        dim = ground < self.dark_ground and taken.get("background_chroma", 0.0) < self.plain_ground
        if dim and luma < self.dark_face:
            shown, allowed = f"{ground:.0f}", f"{self.dark_ground:.0f}"
            yield Verdict(outcome=Outcome.FAIL, slug="dark", measured=number(ground), limit=self.dark_ground, shown=shown, allowed=allowed)
        elif luma < (limit := self.doubtful_dark_face if dim else self.doubtful_face):
            yield Verdict(outcome=Outcome.UNSURE, slug="perhaps-dark", measured=number(luma), limit=limit, shown=f"{luma:.2f}")
        if (outcome := over(black, self.faded, self.doubtful_faded)) is not None:
            slug = "washed-out" if outcome is Outcome.FAIL else "perhaps-washed-out"
            yield Verdict(outcome=outcome, slug=slug, measured=number(black), limit=self.faded, shown=f"{black:.0f}")
        if (side := taken.get("side_ratio", 1.0)) < self.doubtful_side:
            yield Verdict(outcome=Outcome.UNSURE, slug="side-light", measured=number(side), limit=self.doubtful_side, shown=f"{side:.2f}")

    def _bright(self, burnt: float, clipped: float) -> Iterator[Verdict]:
        """Yield one verdict on too much light: by the burnt-out share, or else by the share with a channel at its end."""
        for share, fail, unsure in ((burnt, self.burnt_out, self.doubtful_burnt_out), (clipped, self.clipped, self.doubtful_clipped)):
            if (outcome := over(share, fail, unsure)) is not None:
                slug = "over-exposed" if outcome is Outcome.FAIL else "perhaps-over-exposed"
                limit = fail if outcome is Outcome.FAIL else unsure
                yield Verdict(
                    outcome=outcome, slug=slug, measured=number(share), limit=limit, shown=f"{share:.1%}", allowed=f"{unsure:.1%}"
                )
                return

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("well exposed", "well-exposed", Outcome.PASS),
            example("a dark-skinned person before white", "well-exposed", Outcome.PASS, photo(face_luma=0.22)),
            example("burnt out", "over-exposed", Outcome.FAIL, photo(face_over_share=0.2)),
            example("a shiny forehead", "perhaps-over-exposed", Outcome.UNSURE, photo(face_over_share=0.015)),
            example("a channel at its end in much of the face", "over-exposed", Outcome.FAIL, photo(face_clipped_share=0.4)),
            example("a channel at its end in a tenth of the face", "perhaps-over-exposed", Outcome.UNSURE, photo(face_clipped_share=0.1)),
            example("half the light", "dark", Outcome.FAIL, photo(background_lightness=53, face_luma=0.25)),
            example("a light face in half the light", "perhaps-dark", Outcome.UNSURE, photo(background_lightness=53, face_luma=0.36)),
            example("next to no light on the face", "perhaps-dark", Outcome.UNSURE, photo(face_luma=0.07)),
            example("faded", "washed-out", Outcome.FAIL, photo(picture_luma_p01=150)),
            example("a little faded", "perhaps-washed-out", Outcome.UNSURE, photo(picture_luma_p01=110)),
            example("lit from one side", "side-light", Outcome.UNSURE, photo(side_ratio=0.5)),
            example("light not measured", "not-measured", Outcome.UNSURE, photo(without=("face_luma",))),
        )

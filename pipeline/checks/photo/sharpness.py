"""Whether the face is sharp."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, photo, under
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoSharpness(PhotoCheck, frozen=True, kw_only=True):
    """The face is sharp: in focus, not shaken, not scaled up from a smaller picture.

    What: on the face, brought to one size, second differences over the variance of light (blur), the finest detail over the
    next coarser one and the power of coarse details over fine ones (scaled up), and the weakest direction over the strongest
    (shaken). A smooth or retouched face comes near
    the limits, so there is a band in which a person is asked.
    Why: the photo is printed on the certificate; what is not in the picture cannot be brought back.
    Source: 「近期彩色標準1寸半身免冠正面證件照」 and 「并用该工具审核个人证件照片，审核通过后保存、上传」 (PHOTO-PX,
    PHOTO-TOOL). No text gives a number for sharpness; the measure is ISO/IEC 29794-5's, the limits are ours.
    What a person still decides: whether a photo in the band is good enough to print.
    """

    name = "photo-sharpness"
    title = Text("证件照清晰度", "sharpness of the ID photo")
    good = "sharp"
    asked = ("sharpness", "sharpness_weakest", "sharpness_evenness", "sharpness_detail")
    texts = {
        "sharp": Text("照片清晰。", "The photo is sharp."),
        "blurred": Text(
            "照片模糊（清晰度{shown}，要求不低于{allowed}），请重新拍摄。",
            "The photo is blurred (sharpness {shown}, at least {allowed} is asked); take it again.",
        ),
        "shaken": Text(
            "照片有抖动模糊（方向比{shown}，要求不低于{allowed}），请重新拍摄。",
            "The photo is shaken (direction ratio {shown}, at least {allowed} is asked); take it again.",
        ),
        "perhaps-blurred": Text(
            "照片可能不够清晰（清晰度{shown}，要求不低于{allowed}），请人工查看。",
            "The photo may not be sharp enough (sharpness {shown}, at least {allowed} is asked); look at it.",
        ),
        "perhaps-shaken": Text(
            "照片可能有抖动模糊（方向比{shown}），请人工查看。", "The photo may be shaken (direction ratio {shown}); look at it."
        ),
        "perhaps-enlarged": Text(
            "照片可能由小图放大而成（细节比{shown}，要求不低于{allowed}），请人工查看。",
            "The photo may be scaled up from a smaller one (detail ratio {shown}, at least {allowed} is asked); look at it.",
        ),
        "perhaps-coarse": Text(
            "照片可能由小图放大而成（粗细细节比{shown}，要求不高于{allowed}），请人工查看。",
            "The photo may be scaled up from a smaller one (coarse over fine details {shown}, at most {allowed} is asked); look at it.",
        ),
        "enlarged": Text(
            "照片缺少细节，系小图放大或对焦不准（细节比{shown}，要求不低于{allowed}），请提供原图。",
            "The photo lacks detail: scaled up or out of focus (detail ratio {shown}, at least {allowed} is asked); use the original.",
        ),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    least_sharpness: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="sharpness below which the face is surely blurred",
            extra={
                "unit": "Laplacian variance over luma variance",
                "source": "measured on 14 composed photos, 2026-11-22: good 0.022 and more",
            },
        ),
    ] = 0.018
    doubtful_sharpness: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="sharpness below which it may be",
            extra={
                "unit": "Laplacian variance over luma variance",
                "source": "measured on 14 composed photos, 2026-11-22: blur of 1.5 px 0.029 and less",
            },
        ),
    ] = 0.026
    least_detail: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="detail below which a face that is not very sharp was surely scaled up or out of focus",
            extra={
                "unit": "ratio",
                "source": "measured on 14 composed photos, 2026-11-22: scaled up threefold 0.113-0.146, good 0.148 and more",
            },
        ),
    ] = 0.13
    detail_counts_below: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="sharpness above which little detail alone is only doubtful",
            extra={
                "unit": "Laplacian variance over luma variance",
                "source": "measured on 14 composed photos, 2026-11-22",
            },
        ),
    ] = 0.045
    doubtful_detail: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="detail below which it may be",
            extra={"unit": "ratio", "source": "measured on 14 composed photos, 2026-11-22: good 0.148 and more"},
        ),
    ] = 0.147
    doubtful_falloff: Annotated[
        float,
        Meta(ge=0, le=10, description="power of coarse details over fine ones above which the photo may be scaled up",
             extra={"unit": "log10 of power", "source": "measured on 17 composed photos, 2026-11-25: good 1.80 and less, scaled up "
                    "threefold 2.13 and more, twofold 1.58 to 2.06"}),
    ] = 1.85  # fmt: skip
    least_evenness: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="weakest over strongest direction below which the photo is surely shaken",
            extra={
                "unit": "ratio",
                "source": "measured on 14 composed photos, 2026-11-22: good 0.477 and more, motion of 7 px 0.09-0.42",
            },
        ),
    ] = 0.3
    doubtful_evenness: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="the same, below which it may be",
            extra={"unit": "ratio", "source": "measured on 14 composed photos, 2026-11-22"},
        ),
    ] = 0.42
    shaken_weakest: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="sharpness of the weakest direction above which no photo is surely shaken",
            extra={
                "unit": "second difference variance over luma variance",
                "source": "measured on 14 composed photos, 2026-11-22: drawn faces are uneven and sharp",
            },
        ),
    ] = 0.009
    doubtful_weakest: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="the same, above which it is not even doubtful",
            extra={
                "unit": "second difference variance over luma variance",
                "source": "measured on 14 composed photos, 2026-11-22: motion of 7 px at most 0.0133",
            },
        ),
    ] = 0.0135

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        taken = portrait.measures
        sharp, detail, even, weakest = (
            taken[name] for name in ("sharpness", "sharpness_detail", "sharpness_evenness", "sharpness_weakest")
        )
        if even < self.doubtful_evenness and weakest < self.doubtful_weakest:
            sure = even < self.least_evenness and weakest < self.shaken_weakest
            outcome, slug = (Outcome.FAIL, "shaken") if sure else (Outcome.UNSURE, "perhaps-shaken")
            measured, limit = even, self.least_evenness if sure else self.doubtful_evenness
        elif (blur := under(sharp, self.least_sharpness, self.doubtful_sharpness)) is Outcome.FAIL:
            outcome, slug, measured, limit = blur, "blurred", sharp, self.least_sharpness
        elif detail < self.least_detail and sharp < self.detail_counts_below:
            outcome, slug, measured, limit = Outcome.FAIL, "enlarged", detail, self.least_detail
        elif blur is not None:
            outcome, slug, measured, limit = blur, "perhaps-blurred", sharp, self.doubtful_sharpness
        elif detail < self.doubtful_detail:
            outcome, slug, measured, limit = Outcome.UNSURE, "perhaps-enlarged", detail, self.doubtful_detail
        elif (falloff := taken.get("sharpness_falloff", 0.0)) > self.doubtful_falloff:
            outcome, slug, measured, limit = Outcome.UNSURE, "perhaps-coarse", falloff, self.doubtful_falloff
        else:
            return
        yield Verdict(outcome=outcome, slug=slug, measured=number(measured), limit=limit, shown=f"{measured:.3f}", allowed=f"{limit:.3f}")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("a sharp photo", "sharp", Outcome.PASS),
            example("out of focus", "blurred", Outcome.FAIL, photo(sharpness=0.012, sharpness_detail=0.12)),
            example("scaled up threefold", "enlarged", Outcome.FAIL, photo(sharpness=0.024, sharpness_detail=0.124)),
            example("shaken", "shaken", Outcome.FAIL, photo(sharpness=0.037, sharpness_evenness=0.17, sharpness_weakest=0.004)),
            example("a little soft", "perhaps-blurred", Outcome.UNSURE, photo(sharpness=0.025, sharpness_detail=0.16)),
            example("perhaps scaled up", "perhaps-enlarged", Outcome.UNSURE, photo(sharpness=0.05, sharpness_detail=0.14)),
            example("perhaps scaled up, by its finest details", "perhaps-coarse", Outcome.UNSURE, photo(sharpness_falloff=1.9)),
            example("perhaps shaken", "perhaps-shaken", Outcome.UNSURE, photo(sharpness_evenness=0.4, sharpness_weakest=0.01)),
            example("sharpness not measured", "not-measured", Outcome.UNSURE, photo(without=("sharpness",))),
        )

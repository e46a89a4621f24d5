"""Whether the photo has the asked number of pixels."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.photo.measured import example, photo
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen


class PhotoSize(Check, frozen=True, kw_only=True):
    """The photo has exactly the asked pixels.

    What: width and height as stored. A larger picture of the right shape is told apart from a wrong shape and from a picture
    that is too small: the official tool can still make the first.
    Why: the size is what the official tool writes; another size shows that the tool was not used.
    Source: 「正面證件照(尺寸25mm×35mm,像素295px×413px),照片底色背景為白色」 (PHOTO-PX, an exam notice; the registration rules give no
    figure, so sizes are a value of the profile)
    What a person still decides: nothing; the tool mends it.
    """

    name = "photo-size"
    title = Text("证件照像素", "pixels of the ID photo")
    needs = (PageSeen, PageKindSeen)
    texts = {
        "fits": Text("证件照像素为{measured}，符合要求。", "The photo has {measured} pixels, as asked."),
        "larger": Text(
            "证件照像素为{measured}，应为{limit}，请用照片处理工具裁切保存。",
            "The photo has {measured} pixels; {limit} is asked. Cut it with the tool.",
        ),
        "too-small": Text(
            "证件照像素为{measured}，小于要求的{limit}，请使用更大的原图。",
            "The photo has {measured} pixels, fewer than {limit}; use a larger original.",
        ),
        "wrong-shape": Text(
            "证件照像素为{measured}，长宽比不符合{limit}，请重新裁切。",
            "The photo has {measured} pixels, which is not the shape of {limit}; cut it again.",
        ),
    }
    sizes: Annotated[
        tuple[tuple[int, int], ...],
        Meta(
            min_length=1,
            description="widths and heights that are accepted; the first is named in messages",
            extra={"unit": "px", "source": "PHOTO-PX: 像素295px×413px"},
        ),
    ] = ((295, 413),)
    shape_slack: Annotated[
        float,
        Meta(
            ge=0,
            le=0.2,
            description="how far width over height may be off for a larger picture to have the right shape",
            extra={"unit": "share 0-1", "source": "one pixel of 295 is 0.34 %; three are let pass"},
        ),
    ] = 0.01

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about each photo's size."""
        pages = {page.page: page.origin for page in case.of(PageSeen)}
        for seen in case.pages_of(PageKind.ID_PHOTO):
            width, height = pages[seen.page].width_px, pages[seen.page].height_px
            slug = self._slug(width, height)
            asked = "×".join(map(str, self.sizes[0]))
            outcome = Outcome.PASS if slug == "fits" else Outcome.FAIL
            yield self.say(case, outcome, slug, evidence=(case.evidence(seen),), measured=f"{width}×{height}", limit=asked)

    def _slug(self, width: int, height: int) -> str:
        if (width, height) in self.sizes:
            return "fits"
        if all(width < w or height < h for w, h in self.sizes):
            return "too-small"
        fits = any(abs(width / height / (w / h) - 1) <= self.shape_slack for w, h in self.sizes)
        return "larger" if fits else "wrong-shape"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the asked size, just beside it, and other sizes."""
        return (
            example("the asked size", "fits", Outcome.PASS),
            example("twice the size", "larger", Outcome.FAIL, photo(width_px=590, height_px=826)),
            example("one pixel short", "too-small", Outcome.FAIL, photo(width_px=294, height_px=413)),
            example("the size of an identity card's photo", "wrong-shape", Outcome.FAIL, photo(width_px=358, height_px=441)),
            Example(
                title="another size that the profile accepts",
                case=example("", "", Outcome.PASS, photo(width_px=413, height_px=579)).case,
                gives=(("fits", Outcome.PASS),),
                limits={"sizes": [[413, 579], [413, 626]]},
            ),
        )

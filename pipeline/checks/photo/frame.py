"""Whether a frame or a border was added around the photo."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, over, percent, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoFrame(PhotoCheck, frozen=True, kw_only=True):
    """The photo has no frame and no added border.

    What: a straight line that runs along at least three sides within the outer twelfth of the picture.
    Why: the photo is cut to size for the certificate; a border would be printed with it.
    Source: 「照片底色背景為白色」 (PHOTO-BG): what surrounds the head is white ground, not a frame. The limits are ours.
    What a person still decides: whether a line near the edge is a frame.
    """

    name = "photo-frame"
    title = Text("证件照边框", "frame of the ID photo")
    good = "no-frame"
    asked = ("frame_share",)
    faceless = True
    texts = {
        "no-frame": Text("照片无边框。", "The photo has no frame."),
        "framed": Text("照片带有边框，请去掉边框重新制作。", "The photo has a frame; make it without one."),
        "perhaps-framed": Text("照片边缘可能有边框，请人工查看。", "There may be a frame at the edge of the photo; look at it."),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    frame: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="share of three sides along which a line surely is a frame",
            extra={
                "unit": "share 0-1",
                "source": "measured on 14 composed photos, 2026-11-22: good at most 0.07, frames 0.81 and more",
            },
        ),
    ] = 0.5
    doubtful_frame: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="share from which on it may be one",
            extra={"unit": "share 0-1", "source": "measured on 14 composed photos, 2026-11-22"},
        ),
    ] = 0.35

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        seen = portrait.measures["frame_share"]
        if (outcome := over(seen, self.frame, self.doubtful_frame)) is not None:
            slug = "framed" if outcome is Outcome.FAIL else "perhaps-framed"
            yield Verdict(
                outcome=outcome, slug=slug, measured=number(seen), limit=self.frame, shown=percent(seen), allowed=percent(self.frame)
            )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("no frame", "no-frame", Outcome.PASS),
            example("a black frame", "framed", Outcome.FAIL, photo(frame_share=0.94)),
            example("a line at the edge", "perhaps-framed", Outcome.UNSURE, photo(frame_share=0.4)),
            example("frame not measured", "not-measured", Outcome.UNSURE, photo(without=("frame_share",))),
        )

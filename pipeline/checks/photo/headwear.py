"""Whether the head is bare."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoHeadwear(PhotoCheck, frozen=True, kw_only=True):
    """The head is bare.

    What: nothing that may come along offline tells a hat or a hair ornament from hair; so every photo is put to the person who
    looks at it anyway, as a note.
    Why: the photo is asked for bare-headed; saying nothing would pass a hat in silence.
    Source: 「近期彩色標準1寸半身免冠正面證件照」 (PHOTO-POSE: 免冠 = bare-headed)
    What a person still decides: all of it, also religious or medical head coverings, and whether the photo is recent.
    """

    name = "photo-headwear"
    title = Text("证件照免冠", "bare head in the ID photo")
    good = "left-to-others"
    asked = ()
    texts = {
        "left-to-others": Text("是否免冠由他人另行核对。", "Whether the head is bare is looked at elsewhere."),
        "not-decidable": Text("程序无法判断是否免冠，请人工看一眼。", "The program cannot tell whether the head is bare; glance at it."),
    }
    judged_by_eye: Annotated[
        bool,
        Meta(
            description="whether a person is reminded to look; off only where somebody else does",
            extra={
                "unit": "yes or no",
                "source": "measured on 42 composed photos with drawn hats, 2026-11-21: no offline measure tells them",
            },
        ),
    ] = True

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        if self.judged_by_eye and portrait.faces:
            yield Verdict(outcome=Outcome.UNSURE, slug="not-decidable")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("any photo", "not-decidable", Outcome.UNSURE),
            example("somebody else looks", "left-to-others", Outcome.PASS, limits={"judged_by_eye": False}),
        )

"""Whether the head is bare."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, percent, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoHeadwear(PhotoCheck, frozen=True, kw_only=True):
    """The head is bare.

    What: a helmet or cap in a colour that neither hair nor skin has, or as white as paper, is told by the person's colours above the
    forehead. Nothing that may come along offline tells a black, brown or grey hat or a hair ornament from hair; so every other photo
    is put to the person who looks at it anyway, as a note.
    Why: the photo is asked for bare-headed; saying nothing would pass a hat in silence.
    Source: 「近期彩色標準1寸半身免冠正面證件照」 (PHOTO-POSE: 免冠 = bare-headed)
    What a person still decides: all of it, also religious or medical head coverings, dyed hair, and whether the photo is recent.
    """

    name = "photo-headwear"
    title = Text("证件照免冠", "bare head in the ID photo")
    good = "left-to-others"
    asked = ()
    texts = {
        "left-to-others": Text("是否免冠由他人另行核对。", "Whether the head is bare is looked at elsewhere."),
        "perhaps-worn": Text(
            "头顶颜色不像头发（占{shown}），可能戴帽，请人工查看。",
            "The top of the head has no colour of hair ({shown} of it); a hat may be worn; look at it.",
        ),
        "not-decidable": Text("程序无法判断是否免冠，请人工看一眼。", "The program cannot tell whether the head is bare; glance at it."),
    }
    odd_colour: Annotated[
        float,
        Meta(ge=0, le=1, description="share of the head's top in a colour hair never has above which a hat may be worn",
             extra={"unit": "share 0-1", "source": "measured on 17 composed photos, 2026-11-25: bare heads at most 0.001, under coloured "
                    "light or with colours twice too strong 0.35; drawn red helmets and blue hats 0.94 and more"}),
    ] = 0.5  # fmt: skip
    paper_white: Annotated[
        float,
        Meta(ge=0, le=1, description="share of the head's top as white as paper above which a hat may be worn",
             extra={"unit": "share 0-1", "source": "measured on 17 composed photos, 2026-11-25: bare heads at most 0.12, over-exposed "
                    "ones 0.42; drawn white caps 0.95 and more"}),
    ] = 0.6  # fmt: skip
    judged_by_eye: Annotated[
        bool,
        Meta(
            description="whether a person is reminded to look; off only where somebody else does",
            extra={
                "unit": "yes or no",
                "source": "measured on 42 composed photos with drawn hats, 2026-11-21: no offline measure tells those the colour of hair",
            },
        ),
    ] = True

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        if not portrait.faces:
            return
        for name, most in (("head_top_odd", self.odd_colour), ("head_top_white", self.paper_white)):
            if (share := portrait.measures.get(name, 0.0)) > most:
                yield Verdict(
                    outcome=Outcome.UNSURE, slug="perhaps-worn", measured=number(share), limit=most, shown=percent(share), box=portrait.head
                )
                return
        if self.judged_by_eye:
            yield Verdict(outcome=Outcome.UNSURE, slug="not-decidable")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("any photo", "not-decidable", Outcome.UNSURE),
            example("a yellow helmet", "perhaps-worn", Outcome.UNSURE, photo(head_top_odd=0.97)),
            example("a white cap", "perhaps-worn", Outcome.UNSURE, photo(head_top_white=0.95)),
            example("somebody else looks", "left-to-others", Outcome.PASS, limits={"judged_by_eye": False}),
        )

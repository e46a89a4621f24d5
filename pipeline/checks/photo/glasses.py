"""Whether glasses hide the eyes."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoGlasses(PhotoCheck, frozen=True, kw_only=True):
    """No dark or glaring glasses hide the eyes.

    What: a spectacle frame is an edge across the bridge of the nose; dark lenses are eyes much darker than the cheeks; glare is
    burnt-out light around the eyes behind a frame. Plain glasses are told, and no rule in the pack forbids them.
    Why: the eyes must be seen.
    Source: 「半身免冠正面證件照」 (PHOTO-POSE: occlusion). No text forbids plain glasses. The limits are ours.
    What a person still decides: whether the rims cover an eye, and whether glasses are accepted at all.
    """

    name = "photo-glasses"
    title = Text("证件照眼镜", "glasses in the ID photo")
    good = "no-glasses"
    asked = ("bridge_edge", "eye_darkness")
    texts = {
        "no-glasses": Text("未戴眼镜。", "No glasses are worn."),
        "dark": Text(
            "照片佩戴深色眼镜，遮挡眼睛，请摘下后重新拍摄。", "Dark glasses hide the eyes; take them off and take the photo again."
        ),
        "glare": Text("眼镜可能反光遮挡眼睛，请人工查看。", "The glasses may glare over the eyes; look at it."),
        "worn": Text("照片佩戴眼镜，请留意镜框与反光。", "Glasses are worn; mind rims and glare."),
        "perhaps-dark": Text("眼部较暗，可能佩戴深色眼镜，请人工查看。", "The eyes are dark; dark glasses may be worn; look at it."),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    frame_edge: Annotated[
        float,
        Meta(
            ge=0,
            le=10,
            description="edge across the bridge of the nose from which on glasses are worn",
            extra={
                "unit": "ratio",
                "source": "composed photos, 2026-11-21 and -22: bare faces at most 0.44, 8 real glasses 1.16 and more, drawn 1.25 and more",
            },
        ),
    ] = 0.6
    dark_lens: Annotated[
        float,
        Meta(
            ge=0,
            le=2,
            description="luma of the eyes over the cheeks below which lenses are dark",
            extra={
                "unit": "ratio",
                "source": "measured on 14 composed photos, 2026-11-22: bare faces 0.46 and more, drawn lenses at most 0.34",
            },
        ),
    ] = 0.36
    doubtful_lens: Annotated[
        float,
        Meta(
            ge=0,
            le=2,
            description="the same, below which they may be",
            extra={"unit": "ratio", "source": "measured on 14 composed photos, 2026-11-22"},
        ),
    ] = 0.42
    glare: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="burnt-out share around an eye behind glasses from which on a person looks",
            extra={"unit": "share 0-1", "source": "our choice: bare faces show none; real glare was not at hand"},
        ),
    ] = 0.03

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        taken = portrait.measures
        worn = taken["bridge_edge"] > self.frame_edge
        darkness, glare = taken["eye_darkness"], taken.get("glare_share", 0.0)
        if darkness < self.dark_lens and worn:
            yield Verdict(outcome=Outcome.FAIL, slug="dark", measured=number(darkness), limit=self.dark_lens)
        elif darkness < self.doubtful_lens:
            yield Verdict(outcome=Outcome.UNSURE, slug="perhaps-dark", measured=number(darkness), limit=self.doubtful_lens)
        elif worn and glare > self.glare:
            yield Verdict(outcome=Outcome.UNSURE, slug="glare", measured=number(glare), limit=self.glare)
        elif worn:
            yield Verdict(outcome=Outcome.UNSURE, slug="worn", measured=number(taken["bridge_edge"]), limit=self.frame_edge)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("no glasses", "no-glasses", Outcome.PASS),
            example("sunglasses", "dark", Outcome.FAIL, photo(bridge_edge=2.8, eye_darkness=0.17)),
            example("plain glasses", "worn", Outcome.UNSURE, photo(bridge_edge=2.3)),
            example("glaring glasses", "glare", Outcome.UNSURE, photo(bridge_edge=2.3, glare_share=0.1)),
            example("dark eye sockets", "perhaps-dark", Outcome.UNSURE, photo(eye_darkness=0.4)),
            example("glasses not measured", "not-measured", Outcome.UNSURE, photo(without=("eye_darkness",))),
        )

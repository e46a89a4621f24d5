"""Whether the head has the right size and place in the photo."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, percent, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoHead(PhotoCheck, frozen=True, kw_only=True):
    """The head is whole, of the right size, in the middle, and not stretched.

    What: crown (hair counted) to chin over the picture's height; the space over the crown; the face's midline against the
    picture's; the proportions of the face, which tell a stretched picture but also vary between people. Where a specification
    states them: the most space over the crown, the least under the chin, how low the eyes may stand, and the head's width, which
    lies between the face's and that of head, ears and hair together: only a head that neither of them lets fit is put to a person.
    Why: the certificate prints the photo as it is; the official tool cuts it so.
    Source: 「標準1寸半身免冠正面證件照」 (PHOTO-POSE: head fully inside, face-height ratio). No text gives a figure; the limits are
    ours and let pass what public guides ask (head about two thirds).
    What a person still decides: whether a photo near a limit is acceptable.
    """

    name = "photo-head"
    title = Text("证件照头部位置", "place of the head in the ID photo")
    good = "well-placed"
    asked = ("chin_share", "centre_offset_share")
    texts = {
        "well-placed": Text("头部大小、位置合适。", "The head is well placed."),
        "head-too-small": Text(
            "头部偏小：头顶到下巴占照片高度{shown}，要求{allowed}。", "The head is too small: {shown} of the height, {allowed} is asked."
        ),
        "head-too-large": Text(
            "头部偏大：头顶到下巴占照片高度{shown}，要求{allowed}。", "The head is too large: {shown} of the height, {allowed} is asked."
        ),
        "perhaps-too-small": Text(
            "头部可能偏小（占照片高度{shown}，要求{allowed}），请人工查看。",
            "The head may be too small ({shown} of the height, {allowed} is asked); look at it.",
        ),
        "perhaps-too-large": Text(
            "头部可能偏大（占照片高度{shown}，要求{allowed}），请人工查看。",
            "The head may be too large ({shown} of the height, {allowed} is asked); look at it.",
        ),
        "top-cut": Text(
            "头顶被裁切或紧贴上边（距上边{shown}，要求不少于{allowed}），请重新裁切。",
            "The top of the head is cut off or touches the edge ({shown} above it, at least {allowed} is asked).",
        ),
        "top-wide": Text(
            "头顶上方留空过大（{shown}，要求不超过{allowed}），请重新裁切。",
            "There is too much space over the head ({shown}, at most {allowed} is asked); cut it again.",
        ),
        "perhaps-top-wide": Text(
            "头顶上方留空可能过大（{shown}，要求不超过{allowed}），请人工查看。",
            "There may be too much space over the head ({shown}, at most {allowed} is asked); look at it.",
        ),
        "chin-low": Text(
            "下巴离下边缘过近（{shown}，要求不少于{allowed}），请重新裁切。",
            "The chin is too near the lower edge ({shown}, at least {allowed} is asked); cut it again.",
        ),
        "eyes-low": Text(
            "眼睛位置过低（距上边{shown}，要求不超过{allowed}），请重新裁切。",
            "The eyes stand too low ({shown} from the top, at most {allowed} is asked); cut it again.",
        ),
        "perhaps-narrow": Text(
            "头部可能偏窄（占照片宽度{shown}，要求不少于{allowed}），请人工查看。",
            "The head may be too narrow ({shown} of the width, at least {allowed} is asked); look at it.",
        ),
        "perhaps-wide": Text(
            "头部可能偏宽（占照片宽度{shown}，要求不超过{allowed}），请人工查看。",
            "The head may be too wide ({shown} of the width, at most {allowed} is asked); look at it.",
        ),
        "off-centre": Text(
            "头部不在照片中间（偏移{shown}，允许{allowed}以内），请重新裁切。",
            "The head is off centre (by {shown} of the width, up to {allowed} is allowed).",
        ),
        "perhaps-stretched": Text(
            "照片可能被拉伸变形（脸部宽度为常见比例的{shown}倍，通常{allowed}），请人工查看。",
            "The photo may be stretched (the face is {shown} times as wide as usual, people {allowed}); look at it.",
        ),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    least_head: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="head height over the picture's below which it is too small",
            extra={"unit": "share 0-1", "source": "measured on 42 composed ID photos, 2026-11-21: 0.7 times the size is always below"},
        ),
    ] = 0.5
    doubtful_least_head: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="the same, below which it may be",
            extra={"unit": "share 0-1", "source": "measured on 42 composed ID photos, 2026-11-21"},
        ),
    ] = 0.54
    most_head: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="head height above which it is too large",
            extra={"unit": "share 0-1", "source": "measured on 42 composed ID photos, 2026-11-21: 1.3 times the size is always above 0.72"},
        ),
    ] = 0.75
    doubtful_most_head: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="the same, above which it may be",
            extra={"unit": "share 0-1", "source": "measured on 42 composed ID photos, 2026-11-21"},
        ),
    ] = 0.73
    least_top: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="space above the crown below which the head is cut",
            extra={"unit": "share 0-1", "source": "measured on 42 composed ID photos, 2026-11-21: 42 of 42 cut, none of the good"},
        ),
    ] = 0.02
    most_offset: Annotated[
        float,
        Meta(
            ge=0,
            le=0.5,
            description="distance of the face's midline from the middle above which it is off centre",
            extra={
                "unit": "share of the width",
                "source": "measured on 42 composed ID photos, 2026-11-21: 10 % shift 42 of 42, good at most 0.7 %",
            },
        ),
    ] = 0.06
    most_top: Annotated[
        float | None,
        Meta(description="space above the crown above which there is too much, none where no text gives one",
             extra={"unit": "share 0-1", "source": "the specification; registration states none"}),
    ] = None  # fmt: skip
    least_below_chin: Annotated[
        float | None,
        Meta(description="space below the chin below which there is too little, none where no text gives one",
             extra={"unit": "share 0-1", "source": "the specification; registration states none"}),
    ] = None  # fmt: skip
    lowest_eyes: Annotated[
        float | None,
        Meta(description="distance of the eyes from the top above which they stand too low, none where no text gives one",
             extra={"unit": "share 0-1", "source": "the specification; registration states none"}),
    ] = None  # fmt: skip
    narrowest_head: Annotated[
        float | None,
        Meta(description="width of head, ears and hair below which a person looks, none where no text gives one",
             extra={"unit": "share of the width", "source": "the specification; registration states none"}),
    ] = None  # fmt: skip
    widest_head: Annotated[
        float | None,
        Meta(description="width of the face alone above which a person looks, none where no text gives one",
             extra={"unit": "share of the width", "source": "the specification; registration states none"}),
    ] = None  # fmt: skip
    slack: Annotated[
        float,
        Meta(ge=0, le=0.1, description="how far beyond the most space over the crown a photo is surely wrong",
             extra={"unit": "share 0-1", "source": "one row of the person mask is 0.4 % of the height; loose hair adds a few"}),
    ] = 0.012  # fmt: skip
    squeezed: Annotated[
        float,
        Meta(ge=0.3, le=1, description="stretch below which the picture may be squeezed sideways",
             extra={"unit": "ratio", "source": "measured on 14 composed photos, each person left out of the reference in turn, 2026-11-25: "
                    "people 0.91-1.10, squeezed to 0.8 at most 0.87"}),
    ] = 0.89  # fmt: skip
    stretched: Annotated[
        float,
        Meta(ge=1, le=3, description="the same, above which it may be stretched",
             extra={"unit": "ratio", "source": "measured on 14 composed photos, each person left out of the reference in turn, 2026-11-25: "
                    "people 0.91-1.10, stretched to 1.2 1.13 and more but for one"
                    " of 1.08"}),
    ] = 1.11  # fmt: skip

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        taken = portrait.measures
        allowed = f"{percent(self.doubtful_least_head)}-{percent(self.doubtful_most_head)}"
        if (top := taken.get("crown_share", 0.0)) < self.least_top:
            yield Verdict(
                outcome=Outcome.FAIL if "crown_share" in taken else Outcome.UNSURE,
                slug="top-cut",
                measured=number(top),
                limit=self.least_top,
                shown=percent(top),
                allowed=percent(self.least_top),
                box=portrait.head,
            )
        if (share := taken.get("head_height_share")) is not None:
            sizes = (
                (share < self.least_head, Outcome.FAIL, "head-too-small", self.least_head),
                (share > self.most_head, Outcome.FAIL, "head-too-large", self.most_head),
                (share < self.doubtful_least_head, Outcome.UNSURE, "perhaps-too-small", self.doubtful_least_head),
                (share > self.doubtful_most_head, Outcome.UNSURE, "perhaps-too-large", self.doubtful_most_head),
            )
            for wrong, outcome, slug, limit in sizes:
                if wrong:
                    yield Verdict(
                        outcome=outcome,
                        slug=slug,
                        measured=number(share),
                        limit=limit,
                        shown=percent(share),
                        allowed=allowed,
                        box=portrait.head,
                    )
                    break
        if abs(offset := taken["centre_offset_share"]) > self.most_offset:
            shown, within = percent(abs(offset)), percent(self.most_offset)
            yield Verdict(
                outcome=Outcome.FAIL, slug="off-centre", measured=number(offset), limit=self.most_offset, shown=shown, allowed=within
            )
        yield from self._stated(taken)
        if not self.squeezed <= (seen := taken.get("stretch", 1.0)) <= self.stretched:
            limit = self.squeezed if seen < self.squeezed else self.stretched
            usual = f"{self.squeezed:.2f}-{self.stretched:.2f}"
            yield Verdict(
                outcome=Outcome.UNSURE, slug="perhaps-stretched", measured=number(seen), limit=limit, shown=f"{seen:.2f}", allowed=usual
            )

    def _stated(self, taken: dict[str, float]) -> Iterator[Verdict]:
        """Yield what is beyond the limits that only some specifications state."""
        top = taken.get("crown_share")
        sides = (
            ("top-wide" if top is not None and self.most_top is not None and top > self.most_top + self.slack else "perhaps-top-wide",
             top, self.most_top, 1),
            ("chin-low", 1 - taken["chin_share"], self.least_below_chin, -1),
            ("eyes-low", taken.get("eye_line_share"), self.lowest_eyes, 1),
            ("perhaps-narrow", taken.get("head_width_share"), self.narrowest_head, -1),
            ("perhaps-wide", taken.get("face_width_share"), self.widest_head, 1),
        )  # fmt: skip
        for slug, seen, limit, side in sides:
            if seen is not None and limit is not None and side * (seen - limit) > 0:
                outcome = Outcome.UNSURE if slug.startswith("perhaps-") else Outcome.FAIL
                shown, allowed = f"{seen * 100:.1f}%", f"{limit * 100:.1f}%"
                yield Verdict(outcome=outcome, slug=slug, measured=number(seen), limit=limit, shown=shown, allowed=allowed)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("well placed", "well-placed", Outcome.PASS),
            example("too small", "head-too-small", Outcome.FAIL, photo(head_height_share=0.42, crown_share=0.2)),
            example("too large", "head-too-large", Outcome.FAIL, photo(head_height_share=0.8, crown_share=0.03)),
            example("near the lower limit", "perhaps-too-small", Outcome.UNSURE, photo(head_height_share=0.52)),
            example("near the upper limit", "perhaps-too-large", Outcome.UNSURE, photo(head_height_share=0.74)),
            example("cut at the top", "top-cut", Outcome.FAIL, photo(crown_share=0.0)),
            example("crown not found", "top-cut", Outcome.UNSURE, photo(without=("crown_share", "head_height_share"))),
            example("off centre", "off-centre", Outcome.FAIL, photo(centre_offset_share=-0.1)),
            example("too much over the head", "top-wide", Outcome.FAIL, photo(crown_share=0.085), limits={"most_top": 0.0476}),
            example("a little over the head", "perhaps-top-wide", Outcome.UNSURE, photo(crown_share=0.055), limits={"most_top": 0.0476}),
            example("chin near the foot", "chin-low", Outcome.FAIL, photo(chin_share=0.9), limits={"least_below_chin": 0.1458}),
            example("eyes low", "eyes-low", Outcome.FAIL, photo(eye_line_share=0.56), limits={"lowest_eyes": 0.5306}),
            example("a narrow head", "perhaps-narrow", Outcome.UNSURE, photo(head_width_share=0.4), limits={"narrowest_head": 0.4545}),
            example("a wide face", "perhaps-wide", Outcome.UNSURE, photo(face_width_share=0.7), limits={"widest_head": 0.6667}),
            example("stretched", "perhaps-stretched", Outcome.UNSURE, photo(stretch=1.2)),
            example("place not measured", "not-measured", Outcome.UNSURE, photo(without=("chin_share",))),
        )

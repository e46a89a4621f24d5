"""Whether the photo shows exactly one uncovered face."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoFace(PhotoCheck, frozen=True, kw_only=True):
    """The photo shows exactly one face, and nothing covers it.

    What: faces are counted (small ones far behind the largest are not); a mask is told by a lower face without the forehead's
    colour, or of another colour, and too even for lips; one the colour of skin by what it hides: nostrils, red lips, the line
    between them. Where nostrils and red lips are seen, another colour below the nose is a beard or the light. Nobody is recognised.
    Why: the photo is of the applicant alone, with the face to be seen.
    Source: 「半身免冠正面證件照」 (PHOTO-POSE: one face; return when there is none or more than one)
    What a person still decides: whether it is the applicant; whether something else covers the face.
    """

    name = "photo-face"
    title = Text("证件照人脸", "face in the ID photo")
    good = "one-face"
    asked = ("faces",)
    faceless = True
    texts = {
        "one-face": Text("照片中有且只有一张人脸。", "There is exactly one face."),
        "no-face": Text("照片中未找到人脸，请上传本人证件照。", "No face was found; upload your own ID photo."),
        "several-faces": Text("照片中有{shown}张人脸，应只有本人一人。", "There are {shown} faces; only the applicant may be in it."),
        "masked": Text("口鼻被口罩等遮挡，请露出全脸重新拍摄。", "Mouth and nose are covered; show the whole face."),
        "perhaps-covered": Text("面部可能被遮挡，请人工查看。", "The face may be covered; look at it."),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    colourless: Annotated[
        float,
        Meta(ge=0, le=1, description="chroma of the face below the nose over the forehead's below which something covers it",
             extra={"unit": "ratio", "source": "measured on 14 composed photos, 2026-11-25: bare faces 0.63 and more, drawn beards "
                    "0.50 and more, drawn white and black masks at most 0.12"}),
    ] = 0.3  # fmt: skip
    other_colour: Annotated[
        float,
        Meta(ge=0, le=100, description="colour of the face below the nose from the forehead's above which something covers it",
             extra={"unit": "CIE76 without L*", "source": "measured on 14 composed photos, 2026-11-25: bare faces at most 9.1, drawn "
                    "beards 12.2, drawn blue masks 32.8 and more"}),
    ] = 16  # fmt: skip
    even: Annotated[
        float,
        Meta(ge=0, le=2, description="spread of redness below the nose, over the forehead's chroma, up to which it is too even for lips",
             extra={"unit": "ratio", "source": "measured on 14 composed photos, 2026-11-25: bare faces 0.22 and more, drawn white and "
                    "black masks at most 0.13, skin-coloured ones 0.17"}),
    ] = 0.18  # fmt: skip
    coloured: Annotated[
        float,
        Meta(ge=0, le=50, description="chroma of the forehead below which the colours of the face tell no mask",
             extra={"unit": "CIE chroma", "source": "measured on 14 composed photos, 2026-11-25: foreheads 11.9 and more, "
                    "under blue light 0.4"}),
    ] = 8  # fmt: skip
    hidden_nostrils: Annotated[
        float,
        Meta(ge=0, le=1, description="nostrils darker than the tip of the nose by less than this are not to be seen",
             extra={"unit": "share of luma", "source": "measured on 17 composed photos, 2026-11-25: bare faces 0.38 and more, blurred ones "
                    "0.23 and more, drawn masks of four colours at most 0.17"}),
    ] = 0.2  # fmt: skip
    hidden_line: Annotated[
        float,
        Meta(ge=0, le=1, description="line between the lips darker than the skin by less than this is not to be seen",
             extra={"unit": "share of luma", "source": "measured on 17 composed photos, 2026-11-25: shaven faces 0.15 and more, drawn "
                    "masks at most 0.13"}),
    ] = 0.13  # fmt: skip
    hidden_lips: Annotated[
        float,
        Meta(ge=0, le=5, description="lips redder than the skin around by less than this are not to be seen",
             extra={"unit": "share of redness", "source": "measured on 17 composed photos, 2026-11-25: bare faces 0.08 and more, drawn "
                    "masks the colour of skin at most 0.02, pink ones at most 0.09"}),
    ] = 0.06  # fmt: skip
    seen_nostrils: Annotated[
        float,
        Meta(ge=0, le=1, description="nostrils darker by this or more are surely seen, and with red lips no mask is worn",
             extra={"unit": "share of luma", "source": "measured on 17 composed photos, 2026-11-25: bare faces 0.38 and more"}),
    ] = 0.3  # fmt: skip
    burnt_out: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="over-exposed share of the face from which on colours tell nothing",
            extra={
                "unit": "share 0-1",
                "source": "measured on 14 composed photos, 2026-11-22: over-exposed faces differ from chin to forehead",
            },
        ),
    ] = 0.05
    least_mesh: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="mesh score below which the face may be covered or no face",
            extra={"unit": "score 0-1", "source": "measured on 14 composed photos, 2026-11-22: bare faces 1.0"},
        ),
    ] = 0.9

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        taken = portrait.measures
        if not portrait.faces:
            yield Verdict(outcome=Outcome.FAIL, slug="no-face", measured=0, limit=1)
            return
        if len(portrait.faces) > 1:
            count = len(portrait.faces)
            yield Verdict(outcome=Outcome.FAIL, slug="several-faces", measured=count, limit=1, shown=str(count), box=portrait.faces[1].box)
        if (cover := self._covered(taken)) is not None:
            outcome, measured, limit = cover
            slug = "masked" if outcome is Outcome.FAIL else "perhaps-covered"
            yield Verdict(outcome=outcome, slug=slug, measured=number(measured), limit=limit, box=portrait.faces[0].box)

    def _covered(self, taken: dict[str, float]) -> tuple[Outcome, float, float] | None:
        """Return how surely something covers the face, and the measure and limit that tell it; None for a bare face."""
        ratio, colour = taken.get("lower_chroma", 1.0), taken.get("lower_difference", 0.0)
        told = taken.get("forehead_chroma", 0.0) >= self.coloured
        grey = told and ratio < self.colourless
        covered = grey or (told and colour > self.other_colour)
        even = told and taken.get("lower_spread", 1.0) < self.even
        burnt_out = taken.get("face_over_share", 0.0) >= self.burnt_out
        if burnt_out and not (grey and even):
            covered = even = False  # light took the colours; only a white mask, which counts as burnt out itself, has both marks
        nostrils, line = taken.get("nostrils", 1.0), taken.get("mouth_line", 1.0)
        lips = taken.get("lips")
        if lips is not None and lips >= self.hidden_lips and nostrils >= self.seen_nostrils:
            covered = even = False
        if covered and even:
            measured, limit = (ratio, self.colourless) if grey else (colour, self.other_colour)
            return Outcome.FAIL, measured, limit
        no_nose, no_mouth = nostrils < self.hidden_nostrils, line < self.hidden_line
        pale = lips is not None and lips < self.hidden_lips
        if no_nose and no_mouth:
            return Outcome.FAIL if pale else Outcome.UNSURE, nostrils, self.hidden_nostrils
        if (no_nose and not burnt_out) or (no_mouth and pale):
            return Outcome.UNSURE, *((nostrils, self.hidden_nostrils) if no_nose else (line, self.hidden_line))
        if covered:
            return Outcome.UNSURE, *((ratio, self.colourless) if grey else (colour, self.other_colour))
        if even:
            return Outcome.UNSURE, taken["lower_spread"], self.even
        score = taken.get("mesh_score", 1.0)
        return (Outcome.UNSURE, score, self.least_mesh) if score < self.least_mesh else None

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("one face", "one-face", Outcome.PASS),
            example("no face", "no-face", Outcome.FAIL, photo(faces=0)),
            example("two faces", "several-faces", Outcome.FAIL, photo(faces=2)),
            example("a mask", "masked", Outcome.FAIL, photo(without=("lips",), lower_difference=35, lower_spread=0.1)),
            example(
                "a white mask",
                "masked",
                Outcome.FAIL,
                photo(without=("lips",), lower_chroma=0.08, lower_difference=16, lower_spread=0.01, nostrils=0.1, mouth_line=0.1),
            ),
            example("a mask the colour of skin", "masked", Outcome.FAIL, photo(nostrils=0.06, lips=0.01, mouth_line=0.05)),
            example("a pink mask", "perhaps-covered", Outcome.UNSURE, photo(nostrils=0.1, lips=0.08, mouth_line=0.08)),
            example("a mask under the nose", "perhaps-covered", Outcome.UNSURE, photo(lips=0.0, mouth_line=0.05)),
            example("a nose that cannot be seen", "perhaps-covered", Outcome.UNSURE, photo(nostrils=0.1)),
            example("a beard", "one-face", Outcome.PASS, photo(lower_difference=18, mouth_line=-0.3)),
            example(
                "a greyscale photo",
                "one-face",
                Outcome.PASS,
                photo(without=("lips",), forehead_chroma=0.1, lower_chroma=0.0, lower_spread=0.01),
            ),
            example("a strange chin and pale lips", "perhaps-covered", Outcome.UNSURE, photo(lower_difference=18, lips=0.03)),
            example("a chin too even for lips", "perhaps-covered", Outcome.UNSURE, photo(lower_spread=0.07, lips=0.03)),
            example("a poor mesh", "perhaps-covered", Outcome.UNSURE, photo(mesh_score=0.5)),
            example("faces not counted", "not-measured", Outcome.UNSURE, photo(without=("faces",))),
        )

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

    What: faces are counted (small ones far behind the largest are not); a mask is told by lips and chin that have one colour, and
    another than the forehead. Nobody is recognised.
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
    mask_colour: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="colour of the chin from the forehead's above which a mask may be worn",
            extra={
                "unit": "CIE76 without L*",
                "source": "measured on 14 composed photos, 2026-11-22: bare faces at most 10.5, drawn masks 12.6 and more but for one",
            },
        ),
    ] = 12
    mask_lips: Annotated[
        float,
        Meta(
            ge=0,
            le=100,
            description="redness of the lips over the cheeks' below which, either way, no lips are seen",
            extra={"unit": "CIE a*", "source": "measured on 14 composed photos, 2026-11-22: drawn masks at most 1.1"},
        ),
    ] = 1.5
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
        colour, lips = taken.get("chin_difference", 0.0), abs(taken.get("lip_redness", self.mask_lips))
        covered = colour > self.mask_colour and taken.get("face_over_share", 0.0) < self.burnt_out
        if covered and lips < self.mask_lips:
            yield Verdict(outcome=Outcome.FAIL, slug="masked", measured=number(colour), limit=self.mask_colour, box=portrait.faces[0].box)
        elif covered or taken.get("mesh_score", 1.0) < self.least_mesh:
            yield Verdict(
                outcome=Outcome.UNSURE, slug="perhaps-covered", measured=number(colour), limit=self.mask_colour, box=portrait.faces[0].box
            )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("one face", "one-face", Outcome.PASS),
            example("no face", "no-face", Outcome.FAIL, photo(faces=0)),
            example("two faces", "several-faces", Outcome.FAIL, photo(faces=2)),
            example("a mask", "masked", Outcome.FAIL, photo(chin_difference=30, lip_redness=0.1)),
            example("a strange chin", "perhaps-covered", Outcome.UNSURE, photo(chin_difference=14)),
            example("a poor mesh", "perhaps-covered", Outcome.UNSURE, photo(mesh_score=0.5)),
            example("faces not counted", "not-measured", Outcome.UNSURE, photo(without=("faces",))),
        )

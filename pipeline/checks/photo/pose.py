"""Whether the head is held straight."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoPose(PhotoCheck, frozen=True, kw_only=True):
    """The head is held straight and the picture stands upright.

    What: the quarter turn that stands the face upright, then tilt (roll), turn (yaw) and nod (pitch) from the points of the face,
    and the gap between the lips. People differ in pitch by several degrees, so only a strong nod is put to a person.
    Why: the rule asks for a frontal photo.
    Source: 「近期彩色標準1寸半身免冠正面證件照」 (PHOTO-POSE: 正面 = frontal); the words are ISO/IEC 29794-5's, the limits ours.
    What a person still decides: whether a photo between the limits is frontal enough; the expression.
    """

    name = "photo-pose"
    title = Text("证件照姿态", "pose in the ID photo")
    good = "straight"
    asked = ("turn_deg", "roll_deg", "yaw_deg", "pitch_deg")
    texts = {
        "straight": Text("头部端正。", "The head is straight."),
        "turned": Text(
            "照片方向不对（须顺时针旋转{shown}度），请转正后重新上传。",
            "The photo lies on its side (turn it clockwise by {shown} degrees); upload it upright.",
        ),
        "tilted": Text(
            "头部倾斜{shown}度（允许{allowed}度以内），请重新拍摄。",
            "The head is tilted by {shown} degrees (up to {allowed} is allowed); take the photo again.",
        ),
        "perhaps-tilted": Text("头部略有倾斜（{shown}度），请人工查看。", "The head is slightly tilted ({shown} degrees); look at it."),
        "turned-away": Text(
            "头部偏转{shown}度（允许{allowed}度以内），请正面拍摄。",
            "The head is turned by {shown} degrees (up to {allowed} is allowed); face the camera.",
        ),
        "perhaps-turned-away": Text(
            "头部略有偏转（{shown}度），请人工查看。", "The head is slightly turned ({shown} degrees); look at it."
        ),
        "nodding": Text("头部可能俯仰过大（{shown}度），请人工查看。", "The head may nod too far ({shown} degrees); look at it."),
        "mouth-open": Text("嘴唇张开或露齿（{shown}），请人工查看。", "The mouth is open or shows teeth ({shown}); look at it."),
        "not-measured": Text("照片的这一项无法测量，请人工查看。", "This could not be measured on the photo; look at it."),
    }
    roll: Annotated[
        float,
        Meta(
            ge=0,
            le=45,
            description="tilt above which the head is surely tilted",
            extra={
                "unit": "degrees",
                "source": "BioLab-ICAO test 12: rotation over 8 degrees; roll measured to 0.6 degrees on composed photos, 2026-11-22",
            },
        ),
    ] = 8
    doubtful_roll: Annotated[
        float,
        Meta(
            ge=0,
            le=45,
            description="tilt above which a person looks",
            extra={"unit": "degrees", "source": "measured on 14 composed photos, 2026-11-22"},
        ),
    ] = 5
    yaw: Annotated[
        float,
        Meta(
            ge=0,
            le=60,
            description="turn above which the head is surely turned away",
            extra={
                "unit": "degrees",
                "source": "measured on 14 composed photos, 2026-11-22: frontal people at most 6.7",
            },
        ),
    ] = 15
    doubtful_yaw: Annotated[
        float,
        Meta(
            ge=0,
            le=60,
            description="turn above which a person looks",
            extra={
                "unit": "degrees",
                "source": "measured on 14 composed photos, 2026-11-22: frontal people at most 6.7",
            },
        ),
    ] = 9
    doubtful_pitch: Annotated[
        float,
        Meta(
            ge=0,
            le=60,
            description="nod above which a person looks",
            extra={
                "unit": "degrees",
                "source": "measured on 14 composed photos, 2026-11-22: frontal people from -8 to +14; on 17, 2026-11-25: nodded by "
                "30 degrees 11 to 29",
            },
        ),
    ] = 17
    doubtful_mouth: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="lip gap over eyes-to-chin above which a person looks",
            extra={
                "unit": "ratio",
                "source": "measured on 42 composed ID photos, 2026-11-21: 13 of 13 smiles with teeth, 1 of 29 closed mouths",
            },
        ),
    ] = 0.06

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        taken = portrait.measures
        if taken["turn_deg"]:
            yield Verdict(outcome=Outcome.FAIL, slug="turned", measured=taken["turn_deg"], limit=0, shown=f"{taken['turn_deg']:.0f}")
        for name, fail, unsure, slug in (
            ("roll_deg", self.roll, self.doubtful_roll, "tilted"),
            ("yaw_deg", self.yaw, self.doubtful_yaw, "turned-away"),
        ):
            if abs(taken[name]) > unsure:
                sure = abs(taken[name]) > fail
                yield Verdict(
                    outcome=Outcome.FAIL if sure else Outcome.UNSURE,
                    slug=slug if sure else f"perhaps-{slug}",
                    measured=number(taken[name]),
                    limit=fail if sure else unsure,
                    shown=f"{abs(taken[name]):.0f}",
                    allowed=f"{unsure:.0f}",
                )
        if abs(taken["pitch_deg"]) > self.doubtful_pitch:
            shown = f"{taken['pitch_deg']:.0f}"
            yield Verdict(
                outcome=Outcome.UNSURE, slug="nodding", measured=number(taken["pitch_deg"]), limit=self.doubtful_pitch, shown=shown
            )
        if (gap := taken.get("mouth_opening", 0.0)) > self.doubtful_mouth:
            yield Verdict(outcome=Outcome.UNSURE, slug="mouth-open", measured=number(gap), limit=self.doubtful_mouth, shown=f"{gap:.2f}")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("a straight head", "straight", Outcome.PASS),
            example("lying on its side", "turned", Outcome.FAIL, photo(turn_deg=90)),
            example("tilted by 10 degrees", "tilted", Outcome.FAIL, photo(roll_deg=-10)),
            example("tilted by 6 degrees", "perhaps-tilted", Outcome.UNSURE, photo(roll_deg=6)),
            example("looking aside", "turned-away", Outcome.FAIL, photo(yaw_deg=22)),
            example("looking a little aside", "perhaps-turned-away", Outcome.UNSURE, photo(yaw_deg=-11)),
            example("nodding", "nodding", Outcome.UNSURE, photo(pitch_deg=25)),
            example("showing teeth", "mouth-open", Outcome.UNSURE, photo(mouth_opening=0.09)),
            example("pose not measured", "not-measured", Outcome.UNSURE, photo(without=("yaw_deg",))),
        )

"""Whether strong compression has damaged the photo."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Example, Text
from pipeline.checks.photo.measured import PhotoCheck, Verdict, example, number, photo
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.observation import Portrait


class PhotoCompression(PhotoCheck, frozen=True, kw_only=True):
    """The photo is not damaged by strong JPEG compression.

    What: the lowest JPEG quality that the pixels themselves went through, found from the steps their frequencies cluster at; a
    second saving at a high quality does not hide it. The official tool writes about 10 KB, which is quality 50: that passes.
    Why: block borders and smeared features cannot be taken out again.
    Source: 「并用该工具审核个人证件照片，审核通过后保存、上传」 (PHOTO-TOOL). No text gives a quality; the limits are ours.
    What a person still decides: whether a photo between the limits is good enough to print.
    """

    name = "photo-compression"
    title = Text("证件照压缩", "compression of the ID photo")
    good = "sound"
    asked = ()
    faceless = True
    texts = {
        "sound": Text("照片没有过度压缩。", "The photo is not over-compressed."),
        "damaged": Text(
            "照片曾被过度压缩（相当于JPEG质量{shown}，要求不低于{allowed}），请用原图重新处理。",
            "The photo was over-compressed (about JPEG quality {shown}, at least {allowed} is asked); use the original.",
        ),
        "perhaps-damaged": Text(
            "照片压缩较重（相当于JPEG质量{shown}），请人工查看。",
            "The photo is strongly compressed (about JPEG quality {shown}); look at it.",
        ),
    }
    least_quality: Annotated[
        float,
        Meta(
            ge=1,
            le=100,
            description="quality below which the photo is damaged",
            extra={
                "unit": "JPEG quality 1-100",
                "source": "measured on 14 composed photos, 2026-11-22: quality 20 is seen as 18-19, also when saved again",
            },
        ),
    ] = 22
    doubtful_quality: Annotated[
        float,
        Meta(
            ge=1,
            le=100,
            description="quality below which a person looks",
            extra={
                "unit": "JPEG quality 1-100",
                "source": "measured on 14 composed photos, 2026-11-22: 10 KB files are seen as 46-50, quality 30 as 27-29",
            },
        ),
    ] = 35

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first."""
        seen = portrait.measures.get("jpeg_quality_seen")
        if seen is None or seen >= self.doubtful_quality:
            return  # a picture that was cut out or scaled on opening keeps no trace; its size is photo-size's matter
        sure = seen < self.least_quality
        yield Verdict(
            outcome=Outcome.FAIL if sure else Outcome.UNSURE,
            slug="damaged" if sure else "perhaps-damaged",
            measured=number(seen),
            limit=self.least_quality if sure else self.doubtful_quality,
            shown=f"{seen:.0f}",
            allowed=f"{self.doubtful_quality:.0f}",
        )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the photo as it should be, and as it should not."""
        return (
            example("little compressed", "sound", Outcome.PASS),
            example("10 KB, as the official tool writes it", "sound", Outcome.PASS, photo(jpeg_quality_seen=47, blockiness=1.5)),
            example("quality 20, saved again", "damaged", Outcome.FAIL, photo(jpeg_quality_seen=18.3, blockiness=2.0)),
            example("quality 30", "perhaps-damaged", Outcome.UNSURE, photo(jpeg_quality_seen=28)),
        )

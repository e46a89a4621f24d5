"""Makes an ID photo to specification out of a larger one: cuts, turns, levels, scales down, saves. Never paints, never scales up."""

import io
import math
from pathlib import Path
from typing import Annotated, ClassVar

import msgspec
import numpy as np
from msgspec import Meta
from PIL import Image

from pipeline.checks.base import Text
from pipeline.checks.photo.head import PhotoHead
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import PageKind, PageKindSeen, Portrait
from pipeline.datamodel.page import Page, Rgb
from pipeline.datamodel.photo_spec import Output
from pipeline.engines.protocols import Engines, FaceEngine
from pipeline.errors import EngineMissingError
from pipeline.examine import Setup
from pipeline.imaging import face_geometry as geometry
from pipeline.imaging import photo_cut
from pipeline.imaging.turning import turned
from pipeline.stages.base import BrokenFileError, Look
from pipeline.stages.portrait import PortraitStage

TEXTS = {
    "unreadable": Text("文件无法打开：{why}。", "the file cannot be opened: {why}"),
    "several-pictures": Text("文件中有多页图像，请只给出一张照片。", "the file holds several pictures; give one photo"),
    "no-face": Text("未找到人脸。", "no face was found"),
    "several-faces": Text("照片中有{measured}张人脸，应只有本人一人。", "there are {measured} faces; only one may be in the photo"),
    "crown-unclear": Text("人像与背景无法分开，找不到头顶。", "the person cannot be told from the background, so the crown is not found"),
    "too-tilted": Text("头部倾斜{measured}度，最多校正{limit}度。", "the head is tilted by {measured} degrees; up to {limit} are levelled"),
    "too-small": Text(
        "原图太小：须有现在的{measured}倍大才够用，本程序不放大图像，请用更大的原图。",
        "the source is too small: it would have to be {measured} times larger, and nothing is scaled up; use a larger original",
    ),
    "no-room": Text(
        "原图在头部周围留的空间不够，裁不出要求的尺寸，且本程序不补画背景，请用取景更宽的原图。",
        "the source leaves too little room around the head, and no background is painted in; use an original with more around the head",
    ),
    "too-many-bytes": Text(
        "图像细节过多，在{limit}字节内质量过低。", "the picture is too full of detail: within {limit} bytes its quality would be too low"
    ),
    "too-few-bytes": Text(
        "图像细节过少，最高质量也不足{limit}字节。",
        "the picture has too little detail: even at the best quality it has fewer than {limit} bytes",
    ),
}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One photo to make: the source's path, and the file that is asked for."""

    source: str
    output: Output


class Made(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The photo as a JPEG file, and what was done: clockwise turn and roll undone (degrees), scale (output over source), quality."""

    jpeg: bytes
    turn_deg: int
    roll_deg: float
    scale: float
    quality: int


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why no photo can be made: a key of TEXTS and its figures."""

    slug: str
    measured: float | None = None
    limit: float | None = None
    why: str = ""

    def told(self, lang: str) -> str:
        """Return the reason as a sentence."""
        text = TEXTS[self.slug]
        return (text.zh if lang == "zh" else text.en).format(measured=self.measured, limit=self.limit, why=self.why)


class Cutter(msgspec.Struct, frozen=True, kw_only=True):
    """How a photo is cut; its fields are its limits."""

    draft_px: Annotated[
        int,
        Meta(ge=400, le=2000, description="side of the square in which the head is measured before it is cut",
             extra={"unit": "px", "source": "twice the height of the one-inch photo and rounded down, as the portrait stage measures"}),
    ] = 820  # fmt: skip
    level_from_deg: Annotated[
        float,
        Meta(ge=0, le=5, description="roll from which on the head is levelled",
             extra={"unit": "degrees", "source": "roll is measured to 0.6 degrees on composed photos, 2026-11-22"}),
    ] = 1.0  # fmt: skip
    level_to_deg: Annotated[
        float,
        Meta(ge=0, le=30, description="roll up to which it is; beyond, the shoulders would slope",
             extra={"unit": "degrees", "source": "our choice"}),
    ] = 12.0  # fmt: skip
    most_top: Annotated[
        float,
        Meta(ge=0, le=0.5, description="space above the crown that may be given where the specification states no most",
             extra={"unit": "share of the height", "source": "our choice: twice 1/10, the CET guide's figure, would look low"}),
    ] = 0.15  # fmt: skip
    most_offset: Annotated[
        float,
        Meta(ge=0, le=0.1, description="how far the face may be moved off the middle to stay within the source",
             extra={"unit": "share of the width", "source": "our choice: half of what photo-head lets pass"}),
    ] = 0.03  # fmt: skip
    most_spare: Annotated[
        float,
        Meta(ge=0, le=0.1, description="how far the source's shape may be off for it to be scaled whole; the rest is cut off evenly",
             extra={"unit": "share 0-1", "source": "our choice: photo-size lets so much pass as the right shape"}),
    ] = 0.01  # fmt: skip
    best_quality: ClassVar[int] = 95  # above it files grow and pictures do not; Source: libjpeg's own advice
    least_quality: Annotated[
        int,
        Meta(ge=35, le=95, description="JPEG quality below which no photo is written",
             extra={"unit": "JPEG quality 1-100", "source": "the official tool's 10 KB look like quality 50, measured 2026-11-21"}),
    ] = 50  # fmt: skip

    def make(self, order: Order, setup: Setup) -> Made | Refused:
        """Return the photo, or why there is none. Raises EngineMissingError without face models."""
        if setup.engines.faces is None:
            raise EngineMissingError("no face models are installed; run `prescreen models install`")
        try:
            pages = tuple(setup.sequence.intake.pages(Path(order.source), "photo"))
        except BrokenFileError as error:
            return Refused(slug="unreadable", why=str(error))
        if len(pages) != 1:
            return Refused(slug="several-pictures")
        portrait = _portrait(pages[0], setup)
        if len(portrait.faces) != 1:
            return Refused(slug="several-faces" if portrait.faces else "no-face", measured=len(portrait.faces))
        turn = int(portrait.measures["turn_deg"])
        image = turned(pages[0].image, turn)
        if (roll := portrait.measures["roll_deg"]) and abs(roll) > self.level_to_deg:
            return Refused(slug="too-tilted", measured=round(abs(roll), 1), limit=self.level_to_deg)
        level = roll if abs(roll) > self.level_from_deg else 0.0
        found = self._whole(image, portrait, level, order.output, setup) or self._cut(image, level, order.output, setup)
        if isinstance(found, Refused):
            return found
        return self._saved(photo_cut.render(image, found, order.output.size.value), order.output, turn, level, found.scale)

    def _whole(self, image: Rgb, portrait: Portrait, roll_deg: float, output: Output, setup: Setup) -> photo_cut.Cut | None:
        """Return the whole picture scaled down where it is well cut as it is: what its maker chose is kept."""
        (width, height), taken = output.size.value, portrait.measures
        scale = max(width / image.shape[1], height / image.shape[0])
        spare = max(image.shape[1] * scale / width, image.shape[0] * scale / height) - 1
        upright = msgspec.structs.replace(portrait, measures=taken | {"turn_deg": 0.0})
        if roll_deg or scale > 1 or spare > self.most_spare or any(_head_check(setup).verdicts(upright)):
            return None
        shift = ((width - image.shape[1] * scale) / 2, (height - image.shape[0] * scale) / 2)
        # Pixel centres: a picture averaged down keeps its corners, not its first pixel's middle.
        corner = (scale - 1) / 2
        onto = np.array([[scale, 0, shift[0] + corner], [0, scale, shift[1] + corner]])
        return photo_cut.Cut(onto=onto, scale=scale)

    def _cut(self, image: Rgb, roll_deg: float, output: Output, setup: Setup) -> photo_cut.Cut | Refused:
        """Return where to cut, the head measured in a draft around the face."""
        engine = setup.engines.faces
        assert engine is not None
        limits = _head_check(setup)
        faces = engine.faces(image)
        if not faces:
            return Refused(slug="no-face")
        box = faces[0].box
        draft, onto = photo_cut.levelled(image, (box.centre.x, box.centre.y), box.h, roll_deg, self.draft_px)
        head = _head(draft, engine)
        if head is None:
            return Refused(slug="crown-unclear")
        room = self._room(limits)
        aim = (output.head.value, output.top.value)
        source = (image.shape[1], image.shape[0])
        cut = photo_cut.placed(head, onto, source, output.size.value, aim, room)
        if isinstance(cut, photo_cut.NoCut):
            return Refused(slug="too-small", measured=math.ceil(cut.needed * 10) / 10) if cut.needed > 1 else Refused(slug="no-room")
        return cut

    def _room(self, limits: PhotoHead) -> photo_cut.Room:
        """Return where the specification lets the head stand, a hundredth inside its limits where they leave so much."""
        low, high = limits.doubtful_least_head, limits.doubtful_most_head
        top = (limits.least_top, self.most_top if limits.most_top is None else limits.most_top)
        return photo_cut.Room(
            head=_within(low, high),
            top=_within(*top),
            least_below=limits.least_below_chin or 0.0,
            lowest_eyes=limits.lowest_eyes or 1.0,
            most_offset=self.most_offset,
        )

    def _saved(self, image: Rgb, output: Output, turn: int, roll_deg: float, scale: float) -> Made | Refused:
        """Return the picture as a JPEG file of as good a quality as its bytes allow."""
        dpi, most, least = output.dpi.value, output.most_bytes.value, output.least_bytes.value
        fitting = [q for q in range(self.best_quality, self.least_quality - 1, -1) if len(_jpeg(image, q, dpi)) <= most][:1]
        if not fitting:
            return Refused(slug="too-many-bytes", limit=most)
        quality, file = fitting[0], _jpeg(image, fitting[0], dpi)
        # A plain photo may stay below the least: then every colour is kept, and the quality raised as far as it goes.
        for better in range(quality, 101):
            if len(file) >= least:
                break
            larger = _jpeg(image, better, dpi, every_colour=True)
            if len(larger) <= most:
                quality, file = better, larger
        if len(file) < least:
            return Refused(slug="too-few-bytes", limit=least)
        return Made(jpeg=file, turn_deg=turn, roll_deg=round(roll_deg, 2), scale=round(scale, 4), quality=quality)


def _head_check(setup: Setup) -> PhotoHead:
    """Return the setup's check of the head's place, whose limits say where it may stand."""
    check = setup.checks["photo-head"]
    assert isinstance(check, PhotoHead)
    return check


def _portrait(page: Page, setup: Setup) -> Portrait:
    """Return the page measured as an ID photo, as it came: its turn is among the measures."""
    stage = next(stage for stage in setup.sequence.stages if isinstance(stage, PortraitStage))
    told = PageKindSeen(page=0, box=Box(0, 0, page.width, page.height), confidence=1.0, seen_by="told", kind=PageKind.ID_PHOTO)
    look = Look(page=page, index=0, engines=Engines(faces=setup.engines.faces), seen=(told,))
    return next(seen for seen in stage.see(look) if isinstance(seen, Portrait))


def _head(draft: Rgb, engine: FaceEngine) -> photo_cut.Head | None:
    """Return the level head in a draft, None where no face or no crown is seen in it."""
    faces = engine.faces(draft)
    if not faces:
        return None
    mesh, _ = engine.mesh(draft, faces[0])
    crown = geometry.crown_row(engine.person(draft), mesh)
    if crown is None:
        return None
    eyes = float(np.mean([eye[1] for eye in geometry.eye_centres(mesh)]))
    return photo_cut.Head(crown=crown, eyes=eyes, chin=float(mesh[geometry.CHIN, 1]), centre=geometry.face_centre_x(mesh))


def _within(low: float, high: float, margin: float = 0.01) -> tuple[float, float]:
    """Return the range drawn in by a margin on both sides, its middle where it is narrower than that."""
    return (low + margin, high - margin) if high - low > 2 * margin else ((low + high) / 2, (low + high) / 2)


def _jpeg(image: Rgb, quality: int, dpi: int, *, every_colour: bool = False) -> bytes:
    out = io.BytesIO()
    Image.fromarray(image).save(out, format="JPEG", quality=quality, dpi=(dpi, dpi), optimize=True, subsampling=0 if every_colour else 2)
    return out.getvalue()

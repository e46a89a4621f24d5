"""Measures an ID photo: one number per requirement, as far as it can be taken; the checks judge them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

import cv2
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face, FacesSeen, Observation, PageKind, PageKindSeen, Portrait
from pipeline.datamodel.page import Gray, Mask, Page, Rgb
from pipeline.engines.protocols import FaceEngine
from pipeline.imaging import background as ground_of
from pipeline.imaging import face_geometry as geometry
from pipeline.imaging.compression import blockiness, quality_seen
from pipeline.imaging.face_bare import bare
from pipeline.imaging.face_cover import cover
from pipeline.imaging.face_headwear import head_top
from pipeline.imaging.face_light import face_light, face_mask, glare_share
from pipeline.imaging.face_sharpness import face_sharpness
from pipeline.imaging.face_stretch import stretch
from pipeline.imaging.frame import frame_share
from pipeline.imaging.turning import box_turned_back, face_turned_back, turned
from pipeline.stages.base import Look, Stage
from pipeline.stages.photo_measures import MEASURES, NEVER_MEASURED

Floats = NDArray[np.float32]


class PortraitStage(Stage, frozen=True, kw_only=True):
    """Measures the photo on a page of kind id-photo: file, head, pose, eyes, cover, light, sharpness, background, compression."""

    name: ClassVar[str] = "portrait"
    sees: ClassVar[tuple[type[Observation], ...]] = (Portrait,)
    after: ClassVar[tuple[type[Observation], ...]] = (FacesSeen, PageKindSeen)

    measured_at_px: Annotated[
        int,
        Meta(ge=413, le=2000, description="long side at which a larger photo is measured",
             extra={"unit": "px", "source": "twice the height of the one-inch photo: finer detail decides nothing"}),
    ] = 826  # fmt: skip
    turn_side_px: Annotated[
        int,
        Meta(ge=128, le=1024, description="long side at which the four quarter turns are tried",
             extra={"unit": "px", "source": "measured on composed ID photos, 2026-11-22: right in every one of the four turns"}),
    ] = 320  # fmt: skip
    turn_margin: Annotated[
        float,
        Meta(ge=0.0, le=0.5, description="how much better a turned face must score before the photo counts as turned",
             extra={"unit": "score 0-1", "source": "measured on composed ID photos, 2026-11-22"}),
    ] = 0.02  # fmt: skip
    bystander_share: Annotated[
        float,
        Meta(ge=0.0, le=1.0, description="area of a second face, over the largest, from which on it counts",
             extra={"unit": "share 0-1", "source": "measured on 42 photos with a second face drawn in, 2026-11-21"}),
    ] = 0.15  # fmt: skip
    white_level: Annotated[
        int,
        Meta(ge=180, le=255, description="lowest channel value of a white pixel",
             extra={"unit": "0-255", "source": "measured on 42 composed ID photos, 2026-11-21: light grey 225 is told from white"}),
    ] = 230  # fmt: skip
    untraced_quality: Annotated[
        float,
        Meta(ge=1, le=100, description="quality written down for a photo whose pixels show no trace of compression",
             extra={"unit": "quality 1-100", "source": "measured on composed ID photos, 2026-11-22: finer saving leaves no trace"}),
    ] = 92.0  # fmt: skip
    straight_pitch_deg: Annotated[
        float,
        Meta(ge=-30, le=30, description="slope of the mesh, forehead to chin, of a head held straight",
             extra={"unit": "degrees", "source": "median of the frontal tuning portraits, 2026-11-22"}),
    ] = 2.6  # fmt: skip

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield one portrait for an ID photo, none for any other page. Raises EngineMissingError without face models."""
        if not any(kind.kind is PageKind.ID_PHOTO for kind in look.of(PageKindSeen)):
            return
        sheet = _Sheet()
        self._measure_file(look.page, sheet)
        scale = min(1.0, self.measured_at_px / max(look.page.image.shape[:2]))
        image = look.page.image
        if scale < 1:
            image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        turn = self._turn(image, look.faces)
        sheet.note("turn_deg", (look.page.turn + turn) % 360)
        upright = turned(image, turn)
        faces = look.faces.faces(upright)
        large = [face for face in faces if face.box.area >= self.bystander_share * faces[0].box.area]
        sheet.note("faces", len(large))
        head = self._measure_photo(upright, large, look, sheet)
        size = (upright.shape[1], upright.shape[0])
        yield Portrait(
            page=look.index,
            box=look.whole,
            confidence=faces[0].score if faces else 1.0,
            seen_by=self.name,
            faces=tuple(face_turned_back(face, turn, size, scale) for face in large),
            head=None if head is None else box_turned_back(head, turn, size, scale),
            measures={name: round(float(sheet.values[name]), 4) for name in MEASURES if name in sheet.values},
            unmeasured=sheet.reasons | NEVER_MEASURED,
        )

    def ground(self, image: Rgb, engine: FaceEngine) -> Mask:
        """Return (H, W) True where an upright photo is judged as background; all False where no face is found."""
        faces = engine.faces(image)
        if not faces:
            return np.zeros(image.shape[:2], dtype=bool)
        mesh, _ = engine.mesh(image, faces[0])
        return ground_of.behind(engine.person(image), float(mesh[geometry.CHIN, 1]))

    def _turn(self, image: Rgb, engine: FaceEngine) -> int:
        """Return the clockwise quarter turn that stands the face upright; the detector scores an upright face highest."""
        scores = {turn: max((face.score for face in engine.faces(turned(image, turn), side_px=self.turn_side_px)), default=0.0)
                  for turn in (0, 90, 180, 270)}  # fmt: skip
        best = max(scores, key=lambda turn: (scores[turn], -turn))
        return best if scores[best] > scores[0] + self.turn_margin else 0

    def _measure_file(self, page: Page, sheet: "_Sheet") -> None:
        """Note what the file itself shows; block borders are looked for in the grid that the file was saved in."""
        sheet.note("width_px", page.origin.width_px)
        sheet.note("height_px", page.origin.height_px)
        stored = np.rot90(page.image, ((page.turn + page.origin.exif_turn) // 90) % 4)
        if page.quad is not None or page.skew_deg or stored.shape[:2] != (page.origin.height_px, page.origin.width_px):
            sheet.miss("the photo was cut out, straightened or scaled when it was opened", "blockiness", "jpeg_quality_seen")
        else:
            gray = _gray(np.ascontiguousarray(stored))
            sheet.note("blockiness", blockiness(gray))
            seen = quality_seen(gray)
            sheet.note("jpeg_quality_seen", self.untraced_quality if seen is None else seen)

    def _measure_photo(self, image: Rgb, faces: list[Face], look: Look, sheet: "_Sheet") -> Box | None:
        """Note everything that the upright photo shows and return the head's box, None without a face."""
        gray = _gray(image)
        lab = ground_of.cielab(image)
        sheet.note("picture_luma_p01", float(np.percentile(gray, 1)))
        sheet.note("frame_share", frame_share(lab))
        sheet.note("picture_chroma_p99", float(np.percentile(np.hypot(lab[..., 1], lab[..., 2]), 99)))
        self._measure_ground(sheet, "border", image, lab, ground_of.border(gray.shape))
        if not faces:
            sheet.miss("no face was found", *(name for name in MEASURES if name not in sheet.values and name not in sheet.reasons))
            return None
        mesh, score = look.faces.mesh(image, faces[0])
        person = look.faces.person(image)
        sheet.note("mesh_score", score)
        crown = self._measure_head(image, faces[0], mesh, person, look.page.skew_deg, sheet)
        _measure_features(image, gray, lab, mesh, look.faces, sheet)
        _measure_light(image, gray, lab, mesh, face_mask(mesh, gray.shape), sheet)
        self._measure_background(image, lab, person, mesh, sheet)
        top = head_top(lab, person, mesh)
        for name, of in {"head_top_odd": "odd", "head_top_white": "white"}.items():
            sheet.note(name, None if top is None else getattr(top, of), "next to no person is seen above the forehead")
        right, left = sorted((float(mesh[geometry.RIGHT_SIDE, 0]), float(mesh[geometry.LEFT_SIDE, 0])))
        highest = float(mesh[geometry.FOREHEAD, 1]) if crown is None else crown
        return Box.around(((right, highest), (left, float(mesh[geometry.CHIN, 1])))).clipped(image.shape[1], image.shape[0])

    def _measure_head(self, image: Rgb, face: Face, mesh: Floats, person: Floats, skew_deg: float, sheet: "_Sheet") -> int | None:
        """Note where the head stands and how it is turned; return the crown's row."""
        height, width = image.shape[:2]
        chin = float(mesh[geometry.CHIN, 1])
        right, left = geometry.eye_centres(mesh)
        held = geometry.pose(mesh, straight_pitch_deg=self.straight_pitch_deg)
        sheet.note("inter_eye_px", geometry.inter_eye_px(mesh))
        sheet.note("chin_share", chin / height)
        sheet.note("eye_line_share", float(right[1] + left[1]) / 2 / height)
        sheet.note("centre_offset_share", geometry.face_centre_x(mesh) / width - 0.5)
        sheet.note("face_width_share", geometry.face_width_px(mesh) / width)
        sheet.note("roll_deg", held.roll_deg + skew_deg)
        sheet.note("yaw_deg", held.yaw_deg)
        sheet.note("pitch_deg", held.pitch_deg)
        sheet.note("stretch", stretch(mesh, face))
        crown = geometry.crown_row(person, mesh)
        if crown is None:
            sheet.miss("the person could not be told from the background", "head_height_share", "crown_share", "head_width_share")
        else:
            sheet.note("head_width_share", geometry.head_width_px(person, mesh) / width)
            sheet.note("crown_share", crown / height)
            sheet.note("head_height_share", (chin - crown) / height)
        return crown

    def _measure_background(self, image: Rgb, lab: Floats, person: Floats, mesh: Floats, sheet: "_Sheet") -> None:
        """Note the background's colour, gradient and shadow by the person mask."""
        mask = ground_of.behind(person, float(mesh[geometry.CHIN, 1]))
        self._measure_ground(sheet, "background", image, lab, mask)
        sheet.note("background_gradient", ground_of.gradient(lab, mask), "too little background is seen")
        sheet.note("background_shadow", ground_of.shadow(lab, mask, person), "too little background is seen beside the person")

    def _measure_ground(self, sheet: "_Sheet", prefix: str, image: Rgb, lab: Floats, mask: Mask) -> None:
        """Note the colour of one region under its prefix, as far as such measures are named."""
        seen = ground_of.ground(image, lab, mask, white_level=self.white_level)
        for field_name in ("area", "white_share", "lightness", "lightness_p5", "lightness_std", "a", "b", "chroma"):
            if (name := f"{prefix}_{field_name}") in MEASURES:
                sheet.note(name, None if seen is None else getattr(seen, field_name), "too little background is seen")


@dataclass(kw_only=True)
class _Sheet:
    """What was measured of one photo so far, and why something was not; private to the stage."""

    values: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, value: float | None, reason: str = "") -> None:
        """Write a value down, or why there is none."""
        if value is None:
            self.reasons[name] = reason
        else:
            self.values[name] = value

    def miss(self, reason: str, *names: str) -> None:
        """Write down why these have no value."""
        self.reasons.update(dict.fromkeys(names, reason))


def _gray(image: Rgb) -> Gray:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _measure_features(image: Rgb, gray: Gray, lab: Floats, mesh: Floats, engine: FaceEngine, sheet: _Sheet) -> None:
    """Note eyes, mouth and what covers them."""
    eyes = engine.eyelids(image, mesh)
    sheet.note("eye_opening", min(geometry.eye_opening(contour) for contour in eyes))
    sheet.note("gaze_offset", geometry.gaze_offset(eyes))
    sheet.note("mouth_opening", geometry.mouth_opening(mesh))
    sheet.note("glare_share", glare_share(image, mesh))
    covered = cover(gray, lab, mesh)
    for name in ("bridge_edge", "eye_darkness", "eye_balance", "forehead_chroma", "lower_chroma", "lower_difference", "lower_spread"):
        sheet.note(name, getattr(covered, name), "the place lies outside the picture")
    shown = bare(image, gray, mesh, black=sheet.values["picture_luma_p01"])
    sheet.note("nostrils", shown.nostrils, "the nose lies outside the picture")
    sheet.note("lips", shown.lips, "the skin around the mouth has no redness to hold the lips against")
    sheet.note("mouth_line", shown.mouth_line, "the mouth lies outside the picture")


def _measure_light(image: Rgb, gray: Gray, lab: Floats, mesh: Floats, face: Mask, sheet: _Sheet) -> None:
    """Note light, colour and sharpness of the face."""
    light, sharp = face_light(image, gray, lab, mesh, face), face_sharpness(gray, mesh, face)
    names = {"face_luma": "luma", "face_contrast": "contrast", "face_over_share": "over_share", "face_under_share": "under_share",
             "face_chroma": "chroma", "face_a": "a", "face_b": "b",
             "face_clipped_share": "clipped_share", "side_ratio": "side_ratio"}  # fmt: skip
    for name, of in names.items():
        sheet.note(name, None if light is None else getattr(light, of), "the face lies outside the picture")
    for name, of in {
        "sharpness": "overall",
        "sharpness_weakest": "weakest",
        "sharpness_evenness": "weakest_ratio",
        "sharpness_detail": "detail",
        "sharpness_falloff": "falloff",
    }.items():
        sheet.note(name, None if sharp is None else getattr(sharp, of), "the face is too small")

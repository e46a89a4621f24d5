"""The gesture of every check that judges a measured ID photo, and the photo that their examples judge."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from pipeline.checks.base import Case, Check, Example
from pipeline.checks.build import Sheet, case, sheet
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face, Observation, PageKind, PageSeen, Portrait
from pipeline.datamodel.page import Origin

MEDIUM = 0.5  # confidence of an unsure answer: it may be either


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a photo: how surely, which case, and the measure against its limit, in words for the message too."""

    outcome: Outcome
    slug: str
    measured: str | float | None = None
    limit: str | float | None = None
    shown: str = ""
    allowed: str = ""
    box: Box | None = None


class PhotoCheck(Check, frozen=True, kw_only=True):
    """Judges every ID photo by its measures. good: slug of the pass; asked: measures without which nothing can be said.

    Where no face was found only `photo-face` speaks: one cause, one finding. `faceless`: whether a check does without a face.
    """

    good: ClassVar[str]
    asked: ClassVar[tuple[str, ...]] = ()
    faceless: ClassVar[bool] = False
    needs: ClassVar[tuple[type[Observation], ...]] = (Portrait,)

    def verdicts(self, portrait: Portrait) -> Iterator[Verdict]:
        """Yield what is wrong with one photo, gravest first; nothing where it is as it should be."""
        raise NotImplementedError

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield what is wrong with each photo, or one pass."""
        for portrait in case.of(Portrait):
            if portrait.faces or self.faceless:
                yield from self._of(case, portrait)

    def _of(self, case: Case, portrait: Portrait) -> Iterator[Finding]:
        if any(name not in portrait.measures for name in self.asked):
            yield self.say(case, Outcome.UNSURE, "not-measured", confidence=MEDIUM, evidence=(case.evidence(portrait),))
            return
        nothing = True
        for verdict in self.verdicts(portrait):
            nothing = False
            yield self.say(
                case,
                verdict.outcome,
                verdict.slug,
                confidence=MEDIUM if verdict.outcome is Outcome.UNSURE else portrait.confidence,
                evidence=(case.evidence(portrait, box=verdict.box),),
                measured=verdict.measured,
                limit=verdict.limit,
                shown=verdict.shown,
                allowed=verdict.allowed,
            )
        if nothing:
            yield self.say(case, Outcome.PASS, self.good, confidence=portrait.confidence, evidence=(case.evidence(portrait),))


def over(value: float, fail: float, unsure: float) -> Outcome | None:
    """Return FAIL above one limit, UNSURE above the other, None at or below both."""
    return Outcome.FAIL if value > fail else Outcome.UNSURE if value > unsure else None


def under(value: float, fail: float, unsure: float) -> Outcome | None:
    """Return FAIL below one limit, UNSURE below the other, None at or above both."""
    return over(-value, -fail, -unsure)


def percent(share: float) -> str:
    """Return a share as people read it."""
    return f"{share * 100:.0f}%"


def number(value: float) -> float:
    """Return a measure short enough for a report."""
    return round(value, 3)


# A plain good photo as it was measured on a composed one; examples change what they are about.
GOOD: dict[str, float] = {
    "width_px": 295, "height_px": 413, "turn_deg": 0, "faces": 1, "frame_share": 0.0, "blockiness": 1.1, "jpeg_quality_seen": 92,
    "picture_luma_p01": 24, "picture_chroma_p99": 22, "border_white_share": 1.0, "border_lightness_p5": 100, "border_lightness": 100,
    "border_chroma": 0, "mesh_score": 1.0, "inter_eye_px": 74, "head_height_share": 0.64, "crown_share": 0.085, "chin_share": 0.72,
    "eye_line_share": 0.41,
    "head_width_share": 0.58, "face_width_share": 0.5,
    "centre_offset_share": 0.0, "roll_deg": 0.2, "yaw_deg": 0.5, "pitch_deg": 1.0, "stretch": 1.0,
    "eye_opening": 0.34, "mouth_opening": 0.014, "bridge_edge": 0.14, "eye_darkness": 0.82, "glare_share": 0.0,
    "eye_balance": 0.95, "gaze_offset": 0.0, "forehead_chroma": 15.8, "lower_chroma": 1.15, "lower_difference": 3.6, "lower_spread": 0.65,
    "nostrils": 0.62, "lips": 0.6, "mouth_line": 0.5,
    "face_luma": 0.51, "face_contrast": 0.39, "face_over_share": 0.0003,
    "face_under_share": 0.0015, "face_chroma": 16.3, "face_a": 10.3, "face_b": 12.1, "side_ratio": 0.93, "face_clipped_share": 0.001,
    "sharpness": 0.106,
    "sharpness_weakest": 0.037, "sharpness_evenness": 0.66, "sharpness_detail": 0.254, "sharpness_falloff": 1.25,
    "head_top_odd": 0.0, "head_top_white": 0.0, "background_area": 0.33,
    "background_white_share": 1.0, "background_lightness": 100, "background_lightness_p5": 100, "background_lightness_std": 0.1,
    "background_chroma": 0, "background_a": 0, "background_b": 0, "background_gradient": 0, "background_shadow": 0,
}  # fmt: skip
FACE = Face(box=Box(70, 90, 150, 200), score=0.93, points=((110, 170), (184, 170), (147, 215), (118, 255), (176, 255)))


def photo(*, faces: int = 1, without: tuple[str, ...] = (), origin: Origin | None = None, mode: str = "RGB", **measures: float) -> Sheet:
    """Return a good ID photo's page with some measures changed and some not taken."""
    size = (295, 413)
    taken = {name: value for name, value in (GOOD | {"faces": float(faces)} | measures).items() if name not in without}
    portrait = Portrait(
        page=0, box=Box(0, 0, *size), confidence=0.93, seen_by="portrait", faces=(FACE,) * faces,
        head=Box(65, 35, 160, 265) if faces else None, measures=taken, unmeasured=dict.fromkeys(without, "not taken"),
    )  # fmt: skip
    made = sheet(PageKind.ID_PHOTO, portrait, size=size, file="photo.jpg")
    width, height = int(taken["width_px"]), int(taken["height_px"])
    told = origin or Origin(format="JPEG", file_bytes=21_000, width_px=width, height_px=height, mode=mode, jpeg_quality=92)
    page: PageSeen = msgspec.structs.replace(made.page, origin=told, px_per_mm=None)
    return msgspec.structs.replace(made, page=page)


def example(title: str, slug: str, outcome: Outcome, one: Sheet | None = None, *, limits: dict[str, object] | None = None) -> Example:
    """Return an example of one photo that gives one finding."""
    return Example(title=title, case=case(one or photo()), gives=((slug, outcome),), limits=limits or {})

"""Seals on a page: found by their outline in any ink, read by the recogniser alone, told apart by what is read."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np
from msgspec import Meta, structs
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Observation, PageKind, PageKindSeen, Seal, SealKind
from pipeline.datamodel.page import Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import OcrEngine
from pipeline.imaging import ellipses, ink, polar
from pipeline.imaging.frames import Frame
from pipeline.imaging.print_only import PrintLimits
from pipeline.imaging.rings import Ring
from pipeline.stages import seal_arc, seal_finding, seal_line, seal_reading
from pipeline.stages.base import Look
from pipeline.stages.seal_kind import kind_of
from pipeline.stages.seal_limits import MEASURED, SealFindingLimits

NOTHING = Reading(text="")


MEASURED_LINES = "set on 90 drawn seals of levels 0 to 2, benchmarks/seals.py, 2026-11-25"


class Seals(SealFindingLimits, frozen=True, kw_only=True):
    """Round and oval seals in red, blue or black; framed stamps in red or blue; parts of seals cut by the page's edge.

    ID photos and held-ID photos are not searched: a red background or a card's emblem is no seal.
    """

    name = "seals"
    sees = (Seal,)
    after = (PageKindSeen,)

    work_side_px: Annotated[
        int,
        Meta(
            ge=600,
            le=3508,
            description="long side at which seals are searched",
            extra={"unit": "px", "source": "measured on 71 drawn seals, 2026-11-21"},
        ),
    ] = 1100
    round_ratio: Annotated[
        float,
        Meta(
            ge=0.7,
            le=1.0,
            description="ratio of axes from which an outline is called round",
            extra={"unit": "ratio", "source": MEASURED},
        ),
    ] = 0.82
    sure: Annotated[
        float,
        Meta(
            ge=0.3,
            le=1.0,
            description="mean character confidence from which a text counts as read",
            extra={"unit": "confidence", "source": MEASURED},
        ),
    ] = 0.80
    full_diameter_px: Annotated[
        float,
        Meta(
            ge=60,
            le=400,
            description="diameter from which size takes nothing from legibility",
            extra={"unit": "px", "source": "below about 170 px readings fail, measured on nine real seals, 2026-11-21"},
        ),
    ] = 180.0
    full_contrast: Annotated[
        float,
        Meta(
            ge=0.05,
            le=1.0,
            description="contrast from which faintness takes nothing from legibility",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.35
    band: Annotated[
        tuple[float, float],
        Meta(
            description="inner and outer radius of the arc's text",
            extra={"unit": "radii", "source": "measured on 71 drawn seals, 2026-11-21"},
        ),
    ] = (0.52, 0.95)
    keep: Annotated[
        int,
        Meta(
            ge=1,
            le=64,
            description="characters kept at each step of a lattice",
            extra={"unit": "characters", "source": "our choice: what near variants need, at a small record"},
        ),
    ] = 8
    agreed: Annotated[
        float,
        Meta(
            ge=0.5,
            le=1.0,
            description="least confidence of any character at which four strips that say the same name spare the other inks",
            extra={"unit": "confidence", "source": "60 drawn seals of levels 0 to 2, 2026-11-25: benchmarks/seals.md"},
        ),
    ] = 0.8
    star_strength: Annotated[
        float,
        Meta(
            ge=0.05,
            le=1.0,
            description="share of fivefold variation in the middle from which a star's turn counts",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.25
    code_ink: Annotated[
        float,
        Meta(
            ge=0.001,
            le=0.5,
            description="ink all along the lower edge, against the strongest, from which a code is read there",
            extra={"unit": "share", "source": "60 drawn seals, 2026-11-25: without a code up to .019, with one from .035"},
        ),
    ] = 0.025
    least_rule: Annotated[
        float,
        Meta(
            ge=0.005,
            le=0.5,
            description="least length of a drawn line, against the long side, to be taken for a rule on a page with a text layer",
            extra={"unit": "share", "source": "6 mm on A4: shorter ones may be pieces of a drawn ring; drawn PDFs, 2026-11-25"},
        ),
    ] = 0.02
    most_other_px: Annotated[
        int,
        Meta(
            ge=0,
            le=1000,
            description="ink besides words and rules, of a quarter of the pixels, up to which a page with a text layer is not searched",
            extra={"unit": "px", "source": "4 drawn pages: 0; a hairline circle of 15 mm leaves 90; 2026-11-25"},
        ),
    ] = 20
    line_near: Annotated[
        float,
        Meta(
            ge=0,
            le=5,
            description="how far a listed word under the star may be below the free reading, each character",
            extra={"unit": "nats", "source": MEASURED_LINES},
        ),
    ] = 0.9
    line_ahead: Annotated[
        float,
        Meta(
            ge=0.5,
            le=20,
            description="how far it must be ahead of every word that makes a seal of another kind",
            extra={"unit": "nats", "source": MEASURED_LINES},
        ),
    ] = 2.0
    line_clear: Annotated[
        float,
        Meta(
            ge=0.5,
            le=20,
            description="how far it must be ahead in two inks by one reader, so that no other ink is read",
            extra={"unit": "nats", "source": "60 drawn seals of levels 0 to 2, 2026-11-25: benchmarks/seals.md"},
        ),
    ] = 7.0
    line_ink: Annotated[
        float,
        Meta(
            ge=10,
            le=200,
            description="least darkness of the strongest strokes of a line; paper's grain stays below",
            extra={"unit": "grey levels", "source": MEASURED_LINES},
        ),
    ] = 45.0
    line_astray: Annotated[
        float,
        Meta(
            ge=0.02,
            le=0.5,
            description="inked share of any sixth of the ring between star and arc from which a line may stand there at another turn",
            extra={"unit": "share", "source": "28 drawn seals, 2026-11-25: .00 without a line, .22 and more with one"},
        ),
    ] = 0.12

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield every seal of the page, from top to bottom."""
        kind = next((seen.kind for seen in look.of(PageKindSeen)), PageKind.OTHER)
        if kind in {PageKind.ID_PHOTO, PageKind.HELD_ID} or self._is_print(look):
            return
        factor = min(1.0, self.work_side_px / max(look.page.image.shape[:2]))
        small = (
            look.page.image
            if factor == 1
            else np.asarray(cv2.resize(look.page.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        )
        found = [self._seal(look, impression, factor) for impression in seal_finding.find(small, self.bounds)]
        yield from sorted(found, key=lambda seal: (seal.box.y, seal.box.x))

    def _is_print(self, look: Look) -> bool:
        """Return whether the page was born with a text layer and bears no ink besides words too small to hold a seal, and rules."""
        return look.bears_only_print(PrintLimits(tallest=self.least_side, shortest=self.least_rule, most_px=self.most_other_px))

    @property
    def reading(self) -> seal_reading.Limits:
        """How strips are cut and the line is told."""
        line = seal_line.Limits(
            line_near=self.line_near,
            line_ahead=self.line_ahead,
            line_clear=self.line_clear,
            line_ink=self.line_ink,
            line_astray=self.line_astray,
        )
        arc = seal_arc.Cut(inner=self.band[0], outer=self.band[1], keep=self.keep, sure=self.agreed)
        return seal_reading.Limits(arc=arc, line=line, star=self.star_strength, code_ink=self.code_ink)

    def _seal(self, look: Look, impression: seal_finding.Impression, factor: float) -> Seal:
        outline, hue = impression.outline, impression.hue
        if isinstance(outline, Frame):
            return self._stamp(look, outline, factor, hue)
        return self._partial(look, outline, factor, hue) if impression.cut else self._round(look, outline, factor, hue)

    def _round(self, look: Look, ring: Ring, factor: float, hue: ink.Hue) -> Seal:
        ellipse = ring.ellipse.scaled(1 / factor)
        crop, moved = _crop(look.page.image, ellipse)
        read = seal_reading.read(crop, moved, hue, seal_arc.Readers(arcs=look.arcs, lines=look.ocr), self.reading)
        shape = "round" if ellipse.minor >= self.round_ratio * ellipse.major else "oval"
        size = min(1.0, 2 * ellipse.minor / self.full_diameter_px)
        strength = min(1.0, read.contrast / self.full_contrast)
        return structs.replace(
            self._unread(look, ellipse.box, (ellipse.major, ellipse.minor), ring.share),
            shape=shape,
            ink=hue,
            turn_deg=None if read.turn_deg is None else round(read.turn_deg, 1),
            arc_deg=read.arc_deg,
            name=read.name,
            line=read.line,
            code=read.code,
            kind=kind_of(shape, read.name, read.line, line_inked=read.line_inked, sure=self.sure),
            contrast=read.contrast,
            legible=round(size * strength * min(1.0, ring.share / 0.9) * read.name.confidence, 3),
            cut=ring.seen < 0.98,  # noqa: PLR2004 - an outline off by a pixel is no cut
            confidence=round(min(1.0, 0.5 + ring.clear / 2), 3),
        )

    def _partial(self, look: Look, ring: Ring, factor: float, hue: str) -> Seal:
        ellipse = ring.ellipse.scaled(1 / factor)
        bare = self._unread(look, ellipse.box, (ellipse.major, ellipse.minor), ring.share)
        return structs.replace(bare, ink=hue, kind=SealKind.CROSS_PAGE, cut=True)

    def _stamp(self, look: Look, frame: Frame, factor: float, hue: ink.Hue) -> Seal:
        long, short = (side / factor for side in frame.sides)
        shape = "square" if short >= 0.8 * long else "rectangle"
        box = Box(*(round(v / factor) for v in (frame.box.x, frame.box.y, frame.box.w, frame.box.h)))
        name = _straight(look.page.image, box, frame.turn_deg, look.ocr) if shape == "rectangle" else NOTHING
        kind = kind_of(shape, name, NOTHING, line_inked=False, sure=self.sure)
        bare = self._unread(look, box, (long / 2, short / 2), frame.share)
        return structs.replace(bare, shape=shape, ink=hue, name=name, kind=kind, legible=round(name.confidence, 3))

    def _unread(self, look: Look, box: Box, axes: tuple[float, float], share: float) -> Seal:
        """Return what is known of an impression before anything on it is read."""
        return Seal(
            page=look.index,
            box=box.clipped(look.page.width, look.page.height),
            confidence=round(0.5 + share / 2, 3),
            seen_by=self.name,
            shape="round",
            ink="red",
            axes_px=(round(axes[0], 1), round(axes[1], 1)),
            turn_deg=None,
            name=NOTHING,
            line=NOTHING,
            code="",
            kind=SealKind.UNKNOWN,
            ring_share=round(share, 3),
            contrast=0.0,
            legible=0.0,
        )


def _crop(image: Rgb, ellipse: ellipses.Ellipse) -> tuple[Rgb, ellipses.Ellipse]:
    """Return the part of the page around an ellipse, and the ellipse in it; inks are unmixed against the paper close by."""
    box = ellipse.box.grown(round(0.3 * ellipse.major)).clipped(image.shape[1], image.shape[0])
    moved = ellipses.Ellipse(x=ellipse.x - box.x, y=ellipse.y - box.y, a=ellipse.a, b=ellipse.b, angle_deg=ellipse.angle_deg)
    return image[box.y : box.bottom, box.x : box.right], moved


def _straight(image: Rgb, box: Box, turn_deg: float, ocr: OcrEngine) -> Reading:
    """Return what stands in a rectangular stamp read as one line, its turn undone."""
    side = max(box.w, box.h)
    x, y = (round(v - side / 2) for v in box.centre)
    square: NDArray[np.uint8] = np.full((side, side, 3), 255, dtype=np.uint8)
    part = Box(x, y, side, side).clipped(image.shape[1], image.shape[0])
    square[part.y - y : part.bottom - y, part.x - x : part.right - x] = image[part.y : part.bottom, part.x : part.right]
    upright = polar.turned(square, turn_deg)
    margin = max(0, (side - min(box.w, box.h)) // 2)
    return ocr.read([upright[margin : side - margin] if box.w >= box.h else upright[:, margin : side - margin]])[0]

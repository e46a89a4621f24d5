"""Seals on a page: found by their outline in any ink, read by the recogniser alone, told apart by what is read."""

import dataclasses
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
from pipeline.imaging.rings import Ring
from pipeline.stages import seal_finding, seal_reading
from pipeline.stages.base import Look, Stage
from pipeline.stages.seal_kind import kind_of

NOTHING = Reading(text="")
MEASURED = "measured on drawn pages with and without seals, 78 real seals and 49 seal-free real pages, 2026-11-25"

MEASURED_RINGS = "measured on 262 drawn seals, 78 real ones and 100 drawn pages with pens and marks, 2026-11-25"

MEASURED_STAMPS = "measured on 65 drawn stamps, 100 drawn pages and 49 public ones without any, 2026-11-25"


class Seals(Stage, frozen=True, kw_only=True):
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
    least_side: Annotated[
        float,
        Meta(
            ge=0.01,
            le=0.5,
            description="least diameter of a round seal against the page's long side",
            extra={"unit": "share", "source": "15 mm on A4 is 0.050"},
        ),
    ] = 0.045
    most_side: Annotated[
        float,
        Meta(
            ge=0.1,
            le=0.6,
            description="greatest diameter of a seal on a page (a picture of less than 900 px may be a seal alone)",
            extra={"unit": "share", "source": "60 mm on half an A4 page is 0.29"},
        ),
    ] = 0.30
    faint: Annotated[
        float,
        Meta(
            ge=0.02,
            le=0.4,
            description="least strength of coloured ink, against strong ink",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.07
    faint_black: Annotated[
        float,
        Meta(
            ge=0.02,
            le=0.4,
            description="least share of the paper's light that ink of any hue takes",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.06
    clear_red: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="least inked share of a red ring less that of the space around it",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.50
    clear_blue: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="the same for blue, which pens and grounds share",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.50
    clear_black: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="the same among print: black copies, and seals whose colour is lost",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.55
    clear_cut: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="the same for the visible part of a coloured seal cut by the page's edge",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.78
    moat: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="most ink along the emptiest line just inside a ring, against the ring's",
            extra={"unit": "ratio", "source": MEASURED},
        ),
    ] = 0.50
    within: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.5,
            description="most ink along any line farther inside, against the ring's; a fingerprint's ridges repeat",
            extra={"unit": "ratio", "source": MEASURED},
        ),
    ] = 0.80
    words: Annotated[
        float,
        Meta(
            ge=0,
            le=0.6,
            description="least share of directions in which something stands inside a ring, paper between",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.15
    clear_and_words: Annotated[
        float,
        Meta(
            ge=0,
            le=1.6,
            description="least sum of a ring's clearness and its words; a pen's ring has little of both",
            extra={"unit": "sum of shares", "source": MEASURED},
        ),
    ] = 0.84
    strong: Annotated[
        float,
        Meta(
            ge=0.2,
            le=1.0,
            description="strength of an outline from which words of the same ink must stand within it",
            extra={"unit": "share of strong ink", "source": MEASURED_RINGS},
        ),
    ] = 0.60
    words_apart: Annotated[
        float,
        Meta(
            ge=0,
            le=0.5,
            description="least share of directions in which such words stand, not joined to the outline",
            extra={"unit": "share", "source": MEASURED_RINGS},
        ),
    ] = 0.06
    clear_and_apart: Annotated[
        float,
        Meta(
            ge=0,
            le=3,
            description="least sum of a strong ring's clearness and twice that share",
            extra={"unit": "sum of shares", "source": MEASURED_RINGS},
        ),
    ] = 1.0
    fill_least: Annotated[
        float,
        Meta(
            ge=0,
            le=0.3,
            description="least inked share inside a ring",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.02
    fill_most: Annotated[
        float,
        Meta(
            ge=0.3,
            le=0.9,
            description="most inked share inside a ring; a photo's ground is fuller",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.60
    axis_ratio: Annotated[
        float,
        Meta(
            ge=0.4,
            le=0.95,
            description="least ratio of an oval's axes",
            extra={"unit": "ratio", "source": "oval seals 45 x 30 mm are 0.67, domain/4-seals-and-names.md 4.1"},
        ),
    ] = 0.58
    round_ratio: Annotated[
        float,
        Meta(
            ge=0.7,
            le=1.0,
            description="ratio of axes from which an outline is called round",
            extra={"unit": "ratio", "source": MEASURED},
        ),
    ] = 0.82
    stamp_side: Annotated[
        tuple[float, float],
        Meta(
            description="least and most side of a square or rectangular stamp against the long side",
            extra={"unit": "share", "source": "stamps of 10-60 mm on A4 and on half of it"},
        ),
    ] = (0.03, 0.30)
    stamp_share: Annotated[
        tuple[float, float],
        Meta(
            description="least inked share of a stamp's worst side, and of all four",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = (0.60, 0.88)
    stamp_fill: Annotated[
        tuple[float, float],
        Meta(
            description="least and most inked share of a square stamp",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = (0.14, 0.66)
    fitted_side: Annotated[
        float,
        Meta(
            ge=0.02,
            le=0.2,
            description="least shorter side, against the long side of the page, of a stamp whose sides are drawn by fitted lines",
            extra={"unit": "share", "source": MEASURED_STAMPS},
        ),
    ] = 0.05
    fitted_share: Annotated[
        float,
        Meta(
            ge=0.6,
            le=1.0,
            description="least inked share of such a stamp's sides",
            extra={"unit": "share", "source": MEASURED_STAMPS},
        ),
    ] = 0.95
    fitted_fill: Annotated[
        float,
        Meta(
            ge=0.2,
            le=0.9,
            description="most inked share of such a stamp; a sign of a heading is fuller",
            extra={"unit": "share", "source": MEASURED_STAMPS},
        ),
    ] = 0.57
    cut_share: Annotated[
        float,
        Meta(
            ge=0.02,
            le=0.5,
            description="share of the outline beyond the page from which a seal lies across two pages",
            extra={"unit": "share", "source": "half a seal on each page is usual; a clerk reads one with a tenth missing"},
        ),
    ] = 0.12
    seen_least: Annotated[
        float,
        Meta(
            ge=0.1,
            le=0.8,
            description="least share of a cut seal's outline that is on the page; a shorter arc is a stroke as easily",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.24
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
    star_strength: Annotated[
        float,
        Meta(
            ge=0.05,
            le=1.0,
            description="share of fivefold variation in the middle from which a star's turn counts",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.25

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield every seal of the page, from top to bottom."""
        kind = next((seen.kind for seen in look.of(PageKindSeen)), PageKind.OTHER)
        if kind in {PageKind.ID_PHOTO, PageKind.HELD_ID}:
            return
        factor = min(1.0, self.work_side_px / max(look.page.image.shape[:2]))
        small = (
            look.page.image
            if factor == 1
            else np.asarray(cv2.resize(look.page.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        )
        found = [self._seal(look, impression, factor) for impression in seal_finding.find(small, self.bounds)]
        yield from sorted(found, key=lambda seal: (seal.box.y, seal.box.x))

    @property
    def bounds(self) -> seal_finding.Bounds:
        """The limits of finding."""
        names = (field.name for field in dataclasses.fields(seal_finding.Bounds) if field.name != "fill")
        return seal_finding.Bounds(fill=(self.fill_least, self.fill_most), **{name: getattr(self, name) for name in names})

    def _seal(self, look: Look, impression: seal_finding.Impression, factor: float) -> Seal:
        outline, hue = impression.outline, impression.hue
        if isinstance(outline, Frame):
            return self._stamp(look, outline, factor, hue)
        return self._partial(look, outline, factor, hue) if impression.cut else self._round(look, outline, factor, hue)

    def _round(self, look: Look, ring: Ring, factor: float, hue: ink.Hue) -> Seal:
        ellipse = ring.ellipse.scaled(1 / factor)
        cut = seal_reading.Cut(inner=self.band[0], outer=self.band[1], keep=self.keep, star=self.star_strength)
        crop, moved = _crop(look.page.image, ellipse)
        read = seal_reading.read(crop, moved, hue, seal_reading.Readers(arcs=look.arcs, lines=look.ocr), cut)
        shape = "round" if ellipse.minor >= self.round_ratio * ellipse.major else "oval"
        size = min(1.0, 2 * ellipse.minor / self.full_diameter_px)
        strength = min(1.0, read.contrast / self.full_contrast)
        return structs.replace(
            self._unread(look, ellipse.box, (ellipse.major, ellipse.minor), ring.share),
            shape=shape,
            ink=hue,
            turn_deg=None if read.turn_deg is None else round(read.turn_deg, 1),
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

"""Seals on a page: found by their ink's colour and outline, read by the recogniser alone, told apart by what is read."""

from collections.abc import Iterator
from typing import Annotated

import cv2
import numpy as np
from msgspec import Meta, structs
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Observation, PageKind, PageKindSeen, Seal, SealKind
from pipeline.datamodel.page import Mask, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import OcrEngine
from pipeline.imaging import ellipses, ink, outlines, polar
from pipeline.stages import seal_reading
from pipeline.stages.base import Look, Stage
from pipeline.stages.seal_kind import kind_of

NOTHING = Reading(text="")
# Pages on which a seal is asked for; only there a black one is looked for, among print.
_SEALED = {PageKind.FORM_2, PageKind.FORM_SINGLE, PageKind.CONTRACT_SIGNATURE, PageKind.LETTER, PageKind.RENAME_NOTICE}
MEASURED = "measured on 237 drawn seals, 78 real seals and 49 seal-free real pages, 2026-11-22"


class Seals(Stage, frozen=True, kw_only=True):
    """Round and oval seals in red, then blue, then (only where print is expected and no colour was found) black; name stamps; cut seals.

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
    clear_red: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="least inked share of a red ring less that of the space around it",
            extra={"unit": "share", "source": MEASURED},
        ),
    ] = 0.42
    clear_blue: Annotated[
        float,
        Meta(ge=0.1, le=1.0, description="the same for blue, which pens and grounds share", extra={"unit": "share", "source": MEASURED}),
    ] = 0.55
    clear_black: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="the same for black photocopies",
            extra={"unit": "share", "source": "measured on 5 real copies and 49 seal-free real pages, 2026-11-22"},
        ),
    ] = 0.60
    tint_least: Annotated[
        float,
        Meta(
            ge=5,
            le=60,
            description="lowest threshold of colour against the page's own tint",
            extra={"unit": "grey levels", "source": "measured on 71 drawn seals, 2026-11-21"},
        ),
    ] = 14.0
    tint_most: Annotated[
        float,
        Meta(
            ge=10,
            le=120,
            description="highest threshold of colour against the page's own tint",
            extra={"unit": "grey levels", "source": "measured on 71 drawn seals, 2026-11-21"},
        ),
    ] = 40.0
    clear_cut: Annotated[
        float,
        Meta(
            ge=0.1,
            le=1.0,
            description="the same for the visible part of a red seal cut by the page's edge",
            extra={"unit": "share", "source": "measured on 49 seal-free real pages, 2026-11-22"},
        ),
    ] = 0.60
    fill_least: Annotated[
        float, Meta(ge=0, le=0.3, description="least inked share inside a ring", extra={"unit": "share", "source": MEASURED})
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
    ] = 0.60
    round_ratio: Annotated[
        float,
        Meta(
            ge=0.7, le=1.0, description="ratio of axes from which an outline is called round", extra={"unit": "ratio", "source": MEASURED}
        ),
    ] = 0.82
    stamp_side: Annotated[
        tuple[float, float],
        Meta(
            description="least and most side of a square or rectangular stamp against the long side",
            extra={"unit": "share", "source": "name stamps of 10-40 mm on A4"},
        ),
    ] = (0.03, 0.16)
    stamp_share: Annotated[
        float,
        Meta(ge=0.4, le=1.0, description="least inked share of every side of a square stamp", extra={"unit": "share", "source": MEASURED}),
    ] = 0.70
    stamp_fill: Annotated[
        tuple[float, float], Meta(description="least and most inked share of a square stamp", extra={"unit": "share", "source": MEASURED})
    ] = (0.16, 0.72)
    cut_share: Annotated[
        float,
        Meta(
            ge=0.02,
            le=0.5,
            description="share of the outline beyond the page from which a seal lies across two pages",
            extra={"unit": "share", "source": "half a seal on each page is usual; a clerk reads one with a tenth missing"},
        ),
    ] = 0.12
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
        """Yield every seal of the page, coloured ones first, from top to bottom."""
        kind = next((seen.kind for seen in look.of(PageKindSeen)), PageKind.OTHER)
        if kind in {PageKind.ID_PHOTO, PageKind.HELD_ID}:
            return
        factor = min(1.0, self.work_side_px / max(look.page.image.shape[:2]))
        small = (
            look.page.image
            if factor == 1
            else np.asarray(cv2.resize(look.page.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        )
        found = [seal for hue in ("red", "blue") for seal in self._coloured(look, small, factor, hue)]
        if not found and kind in _SEALED:
            found = list(self._black(look, small, factor))
        yield from sorted(found, key=lambda seal: (seal.box.y, seal.box.x))

    def _coloured(self, look: Look, small: Rgb, factor: float, hue: ink.Hue) -> Iterator[Seal]:
        mask = ink.inked(ink.tint(small, hue), least=self.tint_least, most=self.tint_most)
        side = max(mask.shape)
        if int(mask.sum()) < 3 * self.stamp_side[0] * side:
            return  # less ink than a quarter of the smallest stamp's outline
        clear = self.clear_red if hue == "red" else self.clear_blue
        rings = outlines.rings(
            mask, least_px=self.least_side * side, clear=clear, fill=(self.fill_least, self.fill_most), axis_ratio=self.axis_ratio
        )
        boxes = [ring.ellipse.box.grown(round(0.05 * ring.ellipse.major)) for ring in rings]
        for ring in rings:
            yield self._round(look, ring, factor, hue)
        if hue == "red":
            yield from self._partials_and_stamps(look, mask, boxes, factor)

    def _partials_and_stamps(self, look: Look, mask: Mask, taken: list[Box], factor: float) -> Iterator[Seal]:
        """Yield seals cut by the page's edge and name stamps, outside of the boxes taken; only red, which neither pens nor desks share."""
        side = max(mask.shape)
        taken = list(taken)
        for arc in outlines.edge_arcs(
            _without(mask, taken), least_px=self.least_side * side, most_px=0.3 * side, span_deg=55, clear=self.clear_cut
        ):
            yield self._partial(look, arc, factor, "red")
            taken.append(arc.ellipse.box)
        least, most = (share * side for share in self.stamp_side)
        found = outlines.frames(
            _without(mask, taken), least_px=least, most_px=most, share=self.stamp_share, most_fill=self.stamp_fill[1], aspect=0.3
        )
        yield from (self._stamp(look, frame, factor) for frame in _apart(found) if frame.fill >= self.stamp_fill[0])

    def _black(self, look: Look, small: Rgb, factor: float) -> Iterator[Seal]:
        gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        dark = ink.inked(ink.tint(small, "black"), least=40, most=110)
        side = max(gray.shape)
        for ring in outlines.dark_rings(dark, gray, least_px=0.055 * side, most_px=0.22 * side, clear=self.clear_black):
            yield self._round(look, ring, factor, "black")

    def _round(self, look: Look, ring: outlines.Ring, factor: float, hue: ink.Hue) -> Seal:
        ellipse = ring.ellipse.scaled(1 / factor)
        points = ellipse.outline(1.0)
        on_page = np.all((points >= 0) & (points < (look.page.width, look.page.height)), axis=1)
        beyond = 1 - float(on_page.mean())
        if beyond >= self.cut_share:
            return self._partial(look, ring, factor, hue)
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
            cut=beyond > 0.02,  # noqa: PLR2004 - an outline off by a pixel is no cut
            confidence=round(min(1.0, 0.5 + ring.clear / 2), 3),
        )

    def _partial(self, look: Look, ring: outlines.Ring, factor: float, hue: str) -> Seal:
        ellipse = ring.ellipse.scaled(1 / factor)
        bare = self._unread(look, ellipse.box, (ellipse.major, ellipse.minor), ring.share)
        return structs.replace(bare, ink=hue, kind=SealKind.CROSS_PAGE, cut=True)

    def _stamp(self, look: Look, frame: outlines.Frame, factor: float) -> Seal:
        long, short = (side / factor for side in frame.sides)
        shape = "square" if short >= 0.8 * long else "rectangle"
        box = Box(*(round(v / factor) for v in (frame.box.x, frame.box.y, frame.box.w, frame.box.h)))
        name = _straight(look.page.image, box, frame.turn_deg, look.ocr) if shape == "rectangle" else NOTHING
        kind = kind_of(shape, name, NOTHING, line_inked=False, sure=self.sure)
        bare = self._unread(look, box, (long / 2, short / 2), frame.share)
        return structs.replace(bare, shape=shape, name=name, kind=kind, legible=round(name.confidence, 3))

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


def _without(mask: Mask, boxes: list[Box]) -> Mask:
    """Return the mask with what lies in the boxes taken away: glyphs inside a seal are no seals."""
    rest = mask.copy()
    for box in boxes:
        rest[max(0, box.y) : max(0, box.bottom), max(0, box.x) : max(0, box.right)] = False
    return rest


def _apart(frames: Iterator[outlines.Frame]) -> list[outlines.Frame]:
    """Return the frames, the best of those that overlap."""
    kept: list[outlines.Frame] = []
    for frame in sorted(frames, key=lambda frame: -frame.share * frame.box.area):
        if all(frame.box.overlap(other.box).area < 0.3 * frame.box.area for other in kept):
            kept.append(frame)
    return kept


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

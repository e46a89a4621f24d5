"""Finds impressions of seals on a page, before anything on them is read: rings in red, blue or any ink, arcs at the edge, framed stamps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Rgb
from pipeline.imaging import frames, ink_places, ring_fit, ring_votes, rings, tints
from pipeline.imaging.ellipses import Ellipse
from pipeline.imaging.frames import Frame
from pipeline.imaging.ink import Hue
from pipeline.imaging.ring_votes import Form
from pipeline.imaging.rings import Ring
from pipeline.imaging.tints import Floats
from pipeline.stages import seal_stamps
from pipeline.stages.seal_bounds import PAGE_PX, Bounds

IN_PLACE = 0.85  # of the shorter side of where ink stands: the longest half-axis looked for there, as a part may have faded
_COLOURS: tuple[Hue, ...] = ("red", "blue")
_ROUND = (Form(),)
_OVAL = tuple(Form(ratio=0.72, turn_deg=float(turn)) for turn in range(-60, 120, 30))
_OVAL_UPRIGHT = tuple(Form(ratio=0.72, turn_deg=float(turn)) for turn in (-15, 15))


@dataclass(frozen=True, kw_only=True)
class Impression:
    """One impression: its ink and its outline, a ring or a frame; cut: most of the ring's outline is there, but it lies across the edge."""

    hue: Hue
    outline: Ring | Frame
    cut: bool = False

    @property
    def box(self) -> Box:
        """The smallest upright box around it."""
        return self.outline.ellipse.box if isinstance(self.outline, Ring) else self.outline.box


def find(image: Rgb, bounds: Bounds) -> list[Impression]:
    """Return the impressions on a page; image: (H, W, 3) uint8 RGB, long side about 1100 px.

    Coloured inks are searched where there is any, then all that is dark on the whole page: that finds black copies, and faint or crossed
    seals whose colour JPEG has smeared. Their ink is told from the colour along the ring.
    """
    seen = tints.inks(image)
    inks: dict[Hue, Floats] = {"red": seen.red, "blue": seen.blue, "black": seen.dark}
    least: dict[Hue, float] = {"red": bounds.faint, "blue": bounds.faint, "black": bounds.faint_black}
    found: list[Impression] = []
    for hue in _COLOURS:
        for place in _places(inks[hue], bounds, bounds.least_side):
            found += _ringed(inks, hue, place, bounds, least)
    found += _ringed(inks, "black", Box(0, 0, image.shape[1], image.shape[0]), bounds, least)
    kept = _apart(found, lambda one: _has_words(inks[one.hue], one, least[one.hue], bounds))
    taken = [one.outline.ellipse for one in kept if isinstance(one.outline, Ring)]
    stamps: list[Frame] = []
    hues: dict[Frame, Hue] = {}
    for hue in _COLOURS:
        for place in _places(inks[hue], bounds, bounds.stamp_side[0]):
            stamps += (framed := seal_stamps.stamps(inks[hue], place, taken, bounds))
            hues |= dict.fromkeys(framed, hue)
    return kept + [Impression(hue=hues[frame], outline=frame) for frame in frames.apart(stamps)]


def _places(strength: Floats, bounds: Bounds, least_side: float) -> Iterator[Box]:
    """Yield where enough ink of a colour stands together for an outline of that least side, against the long side."""
    side = max(strength.shape)
    mask = strength > bounds.faint
    for place in ink_places.places(mask, least_px=least_side * side, near_px=0.012 * side):
        # A solid block is a photo's ground or a marker's; what is pressed over it is seen among all that is dark.
        if mask[place.y : place.bottom, place.x : place.right].mean() < bounds.fill[1]:
            yield place


def _ringed(inks: dict[Hue, Floats], hue: Hue, place: Box, bounds: Bounds, least: dict[Hue, float]) -> list[Impression]:
    """Return the rings in one place on a page: whole ones, and parts of rings at the page's edge."""
    found = []
    for ring in _outlined(inks[hue], place, least[hue], min(bounds.clear(hue), bounds.clear_cut), bounds):
        its = _hue(inks, ring, bounds) if hue == "black" else hue
        if 1 - ring.seen >= bounds.cut_share:
            if its != "black" and _is_part(ring, bounds):
                found.append(Impression(hue=its, outline=ring, cut=True))
        elif _is_seal(ring, hue, bounds) and (its != "black" or _is_no_pens(ring, bounds)):
            found.append(Impression(hue=its, outline=ring))
    return found


def _outlined(strength: Floats, place: Box, least: float, clear: float, bounds: Bounds) -> Iterator[Ring]:
    """Yield the clear rings that edges in a place speak for; ovals at any turn where the place is small.

    Of the many votes that a strong ring gets only the first two are looked at, so that they do not crowd out a weak one.
    """
    side = max(strength.shape)
    part = strength[place.y : place.bottom, place.x : place.right]
    soft = np.asarray(cv2.GaussianBlur(part, (0, 0), 0.7), dtype=np.float32)
    most = min(bounds.most_side * side / 2 if side >= PAGE_PX else 0.52 * side, 0.6 * max(part.shape))
    if not _reaches_edge(place, strength):  # what is not cut lies in its place, as far as it can be seen
        most = min(most, IN_PLACE * min(part.shape))
    smallest = max(8.0, bounds.least_side * side / 2)
    ovals = _OVAL if max(part.shape) < 0.5 * side else _OVAL_UPRIGHT
    picture = ring_votes.Picture(part, edge=0.02)
    known: list[Ellipse] = []
    for forms, support, ratio, count in ((_ROUND, 0.27, 0.75, 20), (ovals, 0.36, bounds.axis_ratio, 16)):
        tries = 0
        for vote in ring_votes.outlines(picture, forms, least_px=smallest / ratio, most_px=most, support=support, most=2 * count):
            if sum(_about_the_same(vote.ellipse, other) for other in known) > 1 or tries == count:
                continue
            tries += 1
            ellipse = ring_fit.snug(soft, vote.ellipse, edge=0.03, axis_ratio=ratio)
            if ellipse is None or 2 * ellipse.minor < 0.9 * bounds.least_side * side * ratio:
                continue
            ring = rings.measured(strength, replace(ellipse, x=ellipse.x + place.x, y=ellipse.y + place.y), least=least, clear=clear)
            if ring is not None:
                known.append(ellipse)
                yield ring


def _reaches_edge(place: Box, strength: Floats) -> bool:
    return place.x == 0 or place.y == 0 or place.right == strength.shape[1] or place.bottom == strength.shape[0]


def _is_seal(ring: Ring, hue: Hue, bounds: Bounds) -> bool:
    """Return whether a ring is a seal's: clear of what surrounds it, paper inside of it, words within and no second outline."""
    return (
        ring.clear >= bounds.clear(hue)
        and ring.beside <= bounds.moat
        and ring.within <= bounds.within
        and ring.ridges < 3  # noqa: PLR2004 - a second ring and one about the middle; a fingerprint has more
        and _is_worded(ring, bounds)
        and bounds.fill[0] <= ring.fill <= bounds.fill[1]
    )


def _is_worded(ring: Ring, bounds: Bounds) -> bool:
    """Return whether enough stands inside a ring; the words of a faint seal fade before its outline, which then must be all but whole."""
    both = ring.clear + ring.words
    return (ring.words >= bounds.words and both >= bounds.clear_and_words) or (
        ring.line < bounds.strong and ring.words >= bounds.few_words and both >= bounds.clear_and_few
    )


def _is_no_pens(ring: Ring, bounds: Bounds) -> bool:
    """Return whether a ring in the colour of print is more than a pen's around print, which wavers and is crossed by a row or two."""
    return ring.line < bounds.strong_black or ring.clear + ring.words >= bounds.clear_and_words_black


def _has_words(strength: Floats, one: Impression, least: float, bounds: Bounds) -> bool:
    """Return whether a ring has words of its own ink, as far as that can be told: beside a strong outline words do not fade.

    A pen's ring around a printed word has none, a mark of one sign in a ring has them in the middle. A part is judged by less.
    """
    assert isinstance(one.outline, Ring)
    own = None if one.cut else rings.measured(strength, one.outline.ellipse, least=least)
    if own is None or own.line < bounds.strong:
        return True
    apart = rings.words_apart(strength, own, least=least, of_line=bounds.words_from)
    if apart >= bounds.words_apart and one.outline.clear + 2 * apart >= bounds.clear_and_apart:
        return True
    return rings.words_apart(strength, own, least=least, of_line=bounds.rim_words_from) >= bounds.words_at_rim


def _is_part(ring: Ring, bounds: Bounds) -> bool:
    """Return whether a ring lies across the page's edge; a sliver of an arc is a pen stroke or a corner of print as easily."""
    return (
        ring.seen >= bounds.seen_least
        and ring.clear >= bounds.clear_cut
        and ring.beside <= bounds.moat
        and ring.within <= bounds.within
        and ring.words >= bounds.words
        and ring.fill <= bounds.fill[1]
    )


def _hue(inks: dict[Hue, Floats], ring: Ring, bounds: Bounds) -> Hue:
    """Return the colour that stands along a ring, "black" where hardly any does."""
    lean = {hue: float(np.median(_along(inks[hue], ring))) for hue in ("red", "blue")}
    best: Hue = "red" if lean["red"] >= lean["blue"] else "blue"
    return best if lean[best] > 0.5 * bounds.faint else "black"


def _along(strength: Floats, ring: Ring) -> Floats:
    """Return the strongest ink in each direction on a ring."""
    return np.asarray(rings.unrolled(strength, ring.ellipse).strength[60:67].max(axis=0))


def _apart(found: list[Impression], has_words: Callable[[Impression], bool]) -> list[Impression]:
    """Drop what is nested in, or all but the same as, a stronger outline; coloured ones first, whole ones before parts.

    What has no words of its own is no seal, and neither is a worse outline of the same ring.
    """

    def rank(one: Impression) -> float:
        ring = one.outline
        assert isinstance(ring, Ring)
        return (
            ring.clear
            + 0.5 * ring.snug
            + 0.3 * ring.ellipse.minor / ring.ellipse.major
            + (0.15 if one.hue != "black" else 0)
            - (0.5 if one.cut else 0)
        )

    kept: list[Impression] = []
    bare: list[Ellipse] = []
    for one in sorted(found, key=lambda one: -rank(one)):
        ring = one.outline
        assert isinstance(ring, Ring)
        if any(isinstance(other.outline, Ring) and _clash(ring.ellipse, other.outline.ellipse) for other in kept):
            continue
        if any(_about_the_same(ring.ellipse, other) for other in bare):
            continue
        if has_words(one):
            kept.append(one)
        else:
            bare.append(ring.ellipse)
    return kept


def _about_the_same(one: Ellipse, other: Ellipse) -> bool:
    """Return whether two outlines are drawn onto the same ring, one of them badly."""
    away = float(np.hypot(one.x - other.x, one.y - other.y))
    return away < 0.35 * other.major and 0.7 < one.major / other.major < 1.4  # noqa: PLR2004 - a third, as a pen's ring wavers


def _clash(one: Ellipse, other: Ellipse) -> bool:
    """Return whether two outlines cannot both be seals: their middles lie too close together, or one lies in the other."""
    away = float(np.hypot(one.x - other.x, one.y - other.y))
    if away < 0.55 * max(one.minor, other.minor):
        return True
    small, large = sorted((one, other), key=lambda each: each.major)
    inside = large.radii(small.outline(1.0, 24).astype(np.float32)) < 1.05  # noqa: PLR2004 - or on its outline
    return bool(inside.mean() > 0.7)  # noqa: PLR2004 - two that overlap cover each other by less

"""The ID photo as a page shows it: the head's box as it was measured, and each measure beside the limit of the rule pack."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from pipeline.checks.base import Check, Lang
from pipeline.checks.photo.head import PhotoHead
from pipeline.checks.photo.pose import PhotoPose
from pipeline.checks.photo.size import PhotoSize
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.limits import build_limits
from pipeline.datamodel.profile import Profile
from pipeline.reports import labels
from pipeline.reports.findings import Images, page_title
from pipeline.reports.sheets import page_key

C = TypeVar("C", bound=Check)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of a photo against what is asked; kept: whether it is within."""

    title: str
    measured: str
    limit: str
    kept: bool


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """One ID photo: its page, its picture, the boxes of head and face in pixels of it, and its measures."""

    where: str
    picture: object | None
    size: tuple[int, int]
    head: Box | None
    face: Box | None
    measures: tuple[Measure, ...]


def photos(record: Mapping[str, Any], profile: Profile, lang: Lang, images: Images) -> tuple[Photo, ...]:
    """Return the ID photos that were measured, in page order; of several faces in one, the largest's box."""
    sizes = {page_key(page): (page["size"][0], page["size"][1]) for page in record["sightings"]["pages"]}
    return tuple(
        Photo(
            where=page_title(page_key(entry), record, lang),
            picture=images.whole(page_key(entry)),
            size=sizes[page_key(entry)],
            head=None if entry["head"] is None else Box(*entry["head"]),
            face=None if entry["box"] is None else Box(*entry["box"]),
            measures=measures(entry["measures"], profile, lang),
        )
        for entry in record["sightings"]["portraits"]
        if "measures" in entry and page_key(entry) in sizes
    )


def measures(taken: Mapping[str, float], profile: Profile, lang: Lang) -> tuple[Measure, ...]:
    """Return the measures that a person can follow by eye, each against the limits of the rule pack; those not taken are left out."""
    words = labels.spoken(labels.MEASURES, lang)
    head, pose, size = _limits(PhotoHead, profile), _limits(PhotoPose, profile), _limits(PhotoSize, profile)
    found = []
    if "width_px" in taken and "height_px" in taken:
        shown, asked = f"{taken['width_px']:.0f}×{taken['height_px']:.0f}", [f"{width}×{height}" for width, height in size.sizes]
        found.append(Measure(title=words["pixels"], measured=shown, limit=" / ".join(asked), kept=shown in asked))
    for name, least, most in (
        ("head_height_share", head.least_head, head.most_head),
        ("crown_share", head.least_top, None),
        ("centre_offset_share", None, head.most_offset),
    ):
        if name in taken:
            found.append(_measure(words[name], taken[name], least, most, 100, " %"))
    for name, most in (("roll_deg", pose.roll), ("yaw_deg", pose.yaw)):
        if name in taken:
            found.append(_measure(words[name], taken[name], None, most, 1, "°"))
    return tuple(found)


def _limits(check: type[C], profile: Profile) -> C:
    """Return a check with the limits of the rule pack, its own where the pack leaves it out."""
    rule = profile.checks.get(check.name)
    return build_limits(check, rule.limits if rule else {}, check.name)[0]


def _measure(title: str, value: float, least: float | None, most: float | None, factor: float, unit: str) -> Measure:
    """Return a figure against a range; a limit without a lower end holds on both sides of zero."""
    size = value if least is not None else abs(value)
    asked = "–".join(f"{factor * one:g}" for one in (least, most) if one is not None)
    sign = "" if least is not None and most is not None else "≥ " if most is None else "≤ "
    return Measure(
        title=title,
        measured=f"{round(factor * value, 1) + 0.0:.1f}{unit}",  # never "-0.0"
        limit=f"{sign}{asked}{unit}",
        kept=(least is None or size >= least) and (most is None or size <= most),
    )

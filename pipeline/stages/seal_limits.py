"""The limits of finding seals, each with unit and source; the stage `seals` has them beside those of reading."""

import dataclasses
from typing import Annotated

from msgspec import Meta

from pipeline.stages import seal_bounds
from pipeline.stages.base import Stage

MEASURED = "measured on drawn pages with and without seals, 78 real seals and 49 seal-free real pages, 2026-11-25"
MEASURED_RINGS = "measured on 262 drawn seals, 78 real ones and 100 drawn pages with pens and marks, 2026-11-25"
MEASURED_PENS = "measured on 4 rings by pen and 22 drawn black seals that were found, 2026-11-25: pens up to 1.04, strong seals from 1.16"
MEASURED_FAINT = "measured on 240 drawn pages with seals, 150 without any and 49 public ones, 2026-11-25"
MEASURED_STAMPS = "measured on 65 drawn stamps, 100 drawn pages and 49 public ones without any, 2026-11-25"

MEASURED_LINES = "measured on 20 drawn stamps that were missed and 50 drawn pages with headings, marks and tables, 2026-11-25"


class SealFindingLimits(Stage, frozen=True, kw_only=True):
    """What an outline on a page must have to be called a seal; all shares are 0-1."""

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
    few_words: Annotated[
        float,
        Meta(
            ge=0,
            le=0.6,
            description="the same in a ring all but whole and not strong: the words of a faint seal fade first",
            extra={"unit": "share", "source": MEASURED_FAINT},
        ),
    ] = 0.08
    clear_and_few: Annotated[
        float,
        Meta(
            ge=0,
            le=1.6,
            description="least sum of the clearness of such a ring and its words",
            extra={"unit": "sum of shares", "source": MEASURED_FAINT},
        ),
    ] = 1.03
    strong: Annotated[
        float,
        Meta(
            ge=0.2,
            le=1.0,
            description="strength of an outline from which words of the same ink must stand within it",
            extra={"unit": "share of strong ink", "source": MEASURED_RINGS},
        ),
    ] = 0.60
    strong_black: Annotated[
        float,
        Meta(
            ge=0.2,
            le=1.0,
            description="strength of a black outline from which it may be a pen's, as print may stand in a pen's ring",
            extra={"unit": "share of the paper's light", "source": MEASURED_PENS},
        ),
    ] = 0.50
    clear_and_words_black: Annotated[
        float,
        Meta(
            ge=0.5,
            le=2.0,
            description="least sum of the clearness of such a ring and its words",
            extra={"unit": "share", "source": MEASURED_PENS},
        ),
    ] = 1.10
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
    words_from: Annotated[
        float,
        Meta(
            ge=0.1,
            le=0.9,
            description="strength from which ink counts as words apart, against that of the outline",
            extra={"unit": "share", "source": MEASURED_RINGS},
        ),
    ] = 0.3
    rim_words_from: Annotated[
        float,
        Meta(
            ge=0.1,
            le=0.9,
            description="the same where words come close to the rim: what the picture smears between them has less",
            extra={"unit": "share", "source": MEASURED_FAINT},
        ),
    ] = 0.5
    words_at_rim: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="least share of directions with words apart in strong ink alone, where they come close to a strong ring's rim",
            extra={"unit": "share", "source": MEASURED_FAINT},
        ),
    ] = 0.20
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
    lined_share: Annotated[
        tuple[float, float, float],
        Meta(
            description="least inked share of the worst side of a stamp seen by four lines alone, of all four, and most just outside",
            extra={"unit": "share", "source": MEASURED_LINES},
        ),
    ] = (0.6, 0.92, 0.25)
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

    @property
    def bounds(self) -> seal_bounds.Bounds:
        """The limits of finding."""
        names = (field.name for field in dataclasses.fields(seal_bounds.Bounds) if field.name != "fill")
        return seal_bounds.Bounds(fill=(self.fill_least, self.fill_most), **{name: getattr(self, name) for name in names})

"""The limits of telling what stands where a signature belongs, each with unit and source; the stage `signatures` has them."""

from typing import Annotated

from msgspec import Meta

from pipeline.stages.base import Stage

SOURCE = "tuning half of writers, faces and pens, benchmarks/signatures.md, 2026-11-25"

Share = Annotated[float, Meta(ge=0, le=1)]
Lines = Annotated[float, Meta(ge=0, le=40)]


class SignatureLimits(Stage, frozen=True, kw_only=True):
    """From what ink counts, and how sure the reader of strokes must be of whose it is."""

    faintest_ink: Annotated[
        float,
        Meta(
            ge=0.05,
            le=0.5,
            description="Fainter marks than this are paper",
            extra={"unit": "optical density", "source": "noise of JPEG quality 50, drawn places, 2026-11-22"},
        ),
    ] = 0.14
    faintest_red: Annotated[
        float,
        Meta(
            ge=0.05,
            le=0.5,
            description="Fainter red than this is paper",
            extra={"unit": "optical density", "source": "drawn places, 2026-11-22"},
        ),
    ] = 0.16
    rule_lines: Annotated[
        Lines,
        Meta(
            description="A ruling line thicker than this is not looked through for writing that crosses it",
            extra={"unit": "text line heights", "source": SOURCE},
        ),
    ] = 0.3
    crossing_lines: Annotated[
        Lines,
        Meta(
            description="Only ink as high as this crosses a ruling line; lower ink is the line's own edge",
            extra={"unit": "text line heights", "source": SOURCE},
        ),
    ] = 0.2
    grain_strip: Annotated[
        Lines,
        Meta(
            description="Width of a strip whose paper has grain of one strength",
            extra={"unit": "text line heights", "source": "shadows on drawn photos, tuning half, 2026-11-25"},
        ),
    ] = 2.0
    grain_times: Annotated[
        float,
        Meta(
            ge=0,
            le=40,
            description="Marks are ink from so many times the spread between the palest tenth and third of a strip on",
            extra={"unit": "factor", "source": "5.5 standard deviations of even grain; empty places, tuning half, 2026-11-25"},
        ),
    ] = 8.0
    densest_grain: Annotated[
        float,
        Meta(
            ge=0.05,
            le=1,
            description="Denser marks than this are ink in any grain",
            extra={"unit": "optical density", "source": "grain of drawn photos stays under 0.33, tuning half, 2026-11-25"},
        ),
    ] = 0.35
    red_rest: Annotated[
        Share,
        Meta(
            description="On and beside red ink dark marks under this share of its density are what unmixing left of it",
            extra={"unit": "share", "source": "seals alone, tuning half, 2026-11-25"},
        ),
    ] = 0.5
    densest_rest: Annotated[
        float,
        Meta(
            ge=0.05,
            le=1,
            description="Denser dark marks than this are ink on any red",
            extra={"unit": "optical density", "source": "pens on a seal's star, tuning half, 2026-11-25"},
        ),
    ] = 0.4
    seal_apart: Annotated[
        float,
        Meta(
            ge=1,
            le=10,
            description="A pen under a seal copied in grey is told from it where its ink is so many times as dense",
            extra={"unit": "factor", "source": "seals copied in grey, tuning half, 2026-11-25"},
        ),
    ] = 1.5
    ruling_lines: Annotated[
        Lines,
        Meta(
            description="Lines shorter than this belong to writing or to a stamp's frame",
            extra={"unit": "text line heights", "source": "drawn name stamps, 2026-11-22"},
        ),
    ] = 4.0
    speck_lines: Annotated[
        Lines,
        Meta(description="A mark shorter than this is dirt", extra={"unit": "text line heights", "source": "drawn places, 2026-11-22"}),
    ] = 0.13
    written_lines: Annotated[
        Lines,
        Meta(
            description="A piece of ink as high as this is writing; a lower one is where it stands beside such a piece",
            extra={"unit": "text line heights", "source": SOURCE},
        ),
    ] = 0.35
    beside_lines: Annotated[
        Lines,
        Meta(
            description="No further than this from writing is beside it",
            extra={"unit": "text line heights", "source": SOURCE},
        ),
    ] = 0.5
    least_place: Annotated[
        Lines,
        Meta(
            description="A narrower place is not told empty: no name fits into it",
            extra={
                "unit": "text line heights",
                "source": "40 real signatures of the tuning half: 1.1 to 3.1 times as wide as high, 2026-11-25",
            },
        ),
    ] = 1.5
    empty_lines: Annotated[
        Lines,
        Meta(
            description="Strokes together shorter than this leave a place empty",
            extra={"unit": "text line heights", "source": "a dot or a speck, drawn places, 2026-11-22"},
        ),
    ] = 0.35
    signed_lines: Annotated[
        Lines,
        Meta(
            description="Strokes together shorter than this are no signature (a tick, a dash)",
            extra={"unit": "text line heights", "source": "shortest of 87 real signatures against ticks and dashes, 2026-11-22"},
        ),
    ] = 3.2
    handwritten_from: Annotated[
        Share,
        Meta(description="From this probability strokes are a pen's", extra={"unit": "probability", "source": SOURCE}),
    ] = 0.85
    illegible_from: Annotated[
        Share,
        Meta(
            description="The same where a recogniser reads no character, as in a scrawl or in dirt",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.95
    whole_from: Annotated[
        Share,
        Meta(
            description="Where dirt was left out: the least probability with the dirt there, unless without it a scrawl would pass",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.3
    dated_from: Annotated[
        Share,
        Meta(
            description="Where dirt was left out: from this probability for a date with the dirt there, strokes may be a date",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.3
    red_pen_from: Annotated[
        Share,
        Meta(
            description="From this probability red strokes are a pen's and no stamp's or seal's",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.9
    other_from: Annotated[
        Share,
        Meta(
            description="From this probability strokes are a printer's, a stamp's, a thumb's, a date's or a seal's",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.9
    mark_from: Annotated[
        Share,
        Meta(
            description="From this probability strokes are a tick, a dash, dirt or grain, and the place is empty",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.9
    named_from: Annotated[
        Share,
        Meta(
            description="From this probability a pen's strokes that read as a date may hold a name as well",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.3
    named_beside_from: Annotated[
        Share,
        Meta(
            description="The same where a whole date is read, from year to day",
            extra={"unit": "probability", "source": SOURCE},
        ),
    ] = 0.7
    framed_from: Annotated[
        Share,
        Meta(description="From this probability framed strokes are a stamp's", extra={"unit": "probability", "source": SOURCE}),
    ] = 0.3
    stamp_lines: Annotated[
        Lines,
        Meta(
            description="No framed piece of ink whose longer side is shorter than this is a name stamp: it is one character",
            extra={"unit": "text line heights", "source": "single characters of real writers on blurred captures, tuning half, 2026-11-25"},
        ),
    ] = 1.5
    block_lines: Annotated[
        Lines,
        Meta(
            description="Ink thinner than this from top to bottom is no part of a stamp's filled block",
            extra={"unit": "text line heights", "source": "underlines through drawn stamps, tuning half, 2026-11-25"},
        ),
    ] = 0.15
    date_share: Annotated[
        Share,
        Meta(
            description="Share of a reading in characters of dates from which it is a date",
            extra={"unit": "share", "source": "drawn dates, 2026-11-22"},
        ),
    ] = 0.75

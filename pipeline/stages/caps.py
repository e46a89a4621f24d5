"""The limits under which uploaded files are decoded; `Intake` is these limits plus the gesture."""

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from pipeline.datamodel.geometry import UNKNOWN_SCALE, Scale

_TRIED = "the limits under which 64 hostile files were tried, 2026-11-21"


class Caps(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much one file may hold, how large its pages become, and when a stated resolution is believed."""

    name: ClassVar[str] = "intake"

    max_file_bytes: Annotated[
        int,
        Meta(
            ge=1,
            description="Bytes of one file",
            extra={"unit": "bytes", "source": "50 MB held in that trial; doubled for 50-page colour scans"},
        ),
    ] = 100_000_000
    max_pixels: Annotated[
        int, Meta(ge=1_000_000, description="Pixels of one picture as its header states them", extra={"unit": "px", "source": _TRIED})
    ] = 80_000_000
    max_pages: Annotated[int, Meta(ge=1, description="Pages of one PDF", extra={"unit": "pages", "source": _TRIED})] = 100
    max_frames: Annotated[int, Meta(ge=1, description="Frames of one TIFF", extra={"unit": "frames", "source": _TRIED})] = 100
    min_side_px: Annotated[int, Meta(ge=1, description="Short side of a picture", extra={"unit": "px", "source": _TRIED})] = 32
    max_side_px: Annotated[
        int,
        Meta(
            ge=500,
            le=8000,
            description="Long side of a page as stages see it",
            extra={"unit": "px", "source": "A4 at 300 dpi is 3508 px high"},
        ),
    ] = 3508
    render_dpi: Annotated[
        int,
        Meta(
            ge=72,
            le=600,
            description="Resolution at which a drawn PDF page is rendered",
            extra={"unit": "dpi", "source": "A4 at 200 dpi read .990-1.000 of its lines, measured 2026-11-21"},
        ),
    ] = 200
    max_jpeg_scans: Annotated[
        int,
        Meta(
            ge=10,
            description="Scans of a progressive JPEG",
            extra={"unit": "scans", "source": "ten are usual; 3,000 hung Pillow, measured 2026-11-21"},
        ),
    ] = 100
    max_content_bytes: Annotated[
        int,
        Meta(
            ge=10_000,
            description="Decoded drawing commands of one PDF page",
            extra={"unit": "bytes", "source": "200 MB took PDFium 9.7 s, 400 k paths more than 15 s, measured 2026-11-21"},
        ),
    ] = 10_000_000
    max_page_objects: Annotated[
        int,
        Meta(
            ge=100,
            description="Objects drawn on one PDF page",
            extra={"unit": "objects", "source": "as max_content_bytes; a printed form has some thousands"},
        ),
    ] = 30_000
    max_page_s: Annotated[
        int,
        Meta(
            ge=1,
            le=600,
            description="Wall seconds until the next page of a file is there; then its child is ended",
            extra={
                "unit": "s",
                "source": "15 s held in that trial on a busy machine; doubled, since a good file stopped is worse than a wait",
            },
        ),
    ] = 30
    max_file_s: Annotated[
        int,
        Meta(
            ge=1,
            le=3600,
            description="CPU seconds, and wall seconds waited, for one file",
            extra={"unit": "s", "source": "100 pages at up to 0.13 s of CPU, measured 2026-11-21, twenty times slower on a busy machine"},
        ),
    ] = 300
    max_memory_bytes: Annotated[
        int,
        Meta(
            ge=1_000_000_000,
            description="Address space of the child that decodes a file",
            extra={"unit": "bytes", "source": "80 million pixels with transparency took 2.4 GB, measured 2026-11-25"},
        ),
    ] = 3_000_000_000
    min_scan_dpi: Annotated[
        float,
        Meta(
            gt=0,
            description="Lowest stated resolution that is believed; 72 and 96 are what programs write for want of one",
            extra={"unit": "dpi", "source": "scanners offer 100 to 1200"},
        ),
    ] = 100.0
    max_scan_dpi: Annotated[
        float,
        Meta(gt=0, description="Highest stated resolution that is believed", extra={"unit": "dpi", "source": "scanners offer 100 to 1200"}),
    ] = 1200.0
    max_paper_mm: Annotated[
        tuple[float, float],
        Meta(
            description="Longest believable short and long side of paper",
            extra={"unit": "mm", "source": "ISO 216 A3, 297 x 420 mm, and a scanner's margin"},
        ),
    ] = (310.0, 440.0)
    camera_shape_tolerance: Annotated[
        float,
        Meta(
            ge=0,
            le=0.05,
            description="How near to 4:3, 3:2 or 16:9 a picture must be to be taken for a camera's, whose stated resolution means nothing",
            extra={"unit": "relative difference", "source": "sensor sizes are exact to the pixel block; A4 is 6 % from 4:3 and 3:2"},
        ),
    ] = 0.004

    def scale_of(self, size: tuple[int, int], dpi: float | None, *, camera: bool, shrunk_by: float = 1.0) -> Scale:
        """Return the scale of a page, as far as its picture's stated resolution can be believed.

        size: width and height in pixels of the stored picture; dpi: what is stated of it; camera: the file says that a camera took it;
        shrunk_by: pixels of the page to one of the stored picture.
        """
        if camera or dpi is None or not self.min_scan_dpi <= dpi <= self.max_scan_dpi or self.camera_shaped(size):
            return UNKNOWN_SCALE
        short, long = sorted(side / dpi * 25.4 for side in size)
        if short > self.max_paper_mm[0] or long > self.max_paper_mm[1]:
            return UNKNOWN_SCALE
        return Scale.of_dpi(dpi * shrunk_by)

    def camera_shaped(self, size: tuple[int, int]) -> bool:
        """Return whether the sides stand to each other as on a camera's sensor or a phone's screen."""
        short, long = sorted(size)
        return any(abs(long / short / ratio - 1) <= self.camera_shape_tolerance for ratio in (4 / 3, 3 / 2, 16 / 9))

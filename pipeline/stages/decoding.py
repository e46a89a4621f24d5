"""Decodes the bytes of one picture file into pages: caps before decoding, EXIF turn applied, one frame in memory at a time.

It runs in a guarded child only; `Intake` is what asks for it.
"""

from collections.abc import Iterator

from pipeline.datamodel.page import Origin, Page
from pipeline.stages.caps import Caps
from pipeline.stages.raster import frames_of


def pictures(data: bytes, file_format: str, caps: Caps) -> Iterator[Page]:
    """Yield the frames of one picture file lazily, without its name, which no decoder needs.

    file_format: by content. Raises BrokenFileError for anything the applicant can mend, at the page where it shows.
    """
    for number, frame in enumerate(frames_of(data, file_format, caps)):
        height, width = frame.image.shape[:2]
        shrunk_by = max(width, height) / max(frame.size)
        yield Page(
            image=frame.image,
            file="",
            number=number,
            origin=Origin(
                format=file_format,
                file_bytes=len(data),
                width_px=frame.size[0],
                height_px=frame.size[1],
                mode=frame.mode,
                dpi=frame.dpi,
                jpeg_quality=frame.jpeg_quality,
                exif_turn=frame.exif_turn,
            ),
            scale=caps.scale_of(frame.size, frame.dpi, camera=frame.camera, shrunk_by=shrunk_by),
        )

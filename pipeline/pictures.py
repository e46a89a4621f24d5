"""Opens uploads once more for a report: the pages asked for, upright as they were judged, with identity numbers blacked out."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import msgspec
import numpy as np
from PIL import Image

from pipeline import examine, sources
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.page import Page, Rgb
from pipeline.datamodel.picture import Picture, Sheet
from pipeline.errors import DecoderStoppedError
from pipeline.imaging.quads import page_quad
from pipeline.imaging.skew import skew_deg, unskewed
from pipeline.imaging.turning import turned
from pipeline.stages import guard
from pipeline.stages.base import BrokenFileError
from pipeline.stages.folder import open_application, printable_name
from pipeline.stages.intake import Intake
from pipeline.stages.spread import cut_out


class Album(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: an application's folder, the hash of the input that was judged, and the sheets."""

    folder: str
    input_sha256: str
    sheets: tuple[Sheet, ...]


def take(album: Album) -> tuple[Picture, ...]:
    """Return the pictures of the sheets, in their order.

    A sheet is left out where its page is not found again exactly as it was judged; so is everything where the folder has changed.
    """
    if not album.sheets:
        return ()
    with sources.at_hand(Path(album.folder), guard.nursery().room) as found:
        return _taken(album, found.folder) if examine.folder_sha256(found.folder) == album.input_sha256 else ()


def _taken(album: Album, folder: Path) -> tuple[Picture, ...]:
    wanted = {sheet.key: sheet for sheet in album.sheets}
    files = {file for file, _, _ in wanted}
    found: dict[tuple[str, int, int], Picture] = {}
    for path in open_application(folder)[0].files:
        name = printable_name(path.relative_to(folder))
        if name in files:
            last = max(number for file, number, _ in wanted if file == name)
            for page in _pages(path, name, last):
                for sheet in wanted.values():
                    if (sheet.file, sheet.page) == (name, page.number) and (image := as_judged(page, sheet)) is not None:
                        found[sheet.key] = _picture(image, sheet)
    return tuple(found[sheet.key] for sheet in album.sheets if sheet.key in found)


def as_judged(page: Page, sheet: Sheet) -> Rgb | None:
    """Return the page cut out, turned and levelled as it was when it was judged, (H, W, 3) uint8 RGB; None where no way gives its size.

    page: as intake gives it. What was done is told by the quad, the turn and the size on record: undoing a lean changes the size. Records
    from before the quad was kept have none; there the sheet is looked for again.
    """
    quad = sheet.quad or (None if page.scale.known or sheet.part else page_quad(page.image))
    ways = [] if sheet.quad is not None else [page.image]
    for flat in (*ways, *(() if quad is None else (cut_out(page, quad),))):
        image = turned(flat, sheet.turn)
        if _size(image) == sheet.size:
            return image
        lean = skew_deg(image)
        if lean is not None and _size(level := unskewed(image, lean)[0]) == sheet.size:
            return level
    return None


def blacked_out(image: Rgb, boxes: Iterable[Box], *, margin: float = 0.2) -> Rgb:
    """Return a copy with the boxes black, each grown by a share of its height, since digits may stand out of it."""
    covered = image.copy()
    for box in boxes:
        more = max(2, round(margin * box.h))
        covered[max(0, box.y - more) : max(0, box.bottom + more), max(0, box.x - more) : max(0, box.right + more)] = 0
    return covered


def _pages(path: Path, name: str, last: int) -> Iterator[Page]:
    """Yield a file's pages up to the last one wanted; what cannot be opened (any more) has no picture."""
    try:
        for page in Intake().pages(path, name):
            yield page
            if page.number >= last:
                return
    except (BrokenFileError, DecoderStoppedError, OSError):
        return


def _picture(image: Rgb, sheet: Sheet) -> Picture:
    covered = blacked_out(image, sheet.hidden)
    cuts = {box: _cut(covered, box) for box in sheet.crops}
    return Picture(
        file=sheet.file,
        page=sheet.page,
        part=sheet.part,
        whole=_jpeg(covered, sheet.side_px),
        crops=tuple((box, _jpeg(cut, 480)) for box, cut in cuts.items() if cut.size),
    )


def _cut(image: Rgb, box: Box, *, margin: float = 0.12) -> Rgb:
    """Return the box's part of the picture with a little around it."""
    more = max(4, round(margin * min(box.w, box.h)))
    return image[max(0, box.y - more) : max(0, box.bottom + more), max(0, box.x - more) : max(0, box.right + more)]


def _jpeg(image: Rgb, side_px: int, *, quality: int = 80) -> bytes:
    """Return the picture as a JPEG file, its long side at most `side_px`; nothing of the upload's own bytes or tags is in it."""
    factor = side_px / max(image.shape[:2])
    small = image if factor >= 1 else cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(small)).save(out, format="JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _size(image: Rgb) -> tuple[int, int]:
    return int(image.shape[1]), int(image.shape[0])

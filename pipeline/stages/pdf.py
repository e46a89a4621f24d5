"""Takes the pages out of a PDF: a scan's own pixels, a drawn page's rendering with its text and lines."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
import pikepdf
import pypdfium2
from pypdfium2 import raw as pdfium

from pipeline.datamodel.geometry import UNKNOWN_SCALE, Scale
from pipeline.datamodel.page import Rgb, Rule, Word
from pipeline.stages.base import BrokenFileError
from pipeline.stages.caps import Caps
from pipeline.stages.layer import TextLayer, visible
from pipeline.stages.pdf_guard import refuse_too_much
from pipeline.stages.raster import frames_of, shrunk

_INCH_PT = 72.0
_INVISIBLE = 3  # ISO 32000-1, table 106: text rendering mode 3, neither filled nor stroked
_LINK = 2  # PDFium's FPDF_ANNOT_LINK: draws nothing of its own


@dataclass(frozen=True, kw_only=True)
class PdfPage:
    """One page. image: (H, W, 3) uint8 RGB as a viewer shows it; size: pixels before shrinking; dpi: of an embedded picture, else None.

    embedded: the pixels are the embedded picture's own; words, rules: in pixels of the image, empty where there is no text layer.
    """

    image: Rgb
    size: tuple[int, int]
    mode: str
    dpi: float | None
    jpeg_quality: float | None
    scale: Scale
    embedded: bool
    text_layer: bool
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """What PDFium says is drawn on a page. size_pt: width and height as shown; picture: the one full-page picture, if that is all."""

    size_pt: tuple[float, float]
    pictures: tuple[pypdfium2.PdfImage, ...]
    covered: float
    texts: int
    hidden_texts: int
    others: int
    annotated: bool


def pdf_pages(data: bytes, caps: Caps) -> Iterator[PdfPage]:
    """Yield the pages of a PDF in order, one in memory at a time.

    Raises BrokenFileError where it is encrypted, damaged, too long, or where the two readers count its pages differently.
    """
    with closing(_open_pikepdf(data)) as structure, closing(_open_pdfium(data)) as document:
        counted, shown = _count(structure), len(document)
        if counted != shown:
            raise BrokenFileError("damaged", f"one reader finds {shown} pages, another {counted}; save the PDF anew")
        if shown > caps.max_pages:
            raise BrokenFileError("too-many-pages", f"{shown} pages in one PDF; at most {caps.max_pages} are looked at")
        document.init_forms()  # without it the values typed into form fields are not drawn
        layer = TextLayer(data, pages=shown)
        for number in range(shown):
            refuse_too_much(structure, number, caps)
            with _pdfium_errors(number), closing(document[number]) as page:
                result = _page(page, number, layer, caps)
            yield result


def one_page() -> bytes:
    """Return a small PDF of our own with a word on it, for the readers to warm up on."""
    document, printed = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    document.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    document.pages[0].obj.Contents = document.make_stream(b"BT /F 24 Tf 20 100 Td (warm) Tj ET")
    document.save(printed)
    return printed.getvalue()


def _page(page: pypdfium2.PdfPage, number: int, layer: TextLayer, caps: Caps) -> PdfPage:
    drawn = _drawn(page, number, caps)
    embedded = _embedded(page, drawn, number, caps)
    if embedded is not None:
        return embedded
    scan = _is_scan(drawn)
    image = _rendered(page, drawn, caps, native=scan)
    _refuse_lost_pictures(drawn, image, number)
    px_per_pt = image.shape[1] / drawn.size_pt[0]
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    if drawn.texts > drawn.hidden_texts == 0 and drawn.covered < 0.5:  # noqa: PLR2004 - a picture over half the page is what is seen, not the text under it
        words, rules = layer.of(number, (image.shape[1], image.shape[0]))
        words = visible(words, image)
    return PdfPage(
        image=image,
        size=(image.shape[1], image.shape[0]),
        mode="RGB",
        dpi=None,
        jpeg_quality=None,
        scale=_scale(drawn, px_per_pt, caps),
        embedded=False,
        text_layer=bool(words),
        words=words,
        rules=rules if words else (),
    )


def _drawn(page: pypdfium2.PdfPage, number: int, caps: Caps) -> _Drawn:
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise BrokenFileError("damaged", f"page {number + 1} has no size")
    pictures: list[pypdfium2.PdfImage] = []
    texts = hidden = others = 0
    for count, item in enumerate(page.get_objects(max_depth=3)):
        if count >= caps.max_page_objects:
            raise BrokenFileError(
                "too-large", f"page {number + 1} is drawn with more than {caps.max_page_objects} strokes; scan the print instead"
            )
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
            hidden += pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(item)
        else:
            others += 1
    for picture in pictures:
        across, down = picture.get_px_size()
        if across * down > caps.max_pixels:
            raise BrokenFileError("too-large", f"a picture on page {number + 1} is {across} x {down} pixels; scan it smaller")
    return _Drawn(
        size_pt=(width, height),
        pictures=tuple(pictures),
        covered=_covered(page, pictures),
        texts=texts,
        hidden_texts=hidden,
        others=others,
        annotated=any(_draws(page, i) for i in range(pdfium.FPDFPage_GetAnnotCount(page))),
    )


def _draws(page: pypdfium2.PdfPage, index: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return False
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    pdfium.FPDFPage_CloseAnnot(annotation)
    return bool(kind != _LINK)


def _covered(page: pypdfium2.PdfPage, pictures: list[pypdfium2.PdfImage]) -> float:
    """Return the largest share (0-1) of the page's box that one picture covers."""
    left, bottom, right, top = page.get_cropbox()
    shares = [0.0]
    for picture in pictures:
        x0, y0, x1, y1 = picture.get_bounds()
        across = max(0.0, min(right, x1) - max(left, x0))
        down = max(0.0, min(top, y1) - max(bottom, y0))
        shares.append(across * down / max(1e-6, (right - left) * (top - bottom)))
    return max(shares)


def _is_scan(drawn: _Drawn) -> bool:
    """Return whether one picture is all there is to see; a scanner's own OCR lies under it as invisible text."""
    nothing_else = drawn.texts == drawn.hidden_texts and not drawn.others and not drawn.annotated
    return len(drawn.pictures) == 1 and nothing_else and drawn.covered > 0.95  # noqa: PLR2004 - a full-page scan leaves at most a margin


def _embedded(page: pypdfium2.PdfPage, drawn: _Drawn, number: int, caps: Caps) -> PdfPage | None:
    """Return the page as the embedded JPEG's own pixels, None where only a rendering shows what a viewer shows."""
    if not _is_scan(drawn) or drawn.pictures[0].get_filters() != ["DCTDecode"]:
        return None
    turned = _turned(page, drawn.pictures[0])
    if turned is None:
        return None
    try:
        frame = next(frames_of(bytes(drawn.pictures[0].get_data()), "JPEG", caps))
    except BrokenFileError as error:
        raise BrokenFileError(error.slug, f"page {number + 1}: {error}") from error
    if frame.exif_turn:  # a viewer ignores the tag inside a PDF, our decoder does not
        return None
    transposed, flip_down, flip_across = turned
    image = frame.image.transpose(1, 0, 2) if transposed else frame.image
    image = np.ascontiguousarray(image[:: -1 if flip_down else 1, :: -1 if flip_across else 1])
    if not _looks_like(image, page):
        return None
    shown = frame.size[::-1] if transposed else frame.size
    dpi_across, dpi_down = (px / pt * _INCH_PT for px, pt in zip(shown, drawn.size_pt, strict=True))
    square = abs(dpi_across / dpi_down - 1) < 0.03  # noqa: PLR2004 - unequal resolutions (fax) have no one scale
    px_per_pt = image.shape[1] / drawn.size_pt[0]
    return PdfPage(
        image=image,
        size=frame.size,
        mode=frame.mode,
        dpi=round(dpi_across, 1) if square else None,
        jpeg_quality=frame.jpeg_quality,
        scale=_scale(drawn, px_per_pt, caps) if square and not frame.camera else UNKNOWN_SCALE,
        embedded=True,
        text_layer=False,
    )


def _turned(page: pypdfium2.PdfPage, picture: pypdfium2.PdfImage) -> tuple[bool, bool, bool] | None:
    """Return (transpose, then flip down, then flip across) that puts the picture's rows as the page shows them, None for any other angle.

    The picture's matrix maps its unit square to the page; /Rotate then turns the page clockwise (ISO 32000-1, 8.9.5, 7.7.3.3).
    """
    a, b, c, d, _, _ = picture.get_matrix().get()
    along, across = max(abs(a), abs(d)), max(abs(b), abs(c))
    if min(along, across) > 0.01 * max(along, across):
        return None
    transposed, down, over = (False, d < 0, a < 0) if along > across else (True, b > 0, c > 0)
    for _ in range(page.get_rotation() // 90):  # a clockwise quarter turn: transpose, then flip across
        transposed, down, over = not transposed, over, not down
    return transposed, down, over


def _looks_like(image: Rgb, page: pypdfium2.PdfPage, *, side: int = 96, most: float = 14.0) -> bool:
    """Return whether the pixels look as the page is shown: masks, clips, decode arrays and odd colours all end here.

    side: long side of the compared thumbnails, pixels; most: mean grey difference (0-255) allowed.
    """
    width, height = page.get_size()
    shown = page.render(scale=side / max(width, height)).to_numpy()[:, :, :3][:, :, ::-1]
    small = cv2.resize(image, (shown.shape[1], shown.shape[0]), interpolation=cv2.INTER_AREA)
    return float(np.abs(small.astype(np.int16) - shown).mean()) <= most


def _rendered(page: pypdfium2.PdfPage, drawn: _Drawn, caps: Caps, *, native: bool) -> Rgb:
    """Return the page as PDFium draws it; native: at the resolution of its one picture, so that nothing is blurred."""
    long_pt = max(drawn.size_pt)
    scale = caps.render_dpi / _INCH_PT
    if native:
        scale = max(drawn.pictures[0].get_px_size()) / long_pt
    scale = min(scale, caps.max_side_px / long_pt)
    if min(drawn.size_pt) * scale < caps.min_side_px:
        raise BrokenFileError("too-small", "a page is only a strip or a few pixels large")
    bitmap = page.render(scale=scale, rev_byteorder=True)
    pixels = bitmap.to_numpy()
    image = pixels if pixels.ndim == 3 else pixels[:, :, None]  # noqa: PLR2004 - rows, columns, channels
    image = np.repeat(image, 3, axis=2) if image.shape[2] == 1 else image[:, :, :3]
    return shrunk(np.array(image, dtype=np.uint8), caps)


def _refuse_lost_pictures(drawn: _Drawn, image: Rgb, number: int) -> None:
    """Raise where a picture over a fifth of the page cannot be decoded: PDFium leaves it out in silence and the page looks blank."""
    if drawn.covered < 0.2 or int(image.max()) - int(image.min()) > 8:  # noqa: PLR2004 - a page with anything on it is no blank page
        return
    for picture in drawn.pictures:
        try:
            picture.get_bitmap().close()
        except pypdfium2.PdfiumError as error:
            raise BrokenFileError("damaged", f"the picture on page {number + 1} cannot be decoded; scan it anew") from error


def _scale(drawn: _Drawn, px_per_pt: float, caps: Caps) -> Scale:
    """Return the scale that the page's size in points gives, unknown where the size is no paper's or a camera took the picture.

    Programs that wrap a photo make the page as large as the photo, or lay the photo on A4 with margins: neither says anything
    about the size of what was photographed.
    """
    short, long = sorted(side / _INCH_PT * 25.4 for side in drawn.size_pt)
    if short > caps.max_paper_mm[0] or long > caps.max_paper_mm[1]:
        return UNKNOWN_SCALE
    if drawn.pictures and drawn.texts == drawn.hidden_texts:
        sizes = [picture.get_px_size() for picture in drawn.pictures]
        scan_dpi = max(max(size) for size in sizes) / max(drawn.size_pt) * _INCH_PT
        # Below the least scanner's resolution the page was made up around a picture that had none.
        if scan_dpi < caps.min_scan_dpi or any(caps.camera_shaped(size) for size in sizes):
            return UNKNOWN_SCALE
    return Scale.of_dpi(px_per_pt * _INCH_PT)


def _open_pikepdf(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise BrokenFileError("encrypted", "the PDF asks for a password; save it without one and upload it again") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OSError) as error:
        raise BrokenFileError("damaged", "the PDF is damaged or cut short; save it anew and upload it again") from error


def _open_pdfium(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise BrokenFileError("damaged", "the PDF cannot be opened; save it anew and upload it again") from error


def _count(structure: pikepdf.Pdf) -> int:
    try:
        return len(structure.pages)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, AttributeError, KeyError) as error:
        raise BrokenFileError("damaged", "the PDF's list of pages is damaged; save it anew and upload it again") from error


@contextmanager
def _pdfium_errors(number: int) -> Iterator[None]:
    try:
        yield
    except pypdfium2.PdfiumError as error:
        raise BrokenFileError("damaged", f"page {number + 1} of the PDF cannot be drawn; save it anew and upload it again") from error

"""Writes pictures into the files that people upload: JPEG, PNG, TIFF, HEIC, WebP, BMP, scanned PDF, born-digital PDF."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Sequence
from pathlib import Path

import img2pdf
import numpy as np
import pillow_heif
from fpdf import FPDF
from PIL import Image

from samples.drawing.fonts import Face, font_file
from samples.drawing.paper import Rgb, Sheet

MAKER_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
EXIF_ORIENTATION = 0x0112
# What the pixels are turned by (counter-clockwise quarter turns) for each orientation tag, so that the tag undoes it.
EXIF_TURNS: dict[int, int] = {1: 0, 3: 2, 6: 1, 8: 3}


def jpeg_bytes(image: Rgb, quality: int = 76, *, dpi: int | None = None, orientation: int = 1) -> bytes:
    """A JPEG; with an EXIF orientation other than 1 the pixels are stored turned, as phones do."""
    stored = Image.fromarray(np.ascontiguousarray(np.rot90(image, EXIF_TURNS[orientation])))
    buffer = io.BytesIO()
    options: dict[str, object] = {"quality": quality, "optimize": True}
    if orientation != 1:
        exif = Image.Exif()
        exif[EXIF_ORIENTATION] = orientation
        options["exif"] = exif
    if dpi is not None:
        options["dpi"] = (dpi, dpi)
    stored.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def write_picture(path: Path, image: Rgb, *, quality: int = 76, dpi: int | None = None, orientation: int = 1) -> None:
    """One picture, in the format that the suffix names."""
    suffix = path.suffix.lower()
    if suffix in {".jpg", ".jpeg"}:
        path.write_bytes(jpeg_bytes(image, quality, dpi=dpi, orientation=orientation))
        return
    picture = Image.fromarray(image)
    if suffix == ".heic":
        pillow_heif.from_pillow(picture).save(path, quality=60)
    elif suffix == ".webp":
        picture.save(path, quality=quality, method=4)
    elif suffix == ".png":
        picture.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True, dpi=(dpi or 150, dpi or 150))
    else:
        picture.save(path)


def write_tiff(path: Path, images: Sequence[Rgb], dpi: int) -> None:
    """A multi-page TIFF with JPEG-compressed pages."""
    first, *rest = (Image.fromarray(image) for image in images)
    first.save(path, save_all=True, append_images=rest, compression="jpeg", quality=72, dpi=(dpi, dpi))


def write_scanned_pdf(path: Path, images: Sequence[Rgb], dpi: int, quality: int = 72) -> None:
    """A PDF with one full-page JPEG a page, as scanners write it."""
    pages = [jpeg_bytes(image, quality, dpi=dpi) for image in images]
    path.write_bytes(img2pdf.convert(pages, creationdate=MAKER_DATE, moddate=MAKER_DATE, nodate=True, engine=img2pdf.Engine.internal))


def write_born_digital_pdf(path: Path, sheets: Sequence[Sheet], scans: Sequence[Rgb] = ()) -> None:
    """A PDF with a text layer and embedded subset fonts; scans are appended as pictures."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    document = FPDF(unit="mm", format="A4")
    document.set_auto_page_break(auto=False)
    document.set_creation_date(MAKER_DATE)
    for sheet in sheets:
        document.add_page()
        for rule in sheet.rules:
            document.set_line_width(rule.width_mm)
            document.line(*rule.from_mm, *rule.to_mm)
        for run in sheet.runs:
            _use(document, run.face, run.size_mm)
            document.set_text_color(*run.ink)
            document.text(run.x_mm, run.y_mm + run.size_mm, run.text)
    for image in scans:
        document.add_page()
        document.image(io.BytesIO(jpeg_bytes(image, 74)), 0, 0, 210, 297)
    document.output(str(path))


def _use(document: FPDF, face: Face, size_mm: float) -> None:
    family = "bold" if face in {Face.HEI_BOLD, Face.SONG_BOLD} else "plain"
    if family not in document.fonts:
        stands_in = Face.MING if family == "plain" else Face.WENKAI
        document.add_font(family, fname=str(font_file(stands_in)))
    document.set_font(family, size=size_mm * 72 / 25.4)

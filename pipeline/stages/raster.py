"""Decodes picture files (JPEG, PNG, TIFF, BMP, WebP, HEIC) into upright RGB arrays, one frame at a time, within caps."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import cv2
import numpy as np
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin, UnidentifiedImageError
from pillow_heif.as_plugin import HeifImageFile

from pipeline.datamodel.page import Rgb
from pipeline.stages.base import BrokenFileError
from pipeline.stages.caps import Caps

_BAD_DATA = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    EOFError,
    struct.error,
    MemoryError,
    RuntimeError,
    Image.DecompressionBombError,
)
"""What Pillow and libheif raise on broken input; anything else is a bug and is left to the sequence."""

_TURNS = {1: 0, 2: 0, 3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}
_CAMERA_TAGS = (ExifTags.Base.ExposureTime, ExifTags.Base.FNumber, ExifTags.Base.FocalLength, ExifTags.Base.ISOSpeedRatings)
_CENTIMETRE = 3  # TIFF 6.0, ResolutionUnit
_REDUCED = 1  # TIFF 6.0, NewSubfileType bit 0: a smaller copy of another image in the file
_QUALITY_50_SUM = 3680.0  # sum of the 64 luminance steps of ITU-T T.81 Annex K.1, table K.1


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One decoded picture. image: (H, W, 3) uint8 RGB, upright by its orientation tag; size: as stored; dpi: None where none is said."""

    image: Rgb
    size: tuple[int, int]
    mode: str
    dpi: float | None
    jpeg_quality: float | None
    exif_turn: int
    camera: bool


def frames_of(data: bytes, file_format: str, caps: Caps) -> Iterator[Frame]:
    """Yield the frames of one picture file; only TIFF has more than one (an animation or a phone's extra previews are no pages).

    Raises BrokenFileError for what cannot be decoded whole, or what is too large or too small.
    """
    if file_format == "JPEG" and data.count(b"\xff\xda") > caps.max_jpeg_scans:
        raise BrokenFileError("damaged", "the JPEG is made of more passes than any camera or scanner writes")
    with _decoding():
        picture = _open(data, file_format)
        count = int(getattr(picture, "n_frames", 1)) if file_format == "TIFF" else 1
    if count > caps.max_frames:
        raise BrokenFileError("too-many-pages", f"{count} frames in one file; at most {caps.max_frames} are looked at")
    whole = 0
    for number in range(count):
        with _decoding():
            if number:
                picture.seek(number)
            reduced = count > 1 and _is_reduced(picture)
        if not reduced:
            whole += 1
            yield _frame(picture, file_format, caps)
    if not whole:
        raise BrokenFileError("damaged", "the file holds no full-size picture")


def upright_rgb(picture: Image.Image, caps: Caps) -> Rgb:
    """Return a loaded Pillow picture as (H, W, 3) uint8 RGB, long side at most `caps.max_side_px`; alpha is laid on white."""
    shown = _eight_bit(picture)
    if shown.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in shown.info:
        layered = shown.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        shown = Image.alpha_composite(white, layered)
    if shown.mode == "1":
        shown = shown.convert("L")  # shrinking bilevel pixels must blend them
    return shrunk(np.asarray(shown.convert("RGB")), caps)


def shrunk(image: Rgb, caps: Caps) -> Rgb:
    """Return the picture with its long side at most `caps.max_side_px`; the same array where it already is."""
    height, width = image.shape[:2]
    factor = caps.max_side_px / max(height, width)
    if factor >= 1:
        return np.ascontiguousarray(image)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def jpeg_quality(tables: dict[int, list[int]]) -> float | None:
    """Return the quality (1-100) whose standard luminance table is nearest in sum to the file's, None without tables.

    Inverts the Independent JPEG Group's scaling of table K.1: scale = 200 - 2q above 50, 5000/q below. Source: ITU-T T.81, Annex K.1.
    """
    if not tables:
        return None
    scale = 100.0 * sum(tables[min(tables)]) / _QUALITY_50_SUM
    quality = (200.0 - scale) / 2 if scale <= 100.0 else 5000.0 / scale  # noqa: PLR2004 - where the two branches meet, at quality 50
    return round(min(100.0, max(1.0, quality)), 1)


@contextmanager
def _decoding() -> Iterator[None]:
    """Turn whatever a decoder raises into a BrokenFileError; its remarks go nowhere, since they may quote the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _BAD_DATA as error:
        _refuse(error)


def _open(data: bytes, file_format: str) -> Image.Image:
    if file_format == "HEIF":
        return HeifImageFile(io.BytesIO(data))  # type: ignore[no-untyped-call]  # untyped package
    return Image.open(io.BytesIO(data), formats=[file_format])


def _frame(picture: Image.Image, file_format: str, caps: Caps) -> Frame:
    size, mode = picture.size, picture.mode
    if min(size) < caps.min_side_px:
        raise BrokenFileError("too-small", f"the picture is {size[0]} x {size[1]} pixels; at least {caps.min_side_px} are needed each way")
    if size[0] * size[1] > caps.max_pixels:
        raise BrokenFileError(
            "too-large", f"the picture is {size[0]} x {size[1]} pixels; at most {caps.max_pixels // 1_000_000} million are looked at"
        )
    turn, camera, dpi = _turn(picture), _is_camera(picture), _dpi(picture)
    quality = jpeg_quality(picture.quantization) if isinstance(picture, JpegImagePlugin.JpegImageFile) else None
    with _decoding():  # around the decoder alone: what goes wrong in our own arithmetic is not the applicant's to mend
        if file_format == "JPEG":
            # The decoder itself halves a picture that is more than twice too large: a third of the time and memory.
            short = caps.max_side_px * min(size) // max(size)
            picture.draft(None, (caps.max_side_px, short) if size[0] >= size[1] else (short, caps.max_side_px))
        picture.load()
        upright = ImageOps.exif_transpose(picture)  # Pillow has already done it for TIFF, libheif for HEIC: then nothing is left to do
    image = upright_rgb(upright, caps)
    if min(image.shape[:2]) < caps.min_side_px:
        raise BrokenFileError("too-small", f"the picture is a strip of {size[0]} x {size[1]} pixels")
    return Frame(image=image, size=size, mode=mode, dpi=dpi, jpeg_quality=quality, exif_turn=turn, camera=camera)


def _eight_bit(picture: Image.Image) -> Image.Image:
    """Return a picture of 16 or 32 bits a channel as 8 bits; white is the largest value its depth can hold."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.nan_to_num(np.asarray(picture, dtype=np.float64))
    top = float(values.max(initial=0.0))
    depths = (1.0, 255.0) if picture.mode == "F" else (255.0, 65535.0)
    white = next((depth for depth in depths if top <= depth), top)
    return Image.fromarray(np.clip(values / white * 255.0, 0, 255).astype(np.uint8))


def _turn(picture: Image.Image) -> int:
    """Return clockwise degrees that the orientation tag asks for; an unknown tag asks for nothing."""
    told = picture.info.get("original_orientation")  # pillow-heif resets the tag after libheif has turned the picture
    try:
        return _TURNS.get(int(told or picture.getexif().get(ExifTags.Base.Orientation, 1)), 0)
    except _BAD_DATA:
        return 0


def _is_camera(picture: Image.Image) -> bool:
    try:
        details = picture.getexif().get_ifd(ExifTags.IFD.Exif)
    except _BAD_DATA:
        return False
    return any(tag in details for tag in _CAMERA_TAGS)


def _dpi(picture: Image.Image) -> float | None:
    """Return the stated dots an inch, None where none or two different ones are stated."""
    stated = picture.info.get("dpi")
    try:
        across, down = (float(value) for value in stated)  # type: ignore[union-attr]  # None ends in the handler
    except _BAD_DATA:
        return None
    if not (np.isfinite(across) and across > 1 and abs(across - down) <= 0.02 * across):
        return None
    return round(across, 2)


def _is_reduced(picture: Image.Image) -> bool:
    tags = getattr(picture, "tag_v2", {})
    return bool(int(tags.get(254, 0)) & _REDUCED)


def _refuse(error: BaseException) -> NoReturn:
    text = str(error).lower()
    if isinstance(error, Image.DecompressionBombError):
        raise BrokenFileError("too-large", "the picture has more pixels than are looked at") from error
    if isinstance(error, MemoryError):
        raise BrokenFileError("too-large", "the picture needs more memory than is allowed") from error
    if "truncated" in text or "end of file" in text or isinstance(error, EOFError):
        raise BrokenFileError("truncated", "the picture ends too early; upload it again") from error
    if isinstance(error, UnidentifiedImageError):
        raise BrokenFileError("damaged", "the file begins like a picture, but cannot be read as one") from error
    raise BrokenFileError("damaged", "the picture is damaged and cannot be decoded whole; upload it again") from error

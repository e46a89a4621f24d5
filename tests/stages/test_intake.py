import io
import os
import struct
import zlib
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageDraw

from pipeline.datamodel.page import Page
from pipeline.stages.base import BrokenFileError
from pipeline.stages.intake import Intake

A4_PT = (595.0, 842.0)


def drawing(width: int = 620, height: int = 877, mode: str = "RGB") -> Image.Image:
    """A sheet with bars of ink, darker towards the bottom right, so that every turn and flip of it differs."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for i in range(12):
        draw.rectangle(
            (width // 10, height * (i + 1) // 14, width // 10 + (i + 1) * width // 20, height * (i + 1) // 14 + height // 73),
            fill=(30, 40, 60),
        )
    draw.rectangle((width * 3 // 4, height * 3 // 4, width * 19 // 20, height * 19 // 20), fill=(200, 30, 30))
    return image.convert(mode)


def encoded(image: Image.Image, file_format: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, file_format, **options)
    return stream.getvalue()


def scan_pdf(pages: int = 2, *, rotation: int = 0) -> bytes:
    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)))
    raw = img2pdf.convert([encoded(drawing(1240, 1754), quality=80)] * pages, layout_fun=layout)
    with pikepdf.open(io.BytesIO(raw)) as document:
        for page in document.pages:
            page.rotate(rotation, relative=False)
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()


def drawn_pdf(content: bytes, *, resources: str = "/Font<</F 4 0 R>>", size: tuple[float, float] = A4_PT) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=size)
    page = document.pages[0]
    font = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)) if resources else pikepdf.Dictionary()
    page.obj.Contents = document.make_stream(content)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pages_of(tmp_path: Path, data: bytes, name: str = "file.jpg", **limits: int) -> list[Page]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(Intake(**limits).pages(path, name))  # type: ignore[arg-type]  # limits by name


def slug_of(tmp_path: Path, data: bytes, name: str = "file.jpg", **limits: int) -> str:
    with pytest.raises(BrokenFileError) as caught:
        pages_of(tmp_path, data, name, **limits)
    return caught.value.slug


def png_header(width: int, height: int, bits: int = 8, colour: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def unlike(image: np.ndarray, other: Image.Image) -> float:
    size = (62, 62)
    one = np.asarray(Image.fromarray(image).resize(size), dtype=float)
    return float(np.abs(one - np.asarray(other.convert("RGB").resize(size), dtype=float)).mean())


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF"])
def test_every_picture_format_is_read_by_content(tmp_path: Path, file_format: str) -> None:
    pillow_heif.register_heif_opener()
    (page,) = pages_of(tmp_path, encoded(drawing(), file_format), "file.dat")
    assert (page.origin.format, page.image.shape, str(page.image.dtype)) == (file_format, (877, 620, 3), "uint8")
    assert unlike(page.image, drawing()) < 3
    assert page.origin.name_mismatch


def test_heic_named_jpg_is_read_and_the_name_noted(tmp_path: Path) -> None:
    stream = io.BytesIO()
    pillow_heif.from_pillow(drawing()).save(stream, quality=80)
    (page,) = pages_of(tmp_path, stream.getvalue(), "IMG_1.jpg")
    assert (page.origin.format, page.origin.name_mismatch) == ("HEIF", True)


@pytest.mark.parametrize(("tag", "turn"), [(1, 0), (3, 180), (6, 90), (8, 270), (99, 0)])
@pytest.mark.parametrize("file_format", ["JPEG", "TIFF"])
def test_the_orientation_tag_is_obeyed_once_and_recorded(tmp_path: Path, file_format: str, tag: int, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = tag
    stored = drawing().rotate(turn, expand=True)  # Pillow turns counterclockwise: the tag's clockwise turn brings it back
    (page,) = pages_of(tmp_path, encoded(stored, file_format, exif=exif))
    assert page.origin.exif_turn == turn
    assert unlike(page.image, drawing()) < 3


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    frames = [drawing(), drawing(400, 300, "1"), drawing(300, 400, "L")]
    pages = pages_of(tmp_path, encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:]), "contract.tif")
    assert [(page.number, page.width, page.height) for page in pages] == [(0, 620, 877), (1, 400, 300), (2, 300, 400)]


def test_pages_come_one_at_a_time_so_a_damaged_frame_costs_only_what_follows(tmp_path: Path) -> None:
    frames = [drawing(), drawing(20, 300)]
    path = tmp_path / "two.tif"
    path.write_bytes(encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:]))
    pages = Intake().pages(path, "two.tif")
    assert next(pages).width == 620
    with pytest.raises(BrokenFileError):
        next(pages)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "LA", "RGBA", "I;16"])
def test_every_colour_mode_comes_out_as_it_looks(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        grey = np.asarray(drawing(mode="L"), dtype=np.uint16) * 257
        data, like = encoded(Image.fromarray(grey), "PNG"), drawing(mode="L")
    else:
        data = encoded(drawing(mode=mode), "TIFF" if mode == "CMYK" else "PNG")
        like = drawing(mode=mode) if mode != "1" else drawing(mode="L")
    (page,) = pages_of(tmp_path, data, "x.png")
    assert unlike(page.image, like) < 8


def test_transparency_lies_on_white_paper(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, encoded(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG"), "x.png")
    assert page.image.min() == 255


def test_a_large_scan_is_shrunk_with_its_scale(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, encoded(drawing(1240, 1754), dpi=(150, 150)), max_side_px=877)
    assert page.image.shape == (877, 620, 3)
    assert page.scale.px_per_mm == pytest.approx(75 / 25.4, rel=1e-3)
    assert (page.origin.width_px, page.origin.dpi) == (1240, 150)


def test_a_camera_states_no_scale_whatever_its_dpi(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x829A] = 0.01  # ExposureTime
    (page,) = pages_of(tmp_path, encoded(drawing(1240, 1754), dpi=(300, 300), exif=exif))
    assert not page.scale.known


@pytest.mark.parametrize(
    ("size", "dpi", "known"),
    [
        ((1240, 1754), 150, True),
        ((295, 413), 300, True),
        ((1240, 1754), 72, False),
        ((1240, 1754), 96, False),
        ((4000, 3000), 300, False),
        ((1240, 1754), 25, False),
    ],
    ids=["A4 scan", "one-inch photo", "72", "96", "camera's shape", "too coarse"],
)
def test_a_stated_resolution_is_believed_only_where_it_can_be(size: tuple[int, int], dpi: float, known: bool) -> None:  # noqa: FBT001 - a case of the table
    assert Intake().scale_of(size, dpi, camera=False).known is known


@pytest.mark.parametrize("quality", [20, 50, 75, 90])
def test_jpeg_quality_is_told_from_the_tables(tmp_path: Path, quality: int) -> None:
    (page,) = pages_of(tmp_path, encoded(drawing(), quality=quality))
    assert page.origin.jpeg_quality == pytest.approx(quality, abs=2)


JPEG = encoded(drawing())


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "empty"),
        (b"\xff", "unknown-format"),
        (JPEG[: len(JPEG) // 2], "truncated"),
        (JPEG[:600], "truncated"),
        ("这是文本".encode() * 100, "unknown-format"),
        (b"<html><script>alert(1)</script>", "unknown-format"),
        (b"BM is how this text begins, and it goes on for a while", "unknown-format"),
        (b"GIF89a" + b"\0" * 50, "unknown-format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "unknown-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unknown-format"),
        (b"PK\x03\x04" + b"\0" * 600, "archive"),
        (encoded(drawing(20, 20)), "too-small"),
        (encoded(Image.new("L", (1, 20000)), "PNG"), "too-small"),
        (png_header(50_000, 50_000, 1, 0), "too-large"),
        (png_header(2**31 - 1, 2**31 - 1), "too-large"),
        (png_header(9_000, 9_000), "too-large"),
        (png_header(0, 0), "damaged"),
        (png_header(300, 300), "truncated"),
        (JPEG[:-2] + b"\xff\xda" * 200 + b"\xff\xd9", "damaged"),
        (encoded(drawing(), "TIFF")[:200], "truncated"),
    ],
    ids=[
        "empty", "one byte", "half a JPEG", "a JPEG's head", "text", "HTML", "text beginning BM", "GIF", "EPS", "old Word", "zip",
        "20 pixels", "strip", "50,000 squared", "2^31 squared", "81 million pixels", "no pixels", "cut PNG", "200 scans", "cut TIFF",
    ],
)  # fmt: skip
def test_a_bad_picture_is_refused_by_name(tmp_path: Path, data: bytes, slug: str) -> None:
    assert slug_of(tmp_path, data) == slug


def test_too_many_frames_are_refused_before_decoding(tmp_path: Path) -> None:
    frames = [Image.new("1", (40, 40))] * 4
    assert slug_of(tmp_path, encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:]), max_frames=3) == "too-many-pages"


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    assert slug_of(tmp_path, JPEG, max_file_bytes=len(JPEG) - 1) == "too-large"
    assert pages_of(tmp_path, JPEG, max_file_bytes=len(JPEG))


def test_a_pipe_a_link_and_a_folder_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "real.jpg").write_bytes(JPEG)
    (tmp_path / "link.jpg").symlink_to(tmp_path / "real.jpg")
    (tmp_path / "folder.jpg").mkdir()
    for name in ("pipe.jpg", "link.jpg", "folder.jpg"):
        with pytest.raises(BrokenFileError) as caught:
            next(Intake().pages(tmp_path / name, name))
        assert caught.value.slug == "not-regular"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_scanned_page_is_the_embedded_picture_as_a_viewer_shows_it(tmp_path: Path, rotation: int) -> None:
    pages = pages_of(tmp_path, scan_pdf(rotation=rotation), "scan.pdf")
    assert [page.number for page in pages] == [0, 1]
    assert pages[0].origin.embedded_image
    assert unlike(pages[0].image, drawing(1240, 1754).rotate(-rotation, expand=True)) < 3
    assert sorted(pages[0].image.shape[:2]) == [1240, 1754]
    assert pages[0].origin.dpi == pytest.approx(150, abs=0.5)
    assert pages[0].scale.px_per_mm == pytest.approx(150 / 25.4, rel=0.01)


def test_a_stamp_laid_over_a_scan_is_not_lost(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(scan_pdf(1))) as document:
        document.pages[0].contents_add(b"q 1 0 0 rg 200 300 120 120 re f Q")
        stream = io.BytesIO()
        document.save(stream)
    (page,) = pages_of(tmp_path, stream.getvalue(), "scan.pdf")
    assert not page.origin.embedded_image
    x, y = 260 / A4_PT[0], 1 - 360 / A4_PT[1]
    assert tuple(page.image[round(y * page.height), round(x * page.width)]) == (255, 0, 0)


def test_a_scan_whose_colours_the_page_inverts_is_rendered(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(scan_pdf(1))) as document:
        next(iter(document.pages[0].obj.Resources.XObject.values())).Decode = pikepdf.Array([1, 0, 1, 0, 1, 0])
        stream = io.BytesIO()
        document.save(stream)
    (page,) = pages_of(tmp_path, stream.getvalue(), "scan.pdf")
    assert not page.origin.embedded_image
    assert np.median(page.image) < 20


def test_a_drawn_page_gives_its_words_and_lines_where_they_are(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, drawn_pdf(b"BT /F 24 Tf 100 700 Td (Hello form) Tj ET 100 600 300 1 re f"), "form.pdf")
    assert [word.text for word in page.words] == ["Hello", "form"]
    assert page.origin.text_layer
    box = page.words[0].box
    assert page.image[box.y : box.bottom, box.x : box.right].min() < 60
    assert any(rule.box.w > 700 and abs(rule.box.y - (842 - 601) / 72 * 200) < 6 for rule in page.rules)
    assert page.scale.px_per_mm == pytest.approx(200 / 25.4, rel=0.01)


@pytest.mark.parametrize(
    "content",
    [b"BT /F 24 Tf 3 Tr 100 700 Td (Other Company) Tj ET", b"BT /F 24 Tf 1 1 1 rg 100 700 Td (Other Company) Tj ET"],
    ids=["invisible", "white on white"],
)
def test_text_that_nobody_sees_is_not_read(tmp_path: Path, content: bytes) -> None:
    (page,) = pages_of(tmp_path, drawn_pdf(content), "form.pdf")
    assert (page.words, page.origin.text_layer) == ((), False)


SCAN = scan_pdf(3)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream, **options)  # type: ignore[arg-type]  # pikepdf's own options
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (SCAN[: len(SCAN) // 2], "damaged"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 200, "damaged"),
        (saved(pikepdf.open(io.BytesIO(SCAN)), encryption=pikepdf.Encryption(user="abc", owner="abc", R=6)), "encrypted"),
        (saved(pikepdf.new()), "damaged"),
        (drawn_pdf(b"q Q " * 3_000_000), "too-large"),
        (drawn_pdf(b"0 0 1 1 re f " * 31_000), "too-large"),
    ],
    ids=["cut in half", "header only", "noise", "password", "no pages", "12 MB of strokes", "31,000 objects"],
)
def test_a_bad_pdf_is_refused_by_name_and_never_has_no_pages(tmp_path: Path, data: bytes, slug: str) -> None:
    assert slug_of(tmp_path, data, "x.pdf") == slug


@pytest.mark.parametrize(
    "data",
    [b"junk\n" + SCAN, saved(pikepdf.open(io.BytesIO(SCAN)), encryption=pikepdf.Encryption(user="", owner="x", R=6))],
    ids=["junk before the header", "owner password only"],
)
def test_a_good_pdf_in_odd_clothes_keeps_all_its_pages(tmp_path: Path, data: bytes) -> None:
    assert len(pages_of(tmp_path, data, "x.jpg")) == 3


def test_too_many_pages_are_refused_before_any_is_rendered(tmp_path: Path) -> None:
    assert slug_of(tmp_path, SCAN, "x.pdf", max_pages=2) == "too-many-pages"


def test_a_picture_declared_huge_is_an_error_and_no_blank_page(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(scan_pdf(1))) as document:
        picture = next(iter(document.pages[0].obj.Resources.XObject.values()))
        picture.Width = picture.Height = 60_000
        data = saved(document)
    assert slug_of(tmp_path, data, "x.pdf") == "too-large"


def test_a_scan_whose_picture_is_cut_short_is_no_blank_page(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(scan_pdf(1))) as document:
        picture = next(iter(document.pages[0].obj.Resources.XObject.values()))
        picture.write(picture.read_raw_bytes()[:5000], filter=pikepdf.Name.DCTDecode)
        data = saved(document)
    assert slug_of(tmp_path, data, "x.pdf") == "truncated"


@pytest.mark.parametrize(
    "box", [[0, 0, 2_000_000, 2_000_000], [100, 100, -500, -700], [0, 0, 0, 0]], ids=["2 million points", "negative", "empty"]
)
def test_an_odd_page_size_is_clamped(tmp_path: Path, box: list[int]) -> None:
    with pikepdf.open(io.BytesIO(drawn_pdf(b"0 0 100 100 re f"))) as document:
        document.pages[0].obj.MediaBox = pikepdf.Array(box)
        data = saved(document)
    (page,) = pages_of(tmp_path, data, "x.pdf")
    assert 100 < max(page.image.shape) <= 3508

"""Makes the 64 hostile inputs: each an application of one good page, a declaration that names a person, and the input itself."""

import io
import json
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pillow_heif
from PIL import Image, ImageDraw

PERSON = "欧阳测试"
ID_NUMBER = "11010519491231002X"
GPS_WORDS = "lat 39.9042 lon 116.4074"
GOOD = "good.png"
PAGES = 10

Make = Callable[[Path], None]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One input. pages: how many pages must be seen of it, None where any number will do; slugs: as what it must be refused, if at all."""

    number: int
    words: str
    make: Make
    pages: int | None = None
    slugs: tuple[str, ...] = ()


def lay_out(uploads: Path, case: Case) -> Path:
    """Make the application of one case and return its folder."""
    folder = good_application(uploads, f"case-{case.number:02}")
    case.make(folder)
    return folder


def good_application(uploads: Path, name: str) -> Path:
    """An application of one good page whose declaration and picture tags hold personal data."""
    folder = uploads / name
    folder.mkdir(parents=True)
    declared = {"applicant": {"name": PERSON, "id_number": ID_NUMBER}, "employer": {"name": f"{PERSON}的公司"}}
    (folder / "application.json").write_text(json.dumps(declared, ensure_ascii=False), encoding="utf-8")
    drawing().save(folder / GOOD)
    return folder


def drawing(width: int = 300, height: int = 420, mode: str = "RGB") -> Image.Image:
    """A sheet with bars of ink."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for i in range(8):
        top = height * (i + 1) // 10
        draw.rectangle((width // 10, top, width // 10 + (i + 1) * width // 12, top + height // 60), fill=(30, 40, 60))
    return image.convert(mode)


def encoded(image: Image.Image, file_format: str = "JPEG", **options: object) -> bytes:
    """The picture as a file."""
    stream = io.BytesIO()
    image.save(stream, file_format, **options)
    return stream.getvalue()


@cache
def img() -> bytes:
    """A valid page."""
    return encoded(drawing(600, 400), quality=85)


@cache
def scan() -> bytes:
    """A valid scan of ten pages."""
    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)))
    return bytes(img2pdf.convert([encoded(drawing(496, 702), quality=80)] * PAGES, layout_fun=layout))


@cache
def heic() -> bytes:
    """A valid phone picture."""
    stream = io.BytesIO()
    pillow_heif.from_pillow(drawing(600, 400)).save(stream, quality=80)
    return stream.getvalue()


@cache
def progressive() -> bytes:
    """A large progressive JPEG."""
    return encoded(drawing(6000, 6000), quality=60, progressive=True)


def file(name: str, data: bytes | Callable[[], bytes]) -> Make:
    """Write one file."""

    def make(folder: Path) -> None:
        (folder / name).write_bytes(data if isinstance(data, bytes) else data())

    return make


def png(width: int, height: int, bits: int, colour: int) -> bytes:
    """A PNG whose header states any size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def tiff(frames: int) -> bytes:
    """A TIFF of so many frames."""
    one = Image.new("1", (40, 40))
    return encoded(one, "TIFF", save_all=True, append_images=[one] * (frames - 1))


def looping_tiff() -> bytes:
    """A TIFF whose first directory names itself as the next."""
    data = bytearray(encoded(drawing(200, 200), "TIFF"))
    (directory,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, directory)
    struct.pack_into("<I", data, directory + 2 + 12 * entries, directory)
    return bytes(data)


def with_exif(tag: int) -> bytes:
    """A JPEG whose orientation tag is this, with a place, a name and a maker's note of 60 kB."""
    exif = Image.Exif()
    exif[0x0112] = tag
    exif[0x013B] = PERSON  # Artist
    exif[0x010E] = GPS_WORDS  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    exif.get_ifd(0x8769)[0x927C] = b"note " * 12_000  # MakerNote
    return encoded(drawing(600, 400), exif=exif)


def sixteen_bits() -> bytes:
    """A grey PNG of 16 bits."""
    return encoded(Image.fromarray(np.asarray(drawing(mode="L"), dtype=np.uint16) * 257), "PNG")


def changed_bytes(data: bytes, count: int) -> bytes:
    """The bytes with so many of them changed at random places."""
    chance, broken = random.Random(64), bytearray(data)
    for place in chance.sample(range(200, len(data)), min(count, len(data) - 300)):
        broken[place] = chance.randrange(256)
    return bytes(broken)


def scans(count: int) -> bytes:
    """A progressive JPEG with its last scan repeated."""
    data = progressive()
    start = data.rindex(b"\xff\xda")
    return data[:-2] + data[start:-2] * count + b"\xff\xd9"


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    """The document as a file."""
    stream = io.BytesIO()
    document.save(stream, **options)  # type: ignore[arg-type]  # pikepdf's own options
    return stream.getvalue()


def changed_scan(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    """The scan after a change."""
    with pikepdf.open(io.BytesIO(scan())) as document:
        change(document)
        return saved(document, **options)


def every_page(document: pikepdf.Pdf, **keys: object) -> None:
    """Set keys on every page."""
    for page in document.pages:
        for key, value in keys.items():
            page.obj[f"/{key}"] = value


def drawn(command: bytes, times: int) -> bytes:
    """A page drawn by one command again and again, packed small."""
    packer = zlib.compressobj(1)
    packed = [packer.compress(command * 10_000) for _ in range(times // 10_000)]
    packed.append(packer.flush())
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.pages[0].obj.Contents = pikepdf.Stream(document, b"".join(packed), Filter=pikepdf.Name.FlateDecode)
    return saved(document)


def scripted(document: pikepdf.Pdf) -> None:
    """Have a viewer run a script that never ends."""
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="while (true) { app.alert('x'); }")


def written(*objects: str) -> bytes:
    """A PDF written by hand: objects numbered from 1, of which the first is the catalogue."""
    body, places = "%PDF-1.4\n", []
    for number, words in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj {words} endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer <</Root 1 0 R/Size {len(objects) + 1}>>\n"
    return (body + end + f"startxref\n{len(body)}\n%%EOF\n").encode()


def blank(pages: int) -> bytes:
    """A PDF of so many blank pages."""
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return written("<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {pages}/Kids[{kids}]>>", *[page] * pages)


def own_kid() -> bytes:
    """A PDF whose tree of pages holds itself."""
    return written("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[2 0 R]>>")


def own_previous() -> bytes:
    """A PDF whose table of objects names itself as the one before."""
    data = blank(1)
    start = data.split(b"startxref\n")[1].split(b"\n")[0]
    return data.replace(b"trailer <<", b"trailer <</Prev " + start)


def nested() -> bytes:
    """A PDF whose catalogue holds 200,000 arrays, one in another."""
    return written("<</Type/Catalog/Pages 2 0 R/X " + "[" * 200_000 + "]" * 200_000 + ">>", "<</Type/Pages/Count 0/Kids[]>>")


def self_drawing() -> bytes:
    """The scan with a form on each page that draws itself."""

    def change(document: pikepdf.Pdf) -> None:
        form = document.make_stream(b"/Me Do")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 100, 100])
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Me=form))
        for page in document.pages:
            page.obj.Resources.XObject["/Me"] = form
            page.contents_add(b"/Me Do")

    return changed_scan(change)


def huge_picture(document: pikepdf.Pdf) -> None:
    """Declare every page's picture 60,000 pixels each way."""
    for page in document.pages:
        for picture in page.obj.Resources.XObject.values():
            picture.Width = picture.Height = 60_000


def slip() -> bytes:
    """A zip that would write outside."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../prescreen-slipped.txt", "x")
        archive.writestr("/tmp/prescreen-slipped.txt", "x")
    return stream.getvalue()


def bomb() -> bytes:
    """A zip of 300 MB of zeros."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("zeros", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(b"\0" * 1_000_000)
    return stream.getvalue()


def link(target: str) -> Make:
    """A link named as a picture."""
    return lambda folder: (folder / "x.jpg").symlink_to(target)


def sub_folder(folder: Path) -> None:
    """A folder named as a picture, with a picture in it."""
    (folder / "x.jpg").mkdir()
    (folder / "x.jpg" / "inside.jpg").write_bytes(img())


CASES = (
    Case(number=1, words="empty", make=file("x.jpg", b""), slugs=("empty",)),
    Case(number=2, words="one byte", make=file("x.jpg", b"\xff"), slugs=("unknown-format",)),
    Case(number=3, words="a JPEG cut in half", make=file("x.jpg", lambda: img()[: len(img()) // 2]), slugs=("truncated",)),
    Case(number=4, words="a JPEG's first 600 bytes", make=file("x.jpg", lambda: img()[:600]), slugs=("truncated",)),
    Case(number=5, words="text named .jpg", make=file("x.jpg", f"{PERSON} 这是文本".encode() * 50), slugs=("unknown-format",)),
    Case(number=6, words="HTML named .jpg", make=file("x.jpg", b"<html><script>alert(1)</script></html>"), slugs=("unknown-format",)),
    Case(number=7, words="a PDF named .jpg", make=file("x.jpg", scan), pages=PAGES),
    Case(number=8, words="a JPEG named .pdf", make=file("x.pdf", img), pages=1),
    Case(number=9, words="a PNG named .jpg", make=file("x.jpg", lambda: encoded(drawing(), "PNG")), pages=1),
    Case(number=10, words="a PNG of 50,000 squared", make=file("x.png", png(50_000, 50_000, 1, 0)), slugs=("too-large",)),
    Case(number=11, words="a PNG of 77 million pixels", make=file("x.png", lambda: encoded(Image.new("1", (8800, 8800), 1), "PNG")), pages=1),
    Case(number=12, words="a PNG of 2^31 squared", make=file("x.png", png(2**31 - 1, 2**31 - 1, 8, 2)), slugs=("too-large",)),
    Case(number=13, words="a PNG without pixels", make=file("x.png", png(0, 0, 8, 2)), slugs=("damaged",)),
    Case(number=14, words="one pixel", make=file("x.png", lambda: encoded(Image.new("RGB", (1, 1)), "PNG")), slugs=("too-small",)),
    Case(number=15, words="a strip", make=file("x.png", lambda: encoded(Image.new("L", (1, 200_000)), "PNG")), slugs=("too-small",)),
    Case(number=16, words="a good TIFF", make=file("x.tif", lambda: encoded(drawing(), "TIFF")), pages=1),
    Case(number=17, words="a TIFF of 301 frames", make=file("x.tif", lambda: tiff(301)), slugs=("too-many-pages",)),
    Case(number=18, words="a TIFF cut at 200 bytes", make=file("x.tif", lambda: encoded(drawing(), "TIFF")[:200]), slugs=("truncated",)),
    Case(number=19, words="a TIFF that loops", make=file("x.tif", looping_tiff), slugs=("damaged", "too-many-pages", "")),
    Case(number=20, words="a CMYK JPEG", make=file("x.jpg", lambda: encoded(drawing(mode="CMYK"))), pages=1),
    Case(number=21, words="orientation 6", make=file("x.jpg", lambda: with_exif(6)), pages=1),
    Case(number=22, words="orientation 99", make=file("x.jpg", lambda: with_exif(99)), pages=1),
    Case(number=23, words="a PNG of 16 bits", make=file("x.png", sixteen_bits), pages=1),
    Case(number=24, words="a clear sheet", make=file("x.png", lambda: encoded(Image.new("RGBA", (300, 300)), "PNG")), pages=1),
    Case(number=25, words="a good HEIC", make=file("x.heic", heic), pages=1),
    Case(number=26, words="a HEIC cut to a third", make=file("x.heic", lambda: heic()[: len(heic()) // 3]), slugs=("damaged", "truncated")),
    Case(number=27, words="a HEIC named .jpg", make=file("x.jpg", heic), pages=1),
    Case(number=30, words="a PDF cut in half", make=file("x.pdf", lambda: scan()[: len(scan()) // 2]), slugs=("damaged",)),
    Case(number=31, words="a PDF's header", make=file("x.pdf", b"%PDF-1.7\n"), slugs=("damaged",)),
    Case(number=32, words="a header and noise", make=file("x.pdf", b"%PDF-1.4\n" + random.Random(32).randbytes(50_000)), slugs=("damaged",)),
    Case(number=33, words="a password", make=file("x.pdf", lambda: changed_scan(repr, encryption=pikepdf.Encryption(user="u", owner="o", R=6))), slugs=("encrypted",)),
    Case(number=34, words="an owner's password", make=file("x.pdf", lambda: changed_scan(repr, encryption=pikepdf.Encryption(user="", owner="o", R=6))), pages=PAGES),
    Case(number=35, words="a script that never ends", make=file("x.pdf", lambda: changed_scan(scripted)), pages=PAGES),
    Case(number=36, words="pages of 2 million points", make=file("x.pdf", lambda: changed_scan(lambda d: every_page(d, MediaBox=pikepdf.Array([0, 0, 2_000_000, 2_000_000])))), pages=PAGES),
    Case(number=37, words="pages without a size", make=file("x.pdf", lambda: changed_scan(lambda d: every_page(d, MediaBox=pikepdf.Array([0, 0, 0, 0])))), pages=PAGES),
    Case(number=38, words="pages of negative size", make=file("x.pdf", lambda: changed_scan(lambda d: every_page(d, MediaBox=pikepdf.Array([595, 842, 0, 0])))), pages=PAGES),
    Case(number=39, words="5,000 blank pages", make=file("x.pdf", lambda: blank(5000)), slugs=("too-many-pages",)),
    Case(number=40, words="a table before itself", make=file("x.pdf", own_previous), slugs=("damaged", "")),
    Case(number=41, words="pages that hold themselves", make=file("x.pdf", own_kid), slugs=("damaged",)),
    Case(number=42, words="200,000 nested arrays", make=file("x.pdf", nested), slugs=("damaged",)),
    Case(number=43, words="a form that draws itself", make=file("x.pdf", self_drawing), slugs=("",)),
    Case(number=44, words="200 MB of commands", make=file("x.pdf", lambda: drawn(b"0 0 1 1 re f\n", 16_000_000)), slugs=("too-large",)),
    Case(number=45, words="a picture said to be 60,000 squared", make=file("x.pdf", lambda: changed_scan(huge_picture)), slugs=("too-large",)),
    Case(number=46, words="400,000 strokes", make=file("x.pdf", lambda: drawn(b"0 0 m 9 9 l S\n", 400_000)), slugs=("too-large",)),
    Case(number=47, words="pages turned", make=file("x.pdf", lambda: changed_scan(lambda d: every_page(d, Rotate=90))), pages=PAGES),
    Case(number=48, words="a PDF without pages", make=file("x.pdf", lambda: saved(pikepdf.new())), slugs=("damaged",)),
    Case(number=49, words="junk before the header", make=file("x.pdf", lambda: b"junk\n" + scan()), pages=PAGES),
    Case(number=50, words="a zip that writes outside", make=file("x.jpg", slip), slugs=("archive",)),
    Case(number=51, words="a zip of 300 MB of zeros", make=file("x.zip", bomb), slugs=("archive",)),
    Case(number=52, words="a link to a system file", make=link("/etc/passwd"), slugs=("symlink",)),
    Case(number=53, words="a link to itself", make=link("x.jpg"), slugs=("symlink",)),
    Case(number=54, words="a pipe", make=lambda folder: os.mkfifo(folder / "x.jpg"), slugs=("not-regular",)),
    Case(number=55, words="a name that reads backwards", make=file("x\u202egpj.exe.jpg", img), pages=1),
    Case(number=56, words="a name a shell would run", make=file("x'\"$(touch pwned)`id`;rm -rf *.jpg", img), pages=1),
    Case(number=57, words="a name of 255 bytes", make=file("x" + "长" * 70 + ".jpg", img), pages=1),
    Case(number=58, words="a name in GBK", make=file(os.fsdecode("x注册.jpg".encode("gbk")), img), pages=1),
    Case(number=59, words="a name that is an option", make=file("-rf.jpg", img), pages=1),
    Case(number=60, words="a folder named .jpg, which is walked", make=sub_folder, pages=1),
    Case(number=61, words="EPS named .jpg", make=file("x.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file"), slugs=("unknown-format",)),
    Case(number=62, words="SVG that names a file", make=file("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'), slugs=("unknown-format",)),
    Case(number=63, words="a GIF of 300 frames", make=file("x.gif", lambda: encoded(drawing(), "GIF", save_all=True, append_images=[drawing(mode="L")] * 299)), slugs=("unknown-format",)),
    Case(number=64, words="a JPEG with 400 bytes changed", make=file("x.jpg", lambda: changed_bytes(img(), 400)), slugs=("damaged", "truncated")),
    Case(number=65, words="a progressive JPEG", make=file("x.jpg", progressive), pages=1),
    Case(number=66, words="3,000 more scans", make=file("x.jpg", lambda: scans(3000)), slugs=("damaged",)),
)  # fmt: skip

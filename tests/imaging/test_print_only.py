"""A born-digital page is taken for print alone only where nothing else was drawn on it, by whatever means a PDF has."""

import io
import math

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.datamodel.page import Origin, Page
from pipeline.imaging.print_only import PrintLimits, is_print_only
from pipeline.stages.caps import Caps
from pipeline.stages.pdf import pdf_pages

SIZE = (595, 842)
WORDS = b"BT /F 12 Tf 60 700 Td (Party A and Party B agree on the following terms) Tj ET BT /F 26 Tf 60 760 Td (Contract) Tj ET "
TABLE = b"0 G 0.7 w 60 300 m 500 300 l S 60 240 m 500 240 l S 60 240 m 60 300 l S 500 240 m 500 300 l S "


def ring(x: float, y: float, r: float, colour: bytes = b"0 G", width: float = 1.5) -> bytes:
    """A circle of four curves."""
    k = 0.5523 * r
    steps = [
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    ]
    curves = b"".join(b"%.2f %.2f %.2f %.2f %.2f %.2f c " % step for step in steps)
    return b"q %s %.2f w %.2f %.2f m %sS Q " % (colour, width, x + r, y, curves)


def strokes(x: float, y: float, r: float, count: int) -> bytes:
    """A circle of so many straight strokes, each an object of its own."""
    points = [(x + r * math.cos(2 * math.pi * n / count), y + r * math.sin(2 * math.pi * n / count)) for n in range(count + 1)]
    return b"".join(b"%.2f %.2f m %.2f %.2f l S " % (*points[n], *points[n + 1]) for n in range(count))


def drawn(content: bytes, document: pikepdf.Pdf | None = None, **resources: Dictionary) -> Page:
    """One page with this content as the product opens it."""
    document = document or pikepdf.new()
    page = document.add_blank_page(page_size=SIZE)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    fonts = resources.pop("Font", Dictionary())
    fonts.F = font
    page.obj.Resources = Dictionary({"/Font": fonts} | {f"/{name}": value for name, value in resources.items()})
    page.obj.Contents = document.make_stream(content)
    if "/Annots" in document.Root:
        page.obj.Annots = document.Root.Annots
    printed = io.BytesIO()
    document.save(printed)
    [made] = pdf_pages(printed.getvalue(), Caps())
    origin = Origin(format="PDF", file_bytes=1, width_px=made.size[0], height_px=made.size[1])
    return Page(image=made.image, file="a.pdf", number=0, origin=origin, words=made.words, rules=made.rules)


def is_print(page: Page) -> bool:
    return is_print_only(page, PrintLimits())


@pytest.mark.parametrize("content", [WORDS, WORDS + TABLE, TABLE + WORDS + b"BT /F 9 Tf 62 265 Td (in a cell: [x] - 100 %) Tj ET"])
def test_words_and_a_table_are_print(content: bytes) -> None:
    page = drawn(content)
    assert page.words
    assert is_print(page)


@pytest.mark.parametrize(
    "more",
    [
        ring(300, 500, 60),
        ring(300, 500, 60, b"1 0 0 RG"),
        ring(300, 500, 21, width=0.2),
        ring(300, 700, 25),  # across a line of print
        ring(590, 500, 60),  # cut by the edge
        strokes(300, 500, 60, 24),
        strokes(300, 500, 60, 200),
        b"q [2 6] 0 d " + ring(300, 500, 60) + b"Q ",
        b"q 0 0 1 RG 2 w 300 500 90 30 re S Q ",  # a framed stamp
        b"q 1 0 0 rg 300 500 60 60 re f Q ",
        b"BT 1 0 0 rg /F 12 Tf 60 400 Td (Special Seal for Contracts) Tj ET ",
        b"BT /F 90 Tf 300 500 Td (O) Tj ET ",  # one letter as large as a seal
    ],
    ids=["circle", "red", "hairline", "in print", "cut", "strokes", "fine strokes", "dashes", "frame", "block", "red words", "letter"],
)
def test_whatever_else_is_drawn_is_seen(more: bytes) -> None:
    assert not is_print(drawn(WORDS + TABLE + more))


def _picture(document: pikepdf.Pdf) -> pikepdf.Stream:
    ink = bytes(0 if abs(math.hypot(x - 40, y - 40) - 36) < 3 else 255 for y in range(80) for x in range(80))
    return document.make_stream(
        ink, Type=Name.XObject, Subtype=Name.Image, Width=80, Height=80, ColorSpace=Name.DeviceGray, BitsPerComponent=8
    )


def test_a_picture_is_seen() -> None:
    document = pikepdf.new()
    page = drawn(WORDS + b"q 110 0 0 110 300 400 cm /P Do Q ", document, XObject=Dictionary(P=_picture(document)))
    assert page.words
    assert not is_print(page)


def test_a_form_drawn_within_a_form_is_seen() -> None:
    document = pikepdf.new()
    box = Array([0, 0, *SIZE])
    inner = document.make_stream(ring(300, 500, 60), Type=Name.XObject, Subtype=Name.Form, BBox=box)
    outer = document.make_stream(
        b"/I Do ", Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary(XObject=Dictionary(I=inner))
    )
    assert not is_print(drawn(WORDS + b"/O Do ", document, XObject=Dictionary(O=outer)))


def test_a_pattern_is_seen() -> None:
    document = pikepdf.new()
    tile = document.make_stream(
        ring(60, 60, 55), Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 120, 120]),
        XStep=120, YStep=120, Resources=Dictionary(), Matrix=Array([1, 0, 0, 1, 300, 400]),
    )  # fmt: skip
    filled = b"/Pattern cs /T scn 300 400 120 120 re f "
    assert not is_print(drawn(WORDS + filled, document, Pattern=Dictionary(T=tile)))


def test_an_annotation_is_seen() -> None:
    document = pikepdf.new()
    look = document.make_stream(ring(60, 60, 55), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 120, 120]))
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([300, 400, 420, 520]), F=4, AP=Dictionary(N=look))
    document.Root.Annots = Array([document.make_indirect(stamp)])
    assert not is_print(drawn(WORDS, document))


@pytest.mark.parametrize("told_width", [1000, 10], ids=["told truly", "told small"])
def test_a_letter_that_is_a_ring_is_seen(told_width: int) -> None:
    """A Type 3 font's letters are drawings, and it may tell any size of them."""
    document = pikepdf.new()
    letter = document.make_stream(b"%d 0 d0 " % told_width + ring(500, 500, 480, width=20))
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, told_width, told_width]), FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(A=letter), Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name.A])),
        FirstChar=65, LastChar=65, Widths=Array([told_width]), Resources=Dictionary(),
    )  # fmt: skip
    page = drawn(WORDS + b"BT /T 120 Tf 300 400 Td (A) Tj ET ", document, Font=Dictionary(T=font))
    assert not is_print(page)


def test_a_page_without_a_text_layer_is_never_print() -> None:
    assert not is_print(drawn(TABLE))

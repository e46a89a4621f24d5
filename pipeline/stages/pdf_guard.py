"""Refuses PDF pages whose drawing commands or pictures would keep a renderer busy without end, before any is rendered."""

import zlib

import pikepdf

from pipeline.stages.base import BrokenFileError
from pipeline.stages.caps import Caps


def refuse_too_much(structure: pikepdf.Pdf, number: int, caps: Caps) -> None:
    """Raise where a page's drawing commands or pictures are too much to hand to a renderer."""
    try:
        page = structure.pages[number].obj
        streams, pictures = _reachable(page, most=caps.max_page_objects)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, AttributeError, KeyError) as error:
        raise BrokenFileError("damaged", f"page {number + 1} of the PDF is damaged; save it anew and upload it again") from error
    left = caps.max_content_bytes
    for stream in streams:
        left -= _decoded_bytes(stream, most=left)
        if left < 0:
            raise BrokenFileError("too-large", f"page {number + 1} holds more drawing commands than are looked at; scan the print instead")
    for width, height in pictures:
        if width * height > caps.max_pixels:
            raise BrokenFileError("too-large", f"a picture on page {number + 1} is {width} x {height} pixels; scan it smaller")


def _reachable(page: pikepdf.Object, *, most: int) -> tuple[list[pikepdf.Stream], list[tuple[int, int]]]:
    """Return the streams of drawing commands that a page can reach, and the stated sizes of its pictures."""
    contents = page.get("/Contents")
    streams = [contents] if isinstance(contents, pikepdf.Stream) else [s for s in contents or () if isinstance(s, pikepdf.Stream)]
    pictures: list[tuple[int, int]] = []
    holders, known = [page], set[tuple[int, int]]()
    while holders and len(known) < most:
        resources = holders.pop().get("/Resources")
        named = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        for item in named.values() if isinstance(named, pikepdf.Dictionary) else ():
            if not isinstance(item, pikepdf.Stream) or item.objgen in known:
                continue
            known.add(item.objgen)
            if item.get("/Subtype") == "/Form":
                streams.append(item)
                holders.append(item)
            elif item.get("/Subtype") == "/Image":
                pictures.append((_whole(item.get("/Width")), _whole(item.get("/Height"))))
    return streams, pictures


def _whole(value: object) -> int:
    try:
        return max(0, int(value))  # type: ignore[call-overload,no-any-return]  # a PDF number, or the handler
    except (TypeError, ValueError):
        return 0


def _decoded_bytes(stream: pikepdf.Stream, *, most: int) -> int:
    """Return how many bytes a stream decodes to, or one more than `most` as soon as it is known to be more."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)] if filters is not None else []
    packed = stream.read_raw_bytes()
    if not names:
        return len(packed)
    if names != ["/FlateDecode"]:
        # Rare in drawing commands: text codings shrink, the others grow at most a hundredfold on anything a person made.
        return len(packed) * (1 if set(names) <= {"/ASCII85Decode", "/ASCIIHexDecode"} else 100)
    inflater, count, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and count <= most:
            count += len(inflater.decompress(rest, 1 << 20))
            rest = inflater.unconsumed_tail
    except zlib.error:
        return count  # PDFium draws what came before the damage
    return count

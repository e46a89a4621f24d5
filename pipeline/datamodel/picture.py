"""Which pages a report shows and what is hidden on them, and the pictures that come of it."""

import msgspec

from pipeline.datamodel.geometry import Box, Quad


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One upright page that a report wants to show.

    turn, size, quad: as recorded when it was looked at, quad None where the page is the whole picture; side_px: long side of the
    picture to make; hidden: boxes to black out; crops: boxes to show as well by themselves, in the page's own pixels.
    """

    file: str
    page: int
    part: int
    turn: int
    size: tuple[int, int]
    side_px: int
    quad: Quad | None = None
    hidden: tuple[Box, ...] = ()
    crops: tuple[Box, ...] = ()

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells this page from the others of its application."""
        return self.file, self.page, self.part


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet's picture, and its crops by their boxes, as JPEG files."""

    file: str
    page: int
    part: int
    whole: bytes
    crops: tuple[tuple[Box, bytes], ...] = ()

    @property
    def key(self) -> tuple[str, int, int]:
        """The key of the sheet it shows."""
        return self.file, self.page, self.part

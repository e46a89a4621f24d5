"""Says whether a page can be read, by what was read on it, and what stands in the way where it cannot."""

from collections.abc import Iterator
from statistics import median
from typing import Annotated, ClassVar

import cv2
import numpy as np
from msgspec import Meta

from pipeline.datamodel.observation import FacesSeen, Legibility, Observation, PageSeen, TextLine
from pipeline.datamodel.page import Gray, Page, Rgb
from pipeline.imaging.light import ink_mask, paper_level
from pipeline.imaging.sharpness import LineLook, line_look
from pipeline.stages.base import Look, Stage

_BLURRED = "measured on 8 real documents blurred, shrunk, faded and darkened in steps, 2026-11-22"


class LegibilityStage(Stage, frozen=True, kw_only=True):
    """A page is legible when enough of its lines were read surely; blur, light and size only explain why one is not.

    A picture without text (a portrait, a held card seen from afar) and a blank page are not illegible for lack of text.
    """

    name: ClassVar[str] = "legibility"
    sees: ClassVar[tuple[type[Observation], ...]] = (Legibility,)
    after: ClassVar[tuple[type[Observation], ...]] = (TextLine, FacesSeen)
    can_lack: ClassVar[tuple[type[Observation], ...]] = (FacesSeen,)

    least_confidence: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Mean reading confidence of a line from which it counts as read",
            extra={"unit": "confidence 0-1", "source": _BLURRED},
        ),
    ] = 0.75
    most_unread_share: Annotated[
        float,
        Meta(
            ge=0, le=1, description="Share of the length of all lines that may be unread", extra={"unit": "share 0-1", "source": _BLURRED}
        ),
    ] = 0.4
    least_lines: Annotated[
        int,
        Meta(
            ge=1,
            le=20,
            description="Lines from which a page is one of text",
            extra={"unit": "lines", "source": "a portrait has a name under it at most"},
        ),
    ] = 3
    least_ink_share: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Ink from which a page without lines and faces holds something that could not be read",
            extra={"unit": "share 0-1", "source": "118 drawn sample pages, 2026-11-22: sparsest cover 0.009, blank scan 0"},
        ),
    ] = 0.004
    least_boxed_share: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Share of the ink that must lie in the few lines of a page for the rest to be no unread text",
            extra={"unit": "share 0-1", "source": _BLURRED},
        ),
    ] = 0.3
    least_page_px: Annotated[
        int,
        Meta(
            ge=200,
            le=3000,
            description="Long side from which a picture may be a page where no face detector can tell",
            extra={"unit": "px", "source": "A4 at 100 dpi is 1169 px high, an ID photo at 300 dpi 579"},
        ),
    ] = 1000
    most_edge_share: Annotated[
        float,
        Meta(
            ge=0.02,
            le=1,
            description="Width of the letters' edges against the line's height from which blur is named",
            extra={"unit": "share of line height", "source": _BLURRED},
        ),
    ] = 0.17
    least_contrast: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Contrast of ink and paper below which print is named faint",
            extra={"unit": "share 0-1", "source": _BLURRED},
        ),
    ] = 0.2
    least_text_px: Annotated[
        float, Meta(ge=4, le=60, description="Height of lines below which print is named small", extra={"unit": "px", "source": _BLURRED})
    ] = 11.0
    most_glare_share: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Blown-out part of a photographed page from which glare is named",
            extra={"unit": "share 0-1", "source": "drawn glare, 2026-11-22"},
        ),
    ] = 0.01
    glare_level: Annotated[
        int,
        Meta(ge=200, le=255, description="Brightness of blown-out paper", extra={"unit": "grey level", "source": "near the end of 8 bits"}),
    ] = 250
    glare_above_paper: Annotated[
        int,
        Meta(
            ge=1,
            le=100,
            description="How much brighter than the page's usual paper glare is",
            extra={"unit": "grey levels", "source": "a scan's paper is at the end of 8 bits itself"},
        ),
    ] = 25
    dark_level: Annotated[
        int, Meta(ge=0, le=200, description="Paper darker than this lies in the dark", extra={"unit": "grey level", "source": _BLURRED})
    ] = 60
    most_dark_share: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Part of the page in the dark from which darkness is named",
            extra={"unit": "share 0-1", "source": _BLURRED},
        ),
    ] = 0.3
    most_cut_lines: Annotated[
        int,
        Meta(
            ge=0,
            le=50,
            description="Lines that may touch the picture's edge before the page is named cut",
            extra={"unit": "lines", "source": "a stray mark or two touch the edge of a scan"},
        ),
    ] = 2

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield how readable the page is; what was read is taken from the text lines seen before."""
        page = look.page
        lines = [line for line in look.of(TextLine) if line.reading.text.strip()]
        looks = [seen for line in _longest(lines, 12) if (seen := _look_of(look, line)) is not None]
        paper = paper_level(np.asarray(cv2.cvtColor(_small(page.image), cv2.COLOR_RGB2GRAY), dtype=np.uint8))
        glare, dark = self._glare_share(page, paper), float((paper < self.dark_level).mean())
        texty = len(lines) >= self.least_lines
        unread = self._unread_share(lines)
        legible = unread <= self.most_unread_share if texty else self._is_no_text_page(look, lines)
        yield Legibility(
            page=look.index,
            box=look.whole,
            confidence=round(min(1.0, 0.5 + 1.5 * abs(unread - self.most_unread_share)), 3) if texty else 0.7,
            seen_by=self.name,
            sharpness=round(median(seen.sharpness for seen in looks), 3) if looks else 0.0,
            contrast=round(median(seen.contrast for seen in looks), 3) if looks else 0.0,
            text_height_px=round(median(seen.height_px for seen in looks), 1) if looks else None,
            reading_confidence=round(_mean_confidence(lines), 3) if lines else None,
            glare_share=round(glare, 4),
            dark_share=round(dark, 4),
            problems=self._problems(page, lines, looks, glare, dark) if texty or not legible else (),
            legible=legible,
        )

    def _unread_share(self, lines: list[TextLine]) -> float:
        """Return the share (0-1) of the length of all lines that was read below the confidence; 0 without lines."""
        total = sum(_length(line) for line in lines)
        return sum(_length(line) for line in lines if line.reading.confidence < self.least_confidence) / total if total else 0.0

    def _is_no_text_page(self, look: Look, lines: list[TextLine]) -> bool:
        """Return whether so little text is no wonder: a face, words of its own, a blank page, or a page of a line or two that were read."""
        page = look.page
        if page.words or any(seen.faces for seen in look.of(FacesSeen)):
            return True
        if not any(True for _ in look.of(FacesSeen)) and max(page.width, page.height) < self.least_page_px:
            return True
        if lines and self._unread_share(lines) > self.most_unread_share:
            return False
        blank = all(seen.ink_share < self.least_ink_share for seen in look.of(PageSeen))
        return blank or _boxed_share(page, lines) >= self.least_boxed_share

    def _problems(self, page: Page, lines: list[TextLine], looks: list[LineLook], glare: float, dark: float) -> tuple[str, ...]:
        """Return what is out of its limit, in a fixed order."""
        heights = [seen.height_px for seen in looks]
        edge = sum(_touches_edge(line, page) for line in lines)
        found = {
            "blur": not looks or median(seen.edge_px / seen.height_px for seen in looks) > self.most_edge_share,
            "glare": glare > self.most_glare_share,
            "dark": dark > self.most_dark_share,
            "faint": bool(looks) and median(seen.contrast for seen in looks) < self.least_contrast,
            "small": bool(heights) and median(heights) < self.least_text_px,
            "cut": edge > self.most_cut_lines,
        }
        return tuple(word for word, out in found.items() if out)

    def _glare_share(self, page: Page, paper: Gray) -> float:
        """Return the share (0-1) of the page that is blown out while its usual paper is not."""
        if page.words or float(np.median(paper)) > self.glare_level - self.glare_above_paper:
            return 0.0
        blown = (_small(page.image).min(axis=2) >= self.glare_level).astype(np.uint8)
        return float(cv2.morphologyEx(blown, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)).mean())


def _small(image: Rgb, side_px: int = 800) -> Rgb:
    factor = side_px / max(image.shape[:2])
    return image if factor >= 1 else np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _length(line: TextLine) -> int:
    return max(line.box.w, line.box.h)


def _longest(lines: list[TextLine], count: int) -> list[TextLine]:
    return sorted(lines, key=lambda line: (-_length(line), line.box.y, line.box.x))[:count]


def _look_of(look: Look, line: TextLine) -> LineLook | None:
    if line.quad is not None:
        return line_look(look.strip(line.quad))
    box = line.box.clipped(look.page.width, look.page.height)
    return line_look(look.page.image[box.y : box.bottom, box.x : box.right])


def _boxed_share(page: Page, lines: list[TextLine]) -> float:
    """Return the share (0-1) of a page's ink that lies in its lines of text."""
    ink = ink_mask(page.image)
    factor = ink.shape[1] / page.width
    inside = np.zeros_like(ink)
    for line in lines:
        box = line.box.grown(line.box.h // 4)
        top, left = max(0, round(box.y * factor)), max(0, round(box.x * factor))
        inside[top : max(0, round(box.bottom * factor)), left : max(0, round(box.right * factor))] = True
    return float((ink & inside).sum()) / max(1, int(ink.sum()))


def _mean_confidence(lines: list[TextLine]) -> float:
    """Return the mean confidence of all characters of the lines."""
    values = [value for line in lines for value in line.reading.char_confidence]
    return sum(values) / len(values) if values else 0.0


def _touches_edge(line: TextLine, page: Page, share: float = 0.003) -> bool:
    """Return whether a line runs against the picture's left or right edge, or lies on its upper or lower one."""
    slack = max(2.0, share * page.width)
    box = line.box
    return box.x <= slack or box.right >= page.width - slack or box.y <= 1 or box.bottom >= page.height - 1

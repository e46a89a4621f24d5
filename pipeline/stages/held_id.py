"""Looks at a photo of a person holding an identity card: the live face, the card, and what can be read on it; compares no faces."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
from msgspec import Meta

from pipeline.datamodel.geometry import Box, Point, Quad
from pipeline.datamodel.observation import Face, FacesSeen, HeldId, Observation, PageKind, PageKindSeen, TextLine
from pipeline.datamodel.page import Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import OcrEngine
from pipeline.imaging.card import card_by_anchors, card_quads, flattened, quarter_turned, skin_share
from pipeline.imaging.strips import strip
from pipeline.stages.base import Look, Stage

# Words printed on the card's front; a rectangle with two of them on it is the card. Source: GA 448, layout of the resident card.
CARD_WORDS = re.compile(r"姓名|性别|民族|出生|住址|公民身份|身份号码|\d{17}[\dXx]")
# And on its back. Source: as above.
BACK_WORDS = re.compile(r"中华人民共和国|居民身份证|签发机关|有效期限")
NUMBER = re.compile(r"\d{17}[\dX]|\d{6,}")
# Where things stand on the card, mm from its top left: left end of the name's label, left and right end of the line with the number.
NAME_MM, NUMBER_LEFT_MM, NUMBER_RIGHT_MM = (5.0, 7.0), (5.0, 44.5), (77.5, 44.5)
DIGITS_MM = (27.0, 41.0, 79.0, 48.5)


class _Line(NamedTuple):
    """A line of text on the page or on the flattened card, spaces removed."""

    reading: Reading
    box: Box


class HeldIdStage(Stage, frozen=True, kw_only=True):
    """Finds whether a person can recognise a person and a card. The number read is kept in the sightings and masked elsewhere."""

    name: ClassVar[str] = "held_id"
    sees: ClassVar[tuple[type[Observation], ...]] = (HeldId,)
    after: ClassVar[tuple[type[Observation], ...]] = (FacesSeen, PageKindSeen, TextLine)

    flat_px: Annotated[
        int,
        Meta(ge=400, le=2400, description="width at which the card is laid flat and read again",
             extra={"unit": "px", "source": "measured on drawn scenes, 2026-11-22: digits 40 px high and more at this width"}),
    ] = 1280  # fmt: skip
    margin: Annotated[
        float,
        Meta(ge=0, le=0.5, description="distance to the picture's edge below which the face counts as cut",
             extra={"unit": "share of the face's height", "source": "the face box ends at forehead and chin: our choice"}),
    ] = 0.02  # fmt: skip
    finger_share: Annotated[
        float,
        Meta(ge=0, le=1, description="share of the number's place under something like skin from which it is covered",
             extra={"unit": "share 0-1", "source": "measured on drawn scenes, 2026-11-22"}),
    ] = 0.06  # fmt: skip
    sure_character: Annotated[
        float,
        Meta(ge=0, le=1, description="confidence of the weakest character from which the page's own reading of the number is kept",
             extra={"unit": "confidence 0-1", "source": "our choice: below it the card is laid flat and read again"}),
    ] = 0.9  # fmt: skip

    tried: Annotated[
        int,
        Meta(ge=1, le=10, description="card-shaped outlines that are laid flat and read where no word of a card was read on the page",
             extra={"unit": "outlines", "source": "drawn scenes, 2026-11-22: the card was among the best three"}),
    ] = 3  # fmt: skip
    tried_turned: Annotated[
        int,
        Meta(ge=0, le=10, description="outlines that are also read upside down, and of those that stand upright on a short side",
             extra={"unit": "outlines", "source": "our choice: each costs a reading"}),
    ] = 1  # fmt: skip

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield one sighting for a hand-held ID photo, none for other pages. Raises EngineMissingError where no engine is loaded."""
        if not any(kind.kind is PageKind.HELD_ID for kind in look.of(PageKindSeen)):
            return
        faces = next((seen.faces for seen in look.of(FacesSeen)), ())
        lines = [_Line(_dense(line.reading), line.box) for line in look.of(TextLine)]
        quads = [quad for quad in card_quads(look.page.image) if not any(_too_large(face, quad) for face in faces)]
        card, on_card = self._card(look, lines, quads)
        side = "" if card is None else "back" if _words(BACK_WORDS, on_card) > _words(CARD_WORDS, on_card) else "front"
        live = _live_face(faces, card)
        person, number, covered = None, None, None
        if card is not None and side == "front":
            flat = flattened(look.page.image, card, width_px=self.flat_px)
            again = on_card or _read(look.ocr, flat)
            inside = [line for line in lines if _within(card, line.box.centre)]
            number = _best_number([*inside, *again])
            person = _name(again) or _name(inside)
            covered = self._covered(flat, number)
        yield HeldId(
            page=look.index,
            box=look.whole,
            confidence=self._confidence(live, card, quads, lines),
            seen_by=self.name,
            face=live,
            card=card,
            card_width_px=None if card is None else round(_width(card), 1),
            person=person,
            id_number=number,
            digits_covered=covered,
            face_cut=live is not None and self._cut(live.box, look.whole),
            side=side,
            printed_face=next((face for face in faces if card is not None and face is not live and _within(card, face.box.centre)), None),
        )

    def _card(self, look: Look, lines: Sequence[_Line], quads: Sequence[Quad]) -> tuple[Quad | None, list[_Line]]:
        """Return the card's outline, and what was read on it flattened where that was needed to tell it is one."""
        words = [line for line in lines if CARD_WORDS.search(line.reading.text)]
        holding = [quad for quad in quads if words and sum(_within(quad, line.box.centre) for line in words) > len(words) / 2]
        if holding:
            return min(holding, key=lambda quad: quad.box.area), []
        if words and (by_text := _by_text(words)) is not None:
            return by_text, []
        for quad in self._turns(look.page.image, quads):
            read = _read(look.ocr, flattened(look.page.image, quad, width_px=self.flat_px))
            if max(_words(CARD_WORDS, read), _words(BACK_WORDS, read)) > 1:
                return quad, read
        return None, []

    def _turns(self, image: Rgb, quads: Sequence[Quad]) -> Iterator[Quad]:
        """Yield what may be a card, likeliest first: lying as it should, upside down, and standing on a short side."""
        yield from quads[: self.tried]
        yield from (quarter_turned(quad, 2) for quad in quads[: self.tried_turned])
        upended = card_quads(image, upended=True)[: self.tried_turned]
        yield from (quarter_turned(quad, quarters) for quad in upended for quarters in (1, 3))

    def _covered(self, flat: Rgb, number: Reading | None) -> bool | None:
        """Return whether something lies over the number's place; None where the number is not read and no skin is seen either."""
        if number is not None and len(number.text) == 18:  # noqa: PLR2004 - the length of a resident number
            return False
        return True if skin_share(flat, DIGITS_MM) > self.finger_share else None

    def _cut(self, face: Box, whole: Box) -> bool:
        edge = self.margin * face.h
        return face.x <= edge or face.y <= edge or face.right >= whole.w - edge or face.bottom >= whole.h - edge

    def _confidence(self, live: Face | None, card: Quad | None, quads: Sequence[Quad], lines: Sequence[_Line]) -> float:
        """Return how sure the sighting is. Without a card: less sure where something card-shaped or a word of the card was seen."""
        sure = 1.0 if live is None else live.score
        if card is None and any(CARD_WORDS.search(line.reading.text) for line in lines):
            return min(sure, 0.3)
        return min(sure, 0.6) if card is None and quads and live is None else sure


def _live_face(faces: Sequence[Face], card: Quad | None) -> Face | None:
    """Return the largest face that is not the one printed on the card."""
    return next((face for face in faces if card is None or not _within(card, face.box.centre)), None)


def _too_large(face: Face, quad: Quad) -> bool:
    """Return whether a face in an outline is too large to be printed on a card, where it is a sixth of the width across.

    Source: GA 461, face of 15 mm on a card of 85.6 mm; twice that may be a live face, never a printed one.
    """
    return _within(quad, face.box.centre) and face.box.w > _width(quad) / 3.4


def _words(wanted: re.Pattern[str], lines: Sequence[_Line]) -> int:
    """Return how many different words of a pattern are in the lines."""
    return len({word for line in lines for word in wanted.findall(line.reading.text)})


def _by_text(words: Sequence[_Line]) -> Quad | None:
    """Return the card's outline from its own words, where both the name's label and the line with the number were read."""
    names = [line.box for line in words if line.reading.text.startswith("姓名")]
    labels = [line.box for line in words if "公民身份" in line.reading.text or "身份号码" in line.reading.text]
    numbers = [line.box for line in words if re.search(r"\d{17}[\dX]", line.reading.text)]
    if not names or not labels or not numbers:
        return None
    name, label, number = names[0], labels[0], numbers[-1]
    if label.y <= name.bottom or number.right <= label.x:
        return None
    points = ((name.x, name.centre.y), (label.x, label.centre.y), (number.right, number.centre.y))
    return card_by_anchors(points, (NAME_MM, NUMBER_LEFT_MM, NUMBER_RIGHT_MM))


def _read(engine: OcrEngine, flat: Rgb) -> list[_Line]:
    """Return the lines on a flattened card; what an engine places nowhere or outside the card is left out."""
    card = Box(0, 0, flat.shape[1], flat.shape[0])
    quads = [quad for quad, _ in engine.detect(flat, side_px=960) if np.isfinite(quad.corners).all() and quad.box.overlap(card).area]
    readings = engine.read([strip(flat, quad) for quad in quads])
    return [_Line(_dense(reading), quad.box) for quad, reading in zip(quads, readings, strict=True) if reading.text.strip()]


def _best_number(lines: Sequence[_Line]) -> Reading | None:
    """Return the longest run of digits read in the card's number, the surest of equals; None where there is none of six digits."""
    found = [_slice(line.reading, match.start(), match.end()) for line in lines for match in NUMBER.finditer(line.reading.text.upper())]
    return max(found, key=lambda reading: (min(len(reading.text), 18), reading.weakest), default=None)


def _name(lines: Sequence[_Line]) -> Reading | None:
    """Return the name: what follows its label in the same line, or stands right of the label."""
    for line in lines:
        text = line.reading.text
        if text.startswith("姓名") and len(text) > 3:  # noqa: PLR2004 - the label and at least two characters
            return _slice(line.reading, 2, len(text))
        if text == "姓名":
            right = [
                other
                for other in lines
                if other.box.x >= line.box.centre.x and line.box.y <= other.box.centre.y < line.box.bottom and other is not line
            ]
            if right:
                return min(right, key=lambda other: other.box.x).reading
    return None


def _dense(reading: Reading) -> Reading:
    """Return the reading without spaces."""
    keep = [place for place, character in enumerate(reading.text) if not character.isspace()]
    sure = reading.char_confidence if len(reading.char_confidence) == len(reading.text) else (reading.weakest,) * len(reading.text)
    return Reading(text="".join(reading.text[i] for i in keep), char_confidence=tuple(sure[i] for i in keep), engine=reading.engine)


def _slice(reading: Reading, start: int, end: int) -> Reading:
    return Reading(text=reading.text[start:end].upper(), char_confidence=reading.char_confidence[start:end], engine=reading.engine)


def _within(quad: Quad, point: Point) -> bool:
    """Return whether a point lies inside four clockwise corners."""
    corners = np.array(quad.corners)
    along = np.roll(corners, -1, axis=0) - corners
    to = np.array(point) - corners
    return bool((along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0] >= 0).all())


def _width(card: Quad) -> float:
    (ax, ay), (bx, by) = card.top_left, card.top_right
    return float(np.hypot(bx - ax, by - ay))

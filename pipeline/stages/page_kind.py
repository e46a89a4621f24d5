"""Tells what each page is from its titles, labels and layout; what it does not know is `other`, never a form or a contract."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, NamedTuple

from msgspec import Meta

from pipeline.datamodel.observation import FacesSeen, Observation, PageKind, PageKindSeen, PageSeen, TextLine
from pipeline.imaging.scene import plain_share
from pipeline.stages.base import Look, Stage
from pipeline.stages.headings import Sheet, sheet_of
from pipeline.stages.numbering import clauses, page_number
from pipeline.stages.page_details import contract_type, form_family, form_kind, ticked_family
from pipeline.stages.page_kinds import (
    CONTRACT_ANNEX,
    CONTRACT_COVER,
    CONTRACT_SIGNATURE,
    FORM_HEAD,
    FORM_TAIL,
    PAPERS,
)
from pipeline.stages.page_signs import Evidence, Place, Sign
from pipeline.stages.single_papers import ID_CARD

FEW_CHARACTERS = 12


class Guess(NamedTuple):
    """A kind and how sure of it the eye is, 0-1."""

    kind: PageKind
    confidence: float


class PageKindStage(Stage, frozen=True, kw_only=True):
    """Sums the evidence of `page_kinds.py` for every kind of paper; pictures of people are told by their faces.

    The best kind counts where its score and its lead over the next are large enough. Which half of a form a page is, and which
    part of a contract, is asked afterwards and says nothing about whether it is one.
    """

    name: ClassVar[str] = "page-kind"
    sees: ClassVar[tuple[type[Observation], ...]] = (PageKindSeen,)
    after: ClassVar[tuple[type[Observation], ...]] = (TextLine, FacesSeen)
    can_lack: ClassVar[tuple[type[Observation], ...]] = (FacesSeen,)  # a picture is told as `other` then, and unsurely

    least_score: Annotated[
        float,
        Meta(
            ge=1.0,
            le=20.0,
            description="summed evidence below which a page is of no known kind",
            extra={"unit": "points of page_kinds.py", "source": "measured on samples/ and 50 foreign documents, 2026-11-22"},
        ),
    ] = 4.0
    least_lead: Annotated[
        float,
        Meta(
            ge=0.0,
            le=10.0,
            description="lead over the next kind below which a page is of no kind for sure",
            extra={"unit": "points of page_kinds.py", "source": "measured on samples/ and 50 foreign documents, 2026-11-22"},
        ),
    ] = 1.0
    sure_lead: Annotated[
        float,
        Meta(
            ge=0.5,
            le=20.0,
            description="lead over the next kind, and over the least score, from which the kind is as good as certain",
            extra={"unit": "points of page_kinds.py", "source": "measured on samples/ and 50 foreign documents, 2026-11-22"},
        ),
    ] = 4.0
    title_size: Annotated[
        float,
        Meta(
            ge=1.0,
            le=4.0,
            description="height against the page's median line from which a line is a title",
            extra={"unit": "ratio", "source": "titles of the templates stand 1.4 to 3 times as high as the text; drawn pages, 2026-11-22"},
        ),
    ] = 1.3
    title_share: Annotated[
        float,
        Meta(
            ge=0.0,
            le=1.0,
            description="share of the page's height from the top in which a centred line is a title at any size",
            extra={"unit": "share 0-1", "source": "running heads and small titles of the templates; drawn pages, 2026-11-22"},
        ),
    ] = 0.2
    least_face_share: Annotated[
        float,
        Meta(
            gt=0.0,
            le=0.5,
            description="share of the picture below which a face says nothing about what the picture is",
            extra={"unit": "share 0-1", "source": "measured on 98 pictures, 2026-11-22: invented faces on a table are all under 0.001"},
        ),
    ] = 0.005
    portrait_share: Annotated[
        float,
        Meta(
            gt=0.0,
            le=1.0,
            description="share of the picture that the face of an ID photo covers at least",
            extra={
                "unit": "share 0-1",
                "source": "measured on 46 single portraits, 2026-11-22: 0.10 to 0.41, half-length studio pictures down to 0.08",
            },
        ),
    ] = 0.06
    close_share: Annotated[
        float,
        Meta(
            gt=0.0,
            le=1.0,
            description="share of the picture from which a face leaves no room for a held card",
            extra={"unit": "share 0-1", "source": "a face at 0.2 is about half as high as the picture; a card beside it would be cut"},
        ),
    ] = 0.2
    plain: Annotated[
        float,
        Meta(
            ge=0.0,
            le=1.0,
            description="share of one colour along the edges from which there is a backdrop and no room",
            extra={
                "unit": "share 0-1",
                "source": "measured on 51 pictures, 2026-11-22: 35 of 36 studio backdrops 0.80 to 1, 14 of 15 rooms and scenes to 0.71",
            },
        ),
    ] = 0.8
    live_face_lines: Annotated[
        float,
        Meta(
            ge=1.0,
            le=100.0,
            description="height of a face against the lines of a card beside it from which the face is a person's and not the card's",
            extra={
                "unit": "ratio",
                "source": "a card's head is 20 mm high, its lines 4 to 5; drawn in samples/: live 13, on the card 3, 2026-11-22",
            },
        ),
    ] = 8.0
    blank_ink: Annotated[
        float,
        Meta(
            ge=0.0,
            le=0.1,
            description="share of ink under which a page without text is blank",
            extra={"unit": "share 0-1", "source": "measured on samples/, 2026-11-22: blank paper under 0.0001, the emptiest cover 0.009"},
        ),
    ] = 0.004

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield what the page is."""
        lines = tuple(look.of(TextLine))
        sheet = sheet_of(lines, look.page.width, look.page.height, large=self.title_size, top_share=self.title_share)
        guess = self._guess(look, sheet, lines)
        kind = guess.kind
        number = page_number(lines, look.page.width, look.page.height)
        family = ""
        if kind.is_form:
            family = form_family(sheet) or ticked_family(lines, look.page.image, look.engines.ocr)
        yield PageKindSeen(
            page=look.index,
            box=look.whole,
            confidence=round(guess.confidence, 3),
            seen_by=self.name,
            kind=kind,
            title=_title(kind, sheet),
            form_kind=form_kind(sheet, family, lines, look.page.image, look.engines.ocr) if kind.is_form else None,
            form_family=family,
            contract=contract_type(sheet) if kind.is_contract else None,
            number=number.number,
            of=number.of,
            clauses=clauses(lines) if kind.is_contract else (),
        )

    def _guess(self, look: Look, sheet: Sheet, lines: tuple[TextLine, ...]) -> Guess:
        scores = sorted(((points(evidence, sheet), name) for name, evidence in PAPERS), reverse=True)
        (best, name), (second, _) = scores[:2]
        lead = min(best - max(second, 0.0), best - self.least_score + self.least_lead)
        if best >= self.least_score and lead >= self.least_lead and name != PageKind.ID_COPY:
            return Guess(self._part(name, sheet), self._sure(lead))
        card = points(ID_CARD, sheet)
        if (person := self._person(look, sheet, lines, card)) is not None:
            return person
        if name == PageKind.ID_COPY and best >= self.least_score:
            return Guess(PageKind.ID_COPY, self._sure(lead))
        return self._nothing_known(look, sheet, lines)

    def _sure(self, lead: float) -> float:
        return min(0.99, 0.6 + 0.39 * min(1.0, max(0.0, lead) / self.sure_lead))

    def _part(self, name: str, sheet: Sheet) -> PageKind:
        """Return the kind itself, or which half of a form or part of a contract the page is."""
        if name == "form":
            head, tail = points(FORM_HEAD, sheet), points(FORM_TAIL, sheet)
            if head >= 3.0 and tail >= 4.0:  # noqa: PLR2004 - points: identity and closing both stand here
                return PageKind.FORM_SINGLE
            return PageKind.FORM_2 if tail > head else PageKind.FORM_1
        if name == "contract":
            if points(CONTRACT_ANNEX, sheet) >= 3.0:  # noqa: PLR2004 - points: a title of its own
                return PageKind.CONTRACT_ANNEX
            if points(CONTRACT_SIGNATURE, sheet) >= 3.0:  # noqa: PLR2004 - points: both sides' places, or one and the closing words
                return PageKind.CONTRACT_SIGNATURE
            few = sheet.characters < 200  # noqa: PLR2004 - a cover holds a title and a few lines, 60 to 120 characters
            return PageKind.CONTRACT_COVER if few and points(CONTRACT_COVER, sheet) >= 2.0 else PageKind.CONTRACT_BODY  # noqa: PLR2004 - points
        return PageKind(name)

    def _person(self, look: Look, sheet: Sheet, lines: tuple[TextLine, ...], card: float) -> Guess | None:
        """Return what a picture of a person is, None where no face is large enough or the text is too long for one."""
        faces = [face for seen in look.of(FacesSeen) for face in seen.faces if face.box.area >= self.least_face_share * look.whole.area]
        if not faces or sheet.characters > ID_CARD.most_characters:
            return None
        box, share = faces[0].box, faces[0].box.area / look.whole.area
        if card >= self.least_score / 2:
            heights = sorted(min(line.box.w, line.box.h) for line in lines)
            live = box.h > self.live_face_lines * heights[len(heights) // 2]
            return Guess(PageKind.HELD_ID if live else PageKind.ID_COPY, 0.9 if card >= self.least_score else 0.7)
        page = look.page
        upright = 0.9 <= page.height / page.width <= 2.0  # noqa: PLR2004 - from square to twice as high as wide
        if upright and share >= self.portrait_share and sheet.characters <= FEW_CHARACTERS:
            backdrop = plain_share(page.image) >= self.plain
            if backdrop or share >= self.close_share:
                return Guess(PageKind.ID_PHOTO, 0.95 if backdrop else 0.8)
        return Guess(PageKind.HELD_ID, 0.7 if sheet.characters > FEW_CHARACTERS else 0.55) if not self._is_paper(sheet) else None

    def _is_paper(self, sheet: Sheet) -> bool:
        return sheet.characters > 10 * FEW_CHARACTERS

    def _nothing_known(self, look: Look, sheet: Sheet, lines: tuple[TextLine, ...]) -> Guess:
        """Return blank or other; other is unsure where something of ours may hide behind text that was not read well."""
        ink = next((page.ink_share for page in look.of(PageSeen)), 1.0)
        if not sheet.characters:
            return Guess(PageKind.BLANK, 0.95) if ink < self.blank_ink else Guess(PageKind.OTHER, 0.3)
        if sheet.characters <= FEW_CHARACTERS and ink >= self.blank_ink:
            return Guess(PageKind.OTHER, 0.4)  # far more ink than text: what is out of focus reads as a few strokes, now and then surely
        legible = sum(line.confidence * len(line.reading.text) for line in lines) / max(1, sum(len(line.reading.text) for line in lines))
        hint = max(points(evidence, sheet, keyed=False) for _, evidence in PAPERS)
        # Places to sign and seal under an unknown heading may be the closing half of our form, or a contract's last page.
        closing = max(points(FORM_TAIL, sheet), points(CONTRACT_SIGNATURE, sheet))
        if max(hint, closing) >= self.least_score / 2 or legible < 0.7:  # noqa: PLR2004 - mean confidence of printed text that was read is over 0.9
            return Guess(PageKind.OTHER, 0.4)
        return Guess(PageKind.OTHER, 0.9)


def points(evidence: Evidence, sheet: Sheet, *, keyed: bool = True) -> float:
    """Return the summed weights of the signs on a sheet; nothing on too long a text.

    keyed: nothing either without a key sign, where the evidence has any; without this the sum says what a page might be.
    """
    found = [sign for sign in evidence.signs if _stands(sign, sheet)]
    lacking = keyed and any(sign.key for sign in evidence.signs) and not any(sign.key for sign in found)
    return 0.0 if lacking or sheet.characters > evidence.most_characters else sum(sign.weight for sign in found)


def _title(kind: PageKind, sheet: Sheet) -> str:
    """Return the title that speaks most for the kind, as read; of an unknown page the largest one; "" where none does."""
    name = "form" if kind.is_form else "contract" if kind.is_contract else kind
    evidence = next((evidence for known, evidence in PAPERS if known == name), None)
    if evidence is None or kind is PageKind.ID_COPY:
        return sheet.titles[-1].text if kind is PageKind.OTHER and sheet.titles else ""
    signs = [sign for sign in evidence.signs if sign.place is Place.TITLE and sign.weight > 0]
    weights = [
        (sum(sign.weight for sign in signs if re.search(sign.shape, title.plain)), -len(title.plain), title.text) for title in sheet.titles
    ]
    best = max(weights, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else ""


def _stands(sign: Sign, sheet: Sheet) -> bool:
    if sign.shape:
        return sheet.matches(sign.shape, titles=sign.place is Place.TITLE)
    stands = {Place.TITLE: sheet.in_title, Place.START: sheet.at_start, Place.ANY: sheet.anywhere}[sign.place]
    return any(stands(word) for word in sign.words)

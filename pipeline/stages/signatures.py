"""Looks at what stands where a signature belongs: handwriting by a pen, or something else; never whose it is."""

import re
from collections.abc import Iterator

import numpy as np

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Cell, PageKindSeen, Role, Seal, Signature, TextLine, Writing
from pipeline.datamodel.page import Mask, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import InkTold
from pipeline.imaging.ink_view import hull, ink_view, print_of
from pipeline.imaging.penstrokes import (
    components,
    fingerprint_like,
    ink_mask,
    split_inks,
    stroke_length,
    without_dashes,
)
from pipeline.imaging.ruling import Ruling, find_ruling, ruling_of
from pipeline.stages.base import Look
from pipeline.stages.place_ink import PlaceInk, Told, blue, crossing, grain, near, off_seal, on_page, rest_of_red, stamped, written_ink
from pipeline.stages.signature_limits import SignatureLimits

SIGNATURES = frozenset(
    {
        Role.APPLICANT_SIGNATURE,
        Role.EMPLOYER_HEAD_SIGNATURE,
        Role.CONTRACT_EMPLOYER_SIGNATURE,
        Role.CONTRACT_PERSON_SIGNATURE,
        Role.STATEMENT_SIGNATURE,
    }
)
DATE = re.compile(r"[\d〇一二三四五六七八九十年月日号./\-—·:：\sOolI|]+")
DATED = re.compile(r"[\d〇一二三四五六七八九十年月日]")
WHOLE_DATE = re.compile(
    r"(?:19|20)\d\d(?:[年./\-·]\d{1,2}[月./\-·]\d{1,2}|[01]\d[0-3]\d)[日号]?[.。]?"
    r"|[一二]?[〇零九○O][〇零一二三四五六七八九○O]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]?[.。]?"
)
HAN = re.compile(r"[\u3400-\u9fff]")
NO_NAME = frozenset("无/一、-丶1")
PRINTED_IN_PLACE = re.compile(r"[\s_＿]*(?:年?月?日|[（(]?(?:盖章|公章|签章|签字|签名|手印|签字或盖章)[）)]?)[:：]?")


class Signatures(SignatureLimits, frozen=True, kw_only=True):
    """Yields one `Signature` for every cell with a signature's role. Empty is said only where there is next to no ink."""

    name = "signatures"
    sees = (Signature,)
    after = (TextLine, PageKindSeen, Cell, Seal)

    def see(self, look: Look) -> Iterator[Signature]:
        """Yield what stands in every signature's place. Raises EngineMissingError where there is no reader to tell a date from a name."""
        cells = [cell for cell in look.of(Cell) if cell.role in SIGNATURES]
        if not cells:
            return
        page = look.page
        ruling = ruling_of((rule.box for rule in page.rules), page.width) if page.rules else find_ruling(page.image)
        for cell in cells:
            box = cell.box.clipped(page.width, page.height)
            place = self._place(look, cell, box, ruling)
            told = Told(Writing.UNCLEAR, 0.3) if place is None else self._tell(look, place)
            if place is not None and told.writing is Writing.EMPTY and self._narrow(cell, place):
                told = told._replace(writing=Writing.UNCLEAR, confidence=0.3)
            yield Signature(
                page=look.index,
                box=box if told.mask is None else on_page(told.mask, box),
                confidence=round(told.confidence, 3),
                seen_by=self.name,
                role=cell.role,
                writing=told.writing,
                ink=told.ink,
                text=told.text,
                text_sure=round(told.text_sure, 3),
            )

    def _place(self, look: Look, cell: Cell, box: Box, ruling: Ruling) -> PlaceInk | None:
        """Return the ink of a cell, None where the cell is too small to hold any."""
        lines = [line for line in look.of(TextLine) if line.box.overlap(cell.label_box).area > 0]
        tallest = min([line.box.h for line in lines if line.box.centre.y > cell.label_box.y] or [cell.label_box.h])
        # Large handwriting on the label's line makes its box tall; the label's characters are as high as they are wide.
        characters = sum(char.isalnum() for char in cell.label) or 1
        line = float(min(tallest, max(8.0, 1.5 * cell.label_box.w / characters)))
        if box.h < 0.5 * line or box.w < 0.5 * line:
            return None
        inks = split_inks(look.page.image[box.y : box.bottom, box.x : box.right], max(4, round(0.5 * line)))
        known = np.zeros((box.h, box.w), dtype=bool)
        for printed in [cell.label_box, *(t.box for t in look.of(TextLine) if PRINTED_IN_PLACE.fullmatch(t.reading.text))]:
            common = printed.overlap(box)
            known[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = True
        sealed = np.zeros(known.shape, dtype=bool)
        for seal in look.of(Seal):
            common = seal.box.grown(round(0.1 * seal.box.w)).overlap(box)
            sealed[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = True
        least = self.speck_lines * line
        strip = max(8, round(self.grain_strip * line))
        red_grain, dark_grain = (grain(one, strip, times=self.grain_times, most=self.densest_grain) for one in (inks.red, inks.dark))
        dark_grain = np.maximum(dark_grain, rest_of_red(inks, self.faintest_red, self.red_rest, 0.1 * line, most=self.densest_rest))
        red, _ = components(ink_mask(inks.red, known, faintest=self.faintest_red) & (inks.red > red_grain), least, keep_off_edge=False)
        # Ruling lines are dark, and longer than the frame of a name stamp.
        rules = ruling.longer(self.ruling_lines * line).mask(box) & ~known
        known |= rules
        inked = ink_mask(inks.dark, known, faintest=self.faintest_ink) & (inks.dark > dark_grain)
        inked = crossing(inked, inks.dark > self.faintest_ink, rules, tall=self.crossing_lines * line, reach=self.rule_lines * line)
        dark, _ = components(without_dashes(inked, line), least)
        # The thin frame of a stamp is paler than its characters.
        faint, _ = components(
            ink_mask(np.maximum(inks.dark, inks.red), known & (inks.red < self.faintest_red), faintest=self.faintest_red, share=0.2), least
        )
        typed = [word for word in look.page.words if box.holds(word.box.centre) and not cell.label_box.holds(word.box.centre)]
        for word in typed:
            common = word.box.grown(round(0.1 * line)).overlap(box)
            dark[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = False
        said = "".join(word.text for word in typed)
        said = "" if PRINTED_IN_PLACE.fullmatch(said) else said.strip(" _＿:：")
        label = print_of(look.page.image, cell.label_box, line, faintest=self.faintest_ink)
        return PlaceInk(box, line, inks, dark, red, faint, sealed, said, label)

    def _narrow(self, cell: Cell, place: PlaceInk) -> bool:
        """Whether no name fits into a place, as where the page ends beside its label: who signed, signed elsewhere."""
        # A label cut off with the page says too little of how high its print is.
        return place.box.w < self.least_place * max(place.line, cell.label_box.h)

    def _tell(self, look: Look, place: PlaceInk) -> Told:
        dark = stroke_length(place.dark) / place.line if place.dark.any() else 0.0
        red_alone = place.red & ~place.sealed
        red = stroke_length(red_alone) / place.line if red_alone.any() else 0.0
        told = None
        if dark >= self.signed_lines:
            told = self._dark(look, place, red_alone if red >= self.signed_lines else None, dark)
            if told.writing is not Writing.EMPTY:
                return told
            dark = 0.0  # dirt and grain beside a stamp, a thumb or a seal say nothing
        if red >= self.signed_lines:
            dark = stroke_length(self.written(place.dark, place.line)) / place.line if dark else 0.0
            return self._red(look, place, red_alone, dark)
        if place.typed:
            return Told(Writing.DATE_ONLY if self._date(place.typed) else Writing.PRINTED, 0.99, "black", place.typed)
        if dark > self.empty_lines or red > self.empty_lines:
            little = place.dark if dark > red else red_alone
            told = self._little(look, place, little, "black" if dark > red else "red")
            if told.writing is not Writing.EMPTY:
                return told
        if stroke_length(place.red) > self.signed_lines * place.line:
            return Told(Writing.SEAL_ONLY, 0.9, "red", mask=place.red)
        return told or Told(Writing.EMPTY, 0.97)

    def _dark(self, look: Look, place: PlaceInk, red: Mask | None, dark: float) -> Told:
        """Tell dark ink; red: red strokes long enough for a name. A date or print in black does not say what stands beside it in red."""
        told = self._strokes(look, place, place.dark, "blue" if blue(place) else "black")
        if told.writing is Writing.UNCLEAR and (place.dark & place.sealed).any():
            told = self._off_seal(look, place) or told
        if red is None or told.writing not in {Writing.DATE_ONLY, Writing.PRINTED}:
            return told
        nearer = {Writing.UNCLEAR} if told.writing is Writing.PRINTED else {Writing.UNCLEAR, Writing.NAME_STAMP, Writing.FINGERPRINT}
        beside = self._red(look, place, red, dark)
        return beside if beside.writing in nearer else told

    def _off_seal(self, look: Look, place: PlaceInk) -> Told | None:
        """Tell a pen's strokes without the grey of a copied seal, None where what is left is not surely a pen's."""
        mask, _ = components(off_seal(place, apart=self.seal_apart), self.speck_lines * place.line)
        mask = self.written(mask, place.line)
        if not mask.any() or stroke_length(mask) < self.signed_lines * place.line:
            return None
        told = self._strokes(look, place, mask, "blue" if blue(place) else "black")
        return told if told.writing is Writing.HANDWRITTEN else None

    def _little(self, look: Look, place: PlaceInk, mask: Mask, ink: str) -> Told:
        """Tell ink that is too little for a name: a dot, a tick, dirt leave the place empty, anything else is for a person."""
        told = self._ink(look, place, mask, ink)
        if told.mark >= self.mark_from:
            return Told(Writing.EMPTY, told.mark, mask=mask)
        return Told(Writing.UNCLEAR, 0.5, ink, mask=mask)

    def _red(self, look: Look, place: PlaceInk, mask: Mask, dark: float) -> Told:
        """Tell red ink that no seal explains: a name stamp, a fingerprint, a red pen, or a seal that was not found."""
        if fingerprint_like(mask, place.line):
            return Told(Writing.FINGERPRINT, 0.85, "red", mask=mask)
        told = self._strokes(look, place, mask, "red")
        # Printed strokes in red are a stamp's: no form is filled in by a red printer.
        if told.writing is Writing.PRINTED:
            return told._replace(writing=Writing.NAME_STAMP)
        edge = bool(mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
        doubtful = edge or place.sealed.any() or dark > self.empty_lines or told.confidence < self.red_pen_from
        if told.writing is Writing.EMPTY or (told.writing is Writing.HANDWRITTEN and doubtful):
            return told._replace(writing=Writing.UNCLEAR, confidence=0.5)
        return told

    def _strokes(self, look: Look, place: PlaceInk, mask: Mask, ink: str) -> Told:
        """Tell strokes of one colour: stamp, date, print or pen. What is read and how it looks must not gainsay each other."""
        written = self.written(mask, place.line)
        whole, mask = mask, written if written.any() else mask
        told = self._ink(look, place, mask, ink)
        reading = self._read(look, place, mask, ink)
        text = "".join(reading.text.split())
        unclear = Told(Writing.UNCLEAR, 0.5, ink, text, mask, reading.weakest if text else 0.0)
        by_pen = told.hand >= self.handwritten_from
        # Strokes that lie as a frame does, but look like a pen's, are left to a person; a table's leavings frame print as well.
        if stamped(place, mask, least=self.stamp_lines * place.line, block=self.block_lines * place.line) and (
            by_pen or max(told.stamp, told.print, told.date) >= self.framed_from
        ):
            sure = not by_pen and told.stamp >= self.framed_from
            return unclear._replace(writing=Writing.NAME_STAMP, confidence=max(0.85, told.stamp)) if sure else unclear
        if self._date(text):
            # A name beside a date may be read as a part of it, or not at all.
            named = told.hand >= (self.named_beside_from if WHOLE_DATE.fullmatch(text) else self.named_from)
            return unclear if named else unclear._replace(writing=Writing.DATE_ONLY, confidence=0.9)
        if by_pen:
            doubted = self._doubted(unclear, told) or (mask is not whole and self._gainsaid(told, self._ink(look, place, whole, ink)))
            return unclear if doubted else unclear._replace(writing=Writing.HANDWRITTEN, confidence=told.hand)
        return self._no_pen(place, unclear, told)

    def _doubted(self, read: Told, told: InkTold) -> bool:
        """Whether pen strokes may be something else: a scrawl that may be dirt, 「无」."""
        return read.text in NO_NAME or (not HAN.search(read.text) and told.hand < self.illegible_from)

    def _gainsaid(self, told: InkTold, whole: InkTold) -> bool:
        """Whether pen strokes look like a date or like no pen's when what was left out for dirt is there as well."""
        return whole.date >= self.dated_from or (whole.hand < self.whole_from and told.hand < self.illegible_from)

    def _no_pen(self, place: PlaceInk, read: Told, told: InkTold) -> Told:
        """Tell strokes that are no pen's; what is not sure of itself is unclear."""
        if told.mark >= self.mark_from and (set(read.text) <= NO_NAME or not HAN.search(read.text)):
            return read._replace(writing=Writing.EMPTY, confidence=told.mark)
        others = [
            (told.print, Writing.PRINTED),
            (told.stamp, Writing.NAME_STAMP),
            (told.thumb, Writing.FINGERPRINT),
            (told.date, Writing.DATE_ONLY),
        ]
        others += [(told.seal, Writing.SEAL_ONLY)] if place.sealed.any() else []
        sure, writing = max(others)
        return read._replace(writing=writing, confidence=sure) if sure >= self.other_from else read

    def written(self, mask: Mask, line: float) -> Mask:
        """Return a mask of ink without dirt off the writing, nothing of it where nothing is tall; line: text line height, px."""
        return written_ink(mask, tall=self.written_lines * line, reach=self.beside_lines * line)

    def _ink(self, look: Look, place: PlaceInk, mask: Mask, ink: str) -> InkTold:
        density = place.inks.red if ink == "red" else place.inks.dark
        (told,) = look.pens.tell([ink_view(mask, density, place.inks.blueness, line=place.line, label=place.label, red=ink == "red")])
        return told

    def _date(self, text: str) -> bool:
        """Whether a reading is a date and nothing else; two characters that no date has may be a name beside it."""
        dated = sum(len(part) for part in DATE.findall(text))
        named = len(HAN.findall(DATE.sub("", text)))
        signs = len(DATED.findall(text))
        return signs > 2 and dated >= self.date_share * len(text) and named < 2  # noqa: PLR2004 - a date has three parts, a name two signs

    def _read(self, look: Look, place: PlaceInk, mask: Mask, ink: str) -> Reading:
        """Return what a recogniser makes of the ink, the other colours and the lines taken away."""
        density = place.inks.red if ink == "red" else place.inks.dark
        box = hull(mask).grown(round(0.12 * place.line)).clipped(mask.shape[1], mask.shape[0])
        inked = near(mask)[box.y : box.bottom, box.x : box.right]
        grey = np.where(inked, 255 * np.exp(-density[box.y : box.bottom, box.x : box.right]), 255).astype(np.uint8)
        strip: Rgb = np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))
        return look.ocr.read([strip])[0]

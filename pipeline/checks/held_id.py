"""Whether a person can recognise the applicant, holding their own identity card, in the photo."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from pipeline.checks.agreement import Agreement, agree_on_people
from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, reading, sheet
from pipeline.checks.facts import FORM, filled, may_hide
from pipeline.checks.id_digits import as_18, tidy, valid
from pipeline.checks.limits import SURE_CHARACTER, SURE_KIND, SureCharacter, SureKind
from pipeline.datamodel.application import Declared, DeclaredApplicant
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.masking import mask_id
from pipeline.datamodel.observation import Face, FieldName, HeldId, PageKind, PageKindSeen

# What the examples look at.
SEEN = HeldId(
    page=0,
    box=Box(0, 0, 1280, 960),
    confidence=0.93,
    seen_by="held_id",
    face=Face(box=Box(358, 151, 353, 435), score=0.93, points=((460, 300), (620, 300), (540, 390), (480, 470), (600, 470))),
    card=Quad((676, 555), (1213, 543), (1213, 868), (681, 882)),
    card_width_px=537.0,
    person=None,
    id_number=None,
    digits_covered=False,
    face_cut=False,
)


class HeldIdPhoto(Check, frozen=True):
    """The photo shows the applicant holding the applicant's own identity card, both recognisable.

    What: one live face, whole; a card, its front; the number on it read in full, its check digit right (GB 11643), and equal to the
    applicant's; the name equal. Fingers over the number are a fail; what cannot be read is unsure, and so is a card whose name alone
    could be compared, since the applicant's number is not known: names are shared. Faces are never compared.
    Of several such photos the best one counts. Numbers are masked in every message.
    Why: the photo stands for showing the card in person.
    Source: 「③手持身份证件拍照（须确保可识别是本人手持本人身份证件）；」 (HOLD-ID; asked of initial registrations only)
    What a person still decides: whether the person in the photo is the person on the card.
    """

    name = "held-id"
    title = Text("手持身份证件照片", "photo with the identity card")
    needs = (PageKindSeen, HeldId)
    texts = {
        "recognisable": Text(
            "手持身份证照片清晰可辨，证件与申请人一致。", "Person and card can be recognised, and the card is the applicant's."
        ),
        "missing": Text("未上传手持身份证件照片，请补传。", "The photo with the identity card in hand is missing; upload it."),
        "maybe-unread": Text(
            "未找到手持身份证件照片，但有文件或页面无法辨认，请人工查看。",
            "No such photo was found, but some file or page could not be told; look.",
        ),
        "no-card": Text(
            "照片中未见身份证件，请手持身份证原件重新拍摄。", "No identity card is in the photo; hold it and take the photo again."
        ),
        "perhaps-no-card": Text("照片中的身份证件未能辨认，请人工查看。", "The identity card could not be made out; look at it."),
        "no-person": Text("照片中未见持证人面部，请本人手持证件重新拍摄。", "No face of a person is in the photo; take it again."),
        "face-cut": Text("持证人面部贴近或超出照片边缘，请人工查看。", "The face touches the picture's edge; look at it."),
        "covered": Text(
            "身份证号码被手指等遮挡，请露出全部号码重新拍摄。",
            "The number on the card is covered; show all of it and take the photo again.",
        ),
        "card-small": Text(
            "身份证件在照片中过小（宽{measured}像素，要求不少于{limit}），请人工查看。",
            "The card is small in the photo ({measured} px wide, at least {limit}); look at it.",
        ),
        "number-unread": Text("身份证号码未能完整读出，请人工核对。", "The number on the card was not read in full; look at it."),
        "number-invalid": Text(
            "身份证号码读为{measured}，校验位不符，可能误读，请人工核对。",
            "The number was read as {measured}, whose check digit is wrong; look at it.",
        ),
        "other-number": Text(
            "证件号码（{measured}）与申请人（{limit}）不同，须为本人证件。",
            "The card's number ({measured}) is not the applicant's ({limit}).",
        ),
        "other-name": Text(
            "证件姓名“{measured}”与申请人“{limit}”不同，须为本人证件。", "The card's name {measured} is not the applicant's {limit}."
        ),
        "name-unread": Text(
            "证件姓名未能确认与申请人一致，请人工核对。", "Whether the name on the card is the applicant's is not sure; look at it."
        ),
        "wrong-side": Text(
            "照片中的身份证为国徽面，请将有姓名和号码的一面朝向镜头重新拍摄。",
            "The back of the card is shown; turn the side with name and number to the camera and take the photo again.",
        ),
        "number-unknown": Text(
            "证件姓名与申请人相同，但未读到申请人的证件号码，无法核对，请人工核对。",
            "The card's name is the applicant's, but the applicant's number is not known; compare it.",
        ),
        "applicant-unread": Text(
            "未读到申请人的姓名和证件号码，无法核对证件，请人工核对。",
            "The applicant's name and number are not known, so the card cannot be compared.",
        ),
    }
    about_absence = frozenset({"missing", "maybe-unread"})
    sure_kind: SureKind = SURE_KIND
    sure_character: SureCharacter = SURE_CHARACTER
    sure_absence: Annotated[
        float,
        Meta(ge=0, le=1, description="confidence of the sighting below which a card that was not found may still be there",
             extra={"unit": "confidence 0-1", "source": "the eye gives 0.3 where words of a card were read and no card was made out"}),
    ] = 0.5  # fmt: skip
    least_card_px: Annotated[
        float,
        Meta(ge=0, le=5000, description="width of the card below which its text is not relied on by people either",
             extra={"unit": "px", "source": "measured on drawn scenes, 2026-11-22: see benchmarks/portraits.md"}),
    ] = 250  # fmt: skip

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield the findings about the best photo with a card in hand."""
        answers = [tuple(self._of(case, held)) for held in case.of(HeldId)]
        if answers:
            yield from min(answers, key=lambda findings: (max(f.outcome.gravity for f in findings), len(findings)))
        elif hiding := may_hide(case, self.sure_kind):
            yield self.say(case, Outcome.UNSURE, "maybe-unread", confidence=0.5, evidence=hiding)
        else:
            yield self.say(case, Outcome.FAIL, "missing")

    def _of(self, case: Case, held: HeldId) -> Iterator[Finding]:
        """Yield what is wrong with one photo, or one pass."""
        nothing = True
        for outcome, slug, measured, limit in self._wrong(case, held):
            nothing = False
            sure = held.confidence if outcome is Outcome.FAIL else 0.5
            evidence = (case.evidence(held, read=str(measured or ""), box=held.card.box if held.card else None),)
            yield self.say(case, outcome, slug, confidence=sure, evidence=evidence, measured=measured, limit=limit)
        if nothing:
            yield self.say(case, Outcome.PASS, "recognisable", confidence=held.confidence, evidence=(case.evidence(held),))

    def _wrong(self, case: Case, held: HeldId) -> Iterator[tuple[Outcome, str, str | float | None, str | float | None]]:
        if held.face is None:
            yield Outcome.FAIL, "no-person", None, None
        elif held.face_cut:
            yield Outcome.UNSURE, "face-cut", None, None
        if held.card is None:
            sure = held.confidence >= self.sure_absence
            yield (Outcome.FAIL, "no-card", None, None) if sure else (Outcome.UNSURE, "perhaps-no-card", None, None)
            return
        if held.side == "back":
            yield Outcome.FAIL, "wrong-side", None, None
            return
        if held.digits_covered:
            yield Outcome.FAIL, "covered", None, None
            return
        if (width := held.card_width_px or 0.0) < self.least_card_px:
            yield Outcome.UNSURE, "card-small", round(width), self.least_card_px
        yield from self._whose(case, held)

    def _whose(self, case: Case, held: HeldId) -> Iterator[tuple[Outcome, str, str | float | None, str | float | None]]:
        """Yield what speaks against the card being the applicant's: the number first, then the name."""
        number = tidy(held.id_number.text) if held.id_number else ""
        expected = _applicant_number(case)
        if len(number) != 18:  # noqa: PLR2004 - the length of a resident number
            yield Outcome.UNSURE, "number-unread", None, None
        elif not valid(number):
            yield Outcome.UNSURE, "number-invalid", mask_id(number), None
        elif expected and number != expected:
            yield Outcome.FAIL, "other-number", mask_id(number), mask_id(expected)
            return
        name = _applicant_name(case)
        if name and held.person is not None:
            agreement = agree_on_people(held.person, name, self.sure_character)
            if agreement is Agreement.DIFFERENT:
                yield Outcome.FAIL, "other-name", held.person.text, name
            elif agreement is Agreement.DOUBTFUL and held.person.text != name:
                yield Outcome.UNSURE, "name-unread", held.person.text, name
            elif not expected:
                yield Outcome.UNSURE, "number-unknown", None, None
        elif name:
            yield Outcome.UNSURE, "name-unread", None, name
        elif not expected:
            yield Outcome.UNSURE, "applicant-unread", None, None

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return the applicant with the card, and everything that may be wrong with it."""
        number, other = "11010119900307803X", "110101198501011239"
        form = sheet(PageKind.FORM_1, field(FieldName.PERSON, "张三"), field(FieldName.ID_NUMBER, number))
        told = Declared(applicant=DeclaredApplicant(name="张三", id_number=number))

        def held(name: str, digits: str, **changed: object) -> HeldId:
            person, id_number = reading(name) if name else None, reading(digits) if digits else None
            return msgspec.structs.replace(SEEN, person=person, id_number=id_number, **changed)

        def one(title: str, slug: str, outcome: Outcome, *pages: HeldId) -> Example:
            sheets = (sheet(PageKind.HELD_ID, page, size=(1280, 960)) for page in pages)
            return Example(title=title, case=case(form, *sheets), gives=((slug, outcome),))

        mine = held("张三", number)
        return (
            one("the applicant with the card", "recognisable", Outcome.PASS, mine),
            one("a bad photo and a good one", "recognisable", Outcome.PASS, held("", "", card=None), mine),
            one("no such photo", "missing", Outcome.FAIL),
            one("no card", "no-card", Outcome.FAIL, held("", "", card=None)),
            one("words of a card and no outline", "perhaps-no-card", Outcome.UNSURE, held("", "", card=None, confidence=0.3)),
            one("a card and no person", "no-person", Outcome.FAIL, held("张三", number, face=None)),
            one("a face at the edge", "face-cut", Outcome.UNSURE, held("张三", number, face_cut=True)),
            one("fingers over the number", "covered", Outcome.FAIL, held("张三", number[:9], digits_covered=True)),
            one("a tiny card", "card-small", Outcome.UNSURE, held("张三", number, card_width_px=180)),
            one("a number read in part", "number-unread", Outcome.UNSURE, held("张三", number[:12], digits_covered=None)),
            one("a number read wrongly", "number-invalid", Outcome.UNSURE, held("张三", number[:-1] + "1")),
            one("somebody else's number", "other-number", Outcome.FAIL, held("张三", other)),
            one("somebody else's name", "other-name", Outcome.FAIL, held("李四", number)),
            one("a name read with doubt", "name-unread", Outcome.UNSURE, held("张", number)),
            one("no name read", "name-unread", Outcome.UNSURE, held("", number)),
            one("the card's back", "wrong-side", Outcome.FAIL, held("", "", side="back")),
            Example(
                title="the applicant's number is not known",
                case=case(sheet(PageKind.FORM_1, field(FieldName.PERSON, "张三")), sheet(PageKind.HELD_ID, mine)),
                gives=(("number-unknown", Outcome.UNSURE),),
            ),
            Example(
                title="nothing to compare with",
                case=case(sheet(PageKind.HELD_ID, mine)),
                gives=(("applicant-unread", Outcome.UNSURE),),
            ),
            Example(
                title="compared with what is declared",
                case=case(sheet(PageKind.HELD_ID, mine), declared=told),
                gives=(("recognisable", Outcome.PASS),),
            ),
            Example(
                title="a page that nobody can tell",
                case=case(form, sheet(PageKind.OTHER, confidence=0.2)),
                gives=(("maybe-unread", Outcome.UNSURE),),
            ),
        )


def _applicant_number(case: Case) -> str:
    """Return the applicant's valid number as declared or else read on the form, "" where there is none."""
    declared = tidy(case.declared.applicant.id_number or "")
    told = [declared, *(tidy(place.reading.text) for place in filled(case.fields(FieldName.ID_NUMBER, *FORM)))]
    return next((as_18(number) for number in told if valid(number)), "")


def _applicant_name(case: Case) -> str:
    """Return the applicant's name as declared or else read best on the form, "" where there is none."""
    if case.declared.applicant.name:
        return case.declared.applicant.name
    places = filled(case.fields(FieldName.PERSON, *FORM))
    return max(places, key=lambda place: place.reading.weakest).reading.text if places else ""

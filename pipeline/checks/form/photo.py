"""Whether the photo on the form and the uploaded ID photo are prints of one picture."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, faces, head_patch, sheet
from pipeline.checks.facts import FORM
from pipeline.checks.limits import SAME_PICTURE, SamePicture
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.head_texture import HEIGHT, WIDTH, agreement
from pipeline.datamodel.observation import FacesSeen, HeadPatch, PageKind, PageKindSeen


class FormPhotoCheck(Check, frozen=True):
    """The photo on the form is the ID photo that was handed in.

    What: the fine light and shade of the head on each, laid over the other by the eyes, and how well they agree; of several photos the
    worst pair counts. Plain agreement passes. Everything else is put to a person and never fails, since prints fade and eyes are found
    aside. A form without a face is not asked: it need not bear a photo. Nobody is recognised, and another shot of the same person
    taken in one sitting may pass.
    Why: two different photos leave open which one the certificate is to bear.
    Source: 「若在申请表中上传照片,提交的照片则应与申请表中照片一致」 (P19-PHOTO). The rules of 2019-11 do not repeat it.
    What a person still decides: every pair that is not plainly one picture; how many paper photos came along and what their backs say.
    """

    name = "form-photo"
    title = Text("申请表照片与证件照一致", "photo on the form")
    needs = (PageKindSeen, FacesSeen, HeadPatch)
    texts = {
        "same": Text(
            "申请表照片与提交的证件照未见不同（相似度{measured}）。", "The photo on the form agrees with the ID photo ({measured})."
        ),
        "perhaps-other": Text(
            "申请表照片与提交的证件照未能确认为同一照片（相似度{measured}，低于{limit}），请人工核对。",
            "Whether the form's photo is the one handed in is not sure (agreement {measured}, below {limit}); look at both.",
        ),
        "too-small": Text(
            "申请表照片或证件照太小，无法比较，请人工核对。", "The photo on the form or the ID photo is too small to compare; look at both."
        ),
        "nothing-to-compare": Text(
            "申请表上有照片，但没有可比较的证件照，请人工核对。", "There is a photo on the form, but no ID photo to compare it with."
        ),
    }
    about_absence = frozenset({"nothing-to-compare"})
    same_from: SamePicture = SAME_PICTURE

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the form's photo where it has one."""
        forms = {seen.page for seen in case.pages_of(*FORM)}
        photos = {seen.page for seen in case.pages_of(PageKind.ID_PHOTO)}
        seen_on = [seen for seen in case.of(FacesSeen) if seen.page in forms and seen.faces]
        on_form = [patch for patch in case.of(HeadPatch) if patch.page in forms]
        handed_in = [patch for patch in case.of(HeadPatch) if patch.page in photos]
        if not seen_on and not on_form:
            return
        measured = {patch.page for patch in (*on_form, *handed_in)}
        on_photo = [seen for seen in case.of(FacesSeen) if seen.page in photos and seen.faces]
        small = [seen for seen in (*seen_on, *on_photo) if seen.page not in measured]
        if small:
            yield self.say(
                case, Outcome.UNSURE, "too-small", confidence=0.5, evidence=(case.evidence(small[0], box=small[0].faces[0].box),)
            )
            return
        if not handed_in:
            yield self.say(case, Outcome.UNSURE, "nothing-to-compare", confidence=0.5, evidence=(case.evidence(on_form[0]),))
            return
        pairs = [(agreement(one.texture, other.texture), one, other) for one in on_form for other in handed_in]
        agreed, one, other = min(pairs, key=lambda pair: pair[0])
        outcome, slug = (Outcome.PASS, "same") if agreed >= self.same_from else (Outcome.UNSURE, "perhaps-other")
        evidence = (case.evidence(one), case.evidence(other))
        yield self.say(case, outcome, slug, confidence=max(0.0, agreed), evidence=evidence, measured=round(agreed, 2), limit=self.same_from)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return one picture twice, two pictures, a small one, a form's photo alone, a form without one."""
        face = bytes((x * x + 3 * y * x + y * y // 2) % 97 for y in range(HEIGHT) for x in range(WIDTH))
        fainter = bytes(value // 2 for value in face)
        other = bytes((5 * x * y + 7 * x + y * y) % 89 for y in range(HEIGHT) for x in range(WIDTH))

        def of(*textures: bytes) -> Case:
            kinds = (PageKind.FORM_1, PageKind.ID_PHOTO, PageKind.ID_PHOTO)
            return case(*(sheet(kind, head_patch(texture)) for kind, texture in zip(kinds, textures, strict=False)))

        doubt, small = Outcome.UNSURE, sheet(PageKind.FORM_1, faces(1))
        return (
            Example(title="the same picture, fainter", case=of(face, fainter), gives=(("same", Outcome.PASS),)),
            Example(title="another picture", case=of(face, other), gives=(("perhaps-other", doubt),)),
            Example(title="two ID photos, one of them another", case=of(face, fainter, other), gives=(("perhaps-other", doubt),)),
            Example(title="too small", case=case(small, sheet(PageKind.ID_PHOTO, head_patch(face))), gives=(("too-small", doubt),)),
            Example(
                title="one of two ID photos too small",
                case=case(
                    sheet(PageKind.FORM_1, head_patch(face)), sheet(PageKind.ID_PHOTO, head_patch(face)), sheet(PageKind.ID_PHOTO, faces(1))
                ),
                gives=(("too-small", doubt),),
            ),
            Example(title="no ID photo", case=of(face), gives=(("nothing-to-compare", doubt),)),
            Example(title="no photo on the form", case=case(sheet(PageKind.FORM_1)), gives=(("not-applicable", Outcome.NOT_APPLICABLE),)),
        )

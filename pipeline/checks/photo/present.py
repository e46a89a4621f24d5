"""Whether the application holds an ID photo, and no more of them than are asked for."""

from collections.abc import Iterator
from itertools import combinations
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import Sheet, case, head_patch, sheet
from pipeline.checks.facts import may_hide
from pipeline.checks.limits import SAME_PICTURE, SURE_KIND, SamePicture, SureKind
from pipeline.checks.photo.measured import photo
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.head_texture import HEIGHT, WIDTH, agreement
from pipeline.datamodel.observation import HeadPatch, PageKind, PageKindSeen


class PhotoPresent(Check, frozen=True, kw_only=True):
    """The application holds one electronic ID photo.

    What: pages told to be ID photos are counted. None is a fail; where it may lie in a file that could not be opened or a page
    that could not be told, the answer is unsure. More than are asked for are put to a person, and so are several of which two do not
    plainly agree in the fine light and shade of the head, or on one of which it could not be measured. Nobody is recognised.
    Why: the certificate is made from the electronic photo; two different ones leave open which.
    Source: 「填写个人基本信息，上传审核后的个人证件照；」 (PHOTO-PRESENT); on paper 「近期免冠正面2寸彩色照片2张」 (P19-PHOTO)
    What a person still decides: which of several photos counts; whether it is the applicant.
    """

    name = "photo-present"
    title = Text("证件照", "ID photo")
    needs = (PageKindSeen, HeadPatch)
    texts = {
        "present": Text("已上传个人证件照。", "The ID photo is there."),
        "missing": Text("未上传个人证件照，请补传。", "The ID photo is missing; upload it."),
        "maybe-unread": Text(
            "未找到个人证件照，但有文件或页面无法辨认，请人工查看。",
            "No ID photo was found, but some file or page could not be told; look.",
        ),
        "perhaps": Text("有一页可能是个人证件照，请人工查看。", "One page may be the ID photo; look at it."),
        "several": Text(
            "上传了{measured}张证件照，应为{limit}张，请人工确认以哪张为准。",
            "There are {measured} ID photos, {limit} asked for; decide which counts.",
        ),
        "perhaps-different": Text(
            "上传的几张证件照未能确认为同一照片（相似度{measured}，低于{limit}），请人工核对以哪张为准。",
            "Whether the ID photos are prints of one picture is not sure (agreement {measured}, below {limit}); decide which counts.",
        ),
        "not-compared": Text(
            "上传了几张证件照，其中有照片无法比较是否相同，请人工核对。",
            "There are several ID photos, and not all of them could be compared; look whether they are one picture.",
        ),
    }
    about_absence = frozenset({"missing", "maybe-unread"})
    sure_kind: SureKind = SURE_KIND
    same_from: SamePicture = SAME_PICTURE
    most: Annotated[
        int,
        Meta(
            ge=1,
            le=4,
            description="so many photos are asked for at most; one is enough to go on with, paper ones are counted by hand",
            extra={"unit": "photos", "source": "PHOTO-PRESENT: one electronic photo; two on paper: P19-PHOTO, POLD-INIT-PHOTO"},
        ),
    ] = 1

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the number of photos, and one where several do not plainly show one picture."""
        photos = case.pages_of(PageKind.ID_PHOTO)
        evidence = tuple(case.evidence(seen) for seen in photos)
        sureness = min((seen.confidence for seen in photos), default=1.0)
        doubt = self._compared(case, photos)
        if len(photos) > self.most:
            yield self.say(case, Outcome.FAIL, "several", confidence=sureness, evidence=evidence, measured=len(photos), limit=self.most)
        elif photos and doubt is None:
            sure = sureness >= self.sure_kind
            outcome, slug = (Outcome.PASS, "present") if sure else (Outcome.UNSURE, "perhaps")
            yield self.say(case, outcome, slug, confidence=sureness, evidence=evidence)
        elif photos:
            pass
        elif hiding := may_hide(case, self.sure_kind):
            yield self.say(case, Outcome.UNSURE, "maybe-unread", confidence=0.5, evidence=hiding)
        else:
            yield self.say(case, Outcome.FAIL, "missing", measured=0, limit=1)
        if doubt is not None:
            yield doubt

    def _compared(self, case: Case, photos: tuple[PageKindSeen, ...]) -> Finding | None:
        """Return what keeps several photos from being prints of one picture, the worst pair first; None for nothing."""
        patches = [patch for seen in photos for patch in case.of(HeadPatch, page=seen.page)]
        pairs = [(agreement(one.texture, other.texture), one, other) for one, other in combinations(patches, 2)]
        agreed, *worst = min(pairs, key=lambda pair: pair[0], default=(1.0,))
        if agreed < self.same_from:
            evidence = tuple(case.evidence(patch) for patch in worst)
            told = {"measured": round(agreed, 2), "limit": self.same_from}
            return self.say(case, Outcome.UNSURE, "perhaps-different", confidence=max(0.0, agreed), evidence=evidence, **told)
        if len(photos) > 1 and {patch.page for patch in patches} != {seen.page for seen in photos}:
            evidence = tuple(case.evidence(seen) for seen in photos)
            return self.say(case, Outcome.UNSURE, "not-compared", confidence=0.5, evidence=evidence)
        return None

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return one photo, none, several, two of one picture and of two, and one that may be hidden."""
        form, two = sheet(PageKind.FORM_1), dict[str, object](most=2)
        face = bytes((x * x + 3 * y * x + y * y // 2) % 97 for y in range(HEIGHT) for x in range(WIDTH))
        other = bytes((5 * x * y + 7 * x + y * y) % 89 for y in range(HEIGHT) for x in range(WIDTH))

        def of(texture: bytes) -> Sheet:
            return sheet(PageKind.ID_PHOTO, head_patch(texture))

        doubtful = sheet(PageKind.ID_PHOTO, confidence=0.3)
        return (
            Example(title="one photo", case=case(form, photo()), gives=(("present", Outcome.PASS),)),
            Example(title="no photo", case=case(form), gives=(("missing", Outcome.FAIL),)),
            Example(title="two photos", case=case(form, of(face), of(face)), gives=(("several", Outcome.FAIL),)),
            Example(
                title="two photos that differ",
                case=case(form, of(face), of(other)),
                gives=(("several", Outcome.FAIL), ("perhaps-different", Outcome.UNSURE)),
            ),
            Example(
                title="the same photo twice, where two are asked for",
                case=case(form, of(face), of(face)),
                gives=(("present", Outcome.PASS),),
                limits=two,
            ),
            Example(
                title="two that differ, where two are asked for",
                case=case(form, of(face), of(other)),
                gives=(("perhaps-different", Outcome.UNSURE),),
                limits=two,
            ),
            Example(
                title="two, one of which could not be measured",
                case=case(form, of(face), photo()),
                gives=(("not-compared", Outcome.UNSURE),),
                limits=two,
            ),
            Example(title="perhaps a photo", case=case(form, doubtful), gives=(("perhaps", Outcome.UNSURE),)),
            Example(
                title="no photo, but a page that nobody can tell",
                case=case(form, sheet(PageKind.OTHER, confidence=0.2)),
                gives=(("maybe-unread", Outcome.UNSURE),),
            ),
        )

"""Whether the application holds an ID photo, and no more of them than are asked for."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, sheet
from pipeline.checks.facts import may_hide
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.checks.photo.measured import photo
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen


class PhotoPresent(Check, frozen=True, kw_only=True):
    """The application holds one electronic ID photo.

    What: pages told to be ID photos are counted. None is a fail; where it may lie in a file that could not be opened or a page
    that could not be told, the answer is unsure. More than are asked for are put to a person.
    Why: the certificate is made from the electronic photo.
    Source: 「填写个人基本信息，上传审核后的个人证件照；」 (PHOTO-PRESENT); on paper 「近期免冠正面2寸彩色照片2张」 (P19-PHOTO)
    What a person still decides: which of several photos counts; whether it is the applicant.
    """

    name = "photo-present"
    title = Text("证件照", "ID photo")
    needs = (PageKindSeen,)
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
    }
    about_absence = frozenset({"missing", "maybe-unread"})
    sure_kind: SureKind = SURE_KIND
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
        """Yield one finding about the number of photos."""
        photos = case.pages_of(PageKind.ID_PHOTO)
        evidence = tuple(case.evidence(seen) for seen in photos)
        sureness = min((seen.confidence for seen in photos), default=1.0)
        if len(photos) > self.most:
            yield self.say(case, Outcome.FAIL, "several", confidence=sureness, evidence=evidence, measured=len(photos), limit=self.most)
        elif photos:
            sure = sureness >= self.sure_kind
            outcome, slug = (Outcome.PASS, "present") if sure else (Outcome.UNSURE, "perhaps")
            yield self.say(case, outcome, slug, confidence=sureness, evidence=evidence)
        elif hiding := may_hide(case, self.sure_kind):
            yield self.say(case, Outcome.UNSURE, "maybe-unread", confidence=0.5, evidence=hiding)
        else:
            yield self.say(case, Outcome.FAIL, "missing", measured=0, limit=1)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return one photo, none, several, and one that may be hidden."""
        form = sheet(PageKind.FORM_1)
        doubtful = sheet(PageKind.ID_PHOTO, confidence=0.3)
        return (
            Example(title="one photo", case=case(form, photo()), gives=(("present", Outcome.PASS),)),
            Example(title="no photo", case=case(form), gives=(("missing", Outcome.FAIL),)),
            Example(title="two photos", case=case(form, photo(), photo()), gives=(("several", Outcome.FAIL),)),
            Example(
                title="two photos, where two are asked for",
                case=case(form, photo(), photo()),
                gives=(("present", Outcome.PASS),),
                limits={"most": 2},
            ),
            Example(title="perhaps a photo", case=case(form, doubtful), gives=(("perhaps", Outcome.UNSURE),)),
            Example(
                title="no photo, but a page that nobody can tell",
                case=case(form, sheet(PageKind.OTHER, confidence=0.2)),
                gives=(("maybe-unread", Outcome.UNSURE),),
            ),
        )

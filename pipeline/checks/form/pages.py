"""Whether both pages of the application form are there."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, sheet
from pipeline.checks.facts import FORM, may_hide, surely_of
from pipeline.checks.limits import SURE_KIND, SureKind
from pipeline.checks.words import PAGES, join, word
from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen

ONE_PAGE = frozenset({Kind.REISSUE, Kind.CANCELLATION})


class FormPages(Check, frozen=True):
    """Both pages of the application form are uploaded.

    What: a page 1 and a page 2 of the form must be among the pages, or one page on which both halves stand. Missing is a fail
    only when every file opened and every page was told for what it is; otherwise the page may be one of those: unsure. The forms for a
    reissue and a cancellation have one page (their back is free for the copy of the card), so any page of the form will do.
    Why: the first page says who applies with which employer, the second carries signature and seal; one without the other is void.
    Source: 「直接打印申请表（共两页），本人签字，单位填写并盖章；」 (FORM-PAGES);
    「2.身份证复印件（可复印在申请表背面）；」 (REPL-ID, CANC-ID)
    What a person still decides: whether an unreadable page is the missing one.
    """

    name = "form-pages"
    title = Text("申请表页数", "pages of the form")
    needs = (PageSeen, PageKindSeen)
    texts = {
        "complete": Text("申请表两页齐全。", "Both form pages are there."),
        "one-page": Text("已上传申请表。", "The application form is there."),
        "one-page-missing": Text("未见申请表，请补传。", "There is no application form; upload it."),
        "form-missing": Text(
            "未见注册申请表，请上传签字盖章后的申请表（共两页）。", "There is no application form; upload both pages, signed and sealed."
        ),
        "page-1-missing": Text("申请表缺少第1页（应为两页），请补传。", "Page 1 of the form is missing (it has two); upload it."),
        "page-2-missing": Text("申请表缺少第2页（应为两页），请补传。", "Page 2 of the form is missing (it has two); upload it."),
        "perhaps-missing": Text(
            "未能认出{which}；有文件或页面无法识别，可能就在其中，请人工查看。",
            "{which} was not recognised; it may be among the files or pages that could not be told, look at them.",
        ),
    }
    about_absence = frozenset({"one-page-missing", "form-missing", "page-1-missing", "page-2-missing", "perhaps-missing"})
    sure_kind: SureKind = SURE_KIND

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding for each missing page, or one pass."""
        halves = (PageKind.FORM_1, PageKind.FORM_2)
        one_page = case.kind in ONE_PAGE
        whole = FORM if one_page else (PageKind.FORM_SINGLE,)
        missing = [kind for kind in halves if not surely_of(case, self.sure_kind, kind, *whole)]
        hiding = may_hide(case, self.sure_kind)
        if not missing:
            pages = case.pages_of(*FORM)
            confidence = min(seen.confidence for seen in pages)
            evidence = tuple(case.evidence(seen) for seen in pages)
            yield self.say(case, Outcome.PASS, "one-page" if one_page else "complete", confidence=confidence, evidence=evidence)
        elif hiding:
            which = join(case, [word(case, PAGES, kind) for kind in missing])
            yield self.say(case, Outcome.UNSURE, "perhaps-missing", confidence=0.5, evidence=hiding, which=which)
        elif one_page:
            yield self.say(case, Outcome.FAIL, "one-page-missing", measured=0, limit=1)
        elif len(missing) > 1:
            yield self.say(case, Outcome.FAIL, "form-missing", measured=0, limit=2)
        else:
            slug = "page-1-missing" if missing[0] is PageKind.FORM_1 else "page-2-missing"
            yield self.say(case, Outcome.FAIL, slug, measured=1, limit=2)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a whole form, one without its second page, none at all, and one beside a file that did not open."""
        one, two = sheet(PageKind.FORM_1), sheet(PageKind.FORM_2)
        photo = sheet(PageKind.ID_PHOTO)
        return (
            Example(title="both pages", case=case(one, two), gives=(("complete", Outcome.PASS),)),
            Example(title="both halves on one page", case=case(sheet(PageKind.FORM_SINGLE)), gives=(("complete", Outcome.PASS),)),
            Example(title="page 2 left out", case=case(one, photo), gives=(("page-2-missing", Outcome.FAIL),)),
            Example(title="page 1 left out", case=case(two, photo), gives=(("page-1-missing", Outcome.FAIL),)),
            Example(title="a form of one page", case=case(one, kind=Kind.CANCELLATION), gives=(("one-page", Outcome.PASS),)),
            Example(title="no form of one page", case=case(photo, kind=Kind.REISSUE), gives=(("one-page-missing", Outcome.FAIL),)),
            Example(title="no form at all", case=case(photo), gives=(("form-missing", Outcome.FAIL),)),
            Example(
                title="page 2 may be in a broken file",
                case=case(one, faults=(broken_file(),)),
                gives=(("perhaps-missing", Outcome.UNSURE),),
            ),
            Example(
                title="page 2 may be a page we do not know",
                case=case(one, sheet(PageKind.OTHER, confidence=0.3)),
                gives=(("perhaps-missing", Outcome.UNSURE),),
            ),
        )

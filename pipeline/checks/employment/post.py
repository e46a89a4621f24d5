"""Whether the employment document names the post, and whether the post is one of safety where the rules ask for that."""

import re
from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, line, sheet
from pipeline.checks.dates import clean
from pipeline.checks.facts import CONTRACT, plain
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, Observation, PageKind, PageKindSeen, TextLine

PAPERS = (*CONTRACT, PageKind.LETTER)
# What a contract or letter says in a sentence of the employee's work: 「乙方担任甲方安全管理岗位工作」, 「该同志在我单位从事 …」.
_HERE = "甲方|聘用单位|聘用方|用人单位|我单位|我公司|本单位|本公司"
AT_WORK = re.compile(
    "(?:乙方|受聘人员|受聘人|受聘方|受聘者|受雇方|劳动者|职工|员工|同志)"
    f"(?:在(?:{_HERE}))?(?:担任|从事|任)(?:{_HERE})?(?P<post>[^,,。;::、()]{{2,20}})"
)
# How such a post ends; a sentence about everybody's work (「乙方从事特种作业的必须 …」) ends in something else.
ENDS = re.compile(".{0,14}(?:岗位?|职务|工作|师|员|经理|主管|主任|专员|总监|助理|[部科处厂矿队班所院校]长)(?:工作)?")
SAFETY = re.compile("安全|安环|HSE|EHS|安监|安质|安技|安评|安生|注安|职业健康", re.IGNORECASE)
# Safety of another sort, a thing that is sold or fitted, or none: a person says what the post is.
OTHER_SAFETY = re.compile("(?:信息|网络|数据|食品|药品)安全|安全(?:帽|门|带|套|锁|阀|玻璃|防护用品)|(?:非|不从事|无关.{0,4})安全")
WORK = re.compile(
    "师|员|经理|主管|主任|主办|专员|总监|助理|[部科处厂矿队班所院校]长|会计|出纳|司机|[电焊钳操作]工|管理|技术|设计|施工|评价|检查"
)
# Words of a form letter, not of anybody's post.
OPEN = re.compile(
    "甲方|乙方|安排|指派|指定|需要|附件|约定|以下|下列|另行|调整|变更|协商|其[他它]|同意|按照|根据|规定|要求|不得|兼职|必须|应当|培训|教育|期间|_"
)


class Named(msgspec.Struct, frozen=True):
    """A post as it stands in a paper: its words, where, and the confidence of the least sure character."""

    words: str
    seen: Observation
    sure: float

    @property
    def open(self) -> bool:
        """Whether the words leave the post open, name none, or speak of another sort of safety."""
        return (
            OPEN.search(self.words) is not None
            or OTHER_SAFETY.search(self.words) is not None
            or not (SAFETY.search(self.words) or WORK.search(self.words))
        )


class EmploymentPost(Check, frozen=True):
    """The employment document names the applicant's post, one of safety where that is asked for.

    What: the post read in the contract's or letter's place for it, or in a sentence of what the employee works as. A post of safety,
    surely read, passes; another one passes where the rules do not ask for safety (`safety` off) and is told where they do. No post found,
    one not surely read, words that leave it open (「按甲方需要安排的工作」), and posts that differ in this are put to a person.
    Why: the post is one of the few things that an employment document uploaded in part must show.
    Source: 「与聘用单位签订的劳动合同或者聘用文件」 (EMP-PAGES, derived);
    「与聘用单位签订的从事安全生产管理、安全工程技术工作的劳动合同(复印件)」 (P19-EMP)
    What a person still decides: whether a post by another name is one of safety.
    """

    name = "employment-post"
    title = Text("岗位", "post")
    needs = (PageKindSeen, Field, TextLine)
    texts = {
        "safety": Text("聘用文件载明从事安全工作：{measured}。", "The document names a post of safety: {measured}."),
        "named": Text("聘用文件载明岗位：{measured}。", "The document names the post: {measured}."),
        "other-post": Text(
            "聘用文件载明的岗位为“{measured}”，未见安全生产管理或安全工程技术工作，请人工审查。",
            "The post in the document is {measured}, which does not speak of safety; examine it.",
        ),
        "unclear": Text(
            "聘用文件的岗位“{measured}”未能确定，请人工查看。", "The post in the document, {measured}, could not be told; look at it."
        ),
        "not-found": Text("未能在聘用文件上读出岗位，请人工查看。", "No post was read in the employment document; look at it."),
    }
    sure_character: SureCharacter = SURE_CHARACTER
    safety: Annotated[
        bool,
        Meta(
            description="whether the post must be one of safety",
            extra={"unit": "yes or no", "source": "P19-EMP asks for it; the online rules do not"},
        ),
    ] = False

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the post."""
        if not case.pages_of(*PAPERS):
            return
        posts = list(_posts(case))
        if not posts:
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
            return
        about = {self._answer(post) for post in posts}
        outcome, slug = about.pop() if len(about) == 1 else (Outcome.UNSURE, "unclear")
        words = "、".join(dict.fromkeys(post.words for post in posts))
        evidence = tuple(case.evidence(post.seen, post.words) for post in posts)
        yield self.say(case, outcome, slug, confidence=min(post.sure for post in posts), evidence=evidence, measured=words)

    def _answer(self, post: Named) -> tuple[Outcome, str]:
        if post.open or post.sure < self.sure_character:
            return Outcome.UNSURE, "unclear"
        if SAFETY.search(post.words):
            return Outcome.PASS, "safety"
        return (Outcome.FAIL, "other-post") if self.safety else (Outcome.PASS, "named")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a post of safety, another one with and without the demand, open words, two posts, and none."""
        asked: dict[str, object] = {"safety": True}

        def of(*posts: str, text: str = "", confidence: float = 0.98) -> Case:
            lines = (line(text),) if text else ()
            return case(sheet(PageKind.CONTRACT_BODY, *(field(FieldName.POST, post, confidence=confidence) for post in posts), *lines))

        ok, no, doubt = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE
        return (
            Example(title="safety engineer", case=of("安全工程师"), gives=(("safety", ok),), limits=asked),
            Example(title="told in a sentence", case=of(text="乙方担任甲方安全管理岗位工作，"), gives=(("safety", ok),), limits=asked),
            Example(
                title="of a party by another name",
                case=of(text="受聘方担任聘用方安全管理岗位工作，"),
                gives=(("safety", ok),),
                limits=asked,
            ),
            Example(title="behind a blank in the line", case=of(text="第二条 乙方担任安全员，"), gives=(("safety", ok),), limits=asked),
            Example(title="an accountant, where safety is asked for", case=of("会计"), gives=(("other-post", no),), limits=asked),
            Example(title="any post", case=of("设备主管"), gives=(("named", ok),)),
            Example(title="safety of data", case=of("信息安全工程师"), gives=(("unclear", doubt),), limits=asked),
            Example(title="what keeps heads safe", case=of("安全帽销售员"), gives=(("unclear", doubt),), limits=asked),
            Example(title="no post of safety", case=of("非安全管理岗位"), gives=(("unclear", doubt),), limits=asked),
            Example(title="in small letters", case=of("hse主管"), gives=(("safety", ok),), limits=asked),
            Example(title="left open", case=of("甲方安排的安全工作"), gives=(("unclear", doubt),)),
            Example(title="two posts", case=of("会计", "安全员"), gives=(("unclear", doubt),), limits=asked),
            Example(title="hardly read", case=of("安全员", confidence=0.4), gives=(("unclear", doubt),)),
            Example(title="no post", case=of(), gives=(("not-found", doubt),)),
        )


def _posts(case: Case) -> Iterator[Named]:
    """Yield every post of the employment papers, from its place and from sentences that stand in one line."""
    for place in case.fields(FieldName.POST, *PAPERS):
        if not place.blank:
            yield Named(words=clean(place.reading.text) or "?", seen=place, sure=place.reading.weakest)
    for page in case.pages_of(*PAPERS):
        for one in case.of(TextLine, page=page.page):
            text, sure = plain(one.reading)
            for match in AT_WORK.finditer(text):
                found = Named(words=match["post"], seen=one, sure=min(sure[match.start("post") : match.end("post")]))
                if ENDS.fullmatch(found.words) and not found.open:
                    yield found

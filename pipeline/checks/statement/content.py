"""Whether the statement tells of work that was done, or only of duties."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, line, sheet
from pipeline.checks.dates import clean, find_dates
from pipeline.checks.facts import words_on
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.checks.terms import day_of_application
from pipeline.checks.words import TOLD, join, word
from pipeline.datamodel.application import Declared
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, PageKind, PageKindSeen, TextLine

YEARS = re.compile(r"(?:19|20)[0-9]{2}年|[一二三四五六七八九十0-9]{1,2}月|[上下]半年|[一二三四]季度")
AMOUNTS = re.compile(r"[0-9一二三四五六七八九十百]+(?:余)?(?:项|处|次|家|人|个|份|台|条|场|座|起|%)")
SENTENCES = re.compile(r"[。；;！!]|(?<=[^0-9])[0-9一二三四五六七八九十]{1,2}[、.．]")
PLACES = re.compile(
    r"[一-鿿]{2,}(?:省|市|区|县|镇|乡|村|路|街道|厂区|园区|工地|车间|矿区|码头|库区|基地|现场)|[一-鿿]{2,}(?:公司|厂|矿|医院|学校|大学|电站)"
)
OBJECTS = re.compile(
    r"项目|工程|装置|生产线|锅炉|储罐|管道|仓库|车间|设备|矿井|隧道|桥梁|企业|单位|系统|制度|预案|方案|预评价|验收评价|现状评价"
)
DEEDS = re.compile(
    r"完成|编制了?|组织(?:开展|实施)?了|主持|参与了?|排查(?:出|治理)|整改|发现|评审|通过(?:了)?(?:验收|评审|审核)|培训了|演练|消除|查出|制定了|修订了|[0-9]+(?:项|处|次|家|人|个|余)"
)
DUTIES = re.compile(r"负责|职责|岗位职责|主要工作内容|贯彻|落实|执行|协助|按照要求|日常管理|监督检查|工作范围")

YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年|[./-][0-9])")
HABIT = re.compile(r"每(?:年|月|季|周|日|天|半年)|职责(?:为|是|包括|有|主要|[:：])")
DONE = re.compile(r"了|共|累计|全年|已|均")
PLAN = re.compile(
    r"(?:(?:(?<![一-鿿])|(?<=[年月日人我并还也又]))(?:计划|预计|打算)|拟|将)(?:于|在|将|要|再|继续)"
    r"|(?:(?:(?<![一-鿿])|(?<=[年月日人我并还也又]))(?:计划|预计|打算)|拟)(?:完成(?!率|情况)|组织|开展|主持|参与|编制|排查|实施|进行|举办|安排|对)"
    r"|力争|争取|下一步|今后"
)
ALONG = re.compile(r"按|依据|依照|根据|[制修]订|制定|编制|落实|围绕|结合|报送?|审批")  # 按照计划完成 tells of work done, not of a plan


class StatementContent(Check, frozen=True):
    """The statement tells when, where and on what the applicant worked and what came of it, not only duties.

    What: sentences of work (a time or an amount, with a deed: 完成, 编制, 排查出 …) against sentences of duty (负责, 职责, 贯彻, 落实 …
    without either). No work is what is done every month or year, or named as duty, without a year or a word of its end; what is planned
    (计划组织, 拟, 力争); and what lies wholly after the application. At least two of duty and none of work are a fail, put to a person. A
    statement that lacks time or deeds, or two of time, place, object and deed, that is very short, off the subject, or was read badly is
    unsure.
    Why: a statement of duties counts as none.
    Source: 「应详实地反映具体工作实施的时间、地点、对象、内容等信息。
    仅描述工作职责的或与安全生产工作不相关的，视为未提供履职情况。」 (DUTY-CONTENT)
    What a person still decides: all of it; the program counts words, it does not weigh them.
    """

    name = "statement-content"
    title = Text("履职情况陈述内容", "content of the statement")
    needs = (PageKindSeen, TextLine, Field)
    texts = {
        "told": Text("履职情况陈述含时间、地点、对象和工作内容。", "The statement tells when, where, on what and what was done."),
        "duties-only": Text(
            "履职情况陈述疑似仅描述工作职责，未写明具体工作的时间、地点、对象和内容，请人工审查。",
            "The statement seems to tell of duties only: no time, no place, no work done; examine it.",
        ),
        "thin": Text(
            "履职情况陈述未见：{measured}，请人工审查是否详实。",
            "Not found in the statement: {measured}; examine whether it is full enough.",
        ),
        "short": Text(
            "履职情况陈述仅{measured}字（少于{limit}字），请人工审查是否详实。",
            "The statement has {measured} characters only (fewer than {limit}); examine whether it is full enough.",
        ),
        "off-topic": Text("履职情况陈述中未见安全生产相关内容，请人工审查。", "The statement does not speak of safety; examine it."),
        "unread": Text("履职情况陈述未能清楚读出，请人工审查。", "The statement was not read well; examine it."),
    }
    sure_character: SureCharacter = SURE_CHARACTER
    least_characters: Annotated[
        int,
        Meta(
            ge=0,
            le=2000,
            description="a statement with fewer characters is put to a person",
            extra={"unit": "characters", "source": "our choice: two or three sentences; the rule names no number"},
        ),
    ] = 100
    least_duties: Annotated[
        int,
        Meta(
            ge=1,
            le=50,
            description="so many sentences of duty, and none of work, are a statement of duties only",
            extra={"unit": "sentences", "source": "our choice: one such sentence opens many good statements"},
        ),
    ] = 2
    least_confidence: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="a statement with a line read worse than this is not judged by its words",
            extra={"unit": "mean recogniser confidence of a line 0-1", "source": "our choice: about every third character wrong below it"},
        ),
    ] = 0.6

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about what the statement tells."""
        if not case.pages_of(PageKind.STATEMENT):
            return
        words = words_on(case, PageKind.STATEMENT)
        text = _without_last_date(clean(words.text))
        outcome, slug, measured = self._answer(case, text, words.confidence)
        evidence = tuple(case.evidence(seen, seen.title) for seen in words.pages)
        limit = self.least_characters if slug == "short" else None
        yield self.say(case, outcome, slug, confidence=words.confidence, evidence=evidence, measured=measured, limit=limit)

    def _answer(self, case: Case, text: str, confidence: float) -> tuple[Outcome, str, str | float | None]:
        if not text or confidence < self.least_confidence:
            return Outcome.UNSURE, "unread", None
        sentences = [sentence for sentence in SENTENCES.split(text) if sentence]
        day = day_of_application(case, self.sure_character)
        work = [sentence for sentence in sentences if _is_work(sentence, day)]
        duties = [sentence for sentence in sentences if DUTIES.search(sentence) and not _is_work(sentence, day)]
        if len(duties) >= self.least_duties and not work:
            return Outcome.FAIL, "duties-only", None
        if len(text) < self.least_characters:
            return Outcome.UNSURE, "short", len(text)
        if not re.search("安全|隐患|风险|应急|事故|消防|职业健康|危险", text):
            return Outcome.UNSURE, "off-topic", None
        told = "".join(work)
        counts = {
            "time": len(find_dates(told)) or len(YEARS.findall(told)),
            "place": len(PLACES.findall(text)),
            "object": len(OBJECTS.findall(text)),
            "work-done": len(work),
        }
        lacking = [what for what, count in counts.items() if not count]
        if len(lacking) > 1 or not work or not counts["time"]:
            return Outcome.UNSURE, "thin", join(case, [word(case, TOLD, what) for what in lacking])
        return Outcome.PASS, "told", None

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a full statement, one of duties only, a thin one, a short one, one about something else, one hardly read."""

        def of(text: str, confidence: float = 0.98, day: date | None = None) -> Case:
            return case(sheet(PageKind.STATEMENT, line(text, confidence=confidence)), declared=Declared(submitted_on=day))

        full = (
            "2023年3月至6月，本人在样本市样本化工厂开展安全现状评价项目，组织排查储罐区隐患23处，编制了整改方案并全部完成整改；2024年5月主持样本公司"
            "锅炉改造工程安全验收评价，编制报告一份并通过评审，提出安全对策措施12项；2025年9月组织应急演练2次，培训了员工120人，发现并消除事故隐患8处。"
        )
        duties = (
            "本人在任职期间负责公司安全生产管理工作，岗位职责为贯彻落实国家安全生产法律法规，执行各项规章制度，协助领导做好日常管理和监督检查工作。"
            * 2
        )
        thin = (
            "本人认真学习安全知识，态度端正，热爱本职，遵守纪律，团结同事，努力进取，保持谦虚谨慎的作风，不断提升自身的素质和水平，得到了领导与同事们的一致好评和认可。"
            * 2
        )
        habits = (
            "本人负责公司安全生产管理工作，岗位职责为：每年6月组织开展安全生产月活动1次，组织公司应急演练2次，排查治理事故隐患，发现隐患及时整改；"
            "每季度对车间设备进行安全检查1次，编制检查方案并监督整改；负责贯彻落实安全生产法律法规和公司各项安全管理制度，协助领导做好日常管理。"
        )
        plans = (
            "2027年计划完成样本市样本化工厂安全评价项目3项，2027年6月计划组织排查储罐区隐患20处，编制整改方案，2027年9月拟组织应急演练2次，"
            "培训员工120人，消除事故隐患8处，力争通过验收评审，完成各项工作任务，确保安全生产无事故。"
        )
        ahead = full.replace("2023", "2027").replace("2024", "2027").replace("2025", "2027")
        yearly = "2023年至2025年，本人在样本市样本化工厂每年组织应急演练2次，按照年度培训计划完成培训员工120人，" + full
        other = (
            "2023年3月至6月，本人在样本市样本公司主持办公楼装修项目，完成图纸审核23项，编制了预算方案；2024年5月参与了样本市样本学校食堂设备采购项目，"
            "完成合同谈判12次；2025年9月主持财务系统升级，培训了员工120人，通过验收，节约费用三成。"
        )
        return (
            Example(title="work told in full", case=of(full), gives=(("told", Outcome.PASS),)),
            Example(title="duties only", case=of(duties), gives=(("duties-only", Outcome.FAIL),)),
            Example(title="duties by the year", case=of(habits), gives=(("duties-only", Outcome.FAIL),)),
            Example(title="plans", case=of(plans), gives=(("thin", Outcome.UNSURE),)),
            Example(title="days to come", case=of(ahead, day=date(2026, 3, 1)), gives=(("thin", Outcome.UNSURE),)),
            Example(title="days gone by", case=of(full, day=date(2026, 3, 1)), gives=(("told", Outcome.PASS),)),
            Example(title="work of every year, as planned", case=of(yearly, day=date(2026, 3, 1)), gives=(("told", Outcome.PASS),)),
            Example(title="praise", case=of(thin), gives=(("thin", Outcome.UNSURE),)),
            Example(title="two lines", case=of("2023年3月完成样本厂安全评价项目。"), gives=(("short", Outcome.UNSURE),)),
            Example(title="nothing about safety", case=of(other), gives=(("off-topic", Outcome.UNSURE),)),
            Example(title="hardly read", case=of(full, 0.3), gives=(("unread", Outcome.UNSURE),)),
        )


def _is_work(sentence: str, day: date | None) -> bool:
    """Return whether a sentence tells of something done by a day: a deed with its time or its amount, no habit, no plan."""
    timed = bool(find_dates(sentence)) or YEARS.search(sentence) is not None
    if DEEDS.search(sentence) is None or not (timed or AMOUNTS.search(sentence)):
        return False
    years = [int(found[0]) for found in YEAR.finditer(sentence)]
    first = min(
        [one.first for one in find_dates(sentence)] + [date(year, 1, 1) for year in years if day and year != day.year], default=None
    )
    if day and first and first > day:
        return False
    if HABIT.search(sentence) and not years and not DONE.search(sentence):
        return False
    if "实际" in sentence or "已完成" in sentence:
        return True
    return all(ALONG.search(re.split("[，,、：:]", sentence[: plan.start()])[-1]) for plan in PLAN.finditer(sentence))


def _without_last_date(text: str) -> str:
    """Return a text without the day on which it was signed, which is no time of any work."""
    dates = find_dates(text)
    return text[: dates[-1].start] if dates and dates[-1].end >= len(text) - 1 else text

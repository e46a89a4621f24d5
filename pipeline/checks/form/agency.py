"""Whether the application goes to the agency that its category belongs to."""

import re
from collections.abc import Iterator
from enum import StrEnum

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import case, field, sheet
from pipeline.checks.dates import clean
from pipeline.checks.facts import FORM, plain, surely_read
from pipeline.checks.limits import SURE_CHARACTER, SureCharacter
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import Field, FieldName, PageKind, PageKindSeen


class Sort(StrEnum):
    """What an agency is, by its name alone."""

    HOUSING = "housing"
    TRANSPORT = "transport"
    MINES = "mines"
    PROVINCE = "province"
    UNKNOWN_PROVINCE = "unknown-province"
    OTHER = "other"


# The seven categories, as a closed list, and the sort of agency that examines each.
BELONGS = {
    "煤矿安全": Sort.MINES,
    "金属非金属矿山安全": Sort.PROVINCE,
    "化工安全": Sort.PROVINCE,
    "金属冶炼安全": Sort.PROVINCE,
    "建筑施工安全": Sort.HOUSING,
    "道路运输安全": Sort.TRANSPORT,
    "其他安全": Sort.PROVINCE,
}
# The 34 units of the rank of a province, GB/T 2260, by their names in full; the four cities also go without 市.
PROVINCES = (
    *("北京市?", "天津市?", "上海市?", "重庆市?", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省"),
    *("安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省", "四川省", "贵州省"),
    *("云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区", "台湾省"),
    *("香港特别行政区", "澳门特别行政区"),
    "新疆生产建设兵团",  # examines its own
)
_OFFICE = "(?:(?:应急管理|安全生产|安全监管|注册安全)(?:(?![市县区镇]|分局|支队|大队|街道)[一-鿿]){0,16})?"
MINISTRIES = {Sort.HOUSING, Sort.TRANSPORT}
NAMES = (
    (Sort.HOUSING, re.compile("(?:中华人民共和国)?(?:国家)?(?:住房和?城乡建设部|住建部)")),
    (Sort.TRANSPORT, re.compile("(?:中华人民共和国)?(?:国家)?(?:交通运输部|交通部)")),
    (Sort.MINES, re.compile("[一-鿿]{0,16}(?:煤监|煤矿安全监察|矿山安全监察)[一-鿿]{0,10}")),
    # A province, alone or with its office of safety; a city's office is another one.
    (Sort.PROVINCE, re.compile(f"(?:{'|'.join(PROVINCES)}){_OFFICE}")),
    (Sort.UNKNOWN_PROVINCE, re.compile(f"(?:[一-鿿]{{2,3}}省|[一-鿿]{{2,8}}自治区){_OFFICE}")),
)
# A school, a firm or another mine's office may bear such a word; whether it examines applications is for a person.
NO_OFFICE = re.compile("公司|学校|学院|事务所|培训|研究|协会|非煤")
TICKED, BOXES = "☑√✓■☒", "☑√✓■☒□☐"
FORMER = ("原", "变更前")
# What an agency's own opinion prints for its seal and date; no agency is chosen there.
OPINION = re.compile(r"(?:[(（]?(?:公章|盖章|签章|签字|签名|审核人|经办人|负责人)[)）]?|[年月日:：0-9])+")


class FormAgency(Check, frozen=True):
    """Building safety goes to the ministry of housing, road transport to the ministry of transport, other categories to the province.

    What: the form's 注册类别, one of the seven, against its 初审机构. A ministry's category with the agency of a province, of mines or of
    the other ministry, all surely read, is told. Coal with an agency that is no mine inspection is put to a person, since a province may
    have none; so is an agency of any other sort (a central enterprise's, a city's, a ministry's for a category that belongs to none), an
    agency or a category not read surely, and a form that names several. Where a province is asked for, one that is none of the 34 units
    of that rank is a note: it suits by its sort, and is misread or mistaken. A form without a place for the agency is a note: it is
    chosen in the system, and a form may not print it.
    Why: the wrong agency cannot examine the application and sends it back.
    Source: 「如建筑施工安全、道路运输安全分别选住建部、交通运输部」 (PKG-AGENCY)
    What a person still decides: central enterprises, institutions of the ministry itself, and the choice among provincial agencies.
    """

    name = "form-agency"
    title = Text("初审机构", "agency of first examination")
    needs = (PageKindSeen, Field)
    texts = {
        "fitting": Text("初审机构与注册类别相符：{measured}。", "The agency suits the category: {measured}."),
        "other-agency": Text(
            "注册类别为“{limit}”，应选择相应部委的初审机构，现为“{measured}”，请核对。",
            "The category is {limit}, which belongs to a ministry; the agency is {measured}. Check it.",
        ),
        "perhaps-other": Text(
            "注册类别为“{limit}”，初审机构为“{measured}”，是否相符请人工核对。",
            "The category is {limit} and the agency {measured}; whether they suit is for a person.",
        ),
        "unknown-province": Text(
            "初审机构“{measured}”不在省级行政区名单内，请核对。",
            "The agency {measured} is of no province on the list; check it.",
        ),
        "unread": Text(
            "申请表的注册类别或初审机构未能确切读出，请人工核对。", "Category or agency was not surely read on the form; look at it."
        ),
        "several": Text(
            "申请表上有多个注册类别或初审机构（{measured}），请人工核对。",
            "The form names several categories or agencies ({measured}); look at it.",
        ),
        "not-found": Text("申请表上未找到初审机构，请在系统中核对。", "No agency was found on the form; look in the system."),
    }
    about_absence = frozenset({"not-found"})
    sure_character: SureCharacter = SURE_CHARACTER

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding about the agency."""
        if not case.pages_of(*FORM):
            return
        agencies = [
            place for place in case.fields(FieldName.AGENCY, *FORM) if not place.blank and not OPINION.fullmatch(clean(place.reading.text))
        ]
        categories = [
            place for place in case.fields(FieldName.CATEGORY, *FORM) if not place.blank and not clean(place.label).startswith(FORMER)
        ]
        if not agencies:
            yield self.say(case, Outcome.UNSURE, "not-found", confidence=0.5)
            return
        places = (*categories, *agencies)
        read = [self._category(place) for place in categories]
        named = [name for place in agencies for name in self._agencies(place)]
        evidence = tuple(case.evidence(place, place.reading.text) for place in places)
        confidence = min(place.reading.confidence for place in places)
        if not read or not named or None in read or None in named:
            yield self.say(case, Outcome.UNSURE, "unread", confidence=confidence, evidence=evidence)
            return
        words, about = "、".join(dict.fromkeys(str(name) for name in named)), "、".join(dict.fromkeys(str(name) for name in read))
        answers = {_answer(str(category), _sort(str(agency))) for category in read for agency in named}
        if len(set(named)) > 1 or len(set(read)) > 1:
            answers = {(Outcome.UNSURE, "several")}
        ((outcome, slug),) = answers
        told = f"{about}；{words}" if slug == "several" else words
        yield self.say(case, outcome, slug, confidence=confidence, evidence=evidence, measured=told, limit=about)

    def _category(self, place: Field) -> str | None:
        """Return which of the seven categories stands in a place, None where none, more than one, or not surely."""
        text, sure = plain(place.reading)
        name = next((name for name in BELONGS if text.startswith(name)), None)
        if name is None or min(sure[: len(name)]) < self.sure_character:
            return None
        rest = text[len(name) :]
        return name if not rest or re.fullmatch(r"[(（][^()（）]*[)）]?", rest) else None

    def _agencies(self, place: Field) -> list[str | None]:
        """Return the agencies that a place names: the ticked ones where there are boxes; None for one not surely read."""
        text = clean(place.reading.text)
        if not surely_read(place, self.sure_character):
            return [None]
        if any(box in text for box in BOXES):
            ticked = re.findall(f"[{TICKED}]([^{BOXES}]*)", text)
            return [word.strip("、,;。") or None for word in ticked] or [None]
        return [text]

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return categories of ministries with the right agency and another, coal, provincial ones, and what was not read."""

        def of(category: str, agency: str, confidence: float = 0.98) -> Case:
            read = field(FieldName.AGENCY, agency, confidence=confidence)
            return case(sheet(PageKind.FORM_1, field(FieldName.CATEGORY, category), read))

        ok, no, doubt = Outcome.PASS, Outcome.FAIL, Outcome.UNSURE
        province, housing = "河北省应急管理厅", "住房和城乡建设部"
        return (
            Example(
                title="the agency's own opinion, still empty",
                case=case(
                    sheet(
                        PageKind.FORM_1,
                        field(FieldName.CATEGORY, "化工安全"),
                        field(FieldName.AGENCY, province),
                        field(FieldName.AGENCY, "（盖章） 年 月 日"),
                    )
                ),
                gives=(("fitting", ok),),
            ),
            Example(title="a school", case=of("化工安全", "样本省注册安全培训学校"), gives=(("perhaps-other", doubt),)),
            Example(title="another mine's office", case=of("煤矿安全", "非煤矿山安全监察局"), gives=(("perhaps-other", doubt),)),
            Example(title="a tick hardly read", case=of("建筑施工安全", "☑住房和城乡建设部□样本省", 0.1), gives=(("unread", doubt),)),
            Example(title="building, housing", case=of("建筑施工安全", housing), gives=(("fitting", ok),)),
            Example(title="chemistry, province", case=of("化工安全", province), gives=(("fitting", ok),)),
            Example(title="chemistry, no province", case=of("化工安全", "样本省应急管理厅"), gives=(("unknown-province", doubt),)),
            Example(title="road transport, province", case=of("道路运输安全", province), gives=(("other-agency", no),)),
            Example(title="chemistry, housing", case=of("化工安全", housing), gives=(("perhaps-other", doubt),)),
            Example(title="a central enterprise", case=of("化工安全", "样本石油集团有限公司"), gives=(("perhaps-other", doubt),)),
            Example(title="coal, province", case=of("煤矿安全", province), gives=(("perhaps-other", doubt),)),
            Example(title="building, hardly read", case=of("建筑施工安全", province, 0.4), gives=(("unread", doubt),)),
            Example(title="ticked twice", case=of("建筑施工安全", "☑住建部☑交通运输部"), gives=(("several", doubt),)),
            Example(title="no agency on the form", case=case(sheet(PageKind.FORM_1)), gives=(("not-found", doubt),)),
        )


def _sort(agency: str) -> Sort:
    """Return what an agency is by its whole name."""
    if NO_OFFICE.search(agency):
        return Sort.OTHER
    return next((sort for sort, pattern in NAMES if pattern.fullmatch(agency)), Sort.OTHER)


def _answer(category: str, sort: Sort) -> tuple[Outcome, str]:
    asked = BELONGS[category]
    if sort is asked:
        return Outcome.PASS, "fitting"
    if asked is Sort.PROVINCE and sort is Sort.UNKNOWN_PROVINCE:
        return Outcome.UNSURE, "unknown-province"
    return (Outcome.FAIL, "other-agency") if asked in MINISTRIES and sort is not Sort.OTHER else (Outcome.UNSURE, "perhaps-other")

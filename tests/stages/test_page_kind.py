"""What a page is, from lines laid out as papers have them; `# ` marks a title, `| ` puts a line right of the one before."""

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from pipeline.datamodel.application import Kind
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import ContractType, Face, FacesSeen, Observation, PageKind, PageKindSeen, PageSeen, TextLine
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.datamodel.reading import Reading
from pipeline.engines.protocols import Engines
from pipeline.stages.base import Look
from pipeline.stages.page_kind import PageKindStage
from tests.fakes import FakeOcr

WIDTH, HEIGHT = 1240, 1754
ORIGIN = Origin(format="PNG", file_bytes=1, width_px=WIDTH, height_px=HEIGHT)

FORM_ONE = (
    "# 中级注册安全工程师初始注册申请表",
    *("姓名", "| 张样本", "| 性别", "| 男", "民族", "| 汉", "证件号码", "| 999999198001011234", "毕业院校", "| 样本大学"),
    *("资格证书管理号", "| 2020", "申请注册类别", "| 化工安全", "| 初审机构", "| 样本省应急管理厅"),
    *("聘用单位名称", "| 样本安全技术有限公司", "统一社会信用代码", "聘用起始日期", "| 截至日期", "第1页 共2页"),
)
FORM_TWO = (
    *("从事安全生产相关业务工作经历", "起止时间", "| 工作单位", "| 从事工作", "2015.7-2020.1", "| 样本厂", "| 安全管理"),
    *("申请人承诺", "本人承诺：所填写的内容和提交的材料真实、有效，如有虚假，由此产生的一切后果由本人承担。", "申请人签字："),
    *("聘用单位意见", "我单位聘用的张样本同志，其申报材料属实，同意该同志申请延续注册。", "负责人签字：", "| （盖章）", "年 月 日"),
    *("初审机构意见", "（盖章）", "年 月 日", "审批意见", "（盖章）", "第2页 共2页"),
)
COVER = ("编号：YB-07", "# 劳 动 合 同", "甲方（用人单位）：样本安全技术有限公司", "乙方（劳动者）：张样本", "签订日期：2024年2月26日")
BODY = (
    *(
        "甲方（用人单位）：样本安全技术有限公司",
        "乙方（劳动者）：张样本",
        "一、劳动合同期限",
        "第一条 双方约定按下列第1种方式确定劳动合同期限：",
    ),
    *("1．固定期限：自2024年3月1日起至2027年2月28日止", "二、工作内容和工作地点", "第二条 乙方在安全管理岗位工作。", "第 1 页 共 4 页"),
)
SIGNATURE = (
    *(
        "（以下无正文，为本合同签署页。）",
        "甲方（盖章）",
        "| 乙方（签字）",
        "法定代表人（主要负责人）",
        "或委托代理人（签字或盖章）",
        "年 月 日",
    ),
    *("| 年 月 日", "4 / 4"),
)


def lines_of(written: Sequence[str], *, confidence: float = 0.98) -> tuple[TextLine, ...]:
    """Lay lines out from top to bottom."""
    lines: list[TextLine] = []
    y, x = 100, 120
    for entry in written:
        size, text = (52, entry[2:]) if entry.startswith("# ") else (28, entry.removeprefix("| "))
        width = round(size * 0.9 * len(text))
        if entry.startswith("| "):
            x = lines[-1].box.right + 90
        else:
            y, x = y + round(1.9 * size), (WIDTH - width) // 2 if size > 30 else 120
        box = Box(x, min(y, HEIGHT - 60), min(width, WIDTH - 20), size)
        reading = Reading(text=text, char_confidence=(confidence,) * len(text), engine="fake")
        lines.append(TextLine(page=0, box=box, confidence=confidence, seen_by="text", reading=reading))
    return tuple(lines)


def judged(*seen: Observation, image: Rgb | None = None, engines: Engines | None = None) -> PageKindSeen:
    pixels = image if image is not None else np.full((HEIGHT, WIDTH, 3), 255, dtype=np.uint8)
    page = Page(image=pixels, file="a.png", number=0, origin=ORIGIN)
    [kind] = PageKindStage().see(Look(page=page, index=0, engines=engines or Engines(), seen=seen))
    assert isinstance(kind, PageKindSeen)
    return kind


def kind_of(*written: str) -> PageKindSeen:
    return judged(*lines_of(written))


def faces(*boxes: Box) -> FacesSeen:
    found = tuple(Face(box=box, score=0.9, points=((0.0, 0.0),) * 5) for box in boxes)
    return FacesSeen(page=0, box=Box(0, 0, 1, 1), confidence=0.9, seen_by="faces", faces=found)


def page_seen(ink: float) -> PageSeen:
    return PageSeen(
        page=0,
        box=Box(0, 0, WIDTH, HEIGHT),
        confidence=1,
        seen_by="intake",
        file="a.png",
        number=0,
        part=0,
        size=(WIDTH, HEIGHT),
        turn=0,
        skew_deg=0.0,
        px_per_mm=None,
        fingerprint="0" * 16,
        ink_share=ink,
        origin=ORIGIN,
    )


OURS: tuple[tuple[PageKind, tuple[str, ...]], ...] = (
    (PageKind.FORM_1, FORM_ONE),
    (PageKind.FORM_1, FORM_ONE[1:]),
    (PageKind.FORM_2, FORM_TWO),
    (PageKind.FORM_2, ("# 中级注册安全工程师延续注册申请表（续）", *FORM_TWO)),
    (PageKind.FORM_SINGLE, FORM_ONE + FORM_TWO),
    (
        PageKind.FORM_SINGLE,
        (
            *(
                "# 注册安全工程师注册证补办申请表",
                "姓名",
                "| 张样本",
                "证件号码",
                "| 9999",
                "注册证编号",
                "| 1234",
                "聘用单位名称",
                "| 样本厂",
            ),
            *("补办原因", "申请人签字：", "聘用单位意见", "（盖章）", "初审机构意见", "（盖章）"),
        ),
    ),
    (PageKind.CONTRACT_COVER, COVER),
    (PageKind.CONTRACT_COVER, ("# 事业单位人员", "# 聘用合同书", "甲方（聘用单位）：样本院", "乙方（受聘人员）：张样本", "签订日期：")),
    (PageKind.CONTRACT_BODY, BODY),
    (PageKind.CONTRACT_BODY, ("# 劳动合同书", *BODY)),
    (
        PageKind.CONTRACT_BODY,
        (
            *(
                "八、双方约定的其他事项",
                "第二十条 乙方对在工作中知悉的甲方技术资料负有保密义务。",
                "第二十一条 双方因履行本合同发生争议的，",
            ),
            *("可以向有管辖权的仲裁机构申请仲裁。", "第二十二条 本合同一式两份，双方各执一份，自双方签字（盖章）之日起生效。"),
        ),
    ),
    (PageKind.CONTRACT_SIGNATURE, SIGNATURE),
    (PageKind.CONTRACT_SIGNATURE, ("第二十五条 本合同一式两份。", *SIGNATURE)),
    (
        PageKind.CONTRACT_ANNEX,
        (
            *(
                "附件1",
                "# 续 订 劳 动 合 同",
                "经双方协商同意，续订本合同，续订后的合同期限自2024年3月1日起至2027年2月28日止。",
                "甲方（盖章）",
            ),
            *("| 乙方（签字）", "年 月 日"),
        ),
    ),
    (PageKind.LETTER, ("# 聘 用 证 明", "兹证明张样本同志系我单位正式员工，现聘任为安全工程师。", "特此证明。", "样本厂", "2026年1月1日")),
    (PageKind.LETTER, ("# 聘书", "兹聘请张样本先生为我单位安全总监，聘期三年。", "样本厂")),
    (PageKind.LETTER, ("# 在职证明", "张样本为我公司员工，现任安全管理部工程师职务。", "特此证明")),
    (
        PageKind.RENAME_NOTICE,
        ("# 准予变更登记通知书", "样本新厂：", "准予变更登记。", "变更前内容", "| 变更后内容", "企业名称", "| 旧", "| 新"),
    ),
    (PageKind.RENAME_NOTICE, ("# 企业名称变更核准通知书", "经核准，你单位名称由样本旧厂变更为样本新厂。", "样本市市场监督管理局")),
    (PageKind.RENAME_NOTICE, ("# 更名说明", "我单位原名样本旧厂，自2025年起更名为样本新厂，特此说明。")),
    (PageKind.STATEMENT, ("# 执业期间履职情况书面陈述", "本人张样本，注册期间受聘于样本厂，现将履职情况陈述如下：", "陈述人签字：")),
    (PageKind.STATEMENT, ("# 注册安全工程师执业业绩说明", "本人在执业期间负责隐患排查治理，现说明如下。", "本人签字：")),
    (PageKind.EDUCATION_PROOF, ("# 注册安全工程师继续教育证明", "张样本参加注册安全工程师继续教育培训，共计48学时，考核合格。特此证明。")),
    (PageKind.EDUCATION_PROOF, ("# 继续教育学时登记表", "姓名", "| 张样本", "培训机构", "| 学时数", "必修课", "| 选修课")),
    (PageKind.RETIREMENT_PROOF, ("# 退休证", "姓名", "| 张样本", "退休时间", "| 2020年1月", "发证机关", "原工作单位")),
    (PageKind.INSTITUTION_PROOF, ("# 事业单位法人证书", "名称", "| 样本院", "宗旨和业务范围", "经费来源", "开办资金", "举办单位")),
    (
        PageKind.CERTIFICATE,
        ("# 中华人民共和国注册安全工程师职业资格证书", "姓名", "| 张样本", "管理号", "| 2020", "批准日期", "| 2020年10月"),
    ),
    (PageKind.CERTIFICATE, ("# 中级注册安全工程师注册证", "注册编号", "有效期", "聘用单位", "发证日期")),
    (PageKind.DEGREE, ("# 普通高等学校", "# 毕业证书", "学生张样本，性别男，于2005年毕业，学制四年。", "校长：", "证书编号：")),
    (PageKind.DEGREE, ("# 学士学位证书", "张样本，男，完成了安全工程专业学业，授予工学学士学位。", "学位评定委员会主席", "证书编号：")),
    (PageKind.DEGREE, ("# 教育部学历证书电子注册备案表", "姓名", "| 张样本", "学历层次", "| 本科", "毕业院校", "学习形式", "证书编号")),
    (
        PageKind.TITLE,
        ("# 专业技术资格证书", "姓名", "| 张样本", "专业名称", "| 安全工程", "资格名称", "| 高级工程师", "批准时间", "评审委员会"),
    ),
    (PageKind.TITLE, ("# 高级工程师证书", "张样本", "经评审委员会评审通过，具备高级工程师任职资格。", "批准文号")),
    (PageKind.TITLE, ("# 专业技术职务任职资格证", "姓名", "| 张样本", "资格级别", "| 中级", "授予时间")),
    (
        PageKind.EXAM_FORM,
        (
            *("# 2019年度中级注册安全工程师职业资格考试报名表", "姓名", "| 张样本", "证件号码", "报考级别", "| 免二科", "报考专业"),
            *("毕业院校", "工作单位", "资格审核部门意见", "本人签字："),
        ),
    ),
    (PageKind.EXAM_FORM, ("# 注册安全工程师考试报名信息表", "报名序号", "考区", "报考科目", "姓名", "| 张样本")),
    (PageKind.PROMISE, ("# 承诺书", "本人郑重承诺：所提交的材料真实、有效，如有虚假，愿承担一切后果。", "承诺人：", "年 月 日")),
    (PageKind.PROMISE, ("# 告知承诺书", "本人已知晓告知事项，现承诺如下：填报的信息真实、准确、完整。", "承诺人签字：")),
    (PageKind.LICENCE, ("# 营业执照", "统一社会信用代码", "名称", "类型", "法定代表人", "经营范围", "注册资本", "登记机关")),
    (PageKind.LICENCE, ("# 营 业 执 照", "（副 本）", "名称", "| 样本厂", "住所", "经营范围", "国家企业信用信息公示系统网址")),
    (PageKind.IDENTITY_PROOF, ("# 公民身份号码变更证明", "兹证明张样本原身份证号码变更为新号码，系同一人。", "样本路派出所")),
    (PageKind.IDENTITY_PROOF, ("# 户籍证明", "张样本，户籍地样本市。其身份号码由15位升位为18位，特此证明。", "样本路派出所")),
    (
        PageKind.REQUEST,
        (
            *("# 关于变更身份证件号的申请", "注册管理中心：", "本人张样本，因身份证号码由15位变为18位，申请变更身份证件号。"),
            *("联系电话：13800000000", "申请人：张样本"),
        ),
    ),
    (PageKind.REQUEST, ("# 证件信息修改申请", "需办理事项：请将本人证件号码更正为新号码。", "手机：13800000000")),
    (
        PageKind.ID_COPY,
        ("姓名", "| 张样本", "性别", "| 男", "| 民族", "| 汉", "出生", "住址", "| 样本市样本路", "公民身份号码", "| 99999919800101123X"),
    ),
    (
        PageKind.DEGREE,
        (
            "# 毕业证书",
            "学生张样本，性别男，在本校安全工程专业四年制本科学习，",
            "修完教学计划规定的全部课程，成绩合格，准予毕业。",
            "校长：",
        ),
    ),
    (PageKind.ID_COPY, ("中华人民共和国", "居民身份证", "签发机关", "| 样本市公安局", "有效期限", "| 2015.01.01-2035.01.01")),
)


@pytest.mark.parametrize(("kind", "written"), OURS, ids=[f"{kind.value} {n}" for n, (kind, _) in enumerate(OURS)])
def test_papers_of_an_application_are_told_apart(kind: PageKind, written: tuple[str, ...]) -> None:
    seen = kind_of(*written)
    assert seen.kind is kind
    assert seen.confidence >= 0.5


FOREIGN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "constructor's registration form",
        (
            *(
                "# 一级建造师重新注册申请表",
                "姓名",
                "| 张样本",
                "| 性别",
                "证号",
                "原注册编号",
                "现聘用单位",
                "企业名称",
                "申请重新注册专业",
            ),
            *("继续教育情况（逾期注册）", "本人对内容的真实性负责。", "申请人（签字）", "聘用企业意见", "负责人（签名） （企业公章）"),
        ),
    ),
    (
        "fund account form",
        ("# 开放式基金账户业务申请表", "申请机构名称：", "证件类型：", "| 证件号码：", "经办人姓名：", "法定代表人姓名：", "本人签字："),
    ),
    ("exam entry form", ("# 全国职业资格考试报名表", "姓名", "| 性别", "证件号码", "毕业院校", "工作单位", "| 工作年限", "本人签字：")),
    ("application for leave", ("# 请假申请表", "姓名", "| 部门", "请假事由", "单位意见", "申请人签字：")),
    (
        "construction contract",
        ("# 建设工程施工合同", "发包人：甲方", "承包人：乙方", "第一条 工程概况", "第二条 工程款支付", "本合同一式两份"),
    ),
    ("lease", ("# 房屋租赁合同", "甲方（出租人）：", "乙方（承租人）：", "第一条 租金", "第二条 本合同期限", "双方签字盖章之日起生效")),
    (
        "inner page of a purchase contract",
        (
            "第五条 交货时间：乙方应按本合同约定供货。",
            "第六条 货款支付：甲方收货后付款。",
            "第七条 争议处理",
            "双方因履行本合同发生争议的，向仲裁机构申请仲裁。",
        ),
    ),
    ("end of a service contract", ("（以下无正文，为签署页）", "甲方（盖章）", "| 乙方（盖章）", "法定代表人或委托代理人：", "日期：")),
    (
        "labour law",
        ("# 中华人民共和国劳动合同法", "第一条 为了完善劳动合同制度，保护劳动者的合法权益", "第二条 用人单位与劳动者建立劳动关系"),
    ),
    ("end of employment", ("# 解除劳动合同证明", "兹有张样本与我单位解除劳动合同。", "用人单位（盖章）")),
    ("driving licence", ("# 中华人民共和国机动车驾驶证", "证号", "姓名", "| 性别", "住址", "准驾车型", "有效期限")),
    ("graduation news", ("# 毕业典礼通知", "各学院：兹定于六月举行毕业典礼，请毕业生按时参加。", "教务处")),
    ("promise to a customer", ("# 供货质量承诺书", "我公司郑重承诺：所供货物真实有效，如有虚假，愿承担责任。", "承诺人（盖章）")),
    ("permit to sit an exam", ("# 中级注册安全工程师职业资格考试准考证", "姓名", "| 准考证号", "考场", "| 座位号", "考生须知")),
    ("what a licence needs", ("# 营业执照办理指南", "一、申请人应提交申请书。", "二、登记机关受理后五日内核发营业执照。")),
    ("title review notice", ("# 关于开展工程系列职称评审工作的通知", "各单位：请组织申报，评审委员会于十月召开会议。")),
    ("address book", ("# 派出所通讯录", "样本路派出所", "| 电话", "样本街派出所", "| 电话")),
    ("insurance statement", ("# 社会保险缴费证明", "姓名", "| 身份证号", "参保单位", "缴费月数", "养老保险", "特此证明")),
    (
        "curriculum vitae",
        ("# 个人简历", "姓名", "| 性别", "| 民族", "出生", "住址", "工作经历", "2015-2020 样本厂", "身份证号 99999919800101123X"),
    ),
    (
        "instructions for the form",
        (
            "# 注册安全工程师注册办事指南",
            "一、申请初始注册的，应当提交申请表。",
            "二、申请表应有聘用单位意见和印章。",
            "三、劳动合同应当有双方签字。",
        ),
    ),
    (
        "fire engineer's form",
        ("# 注册消防工程师初始注册申请表", "姓名", "| 证件号码", "注册类别", "聘用单位名称", "申请人签字：", "聘用单位意见"),
    ),
    ("newspaper", ("# 今日要闻", "本报讯 记者昨日获悉，安全生产工作会议在样本市召开。", "与会人员围绕劳动保护展开讨论。")),
    ("a word or two", ("合同", "甲方")),
)


@pytest.mark.parametrize("written", [written for _, written in FOREIGN], ids=[name for name, _ in FOREIGN])
def test_foreign_papers_are_neither_a_form_nor_a_contract_nor_anything_of_ours(written: tuple[str, ...]) -> None:
    assert kind_of(*written).kind is PageKind.OTHER


def test_one_misread_character_in_each_word_changes_nothing() -> None:
    swapped = [text.replace("聘用单位", "聘川单位").replace("申请人", "申请入").replace("初审机构", "初宙机构") for text in FORM_TWO]
    assert kind_of(*swapped).kind is PageKind.FORM_2
    assert kind_of(*(text.replace("安全工程师", "安金工程师") for text in FORM_ONE)).kind is PageKind.FORM_1


def test_a_title_detected_in_pieces_is_one_title() -> None:
    spaced = lines_of(("编号：07", "# 劳", "甲方（用人单位）：样本厂", "乙方（劳动者）：张样本", "签订日期："))
    pieces = [
        TextLine(
            page=0, box=Box(400 + 120 * n, 250, 50, 52), confidence=0.9, seen_by="text", reading=Reading(text=text, char_confidence=(0.9,))
        )
        for n, text in enumerate("劳动合同")
    ]
    seen = judged(*(line for line in spaced if line.reading.text != "劳"), *pieces)
    assert (seen.kind, seen.contract) == (PageKind.CONTRACT_COVER, ContractType.LABOUR)
    assert seen.title == "劳 动 合 同"


@pytest.mark.parametrize(
    ("title", "family", "kind"),
    [
        ("中级注册安全工程师初始注册申请表", "initial", Kind.INITIAL),
        ("注册安全工程师逾期初始注册申请表", "initial", Kind.LATE_INITIAL),
        ("注册安全工程师延续注册申请表", "renewal", Kind.RENEWAL),
        ("注册安全工程师延綾注册申请表", "renewal", Kind.RENEWAL),
        ("注册安全工程师重新注册申请表", "re-registration", Kind.RE_REGISTRATION),
        ("注册安全工程师补办申请表", "reissue", Kind.REISSUE),
        ("注册安全工程师注销注册申请表", "cancellation", Kind.CANCELLATION),
        ("注册安全工程师变更注册申请表", "change", None),
        ("注册安全工程师注册申请表", "", None),
    ],
)
def test_the_title_names_the_kind_of_form(title: str, family: str, kind: Kind | None) -> None:
    seen = kind_of(f"# {title}", *FORM_ONE[1:])
    assert (seen.form_family, seen.form_kind) == (family, kind)
    assert seen.title == title


def test_a_second_page_without_a_title_takes_the_family_from_the_employers_words() -> None:
    assert kind_of(*FORM_TWO).form_family == "renewal"


def test_a_form_row_makes_an_initial_registration_a_late_one() -> None:
    assert kind_of(*FORM_ONE, "申请类型", "| 逾期初始注册").form_kind is Kind.LATE_INITIAL
    assert kind_of(*FORM_ONE, "□逾期初始注册").form_kind is Kind.INITIAL


def change_form(choices: str, *, ticked: int | None, title: str = "注册安全工程师变更注册申请表") -> PageKindSeen:
    """Draw three boxes, one of them with a tick, where the choices stand, and read the line as given."""
    image = np.full((HEIGHT, WIDTH, 3), 255, dtype=np.uint8)
    box = Box(120, 900, 28 * 21, 28)
    for n in range(3):
        left = box.x + n * 7 * 28
        image[902:926, left + 2 : left + 26] = 0
        image[904:924, left + 4 : left + 24] = 255
        if n == ticked:
            for step in range(18):
                image[905 + step : 909 + step, left + 5 + step : left + 8 + step] = 0
        for character in range(1, 7):
            image[904:924, left + 28 * character + 6 : left + 28 * character + 22 : 3] = 60
    line = TextLine(page=0, box=box, confidence=0.9, seen_by="text", reading=Reading(text=choices, char_confidence=(0.9,) * len(choices)))
    seen = (*lines_of((f"# {title}", *FORM_ONE[1:])), line)
    return judged(*seen, image=image, engines=Engines(ocr=FakeOcr(strips=[choices])))


def test_a_tick_that_was_read_names_the_change() -> None:
    assert change_form("□变更聘用单位☑聘用单位更名□变更注册类别", ticked=1).form_kind is Kind.CHANGE_NAME


def test_a_tick_that_was_read_but_stands_elsewhere_names_nothing() -> None:
    assert change_form("□变更聘用单位☑聘用单位更名□变更注册类别", ticked=2).form_kind is None


def test_a_tick_read_in_an_empty_box_names_nothing() -> None:
    assert change_form("□变更聘用单位☑聘用单位更名□变更注册类别", ticked=None).form_kind is None


def test_a_box_that_was_not_read_names_the_change_where_its_ink_does() -> None:
    assert change_form("□变更聘用单位 聘用单位更名□变更注册类别", ticked=1).form_kind is Kind.CHANGE_NAME
    assert change_form("□变更聘用单位 聘用单位更名□变更注册类别", ticked=None).form_kind is None


def test_a_form_for_several_purposes_is_for_what_is_ticked() -> None:
    choices, title = "□初始注册  ☑延续注册  □变更注册  ", "注册安全工程师注册申请表"
    assert change_form(choices, ticked=1, title=title).form_family == "renewal"
    assert change_form(choices, ticked=None, title=title).form_family == ""
    assert change_form("本人申请延续注册，属实。", ticked=None, title=title).form_family == "renewal"


@pytest.mark.parametrize(
    "words",
    ["适用于：初始注册、延续注册、变更注册。", "初始注册□ 延续注册☑ 变更注册□", "初始注册 延续注册 变更注册", "初始注册□延续注册☑变更注册"],
)
def test_words_without_boxes_before_them_name_no_purpose(words: str) -> None:
    assert change_form(words, ticked=1, title="注册安全工程师注册申请表").form_family == ""


def test_a_tick_of_a_text_layer_needs_no_ink() -> None:
    lines = lines_of(("# 注册安全工程师变更注册申请表", *FORM_ONE[1:], "□变更聘用单位", "☑聘用单位更名", "□变更注册类别"))
    assert judged(*(msgspec.structs.replace(line, from_layer=True) for line in lines)).form_kind is Kind.CHANGE_NAME


def test_boxes_read_as_empty_are_told_apart_by_their_ink() -> None:
    assert change_form("□变更聘用单位□聘用单位更名□变更注册类别", ticked=2).form_kind is Kind.CHANGE_CATEGORY


def test_a_form_without_any_tick_names_no_change() -> None:
    seen = change_form("□变更聘用单位□聘用单位更名□变更注册类别", ticked=None)
    assert (seen.form_family, seen.form_kind) == ("change", None)


@pytest.mark.parametrize(
    ("title", "contract"),
    [
        ("劳动合同书", ContractType.LABOUR),
        ("聘用合同书", ContractType.APPOINTMENT),
        ("聘用协议", ContractType.APPOINTMENT),
        ("退休返聘协议", ContractType.RE_EMPLOYMENT),
        ("劳务派遣劳动合同", ContractType.DISPATCH),
    ],
)
def test_the_title_names_the_type_of_contract(title: str, contract: ContractType) -> None:
    seen = kind_of(f"# {title}", "甲方：样本厂", "乙方：张样本", "签订日期：2024年1月1日")
    assert seen.kind is PageKind.CONTRACT_COVER
    assert seen.contract is contract


def test_a_labour_contract_that_speaks_of_the_firm_worked_for_is_a_dispatch_contract() -> None:
    seen = kind_of("# 劳动合同", *BODY, "第三条 乙方由甲方派遣至用工单位样本厂工作。")
    assert seen.contract is ContractType.DISPATCH


def test_a_page_without_title_and_party_names_has_no_type() -> None:
    assert kind_of(*SIGNATURE).contract is None


def test_clauses_and_page_numbers_are_noted() -> None:
    seen = kind_of(*BODY)
    assert seen.clauses == (1, 2)
    assert (seen.number, seen.of) == (1, 4)


def test_a_blank_sheet_is_blank_and_a_picture_without_text_is_not() -> None:
    assert judged(page_seen(0.0005)).kind is PageKind.BLANK
    seen = judged(page_seen(0.2))
    assert seen.kind is PageKind.OTHER
    assert seen.confidence < 0.5


def test_a_page_of_much_ink_and_a_stroke_or_two_read_is_not_surely_another_paper() -> None:
    strokes = lines_of(("三三三",))
    assert judged(*strokes, page_seen(0.015)).confidence < 0.5
    assert judged(*strokes, page_seen(0.001)).confidence > 0.5  # nothing else is on it


def test_text_that_was_hardly_read_may_hide_something() -> None:
    assert judged(*lines_of(("口丁二三", "甘王工土"), confidence=0.3)).confidence < 0.5


def backdrop(*, plain: bool, width: int = 900, height: int = 1200) -> Rgb:
    image = np.full((height, width, 3), 240, dtype=np.uint8)
    if not plain:
        image[: height // 2, : width // 3] = (90, 60, 30)
        image[: height // 3, width // 2 :: 40] = (20, 90, 160)
        image[:, -60:] = (10, 10, 10)
    return image


@pytest.mark.parametrize(
    ("plain", "size", "box", "kind"),
    [
        (True, (900, 1200), Box(250, 250, 400, 450), PageKind.ID_PHOTO),
        (False, (900, 1200), Box(250, 250, 500, 560), PageKind.ID_PHOTO),
        (False, (900, 1200), Box(250, 250, 330, 400), PageKind.HELD_ID),
        (True, (1600, 1200), Box(500, 250, 400, 450), PageKind.HELD_ID),
        (True, (900, 1200), Box(400, 300, 120, 150), PageKind.HELD_ID),
        (True, (900, 1200), Box(400, 300, 20, 25), PageKind.OTHER),
    ],
    ids=["before a backdrop", "close up", "in a room", "landscape", "small in a large picture", "too small to count"],
)
def test_a_person_without_text_is_an_id_photo_or_may_hold_a_card(plain: bool, size: tuple[int, int], box: Box, kind: PageKind) -> None:  # noqa: FBT001
    image = backdrop(plain=plain, width=size[0], height=size[1])
    assert judged(faces(box), image=image).kind is kind


def test_a_person_beside_a_card_holds_it_and_a_card_alone_is_a_copy() -> None:
    card = lines_of(next(written for kind, written in OURS if kind is PageKind.ID_COPY))
    assert judged(faces(Box(300, 100, 350, 430)), *card).kind is PageKind.HELD_ID
    assert judged(faces(Box(900, 300, 110, 140)), *card).kind is PageKind.ID_COPY


def test_a_form_with_a_photo_on_it_stays_a_form() -> None:
    assert judged(faces(Box(950, 200, 120, 150)), *lines_of(FORM_ONE)).kind is PageKind.FORM_1


def test_the_choices_are_read_again_only_on_change_forms() -> None:
    ocr = FakeOcr()
    judged(*lines_of(FORM_ONE), engines=Engines(ocr=ocr))
    assert ocr.asked == 0


def test_contracts_whose_parties_are_called_otherwise_are_contracts() -> None:
    block = ("本合同一式两份，双方各执一份，自签字盖章之日起生效。", "用人单位（公章）：", "职工（签名）：", "法定代表人（签名）：")
    assert kind_of(*block).kind is PageKind.CONTRACT_SIGNATURE
    body = (
        "聘用方提供符合国家规定的劳动条件和劳动防护用品。",
        "七、合同的解除和终止",
        "经双方协商一致，本合同可以变更或者解除。",
        "受聘方应保守聘用方的商业秘密。",
        "九、争议的处理",
        "因履行本合同发生争议的，可以申请劳动仲裁。",
    )
    assert kind_of(*body).kind is PageKind.CONTRACT_BODY


def test_form_in_other_words_is_a_form() -> None:
    second = (
        "专业工作经历",
        "起止日期",
        "诚信承诺：",
        "申请人手写签名：",
        "用人单位审查意见：",
        "经审核，所报材料属实，同意其办理延续注册。",
        "省级注册初审机构意见：",
        "国家注册机构意见：",
    )
    seen = kind_of(*second)
    assert seen.kind is PageKind.FORM_2
    assert seen.form_family == "renewal"
    first = kind_of("# 中级注册安全工程师延续注册申请书", "姓名：张样本", "居民身份证号码：", "聘用企业名称：", "注册类别：")
    assert first.kind is PageKind.FORM_1
    assert first.form_kind is Kind.RENEWAL


def test_running_text_at_the_head_of_a_page_is_no_title() -> None:
    body = (
        "# 有法律规定情形之一的，任何一方可以依法解除本合同，并按规定提前通知",
        "合同终止后，聘用方应在十五日内为受聘方办理有关手续，并出具证明。",
        "七、合同的解除和终止",
        "经双方协商一致，本合同可以变更或者解除。",
        "因履行本合同发生争议的，可以申请劳动仲裁。",
    )
    seen = kind_of(*body)
    assert seen.kind is PageKind.CONTRACT_BODY
    assert seen.title == ""


def test_unknown_page_with_places_to_sign_and_seal_is_not_surely_something_else() -> None:
    assert kind_of("经历", "承诺书", "签字：", "单位审查意见", "盖章", "年月日").confidence < 0.5


@pytest.mark.parametrize(
    "title",
    [
        "解除劳动合同协议书",
        "解除（终止）劳动合同证明书",
        "劳动合同解除协议书",
        "聘用意向书",
        "保密协议",
        "非全日制劳动合同",
        "退休返聘劳务协议",
    ],
)
def test_papers_that_make_nobody_an_employee_are_no_contracts(title: str) -> None:
    told = kind_of(f"# {title}", *BODY[:3], "双方协商一致，约定如下：", *SIGNATURE[1:-1])
    assert told.kind.is_contract == (title in {"非全日制劳动合同", "退休返聘劳务协议"})


def test_a_contract_of_services_is_told_by_its_title() -> None:
    told = kind_of("# 劳 务 合 同", *BODY[:3], "双方协商一致，约定如下：", *SIGNATURE[1:-1])
    assert told.kind.is_contract
    assert told.title == "劳 务 合 同"


def test_a_certificate_lying_open_is_told_by_the_line_on_its_left_page() -> None:
    left = ("注册安全工程师执业证", "编号：YB20230001", "发证机关：样本省应急管理厅")
    assert kind_of("# 性别男", *left, "姓名", "| 张样本", "有效期至2026年8月30日").kind is PageKind.CERTIFICATE

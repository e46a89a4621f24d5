"""What speaks for and against each kind of page, as plain data: words, where they must stand, and what they weigh.

Words are compared without spaces and signs (see headings.py); one misread character is forgiven in longer words. A sheet's score
for a kind is the sum of the weights of the signs found on it; a kind without one of its `key` signs is not considered at all.
The weights say how rare a word is elsewhere: 4 a title that is hardly anything else, 2 to 3 a word of this paper alone, 1 a label
of a few papers, 0.5 a label of many. They were set by hand on the wording in the rules and templates, and measured on
samples/ (118 pages) and on 50 foreign documents, 2026-11-22.
"""

from enum import Enum
from typing import NamedTuple

from pipeline.datamodel.application import Kind
from pipeline.datamodel.observation import ContractType, PageKind


class Place(Enum):
    """Where a word must stand to count."""

    TITLE = "title"
    START = "start of a line"
    ANY = "anywhere"


class Sign(NamedTuple):
    """One piece of evidence: any of `words`, or the regular expression `shape`, at `place`, weighs `weight` once."""

    weight: float
    place: Place
    words: tuple[str, ...] = ()
    shape: str = ""
    key: bool = False


class Evidence(NamedTuple):
    """The signs of one kind of page; most_characters: no sheet with more text is of this kind."""

    signs: tuple[Sign, ...]
    most_characters: int = 100_000


TITLE, START, ANY = Place.TITLE, Place.START, Place.ANY

OTHER_PROFESSIONS = (
    "建造师|造价|消防工程师|监理|结构工程师|建筑师|计量师|测绘师|咨询工程师|环境影响|核安全|验船师|房地产|会计|执业药师|护士|医师|教师"
)

FORM = Evidence(
    (
        Sign(1.0, START, shape="^(初审|复核|复审|终审|核准)$|^.{0,4}(受理|核准)(机构|部门|机关)?意见"),
        Sign(1.5, ANY, shape="(所报|申报|提交|所附|填报).{0,6}材料.{0,6}(属实|真实)", key=True),
        Sign(0.5, ANY, shape="^.{0,4}(盖章|公章|印章)$"),
        Sign(4.0, TITLE, shape="安全工程.{0,6}(申请表|申请书|注册表|登记表)|安全.{0,3}师.{0,6}申请[表书]", key=True),
        Sign(2.0, TITLE, shape="(初始|延续|变更|重新|补办|注销)(注册)?申请[表书]", key=True),
        Sign(2.0, START, ("申请注册类别", "注册类别", "变更注册类别", "原注册类别"), key=True),
        Sign(2.0, START, ("初审机构",), key=True),
        Sign(2.5, START, ("聘用单位意见", "现聘用单位意见", "原聘用单位意见"), key=True),
        Sign(1.5, START, shape="^(?!.?聘用单位意见)(现|新|原)?(用人|工作|所在|受聘|申报|聘用|执业|注册)?(单位|企业)(审核|审查|推荐)?意见"),
        # In whatever words: 省级初审意见, 省级注册初审机构意见; 审批部门意见, 国家注册机构意见.
        Sign(2.0, ANY, shape="^.{0,8}初审(机构|部门|机关)?(审核|审查)?意见", key=True),
        Sign(1.0, ANY, shape="^.{0,8}(审批|终审|注册管理|注册)(机构|部门|机关)?(审核|审查)?意见"),
        Sign(2.0, START, ("从事安全生产相关业务工作经历", "从事安全生产工作经历", "安全生产工作经历"), key=True),
        Sign(0.5, START, ("工作经历", "工作简历")),
        Sign(0.5, START, ("起止时间", "起止日期", "起止年月")),
        Sign(1.5, START, shape="^(申请[人者]|申报[人者]|本人|个人|诚信)(郑重)?(承诺|声明)"),
        Sign(1.0, START, shape="(申请[人者]|申报[人者]|承诺人|声明人|本人)(手写|亲笔)?(签字|签名)"),
        Sign(1.5, START, ("聘用单位名称", "现聘用单位名称", "原聘用单位", "现聘用单位"), key=True),
        Sign(0.5, START, ("工作单位", "现工作单位", "单位全称", "受聘单位", "单位名称")),
        Sign(1.5, START, ("资格证书管理号", "资格证书编号", "职业资格证书管理号", "职业资格证书编号", "执业资格证书编号"), key=True),
        Sign(1.5, START, ("变更聘用单位", "聘用单位更名", "变更事项")),
        Sign(1.0, START, ("注册证编号", "原注册证编号", "执业证编号")),
        Sign(1.0, START, ("聘用起始日期", "截至日期", "聘用期限")),
        Sign(0.5, START, ("继续教育情况", "继续教育")),
        Sign(0.5, START, ("证件号码", "身份证号")),
        Sign(0.5, START, ("毕业院校", "所学专业")),
        Sign(0.3, START, ("姓名",)),
        Sign(0.3, START, ("统一社会信用代码",)),
        Sign(0.5, ANY, shape="(申请|办理)(初始|延续|变更|重新)注册", key=True),
        Sign(0.5, ANY, ("负责人签字", "负责人签名")),
        Sign(-6.0, TITLE, shape=OTHER_PROFESSIONS),
        Sign(-4.0, TITLE, shape="^(?!.*(安全|注册)).*(申请表|申请书|登记表|报名表|审批表)"),
        Sign(-3.0, TITLE, shape="合同|协议|证明|说明|陈述|通知书|证书|简历"),
    )
)

CONTRACT = Evidence(
    (
        Sign(
            4.0, TITLE, shape="劳动合同|劳务?派遣.{0,4}(合同|协议)|聘用(劳动)?(合同|协议)|聘任(合同|协议)|返聘.{0,6}(合同|协议)", key=True
        ),
        Sign(1.5, TITLE, shape="(续订|变更)劳动合同|劳动合同(续订|变更)", key=True),
        Sign(1.5, START, shape="^甲方"),
        Sign(1.5, START, shape="^乙方"),
        Sign(
            2.0,
            START,
            shape="^甲方.{0,3}(用人单位|聘用单位|聘用方|派遣单位)|^乙方.{0,3}(劳动者|受聘|退休人员|职工|员工|聘用人员)",
            key=True,
        ),
        Sign(1.5, START, shape="^甲方.{0,8}(盖章|公章|签章)"),
        Sign(1.5, ANY, shape="乙方.{0,8}(签字|签名)", key=True),
        # Signature blocks that call the parties by what they are.
        Sign(1.5, START, shape="^((用人|聘用|用工|派遣)单位|聘用方)(盖章|公章|签章|签字)", key=True),
        Sign(1.5, ANY, shape="(劳动者|职工|员工|受聘方|受聘人员?|雇员)(本人)?(签字|签名|签章)", key=True),
        Sign(1.0, ANY, shape="法定代表人.{0,8}委托代理人|^或?委托代理人签"),
        Sign(1.0, ANY, shape="签署页|签字页|以下无正文"),
        Sign(1.0, START, shape="^第[一二三四五六七八九十百\\d]{1,4}条", key=True),
        Sign(1.0, ANY, ("本合同",)),
        Sign(1.5, ANY, ("劳动合同期限", "聘用合同期限", "返聘期限", "合同期限"), key=True),
        Sign(1.5, ANY, ("工作内容和工作地点", "工作时间和休息休假", "工作内容"), key=True),
        Sign(1.5, ANY, ("劳动报酬", "工资标准", "基本工资"), key=True),
        Sign(1.0, ANY, ("社会保险和福利", "社会保险"), key=True),
        Sign(1.5, ANY, ("劳动保护", "劳动条件", "职业危害防护", "劳动防护用品"), key=True),
        Sign(1.0, ANY, shape="解除.{0,4}终止|经济补偿"),
        Sign(1.0, ANY, shape="协商一致.{0,8}(变更|解除|终止)"),
        Sign(1.0, ANY, shape="劳动争议|争议的?处理|仲裁机构|劳动仲裁|争议仲裁"),
        Sign(1.0, ANY, shape="甲方.{0,20}乙方|乙方.{0,20}甲方|甲乙双方"),
        Sign(1.0, ANY, ("用人单位", "劳动者", "劳动合同", "聘用合同", "受聘人员", "用工单位", "受聘方", "聘用方", "受聘人"), key=True),
        Sign(1.0, ANY, ("固定期限", "试用期")),
        Sign(0.5, ANY, ("一式两份", "各执一份", "一式三份", "一式二份")),
        Sign(0.5, ANY, shape="双方签字|签字盖章之日起?生效|本合同未尽事宜"),
        Sign(0.5, START, ("签订日期", "签约日期")),
        Sign(
            -5.0,
            TITLE,
            shape="(买卖|租赁|施工|承包|采购|销售|购销|服务|基金|借款|保险|运输|加工|委托|咨询|技术|居间|代理|物业|勘察|设计).{0,6}(合同|协议)",
        ),
        Sign(-4.0, TITLE, shape="申请表|证明|通知|说明|陈述|证书|聘书|报价|发票|清单|简历|须知|指南"),
        Sign(-6.0, TITLE, shape="合同法|条例|办法|规定$|制度|细则|手册"),
        # A page from the middle of a contract of another kind has clauses and parties too.
        Sign(
            -3.0,
            ANY,
            shape="货物|货款|标的物|租金|工程款|承包人|发包人|供货|交货|买方|卖方|出租|承租|借款|利率|投标|中标|基金|保险人|受托方|委托方",
        ),
        Sign(-1.5, ANY, shape="^乙方.{0,4}(盖章|公章)$"),
        Sign(-1.5, ANY, ("初审机构意见", "聘用单位意见")),
    )
)

LETTER = Evidence(
    (
        Sign(
            4.5,
            TITLE,
            shape="^聘书$|聘任书|聘请书|聘用证明|在职证明|工作证明|任职证明|任命(书|文件|决定|通知)|聘用通知|劳动关系证明",
            key=True,
        ),
        Sign(3.0, ANY, shape="兹聘(请|任|用)?|兹证明|现?任命.{2,12}(为|担任)|(特聘|兹聘|聘请).{2,8}(同志|先生|女士)", key=True),
        Sign(1.5, ANY, ("特此证明", "特此任命", "特发此证", "特此聘任")),
        Sign(1.5, ANY, shape="系我(单位|公司|院|校|所|中心|厂)|(为|是)我(单位|公司)(正式)?(员工|职工)|(现|聘)任?.{0,8}(职务|岗位)"),
        Sign(-4.0, TITLE, shape="合同|协议|申请表|继续教育|退休|更名|变更|陈述|履职|事业单位法人"),
        Sign(-2.0, ANY, ("甲方", "乙方")),
        Sign(-3.0, ANY, shape="继续教育|学时"),
    )
)

RENAME_NOTICE = Evidence(
    (
        Sign(
            4.5,
            TITLE,
            shape="准予.{0,4}变更|变更登记(通知|核准|情况|证明)|名称变更|更名(说明|证明|通知|批复|函|公告|登记)|企业变更(信息|登记)|变更核准",
            key=True,
        ),
        Sign(2.5, ANY, shape="变更前(内容|名称|企业)|变更后(内容|名称|企业)", key=True),
        Sign(2.5, ANY, shape="准予.{0,6}变更|名称.{0,4}变更为|更名为|准予变更登记|变更登记申请", key=True),
        Sign(1.0, ANY, shape="市场监督管理|工商行政管理|行政审批局|登记机关"),
        Sign(1.0, ANY, ("企业名称", "原企业名称", "公司名称", "变更事项", "登记日期", "核准日期")),
        Sign(-4.0, TITLE, shape="合同|协议|申请表|注册工程师|安全工程师"),
        Sign(-2.0, ANY, ("乙方", "初审机构")),
    )
)

STATEMENT = Evidence(
    (
        Sign(
            4.5,
            TITLE,
            shape="履职(情况|报告|说明|陈述)|执业期间.{0,4}(履职|情况|业绩|表现)|书面陈述|述职报告|执业(情况|业绩)|业绩(说明|证明|材料|陈述)|履行.{0,6}职责",
            key=True,
        ),
        Sign(2.0, ANY, shape="履职情况|履行.{0,8}职责|执业期间|注册期间", key=True),
        Sign(1.0, START, shape="^本人"),
        Sign(1.5, ANY, shape="陈述如下|报告如下|说明如下|汇报如下|陈述人|述职人"),
        Sign(0.5, ANY, ("隐患排查", "安全生产", "安全管理")),
        Sign(0.5, ANY, shape="(陈述人|本人|承诺人|申请人|述职人)(签字|签名)"),
        Sign(-5.0, TITLE, shape="申请表|合同|协议|聘书|在职证明|聘用证明"),
        Sign(-2.0, ANY, ("乙方", "初审机构意见", "聘用单位意见")),
    )
)

EDUCATION_PROOF = Evidence(
    (
        Sign(4.5, TITLE, shape="继续教育.{0,6}(证明|证书|合格|登记|学时|情况|记录)|(培训|学习)(合格)?(证明|证书)|学时证明", key=True),
        Sign(2.0, ANY, shape="继续教育培训|继续教育学习|参加.{0,16}继续教育", key=True),
        Sign(2.0, ANY, shape="\\d{1,3}(个)?学时|学时数|共计.{0,4}学时|必修课|选修课", key=True),
        Sign(1.0, ANY, shape="考核合格|考试合格|培训机构|培训单位|培训日期|结业"),
        Sign(-5.0, TITLE, shape="申请表|合同|协议|陈述|履职"),
        Sign(-2.0, ANY, ("乙方", "初审机构", "聘用单位意见")),
    )
)

RETIREMENT_PROOF = Evidence(
    (
        Sign(4.5, TITLE, shape="退休(证|证明|审批表|通知)|离退休|离休", key=True),
        Sign(
            2.5, ANY, shape="退休证|退休时间|退休日期|批准退休|退休(前)?工作单位|退休审批|同意.{0,6}退休|准予.{0,4}退休|退休待遇", key=True
        ),
        Sign(1.0, ANY, shape="参加工作时间|养老保险|基本养老金|发证机关|退休类别|连续工龄|缴费年限"),
        Sign(-5.0, TITLE, shape="申请表$|合同|协议|陈述"),
        Sign(-2.0, ANY, ("乙方", "返聘", "初审机构")),
    )
)

INSTITUTION_PROOF = Evidence(
    (
        Sign(4.5, TITLE, shape="事业单位法人(证书|登记)|事业单位.{0,4}证明|机构编制", key=True),
        Sign(3.0, ANY, ("事业单位法人证书", "事业单位登记管理"), key=True),
        Sign(1.5, ANY, shape="举办单位|开办资金|经费来源|宗旨和业务范围", key=True),
        Sign(1.0, ANY, shape="在编|编制|登记管理机关|法定代表人"),
        Sign(-5.0, TITLE, shape="合同|协议|申请表|陈述|聘用"),
        Sign(-2.0, ANY, ("乙方", "初审机构")),
    )
)

ID_CARD = Evidence(
    (
        Sign(3.0, ANY, ("公民身份号码", "居民身份证", "中华人民共和国居民身份证"), key=True),
        Sign(2.0, START, ("签发机关",), key=True),
        Sign(0.7, START, ("有效期限",)),
        Sign(0.7, START, ("姓名",)),
        Sign(0.7, START, ("性别",)),
        Sign(0.7, ANY, ("民族",)),
        Sign(0.7, START, ("出生",)),
        Sign(1.0, START, ("住址",), key=True),
        Sign(1.5, ANY, shape="(^|\\D)\\d{17}[\\dXx](\\D|$)"),
        Sign(-5.0, ANY, shape="申请表|合同|证明|聘用|注册类别|毕业院校|简历|求职|学历"),
    ),
    most_characters=260,
)

CERTIFICATE = Evidence(
    (
        Sign(4.5, TITLE, shape="(职业|执业|从业)资格证|资格证书|安全工程师.{0,6}(注册证|执业证|证书)|注册(执业)?证书?$|执业证", key=True),
        Sign(2.5, ANY, shape="管理号|FileNo|证书管理号|执业资格证书|职业资格证书", key=True),
        Sign(1.0, ANY, shape="批准日期|签发日期|发证日期|ApprovalDate|IssuedDate|签发单位|IssuedBy|发证机关"),
        Sign(1.0, ANY, shape="人力资源(和)?社会保障部|应急管理部|安全生产监督管理总局|MinistryofHumanResources"),
        Sign(1.0, ANY, shape="本证书|持证人|Thisistocertify|表明持证人"),
        Sign(1.0, ANY, shape="注册安全工程师|SafetyEngineer"),
        Sign(-5.0, TITLE, shape="申请表|登记表|审批表|报名表|合同|协议|继续教育|法人|退休|陈述|履职|通知"),
        Sign(-2.0, ANY, shape="乙方|初审机构|统一社会信用代码|学时"),
    ),
    most_characters=900,
)

PAPERS: tuple[tuple[str, Evidence], ...] = (
    ("form", FORM),
    ("contract", CONTRACT),
    (PageKind.LETTER, LETTER),
    (PageKind.RENAME_NOTICE, RENAME_NOTICE),
    (PageKind.STATEMENT, STATEMENT),
    (PageKind.EDUCATION_PROOF, EDUCATION_PROOF),
    (PageKind.RETIREMENT_PROOF, RETIREMENT_PROOF),
    (PageKind.INSTITUTION_PROOF, INSTITUTION_PROOF),
    (PageKind.ID_COPY, ID_CARD),
    (PageKind.CERTIFICATE, CERTIFICATE),
)

# The two halves of a form; which of them a page is says what stands on it, never its number.
FORM_HEAD = Evidence(
    (
        Sign(1.0, START, ("姓名",)),
        Sign(0.5, START, ("性别",)),
        Sign(0.5, START, ("民族", "出生日期", "出生年月")),
        Sign(1.0, START, ("证件号码", "身份证号", "证件类型")),
        Sign(1.0, START, ("毕业院校", "所学专业", "学历", "毕业学校")),
        Sign(0.5, START, ("手机号码", "手机", "电子邮箱", "联系电话")),
        Sign(1.0, START, ("资格证书管理号", "资格证书编号", "职业资格证书编号", "取得时间", "注册证编号", "原注册证编号")),
        Sign(1.0, START, ("申请注册类别", "注册类别", "原注册类别")),
        Sign(1.0, START, ("聘用单位名称", "现聘用单位名称", "原聘用单位", "统一社会信用代码", "单位地址", "单位性质")),
        Sign(0.5, START, ("聘用起始日期", "截至日期", "聘用期限")),
    )
)
FORM_TAIL = Evidence(
    (
        Sign(0.5, START, ("从事安全生产相关业务工作经历", "工作经历", "起止时间", "从事工作")),
        Sign(1.5, START, shape="^(申请[人者]|申报[人者]|本人|个人|诚信)?(郑重)?(承诺|声明)书?$|^(申请[人者]|申报[人者])(承诺|声明)"),
        Sign(1.5, ANY, shape="(申请[人者]|申报[人者]|承诺人|声明人|本人)(手写|亲笔)?(签字|签名)|^(签字|签名).{0,4}$"),
        Sign(2.0, START, shape="^(现|新|原)?(用人|工作|所在|受聘|申报|聘用|执业|注册)?(单位|企业)(审核|审查|推荐)?意见"),
        Sign(1.0, ANY, shape="(负责人|法定代表人)(签字|签名)"),
        Sign(1.0, ANY, shape="盖章|公章"),
        Sign(1.0, ANY, shape="^.{0,8}初审(机构|部门|机关)?(审核|审查)?意见"),
        Sign(1.0, ANY, shape="^.{0,8}(审批|终审|注册管理|注册)(机构|部门|机关)?(审核|审查)?意见"),
        Sign(0.5, ANY, shape="我单位聘用的|如有虚假|真实.{0,3}有效"),
    )
)

CONTRACT_COVER = Evidence(
    (
        Sign(2.0, TITLE, shape="合同|协议"),
        Sign(1.0, START, ("签订日期", "签约日期", "编号", "合同编号")),
        Sign(0.5, START, shape="^甲方"),
        Sign(0.5, START, shape="^乙方"),
        Sign(0.5, ANY, shape="监制|印制|通用"),
        Sign(-2.0, START, shape="^第[一二三四五六七八九十百\\d]{1,4}条|^[一二三四五六七八九十]{1,2}(劳动)?合同期限"),
        Sign(-1.5, START, shape="^甲方.{0,6}(盖章|签字|签章)$|^乙方.{0,6}(签字|签名|签章|盖章)$"),
    )
)
CONTRACT_SIGNATURE = Evidence(
    (
        Sign(2.0, START, shape="^(甲方|(用人|聘用|用工|派遣)单位|聘用方).{0,8}(盖章|公章|签章|签字).{0,6}$"),
        Sign(2.0, ANY, shape="(乙方|劳动者|职工|员工|受聘方|受聘人员?|雇员).{0,8}(签字|签名|签章|盖章).{0,6}$"),
        Sign(1.0, ANY, shape="^.{0,4}(法定代表人|委托代理人).{0,16}(签字|签名|盖章|签章).{0,4}$|^.{0,3}法定代表人.{0,8}委托代理人.{0,8}$"),
        Sign(1.5, ANY, shape="签署页|签字页|以下无正文"),
        Sign(0.5, ANY, shape="一式(两|二|三|贰|叁)份|各执一份"),
    )
)
CONTRACT_ANNEX = Evidence(
    (
        Sign(3.0, TITLE, shape="^附件|续订|补充协议|变更协议|变更劳动合同|合同变更"),
        Sign(1.5, START, shape="^附件[一二三四五六七八九十\\d]"),
        Sign(1.0, ANY, shape="经双方协商.{0,6}(续订|变更)|续订后的|原合同"),
    )
)

CONTRACT_TYPES: tuple[tuple[ContractType, str], ...] = (
    # Titles, the first that fits: 劳动合同 also stands in the titles of dispatch and re-employment contracts.
    (ContractType.DISPATCH, "派遣"),
    (ContractType.RE_EMPLOYMENT, "返聘|退休"),
    (ContractType.APPOINTMENT, "聘用(合同|协议)|聘任(合同|协议)|事业单位"),
    (ContractType.LABOUR, "劳动合同|劳动合"),
)
CONTRACT_PARTIES: tuple[tuple[ContractType, str], ...] = (
    # Without a title only what the parties are called counts: every kind of contract cites the 劳动合同法.
    (ContractType.DISPATCH, "用工单位.*派遣|派遣.*用工单位|^甲方派遣单位"),
    (ContractType.RE_EMPLOYMENT, "^乙方.{0,2}(退休|返聘)|返聘(期限|协议|人员)"),
    (ContractType.APPOINTMENT, "^乙方.{0,2}受聘|^甲方.{0,2}聘用(单位|方)|聘用合同期限"),
    (ContractType.LABOUR, "^乙方.{0,2}劳动者|^[一二三四五六七八九十]{0,2}劳动合同期限"),
)

FORM_FAMILIES: tuple[tuple[str, str, Kind | None], ...] = (
    ("初始", "initial", Kind.INITIAL),
    ("延续", "renewal", Kind.RENEWAL),
    ("变更", "change", None),
    ("重新", "re-registration", Kind.RE_REGISTRATION),
    ("补办", "reissue", Kind.REISSUE),
    ("注销", "cancellation", Kind.CANCELLATION),
)
CHANGE_ITEMS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.CHANGE_EMPLOYER, ("变更聘用单位", "聘用单位变更", "变更单位", "单位变更")),
    (Kind.CHANGE_NAME, ("聘用单位更名", "单位更名", "单位名称变更", "变更单位名称")),
    (Kind.CHANGE_CATEGORY, ("变更注册类别", "注册类别变更", "变更类别", "类别变更")),
)

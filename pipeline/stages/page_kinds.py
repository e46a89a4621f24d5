"""What speaks for and against each kind of page, as plain data: words, where they must stand, and what they weigh.

Words are compared without spaces and signs (see headings.py); one misread character is forgiven in longer words. A sheet's score
for a kind is the sum of the weights of the signs found on it; a kind without one of its `key` signs is not considered at all.
The weights say how rare a word is elsewhere: 4 a title that is hardly anything else, 2 to 3 a word of this paper alone, 1 a label
of a few papers, 0.5 a label of many. They were set by hand on the wording in the rules and templates, and measured on
samples/ (118 pages) and on 50 foreign documents, 2026-11-22.
"""

from pipeline.datamodel.application import Kind
from pipeline.datamodel.observation import ContractType, PageKind
from pipeline.stages.page_signs import ANY, START, TITLE, Evidence, Sign
from pipeline.stages.single_papers import (
    CERTIFICATE,
    DEGREE,
    EDUCATION_PROOF,
    EXAM_FORM,
    ID_CARD,
    IDENTITY_PROOF,
    INSTITUTION_PROOF,
    LETTER,
    LICENCE,
    PROMISE,
    RENAME_NOTICE,
    REQUEST,
    RETIREMENT_PROOF,
    STATEMENT,
    TITLE_CERTIFICATE,
)

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
        Sign(-4.0, TITLE, shape="考试|报名|报考"),
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
        # So that the title is told: who judges asks whether such a contract counts.
        Sign(0.1, TITLE, shape="(劳务|实习生?|见习|兼职)(用工|聘用|劳动)?(合同|协议)"),
        # By these nobody becomes an employee, or somebody ceases to be one.
        Sign(
            -20.0,
            TITLE,
            shape="^(?!附[件录]).*(解除|终止|解聘).{0,8}(合同|关系).{0,2}(证明|协议|通知)|合同的?(解除|终止)(证明|协议|通知)|离职证明"
            "|^(?!附[件录]).*(就业|保密|竞业限制)协议|意向书",
        ),
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
    (PageKind.DEGREE, DEGREE),
    (PageKind.TITLE, TITLE_CERTIFICATE),
    (PageKind.EXAM_FORM, EXAM_FORM),
    (PageKind.PROMISE, PROMISE),
    (PageKind.LICENCE, LICENCE),
    (PageKind.IDENTITY_PROOF, IDENTITY_PROOF),
    (PageKind.REQUEST, REQUEST),
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

"""The words printed beside the places that stages look for: labels of fields, of signatures and of seals, as plain data.

Words are compared without spaces, brackets and punctuation, so 「甲方（盖章）」 stands here as 「甲方盖章」. A word of four
characters and more may be misread in one of them. `shape` is a regular expression for families of labels too many to list.
"""

from typing import NamedTuple

from pipeline.datamodel.observation import FieldName, Role


class Label(NamedTuple):
    """What a label stands for (None: only bounds its neighbours), its words, a shape, and how it must stand.

    alone: it must end where a colon, a bracket, a gap or a line stands, since its words also occur in running text.
    """

    what: Role | FieldName | None
    words: tuple[str, ...]
    shape: str = ""
    alone: bool = False


UNIT_NAME = "(?:聘用|工作|用人|受聘|所在|注册|执业|申报)?(?:单位|企业)(?:名称|全称)(?!变更|更改|发生|与|一致|相符|是否)"
BARE_SIGNS = ("签名", "签字", "手写签名", "亲笔签名")
SIGN = "(?:手写)?(?:亲笔)?(?:签字|签名|签章|签署)"

FORM_PLACES = (
    Label(
        Role.APPLICANT_SIGNATURE,
        ("申请人签字", "申请人签名", "本人签字", "本人签名", "签名申请人", "签字申请人", "承诺人签字", "承诺人签名"),
        shape=f"(?:(?:注册)?申请(?:人|者)员?|申报(?:人|者)员?|承诺人|声明人|填报人|填表人|本人)(?:本人)?{SIGN}|{SIGN}(?:申请人|申报人|承诺人|声明人|本人)",
    ),
    # 「签名：」 alone is the applicant's outside the opinion cells, where no fuller label stands (see cells.py).
    Label(Role.APPLICANT_SIGNATURE, ("承诺人", "申请人", "申请者", "申报人", "声明人", "签字人", "签名人", *BARE_SIGNS), alone=True),
    Label(
        Role.EMPLOYER_HEAD_SIGNATURE,
        ("负责人签字", "负责人签名", "单位负责人签字", "法定代表人签字", "法定代表人签名"),
        shape=f"(?:聘用)?(?:单位|企业)?(?:法定代表人|法人代表|主要负责人|负责人)(?:或?(?:主要)?负责人)?(?:或?委托代理人)?{SIGN}(?:或?盖章)?",
    ),
    Label(
        Role.FORMER_EMPLOYER_SEAL,
        ("原聘用单位意见", "原聘用单位盖章", "原单位意见"),
        shape="原(?:聘用|工作|注册|执业|受聘|用人)?(?:单位|企业)(?:审核|推荐)?(?:意见|盖章|公章)",
    ),
    Label(
        Role.EMPLOYER_SEAL,
        ("聘用单位意见", "现聘用单位意见", "用人单位意见", "聘用企业意见", "工作单位意见", "所在单位意见", "单位意见", "聘用单位盖章"),
        shape="(?:现|新|拟)?(?:聘用|用人|工作|所在|申报|申请人|执业|受聘|注册)?(?:单位|企业)(?:审核|推荐|审查|聘用)?(?:意见|盖章|公章|承诺)",
    ),
    Label(
        Role.AUTHORITY_SEAL,
        ("初审机构意见", "审批意见", "审批机构意见", "注册管理机构意见", "主管部门意见", "注册机构意见", "初审意见", "终审意见"),
        shape="[一-鿿]{0,14}?(?:机构|部门|机关|厅|局|委|中心|初审|复审|终审|审批|审核|受理|注册)(?:审核|审批|审查|初审|注册)?(?:意见|盖章)",
    ),
)

NUMERAL = "0-9０-９〇○零一二三四五六七八九十廿"  # what a date's numbers are written in, inside a pattern's brackets

FORM_FIELDS = (
    Label(FieldName.PERSON, ("姓名", "申请人姓名", "申请人", "中文姓名", "申报人", "申报人姓名", "注册申请人", "注册人员姓名"), alone=True),
    Label(
        FieldName.ID_NUMBER,
        ("身份证号", "身份证号码", "居民身份证号码", "公民身份号码", "证件号码", "身份证件号码", "有效证件号码", "证件号", "身份证"),
        shape="(?:居民|公民|有效)?身份证?件?号码?",
    ),
    Label(
        FieldName.FORMER_EMPLOYER,
        ("原聘用单位", "原工作单位", "变更前聘用单位", "变更前单位", "原注册单位"),
        shape="(?:原|变更前)(?:聘用|工作|用人|受聘|所在|注册|执业)?(?:单位|企业)",
        alone=True,
    ),
    # A unit's 名称 or 全称 needs no gap before its value at the head of a line.
    Label(FieldName.FORMER_EMPLOYER, (), shape=f"(?:原|变更前){UNIT_NAME}"),
    Label(FieldName.EMPLOYER, (), shape=f"(?:现|新|变更后)?{UNIT_NAME}"),
    Label(FieldName.FORMER_EMPLOYER, ("原聘用单位名称", "原聘用单位", "原单位名称", "变更前聘用单位", "原注册单位", "变更前单位名称")),
    Label(
        FieldName.EMPLOYER,
        (
            "聘用单位名称",
            "聘用单位",
            "现聘用单位名称",
            "现聘用单位",
            "新聘用单位名称",
            "新聘用单位",
            "用人单位名称",
            "现单位名称",
            "单位名称",
            "企业名称",
            "工作单位名称",
            "变更后聘用单位",
            "变更后单位名称",
            "受聘单位",
            "工作单位",
            "所在单位",
            "现工作单位",
        ),
        alone=True,
    ),
    Label(FieldName.CREDIT_CODE, ("统一社会信用代码", "社会信用代码", "单位信用代码", "信用代码", "组织机构代码", "单位属性代码")),
    Label(
        FieldName.CERTIFICATE_NUMBER,
        (
            "职业资格证书编号",
            "资格证书编号",
            "职业资格证书号",
            "资格证书管理号",
            "职业资格证书管理号",
            "证书管理号",
            "管理号",
            "执业资格证书编号",
        ),
    ),
    Label(
        FieldName.CERTIFICATE_ISSUED_ON,
        ("资格证书取得时间", "取得时间", "发证日期", "签发日期", "批准日期", "资格取得时间", "证书签发日期", "取得资格时间", "发证时间"),
    ),
    Label(
        FieldName.REGISTRATION_NUMBER,
        ("注册证编号", "注册证号", "原注册证编号", "注册编号", "原注册编号", "注册证书编号", "执业证编号", "注册号", "原注册证号"),
    ),
    Label(
        FieldName.REGISTRATION_EXPIRES_ON,
        (
            "注册有效期",
            "注册有效期至",
            "有效期至",
            "有效期截止日期",
            "有效期截止日",
            "有效期截至日",
            "注册证有效期",
            "失效日期",
            "有效期",
            "注册失效日期",
            "注册有效期截止日期",
        ),
    ),
    Label(
        FieldName.CATEGORY,
        (
            *("申请注册类别", "注册类别", "专业类别", "变更后类别", "变更后注册类别", "现注册类别", "申请类别"),
            *("注册专业", "注册专业类别", "申请注册专业", "申请注册专业类别", "申请注册的专业类别"),
        ),
    ),
    Label(FieldName.AGENCY, ("初审机构", "注册初审机构", "初审部门", "受理机构"), alone=True),
    Label(
        FieldName.TERM,
        ("聘用期限", "聘用期", "聘期", "聘用合同期限", "劳动合同期限", "合同期限", "聘用合同起止时间", "聘用起止时间"),
        shape="(?:聘用|劳动|聘任|受聘)?(?:合同|协议|聘用|聘任|受聘)(?:起止(?:时间|日期|年月)|(?:有效)?期限|有效期)",
    ),
    Label(
        FieldName.TERM_END,
        (
            "截至日期",
            "截止日期",
            "聘用截止日",
            "聘用截至日",
            "聘用终止日",
            "合同截止日",
            "合同截至日",
            "聘用截止日期",
            "聘用期限截至日期",
            "聘用期限截止日期",
            "合同截止日期",
            "聘用终止日期",
        ),
    ),
    Label(
        FieldName.TERM_START,
        ("起始日期", "聘用起始日", "聘用开始日", "合同起始日", "聘用起始日期", "开始日期", "聘用开始日期", "合同起始日期"),
    ),
    Label(FieldName.EDUCATION, ("学历", "最高学历", "文化程度")),
    Label(FieldName.PHONE, ("手机", "手机号码", "联系电话", "移动电话", "手机号", "电话"), alone=True),
    Label(FieldName.CHANGE_ITEM, ("变更事项", "变更类型", "变更内容", "申请变更事项", "变更项目")),
    Label(FieldName.WORK_HISTORY, ("工作经历", "工作简历", "从事安全生产相关业务工作经历", "从事安全生产工作经历", "主要工作经历")),
)

# 「单位」 alone stands in many places; it asks for the employer where nothing fuller does and one answer is a name (see fields.py).
ONE_WORD = Label(FieldName.EMPLOYER, ("单位",), alone=True)

CONTRACT_PLACES = (
    Label(
        Role.CONTRACT_EMPLOYER_SEAL,
        ("甲方盖章", "甲方公章", "用人单位盖章", "聘用单位盖章", "甲方签章"),
        shape="甲方[一-鿿]{0,8}?(?:盖章|公章|签章)|(?:(?:用人|聘用|用工|派遣)单位|聘用方)(?:签字|签名)?(?:或|并)?(?:盖章|公章|签章)",
    ),
    Label(
        Role.CONTRACT_EMPLOYER_SIGNATURE,
        ("法定代表人签字", "法定代表人签名", "法定代表人或委托代理人签字", "委托代理人签字", "法定代表人主要负责人或委托代理人签字或盖章"),
        shape=(
            "或?(?:甲方)?(?:法定代表人|法人代表|主要负责人|单位负责人|负责人|授权代表|委托代理人)(?:主要负责人|负责人)?"
            f"(?:或(?:其)?(?:主要负责人|委托代理人|授权代表|授权代理人|授权委托人))?{SIGN}(?:或|并)?(?:盖章)?"
        ),
    ),
    Label(Role.CONTRACT_EMPLOYER_SIGNATURE, ("法定代表人", "法定代表人或委托代理人", "法人代表", "委托代理人", "授权代表"), alone=True),
    Label(
        Role.CONTRACT_PERSON_SIGNATURE,
        ("乙方签字", "乙方签名", "劳动者签字", "劳动者签名", "受聘人签字", "乙方签章"),
        shape=f"(?:乙方[一-鿿]{{0,8}}?|劳动者|受聘人员?|受聘方|员工|职工)(?:{SIGN}|盖章)(?:(?:或|并|及)?(?:盖章|按?手印|捺印|指印))?",
    ),
)

# A table of the parties asks for the unit's 名称 and the person's 姓名 under their headings (see fields.py).
PARTY_ROWS = (Label(FieldName.EMPLOYER, ("名称",), alone=True), Label(FieldName.PERSON, ("姓名",), alone=True))

CONTRACT_FIELDS = (
    Label(
        FieldName.EMPLOYER,
        ("甲方", "甲方用人单位", "甲方名称", "甲方用人单位名称", "用人单位名称", "甲方聘用单位", "甲方聘用方", "用人单位", "聘用单位"),
        shape="甲方(?:(?:用人|聘用|用工|派遣)?单位|聘用方|雇主|公司|企业)(?:名称|全称)?",
        alone=True,
    ),
    *PARTY_ROWS,
    # As running text these head a clause; only the cells of a table of terms are answered beside them (see fields.py).
    Label(FieldName.TERM, ("合同期限", "劳动合同期限", "聘用期限", "聘用合同期限"), alone=True),
    Label(FieldName.POST, ("工作岗位", "岗位", "岗位名称", "工作岗位工种", "聘用岗位"), alone=True),
    Label(
        FieldName.PERSON,
        ("乙方", "乙方劳动者", "乙方姓名", "乙方劳动者姓名", "乙方受聘人", "乙方退休人员", "受聘人员", "劳动者姓名", "乙方受聘方"),
        shape="乙方(?:劳动者|受聘方|受聘人员?|受聘者|聘用人员|员工|职工|雇员|退休人员)(?:姓名)?",
        alone=True,
    ),
    Label(FieldName.ID_NUMBER, ("居民身份证号码", "身份证号码", "身份证号", "公民身份号码", "有效身份证件号码", "居民身份证号")),
    Label(FieldName.CREDIT_CODE, ("统一社会信用代码",)),
    Label(FieldName.SIGNED_ON, ("签订日期", "签订时间", "签约日期", "合同签订日期", "签署日期"), alone=True),
)

STATEMENT_PLACES = (
    Label(
        Role.STATEMENT_SIGNATURE,
        ("本人签字", "本人签名", "陈述人签字", "陈述人签名", "申请人签字", "申请人签名", "承诺人签字", "声明人签字"),
        shape=f"(?:本人|陈述人|申请人|承诺人|声明人|报告人|述职人)(?:本人)?{SIGN}|{SIGN}(?:申请人|陈述人|本人)",
    ),
    Label(Role.STATEMENT_SIGNATURE, ("签名", "签字", "陈述人", "申请人", "承诺人", "声明人", "述职人", "报告人"), alone=True),
)

PAPER_FIELDS = (
    Label(FieldName.PERSON, ("姓名", "申请人", "陈述人", "承诺人"), alone=True),
    Label(FieldName.ID_NUMBER, ("身份证号", "身份证号码", "公民身份号码", "证件号码", "居民身份证号码")),
    Label(
        FieldName.FORMER_EMPLOYER,
        ("原企业名称", "原名称", "变更前名称", "变更前企业名称", "原公司名称", "原单位名称", "变更前", "变更前内容", "变更前事项"),
        alone=True,
    ),
    Label(
        FieldName.EMPLOYER,
        (
            "变更后名称",
            "变更后企业名称",
            "现名称",
            "新名称",
            "企业名称",
            "单位名称",
            "聘用单位",
            "工作单位",
            "聘用单位名称",
            "现企业名称",
            "变更后",
            "变更后内容",
            "变更后事项",
        ),
        alone=True,
    ),
    Label(FieldName.CREDIT_CODE, ("统一社会信用代码",)),
    Label(FieldName.POST, ("职务", "岗位", "工作岗位")),
    Label(FieldName.TERM, ("聘用期限", "聘期", "任期")),
)

# Characters that a label never holds, but the sentences do that speak of signing and sealing.
SENTENCE = frozenset("应须由后经加不的其在")

# Labels that are no field of ours but end the value on their left and are no value themselves.
BOUNDS = (
    Label(
        None,
        (
            *(
                "申请类型",
                "注册类型",
                "申请种类",
                "性别",
                "民族",
                "照片",
                "出生日期",
                "出生年月",
                "证件类型",
                "所学专业",
                "毕业院校",
                "毕业学校",
                "毕业时间",
                "职务",
                "职称",
                "学位",
            ),
            *(
                "电子邮箱",
                "电子邮件",
                "邮政编码",
                "邮编",
                "联系人",
                "联系方式",
                "联系地址",
                "家庭住址",
                "家庭地址",
                "居住地",
                "现居住地",
                "单位负责人",
                "主要负责人",
                "单位地址",
                "通讯地址",
                "通信地址",
                "单位性质",
                "法定代表人",
                "企业性质",
            ),
            *(
                "注册地",
                "经营地",
                "户籍地址",
                "经常居住地",
                "起止时间",
                "工作单位",
                "从事工作",
                "申请编号",
                "编号",
                "政治面貌",
                "日期",
                "签订日期",
            ),
            *("变更原因", "补办原因", "注销原因", "学时", "培训机构", "继续教育情况", "住所", "技术职称", "专业", "从事业务", "担任职务"),
            *("起止年月", "起止日期", "工作起止时间", "工作内容", "证明人", "岗位"),
        ),
        alone=True,
    ),
)

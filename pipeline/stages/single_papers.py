"""What speaks for and against each paper of one page besides form and contract; weights as `page_kinds.py` explains them."""

from pipeline.stages.page_signs import ANY, START, TITLE, Evidence, Sign

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
        Sign(-4.0, ANY, shape="派出所|户籍|同一人"),
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
        # On the left of two pages lying open it stands beside what is printed larger on the right.
        Sign(3.0, ANY, shape="^(中华人民共和国)?(中级|初级)?注册安全工程师(注册|执业)证书?$", key=True),
        Sign(1.0, ANY, shape="批准日期|签发日期|发证日期|ApprovalDate|IssuedDate|签发单位|IssuedBy|发证机关"),
        Sign(1.0, ANY, shape="人力资源(和)?社会保障部|应急管理部|安全生产监督管理总局|MinistryofHumanResources"),
        Sign(1.0, ANY, shape="本证书|持证人|Thisistocertify|表明持证人"),
        Sign(1.0, ANY, shape="注册安全工程师|SafetyEngineer"),
        Sign(-5.0, TITLE, shape="申请表|登记表|审批表|报名表|合同|协议|继续教育|法人|退休|陈述|履职|通知"),
        # A title of rank (职称) is 专业技术资格, the qualification itself 专业技术人员职业资格.
        Sign(-5.0, TITLE, shape="专业技术(职务)?(任职)?资格|职称|学位证|毕业证|学历|承诺书"),
        Sign(-2.0, ANY, shape="乙方|初审机构|统一社会信用代码|学时"),
    ),
    most_characters=900,
)

DEGREE = Evidence(
    (
        Sign(
            4.5,
            TITLE,
            shape="毕业证书?$|学[士历位]{1,2}.{0,2}证书?|(硕士|博士|研究生).{0,4}证书|学[历位].{0,14}(备案表|认证|查询|验证)",
            key=True,
        ),
        Sign(2.5, ANY, shape="准予毕业|授予.{0,8}学位|学[历位]证书.{0,4}注册|毕业证书编号|学位证书编号", key=True),
        Sign(1.5, ANY, shape="成绩合格|修完.{0,12}课程|本科毕业|专科毕业|完成.{0,8}学业"),
        Sign(1.0, ANY, shape="学位评定委员会|(学校|大学|学院).{0,3}校?院?长|^校长|学制|培养方式|学习形式|学历层次|毕业院校|学习类型"),
        Sign(-5.0, TITLE, shape="申请表|报名表|登记表|审批表|合同|协议|简历|继续教育|安全工程师|职业资格"),
        Sign(-3.0, ANY, shape="乙方|初审机构|聘用单位意见|求职|报考"),
    ),
    most_characters=900,
)

TITLE_CERTIFICATE = Evidence(
    (
        Sign(
            4.5,
            TITLE,
            shape="专业技术(职务)?(任职)?资格(证|评审)|专业技术职务.{0,6}证|职称(证|评审|电子)|(工程师|技术员|经济师).{0,3}(任职)?(资格)?证书?$",
            key=True,
        ),
        Sign(
            2.5, ANY, shape="评审(通过|委员会)|任职资格(名称|级别)?|资格(名称|级别)[:：]?.{0,6}工程师|专业技术(职务)?(任职)?资格", key=True
        ),
        Sign(1.5, ANY, shape="(正?高级|中级|助理)工程师|工程师$"),
        Sign(1.0, ANY, shape="专业名称|系列名称|批准(文号|部门|机关|时间)|授予时间|评审时间|资格级别|取得方式|评委会"),
        Sign(-6.0, TITLE, shape="注册|安全工程师|执业|职业资格|申请表|报名表|审批表|合同|协议|继续教育|聘书|证明$|通知"),
        Sign(-3.0, ANY, shape="乙方|初审机构|聘用单位意见|兹聘|兹证明"),
    ),
    most_characters=900,
)

EXAM_FORM = Evidence(
    (
        Sign(4.5, TITLE, shape="考试.{0,6}(报名表|报名登记表|报名信息表|资格审核表)|安全工程师.{0,12}报名(登记|信息)?表", key=True),
        Sign(2.0, ANY, shape="报考(级别|专业|科目|考区|地市|名称)|考全科|免[一二]科|增报专业", key=True),
        Sign(1.5, ANY, shape="报名(序号|点|时间|状态|编号)|考区|资格审核|核查(部门|地点|方式)|缴费状态"),
        Sign(1.0, ANY, shape="安全工程师"),
        Sign(0.5, START, ("证件号码", "毕业院校", "毕业学校", "工作单位", "工作年限", "学历", "所学专业")),
        Sign(-6.0, TITLE, shape="注册申请|申请表|合同|协议|承诺书|准考证|通知$|公告|办法"),
        # An entry form of another exam is none of ours.
        Sign(-4.0, TITLE, shape="^(?!.*安全).*报名"),
        Sign(-2.0, ANY, shape="乙方|初审机构意见|聘用单位意见"),
    )
)

PROMISE = Evidence(
    (
        Sign(4.5, TITLE, shape="承诺书|承诺函|诚信承诺|告知承诺|真实性(承诺|声明)", key=True),
        Sign(1.5, ANY, shape="郑重承诺|承诺如下|作出(如下|以下)承诺|现承诺", key=True),
        Sign(1.0, ANY, shape="真实.{0,6}(准确|有效|完整)|如有(虚假|不实)|弄虚作假|愿意?承担"),
        Sign(1.0, ANY, shape="承诺人"),
        Sign(-5.0, TITLE, shape="申请表|报名表|合同|协议|陈述|履职|述职|投标|供货|质保|保密"),
        Sign(-3.0, ANY, shape="乙方|初审机构意见|聘用单位意见|履职情况|投标|采购"),
    )
)

LICENCE = Evidence(
    (
        Sign(4.5, TITLE, shape="营业执照", key=True),
        Sign(2.5, ANY, shape="营业执照|国家企业信用信息公示", key=True),
        Sign(1.5, ANY, shape="经营范围"),
        Sign(1.0, ANY, shape="注册资本|营业期限|成立日期|登记机关|住所"),
        Sign(0.5, ANY, ("统一社会信用代码",)),
        Sign(-5.0, TITLE, shape="申请|合同|协议|变更|更名|通知|证明|事业单位|登记表|名称|备案|年报|指南|办理|须知|流程"),
        Sign(-3.0, ANY, shape="乙方|初审机构|准予.{0,6}变更|变更前|变更后|聘用单位意见"),
    ),
    most_characters=1200,
)

IDENTITY_PROOF = Evidence(
    (
        Sign(
            4.5,
            TITLE,
            shape="户籍.{0,6}证明|身份.{0,8}证明|同一人.{0,4}证明|(身份证|身份号码|证件).{0,10}(变更|更正|更改).{0,6}证明|常住人口登记|居民户口簿|户口登记",
            key=True,
        ),
        Sign(2.0, ANY, shape="派出所|户籍|同一人|户口(登记|本|簿)|重号|升位", key=True),
        Sign(2.0, ANY, shape="(身份证|身份号码|证件号).{0,20}(变更|更正|更改|重新编制|升位)|系同一人|为同一人", key=True),
        Sign(0.5, ANY, ("特此证明", "兹证明")),
        Sign(-5.0, TITLE, shape="申请[表书]|合同|协议|聘用|在职|继续教育|社会保险|承诺|退休"),
        Sign(-3.0, ANY, shape="乙方|初审机构|聘用单位意见|学时|我单位正式"),
    ),
    most_characters=900,
)

REQUEST = Evidence(
    (
        Sign(
            3.0,
            TITLE,
            shape="(身份证|证件|身份号码|个人信息).{0,8}(变更|更正|修改|更改)|(变更|更正|修改|更改).{0,4}(身份证|证件|身份号码)",
            key=True,
        ),
        Sign(
            2.5,
            ANY,
            shape="(申请|请|需|拟|要求).{0,14}(变更|更正|修改|更改).{0,8}(身份证|证件|身份号码)|(申请|请|需|拟).{0,10}(身份证|证件|身份号码).{0,8}(变更|更正|修改|更改)",
            key=True,
        ),
        Sign(1.5, ANY, shape="(联系)?电话|手机"),
        Sign(1.0, ANY, shape="申请人|此致|注册管理中心|办理事项|需办理"),
        Sign(-5.0, TITLE, shape="申请表|登记表|合同|协议|证明|通知|承诺|指南|说明$|办法|须知"),
        Sign(-3.0, ANY, shape="乙方|初审机构意见|聘用单位意见|派出所"),
    ),
    most_characters=900,
)

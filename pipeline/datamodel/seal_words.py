"""The closed lists of words that stand on seals: which tail makes a personnel department, a special-purpose seal, a branch."""

import re

_STEMS = (
    "人事",
    "人力资源",
    "人力资源管理",
    "组织人事",
    "劳动人事",
    "干部人事",
    "人事劳资",
    "人事教育",
    "人事行政",
    "行政人事",
    "党委组织人事",
    "政治工作人事",
)
_STEMS_ALONE = ("劳资", "干部", "组织", "劳动工资", "人事劳动", "劳动资源", "人才资源", "人资")
_OFFICES = ("部", "处", "科", "室", "司", "局", "中心", "办公室", "管理部", "管理处", "服务中心", "事业部", "共享中心")

PERSONNEL = tuple(sorted({stem + office for stem in _STEMS + _STEMS_ALONE for office in _OFFICES}, key=lambda word: (-len(word), word)))
"""Tails of personnel departments, longest first. Source: domain/4-seals-and-names.md 4.3."""

FOR_A_PERSON = (
    "人事专用章",
    "劳动合同专用章",
    "人力资源专用章",
    "人力资源部专用章",
    "人事部专用章",
    "劳动人事专用章",
    "人事劳资专用章",
    "劳动合同章",
)
"""Special-purpose seals of personnel work: neither clearly a unit seal nor clearly void; a person decides."""

_PURPOSES = (
    "投标报价",
    "财务核算",
    "工程技术",
    "资料管理",
    "项目管理",
    "安全技术",
    "工程资料",
    "技术资料",
    "发货验收",
    "检验检测",
    "合同",
    "财务",
    "发票",
    "业务",
    "报价",
    "投标",
    "资料",
    "技术",
    "收货",
    "发货",
    "工程",
    "项目",
    "采购",
    "销售",
    "物资",
    "检测",
    "检验",
    "质检",
    "出图",
    "审核",
    "审批",
    "结算",
    "预算",
    "现金收讫",
    "现金付讫",
    "转账",
    "票据",
    "贷款",
    "担保",
    "印鉴",
    "档案",
    "培训",
    "证明",
    "行政",
    "公文",
    "电子",
    "备案",
    "报关",
    "报检",
    "验收",
    "安全",
    "质量",
    "质量检验",
    "法务",
    "信贷",
    "审图",
    "设计",
    "竣工图",
    "施工",
    "监理",
    "造价",
    "评审",
    "评价",
    "学籍",
    "教务",
    "招生",
    "户籍",
    "核对",
    "复印",
    "网上业务",
    "社保",
    "保险",
    "对账",
    "业务往来",
)

SPECIAL = (
    *(purpose + "专用章" for purpose in _PURPOSES),
    "专用章",
    "业务章",
    "收讫章",
    "付讫章",
    "收发章",
    "作废章",
    "骑缝章",
    "测试用章",
    "监制章",
    "财务章",
    "合同章",
    "样章",
)
"""Special-purpose seals; "专用章" stands last so that any purpose not listed counts as one too."""

DEPARTMENTS = (
    "办公室",
    "总经办",
    "综合部",
    "综合办公室",
    "综合管理部",
    "行政部",
    "行政管理部",
    "行政办公室",
    "党政办公室",
    "党委办公室",
    "董事会办公室",
    "总经理办公室",
    "安全部",
    "安全管理部",
    "安全环保部",
    "安全生产部",
    "安全质量部",
    "安全监察部",
    "安全生产管理部",
    "安全科",
    "安全处",
    "质量安全部",
    "安环部",
    "工会",
    "工会委员会",
    "党委",
    "党总支",
    "党支部",
    "团委",
    "团总支",
    "团支部",
    "党支部委员会",
    "纪委",
    "纪律检查委员会",
    "财务部",
    "财务处",
    "财务科",
    "财务管理部",
    "工程部",
    "工程管理部",
    "工程技术部",
    "技术部",
    "技术中心",
    "生产部",
    "生产技术部",
    "采购部",
    "物资部",
    "销售部",
    "市场部",
    "经营部",
    "业务部",
    "项目部",
    "项目经理部",
    "工程项目部",
    "质量部",
    "质检部",
    "质检科",
    "设备部",
    "后勤部",
    "保卫部",
    "保卫处",
    "保卫科",
    "法务部",
    "教务处",
    "科研处",
    "总务处",
    "学生处",
    "信息中心",
    "研发部",
    "资料室",
    "业务办公室",
)
"""Departments that are no personnel department: 其他印章无效."""

BRANCHES = ("分公司", "分厂", "分行", "支行", "分院", "分店", "分所", "分部", "分校", "办事处", "营业部", "分局", "支队")
"""Endings of a branch's name."""

ORGANS = (
    "人民政府",
    "政府办公室",
    "管理局",
    "监督管理局",
    "应急管理局",
    "应急管理厅",
    "保障局",
    "保障厅",
    "规划局",
    "资源局",
    "公安局",
    "税务局",
    "财政局",
    "教育局",
    "卫生局",
    "统计局",
    "司法局",
    "民政局",
    "水利局",
    "交通运输局",
    "住房和城乡建设局",
    "建设厅",
    "建设委员会",
    "发展和改革委员会",
    "卫生健康委员会",
    "监督管理委员会",
    "人民法院",
    "人民检察院",
    "行政审批局",
    "应急管理部",
    "人事考试中心",
    "人事考试局",
    "人事考试院",
    "注册管理中心",
)
"""Endings of state organs' names; a unit under one may bear such a name too, so the word alone decides nothing."""

UNITS = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "总公司",
    "公司",
    "集团",
    "厂",
    "矿",
    "煤矿",
    "研究院",
    "研究所",
    "设计院",
    "医院",
    "学院",
    "学校",
    "大学",
    "中学",
    "小学",
    "中心",
    "事务所",
    "合作社",
    "联合社",
    "协会",
    "学会",
    "商会",
    "银行",
    "信用社",
    "供电局",
    "勘查局",
    "地质局",
    "工程局",
    "局",
    "厅",
    "处",
    "站",
    "队",
    "院",
    "所",
    "社",
    "店",
    "部",
    "行",
    "园",
    "场",
    "馆",
    "会",
    "段",
    "库",
)
"""Endings that a whole name has; used to tell a whole reading from a torn one, never to mend it."""

_BRANCH = re.compile(rf"(?:{'|'.join(BRANCHES)})$")


def purpose(text: str) -> str:
    """Return the words after the unit's name that make a text a special-purpose seal's, "" when there are none."""
    return next((word for word in (*FOR_A_PERSON, *SPECIAL) if word in text), "")


def department(text: str) -> str:
    """Return the department tail that a text ends with, the longest that fits, "" when there is none."""
    tails = sorted((*PERSONNEL, *DEPARTMENTS), key=len, reverse=True)
    return next((tail for tail in tails if text.endswith(tail)), "")


def is_branch(name: str) -> bool:
    """Return whether a name is a branch's: something stands before the branch word, 分公司 or the like, at its end."""
    return bool(_BRANCH.search(name)) and len(name) > 4  # noqa: PLR2004 - a branch word alone is no name


def is_organ(name: str) -> bool:
    """Return whether a name ends as a state organ's does."""
    return name.endswith(tuple(ORGANS))


def is_whole(name: str) -> bool:
    """Return whether a name ends as names of units, branches, departments or organs do."""
    return name.endswith((*UNITS, *BRANCHES, *ORGANS, *PERSONNEL, *DEPARTMENTS, "章"))

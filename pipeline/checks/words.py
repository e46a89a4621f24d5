"""What people call fields, pages and kinds of application, in both languages, for the messages of checks."""

from collections.abc import Mapping
from typing import TypeVar

from pipeline.checks.base import Case, Lang, Text, Word, in_language
from pipeline.datamodel.application import Kind
from pipeline.datamodel.observation import ContractType, FieldName, PageKind

W = TypeVar("W", bound=str)
SEPARATORS: Mapping[Lang, str] = {"zh": "、", "en": ", "}

FIELDS: Mapping[FieldName, Text] = {
    FieldName.PERSON: Text("姓名", "name"),
    FieldName.ID_NUMBER: Text("证件号码", "ID number"),
    FieldName.EMPLOYER: Text("聘用单位名称", "employer's name"),
    FieldName.FORMER_EMPLOYER: Text("原聘用单位名称", "former employer's name"),
    FieldName.TERM: Text("聘用期限", "term of employment"),
    FieldName.OPINION: Text("聘用单位意见", "employer's opinion"),
}
PAGES: Mapping[PageKind, Text] = {
    PageKind.FORM_1: Text("申请表第1页", "form page 1"),
    PageKind.FORM_2: Text("申请表第2页", "form page 2"),
    PageKind.FORM_SINGLE: Text("申请表", "application form"),
    PageKind.CONTRACT_COVER: Text("合同封面", "contract cover"),
    PageKind.CONTRACT_BODY: Text("合同正文", "contract page"),
    PageKind.CONTRACT_SIGNATURE: Text("合同签字页", "contract signature page"),
    PageKind.CONTRACT_ANNEX: Text("合同附件", "contract annex"),
    PageKind.LETTER: Text("聘书或聘用证明", "letter of appointment"),
    PageKind.RENAME_NOTICE: Text("更名材料", "rename notice"),
    PageKind.STATEMENT: Text("履职情况书面陈述", "performance statement"),
    PageKind.EDUCATION_PROOF: Text("继续教育证明", "continuing-education proof"),
    PageKind.CERTIFICATE: Text("资格证书或注册证", "certificate"),
    PageKind.ID_COPY: Text("身份证件", "identity card"),
    PageKind.DEGREE: Text("学历（学位）证书", "degree certificate"),
    PageKind.TITLE: Text("职称证书", "certificate of title"),
    PageKind.EXAM_FORM: Text("考试报名表", "exam entry form"),
    PageKind.PROMISE: Text("承诺书", "written promise"),
    PageKind.LICENCE: Text("营业执照", "business licence"),
    PageKind.IDENTITY_PROOF: Text("身份证明", "proof of identity"),
    PageKind.REQUEST: Text("办理申请", "letter of request"),
    PageKind.RETIREMENT_PROOF: Text("退休证明", "retirement proof"),
    PageKind.INSTITUTION_PROOF: Text("事业单位法人证书", "institution's certificate"),
}
KINDS: Mapping[Kind, Text] = {
    Kind.INITIAL: Text("初始注册", "initial registration"),
    Kind.LATE_INITIAL: Text("逾期初始注册", "late initial registration"),
    Kind.RENEWAL: Text("延续注册", "renewal"),
    Kind.CHANGE_EMPLOYER: Text("变更注册（聘用单位）", "change of employer"),
    Kind.CHANGE_NAME: Text("变更注册（单位更名）", "change of the employer's name"),
    Kind.CHANGE_CATEGORY: Text("变更注册（注册类别）", "change of category"),
    Kind.RE_REGISTRATION: Text("重新注册", "re-registration"),
    Kind.REISSUE: Text("证书补办", "reissue"),
    Kind.CANCELLATION: Text("注销注册", "cancellation"),
    Kind.ID_NUMBER_CHANGE: Text("身份证件号变更", "change of ID number"),
    Kind.EXAM_VERIFICATION: Text("考试现场核查", "exam verification"),
}
FAMILIES: Mapping[str, Text] = {
    "initial": Text("初始注册", "initial registration"),
    "renewal": Text("延续注册", "renewal"),
    "change": Text("变更注册", "change of registration"),
    "re-registration": Text("重新注册", "re-registration"),
    "reissue": Text("证书补办", "reissue"),
    "cancellation": Text("注销注册", "cancellation"),
}
CONTRACTS: Mapping[ContractType, Text] = {
    ContractType.LABOUR: Text("劳动合同", "labour contract"),
    ContractType.APPOINTMENT: Text("聘用合同（协议）", "appointment contract"),
    ContractType.RE_EMPLOYMENT: Text("返聘协议", "re-employment agreement"),
    ContractType.DISPATCH: Text("劳务派遣合同", "dispatch contract"),
}
DAYS: Mapping[str, Text] = {
    "day-of-application": Text("申请日期", "day of application"),
    "day-of-certificate": Text("职业资格证书日期", "day of the certificate"),
    "day-of-expiry": Text("注册有效期", "day of expiry"),
}
PROBLEMS: Mapping[str, Text] = {
    "blur": Text("模糊", "blur"),
    "glare": Text("反光", "glare"),
    "dark": Text("过暗", "too dark"),
    "faint": Text("字迹过淡", "faint"),
    "small": Text("字太小", "too small"),
    "cut": Text("缺边", "cut off"),
    "unread": Text("字迹无法识别", "unread"),
}
TOLD: Mapping[str, Text] = {
    "time": Text("时间", "time"),
    "place": Text("地点", "place"),
    "object": Text("对象", "object"),
    "work-done": Text("具体工作", "work done"),
}


def word(case: Case, words: Mapping[W, Text], key: W) -> str:
    """Return what a thing is called in the language of the case; its own name where it has no word."""
    text = words.get(key)
    return str(key) if text is None else Word(in_language(text, case.lang), (str(key),))


def join(case: Case, parts: list[str]) -> str:
    """Return several words as one list in the language of the case."""
    codes = (code for part in parts for code in (part.codes if isinstance(part, Word) else (part,)))
    return Word(SEPARATORS[case.lang].join(parts), codes)

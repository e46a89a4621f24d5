"""The words of the HTML reports in both languages: headings, outcomes, documents and values."""

from collections.abc import Mapping

from pipeline.checks.base import Lang, Text
from pipeline.checks.words import KINDS, PAGES

HEADINGS: Mapping[str, Text] = {
    "report": Text("预审报告", "Pre-screening report"),
    "index": Text("预审结果一览", "Pre-screening results"),
    "proposes": Text("程序只提出建议，由审查人员决定。", "The program proposes; a person decides."),
    "application": Text("申请编号", "Application"),
    "kind": Text("注册种类", "Kind"),
    "proposal": Text("建议", "Proposal"),
    "applicant": Text("申请人", "Applicant"),
    "employer": Text("聘用单位", "Employer"),
    "id_number": Text("证件号码", "ID number"),
    "findings": Text("发现的问题", "Findings"),
    "pages": Text("相关页面", "Pages concerned"),
    "no_pictures": Text(
        "本报告未附图片；加 --uploads 重新生成可附上有关页面。",
        "Without pictures; write it again with --uploads to have the pages concerned.",
    ),
    "hidden": Text("图中证件号码已遮盖。", "ID numbers are blacked out."),
    "small": Text("未找到证件的位置，缩小显示以免露出号码", "shown small: the card's place is not known, its number must not be read"),
    "nothing_open": Text("没有未决问题。", "Nothing is open."),
    "measured": Text("实测", "measured"),
    "limit": Text("要求", "limit"),
    "rule": Text("依据", "Rule"),
    "read": Text("读到", "read"),
    "compare": Text("对照", "against"),
    "seal": Text("印章", "seal"),
    "form": Text("申请表", "form"),
    "names": Text("单位名称对照", "The employer's name, side by side"),
    "on_form": Text("申请表", "form"),
    "on_seal": Text("申请表印章", "seal on the form"),
    "in_contract": Text("劳动合同", "contract"),
    "on_contract_seal": Text("合同印章", "seal on the contract"),
    "same": Text("与申请表一致", "as on the form"),
    "differs": Text("与申请表不同", "not as on the form"),
    "unread": Text("未读出", "not read"),
    "where": Text("位置", "Where"),
    "page_no": Text("第{}页", "p. {}"),
    "faults": Text("处理中的故障", "Faults"),
    "seen": Text("识别内容", "What was read"),
    "file": Text("文件", "File"),
    "document": Text("材料", "Document"),
    "legible": Text("可辨认", "Legible"),
    "value": Text("内容", "Value"),
    "item": Text("项目", "Item"),
    "seals": Text("印章", "Seals"),
    "signatures": Text("签字", "Signatures"),
    "fields": Text("填写内容", "Values"),
    "blank": Text("（空）", "(blank)"),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "back": Text("返回一览", "All applications"),
    "notice": Text("补正告知书", "Notice"),
    "pack": Text("规则包", "Rule pack"),
    "pack_changed": Text(
        "规则包在判定之后有改动；以下依据引自现行版本。请先运行 prescreen rejudge。",
        "The rule pack has changed since this was judged; rules are quoted as they stand now. Run prescreen rejudge first.",
    ),
    "all": Text("全部", "All"),
    "search": Text("查找编号、问题…", "Find an application or a finding…"),
    "checks": Text("各项检查", "By check"),
    "check": Text("检查", "Check"),
    "messages": Text("问题", "Findings"),
    "unknown": Text("未知", "unknown"),
    "colon": Text("：", ": "),
    "count": Text("条", "shown"),
}
GROUPS: Mapping[str, Text] = {
    "return": Text("建议退回", "Return"),
    "review": Text("需人工审查", "Review"),
    "not-assessed": Text("未能检查", "Not assessed"),
    "note": Text("提示", "Notes"),
    "passed": Text("已通过或不适用", "Passed or not applicable"),
}
PROPOSALS: Mapping[str, Text] = {
    "return": Text("建议退回补正", "return"),
    "review": Text("需人工审查", "review"),
    "clear": Text("未发现问题", "clear"),
}
OUTCOMES: Mapping[str, Text] = {
    "pass": Text("符合", "pass"),
    "fail": Text("不符合", "fail"),
    "unsure": Text("不确定", "unsure"),
    "not-assessed": Text("未能检查", "not assessed"),
    "not-applicable": Text("不适用", "not applicable"),
}
DOCUMENTS: Mapping[str, Text] = {str(kind): text for kind, text in PAGES.items()} | {
    "retirement-proof": Text("退休证明", "retirement proof"),
    "institution-proof": Text("机构证明", "institution proof"),
    "id-copy": Text("身份证件", "identity card"),
    "held-id": Text("手持证件照", "photo with identity card"),
    "id-photo": Text("证件照", "ID photo"),
    "certificate": Text("资格证书", "certificate"),
    "blank": Text("空白页", "blank page"),
    "other": Text("其他", "other"),
}
VALUES: Mapping[str, Text] = {
    "person": Text("姓名", "name"),
    "id-number": Text("证件号码", "ID number"),
    "employer": Text("聘用单位", "employer"),
    "former-employer": Text("原聘用单位", "former employer"),
    "credit-code": Text("统一社会信用代码", "credit code"),
    "certificate-number": Text("资格证书管理号", "certificate number"),
    "certificate-issued-on": Text("资格证书取得时间", "certificate issued on"),
    "registration-number": Text("注册证编号", "registration number"),
    "registration-expires-on": Text("注册有效期至", "registration expires on"),
    "category": Text("注册类别", "category"),
    "agency": Text("初审机构", "agency"),
    "education": Text("继续教育", "education"),
    "phone": Text("电话", "phone"),
    "change-item": Text("变更事项", "item changed"),
    "term": Text("聘用期限", "term"),
    "term-start": Text("聘用起始日期", "term starts"),
    "term-end": Text("聘用截至日期", "term ends"),
    "term-option": Text("期限选项", "term option"),
    "post": Text("岗位", "post"),
    "signed-on": Text("签署日期", "signed on"),
    "opinion": Text("单位意见", "opinion"),
    "work-history": Text("工作经历", "work history"),
    "handwritten": Text("手写", "handwritten"),
    "printed": Text("打印", "printed"),
    "applicant-signature": Text("申请人签字", "applicant's signature"),
    "employer-head-signature": Text("单位负责人签字", "employer's head's signature"),
    "statement-signature": Text("陈述人签字", "statement's signature"),
    "contract-person-signature": Text("合同乙方签字", "employee's signature"),
    "contract-employer-signature": Text("合同甲方签字", "employer's signature"),
}
REGISTRATIONS: Mapping[str, Text] = {str(kind): text for kind, text in KINDS.items()}


def spoken(words: Mapping[str, Text], lang: Lang) -> dict[str, str]:
    """Return a table of words in one language."""
    return {key: text.zh if lang == "zh" else text.en for key, text in words.items()}

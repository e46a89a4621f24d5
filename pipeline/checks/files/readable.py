"""Whether every uploaded file could be opened."""

from collections.abc import Iterator

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.build import broken_file, case, sheet
from pipeline.datamodel.finding import Evidence, Fault, Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageSeen


class FilesReadable(Check, frozen=True):
    """Every uploaded file opens, and there is at least one.

    What: each file is told by its content, not its name, and decoded within caps of bytes and pixels. One finding for every
    file that is empty, cut short, encrypted, too large, of no accepted format, a link or an archive; one for each wrong key of
    `application.json`; one for all files beyond the number that is looked at. Where we failed ourselves (a crash, a limit of
    ours) the answer is not-assessed, never a fault of the file.
    Why: what cannot be opened cannot be examined, and the paper it holds counts as not uploaded.
    Source: 「改为拍照或扫描后网络上传，请务必保证上传材料图片的清晰。」 (PKG-CHANNEL: both photos and scans are accepted.)
    What a person still decides: whether a file that cannot be opened is needed at all.
    """

    name = "files-readable"
    title = Text("文件可读", "files can be opened")
    needs = (PageSeen,)
    texts = {
        "readable": Text("{measured}页均可打开。", "All {measured} pages open."),
        "no-files": Text(
            "没有可查看的文件，请上传申请材料（JPG、PNG、TIFF、PDF 等）。",
            "There is no file to look at; upload the papers (JPG, PNG, TIFF, PDF …).",
        ),
        "broken": Text(
            "文件“{file}”无法打开或已损坏，请重新拍照或扫描后上传。",
            "The file {file} cannot be opened or is damaged; photograph or scan it again.",
        ),
        "truncated": Text("文件“{file}”不完整（传输中断），请重新上传。", "The file {file} is cut short; upload it again."),
        "empty": Text("文件“{file}”是空文件，请重新上传。", "The file {file} is empty; upload it again."),
        "encrypted": Text(
            "文件“{file}”有密码保护，无法查看，请取消密码后上传。", "The file {file} is protected by a password; upload it without one."
        ),
        "too-large": Text("文件“{file}”过大，请缩小后重新上传。", "The file {file} is too large; upload a smaller one."),
        "too-small": Text(
            "文件“{file}”的图像太小，请用更高像素重新拍摄。", "The picture in {file} is too small; take it again with more pixels."
        ),
        "too-many-pages": Text("文件“{file}”页数过多，请拆分后上传。", "The file {file} has too many pages; split it."),
        "unknown-format": Text(
            "文件“{file}”不是图片或 PDF，请拍照或扫描后上传。", "The file {file} is neither a picture nor a PDF; upload a photo or a scan."
        ),
        "archive": Text("文件“{file}”是压缩包，请解压后逐个上传。", "The file {file} is an archive; upload the files in it one by one."),
        "symlink": Text(
            "“{file}”是链接而不是文件，未查看，请上传文件本身。", "{file} is a link and was not followed; upload the file itself."
        ),
        "not-regular": Text(
            "“{file}”是管道或设备而不是文件，未查看，请上传文件本身。",
            "{file} is a pipe or a device and was not opened; upload the file itself.",
        ),
        "too-many-files": Text(
            "文件或文件夹过多，有{measured}个未查看（自“{file}”起），请人工查看或请申请人合并后上传。",
            "Too many files or folders: {measured} were not looked at, from {file} on; look at them, or have them put together.",
        ),
        "too-deep": Text(
            "“{file}”所在文件夹层次过多，未查看，请人工查看。", "{file} lies in too many folders and was not looked into; look at it."
        ),
        "outside": Text(
            "“{file}”的名称指向申请文件夹之外或为空，未读取，请换名后重新上传。",
            "The name of {file} leads out of the application's folder, or is none; upload it under another name.",
        ),
        "hidden-file": Text("“{file}”是隐藏文件，未查看。", "{file} is hidden and was not looked at."),
        "declaration-broken": Text(
            "申报信息文件有误：{why}。其余内容照常采用。", "The declared facts are wrong: {why}. What is right in them is used."
        ),
        "our-failure": Text(
            "文件“{file}”未能由本系统查看（原因在本系统或其限制），请人工打开核对。",
            "We failed to look at {file} ourselves, or hit a limit of ours; open it by hand.",
        ),
    }
    about_absence = frozenset({"no-files"})

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield a finding for every fault that concerns a file, or one pass."""
        faults = [fault for fault in case.sightings.faults if fault.file or fault.broken_upload]
        many = [fault for fault in dict.fromkeys(faults) if fault.error == "too-many-files"]
        for fault in dict.fromkeys(faults):
            if fault not in many:
                yield self._of(case, fault)
        if many:
            evidence = tuple(Evidence(file=fault.file) for fault in many)
            yield self.say(case, Outcome.FAIL, "too-many-files", evidence=evidence, measured=len(many), file=many[0].file)
        if not faults and not case.sightings.pages:
            yield self.say(case, Outcome.FAIL, "no-files")
        elif not faults:
            yield self.say(case, Outcome.PASS, "readable", measured=len(case.sightings.pages))

    def _of(self, case: Case, fault: Fault) -> Finding:
        evidence = (Evidence(file=fault.file, page=fault.page or 0),)
        if not fault.broken_upload:
            return self.say(case, Outcome.NOT_ASSESSED, "our-failure", evidence=evidence, file=fault.file)
        if fault.where == "declaration":
            return self.say(case, Outcome.FAIL, "declaration-broken", evidence=evidence, why=fault.message)
        slug = fault.error if fault.error in self.texts else "broken"
        return self.say(case, Outcome.FAIL, slug, evidence=evidence, file=fault.file)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return files that open, one cut short, a wrong declaration, a failure of ours, and nothing at all."""
        page = sheet(PageKind.FORM_1)
        told: tuple[str, ...] = ("empty", "encrypted", "too-large", "too-small", "too-many-pages", "unknown-format")
        told += ("archive", "symlink", "hidden-file", "not-regular", "too-deep", "outside")
        ours = Fault(where="upright", error="ValueError", message="ValueError at upright.py:1", file="1.jpg", page=0)
        declared = Fault(where="declaration", error="declaration-broken", message="kind: x", file="application.json", broken_upload=True)
        return (
            Example(title="one page that opens", case=case(page), gives=(("readable", Outcome.PASS),)),
            Example(title="a PDF cut short", case=case(page, faults=(broken_file(),)), gives=(("truncated", Outcome.FAIL),)),
            Example(
                title="a file damaged in a way without a name of its own",
                case=case(page, faults=(broken_file(error="damaged"),)),
                gives=(("broken", Outcome.FAIL),),
            ),
            *(
                Example(
                    title=f"a file refused as {error}", case=case(page, faults=(broken_file(error=error),)), gives=((error, Outcome.FAIL),)
                )
                for error in told
            ),
            Example(
                title="two files too many",
                case=case(page, faults=tuple(broken_file(f"{number}.jpg", "too-many-files") for number in (501, 502))),
                gives=(("too-many-files", Outcome.FAIL),),
            ),
            Example(
                title="a wrong key in application.json", case=case(page, faults=(declared,)), gives=(("declaration-broken", Outcome.FAIL),)
            ),
            Example(title="our own crash", case=case(page, faults=(ours,)), gives=(("our-failure", Outcome.NOT_ASSESSED),)),
            Example(title="an empty folder", case=case(), gives=(("no-files", Outcome.FAIL),)),
        )

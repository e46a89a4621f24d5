"""Whether the photo is a JPEG file as the official tool would write one."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.checks.base import Case, Check, Example, Text
from pipeline.checks.photo.measured import example, photo
from pipeline.datamodel.finding import Finding, Outcome
from pipeline.datamodel.observation import PageKind, PageKindSeen, PageSeen
from pipeline.datamodel.page import Origin


class PhotoFile(Check, frozen=True, kw_only=True):
    """The photo is a JPEG file of its own, upright as stored, and neither next to empty nor huge.

    What: the format by content (not by name), how it holds colours, the turn that the file asks viewers for, its size and, where
    the specification states one, its dots an inch. The official tool writes files of about 10 KB, which pass.
    Why: the registration system takes what its own tool writes; a turn that only some viewers obey ends as a lying photo.
    Source: 「进入系统后请先下载“照片处理工具”，并用该工具审核个人证件照片，审核通过后保存、上传」 (PHOTO-TOOL). Whether the tool
    was run cannot be proved; the format it writes is the proxy.
    What a person still decides: nothing; another file from the tool mends it.
    """

    name = "photo-file"
    title = Text("证件照文件", "file of the ID photo")
    needs = (PageSeen, PageKindSeen)
    texts = {
        "fits": Text("证件照文件格式符合要求。", "The photo's file is as asked."),
        "not-jpeg": Text(
            "证件照须为JPEG文件，上传的是{measured}，请用照片处理工具重新保存。",
            "The photo must be a JPEG file, not {measured}; save it again.",
        ),
        "other-mode": Text(
            "证件照文件的颜色模式为{measured}，应为{limit}，请重新保存。",
            "The file holds its colours as {measured}, not {limit}; save it again.",
        ),
        "other-dpi": Text("证件照分辨率标注为{measured}，应为{limit} dpi。", "The file states {measured} dots an inch; {limit} is asked."),
        "over-limit": Text(
            "证件照文件过大（{measured}字节，不得超过{limit}字节），请重新保存。",
            "The file is too large ({measured} bytes, at most {limit}); save it again.",
        ),
        "turn-mark": Text(
            "证件照文件带有旋转标记（{measured}度），部分系统会显示为横置，请转正后重新保存。",
            "The file asks viewers to turn it by {measured} degrees, which not all obey; save it upright.",
        ),
        "next-to-empty": Text(
            "证件照文件过小（{measured}字节，要求不少于{limit}字节）。", "The file is too small ({measured} bytes, at least {limit})."
        ),
        "too-large": Text(
            "证件照文件偏大（{measured}字节，一般不超过{limit}字节），请人工查看。",
            "The file is large ({measured} bytes, usually up to {limit}).",
        ),
    }
    formats: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            description="formats that count",
            extra={"unit": "format by content", "source": "PHOTO-TOOL: the tool writes JPEG"},
        ),
    ] = ("JPEG",)
    least_bytes: Annotated[
        int,
        Meta(
            ge=0,
            le=1_000_000,
            description="size below which a file holds no usable photo",
            extra={
                "unit": "bytes",
                "source": "measured on 42 composed photos, 2026-11-21: quality 10 gives 4.7 KB, the official tool about 10 KB",
            },
        ),
    ] = 4_500
    most_bytes: Annotated[
        int,
        Meta(
            ge=10_000,
            le=100_000_000,
            description="size above which a person looks; no text gives one for registration",
            extra={"unit": "bytes", "source": "our choice: far above the 39 KB of a 295x413 photo at quality 92"},
        ),
    ] = 1_000_000
    refused_bytes: Annotated[
        int | None,
        Meta(description="size above which the file is refused, none where no text gives one",
             extra={"unit": "bytes", "source": "the specification; registration states none"}),
    ] = None  # fmt: skip
    modes: Annotated[
        tuple[str, ...],
        Meta(min_length=1, description="how the colours may be held; greyscale (L) is photo-colour's matter",
             extra={"unit": "Pillow's word", "source": "our choice: print colours (CMYK) show wrong in many systems"}),
    ] = ("RGB", "L")  # fmt: skip
    dpi: Annotated[
        int | None,
        Meta(description="dots an inch that the file must state, none where no text asks for them",
             extra={"unit": "px/inch", "source": "the specification; registration states none"}),
    ] = None  # fmt: skip

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield what is wrong with each photo's file, or one pass."""
        pages = {page.page: page for page in case.of(PageSeen)}
        for seen in case.pages_of(PageKind.ID_PHOTO):
            evidence = (case.evidence(seen),)
            wrong = tuple(self._wrong(pages[seen.page].origin))
            for outcome, slug, measured, limit in wrong:
                yield self.say(case, outcome, slug, evidence=evidence, measured=measured, limit=limit)
            if not wrong:
                yield self.say(case, Outcome.PASS, "fits", evidence=evidence)

    def _wrong(self, origin: Origin) -> Iterator[tuple[Outcome, str, str | float, str | float]]:
        if origin.format not in self.formats:
            yield Outcome.FAIL, "not-jpeg", origin.format, ", ".join(self.formats)
        elif origin.mode not in self.modes:
            yield Outcome.FAIL, "other-mode", origin.mode, self.modes[0]
        if self.dpi is not None and (origin.dpi is None or abs(origin.dpi - self.dpi) > 1):
            yield Outcome.FAIL, "other-dpi", "-" if origin.dpi is None else round(origin.dpi), self.dpi
        if origin.exif_turn:
            yield Outcome.FAIL, "turn-mark", origin.exif_turn, 0
        if origin.file_bytes < self.least_bytes:
            yield Outcome.FAIL, "next-to-empty", origin.file_bytes, self.least_bytes
        elif self.refused_bytes is not None and origin.file_bytes > self.refused_bytes:
            yield Outcome.FAIL, "over-limit", origin.file_bytes, self.refused_bytes
        elif origin.file_bytes > self.most_bytes:
            yield Outcome.UNSURE, "too-large", origin.file_bytes, self.most_bytes

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return a file from the tool, and others."""

        def one(*, kind: str = "JPEG", size: int = 10_000, turn: int = 0, mode: str = "RGB", dpi: float | None = None) -> Origin:
            return Origin(format=kind, file_bytes=size, width_px=295, height_px=413, exif_turn=turn, mode=mode, dpi=dpi)

        return (
            example("10 KB from the official tool", "fits", Outcome.PASS, photo(origin=one())),
            example("a PNG", "not-jpeg", Outcome.FAIL, photo(origin=one(kind="PNG"))),
            example("a photo inside a PDF", "not-jpeg", Outcome.FAIL, photo(origin=one(kind="PDF"))),
            example("colours for print", "other-mode", Outcome.FAIL, photo(origin=one(mode="CMYK"))),
            example("350 dots an inch, as asked", "fits", Outcome.PASS, photo(origin=one(dpi=350)), limits={"dpi": 350}),
            example("no dots an inch stated", "other-dpi", Outcome.FAIL, photo(origin=one()), limits={"dpi": 350}),
            example(
                "25 KB where 20 are allowed", "over-limit", Outcome.FAIL, photo(origin=one(size=25_000)), limits={"refused_bytes": 20_480}
            ),
            example("turned by a mark", "turn-mark", Outcome.FAIL, photo(origin=one(turn=90))),
            example("next to empty", "next-to-empty", Outcome.FAIL, photo(origin=one(size=2_000))),
            example("straight from a camera", "too-large", Outcome.UNSURE, photo(origin=one(size=4_000_000))),
        )

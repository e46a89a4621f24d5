"""The notice as a Word document, for those who issue it on their own letterhead: the same words as the page, masked the same."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.run import Run

from pipeline.reports.findings import facts
from pipeline.reports.notice import Item, kind_of
from pipeline.reports.templating import shown

DRAFT = "草稿：由预审程序拟定，须经审查人员逐条核对、签字后方可发出。程序只列出确定不符合的事项；需人工审查的事项请见预审报告。"
SERIF, SANS = "宋体", "黑体"


def letter(record: Mapping[str, Any], told: Iterable[Item], *, issued: bool = False) -> bytes:
    """Return a notice of these items as a DOCX file; issued: without the draft's warning."""
    told = tuple(told)
    paper = docx.Document()
    _set_up(paper, record["application"])
    if not issued:
        _line(paper, DRAFT, size=9, colour=RGBColor(0x8A, 0x5A, 0x00))
    _line(paper, "补正告知书", size=20, font=SANS, align=WD_ALIGN_PARAGRAPH.CENTER)
    _head(paper, record)
    _line(
        paper,
        f"您提交的注册申请材料经预审，有以下 {len(told)} 项不符合要求，现将需要补正的全部内容一次性告知。请逐项补正后重新提交。",
    )
    for number, item in enumerate(told, start=1):
        _line(paper, f"{number}. {item.message}", bold=True, keep=True)
        if item.files:
            _line(paper, f"涉及文件：{'、'.join(item.files)}", size=10, keep=bool(item.source))
        if item.source:
            _line(paper, f"依据：{f'「{item.quote}」' if item.quote else ''}{item.source}", size=10)
    _line(paper, "补正时请确保上传的材料图片清晰、完整。对以上内容有异议的，可以向审查机构说明并申请人工复核。")
    _line(paper, "审查人员（签字）：                    ", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(paper, "年　　月　　日", align=WD_ALIGN_PARAGRAPH.RIGHT)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _set_up(paper: Document, application: str) -> None:
    """A4 as the page's print style has it, Chinese fonts, and nothing about who or what wrote it and when."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(25)
    about = paper.core_properties
    about.title, about.author, about.comments = f"补正告知书 {shown(application)}", "", ""
    about.created = about.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the same notice gives the same file's words


def _head(paper: Document, record: Mapping[str, Any]) -> None:
    who = facts(record)
    rows = (
        ("申请编号", record["application"], "注册种类", kind_of(record)),
        ("申请人", who["person"], "证件号码", who["id-number"]),
        ("聘用单位", who["employer"], "", ""),
    )
    table = paper.add_table(rows=0, cols=4, style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            _run(cell.paragraphs[0].add_run(_plain(text)), size=11)
    cells = table.rows[2].cells
    cells[1].merge(cells[3])
    for row in table.rows:
        for cell, width in zip(row.cells, (22, 62, 22, 56), strict=True):
            cell.width = Mm(width)
    paper.add_paragraph()


def _line(  # noqa: PLR0913 - the looks of one paragraph
    paper: Document,
    text: str,
    *,
    size: float = 12,
    font: str = SERIF,
    bold: bool = False,
    colour: RGBColor | None = None,
    align: WD_ALIGN_PARAGRAPH | None = None,
    keep: bool = False,
) -> None:
    paragraph = paper.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0 if keep else 6)
    paragraph.paragraph_format.keep_with_next = keep
    run = paragraph.add_run(_plain(text))
    run.bold = bold
    _run(run, size=size, font=font)
    if colour is not None:
        run.font.color.rgb = colour


def _run(run: Run, *, size: float, font: str = SERIF) -> None:
    run.font.size, run.font.name = Pt(size), font
    look = run._element.get_or_add_rPr()  # noqa: SLF001 - the library has no other way to name a Chinese font
    look.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _plain(text: str) -> str:
    """Return a text as it may stand on paper: identity numbers masked, controls and direction marks written out."""
    return str(shown(text))

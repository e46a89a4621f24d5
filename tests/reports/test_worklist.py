"""The spreadsheet: texts only, one row an application, colours and charts."""

import io
import re
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from pipeline.reports import worklist
from tests.reports import drawn

SPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "{=1}", "http://evil.example", "mailto:a@b", "internal:x"]


def opened(*entries: dict[str, object]) -> ZipFile:
    pages = [(f"{i}.html", entry) for i, entry in enumerate(entries)]
    return ZipFile(io.BytesIO(worklist.workbook(pages, "zh")))


def rows(book: ZipFile, sheet: int = 1) -> list[list[str]]:
    """Return the cells of a sheet as texts."""
    shared = ["".join(t.itertext()) for t in ET.fromstring(book.read("xl/sharedStrings.xml")).findall("s:si", SPACE)]
    found = []
    for row in ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml")).iterfind(".//s:row", SPACE):
        cells = []
        for cell in row.findall("s:c", SPACE):
            value = cell.findtext("s:v", "", SPACE)
            cells.append(shared[int(value)] if cell.get("t") == "s" else value)
        found.append(cells)
    return found


@pytest.mark.parametrize("name", FORMULAS)
def test_what_looks_like_a_formula_or_an_address_is_a_text(name: str) -> None:
    book = opened(drawn.entry(person=name) | {"application": name})
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert rows(book)[1][:2] == [name, name]
    targets = re.findall(r'Target="([^"]*)"', book.read("xl/worksheets/_rels/sheet1.xml.rels").decode())
    assert targets == ["report/applications/0.html"]


def test_each_family_has_a_column_and_each_application_a_row() -> None:
    head, first, second = rows(opened(drawn.entry(), drawn.cleared()))
    assert head[:5] == ["申请编号", "申请人", "聘用单位", "注册种类", "建议"]
    form, contract = head.index("申请表"), head.index("劳动合同")
    assert "印章与申请表不一致" in first[form]
    assert "印章不够清晰" in first[form]
    assert "未见劳动合同" in first[contract]
    assert second[form] == "符合"
    assert second[contract] == ""


def test_the_summary_counts_applications_and_draws_them() -> None:
    book = opened(drawn.entry(), drawn.entry(), drawn.cleared())
    counted = {row[1]: row[2:] for row in rows(book, 2)[1:]}
    assert counted["form-seal-name"] == ["2", "0", "0", "0"]
    assert counted["held-id"] == ["0", "0", "2", "0"]
    assert any(name.startswith("xl/charts/chart") for name in book.namelist())


def test_no_identity_number_and_no_direction_mark_is_in_it() -> None:
    book = opened(drawn.entry(person=f"a\u202e{drawn.ID_NUMBER}"))
    text = book.read("xl/sharedStrings.xml").decode()
    assert "\u202e" not in text
    assert not re.search(r"\d{15}", text)


def test_the_same_records_give_the_same_file() -> None:
    made = [worklist.workbook([("a.html", drawn.entry())], "en") for _ in range(2)]
    assert made[0] == made[1]


def test_nothing_open_needs_no_chart() -> None:
    book = opened(drawn.cleared())
    assert not any(name.startswith("xl/charts/") for name in book.namelist())

"""The notice: everything that must be mended, at once, and nothing that is doubtful."""

import io
import re
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import pytest

from pipeline.datamodel.finding import Outcome, Severity
from pipeline.reports import document, notice
from pipeline.reports.findings import finding_keys
from tests.reports import drawn


def test_every_sure_defect_is_in_the_notice_and_nothing_else() -> None:
    letter = notice.notice(drawn.entry(), drawn.PROFILE)
    assert letter is not None
    for finding in drawn.entry()["findings"]:
        sure = finding["outcome"] == Outcome.FAIL and finding["severity"] == Severity.RETURN
        assert (finding["message"] in letter) == sure
    assert letter.count("<li>") == 3
    assert "以下 3 项" in letter


def test_each_defect_names_its_rule_and_its_files() -> None:
    letter = notice.notice(drawn.entry(), drawn.PROFILE)
    assert letter is not None
    for rule in ("FORM-SEAL-NAME", "EMP-PRESENT"):
        assert drawn.PROFILE.rules[rule].quote in letter
        assert drawn.PROFILE.rules[rule].source in letter
    assert "form.png" in letter


def test_who_is_clear_or_doubtful_gets_no_notice() -> None:
    assert notice.notice(drawn.cleared(), drawn.PROFILE) is None
    doubtful = tuple(f for f in drawn.findings() if f.outcome is not Outcome.FAIL)
    assert notice.notice(drawn.entry(findings=doubtful), drawn.PROFILE) is None


def test_a_defect_told_twice_is_listed_once() -> None:
    twice = (*drawn.findings(), drawn.findings()[1])
    letter = notice.notice(drawn.entry(findings=twice), drawn.PROFILE)
    assert letter is not None
    assert letter.count("未见劳动合同") == 1


def test_the_number_is_masked_and_the_date_left_blank() -> None:
    letter = notice.notice(drawn.entry(), drawn.PROFILE)
    assert letter is not None
    assert not re.search(r"\d{15}", letter)
    assert "110*************34" in letter
    assert not re.search(r"\d+年\d*月", letter)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "张\u202e三"])
def test_a_hostile_name_is_inert(name: str) -> None:
    letter = notice.notice(drawn.entry(person=name), drawn.PROFILE)
    assert letter is not None
    assert "<script" not in letter
    assert "\u202e" not in letter


def paper(entry: dict[str, object], *, issued: bool = False) -> list[str]:
    """Return every line of the notice's document, those of its table first."""
    made = docx.Document(io.BytesIO(document.letter(entry, notice.items(entry, drawn.PROFILE), issued=issued)))
    return [cell.text for row in made.tables[0].rows for cell in row.cells] + [line.text for line in made.paragraphs]


def test_the_document_says_what_the_page_says() -> None:
    lines = paper(drawn.entry())
    for item in notice.items(drawn.entry(), drawn.PROFILE):
        assert any(item.message in line for line in lines)
        assert any(item.source in line for line in lines if line.startswith("依据"))
    assert "110*************34" in lines
    assert not re.search(r"\d{15}", "".join(lines))


def test_only_a_draft_says_that_it_is_one() -> None:
    assert any("草稿" in line for line in paper(drawn.entry()))
    assert not any("草稿" in line for line in paper(drawn.entry(), issued=True))


@pytest.mark.parametrize(
    ("name", "shown"), [("张\u202e三", "张\\u202e三"), ("a\x00b", "a\\u0000b"), ("\udc80", "\\udc80"), ("<w:p>", "<w:p>"), ("=1", "=1")]
)
def test_no_name_breaks_the_document(name: str, shown: str) -> None:
    assert paper(drawn.entry() | {"application": name})[1] == shown


def test_what_reviewers_confirmed_is_told_and_what_they_dismissed_is_not() -> None:
    entry = drawn.entry()
    keys = dict(zip((f["check"] for f in entry["findings"]), finding_keys(entry["findings"]), strict=True))
    judged = {keys["form-seal-legible"]: "defect", keys["employment-present"]: "fine", keys["form-signature"]: "defect"}
    told = {item.message for item in notice.items(entry, drawn.PROFILE, judged=judged)}
    assert told >= {"印章不够清晰。", "申请人已签字。"}
    assert "未见劳动合同，请补传。" not in told


# ECMA-376 part 1, 17.2 to 17.4: the order in which these elements may hold theirs; Word refuses a file that has another.
ORDER = {
    "pPr": ("keepNext", "spacing", "jc"),
    "rPr": ("rFonts", "b", "color", "sz", "szCs"),
    "tblPr": ("tblW", "tblBorders", "tblLayout"),
    "tblBorders": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "tcPr": ("tcW", "gridSpan"),
    "tbl": ("tblPr", "tblGrid", "tr"),
    "tc": ("tcPr", "p"),
    "p": ("pPr", "r"),
    "r": ("rPr", "t"),
    "sectPr": ("pgSz", "pgMar"),
    "body": ("p", "tbl", "sectPr"),
}


@pytest.mark.parametrize("issued", [False, True])
def test_the_document_s_parts_name_each_other_and_their_elements_stand_as_the_format_asks(issued: bool) -> None:  # noqa: FBT001
    entry = drawn.entry()
    with ZipFile(io.BytesIO(document.letter(entry, notice.items(entry, drawn.PROFILE), issued=issued))) as package:
        parts = {name: ET.fromstring(package.read(name)) for name in package.namelist()}
    types, links = parts["[Content_Types].xml"], parts["_rels/.rels"]
    assert {one.get("PartName") for one in types} - {None} == {"/word/document.xml"}
    assert [one.get("Target") for one in links] == ["word/document.xml"]
    words = parts["word/document.xml"]
    for element in words.iter():
        name, children = _local(element), [_local(child) for child in element]
        if name == "body":
            assert set(children) <= set(ORDER[name])
            assert children[-1] == "sectPr"
        elif children and name in ORDER:
            assert children == sorted(children, key=ORDER[name].index)
    spaces = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    grid = len(words.findall(".//w:gridCol", spaces))
    for row in words.findall(".//w:tr", spaces):
        spans = [cell.find(".//w:gridSpan", spaces) for cell in row.findall("w:tc", spaces)]
        assert sum(1 if span is None else int(span.get(f"{{{spaces['w']}}}val", "")) for span in spans) == grid


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]

"""The pages: inert, masked, the same each time, and every link leads somewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from pipeline.checks.base import Lang
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.picture import Picture
from pipeline.reports import findings, html, labels, sheets, templating
from tests.reports import drawn

HOSTILE = ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "a\u202egpj.exe", "{{ 7 * 7 }}", "=cmd|' /C calc'!A0", "长" * 85]
PICTURE = Picture(file="form.png", page=0, part=0, whole=b"whole", crops=((drawn.SEAL, b"seal"), (drawn.NAME, b"name")))


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("lang", drawn.LANGS)
def test_hostile_names_are_words_and_nothing_else(name: str, lang: Lang) -> None:
    entry = drawn.entry(file=name, person=name, application=name)
    page = Tags(html.application(entry, drawn.PROFILE, lang, pictures=(Picture(file=name, page=0, part=0, whole=b"x"),)))
    plain = Tags(html.application(drawn.entry(), drawn.PROFILE, lang, pictures=(PICTURE,)))
    index = Tags(html.index([("a.html", entry)], lang))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in plain.tags}
    assert not any(attribute.startswith("on") for _, attributes in page.tags + index.tags for attribute in attributes)
    assert [tag for tag, _ in index.tags].count("script") == 1
    shown = name.replace("\u202e", "\\u202e")
    assert shown in page.words
    assert shown in index.words
    assert "\u202e" not in page.words + index.words


def test_no_identity_number_stands_anywhere() -> None:
    entry = drawn.entry()
    entry["findings"][0]["message"] += f" {drawn.ID_NUMBER}"  # as if the record had not masked it
    entry["sightings"]["fields"][0]["text"] = drawn.ID_NUMBER
    for lang in drawn.LANGS:
        for page in (html.application(entry, drawn.PROFILE, lang), html.index([("a.html", entry)], lang)):
            assert not re.search(r"\d{15}", page)


def test_the_same_record_gives_the_same_page() -> None:
    first, again = (html.application(drawn.entry(), drawn.PROFILE, "zh", pictures=(PICTURE,)) for _ in range(2))
    assert first == again
    assert html.index([("a.html", drawn.entry())], "zh") == html.index([("a.html", drawn.entry())], "zh")


def test_every_link_inside_the_page_leads_to_a_place_in_it() -> None:
    page = Tags(
        html.application(
            drawn.entry(),
            drawn.PROFILE,
            "zh",
            pictures=(PICTURE,),
            links=html.Links(notice="../../notices/2026-1.html", switch="../en/applications/2026-1.html"),
        )
    )
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    links = [str(attributes["href"]) for tag, attributes in page.tags if tag == "a"]
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in links if link.startswith("#")]
    assert len(inside) >= 4
    assert set(inside) <= set(ids)
    assert {link for link in links if not link.startswith("#")} == {
        "../index.html",
        "../../notices/2026-1.html",
        "../en/applications/2026-1.html",
    }


def test_nothing_is_fetched_from_anywhere() -> None:
    for page in (html.application(drawn.entry(), drawn.PROFILE, "zh", pictures=(PICTURE,)), html.index([("a.html", drawn.entry())], "zh")):
        assert "default-src 'none'" in page
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//|url\(|@import", page)
        assert all(str(a["src"]).startswith("data:image/jpeg;base64,") for _, a in Tags(page).tags if "src" in a)


def test_the_index_runs_its_own_script_and_no_other() -> None:
    code, digest = templating.script("index.js")
    page = html.index([("a.html", drawn.entry())], "zh")
    assert f"script-src '{digest}'" in page
    assert f"<script>{code}</script>" in page


def test_what_leads_to_a_return_comes_first_and_what_passed_is_folded() -> None:
    page = html.application(drawn.entry(), drawn.PROFILE, "zh")
    places = [
        page.index(words) for words in ("印章与申请表不一致", "印章不够清晰", "手持照未能检查", "请看一眼", "<details>", "申请人已签字")
    ]
    assert places == sorted(places)
    assert drawn.PROFILE.rules["FORM-SEAL-NAME"].quote in page


def test_names_are_laid_under_each_other_character_by_character() -> None:
    assert findings.aligned("启辰公司", "启砚公司") == (("启", "启", True), ("辰", "砚", False), ("公", "公", True), ("司", "司", True))
    assert findings.aligned("有公司", "有限公司")[1] == ("", "限", False)
    assert '<td class="off">辰</td>' in html.application(drawn.entry(), drawn.PROFILE, "zh")


def test_rules_of_another_pack_are_not_quoted() -> None:
    entry = drawn.entry(profile="mine")
    assert drawn.PROFILE.rules["FORM-SEAL-NAME"].quote not in html.application(entry, drawn.PROFILE, "zh")


def test_only_pages_with_something_open_are_shown_and_numbers_are_hidden_on_them() -> None:
    seen = drawn.sightings()
    form, held = sheets.sheets(drawn.entry(), seen)
    assert Box(10, 20, 60, 6) in form.hidden  # the field
    assert Box(10, 130, 80, 8) in form.hidden  # a line with a number in it, which only the sightings know
    assert set(form.crops) == {drawn.SEAL, drawn.NAME}
    assert (held.side_px, held.crops) == (240, ())  # the card's place is not known
    assert sheets.sheets(drawn.cleared(), seen) == ()


def test_a_detail_that_would_be_all_black_is_left_out() -> None:
    entry = drawn.entry()
    entry["findings"][0]["evidence"][0]["box"] = [12, 20, 50, 6]
    assert Box(12, 20, 50, 6) not in sheets.sheets(entry)[0].crops


def test_marks_lie_where_the_boxes_are() -> None:
    page = html.application(drawn.entry(), drawn.PROFILE, "zh", pictures=(PICTURE,))
    x, y, w, h = (100 * v / of for v, of in zip((60, 90, 30, 30), (120, 160, 120, 160), strict=True))
    assert f"left:{x:.2f}%;top:{y:.2f}%;width:{w:.2f}%;height:{h:.2f}%" in page


def test_links_survive_any_file_name() -> None:
    assert templating.link("applications", "a b#?%/<长>.html") == "applications/a%20b%23%3F%25%2F%3C%E9%95%BF%3E.html"


def test_a_picture_is_never_touched_by_the_masking() -> None:
    data = np.arange(256, dtype=np.uint8).tobytes() * 40
    assert templating.shown(templating.jpeg(data)) == templating.jpeg(data)


def test_every_fault_of_ours_has_a_chinese_name_and_a_foreign_one_keeps_its_words() -> None:
    pattern = r'(?:error=|BrokenFileError\(|DecoderStoppedError\(|_refused\(name, |refuse\(\w+, |NEVER_BEGUN = )"([a-z-]+)"'
    words = "".join(path.read_text(encoding="utf-8") for path in Path(html.__file__).parents[1].rglob("*.py"))
    assert set(re.findall(pattern, words)) <= set(labels.FAULTS)
    known, foreign = (
        drawn.entry(faults=(Fault(where="intake", error=error, message="cut short"),)) for error in ("truncated", "ValueError")
    )
    assert "文件不完整，请重新上传" in html.application(known, drawn.PROFILE, "zh")
    assert "cut short" in html.application(known, drawn.PROFILE, "en")
    assert "cut short" in html.application(foreign, drawn.PROFILE, "zh")

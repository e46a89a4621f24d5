"""The HTML report in a browser, opened from the disk."""

import pytest

from pipeline import publish
from tests.browser.conftest import CONTRAST, Open, seen
from tests.reports import drawn
from tests.review import desk

pytestmark = pytest.mark.browser

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "a\u202egpj.exe",
    "=cmd|' C calc'!A0",
    "长" * 85,
    "'\"><script>alert(1)</script>".replace("/", "_"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    place = desk.lay(folder, "2026-1", "2026-2", *HOSTILE, clear=("2026-3",))
    made = publish.publish(place, drawn.PROFILE, "zh", uploads=folder / "uploads", jobs=1)
    return made.index.as_uri()


def test_a_reader_finds_why_and_where_in_three_clicks(window: Open, index: str) -> None:
    page = window()
    page.goto(index)
    page.get_by_role("button", name="建议退回补正").click()
    page.get_by_role("link", name="2026-1", exact=True).click()
    first = page.locator(".finding").first
    assert "印章与申请表不一致" in first.inner_text()
    first.locator(".spots a").first.click()
    mark = page.url.partition("#")[2]
    assert seen(page, f"#{mark}")
    assert page.locator(f".mark:has(#{mark})").evaluate("mark => getComputedStyle(mark).borderTopWidth") == "4px"
    assert page.locator(f"figure:has(#{mark}) img").evaluate("image => image.naturalWidth") > 0


def test_pointing_at_a_finding_lights_its_box(window: Open, index: str) -> None:
    page = window()
    page.goto(index)
    page.get_by_role("link", name="2026-1", exact=True).click()
    mark = page.locator('.mark[data-all~="1"]').first
    assert mark.evaluate("mark => getComputedStyle(mark).borderTopWidth") == "2px"
    page.locator(".finding").first.hover()
    assert mark.evaluate("mark => getComputedStyle(mark).borderTopWidth") == "4px"


def test_the_index_filters_searches_and_sorts(window: Open, index: str) -> None:
    page = window()
    page.goto(index)
    rows = page.locator("#list tbody tr:visible")
    page.get_by_role("button", name="未发现问题").click()
    assert rows.count() == 1
    page.get_by_role("button", name="全部").click()
    page.get_by_label("查找").fill("2026-2")
    assert rows.count() == 1
    page.get_by_label("查找").fill("")
    page.get_by_role("button", name="申请编号").click()
    page.get_by_role("button", name="申请编号").click()
    assert page.locator("#list th").first.get_attribute("aria-sort") == "descending"
    page.locator("[data-check=held-id]").click()
    assert rows.count() == 2 + len(HOSTILE)


@pytest.mark.parametrize("name", HOSTILE, ids=["tag", "bidi", "formula", "255 bytes", "script"])
def test_hostile_names_are_shown_inert(window: Open, index: str, name: str) -> None:
    page = window()
    page.goto(index)
    page.locator("#list a", has_text=name.replace("\u202e", "\\u202e")).click()
    assert page.locator("h1 bdi").inner_text() == name.replace("\u202e", "\\u202e")
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1180)], ids=["desk", "tablet"])
def test_nothing_is_wider_than_the_window(window: Open, index: str, width: int, height: int) -> None:
    page = window(width, height)
    page.goto(index)
    page.get_by_role("link", name="2026-1", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 820], ids=["desk", "tablet"])
def test_everything_on_the_pages_can_be_read_and_has_a_name(window: Open, index: str, width: int) -> None:
    page = window(width)
    page.goto(index)
    for _ in ("index", "application"):
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("[...document.querySelectorAll('img')].filter(image => !image.alt).length") == 0
        nameless = "[...document.querySelectorAll('button, a[href], input')].filter(e => !(e.ariaLabel || e.textContent.trim())).length"
        assert page.evaluate(nameless) == 0
        if page.get_by_role("link", name="2026-1", exact=True).count():
            page.get_by_role("link", name="2026-1", exact=True).click()
    assert page.locator(".finding").count()

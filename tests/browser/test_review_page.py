"""The reviewers' page in a browser, served by a process of its own: keys, verdicts, undo, two at once, old links, hostile names."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pipeline import batch
from pipeline.decisions.state import fold_all
from pipeline.decisions.trail import Act, Trail
from tests.browser.conftest import CONTRAST, Open, seen
from tests.review import desk

pytestmark = pytest.mark.browser

HOSTILE = ["<img src=x onerror=alert(1)>", "a\u202egpj.exe", "=cmd|' C calc'!A0", "长" * 85]
REVIEWERS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑", "寅")


class Served:
    """A running server: its results, and start links to be taken one by one."""

    def __init__(self, place: batch.Results, links: list[str]) -> None:
        self.place, self._links = place, iter(links)

    def enter(self, page: Page) -> str:
        """Let a window in and return the address of the server."""
        link = next(self._links)
        page.goto(link)
        return link.partition("/start")[0]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("review")
    place = desk.lay(folder, "2026-1", "2026-2", "2026-3", *HOSTILE, clear=("2026-8", "2026-9"))
    with desk.served(place.folder, "--uploads", str(folder / "uploads"), reviewers=REVIEWERS) as (_, links):
        yield Served(place, links)


def opened(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/?show=all")
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_selector(".decide")
    page.wait_for_load_state("domcontentloaded")  # then the keys are listened to


def test_evidence_is_a_key_away_and_its_picture_is_there(window: Open, office: Served) -> None:
    page = window()
    opened(page, office.enter(page), "2026-1")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    mark = "svg a.on rect"
    page.wait_for_selector(mark)
    assert seen(page, mark)
    for image in page.locator(".plates img").all():
        image.evaluate(LOADED)
    before = page.locator(".plate").first.bounding_box()
    page.keyboard.press("z")
    after = page.locator(".plate").first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > 2 * before["width"]


def test_the_first_finding_s_evidence_is_shown_at_once_and_stays_as_pictures_come(window: Open, office: Served) -> None:
    page = window(1280, 500)
    opened(page, office.enter(page), "2026-2")
    assert seen(page, "svg a.on rect")
    for image in page.locator(".plates img").all():
        image.evaluate(LOADED)
    assert seen(page, "svg a.on rect")


def test_the_sheet_of_keys_opens_and_closes(window: Open, office: Served) -> None:
    page = window()
    opened(page, office.enter(page), "2026-1")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible()


def test_a_finding_is_overruled_and_the_word_taken_back_by_keys(window: Open, office: Served) -> None:
    page = window()
    opened(page, office.enter(page), "2026-2")
    page.keyboard.press("f")  # a sure defect: the reason comes first
    page.keyboard.type("印章清楚，名称相同")
    page.keyboard.press("Enter")
    page.wait_for_selector(".v-fine")
    page.wait_for_load_state("domcontentloaded")  # as in `opened`
    assert "印章清楚，名称相同" in page.locator(".v-fine").inner_text()
    assert page.evaluate("document.activeElement.id") == "f2"
    page.keyboard.press("u")
    expect(page.locator(".v-fine")).to_have_count(0)


def test_enter_that_ends_a_chinese_word_sends_nothing(window: Open, office: Served) -> None:
    page = window()
    opened(page, office.enter(page), "2026-2")
    page.keyboard.press("f")
    page.keyboard.type("印章")
    here = page.url
    page.evaluate("""() => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))""")
    assert page.evaluate("document.activeElement.value") == "印章"
    assert page.locator(".v-fine").count() == 0
    assert page.url == here


def test_the_application_before_is_a_key_away(window: Open, office: Served) -> None:
    page = window()
    address = office.enter(page)
    order = [link.get_attribute("href") for link in page.locator(".list .cut a").all()]
    page.goto(f"{address}{order[1]}")
    page.keyboard.press("p")
    page.wait_for_url(f"**{order[0]}")
    assert page.locator("#before").count() == 0


def test_of_two_windows_the_slower_is_told_and_keeps_its_words(window: Open, office: Served) -> None:
    first, second = window(), window()
    for page in (first, second):
        opened(page, office.enter(page), "2026-3")
    first.keyboard.press("d")
    first.wait_for_selector(".v-defect")
    second.keyboard.press("f")
    second.keyboard.type("我看是同一个字")
    second.keyboard.press("Enter")
    alert = second.get_by_role("alert")
    alert.wait_for()
    assert "没有记录" in alert.inner_text()
    assert "我看是同一个字" in alert.inner_text()
    assert second.locator(".v-defect").count() == 1


def test_a_used_link_opens_nothing(window: Open, office: Served) -> None:
    page, other = window(), window()
    link = next(office._links)
    page.goto(link)
    assert page.locator("h1").inner_text() == "待审队列"
    other.goto(link)
    assert "已用过或已过期" in other.locator("h1").inner_text()
    other.goto(link.partition("/start")[0] + "/start?token=x")
    assert "已用过或已过期" in other.locator("h1").inner_text()


def test_hostile_names_are_shown_inert(window: Open, office: Served) -> None:
    page = window()
    address = office.enter(page)
    for name in HOSTILE:
        shown = name.replace("\u202e", "\\u202e")
        opened(page, address, shown)
        assert page.locator("h1 bdi").inner_text() == shown
        assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1180)], ids=["desk", "tablet"])
def test_the_page_fits_and_everything_on_it_has_a_name_and_contrast(window: Open, office: Served, width: int, height: int) -> None:
    page = window(width, height)
    opened(page, office.enter(page), "2026-1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, a[href], input:not([type=hidden])')]"
        ".filter(e => !(e.innerText ?? '').trim() && !e.ariaLabel && !e.textContent.trim()).map(e => e.outerHTML)"
    )
    assert nameless == []
    assert page.evaluate(CONTRAST) == []


def test_the_whole_queue_is_decided_by_keyboard(window: Open, office: Served) -> None:
    page = window()
    office.enter(page)
    page.keyboard.press("n")
    for _ in range(2 + 3 + len(HOSTILE)):
        page.wait_for_selector(".decide")
        page.wait_for_load_state("domcontentloaded")
        here = page.url.partition("#")[0]
        page.keyboard.press("a" if page.locator(".pill.g-clear").count() else "r")
        page.wait_for_url(lambda url, here=here: url.partition("#")[0] != here, wait_until="domcontentloaded")  # type: ignore[misc]
    assert "全部处理完" in page.locator(".done").inner_text()
    trail = Trail(office.place.folder)
    states = fold_all(trail.events())
    assert len(states) == 5 + len(HOSTILE)
    assert {state.decided.decision for name, state in states.items() if state.decided and re.match("2026-[89]", name)} == {"accept"}
    shown = {event.application for event in trail.events() if event.act is Act.OPENED}
    assert shown == set(states)


LOADED = """image => new Promise(done => {
    const look = () => image.naturalWidth > 0 ? done() : setTimeout(look, 100);
    look();
})"""

"""Debian's chromium, driven by playwright; a page that talks to anybody but its own place, or complains, fails its test."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Debian's chromium is not installed: apt-get install chromium, or `make browser`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Give a function that opens a window of its own (cookies, too); at the end of the test they must have kept quiet."""
    complaints: list[str] = []
    windows = []

    def opened(width: int = 1280, height: int = 800) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("dialog", lambda dialog: _dismiss(dialog, complaints))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda said: complaints.extend([f"console: {said.text}"] if _complains(said.type, said.text) else []))
        page.on("request", lambda asked: complaints.extend([] if _ours(asked.url) else [f"request: {asked.url}"]))
        windows.append(page)
        return page

    yield opened
    SHOTS.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(windows):
        name = re.sub(r"[^a-z0-9_]+", "-", request.node.name.lower())
        page.screenshot(path=SHOTS / f"{name}{f'-{number}' if number else ''}.png")
        page.context.close()
    assert complaints == []


def seen(page: Page, selector: str) -> bool:
    """Return whether an element lies, at least in part, in the window and in every box that scrolls around it."""
    script = """element => {
        const box = element.getBoundingClientRect();
        let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
        for (let around = element.parentElement; around; around = around.parentElement) {
            if (!/auto|scroll/.test(getComputedStyle(around).overflowY)) continue;
            const frame = around.getBoundingClientRect();
            [left, top] = [Math.max(left, frame.left), Math.max(top, frame.top)];
            [right, bottom] = [Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
        }
        return box.width > 0 && box.left < right && box.right > left && box.top < bottom && box.bottom > top;
    }"""
    return bool(page.locator(selector).first.evaluate(script))


def _dismiss(dialog: Dialog, complaints: list[str]) -> None:
    complaints.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _complains(kind: str, text: str) -> bool:
    """Return whether the console shows a fault; a form refused (409, 422), an old link (403), a picture not ready (503) are none."""
    return kind == "error" and not re.search(r"status of (403|409|422|503)", text)


def _ours(url: str) -> bool:
    return url.startswith(("file:", "data:", "http://127.0.0.1:"))


CONTRAST = """() => {
    const lightness = colour => {
        const [r, g, b] = colour.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const ground = element => {
        for (let at = element; at; at = at.parentElement) {
            const [r, g, b, a] = numbers(getComputedStyle(at).backgroundColor);
            if (a === undefined || a === 1) return [r, g, b];
        }
        return [255, 255, 255];
    };
    const poor = [];
    for (const element of document.querySelectorAll('body *:not(svg, svg *, kbd)')) {
        const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (!own || !element.offsetParent) continue;
        const [one, other] = [numbers(getComputedStyle(element).color).slice(0, 3), ground(element)].map(lightness).sort((a, b) => b - a);
        if ((one + 0.05) / (other + 0.05) < 4.5) poor.push(element.outerHTML.slice(0, 120));
    }
    return poor;
}"""  # WCAG 2.2, 1.4.3: at least 4.5 to 1

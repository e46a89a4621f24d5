"""Decide a whole result set by keyboard in a browser, kill the server half-way, and count what the trail holds.

    uv run --frozen python -m benchmarks.review samples-results samples/uploads

samples-results: the results of `prescreen run samples/uploads`; they are copied, so nothing is decided there. Times are wall times from
a key to the next page being ready, pictures aside.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.decisions.state import State, fold_all
from pipeline.decisions.trail import Act, Event, Trail


def served(results: Path, uploads: Path) -> tuple["subprocess.Popen[str]", str]:
    """Start the reviewers' page and return its process and its start link."""
    command = [sys.executable, "-m", "pipeline", "review", str(results), "--uploads", str(uploads), "--reviewer", "bench"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603 - our own program
    assert process.stdout is not None
    return process, process.stdout.readline().rstrip("\n").partition("\t")[2]


def main() -> None:
    """Go through the queue twice over one copy: until half is decided, then on another server until all is."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("results", type=Path)
    asked.add_argument("uploads", type=Path)
    given = asked.parse_args()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser to drive

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        results = Path(scratch) / "results"
        for name in ("applications", "sightings"):
            shutil.copytree(given.results / name, results / name)
        total = len(list((results / "applications").glob("*.json")))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        waits: list[float] = []
        keys = 0
        for until in (total // 2, total):
            process, link = served(results, given.uploads)
            try:
                page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
                page.goto(link)
                page.keyboard.press("n")
                keys += 1
                while len(decided(results)) < until:
                    page.wait_for_selector(".decide")
                    page.wait_for_load_state("domcontentloaded")
                    here, began = page.url.partition("#")[0], time.monotonic()
                    page.keyboard.press("r" if page.locator(".items li").count() else "a")  # what its notice would tell decides
                    keys += 1
                    page.wait_for_url(lambda url, here=here: url.partition("#")[0] != here, wait_until="domcontentloaded")  # type: ignore[misc]
                    waits.append(time.monotonic() - began)
            finally:
                process.kill()  # as a power cut would
                process.wait()
        browser.close()
        events = Trail(results).events()
        states = fold_all(events)
        print(f"{total} applications, {len(decided(results))} decided with {keys} keys, the server killed after {total // 2}")
        print(f"trail: {len(events)} acts, every application opened: {opened(events) == set(states)}, {counted(states)}")
        print(f"from a key to the next page: median {1000 * statistics.median(waits):.0f} ms wall, longest {1000 * max(waits):.0f}")


def decided(results: Path) -> set[str]:
    """Return the applications that the trail says are decided."""
    trail = Trail(results)
    return {name for name, state in fold_all(trail.events()).items() if state.decided} if trail.exists else set()


def opened(events: Iterable[Event]) -> set[str]:
    """Return the applications that were shown."""
    return {event.application for event in events if event.act is Act.OPENED}


def counted(states: Mapping[str, State]) -> str:
    """Return how many were accepted and returned."""
    words = [state.decided.decision for state in states.values() if state.decided]
    return ", ".join(f"{words.count(word)} {re.sub('e?$', 'ed', word)}" for word in ("accept", "return"))


if __name__ == "__main__":
    main()

"""What a thousand applications' reports cost: CPU a record, size, the index in a browser, and whether a number shows anywhere.

    uv run --frozen python -m benchmarks.reports samples-results [--applications 1000] [--out FOLDER]
    uv run --frozen python -m benchmarks.reports samples-results --shots build/screenshots

samples-results: the results of `prescreen run samples/uploads`; their records are multiplied under other names (without sightings,
so that no picture is taken: those cost what decoding costs). Every application's figures are CPU seconds of this process. With --shots
nothing is measured: every page of its report, and every notice, is photographed for a person to look at.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from zipfile import ZipFile

from pipeline import batch, publish
from pipeline.datamodel.profile import load

FULL_NUMBER = re.compile(r"(?<![0-9A-Za-z%])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])")


CHANGE = """([selector, text]) => {
    const began = performance.now();
    const element = document.querySelector(selector);
    if (text === null) element.click();
    else { element.value = text; element.dispatchEvent(new Event('input', { bubbles: true })); }
    document.body.getBoundingClientRect();
    return performance.now() - began;
}"""


def main() -> None:
    """Multiply, write, measure, look for numbers, and filter the index in a browser where there is one."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("results", type=Path)
    asked.add_argument("--applications", type=int, default=1000)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--shots", type=Path)
    given = asked.parse_args()
    if given.shots:
        photograph(given.results, given.shots)
        return
    with tempfile.TemporaryDirectory() as scratch:
        place = batch.Results(folder=given.out or Path(scratch))
        place.prepare()
        multiply(given.results / "applications", place.records, given.applications)
        began = time.process_time()
        made = publish.publish(place, load("cse-online-2019-11"), "zh")
        spent_s = time.process_time() - began
        pages = list((place.folder / "report").rglob("*.html"))
        print(f"{made.applications} applications, {made.notices} notices (HTML and DOCX), worklist CSV and XLSX")
        print(f"CPU {1000 * spent_s / made.applications:.1f} ms an application; pages {sum(p.stat().st_size for p in pages) / 1e6:.1f} MB")
        print(f"files with a full identity number: {len(numbers(place.folder))}")
        filtered(made.index)


def multiply(records: Path, into: Path, wanted: int) -> None:
    """Write `wanted` records, those of the samples in turn, each under a name of its own."""
    entries = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(records.glob("*.json"))]
    for number in range(wanted):
        entry = entries[number % len(entries)] | {"application": f"2026-{number:05d}"}
        (into / f"2026-{number:05d}.json").write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def numbers(folder: Path) -> list[Path]:
    """Return the files of a result folder, sightings aside, in which a full identity number stands, packed ones opened."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "sightings" in path.parts:
            continue
        texts = [path.read_bytes()]
        if path.suffix in {".xlsx", ".docx"}:
            with ZipFile(path) as packed:
                texts = [packed.read(name) for name in packed.namelist()]
        if any(FULL_NUMBER.search(text.decode("utf-8", "ignore")) for text in texts):
            found.append(path)
    return found


def photograph(results: Path, into: Path) -> None:
    """Write a picture of every page of a report, and of every notice, as a person would see it first."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser to drive

    into.mkdir(parents=True, exist_ok=True)
    pages = [*(results / "report").rglob("*.html"), *(results / "notices").glob("*.html")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1600})
        for path in pages:
            page.goto(path.absolute().as_uri())
            page.screenshot(path=into / f"{'-'.join(path.relative_to(results).with_suffix('').parts)}.png")
        browser.close()
    print(f"{len(pages)} pictures in {into}")


def filtered(index: Path) -> None:
    """Open the index in Debian's chromium, filter and search it, and print what each took, layout included."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium: the index was not opened", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser to drive

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        clock = page.context.new_cdp_session(page)
        clock.send("Performance.enable", {"timeDomain": "threadTicks"})

        def spent_ms() -> float:
            """Return the CPU milliseconds that the page's main thread has spent since it was opened."""
            found = {one["name"]: one["value"] for one in clock.send("Performance.getMetrics")["metrics"]}
            return 1000 * float(found["TaskDuration"])

        page.goto(index.as_uri())
        loaded_ms = page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd")
        print(f"index in the browser: loaded in {loaded_ms:.0f} ms wall, {spent_ms():.0f} ms CPU of its main thread", end="")
        for name, selector, text in (
            ("filter", "button[data-proposal=return]", None),
            ("search", "#search", "00123"),
            ("sort", "th button", None),
        ):
            before = spent_ms()
            wall_ms = page.evaluate(CHANGE, [selector, text])
            print(f"; {name} {wall_ms:.0f} ms wall, {spent_ms() - before:.0f} ms CPU", end="")
        print()
        browser.close()


if __name__ == "__main__":
    main()

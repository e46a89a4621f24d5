"""What looking costs, beside what reading everything costs: CPU seconds an application and a page, on the same pages.

`python -m benchmarks.speed FOLDER --ways ours,full,side960,tesseract --ids A001,A002` measures and appends to `FOLDER/speed.jsonl`; what
stands there already is not measured again. `--quick`: six samples. `--drawn 60`: so many random applications (seeds 1401, 1402, …) besides.
everything: ours with nothing spared, which is full precision, lines looked for at 1280 px on every page and read at their whole width,
photos read, too; its findings are held against ours, and `--table` lists what differs. `--jobs`: the whole command with one and with two
processes, for the throughput (`--ways ""`: nothing else). `--table` prints what was measured.

full: RapidOCR at its defaults, which is as many threads as there are cores; full1: the same with one thread, where none spins while it
waits; side960: one thread and the detector at 960 px; tesseract: its Chinese data at page segmentation 3, one thread. Their
pages are decoded before the clock starts; ours is timed with decoding and judging.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline import examine
from pipeline.datamodel.observation import Observation, PageKindSeen
from pipeline.datamodel.profile import load
from pipeline.engines import loader
from pipeline.stages.folder import open_application
from pipeline.stages.intake import Intake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.datamodel.page import Page, Rgb

PROFILE = "cse-online-2019-11"
SAMPLES = Path("samples/uploads")
EVERYTHING: dict[str, dict[str, Any]] = {
    "text": {"side_px": 1280, "close_side_px": 1280, "long_line_width": 1.0, "glance_width": 1.0, "portrait_face_share": 1.0},
    "upright": {"side_px": 1280, "sheet_face_side_px": 640, "sure_quality": 2.0, "glance_width": 1.0, "glance_heights": 12},
}
QUICK = ("A001", "A002", "A004", "A006", "A011", "A016")
WAYS = ("ours", "everything", "full", "full1", "side960", "tesseract")
PACKAGES = ("prescreen", "rapidocr", "onnxruntime", "openvino", "opencv-python-headless", "pytesseract")


def main() -> None:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ways", default="ours")
    parser.add_argument("--ids", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--drawn", type=int, default=0)
    parser.add_argument("--first-seed", type=int, default=1401)
    parser.add_argument("--jobs", action="store_true")
    parser.add_argument("--table", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    notes = given.folder / "speed.jsonl"
    folders = _applications(given)
    if not given.table:
        # One application by all ways before the next, so that a run cut short still compares like with like.
        measures = {way: _way(way) for way in given.ways.split(",") if way}
        for folder in folders:
            for way, measure in measures.items():
                if (way, folder.name) not in {(line["way"], line["application"]) for line in _lines(notes)}:
                    _note(notes, {"way": way, "application": folder.name} | measure(folder))
        for jobs in (1, 2) if given.jobs else ():
            if ("jobs", str(jobs)) not in {(line["way"], line["application"]) for line in _lines(notes)}:
                _note(notes, {"way": "jobs", "application": str(jobs)} | whole(folders, jobs, given.folder))
    _print(_lines(notes))


def _applications(given: argparse.Namespace) -> list[Path]:
    ids = given.ids.split(",") if given.ids else QUICK if given.quick else sorted(path.name for path in SAMPLES.iterdir())
    folders = [SAMPLES / name for name in ids]
    root = given.folder / "drawn"
    for seed in range(given.first_seed, given.first_seed + given.drawn):
        folder = root / f"B{seed:04d}"
        if not folder.exists():
            from benchmarks.random_kit import draw  # noqa: PLC0415 - drawing needs its own group

            draw(seed, "open").write(root)
        folders.append(folder)
    return folders


def _way(way: str) -> Callable[[Path], dict[str, Any]]:
    if way == "ours":
        setup = examine.set_up(load(PROFILE), loader.load())
        return lambda folder: ours(folder, setup)
    if way == "everything":
        profile = msgspec.structs.replace(load(PROFILE), stages=EVERYTHING)
        whole = examine.set_up(profile, dataclasses.replace(loader.load(), quick=None))
        return lambda folder: ours(folder, whole)
    reader = _tesseract() if way == "tesseract" else _rapidocr(way)
    return lambda folder: _read_all(folder, reader)


def ours(folder: Path, setup: examine.Setup) -> dict[str, Any]:
    """See and judge one application; the cost of each page by its kind, without the decoding, which a child does."""
    kinds: dict[str, list[float]] = defaultdict(list)
    last = time.process_time()

    def watch(page: Page, seen: tuple[Observation, ...]) -> None:
        nonlocal last
        kind = next((str(one.kind) for one in seen if isinstance(one, PageKindSeen)), "unknown")
        kinds[f"{kind}, text layer" if page.words else kind].append(time.process_time() - last)
        last = time.process_time()

    began, wall, children = time.process_time(), time.monotonic(), _children()
    stored = examine.see(folder, setup, watch)
    seen = time.process_time()
    report = examine.judge(stored, setup)
    cpu = time.process_time() - began + _children() - children
    # The guarded children that decode are a nursery's, not ours: what they took stands in the stage's own seconds.
    decoding = max(0.0, sum(stored.timings.values()) - (seen - began))
    stages = stored.timings | {"judging": time.process_time() - seen}
    return {
        "pages": len(stored.sightings.pages),
        "cpu_s": cpu + decoding,
        "wall_s": time.monotonic() - wall,
        "rss_mb": _peak_mb(),
        "stages": stages,
        "kinds": dict(kinds),
        "precision": setup.versions["precision"],
        "findings": sorted([finding.check, finding.outcome.value, finding.slug, finding.message] for finding in report.findings),
    }


def _read_all(folder: Path, read: Callable[[Rgb], object]) -> dict[str, Any]:
    application, _ = open_application(folder)
    intake = Intake()
    pages = []
    for path in application.files:
        try:
            pages += [page.image for page in intake.pages(path, path.name)]
        except Exception as error:  # noqa: BLE001 - a broken sample is broken for everybody
            print(f"{folder.name}: a file was left out ({type(error).__name__})", file=sys.stderr)
    began, wall, children = time.process_time(), time.monotonic(), _children()
    for image in pages:
        read(image)
    cpu = time.process_time() - began + _children() - children
    return {"pages": len(pages), "cpu_s": cpu, "wall_s": time.monotonic() - wall, "rss_mb": _peak_mb()}


def _rapidocr(way: str) -> Callable[[Rgb], object]:
    from rapidocr import RapidOCR  # noqa: PLC0415 - heavy, and only for this way

    params: dict[str, Any] = {"Global.log_level": "error"}
    if way != "full":
        params["EngineConfig.onnxruntime.intra_op_num_threads"] = 1
    if way == "side960":
        params |= {"Det.limit_side_len": 960, "Det.limit_type": "max"}
    engine = RapidOCR(params=params)
    return lambda image: engine(image[:, :, ::-1])


def _tesseract() -> Callable[[Rgb], object]:
    import pytesseract  # noqa: PLC0415 - only for this way
    from PIL import Image  # noqa: PLC0415 - as above

    os.environ["OMP_THREAD_LIMIT"] = "1"
    return lambda image: pytesseract.image_to_string(Image.fromarray(image), lang="chi_sim", config="--psm 3")


def whole(folders: Sequence[Path], jobs: int, work: Path) -> dict[str, Any]:
    """Run the command over all applications with so many processes."""
    uploads, out = work / "uploads", work / f"results-{jobs}"
    for path in (uploads, out):
        shutil.rmtree(path, ignore_errors=True)
    for folder in folders:
        shutil.copytree(folder, uploads / folder.name)
    wall, children = time.monotonic(), _children()
    command = [sys.executable, "-m", "pipeline", "run", str(uploads), "--out", str(out), "--jobs", str(jobs), "--quiet-s", "0"]
    code = subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603 - our own command
    if code not in (0, 1, 4):
        raise SystemExit(f"prescreen run ended with {code}")
    pages = sum(len(json.loads(path.read_text())["sightings"]["pages"]) for path in (out / "applications").glob("*.json"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "pages": pages,
        "cpu_s": _children() - children,
        "wall_s": time.monotonic() - wall,
        "rss_mb": peak,
        "applications": len(folders),
    }


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _note(notes: Path, line: dict[str, Any]) -> None:
    with notes.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line | {"load": os.getloadavg()[0]}, ensure_ascii=False) + "\n")


def _lines(notes: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()] if notes.exists() else []


def _print(lines: Sequence[dict[str, Any]]) -> None:
    print(", ".join(f"{package} {version(package)}" for package in PACKAGES))
    ours = {line["application"]: line for line in lines if line["way"] == "ours"}
    for way in WAYS:
        mine = [line for line in lines if line["way"] == way]
        if not mine:
            continue
        cpu, pages = sum(line["cpu_s"] for line in mine), sum(line["pages"] for line in mine)
        both = [line for line in mine if line["application"] in ours]
        share = sum(ours[line["application"]]["cpu_s"] for line in both) / sum(line["cpu_s"] for line in both) if both else float("nan")
        print(
            f"| {way} | {len(mine)} | {pages} | {cpu / len(mine):.1f} | {cpu / pages:.2f} | {share:.2f} |"
            f" {max(line['rss_mb'] for line in mine):.0f} |"
            f" {min(line['load'] for line in mine):.1f} to {max(line['load'] for line in mine):.1f} |"
        )
    _print_differences({line["application"]: line for line in lines if line["way"] == "everything"}, ours)
    _print_sums("stage", [line["stages"] for line in ours.values()], len(ours))
    kinds: dict[str, list[float]] = defaultdict(list)
    for line in ours.values():
        for kind, seconds in line["kinds"].items():
            kinds[kind] += seconds
    for kind, seconds in sorted(kinds.items()):
        print(f"| {kind} | {len(seconds)} | {sum(seconds) / len(seconds):.2f} | {max(seconds):.2f} |")
    for line in lines:
        if line["way"] == "jobs":
            print(
                f"| --jobs {line['application']} | {line['applications']} | {line['cpu_s']:.0f} CPU s |"
                f" {line['wall_s']:.0f} s | load {line['load']:.1f} |"
            )


def _print_differences(whole: dict[str, dict[str, Any]], ours: dict[str, dict[str, Any]]) -> None:
    both = sorted(whole.keys() & ours.keys())
    same = 0
    for name in both:
        read, spared = ([tuple(one) for one in lines[name]["findings"]] for lines in (whole, ours))
        same += read == spared
        for finding in sorted(set(read) ^ set(spared)):
            print(f"{name}, {'reading everything' if finding in read else 'ours'}: {' | '.join(finding)}")
    if both:
        print(f"findings as when everything is read: {same} of {len(both)} applications")


def _print_sums(what: str, each: Sequence[dict[str, float]], count: int) -> None:
    sums: dict[str, float] = defaultdict(float)
    for one in each:
        for name, seconds in one.items():
            sums[name] += seconds
    print(f"{what}:", ", ".join(f"{name} {seconds / count:.2f}" for name, seconds in sorted(sums.items(), key=lambda item: -item[1])))


if __name__ == "__main__":
    main()

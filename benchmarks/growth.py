"""How cost grows with the pages of an application and with the applications of a batch, beside what no reading could go below.

`python -m benchmarks.growth FOLDER` measures and appends to `FOLDER/growth.jsonl`; what stands there is not measured again.
`--pages 1,2,5`, `--applications 10,30`: other sizes, "" for none; `--photos 40`: so many photos of 12 MP in one application, for the
memory. `--plot PNG` prints the tables and draws the curves.

Pages are pictures of the samples in one fixed mixed order. The floor of an application: decoding, one search for lines a page and one
reading of what was found, at the sizes and in the precision that the product uses. Applications of a batch hold one ID photo each, so
that the driver shows; the whole command looks at them with one process.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from benchmarks.growth_plot import plot
from benchmarks.speed import PROFILE, SAMPLES, ours, whole
from pipeline import examine
from pipeline.datamodel.profile import load
from pipeline.engines import loader
from pipeline.imaging.strips import strip
from pipeline.stages.base import BrokenFileError
from pipeline.stages.folder import open_application
from pipeline.stages.intake import Intake
from pipeline.stages.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PHOTO_PX = (4032, 3024)


def main() -> None:
    """Measure what is asked for, print the tables, draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", default="1,2,5,10,20,40,60")
    parser.add_argument("--applications", default="10,30,100,300,1000")
    parser.add_argument("--photos", type=int, default=0)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    notes = given.folder / "growth.jsonl"
    if not given.plot:
        for count in _counts(given.pages):
            _once(notes, "pages", count, partial(_pages, count, given.folder))
        for count in _counts(given.applications):
            _once(notes, "applications", count, partial(_batch, count, given.folder))
        if given.photos:
            _once(notes, "photos", given.photos, partial(_photos, given.photos, given.folder))
    lines = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]
    for line in sorted(lines, key=lambda line: (line["what"], line["count"])):
        told = [f"{line['cpu_s']:.1f}", f"{line.get('floor_s', 0.0):.1f}", f"{line['rss_mb']:.0f}", f"{line['load']:.1f}"]
        print(f"| {line['what']} | {line['count']} | {' | '.join(told)} |")
    if given.plot:
        plot(lines, given.plot)


def _counts(text: str) -> list[int]:
    return [int(count) for count in text.split(",") if count]


def _once(notes: Path, what: str, count: int, measure: Callable[[], dict[str, Any]]) -> None:
    known = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()] if notes.exists() else []
    if any((line["what"], line["count"]) == (what, count) for line in known):
        return
    line: dict[str, Any] = {"what": what, "count": count} | measure() | {"load": os.getloadavg()[0]}
    with notes.open("a", encoding="utf-8") as out:
        out.write(json.dumps({key: value for key, value in line.items() if key not in {"findings", "kinds"}}) + "\n")
    print(line["what"], line["count"], round(line["cpu_s"], 1), flush=True)


def _pages(count: int, work: Path) -> dict[str, Any]:
    pictures = sorted(path for path in SAMPLES.glob("*/*") if path.suffix.lower() in {".jpg", ".png"})
    random.Random(5).shuffle(pictures)
    folder = _folder(work / f"pages-{count}", [pictures[n % len(pictures)] for n in range(count)])
    setup = examine.set_up(load(PROFILE), loader.load())
    ours(_folder(work / "warm", pictures[:2]), setup)
    measured = ours(folder, setup)
    return measured | {"floor_s": measured["stages"]["intake"] + _floor(folder, setup)}


def _folder(folder: Path, pictures: Sequence[Path]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for n, picture in enumerate(pictures):
        shutil.copyfile(picture, folder / f"{n:03d}{picture.suffix}")
    return folder


def _floor(folder: Path, setup: examine.Setup) -> float:
    """Return the CPU seconds of finding and reading alone."""
    reader = setup.engines.quick or setup.engines.ocr
    assert reader is not None
    text = Text()
    application, _ = open_application(folder)
    intake = Intake()
    spent = 0.0
    for path in application.files:
        with suppress(BrokenFileError):  # one of the samples' pictures is cut off on purpose
            for page in intake.pages(path, path.name):
                began = time.process_time()
                found = [quad for quad, _ in reader.detect(page.image, side_px=text.side_px)]
                reader.read([text.narrowed(strip(page.image, quad)) for quad in found])
                spent += time.process_time() - began
    return spent


def _batch(count: int, work: Path) -> dict[str, Any]:
    photos = sorted(SAMPLES.parent.glob("photos/*.jpg"))
    root = work / f"applications-{count}"
    shutil.rmtree(root, ignore_errors=True)
    folders = [_folder(root / f"N{n:05d}", [photos[n % len(photos)]]) for n in range(count)]
    measured = whole(folders, 1, work)
    shutil.rmtree(root)
    return measured


def _photos(count: int, work: Path) -> dict[str, Any]:
    folder = work / f"photos-{count}"
    # Drawn in a process of its own, so that its memory is not counted.
    drawing = multiprocessing.get_context("spawn").Process(target=_draw_photos, args=(folder, count))
    drawing.start()
    drawing.join()
    return ours(folder, examine.set_up(load(PROFILE), loader.load()))


def _draw_photos(folder: Path, count: int) -> None:
    """Write so many photographed pages as a telephone of 12 MP gives them, each with grain of its own."""
    shots = sorted(path for path in SAMPLES.glob("*/IMG_*.jpg"))
    _folder(folder, [])
    for n in range(count):
        image = cv2.imread(str(shots[n % len(shots)]))
        assert image is not None
        size = PHOTO_PX if image.shape[1] > image.shape[0] else PHOTO_PX[::-1]
        large = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)
        grain = np.random.default_rng(n).normal(0.0, 3.0, large.shape)
        cv2.imwrite(str(folder / f"{n:03d}.jpg"), np.asarray(np.clip(large + grain, 0, 255), dtype=np.uint8))


if __name__ == "__main__":
    main()

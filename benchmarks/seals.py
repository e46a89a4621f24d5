"""Measures the seals: found, read, told apart and compared, on drawn seals and, where they are present, on real ones.

`python -m benchmarks.seals [--count N] [--real FOLDER]`: FOLDER holds `seals/` and `documents/`, each with a truth.jsonl.
Level 0 is a clean scan, level 1 a tinted one at JPEG quality 75 with patchy ink; under most seals stands a printed name, in
a third of them another one than the seal's (the trap: print must never confirm what the seal does not say).
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from pipeline.checks.form.seal_name import FormSealName
from pipeline.checks.names import Answer, Limits, compare, near_variants, normalise
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import PageKind, PageKindSeen
from pipeline.datamodel.observation import Seal as Seen
from pipeline.datamodel.page import Origin, Page, Rgb
from pipeline.engines.protocols import Engines
from pipeline.engines.rapidocr import RapidOcr
from pipeline.stages.base import Look
from pipeline.stages.seals import Seals
from samples.drawing.fonts import Face, font
from samples.drawing.seals import Seal, cut, worn

PLACES = "云岚省 望岚 青屿 临栖市 溪畔 砺州 江苏 山东 榆林 泉州 武汉 四川".split()  # noqa: SIM905 - words, not a list of quotes
TRADES = "恒瑞 中天 华泰 安信达 鑫源 宏盛 永固 晨光 天宇 龙腾 启明 栖云 拓岩 北辰 海棠 金穗 砺远 予衡".split()  # noqa: SIM905 - as above
FIELDS = "建设工程 安全技术咨询 化工 机电设备 环保科技 矿业 电力建设 消防工程 煤业 物流 危险化学品".split()  # noqa: SIM905 - as above
FORMS = "有限公司 有限公司 有限责任公司 股份有限公司 集团有限公司 （集团）有限公司 有限公司第三分公司 研究院".split()  # noqa: SIM905 - as above
LINES = ("", "", "", "人力资源部", "人事部", "合同专用章", "财务专用章", "人事专用章")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A drawn piece of a page, what its seal says, which name is printed under it ("" none), and where the seal stands."""

    image: Rgb
    seal: Seal
    printed: str
    box: Box


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="drawn seals a level")
    parser.add_argument("--real", type=Path, help="folder with real seals and documents")
    given = parser.parse_args()
    look = Eye()
    for level in (0, 1) if given.count else ():
        measure_drawn(look, level, given.count)
    if given.real:
        measure_real(look, given.real / "seals")
        measure_empty(look, given.real / "documents")


class Eye:
    """The stage with its engine, and the CPU seconds it took."""

    def __init__(self) -> None:
        self.stage = Seals()
        self.engines = Engines(ocr=RapidOcr())
        self.seconds: list[float] = []

    def see(self, image: Rgb, kind: PageKind = PageKind.OTHER) -> list[Seen]:
        """Return the seals of one picture."""
        height, width = image.shape[:2]
        page = Page(image=image, file="", number=0, origin=Origin(format="PNG", file_bytes=0, width_px=width, height_px=height))
        told = PageKindSeen(page=0, box=Box(0, 0, width, height), confidence=1, seen_by="benchmark", kind=kind)
        started = time.process_time()
        seals = [seal for seal in self.stage.see(Look(page=page, index=0, engines=self.engines, seen=(told,))) if isinstance(seal, Seen)]
        self.seconds.append(time.process_time() - started)
        return seals


def measure_drawn(eye: Eye, level: int, count: int) -> None:
    """Print one level: found, name and line exact, true names passed, near variants and printed names passed (must be 0)."""
    limits = FormSealName()
    bounds = Limits(sure=limits.sure_seal, win=limits.win, margin=limits.margin, mean=limits.mean, far=limits.far)
    tally: collections.Counter[str] = collections.Counter()
    legible: list[float] = []
    eye.seconds.clear()
    for number in range(count):
        drawn = draw(np.random.default_rng([number, level]), level)
        found = [seal for seal in eye.see(drawn.image) if seal.box.overlap(drawn.box).area > 0.7 * drawn.box.area]
        tally["drawn"] += 1
        if not found:
            continue
        seal, name = found[0], normalise(drawn.seal.name)
        tally["found"] += 1
        tally["name exact"] += normalise(seal.name.text) == name
        tally["line exact"] += seal.line.text == drawn.seal.line
        legible.append(seal.legible)
        answer = compare(seal.name, name, bounds).answer
        tally["true passed"] += answer is Answer.EQUAL
        tally["true refused"] += answer is Answer.DIFFERENT
        variants = [variant for variant in near_variants(name)[:: max(1, len(near_variants(name)) // 12)] if variant != name]
        for other in [*variants, *([drawn.printed] if drawn.printed not in {"", drawn.seal.name} else [])]:
            answer = compare(seal.name, other, bounds).answer
            tally["variants"] += 1
            tally["false passes"] += answer is Answer.EQUAL
        if drawn.printed not in {"", drawn.seal.name}:
            tally["traps"] += 1
            tally["traps refused"] += answer is Answer.DIFFERENT
    told = ", ".join(f"{word} {number}" for word, number in tally.items())
    spread = ", ".join(f"{value:.2f}" for value in np.percentile(legible, (0, 10, 50, 90)))
    print(f"level {level}: {told}; legible p0 p10 p50 p90 {spread}; {np.mean(eye.seconds):.2f} CPU s a seal")


def measure_real(eye: Eye, folder: Path) -> None:
    """Print how many real seals of high transcription are found and read exactly, by shape and colour."""
    tally: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(row)
        shape = truth["shape"].split("-")[0]
        if (
            shape not in {"round", "oval"}
            or truth["origin"] != "real"
            or truth["transcription_confidence"] != "high"
            or "[masked]" in truth["arc_text"]
        ):
            continue
        image = _rgb(cv2.imread(str(folder / truth["file"])))
        box = Box(*(truth["box_xywh"] or (0, 0, image.shape[1], image.shape[0])))
        found = [seal for seal in eye.see(image, PageKind.FORM_2) if seal.box.overlap(box).area > 0.5 * box.area]
        row_of = tally[f"{shape} {'red' if 'red' in truth['colour'] else truth['colour'].split()[0]}"]
        row_of[0] += 1
        row_of[1] += bool(found)
        row_of[2] += any(normalise(seal.name.text) == normalise(truth["arc_text"]) for seal in found)
    for name, (count, found_count, exact) in sorted(tally.items()):
        print(f"real {name}: {count}, found {found_count}, name exact {exact}")


def measure_empty(eye: Eye, folder: Path) -> None:
    """Print how many seals are seen on real pages without any, as other pages and as forms (where black seals are looked for too)."""
    for kind in (PageKind.OTHER, PageKind.FORM_2):
        eye.seconds.clear()
        false = 0
        rows = [json.loads(row) for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
        for truth in rows:
            if truth["label"].get("seals") == 0:
                image = _rgb(cv2.imread(str(folder / truth["file"])))
                seals = eye.see(image, kind)
                false += len(seals)
                for seal in seals:
                    print(f"  false: {truth['file']} {seal.shape} {seal.ink} {seal.kind} {seal.box}")
        print(f"no seals, seen as {kind}: {len(eye.seconds)} pages, false seals {false}, {np.mean(eye.seconds):.2f} CPU s a page")


def _rgb(decoded: object) -> Rgb:
    """Return what OpenCV decoded as RGB. Raises ValueError where it decoded nothing."""
    if not isinstance(decoded, np.ndarray):
        raise ValueError("a picture of the benchmark cannot be decoded; is the folder complete?")  # noqa: TRY004 - it is the file's fault
    return np.ascontiguousarray(decoded[:, :, ::-1], dtype=np.uint8)


def draw(rng: np.random.Generator, level: int) -> Drawn:
    """Return a seal over print; the same random state draws the same picture."""
    name, other = _name(rng), _name(rng)
    radius = int(rng.uniform(110, 180))
    seal = Seal(
        name=name,
        line=str(rng.choice(LINES)),
        code="".join(str(digit) for digit in rng.integers(0, 10, 13)) if rng.random() < 0.4 else "",
        face=Face.MING if rng.random() < 0.5 else Face.SONG_BOLD,
        specimen=False,
    )
    cover = worn(cut(seal, 2 * radius / seal.size_mm, rng), (0.1, 0.35)[level], rng)
    side, turn = int(radius * 3.4), float(rng.uniform(-8, 8) if level == 0 else rng.uniform(-25, 25))
    middle = cover.shape[0] / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), -turn, 1)
    matrix[:, 2] += side / 2 - middle
    ink = cv2.warpAffine(cover, matrix, (side, side)) * (0.92, 0.85)[level]
    printed = str(rng.choice([name, other, ""]))
    image = _print(side, radius, printed, rng).astype(np.float32)
    image *= 1 - ink[:, :, None] * (1 - np.array(rng.choice([(206, 34, 44), (190, 20, 60), (225, 60, 70)]), np.float32) / 255)
    if level:
        image *= np.linspace(1, 0.88, side, dtype=np.float32)[None, :, None] * np.array([1, 0.985, 0.94], np.float32)
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), (0.5, 0.8)[level]) + rng.normal(0, (2, 5)[level], image.shape), np.float32)
    stored = cv2.imencode(".jpg", np.clip(image, 0, 255).astype(np.uint8)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, (90, 75)[level]])[1]
    back = _rgb(cv2.imdecode(stored, cv2.IMREAD_COLOR))
    return Drawn(image=back, seal=seal, printed=printed, box=Box(side // 2 - radius, side // 2 - radius, 2 * radius, 2 * radius))


def _name(rng: np.random.Generator) -> str:
    return "".join(str(rng.choice(words)) for words in (PLACES, TRADES, FIELDS, FORMS))


def _print(side: int, radius: int, printed: str, rng: np.random.Generator) -> Rgb:
    canvas = Image.new("RGB", (side, side), (255, 255, 255))
    pen, size = ImageDraw.Draw(canvas), int(radius * rng.uniform(0.15, 0.2))
    top = side / 2 + radius * rng.uniform(-0.9, 0.5)
    pen.text((side / 2 - radius * rng.uniform(0.8, 1.4), top), printed, font=font(Face.SONG, size), fill=(25, 25, 25))
    pen.text((side / 2 - radius, top + 2 * size), "意见：同意申报", font=font(Face.SONG, size), fill=(25, 25, 25))
    return np.asarray(canvas, dtype=np.uint8)


if __name__ == "__main__":
    main()

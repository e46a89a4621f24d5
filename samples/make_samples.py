"""Draws the committed samples anew: `python -m samples.make_samples`."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samples.defective import DEFECTIVE
from samples.flawless import FLAWLESS
from samples.id_photos import write_photos
from samples.kit import folder_name

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> None:
    """Parses, draws, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="where uploads/, photos/ and the truth are written")
    parser.add_argument("--seed", type=int, default=2026, help="another seed gives other seals, hands and pictures")
    parser.add_argument("--only", nargs="*", default=None, help="application ids, e.g. A003; truth is then left alone")
    options = parser.parse_args(arguments)
    draw_all(options.out, options.seed, options.only)


def draw_all(out: Path, seed: int, only: Sequence[str] | None = None) -> None:
    """Writes uploads/<id>/, photos/, truth.jsonl and pages.jsonl under out; only limits it to some applications."""
    uploads = out / "uploads"
    lines: list[dict[str, Any]] = []
    truths: list[dict[str, Any]] = []
    for number, story in enumerate((*FLAWLESS, *DEFECTIVE), start=1):
        if only is not None and folder_name(number) not in only:
            continue
        kit = story(seed)
        shutil.rmtree(uploads / kit.id, ignore_errors=True)
        lines += kit.write(uploads)
        truths.append(kit.truth_line())
    if only is None:
        _write_lines(out / "truth.jsonl", truths)
        _write_lines(out / "pages.jsonl", lines)
        shutil.rmtree(out / "photos", ignore_errors=True)
        _write_lines(out / "photos" / "truth.jsonl", write_photos(out / "photos", seed))


def _write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()

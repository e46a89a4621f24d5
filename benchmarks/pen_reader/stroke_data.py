"""Fetches what hands are drawn from: strokes of characters in writing order, and handwriting fonts; nothing of it is shipped.

The strokes are those of the npm package hanzi-writer-data (Arphic Public License), the fonts of @fontsource (SIL Open Font, Apache).
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from functools import lru_cache
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray

from samples.drawing.fonts import FontMissingError, cache_folder

Points = NDArray[np.float32]

STROKES = ("hanzi-writer-data", "2.0.1")
# package and the subset of it that holds the letters wanted
KANJI_FONTS = {"yomogi": "japanese", "zen-kurenaido": "japanese"}
LATIN_FONTS = dict.fromkeys(("caveat", "homemade-apple", "mrs-saint-delafield", "sacramento"), "latin")
SHUT_LATIN_FONTS = dict.fromkeys(("reenie-beanie", "cedarville-cursive"), "latin")
# their digits write dates
DIGIT_FONTS = dict.fromkeys(("caveat", "homemade-apple", "kalam", "indie-flower", "gloria-hallelujah", "nothing-you-could-do"), "latin")
# trained on besides: faces of print and a hand's; TUNE_PRINT: for choosing limits only, so that these are not chosen on faces learnt
TRAIN_PRINT = {
    **dict.fromkeys(("kiwi-maru", "m-plus-1p", "shippori-mincho", "zen-maru-gothic"), "japanese"),
    "zcool-xiaowei": "chinese-simplified",
}
TRAIN_KANJI_FONTS = {"hachi-maru-pop": "japanese"}
TUNE_PRINT = dict.fromkeys(("klee-one", "zen-old-mincho", "kosugi-maru"), "japanese")
FONT_VERSION = "5.3.0"


@lru_cache(maxsize=4096)
def strokes_of(character: str) -> tuple[Points, ...]:
    """The strokes of a character in writing order, each (N, 2) float32 in a square of 1, y down; none where it is not known."""
    text = _characters().get(character)
    if text is None:
        return ()
    return tuple(np.array([(x / 1024, (900 - y) / 1024) for x, y in line], np.float32) for line in json.loads(text)["medians"])


@lru_cache(maxsize=32)
def hand_font(package: str, subset: str) -> Path:
    """A handwriting font as TTF. Raises FontMissingError where it cannot be had."""
    target = cache_folder() / f"{package}.ttf"
    if not target.exists():
        with tarfile.open(_archive(f"@fontsource/{package}", FONT_VERSION)) as opened:
            content = opened.extractfile(f"package/files/{package}-{subset}-400-normal.woff2")
            if content is None:
                raise FontMissingError(f"{package} has no subset {subset}")
            with TTFont(content) as font:
                font.flavor = None
                partial = target.with_suffix(".part")
                font.save(str(partial))
        partial.replace(target)
    return target


@lru_cache(maxsize=1)
def _characters() -> dict[str, str]:
    with tarfile.open(_archive(*STROKES)) as opened:
        found = {}
        for member in opened:
            name = Path(member.name).stem
            if len(name) == 1 and member.name.endswith(".json") and "/data/" not in member.name:
                content = opened.extractfile(member)
                found[name] = content.read().decode() if content else "{}"
    return found


def _archive(package: str, version: str) -> Path:
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{package.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if not archive.exists():
        try:
            subprocess.run(  # noqa: S603 - fixed words only
                ["npm", "pack", f"{package}@{version}"],  # noqa: S607 - npm as the user has it
                cwd=folder,
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise FontMissingError(f"could not fetch {package}: is npm installed and the registry in reach?") from error
    return archive

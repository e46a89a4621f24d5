"""Finds the fonts the samples are drawn with, and knows which characters each of them really has."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from enum import Enum
from functools import lru_cache
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from PIL import ImageFont

NOTO = "/usr/share/fonts/opentype/noto"
ARPHIC = "/usr/share/fonts/truetype/arphic"
LXGW = "/usr/share/fonts/truetype/lxgw-wenkai"
FANDOL = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
NPM_PACKAGES = {
    "ma-shan-zheng": "5.3.1",
    "long-cang": "5.3.0",
    "zhi-mang-xing": "5.3.0",
    "liu-jian-mao-cao": "5.3.0",
}


class Face(Enum):
    """A typeface: (where it comes from, index in its collection). Relative names are npm packages, fetched once."""

    SONG = (f"{NOTO}/NotoSerifCJK-Regular.ttc", 2)
    SONG_BOLD = (f"{NOTO}/NotoSerifCJK-Bold.ttc", 2)
    HEI = (f"{NOTO}/NotoSansCJK-Regular.ttc", 2)
    HEI_BOLD = (f"{NOTO}/NotoSansCJK-Bold.ttc", 2)
    MING = (f"{ARPHIC}/uming.ttc", 0)
    KAI = (f"{ARPHIC}/ukai.ttc", 0)
    WENKAI = (f"{LXGW}/LXGWWenKai-Regular.ttf", 0)
    WENKAI_LIGHT = (f"{LXGW}/LXGWWenKai-Light.ttf", 0)
    FANDOL_SONG = (f"{FANDOL}/FandolSong-Regular.otf", 0)
    FANDOL_SONG_BOLD = (f"{FANDOL}/FandolSong-Bold.otf", 0)
    FANDOL_FANG = (f"{FANDOL}/FandolFang-Regular.otf", 0)
    FANDOL_KAI = (f"{FANDOL}/FandolKai-Regular.otf", 0)
    ZEN_HEI = ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0)
    HONG_LEI = ("hlxsjt", 0)
    MA_SHAN_ZHENG = ("ma-shan-zheng", 0)
    LONG_CANG = ("long-cang", 0)
    ZHI_MANG_XING = ("zhi-mang-xing", 0)
    LIU_JIAN_MAO_CAO = ("liu-jian-mao-cao", 0)


DRAWN_TABLES = {"GlyphOrder", "head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post"}
# Packages that hold a font in slices of some dozens of characters each.
SLICED = {"hlxsjt": "1.2.0"}
PEN_FACES = (Face.LONG_CANG, Face.ZHI_MANG_XING, Face.MA_SHAN_ZHENG, Face.LIU_JIAN_MAO_CAO)


class FontMissingError(Exception):
    """A font is not installed, or none of the asked faces has a character."""


def cache_folder() -> Path:
    """Where fetched handwriting fonts are kept: outside the repository, overridable by PRESCREEN_FONTS."""
    return Path(os.environ.get("PRESCREEN_FONTS", Path.home() / ".cache" / "prescreen-fonts"))


@lru_cache(maxsize=512)
def font(face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """The face at a size, ready for Pillow."""
    return ImageFont.truetype(str(font_file(face)), size_px, index=face.value[1])


@lru_cache(maxsize=32)
def font_file(face: Face) -> Path:
    """The font's file; a handwriting font is fetched with `npm pack` and converted to TTF on first use.

    Raises: FontMissingError when a system font is not installed or the package cannot be had.
    """
    source = face.value[0]
    if not source.startswith("/"):
        return _sliced_file(source) if source in SLICED else _handwriting_file(source)
    if not Path(source).exists():
        message = f"{source} is missing: install fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai fonts-lxgw-wenkai"
        raise FontMissingError(message)
    return Path(source)


@lru_cache(maxsize=32)
def characters(face: Face) -> frozenset[int]:
    """Code points the face has a glyph for."""
    with TTFont(str(font_file(face)), fontNumber=face.value[1] if str(font_file(face)).endswith("ttc") else -1) as opened:
        return frozenset(opened.getBestCmap())


def covers(face: Face, text: str) -> bool:
    """Whether every character of the text has a glyph; without this a font draws blanks and poisons the truth."""
    return all(ord(character) in characters(face) or character.isspace() for character in text)


def first_covering(faces: tuple[Face, ...], text: str) -> Face:
    """The first of the faces that has all of the text.

    Raises: FontMissingError when none has; choose another name then.
    """
    for face in faces:
        if covers(face, text):
            return face
    message = f"none of {[face.name for face in faces]} can draw {text!r}"
    raise FontMissingError(message)


def _handwriting_file(package: str) -> Path:
    folder = cache_folder()
    target = folder / f"{package}.ttf"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    version = NPM_PACKAGES[package]
    archive = _archive("fontsource", package, version)
    member = f"package/files/{package}-chinese-simplified-400-normal.woff2"
    with tarfile.open(archive) as opened:
        content = opened.extractfile(member)
        if content is None:
            message = f"{archive} has no {member}"
            raise FontMissingError(message)
        with TTFont(content) as woff:
            woff.flavor = None
            partial = target.with_suffix(".part")
            woff.save(str(partial))
    partial.replace(target)
    return target


def _sliced_file(package: str) -> Path:
    """The font of a package of slices, put together once; only what is drawn is kept of each slice."""
    target = cache_folder() / f"{package}.ttf"
    if target.exists():
        return target
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        slices: list[str] = []
        with tarfile.open(_archive("chinese-fonts", package, SLICED[package])) as opened:
            for member in sorted((m for m in opened.getmembers() if m.name.endswith(".woff2")), key=lambda m: m.name):
                with TTFont(opened.extractfile(member)) as woff:
                    for table in [name for name in woff.keys() if name not in DRAWN_TABLES]:  # noqa: SIM118 - no dict
                        del woff[table]
                    woff.flavor = None
                    slices.append(str(Path(room, f"{len(slices)}.ttf")))
                    woff.save(slices[-1])
        if not slices:
            message = f"@chinese-fonts/{package} has no slices"
            raise FontMissingError(message)
        partial = target.with_suffix(".part")
        Merger().merge(slices).save(str(partial))
    partial.replace(target)
    return target


def _archive(scope: str, package: str, version: str) -> Path:
    """The package's archive, fetched once. Raises FontMissingError where it cannot be had."""
    archive = cache_folder() / f"{scope}-{package}-{version}.tgz"
    if not archive.exists():
        try:
            subprocess.run(  # noqa: S603 - fixed words only
                ["npm", "pack", f"@{scope}/{package}@{version}"],  # noqa: S607 - npm as the user has it
                cwd=cache_folder(),
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            message = f"could not fetch @{scope}/{package}: is npm installed and the registry in reach?"
            raise FontMissingError(message) from error
    return archive

"""Draws every character of GB 2312 in several fonts and writes which look alike, as package data for `pipeline/checks/names.py`.

Needs Debian's fonts-noto-cjk and fonts-arphic-uming; run `python -m benchmarks.near_shapes` and commit what it writes.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
)
SIDE, KEPT, LIKE = 28, 20, 0.66  # pixels of a drawn character; neighbours kept; correlation from which two look alike
OUT = Path(__file__).parent.parent / "pipeline" / "checks" / "near_shapes.txt"


def main() -> None:
    """Write one line a character: the character and those that look like it, most alike first."""
    characters = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    characters = [character for character in characters if character]
    drawn = np.hstack([_drawn(characters, path, index) for path, index in FONTS]) / np.sqrt(len(FONTS))
    lines = []
    for start in range(0, len(characters), 500):
        likeness = drawn[start : start + 500] @ drawn.T
        for row, scores in enumerate(likeness):
            scores[start + row] = -1
            near = [int(i) for i in np.argsort(-scores)[:KEPT] if scores[i] >= LIKE]
            if near:
                lines.append(characters[start + row] + "".join(characters[i] for i in near))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} characters, {sum(map(len, lines)) - len(lines)} pairs, {OUT.stat().st_size} bytes")


def _drawn(characters: list[str], path: str, index: int) -> NDArray[np.float32]:
    """Return (n, pixels) float32: each character centred, blurred as a small seal blurs it, of length one."""
    font = ImageFont.truetype(path, SIDE * 2, index=index)
    rows = np.empty((len(characters), SIDE * SIDE), dtype=np.float32)
    for row, character in enumerate(characters):
        canvas = Image.new("L", (SIDE * 2 + 8, SIDE * 2 + 8), 0)
        ImageDraw.Draw(canvas).text((SIDE + 4, SIDE + 4), character, font=font, fill=255, anchor="mm")
        small = cv2.resize(cv2.GaussianBlur(np.asarray(canvas, dtype=np.float32), (0, 0), 2.5), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        flat = small.ravel() - small.mean()
        rows[row] = flat / max(float(np.linalg.norm(flat)), 1e-6)
    return rows


if __name__ == "__main__":
    main()

"""Draws what `benchmarks.growth` measured: two panels, points joined, the floor below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PANEL_PX, MARGIN_PX = (520, 360), (70, 20, 20, 50)  # margins: left, top, right, bottom
INK, OURS, FLOOR, GRID = (40, 40, 40), (176, 52, 42), (60, 100, 160), (225, 225, 225)


def plot(lines: Sequence[dict[str, Any]], path: Path) -> None:
    """Write one PNG: CPU seconds against the pages of an application, and against the applications of a batch."""
    image = Image.new("RGB", (2 * PANEL_PX[0], PANEL_PX[1]), (255, 255, 255))
    for n, (what, label) in enumerate(
        (("pages", "pages in one application"), ("applications", "applications of one ID photo, one process"))
    ):
        rows = sorted((line for line in lines if line["what"] == what), key=lambda line: line["count"])
        curves = [([(row["count"], row["cpu_s"]) for row in rows], OURS, "prescreen")]
        if all("floor_s" in row for row in rows):
            curves.append(([(row["count"], row["floor_s"]) for row in rows], FLOOR, "decode, find, read once"))
        if rows:
            _panel(ImageDraw.Draw(image), n * PANEL_PX[0], curves, label)
    image.quantize(32).save(path, optimize=True)


def _panel(
    draw: ImageDraw.ImageDraw, left: int, curves: Sequence[tuple[list[tuple[float, float]], tuple[int, int, int], str]], label: str
) -> None:
    font = ImageFont.load_default(13)
    x0, y0 = left + MARGIN_PX[0], PANEL_PX[1] - MARGIN_PX[3]
    x1, y1 = left + PANEL_PX[0] - MARGIN_PX[2], MARGIN_PX[1]
    most_x, most_y = (_round_up(max(point[axis] for points, _, _ in curves for point in points)) for axis in (0, 1))

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return x0 + point[0] / most_x * (x1 - x0), y0 - point[1] / most_y * (y0 - y1)

    for n in range(6):
        x, y = at((n * most_x / 5, n * most_y / 5))
        draw.line([(x0, y), (x1, y)], fill=GRID)
        draw.text((x0 - 6, y), f"{n * most_y / 5:g}", font=font, fill=INK, anchor="rm")
        draw.text((x, y0 + 6), f"{n * most_x / 5:g}", font=font, fill=INK, anchor="mt")
    draw.line([(x0, y1), (x0, y0), (x1, y0)], fill=INK)
    draw.text(((x0 + x1) / 2, y0 + 26), label, font=font, fill=INK, anchor="mt")
    draw.text((x0 + 6, y1), "CPU seconds", font=font, fill=INK, anchor="lt")
    for n, (points, colour, name) in enumerate(curves):
        placed = [at(point) for point in points]
        draw.line(placed, fill=colour, width=2)
        for x, y in placed:
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=colour)
        draw.text((x0 + 6, y1 + 18 * (n + 1)), name, font=font, fill=colour, anchor="lt")


def _round_up(value: float) -> float:
    step = 10 ** (len(str(int(value))) - 1)
    return float(-(-value // step) * step)

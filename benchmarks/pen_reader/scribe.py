"""Writes names, dates and scrawls as a moving pen does it: a pen that runs through the strokes in order, cuts corners and is lifted late.

Where the pen should go and how hard it should press are made as a course in time, then both are smoothed: a slow hand makes each stroke
by itself, a quick one rounds it off, hooks towards the next one, joins some and merges others. Covers as in `hands`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pen_reader.hands import DIGITS, bending, spaced
from benchmarks.pen_reader.stroke_data import Points, strokes_of

Floats = NDArray[np.float32]
SIZE, FINE = 96, 4  # pixels a character is drawn with before it is brought to its size; points to a sixteenth of a pixel
PENS = ("ball", "gel", "fountain", "brush", "pencil")
PEN_SHARES = (0.3, 0.3, 0.2, 0.1, 0.1)
Course = NDArray[np.float32]  # (N, 3): x, y, how hard the pen is pressed (below 0: lifted)


@dataclass(frozen=True, kw_only=True)
class Scribe:
    """How somebody writes; lengths in heights of a character, angles as tangents, smoothing in steps of time (a short stroke takes ten).

    slant, rise: leaning of uprights, of level strokes; squeeze: width of a character; sizes: how unlike characters are in size; first:
    size of the first one; gap: paper between two; climb: rise of the base line; sway: how far characters stand off it; parts, strokes,
    bend: how far parts of a character, single strokes, all of it are displaced; straight: how much strokes are drawn as straight lines;
    reach, lag: smoothing of the way and of the pressure; slow: how much the pen slows at the ends of strokes; joins: share of short
    ways without lifting; hookless: share of hooks left out; pen: width of the line; kind: one of PENS; soft: how much the width follows
    the pressure; head, tail, taper: how much harder strokes begin, level ones end, and how much falling ones thin out; nib: difference
    between upright and level strokes; fast: how much thinner a quick line is.
    """

    slant: float
    rise: float
    squeeze: float
    sizes: float
    first: float
    gap: float
    climb: float
    sway: float
    parts: float
    strokes: float
    bend: float
    straight: float
    reach: float
    lag: float
    slow: float
    joins: float
    hookless: float
    pen: float
    kind: str
    soft: float
    head: float
    tail: float
    taper: float
    nib: float
    fast: float


def scribe(rng: np.random.Generator) -> Scribe:
    """Somebody's way of writing: from regular script to what only he can read."""
    haste = float(rng.beta(1.2, 1.6))
    kind = str(rng.choice(PENS, p=PEN_SHARES))
    thick = {"ball": (0.022, 0.05), "gel": (0.028, 0.075), "fountain": (0.03, 0.085), "brush": (0.05, 0.11), "pencil": (0.025, 0.06)}[kind]
    brush = kind in {"fountain", "brush"}
    return Scribe(
        slant=float(rng.normal(0.05, 0.1)),
        rise=float(rng.normal(0.12, 0.08)),
        squeeze=float(rng.uniform(0.65, 1.1)),
        sizes=float(rng.uniform(0.03, 0.18)),
        first=float(rng.uniform(1.1, 1.5)) if rng.random() < 0.25 else float(rng.normal(1, 0.05)),
        gap=float(rng.uniform(-0.1, 0.3)),
        climb=float(rng.normal(0.04, 0.07)),
        sway=float(rng.uniform(0.01, 0.08)),
        parts=float(rng.uniform(0.01, 0.07)),
        strokes=float(rng.uniform(0.01, 0.045)),
        bend=float(rng.uniform(0.003, 0.03)),
        straight=float(rng.uniform(0, 0.07)),
        reach=0.7 + 5.5 * haste**1.5 * float(rng.uniform(0.5, 1.2)),
        lag=0.6 + 2.2 * haste * float(rng.uniform(0.3, 1.3)),
        slow=float(rng.uniform(0.2, 1.0)) * (1 - 0.6 * haste),
        joins=float(np.clip(haste * rng.uniform(0.3, 1.3), 0, 0.97)),
        hookless=float(rng.uniform(0, 0.4 + 0.5 * haste)),
        pen=float(np.exp(rng.uniform(*np.log(thick)))),
        kind=kind,
        soft=float(rng.uniform(0.3, 0.8) if brush else rng.uniform(0.05, 0.4)),
        head=float(rng.uniform(0, 0.5)),
        tail=float(rng.uniform(0, 0.5)),
        taper=float(rng.uniform(0.1, 0.9)),
        nib=float(abs(rng.normal(0, 0.25 if brush else 0.08))),
        fast=float(rng.uniform(0, 0.3)),
    )


def written_by(who: Scribe, text: str, size: float, rng: np.random.Generator, *, upright: bool = False) -> Floats:
    """A text in one hand, `size` pixels a character; upright: its characters stand below each other."""
    courses, x, y = [], 0.0, 0.0
    stacked = len(text) > 2 and not upright and rng.random() < 0.05
    last_sweep = float(rng.uniform(1.2, 1.9)) if rng.random() < 0.12 else 1.0
    for n, character in enumerate(text):
        scale = (who.first if n == 0 and len(text) > 1 else 1.0) * float(np.exp(rng.normal(0, who.sizes)))
        scale *= 0.8 if character in DIGITS else 1.0
        drawn = _character(character, who, rng, sweep=last_sweep if n == len(text) - 1 else 1.0)
        drawn[:, :2] = (drawn[:, :2] - 0.5) * scale
        wide, tall = (float(np.ptp(drawn[:, axis])) for axis in (0, 1))
        if upright:
            drawn[:, 0] += rng.normal(0, who.sway)
            drawn[:, 1] += y - drawn[:, 1].min()
            y += max(tall, 0.3) + float(rng.uniform(0.5, 1)) * who.gap
        elif stacked and n == 2:
            drawn[:, 0] += x - 0.9
            drawn[:, 1] += 0.75
        else:
            drawn[:, 0] += x - drawn[:, 0].min()
            drawn[:, 1] += -who.climb * x + rng.normal(0, who.sway)
            x += max(wide, 0.25) + who.gap * float(rng.uniform(0.6, 1.4)) + (0.1 if wide < 0.25 else 0)
        courses.append(drawn)
    run = rng.random() < 0.5 * who.joins**2 and not upright
    if run:
        return _inked([_followed(_linked(courses, who, rng), who)], size, who, rng)
    return _inked([_followed(course, who) for course in courses], size, who, rng)


def loops(size: float, rng: np.random.Generator) -> Floats:
    """A signature in Latin letters that nobody can read: a large first letter, a run of small ones, a bar or a line under it."""
    who = scribe(rng)
    big = [np.array([rng.uniform(0, 0.8), rng.uniform(-0.1, 1.0)]) for _ in range(int(rng.integers(4, 9)))]
    x, keys = float(rng.uniform(0.6, 0.9)), [*big]
    small = float(rng.uniform(0.2, 0.45))
    for n in range(int(rng.integers(4, 16))):
        top = 1 - (small if rng.random() < 0.8 else float(rng.uniform(0.6, 1.1))) * (1 - 0.03 * n)
        low = 1 + (0.0 if rng.random() < 0.88 else float(rng.uniform(0.2, 0.5)))
        step = float(rng.uniform(0.05, 0.2))
        keys += [np.array([x + step, top]), np.array([x + step * rng.uniform(0.2, 1.6), low + rng.normal(0, 0.03)])]
        x += step * float(rng.uniform(1.0, 1.8))
    if rng.random() < 0.5:
        keys += [np.array([x + rng.uniform(0.1, 0.9), 1 - rng.uniform(-0.2, 0.4)])]
    lines = [np.array(keys, np.float32)]
    if rng.random() < 0.45:
        level, left, right = rng.uniform(0.1, 1.3), rng.uniform(-0.1, 0.5) * x, rng.uniform(0.5, 1.2) * x
        lines.append(
            np.array([[left, level], [(left + right) / 2, level + rng.normal(0, 0.08)], [right, level - rng.uniform(0, 0.2)]], np.float32)
        )
    if rng.random() < 0.3:
        dot = rng.uniform(0.3, 1.0) * x
        lines.append(np.array([[dot, 0.45], [dot + 0.02, 0.48]], np.float32))
    reach = float(rng.uniform(2.0, 4.5))
    courses = []
    for line in lines:
        points = spaced(line + rng.normal(0, who.strokes, line.shape).astype(np.float32))
        points[:, 0] -= who.slant * 2.5 * (points[:, 1] - 0.5)
        points[:, 1] -= who.climb * points[:, 0]
        course = _timed(points, np.ones(len(points), np.float32), who)
        courses.append(_smoothed(course, reach, who.lag))
    return _inked(courses, size, who, rng)


def _character(character: str, who: Scribe, rng: np.random.Generator, *, sweep: float) -> Course:
    """The course of the pen through one character in a square of 1, not smoothed yet; sweep: how much longer its last stroke is."""
    ways = DIGITS.get(character)
    raw = [np.array(line, np.float32) for line in ways[int(rng.integers(len(ways)))]] if ways else list(strokes_of(character))
    push = bending(rng, who.bend)
    split = int(rng.integers(1, len(raw))) if len(raw) > 3 else len(raw)
    moves = [(1 + rng.normal(0, 1.5 * who.parts), 1 + rng.normal(0, 1.5 * who.parts), *rng.normal(0, who.parts, 2)) for _ in range(2)]
    pieces: list[Course] = []
    for n, line in enumerate(raw):
        points = _simpler(line, who, rng) if not ways else line
        wide, tall, right, down = moves[int(n >= split)]
        middle = points.mean(axis=0)
        turn, longer = rng.normal(0, 1.5 * who.strokes), np.exp(rng.normal(0, 2.5 * who.strokes))
        points = (points - middle) @ np.array([[1, turn], [-turn, 1]]) * longer + middle + rng.normal(0, who.strokes, 2)
        points = (points - 0.5) * (wide, tall) + 0.5 + (right, down)
        if n == len(raw) - 1 and sweep != 1.0:
            points = points[0] + (points - points[0]) * sweep
        points = spaced(points.astype(np.float32))
        points = points + push(points)
        x, y = points[:, 0] - 0.5, points[:, 1] - 0.5
        points = np.stack([(x - who.slant * y) * who.squeeze + 0.5, y - who.rise * x + 0.5], axis=1).astype(np.float32)
        pieces.append(_timed(points, _pressed(points, who, rng), who))
    return _linked(pieces, who, rng)


def _simpler(line: Points, who: Scribe, rng: np.random.Generator) -> Points:
    """A stroke by its corners alone, perhaps without its hook."""
    kept = cv2.approxPolyDP(line.reshape(-1, 1, 2), who.straight, closed=False).reshape(-1, 2) if who.straight > 0.01 else line
    if len(kept) > 2:
        before, last = kept[-2] - kept[-3], kept[-1] - kept[-2]
        back = float(before @ last) / (float(np.hypot(*before) * np.hypot(*last)) + 1e-6)
        if back < -0.1 and float(np.hypot(*last)) < 0.2 and rng.random() < who.hookless:
            kept = kept[:-1]
    return np.asarray(kept, np.float32)


def _pressed(points: Points, who: Scribe, rng: np.random.Generator) -> Floats:
    """How hard each point of a stroke is pressed, about 1."""
    along = np.linspace(0, 1, len(points))
    way = points[-1] - points[0]
    press = 1 + who.head * np.clip(1 - along / 0.18, 0, 1) + rng.normal(0, 0.06)
    if way[1] > 0.5 * abs(way[0]) and rng.random() < 0.75:
        press *= 1 - who.taper * np.clip((along - 0.45) / 0.55, 0, 1)
    else:
        press += who.tail * np.clip((along - 0.82) / 0.18, 0, 1)
    return np.asarray(press, np.float32)


def _timed(points: Points, press: Floats, who: Scribe) -> Course:
    """A stroke in equal steps of time: long strokes are drawn faster, ends slower."""
    length = float(np.hypot(*np.diff(points, axis=0).T).sum())
    steps = max(5, round(6 + 34 * length**0.7))
    time = np.linspace(0, 1, steps)
    at = ((1 - who.slow) * time + who.slow * time * time * (3 - 2 * time)) * (len(points) - 1)
    known = np.arange(len(points))
    return np.stack([np.interp(at, known, part) for part in (points[:, 0], points[:, 1], press)], axis=1).astype(np.float32)


def _linked(pieces: list[Course], who: Scribe, rng: np.random.Generator) -> Course:
    """Strokes one after the other with the way between them, the pen lifted or not."""
    course = [pieces[0]]
    for piece in pieces[1:]:
        start, end = course[-1][-1], piece[0]
        far = float(np.hypot(*(end - start)[:2]))
        joined = rng.random() < who.joins * np.exp(-far / 0.6)
        press = float(rng.uniform(0.35, 0.9)) if joined else float(rng.uniform(-1.2, -0.4))
        time = np.linspace(0, 1, max(3, round(3 + 12 * far**0.7)))[1:-1, None]
        way = start[None] * (1 - time) + end[None] * time
        way[:, 2] = press
        course += [way.astype(np.float32), piece]
    return np.concatenate(course)


def _followed(course: Course, who: Scribe) -> Course:
    return _smoothed(course, who.reach, who.lag)


def _smoothed(course: Course, reach: float, lag: float) -> Course:
    """A course as the pen follows it."""
    found = np.empty_like(course)
    for axis, much in ((0, reach), (1, reach), (2, lag)):
        radius = max(1, int(3 * much))
        weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / much) ** 2)
        padded = np.pad(course[:, axis], radius, mode="edge")
        found[:, axis] = np.convolve(padded, weights / weights.sum(), mode="valid")
    return found


def _inked(courses: list[Course], size: float, who: Scribe, rng: np.random.Generator) -> Floats:
    everything = np.concatenate([course[course[:, 2] > 0.25] for course in courses])
    if not len(everything):
        return np.ones((1, 1), np.float32)
    low, high = everything[:, :2].min(axis=0), everything[:, :2].max(axis=0)
    pad = 0.14
    width, height = (int((high[axis] - low[axis] + 2 * pad) * SIZE) + 2 for axis in (0, 1))
    canvas = np.zeros((height, width), np.uint8)
    for course in courses:
        at = np.round((course[:, :2] - low + pad) * SIZE * 2**FINE).astype(int)
        ways = np.diff(course[:, :2], axis=0, prepend=course[:1, :2])
        speed = np.hypot(*ways.T)
        press = np.clip(course[:, 2], 0, 1.6)
        thick = 1 - who.soft + who.soft * press
        thick *= 1 + who.nib * (np.abs(ways[:, 1]) / (speed + 1e-6) - 0.5)
        thick *= 1 - who.fast * np.clip(speed / (speed.mean() + 1e-6) - 1, -0.6, 1)
        thick *= np.clip(0.4 + press, 0, 1)  # as the pen is set down and lifted
        widths = np.clip(np.round(who.pen * SIZE * thick), 1, 255).astype(int)
        on = course[:, 2] > 0.25
        for n in range(1, len(course)):
            if on[n] and on[n - 1]:
                cv2.line(canvas, tuple(map(int, at[n - 1])), tuple(map(int, at[n])), 255, int(widths[n]), cv2.LINE_AA, FINE)
    cover = _ink_of(canvas.astype(np.float32) / np.float32(255), who.kind, rng)
    scale = size / SIZE
    shape = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(cover, shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    rows, columns = np.flatnonzero((small > 0.27).any(axis=1)), np.flatnonzero((small > 0.27).any(axis=0))
    return np.asarray(small[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else small[:1, :1], np.float32)


def _ink_of(cover: Floats, kind: str, rng: np.random.Generator) -> Floats:
    """A line as the ink of a kind of pen covers the paper."""
    if kind in {"gel", "brush"}:
        return cover
    noise = rng.normal(0, 1, cover.shape).astype(np.float32)
    if kind == "pencil":
        grain = cv2.GaussianBlur(noise, (0, 0), 1.1)
        return np.asarray(cover * np.clip(0.65 + rng.uniform(0.2, 0.5) * grain / (grain.std() + 1e-6), 0.1, 1), np.float32)
    cloud = cv2.GaussianBlur(noise, (0, 0), 2.2 if kind == "ball" else 9)
    return np.asarray(cover * np.clip(0.92 + rng.uniform(0, 0.22) * cloud / (cloud.std() + 1e-6), 0.2, 1), np.float32)

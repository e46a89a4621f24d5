"""Draws on composed ID photos what the folder of portraits lacks: glasses, masks, hats, hair, beards, closed and turned eyes."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np

from benchmarks.id_photos import HEIGHT, WIDTH, Photo
from benchmarks.photo_spoils import Spoil
from pipeline.datamodel.page import Rgb
from pipeline.imaging import face_geometry as geometry
from pipeline.imaging.face_light import CHEEKS, patch


def glasses(colour: tuple[int, int, int], *, dark: bool) -> Spoil:
    """Drawn glasses, with dark lenses or without lenses."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good
        eyes = geometry.eye_centres(p.mesh)
        gap = geometry.inter_eye_px(p.mesh)
        across, high = int(0.40 * gap), int(0.29 * gap)
        for x, y in eyes:
            centre = (int(x), int(y + 0.08 * gap))
            if dark:
                cv2.ellipse(picture, centre, (across, high), 0, 0, 360, colour, -1, cv2.LINE_AA)
            cv2.ellipse(picture, centre, (across, high), 0, 0, 360, colour, 3, cv2.LINE_AA)
        (ax, ay), (bx, by) = sorted((float(x), float(y)) for x, y in eyes)
        cv2.line(picture, (int(ax + across), int(ay)), (int(bx - across), int(by)), colour, 3, cv2.LINE_AA)
        return picture

    return spoil


def mask(colour: tuple[int, int, int]) -> Spoil:
    """A drawn mask over nose, mouth and chin."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good
        points = p.mesh[[234, 227, 117, 6, 346, 447, 454, 361, 397, 379, 400, 152, 176, 150, 172, 132], :2]
        layer = picture.copy()
        cv2.fillPoly(layer, [cv2.convexHull(points.astype(np.int32))], colour, cv2.LINE_AA)
        shade = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 6).astype(np.float32)[..., None] / 200
        covered = (layer != picture).any(axis=2)[..., None]
        return np.asarray(np.where(covered, np.clip(layer * np.clip(shade, 0.7, 1.05), 0, 255), picture), np.uint8)

    return spoil


def skin_mask(tone: float = 1.0, *, under_nose: bool = False) -> Spoil:
    """A drawn mask the colour of the person's own cheeks times a tone, pleated and shaded round; over the nose or only under it."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good
        upper = (205, 164, 425) if under_nose else (234, 227, 117, 6, 346, 447, 454)
        points = p.mesh[[*upper, 361, 397, 379, 400, 152, 176, 150, 172, 132], :2]
        cover = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.fillPoly(cover, [cv2.convexHull(points.astype(np.int32))], 255, cv2.LINE_AA)
        colour = tone * np.median(np.concatenate([patch(picture, p.mesh[cheek, :2], 6).reshape(-1, 3) for cheek in CHEEKS]), axis=0)
        rows, columns = np.mgrid[:HEIGHT, :WIDTH]
        aside = np.abs(columns - geometry.face_centre_x(p.mesh)) / geometry.face_width_px(p.mesh)
        shade = 1.03 - 0.9 * aside**2.2
        top, high = float(points[:, 1].min()), float(np.ptp(points[:, 1]))
        for pleat in (0.4, 0.55, 0.7):
            shade -= 0.05 * np.exp(-(((rows - top - pleat * high - 8 * aside**2) / 1.3) ** 2))
        soft = cover[..., None] / 255
        return np.asarray(picture * (1 - soft) + np.clip(colour * shade[..., None], 0, 255) * soft, np.uint8)

    return spoil


def closed_eyes(p: Photo) -> Rgb:
    """Each eye painted over with the skin of its lid, and a lash line drawn along the lower lid."""
    picture = p.good
    for lid in p.lids:
        hull = cv2.convexHull(lid[:16, :2].astype(np.int32))
        grown = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.fillConvexPoly(grown, hull, 1)
        grown = np.asarray(cv2.dilate(grown, np.ones((5, 5), np.uint8)), np.uint8)
        upper = lid[9:16, :2].mean(axis=0)
        width = float(np.hypot(*(lid[0, :2] - lid[8, :2])))
        x, y = int(upper[0]), int(upper[1] - 0.22 * width)
        skin = np.median(picture[max(0, y - 2) : y + 3, max(0, x - 4) : x + 5].reshape(-1, 3), axis=0)
        soft = cv2.GaussianBlur(grown.astype(np.float32), (0, 0), 1.0)[..., None]
        picture = np.asarray(picture * (1 - soft) + skin * soft, np.uint8)
        lash = lid[[0, 1, 2, 3, 4, 5, 6, 7, 8], :2].astype(np.int32)
        cv2.polylines(picture, [lash], isClosed=False, color=tuple(int(v * 0.35) for v in skin), thickness=1, lineType=cv2.LINE_AA)
    return picture


def looking_aside(share: float) -> Spoil:
    """Both irises moved to the picture's right by a share of the eye's width; what is within the lids moves, the lids stay."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good.astype(np.float32)
        for lid in p.lids:
            eye = np.zeros((HEIGHT, WIDTH), np.uint8)
            cv2.fillPoly(eye, [cv2.convexHull(lid[:16, :2].astype(np.int32))], 1)
            by = share * float(np.hypot(*(lid[0, :2] - lid[8, :2])))
            # Outside the lids the white of the eye is carried on, or skin would be drawn into the eye.
            white = np.percentile(p.good[eye > 0], 80, axis=0)
            inner = np.where(eye[..., None] > 0, p.good, white).astype(np.float32)
            moved = cv2.warpAffine(inner, np.array([[1, 0, by], [0, 1, 0.0]]), (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            soft = cv2.GaussianBlur(eye.astype(np.float32), (0, 0), 0.7)[..., None]
            picture = picture * (1 - soft) + moved * soft
        return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)

    return spoil


def hair_over_eye(p: Photo) -> Rgb:
    """Dark strands from the forehead over one eye down to the cheek."""
    picture = p.good
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(p.name.encode()).digest()[:4], "big"))
    right, left = geometry.eye_centres(p.mesh)
    eye, gap = (right if rng.random() < 0.5 else left), geometry.inter_eye_px(p.mesh)
    top = float(p.mesh[10, 1])
    for _ in range(60):
        x = float(eye[0]) + rng.normal(0, 0.22) * gap
        start = (int(x + rng.normal(0, 0.08) * gap), int(top - 0.15 * gap))
        end = (int(x + rng.normal(0, 0.08) * gap), int(eye[1] + rng.uniform(0.15, 0.5) * gap))
        shade = int(rng.integers(18, 55))
        cv2.line(picture, start, end, (shade + 8, shade + 2, shade), 2, cv2.LINE_AA)
    return picture


def glaring(p: Photo) -> Rgb:
    """Glasses with a white reflex on each lens."""
    picture = glasses((40, 35, 35), dark=False)(p)
    gap = geometry.inter_eye_px(p.mesh)
    for x, y in geometry.eye_centres(p.mesh):
        cv2.ellipse(
            picture, (int(x - 0.08 * gap), int(y)), (int(0.14 * gap), int(0.1 * gap)), -20, 0, 360, (255, 255, 255), -1, cv2.LINE_AA
        )
    return picture


def bearded(p: Photo) -> Rgb:
    """A drawn beard: dark stubble over chin, jaw and upper lip, the lips left out."""
    picture = p.good
    ring = p.mesh[[58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 410, 0, 186], :2].astype(np.int32)
    lips = p.mesh[[61, 37, 0, 267, 291, 314, 17, 84], :2].astype(np.int32)
    cover = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(cover, [ring], 1)
    cv2.fillPoly(cover, [cv2.convexHull(lips)], 0)
    soft = 0.75 * cv2.GaussianBlur(cover.astype(np.float32), (0, 0), 3)[..., None]
    rng = np.random.default_rng(1)
    hair = np.array([55, 45, 40]) + rng.normal(0, 18, (HEIGHT, WIDTH, 1))
    return np.asarray(np.clip(picture * (1 - soft) + hair * soft, 0, 255), np.uint8)


def hat(colour: tuple[int, int, int]) -> Spoil:
    """A drawn hat with a brim."""

    def spoil(p: Photo) -> Rgb:
        picture = p.good
        cx, brow = int(geometry.face_centre_x(p.mesh)), int(p.mesh[10, 1])
        half_width = int(0.62 * geometry.face_width_px(p.mesh))
        cv2.ellipse(picture, (cx, brow), (half_width, int(0.7 * half_width)), 0, 180, 360, colour, -1, cv2.LINE_AA)
        cv2.ellipse(picture, (cx, brow), (int(1.25 * half_width), 9), 0, 0, 360, colour, -1, cv2.LINE_AA)
        return picture

    return spoil

"""Finds faces and measures them with YuNet, a face mesh, an eyelid model and a person mask; recognises nobody."""

import contextlib
import math
import os
import sys
from collections.abc import Iterator, Mapping

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Face
from pipeline.datamodel.page import Rgb

Floats = NDArray[np.float32]

RIGHT_EYE, LEFT_EYE = (33, 133), (263, 362)  # outer and inner corner in the mesh; the person's own right and left


class FaceModels:
    """The face engine; `content` holds the four model files by their names in `models.toml`.

    YuNet (Wu et al. 2023) finds faces; the mesh (Kartynnik et al. 2019), the eyelids (Ablavatski et al. 2020) and the person
    mask are MediaPipe's. One thread each: two processes on two cores are faster than one process with two threads.
    """

    def __init__(self, content: Mapping[str, bytes], *, score: float = 0.6, overlap: float = 0.3) -> None:
        """score: lowest detector score 0-1 of a face; overlap: highest overlap 0-1 of two faces. Source: research notes on 115 pictures."""
        model = np.frombuffer(content["face-detector"], dtype=np.uint8)
        self._detector = cv2.FaceDetectorYN.create("onnx", model, np.empty(0, np.uint8), (320, 320), score, overlap, 5000)
        with _without_greeting():
            self._mesh, self._eyelids, self._person = (_interpreter(content[name]) for name in ("face-mesh", "eyelids", "person-mask"))

    def faces(self, image: Rgb, *, side_px: int = 640) -> list[Face]:
        """Return every face, largest first, in pixels of the image; (H, W, 3) uint8 RGB, searched at a long side of `side_px`."""
        scale = min(1.0, side_px / max(image.shape[:2]))
        # Below one cell of the detector's coarsest grid (stride 32) its answer changes from call to call, so it is not asked.
        if min(image.shape[:2]) * scale < 32:  # noqa: PLR2004
            return []
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
        self._detector.setInputSize((small.shape[1], small.shape[0]))
        _, rows = self._detector.detect(cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
        if rows is None:
            return []
        found = [_face(row.astype(float), scale, image.shape[1], image.shape[0]) for row in rows]
        return sorted((face for face in found if face.box.area), key=lambda face: (-face.box.area, face.box.x, face.box.y))

    def mesh(self, image: Rgb, face: Face) -> tuple[Floats, float]:
        """Return 468 face points (468, 3) in pixels (z in pixels too, growing away from the camera) and the mesh's own score 0-1.

        Two passes: the first crop is placed by the detector's box and eyes, the second by the first pass's points.
        """
        centre = (face.box.x + face.box.w / 2, face.box.y + face.box.h / 2)
        (rx, ry), (lx, ly) = face.points[:2]
        points, _ = self._mesh_in(image, centre, 1.5 * max(face.box.w, face.box.h), math.atan2(ly - ry, lx - rx))
        across = points[LEFT_EYE[0], :2] - points[RIGHT_EYE[0], :2]
        angle = math.atan2(float(across[1]), float(across[0]))
        turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]], dtype=np.float32)
        level = points[:, :2] @ turn.T
        low, high = level.min(axis=0), level.max(axis=0)
        x, y = turn.T @ ((low + high) / 2)
        return self._mesh_in(image, (float(x), float(y)), 1.5 * float((high - low).max()), angle)

    def eyelids(self, image: Rgb, mesh: Floats) -> tuple[Floats, Floats]:
        """Return the contour points of the person's right and left eye, each (76, 3) in pixels.

        Points 0 and 8 are the outer and inner corner, 1-7 the lower lid from outside in, 9-15 the upper lid likewise; 71 is the
        middle of the iris, 72-75 lie around it.
        """
        return self._eye(image, mesh, RIGHT_EYE, mirrored=False), self._eye(image, mesh, LEFT_EYE, mirrored=True)

    def person(self, image: Rgb) -> Floats:
        """Return the person mask (H, W), 0 background to 1 person."""
        small = np.asarray(cv2.resize(image, (256, 256), interpolation=cv2.INTER_AREA), dtype=np.float32) / np.float32(255)
        mask = _run(self._person, small)[0].reshape(256, 256)
        return np.asarray(cv2.resize(mask, (image.shape[1], image.shape[0])), dtype=np.float32)

    def _mesh_in(self, image: Rgb, centre: tuple[float, float], side: float, angle: float) -> tuple[Floats, float]:
        """Return mesh points and score for a square crop of that side, turned so that the eyes are level."""
        onto = _placing(centre, side, angle, 192)
        results = _run(self._mesh, _crop(image, onto, 192))
        points = next(result for result in results if result.size == 468 * 3).reshape(468, 3)
        logit = next(result for result in results if result.size == 1).item()
        return _back(points, onto, side / 192), 1 / (1 + math.exp(-logit))

    def _eye(self, image: Rgb, mesh: Floats, corners: tuple[int, int], *, mirrored: bool) -> Floats:
        """Return one eye's contour; the model knows one side only, so the other eye is read in the mirror."""
        outer, inner = mesh[corners[0], :2], mesh[corners[1], :2]
        left, right = (inner, outer) if mirrored else (outer, inner)
        across = right - left
        side = 2.3 * float(np.hypot(*across))
        x, y = (left + right) / 2
        onto = _placing((float(x), float(y)), side, math.atan2(float(across[1]), float(across[0])), 64)
        if mirrored:
            onto = np.array([[-1, 0, 64], [0, 1, 0]], dtype=np.float64) @ np.vstack([onto, [0, 0, 1]])
        results = _run(self._eyelids, _crop(image, onto, 64))
        lids, iris = (next(result for result in results if result.size == count * 3).reshape(count, 3) for count in (71, 5))
        return _back(np.vstack([lids, iris]), onto, side / 64)


@contextlib.contextmanager
def _without_greeting() -> Iterator[None]:
    """Keep the runtime's own line about its delegate off standard error: it writes there below Python and has no switch for it."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path of ours
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _interpreter(content: bytes) -> Interpreter:
    interpreter = Interpreter(model_content=content, num_threads=1)
    interpreter.allocate_tensors()
    return interpreter


def _run(interpreter: Interpreter, image: Floats) -> list[Floats]:
    """Return all outputs for one picture (h, w, 3) float32 0-1."""
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], image[None].astype(np.float32))
    interpreter.invoke()
    return [interpreter.get_tensor(output["index"]) for output in interpreter.get_output_details()]


def _face(row: NDArray[np.float64], scale: float, width: int, height: int) -> Face:
    """Return a detector row (x, y, w, h, five points, score) as a face of the unscaled image."""
    x, y, w, h = (row[:4] / scale).tolist()
    box = Box.around(((x, y), (x + w, y + h))).clipped(width, height)
    points = tuple((round(px, 2), round(py, 2)) for px, py in (row[4:14].reshape(5, 2) / scale).tolist())
    return Face(box=box, score=round(float(row[14]), 4), points=points)


def _placing(centre: tuple[float, float], side: float, angle: float, size: int) -> NDArray[np.float64]:
    """Return the affine map (2, 3) that lays a turned square of the image onto a square of `size` pixels."""
    k = size / max(side, 1e-6)
    c, s = math.cos(angle) * k, math.sin(angle) * k
    onto = np.array([[c, s, 0.0], [-s, c, 0.0]])
    onto[:, 2] = size / 2 - onto[:, :2] @ np.array(centre)
    return onto


def _crop(image: Rgb, onto: NDArray[np.float64], size: int) -> Floats:
    """Return the crop (size, size, 3) float32 0-1; the picture's border is carried on outside it, or points drift at the edge."""
    crop = cv2.warpAffine(image, onto, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(crop, dtype=np.float32) / np.float32(255)


def _back(points: Floats, onto: NDArray[np.float64], scale: float) -> Floats:
    """Return crop points (n, 3) as points of the image."""
    inverse = cv2.invertAffineTransform(onto)
    flat = points[:, :2] @ inverse[:, :2].T + inverse[:, 2]
    return np.column_stack([flat, points[:, 2] * scale]).astype(np.float32)

"""A CTC recogniser of text lines: strips in, characters, confidences and lattices out."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.datamodel.page import Rgb
from pipeline.datamodel.reading import Lattice, Reading
from pipeline.engines.runtime import Computer, Floats, Network, Runtime
from pipeline.engines.weights import flushed, metadata

Session: TypeAlias = onnxruntime.InferenceSession

STRIP_HEIGHT_PX = 48  # the recogniser's fixed input height
ARC_WIDTH_PX = 400  # the width that the reader of arcs was trained and exported at; nine in ten of a whole turn


class Recogniser:
    """One recogniser of the PP-OCR family; implements `LineReader`.

    model: the ONNX file, whose metadata hold the characters; name: as it stands in `Reading.engine`; threads: how many the runtime
    may use; widths_px: narrower strips are padded to the first of them, wider ones squeezed to the second; runtime: what computes, or a
    computer that other models share. The model is loaded at first use. Text is returned as read, with no correction of any kind.

    The 320 px of the wheel's training set are not needed: 200 short drawn lines were read with the same or fewer errors at 128 px
    (0.7 % of characters against 0.8 %) for half the work, measured 2026-11-22. A hair line of pixels is squeezed to 4,800 px, or
    it would ask for gigabytes; 100 characters fit.
    """

    def __init__(
        self,
        model: Path,
        name: str,
        *,
        threads: int = 1,
        widths_px: tuple[int, int] = (128, 4800),
        runtime: Runtime | Computer | None = None,
    ) -> None:
        self._model = model
        self._computer = runtime if isinstance(runtime, Computer) else Computer(runtime or FULL, threads)
        self._plain_name = name
        self._widths_px = widths_px

    @property
    def name(self) -> str:
        """The engine's name as it stands in `Reading.engine`."""
        return self._plain_name + self._computer.runtime.suffix

    def read(self, strips: Sequence[Rgb], *, keep: int = 0, ink: str = "raw") -> list[Reading]:
        """Return one reading per strip, in order; an empty strip reads as nothing.

        One strip at a time: the network's work grows with the width alone (27 ms a 320 px on one core, in batches of 1 to 8
        alike, measured 2026-11-22), so a batch would only add padding, and a reading would depend on the strips beside it.
        Those of one width one after another, since a runtime gets ready anew for each other width.
        """
        grid_px = self._computer.runtime.grid_px
        widths = [_width(strip, *self._widths_px, grid_px=grid_px) if strip.size else 0 for strip in strips]
        readings = {place: self._reading(strips[place], keep, ink) for place in sorted(range(len(strips)), key=widths.__getitem__)}
        return [readings[place] for place in range(len(strips))]

    def _reading(self, strip: Rgb, keep: int, ink: str) -> Reading:
        if not strip.size:
            return Reading(text="", engine=self.name)
        rows = self._computer.run(self._model, _padded(strip, *self._widths_px, grid_px=self._computer.runtime.grid_px)[None])[0]
        logits = self._computer.runtime.logits
        text, confidence = _greedy(rows, self._characters, logits=logits)
        lattices = (_lattice(_softmax(rows) if logits else rows, self._characters, keep, ink),) if keep else ()
        return Reading(text=text, char_confidence=confidence, engine=self.name, lattices=lattices)

    @cached_property
    def _characters(self) -> tuple[str, ...]:
        """Every class of the recogniser: the blank, the characters of the model's own list, the space."""
        listed = metadata(self._model.read_bytes())["character"].split("\n")
        return ("", *listed, " ")


def network(model: Path, threads: int) -> Network:
    """Return one model file as a network that computes in full precision, for models with one input."""
    opened = session(model, threads)
    name = opened.get_inputs()[0].name

    def run(batch: Floats) -> Floats:
        return np.asarray(opened.run(None, {name: batch})[0])

    return run


FULL = Runtime(suffix="", network=network, grid_px=8)


def session(model: Path, threads: int) -> Session:
    """Return ONNX Runtime's session of one model file, its vanishing weights flushed to zero."""
    return plain_session(flushed(model.read_bytes()), threads)


def plain_session(model: bytes, threads: int) -> Session:
    """Return ONNX Runtime's session of a model as it is."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4
    # Spinning threads burn a second core between two calls and read nothing faster.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def normalised(image: NDArray[np.generic]) -> Floats:
    """Return (3, H, W) float32 in -1..1, blue first, as the networks of this family were trained."""
    planes: Floats = np.ascontiguousarray(image[:, :, ::-1].transpose(2, 0, 1)).astype(np.float32)
    planes /= 127.5
    planes -= 1.0
    return planes


def _padded(strip: Rgb, least_px: int, most_px: int, *, grid_px: int) -> Floats:
    """Return the recogniser's input (3, 48, W): the strip at that height, its proportions kept, padded on the right with grey."""
    across = _across(strip, most_px)
    line = normalised(cv2.resize(strip, (across, STRIP_HEIGHT_PX), interpolation=cv2.INTER_LINEAR))
    padded = np.zeros((3, STRIP_HEIGHT_PX, _width(strip, least_px, most_px, grid_px=grid_px)), dtype=np.float32)
    padded[:, :, :across] = line
    return padded


def _across(strip: Rgb, most_px: int) -> int:
    """Return how wide a strip is at the recogniser's height."""
    height, width = (int(side) for side in strip.shape[:2])
    return min(most_px, max(8, -(-STRIP_HEIGHT_PX * width // height)))


def _width(strip: Rgb, least_px: int, most_px: int, *, grid_px: int) -> int:
    """Return how wide the input for a strip is."""
    return max(least_px, -(-_across(strip, most_px) // grid_px) * grid_px)


def _greedy(rows: Floats, characters: Sequence[str], *, logits: bool = False) -> tuple[str, tuple[float, ...]]:
    """Return the best character of each step, repeats and blanks dropped, with the highest probability of its run.

    rows: (T, V) float32, column 0 the blank; characters: V entries; logits: rows are what a softmax makes probabilities of.
    """
    best = rows.argmax(axis=1)
    sure = _best_probabilities(rows, best) if logits else rows[np.arange(len(best)), best]
    starts = np.flatnonzero(np.concatenate(([True], best[1:] != best[:-1]))) if len(best) else np.empty(0, dtype=int)
    peaks = np.maximum.reduceat(sure, starts) if len(starts) else sure
    kept = [(characters[best[start]], round(float(peak), 3)) for start, peak in zip(starts, peaks, strict=True) if best[start]]
    return "".join(character for character, _ in kept), tuple(confidence for _, confidence in kept)


def _best_probabilities(rows: Floats, best: NDArray[np.intp]) -> Floats:
    """Return the probability of each row's highest logit, 0 where that is the blank's: more than half of all steps, and nobody asks."""
    sure = np.zeros(len(best), dtype=np.float32)
    for step in np.flatnonzero(best):
        rest = rows[step] - rows[step, best[step]]
        sure[step] = 1.0 / np.exp(rest, out=rest).sum()
    return sure


def _softmax(rows: Floats) -> Floats:
    raised: Floats = np.exp(rows - rows.max(axis=1, keepdims=True))
    raised /= raised.sum(axis=1, keepdims=True)
    return raised


def _lattice(rows: Floats, characters: Sequence[str], keep: int, ink: str) -> Lattice:
    """Return the lattice; only columns that are among the best of some step are handed on, since sorting 18,710 a step is slow."""
    keep = min(keep, rows.shape[1] - 2)
    columns = _best_columns(rows[:, 1:], keep) + 1
    kept = [0, *columns.tolist()]
    return Lattice.of_probabilities(rows[:, kept], [characters[column] for column in kept], k=keep, ink=ink)


def _best_columns(rows: Floats, keep: int) -> NDArray[np.intp]:
    """Return the columns that are among the `keep` best of some row.

    The best of a row lie in as many of its pieces as there are of them at most, and those with the highest peaks, so only these are sorted.
    """
    many = 64  # columns a piece: every so-many-th, so that the pieces' peaks are found along the rows
    pieces = rows.shape[1] // many
    if pieces < 16 * keep:
        return np.unique(np.argpartition(-rows, keep, axis=1)[:, :keep])
    peaks = rows[:, : many * pieces].reshape(len(rows), many, pieces).max(axis=1)
    high = np.argpartition(-peaks, keep, axis=1)[:, :keep]
    inside = (high[:, None, :] + pieces * np.arange(many)[:, None]).reshape(len(rows), -1)
    behind = np.broadcast_to(np.arange(many * pieces, rows.shape[1]), (len(rows), rows.shape[1] - many * pieces))
    columns = np.concatenate([inside, behind], axis=1)
    best = np.argpartition(-np.take_along_axis(rows, columns, axis=1), keep, axis=1)[:, :keep]
    return np.unique(np.take_along_axis(columns, best, axis=1))

"""The small network that tells ink by a pen from print, stamps, thumbs, dates, marks and seals, run through ONNX Runtime."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.engines.protocols import InkTold
from pipeline.engines.recogniser import Session, session

Floats = NDArray[np.float32]


class PenReader:
    """Implements `InkReader`; the model is loaded at first use. model: the ONNX file, whose metadata name its classes."""

    def __init__(self, model: Path, *, threads: int = 1) -> None:
        self._model = model
        self._threads = threads

    def tell(self, views: Sequence[tuple[Floats, Floats, Floats]]) -> list[InkTold]:
        """Return what each ink is, in order; one at a time, so that no answer depends on the views beside it."""
        return [self._told(*view) for view in views]

    def _told(self, strip: Floats, label: Floats, facts: Floats) -> InkTold:
        (told,) = self._network.run(None, {"strip": strip[None], "label": label[None], "facts": facts[None]})[0]
        return InkTold(**{name: float(value) for name, value in zip(self._classes, told, strict=True)})

    @cached_property
    def _network(self) -> Session:
        return session(self._model, self._threads)

    @cached_property
    def _classes(self) -> tuple[str, ...]:
        return tuple(self._network.get_modelmeta().custom_metadata_map["classes"].split("\n"))

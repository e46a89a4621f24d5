"""What computes the networks of an engine, and what does so where that fails."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Network: TypeAlias = Callable[[Floats], Floats]  # a batch in, the model's first output out, which stands until the next batch

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """What runs the networks of an engine.

    suffix: what it adds to the engine's name; network: makes one of a model file for so many threads; grid_px: widths of strips are
    padded up to whole multiples of it; logits: its networks leave out a softmax at their end, of which reading needs a part only; instead:
    what takes over where it cannot be loaded or cannot compute, None: nothing does.
    """

    suffix: str
    network: Callable[[Path, int], Network]
    grid_px: int
    logits: bool = False
    instead: "Runtime | None" = None


class Computer:
    """The networks of one engine, each made at first use; where their runtime fails, all of them go over to the one that stands in for it.

    runtime: what computes at present; threads: how many it may use.
    """

    def __init__(self, runtime: Runtime, threads: int) -> None:
        self.runtime = runtime
        self._threads = threads
        self._networks: dict[Path, Network] = {}

    def run(self, model: Path, batch: Floats) -> Floats:
        """Return the first output of a model file for a batch. Raises what the last runtime raises."""
        while True:
            try:
                if model not in self._networks:
                    self._networks[model] = self.runtime.network(model, self._threads)
                return self._networks[model](batch)
            except Exception as error:  # a foreign runtime's rim: what goes wrong there differs by machine and version
                if self.runtime.instead is None:
                    raise
                # Only the kind of error is told: its words may quote paths.
                log.warning("pages are read in full precision from here on: the faster runtime failed (%s)", type(error).__name__)
                self.runtime = self.runtime.instead
                self._networks.clear()

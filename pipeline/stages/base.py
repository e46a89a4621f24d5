"""The gesture of every stage: limits in, one page looked at, observations out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

import msgspec

from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.observation import Observation
from pipeline.datamodel.page import Page, Rgb
from pipeline.engines.protocols import Engines, FaceEngine, InkReader, LineReader, OcrEngine
from pipeline.errors import EngineMissingError
from pipeline.imaging.print_only import PrintLimits, is_print_only
from pipeline.imaging.strips import strip

T = TypeVar("T", bound=Observation)
PRINT = PrintLimits()


@dataclass(frozen=True, kw_only=True)
class Look:
    """One page on the desk: its pixels, its index in `Sightings.pages`, what earlier stages saw on it, and the engines.

    worked_out: what a stage worked out from these and another may need as well, by name; a page's looks share it.
    """

    page: Page
    index: int
    engines: Engines
    seen: tuple[Observation, ...] = field(default=())
    worked_out: dict[str, object] = field(default_factory=dict)

    @property
    def whole(self) -> Box:
        """The box of the whole page."""
        return Box(0, 0, self.page.width, self.page.height)

    def bears_only_print(self, limits: PrintLimits = PRINT) -> bool:
        """Return whether the page was born with a text layer and nothing but words and rules was drawn on it. Worked out once a page."""
        known = f"print {limits}"
        if known not in self.worked_out:
            self.worked_out[known] = is_print_only(self.page, limits)
        return bool(self.worked_out[known])

    def strip(self, quad: Quad) -> Rgb:
        """Return what stands in a quad as a strip, as `pipeline.imaging.strips.strip` does, cut out once a page."""
        known = self.worked_out.setdefault("strips", {})
        assert isinstance(known, dict)
        if quad not in known:
            known[quad] = strip(self.page.image, quad)
        cut: Rgb = known[quad]
        return cut

    def of(self, kind: type[T]) -> Iterator[T]:
        """Yield what earlier stages saw of one kind on this page."""
        for observation in self.seen:
            if isinstance(observation, kind):
                yield observation

    @property
    def ocr(self) -> OcrEngine:
        """The page reader. Raises EngineMissingError where there is none."""
        if self.engines.ocr is None:
            raise EngineMissingError("no OCR engine is loaded; run `prescreen doctor`")
        return self.engines.ocr

    @property
    def quick(self) -> OcrEngine:
        """The reader of whole pages: the cheaper one where there are two. Raises EngineMissingError where there is none."""
        return self.engines.quick or self.ocr

    @property
    def arcs(self) -> LineReader:
        """The reader of seals' arcs; the page reader where there is none of its own."""
        return self.engines.arcs or self.ocr

    @property
    def pens(self) -> InkReader:
        """The reader of strokes. Raises EngineMissingError where there is none."""
        if self.engines.pens is None:
            raise EngineMissingError("no reader of strokes is loaded; install prescreen again, then run `prescreen doctor`")
        return self.engines.pens

    @property
    def faces(self) -> FaceEngine:
        """The face engine. Raises EngineMissingError where there is none."""
        if self.engines.faces is None:
            raise EngineMissingError("no face models are installed; run `prescreen models install`")
        return self.engines.faces


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage's fields are its limits, each with unit and source; a profile's `[stages.NAME]` table gives them.

    name: permanent; sees: the kinds it yields; after: the kinds of other stages that it reads; can_lack: those of `after` that it
    can do without. Where any other of them could not be looked for on a page, this stage is blind on that page as well.
    """

    name: ClassVar[str]
    sees: ClassVar[tuple[type[Observation], ...]]
    after: ClassVar[tuple[type[Observation], ...]] = ()
    can_lack: ClassVar[tuple[type[Observation], ...]] = ()

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield what is seen on one page. Whatever is raised blinds this stage's kinds on this page and nothing else."""
        raise NotImplementedError


class BrokenFileError(Exception):
    """A file that cannot be used, in the applicant's hands to mend: empty, cut short, encrypted, too large, not an allowed format.

    slug: which case it is (`truncated`, `encrypted`, `too-large`, `unknown-format` …), for machines; the message is for a clerk
    and holds no personal data.
    """

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug

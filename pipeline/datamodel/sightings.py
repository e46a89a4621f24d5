"""Everything that was seen of one application, and what could not be looked at."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

import msgspec

from pipeline.datamodel.finding import Fault
from pipeline.datamodel.observation import Observation, PageKind, PageKindSeen, PageSeen, Seen

T = TypeVar("T", bound=Observation)


class Sightings(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """`pages` in file order; `seen` every other observation in page order.

    `unseen` maps the name of a kind of observation ("Seal") to the faults that blinded us on some page; `faults` holds those
    of files and steps that blind no single kind (a broken file). `wanted` names the kinds that were asked for: what is
    neither wanted nor seen says nothing. Not seen because we could not look is never "not there".
    """

    pages: tuple[PageSeen, ...] = ()
    seen: tuple[Seen, ...] = ()
    unseen: dict[str, tuple[Fault, ...]] = {}
    faults: tuple[Fault, ...] = ()
    wanted: tuple[str, ...] = ()

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """Every fault once: those of files and steps, and those that blinded a kind."""
        return tuple(dict.fromkeys((*self.faults, *(fault for faults in self.unseen.values() for fault in faults))))

    def of(self, kind: type[T], *, page: int | None = None) -> Iterator[T]:
        """Yield the observations of one kind in page order, on one page when it is given."""
        groups = [group for known, group in self._by_kind.items() if issubclass(known, kind)]
        for observation in groups[0] if len(groups) == 1 else self.pages + self.seen if groups else ():
            if isinstance(observation, kind) and page in (None, observation.page):
                yield observation

    @cached_property
    def _by_kind(self) -> dict[type[Observation], tuple[Observation, ...]]:
        """Everything that was seen by its kind, in page order: checks ask hundreds of times."""
        groups: dict[type[Observation], list[Observation]] = defaultdict(list)
        for observation in self.pages + self.seen:
            groups[type(observation)].append(observation)
        return {kind: tuple(group) for kind, group in groups.items()}

    def pages_of(self, *kinds: PageKind) -> tuple[PageKindSeen, ...]:
        """Return what was seen of the pages of these kinds, in page order."""
        return tuple(page for page in self.of(PageKindSeen) if page.kind in kinds)

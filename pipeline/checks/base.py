"""The gesture of every check: limits in, one case judged, findings out; no check ever sees a pixel."""

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import ClassVar, Literal, Self, TypeVar

import msgspec

from pipeline.datamodel.application import Declared, Kind
from pipeline.datamodel.finding import Evidence, Finding, Outcome, Severity, Terms, Value
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.observation import Field, FieldName, Observation, PageKind, PageKindSeen
from pipeline.datamodel.sightings import Sightings

T = TypeVar("T", bound=Observation)
Lang = Literal["zh", "en"]


class Text(msgspec.Struct, frozen=True):
    """A message in both languages; `{name}` places are filled with what was measured."""

    zh: str
    en: str


class Word(str):
    """Words in one language that remember their codes, so that a message made of them can be told in the other."""

    __slots__ = ("codes",)
    codes: tuple[str, ...]

    def __new__(cls, text: str, codes: Iterable[str]) -> Self:
        """Return the words of these codes, as `text` says them."""
        made = super().__new__(cls, text)
        made.codes = tuple(codes)
        return made


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What a check judges: the kind applied for (None: neither declared nor read), the declared facts, and what was seen.

    loose: single files are looked at, not an application, so what is absent is no fault. lang: language of the messages.
    """

    kind: Kind | None = None
    declared: Declared = Declared()
    sightings: Sightings = Sightings()
    loose: bool = False
    lang: Lang = "zh"

    def of(self, kind: type[T], *, page: int | None = None) -> Iterator[T]:
        """Yield the observations of one kind in page order, on one page when it is given."""
        return self.sightings.of(kind, page=page)

    def pages_of(self, *kinds: PageKind) -> tuple[PageKindSeen, ...]:
        """Return what was seen of the pages of these kinds, in page order."""
        return self.sightings.pages_of(*kinds)

    def fields(self, name: FieldName, *kinds: PageKind) -> tuple[Field, ...]:
        """Return the fields of that name on pages of these kinds (any page when none is given), in page order."""
        pages = {seen.page for seen in self.pages_of(*kinds)} if kinds else None
        return tuple(f for f in self.of(Field) if f.name is name and (pages is None or f.page in pages))

    def evidence(self, observation: Observation, read: str = "", box: Box | None = None) -> Evidence:
        """Return where an observation stands: file, page, box, and what was read there."""
        page = self.sightings.pages[observation.page]
        return Evidence(file=page.file, page=page.number, part=page.part, box=box or observation.box, read=read)

    @property
    def unreadable_files(self) -> tuple[str, ...]:
        """Files that could not be opened; something missing may be in one of them."""
        return tuple(dict.fromkeys(fault.file for fault in self.sightings.faults if fault.file))


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A check's first test and its picture in the rulebook: a case in words, and the (slug, outcome) pairs it gives."""

    title: str
    case: Case
    gives: tuple[tuple[str, Outcome], ...]
    limits: dict[str, object] = {}


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check's fields are its limits, each `Annotated[..., Meta(extra={"unit": …, "source": …})]`; a profile's table gives them.

    name: permanent, family first; title: what it looks at, in a few words for headings; needs: the kinds of observation it judges;
    texts: one message per slug. about_absence: the slugs that say something is missing, which is no fault of a loose file.
    The docstring is its page in the rulebook: What, Why, Source, What a person still decides.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    needs: ClassVar[tuple[type[Observation], ...]]
    texts: ClassVar[Mapping[str, Text]]
    about_absence: ClassVar[frozenset[str]] = frozenset()

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield one finding per fault, or one `pass`, in page order. Severity and source are set by the catalogue from the profile."""
        raise NotImplementedError

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Return at least one passing and one failing example."""
        raise NotImplementedError

    def say(  # noqa: PLR0913 - one keyword per field of the finding
        self,
        case: Case,
        outcome: Outcome,
        slug: str,
        *,
        confidence: float = 1.0,
        evidence: tuple[Evidence, ...] = (),
        measured: str | float | None = None,
        limit: str | float | None = None,
        **values: object,
    ) -> Finding:
        """Return a finding whose message is the slug's text in the case's language, filled with the values."""
        text = self.texts[slug]
        told = {"measured": measured, "limit": limit, **values}
        return Finding(
            check=self.name,
            slug=slug,
            outcome=outcome,
            severity=Severity.RETURN,
            confidence=round(confidence, 3),
            message=in_language(text, case.lang).format_map(told),
            evidence=evidence,
            measured=_plain(measured),
            limit=_plain(limit),
            code=f"{self.name}.{slug}",
            values=kept(text, told),
        )


def in_language(text: Text, lang: Lang) -> str:
    """Return a text in one language."""
    return text.zh if lang == "zh" else text.en


def kept(text: Text, told: Mapping[str, object]) -> dict[str, Value]:
    """Return what a finding keeps to tell its message again: the values that the text has places for, and words by their codes."""
    places = {name for one in (text.zh, text.en) for _, name, _, _ in Formatter().parse(one) if name}
    return {name: _value(value) for name, value in told.items() if name in places or isinstance(value, Word)}


def _value(value: object) -> Value:
    if isinstance(value, Word):
        return Terms(terms=value.codes)
    return value if isinstance(value, int | float) else str(value)


def _plain(value: str | float | None) -> str | float | None:
    return str(value) if isinstance(value, Word) else value

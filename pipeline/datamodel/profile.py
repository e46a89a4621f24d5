"""A rule pack: which documents each kind needs, which checks judge them with which limits, and the quoted rule behind each."""

import hashlib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from pipeline.datamodel.application import Kind
from pipeline.datamodel.finding import Severity
from pipeline.errors import ProfileError


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One requirement as its text puts it: the quotation, the document and clause it stands in, and the era it holds for."""

    quote: str
    source: str
    era: str


class CheckRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a profile uses a check: severity (and by slug), id of its rule (and by kind), limits (checked by the catalogue).

    also: ids of further rules that the check answers; they are quoted beside its own.
    severities: severity by kind; one by slug outranks it.
    """

    severity: Severity
    rule: str
    rules: dict[Kind, str] = {}
    also: tuple[str, ...] = ()
    slugs: dict[str, Severity] = {}
    severities: dict[Kind, Severity] = {}
    limits: dict[str, Any] = {}

    def severity_of(self, slug: str, kind: Kind | None) -> Severity:
        """Return how grave a slug is for a kind of application."""
        return self.slugs.get(slug) or (self.severities.get(kind) if kind else None) or self.severity

    @property
    def all_rules(self) -> tuple[str, ...]:
        """The ids of every rule the check answers, each once, its own first."""
        return tuple(dict.fromkeys((self.rule, *self.rules.values(), *self.also)))


class KindRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of application: its title and the documents (names of `Profile.documents`) that are judged for it."""

    title: str
    title_en: str
    documents: tuple[str, ...]


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule pack as read from TOML; `checks[...].limits` and `stages` stay raw until catalogue and sequence take them.

    unknown: the documents that are judged where the kind is not known, and of files without an application; where it
    is empty, what all kinds share. Such an application is never clear, whatever is judged of it.
    """

    name: str
    title: str
    era: str
    source: str
    kinds: dict[Kind, KindRule]
    documents: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...] = ()
    checks: dict[str, CheckRule]
    rules: dict[str, Rule]
    stages: dict[str, dict[str, Any]] = {}
    ignore: dict[str, str] = {}

    @property
    def sha256(self) -> str:
        """The hash of everything in the profile, whatever the order of its tables."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    def checks_for(self, kind: Kind | None) -> tuple[str, ...]:
        """Return the names of the checks for a kind, in the profile's order; for None and other kinds those of `unknown`."""
        if kind in self.kinds:
            asked = [self.kinds[kind].documents]
        else:
            asked = [self.unknown] if self.unknown else [rule.documents for rule in self.kinds.values()]
        wanted = [{check for doc in documents for check in self.documents[doc]} for documents in asked]
        shared = set.intersection(*wanted) if wanted else set()
        return tuple(name for name in self.checks if name in shared and name not in self.ignore)


def load(name_or_path: str) -> Profile:
    """Return a profile by name (one of the rule packs that come with the product) or by the path of a TOML file.

    Raises:
        ProfileError: no such profile, not TOML, or a wrong key, type or value; every dangling name is told at once.
    """
    path = Path(name_or_path)
    try:
        raw = path.read_bytes() if path.suffix == ".toml" else _packaged(name_or_path)
    except OSError as error:
        raise ProfileError(
            f"cannot read the profile {name_or_path}: {error.strerror}; `prescreen profiles` lists those that come along"
        ) from error
    try:
        profile = msgspec.convert(tomllib.loads(raw.decode()), Profile)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ProfileError(f"the profile {name_or_path} is wrong: {error}") from error
    except RecursionError as error:
        raise ProfileError(f"the profile {name_or_path} is wrong: its tables lie too deep in one another") from error
    if wrong := _dangling(profile):
        raise ProfileError(f"the profile {name_or_path} is wrong: " + "; ".join(wrong))
    return profile


def names() -> tuple[str, ...]:
    """Return the names of the rule packs that come with the product."""
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in resources.files("pipeline.profiles").iterdir() if entry.name.endswith(".toml"))
    )


def every(first: str) -> tuple[Profile, ...]:
    """Return all rule packs that come with the product, the one of this name first. Raises ProfileError as `load` does."""
    return (load(first), *(load(name) for name in names() if name != first))


def _packaged(name: str) -> bytes:
    if name not in names():
        raise ProfileError(f"there is no profile {name}; there are: {', '.join(names())}")
    return resources.files("pipeline.profiles").joinpath(f"{name}.toml").read_bytes()


def _dangling(profile: Profile) -> list[str]:
    """Return a sentence for every name that points nowhere."""
    wrong = [
        f"kind {kind} names the document {doc}, which [documents] lacks"
        for kind, rule in profile.kinds.items()
        for doc in rule.documents
        if doc not in profile.documents
    ]
    wrong += [f"unknown names the document {doc}, which [documents] lacks" for doc in profile.unknown if doc not in profile.documents]
    wrong += [
        f"document {doc} names the check {check}, which [checks] lacks"
        for doc, checks in profile.documents.items()
        for check in checks
        if check not in profile.checks
    ]
    wrong += [
        f"check {check} names the rule {name}, which [rules] lacks"
        for check, rule in profile.checks.items()
        for name in rule.all_rules
        if name not in profile.rules
    ]
    wrong += [f"[ignore] names {check}, which [checks] lacks" for check in profile.ignore if check not in profile.checks]
    return wrong

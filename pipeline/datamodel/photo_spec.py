"""A photo specification: what one authority asks of an ID photo, laid over a rule pack's photo checks, and what `--fix` is to write."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta

from pipeline.datamodel.finding import Severity
from pipeline.datamodel.profile import CheckRule, Profile, Rule
from pipeline.errors import ProfileError

T = TypeVar("T")
Px = Annotated[int, Meta(ge=100, le=5000)]
Share = Annotated[float, Meta(gt=0, lt=1)]


class Stated(msgspec.Struct, Generic[T], frozen=True, forbid_unknown_fields=True):
    """One figure of a specification, with its unit and where it stands."""

    value: T
    unit: str
    source: str


class SpecCheck(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a specification changes one photo check: the rule behind it, its severity (by slug, too), and the limits it states."""

    rule: str = ""
    severity: Severity | None = None
    slugs: dict[str, Severity] = {}
    limits: dict[str, Stated[Any]] = {}


class Output(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file that `--fix` writes: size in px, dots an inch, where the head is put, and the file's bytes.

    head: crown (hair counted) to chin over the height; top: space above the crown over the height.
    """

    size: Stated[tuple[Px, Px]]
    dpi: Stated[Annotated[int, Meta(ge=72, le=1200)]]
    head: Stated[Share]
    top: Stated[Share]
    most_bytes: Stated[Annotated[int, Meta(ge=1000, le=10_000_000)]]
    least_bytes: Stated[Annotated[int, Meta(ge=0, le=1_000_000)]]


class PhotoSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A specification as read from TOML; the checks it names are those of the rule pack it is laid over."""

    name: str
    title: str
    title_en: str
    source: str
    output: Output
    checks: dict[str, SpecCheck]
    rules: dict[str, Rule] = {}

    def over(self, profile: Profile) -> Profile:
        """Return the rule pack with this specification's limits, severities and rules in its photo checks.

        Raises:
            ProfileError: a check that is no photo check of the pack, or a rule that neither knows; all are told at once.
        """
        rules = profile.rules | self.rules
        photo = {name for name in profile.checks if name.startswith("photo-")}
        wrong = [f"[checks.{name}] is no photo check of {profile.name}" for name in self.checks if name not in photo]
        wrong += [f"[checks.{name}] names the rule {c.rule}, which [rules] lacks" for name, c in self.checks.items()
                  if c.rule and c.rule not in rules]  # fmt: skip
        if wrong:
            raise ProfileError(f"the photo specification {self.name} is wrong: " + "; ".join(wrong))
        checks = {name: _laid_over(rule, self.checks[name]) if name in self.checks else rule for name, rule in profile.checks.items()}
        return msgspec.structs.replace(profile, name=f"{profile.name}, {self.name}", checks=checks, rules=rules)


def load(name_or_path: str) -> PhotoSpec:
    """Return a specification by name (one of those that come with the product) or by the path of a TOML file.

    Raises:
        ProfileError: no such specification, not TOML, or a wrong key, type or value.
    """
    path = Path(name_or_path)
    try:
        raw = path.read_bytes() if path.suffix == ".toml" else _packaged(name_or_path)
    except OSError as error:
        raise ProfileError(f"cannot read the photo specification {name_or_path}: {error.strerror}") from error
    try:
        return msgspec.convert(tomllib.loads(raw.decode()), PhotoSpec)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise ProfileError(f"the photo specification {name_or_path} is wrong: {error}") from error


def names() -> tuple[str, ...]:
    """Return the names of the specifications that come with the product."""
    folder = resources.files("pipeline.profiles").joinpath("photo")
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def _packaged(name: str) -> bytes:
    if name not in names():
        raise ProfileError(f"there is no photo specification {name}; there are: {', '.join(names())}")
    return resources.files("pipeline.profiles").joinpath("photo", f"{name}.toml").read_bytes()


def _laid_over(rule: CheckRule, spec: SpecCheck) -> CheckRule:
    """Return a pack's check with what the specification says; a severity of the specification is meant for all that it does not name."""
    return msgspec.structs.replace(
        rule,
        severity=spec.severity or rule.severity,
        rule=spec.rule or rule.rule,
        rules={} if spec.rule else rule.rules,
        also=() if spec.rule else rule.also,
        slugs=(rule.slugs if spec.severity is None else {}) | spec.slugs,
        limits=rule.limits | {name: stated.value for name, stated in spec.limits.items()},
    )

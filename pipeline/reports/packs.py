"""The rule packs for a person: which there are, what one says, and the schemas behind profile and record."""

import msgspec

from pipeline.checks import catalogue
from pipeline.datamodel import photo_spec
from pipeline.datamodel.profile import Profile, load, names
from pipeline.datamodel.report import Report, Stored


def listing() -> str:
    """Return one line a rule pack (its name, its era and where its rules stand) and one a photo specification."""
    packs = [f"{p.name}: {p.title} ({p.era}; {p.source})" for p in map(load, names())]
    specs = [f"photo --spec {s.name}: {s.title} ({s.source})" for s in map(photo_spec.load, photo_spec.names())]
    return "\n".join((*packs, *specs))


def as_json(profile: Profile | None) -> str:
    """Return a rule pack whole, or a line about each of them where none is given, for a script."""
    lines = [{"name": p.name, "title": p.title, "era": p.era, "source": p.source, "sha256": p.sha256} for p in map(load, names())]
    whole = {} if profile is None else msgspec.to_builtins(profile) | {"sha256": profile.sha256}
    return msgspec.json.format(msgspec.json.encode(whole or lines), indent=1).decode()


def shown(profile: Profile) -> str:
    """Return a rule pack in plain lines: per kind its documents, per check its severity and its quoted rule."""
    lines = [f"{profile.name}: {profile.title}", f"{profile.era}; {profile.source}", ""]
    lines += [f"{kind}: {rule.title} - {', '.join(rule.documents)}" for kind, rule in profile.kinds.items()]
    for name, check in profile.checks.items():
        rule = profile.rules[check.rule]
        by_slug = "".join(f", {slug}: {severity}" for slug, severity in check.slugs.items())
        lines += ["", f"{name} ({check.severity}{by_slug})", f"  {check.rule}: 「{rule.quote}」 {rule.source}"]
        lines += [f"  ignored: {profile.ignore[name]}"] if name in profile.ignore else []
    return "\n".join(lines)


def schemas(stages: dict[str, object]) -> str:
    """Return the JSON schemas of a profile (with the limits of every check and stage), a report, and stored sightings.

    stages: the schemas of the stages' limits, which only the sequence knows.
    """
    found = {
        **catalogue.schema(),
        "stages": stages,
        "report": msgspec.json.schema(Report),
        "stored": msgspec.json.schema(Stored),
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=1).decode()

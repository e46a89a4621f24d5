"""What is kept of one application: everything seen (to judge again) and everything concluded (to read)."""

from typing import Any

import msgspec

from pipeline.datamodel.application import Declared, Kind
from pipeline.datamodel.finding import Fault, Finding, Proposal
from pipeline.datamodel.sightings import Sightings


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """Everything `rejudge` needs, so that no image is opened again: `results/sightings/<id>.msgpack`.

    input_sha256: of the files' relative names, sizes and contents; config_sha256: of what seeing depends on besides them (stage
    limits, engines, models, version); stages: the stage limits as the profile gave them. timings: CPU seconds per stage.
    scores: how names scored against lattices when this was last judged, see `reading.known_scores`.
    """

    application: str
    declared: Declared
    sightings: Sightings
    stages: dict[str, dict[str, Any]]
    input_sha256: str
    config_sha256: str
    timings: dict[str, float]
    versions: dict[str, str]
    scores: dict[str, bytes] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One application judged. `kind` is None where it was neither declared nor read; `faults` are ours or of broken files."""

    application: str
    profile: str
    profile_sha256: str
    kind: Kind | None
    proposal: Proposal
    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]
    sightings: Sightings
    timings: dict[str, float]
    versions: dict[str, str]

"""What could be had for less is advised and never required."""

import pytest

from pipeline.reports import inventory


@pytest.mark.parametrize(("reason", "advised"), [("package", True), ("processor", False), ("asked", False), ("", False)])
def test_the_cheaper_reader_is_advised_only_where_the_processor_could(
    monkeypatch: pytest.MonkeyPatch, reason: str, *, advised: bool
) -> None:
    monkeypatch.setattr(inventory, "why_full", lambda: reason)
    found = [ailment for ailment in inventory.ailments() if "[fast]" in ailment.mend]
    assert bool(found) is advised
    assert not any(ailment.required for ailment in found)

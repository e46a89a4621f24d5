"""Valid files with bytes changed, cut out, doubled or cut off: pages or a refusal by name come of it, never anything else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DecoderStoppedError
from pipeline.stages.base import BrokenFileError
from pipeline.stages.intake import Intake
from tests.torture import hostile

SEEDS: dict[str, Callable[[], bytes]] = {
    "JPEG": hostile.img,
    "progressive JPEG": lambda: hostile.encoded(hostile.drawing(), progressive=True),
    "PNG": lambda: hostile.encoded(hostile.drawing(), "PNG"),
    "TIFF": lambda: hostile.tiff(3),
    "PDF of scans": lambda: hostile.scan()[:],
    "drawn PDF": lambda: hostile.blank(3),
    "HEIC": hostile.heic,
    "WebP": lambda: hostile.encoded(hostile.drawing(), "WEBP"),
}
INTAKE = Intake(max_page_s=20, max_pages=20)


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[str, float, int, bytes]]:
    """A few edits: what, where (share of the file), how long, and with what bytes."""
    edit = st.tuples(
        st.sampled_from(("change", "remove", "double", "cut")), st.floats(0, 1), st.integers(1, 64), st.binary(min_size=1, max_size=8)
    )
    return draw(st.lists(edit, min_size=1, max_size=6))


def mutated(data: bytes, edits: list[tuple[str, float, int, bytes]]) -> bytes:
    for what, share, length, new in edits:
        at = round(share * len(data))
        data = {
            "change": data[:at] + new + data[at + len(new) :],
            "remove": data[:at] + data[at + length :],
            "double": data[: at + length] + data[at:],
            "cut": data[: max(64, at)],
        }[what]
    return data


@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edits=mutations())
def test_a_mutated_file_gives_pages_or_is_refused_by_name(tmp_path: Path, seed: str, edits: list[tuple[str, float, int, bytes]]) -> None:
    path = tmp_path / "x"
    path.write_bytes(mutated(SEEDS[seed](), edits))
    pages, refused = [], ""
    try:
        pages = list(INTAKE.pages(path, "x"))
    except (BrokenFileError, DecoderStoppedError) as error:
        refused = error.slug
    assert bool(pages) != bool(refused)
    for page in pages:
        assert page.image.ndim == 3
        assert 32 <= min(page.image.shape[:2]) <= max(page.image.shape[:2]) <= INTAKE.max_side_px

"""Waiting for uploads: a change wakes at once, time alone wakes without the extra, and a stop is heard."""

import sys
import threading
from pathlib import Path

import pytest

from pipeline import waking

FOR_EVER_S = 3600.0  # longer than any test may take: who returns was woken


def test_a_file_written_deep_below_wakes(tmp_path: Path) -> None:
    (tmp_path / "2026-1").mkdir()
    with waking.waiting(tmp_path, every_s=FOR_EVER_S, stopping=lambda: False) as pause:
        writer = threading.Timer(0.3, (tmp_path / "2026-1" / "a.jpg").write_bytes, [b"x"])
        writer.start()
        pause()
        writer.join()
    assert (tmp_path / "2026-1" / "a.jpg").exists()


def test_what_was_written_between_two_pauses_wakes_the_second(tmp_path: Path) -> None:
    with waking.waiting(tmp_path, every_s=0.3, stopping=lambda: False) as pause:
        pause()
    with waking.waiting(tmp_path, every_s=FOR_EVER_S, stopping=lambda: False) as pause:
        for name in ("one", "two"):
            writer = threading.Timer(0.3, (tmp_path / name).mkdir)
            writer.start()
            pause()
            writer.join()


def test_a_stop_is_heard(tmp_path: Path) -> None:
    asked = iter(range(3))
    with waking.waiting(tmp_path, every_s=FOR_EVER_S, stopping=lambda: next(asked, None) is None) as pause:
        pause()
    assert next(asked, None) is None


@pytest.mark.parametrize("lacking", ["extra", "folder"])
def test_without_the_extra_or_the_folder_time_alone_wakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str) -> None:
    if lacking == "extra":
        monkeypatch.setitem(sys.modules, "watchfiles", None)
    folder = tmp_path if lacking == "extra" else Path("sftp:/host/uploads")
    with waking.waiting(folder, every_s=0.01, stopping=lambda: False) as pause:
        pause()

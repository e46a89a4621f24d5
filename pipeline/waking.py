"""Waiting for the next look at a folder of uploads: until something is written there, or a while has gone by. The only watchfiles.

A change only wakes: events say nothing of completeness, and some never come, so every look is a look at everything.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LISTEN_S = 0.2  # so often, at least, is it asked whether to stop


@contextmanager
def waiting(folder: Path, *, every_s: float, stopping: Callable[[], bool]) -> Iterator[Callable[[], None]]:
    """Give a function that waits until something below a folder changes, `every_s` have gone by, or it is to stop.

    Only the time counts where the extra `watch` is not installed, the folder is elsewhere, or the system can watch no more of them.
    """
    changes = _changes(folder)

    def pause() -> None:
        nonlocal changes
        until = time.monotonic() + every_s
        while time.monotonic() < until and not stopping():
            if changes is None:
                time.sleep(min(LISTEN_S, every_s))
                continue
            try:
                if next(changes):
                    return
            except (OSError, StopIteration):  # the folder is gone, or inotify's limit is reached
                changes = None

    try:
        yield pause
    finally:
        changes = None


def _changes(folder: Path) -> Iterator[object] | None:
    """Return what yields the changes below a folder, empty ones every `LISTEN_S`; None where nothing can watch it."""
    try:
        import watchfiles  # noqa: PLC0415 - an extra's
    except ImportError:
        return None
    if not folder.is_dir():
        return None
    wait_ms = int(1000 * LISTEN_S)
    return watchfiles.watch(folder, watch_filter=None, debounce=wait_ms, rust_timeout=wait_ms, yield_on_timeout=True, raise_interrupt=False)

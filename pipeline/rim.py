"""The rim of the command line: every error becomes an exit code and one sentence, every path is asked whether it can be meant."""

import functools
import getpass
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec

from pipeline.errors import EngineMissingError, ExitCode, OutputError, PrescreenError, UsageError

P = ParamSpec("P")


def stop(_signal: int, _frame: object) -> None:
    """End as Ctrl-C does: processes stopped, nothing half written."""
    raise KeyboardInterrupt


def rim(command: Callable[P, ExitCode]) -> Callable[P, None]:
    """Turn a command's answer, and every error, into an exit code and at most one sentence on stderr."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except PrescreenError as error:
            talk(f"prescreen: {error}")
            code = error.exit_code
        except KeyboardInterrupt:
            talk("prescreen: stopped; the same command goes on where it stopped")
            code = ExitCode.INTERRUPTED
        except BrokenPipeError:
            sys.stderr.close()
            code = ExitCode.CANNOT_WRITE
        except Exception as error:  # noqa: BLE001 - the rim; the words of a foreign exception may hold personal data, so they stay unsaid
            spots = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(traceback.extract_tb(error.__traceback__)[-6:]))
            talk(f"prescreen: a bug in us: {type(error).__name__} at {spots}")
            code = ExitCode.BUG
        raise SystemExit(int(code))

    return run


def talk(words: str) -> None:
    """Say something to the person at the terminal; names of files cannot speak to the terminal itself."""
    from pipeline.reports.terminal import inert

    sys.stderr.write(inert(words) + "\n")
    sys.stderr.flush()


def existing(path: Path) -> Path:
    """Return the path of a file that is there. Raises UsageError where it is not."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name the files in it, or use `prescreen check` for an application's folder")
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    return path


def writable(target: Path, inputs: list[Path]) -> None:
    """Let a picture's path pass. Raises OutputError where it cannot be written, UsageError where it would write over what is looked at."""
    if target.is_dir() or not os.access(target.parent, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write {target}; name a file in a folder that is there and may be written to")
    if any(path.resolve().parent == target.resolve().parent and path.name.startswith(target.stem) for path in inputs):
        raise UsageError(f"{target} could write over a file that is looked at; choose another --draw")


def reviewing(reviewers: list[str] | None, host: str) -> "tuple[Callable[..., None], list[str]]":
    """Return what serves the reviewers' page, and who reviews: whoever is logged in where nobody is named.

    Raises:
        EngineMissingError: the packages of the extra are not installed.
        UsageError: nobody is named, and whoever is logged in has no name.
    """
    try:
        from pipeline.review.server import serve
    except ImportError as error:
        raise EngineMissingError(f"the reviewers' page needs {error.name}; install the extra `review`: uv sync --extra review") from error
    if not host.startswith("127."):
        talk(f"prescreen: {host} can be reached by others and nothing is encrypted; 127.0.0.1 and an SSH tunnel are safer")
    try:
        return serve, reviewers or [getpass.getuser()]
    except (KeyError, OSError) as error:  # a user without a name, as in a container
        raise UsageError("nobody here has a name to be put on the trail; say who reviews: --reviewer 王芳") from error


def one_source(paths: list[Path], target: Path) -> Path:
    """Return the one photo that another is made from.

    Raises UsageError where there are several, or the target is no .jpg or is the source itself; OutputError where it cannot be written.
    """
    if len(paths) != 1:
        raise UsageError("--fix makes one photo out of one; name one file")
    source = existing(paths[0])
    if target.suffix.lower() not in {".jpg", ".jpeg"}:
        raise UsageError(f"--fix writes a JPEG file; name it {target.stem}.jpg")
    if target.exists() and target.samefile(source):
        raise UsageError(f"{target} is the photo itself; choose another --fix")
    if target.is_dir() or not os.access(target.parent, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write {target}; name a file in a folder that is there and may be written to")
    return source


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C was pressed; pressed twice it stops at once, as it does outside."""
    asked = False

    def note(number: int, frame: object) -> None:
        nonlocal asked
        if asked:
            stop(number, frame)
        asked = True
        os.write(2, b"prescreen: finishing what is in hand; Ctrl-C once more stops at once\n")  # safe within a handler, as print is not

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(total: int) -> Iterator[Callable[[int, str, str], None]]:
    """Give a function that tells of each application done, by how many are, its id and a word.

    A bar with rate, time left and how many of each word on a terminal, a line for each otherwise.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, application, word: talk(f"[{done}/{total}] {application}: {word}")
        return
    words: Counter[str] = Counter()
    began = time.monotonic()
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=total, rate="")

        def step(done: int, _application: str, word: str) -> None:
            words[word] += 1
            fresh = sum(count for name, count in words.items() if "before" not in name)
            rate = f"{60 * fresh / max(1e-3, time.monotonic() - began):.1f}/min" if fresh else ""
            told = ", ".join(f"{count} {name}" for name, count in sorted(words.items()))
            bar.update(task, completed=done, description=told, rate=rate)

        yield step

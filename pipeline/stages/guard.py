"""Guarded children, one for each file: a file that hangs, crashes or lies costs itself alone, and its child is ended and replaced."""

import atexit
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.reduction import send_handle
from pathlib import Path
from signal import SIGKILL, SIGXCPU

import numpy as np

from pipeline.datamodel.page import Page
from pipeline.errors import DecoderStoppedError
from pipeline.stages import answers, wire
from pipeline.stages.base import BrokenFileError
from pipeline.stages.caps import Caps

log = logging.getLogger(__name__)

_START_S = 120.0  # a nursery that has not loaded its decoders by then never will
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}  # a process that forks must have one thread


class Nursery:
    """The process that forks children for this one; see `pipeline.stages.nursery`.

    module: what it runs; seconds: CPU that its children have used; most_bytes: the largest resident size of a child so far.
    """

    def __init__(self, module: str = "pipeline.stages.nursery") -> None:
        self._control, theirs = Pipe()
        paths = os.pathsep.join(path for path in sys.path if path)
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; -P keeps the current folder off its path
                [sys.executable, "-P", "-m", module, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # decoders' remarks may quote the file
                pass_fds=[theirs.fileno()],
                env=kept | _ONE_THREAD | {"PYTHONPATH": paths},
                start_new_session=True,  # Ctrl-C is the parent's to answer
            )
        self.owner = os.getpid()
        self.seconds = 0.0
        self.most_bytes = 0
        self._room = b""  # its private folder, told when it is ready

    def opened(self, channel: int, upload: int, file_format: str) -> int:
        """Hand a channel and an upload to a new child and return its process id. Raises DecoderStoppedError."""
        self.room()
        try:
            self._control.send_bytes(b"open " + file_format.encode())
            for handle in (channel, upload):
                send_handle(self._control, handle, self.process.pid)
        except OSError as error:
            raise _gone() from error
        return int(self._told())

    def room(self) -> Path:
        """Return its private folder, which it removes when this process is gone, however that ended. Raises DecoderStoppedError."""
        if not self._room:
            self._room = self._told(_START_S)
        return Path(os.fsdecode(self._room))

    def buried(self, child: int) -> int:
        """End a child and return its exit status, negative for the signal that ended it. Raises DecoderStoppedError."""
        try:
            self._control.send_bytes(b"end %d" % child)
        except OSError as error:
            raise _gone() from error
        status, microseconds, kilobytes = map(int, self._told().split())
        self.seconds += microseconds / 1e6
        self.most_bytes = max(self.most_bytes, kilobytes * 1024)
        return status

    def end(self) -> None:
        """End the process and its children."""
        self._control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self._room:
            shutil.rmtree(self._room, ignore_errors=True)

    def _told(self, within_s: float = 30.0) -> bytes:
        try:
            if self._control.poll(within_s):
                return self._control.recv_bytes(4096)
        except (EOFError, OSError) as error:
            raise _gone() from error
        self.process.kill()  # it hangs: the next file gets a new one
        raise _gone()


_nursery: Nursery | None = None


def nursery() -> Nursery:
    """Return this process's nursery, started (it gets ready by itself) where there is none yet, replaced where it is gone."""
    global _nursery  # noqa: PLW0603 - one a process, as long as the process; what it costs to start is shared by all files
    if _nursery is None or _nursery.owner != os.getpid() or _nursery.process.poll() is not None:
        if _nursery is not None and _nursery.owner == os.getpid():
            _nursery.end()
        _nursery = Nursery()
        atexit.register(_nursery.end)
    return _nursery


def decoder_seconds() -> float:
    """Return the CPU seconds that this process's guarded children have used up to now."""
    return 0.0 if _nursery is None else _nursery.seconds


def pages(upload: int, file: str, caps: Caps, *, file_format: str, mismatch: bool) -> Iterator[Page]:
    """Yield the pages of an opened upload, decoded in a child of its own.

    upload: descriptor at the start of a regular file; the caller closes it. Raises BrokenFileError as the decoders do,
    DecoderStoppedError where the child hung, died or answered what cannot be an answer.
    """
    size = os.fstat(upload).st_size
    with _child(upload, caps, file_format) as channel:
        waited, number = 0.0, 0
        while True:
            started = time.monotonic()
            answer, image = _answer(channel, number, caps, until=started + min(caps.max_page_s, caps.max_file_s - waited))
            waited += time.monotonic() - started
            if image is None:
                _end(answer)
                return
            assert isinstance(answer, answers.PageTold)
            yield answers.page_of(answer, image, file, file_format=file_format, file_bytes=size, mismatch=mismatch)
            number += 1
            wire.send_message(channel, b"more")


def _answer(channel: int, number: int, caps: Caps, *, until: float) -> tuple[answers.Answer, np.ndarray | None]:
    answer = answers.believed(wire.receive_message(channel, most=answers.MOST_BYTES, until=until), number, caps)
    if not isinstance(answer, answers.PageTold):
        return answer, None
    image = np.empty((answer.height, answer.width, 3), dtype=np.uint8)
    wire.receive_into(channel, image.reshape(-1).data, until=until)
    return answer, image


def _end(answer: answers.Answer) -> None:
    if isinstance(answer, answers.BrokenTold):
        raise BrokenFileError(answer.slug, answer.message)
    if isinstance(answer, answers.FailedTold):
        raise DecoderStoppedError("failed", f"{answer.error} at {answer.spot}")
    if isinstance(answer, answers.EndTold) and not answer.closed:
        log.warning("this machine's kernel cannot keep decoders from network and files (no seccomp); limits and isolation hold")


@contextmanager
def _child(upload: int, caps: Caps, file_format: str) -> Iterator[int]:
    """Give a channel to a new child; whatever it does wrong comes out as one DecoderStoppedError, and it is ended in any case."""
    house = nursery()
    ours, theirs = Pipe()
    with ours, theirs:
        child = house.opened(theirs.fileno(), upload, file_format)
        theirs.close()
        fault, status, before = None, None, house.seconds
        try:
            wire.send_message(ours.fileno(), answers.encode(answers.Request(format=file_format, caps=_plain(caps))))
            yield ours.fileno()
        except wire.LateError:
            fault = DecoderStoppedError("time-limit", _slow(caps))
        except (wire.TooLongError, answers.UnbelievableError):
            fault = DecoderStoppedError("garbled", "the process that opened this file gave an answer that cannot be one; open it by hand")
        except wire.ClosedError:
            fault = DecoderStoppedError("crash", "")
        finally:
            with suppress(DecoderStoppedError):  # a nursery that is gone takes its children along
                status = house.buried(child)
        if fault is not None and fault.slug == "crash":
            fault = _died(status, house.seconds - before, caps)
        if fault is not None:
            raise fault


def _died(status: int | None, used_s: float, caps: Caps) -> DecoderStoppedError:
    if status is None:
        return _gone()
    if -status == SIGXCPU or (-status == SIGKILL and used_s >= caps.max_file_s):  # the kernel's two answers to CPU time used up
        return DecoderStoppedError("time-limit", _slow(caps))
    return DecoderStoppedError("crash", f"the process that opened this file ended with code {status}; open it by hand")


def _slow(caps: Caps) -> str:
    return f"took longer to open than {caps.max_page_s} s a page or {caps.max_file_s} s in all and was stopped; open it by hand"


def _gone() -> DecoderStoppedError:
    return DecoderStoppedError("crash", "the process that opens files is gone; run the same command again")


def _plain(caps: Caps) -> Caps:
    """Return the limits alone, without the stage that has them."""
    return Caps(**{name: getattr(caps, name) for name in Caps.__struct_fields__})

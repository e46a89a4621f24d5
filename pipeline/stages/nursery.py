"""A process that has the decoders ready and forks a child for each file: one child, one file, so none meets the next applicant's.

It never touches an upload itself. `guard` starts it as `python -m pipeline.stages.nursery DESCRIPTOR` and says over that what to do.
"""

import gc
import io
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import NoReturn

import cv2
import msgspec
from PIL import Image

from pipeline.datamodel.page import Page
from pipeline.stages import answers, lockdown, wire
from pipeline.stages.base import BrokenFileError
from pipeline.stages.caps import Caps
from pipeline.stages.decoding import pictures

MOST_REQUEST_BYTES = 100_000
DECODERS: dict[str, Callable[[bytes, str, Caps], Iterator[Page]]] = {"picture": pictures}
"""What is ready: for pictures from the start, for PDFs from the first one on."""


def main() -> None:
    """Fork and bury children until the other side is gone; then end those left and remove the private folder."""
    control = Connection(int(sys.argv[1]))
    os.umask(0o077)
    room = tempfile.mkdtemp(prefix="prescreen-")  # 0700
    os.chdir(room)
    cv2.setNumThreads(1)
    _pictures_ready()
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    try:
        control.send_bytes(os.fsencode(room))  # ready; whoever outlives the other removes it
        while True:
            word, _, number = control.recv_bytes(64).partition(b" ")
            if word == b"open":
                if number == b"PDF":
                    _pdf_ready()
                child = _opened(control)
                children.add(child)
                control.send_bytes(str(child).encode())
            elif int(number) in children:
                children.remove(int(number))
                control.send_bytes(_buried(int(number)))
    except (EOFError, OSError):
        pass
    finally:
        for child in children:
            _buried(child)
        shutil.rmtree(room, ignore_errors=True)


def _pictures_ready() -> None:
    """Have the picture decoders load what they load at first use: 28 ms less for each child, measured 2026-11-25."""
    Image.init()
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(picture, "JPEG")
    for _ in DECODERS["picture"](picture.getvalue(), "JPEG", Caps()):
        pass


def _pdf_ready() -> None:
    """Load the PDF readers at the first PDF: they take longer than all the rest, and many applications hold none."""
    from pipeline.stages import pdf_decoding  # noqa: PLC0415 - see above

    if "PDF" not in DECODERS:
        pdf_decoding.ready()
        DECODERS["PDF"] = pdf_decoding.sheets
        gc.collect()
        gc.freeze()


def _opened(control: Connection) -> int:
    """Return the process id of a new child that serves the channel and the upload handed over."""
    channel, upload = recv_handle(control), recv_handle(control)
    child = os.fork()
    if child == 0:
        try:
            control.close()
            _serve(channel, upload)
        finally:
            os._exit(1)
    os.close(channel)
    os.close(upload)
    return child


def _buried(child: int) -> bytes:
    """End a child with everything it may have started, and return "exit status, CPU microseconds, most resident kilobytes"."""
    for end in (os.killpg, os.kill):
        try:
            end(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
    _, status, used = os.wait4(child, 0)
    return f"{os.waitstatus_to_exitcode(status)} {round((used.ru_utime + used.ru_stime) * 1e6)} {used.ru_maxrss}".encode()


def _serve(channel: int, upload: int) -> NoReturn:
    """Be the child: read the request, give up what decoding does not need, answer page by page as they are asked for."""
    os.setpgid(0, 0)
    lockdown.die_with_parent()
    request = msgspec.msgpack.decode(wire.receive_message(channel, most=MOST_REQUEST_BYTES), type=answers.Request)
    lockdown.limit(memory_bytes=request.caps.max_memory_bytes, cpu_s=request.caps.max_file_s)
    closed = lockdown.close_doors()
    with os.fdopen(upload, "rb") as stream:
        data = stream.read(request.caps.max_file_bytes + 1)
    try:
        for page in DECODERS.get(request.format, DECODERS["picture"])(data, request.format, request.caps):
            told, pixels = answers.told_of(page)
            wire.send_message(channel, told)
            wire.send(channel, pixels)
            wire.receive_message(channel, most=8)
        last: answers.Answer = answers.EndTold(closed=closed)
    except BrokenFileError as error:
        last = answers.BrokenTold(slug=error.slug, message=str(error)[:300])
    except MemoryError:
        last = answers.BrokenTold(slug="too-large", message="the file needs more memory than is allowed; scan it smaller")
    except wire.ClosedError:
        os._exit(0)
    except Exception as error:  # noqa: BLE001 - the child's rim; the words of a foreign exception may hold what was read, so they stay here
        spot = traceback.extract_tb(error.__traceback__)[-1]
        last = answers.FailedTold(error=type(error).__name__, spot=f"{Path(spot.filename).name}:{spot.lineno}")
    wire.send_message(channel, answers.encode(last))
    os._exit(0)


if __name__ == "__main__":
    main()

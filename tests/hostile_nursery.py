"""A nursery whose decoder does what the file's own words ask for, as one might that a hostile file has taken over."""

import ctypes
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np

from pipeline.datamodel.page import Origin, Page
from pipeline.stages import answers, nursery
from pipeline.stages.caps import Caps

_told_of = answers.told_of


def hostile(data: bytes, file_format: str, caps: Caps) -> Iterator[Page]:
    word = data[3:].decode(errors="replace")
    deed = DEEDS.get(word)
    if deed is not None:
        deed()
    image = np.full((40, 30, 3), 7, dtype=np.uint8)
    mode = word if word in LIES else "RGB"
    for number in range(2):
        yield Page(
            image=image,
            file="",
            number=number,
            origin=Origin(format=file_format, file_bytes=len(data), width_px=30, height_px=min(40, caps.max_side_px), mode=mode),
        )


def lying(page: Page) -> tuple[bytes, memoryview]:
    told, pixels = _told_of(page)
    return LIES.get(page.origin.mode, told), pixels


def spin() -> NoReturn:
    while True:
        pass


def leave_a_grandchild() -> None:
    if os.fork() == 0:
        time.sleep(600)


DEEDS: dict[str, Callable[[], object]] = {
    "hang": lambda: time.sleep(600),
    "spin": spin,
    "crash": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "memory": lambda: bytearray(10**10),
    "raise": lambda: dict[str, str]()["x"],
    "fork": leave_a_grandchild,
    "program": lambda: subprocess.run(["true"], check=False),
    "network": lambda: socket.socket().connect(("127.0.0.1", 9)),
    "write": lambda: (Path(tempfile.gettempdir()) / "prescreen-was-here").write_bytes(b"x"),
    "write here": lambda: Path("was-here").write_bytes(b"x"),
    "unlink": Path("/tmp/prescreen-test-keep").unlink,
    "kill": lambda: os.kill(os.getppid(), 9),
    "leave": os.setsid,
}
TINY = Page(
    image=np.zeros((2, 2, 3), dtype=np.uint8), file="", number=0, origin=Origin(format="JPEG", file_bytes=1, width_px=1, height_px=1)
)
LIES = {
    "garbage": b"\xc1\xc1\xc1",
    "nothing": b"",
    "pickle": b"cos\nsystem\n(S'true'\ntR.",
    "deep": b"\x91" * 100_000,
    "huge": _told_of(TINY)[0].replace(b"\xa6height\x02", b"\xa6height\xce\x7f\xff\xff\xff"),
    "long": b"x" * (answers.MOST_BYTES + 1),
}

if __name__ == "__main__":
    nursery.DECODERS["picture"] = hostile
    answers.told_of = lying
    nursery.main()

"""Messages over one channel, each with its length in front, never longer and never later than is allowed."""

import os
import select
import time

_HEAD = 4


class LateError(Exception):
    """The other side did not answer in time."""


class ClosedError(Exception):
    """The other side is gone."""


class TooLongError(Exception):
    """The other side announces more than is allowed."""


def send(channel: int, data: bytes | memoryview) -> None:
    """Write the bytes whole, without a length. Raises ClosedError."""
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(channel, rest[: 1 << 20]) :]
    except OSError as error:
        raise ClosedError from error


def send_message(channel: int, data: bytes) -> None:
    """Write one message. Raises ClosedError."""
    send(channel, len(data).to_bytes(_HEAD) + data)


def receive_message(channel: int, *, most: int, until: float = float("inf")) -> bytes:
    """Return the next message of at most `most` bytes; until: on the monotonic clock.

    Raises LateError, ClosedError, TooLongError.
    """
    head = bytearray(_HEAD)
    receive_into(channel, memoryview(head), until=until)
    length = int.from_bytes(head)
    if length > most:
        raise TooLongError
    body = bytearray(length)
    receive_into(channel, memoryview(body), until=until)
    return bytes(body)


def receive_into(channel: int, room: memoryview, *, until: float = float("inf")) -> None:
    """Fill the room. Raises LateError, ClosedError."""
    waiter = select.poll()
    waiter.register(channel, select.POLLIN)
    while room:
        left = until - time.monotonic()
        if not waiter.poll(None if left == float("inf") else max(0, round(left * 1000))):
            raise LateError
        try:
            got = os.readv(channel, [room])
        except OSError as error:
            raise ClosedError from error
        if not got:
            raise ClosedError
        room = room[got:]

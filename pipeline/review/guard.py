"""What holds for every request before any page is asked: the right host, our own forms, small bodies, and strict headers."""

import logging
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

BODY_BYTES = 64 * 1024  # the longest form anybody fills in here, many times over
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer a browser would send its own forms with "Origin: null"
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Refuses what does not come from this server's own pages and puts the headers on every answer.

    hosts: the values of `Host` that are ours, port included; any other name that leads here (DNS rebinding) is refused.
    """

    def __init__(self, app: ASGIApp, hosts: set[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refused = _refused(scope, self._hosts)

        answered = False

        async def guarded(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                message["headers"] = _with_headers(message)
            await send(message)

        if refused is None:
            try:
                await self._app(scope, receive, guarded)
            except Exception as error:  # noqa: BLE001 - the rim; the words of a foreign exception may hold personal data, so they stay unsaid
                spots = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(traceback.extract_tb(error.__traceback__)[-6:]))
                log.error("a bug in us: %s at %s", type(error).__name__, spots)  # noqa: TRY400 - as above
                refused = None if answered else (500, "A bug in us; what was recorded before is kept.")
        if refused is None:
            return
        status, words = refused
        await guarded({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain; charset=utf-8")]})
        await guarded({"type": "http.response.body", "body": words.encode()})


def _refused(scope: MutableMapping[str, Any], hosts: set[str]) -> tuple[int, str] | None:
    """Return the status and the words that refuse a request, None for one that may pass."""
    given: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        given.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    host = given.get("host", [])
    if len(host) != 1 or host[0] not in hosts:
        return 421, "This server answers to its own address only."
    if scope["method"] in {"GET", "HEAD"}:
        return None
    if scope["method"] != "POST":
        return 405, "Only GET and POST are answered."
    foreign = any(origin != f"http://{host[0]}" for origin in given.get("origin", []))
    if foreign or any(site not in {"same-origin", "none"} for site in given.get("sec-fetch-site", [])):
        return 403, "This form was not sent from this server's own page."
    length = given.get("content-length", [])
    if len(length) != 1 or not length[0].isdecimal():
        return 411, "A form must say how long it is."
    return (413, "This form is too long.") if int(length[0]) > BODY_BYTES else None


def _with_headers(message: Message) -> list[tuple[bytes, bytes]]:
    headers: list[tuple[bytes, bytes]] = list(message.get("headers", []))
    there = {name.lower() for name, _ in headers}
    return headers + [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in there]

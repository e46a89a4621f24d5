"""Who may come in: start links that open once, sessions, and the word that every form of a session carries."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Session:
    """One reviewer's browser. csrf: the word its forms carry; last: the application it last changed, "" before it did."""

    who: str
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    began_s: float
    last: str = ""


class Door:
    """Start links and sessions, in memory only: a server that is started again lets nobody in by an old link or cookie.

    link_s: how long a start link opens, seconds; session_s: how long a session lasts, seconds; now: a clock in seconds.
    """

    def __init__(
        self, reviewers: Iterable[str], *, link_s: float = 600, session_s: float = 12 * 3600, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._now, self._link_s, self._session_s = now, link_s, session_s
        self.links = {who: secrets.token_urlsafe(32) for who in reviewers}
        self._made_s = now()
        self._waiting = {_digest(token): who for who, token in self.links.items()}
        self._sessions: dict[str, Session] = {}

    def enter(self, token: str) -> str | None:
        """Exchange a start link's token for a cookie, once; None where it was used, is too old, or never was."""
        who = self._waiting.pop(_digest(token), None)
        if who is None or self._now() - self._made_s > self._link_s:
            return None
        cookie = secrets.token_urlsafe(32)
        self._sessions[_digest(cookie)] = Session(who=who, began_s=self._now())
        return cookie

    def session(self, cookie: str | None) -> Session | None:
        """Return the session of a cookie, None where it is unknown or too old."""
        found = None if cookie is None else self._sessions.get(_digest(cookie))
        return found if found is not None and self._now() - found.began_s <= self._session_s else None


def same(one: str, other: str) -> bool:
    """Return whether two secrets are the same, in a time that tells nothing."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()

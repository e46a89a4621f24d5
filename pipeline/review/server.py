"""Runs the reviewers' page on this machine until it is stopped, and hands out one start link a reviewer."""

import ipaddress
from collections.abc import Callable, Iterable
from pathlib import Path

import uvicorn

from pipeline import batch
from pipeline.checks.base import Lang
from pipeline.datamodel.application import application_id
from pipeline.datamodel.profile import Profile
from pipeline.errors import UsageError
from pipeline.review.app import build
from pipeline.review.desk import Desk
from pipeline.review.door import Door
from pipeline.review.live import Live


def serve(  # noqa: PLR0913 - one keyword per option of the command
    results: batch.Results,
    profile: Profile,
    lang: Lang,
    *,
    uploads: Path | None,
    reviewers: Iterable[str],
    host: str,
    port: int,
    link_s: float,
    tell: Callable[[str, str], None],
) -> None:
    """Serve until stopped. tell: is given each reviewer and the link to start with; port 0: any that is free.

    Raises:
        UsageError: there are no records, a reviewer has no name, or the address cannot be listened on.
        OutputError: the trail cannot be written.
    """
    if not any(results.records.glob("*.json")):
        raise UsageError(f"{results.folder} holds no records; run `prescreen run` first")
    names = [name.strip() for name in reviewers]
    if not all(names) or len(set(names)) != len(names):
        raise UsageError("every --reviewer needs a name of their own")
    if not _one_address(host):
        raise UsageError(f"{host} is not one address of this machine; 127.0.0.1 is right unless the page is meant for others")
    folders = {} if uploads is None else {batch.file_name(application_id(f)): f for f in batch.find(uploads, results.folder).folders}
    desk, live, door, hosts = Desk(results, profile), Live(results, folders), Door(names, link_s=link_s), set[str]()
    desk.trail.prepare()
    config = uvicorn.Config(
        build(desk, live, door, lang, hosts=hosts),
        host=host,
        port=port,
        log_config=None,
        log_level="critical",  # its tracebacks may hold personal data; the guard says where a bug is
        access_log=False,  # addresses hold nothing personal, but who opened what when belongs on the trail alone
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=2,
    )
    try:
        listening = config.bind_socket()
    except SystemExit as error:
        raise UsageError(f"cannot listen on {host} port {port}; is it in use? Leave --port out to take a free one") from error
    listening.listen()  # now, so that whoever takes the link at once finds somebody there
    taken = listening.getsockname()[1]
    hosts |= {f"{f'[{host}]' if ':' in host else host}:{taken}"} | (
        {f"localhost:{taken}"} if ipaddress.ip_address(host).is_loopback else set()
    )
    for who, token in door.links.items():
        tell(who, f"http://{f'[{host}]' if ':' in host else host}:{taken}/start?token={token}")
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        live.close()


def _one_address(host: str) -> bool:
    """Return whether a host is a single address: a wildcard would let any name in."""
    try:
        return not ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False

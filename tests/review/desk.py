"""A desk with drawn applications and a client at its door, for the tests of the reviewers' page."""

import io
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
from fastapi.testclient import TestClient
from httpx import Response
from PIL import Image

from pipeline import batch, examine
from pipeline.datamodel.application import Declared
from pipeline.datamodel.report import Stored
from pipeline.reports.findings import finding_keys
from pipeline.review.app import build
from pipeline.review.desk import Desk, Entry
from pipeline.review.door import Door
from pipeline.review.live import Live
from tests.reports import drawn

HOST = "127.0.0.1:8000"


def lay(folder: Path, *names: str, clear: tuple[str, ...] = (), file: str = "form.png") -> batch.Results:
    """Lay records, sightings and uploads of drawn applications into a folder: `out` and `uploads` in it."""
    place = batch.Results(folder=folder / "out")
    place.prepare()
    image = np.full((160, 120, 3), 128, dtype=np.uint8)
    image[20:26, 10:70] = 255  # where the identity number stands
    out = io.BytesIO()
    Image.fromarray(image).save(out, format="PNG")
    png = out.getvalue()
    for name in (*names, *clear):
        upload = folder / "uploads" / name
        upload.mkdir(parents=True)
        for page in (file, "held.png"):
            (upload / page).write_bytes(png)
        entry = drawn.cleared() | {"application": name} if name in clear else drawn.entry(application=name, file=file)
        stored = Stored(
            application=name,
            declared=Declared(),
            sightings=drawn.sightings(file),
            stages={},
            input_sha256=examine.folder_sha256(upload),
            config_sha256="",
            timings={},
            versions={},
        )
        stem = batch.file_name(name)
        (place.records / f"{stem}.json").write_bytes(msgspec.json.encode(entry))
        (place.sightings / f"{stem}.msgpack").write_bytes(msgspec.msgpack.encode(stored))
    return place


class Office:
    """The reviewers' page over a folder that was laid out, in this process, with one client a reviewer."""

    def __init__(self, place: batch.Results, *reviewers: str, pictures: bool = False) -> None:
        self.place, self.desk = place, Desk(place, drawn.PROFILE)
        self.desk.trail.prepare()
        uploads = place.folder.parent / "uploads"
        folders = {batch.file_name(path.name): path for path in uploads.iterdir()} if pictures else {}
        self.live, self.door = Live(place, folders), Door(reviewers or ("王芳",))
        self.app = build(self.desk, self.live, self.door, "zh", hosts={HOST})

    def stranger(self) -> TestClient:
        """Return a client that nobody let in."""
        return TestClient(self.app, base_url=f"http://{HOST}", follow_redirects=False)

    def reviewer(self, who: str = "王芳") -> TestClient:
        """Return a client that came in by its start link."""
        client = self.stranger()
        assert client.get("/start", params={"token": self.door.links[who]}).status_code == 303
        return client

    def entry(self, name: str) -> Entry:
        """Return an application's record."""
        return next(entry for entry, _ in self.desk.queue() if entry.application == name)


def post(client: TestClient, key: str, act: str, *, page: str | None = None, **fields: str) -> Response:
    """Send a form of an application's page as a browser would; page: as the reviewer opened it earlier, else as it is now."""
    shown = client.get(f"/a/{key}").text if page is None else page
    form = {"csrf": _hidden(shown, "csrf"), "revision": _hidden(shown, "revision"), "record": _hidden(shown, "record"), **fields}
    answer: Response = client.post(f"/a/{key}/{act}", data=form)
    return answer


def picture(client: TestClient, address: str) -> Response:
    """Ask for a picture until it was taken, or will never be."""
    answer: Response = client.get(address)
    while answer.status_code == 503:
        time.sleep(0.1)
        answer = client.get(address)
    return answer


def finding(office: Office, name: str, check: str) -> str:
    """Return the key of the first finding of a check."""

    found = office.entry(name).record["findings"]
    return next(key for key, one in zip(finding_keys(found), found, strict=True) if one["check"] == check)


def _hidden(page: str, name: str) -> str:
    found: list[str] = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return found[-1]  # the page's own forms come after the one that undoes what was done elsewhere


@contextmanager
def served(results: Path, *options: str, reviewers: tuple[str, ...] = ("王芳",)) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run the server in a process of its own and give it with the reviewers' start links; it is ended by its own id."""
    command = [sys.executable, "-m", "pipeline", "review", str(results), *options]
    command += [word for name in reviewers for word in ("--reviewer", name)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, [process.stdout.readline().rstrip("\n").partition("\t")[2] for _ in reviewers]
    finally:
        process.kill()
        process.communicate(timeout=60)

"""Uploads behind an address: what is fetched, what is refused, and a batch over SFTP from a server of the test's own."""

import dataclasses
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import msgspec
import pytest
from PIL import Image

from pipeline import batch, examine, publish, remote, sources
from pipeline.datamodel.profile import load
from pipeline.errors import UsageError
from pipeline.stages.folder import FolderLimits, open_application
from tests import sftp_server
from tests.stubs import StubPlan

PLAN = StubPlan(profile=load("cse-online-2019-11"))


def png(shade: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 280), (shade, 200, 200)).save(out, format="PNG")
    return out.getvalue()


class Hostile(fsspec.AbstractFileSystem):  # type: ignore[misc]  # a library without types
    """A store whose listing says whatever the test wrote into it: names, sizes, kinds."""

    protocol = "hostile"
    cachable = False
    folders: ClassVar[dict[str, list[dict[str, Any]]]] = {}
    bodies: ClassVar[dict[str, bytes]] = {}

    def ls(self, path: str, detail: bool = True, **_: object) -> Any:  # noqa: FBT001, FBT002 - fsspec's own
        entries = self.folders.get(path.strip("/"))
        if entries is None:
            raise FileNotFoundError(path)
        return entries if detail else [one["name"] for one in entries]

    def _open(self, path: str, **_: object) -> Any:
        return io.BytesIO(self.bodies.get(path, b"x"))

    def _rm(self, path: str) -> None:
        raise AssertionError(path)


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hostile]]:
    fsspec.register_implementation("hostile", Hostile, clobber=True)
    fsspec.register_implementation("memory", "fsspec.implementations.memory.MemoryFileSystem", clobber=True)
    monkeypatch.setattr(remote, "EXTRAS", {"hostile": "x", "memory": "x", "s3": "s3"})
    Hostile.folders, Hostile.bodies = {}, {}
    yield Hostile
    fsspec.filesystem("memory").store.clear()


def entry(name: str, kind: str = "file", size: int = 1, **more: object) -> dict[str, Any]:
    return {"name": name, "type": kind, "size": size, **more}


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("s3://bucket/uploads", "s3://bucket/uploads"),
        ("sftp://user@host:2222/srv/uploads/", "sftp://user@host:2222/srv/uploads"),
        ("/srv/uploads", None),
        ("uploads", None),
        ("./s3:/uploads", "s3://uploads"),
        ("a/s3:/uploads", None),
    ],
)
def test_an_address_survives_being_a_path(path: str, url: str | None) -> None:
    assert sources.address(Path(path)) == url


def test_what_is_fetched_is_what_would_have_lain_here(tmp_path: Path, hostile: type[Hostile]) -> None:
    del hostile
    there, here = fsspec.filesystem("memory"), tmp_path / "2026-1"
    (here / "more").mkdir(parents=True)
    for name, body in (("a.png", png()), ("more/申请表.png", png(10)), ("application.json", b'{"kind": "initial"}')):
        (here / name).write_bytes(body)
        there.pipe(f"/uploads/2026-1/{name}", body)
    with sources.at_hand(Path("memory://uploads/2026-1"), lambda: tmp_path) as found:
        assert found.refused == ()
        assert examine.folder_sha256(found.folder) == examine.folder_sha256(here)
        assert open_application(found.folder)[0].declared == open_application(here)[0].declared
        room = found.folder.parent
        assert room.stat().st_mode & 0o777 == 0o700
        assert (found.folder / "a.png").stat().st_mode & 0o777 == 0o600
    assert not room.exists()


OUTSIDE = ("../evil.png", "../../etc/cron.d/evil", "/etc/passwd", "a/../../evil.png", "..", "a//b.png", "nul\0.png", "./a.png", "x" * 300)


@pytest.mark.parametrize("name", OUTSIDE, ids=range(len(OUTSIDE)))
def test_no_name_leads_out_of_the_folder(tmp_path: Path, hostile: type[Hostile], name: str) -> None:
    hostile.folders = {"up/2026-1": [entry("up/2026-1/" + name), entry("up/2026-1/good.png")]}
    with sources.at_hand(Path("hostile://up/2026-1"), lambda: tmp_path) as found:
        files = {path for path in tmp_path.rglob("*") if path.is_file()}
        assert files == {found.folder / "good.png"}
        assert [fault.error for fault in found.refused] == ["outside"]
        assert found.refused[0].broken_upload
    assert list(tmp_path.iterdir()) == []


def test_a_folder_whose_name_leads_out_is_refused_and_not_listed(tmp_path: Path, hostile: type[Hostile]) -> None:
    hostile.folders = {"up/2026-1": [entry("up/2026-1/..", "directory")], "up/2026-1/..": [entry("up/2026-1/../secret.png")]}
    with sources.at_hand(Path("hostile://up/2026-1"), lambda: tmp_path) as found:
        assert [(fault.file, fault.error) for fault in found.refused] == [("..", "outside")]
        assert list(found.folder.iterdir()) == []


def test_a_folder_without_a_name_is_told_and_a_store_s_own_mark_is_none(tmp_path: Path, hostile: type[Hostile]) -> None:
    """As S3 lists `2026-1/` (an empty object, put there by its own console) and `2026-1//form.jpg`."""
    hostile.folders = {"up/2026-1": [entry("up/2026-1/", size=0), entry("up/2026-1/a.png")]}
    with sources.at_hand(Path("hostile://up/2026-1"), lambda: tmp_path) as found:
        assert found.refused == ()
    hostile.folders["up/2026-1"].append(entry("up/2026-1/", "directory", size=0))
    with sources.at_hand(Path("hostile://up/2026-1"), lambda: tmp_path) as found:
        assert [fault.error for fault in found.refused] == ["outside"]
        assert [path.name for path in found.folder.iterdir()] == ["a.png"]
    hostile.folders["up"] = [entry("up/", size=0), entry("up/2026-1", "directory")]
    assert remote.listed("hostile://up") == (["2026-1"], [])
    hostile.folders["up"].append(entry("up/", "directory"))
    assert remote.listed("hostile://up") == (["2026-1"], ["(a folder without a name)"])


def test_applications_whose_names_lead_out_are_strays(tmp_path: Path, hostile: type[Hostile]) -> None:
    names = ("up/2026-1", "up/..", "up/.hidden", "up/a\0b")
    hostile.folders = {"up": [*(entry(name, "directory") for name in names), entry("up/note.txt")]}
    found = batch.find(Path("hostile://up"), tmp_path)
    assert [folder.name for folder in found.folders] == ["2026-1"]
    assert {path.name for path in found.strays} >= {"note.txt", "a\0b"}


def test_links_deep_folders_large_files_and_names_at_odds_are_refused_by_name(tmp_path: Path, hostile: type[Hostile]) -> None:
    deep = {f"up/1{'/d' * depth}": [entry(f"up/1{'/d' * (depth + 1)}", "directory")] for depth in range(1, 20)}
    big = FolderLimits().max_file_bytes + 1
    hostile.folders = {
        "up/1": [
            entry("up/1/link.png", "link"),
            entry("up/1/d", "directory"),
            entry("up/1/a"),
            entry("up/1/a/b.png"),
            entry("up/1/big.pdf", size=big),
        ],
        **deep,
    }
    with sources.at_hand(Path("hostile://up/1"), lambda: tmp_path) as found:
        told = {fault.error for fault in found.refused}
        application, faults = open_application(found.folder)
    assert told == {"symlink", "too-deep", "not-regular"}
    assert [(fault.file, fault.error) for fault in faults] == [("big.pdf", "too-large")]
    assert [path.name for path in application.files] == ["a"]


def test_one_application_cannot_fill_the_disk(tmp_path: Path, hostile: type[Hostile]) -> None:
    hostile.folders = {"up/1": [entry(f"up/1/{number}.png", size=40) for number in range(4)]}
    hostile.bodies = {f"up/1/{number}.png": b"x" * 40 for number in range(4)}
    with remote.fetched("hostile://up/1", tmp_path, most=remote.FetchLimits(max_bytes=100)) as found:
        assert sum(path.stat().st_size for path in found.folder.iterdir()) == 80
        assert [fault.error for fault in found.refused] == ["too-large"] * 2
    hostile.bodies = {"up/1/0.png": b"x" * 200}
    with (
        pytest.raises(UsageError, match="larger than it was said"),
        remote.fetched("hostile://up/1", tmp_path, most=remote.FetchLimits(max_bytes=100)),
    ):
        pass


def test_a_flooded_folder_is_listed_to_a_limit_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: type[Hostile]) -> None:
    monkeypatch.setattr(remote, "MOST_ENTRIES", 5)
    hostile.folders = {"up/1": [entry(f"up/1/{number}.png") for number in range(9)]}
    with remote.fetched("hostile://up/1", tmp_path) as found:
        assert len(list(found.folder.iterdir())) == 5
        assert [fault.error for fault in found.refused] == ["too-many-files"]


def test_every_change_changes_the_mark_and_nothing_else_does(hostile: type[Hostile]) -> None:
    def mark(**change: object) -> str:
        hostile.folders = {"up/1": [entry("up/1/a.png", **{"mtime": 5.0, "ETag": "e", **change})]}  # type: ignore[arg-type]
        return sources.mark(Path("hostile://up/1")).digest

    assert mark() == mark()
    assert len({mark(), mark(mtime=6.0), mark(ETag="f"), mark(size=2)}) == 4
    assert sources.mark(Path("hostile://up/gone")).digest == ""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://host/uploads", "no address that uploads are read from"),
        ("hostile://user:secret@host/uploads", "no password"),
        ("hostile://host/a/../uploads", r"no \. or \.\. step"),
        ("s3://bucket/uploads", r"prescreen\[s3\]"),
        ("hostile://nowhere", "there is nothing at"),
    ],
)
def test_what_may_not_be_named_or_is_not_there_is_told_without_its_password(hostile: type[Hostile], url: str, words: str) -> None:
    del hostile
    with pytest.raises(UsageError, match=words) as told:
        remote.listed(url)
    assert "secret" not in str(told.value)


def test_a_watch_outlives_a_store_that_is_gone_for_a_while_but_not_one_that_never_was(tmp_path: Path, hostile: type[Hostile]) -> None:
    results, looks = batch.Results(folder=tmp_path / "out"), iter(range(9))

    def watched() -> None:
        manner = batch.Manner(stopping=lambda: next(looks, None) is None)
        list(batch.watch(Path("hostile://up"), results, PLAN, manner, pause=away, idle=lambda: None))

    def away() -> None:
        hostile.folders = {} if hostile.folders else {"up": [entry("up/note.txt")]}

    with pytest.raises(UsageError, match="there is nothing at"):
        watched()
    away()
    watched()
    assert next(looks, None) is None


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[sftp_server.Served, Path]]:
    for name in ("2026-1", "2026-2"):
        (tmp_path / "srv" / "uploads" / name).mkdir(parents=True)
        (tmp_path / "srv" / "uploads" / name / "a.png").write_bytes(png())
    (tmp_path / "srv" / "uploads" / "2026-2" / "link.png").symlink_to("/etc/passwd")
    with sftp_server.served(tmp_path / "srv", tmp_path / "home") as served:
        monkeypatch.setenv("HOME", str(served.home))
        yield served, tmp_path / "srv" / "uploads"


def test_a_batch_over_sftp_comes_to_what_a_batch_here_does(tmp_path: Path, office: tuple[sftp_server.Served, Path]) -> None:
    served, here = office
    there = Path(f"{served.address}/uploads")
    for name, uploads in (("here", here), ("there", there)):
        found = batch.find(uploads, tmp_path / name)
        events = list(batch.run(found, batch.Results(folder=tmp_path / name), PLAN, batch.Manner(jobs=1)))
        assert [event.fate for event in events] == [batch.Fate.JUDGED] * 2
    of_here, of_there = (
        [without_timings(tmp_path / name / "applications" / f"2026-{one}.json") for one in (1, 2)] for name in ("here", "there")
    )
    assert of_here == of_there
    assert [fault["file"] for fault in of_there[1]["faults"]] == ["link.png"]
    (here / "2026-1" / "b.png").write_bytes(png(1))
    again = batch.run(batch.find(there, tmp_path / "there"), batch.Results(folder=tmp_path / "there"), PLAN, batch.Manner(jobs=1))
    assert {event.application: event.fate for event in again} == {"2026-1": batch.Fate.JUDGED, "2026-2": batch.Fate.BEFORE}
    with pytest.raises(UsageError, match="--out"):  # F13: the same applications from elsewhere
        list(batch.run(batch.find(here, tmp_path / "there"), batch.Results(folder=tmp_path / "there"), PLAN))


def test_pictures_are_taken_of_uploads_elsewhere_and_a_killed_worker_leaves_none_of_them(
    tmp_path: Path, office: tuple[sftp_server.Served, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    served, here = office
    there, results = Path(f"{served.address}/uploads"), batch.Results(folder=tmp_path / "out")
    (here / "2026-1" / "hang.png").write_bytes(png())
    plan = dataclasses.replace(PLAN, limit_s=5)
    fates = {event.application: event.fate for event in batch.run(batch.find(there, tmp_path / "out"), results, plan, batch.Manner(jobs=2))}
    assert fates == {"2026-1": batch.Fate.SET_ASIDE, "2026-2": batch.Fate.JUDGED}
    publish.publish(results, PLAN.profile, "zh", uploads=there, jobs=1)
    assert "data:image/jpeg" in (tmp_path / "out" / "report" / "applications" / "2026-2.html").read_text()
    until = time.monotonic() + 30  # a nursery tidies up once it has heard that its worker is gone
    while list((tmp_path / "tmp").rglob("*.png")) and time.monotonic() < until:
        time.sleep(0.1)
    assert list((tmp_path / "tmp").rglob("*.png")) == []


def test_a_server_whose_key_is_not_known_is_not_talked_to(office: tuple[sftp_server.Served, Path]) -> None:
    served, _ = office
    (served.home / ".ssh" / "known_hosts").write_text("")
    fsspec.implementations.sftp.SFTPFileSystem.clear_instance_cache()
    with pytest.raises(UsageError, match="cannot be read"):
        remote.listed(f"{served.address}/uploads")


def without_timings(path: Path) -> dict[str, Any]:
    entry: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return entry | {"timings": {}}

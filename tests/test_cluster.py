"""A batch on a real scheduler and real workers of this machine, one of which is killed on the way."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme
from PIL import Image

from pipeline import batch, ledger
from pipeline.cluster import Cluster
from pipeline.datamodel.profile import load
from pipeline.errors import UsageError
from tests.stubs import StubPlan

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"}


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def started(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "dask", *words]
    return subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    folder = tmp_path_factory.mktemp("dask")
    address = f"tcp://127.0.0.1:{free_port()}"
    scheduler = started(folder, "scheduler", "--host", address, "--no-dashboard", "--no-show")
    workers = [
        started(
            folder, "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder / str(number))
        )
        for number in range(2)
    ]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def uploads(root: Path, count: int) -> batch.Uploads:
    for number in range(count):
        folder = root / "uploads" / f"a{number:02}"
        folder.mkdir(parents=True)
        Image.new("RGB", (64, 96), (number, 200, 200)).save(folder / "slow.png")
    return batch.find(root / "uploads", root / "out")


def test_a_worker_killed_on_the_way_costs_no_application(tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[bytes]"]]) -> None:
    address, workers = cluster
    found, results = uploads(tmp_path, 16), batch.Results(folder=tmp_path / "out")
    plan = StubPlan(profile=load("cse-online-2019-11"))
    events = []
    for event in batch.run(found, results, plan, batch.Manner(look=Cluster(address=address).look)):
        events.append(event)
        if len(events) == 3:
            os.kill(workers[0].pid, signal.SIGKILL)
    assert sorted(event.application for event in events) == [f"a{number:02}" for number in range(16)]
    assert all(event.report is not None and not event.report.faults for event in events)
    assert ledger.status(tmp_path / "out").states == {"done": 16}
    until = time.monotonic() + 30
    while _pool_processes(workers[0].pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _pool_processes(workers[0].pid)


def _pool_processes(parent: int) -> list[int]:
    """The guarded processes that a worker started; they end with it."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if f"PPid:\t{parent}\n" in status.read_text():
                found.append(int(status.parent.name))
        except OSError:
            continue
    return found


def test_a_cluster_sees_what_this_machine_sees(tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[bytes]"]]) -> None:
    plan = StubPlan(profile=load("cse-online-2019-11"))
    found = uploads(tmp_path, 1)
    for name, manner in (("here", batch.Manner()), ("there", batch.Manner(look=Cluster(address=cluster[0]).look))):
        list(batch.run(found, batch.Results(folder=tmp_path / name), plan, manner))
    here, there = (batch.read_stored(tmp_path / name / "sightings" / "a00.msgpack") for name in ("here", "there"))
    assert here.sightings == there.sightings


def test_a_worker_of_another_version_is_refused_before_the_first_application(
    tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[bytes]"]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.cluster.platform.machine", lambda: "other")
    found, results = uploads(tmp_path, 1), batch.Results(folder=tmp_path / "out")
    plan = StubPlan(profile=load("cse-online-2019-11"))
    with pytest.raises(UsageError, match="not as this machine: processor"):
        list(batch.run(found, results, plan, batch.Manner(look=Cluster(address=cluster[0]).look)))
    assert not list(results.records.iterdir())


def test_no_scheduler_and_half_a_set_of_certificates_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cluster.PATIENCE_S", 0.5)
    plan = StubPlan(profile=load("cse-online-2019-11"))
    nobody, half = Cluster(address=f"tcp://127.0.0.1:{free_port()}"), Cluster(address="tls://127.0.0.1:1", tls_ca=Path("x"))
    for place, words in ((nobody, "README"), (half, "together")):
        with pytest.raises(UsageError, match=words):
            list(place.look(lambda: None, plan, jobs=1, stopping=lambda: False))


class Papers:
    """An authority made for one test, and what it certifies."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        authority = trustme.CA()
        one = authority.issue_cert("127.0.0.1")
        self.ca, self.cert, self.key = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
        authority.cert_pem.write_to_path(str(self.ca))
        one.cert_chain_pems[0].write_to_path(str(self.cert))
        one.private_key_pem.write_to_path(str(self.key))

    @property
    def words(self) -> tuple[str, ...]:
        """The options of the two `dask` commands, as the README has them."""
        return "--tls-ca-file", str(self.ca), "--tls-cert", str(self.cert), "--tls-key", str(self.key)

    def cluster(self, address: str) -> Cluster:
        return Cluster(address=address, tls_ca=self.ca, tls_cert=self.cert, tls_key=self.key)


def test_a_batch_goes_over_tls_and_nobody_without_the_certificate_gets_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers, strangers = Papers(tmp_path / "ours"), Papers(tmp_path / "theirs")
    port = free_port()
    address = f"tls://127.0.0.1:{port}"
    scheduler = started(tmp_path, "scheduler", "--host", address, "--no-dashboard", "--no-show", *papers.words)
    worker = started(tmp_path, "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", *papers.words)
    plan = StubPlan(profile=load("cse-online-2019-11"))
    try:
        found, results = uploads(tmp_path, 2), batch.Results(folder=tmp_path / "out")
        events = list(batch.run(found, results, plan, batch.Manner(look=papers.cluster(address).look)))
        assert [event.fate for event in events] == [batch.Fate.JUDGED] * 2
        monkeypatch.setattr("pipeline.cluster.PATIENCE_S", 3.0)
        for stranger in (strangers.cluster(address), Cluster(address=f"tcp://127.0.0.1:{port}")):
            with pytest.raises(UsageError, match="no scheduler with workers answers"):
                list(stranger.look(lambda: None, plan, jobs=1, stopping=lambda: False))
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()

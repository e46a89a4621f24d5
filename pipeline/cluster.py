"""The same batch on several machines: dask hands tasks to workers, and each looks in a guarded process of its own.

Only the driver judges and writes.
"""

import os
import platform
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path

import msgspec
from distributed import Client, Future, Security, wait

from pipeline import examine, workers
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.report import Stored
from pipeline.engines import loader
from pipeline.engines.precision import precision
from pipeline.engines.protocols import Engines
from pipeline.errors import MachineBrokenError, UsageError

WINDOW_PER_WORKER = 2  # tasks handed out ahead of need, a worker: one to look at and one to go on with
LISTEN_S = 1.0  # so often, at least, is it asked whether to stop
PATIENCE_S = 60.0  # so long is a scheduler waited for, and a first worker


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker sends home: what was seen, or the fault that cost it."""

    stored: Stored | None = None
    fault: Fault | None = None


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Where the scheduler is, and the certificates to talk to it under TLS: all three or none.

    Whoever reaches a scheduler's port can have its workers run anything: keep it on a private network, and give it certificates.
    """

    address: str
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None

    def look(
        self, take: Callable[[], workers.Task | None], plan: workers.Plan, *, jobs: int, stopping: Callable[[], bool]
    ) -> Iterator[tuple[workers.Task, Stored | Fault]]:
        """Look at one task after another as `workers.look` does, on every worker of the cluster; jobs: counts for nothing here.

        Raises UsageError where no scheduler or no worker is there, or one of them has other versions or models than this machine;
        MachineBrokenError where the scheduler is lost on the way.
        """
        del jobs
        with self._connected() as client:
            _refuse_strangers(client)
            waiting: dict[Future, workers.Task] = {}
            try:
                while True:
                    _hand_out(client, waiting, plan, take, stopping)
                    if not waiting:
                        return
                    for future in _ended(client, waiting):
                        task = waiting.pop(future)
                        outcome = _outcome(future)
                        future.release()
                        yield task, outcome
            finally:
                client.cancel(list(waiting))

    def _connected(self) -> Client:
        try:
            client = Client(self.address, security=self._security(), timeout=PATIENCE_S)
            client.wait_for_workers(1, timeout=PATIENCE_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"no scheduler with workers answers at {self.address} ({type(error).__name__}); see the README for how to start them"
            ) from error
        return client

    def _security(self) -> Security | None:
        files = (self.tls_ca, self.tls_cert, self.tls_key)
        if not any(files):
            return None
        if not all(files):
            raise UsageError("--tls-ca, --tls-cert and --tls-key go together")
        ca, cert, key = map(str, files)
        return Security(tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, require_encryption=True)


def identity() -> dict[str, str]:
    """Return what must be the same on every machine of a batch: versions, models, Python and the kind of processor."""
    models = {
        model.pin.name: model.pin.sha256 if model.status is loader.Status.PRESENT else model.status.value for model in loader.models()
    }
    return {
        **examine.versions(Engines()),
        "precision": precision(),
        **models,
        "python": platform.python_version(),
        "processor": platform.machine(),
    }


def see(plan: workers.Plan, task: workers.Task) -> bytes:
    """Look at one task, in a worker's process: in a guarded process of its own, so that dask never meets a crash."""
    global _station  # noqa: PLW0603 - one a worker, kept between tasks as long as the plan stays
    if _station is None or _station[0] != plan:
        _station = (plan, workers.Station(plan))
    outcome = _station[1].see(task)
    told = _Told(fault=outcome) if isinstance(outcome, Fault) else _Told(stored=outcome)
    return msgspec.msgpack.encode(told)


_station: tuple[workers.Plan, workers.Station] | None = None


def _refuse_strangers(client: Client) -> None:
    """Refuse workers that would see otherwise than this machine, before the first application."""
    here = identity()
    for worker, there in client.run(identity).items():
        other = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
        if other:
            words = ", ".join(f"{name} {there.get(name, 'absent')} instead of {here.get(name, 'absent')}" for name in other[:3])
            raise UsageError(f"the worker at {worker} is not as this machine: {words}; install the same environment and models there")


def _hand_out(
    client: Client,
    waiting: dict[Future, workers.Task],
    plan: workers.Plan,
    take: Callable[[], workers.Task | None],
    stopping: Callable[[], bool],
) -> None:
    """Fill the window; never everything at once, since a scheduler remembers what it was handed."""
    window = WINDOW_PER_WORKER * max(1, sum(client.nthreads().values()))
    while len(waiting) < window and not stopping():
        task = take()
        if task is None:
            return
        key = f"{os.fsencode(task.folder.name).hex()[:60] if task.folder else 'files'}-{uuid.uuid4().hex}"
        future = client.submit(see, plan, task, key=key, pure=False, retries=0)
        waiting[future] = task


def _ended(client: Client, waiting: Iterable[Future]) -> list[Future]:
    """Return what has ended, after `LISTEN_S` at most. Raises MachineBrokenError where the scheduler is gone."""
    try:
        return list(wait(list(waiting), timeout=LISTEN_S, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        if client.status == "running":
            return []
    except CancelledError:
        pass
    raise MachineBrokenError("the scheduler is gone; start it and its workers again, then run the same command: nothing is lost")


def _outcome(future: Future) -> Stored | Fault:
    """Return what a task brought home."""
    error = future.exception()
    if error is not None:  # its worker died, or the code there failed: what the exception says may hold what was read
        return Fault(where="workers", error="crash", message=f"the cluster could not look at it ({type(error).__name__})")
    try:
        told = msgspec.msgpack.decode(future.result(), type=_Told)
    except (msgspec.DecodeError, TypeError):
        return Fault(where="workers", error="crash", message="the cluster gave an answer that cannot be one")
    return told.stored or told.fault or Fault(where="workers", error="crash", message="the cluster gave no answer")

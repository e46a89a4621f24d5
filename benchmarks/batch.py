"""What a batch survives and what its driver costs: stub seeing; the ledger, the pool, the guarded children and the records are real.

`crash` has workers and drivers killed at random and counts what is left; `cluster` does the same to the workers of a dask cluster on
127.0.0.1; `flat` runs many applications through one driver and watches its memory and CPU; `driver` gives the driver answers
at once and tells how many it can hand out, judge and write; `files` tells what a guarded child costs a file,
`hostile` what comes of a folder of broken files.
"""

import argparse
import json
import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
from PIL import Image

from pipeline import batch, examine, ledger, workers
from pipeline.cluster import Cluster
from pipeline.datamodel.finding import Fault
from pipeline.datamodel.profile import load
from pipeline.datamodel.report import Stored
from pipeline.errors import DecoderStoppedError
from pipeline.stages import guard
from pipeline.stages.base import BrokenFileError
from pipeline.stages.intake import Intake
from pipeline.stages.sniff import HEAD_BYTES, format_of
from tests.stubs import StubPlan

HERE = Path(__file__).parent.parent
PROFILE = "cse-online-2019-11"


def main() -> None:
    """Run what the command line names and print its table rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("crash", "cluster", "flat", "driver", "files", "hostile", "drive"))
    parser.add_argument("folder", type=Path, help="an empty scratch folder")
    parser.add_argument("--applications", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--workers-killed", type=int, default=20)
    parser.add_argument("--drivers-killed", type=int, default=3)
    parser.add_argument("--scheduler", default="", help="for `drive`: look on a cluster")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    {"crash": crash, "cluster": cluster, "flat": flat, "driver": driver_alone, "files": files, "hostile": hostile, "drive": drive}[
        given.what
    ](given)


def drive(given: argparse.Namespace) -> None:
    """Be the driver of one batch, and print as JSON what it cost; memory is noted every 500 applications."""
    uploads, out = given.folder / "uploads", given.folder / "out"
    found = batch.find(uploads, out)
    results = batch.Results(folder=out)
    plan = StubPlan(profile=load(PROFILE))
    memory, began = [], time.monotonic()
    cpu = time.process_time()
    judged = 0
    look = Cluster(address=given.scheduler).look if given.scheduler else workers.look
    for event in batch.run(found, results, plan, batch.Manner(jobs=given.jobs, look=look)):
        judged += event.report is not None
        if event.done % 500 == 0:
            memory.append(round(_resident_mb(), 1))
    used = time.process_time() - cpu
    print(json.dumps({"judged": judged, "cpu_s": used, "wall_s": time.monotonic() - began, "resident_mb": memory}))


def crash(given: argparse.Namespace) -> None:
    """Kill workers and drivers at random moments; each dead driver is followed by a new one, until one comes to its end."""
    _make(given.folder / "uploads", given.applications)
    chance = random.Random(given.seed)
    deaths = ["worker"] * given.workers_killed + ["driver"] * given.drivers_killed
    chance.shuffle(deaths)
    # Deaths are spread over the first nine tenths of the batch, told by how many records there are.
    at = sorted(chance.sample(range(given.applications // 50, given.applications * 9 // 10), len(deaths)))
    drivers = 1
    driver = _driver(given)
    for moment, who in zip(at, deaths, strict=True):
        while _records(given) < moment:
            if driver.poll() is not None:
                raise SystemExit(f"the driver ended by itself with {driver.returncode} at {_records(given)} records")
            time.sleep(0.01)
        victim = _worker_of(driver.pid, chance) if who == "worker" else driver.pid
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        if who == "driver":
            driver.wait()
            driver = _driver(given)
            drivers += 1
    driver.wait()
    print(
        f"drivers {drivers}, killed: {given.workers_killed} workers, {given.drivers_killed} drivers; last driver's exit {driver.returncode}"
    )
    print(json.dumps(_count(given), indent=1))


def cluster(given: argparse.Namespace) -> None:
    """Kill workers of a cluster at random moments, each followed by a new one."""
    _make(given.folder / "uploads", given.applications)
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{one.getsockname()[1]}"
    scheduler = _dask(given, "scheduler", "--host", address)
    crew = [_dask(given, "worker", address, "--no-nanny", "--nthreads", "1") for _ in range(given.jobs)]
    driver = _driver(given, "--scheduler", address)
    chance = random.Random(given.seed)
    for moment in sorted(chance.sample(range(given.applications // 50, given.applications * 9 // 10), given.workers_killed)):
        while _records(given) < moment:
            if driver.poll() is not None:
                raise SystemExit(f"the driver ended by itself with {driver.returncode} at {_records(given)} records")
            time.sleep(0.01)
        victim = chance.randrange(len(crew))
        crew[victim].kill()
        crew[victim].wait()
        crew[victim] = _dask(given, "worker", address, "--no-nanny", "--nthreads", "1")
    driver.wait()
    for process in (*crew, scheduler):
        process.kill()
    print(f"killed: {given.workers_killed} of the cluster's workers; the driver ended with {driver.returncode}")
    print(json.dumps(_count(given), indent=1))


def files(given: argparse.Namespace) -> None:
    """Open every file of a folder in guarded children, and in this process, and print the CPU of both."""
    from pipeline.stages import decoding, pdf_decoding  # noqa: PLC0415 - the unguarded way is for this comparison only

    paths = sorted(path for path in given.folder.rglob("*") if path.is_file() and path.suffix != ".json")
    intake = Intake()
    for path in paths[:2]:
        list(intake.pages(path, path.name))
    guarded, own, children = 0, time.process_time(), guard.decoder_seconds()
    for path in paths:
        with suppress(BrokenFileError):
            guarded += sum(1 for _ in intake.pages(path, path.name))
    own, children = time.process_time() - own, guard.decoder_seconds() - children
    plain = time.process_time()
    for path in paths:
        data = path.read_bytes()
        file_format = format_of(data[:HEAD_BYTES])
        decode = pdf_decoding.sheets if file_format == "PDF" else decoding.pictures
        with suppress(BrokenFileError):
            for _ in decode(data, file_format, intake):
                pass
    plain = time.process_time() - plain
    count = len(paths)
    costs = f"guarded {1000 * (own + children) / count:.1f}, unguarded {1000 * plain / count:.1f}"
    print(f"{count} files, {guarded} pages; CPU ms a file: {costs}")
    print(f"largest child: {guard.nursery().most_bytes / 1e6:.0f} MB resident")


def hostile(given: argparse.Namespace) -> None:
    """Open every file of a folder of broken and hostile files in guarded children, and print what came of them."""
    outcomes: Counter[str] = Counter()
    longest = 0.0
    for path in sorted(path for path in given.folder.rglob("*") if path.is_file()):
        began, told = time.monotonic(), "opened"
        try:
            for _ in Intake().pages(path, path.name):
                pass
        except BrokenFileError as error:
            told = f"refused: {error.slug}"
        except DecoderStoppedError as error:
            told = f"stopped: {error.slug}"
        outcomes[told] += 1
        longest = max(longest, time.monotonic() - began)
    for told, count in sorted(outcomes.items()):
        print(f"{count:4} {told}")
    print(f"largest child {guard.nursery().most_bytes / 1e6:.0f} MB resident; longest file {longest:.1f} s of wall time")


def flat(given: argparse.Namespace) -> None:
    """Run many applications through one driver and print what each cost it, and how its memory went."""
    _make(given.folder / "uploads", given.applications)
    driver = _driver(given, capture=True)
    told = json.loads(driver.communicate()[0].splitlines()[-1])
    memory = told["resident_mb"]
    rows = {
        "applications": told["judged"],
        "driver CPU ms an application": round(1000 * told["cpu_s"] / told["judged"], 2),
        "wall ms an application": round(1000 * told["wall_s"] / told["judged"], 2),
        "driver resident MB, first / last / most": [memory[0], memory[-1], max(memory)],
    }
    print(json.dumps(rows, indent=1))
    print(json.dumps(_count(given), indent=1))


def driver_alone(given: argparse.Namespace) -> None:
    """Let one driver have its answers at once: what is left is handing out, judging, writing and the ledger."""
    _make(given.folder / "uploads", given.applications)
    found, results = batch.find(given.folder / "uploads", given.folder / "out"), batch.Results(folder=given.folder / "out")
    way = StubPlan(profile=load(PROFILE))
    seen = examine.see(found.folders[0], way.setup())

    def at_once(
        take: Callable[[], workers.Task | None], plan: workers.Plan, *, jobs: int, stopping: Callable[[], bool]
    ) -> Iterator[tuple[workers.Task, Stored | Fault]]:
        del plan, jobs, stopping
        while (task := take()) is not None:
            assert task.folder is not None
            yield task, msgspec.structs.replace(seen, application=task.folder.name)

    cpu, wall = time.process_time(), time.monotonic()
    count = sum(event.report is not None for event in batch.run(found, results, way, batch.Manner(look=at_once)))
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    print(f"{count} applications: {1000 * cpu / count:.2f} ms CPU, {1000 * wall / count:.2f} ms wall, {count / wall:.0f} a second")


def _make(uploads: Path, applications: int) -> None:
    """Make applications of one small picture each, all different."""
    for number in range(len(os.listdir(uploads)) if uploads.is_dir() else 0, applications):  # noqa: PTH208 - many names
        folder = uploads / f"{number:06}"
        folder.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 96), (number % 256, number // 256 % 256, 200)).save(folder / "a.png")


def _dask(given: argparse.Namespace, *words: str) -> "subprocess.Popen[bytes]":
    env = {**os.environ, "PYTHONPATH": str(HERE), "OMP_NUM_THREADS": "1", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"}
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    return subprocess.Popen(command, cwd=given.folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own


def _driver(given: argparse.Namespace, *more: str, capture: bool = False) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.batch", "drive", str(given.folder), "--jobs", str(given.jobs), *more]
    out = subprocess.PIPE if capture else subprocess.DEVNULL
    return subprocess.Popen(command, cwd=HERE, stdout=out, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})  # noqa: S603 - our own


def _worker_of(driver: int, chance: random.Random) -> int:
    """Return one of the pool's processes at random; waits until there is one."""
    while True:
        found = []
        for thread in Path(f"/proc/{driver}/task").iterdir():
            with suppress(OSError):
                found += [int(child) for child in (thread / "children").read_text().split()]
        workers = []
        for child in found:
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    workers.append(child)
        if workers:
            return chance.choice(sorted(workers))
        time.sleep(0.05)


def _records(given: argparse.Namespace) -> int:
    try:
        return sum(name.endswith(".json") for name in os.listdir(given.folder / "out" / "applications"))  # noqa: PTH208 - many names, often
    except FileNotFoundError:
        return 0


def _count(given: argparse.Namespace) -> dict[str, object]:
    """Return what is left: records, results, states, and whether every record is the one of its application, looked at and whole."""
    out = given.folder / "out"
    with closing(sqlite3.connect(out / ledger.NAME)) as db:
        results, distinct = db.execute("SELECT count(*), count(DISTINCT application) FROM result").fetchone()
        check = db.execute("PRAGMA integrity_check").fetchone()[0]
        states = dict(db.execute("SELECT state, count(*) FROM job GROUP BY state"))
    wrong = 0
    for path in (out / "applications").glob("*.json"):
        entry = json.loads(path.read_bytes())
        wrong += entry["application"] != path.stem or len(entry["sightings"]["pages"]) != 1 or bool(entry["faults"])
    return {
        "records": _records(given),
        "results": results,
        "distinct": distinct,
        "states": states,
        "records with a fault, a missing page or another name": wrong,
        "left half written": len(list(out.rglob("*.part"))),
        "integrity_check": check,
    }


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main()

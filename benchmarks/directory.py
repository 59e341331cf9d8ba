"""The directory of a region of 50,000 services: how fast it comes in and goes out, and who waits meanwhile.

The import runs in a process of its own, in the way of a background job. Another process writes every 50 ms as
people who vote do, and notes how long each of its writes took. Then the directory is exported by the
standard, as tables and as records, in a fresh process each. There is no peer: the bounds are ours.
"""

import csv
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from benchmarks.databases import databases, environment
from benchmarks.harness import Figure, at_most, peak_mebibytes, percentile, report

PEERS: list[str] = []
ROOT = Path(__file__).resolve().parents[1]
SEED = 20261130
N_SERVICES = 50_000
SERVICES_PER_ORGANIZATION = 5
DAYS = ("MO", "TU", "WE", "TH", "FR")
SECONDS_BETWEEN_WRITES = 0.05
MOST_MEBIBYTES = 381  # 400 MB
MOST_SECONDS_WAITED = 1.0
WORDS = (
    "tutoring reading math counseling food pantry clothing shelter mentoring sports music art dental vision",
    "childcare housing rent legal immigration English language health clinic family youth teen parent job",
    "training college career summer evening weekend free bilingual transport ride home visit emergency",
)


def main(as_json: bool) -> bool:
    return report("directory", figures(N_SERVICES), as_json)


def figures(n_services: int) -> list[Figure]:
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as files:
        n_rows = generate(Path(files), n_services)
        for name, url in databases():
            with tempfile.TemporaryDirectory() as home:
                found += measure(name, environment(home, url), files, n_rows)
        with tempfile.TemporaryDirectory() as home:
            found.append(memory_alone(environment(home, ""), files))
    return found


def memory_alone(env: dict[str, str], files: str) -> Figure:
    """SQLite empties its cache when others write; while no one does, the import needs all of it."""
    _run(env, "prepare")
    peak = _run(env, "import", files)["peak"]
    what = "SQLite: peak memory of the import while no one else writes"
    return Figure(what, peak, "MiB", **at_most(peak, MOST_MEBIBYTES))


def measure(name: str, env: dict[str, str], files: str, n_rows: int) -> list[Figure]:
    _run(env, "prepare")
    with _writer(env) as waits:
        first = _run(env, "import", files)
    with _writer(env) as waits_again:
        again = _run(env, "import", files)
    found = [
        Figure(f"{name}: rows imported a second", round(n_rows / first["seconds"]), "1/s"),
        Figure(
            f"{name}: peak memory of the import",
            first["peak"],
            "MiB",
            **at_most(first["peak"], MOST_MEBIBYTES),
        ),
        *_waited(f"{name}: import", waits),
        Figure(f"{name}: rows compared a second, second import", round(n_rows / again["seconds"]), "1/s"),
        Figure(
            f"{name}: peak memory, second import",
            again["peak"],
            "MiB",
            **at_most(again["peak"], MOST_MEBIBYTES),
        ),
        *_waited(f"{name}: second import", waits_again),
    ]
    for kind in ("tables", "records"):
        with _writer(env) as waits:
            out = _run(env, "export", kind)
        peak = out["peak"]
        found += [
            Figure(f"{name}: rows exported as {kind} a second", round(n_rows / out["seconds"]), "1/s"),
            Figure(f"{name}: peak memory, {kind}", peak, "MiB", **at_most(peak, MOST_MEBIBYTES)),
            *_waited(f"{name}: {kind}", waits),
        ]
    return found


def _waited(what: str, waits: Sequence[float]) -> list[Figure]:
    longest = max(waits, default=0.0)
    return [
        Figure(
            f"{what}, longest wait of another writer", longest, "s", **at_most(longest, MOST_SECONDS_WAITED)
        ),
        Figure(f"{what}, wait of another writer, 99th percentile", percentile(waits or [0.0], 99), "s"),
    ]


def _run(env: dict[str, str], *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.directory", *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


@contextmanager
def _writer(env: dict[str, str]) -> Iterator[list[float]]:
    """Another process that writes until the block ends; the list has its seconds afterwards."""
    waits: list[float] = []
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.directory", "write"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield waits
    finally:
        rest, _ = process.communicate("stop\n")
    waits += json.loads(rest.splitlines()[-1])


def generate(folder: Path, n_services: int) -> int:
    """Write the files of a directory; return the number of rows."""
    rng = random.Random(SEED)
    n_organizations = max(1, n_services // SERVICES_PER_ORGANIZATION)

    def ids() -> Iterator[str]:
        while True:
            yield str(UUID(int=rng.getrandbits(128), version=4))

    new = ids()
    organizations = [next(new) for _ in range(n_organizations)]
    services = [next(new) for _ in range(n_services)]
    locations = [next(new) for _ in range(n_services)]
    tables: dict[str, tuple[str, Iterable[Sequence[object]]]] = {
        "organizations": (
            "id,name,description",
            ((one, _words(rng, 3), _words(rng, 20)) for one in organizations),
        ),
        "services": (
            "id,organization_id,name,description,status,url",
            (
                (one, organizations[i % n_organizations], _words(rng, 4), _words(rng, 40), "active", "")
                for i, one in enumerate(services)
            ),
        ),
        "locations": (
            "id,location_type,name,latitude,longitude",
            ((one, "physical", _words(rng, 2), 38 + rng.random(), -104 - rng.random()) for one in locations),
        ),
        "service_at_locations": (
            "id,service_id,location_id",
            ((next(new), *pair) for pair in zip(services, locations, strict=True)),
        ),
        "addresses": (
            "id,location_id,address_type,address_1,city,state_province,postal_code,country",
            (
                (
                    next(new),
                    one,
                    "physical",
                    f"{i} Main St",
                    f"City {i % 300}",
                    "CO",
                    f"{80000 + i % 999}",
                    "US",
                )
                for i, one in enumerate(locations)
            ),
        ),
        "phones": (
            "id,service_id,number",
            ((next(new), one, f"719-555-{i % 10_000:04}") for i, one in enumerate(services)),
        ),
        "schedules": (
            "id,service_id,freq,byday,opens_at,closes_at",
            ((next(new), one, "WEEKLY", day, "09:00", "17:00") for one in services for day in DAYS),
        ),
        "languages": (
            "id,service_id,name,code",
            ((next(new), one, "Spanish", "es") for one in services),
        ),
    }
    return sum(_write(folder / f"{name}.csv", *table) for name, table in tables.items())


def _words(rng: random.Random, n: int) -> str:
    return " ".join(rng.choices(" ".join(WORDS).split(), k=n)).capitalize()


def _write(path: Path, header: str, rows: Iterable[Sequence[object]]) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header.split(","))
        for row in rows:
            writer.writerow(row)
            n += 1
    return n


def prepare() -> dict[str, float]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from throughline.accounts.actions import create_district

    create_district(slug="bench", name="Bench", languages=["en"])
    return {}


def bring_in(files: Path) -> dict[str, float]:
    """Import the files as a job does, with its progress."""
    from django_scopes import scope

    from throughline.accounts.actions import RunningJob
    from throughline.accounts.models import District, Job, JobState, Upload
    from throughline.accounts.permissions import Actor
    from throughline.partner import workflows

    district = District.objects.get()
    with scope(district=district):
        job = Job.objects.create(kind="import_directory", title="Directory", state=JobState.RUNNING)
        upload = Upload.objects.create(kind="directory", name="bench", job=job)
        shutil.copytree(files, upload.folder)
        began = time.perf_counter()
        workflows.import_uploaded_directory(RunningJob(job, Actor.system(district)), upload)
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "peak": peak_mebibytes()}


def bring_out(kind: str) -> dict[str, float]:
    from django.utils import timezone
    from django_scopes import scope

    from throughline.accounts.models import District
    from throughline.formats import hsds
    from throughline.partner.queries import DistrictDirectory

    district = District.objects.get()
    began = time.perf_counter()
    with scope(district=district):
        source, now = DistrictDirectory(), timezone.now()
        if kind == "tables":
            pieces, _losses = hsds.write_tables(source, "3.0", title="Bench", created=now)
        else:
            pieces, _losses = hsds.write_records(source, "3.0", created=now)
        n_bytes = sum(map(len, pieces))
    return {"seconds": time.perf_counter() - began, "peak": peak_mebibytes(), "bytes": n_bytes}


def write_until_told() -> list[float]:
    """Write a row every 50 ms until a line comes in; return the seconds of each write."""
    from django_scopes import scope

    from throughline.accounts.actions import record
    from throughline.accounts.models import District, Job
    from throughline.accounts.permissions import Actor

    is_over = threading.Event()

    def wait_for_line() -> None:
        sys.stdin.readline()
        is_over.set()

    threading.Thread(target=wait_for_line, daemon=True).start()
    district = District.objects.get()
    waits = []
    with scope(district=district):
        actor, job = Actor.system(district), Job.objects.create(kind="bench", title="Another writer")
        print("writing", flush=True)
        while not is_over.wait(SECONDS_BETWEEN_WRITES):
            began = time.perf_counter()
            record(actor, "start_job", job, kind=job.kind)
            waits.append(time.perf_counter() - began)
    return waits


def _step(name: str, *arguments: str) -> object:
    import django

    django.setup()
    if name == "prepare":
        return prepare()
    if name == "import":
        return bring_in(Path(arguments[0]))
    if name == "export":
        return bring_out(*arguments)
    return write_until_told()


if __name__ == "__main__":
    print(json.dumps(_step(*sys.argv[1:])), flush=True)

"""Processes are killed, the database crashes and disks are full under load: no acknowledged voice is lost.

Nobody restarts anything but what was stopped from outside, the database.
"""

import os
import resource
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.attack.outage_load import Voices, people_taking_part
from tests.commands import Started, started
from tests.databases import connected
from tests.listen.test_killed_server import ANSWERS, CURRENT, VOTES, environment, prepare
from tests.postgres_cluster import Cluster, own_cluster
from throughline.config.server.processes import any_free_port

N_MORE = 5
pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,  # each brings its own database
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc, on Linux"),
]


@contextmanager
def serving(home: Path, url: str, migrated_file: Path | None = None) -> Iterator[tuple[Started, Voices]]:
    """`throughline serve` with people who take part."""
    port = any_free_port()
    environ = environment(home, url)
    forums = prepare(environ, migrated_file)
    environ |= {"THROUGHLINE_DEBUG": "", "THROUGHLINE_HOME": str(home), "THROUGHLINE_HOSTS": "127.0.0.1"}
    with started("serve", f"--port={port}", **environ) as server:
        server.wait_for("Press Ctrl-C to stop")
        with people_taking_part(port, forums) as voices:
            voices.wait_for_more(N_MORE, "at the beginning")
            yield server, voices
        assert server.process.poll() is None, "`serve` ended"


def children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def child_of(server: Started, word: str) -> int:
    (found,) = [
        pid for pid in children(server.process.pid) if word in Path(f"/proc/{pid}/cmdline").read_text()
    ]
    return found


def kill_each(server: Started, voices: Voices) -> None:
    for pid in children(child_of(server, "gunicorn")):
        os.kill(pid, signal.SIGKILL)
    voices.wait_for_more(N_MORE, "gunicorn's processes were killed")
    os.kill(child_of(server, "gunicorn"), signal.SIGKILL)
    server.wait_for("The server stopped unexpectedly")
    voices.wait_for_more(N_MORE, "gunicorn was killed")
    os.kill(child_of(server, "config.console"), signal.SIGKILL)
    server.wait_for("The worker stopped unexpectedly")
    voices.wait_for_more(N_MORE, "the worker was killed")


@contextmanager
def no_room_for(server: Started) -> Iterator[None]:
    """No file of the web server can grow, which SQLite finds as it would find a full disk."""
    master = child_of(server, "gunicorn")
    pids = [master, *children(master)]
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def check_that_all_are_stored(connection: Any, voices: Voices) -> None:
    for query, acknowledged in ((VOTES, voices.votes), (CURRENT, voices.votes), (ANSWERS, voices.answers)):
        rows = connection.execute(query).fetchall()
        stored = Counter(row[0] if query == ANSWERS else tuple(row) for row in rows)
        lost = [voice for voice in acknowledged if not stored[voice]]
        assert lost == [], f"{len(lost)} of {len(acknowledged)} acknowledged voices are lost"
        assert [voice for voice, n in stored.items() if n > 1] == []


def test_no_acknowledged_voice_is_lost_on_sqlite_when_processes_die_and_the_disk_is_full(
    tmp_path: Path, migrated_file: Path | None
) -> None:
    url = f"sqlite:///{tmp_path / 'outage.sqlite3'}"
    with serving(tmp_path, url, migrated_file) as (server, voices):
        kill_each(server, voices)
        with no_room_for(server):
            voices.wait_for_503("the disk was full")
        voices.wait_for_more(N_MORE, "the disk was full, and has room again")
    with connected(url) as connection:
        check_that_all_are_stored(connection, voices)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with own_cluster() as cluster:
        yield cluster


def test_no_acknowledged_voice_is_lost_on_postgresql_when_it_crashes_and_processes_die(
    tmp_path: Path, cluster: Cluster
) -> None:
    with serving(tmp_path, cluster.url) as (server, voices):
        kill_each(server, voices)
        cluster.crash()
        server.wait_for("The database is not available. Waiting for it.")
        voices.wait_for_503("the database crashed")
        cluster.start()
        server.wait_for("The database is available again.")
        voices.wait_for_more(N_MORE, "the database crashed, and runs again")
        if cluster.is_on_small_disk:
            with cluster.full_disk():
                voices.wait_for_503("the database's disk was full")
            voices.wait_for_more(N_MORE, "the database's disk was full, and has room again")
    with connected(cluster.url) as connection:
        check_that_all_are_stored(connection, voices)

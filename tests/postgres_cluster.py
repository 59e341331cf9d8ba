"""A PostgreSQL server of one test's own, which may be stopped, killed and filled up."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from throughline.config.server.processes import any_free_port

USER = "postgres"
ROOM_MEGABYTES = 120
SECONDS = 60


def binaries() -> Path:
    """The folder of the server's programs, of the newest version; skip the test where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if os.environ.get("CI"):
        pytest.fail("the programs of the PostgreSQL server are not installed")
    pytest.skip("the programs of the PostgreSQL server are not in /usr/lib/postgresql")


@dataclass
class Cluster:
    folder: Path
    port: int
    is_on_small_disk: bool

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/throughline"

    def start(self) -> None:
        where = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._control(
            "start", "-w", f"--timeout={SECONDS}", f"--log={self.folder / 'log'}", f"--options={where}"
        )

    def crash(self) -> None:
        """Stop at once, as if it were killed: nothing is written any more, connections break."""
        self._control("stop", "--mode=immediate")

    def is_running(self) -> bool:
        return _run("pg_ctl", "status", f"--pgdata={self.folder / 'data'}").returncode == 0

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        filler = self.folder / "data" / "filler"
        try:
            with filler.open("wb", buffering=0) as file:
                while file.write(b"x" * 4096):
                    pass
        except OSError:
            yield
        finally:
            filler.unlink()

    def _control(self, *words: str) -> None:
        done = _run("pg_ctl", words[0], f"--pgdata={self.folder / 'data'}", *words[1:])
        assert done.returncode == 0, done.stderr


def _run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the server, which refuses to run as root."""
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = {"user": USER, "group": USER, "extra_groups": []}
    command = [binaries() / program, *words]
    with tempfile.TemporaryFile("w+") as errors:  # a pipe would stay open as long as the server runs
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=errors, cwd="/", check=False, **user)
        errors.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, "", errors.read())


def _owned(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)


def _mount_small_disk(folder: Path) -> bool:
    """Mount a small disk in memory, if this machine lets the tests do so."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MEGABYTES}m,mode=0700", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(words, check=False, capture_output=True).returncode == 0


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    binaries()
    folder = Path(tempfile.mkdtemp(prefix="throughline-postgres-"))
    data = folder / "data"
    data.mkdir(mode=0o700)
    is_mounted = _mount_small_disk(data)
    cluster = Cluster(folder, any_free_port(), is_mounted)
    try:
        for path in (folder, data):
            _owned(path)
        words = [f"--pgdata={data}", f"--waldir={folder / 'wal'}", "--wal-segsize=1", f"--username={USER}"]
        done = _run("initdb", *words, "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")
        assert done.returncode == 0, done.stderr
        cluster.start()
        with psycopg.connect(
            f"postgresql://{USER}@127.0.0.1:{cluster.port}/postgres", autocommit=True
        ) as server:
            server.execute("CREATE DATABASE throughline")
        yield cluster
    finally:
        if cluster.is_running():
            cluster.crash()
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(data)], check=False)
        shutil.rmtree(folder, ignore_errors=True)

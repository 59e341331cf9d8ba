"""The kept versions: a small database written by each, and a description of its contents."""

import hashlib
import json
import lzma
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases import file_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent
NAME = re.compile(r"\d+(\.\d+)*(-\d+)?")
FILES = {"sqlite": "database.sqlite3.xz", "postgresql": "postgres.sql.xz"}
HOLDS = "what-it-holds.json"
MOST_BYTES = 300_000
MOVED = {"listen_upload": "accounts_upload"}
"""Tables whose rows were moved to another since."""
NEVER_FILLED = {"account_emailconfirmation", "auth_group", "auth_group_permissions"}
"""Tables of Django and allauth that the product does not use."""
NEWER_LINES = re.compile(r"^(?:\\(?:un)?restrict .*|SET transaction_timeout = .*)\n", re.MULTILINE)
"""Lines of a dump that newer servers write and older ones reject."""


@dataclass(frozen=True)
class Kept:
    """A kept version."""

    name: str

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    @property
    def holds(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / HOLDS).read_text(encoding="utf-8")))

    def unpack(self, kind: str, url: str, folder: Path) -> None:
        """Restore the database into an empty one at an address; `kind` is Django's `vendor`."""
        plain = lzma.decompress((self.folder / FILES[kind]).read_bytes())
        if kind == "sqlite":
            file_of(url).write_bytes(plain)
            return
        script = folder / f"{self.name}.sql"
        script.write_bytes(plain)
        checked(
            ["psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", script, url]
        )


def kept_versions() -> list[Kept]:
    """From the first to the last: 0.1.0-10 after 0.1.0-9."""
    names = [path.parent.name for path in FOLDER.glob(f"*/{HOLDS}")]
    return [Kept(name) for name in sorted(names, key=lambda name: [int(n) for n in re.findall(r"\d+", name)])]


def pack(kind: str, url: str, folder: Path) -> bytes:
    """Return the whole database, compressed."""
    if kind == "sqlite":
        copy = folder / "copy.sqlite3"
        with closing(sqlite3.connect(file_of(url))) as file:
            file.execute("VACUUM INTO ?", [str(copy)])
        plain = copy.read_bytes()
    else:
        dumped = checked(["pg_dump", "--no-owner", "--no-privileges", "-w", "--dbname", url])
        plain = NEWER_LINES.sub("", dumped).encode()
    return lzma.compress(plain, preset=9 | lzma.PRESET_EXTREME)


# --- Processes ---------------------------------------------------------------------------------------------


class Failed(Exception):
    """A process exited with a code other than 0; the message has its output."""


def checked(command: Sequence[str | Path], **environ: str) -> str:
    """Run a command and return its output. The environment excludes THROUGHLINE_* and DJANGO_* variables."""
    ours = ("THROUGHLINE_", "DJANGO_")
    ran = subprocess.run(
        [*command],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(ours)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        begins = " ".join(map(str, command[:3]))  # the rest may contain a password
        raise Failed(f"{begins} … ended with {ran.returncode}.\n{ran.stdout}\n{ran.stderr}")
    return ran.stdout


def on_database(url: str, home: Path, module: str, *words: str, **environ: str) -> str:
    """Run a module in a separate process on a database other than that of the tests."""
    settings = {"THROUGHLINE_DATABASE_URL": url, "THROUGHLINE_HOME": str(home), "OPENBLAS_NUM_THREADS": "1"}
    return checked([sys.executable, "-m", module, *words], **settings, **environ)


# --- What is compared --------------------------------------------------------------------------------------


def migrations_of(root: Path) -> dict[str, str]:
    """Return the hash of each migration's source, by app and name."""
    return {
        f"{path.parts[-3]}.{path.stem}": hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()
        for path in sorted((root / "throughline").glob("*/migrations/[0-9]*.py"))
    }


def changed_migrations(version: str, landed: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return errors for migrations that were edited or removed since a version was kept."""
    return [
        f"The migration {name} was {'edited' if name in now else 'removed'} since {version} was kept. "
        "One that has landed stays as it is: put it back, and add another (docs/how-to/add-a-migration.md)."
        for name, sha256 in sorted(landed.items())
        if now.get(name) != sha256
    ]


def not_kept(versions: Iterable[Mapping[str, str]], now: Mapping[str, str]) -> list[str]:
    """Return an error unless some version was kept with the current migrations."""
    before = [set(landed) for landed in versions]
    if set(now) in before:
        return []
    known = set().union(*before)
    return [
        "No kept version has these migrations: "
        f"{', '.join(sorted(set(now) - known)) or 'all together'}. "
        "Run `python3 dev.py keep-version` and commit what it writes (docs/how-to/add-a-migration.md)."
    ]


def lost(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what an upgraded database has lost."""
    rows = after["rows"]
    found = [
        f"{table}: {n} rows before, {rows[MOVED.get(table, table)]} after"
        for table, n in sorted(before["rows"].items())
        if rows.get(MOVED.get(table, table), n) < n
    ]
    found += [
        f"release {name}: its text is not the one that was released"
        for name, sha256 in sorted(before["releases"].items())
        if after["releases"].get(name) != sha256
    ]
    gone = sorted(set(before["applied"]) - set(after["applied"]))
    return found + [f"{name} is no longer among the applied migrations" for name in gone]


def empty_tables(holds: Mapping[str, Any]) -> list[str]:
    return sorted(table for table, n in holds["rows"].items() if not n and table not in NEVER_FILLED)

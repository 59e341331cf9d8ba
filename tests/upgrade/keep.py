"""Store a database of this version, run by `python3 dev.py keep-version [NAME]`."""

import json
import os
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from tests.databases import SERVER, empty_database
from tests.upgrade.kept import (
    FILES,
    HOLDS,
    MOST_BYTES,
    NAME,
    ROOT,
    Failed,
    Kept,
    changed_migrations,
    empty_tables,
    kept_versions,
    migrations_of,
    on_database,
    pack,
)


class NotKept(Exception):
    """Nothing was written; the message states the reason."""


def this_version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def refuse(name: str) -> None:
    if not NAME.fullmatch(name):
        raise NotKept(
            f"{name!r} is no version: say numbers with dots, such as 0.1.0, or 0.1.0-2 for a landing."
        )
    if Kept(name).folder.exists():
        raise NotKept(
            f"{name} is kept already, and what is kept never changes. "
            f"Say another name, such as {name.partition('-')[0]}-2."
        )
    now = migrations_of(ROOT)
    for kept in kept_versions():
        for sentence in changed_migrations(kept.name, kept.holds["migration_sha256"], now):
            raise NotKept(sentence)
    if not os.environ.get(SERVER):
        raise NotKept(
            f"{SERVER} is not set. It names a PostgreSQL database whose user may create databases, "
            "for example postgresql://user:secret@127.0.0.1:5432/throughline"
        )
    if not shutil.which("pg_dump"):
        raise NotKept("pg_dump is not there. On Debian or Ubuntu: apt-get install postgresql-client")


def keep(name: str) -> Path:
    """Make a database of each kind, and write both with a description of their contents, all or nothing."""
    refuse(name)
    files: dict[str, bytes] = {}
    held: dict[str, dict[str, Any]] = {}
    for kind, file in FILES.items():
        with (
            tempfile.TemporaryDirectory(prefix="throughline-kept-") as scratch,
            empty_database(kind, Path(scratch), "kept") as url,
        ):
            home = Path(scratch) / "home"
            on_database(url, home, "tests.upgrade.filled")
            held[kind] = json.loads(on_database(url, home, "tests.upgrade.holds"))
            files[file] = pack(kind, url, Path(scratch))
        empty = empty_tables(held[kind])
        if empty:
            raise NotKept(f"Nothing was kept: {', '.join(empty)} would be empty. Fill them in filled.py.")
        if len(files[file]) > MOST_BYTES:
            raise NotKept(
                f"Nothing was kept: {file} would be {len(files[file])} bytes, and {MOST_BYTES} are the most. "
                "Make N_PEOPLE in filled.py smaller."
            )
        print(f"{file}: {len(files[file])} bytes", flush=True)
    described = {"version": name, "migration_sha256": migrations_of(ROOT), "databases": held}
    files[HOLDS] = (json.dumps(described, indent=1, sort_keys=True) + "\n").encode()
    folder = Kept(name).folder
    folder.mkdir()
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return folder


def main(words: list[str]) -> int:
    if len(words) > 1:
        print("Say keep-version [NAME]", file=sys.stderr)
        return 1
    try:
        written = keep(words[0] if words else this_version())
    except (NotKept, Failed) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Kept in {written.relative_to(ROOT)}/: commit it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

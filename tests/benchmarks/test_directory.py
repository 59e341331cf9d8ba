"""The benchmark of a directory, with a few services."""

import csv
import shutil
from pathlib import Path

import pytest

from benchmarks import directory
from benchmarks.databases import environment

FIGURES = ("rows imported a second", "peak memory of the import", "import, longest wait of another writer")


def test_a_directory_is_made_with_what_services_have(tmp_path: Path) -> None:
    n_rows = directory.generate(tmp_path, 10)
    tables = {}
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream))
    assert {name: len(rows) for name, rows in tables.items()} == {
        "organizations": 2,
        **dict.fromkeys(("services", "locations", "service_at_locations"), 10),
        **dict.fromkeys(("addresses", "phones", "languages"), 10),
        "schedules": 50,
    }
    assert n_rows == sum(map(len, tables.values()))


@pytest.mark.once  # it brings its own database
@pytest.mark.slow
def test_a_small_directory_comes_in_and_goes_out_beside_another_writer(
    tmp_path: Path, migrated_file: Path | None
) -> None:
    database = tmp_path / "directory.sqlite3"
    if migrated_file is not None:
        shutil.copyfile(migrated_file, database)
    files = tmp_path / "files"
    files.mkdir()
    n_rows = directory.generate(files, 20)
    env = environment(str(tmp_path / "home"), f"sqlite:///{database}")
    figures = {one.figure: one for one in directory.measure("SQLite", env, str(files), n_rows)}
    assert {f"SQLite: {name}" for name in FIGURES} <= figures.keys()
    assert all(one.value > 0 for one in figures.values() if one.unit in {"1/s", "MiB"})

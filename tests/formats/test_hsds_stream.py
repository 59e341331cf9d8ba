"""A directory is read row by row: the same rows each time, and never all of them in memory."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.formats import hsds
from throughline.formats.tables import BadFile

TEXT = "We help families with many things every week of the year. " * 10


def in_csv(folder: Path, n: int) -> Path:
    return a_directory(
        folder,
        services="id,name,description\n"
        + "".join(f"service-{i},Tutoring {i},{i} {TEXT}\n" for i in range(n)),
        schedules="id,service_id,byday,notes\n"
        + "".join(f"schedule-{i},service-{i},MO,{i} {TEXT}\n" for i in range(n)),
    )


def in_json(folder: Path, n: int) -> Path:
    folder.mkdir()
    services = [
        {
            "id": f"service-{i}",
            "name": f"Tutoring {i}",
            "description": f"{i} {TEXT}",
            "schedules": [{"id": f"schedule-{i}", "byday": "MO", "notes": f"{i} {TEXT}"}],
        }
        for i in range(n)
    ]
    (folder / "services.json").write_text(json.dumps(services))
    return folder


def peak(folder: Path) -> tuple[int, int]:
    """Return the largest memory in use while a directory is read, and its number of rows."""
    tracemalloc.start()
    try:
        with hsds.open_directory(folder) as directory:
            n_rows = sum(1 for table in hsds.TABLES for _row in directory.rows(table))
        return tracemalloc.get_traced_memory()[1], n_rows
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [in_csv, in_json])
def test_memory_grows_with_the_ids_and_not_with_the_rows(
    tmp_path: Path, write: Callable[[Path, int], Path]
) -> None:
    few, many = write(tmp_path / "few", 200), write(tmp_path / "many", 1_200)
    # What is loaded or remembered once does not count.
    peak(many)
    (small, n_few), (large, n_many) = peak(few), peak(many)
    assert (n_few, n_many) == (400, 2_400)
    assert (large - small) / (n_many - n_few) < len(TEXT)


def test_rows_are_the_same_each_time_and_those_of_the_whole_directory() -> None:
    path = shared("hsds", "illinois")
    whole = hsds.read(path)
    with hsds.open_directory(path) as opened:
        assert opened.report == whole.report
        for table in hsds.TABLES:
            assert list(opened.rows(table)) == list(opened.rows(table)) == list(whole.rows(table))


def test_tables_can_be_read_side_by_side(tmp_path: Path) -> None:
    for n, write in enumerate((in_csv, in_json)):
        with hsds.open_directory(write(tmp_path / str(n), 3)) as directory:
            pairs = list(zip(directory.rows("service"), directory.rows("schedule"), strict=True))
        assert [service.id for service, _ in pairs] == [schedule.service_id for _, schedule in pairs]


def test_rows_without_a_place_are_kept_up_to_a_number(tmp_path: Path) -> None:
    rows = "".join(f"{i},s{i},teen\n" for i in range(3_000))
    folder = a_directory(
        tmp_path, services="id,name\nx,Tutoring\n", eligibility="id,service_id,eligibility\n" + rows
    )
    assert len(hsds.read(folder).unmapped["eligibility.csv"]) == 2_000


def test_damage_at_the_end_of_the_last_file_refuses_the_directory(tmp_path: Path) -> None:
    folder = a_directory(
        tmp_path, organizations="id,name\no1,Helpers\n", services="id,name\n" + "s,Chess\n" * 100 + "s\n"
    )
    with pytest.raises(BadFile) as caught:
        hsds.open_directory(folder)
    assert (caught.value.file, caught.value.row) == ("services.csv", 102)


def test_every_self_link_is_resolved(tmp_path: Path) -> None:
    folder = a_directory(
        tmp_path,
        organizations="id,name,parent_organization_id\nA,Helpers,b\nB,District,\nC,Others,d\n",
        taxonomy_terms="id,name,description,parent_id\n2,Chess,,1\n1,Play,,\n",
    )
    directory = hsds.read(folder)
    assert [row.parent_organization_id for row in directory.organization] == ["B", "", ""]
    assert directory.organization[2].extra == {"parent_organization_id": "d"}
    assert [row.parent_id for row in directory.taxonomy_term] == ["1", ""]

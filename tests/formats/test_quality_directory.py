"""The quality of a whole directory: each problem is planted, found once, with its grade and its place."""

import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.formats.hsds import TABLES, HsdsRow, quality
from throughline.formats.problems import BadFile

TODAY = date(2026, 11, 30)
FRESH = date(2026, 6, 1)


def key(number: int) -> str:
    return str(UUID(int=number))


class Rows:
    """A directory in memory."""

    def __init__(self, **tables: list[dict[str, Any]]) -> None:
        self.tables = tables

    def rows(self, table: str) -> Iterable[HsdsRow]:
        blanks = {one.name: None if one.kind in {"number", "date"} else "" for one in TABLES[table].fields}
        for i, values in enumerate(self.tables.get(table, []), start=2):
            values = {**blanks, **values}
            extra = values.pop("extra", {})
            file = f"{TABLES[table].stem}.csv"
            yield HsdsRow(table=table, values=values, extra=extra, file=file, row=i)


def good() -> dict[str, list[dict[str, Any]]]:
    """A small directory without a problem."""
    return {
        "organization": [{"id": key(1), "name": "Juniper Help", "description": "Helps."}],
        "service": [
            {
                "id": key(2),
                "name": "Pantry",
                "organization_id": key(1),
                "status": "active",
                "assured_date": FRESH,
            }
        ],
        "location": [
            {"id": key(3), "name": "Hall", "location_type": "physical", "latitude": 39.8, "longitude": -89.6}
        ],
        "service_at_location": [{"id": key(4), "service_id": key(2), "location_id": key(3)}],
        "phone": [{"id": key(5), "service_id": key(2), "number": "217-555-0100"}],
        "schedule": [
            {
                "id": key(6),
                "service_at_location_id": key(4),
                "freq": "WEEKLY",
                "byday": "MO",
                "opens_at": "09:00",
                "closes_at": "17:00",
            }
        ],
        "address": [
            {
                "id": key(7),
                "location_id": key(3),
                "address_1": "1 Main St",
                "city": "Juniper",
                "state_province": "IL",
                "postal_code": "60000",
                "country": "US",
                "address_type": "physical",
            }
        ],
    }


def found(tables: dict[str, list[dict[str, Any]]], **options: Any) -> list[tuple[str, str, str, str]]:
    problems = quality.check_directory(Rows(**tables), TODAY, **options)
    return [(one.code.removeprefix("quality_"), one.grade, one.table, one.field) for one in problems]


def test_a_good_directory_has_no_problem() -> None:
    assert found(good()) == []


@pytest.mark.parametrize(
    ("table", "values", "expected"),
    [
        ("organization", {"name": " "}, ("blank", "fault", "organization", "name")),
        ("organization", {"description": ""}, ("blank", "warning", "organization", "description")),
        ("organization", {"name": "JUNIPER HELP DESK"}, ("capitals", "advice", "organization", "name")),
        ("organization", {"website": "example_com"}, ("web", "fault", "organization", "website")),
        ("organization", {"website": "www.a.org"}, ("web_beginning", "warning", "organization", "website")),
        ("organization", {"email": "help"}, ("email", "fault", "organization", "email")),
        ("organization", {"description": "<b>Helps</b>"}, ("marks", "advice", "organization", "description")),
        ("service", {"organization_id": ""}, ("no_organization", "fault", "service", "organization_id")),
        ("service", {"organization_id": key(99)}, ("link", "fault", "service", "organization_id")),
        ("service", {"status": "open"}, ("value", "fault", "service", "status")),
        ("service", {"status": "defunct"}, ("not_active", "advice", "service", "status")),
        ("service", {"assured_date": date(2025, 11, 29)}, ("old", "advice", "service", "assured_date")),
        ("service", {"assured_date": None}, ("undated", "advice", "service", "assured_date")),
        (
            "service",
            {"minimum_age": 18.0, "maximum_age": 12.0},
            ("ages", "warning", "service", "minimum_age"),
        ),
        ("phone", {"number": "555-0100"}, ("phone", "warning", "phone", "number")),
        ("location", {"latitude": None}, ("no_coordinates", "advice", "location", "latitude")),
        (
            "location",
            {"latitude": -118.2, "longitude": 34.1},
            ("swapped", "warning", "location", "latitude"),
        ),
        (
            "location",
            {"latitude": 0.0, "longitude": 0.0},
            ("impossible", "advice", "location", "latitude"),
        ),
        ("schedule", {"byday": "1MO"}, ("rule", "advice", "schedule", "byday")),
        ("schedule", {"closes_at": "05:00"}, ("closes_first", "warning", "schedule", "closes_at")),
        (
            "schedule",
            {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)},
            ("ends_first", "warning", "schedule", "valid_to"),
        ),
        ("address", {"location_id": ""}, ("orphan", "warning", "address", "")),
    ],
)
def test_each_problem_of_a_row_is_found(
    table: str, values: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    tables = good()
    tables[table][0].update(values)
    assert expected in found(tables)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("schedule", ("no_hours", "advice", "service", "")),
        ("phone", ("unreachable", "warning", "service", "")),
        ("address", ("no_address", "advice", "location", "")),
    ],
)
def test_what_is_missing_around_an_entry_is_found(table: str, expected: tuple[str, str, str, str]) -> None:
    tables = good()
    del tables[table]
    assert found(tables) == [expected]


def test_a_place_that_nothing_uses_is_found_and_hours_there_are_nobodys() -> None:
    tables = good()
    del tables["service_at_location"]
    tables["schedule"][0].update(service_at_location_id="", location_id=key(3))
    assert found(tables) == [("no_hours", "advice", "service", ""), ("unused", "advice", "location", "")]


def test_the_contact_of_an_organization_makes_its_services_reachable() -> None:
    tables = good()
    tables["phone"] = [{"id": key(5), "contact_id": key(8), "number": "217-555-0100"}]
    tables["contact"] = [{"id": key(8), "organization_id": key(1)}]
    assert found(tables) == []


def test_a_repeated_id_is_found_at_each_row() -> None:
    tables = good()
    tables["location"] *= 2
    assert found(tables).count(("repeated_id", "fault", "location", "id")) == 2


def test_a_place_far_from_all_others_is_found() -> None:
    tables = good()
    near = [{**tables["location"][0], "id": key(100 + i), "latitude": 39.0 + i / 10} for i in range(12)]
    far = {**tables["location"][0], "id": key(200), "latitude": -39.8}
    tables["location"] = [*near, far]
    problems = list(quality.check_directory(Rows(**tables), TODAY, judges_links=False))
    assert [one.record for one in problems if one.code == "quality_far"] == [key(200)]


def test_a_confidential_place_lacks_nothing() -> None:
    tables = good()
    del tables["address"]
    tables["location"][0].update(latitude=None, longitude=None, name="")
    assert found(tables) != []
    tables["location"][0]["extra"] = {"is_confidential": "true"}
    assert found(tables) == []


def test_no_cell_of_a_place_or_an_address_is_in_a_problem() -> None:
    tables = good()
    tables["location"][0].update(url="secretplace_org", location_type="hideout", name="SECRET HIDEOUT PLACE")
    tables["address"][0].update(country="Secretland", address_type="secretkind", city="<b>Secretville</b>")
    problems = list(quality.check_directory(Rows(**tables), TODAY))
    assert len(problems) >= 4
    assert not [one for one in problems if "ecret" in str(one.params) or "hideout" in str(one.params)]


def test_a_problem_names_the_entry_it_belongs_to() -> None:
    tables = good()
    tables["schedule"][0]["closes_at"] = "05:00"
    tables["language"] = [{"id": key(9), "phone_id": key(5), "name": "<b>Spanish</b>"}]
    problems = list(quality.check_directory(Rows(**tables), TODAY))
    assert {(one.table, one.entry_table, one.entry) for one in problems} == {
        ("schedule", "service", key(2)),
        ("language", "service", key(2)),
    }


def test_an_entry_has_the_worst_grade_of_its_problems() -> None:
    assert quality.grade_of(["advice", "fault", "warning"]) == "fault"
    assert quality.grade_of(["advice"]) == "advice"
    assert quality.grade_of([]) is None


SERVICES = "id,organization_id,name,status,assured_date\n"


def test_a_package_is_faulty_for_a_link_to_nothing_at_its_row(tmp_path: Path) -> None:
    folder = a_directory(
        tmp_path / "package",
        organizations=f"id,name,description\n{key(1)},Help,Helps\n",
        services=f"{SERVICES}{key(2)},{key(1)},Pantry,active,2026-06-01\n{key(3)},{key(99)},Rides,active,\n",
    )
    findings = quality.check_package(folder, TODAY)
    (fault,) = [one for one in findings.problems if one.grade == "fault"]
    assert (fault.code, fault.file, fault.row, fault.field) == (
        "quality_link",
        "services.csv",
        3,
        "organization_id",
    )
    assert findings.verdict == "faulty"


def test_a_package_may_be_an_archive(tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("out/organizations.csv", f"id,name,description\n{key(1)},Help,Helps\n")
        made.writestr("out/services.csv", f"{SERVICES}{key(2)},{key(1)},Pantry,active,2026-06-01\n")
        made.writestr("../outside.csv", "id\n1\n")
    findings = quality.check_package(archive, TODAY)
    assert (findings.verdict, findings.n_rows["service"]) == ("warnings", 1)
    assert not (tmp_path.parent / "outside.csv").exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"nothing", b""])
def test_what_is_no_directory_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        quality.check_package(path, TODAY)
    assert refused.value.remedy


def test_a_real_directory_of_an_older_version_is_graded_by_its_own_fields() -> None:
    findings = quality.check_package(shared("hsds", "illinois"), TODAY)
    assert findings.verdict == "faulty"
    assert findings.n_rows["service"] == 430
    counts = {key[:2]: n for key, n in findings.counts.items() if key[2] == "services.csv"}
    assert counts["fault", "quality_link"] == 341
    assert counts["advice", "quality_undated"] == 430
    assert findings.counts["advice", "quality_blank", "locations.csv", "location_type"] == 520


PHONES = "id,service_id,number,extension\n"


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"assured_date": "31/12/2025"}, ("date", "fault", "assured_date")),
        ({"assured_date": "11/12/2025"}, ("date", "fault", "assured_date")),
        ({"last_modified": "2025-12-31"}, ("moment", "fault", "last_modified")),
        ({"status": "weird"}, ("value", "fault", "status")),
        ({"status": "Active"}, ("value", "fault", "status")),
        ({"email": "foo"}, ("email", "fault", "email")),
        ({"minimum_age": "twelve"}, ("number", "fault", "minimum_age")),
        ({"id": "5"}, ("id", "advice", "id")),
        ({"extension": "abc"}, ("number", "fault", "extension")),
        ({"number": "call us"}, ("phone", "warning", "number")),
    ],
)
def test_a_wrong_cell_of_a_package_has_one_problem(
    tmp_path: Path, service: dict[str, str], expected: tuple[str, str, str]
) -> None:
    cells = {"id": key(2), "status": "active", "assured_date": "2026-06-01", "email": "a@example.org"}
    cells |= {"last_modified": "", "minimum_age": "", "number": "719-555-0101", "extension": ""} | service
    folder = a_directory(
        tmp_path / "package",
        organizations=f"id,name,description\n{key(1)},Help,Helps\n",
        services=f"{SERVICES[:-1]},email,last_modified,minimum_age\n{cells['id']},{key(1)},Pantry,"
        f"{cells['status']},{cells['assured_date']},{cells['email']},{cells['last_modified']},"
        f"{cells['minimum_age']}\n",
        phones=f"{PHONES}{key(5)},{cells['id']},{cells['number']},{cells['extension']}\n",
    )
    (folder / "datapackage.json").write_text('{"name": "human_services_data", "version": "3.0"}', "utf-8")
    findings = quality.check_package(folder, TODAY)
    field = expected[2]
    found = [(one.code[8:], one.grade, one.field) for one in findings.problems if one.field == field]
    assert found == [expected]


def test_a_currency_in_words_is_a_warning() -> None:
    tables = good()
    tables["cost_option"] = [{"id": key(9), "service_id": key(2), "amount": 5.0, "currency": "dollars"}]
    problems = list(quality.check_directory(Rows(**tables), TODAY))
    assert [(one.code, one.grade, one.field) for one in problems] == [
        ("quality_currency", "warning", "currency")
    ]


def test_ids_that_are_no_uuids_are_counted_by_column(tmp_path: Path) -> None:
    rows = "".join(f"s{n},1,Pantry {n},active,2026-06-01\n" for n in range(50))
    folder = a_directory(
        tmp_path / "package",
        organizations="id,name,description\n1,Help,Helps\n",
        services=f"{SERVICES}{rows}",
    )
    findings = quality.check_package(folder, TODAY)
    assert {key[2:]: n for key, n in findings.counts.items() if key[1] == "quality_id"} == {
        ("organizations.csv", "id"): 1,
        ("services.csv", "id"): 50,
        ("services.csv", "organization_id"): 50,
    }


def test_our_own_columns_of_what_does_not_fit_are_no_faults(tmp_path: Path) -> None:
    folder = a_directory(
        tmp_path / "package",
        organizations=f"id,name,description,year_incorporated_as_written\n{key(1)},Help,Helps,about 1985\n",
        services=f"{SERVICES[:-1]},status_as_written,not_stated\n"
        f"{key(2)},{key(1)},Pantry,active,2026-06-01,weird,status\n",
    )
    assert not quality.check_package(folder, TODAY).n_of("fault")


def test_a_blank_status_is_a_fault_of_files_and_a_warning_where_ours_fill_it_in() -> None:
    tables = good()
    tables["service"][0]["status"] = ""
    assert found(tables) == [("blank", "fault", "service", "status")]
    check = quality.DirectoryCheck(Rows(**tables), TODAY, is_ours=True)
    list(check.prepare())
    assert [one.grade for one in check.problems("service") if one] == ["warning"]

"""Directories of services: a real one in HSDS 1.1, the standard's example in 3.0, and inconsistent ones."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.formats import hsds
from throughline.formats.hsds import values
from throughline.formats.tables import BadFile


def plain(*parts: str) -> list[dict[str, str]]:
    with shared("hsds", *parts).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


ORGANIZATIONS = "id,name,description,website\no1,Helpers,We help,https://example.org\n"
SERVICES = "id,organization_id,name,status,last_modified\ns1,o1,Tutoring,active,2026-02-01T10:00:00Z\n"


def test_the_real_directory_is_read_whole() -> None:
    directory = hsds.read(shared("hsds", "illinois"))
    assert directory.version == "1.1"
    assert (
        len(directory.organization),
        len(directory.location),
        len(directory.service),
        len(directory.schedule),
        len(directory.phone),
        len(directory.address),
    ) == (33, 520, 430, 2492, 982, 33)
    for rows, file in (
        (directory.organization, "organizations"),
        (directory.service, "services"),
        (directory.location, "locations"),
    ):
        source = plain("illinois", f"{file}.csv")
        assert [row.id for row in rows] == [row["id"] for row in source]
        assert [row.name for row in rows] == [row["name"].strip() for row in source]
    assert [o.website for o in directory.organization] == [
        r["url"] for r in plain("illinois", "organizations.csv")
    ]
    assert {a.address_type for a in directory.address} == {"postal"}


def test_the_days_and_hours_of_the_real_directory_become_recurrences() -> None:
    directory = hsds.read(shared("hsds", "illinois"))
    source = plain("illinois", "regular_schedules.csv")
    assert Counter(s.byday for s in directory.schedule) == Counter(r["weekday"][:2].upper() for r in source)
    assert {s.freq for s in directory.schedule} == {"WEEKLY"}
    assert [s.opens_at.lstrip("0") for s in directory.schedule] == [r["opens_at"].lstrip("0") for r in source]
    assert directory.schedule[1].opens_at == "09:00"


def test_links_of_the_real_directory_to_nothing_are_removed_and_counted() -> None:
    directory = hsds.read(shared("hsds", "illinois"))
    organizations = {row["id"] for row in plain("illinois", "organizations.csv")}
    lost = [row for row in plain("illinois", "services.csv") if row["organization_id"] not in organizations]
    assert len(lost) == 341
    counts = {(c.code, c.file, c.column): c.n for c in directory.report.counts}
    assert counts["hsds_no_target", "services.csv", "organization_id"] == 341
    assert counts["hsds_no_target", "locations.csv", "organization_id"] == 448
    assert counts["hsds_nameless", "services.csv", "name"] == 1
    assert directory.report.n_services_without_organization == 341
    unlinked = [s for s in directory.service if not s.organization_id]
    assert [s.extra["organization_id"] for s in unlinked] == [row["organization_id"] for row in lost]
    first = next(p for p in directory.report.problems if p.code == "hsds_no_target")
    assert (first.file, first.row, first.column) == ("services.csv", 2, "organization_id")
    assert first.remedy


def test_every_column_of_the_real_directory_is_accounted_for() -> None:
    report = hsds.read(shared("hsds", "illinois")).report
    for path in shared("hsds", "illinois").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream))
        reported = [
            f.column for f in report.fields if f.file == path.name and f.state in {"mapped", "kept aside"}
        ]
        assert reported == header
    unmapped = {(f.file, f.column): f.n_filled for f in report.fields_in_state("kept aside")}
    assert unmapped == {("phones.csv", "language"): 0}
    assert {f.n_filled for f in report.fields if f.target == "address.organization_id"} == {33}
    missing = {f.target for f in report.fields_in_state("missing")}
    assert missing >= {"service.last_modified", "location.location_type", "service_at_location"}
    status = next(f for f in report.fields if f.target == "service.status")
    assert (status.state, status.is_required, status.n_filled, status.n_rows) == ("mapped", True, 0, 430)
    assert report.n_locations_without_coordinates == 520
    assert report.n_services_without_location == 430
    assert (report.freshness.dates, report.freshness.n_undated) == ((), 430)


def test_the_example_of_the_standard_fails_six_links_and_is_read() -> None:
    directory = hsds.read(shared("hsds", "3.0", "examples", "csv"))
    assert directory.version == "3.0"
    assert {table for table, n in directory.report.n_rows.items() if n != 1} == {
        "url",
        "unit",
        "service_capacity",
    }
    lost = {(c.file, c.column) for c in directory.report.counts if c.code == "hsds_no_target"}
    assert lost == {
        ("locations.csv", "organization_id"),
        ("contacts.csv", "organization_id"),
        ("contacts.csv", "service_at_location_id"),
        ("taxonomy_terms.csv", "taxonomy_id"),
        ("organizations.csv", "parent_organization_id"),
        ("taxonomy_terms.csv", "parent_id"),
    }
    location = directory.location[0]
    assert location.organization_id == ""
    assert location.extra["organization_id"] == "985e4a42-bd9f-4edc-911d-0243a4640aca"
    assert (location.latitude, location.extra["latitude"], location.longitude) == (None, "100", 101.0)
    assert directory.contact[0].name == "Ann Persona"
    assert directory.schedule[0].dtstart == date(2005, 1, 1)
    assert directory.service[0].last_modified is not None
    assert directory.report.freshness.by_year == {2023: 1}
    assert directory.report.freshness.n_before(date(2024, 1, 1)) == 1


def test_what_is_new_in_3_1_is_read() -> None:
    directory = hsds.read(shared("hsds", "3.1-dev", "examples", "csv"))
    assert directory.version == "3.1"
    assert not directory.unmapped
    assert [len(directory.rows(table)) for table in ("service_capacity", "unit", "url")] == [1, 1, 1]
    assert directory.attribute[0].label


def test_tables_that_3_0_removed_go_into_their_service(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            organizations="id,name,url\no1,Helpers,https://example.org\n",
            services="id,organization_id,name\ns1,o1,Tutoring\n",
            eligibility="id,service_id,eligibility\n1,s1,teen\n2,s1,family\n3,s9,adult\n",
            payments_accepted="id,service_id,payment\n1,s1,cash\n2,s1,EBT\n",
            services_taxonomy="id,service_id,taxonomy_id,taxonomy_detail\n1,s1,t1,\n",
            taxonomy="id,name,parent_id,parent_name,vocabulary\nt1,Tutoring,,,own\n",
            languages="id,service_id,location_id,language\n1,s1,,es\n2,s1,,Somali\n",
            accessibility_for_disabilities="id,location_id,accessibility,details\n1,,ramp,at the back\n",
            holiday_schedules="id,service_id,closed,start_date,end_date\n1,s1,true,2026-12-24,2026-12-26\n",
            notes="a,b\n1,2\n",
        )
    )
    service = directory.service[0]
    assert service.eligibility_description == "teen; family"
    assert service.extra["payment"] == "cash; EBT"
    assert directory.organization[0].website == "https://example.org"
    assert directory.unmapped["eligibility.csv"] == ({"id": "3", "service_id": "s9", "eligibility": "adult"},)
    attribute = directory.attribute[0]
    assert (attribute.link_id, attribute.link_entity, attribute.taxonomy_term_id) == ("s1", "service", "t1")
    assert directory.taxonomy_term[0].taxonomy == "own"
    assert [(row.code, row.name) for row in directory.language] == [("es", ""), ("", "Somali")]
    assert directory.accessibility[0].description == "ramp"
    holiday = directory.schedule[0]
    assert (holiday.valid_from, holiday.extra["closed"]) == (date(2026, 12, 24), "true")
    assert [f.file for f in directory.report.fields_in_state("not read")] == ["notes.csv"]


def test_values_that_cannot_be_read_are_kept_in_extra_and_reported(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            organizations=ORGANIZATIONS,
            services=(
                "id,organization_id,name,status,last_modified,minimum_age,Colour\n"
                "s1,o1,Tutoring,Active,2026-02-01,twelve,red\n"
                "s2,o1,,gone,lately,12,\n"
                "s1,o1,Again,active,,,\n"
            ),
            locations="id,name,latitude,longitude\nl1,A,41.5,-87.6\nl2,B,-87.6,200\n",
            schedules=(
                "id,service_id,opens_at,closes_at\n"
                "1,s1,9 o'clock,17:00\n2,s1,9:00 am,5:00\n3,s1,22:00-05:00,24:00\n"
            ),
        )
    )
    assert [(c.code, c.file, c.column, c.n) for c in directory.report.counts] == [
        ("hsds_closes_first", "schedules.csv", "closes_at", 1),
        ("hsds_date", "services.csv", "last_modified", 1),
        ("hsds_duplicate_id", "services.csv", "id", 1),
        ("hsds_enum", "services.csv", "status", 1),
        ("hsds_longitude", "locations.csv", "longitude", 1),
        ("hsds_nameless", "services.csv", "name", 1),
        ("hsds_number", "services.csv", "minimum_age", 1),
        ("hsds_time", "schedules.csv", "opens_at", 1),
    ]
    first, second = directory.service
    assert (first.status, first.extra) == ("active", {"minimum_age": "twelve", "colour": "red"})
    assert (second.status, second.extra) == ("", {"status": "gone", "last_modified": "lately"})
    assert directory.unmapped["services.csv"][0]["name"] == "Again"
    assert directory.schedule[2].extra["opens_at_offset"] == "-05:00"
    assert (directory.schedule[2].opens_at, directory.schedule[2].closes_at) == ("22:00", "24:00")
    assert directory.report.n_locations_without_coordinates == 1
    assert all("%(" not in str(problem) for problem in directory.report.problems)


@pytest.mark.parametrize(
    ("files", "code", "row"),
    [
        ({"notes": "a,b\n1,2\n"}, "hsds_no_tables", None),
        ({"services": "title,text\n1,2\n"}, "hsds_wrong_columns", 1),
        ({"services": "id,name\n1,2\n3\n"}, "short_row", 3),
        ({"services": 'id,name\n1,2\n3,"cut'}, "unterminated", 3),
        ({"services": "id,name,name\n1,2,3\n"}, "duplicate_header", 1),
        ({"services": "id,name\n1,2\n", "service": "id,name\n1,2\n"}, "hsds_two_files", None),
        ({"services": ""}, "empty", None),
        ({"services": "id,name\n", "organizations": "id,name\n"}, "hsds_no_rows", None),
    ],
)
def test_damage_refuses_the_directory(
    tmp_path: Path, files: dict[str, str], code: str, row: int | None
) -> None:
    with pytest.raises(BadFile) as caught:
        hsds.read(a_directory(tmp_path, **files))
    assert (caught.value.code, caught.value.row) == (code, row)
    assert caught.value.remedy in str(caught.value)


def test_encoding_is_named_and_absent_folders_too(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_bytes("id,name\n1,ñ\n".encode("latin-1"))
    with pytest.raises(BadFile) as caught:
        hsds.read(tmp_path)
    assert (caught.value.code, caught.value.row) == ("encoding", 2)
    assert hsds.read(tmp_path, encoding="cp1252").service[0].name == "ñ"
    with pytest.raises(BadFile) as caught:
        hsds.read(tmp_path / "none")
    assert caught.value.code == "no_folder"


def test_the_version_is_detected_by_files_and_columns(tmp_path: Path) -> None:
    tidy = hsds.read(a_directory(tmp_path / "a", organizations=ORGANIZATIONS, services=SERVICES))
    assert tidy.version == "3.0"
    assert tidy.report.n_problems == 0
    assert hsds.read(a_directory(tmp_path / "b", organizations="id,name,url\n1,a,b\n")).version == "1.1"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9:00", "09:00"),
        ("09:00:30", "09:00"),
        ("12:15 am", "00:15"),
        ("1:05 P.M.", "13:05"),
        ("24:00", "24:00"),
        ("9am", "09:00"),
        ("930 am", "09:30"),
        ("9:30 p.m.", "21:30"),
        ("5p", "17:00"),
        ("noon", "12:00"),
        ("12 midnight", "00:00"),
        ("0900", "09:00"),
        ("17", "17:00"),
        ("9.30 pm", "21:30"),
        ("2000-01-01T09:00:00", "09:00"),
    ],
)
def test_times_of_day_are_read(cell: str, expected: str) -> None:
    assert values.time_of_day(cell) == (expected, "")


@pytest.mark.parametrize(
    "cell", ["25:00", "9", "13:00 pm", "9:75", "lunch", "24:30", "9-17", "9:00-17:00", "99"]
)
def test_a_value_that_is_not_a_time_of_day_is_not_read(cell: str) -> None:
    assert values.time_of_day(cell) is None


def test_days_of_the_week_are_read_by_name_only() -> None:
    assert [values.weekday(d) for d in ("Monday", "tue", "Thurs.", "SU", "1", "", "Someday")] == [
        "MO",
        "TU",
        "TH",
        "SU",
        None,
        None,
        None,
    ]


def test_doubtful_values_are_reported_by_row_and_kept(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            services="id,name,status\ns1,Pantry,active\n",
            phones="id,service_id,number,extension\np1,s1,719-555-0101,12\np2,s1,call us,abc\n",
            cost_options="id,service_id,amount,currency\nc1,s1,5,USD\nc2,s1,5,dollars\n",
        )
    )
    found = [(one.code, one.file, one.row, one.column) for one in directory.report.problems]
    assert found == [
        ("sheet_phone", "phones.csv", 3, "number"),
        ("hsds_extension", "phones.csv", 3, "extension"),
        ("hsds_currency", "cost_options.csv", 3, "currency"),
    ]
    assert [(one.number, one.extension) for one in directory.phone][1] == ("call us", "abc")
    assert [one.currency for one in directory.cost_option] == ["USD", "dollars"]

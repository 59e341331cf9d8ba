"""Directories as they are written: spellings, versions, ids of several files, HTML, and schedules."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.formats import hsds
from throughline.formats.hsds import values
from throughline.formats.tables import BadFile

ORGANIZATIONS = "id,name\no1,Helpers\n"
SERVICES = "id,organization_id,name,status\ns1,o1,Tutoring,active\n"
LOCATIONS = "id,name\nl1,Library\n"


def codes(directory: hsds.Directory) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in directory.report.counts:
        found[one.code] = found.get(one.code, 0) + one.n
    return found


def a_folder(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_ids_are_unique_in_the_table_of_their_file() -> None:
    directory = hsds.read(shared("cases", "hsds-ids-of-two-files"))
    assert codes(directory) == {}
    assert [(a.address_type, a.address_1) for a in directory.address] == [
        ("physical", "1 Main Street"),
        ("postal", "PO Box 9"),
    ]
    regular = [s for s in directory.schedule if s.freq]
    assert [(s.byday, s.opens_at, s.closes_at) for s in regular] == [
        (day, "09:00", "17:00") for day in ("MO", "TU", "WE")
    ]
    assert [(s.valid_from, s.extra["closed"]) for s in directory.schedule if not s.freq] == [
        (date(2026, 12, 24), "true"),
        (date(2027, 1, 1), "true"),
    ]
    assert {hsds.source_of(s) for s in directory.schedule} == {"regular_schedules", "holiday_schedules"}
    assert {hsds.source_of(row) for row in (*directory.organization, *directory.service_at_location)} == {""}


def test_marks_of_html_are_taken_off_and_counted() -> None:
    directory = hsds.read(shared("cases", "hsds-html"))
    (service,) = directory.service
    assert service.name == "Supper club & pantry"
    assert service.description == "A warm meal.\n- Mondays\n- Bring a bowl\nMore (http://example.org/x)"
    problems = [one for one in directory.report.problems if one.code == "hsds_marks"]
    assert [(p.row, p.column, p.params["n"]) for p in problems] == [(2, "name", 1), (2, "description", 1)]


def test_marks_are_taken_off_in_joined_tables_and_not_in_ids(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            organizations="id,name\na&amp;b,Helpers\n",
            services="id,organization_id,name,status\ns1,a&amp;b,Tutoring,<b>Active</b>\n",
            eligibility="id,service_id,eligibility\n1,s1,<p>teens &amp; families</p>\n",
        )
    )
    assert directory.service[0].organization_id == "a&amp;b"
    assert directory.service[0].status == "active"
    assert directory.service[0].eligibility_description == "teens & families"
    marks = {(p.file, p.row) for p in directory.report.problems if p.code == "hsds_marks"}
    assert marks == {("services.csv", 2), ("eligibility.csv", 2)}


def test_rules_of_schedules_are_read() -> None:
    directory = hsds.read(shared("cases", "hsds-schedule-rules"))
    assert [(s.freq, s.interval, s.byday, s.until) for s in directory.schedule] == [
        ("MONTHLY", 1, "1SA", None),
        ("WEEKLY", 2, "TU", None),
        ("WEEKLY", 1, "MO,WE", None),
        ("WEEKLY", 1, "TH", date(2020, 12, 20)),
    ]
    assert codes(directory) == {}


def test_schedules_that_cannot_be_read_are_kept_whole_and_reported(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            services=SERVICES,
            organizations=ORGANIZATIONS,
            schedules=(
                "id,service_id,freq,interval,byday,byweekno,opens_at,closes_at\n"
                '1,s1,WEEKLY,1,"MO,XX",,09:00,17:00\n'
                "2,s1,WEEKLY,1,2MO,,09:00,17:00\n"
                "3,s1,DAILY,1,,,22:00,02:00\n"
                "4,s1,WEEKLY,-2,MO,,09:00,05:00\n"
                "5,s1,fortnightly,,MO,,,\n"
                '6,s1,WEEKLY,,MO,"41,42",,\n'
                "7,s1,null,NULL,null,null,null,null\n"
            ),
        )
    )
    first, second, third, fourth, fifth, sixth, seventh = directory.schedule
    assert (first.byday, first.extra) == ("", {"byday": "MO,XX"})
    assert (second.byday, second.extra) == ("2MO", {})
    assert (third.freq, third.extra) == ("DAILY", {})
    assert (fourth.interval, fourth.extra) == (None, {"interval": "-2"})
    assert (fifth.freq, fifth.extra) == ("", {"freq": "fortnightly"})
    assert sixth.byweekno == "41,42"
    assert (seventh.freq, seventh.byday, seventh.opens_at, seventh.extra) == ("", "", "", {})
    assert codes(directory) == {
        "hsds_byday": 1,
        "hsds_closes_first": 1,
        "hsds_freq": 1,
        "hsds_number": 1,
        "hsds_rule": 2,
    }


NUMBERED = "id,location_id,weekday,opens_at,closes_at,original_text\n"


def test_numbers_of_days_are_not_guessed(tmp_path: Path) -> None:
    rows = "1,l1,1,09:00,17:00,\n2,l1,7,09:00,17:00,\n"
    directory = hsds.read(a_directory(tmp_path, locations=LOCATIONS, regular_schedules=NUMBERED + rows))
    assert [(s.byday, s.extra) for s in directory.schedule] == [
        ("", {"weekday": "1"}),
        ("", {"weekday": "7"}),
    ]
    assert codes(directory) == {"hsds_weekday_number": 2}


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ("1,l1,1,09:00,17:00,Monday 9-5\n2,l1,7,09:00,17:00,\n", ["MO", "SU"]),
        ("1,l1,1,09:00,17:00,\n2,l1,7,09:00,17:00,Open Saturdays\n", ["SU", "SA"]),
        ("1,l1,0,09:00,17:00,Sunday\n2,l1,6,09:00,17:00,\n", ["SU", "SA"]),
        ("1,l1,2,09:00,17:00,Monday\n2,l1,7,09:00,17:00,Monday\n", ["", ""]),
        ("1,l1,1,09:00,17:00,Monday or Tuesday\n2,l1,7,09:00,17:00,\n", ["", ""]),
        ("1,l1,1,09:00,17:00,Monday\n2,l1,5,09:00,17:00,\n", ["", ""]),
    ],
)
def test_numbers_of_days_are_read_where_the_file_decides(tmp_path: Path, rows: str, days: list[str]) -> None:
    directory = hsds.read(a_directory(tmp_path, locations=LOCATIONS, regular_schedules=NUMBERED + rows))
    assert [s.byday for s in directory.schedule] == days
    assert codes(directory) == ({"hsds_numbered_days": 1} if all(days) else {"hsds_weekday_number": 2})


def test_names_of_files_and_columns_are_read_in_every_spelling(tmp_path: Path) -> None:
    directory = hsds.read(
        a_folder(
            tmp_path,
            {
                "Organisation.csv": "ID,Name\no1,Helpers\n",
                "SERVICES.CSV": "Id,Organization ID,NAME,Status\ns1,o1,Tutoring,Temporarily_Closed\n",
                "location.csv": "id,location-type,name\nl1,Physical,Library\n",
                "Services-At Locations.csv": "id,Service Id,location_ID\n1,s1,l1\n",
                "Physical Address.csv": "id,location id,Address 1,City\n1,l1,1 Main St,Juniper\n",
                "RegularSchedule.csv": "id,serviceId,Weekday,Opens At,closes-at\n1,s1,Monday,9am,5pm\n",
            },
        )
    )
    assert codes(directory) == {}
    assert directory.report.fields_in_state("kept aside") == ()
    assert directory.report.fields_in_state("not read") == ()
    (place,) = directory.service_at_location
    assert (place.service_id, place.location_id) == ("s1", "l1")
    assert directory.service[0].status == "temporarily closed"
    assert directory.location[0].location_type == "physical"
    assert (directory.schedule[0].byday, directory.schedule[0].opens_at) == ("MO", "09:00")
    assert directory.address[0].address_1 == "1 Main St"


@pytest.mark.parametrize(
    ("files", "code", "first", "second"),
    [
        (
            {"services_at_location.csv": "id\n1\n", "Service-At-Location.csv": "id\n1\n"},
            "hsds_two_files",
            "Service-At-Location.csv",
            "services_at_location.csv",
        ),
        (
            {"organizations.csv": "id,name,Tax ID,tax_id\no1,Helpers,1,2\n"},
            "hsds_two_columns",
            "Tax ID",
            "tax_id",
        ),
        ({"organizations.csv": "id,name,Color,color\no1,a,1,2\n"}, "hsds_two_columns", "Color", "color"),
    ],
)
def test_two_files_or_columns_of_one_meaning_are_refused_by_name(
    tmp_path: Path, files: dict[str, str], code: str, first: str, second: str
) -> None:
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path, {"services.csv": SERVICES, **files}))
    assert caught.value.code == code
    assert (caught.value.params["first"], caught.value.params["second"]) == (first, second)


def test_a_directory_of_2_0_is_read_by_its_own_tables(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            organizations="id,name,url\no1,Helpers,https://example.org\n",
            services=SERVICES,
            schedules="id,service_id,freq,byday\n1,s1,MONTHLY,1SA\n",
            holiday_schedules="id,service_id,closed,start_date,end_date\n1,s1,true,2026-12-24,2026-12-26\n",
            taxonomy="id,name,description\nt,Own terms,All of them\n",
            taxonomy_terms="id,term,description,taxonomy\n1,Tutoring,Help,t\n",
            service_attributes="id,service_id,taxonomy_term_id\n1,s1,1\n",
        )
    )
    assert directory.version == "2.0"
    assert [row.name for row in directory.taxonomy] == ["Own terms"]
    assert [row.name for row in directory.taxonomy_term] == ["Tutoring"]
    assert [(row.link_id, row.link_entity) for row in directory.attribute] == [("s1", "service")]
    assert len(directory.schedule) == 2
    assert directory.organization[0].website == "https://example.org"


def test_services_of_1_0_are_placed_by_their_own_table(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            organizations=ORGANIZATIONS,
            locations="id,organization_id,name\nl1,o1,Library\n",
            services="id,location_id,name\ns1,l1,Tutoring\ns2,,Chess\n",
            postal_addresses="id,location_id,address_1\n1,l1,PO Box 9\n",
        )
    )
    assert directory.version == "1.0"
    assert [(row.service_id, row.location_id) for row in directory.service_at_location] == [("s1", "l1")]
    assert directory.report.n_services_without_location == 1
    assert codes(directory) == {"hsds_placed": 1}


def test_a_service_that_is_twice_at_a_place_is_there_once(tmp_path: Path) -> None:
    directory = hsds.read(
        a_directory(
            tmp_path,
            locations=LOCATIONS,
            services="id,name\ns1,Tutoring\n",
            service_at_location="id,service_id,location_id,description\n1,s1,l1,Room 1\n2,s1,l1,Room 2\n",
            schedules="id,service_at_location_id,byday\n1,2,MO\n",
        )
    )
    assert [(row.id, row.description) for row in directory.service_at_location] == [("1", "Room 1; Room 2")]
    assert directory.schedule[0].service_at_location_id == "1"
    assert codes(directory) == {"hsds_same_place": 1}


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ({"name": "human_services_data", "version": "4.0"}, "hsds_version"),
        ({"name": "human_services_data", "version": "1.0"}, "hsds_package"),
        ({"name": "human_services_data", "version": "3.0.0"}, None),
        ({"name": "our_own_data", "version": "2026.4"}, None),
        (["no", "package"], None),
    ],
)
def test_a_package_that_names_another_version_is_noted_or_refused(
    tmp_path: Path, package: object, code: str | None
) -> None:
    folder = a_directory(tmp_path, organizations=ORGANIZATIONS, services=SERVICES)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    if code == "hsds_version":
        with pytest.raises(BadFile) as caught:
            hsds.read(folder)
        assert (caught.value.code, caught.value.params["version"]) == (code, "4.0")
    else:
        assert codes(hsds.read(folder)) == ({code: 1} if code else {})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("12/24/2015", date(2015, 12, 24)),
        ("24/12/2015", date(2015, 12, 24)),
        ("12/24/15", date(2015, 12, 24)),
        ("7/7/2026", date(2026, 7, 7)),
        ("January 01, 0001", date(1, 1, 1)),
        ("Dec. 24, 2014", date(2014, 12, 24)),
        ("11/12/2026", None),
        ("13/13/2026", None),
        ("February 30, 2026", None),
        ("Christmas", None),
    ],
)
def test_dates_are_read_where_they_can_be_one(cell: str, expected: date | None) -> None:
    assert values.day(cell) == expected
    assert values.is_ambiguous_date(cell) == (cell == "11/12/2026")

"""Which files of a folder are the directory, and which version; links and cells without a value."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.test_hsds_spellings import codes
from tests.formats.test_recurrence import rules
from throughline.formats import hsds, recurrence
from throughline.formats.recurrence import Rule
from throughline.formats.tables import BadFile

ORGANIZATIONS = "id,name\no1,Helpers\n"
SERVICES = "id,organization_id,name,status\ns1,o1,Tutoring,active\n"
LOCATIONS = "id,name\nl1,Library\n"
BOTH = {"organizations.csv": ORGANIZATIONS, "services.csv": SERVICES}


def a_folder(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def a_package(*resources: tuple[str, str], **fields: str) -> str:
    return json.dumps({"resources": [{"name": name, "path": path} for name, path in resources], **fields})


@pytest.mark.parametrize(
    "files",
    [
        {"2026-11-01_organizations.csv": ORGANIZATIONS, "2026-11-01_services.csv": SERVICES},
        {"hsds-organization.csv": ORGANIZATIONS, "hsds-service.csv": SERVICES},
        {"organizations (2).csv": ORGANIZATIONS, "services (2).CSV": SERVICES},
        {"data/organizations.csv": ORGANIZATIONS, "data/services.csv": SERVICES},
        {
            "a.csv": ORGANIZATIONS,
            "b.csv": SERVICES,
            "datapackage.json": a_package(("organization", "a.csv"), ("service", "b.csv")),
        },
        {
            "one/organizations.csv": ORGANIZATIONS,
            "two/services.csv": SERVICES,
            "datapackage.json": a_package(
                ("organization", "one/organizations.csv"), ("service", "two/services.csv")
            ),
        },
    ],
)
def test_the_files_are_found(tmp_path: Path, files: dict[str, str]) -> None:
    directory = hsds.read(a_folder(tmp_path, files))
    assert [row.name for row in directory.organization] == ["Helpers"]
    assert [row.organization_id for row in directory.service] == ["o1"]
    assert directory.report.fields_in_state("not read") == ()


PHONES = "id,service_id,number\n1,s1,719-555-0100\n"


@pytest.mark.parametrize("folder", ["", "data/"])
def test_files_that_a_package_does_not_list_are_read_beside_those_it_lists(
    tmp_path: Path, folder: str
) -> None:
    files = {f"{folder}{name}": content for name, content in BOTH.items()}
    files |= {"phones.csv": PHONES, f"{folder}minutes.csv": "id,text\n1,Hello\n"}
    files["datapackage.json"] = a_package(("organization", f"{folder}organizations.csv"))
    directory = hsds.read(a_folder(tmp_path, files))
    assert [row.name for row in directory.organization] == ["Helpers"]
    assert [row.name for row in directory.service] == ["Tutoring"]
    assert [row.number for row in directory.phone] == ["719-555-0100"]
    assert [use.file for use in directory.report.fields_in_state("not read")] == ["minutes.csv"]


def test_a_file_that_the_package_lists_goes_before_another_of_its_table(tmp_path: Path) -> None:
    old = {"service.csv": SERVICES.replace("Tutoring", "Chess"), "data/organizations.csv": ORGANIZATIONS}
    package = a_package(("organization", "data/organizations.csv"), ("services", "data/current.csv"))
    files = {**old, "data/current.csv": SERVICES, "datapackage.json": package}
    directory = hsds.read(a_folder(tmp_path, files))
    assert [row.name for row in directory.service] == ["Tutoring"]
    assert [use.file for use in directory.report.fields_in_state("not read")] == ["service.csv"]


def test_a_file_that_is_listed_twice_is_one(tmp_path: Path) -> None:
    names = ("organizations.csv", "services.csv")
    files = {f"data/{name}": BOTH[name] for name in names}
    listed = [
        (name, f"{way}{name}") for way in ("data/", "data/../data/", "./data/", "data/") for name in names
    ]
    files["datapackage.json"] = a_package(*listed)
    directory = hsds.read(a_folder(tmp_path, files))
    assert (len(directory.organization), len(directory.service)) == (1, 1)


@pytest.mark.parametrize("path", ["a" * 5000, "data/\ud800.csv", "data/" * 2000 + "a.csv", "\0", ""])
def test_a_path_that_no_file_can_have_is_a_file_that_is_not_there(tmp_path: Path, path: str) -> None:
    files = {**BOTH, "datapackage.json": a_package(("organization", path), ("service", "services.csv"))}
    directory = hsds.read(a_folder(tmp_path, files))
    assert (len(directory.organization), len(directory.service)) == (1, 1)


def test_a_longer_name_is_that_of_its_longest_part(tmp_path: Path) -> None:
    files = {f"hsds_{name}": content for name, content in BOTH.items()}
    files["hsds_locations.csv"] = LOCATIONS
    files["hsds_service_at_location.csv"] = "id,service_id,location_id\n1,s1,l1\n"
    files["hsds_physical_addresses.csv"] = "id,location_id,address_1\n1,l1,1 Main St\n"
    files["hsds_postal_addresses.csv"] = "id,location_id,address_1\n1,l1,PO Box 9\n"
    directory = hsds.read(a_folder(tmp_path, files))
    assert [row.location_id for row in directory.service_at_location] == ["l1"]
    assert [row.address_1 for row in directory.address] == ["1 Main St", "PO Box 9"]
    assert [hsds.source_of(row, directory.stems) for row in directory.address] == [
        "physical_addresses",
        "postal_addresses",
    ]


def test_an_older_copy_beside_the_files_is_not_read(tmp_path: Path) -> None:
    old = {"old_services.csv": SERVICES.replace("Tutoring", "Chess")}
    directory = hsds.read(a_folder(tmp_path, {**BOTH, **old}))
    assert [row.name for row in directory.service] == ["Tutoring"]
    assert [use.file for use in directory.report.fields_in_state("not read")] == ["old_services.csv"]


def test_two_copies_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path, {"2025_services.csv": SERVICES, "2026_services.csv": SERVICES}))
    assert (caught.value.code, caught.value.params) == (
        "hsds_two_files",
        {"first": "2025_services.csv", "second": "2026_services.csv"},
    )


def test_two_files_of_one_name_are_refused_with_their_folders(tmp_path: Path) -> None:
    files = {f"data/{name}": content for name, content in BOTH.items()} | {"services.csv": SERVICES}
    package = a_package(("organization", "data/organizations.csv"))
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path, {**files, "datapackage.json": package}))
    assert sorted(caught.value.params.values()) == ["data/services.csv", "services.csv"]


def test_of_two_copies_the_one_is_read_that_the_package_lists(tmp_path: Path) -> None:
    files = {"2025_services.csv": SERVICES.replace("Tutoring", "Chess"), "2026_services.csv": SERVICES}
    package = a_package(("", "2026_services.csv"))
    directory = hsds.read(a_folder(tmp_path, {**files, "datapackage.json": package}))
    assert [row.name for row in directory.service] == ["Tutoring"]
    assert [use.file for use in directory.report.fields_in_state("not read")] == ["2025_services.csv"]


def test_a_package_does_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    a_folder(tmp_path / "outside", BOTH)
    package = a_package(("organization", "../outside/organizations.csv"), ("service", "/etc/services.csv"))
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path / "inside", {"datapackage.json": package}))
    assert caught.value.code == "hsds_no_tables"


@pytest.mark.parametrize(
    ("fields", "refused", "noted"),
    [
        ({"name": "human_services_data", "version": "4.0"}, "4.0", None),
        ({"title": "Human Services Data Specification", "version": "v4.1.2"}, "4.1.2", None),
        ({"name": "hsds", "version": "0.8"}, "0.8", None),
        ({"name": "x", "profile": "https://docs.openreferral.org/en/4.0/hsds/schema.json"}, "4.0", None),
        ({"name": "hsds", "version": "3.2"}, None, "hsds_newer"),
        ({"name": "hsds", "version": "3.1.3"}, None, None),
        ({"name": "hsds", "version": "2.0.1"}, None, "hsds_package"),
        ({"name": "juniper", "version": "4.0"}, None, None),
        ({"name": "hsds", "version": "2026.11"}, None, None),
        ({"name": "x", "profile": "tabular-data-package"}, None, None),
    ],
)
def test_a_version_that_is_named(
    tmp_path: Path, fields: dict[str, str], refused: str | None, noted: str | None
) -> None:
    folder = a_folder(tmp_path, {**BOTH, "datapackage.json": a_package(**fields)})
    if refused:
        with pytest.raises(BadFile) as caught:
            hsds.read(folder)
        assert (caught.value.code, caught.value.params["version"]) == ("hsds_version", refused)
    else:
        assert codes(hsds.read(folder)) == ({noted: 1} if noted else {})


def test_files_and_columns_of_1_0_are_read(tmp_path: Path) -> None:
    directory = hsds.read(
        a_folder(
            tmp_path,
            {
                "organization.csv": ORGANIZATIONS,
                "location.csv": LOCATIONS,
                "service.csv": "id,organization_id,location_id,name\ns1,o1,l1,Tutoring\n",
                "phone.csv": "id,service_id,number,number_type\n1,s1,719-555-0100,voice\n",
                "regular_schedule.csv": (
                    "id,service_id,location,weekday,opens_at,closes_at\n"
                    "1,s1,,Monday,2013-11-05T13:15:30Z,2013-11-05T17:00:00Z\n"
                    "2,,l1,Tuesday,09:00,17:00\n"
                ),
                "fee.csv": "id,service_id,fee\n1,s1,Free\n2,s1,Materials $5\n",
                "interpretation_services.csv": "id,service_id,language\n1,s1,es\n",
                "funding.csv": "id,organization_id,service,source\n1,,s1,A grant\n",
            },
        )
    )
    assert directory.version == "1.0"
    (service,) = directory.service
    assert (service.fees_description, service.interpretation_services) == ("Free; Materials $5", "es")
    assert [(row.byday, row.location_id, row.opens_at) for row in directory.schedule] == [
        ("MO", "", "13:15"),
        ("TU", "l1", "09:00"),
    ]
    assert directory.phone[0].type == "voice"
    assert directory.funding[0].service_id == "s1"
    assert codes(directory) == {"hsds_placed": 1}


def test_a_link_in_other_capitals_leads_to_the_one_id_that_it_can_mean(tmp_path: Path) -> None:
    directory = hsds.read(
        a_folder(
            tmp_path,
            {
                "organizations.csv": "id,name\nABC-1,Helpers\nx,Small\nX,Large\n",
                "services.csv": (
                    "id,organization_id,name\n S1 ,abc-1,Tutoring\ns2,X,Chess\n"
                    "s3,ABC-1 ,Music\ns4,abc-2,Art\n"
                ),
                "eligibility.csv": "id,service_id,eligibility\n1,s1,Teens\n",
            },
        )
    )
    assert [row.organization_id for row in directory.service] == ["ABC-1", "X", "ABC-1", ""]
    assert directory.service[0].eligibility_description == "Teens"
    assert codes(directory) == {"hsds_no_target": 1}


def test_cells_that_say_that_there_is_no_value_are_blank(tmp_path: Path) -> None:
    directory = hsds.read(
        a_folder(
            tmp_path,
            {
                "organizations.csv": "id,name,description,email\no1,NA,NULL,n/a\n",
                "services.csv": (
                    "id,organization_id,program_id,name,description,url,fees_description,wait_time,status\n"
                    "s1,o1,None,Tutoring,N/A,#N/A,None,-,NULL\n"
                ),
                "contacts.csv": "id,organization_id,name,email\n1,o1,Null,None\n",
            },
        )
    )
    assert (directory.organization[0].name, directory.organization[0].description) == ("NA", "")
    service = directory.service[0]
    assert (service.description, service.url, service.program_id, service.wait_time) == ("", "", "", "")
    assert service.fees_description == "None"
    assert (directory.contact[0].name, directory.contact[0].email) == ("Null", "")
    assert directory.organization[0].email == ""
    assert codes(directory) == {}


def test_marks_of_markdown_are_taken_off_in_descriptions_and_not_in_names(tmp_path: Path) -> None:
    directory = hsds.read(
        a_folder(
            tmp_path,
            {
                "services.csv": (
                    "id,name,description,url\n"
                    's1,The *Hall*,"**Free** meals, [more](https://example.org/a_b_c)",https://example.org/_x_\n'
                )
            },
        )
    )
    service = directory.service[0]
    assert (service.name, service.description) == (
        "The *Hall*",
        "Free meals, more (https://example.org/a_b_c)",
    )
    assert service.url == "https://example.org/_x_"
    assert codes(directory) == {"hsds_marks": 1}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rules(), min_size=1, max_size=12))
def test_rules_that_are_written_in_a_file_are_read_the_same(tmp_path: Path, written: list[Rule]) -> None:
    names = [name for name in recurrence.COLUMNS if name not in {"rrule", "weekday"}]
    text = io.StringIO()
    table = csv.DictWriter(text, ["id", "service_id", *names], lineterminator="\n")
    table.writeheader()
    for n, rule in enumerate(written):
        parts = dict(part.lower().split("=") for part in rule.text.split(";"))
        table.writerow({"id": n, "service_id": "s1", **parts})
    directory = hsds.read(a_folder(tmp_path, {**BOTH, "schedules.csv": text.getvalue()}))
    for rule, row in zip(written, directory.schedule, strict=True):
        columns = {name: getattr(row, name, None) or row.extra.get(name) for name in recurrence.COLUMNS}
        until = rule.until and date(rule.until.year, rule.until.month, rule.until.day)
        assert recurrence.read_columns(columns).rule == replace(rule, until=until)


EXTENSIONS = {"12": "12", "ext. 12": "12", "x12": "12", "12.0": "12", "N/A": "", "12 or 13": "12 or 13"}


@pytest.mark.parametrize(("cell", "text"), EXTENSIONS.items())
def test_extensions_are_their_digits(tmp_path: Path, cell: str, text: str) -> None:
    phones = f"id,service_id,number,extension\n1,s1,719-555-0100,{cell}\n"
    directory = hsds.read(a_folder(tmp_path, {**BOTH, "phones.csv": phones}))
    assert directory.phone[0].extension == text


def test_columns_that_the_standard_does_not_have_may_be_null(tmp_path: Path) -> None:
    rows = "id,service_id,freq,byday,bymonth,EX_DATE,closed\n1,s1,WEEKLY,MO,NULL,null,NULL\n"
    directory = hsds.read(a_folder(tmp_path, {**BOTH, "schedules.csv": rows}))
    assert directory.schedule[0].extra == {}
    assert codes(directory) == {}
